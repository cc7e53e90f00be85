/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/words.h"
#include "net/http_in.h"

/* The library asks for more of a stream. Blocks in the connection's own thread. */
static ssize_t stream_read(void *arg, uint64_t pos, char *out, size_t max)
{
	unused_arg(pos);
	struct exchange *x = arg;
	if (x->sent == x->pending.n) {
		buf_clear(&x->pending);
		x->sent = 0;
		if (atomic_load(&x->server->stopping) || !x->rs.stream(x->rs.stream_arg, &x->pending) ||
		    !x->pending.n)
			return MHD_CONTENT_READER_END_OF_STREAM;
	}
	size_t n = x->pending.n - x->sent < max ? x->pending.n - x->sent : max;
	memcpy(out, x->pending.p + x->sent, n);
	x->sent += n;
	return (ssize_t)n;
}

static void stream_admit(struct exchange *x)
{
	struct http_server *s = x->server;
	if (!x->rs.stream)
		return;
	x->streaming = true;
	if (atomic_fetch_add(&s->streams, 1) < (long long)s->config.streams)
		return;
	x->rs.stream = NULL;
	x->rs.status = 503;
	http_header(&x->rq, &x->rs, "Retry-After", S("30"));
}

static void run_refuse(struct exchange *x, int status, const char *sentence)
{
	struct http_server *s = x->server;
	atomic_fetch_add(&s->refused, 1);
	x->rs.status = status;
	if (status == 503)
		http_header(&x->rq, &x->rs, "Retry-After", S("2"));
	if (s->config.refuse)
		s->config.refuse(s->config.arg, &x->rq, &x->rs, status, sentence);
	else
		buf_z(&x->rs.body, sentence);
}

static void run(struct exchange *x)
{
	struct http_server *s = x->server;
	x->rq.us_queue = steady_us() - x->rq.started;
	if (x->refuse_status) {
		run_refuse(x, x->refuse_status, x->refuse_sentence);
		return;
	}
	if (atomic_fetch_add(&s->in_flight, 1) >= (long long)s->config.in_flight)
		run_refuse(x, 503, W("too many people are waiting at this moment; try again in a few seconds"));
	else
		s->config.handle(s->config.arg, &x->rq, &x->rs);
	atomic_fetch_sub(&s->in_flight, 1);
	stream_admit(x);
}

static struct MHD_Response *make(struct exchange *x)
{
	if (x->rs.stream)
		return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 4096, stream_read, x, NULL);
	str body = x->rs.fixed.p ? x->rs.fixed : buf_str(&x->rs.body);
	atomic_fetch_add(&x->server->bytes_out, (long long)body.n);
	return MHD_create_response_from_buffer(body.n, (void *)(body.n ? body.p : ""), MHD_RESPMEM_PERSISTENT);
}

enum MHD_Result http_answer(struct exchange *x, struct MHD_Connection *c)
{
	run(x);
	struct MHD_Response *r = make(x);
	if (!r)
		return MHD_NO;
	for (size_t i = 0; i < x->rs.headers.n; i++)
		MHD_add_response_header(r, str_z(&x->arena, x->rs.headers.v[i].name),
					str_z(&x->arena, x->rs.headers.v[i].value));
	if (x->rs.close || atomic_load(&x->server->stopping))
		MHD_add_response_header(r, "Connection", "close");
	atomic_fetch_add(&x->server->status[x->rs.status / 100 % 6], 1);
	enum MHD_Result ok = MHD_queue_response(c, (unsigned)x->rs.status, r);
	MHD_destroy_response(r);
	return ok;
}
