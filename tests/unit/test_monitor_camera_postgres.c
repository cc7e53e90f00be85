/* SPDX-License-Identifier: Apache-2.0 */
/* The same on the PostgreSQL that LUOSHI_TEST_PG names. */
#define KIT_POSTGRES
int camera_main(int argc, char **argv);
#define main camera_main
#include "test_monitor_camera.c"
#undef main

int main(int argc, char **argv)
{
	if (argc < 2 && !getenv("LUOSHI_TEST_PG")) {
		printf("1..0 # SKIP LUOSHI_TEST_PG names no PostgreSQL (tests/pg.sh start DIR prints one)\n");
		return 0;
	}
	return camera_main(argc, argv);
}
