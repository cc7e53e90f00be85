/* SPDX-License-Identifier: Apache-2.0 */
/* Creating matters, bare and through core, over the same HTTP library.
 *
 *     bench_create make DB             units and people of the measured district
 *     bench_create bare DB             serves POST: one store_write with the statements of a create
 *     bench_create act DB              serves POST: core's act, without web/
 *     bench_create hundred DB SECONDS  the same statements, 100 matters in a transaction, no HTTP
 *     bench_create real DB COUNT       matters opened, and most of them moved on, each step by act
 *
 *     bench_create forms DB            what a client sends to open each of them, as lines of JSON
 *
 * A server prints "port N" and runs until its standard input closes. */
#include "bench/district.h"
#include "bench/kit.h"
#include "bench/tape.h"
#include "net/http.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define WRITERS 16
#define FORMS 30 /* different matters that are opened in turn, one for each unit */

struct server {
	struct district *district;
	struct tape tape[FORMS];
	_Atomic int64_t next;
};

/* Opens a matter while its statements are recorded. */
static void open_taped(struct district *d, int64_t i, struct tape *ret)
{
	struct arena a;
	struct ctx x;
	struct act_result r;
	arena_init(&a);
	must(ctx_open(d->core, &a, &d->supervisor, &x) == OK, "ctx");
	tape_record(ret);
	must(district_matter_open(d, &x, i, str_of(text_fmt("tape-%" PRId64, store_new_id(d->store, x.now))), &r) == OK, "open");
	tape_end(ret, &r, x.now);
	ctx_close(&x);
	arena_done(&a);
}

/* The first matter of a unit makes counters that all later ones find, so the second is kept. */
static void forms_tape(struct district *d, struct tape tape[FORMS])
{
	for (int64_t i = 0; i < FORMS; i++) {
		open_taped(d, i, &tape[i]);
		arena_done(&tape[i].arena);
		open_taped(d, i, &tape[i]);
	}
}

/* ---- servers ------------------------------------------------------------------------- */
struct bare_job {
	const struct tape *tape;
	struct fresh fresh;
};

static err bare_job(struct conn *c, void *arg)
{
	struct bare_job *j = arg;
	return tape_play(c, j->tape, &j->fresh);
}

static void answer(struct http_request *rq, struct http_response *rs, err e, int64_t matter, str number)
{
	rs->status = e == OK ? 201 : 500;
	http_header(rq, rs, "Content-Type", S("application/json; charset=utf-8"));
	if (e == OK)
		buf_fmt(&rs->body, "{\"matter\":\"%" PRId64 "\",\"number\":\"" STR_FMT "\"}", matter, STR_ARG(number));
	else
		fail_text(&rs->body, LANG_EN);
}

static void handle_bare(void *arg, struct http_request *rq, struct http_response *rs)
{
	struct server *s = arg;
	struct bare_job j = {.tape = &s->tape[atomic_fetch_add(&s->next, 1) % FORMS]};
	fresh_make(s->district->store, now_ms(&time_real), &j.fresh);
	err e = store_write(s->district->store, bare_job, &j);
	answer(rq, rs, e, j.fresh.matter, str_of(j.fresh.number));
}

static void handle_act(void *arg, struct http_request *rq, struct http_response *rs)
{
	struct server *s = arg;
	struct ctx x;
	struct act_result r = {0};
	must(ctx_open(s->district->core, rq->arena, &s->district->supervisor, &x) == OK, "ctx");
	err e = district_matter_open(s->district, &x, atomic_fetch_add(&s->next, 1) % FORMS,
				  http_get_nocase(&rq->headers, S("Idempotency-Key")), &r);
	ctx_close(&x);
	answer(rq, rs, e, r.matter, r.number);
}

static void refuse(void *arg, struct http_request *rq, struct http_response *rs, int status, const char *sentence)
{
	unused_arg(arg);
	unused_arg(rq);
	rs->status = status;
	buf_z(&rs->body, sentence);
}

static void until_input_ends(int port)
{
	char waste[64];
	printf("port %d\n", port);
	fflush(stdout);
	while (read(STDIN_FILENO, waste, sizeof waste) > 0)
		;
}

static void serve(const char *path, void (*handle)(void *, struct http_request *, struct http_response *))
{
	static struct server s;
	struct http_server *http;
	s.district = district_open(path);
	forms_tape(s.district, s.tape);
	must(http_start(&(struct http_config){.listen = S("127.0.0.1:0"), .handle = handle, .refuse = refuse, .arg = &s}, &http) == OK,
	     "http");
	until_input_ends(http_port(http));
	http_stop(http);
	district_close(s.district);
}

/* ---- many in one transaction --------------------------------------------------------------- */
struct many {
	struct district *district;
	const struct tape *tape;
	int count;
};

static err many_job(struct conn *c, void *arg)
{
	struct many *m = arg;
	struct fresh f;
	for (int i = 0; i < m->count; i++) {
		fresh_make(m->district->store, now_ms(&time_real), &f);
		TRY(tape_play(c, &m->tape[i % FORMS], &f));
	}
	return OK;
}

static void hundred(const char *path, double seconds)
{
	static struct tape tape[FORMS];
	struct district *d = district_open(path);
	forms_tape(d, tape);
	struct many m = {.district = d, .tape = tape, .count = 100};
	double from = wall_seconds(), now = from;
	long n = 0;
	for (; now - from < seconds; now = wall_seconds(), n += m.count)
		must(store_write(d->store, many_job, &m) == OK, "writing");
	printf("{\"rate\": %.1f, \"statements\": %zu}\n", (double)n / (now - from), tape[0].all.n);
	district_close(d);
}

/* ---- what a client sends ---------------------------------------------------------------------- */
static void form_put(const struct arg *v, size_t n)
{
	printf("{");
	for (size_t i = 0; i < n; i++) {
		bool list = str_eq(v[i].field, S("assist")), first = !i || !str_eq(v[i - 1].field, v[i].field);
		bool last = i + 1 == n || !str_eq(v[i + 1].field, v[i].field);
		printf("%s", i ? ", " : "");
		if (first)
			printf("\"" STR_FMT "\": %s", STR_ARG(v[i].field), list ? "[" : "");
		printf("\"" STR_FMT "\"%s", STR_ARG(v[i].value), list && last ? "]" : "");
	}
	printf("}\n");
}

static void forms(const char *path)
{
	struct district *d = district_open(path);
	for (int64_t i = 0; i < FORMS; i++) {
		struct arg *v;
		size_t n;
		district_form(d, &d->arena, i, &v, &n);
		form_put(v, n);
	}
	district_close(d);
}

/* ---- real matters, moved on ------------------------------------------------------------------ */
struct real {
	struct district *district;
	_Atomic int64_t *next;
	int64_t count;
};

/* Of ten: one proposed, one assigned, one signed, two under way, five closed. */
static void real_one(struct district *d, struct arena *a, int64_t i)
{
	static const char *const steps[] = {"assign", "sign", "report", "apply_close", "verify", "close"};
	static const size_t far[] = {0, 1, 2, 3, 3, 6, 6, 6, 6, 6};
	struct act_result r;
	struct ctx x;
	must(ctx_open(d->core, a, &d->supervisor, &x) == OK, "ctx");
	must(district_matter_open(d, &x, i, STR_NONE, &r) == OK, "open");
	ctx_close(&x);
	for (size_t k = 0; k < far[i % 10]; k++)
		district_matter_step(d, a, i, r.matter, steps[k]);
}

static void *real_main(void *arg)
{
	struct real *r = arg;
	struct arena a;
	arena_init(&a);
	for (int64_t i; (i = atomic_fetch_add(r->next, 1)) < r->count; arena_reset(&a))
		real_one(r->district, &a, i);
	arena_done(&a);
	return NULL;
}

static void real(const char *path, int64_t count)
{
	_Atomic int64_t next = 0;
	pthread_t t[WRITERS];
	struct real r = {district_open(path), &next, count};
	double from = wall_seconds();
	for (int i = 0; i < WRITERS; i++)
		pthread_create(&t[i], NULL, real_main, &r);
	for (int i = 0; i < WRITERS; i++)
		pthread_join(t[i], NULL);
	printf("{\"matters\": %" PRId64 ", \"seconds\": %.1f}\n", count, wall_seconds() - from);
	district_close(r.district);
}

int main(int argc, char **argv)
{
	const char *what = argc > 2 ? argv[1] : "";
	int64_t n = 0;
	if (!strcmp(what, "make"))
		district_close(district_open(argv[2]));
	else if (!strcmp(what, "bare"))
		serve(argv[2], handle_bare);
	else if (!strcmp(what, "act"))
		serve(argv[2], handle_act);
	else if (!strcmp(what, "forms"))
		forms(argv[2]);
	else if (!strcmp(what, "hundred") && argc == 4 && str_int(str_of(argv[3]), &n))
		hundred(argv[2], (double)n);
	else if (!strcmp(what, "real") && argc == 4 && str_int(str_of(argv[3]), &n))
		real(argv[2], n);
	else
		must(false, "bench_create make|forms|bare|act|hundred|real DB …");
	return 0;
}
