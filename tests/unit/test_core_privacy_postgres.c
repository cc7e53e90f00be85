/* SPDX-License-Identifier: Apache-2.0 */
/* Personal data, on the PostgreSQL that LUOSHI_TEST_PG names. */
#define KIT_POSTGRES
int privacy_main(void);
#define main privacy_main
#include "test_core_privacy.c"
#undef main

int main(void)
{
	if (!getenv("LUOSHI_TEST_PG")) {
		printf("1..0 # SKIP LUOSHI_TEST_PG names no PostgreSQL (tests/pg.sh start DIR prints one)\n");
		return 0;
	}
	return privacy_main();
}
