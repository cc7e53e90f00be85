/* SPDX-License-Identifier: Apache-2.0 */
/* luoshi clocks: every clock with its ledger as JSON Lines, so that another program can
 * compute each date again (with `luoshi calendar export`). */
#include "base/json.h"
#include "cli/house.h"

static void put_row(struct buf *b, const struct clock_row *r)
{
	struct json j;
	json_begin(&j, b);
	json_open(&j, '{');
	json_key(&j, "matter"), json_id(&j, r->matter);
	json_key(&j, "part"), json_id(&j, r->part);
	json_key(&j, "number"), json_str(&j, r->number);
	json_key(&j, "kind"), json_str(&j, r->kind->name);
	json_key(&j, "state"), json_str(&j, r->kind->states[r->state].name);
	json_key(&j, "clock"), json_str(&j, r->decl->name);
	json_key(&j, "main"), json_bool(&j, r->decl->main);
	json_key(&j, "calendar"), json_str(&j, r->decl->calendar.p ? r->decl->calendar : S(""));
	clock_json(&j, r->clock);
	clock_json_ms(&j, "due_ms", r->due);
	json_key(&j, "provisional"), json_bool(&j, r->provisional);
	json_close(&j);
	buf_byte(b, '\n');
}

static err put_some(struct cli *cli, struct house *h, int64_t *after)
{
	struct arena a;
	struct ctx ctx;
	struct clock_row *v;
	struct buf b;
	size_t n = 0;
	arena_init(&a);
	buf_init(&b, &a);
	err e = house_system(h, &a, &ctx);
	if (e == OK) {
		e = clock_rows(&ctx, after, &v, &n);
		ctx_close(&ctx);
	}
	for (size_t i = 0; e == OK && i < n; i++)
		put_row(&b, &v[i]);
	if (e == OK)
		e = cli_write(cli, buf_str(&b));
	arena_done(&a);
	return e;
}

err cmd_clocks(struct cli *cli)
{
	struct config config;
	struct house *h;
	int64_t after = 0;
	TRY(config_load(cli, NULL, 0, &config));
	TRY(house_for(cli, &config, &h));
	do
		TRY(put_some(cli, h, &after));
	while (after);
	return OK;
}
