/* SPDX-License-Identifier: Apache-2.0 */
/* The parsers, and a real server on loopback spoken to with raw bytes. */
#include "check.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "net/http.h"

/* ---- parsers --------------------------------------------------------------------------- */
static struct arena a;

static void paths_and_queries(void **state)
{
	unused_arg(state);
	str path;
	http_pairs q = {0};
	assert_true(http_parse_target(&a, S("/%E5%8F%B0%E8%B4%A6?q=%E8%B7%AF+%E7%81%AF&l=&x"), &path, &q));
	same_str(path, S("/台账"));
	same_str(http_get(&q, S("q")), S("路 灯"));
	same_str(http_get(&q, S("l")), S(""));
	assert_true(http_get(&q, S("x")).p != NULL);
	assert_true(http_get(&q, S("y")).p == NULL);
	static const char *const bad[] = {"", "matters", "http://x/", "/%0", "/%zz", "/%00", "/a%0d%0ab", "/%ff",
					  "/a\tb", "/?a=%c0%80", "/a#b", "*"};
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		if (http_parse_target(&a, str_of(bad[i]), &path, &q))
			test_fails("%s", bad[i]);
}

static void forms(void **state)
{
	unused_arg(state);
	http_pairs f = {0};
	struct buf many;
	assert_true(http_parse_urlencoded(&a, S("a=1%0D%0A2&b=x%26y&a=3"), &f));
	same_str(f.v[0].value, S("1\r\n2"));
	same_str(f.v[1].value, S("x&y"));
	assert_int_equal(f.n, 3);
	assert_false(http_parse_urlencoded(&a, S("a=%01"), &f));
	assert_false(http_parse_urlencoded(&a, S("a%0a=1"), &f));
	buf_init(&many, &a);
	for (int i = 0; i <= LIMIT_HTTP_FIELDS; i++)
		buf_z(&many, "a=1&");
	assert_false(http_parse_urlencoded(&a, buf_str(&many), &f));
}

#define PART(head, body) "--b\r\n" head "\r\n\r\n" body "\r\n"
static bool multipart(str body, http_pairs *form, http_files *files)
{
	return http_parse_multipart(&a, body, S("b"), form, files);
}

static void multipart_forms(void **state)
{
	unused_arg(state);
	http_pairs f = {0};
	http_files files = {0};
	assert_true(multipart(S(PART("Content-Disposition: form-data; name=\"t\"", "讲话\r\n--x")
				PART("content-disposition: form-data; name=f; filename=\"C:\\d\\a%22;b.txt\"\r\n"
				     "Content-Type: text/plain", "\x00\xff\r\n--c") "--b--\r\n"),
			      &f, &files));
	same_str(f.v[0].name, S("t"));
	same_str(f.v[0].value, S("讲话\r\n--x"));
	same_str(files.v[0].name, S("a%22;b.txt"));
	same_str(files.v[0].bytes, S("\x00\xff\r\n--c"));
	const str bad[] = {
		S(""), S("--b"), S("--b\r\n"), S("--bX\r\n"), S("x--b--"),
		S(PART("Content-Disposition: form-data; name=\"t\"", "v")),
		S(PART("Content-Type: text/plain", "v") "--b--"),
		S(PART("Content-Disposition: form-data", "v") "--b--"),
		S(PART("Content-Disposition: attachment; name=\"t\"", "v") "--b--"),
		S(PART("Content-Disposition: form-data; name=\"t", "v") "--b--"),
		S(PART("Content-Disposition: form-data; name=t\r\nContent-Disposition: form-data; name=u", "v") "--b--"),
		S(PART("Content-Disposition: form-data; name=t\r\nContent-Transfer-Encoding: base64", "dg==") "--b--"),
		S(PART("Content-Disposition : form-data; name=t", "v") "--b--"),
		S(PART("Content-Disposition: form-data; name=t", "\xff") "--b--"),
		S(PART("Content-Disposition: form-data; name=\"a\x01\"", "v") "--b--"),
	};
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		if (multipart(bad[i], &f, &files))
			test_fails("number %zu", i);
}

static void cookies_and_types(void **state)
{
	unused_arg(state);
	http_pairs c = {0};
	str type, value;
	assert_true(http_parse_cookies(&a, S("a=1; __Host-s=\"xy\";bad name=3; =4; b=x=y"), &c));
	assert_int_equal(c.n, 3);
	same_str(http_get(&c, S("__Host-s")), S("xy"));
	same_str(http_get(&c, S("b")), S("x=y"));
	assert_true(http_parse_type(&a, S("Multipart/Form-Data; charset=x; Boundary=\"q;r\""), S("boundary"), &type, &value));
	same_str(type, S("multipart/form-data"));
	same_str(value, S("q;r"));
	assert_true(http_parse_type(&a, S(""), S("boundary"), &type, &value));
	assert_false(http_parse_type(&a, S("text/plain; boundary=\"x"), S("boundary"), &type, &value));
}

static void names_of_files(void **state)
{
	unused_arg(state);
	struct http_request rq = {.arena = &a};
	struct http_response rs = {0};
	http_disposition(&rq, &rs, true, S("讲话 \"1\"\r\n.txt"));
	same_str(rs.headers.v[0].value,
		 S("attachment; filename=\"_ _1_.txt\"; "
		   "filename*=UTF-8''%E8%AE%B2%E8%AF%9D%20%221%22%0D%0A.txt"));
}

/* ---- a server ------------------------------------------------------------------------------ */
static struct http_server *server;
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;

static bool ticking(void *arg, struct buf *b)
{
	int *n = arg;
	buf_fmt(b, "data: %d\n\n", *n);
	return (*n)++ < 3;
}

static void echo(void *arg, struct http_request *rq, struct http_response *rs)
{
	unused_arg(arg);
	static const char *const names[] = {"GET", "HEAD", "POST", "DELETE"};
	if (str_eq(rq->path, S("/wait"))) {
		pthread_mutex_lock(&gate);
		pthread_mutex_unlock(&gate);
	}
	if (str_eq(rq->path, S("/stream"))) {
		rs->stream = ticking;
		rs->stream_arg = arena_new(rq->arena, int);
		return;
	}
	buf_fmt(&rs->body, "%s " STR_FMT " body=%zu form=%zu files=%zu peer=" STR_FMT " tls=%d", names[rq->method],
		STR_ARG(rq->path), rq->body.n, rq->form.n, rq->n_files, STR_ARG(rq->peer), rq->tls);
}

static int dial(void)
{
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)http_port(server)),
				 .sin_addr = {htonl(INADDR_LOOPBACK)}};
	struct timeval t = {.tv_sec = 5};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &t, sizeof t);
	assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
	return fd;
}

static void say(int fd, str s)
{
	while (s.n) {
		ssize_t n = send(fd, s.p, s.n, MSG_NOSIGNAL);
		if (n <= 0)
			return; /* it closed on us: the test looks at what it answered */
		s = str_cut(s, (size_t)n, s.n);
	}
}

/* Everything until it closes or is silent; a second answer would show. */
static str hear(int fd)
{
	struct buf b;
	char piece[4096];
	ssize_t n;
	buf_init(&b, &a);
	while ((n = recv(fd, piece, sizeof piece, 0)) > 0)
		buf_add(&b, (str){piece, (size_t)n});
	close(fd);
	return buf_str(&b);
}

static str talk(str s)
{
	int fd = dial();
	say(fd, s);
	return hear(fd);
}

static int answers(str heard)
{
	int n = 0;
	for (ptrdiff_t at = 0; (at = str_find(heard, S("HTTP/1.1 "), (size_t)at)) >= 0; at++)
		n++;
	return n;
}

#define H "Host: localhost\r\n"
#define END "Connection: close\r\n\r\n"

static void answers_what_is_right(void **state)
{
	unused_arg(state);
	str r = talk(S("POST /a%20b HTTP/1.1\r\n" H "Content-Type: application/x-www-form-urlencoded\r\n"
		       "Content-Length: 7\r\n" END "a=1&b=2"));
	assert_true(str_starts(r, S("HTTP/1.1 200")));
	assert_true(str_find(r, S("POST /a b body=7 form=2"), 0) > 0);
	r = talk(S("POST /c HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n" END "3\r\nabc\r\n0\r\n\r\n"));
	assert_true(str_find(r, S("body=3"), 0) > 0);
	r = talk(S("GET / HTTP/1.1\r\n" H "\r\nGET /2 HTTP/1.1\r\n" H END));
	assert_int_equal(answers(r), 2);
	r = talk(S("HEAD / HTTP/1.1\r\n" H END));
	assert_true(str_ends(r, S("\r\n\r\n")));
	r = talk(S("GET /stream HTTP/1.1\r\n" H END));
	assert_true(str_find(r, S("data: 2"), 0) > 0);
}

static void only_the_trusted_proxy_is_believed(void **state)
{
	unused_arg(state);
	str r = talk(S("GET / HTTP/1.1\r\n" H "X-Forwarded-For: 9.9.9.9\r\nX-Forwarded-Proto: https\r\n" END));
	assert_true(str_find(r, S("peer=127.0.0.1 tls=0"), 0) > 0);
}

struct wrong {
	const char *name;
	int status;
	str bytes;
};

static void refuses_what_is_wrong(void **state)
{
	unused_arg(state);
#define SMUGGLED "GET /smuggled HTTP/1.1\r\n" H "\r\n"
	const struct wrong row[] = {
		{"length and coding", 400, S("POST / HTTP/1.1\r\n" H "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" SMUGGLED)},
		{"two lengths", 400, S("POST / HTTP/1.1\r\n" H "Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcde" SMUGGLED)},
		{"the same length twice", 400, S("POST / HTTP/1.1\r\n" H "Content-Length: 5\r\nContent-Length: 5\r\n\r\nabcde" SMUGGLED)},
		{"odd coding", 400, S("POST / HTTP/1.1\r\n" H "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" SMUGGLED)},
		{"no host", 400, S("GET / HTTP/1.1\r\n\r\n")},
		{"two hosts", 400, S("GET / HTTP/1.1\r\n" H "Host: b\r\n\r\n")},
		{"odd host", 400, S("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n")},
		{"control byte", 400, S("GET / HTTP/1.1\r\n" H "X: a\x01b\r\n\r\n")},
		{"absolute target", 400, S("GET http://localhost/ HTTP/1.1\r\n" H "\r\n")},
		{"broken escape", 400, S("GET /%zz HTTP/1.1\r\n" H "\r\n")},
		{"null escape", 400, S("GET /a%00 HTTP/1.1\r\n" H "\r\n")},
		{"space in a name", 400, S("GET / HTTP/1.1\r\n" H "X Y: 1\r\n\r\n")},
		{"negative length", 400, S("POST / HTTP/1.1\r\n" H "Content-Length: -1\r\n\r\n")},
		{"signed length", 400, S("POST / HTTP/1.1\r\n" H "Content-Length: +5\r\n\r\nabcde" SMUGGLED)},
		{"method", 405, S("BREW / HTTP/1.1\r\n" H END)},
		{"broken form", 400, S("POST / HTTP/1.1\r\n" H "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n" END "a=%")},
	};
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		char want[32];
		str r = talk(row[i].bytes);
		snprintf(want, sizeof want, "HTTP/1.1 %d", row[i].status);
		if (r.n && !str_starts(r, str_of(want)))
			test_fails("%s: " STR_FMT, row[i].name, STR_ARG(r));
		/* the library sends the head of its own refusals twice, so the heads are not counted */
		if (str_find(r, S("smuggled"), 0) >= 0 || str_find(r, S("HTTP/1.1 200"), 0) >= 0)
			test_fails("%s was smuggled: " STR_FMT, row[i].name, STR_ARG(r));
	}
}

static void refuses_what_is_too_large(void **state)
{
	unused_arg(state);
	struct buf b;
	buf_init(&b, &a);
	buf_z(&b, "GET / HTTP/1.1\r\n" H);
	for (int i = 0; i < 2000; i++)
		buf_z(&b, "X-Long: 01234567890123456789\r\n");
	buf_z(&b, "\r\n");
	str r = talk(buf_str(&b));
	assert_true(str_starts(r, S("HTTP/1.1 431")));
	buf_clear(&b);
	buf_z(&b, "GET /");
	for (int i = 0; i < 9000; i++)
		buf_byte(&b, 'a');
	buf_z(&b, " HTTP/1.1\r\n" H END);
	r = talk(buf_str(&b));
	assert_true(str_starts(r, S("HTTP/1.1 414")));
	r = talk(S("POST / HTTP/1.1\r\n" H "Content-Length: 99999999999\r\n\r\n"));
	assert_true(str_starts(r, S("HTTP/1.1 413")));
	/* one that is only a little too large is read to its end and then refused */
	buf_clear(&b);
	buf_fmt(&b, "POST / HTTP/1.1\r\n" H "Content-Length: %u\r\n" END, LIMIT_HTTP_BODY + 1);
	for (size_t i = 0; i <= LIMIT_HTTP_BODY; i++)
		buf_byte(&b, 'x');
	r = talk(buf_str(&b));
	assert_true(str_starts(r, S("HTTP/1.1 413")));
}

static void a_truncated_body_is_never_handled(void **state)
{
	unused_arg(state);
	struct http_counts before, after;
	http_count(server, &before);
	int fd = dial();
	say(fd, S("POST / HTTP/1.1\r\n" H "Content-Length: 100\r\n\r\nabc"));
	shutdown(fd, SHUT_WR);
	str r = hear(fd);
	http_count(server, &after);
	assert_int_equal(answers(r), 0);
	assert_int_equal(after.status[2], before.status[2]);
}

static void a_slow_client_is_cut_off(void **state)
{
	unused_arg(state);
	int fd = dial();
	time_t began = time(NULL);
	say(fd, S("GET / HT"));
	str r = hear(fd);
	assert_int_equal(str_find(r, S("200"), 0), -1);
	assert_in_range(time(NULL) - began, 0, 5);
}

static void *waiter(void *arg)
{
	str *ret = arg;
	struct arena own;
	arena_init(&own);
	int fd = dial();
	char piece[512];
	say(fd, S("GET /wait HTTP/1.1\r\n" H END));
	ssize_t n = recv(fd, piece, sizeof piece, 0);
	*ret = n > 12 ? (str){strndup(piece + 9, 3), 3} : STR_NONE;
	close(fd);
	arena_done(&own);
	return NULL;
}

static void more_than_admitted_are_told_so(void **state)
{
	unused_arg(state);
	enum { N = 12 };
	pthread_t t[N];
	str got[N];
	int served = 0, refused = 0;
	pthread_mutex_lock(&gate);
	for (int i = 0; i < N; i++)
		pthread_create(&t[i], NULL, waiter, &got[i]);
	for (int i = 0; i < 200; i++) {
		struct http_counts c;
		http_count(server, &c);
		if (c.in_flight >= 8 && c.refused >= 4)
			break;
		nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
	}
	pthread_mutex_unlock(&gate);
	for (int i = 0; i < N; i++) {
		pthread_join(t[i], NULL);
		served += str_eq(got[i], S("200"));
		refused += str_eq(got[i], S("503"));
		free((void *)got[i].p);
	}
	assert_int_equal(served, 8);
	assert_int_equal(refused, 4);
}

static void foreign_addresses_need_a_proxy(void **state)
{
	unused_arg(state);
	struct http_server *s;
	assert_int_equal(http_start(&(struct http_config){.listen = S("0.0.0.0:0"), .handle = echo}, &s), ERR_INPUT);
	assert_int_equal(http_start(&(struct http_config){.listen = S("somewhere"), .handle = echo}, &s), ERR_INPUT);
	assert_int_equal(http_start(&(struct http_config){.listen = S("127.0.0.1:99999"), .handle = echo}, &s), ERR_INPUT);
	assert_int_equal(http_start(&(struct http_config){.listen = S("0.0.0.0:0"), .trusted_proxy = S("10.0.0.1"), .handle = echo}, &s), OK);
	http_stop(s);
}

static int begin(void **state)
{
	unused_arg(state);
	arena_init(&a);
	return http_start(&(struct http_config){.listen = S("127.0.0.1:0"), .handle = echo, .in_flight = 8, .idle_seconds = 2}, &server);
}

static int end(void **state)
{
	unused_arg(state);
	http_stop(server);
	arena_done(&a);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paths_and_queries),
		cmocka_unit_test(forms),
		cmocka_unit_test(multipart_forms),
		cmocka_unit_test(cookies_and_types),
		cmocka_unit_test(names_of_files),
		cmocka_unit_test(answers_what_is_right),
		cmocka_unit_test(only_the_trusted_proxy_is_believed),
		cmocka_unit_test(more_than_admitted_are_told_so),
		cmocka_unit_test(refuses_what_is_wrong),
		cmocka_unit_test(refuses_what_is_too_large),
		cmocka_unit_test(a_truncated_body_is_never_handled),
		cmocka_unit_test(a_slow_client_is_cut_off),
		cmocka_unit_test(foreign_addresses_need_a_proxy),
	};
	return cmocka_run_group_tests(tests, begin, end);
}
