/* SPDX-License-Identifier: Apache-2.0 */
/* pages_kit: the server of pages over canned data, for programs that ask it through HTTP. */
#ifndef LUOSHI_PAGES_KIT_H
#define LUOSHI_PAGES_KIT_H

#include "check.h"

#include "client.h"
#include "fake_core.h"
#include "fake_public.h"
#include "web/html_in.h"
#include "web/web_in.h"

#define OFFICE "office-token"
#define LIAISON "liaison-token"
#define LEADER "leader-token"
#define INTAKE "intake-token"
#define SECRET "_s=form-secret-form-secret"

static struct arena a;
static struct web *web;
static int port;
static const struct zone *the_zone;

static inline void want_status(const struct answer *r, int status, const char *what)
{
	if (r->status != status)
		test_fails("%s: %d, want %d\n" STR_FMT, what, r->status, status, STR_ARG(str_cut(r->body, 0, 600)));
}

static inline void want_words(const struct answer *r, const char *words)
{
	if (!says(r, words))
		test_fails("no \"%s\" in\n" STR_FMT, words, STR_ARG(r->body));
}

static inline int pages_begin(void **state)
{
	unused_arg(state);
	const struct zone *zone;
	arena_init(&a);
	if (zone_open(&a, S("Asia/Shanghai"), &zone) != OK)
		return 1;
	struct web_config c = {.listen = S("127.0.0.1:0"), .district = {S("榴园区"), S("Liuyuan District")}, .relay = fake_relay(), .sign = fake_sign(), .core = fake_core(),
			       .time = &fake_time, .zone = zone, .calendar = fake_calendar(&a), .packs = fake_packs,
			       .parts = {.ingest = fake_ingest}};
	if (web_start(&c, &web) != OK)
		return 1;
	port = web_port(web);
	the_zone = zone;
	return 0;
}

static inline int pages_end(void **state)
{
	unused_arg(state);
	if (web)
		web_stop(web);
	arena_done(&a);
	return 0;
}

#endif
