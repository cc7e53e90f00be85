/* SPDX-License-Identifier: Apache-2.0 */
/* What only SQLite has: files, locks, copies, plans. The battery both engines share is
 * in test_store_engine.c. */
#include "check.h"
#include "store_kit.h"

#include <sys/wait.h>
#include <unistd.h>

static err add_one(struct conn *c, void *arg)
{
	return exec(c, &note_add, VALS(V_INT(1), V_INT(*(int64_t *)arg), V_TEXT(S("x")), V_NULL), NULL);
}

static void a_second_process_is_refused_by_name(void **state)
{
	struct kit *k = *state;
	struct store *s = kit_open(k, kit_modules), *other = NULL;
	pid_t child = fork();
	if (child == 0) {
		struct store_config config = {.target = str_of(k->target), .modules = kit_modules};
		err e = store_open(&config, &other);
		struct buf b, want;
		buf_init(&b, NULL);
		buf_init(&want, NULL);
		fail_text(&b, LANG_EN);
		buf_fmt(&want, "process %ld;", (long)getppid());
		_exit(e == ERR_INPUT && str_find(buf_str(&b), buf_str(&want), 0) >= 0 ? 0 : 1);
	}
	int status;
	waitpid(child, &status, 0);
	assert_int_equal(status, 0);
	store_close(s);
	store_close(kit_open(k, kit_modules));
}

static void a_strange_file_is_left_alone(void **state)
{
	struct kit *k = *state;
	struct store_config config = {.target = str_of(k->target), .modules = kit_modules, .no_create = true};
	struct store *s;
	assert_int_equal(store_open(&config, &s), ERR_INPUT); /* there is none */
	kit_write(k->target, "this is a letter, and a long one, but no database at all\n");
	assert_int_equal(store_open(&config, &s), ERR_INPUT);
	kit_shell("test \"$(head -c 16 '%s')\" = 'this is a letter'", k->target);
}

static void an_older_one_is_copied_before_it_is_migrated(void **state)
{
	struct kit *k = *state;
	char copy[300];
	int64_t id = 7;
	struct store *s = kit_open(k, kit_modules);
	assert_int_equal(store_write(s, add_one, &id), OK);
	store_close(s);
	snprintf(copy, sizeof copy, "%s.before-3", k->target);
	assert_int_equal(access(copy, F_OK), -1);
	s = kit_open(k, kit_modules_next);
	assert_int_equal(kit_count(s), 1);
	store_close(s);
	assert_int_equal(access(copy, F_OK), 0);
	/* and the newer one is refused by the older program, the copy is not */
	struct store_config config = {.target = str_of(k->target), .modules = kit_modules};
	assert_int_equal(store_open(&config, &s), OK);
	assert_int_equal(store_migrate(s), ERR_INPUT);
	assert_string_equal(fail_key(), "the database {0} was written by a newer version of Luoshi (step {1}); install that version");
	store_close(s);
	config.target = str_of(copy);
	assert_int_equal(store_open(&config, &s), OK);
	assert_int_equal(store_migrate(s), OK);
	assert_int_equal(kit_count(s), 1);
	store_close(s);
}

static void a_changed_migration_is_noticed(void **state)
{
	struct kit *k = *state;
	struct store *s = kit_open(k, kit_modules);
	store_close(s);
	struct store_config config = {.target = str_of(k->target), .modules = kit_modules_changed};
	assert_int_equal(store_open(&config, &s), OK);
	assert_int_equal(store_migrate(s), ERR_INPUT);
	store_close(s);
}

static void the_statement_check_finds_scans(void **state)
{
	struct kit *k = *state;
	struct buf b;
	buf_init(&b, NULL);
	struct store *s = kit_open(k, kit_modules);
	assert_int_equal(store_check_statements(s, &b), OK);
	same_str(buf_str(&b), S(""));
	store_close(s);
	s = kit_open(k, kit_modules_bad);
	assert_int_equal(store_check_statements(s, &b), OK);
	same_str(buf_str(&b), S("table: loose is not STRICT\n"
				"bad_scan: scans the growing table note\n"
				"bad_alias: scans the growing table n\n"
				"bad_text: does not prepare: no such table: nowhere\n"));
	store_close(s);
	buf_done(&b);
}

struct busy_writer {
	struct store *s;
	int64_t from, done;
	atomic_bool stop;
};

static void *keep_writing(void *arg)
{
	struct busy_writer *w = arg;
	for (int64_t id = w->from; !atomic_load(&w->stop); id++) {
		if (store_write(w->s, add_one, &id) != OK)
			break;
		w->done++;
	}
	return NULL;
}

static void a_backup_during_writes_restores(void **state)
{
	struct kit *k = *state;
	char to[300];
	struct arena a;
	struct blob_ref ref;
	str plain;
	pthread_t t;
	struct buf b;
	arena_init(&a);
	buf_init(&b, NULL);
	struct store *s = kit_open(k, kit_modules), *copy;
	assert_int_equal(blob_put(s, 1700000000000, S("一张照片"), &ref), OK);
	int64_t before = 100;
	assert_int_equal(kit_add_many(s, 1, before), OK);
	struct busy_writer w = {.s = s, .from = 1000};
	pthread_create(&t, NULL, keep_writing, &w);
	snprintf(to, sizeof to, "%s.copy", k->target);
	assert_int_equal(store_backup(s, str_of(to)), OK);
	assert_int_equal(store_backup(s, str_of(to)), ERR_INPUT); /* never over something */
	atomic_store(&w.stop, true);
	pthread_join(t, NULL);
	store_close(s);
	struct store_config config = {.target = str_of(to), .modules = kit_modules, .no_create = true};
	assert_int_equal(store_open(&config, &copy), OK);
	assert_int_equal(store_migrate(copy), OK);
	assert_in_range(kit_count(copy), before, before + w.done);
	assert_int_equal(store_integrity(copy, &b), OK);
	same_str(buf_str(&b), S(""));
	assert_int_equal(blob_get(copy, &a, &ref, &plain), OK);
	same_str(plain, S("一张照片"));
	store_close(copy);
	buf_done(&b);
	arena_done(&a);
}

static void a_reader_cannot_write_and_readers_are_private(void **state)
{
	struct kit *k = *state;
	struct store *s = kit_open(k, kit_modules);
	/* names and phone numbers: for the owner's eyes */
	kit_shell("test \"$(stat -c %%a '%s')\" = 600 && test \"$(stat -c %%a '%s-wal')\" = 600", k->target, k->target);
	store_close(s);
	kit_shell("test ! -e '%s-wal'", k->target);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		kit_test(a_second_process_is_refused_by_name),
		kit_test(a_strange_file_is_left_alone),
		kit_test(an_older_one_is_copied_before_it_is_migrated),
		kit_test(a_changed_migration_is_noticed),
		kit_test(the_statement_check_finds_scans),
		kit_test(a_backup_during_writes_restores),
		kit_test(a_reader_cannot_write_and_readers_are_private),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
