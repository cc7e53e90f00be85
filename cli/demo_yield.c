/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/demo_yield.h"

#include "core/measure.h"
#include "score/run.h"

enum { CODE, NAME, TOWN, INDUSTRY, PARK, STARTED, RESERVED, ACCOUNT, VALUES };
#define COLUMNS_MOST 40

static size_t split(str line, str *ret)
{
	size_t n = 0;
	for (str rest = line; n < COLUMNS_MOST; n++)
		if (!str_split(rest, '\t', &ret[n], &rest)) {
			ret[n++] = rest;
			break;
		}
	return n;
}

static const struct kind *firm_kind(const struct pack *const *packs)
{
	for (; *packs; packs++)
		for (size_t i = 0; i < (*packs)->n_kinds; i++)
			if (str_eq((*packs)->kinds[i].name, S("firm")))
				return &(*packs)->kinds[i];
	return NULL;
}

static str unit_id(struct ctx *x, str name)
{
	struct buf b;
	int64_t id = 0;
	err e = unit_find(x, name, &id);
	buf_init(&b, x->arena);
	buf_int(&b, e == OK ? id : 0);
	return buf_str(&b);
}

static void enter_request(struct ctx *x, const struct kind *k, const str *c, struct act_request *ret)
{
	static const char *const fields[VALUES] = {"code", "name", "lead", "industry", "park", "started", "reserved", "accounts"};
	struct arg *args = arena_new_n(x->arena, VALUES + 1, struct arg);
	size_t n = 0;
	args[n++] = (struct arg){S("scale"), S("above")};
	for (int i = 0; i < VALUES; i++)
		if (c[i].n)
			args[n++] = (struct arg){str_of(fields[i]), i == TOWN ? unit_id(x, c[i]) : c[i]};
	*ret = (struct act_request){.kind = k, .action = S("enter"), .args = args, .n_args = n};
}

static void values_of(struct ctx *x, const str *heads, const str *c, size_t n, int64_t firm, str period, struct measured *v, size_t *n_v)
{
	for (size_t i = VALUES; i < n; i++) {
		struct measured m = {.indicator = heads[i], .subject = firm, .period = period, .sort = VALUE_ACTUAL, .source = S("部门数据采集表")};
		if (c[i].n && dec_parse(c[i], &m.number))
			v[(*n_v)++] = m;
	}
	unused_arg(x);
}

err demo_firms(struct ctx *x, const struct pack *const *packs, str tsv, str period)
{
	LIST(str) lines = {0};
	str heads[COLUMNS_MOST], c[COLUMNS_MOST], line;
	const struct kind *k = firm_kind(packs);
	size_t n_v = 0, changed;
	if (!k || !str_split(tsv, '\n', &line, &tsv))
		return fail(ERR_INPUT, "there is no kind of matter called “{0}” that can be opened", S("firm"));
	split(str_starts(line, S("# ")) ? str_cut(line, 2, line.n) : line, heads);
	while (str_split(tsv, '\n', &line, &tsv))
		*list_push(x->arena, &lines) = line;
	struct act_many many = {.n = lines.n, .ret = arena_new_n(x->arena, lines.n, struct act_result)};
	struct act_request *rq = arena_new_n(x->arena, lines.n, struct act_request);
	for (size_t i = 0; i < lines.n; i++) {
		str *own = arena_new_n(x->arena, COLUMNS_MOST, str);
		split(lines.v[i], own);
		enter_request(x, k, own, &rq[i]);
	}
	many.v = rq;
	ctx_refresh(x);
	TRY(act_all(x, &many));
	struct measured *v = arena_new_n(x->arena, lines.n * COLUMNS_MOST, struct measured);
	for (size_t i = 0; i < lines.n; i++)
		values_of(x, heads, c, split(lines.v[i], c), many.ret[i].matter, period, v, &n_v);
	ctx_refresh(x);
	return values_put(x, v, n_v, S(""), &changed);
}

err demo_confirm(struct ctx *x, int64_t evaluation)
{
	struct run *r;
	LIST(struct measured) keys = {0};
	size_t changed;
	TRY(run_values(x, evaluation, &r));
	for (size_t i = 0; i < r->n * r->n_columns; i++)
		if (r->fresh[i])
			*list_push(x->arena, &keys) = (struct measured){.indicator = r->columns[i / r->n].name, .subject = r->subjects[i % r->n].id, .period = r->period,
				.sort = VALUE_ACTUAL, .source = S("")};
	ctx_refresh(x);
	return values_confirm(x, keys.v, keys.n, &changed);
}

err demo_publish(struct ctx *x, int64_t evaluation)
{
	struct act_result done;
	struct buf b;
	int64_t id;
	TRY(run_issue(x, evaluation, RUN_NOTICE, &id));
	buf_init(&b, x->arena);
	buf_int(&b, id);
	const struct arg args[] = {{S("run"), buf_str(&b)}};
	ctx_refresh(x);
	return act(x, &(struct act_request){.matter = evaluation, .action = S("publish"), .args = args, .n_args = 1}, &done);
}
