/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of runs, a module of its own. Each row is named by an event with its digest. */
#include "score/run_in.h"

static const struct migration migrations[] = {
	{1, "runs and classes that were decided",
	 "CREATE TABLE score_run(region INTEGER NOT NULL, id INTEGER NOT NULL, matter INTEGER NOT NULL, purpose INTEGER NOT NULL, at INTEGER NOT NULL,"
	 " person INTEGER NOT NULL, before INTEGER NOT NULL, title TEXT NOT NULL, period TEXT NOT NULL, kind TEXT NOT NULL, method TEXT NOT NULL,"
	 " n INTEGER NOT NULL, digest BLOB, body BLOB, PRIMARY KEY(region, id)) STRICT;"
	 "CREATE INDEX score_run_matter ON score_run(region, matter, id);"
	 "CREATE INDEX score_run_period ON score_run(region, kind, period, purpose, id);"
	 "CREATE TABLE score_override(region INTEGER NOT NULL, matter INTEGER NOT NULL, code TEXT NOT NULL, at INTEGER NOT NULL, person INTEGER NOT NULL,"
	 " band TEXT NOT NULL, why TEXT NOT NULL, by_name TEXT NOT NULL, PRIMARY KEY(region, matter, code)) STRICT, WITHOUT ROWID;"},
};
static const struct module schema = {.name = "score", .migrations = migrations, .n_migrations = COUNT_OF(migrations)};
static const struct module keep_module = {.name = "score_keep", .stmts = score_keep_stmts};
static const struct module check_module = {.name = "score_check", .stmts = score_check_stmts};
const struct module *const score_modules[] = {&schema, &keep_module, &check_module, NULL};
