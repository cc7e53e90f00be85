/* SPDX-License-Identifier: Apache-2.0 */
/* The same runs on the PostgreSQL that LUOSHI_TEST_PG names. */
#define KIT_POSTGRES
int run_main(void);
#define main run_main
#include "test_score_run.c"
#undef main

int main(void)
{
	if (!getenv("LUOSHI_TEST_PG")) {
		printf("1..0 # SKIP LUOSHI_TEST_PG names no PostgreSQL (tests/pg.sh start DIR prints one)\n");
		return 0;
	}
	return run_main();
}
