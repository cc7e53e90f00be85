/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of relay; a module of its own with its own steps. No table holds a title, a
 * name or an address in the clear. */
#include "relay/relay_in.h"

static const struct migration migrations[] = {
	{1, "notices and the outbox",
	 /* how far the log was read, and who may go on reading it until when */
	 "CREATE TABLE relay_mark(region INTEGER NOT NULL, seq INTEGER NOT NULL, holder INTEGER NOT NULL, until INTEGER NOT NULL,"
	 " PRIMARY KEY(region)) STRICT, WITHOUT ROWID;"
	 "CREATE TABLE notice(region INTEGER NOT NULL, person INTEGER NOT NULL, id INTEGER NOT NULL, unseen INTEGER NOT NULL,"
	 " seq INTEGER NOT NULL, what TEXT NOT NULL, topic INTEGER NOT NULL, matter INTEGER NOT NULL, unit INTEGER NOT NULL,"
	 " at INTEGER NOT NULL, PRIMARY KEY(region, person, id)) STRICT, WITHOUT ROWID;"
	 "CREATE UNIQUE INDEX notice_once ON notice(region, person, seq, what);"
	 "CREATE INDEX notice_unseen ON notice(region, person, unseen, id);"
	 "CREATE TABLE notice_count(region INTEGER NOT NULL, person INTEGER NOT NULL, unseen INTEGER NOT NULL,"
	 " PRIMARY KEY(region, person)) STRICT, WITHOUT ROWID;"
	 /* what waits to be told; message 0: not gathered yet */
	 "CREATE TABLE outbox(region INTEGER NOT NULL, id INTEGER NOT NULL, channel INTEGER NOT NULL, target INTEGER NOT NULL,"
	 " seq INTEGER NOT NULL, what TEXT NOT NULL, matter INTEGER NOT NULL, unit INTEGER NOT NULL, at INTEGER NOT NULL,"
	 " how INTEGER NOT NULL, due INTEGER NOT NULL, message INTEGER NOT NULL, PRIMARY KEY(region, id)) STRICT;"
	 "CREATE UNIQUE INDEX outbox_once ON outbox(region, channel, target, seq, what);"
	 "CREATE INDEX outbox_message ON outbox(region, message, due, id);"
	 "CREATE TABLE message(region INTEGER NOT NULL, id INTEGER NOT NULL, channel INTEGER NOT NULL, target INTEGER NOT NULL,"
	 " sort INTEGER NOT NULL, state INTEGER NOT NULL, tries INTEGER NOT NULL, next_at INTEGER NOT NULL, made INTEGER NOT NULL,"
	 " last INTEGER NOT NULL, why TEXT NOT NULL, PRIMARY KEY(region, id)) STRICT;"
	 "CREATE INDEX message_next ON message(region, state, next_at, id);"
	 /* choices of a person; a row that is not there is the district's setting */
	 "CREATE TABLE notice_choice(region INTEGER NOT NULL, person INTEGER NOT NULL, name TEXT NOT NULL, value INTEGER NOT NULL,"
	 " PRIMARY KEY(region, person, name)) STRICT, WITHOUT ROWID;"
	 "CREATE TABLE contact(region INTEGER NOT NULL, person INTEGER NOT NULL, version INTEGER NOT NULL, sealed BLOB NOT NULL,"
	 " proved INTEGER NOT NULL, code_ends INTEGER NOT NULL, code_tries INTEGER NOT NULL, PRIMARY KEY(region, person))"
	 " STRICT, WITHOUT ROWID;"
	 "CREATE TABLE robot(region INTEGER NOT NULL, id INTEGER NOT NULL, unit INTEGER NOT NULL, form INTEGER NOT NULL,"
	 " name TEXT NOT NULL, topics INTEGER NOT NULL, active INTEGER NOT NULL, next_at INTEGER NOT NULL, sealed BLOB NOT NULL,"
	 " PRIMARY KEY(region, id)) STRICT;"},
};

/* What goes to another Open311 server, and how far it is there. */
static const struct migration forward_migrations[] = {
	{1, "matters that are forwarded",
	 "CREATE TABLE forward(region INTEGER NOT NULL, id INTEGER NOT NULL, matter INTEGER NOT NULL, seq INTEGER NOT NULL, open INTEGER NOT NULL,"
	 " state INTEGER NOT NULL, tries INTEGER NOT NULL, next_at INTEGER NOT NULL, made INTEGER NOT NULL, posted INTEGER NOT NULL,"
	 " number TEXT NOT NULL, token TEXT NOT NULL, seen TEXT NOT NULL, why TEXT NOT NULL, PRIMARY KEY(region, id)) STRICT;"
	 "CREATE UNIQUE INDEX forward_once ON forward(region, seq);"
	 "CREATE INDEX forward_next ON forward(region, open, next_at, id);"},
};
static const struct module forward_schema = {.name = "relay_forward_out", .migrations = forward_migrations,
	.n_migrations = COUNT_OF(forward_migrations)};

static const struct module schema = {.name = "relay", .migrations = migrations, .n_migrations = COUNT_OF(migrations)};

#define MODULE(x) static const struct module x##_module = {.name = #x, .stmts = x##_stmts};
RELAY_STATEMENT_FILES(MODULE)
#undef MODULE

#define ROW(x) &x##_module,
const struct module *const relay_modules[] = {&schema, &forward_schema, RELAY_STATEMENT_FILES(ROW) NULL};
