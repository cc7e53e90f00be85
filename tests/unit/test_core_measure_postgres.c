/* SPDX-License-Identifier: Apache-2.0 */
/* Values of indicators on the PostgreSQL that LUOSHI_TEST_PG names. */
#define KIT_POSTGRES
int measure_main(void);
#define main measure_main
#include "test_core_measure.c"
#undef main

int main(void)
{
	if (!getenv("LUOSHI_TEST_PG")) {
		printf("1..0 # SKIP LUOSHI_TEST_PG names no PostgreSQL (tests/pg.sh start DIR prints one)\n");
		return 0;
	}
	return measure_main();
}
