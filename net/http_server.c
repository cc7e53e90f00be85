/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/words.h"
#include "net/http_in.h"

static const char *const method_names[HTTP_METHODS] = {"GET", "HEAD", "POST", "DELETE"};

const char *http_method_name(enum http_method m)
{
	return method_names[m];
}

/* Called with the target as it came, before anything else of the request. */
static void *begin(void *arg, const char *target, struct MHD_Connection *c)
{
	unused_arg(c);
	struct http_server *s = arg;
	struct exchange *x = calloc(1, sizeof *x);
	ours(x);
	x->magic = EXCHANGE_MAGIC;
	x->server = s;
	arena_init(&x->arena);
	buf_init(&x->body, NULL);
	buf_init(&x->pending, NULL);
	buf_init(&x->rs.body, NULL);
	x->body.limit = LIMIT_HTTP_BODY;
	x->rs.status = 200;
	x->rq.arena = &x->arena;
	x->rq.id = (uint64_t)atomic_fetch_add(&s->next_id, 1) + 1;
	x->rq.target = str_dup(&x->arena, str_of(target));
	x->rq.started = steady_us();
	atomic_fetch_add(&s->requests, 1);
	return x;
}

static void end(void *arg, struct MHD_Connection *c, void **held, enum MHD_RequestTerminationCode code)
{
	unused_arg(c);
	unused_arg(code);
	struct http_server *s = arg;
	struct exchange *x = *held;
	if (!x)
		return;
	ours(x->magic == EXCHANGE_MAGIC);
	if (x->rs.stream_done)
		x->rs.stream_done(x->rs.stream_arg);
	if (x->streaming)
		atomic_fetch_sub(&s->streams, 1);
	atomic_fetch_sub(&s->body_bytes, x->counted);
	atomic_fetch_add(&s->us_total, steady_us() - x->rq.started);
	buf_done(&x->body);
	buf_done(&x->pending);
	buf_done(&x->rs.body);
	arena_done(&x->arena);
	free(x);
	*held = NULL;
}

static void refuse(struct exchange *x, int status, const char *sentence)
{
	if (x->refuse_status)
		return;
	x->refuse_status = status;
	x->refuse_sentence = sentence;
	if (status == 400)
		x->rs.close = true;
}

static enum MHD_Result take_header(void *arg, enum MHD_ValueKind kind, const char *name, size_t name_n,
				   const char *value, size_t value_n)
{
	unused_arg(kind);
	struct exchange *x = arg;
	str v = value ? (str){value, value_n} : S("");
	*list_push(&x->arena, &x->rq.headers) =
		(struct http_pair){str_dup(&x->arena, (str){name, name_n}), str_dup(&x->arena, v)};
	return MHD_YES;
}

static bool take_method(struct exchange *x, const char *method)
{
	for (int m = 0; m < HTTP_METHODS; m++)
		if (!strcmp(method, method_names[m])) {
			x->rq.method = (enum http_method)m;
			return true;
		}
	return false;
}

static void check_length(struct exchange *x)
{
	int64_t length = 0;
	str said = http_get_nocase(&x->rq.headers, S("Content-Length"));
	if (said.p && !str_int(said, &length))
		length = INT64_MAX;
	if (length <= (int64_t)LIMIT_HTTP_BODY)
		return;
	refuse(x, 413, W("this is larger than may be sent at once; the limit is 20 MB"));
	x->swallow = length <= SWALLOW_MAX;
	x->rs.close = !x->swallow;
}

static void take_head(struct exchange *x, struct MHD_Connection *c, const char *method, const char *version)
{
	const union MHD_ConnectionInfo *size = MHD_get_connection_info(c, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
	bool known = take_method(x, method);
	MHD_get_connection_values_n(c, MHD_HEADER_KIND, take_header, x);
	const char *fault = http_head_fault(&x->rq.headers);
	if (fault)
		refuse(x, 400, fault);
	if (strcmp(version, "HTTP/1.1") && strcmp(version, "HTTP/1.0"))
		refuse(x, 505, W("this version of HTTP is not spoken here"));
	if (!size || size->header_size > LIMIT_HTTP_HEAD) {
		refuse(x, 431, W("the head of the request is too long"));
		x->rs.close = true;
	}
	if (!known)
		refuse(x, 405, W("this method is not offered here"));
	if (x->rq.target.n > LIMIT_HTTP_HEAD / 4)
		refuse(x, 414, W("the address is too long"));
	x->rq.host = http_get_nocase(&x->rq.headers, S("Host"));
	http_peer(x, c);
	str cookies = http_get_nocase(&x->rq.headers, S("Cookie"));
	if (!http_parse_target(&x->arena, x->rq.target, &x->rq.path, &x->rq.query) ||
	    !http_parse_cookies(&x->arena, cookies, &x->rq.cookies)) {
		x->rq.path = S("/");
		refuse(x, 400, W("the address of the request cannot be read"));
	}
	if (x->refuse_status)
		return;
	check_length(x);
}

bool http_body_parse(struct exchange *x)
{
	http_files files = {0};
	str boundary = STR_NONE, head = http_get_nocase(&x->rq.headers, S("Content-Type"));
	x->rq.body = buf_str(&x->body);
	if (!http_parse_type(&x->arena, head, S("boundary"), &x->rq.type, &boundary))
		return false;
	if (str_eq(x->rq.type, S("application/x-www-form-urlencoded")))
		return http_parse_urlencoded(&x->arena, x->rq.body, &x->rq.form);
	if (!str_eq(x->rq.type, S("multipart/form-data")))
		return true;
	bool ok = http_parse_multipart(&x->arena, x->rq.body, boundary, &x->rq.form, &files);
	x->rq.files = files.v;
	x->rq.n_files = files.n;
	return ok;
}

/* A piece of the body. Nothing is kept once the request is refused. */
static void take_piece(struct exchange *x, const char *piece, size_t n)
{
	struct http_server *s = x->server;
	if (x->refuse_status)
		return;
	if (steady_us() - x->rq.started > (int64_t)s->config.body_seconds * 1000000) {
		refuse(x, 408, W("the request took too long to arrive"));
		x->rs.close = true;
		return;
	}
	x->counted += (int64_t)n;
	if (atomic_fetch_add(&s->body_bytes, (int64_t)n) + (int64_t)n > BODIES_MAX) {
		refuse(x, 503, W("too much is being sent at this moment; try again in a few seconds"));
		return;
	}
	buf_add(&x->body, (str){piece, n});
	if (x->body.bad) {
		refuse(x, 413, W("this is larger than may be sent at once; the limit is 20 MB"));
		x->rs.close = true;
	}
}

static enum MHD_Result step(void *arg, struct MHD_Connection *c, const char *url, const char *method,
			    const char *version, const char *piece, size_t *piece_n, void **held)
{
	unused_arg(arg);
	unused_arg(url);
	struct exchange *x = *held;
	ours(x && x->magic == EXCHANGE_MAGIC);
	if (!x->head_done) {
		x->head_done = true;
		take_head(x, c, method, version);
		return x->refuse_status && !x->swallow ? http_answer(x, c) : MHD_YES;
	}
	if (*piece_n) {
		take_piece(x, piece, *piece_n);
		*piece_n = 0;
		return MHD_YES;
	}
	if (!x->refuse_status && !http_body_parse(x))
		refuse(x, 400, W("the form cannot be read"));
	return http_answer(x, c);
}

static void config_fill(struct http_server *s, const struct http_config *config)
{
	s->config = *config;
	snprintf(s->listen, sizeof s->listen, STR_FMT, STR_ARG(config->listen));
	snprintf(s->socket_path, sizeof s->socket_path, STR_FMT, STR_ARG(config->socket_path));
	snprintf(s->trusted_proxy, sizeof s->trusted_proxy, STR_FMT, STR_ARG(config->trusted_proxy));
	s->config.listen = str_of(s->listen);
	s->config.socket_path = str_of(s->socket_path);
	s->config.trusted_proxy = str_of(s->trusted_proxy);
	s->config.in_flight = config->in_flight ? config->in_flight : 256;
	s->config.connections = config->connections ? config->connections : 4096;
	s->config.streams = config->streams ? config->streams : 1024;
	s->config.idle_seconds = config->idle_seconds ? config->idle_seconds : 30;
	s->config.body_seconds = config->body_seconds ? config->body_seconds : 60;
}

static void quiet(void *arg, const char *fmt, va_list args)
{
	unused_arg(arg);
	unused_arg(fmt);
	unused_arg(args);
}

err http_start(const struct http_config *config, struct http_server **ret)
{
	int fd;
	struct http_server *s = calloc(1, sizeof *s);
	ours(s);
	s->magic = SERVER_MAGIC;
	config_fill(s, config);
	err e = http_listen(s, &fd);
	if (e != OK) {
		free(s);
		return e;
	}
	s->daemon = MHD_start_daemon(
		MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL | MHD_USE_ITC |
			MHD_USE_ERROR_LOG,
		0, NULL, NULL, step, s, MHD_OPTION_EXTERNAL_LOGGER, quiet, NULL, MHD_OPTION_LISTEN_SOCKET, fd,
		MHD_OPTION_CONNECTION_LIMIT, s->config.connections, MHD_OPTION_CONNECTION_TIMEOUT,
		s->config.idle_seconds, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)LIMIT_HTTP_HEAD * 2,
		MHD_OPTION_THREAD_STACK_SIZE, (size_t)256 << 10,
		MHD_OPTION_URI_LOG_CALLBACK, begin, s, MHD_OPTION_NOTIFY_COMPLETED, end, s, MHD_OPTION_END);
	if (!s->daemon) {
		close(fd);
		free(s);
		return fail(ERR_IO, "the web server could not be started");
	}
	*ret = s;
	return OK;
}

void http_stop(struct http_server *s)
{
	if (!s)
		return;
	ours(s->magic == SERVER_MAGIC);
	atomic_store(&s->stopping, true);
	int fd = MHD_quiesce_daemon(s->daemon);
	/* requests that run are let through; idle connections do not hold us up */
	for (int i = 0; i < 500 && (atomic_load(&s->in_flight) || atomic_load(&s->streams)); i++)
		nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
	MHD_stop_daemon(s->daemon);
	if (fd >= 0)
		close(fd);
	if (s->config.socket_path.n)
		unlink(s->socket_path);
	free(s);
}

int http_port(const struct http_server *s)
{
	return s->port;
}

bool http_stopping(const struct http_server *s)
{
	return atomic_load(&s->stopping);
}

void http_count(const struct http_server *s, struct http_counts *ret)
{
	const union MHD_DaemonInfo *info = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS);
	*ret = (struct http_counts){
		.requests = atomic_load(&s->requests),
		.in_flight = atomic_load(&s->in_flight),
		.streams = atomic_load(&s->streams),
		.connections = info ? info->num_connections : 0,
		.refused = atomic_load(&s->refused),
		.us_total = atomic_load(&s->us_total),
		.bytes_out = atomic_load(&s->bytes_out),
	};
	for (size_t i = 0; i < COUNT_OF(ret->status); i++)
		ret->status[i] = atomic_load(&s->status[i]);
}
