/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of ballots, a module of its own. What was answered has no row, no time and no order: a box of each
 * group is one sealed value that every answer changes as a whole. */
#include "ballot/ballot_in.h"

static const struct migration migrations[] = {
	{1, "rounds of ballots",
	 "CREATE TABLE ballot_round(region INTEGER NOT NULL, id INTEGER NOT NULL, state INTEGER NOT NULL, duty INTEGER NOT NULL, person INTEGER NOT NULL,"
	 " opened INTEGER NOT NULL, closed INTEGER NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY(region, id)) STRICT;"
	 "CREATE TABLE ballot_box(region INTEGER NOT NULL, round INTEGER NOT NULL, grp INTEGER NOT NULL, invited INTEGER NOT NULL, n INTEGER NOT NULL,"
	 " sealed BLOB NOT NULL, PRIMARY KEY(region, round, grp)) STRICT, WITHOUT ROWID;"
	 "CREATE TABLE ballot_invite(region INTEGER NOT NULL, round INTEGER NOT NULL, person INTEGER NOT NULL, grp INTEGER NOT NULL,"
	 " state INTEGER NOT NULL, PRIMARY KEY(region, round, person)) STRICT, WITHOUT ROWID;"
	 "CREATE INDEX ballot_invite_person ON ballot_invite(region, person, state, round);"},
};
static const struct module schema = {.name = "ballot", .migrations = migrations, .n_migrations = COUNT_OF(migrations)};
static const struct module write_module = {.name = "ballot_write", .stmts = ballot_stmts};
static const struct module read_module = {.name = "ballot_read", .stmts = ballot_read_stmts};
static const struct module check_module = {.name = "ballot_check", .stmts = ballot_check_stmts};
const struct module *const ballot_modules[] = {&schema, &write_module, &read_module, &check_module, NULL};
