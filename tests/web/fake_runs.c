/* SPDX-License-Identifier: Apache-2.0 */
/* A run of the canned district: three firms by a method of two items; the markup in names must never come through. */
#include "fake_core.h"

#include "score/run.h"

#include <string.h>

static const char method_source[] = "method { \"canned\", version = \"1\", of = \"firm\", source = \"[D] <b>\", ties = { \"tax\" },"
	" items = { item { \"tax_per_mu\", weight = 60, input = input { \"ratio\", of = { \"tax\", \"land\" } }, missing = \"zero\", score = score { \"ratio\", base = 2, cap = 1.5, floor = 0 } },"
	" item { \"heads\", weight = 40, input = \"heads\", missing = \"mean\", score = score { \"minmax\", low = 20, high = 100 } } },"
	" bands = { band { \"a\", to = 40 }, band { \"b\", to = 100 }, band { \"t\", outside = true } } }";

static const struct run_column columns[] = {{{"tax", 3}, {{"税<b>", 6}, {"Tax", 3}}, {{"万元", 6}, {"wan", 3}}, 2}, {{"land", 4}, {{"地", 3}, {"Land", 4}}, {{"", 0}, {"", 0}}, 2},
	{{"heads", 5}, {{"人", 3}, {"Heads", 5}}, {{"", 0}, {"", 0}}, 0}};

static err canned(struct arena *a, int64_t id, struct run **ret)
{
	static const double values[] = {30, 20, 3, 10, 10, 10, 5, 9, 0};
	static const uint8_t states[] = {0, 0, 0, 0, 0, 0, 0, 0, SCORE_MISSING};
	static const str inputs[] = {{"tax", 3}, {"land", 4}, {"heads", 5}}, codes[] = {{"c1", 2}, {"c2", 2}, {"report", 6}};
	struct run *r = arena_new(a, struct run);
	struct run_field *f = arena_new_n(a, 2, struct run_field);
	*r = (struct run){.id = id, .matter = 1, .purpose = RUN_NOTICE, .at = FAKE_NOW, .before = 5, .title = S("2025年度<b>评价"), .period = S("2025"), .kind = S("firm"),
		.pack = S("yield"), .columns = columns, .n_columns = 3, .n = 3, .n_left = 1, .notice_until = 20800, .whole = true, .unconfirmed_of = S(""), .unconfirmed = id ? 0 : 2};
	TRY(method_load(a, S("canned"), S(method_source), &r->method));
	r->table = (struct score_table){.inputs = inputs, .n_inputs = 3, .subjects = codes, .n = 3, .values = values, .states = states};
	TRY(score_run(a, r->method, &r->table, &(struct score_options){.variants = 20, .seed = 1, .weight_noise = 0.25}, &r->result));
	r->subjects = arena_new_n(a, 3, struct run_subject);
	r->left = arena_new_n(a, 1, struct run_subject);
	r->numbers = arena_new_n(a, 9, struct dec);
	r->fresh = arena_new_n(a, 9, uint8_t);
	memset(r->fresh, 1, 9);
	f[0] = (struct run_field){S("accounts"), S("0501 <b>"), S("0501 <b>")};
	f[1] = (struct run_field){S("industry"), S("34<b>"), S("34<b>")};
	for (int i = 0; i < 9; i++)
		r->numbers[i] = (struct dec){(int64_t)values[i], 0};
	for (int i = 0; i < 3; i++)
		r->subjects[i] = (struct run_subject){.id = i + 1, .unit = 30, .code = codes[i], .name = S("某厂<b>"), .class = S(""), .unit_name = S("榴花街道<b>"), .fields = f, .n_fields = 2,
			.reserved = S(""), .band = r->result.lines[i].band, .overridden = i == 1, .why = S("理由<b>"), .by = S("某某"), .streak = 2, .rank_before = 2, .band_before = S("b"), .seen = i != 0};
	r->left[0] = (struct run_subject){.code = S("c4"), .name = S("水厂<b>"), .class = S(""), .unit_name = S("榴花街道"), .reserved = S("公用<b>"), .band = -1, .why = S(""), .by = S(""),
		.band_before = S(""), .seen = true};
	*ret = r;
	return OK;
}

bool run_may_issue(const struct ctx *x)
{
	return x->actor.duties & (1u << DUTY_SUPERVISION | 1u << DUTY_STATISTICS);
}

err run_draft(struct ctx *x, int64_t matter, str method, struct run **ret)
{
	unused_arg(method);
	TRY(canned(x->arena, 0, ret));
	(*ret)->matter = matter;
	return OK;
}

err run_values(struct ctx *x, int64_t matter, struct run **ret)
{
	return run_draft(x, matter, S(""), ret);
}

err run_fixes(struct ctx *x, const struct run *r, struct run_fix **ret, size_t *ret_n)
{
	unused_arg(r);
	*ret = arena_new(x->arena, struct run_fix);
	**ret = (struct run_fix){.row = 1, .column = 0, .part = 7, .should = {55, 1}};
	*ret_n = 1;
	return OK;
}

err run_issue(struct ctx *x, int64_t matter, enum run_purpose purpose, int64_t *ret)
{
	unused_arg(x);
	unused_arg(matter);
	unused_arg(purpose);
	*ret = 6;
	return OK;
}

err run_override(struct ctx *x, int64_t matter, str code, str band, str reason)
{
	unused_arg(x);
	unused_arg(matter);
	unused_arg(code);
	unused_arg(band);
	return reason.n ? OK : fail(ERR_INPUT, "say why this class and not the one of the method");
}

err run_read(struct ctx *x, int64_t id, struct run **ret)
{
	return canned(x->arena, id, ret);
}

err run_body(struct ctx *x, int64_t id, str *ret)
{
	unused_arg(x);
	unused_arg(id);
	*ret = S("{}");
	return OK;
}

static err one_row(struct arena *a, struct run_row **ret, size_t *ret_n)
{
	*ret = arena_new(a, struct run_row);
	**ret = (struct run_row){.id = 6, .matter = 1, .person = 1, .purpose = RUN_NOTICE, .at = FAKE_NOW, .title = S("2025年度<b>评价"), .period = S("2025"), .kind = S("firm"),
		.method = S("canned<b>"), .n = 3};
	*ret_n = 1;
	return OK;
}

err runs_list(struct ctx *x, int64_t matter, struct run_row **ret, size_t *ret_n)
{
	unused_arg(matter);
	return one_row(x->arena, ret, ret_n);
}

err run_public_list(struct core *c, struct arena *a, struct run_row **ret, size_t *ret_n)
{
	unused_arg(c);
	return one_row(a, ret, ret_n);
}

err run_public(struct core *c, struct arena *a, int64_t id, struct run **ret)
{
	unused_arg(c);
	return canned(a, id, ret);
}

err act_would(struct ctx *x, const struct act_request *r)
{
	unused_arg(x);
	unused_arg(r);
	return OK;
}
