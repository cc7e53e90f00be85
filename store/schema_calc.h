/* SPDX-License-Identifier: Apache-2.0 */
/* schema: the text of a migration for PostgreSQL, made from the common one. */
#ifndef LUOSHI_STORE_SCHEMA_CALC_H
#define LUOSHI_STORE_SCHEMA_CALC_H

#include "base/str.h"

/* Outside quotes and comments, and only in capitals (a column may be called text):
 * INTEGER -> BIGINT, BLOB -> BYTEA, TEXT -> TEXT COLLATE "C" (SQLite compares bytes; so
 * must the other); the table options STRICT and WITHOUT ROWID are left out. */
void schema_for_postgres(str sql, struct buf *ret);

#endif
