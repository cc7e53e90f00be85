/* SPDX-License-Identifier: Apache-2.0 */
/* Units and people from a workbook: what is new, changed, wrong, gone; all of it or nothing. */
#define KIT_MODULES ledger_modules
#include "core_kit.h"

#include "ledger/import.h"
#include "ledger/staff.h"

static const char units[] =
	"榴园区机构名录,,,\n"
	"机构序,单位名称,简称,上级单位\n"
	"20,榴园区数据局,区数据局,区政府\n"
	"21,数据科,数据局数据科,榴园区数据局\n"
	"3,榴园区住房和城乡建设局,区住建局,区政府\n"
	"5,榴园区教育和体育局,区教育局,区政府\n";

static const char people[] =
	"序号,姓名,所在单位,职务,登录名,手机\n"
	"1,柳青禾,区住建局,科长,liuqinghe,13800000000\n"
	"2,新来人,区交通局,科员,xinlairen,\n"
	"3,童晚晴,区住建局,科员,,\n"
	"合计,3人,,,,\n";

static struct staff_look look(struct kit *k, const char *csv)
{
	struct staff_look l;
	struct ctx x = kit_ctx(k, &k->arena, P_ADMIN);
	good(staff_look(&x, NULL, S("名册.csv"), str_of(csv), &l));
	ctx_close(&x);
	return l;
}

static err take(struct kit *k, const char *csv, const int64_t *leavers, size_t n, size_t *ret_links)
{
	struct staff_link *v;
	struct ctx x = kit_ctx(k, &k->arena, P_ADMIN);
	err e = staff_commit(&x, NULL, S("名册.csv"), str_of(csv), leavers, n, &v, ret_links);
	ctx_close(&x);
	return e;
}

static void units_come_in(void **state)
{
	struct kit *k = *state;
	size_t n;
	struct staff_look l = look(k, units);
	assert_int_equal(l.counts[0][STAFF_NEW], 2);
	assert_int_equal(l.counts[0][STAFF_SAME], 1);
	assert_int_equal(l.counts[0][STAFF_CHANGED], 1);
	same_str(l.rows[3].diffs[0].before, S("区教体局"));
	same_str(l.rows[3].diffs[0].after, S("区教育局"));
	good(take(k, units, NULL, 0, &n));
	l = look(k, units);
	assert_int_equal(l.counts[0][STAFF_SAME], 4);
	struct ctx x = kit_ctx(k, &k->arena, P_ADMIN);
	int64_t science, office, old;
	good(unit_find(&x, S("数据科"), &science));
	good(unit_find(&x, S("区数据局"), &office));
	good(unit_find(&x, S("区教体局"), &old));
	struct unit *v;
	good(unit_list(&x, &v, &n));
	for (size_t i = 0; i < n; i++)
		if (v[i].id == science)
			assert_int_equal(v[i].parent, office);
	assert_int_equal(old, k->unit[U_SCHOOLS]);
	ctx_close(&x);
}

static void people_come_in(void **state)
{
	struct kit *k = *state;
	size_t n;
	kit_commitment(k, "包联的事", U_HOUSING, "2026-12-31", true);
	struct staff_look l = look(k, people);
	assert_int_equal(l.counts[1][STAFF_NEW], 1);
	assert_int_equal(l.counts[1][STAFF_CHANGED], 2);
	/* of the units of the workbook: the head of housing, and the liaison of traffic */
	assert_int_equal(l.n_leavers, 2);
	const int64_t leavers[] = {l.leavers[0].id};
	good(take(k, people, leavers, 1, &n));
	assert_int_equal(n, 1);
	l = look(k, people);
	assert_int_equal(l.counts[1][STAFF_SAME], 3);
	assert_int_equal(l.n_leavers, 1);
	good(take(k, people, NULL, 0, &n));
	assert_int_equal(n, 0);
	const int64_t nobody[] = {k->person[P_MAYOR]};
	assert_int_equal(take(k, people, nobody, 1, &n), ERR_CONFLICT);
}

static void wrong_cells(void **state)
{
	struct kit *k = *state;
	size_t n;
	static const char bad[] = "姓名,单位,登录名\n张三,没有的局,zhangsan\n李四,区交通局,\n王五,区交通局,liuqinghe\n";
	struct staff_look l = look(k, bad);
	assert_int_equal(l.counts[1][STAFF_WRONG], 3);
	assert_int_equal(l.rows[0].findings[0].column, 1);
	assert_int_equal(l.rows[1].findings[0].column, 2);
	assert_int_equal(take(k, bad, NULL, 0, &n), ERR_INPUT);
	str name, bytes;
	struct ctx x = kit_ctx(k, &k->arena, P_ADMIN);
	good(staff_marked(&x, NULL, S("名册.csv"), str_of(bad), &name, &bytes));
	assert_true(str_starts(bytes, S("PK")));
	assert_int_equal(staff_look(&x, NULL, S("a.csv"), S("a,b\n1,2\n"), &l), ERR_INPUT);
	ctx_close(&x);
	struct ctx y = kit_ctx(k, &k->arena, P_CHIEF);
	assert_int_equal(staff_look(&y, NULL, S("名册.csv"), str_of(people), &l), ERR_DENIED);
	ctx_close(&y);
}

int main(void)
{
	const struct CMUnitTest tests[] = {kit_test(units_come_in), kit_test(people_come_in), kit_test(wrong_cells)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
