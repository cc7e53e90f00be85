/* SPDX-License-Identifier: Apache-2.0 */
/* luoshi clocks: every clock with its ledger as JSON Lines, so that another program can
 * compute each date again (with `luoshi calendar export`). */
#include "base/json.h"
#include "cli/house.h"

static void put_row(struct buf *b, const struct clock_row *r)
{
	struct json j;
	json_begin(&j, b);
	clock_row_json(&j, r);
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
