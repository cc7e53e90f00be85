/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "store/schema_calc.h"

static void the_common_text_becomes_postgres(void **state)
{
	static const struct {
		const char *in, *out;
	} row[] = {
		{"CREATE TABLE a(id INTEGER PRIMARY KEY, text TEXT NOT NULL, b BLOB) STRICT;",
		 "CREATE TABLE a(id BIGINT PRIMARY KEY, text TEXT COLLATE \"C\" NOT NULL, b BYTEA) ;"},
		{"CREATE TABLE a(x INTEGER, PRIMARY KEY(x)) STRICT, WITHOUT ROWID;", "CREATE TABLE a(x BIGINT, PRIMARY KEY(x))  ;"},
		{"CREATE TABLE a(x INTEGER)WITHOUT\n ROWID , STRICT", "CREATE TABLE a(x BIGINT)  "},
		{"INSERT INTO t SELECT a, strict, b FROM u; -- a TEXT, STRICT", "INSERT INTO t SELECT a, strict, b FROM u; -- a TEXT, STRICT"},
		{"INSERT INTO t VALUES('BLOB, STRICT', \"TEXT\")", "INSERT INTO t VALUES('BLOB, STRICT', \"TEXT\")"},
		{"x_TEXT TEXTS INTEGER1 'it''s TEXT", "x_TEXT TEXTS INTEGER1 'it''s TEXT"},
		{"", ""},
	};
	struct buf b;
	unused_arg(state);
	buf_init(&b, NULL);
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		buf_clear(&b);
		schema_for_postgres(str_of(row[i].in), &b);
		same_str(buf_str(&b), str_of(row[i].out));
	}
	buf_done(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(the_common_text_becomes_postgres)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
