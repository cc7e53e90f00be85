/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of store/ share: a small schema, a database of their own for each test,
 * on SQLite or, when LUOSHI_TEST_PG names a cluster, on PostgreSQL. */
#ifndef LUOSHI_TEST_STORE_KIT_H
#define LUOSHI_TEST_STORE_KIT_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/store.h"

struct kit {
	char dir[64], target[256];
};

STMT(note_add, "INSERT INTO note(region, id, text, picture) VALUES($1, $2, $3, $4)");
STMT(note_get, "SELECT text, picture FROM note WHERE id = $2 AND region = $1");
STMT(note_after, "SELECT n.id, n.text FROM note AS n WHERE n.region = $1 AND n.id > $2 ORDER BY n.id LIMIT $3");
STMT(note_set, "UPDATE note SET text = $3 WHERE region = $1 AND id = $2");
STMT(note_edges, "SELECT $1 + 0, $2 + 0");
STMT_FLAGS(note_count, STMT_SCAN, "SELECT count(*) FROM note");
STMT_FLAGS(note_sum, STMT_SCAN, "SELECT sum(id) FROM note");
STMT_FLAGS(note_all, STMT_SCAN, "SELECT id, text FROM note ORDER BY region, id");
STMT(bad_scan, "SELECT id FROM note WHERE text = $1");
STMT(bad_alias, "SELECT n.id FROM place p JOIN note n ON n.text = p.name");
STMT(bad_text, "SELECT a FROM nowhere");

static const struct stmt *const kit_stmts[] = {&note_add, &note_get, &note_after, &note_set, &note_edges,
					       &note_count, &note_sum, &note_all, NULL};
static const struct stmt *const kit_stmts_bad[] = {&bad_scan, &bad_alias, &bad_text, NULL};

#define NOTE_TABLE \
	"CREATE TABLE note(region INTEGER NOT NULL, id INTEGER NOT NULL, text TEXT NOT NULL, picture BLOB," \
	" PRIMARY KEY(region, id)) STRICT, WITHOUT ROWID;"
static const struct migration kit_steps[] = {
	{10, "notes", NOTE_TABLE " CREATE TABLE place(id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;", NULL},
	{11, "a column", "ALTER TABLE note ADD COLUMN more TEXT;", NULL},
};
static const struct migration kit_steps_changed[] = {{10, "notes", NOTE_TABLE, NULL}};
static const struct migration kit_steps_bad[] = {{1, "loose", "CREATE TABLE loose(a INTEGER);", NULL}};

static const struct module kit_module = {"kit", kit_stmts, kit_steps, 1};
static const struct module kit_module_next = {"kit", kit_stmts, kit_steps, 2};
static const struct module kit_module_changed = {"kit", kit_stmts, kit_steps_changed, 1};
static const struct module kit_module_bad = {"kit_bad", kit_stmts_bad, kit_steps_bad, 1};
static const struct module *const kit_modules[] = {&kit_module, NULL};
__attribute__((unused)) static const struct module *const kit_modules_next[] = {&kit_module_next, NULL};
__attribute__((unused)) static const struct module *const kit_modules_changed[] = {&kit_module_changed, NULL};
__attribute__((unused)) static const struct module *const kit_modules_bad[] = {&kit_module, &kit_module_bad, NULL};

#define kit_shell(...) kit_shell_(__FILE__, __LINE__, __VA_ARGS__)
__attribute__((unused)) static void kit_shell_(const char *file, int line, const char *fmt, ...)
{
	char text[2048];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	if (system(text) != 0) {
		print_error("failed: %s\n", text);
		_fail(file, line);
	}
}

__attribute__((unused)) static void kit_write(const char *name, const char *text)
{
	FILE *f = fopen(name, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

__attribute__((unused)) static struct store *kit_open(struct kit *k, const struct module *const *modules)
{
	struct store_config config = {.target = str_of(k->target), .modules = modules};
	struct store *s = NULL;
	struct buf b;
	buf_init(&b, NULL);
	err e = store_open(&config, &s);
	if (e == OK)
		e = store_migrate(s);
	if (e != OK) {
		fail_text(&b, LANG_EN);
		test_fails("%s", b.p);
	}
	buf_done(&b);
	return s;
}

__attribute__((unused)) static int64_t kit_number(struct store *s, const struct stmt *st)
{
	struct conn *c;
	struct rows *r;
	bool found;
	assert_int_equal(store_read_begin(s, &c), OK);
	assert_int_equal(query_one(c, st, NO_VALS, &r, &found), OK);
	assert_true(found);
	int64_t n = row_int(r, 0);
	store_read_end(c);
	return n;
}

__attribute__((unused)) static int64_t kit_count(struct store *s)
{
	return kit_number(s, &note_count);
}

struct kit_many {
	int64_t from, n;
};

static err kit_many_job(struct conn *c, void *arg)
{
	struct kit_many *m = arg;
	for (int64_t i = 0; i < m->n; i++)
		TRY(exec(c, &note_add, VALS(V_INT(1), V_INT(m->from + i), V_TEXT(S("路灯不亮")), V_NULL), NULL));
	return OK;
}

__attribute__((unused)) static err kit_add_many(struct store *s, int64_t from, int64_t n)
{
	struct kit_many m = {from, n};
	return store_write(s, kit_many_job, &m);
}

__attribute__((unused)) static int kit_setup(void **state)
{
	struct kit *k = calloc(1, sizeof *k);
	/* in memory where that is possible: no test here needs the disk, and a busy one is slow */
	const char *base = getenv("TMPDIR");
	if (!base || strlen(base) > 30)
		base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
	snprintf(k->dir, sizeof k->dir, "%s/luoshi-store-XXXXXX", base);
	if (!mkdtemp(k->dir))
		return -1;
	snprintf(k->target, sizeof k->target, "%s/a.db", k->dir);
	*state = k;
	return 0;
}

__attribute__((unused)) static int kit_teardown(void **state)
{
	struct kit *k = *state;
	char text[128];
	snprintf(text, sizeof text, "rm -rf '%s'", k->dir);
	int e = system(text);
	free(k);
	return e;
}

#ifdef KIT_POSTGRES
#include <libpq-fe.h>

static void kit_pg(const char *what, const char *name, const char *how)
{
	char sql[128];
	snprintf(sql, sizeof sql, "%s DATABASE %s%s", what, name, how);
	PGconn *pg = PQconnectdb(getenv("LUOSHI_TEST_PG"));
	PGresult *r = PQexec(pg, sql);
	if (PQresultStatus(r) != PGRES_COMMAND_OK)
		test_fails("%s: %s", sql, PQerrorMessage(pg));
	PQclear(r);
	PQfinish(pg);
}

static int kit_setup_pg(void **state)
{
	static int n;
	struct kit *k = calloc(1, sizeof *k);
	snprintf(k->dir, sizeof k->dir, "kit_%ld_%d", (long)getpid(), n++);
	kit_pg("CREATE", k->dir, "");
	snprintf(k->target, sizeof k->target, "%s&dbname=%s", getenv("LUOSHI_TEST_PG"), k->dir);
	*state = k;
	return 0;
}

static int kit_teardown_pg(void **state)
{
	struct kit *k = *state;
	kit_pg("DROP", k->dir, " WITH (FORCE)");
	free(k);
	return 0;
}
#endif

#define kit_test(f) cmocka_unit_test_setup_teardown(f, kit_setup, kit_teardown)

#endif
