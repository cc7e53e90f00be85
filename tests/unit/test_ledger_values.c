/* SPDX-License-Identifier: Apache-2.0 */
/* Sheets of indicator values: wide and long, by code and by name, and what each cell says. */
#define KIT_MODULES ledger_modules
#include "core_kit.h"

#include "ledger/import.h"
#include "ledger/values.h"

static int64_t person;

static int values_setup(void **state)
{
	struct kit *k = kit_place();
	struct ctx x;
	kit_pack(k, "tests/pack/measured", "measured", &k->packs[2]);
	kit_open(k);
	kit_people(k);
	good(ctx_open(k->core, &k->arena, NULL, &x));
	good(user_add(&x, &(struct user_new){.unit = k->unit[U_TOP], .login = S("tongji1"), .name = S("宁远舟"), .post = S("统计员"),
		.duties = 1u << DUTY_STATISTICS, .demo = true}, &person));
	ctx_close(&x);
	*state = k;
	return 0;
}
#define values_test(f) cmocka_unit_test_setup_teardown(f, values_setup, kit_teardown)

static struct ctx reader(struct kit *k)
{
	struct ctx x;
	const struct actor who = {.user = person, .unit = k->unit[U_TOP], .duties = 1u << DUTY_STATISTICS, .lang = LANG_EN};
	good(ctx_open(k->core, &k->arena, &who, &x));
	return x;
}

static int64_t firm(struct kit *k, struct ctx *x, const char *name, const char *code)
{
	struct act_result done;
	const struct arg args[] = {{S("title"), str_of(name)}, {S("code"), str_of(code)}};
	good(act(x, &(struct act_request){.kind = &k->packs[2]->kinds[0], .action = S("open"), .args = args, .n_args = 2}, &done));
	return done.matter;
}

static struct values_sheet sheet(struct ctx *x, const char *text, const struct values_ask *ask)
{
	struct values_sheet s;
	good(values_sheet_read(x, NULL, S("表.csv"), str_of(text), ask, &s));
	return s;
}

static void firms_in_rows_indicators_in_columns(void **state)
{
	struct kit *k = *state;
	struct ctx x = reader(k);
	int64_t a = firm(k, &x, "青禾机械", "91370499MA0001"), b = firm(k, &x, "远舟食品", "91370499MA0002");
	struct values_sheet s = sheet(&x, "2025年度企业数据,,,\n序号,统一社会信用代码,企业名称,税收（万元）,备注\n1,91370499MA0001,青禾机械,12.50,\n2,91370499MA0002,写错了名字,/,\n3,,青禾机械,,\n",
				      &(struct values_ask){.period = S("2025"), .source = S("税务")});
	assert_int_equal(s.n_findings, 0);
	assert_int_equal(s.n, 2);
	assert_true(s.v[0].subject == a && s.v[0].number.v == 1250 && s.v[0].number.scale == 2);
	same_str(s.v[0].indicator, S("tax"));
	same_str(s.v[0].source, S("税务 D3"));
	assert_true(s.v[1].subject == b && s.v[1].state == VALUE_NOT_APPLICABLE);
	assert_int_equal(s.n_ignored, 1);
	same_str(s.ignored[0], S("备注"));
	s = sheet(&x, "企业名称,税收\n远舟食品,0\n没有这家,5\n青禾机械,十二\n", &(struct values_ask){.period = S("2025")});
	assert_int_equal(s.n, 1);
	assert_true(s.v[0].subject == b && s.v[0].state == VALUE_NUMBER && s.v[0].number.v == 0);
	assert_int_equal(s.n_findings, 2);
	assert_true(s.findings[0].row == 2 && s.findings[0].column == 1 && str_find(s.findings[0].sentence, S("没有这家"), 0) >= 0);
	assert_true(str_find(s.findings[1].sentence, S("十二"), 0) >= 0);
	ctx_close(&x);
}

static void a_monthly_sheet_of_the_district(void **state)
{
	struct kit *k = *state;
	struct ctx x = reader(k);
	size_t changed;
	struct values_sheet s = sheet(&x, "指标\t周期\t数值\t同比增速\t全市\t位次\t全年目标\n规上工业产值（亿元）\t2026年1—9月\t1,313.64\t6.5%\t5.9\t3\t\n工业增加值增速\t2026-09\t－1.2\t\t—\t\t7\n", &(struct values_ask){0});
	assert_int_equal(s.n_findings, 0);
	assert_int_equal(s.n, 7);
	assert_true(s.v[0].sort == VALUE_ACTUAL && s.v[0].number.v == 131364 && s.v[1].sort == VALUE_GROWTH && s.v[1].number.v == 65);
	same_str(s.v[0].period, S("2026-09"));
	assert_true(s.v[4].number.v == -12 && s.v[5].state == VALUE_MISSING);
	good(values_put(&x, s.v, s.n, S(""), &changed));
	assert_int_equal(changed, 6); /* what was missing and is said to be missing is nothing new */
	s = sheet(&x, "周期,工业总产值,工业增加值增速\n2026-08,270,5.1\n2026-07,230,\n", &(struct values_ask){0});
	assert_int_equal(s.n, 3);
	ctx_close(&x);
}

static void what_is_no_such_sheet_is_refused(void **state)
{
	struct kit *k = *state;
	struct ctx x = reader(k);
	struct values_sheet s;
	static const char *const none[] = {"", "甲,乙\n1,2\n", "指标,周期\noutput,2026-09\n", "税收\n5\n"};
	for (size_t i = 0; i < COUNT_OF(none); i++)
		assert_int_equal(values_sheet_read(&x, NULL, S("x.csv"), str_of(none[i]), &(struct values_ask){0}, &s), ERR_INPUT);
	s = sheet(&x, "指标,周期,数值\n产值,2026-13,5\n产量,2026-09,5\n能耗,2026Q3,5\n", &(struct values_ask){0});
	assert_int_equal(s.n_findings, 3);
	ctx_close(&x);
}

/* ---- the ledger of subjects: a code says which one it is --------------------------------------------- */
static struct import_look ledger(struct kit *k, const char *csv, bool take, int64_t *ret_id)
{
	struct import_look l;
	struct ctx x = reader(k);
	good(import_begin(&x, NULL, &k->packs[2]->kinds[0], S("企业.csv"), str_of(csv), 0, ret_id));
	ctx_refresh(&x);
	good(import_look(&x, NULL, *ret_id, &l));
	ctx_refresh(&x);
	if (take)
		good(import_commit(&x, NULL, *ret_id, 0));
	ctx_close(&x);
	return l;
}

static void firms_are_found_by_their_code(void **state)
{
	struct kit *k = *state;
	struct measured_subject *s;
	int64_t id;
	size_t n;
	struct import_look l = ledger(k, "名称,统一社会信用代码,镇街,类别\n青禾机械,91370499MA0001,区住建局,规上\n远舟食品,91370499MA0002,区教体局,规下\n", true, &id);
	assert_int_equal(l.counts[IMPORT_NEW], 2);
	l = ledger(k, "名称,统一社会信用代码,镇街,类别\n青禾智能机械,91370499MA0001,区住建局,规上\n远舟食品,91370499MA0002,区教体局,规下\n远舟食品,91370499MA0003,区教体局,规下\n", true, &id);
	assert_int_equal(l.counts[IMPORT_CHANGE], 1);
	assert_int_equal(l.counts[IMPORT_SAME], 1);
	assert_int_equal(l.counts[IMPORT_NEW], 1); /* of the same name, and another firm */
	struct ctx x = reader(k);
	good(subjects_read(&x, S("firm"), S("class"), &s, &n));
	assert_int_equal(n, 3);
	same_str(s[0].name, S("青禾智能机械"));
	same_str(s[2].class, S("small"));
	ctx_close(&x);
	l = ledger(k, "名称,统一社会信用代码,镇街,类别\n甲,91370499MA0009,区住建局,规上\n乙,91370499MA0009,区教体局,规下\n", false, &id);
	assert_int_equal(l.counts[IMPORT_WRONG], 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		values_test(firms_in_rows_indicators_in_columns), values_test(a_monthly_sheet_of_the_district), values_test(what_is_no_such_sheet_is_refused),
		values_test(firms_are_found_by_their_code),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
