/* SPDX-License-Identifier: Apache-2.0 */
/* Units that change, on the PostgreSQL that LUOSHI_TEST_PG names. */
#define KIT_POSTGRES
int unit_main(void);
#define main unit_main
#include "test_core_unit.c"
#undef main

int main(void)
{
	if (!getenv("LUOSHI_TEST_PG")) {
		printf("1..0 # SKIP LUOSHI_TEST_PG names no PostgreSQL (tests/pg.sh start DIR prints one)\n");
		return 0;
	}
	return unit_main();
}
