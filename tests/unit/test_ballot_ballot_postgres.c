/* SPDX-License-Identifier: Apache-2.0 */
/* The same ballots on the PostgreSQL that LUOSHI_TEST_PG names. */
#define KIT_POSTGRES
int ballot_main(void);
#define main ballot_main
#include "test_ballot_ballot.c"
#undef main

int main(void)
{
	if (!getenv("LUOSHI_TEST_PG")) {
		printf("1..0 # SKIP LUOSHI_TEST_PG names no PostgreSQL (tests/pg.sh start DIR prints one)\n");
		return 0;
	}
	return ballot_main();
}
