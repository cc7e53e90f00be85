/* SPDX-License-Identifier: Apache-2.0 */
/* Runs over a real record: a draft, what keeps it from being issued, what is frozen, who sees what of it. */
#define KIT_MODULES score_modules
#include "core_kit.h"

#include "core/measure.h"
#include "score/run.h"

#include <math.h>

#define FIRMS 6
struct world {
	struct kit *k;
	int64_t firm[FIRMS], evaluation;
};
static const char *const codes[FIRMS] = {"91370499MA3TEST00A", "91370499MA3TEST00B", "91370499MA3TEST00C", "91370499MA3TEST00D", "91370499MA3TEST00E", "91370499MA3TEST00F"};

static struct ctx as(struct kit *k, int person)
{
	struct ctx x;
	if (person < 0)
		good(ctx_open(k->core, &k->arena, NULL, &x));
	else
		x = kit_ctx(k, &k->arena, person);
	return x;
}

static str id_text(struct kit *k, int64_t n)
{
	struct buf b;
	buf_init(&b, &k->arena);
	buf_int(&b, n);
	return buf_str(&b);
}

static const struct kind *kind_of(struct kit *k, const char *name)
{
	for (size_t i = 0; i < k->packs[2]->n_kinds; i++)
		if (str_eq(k->packs[2]->kinds[i].name, str_of(name)))
			return &k->packs[2]->kinds[i];
	return NULL;
}

static int64_t taken(struct kit *k, int person, int64_t matter, const char *kind, const char *action, const struct arg *args, size_t n)
{
	struct act_result r;
	struct ctx x = as(k, person);
	good(act(&x, &(struct act_request){.matter = matter, .kind = matter ? NULL : kind_of(k, kind), .action = str_of(action), .args = args, .n_args = n}, &r));
	ctx_close(&x);
	return r.matter;
}

static void put(struct world *w, int firm, const char *indicator, int64_t v, int scale, const char *reason)
{
	struct ctx x = as(w->k, -1);
	size_t changed;
	const struct measured m = {.indicator = str_of(indicator), .subject = w->firm[firm], .period = S("2025"), .sort = VALUE_ACTUAL, .number = {v, scale}, .source = S("测试")};
	good(values_put(&x, &m, 1, str_of(reason), &changed));
	assert_int_equal(changed, 1);
	ctx_close(&x);
}

static void confirm_all(struct world *w, int person)
{
	struct ctx x = as(w->k, person);
	struct run *r;
	size_t changed;
	good(run_values(&x, w->evaluation, &r));
	for (size_t i = 0; i < r->n * r->n_columns; i++)
		if (r->fresh[i]) {
			const struct measured key = {.indicator = r->columns[i / r->n].name, .subject = r->subjects[i % r->n].id, .period = S("2025"), .sort = VALUE_ACTUAL, .source = S("")};
			good(values_confirm(&x, &key, 1, &changed));
		}
	ctx_close(&x);
}

/* Five firms of the housing office's town and one of the schools', of which the last is left out. */
static void fill(struct world *w)
{
	struct kit *k = w->k;
	for (int i = 0; i < FIRMS; i++) {
		const struct arg args[] = {{S("code"), str_of(codes[i])}, {S("name"), str_of(codes[i])}, {S("lead"), id_text(k, k->unit[i == 4 ? U_SCHOOLS : U_HOUSING])},
			{S("scale"), S("below")}, {S("accounts"), i == 0 ? S("0501 30000\n0502 20000") : S("0509")}, {S("reserved"), i == 5 ? S("utility") : S("")}};
		w->firm[i] = taken(k, -1, 0, "firm", "enter", args, COUNT_OF(args));
		put(w, i, "firm_tax", 100 + 50 * i, 0, "");
		put(w, i, "firm_land", 20, 0, "");
		put(w, i, "firm_land_in", 0, 0, "");
		put(w, i, "firm_land_out", 0, 0, "");
		put(w, i, "firm_power", 5 + i, 0, "");
	}
	const struct arg args[] = {{S("title"), S("2025年度规下")}, {S("period"), S("2025")}, {S("scale"), S("below")}, {S("method"), S("huangyan_2022_below")},
		{S("lead"), id_text(k, k->unit[U_TRAFFIC])}, {S("list_due"), S("2027-05-20")}, {S("data_due"), S("2027-06-20")}, {S("due"), S("2027-07-10")}};
	w->evaluation = taken(k, P_CHIEF, 0, "evaluation", "start", args, COUNT_OF(args));
	static const char *const steps[] = {"listed", "collected", "lock"};
	for (size_t i = 0; i < COUNT_OF(steps); i++)
		taken(k, P_CHIEF, w->evaluation, "", steps[i], NULL, 0);
}

static int setup(void **state)
{
	struct world *w = calloc(1, sizeof *w);
	w->k = kit_place();
	kit_pack(w->k, "packs/yield", "yield", &w->k->packs[2]);
	kit_open(w->k);
	kit_people(w->k);
	fill(w);
	*state = w;
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;
	struct buf b;
	int64_t n = 0;
	buf_init(&b, NULL);
	good(score_check(w->k->core, LANG_EN, &b, &n));
	if (n)
		test_fails("%lld findings: %s", (long long)n, b.p);
	buf_done(&b);
	void *kit = w->k;
	free(w);
	return kit_teardown(&kit);
}

static int64_t issued(struct world *w, enum run_purpose purpose)
{
	int64_t id;
	struct ctx x = as(w->k, P_CHIEF);
	good(run_issue(&x, w->evaluation, purpose, &id));
	ctx_close(&x);
	return id;
}

static struct run *read_as(struct world *w, int person, int64_t id)
{
	struct run *r;
	struct ctx x = as(w->k, person);
	good(run_read(&x, id, &r));
	ctx_close(&x);
	return r;
}

static struct run *draft(struct world *w)
{
	struct run *r;
	struct ctx x = as(w->k, P_CHIEF);
	good(run_draft(&x, w->evaluation, S(""), &r));
	ctx_close(&x);
	return r;
}

/* tax / 20 mu / 11.5932 × 50 and tax / power / 0.2352 × 50, each 75 at most: the second is capped for all. */
static void a_draft_is_what_the_values_say(void **state)
{
	struct world *w = *state;
	struct run *r = draft(w);
	assert_int_equal(r->n, 5);
	assert_int_equal(r->n_left, 1);
	same_str(r->left[0].code, str_of(codes[5]));
	assert_int_equal(r->unconfirmed, 25);
	for (int i = 0; i < 5; i++) {
		double want = (100 + 50 * i) / 20.0 / 11.5932 * 50 + 75;
		assert_true(fabs(r->result.lines[i].total - round(want * 100) / 100) < 1e-9);
		assert_int_equal(r->result.lines[i].rank, 5 - i);
		assert_true(r->result.lines[i].rank_lo >= 1 && r->result.lines[i].rank_hi <= 5);
	}
	same_str(r->method->bands[r->subjects[4].band].name, S("a"));
	same_str(r->method->bands[r->subjects[0].band].name, S("d"));
	assert_int_equal(r->subjects[0].streak, 1);
}

static void nothing_is_published_unconfirmed(void **state)
{
	struct world *w = *state;
	int64_t id;
	struct ctx x = as(w->k, P_CHIEF);
	assert_int_equal(run_issue(&x, w->evaluation, RUN_NOTICE, &id), ERR_INPUT);
	ctx_close(&x);
	x = as(w->k, P_HOUSING);
	struct run *r;
	assert_int_equal(run_issue(&x, w->evaluation, RUN_REVIEW, &id), ERR_DENIED);
	assert_int_equal(run_draft(&x, w->evaluation, S(""), &r), ERR_DENIED);
	ctx_close(&x);
	issued(w, RUN_REVIEW); /* for those who review it, it may be */
}

static void a_run_stays_as_it_was_issued(void **state)
{
	struct world *w = *state;
	confirm_all(w, P_HOUSING);
	confirm_all(w, P_SCHOOLS);
	int64_t id = issued(w, RUN_NOTICE);
	double before = read_as(w, P_CHIEF, id)->result.lines[0].total;
	put(w, 0, "firm_tax", 250, 0, "漏计");
	struct run *is = read_as(w, P_CHIEF, id), *now = draft(w);
	assert_true(is->result.lines[0].total == before);
	assert_true(now->result.lines[0].total > before);
	assert_int_equal(now->before, id);
	assert_int_equal(now->subjects[0].rank_before, 5);
	assert_true(now->result.lines[0].rank < 5);
	assert_int_equal(now->unconfirmed, 1);
	assert_true(is->notice_until != DAY_NONE);
}

static void who_sees_few_subjects_sees_few(void **state)
{
	struct world *w = *state;
	int64_t id = issued(w, RUN_REVIEW);
	struct run *r = read_as(w, P_SCHOOLS, id);
	str body;
	assert_false(r->whole);
	for (size_t i = 0; i < r->n; i++)
		assert_int_equal(r->subjects[i].seen, i == 4);
	assert_true(read_as(w, P_MAYOR, id)->whole);
	struct ctx x = as(w->k, P_SCHOOLS);
	assert_int_equal(run_body(&x, id, &body), ERR_DENIED);
	ctx_close(&x);
	x = as(w->k, P_MAYOR);
	good(run_body(&x, id, &body));
	ctx_close(&x);
}

static void a_person_decides_a_class(void **state)
{
	struct world *w = *state;
	struct ctx x = as(w->k, P_HOUSING);
	assert_int_equal(run_override(&x, w->evaluation, str_of(codes[0]), S("c"), S("火灾")), ERR_DENIED);
	ctx_close(&x);
	x = as(w->k, P_CHIEF);
	assert_int_equal(run_override(&x, w->evaluation, str_of(codes[0]), S("c"), S(" ")), ERR_INPUT);
	assert_int_equal(run_override(&x, w->evaluation, str_of(codes[0]), S("x"), S("火灾")), ERR_INPUT);
	assert_int_equal(run_override(&x, w->evaluation, str_of(codes[5]), S("c"), S("火灾")), ERR_INPUT);
	good(run_override(&x, w->evaluation, str_of(codes[0]), S("c"), S("火灾")));
	ctx_close(&x);
	struct run *r = draft(w);
	assert_true(r->subjects[0].overridden);
	same_str(r->method->bands[r->subjects[0].band].name, S("c"));
	same_str(r->method->bands[r->result.lines[0].band].name, S("d")); /* what the method said stands beside it */
	int64_t id = issued(w, RUN_REVIEW);
	same_str(read_as(w, P_CHIEF, id)->subjects[0].why, S("火灾"));
	x = as(w->k, P_CHIEF);
	good(run_override(&x, w->evaluation, str_of(codes[0]), S(""), S("复核后撤回")));
	ctx_close(&x);
	assert_false(draft(w)->subjects[0].overridden);
}

static void anybody_reads_what_was_published_and_no_more(void **state)
{
	struct world *w = *state;
	struct run_row *rows;
	struct run *r;
	size_t n;
	confirm_all(w, P_HOUSING);
	confirm_all(w, P_SCHOOLS);
	int64_t id = issued(w, RUN_NOTICE);
	good(run_public_list(w->k->core, &w->k->arena, &rows, &n));
	assert_int_equal(n, 0); /* the evaluation is not under notice yet */
	const struct arg args[] = {{S("run"), id_text(w->k, id)}};
	taken(w->k, P_CHIEF, w->evaluation, "", "publish", args, 1);
	good(run_public_list(w->k->core, &w->k->arena, &rows, &n));
	assert_int_equal(n, 1);
	good(run_public(w->k->core, &w->k->arena, id, &r));
	assert_int_equal(r->n, 5);
	assert_false(r->subjects[0].seen);
	assert_int_equal(r->subjects[0].n_fields, 0);
	int64_t again = issued(w, RUN_NOTICE);
	assert_int_equal(run_public(w->k->core, &w->k->arena, id, &r), ERR_NOTFOUND); /* it was replaced */
	good(run_public(w->k->core, &w->k->arena, again, &r));
}

/* ---- surcharges ------------------------------------------------------------------------------- */
static void surcharges_as_published(void **state)
{
	static const struct {
		int64_t years, other, want; /* hundredths of a yuan per kWh */
	} cases[] = {{1, 0, 5}, {2, 0, 10}, {3, 0, 15}, {5, 0, 15}, {1, 10, 10}, {3, 10, 15}, {0, 10, 10}, {0, 0, 0}};
	struct dec rate;
	unused_arg(state);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		good(surcharge_rate(S("1:0.05 2:0.10 3:0.15"), cases[i].years, (struct dec){cases[i].other, 2}, &rate));
		assert_int_equal(dec_cmp(rate, (struct dec){cases[i].want, 2}), 0);
	}
	assert_int_equal(surcharge_rate(S("1=0.05"), 1, (struct dec){0, 0}, &rate), ERR_INPUT);
	assert_int_equal(surcharge_rate(S("1:-1"), 1, (struct dec){0, 0}, &rate), ERR_INPUT);
}

static void accounts_add_up(void **state)
{
	struct world *w = *state;
	struct surcharge s;
	struct run *r = draft(w);
	good(run_surcharge(&w->k->arena, r, kind_of(w->k, "firm"), S("1:0.05 2:0.10"), S("firm_power"), &s));
	assert_int_equal(s.n, 2); /* the last class is one firm, with two accounts */
	same_str(s.rows[0].account, S("0501"));
	assert_int_equal(dec_cmp(s.rows[0].kwh, (struct dec){30000, 0}), 0);
	assert_int_equal(dec_cmp(s.yuan, (struct dec){2500, 0}), 0);
	assert_true(s.agrees);
	put(w, 0, "firm_power", 6, 0, "更正");
	good(run_surcharge(&w->k->arena, draft(w), kind_of(w->k, "firm"), S("1:0.05 2:0.10"), S("firm_power"), &s));
	assert_false(s.agrees);
}

static void groups_and_comparisons(void **state)
{
	struct world *w = *state;
	struct run *r = draft(w), *other;
	struct run_rollup *g;
	struct run_moved *m;
	size_t n;
	run_rollups(&w->k->arena, r, "", &g, &n);
	assert_int_equal(n, 2);
	for (size_t i = 0; i < n; i++) {
		bool housing = str_eq(g[i].text, S("区住建局"));
		assert_int_equal(g[i].n, housing ? 5 : 1); /* with the one that is left out */
		double want = housing ? (100 + 150 + 200 + 250) / 80.0 : 300 / 20.0;
		assert_true(fabs(g[i].ratios[0] - want) < 1e-12);
	}
	put(w, 0, "firm_tax", 260, 0, "漏计");
	other = draft(w);
	run_compare(&w->k->arena, r, other, &m, &n);
	assert_int_equal(n, 5);
	for (size_t i = 0; i < n; i++)
		if (str_eq(m[i].is->code, str_of(codes[0]))) {
			assert_int_equal(m[i].rank_before, 5);
			assert_int_equal(m[i].rank, 2);
			assert_int_equal(m[i].item, 0);
			assert_true(m[i].by > 0);
		}
}

static void every_statement_prepares_and_none_scans(void **state)
{
	struct world *w = *state;
	struct buf b;
	buf_init(&b, &w->k->arena);
	good(store_check_statements(w->k->store, &b));
	same_str(buf_str(&b), S(""));
}

#define run_case(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
int main(void)
{
	const struct CMUnitTest tests[] = {
		run_case(a_draft_is_what_the_values_say),
		run_case(nothing_is_published_unconfirmed),
		run_case(a_run_stays_as_it_was_issued),
		run_case(who_sees_few_subjects_sees_few),
		run_case(a_person_decides_a_class),
		run_case(anybody_reads_what_was_published_and_no_more),
		cmocka_unit_test(surcharges_as_published),
		run_case(accounts_add_up),
		run_case(groups_and_comparisons),
		run_case(every_statement_prepares_and_none_scans),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
