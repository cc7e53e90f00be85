/* SPDX-License-Identifier: Apache-2.0 */
/* What check must notice: each way of changing the record behind its back. */
#include "core_kit.h"

#include <sqlite3.h>

static void sql(struct kit *k, const char *text)
{
	sqlite3 *db;
	char *message = NULL;
	assert_int_equal(sqlite3_open(k->target, &db), SQLITE_OK);
	if (sqlite3_exec(db, text, NULL, NULL, &message) != SQLITE_OK)
		test_fails("%s: %s", text, message);
	assert_true(sqlite3_changes(db) > 0 || strstr(text, ";"));
	sqlite3_close(db);
}

static void trips(struct kit *k)
{
	int64_t moved, id = kit_commitment(k, "修路", U_HOUSING, "2026-12-31", true);
	good(kit_do(k, P_HOUSING, id, "sign", NO_ARGS, ""));
	struct act_result done;
	struct ctx x = kit_ctx(k, &k->arena, P_HOUSING);
	const struct arg args[] = {{S("title"), S("移树")}, {S("unit"), S("区教体局")}, {S("due"), S("2026-12-01")}};
	good(act(&x, &(struct act_request){.matter = id, .sort = S("assignment"), .action = S("assign"), .args = args, .n_args = 3}, &done));
	ctx_close(&x);
	x = kit_ctx(k, &k->arena, P_SCHOOLS);
	const struct upload photo = {S("移树.txt"), S("移好了")};
	good(act(&x, &(struct act_request){.matter = id, .part = done.part, .action = S("sign")}, &done));
	good(act(&x, &(struct act_request){.matter = id, .part = done.part, .action = S("finish"), .args = ARGS({S("result"), S("好")}), .files = &photo, .n_files = 1}, &done));
	ctx_close(&x);
	good(kit_do(k, P_HOUSING, id, "report", ARGS({S("share"), S("100")}, {S("progress"), S("完")}), ""));
	good(kit_do(k, P_HOUSING, id, "apply_close", ARGS({S("result"), S("完工")}), ""));
	good(clock_due(k->core, &k->arena, &moved)); /* signs the log */
	kit_commitment(k, "修桥", U_TRAFFIC, "2026-12-31", false);
}

/* Findings in English; empty: all is well. */
static str findings_after(struct kit *k, const char *text)
{
	struct buf b;
	struct check_report r = {0};
	kit_close(k);
	sql(k, text);
	const struct store_config store = {.target = str_of(k->target), .modules = core_modules};
	good(store_open(&store, &k->store));
	good(store_migrate(k->store));
	const struct core_config core = {.store = k->store, .time = &k->time, .calendar = k->calendar, .zone = k->zone,
		.region = KIT_REGION, .packs = (const struct pack *const *)k->packs, .key_file = str_of(k->key)};
	good(core_open(&core, &k->core));
	buf_init(&b, &k->arena);
	good(core_check(k->core, LANG_EN, &b, &r));
	assert_int_equal(r.findings > 0, b.n > 0);
	return buf_str(&b);
}

static int broken_teardown(void **state)
{
	struct kit *k = *state;
	kit_close(k);
	kit_free(k);
	return 0;
}

struct harm {
	const char *name, *sql, *noticed;
};
static const struct harm harms[] = {
	{"a word of an event", "UPDATE event SET reason = 'x' WHERE seq = (SELECT MAX(seq) FROM event)", "its hash does not fit"},
	{"a setting", "UPDATE setting SET value = '2'; INSERT INTO setting VALUES(370499, 'commitments.near_days', 1, '9')", "the setting commitments.near_days is not what its events say"},
	{"a light", "UPDATE light_sweep SET done = done; UPDATE matter SET light = 3", "is not what its events say: light"},
	{"who did it", "UPDATE event SET actor = actor + 1 WHERE seq = 20", "its hash does not fit"},
	{"an event taken out", "DELETE FROM event WHERE seq = 18", "gap before event"},
	{"the end cut off", "DELETE FROM event WHERE seq >= (SELECT MAX(size) FROM checkpoint)", "ends before the checkpoint"},
	{"two events exchanged", "UPDATE event SET seq = -1 WHERE seq = 17; UPDATE event SET seq = 17 WHERE seq = 18;"
	 " UPDATE event SET seq = 18 WHERE seq = -1;", "its hash does not fit"},
	{"a forged checkpoint", "UPDATE checkpoint SET root = zeroblob(32)", "does not fit the log"},
	{"a checkpoint without our signature", "UPDATE checkpoint SET signature = zeroblob(64)", "not signed by this database"},
	{"a later date", "UPDATE matter SET due = due + 86400000 WHERE due < 9000000000000000000", "is not what its events say: due"},
	{"another title", "UPDATE matter SET title = '修楼'", "is not what its events say: title"},
	{"a field in the body", "UPDATE matter SET body = CAST(body || x'00' AS BLOB) WHERE id = (SELECT MIN(id) FROM matter)",
	 "is not what its events say: body"},
	{"a row taken from a unit", "DELETE FROM matter_unit WHERE unit = 0", "listed wrongly for a unit"},
	{"a counter", "UPDATE counter SET n = n + 1 WHERE unit = 0", "a counter of the unit"},
	{"a matter nobody opened", "INSERT INTO link VALUES(370499, 1, 'child', 2, 0)", "no event accounts for"},
	{"a matter taken away", "DELETE FROM matter WHERE number LIKE '%2'", "has events but no row"},
	{"a sealed value", "UPDATE event SET sealed = zeroblob(60) WHERE sealed IS NOT NULL AND entity = 1", "cannot be opened"},
	{"the personal values of a matter", "UPDATE matter SET sealed = zeroblob(60) WHERE sealed IS NOT NULL", "cannot be opened"},
	{"a part's date", "UPDATE part SET due = due + 1", "a part of the matter 督〔2026〕0001 is not what its events say: due"},
	{"a part's state", "UPDATE part SET state = 'signed'", "is not what its events say: state"},
	{"a part in its body", "UPDATE part SET body = CAST(body || x'00' AS BLOB)", "is not what its events say: body"},
	{"a part taken away", "DELETE FROM part", "a part of the matter 督〔2026〕0001 has events but no row"},
	{"a part nobody opened", "INSERT INTO part VALUES(370499, 1, 2, 'x', 'y', 0, 0, 0, x'00', NULL, '')", "the table part has rows that no event accounts for"},
	{"a part taken from a unit", "DELETE FROM part_unit WHERE unit = 0", "a part of the matter 督〔2026〕0001 is listed wrongly for a unit"},
	{"a part shown to a unit", "INSERT INTO part_unit SELECT region, 7, part, matter, rel, kind, sort, state, due FROM part_unit WHERE unit = 0", "the table part_unit has rows"},
	{"whose evidence it is", "UPDATE evidence SET part = 0", "is not what its events say: evidence"},
	{"a unit's version", "UPDATE unit SET version = 7", "not at the version its events say"},
	{"a file's size", "UPDATE evidence SET size = size + 1", "a file is missing"},
	{"the span of a clock", "UPDATE clock_span SET until = until + 1", "cannot be found when a calendar changes"},
	{"a span taken out", "DELETE FROM clock_span", "cannot be found when a calendar changes"},
	{"a holiday nobody announced", "INSERT INTO calendar_line VALUES(370499, 1, 0, 20800, 0, 'x', 'y')", "no event accounts for"},
	{"a file's key", "UPDATE evidence SET key = zeroblob(61)", "the key of a file is damaged"},
};

static void every_harm_is_noticed(void **state)
{
	unused_arg(state);
	for (size_t i = 0; i < COUNT_OF(harms); i++) {
		void *s;
		kit_setup(&s);
		trips(s);
		str found = findings_after(s, harms[i].sql);
		if (str_find(found, str_of(harms[i].noticed), 0) < 0)
			test_fails("%s: found only \"" STR_FMT "\"", harms[i].name, STR_ARG(found));
		broken_teardown(&s);
	}
}

static void without_harm_nothing_is_found(void **state)
{
	struct kit *k = *state;
	trips(k);
	same_str(findings_after(k, "UPDATE session SET seen = 0; SELECT 1"), S(""));
	/* a key that was erased takes its values along, and every hash stays */
	same_str(findings_after(k, "UPDATE key_seal SET wrapped = NULL"), S(""));
}

static void a_wrong_master_key_is_said(void **state)
{
	struct kit *k = *state;
	struct core *core;
	kit_close(k);
	assert_int_equal(unlink(k->key), 0);
	const struct store_config store = {.target = str_of(k->target), .modules = core_modules};
	good(store_open(&store, &k->store));
	good(store_migrate(k->store));
	const struct core_config config = {.store = k->store, .time = &k->time, .calendar = k->calendar, .zone = k->zone,
		.region = KIT_REGION, .packs = (const struct pack *const *)k->packs, .key_file = str_of(k->key)};
	assert_int_equal(core_open(&config, &core), ERR_INPUT);
	store_close(k->store);
}

static void two_packs_with_one_kind_are_refused(void **state)
{
	struct kit *k = *state;
	struct core *core;
	kit_close(k);
	const struct store_config store = {.target = str_of(k->target), .modules = core_modules};
	good(store_open(&store, &k->store));
	good(store_migrate(k->store));
	struct pack twin = *k->packs[0];
	twin.name = S("twin");
	const struct pack *const both[] = {k->packs[0], &twin, NULL};
	const struct core_config config = {.store = k->store, .time = &k->time, .calendar = k->calendar, .zone = k->zone,
		.region = KIT_REGION, .packs = both, .key_file = str_of(k->key)};
	assert_int_equal(core_open(&config, &core), ERR_INPUT);
	assert_non_null(strstr(fail_key(), "both have a kind"));
	struct kind renamed = twin.kinds[0]; /* its numbers would still be the other's */
	renamed.name = S("other");
	twin.kinds = &renamed;
	twin.n_kinds = 1;
	assert_int_equal(core_open(&config, &core), ERR_INPUT);
	assert_non_null(strstr(fail_key(), "both give numbers"));
	store_close(k->store);
}

static int closed_teardown(void **state)
{
	kit_free(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_harm_is_noticed),
		kit_test(without_harm_nothing_is_found),
		cmocka_unit_test_setup_teardown(a_wrong_master_key_is_said, kit_setup, closed_teardown),
		cmocka_unit_test_setup_teardown(two_packs_with_one_kind_are_refused, kit_setup, closed_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
