/* SPDX-License-Identifier: Apache-2.0 */
/* Who is complained of learns nothing, on the PostgreSQL that LUOSHI_TEST_PG names. */
#define KIT_POSTGRES
int secrecy_main(void);
#define main secrecy_main
#include "test_core_secrecy.c"
#undef main

int main(void)
{
	if (!getenv("LUOSHI_TEST_PG")) {
		printf("1..0 # SKIP LUOSHI_TEST_PG names no PostgreSQL (tests/pg.sh start DIR prints one)\n");
		return 0;
	}
	return secrecy_main();
}
