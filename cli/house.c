/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/house.h"

#include "ballot/ballot.h"
#include "base/limits.h"
#include "base/log.h"
#include "ledger/import.h"
#include "monitor/camera.h"
#include "monitor/monitor.h"
#include "relay/relay.h"
#include "score/keep.h"

#include <stdlib.h>
#include <string.h>

static const char *const packs_built_in[] = {
	"commitments",
	"supervision",
	"notices",
	"projects",
	"challenges",
	"requests",
	"pollution",
	"privacy",
	"rates",
	"open311",
	"indicators",
	"economy",
	"ladder",
	"campaigns",
	"honours",
	"funds",
	"idle_land",
	"firstline",
	"air",
	"outlets",
	"yield",
	"buildings",
	"appraisal",
	"observation",
	"cameras",
	"restoration",
};

static err open_packs(struct house *h)
{
	h->packs = arena_new_n(&h->arena, COUNT_OF(packs_built_in) + 1, const struct pack *);
	for (size_t i = 0; i < COUNT_OF(packs_built_in); i++) {
		const struct pack_file *files;
		struct pack *pack;
		size_t n = pack_builtin(&files, str_of(packs_built_in[i]));
		TRY(pack_load(&h->arena, str_of(packs_built_in[i]), files, n, &pack));
		arena_defer(&h->arena, (void (*)(void *))pack_free, pack);
		h->packs[i] = pack;
	}
	return OK;
}

static err open_calendar(struct cli *cli, struct house *h, const struct config *c)
{
	struct calendar *calendar = calendar_new(&h->arena);
	str tsv = calendar_built_in();
	if (c->calendar.n)
		TRY(cli_read(cli, str_z(cli->arena, c->calendar), LIMIT_FILE, &tsv));
	TRY(calendar_load(calendar, &h->arena, str_dup(&h->arena, tsv), c->calendar.n ? str_dup(&h->arena, c->calendar) : S("cn.tsv")));
	h->calendar = calendar;
	return zone_open(&h->arena, c->zone, &h->zone);
}

static err open_store(struct house *h)
{
	static const struct module *const *const rooms[] = {core_modules, relay_modules, ledger_modules, score_modules, ballot_modules, monitor_modules};
	struct store_config store = {.target = h->db, .modules = modules_join(&h->arena, rooms, COUNT_OF(rooms))};
	TRY(store_open(&store, &h->store));
	return store_migrate(h->store);
}

str house_key(struct arena *a, const struct config *c)
{
	struct buf b;
	bool server = str_starts(c->db, S("postgresql:"));
	buf_init(&b, a);
	buf_add(&b, c->key.n ? c->key : server ? S("luoshi") : c->db);
	if (!c->key.n)
		buf_z(&b, ".key");
	return buf_str(&b);
}

static err open_all(struct cli *cli, const struct config *c, struct house *h)
{
	int64_t region = 0;
	if (!str_int(c->region, &region))
		return fail(ERR_USAGE, "region is the six-digit code of a district, not “{0}”", c->region);
	TRY(open_calendar(cli, h, c));
	TRY(open_packs(h));
	TRY(open_store(h));
	struct core_config core = {.store = h->store, .time = h->time, .calendar = h->calendar, .zone = h->zone,
				   .region = region, .packs = h->packs, .lang = cli->lang, .key_file = house_key(&h->arena, c)};
	TRY(core_open(&core, &h->core));
	h->eye = eye_new(&(struct eye_config){.core = h->core, .ffmpeg = c->ffmpeg});
	return OK;
}

err house_open(struct cli *cli, const struct config *c, const struct time_source *time, struct house **ret)
{
	struct house *h = calloc(1, sizeof *h);
	ours(h);
	arena_init(&h->arena);
	h->time = time;
	h->decoder = decoder_new(&h->arena, NULL);
	h->db = str_dup(&h->arena, c->db);
	err e = open_all(cli, c, h);
	if (e != OK) {
		house_close(h);
		return e;
	}
	*ret = h;
	return OK;
}

void house_close(struct house *h)
{
	if (!h)
		return;
	eye_free(h->eye);
	if (h->core)
		core_close(h->core);
	if (h->store)
		store_close(h->store);
	arena_done(&h->arena);
	free(h);
}

static void close_deferred(void *h)
{
	house_close(h);
}

err house_for(struct cli *cli, const struct config *c, struct house **ret)
{
	if (cli->house) {
		*ret = cli->house;
		return OK;
	}
	TRY(house_open(cli, c, &time_real, ret));
	arena_defer(cli->arena, close_deferred, *ret);
	return OK;
}

err house_system(struct house *h, struct arena *a, struct ctx *ret)
{
	struct actor system = {.user = 0, .duties = ~0u, .name = S("system")};
	return ctx_open(h->core, a, &system, ret);
}
