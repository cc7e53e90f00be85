/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/tape.h"

#include "bench/kit.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#define ARGS_MOST 40

static _Atomic(struct tape *) recording;

err __real_exec(struct conn *, const struct stmt *, const struct val *, size_t, int64_t *);
err __real_query_one(struct conn *, const struct stmt *, const struct val *, size_t, struct rows **, bool *);
err __wrap_exec(struct conn *, const struct stmt *, const struct val *, size_t, int64_t *);
err __wrap_query_one(struct conn *, const struct stmt *, const struct val *, size_t, struct rows **, bool *);

/* ---- recording ----------------------------------------------------------------------- */
static void record(struct tape *t, const struct stmt *s, const struct val *v, size_t n, bool asks)
{
	struct taped *one = list_push(&t->arena, &t->all);
	*one = (struct taped){.stmt = s, .n = n, .asks = asks};
	one->v = arena_new_n(&t->arena, n, struct val);
	one->part = arena_new_n(&t->arena, n, enum part);
	for (size_t i = 0; i < n; i++) {
		one->v[i] = v[i];
		if (v[i].kind == VAL_TEXT || v[i].kind == VAL_BLOB)
			one->v[i].s = str_dup(&t->arena, v[i].s);
	}
}

err __wrap_exec(struct conn *c, const struct stmt *s, const struct val *v, size_t n, int64_t *ret)
{
	struct tape *t = atomic_load(&recording);
	if (t)
		record(t, s, v, n, false);
	return __real_exec(c, s, v, n, ret);
}

/* Only what the writer asks: the worker's own questions are not part of the commit. */
err __wrap_query_one(struct conn *c, const struct stmt *s, const struct val *v, size_t n, struct rows **ret, bool *ret_found)
{
	static const char *const in_job[] = {"log_head", "number_now", "idempotency_find"};
	struct tape *t = atomic_load(&recording);
	for (size_t i = 0; t && i < COUNT_OF(in_job); i++)
		if (!strcmp(s->id, in_job[i]))
			record(t, s, v, n, true);
	return __real_query_one(c, s, v, n, ret, ret_found);
}

void tape_record(struct tape *t)
{
	arena_init(&t->arena);
	t->all.v = NULL;
	t->all.n = t->all.cap = 0;
	atomic_store(&recording, t);
}

static enum part part_of(const struct taped *one, size_t i, const struct act_result *r, ms_t at)
{
	const struct val *v = &one->v[i];
	if (v->kind == VAL_INT && v->i == r->matter)
		return PART_MATTER;
	if (v->kind == VAL_INT && v->i == r->event)
		return PART_EVENT;
	if (i == 1 && !strcmp(one->stmt->id, "event_put"))
		return PART_SEQ;
	if (v->kind == VAL_INT && v->i == at)
		return PART_AT;
	if (v->kind == VAL_TEXT && str_eq(v->s, r->number))
		return PART_NUMBER;
	return i == 1 && !strncmp(one->stmt->id, "idempotency", 11) ? PART_KEY : PART_AS_IS;
}

void tape_end(struct tape *t, const struct act_result *r, ms_t at)
{
	atomic_store(&recording, NULL);
	must(t->all.n > 2, "nothing was recorded: are the linker's wraps in place?");
	for (size_t k = 0; k < t->all.n; k++)
		for (size_t i = 0; i < t->all.v[k].n; i++)
			t->all.v[k].part[i] = part_of(&t->all.v[k], i, r, at);
	size_t n = r->number.n;
	while (n && r->number.p[n - 1] >= '0' && r->number.p[n - 1] <= '9')
		n--;
	t->number_head = str_dup(&t->arena, str_cut(r->number, 0, n));
}

/* ---- playing ---------------------------------------------------------------------------- */
static struct val value_of(const struct val *v, enum part part, const struct fresh *f, int64_t seq)
{
	switch (part) {
	case PART_MATTER:
		return V_INT(f->matter);
	case PART_EVENT:
		return V_INT(f->event);
	case PART_SEQ:
		return V_INT(seq);
	case PART_AT:
		return V_INT(f->at);
	case PART_NUMBER:
		return V_TEXT(str_of(f->number));
	case PART_KEY:
		return V_BLOB(((str){(const char *)f->key, sizeof f->key}));
	case PART_AS_IS:
		break;
	}
	return *v;
}

err tape_play(struct conn *c, const struct tape *t, struct fresh *f)
{
	struct val v[ARGS_MOST];
	struct rows *r;
	int64_t seq = 0;
	bool found;
	for (size_t k = 0; k < t->all.n; k++) {
		const struct taped *one = &t->all.v[k];
		ours(one->n <= ARGS_MOST);
		for (size_t i = 0; i < one->n; i++)
			v[i] = value_of(&one->v[i], one->part[i], f, seq);
		if (!one->asks) {
			TRY(exec(c, one->stmt, v, one->n, NULL));
			continue;
		}
		TRY(query_one(c, one->stmt, v, one->n, &r, &found));
		if (!strcmp(one->stmt->id, "log_head") && found)
			seq = row_int(r, 0) + 1;
		else if (!strcmp(one->stmt->id, "number_now") && found)
			snprintf(f->number, sizeof f->number, STR_FMT "%04lld", STR_ARG(t->number_head), (long long)row_int(r, 0));
	}
	return OK;
}

void fresh_make(struct store *s, ms_t at, struct fresh *ret)
{
	*ret = (struct fresh){.matter = store_new_id(s, at), .event = store_new_id(s, at), .at = at};
	random_bytes(ret->key, sizeof ret->key);
}
