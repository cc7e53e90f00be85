/* SPDX-License-Identifier: Apache-2.0 */
/* fake_serve PORT: the pages over canned data, to look at them in a browser. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "fake_core.h"
#include "web/web.h"

int main(int argc, char **argv)
{
	struct arena a;
	struct web *w;
	const struct zone *zone;
	char listen[64];
	sigset_t set;
	int got;
	arena_init(&a);
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	snprintf(listen, sizeof listen, "127.0.0.1:%s", argc > 1 ? argv[1] : "8099");
	if (argc > 2)
		fake_rows = atoi(argv[2]);
	if (zone_open(&a, S("Asia/Shanghai"), &zone) != OK)
		return 1;
	struct web_config c = {.listen = str_of(listen), .district = {S("榴园区"), S("Liuyuan District")}, .core = fake_core(),
			       .time = &fake_time, .zone = zone, .calendar = fake_calendar(&a), .packs = fake_packs, .relay = fake_relay(),
			       .parts = {.ingest = fake_ingest}};
	if (web_start(&c, &w) != OK) {
		fprintf(stderr, "%s\n", fail_key());
		return 1;
	}
	printf("http://127.0.0.1:%d/\n", web_port(w));
	fflush(stdout);
	sigwait(&set, &got);
	web_stop(w);
	arena_done(&a);
	return 0;
}
