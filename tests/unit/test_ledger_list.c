/* SPDX-License-Identifier: Apache-2.0 */
/* The lists over a real record: all rows, only those the reader may see, and nothing that he may not. */
#include "core_kit.h"

#include "ledger/ledger.h"

static str exported(struct kit *k, int person, const char *list, const struct kind *kind, int64_t *ret_rows)
{
	struct buf b;
	char piece[4096];
	ssize_t got;
	struct ctx x = kit_ctx(k, &k->arena, person);
	struct matter_query q = {.kind = kind, .due_from = DAY_NONE, .due_to = DAY_NONE};
	struct out_ask ask = {.list = list, .form = OUT_CSV, .district = S("榴园区"), .zone = k->zone, .matters = &q,
			      .monday = week_monday(zone_day(k->zone, k->now))};
	good(out_file(&ask.fd));
	good(out_list(&x, &ask, ret_rows));
	ctx_close(&x);
	buf_init(&b, &k->arena);
	assert_int_equal(lseek(ask.fd, 0, SEEK_SET), 0);
	while ((got = read(ask.fd, piece, sizeof piece)) > 0)
		buf_add(&b, (str){piece, (size_t)got});
	close(ask.fd);
	return buf_str(&b);
}

static bool says(str s, const char *what)
{
	return str_find(s, str_of(what), 0) >= 0;
}

static void all_pages_and_only_what_may_be_seen(void **state)
{
	struct kit *k = *state;
	char title[32];
	int64_t n, denied = 0;
	for (int i = 0; i < 230; i++) { /* more than two pages */
		snprintf(title, sizeof title, "第%d件事。", i);
		int64_t id = kit_commitment(k, title, i % 43 ? U_HOUSING : U_TRAFFIC, "2026-12-31", i % 43 == 0);
		denied = i == 43 ? id : denied;
	}
	str all = exported(k, P_CHIEF, "matters", NULL, &n);
	assert_int_equal(n, 230);
	for (int i = 0; i < 230; i++) {
		snprintf(title, sizeof title, ",第%d件事。,", i);
		assert_true(says(all, title));
	}
	str own = exported(k, P_TRAFFIC, "matters", NULL, &n);
	assert_int_equal(n, 6);
	assert_true(says(own, ",第86件事。,") && !says(own, ",第1件事。,"));
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(matter_deny(&x, denied, k->unit[U_TRAFFIC], S("反映的就是这个单位")));
	ctx_close(&x);
	own = exported(k, P_TRAFFIC, "matters", NULL, &n);
	assert_int_equal(n, 5);
	assert_false(says(own, ",第43件事。,"));
	exported(k, P_ADMIN, "matters", NULL, &n);
	assert_int_equal(n, 0);
	assert_true(says(exported(k, P_TRAFFIC, "todo", NULL, &n), "Sign for it"));
	assert_int_equal(n, 5);
}

/* Of one kind its fields too: personal ones opened for whoever may see them. */
static void a_kind_brings_its_fields(void **state)
{
	struct kit *k = *state;
	int64_t n;
	kit_commitment(k, "=修路", U_HOUSING, "2026-12-31", true);
	str s = exported(k, P_CHIEF, "matters", kit_kind(k), &n);
	assert_int_equal(n, 1);
	assert_true(says(s, "市政科 王小路 13812345678") && says(s, "石闻远") && says(s, "区教体局"));
	assert_true(says(s, ",'=修路,区住建局,2026-12-31,") && says(s, ",luoshi-id\r\n"));
	assert_false(says(s, "What the check found")); /* no row has it */
	s = exported(k, P_CHIEF, "matters", NULL, &n);
	assert_false(says(s, "13812345678"));
}

static void names_match_rights(void **state)
{
	struct kit *k = *state;
	int64_t n;
	struct ctx x = kit_ctx(k, &k->arena, P_HOUSING);
	struct out_ask ask = {.list = "people", .form = OUT_CSV, .zone = k->zone, .fd = -1};
	assert_int_equal(out_list(&x, &ask, &n), ERR_DENIED);
	ask.list = "nothing";
	assert_int_equal(out_list(&x, &ask, &n), ERR_NOTFOUND);
	ctx_close(&x);
	assert_true(says(exported(k, P_ADMIN, "people", NULL, &n), ",顾一舟,科员,supervision,"));
	assert_int_equal(n, KIT_PEOPLE);
	assert_true(says(exported(k, P_HOUSING, "units", NULL, &n), "\r\n4,区住建局,市政科,住建局市政科,,"));
	assert_int_equal(n, KIT_UNITS);
}

static void every_list_begins_with_its_heading(void **state)
{
	struct kit *k = *state;
	kit_commitment(k, "修路", U_HOUSING, "2026-12-31", true);
	for (const struct out_list_decl *d = out_lists; d->name; d++) {
		int64_t n;
		str s = exported(k, P_CHIEF, d->name, NULL, &n), line, rest;
		assert_true(str_starts(s, S("\xef\xbb\xbf")) && str_split(s, '\n', &line, &rest));
		assert_true(line.n > 20 && !str_starts(rest, S("\xef\xbb\xbf")));
	}
}

static void the_name_says_what_and_when(void **state)
{
	struct kit *k = *state;
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	struct matter_query q = {.kind = kit_kind(k)};
	struct out_ask ask = {.list = "matters", .form = OUT_XLSX, .zone = k->zone};
	x.actor.lang = LANG_ZH;
	same_str(out_name(&x, &ask), S("事项台账-2026-10-01.xlsx"));
	ask.matters = &q;
	ask.form = OUT_JSON;
	same_str(out_name(&x, &ask), S("承诺事项台账-2026-10-01.jsonl"));
	ctx_close(&x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		kit_test(all_pages_and_only_what_may_be_seen), kit_test(a_kind_brings_its_fields), kit_test(names_match_rights),
		kit_test(every_list_begins_with_its_heading), kit_test(the_name_says_what_and_when),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
