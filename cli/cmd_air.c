/* SPDX-License-Identifier: Apache-2.0 */
/* luoshi air import FILE.csv: hours of air stations into the record. */
#include "base/limits.h"
#include "cli/house.h"
#include "monitor/air_keep.h"

static err import(struct cli *cli, struct house *h, str text, const struct air_observation *o, size_t n)
{
	struct ctx x;
	struct digest d;
	struct buf b, hex, count;
	size_t days = 0;
	buf_init(&b, cli->arena), buf_init(&hex, cli->arena), buf_init(&count, cli->arena);
	hash_bytes(HASH_SHA256, text.p, text.n, &d);
	digest_hex(&hex, &d);
	TRY(house_system(h, cli->arena, &x));
	err e = air_hours_put(&x, o, n, buf_str(&hex), &days);
	ctx_close(&x);
	TRY(e);
	buf_int(&count, (int64_t)days);
	const str args[] = {buf_str(&count)};
	word_fmt(&b, cli->lang, W("days of air stations that changed: {0}"), args, 1);
	buf_byte(&b, '\n');
	return cli_write(cli, buf_str(&b));
}

err cmd_air(struct cli *cli)
{
	struct config config;
	struct house *h;
	struct air_observation *o;
	struct air_notice *notices;
	size_t n, n_notices;
	str text;
	TRY(config_load(cli, NULL, 0, &config));
	if (cli->argc != 2 || !str_eq(str_of(cli->argv[0]), S("import")))
		return fail(ERR_USAGE, "air needs import FILE.csv");
	TRY(cli_read(cli, cli->argv[1], LIMIT_FILE, &text));
	TRY(air_csv_read(cli->arena, air_rules(), NULL, text, &o, &n, &notices, &n_notices));
	TRY(house_for(cli, &config, &h));
	return import(cli, h, text, o, n);
}
