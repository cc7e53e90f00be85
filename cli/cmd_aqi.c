/* SPDX-License-Identifier: Apache-2.0 */
/* luoshi aqi: indices of air quality of a table of observations. Pure: reads no database and asks no clock. */
#include <stdio.h>

#include "base/limits.h"
#include "cli/cli.h"
#include "monitor/air.h"
#include "text/text.h"

static err standard_wanted(const struct cli_opt *opt, const struct air_rules *rules, const struct air_standard **ret)
{
	*ret = opt->ret.p ? air_standard_named(rules, opt->ret) : NULL;
	if (opt->ret.p && !*ret)
		return fail(ERR_USAGE, "there is no standard {0}; write --standard 2012 or --standard 2026", opt->ret);
	return OK;
}

/* A spreadsheet saves in the charset of its machine. */
static err as_utf8(struct cli *cli, str bytes, str *ret)
{
	struct decoded d;
	*ret = bytes;
	if (utf8_valid(bytes) == bytes.n)
		return OK;
	TRY(text_decode(cli->arena, bytes, &d));
	*ret = d.text;
	return OK;
}

static void say(const struct cli *cli, const struct air_notice *v, size_t n)
{
	struct buf b;
	buf_init(&b, cli->arena);
	for (size_t i = 0; i < n; i++) {
		word_fmt(&b, cli->lang, v[i].sentence, v[i].args, COUNT_OF(v[i].args));
		buf_byte(&b, '\n');
	}
	if (b.n)
		fputs(b.p, stderr);
}

err cmd_aqi(struct cli *cli)
{
	const struct air_rules *rules = air_rules();
	const struct air_standard *forced;
	struct cli_opt opt = {.name = "standard", .value = "2012|2026"};
	struct air_observation *o;
	struct air_notice *notices;
	size_t n, n_notices;
	struct buf out;
	str text;
	TRY(cli_options(cli, &opt, 1));
	if (cli->argc > 1)
		return fail(ERR_USAGE, "aqi reads one table, or the standard input");
	TRY(standard_wanted(&opt, rules, &forced));
	TRY(cli_read(cli, cli->argc ? cli->argv[0] : NULL, LIMIT_FILE, &text));
	TRY(as_utf8(cli, text, &text));
	TRY(air_csv_read(cli->arena, rules, forced, text, &o, &n, &notices, &n_notices));
	buf_init(&out, cli->arena);
	for (size_t i = 0; i < n; i++)
		air_json_put(&out, rules, &o[i]);
	say(cli, notices, n_notices);
	return cli_write(cli, buf_str(&out));
}
