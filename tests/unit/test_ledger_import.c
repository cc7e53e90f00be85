/* SPDX-License-Identifier: Apache-2.0 */
/* A ledger over a real record: looked at, settled, taken in as a whole, sent again, taken back. */
#define KIT_MODULES ledger_modules
#include "core_kit.h"

#include "ledger/import.h"

static const char real[] =
	"榴园区2026年重点工作任务台账,,,,,,\n"
	"填报单位：区住建局,,,单位：万元 填报日期：2026年10月8日,,,\n"
	"序号,任务名称,目标要求,牵头单位,配合单位,完成时限,包联领导\n"
	"一、民生项目,,,,,,\n"
	"1,老旧小区改造12个,全部完工,区住建局,教体局、交通局,2026年12月底前,石闻远\n"
	"2,榴乡路大修,通车,交通局,,11月中旬,\n"
	"合计,,,,,,\n"
	"填表人：赵六,,,联系电话：1380000,,,\n";

static struct ctx chief(struct kit *k)
{
	return kit_ctx(k, &k->arena, P_CHIEF);
}

static int64_t begin(struct kit *k, const char *csv, int64_t like)
{
	int64_t id;
	struct ctx x = chief(k);
	good(import_begin(&x, NULL, NULL, S("台账.csv"), str_of(csv), like, &id));
	ctx_close(&x);
	return id;
}

static struct import_look look(struct kit *k, int64_t id)
{
	struct import_look l;
	struct ctx x = chief(k);
	good(import_look(&x, NULL, id, &l));
	ctx_close(&x);
	return l;
}

static err commit(struct kit *k, int64_t id)
{
	struct ctx x = chief(k);
	err e = import_commit(&x, NULL, id, 0);
	ctx_close(&x);
	return e;
}

static err settle(struct kit *k, int64_t id, const char *lines)
{
	struct ctx x = chief(k);
	err e = import_settle(&x, id, 0, str_of(lines));
	ctx_close(&x);
	return e;
}

static int64_t all_matters(struct kit *k)
{
	struct matter_counts c;
	struct ctx x = chief(k);
	good(matter_counts(&x, &c));
	ctx_close(&x);
	return c.open;
}

static str arg_of(const struct import_row *r, const char *field)
{
	for (size_t i = 0; i < r->n_args; i++)
		if (str_eq(r->args[i].field, str_of(field)))
			return r->args[i].value;
	return S("");
}

static void a_ledger_comes_in(void **state)
{
	struct kit *k = *state;
	int64_t id = begin(k, real, 0);
	struct import_look l = look(k, id);
	same_str(l.batch.kind->name, S("commitment"));
	same_str(l.batch.title, S("榴园区2026年重点工作任务台账"));
	assert_int_equal(l.counts[IMPORT_NEW], 2);
	assert_int_equal(l.counts[IMPORT_WRONG], 0);
	assert_int_equal(l.totals, 1);
	assert_int_equal(l.notes, 1);
	same_str(l.choices.opens->name, S("open"));
	same_str(arg_of(&l.rows[0], "due"), S("2026-12-31"));
	same_str(arg_of(&l.rows[0], "due_text"), S("2026年12月底前"));
	same_str(arg_of(&l.rows[1], "due"), S("2026-11-20"));
	same_str(arg_of(&l.rows[0], "sponsor"), kit_id(&k->arena, k->person[P_MAYOR]));
	assert_int_equal(all_matters(k), 0);
	good(commit(k, id));
	assert_int_equal(all_matters(k), 2);
	assert_int_equal(commit(k, id), ERR_CONFLICT);

	int64_t again = begin(k, real, 0);
	l = look(k, again);
	assert_int_equal(l.counts[IMPORT_SAME], 2);
	assert_int_equal(commit(k, again), ERR_INPUT); /* nothing new */

	struct ctx x = chief(k);
	good(import_undo(&x, id));
	assert_int_equal(import_undo(&x, id), ERR_CONFLICT);
	ctx_close(&x);
	assert_int_equal(all_matters(k), 0);
	l = look(k, again); /* taken back: it may come in anew */
	assert_int_equal(l.counts[IMPORT_NEW], 2);
	good(commit(k, again));
}

static void one_wrong_row_stops_all(void **state)
{
	struct kit *k = *state;
	static const char bad[] = "任务名称,牵头单位,完成时限,包联领导\n"
				  "甲工程,区住建局,2026年12月底前,\n"
				  "乙工程,不知道局,2026.1,没有此人\n"
				  ",交通局,2026-11-20,\n"
				  "甲工程,住建局,2026-12-01,\n"
				  "丁工程,交通局,6月31日,\n";
	int64_t id = begin(k, bad, 0);
	struct import_look l = look(k, id);
	assert_int_equal(l.counts[IMPORT_WRONG], 4);
	assert_int_equal(l.counts[IMPORT_NEW], 1);
	assert_int_equal(l.rows[1].n_findings, 2); /* its unit and its person; 2026.1 is text here */
	assert_int_equal(l.n_unknown, 1);
	same_str(l.unknown[0].name, S("不知道局"));
	assert_int_equal(commit(k, id), ERR_INPUT);
	assert_int_equal(all_matters(k), 0);
	char lines[200];
	snprintf(lines, sizeof lines, "name 不知道局=%lld\nleave 1\nleave 3\nleave 4\nleave 5\ncolumn 3 -\n", (long long)k->unit[U_SCHOOLS]);
	good(settle(k, id, lines));
	l = look(k, id);
	assert_int_equal(l.counts[IMPORT_LEFT], 4);
	assert_int_equal(l.counts[IMPORT_NEW], 1);
	good(commit(k, id));
	assert_int_equal(all_matters(k), 1);
	assert_int_equal(settle(k, id, "sheet 0"), ERR_CONFLICT);
}

static void what_changed_is_corrected_and_taken_back(void **state)
{
	struct kit *k = *state;
	static const char changed[] = "任务名称,目标要求,牵头单位,配合单位,完成时限\n"
				      "老旧小区改造12个,年内交付,区住建局,教体局、交通局,2026年11月底前\n";
	good(commit(k, begin(k, real, 0)));
	int64_t id = begin(k, changed, 0);
	struct import_look l = look(k, id);
	assert_int_equal(l.counts[IMPORT_CHANGE], 1);
	same_str(l.rows[0].action->name, S("correct"));
	assert_int_equal(l.rows[0].n_diffs, 2);
	same_str(l.rows[0].diffs[0].before, S("全部完工"));
	same_str(l.rows[0].diffs[0].after, S("年内交付"));
	assert_int_equal(l.rows[0].n_findings, 1); /* 时限 is not changed by 更正 */
	assert_false(l.rows[0].findings[0].wrong);
	good(commit(k, id));
	struct ctx x = chief(k);
	struct matter_view m;
	good(matter_values(&x, l.rows[0].matter, &m));
	bool found = false;
	for (size_t i = 0; i < m.n_fields; i++)
		if (str_eq(m.fields[i].field->name, S("goal"))) {
			same_str(m.fields[i].text, S("年内交付"));
			found = true;
		}
	assert_true(found);
	good(import_undo(&x, id));
	ctx_refresh(&x);
	good(matter_values(&x, l.rows[0].matter, &m));
	for (size_t i = 0; i < m.n_fields; i++)
		if (str_eq(m.fields[i].field->name, S("goal")))
			same_str(m.fields[i].text, S("全部完工"));
	ctx_close(&x);
}

static void what_went_on_is_not_taken_back(void **state)
{
	struct kit *k = *state;
	int64_t id = begin(k, real, 0);
	good(commit(k, id));
	int64_t *ids;
	size_t n;
	struct ctx x = chief(k);
	good(import_matters(&x, id, &ids, &n));
	assert_int_equal(n, 2);
	ctx_close(&x);
	good(kit_do(k, P_CHIEF, ids[1], "assign", NO_ARGS, ""));
	x = chief(k);
	assert_int_equal(import_undo(&x, id), ERR_CONFLICT);
	ctx_close(&x);
	assert_int_equal(all_matters(k), 2);
}

static void nobody_else_sees_a_batch(void **state)
{
	struct kit *k = *state;
	int64_t id = begin(k, real, 0);
	struct import_look l;
	struct import_batch *v;
	size_t n;
	struct ctx x = kit_ctx(k, &k->arena, P_CLERK);
	assert_int_equal(import_look(&x, NULL, id, &l), ERR_NOTFOUND);
	assert_int_equal(import_commit(&x, NULL, id, 0), ERR_NOTFOUND);
	good(import_list(&x, &v, &n));
	assert_int_equal(n, 0);
	ctx_close(&x);
}

static void a_unit_opens_nothing(void **state)
{
	struct kit *k = *state;
	int64_t id;
	struct import_look l;
	struct ctx x = kit_ctx(k, &k->arena, P_HOUSING);
	good(import_begin(&x, NULL, NULL, S("台账.csv"), str_of(real), 0, &id));
	good(import_look(&x, NULL, id, &l));
	assert_int_equal(l.counts[IMPORT_WRONG], 2);
	assert_null(l.choices.opens);
	assert_int_equal(import_commit(&x, NULL, id, 0), ERR_INPUT);
	ctx_close(&x);
}

static void work_in_hand_is_taken_on(void **state)
{
	struct kit *k = *state;
	static const char hand[] = "序号,任务名称,责任单位,完成时限,工作进度,进展情况,存在问题,下步措施\n"
				   "1,排水管网,住建局、交通局,年底前,58%,已开挖,无,雨前完工\n";
	int64_t id = begin(k, hand, 0);
	struct import_look l = look(k, id);
	same_str(l.choices.opens->name, S("take_on"));
	assert_int_equal(l.counts[IMPORT_WRONG], 1); /* 年底前 of which year? */
	static const char dated[] = "2026年重点任务,,,,,,,\n"
				    "序号,任务名称,责任单位,完成时限,工作进度,进展情况,存在问题,下步措施\n"
				    "1,排水管网,住建局、交通局,年底前,58%,已开挖,无,雨前完工\n";
	id = begin(k, dated, id);
	l = look(k, id);
	assert_int_equal(l.counts[IMPORT_NEW], 1);
	same_str(arg_of(&l.rows[0], "assist"), kit_id(&k->arena, k->unit[U_TRAFFIC]));
	same_str(arg_of(&l.rows[0], "share"), S("58"));
	good(commit(k, id));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		kit_test(a_ledger_comes_in), kit_test(one_wrong_row_stops_all), kit_test(what_changed_is_corrected_and_taken_back),
		kit_test(what_went_on_is_not_taken_back), kit_test(nobody_else_sees_a_batch), kit_test(a_unit_opens_nothing),
		kit_test(work_in_hand_is_taken_on),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
