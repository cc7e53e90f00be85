/* SPDX-License-Identifier: Apache-2.0 */
/* The same on the PostgreSQL that LUOSHI_TEST_PG names. */
#define KIT_POSTGRES
int media_main(void);
#define main media_main
#include "test_monitor_media.c"
#undef main

int main(void)
{
	if (!getenv("LUOSHI_TEST_PG")) {
		printf("1..0 # SKIP LUOSHI_TEST_PG names no PostgreSQL (tests/pg.sh start DIR prints one)\n");
		return 0;
	}
	return media_main();
}
