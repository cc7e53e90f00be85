/* SPDX-License-Identifier: Apache-2.0 */
/* The same ledgers on the PostgreSQL that LUOSHI_TEST_PG names. */
#define KIT_POSTGRES
int import_main(void);
#define main import_main
#include "test_ledger_import.c"
#undef main

int main(void)
{
	if (!getenv("LUOSHI_TEST_PG")) {
		printf("1..0 # SKIP LUOSHI_TEST_PG names no PostgreSQL (tests/pg.sh start DIR prints one)\n");
		return 0;
	}
	return import_main();
}
