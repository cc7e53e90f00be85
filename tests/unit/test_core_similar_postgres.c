/* SPDX-License-Identifier: Apache-2.0 */
/* Similar requests on the PostgreSQL that LUOSHI_TEST_PG names. */
#define KIT_POSTGRES
int similar_main(void);
#define main similar_main
#include "test_core_similar.c"
#undef main

int main(void)
{
	if (!getenv("LUOSHI_TEST_PG")) {
		printf("1..0 # SKIP LUOSHI_TEST_PG names no PostgreSQL (tests/pg.sh start DIR prints one)\n");
		return 0;
	}
	return similar_main();
}
