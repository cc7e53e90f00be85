/* SPDX-License-Identifier: Apache-2.0 */
/* The room's own statements and tables, declared as every module declares its own. */
#include "store/store_in.h"

#define OWN(name, text) const struct stmt name = {.id = #name, .sql = text}

OWN(own_migrations, "SELECT module, number, digest FROM schema_migration ORDER BY module, number");
OWN(own_migration_add,
    "INSERT INTO schema_migration(module, number, name, at, digest) VALUES($1, $2, $3, $4, $5)");
OWN(own_ids_read, "SELECT reserved FROM id_promise WHERE one = 1");
OWN(own_ids_move, "UPDATE id_promise SET reserved = $1 WHERE one = 1");
OWN(own_blob_add, "INSERT INTO blob_chunk(id, n, bytes) VALUES($1, $2, $3)");
OWN(own_blob_read, "SELECT bytes FROM blob_chunk WHERE id = $1 ORDER BY n");
OWN(own_blob_drop, "DELETE FROM blob_chunk WHERE id = $1");

static const struct stmt *const stmts[] = {
	&own_migrations, &own_migration_add, &own_ids_read, &own_ids_move,
	&own_blob_add,   &own_blob_read,     &own_blob_drop, NULL,
};

/* What exists before the first migration. */
const struct migration own_bootstrap = {
	.number = 0,
	.name = "bootstrap",
	.sql = "CREATE TABLE IF NOT EXISTS schema_migration(module TEXT NOT NULL, number INTEGER NOT NULL,"
	       " name TEXT NOT NULL, at INTEGER NOT NULL, digest BLOB NOT NULL, PRIMARY KEY(module, number)) STRICT;",
};

/* blob_chunk stays empty on SQLite, where blobs are files; the schema is one. Its key is
 * the id alone: it is found only through the row that names the blob. */
static const struct migration migrations[] = {
	{1, "ids and chunks",
	 "CREATE TABLE id_promise(one INTEGER PRIMARY KEY, reserved INTEGER NOT NULL) STRICT;"
	 "INSERT INTO id_promise(one, reserved) VALUES(1, 0);"
	 "CREATE TABLE blob_chunk(id INTEGER NOT NULL, n INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY(id, n))"
	 " STRICT, WITHOUT ROWID;",
	 "CREATE TABLE id_promise(one BIGINT PRIMARY KEY, reserved BIGINT NOT NULL);"
	 "INSERT INTO id_promise(one, reserved) VALUES(1, 0);"
	 "CREATE TABLE blob_chunk(id BIGINT NOT NULL, n BIGINT NOT NULL, bytes BYTEA NOT NULL, PRIMARY KEY(id, n));"
	 /* sealed bytes do not shrink */
	 "ALTER TABLE blob_chunk ALTER COLUMN bytes SET STORAGE EXTERNAL;"},
};

const struct module store_module = {
	.name = "store", .stmts = stmts, .migrations = migrations, .n_migrations = COUNT_OF(migrations)};
