/* SPDX-License-Identifier: Apache-2.0 */
/* luoshi extract [--date YYYY-MM-DD] [FILE…]: interfaces.md "extract". One line per
 * document; each has its own arena, so a long list of files keeps the memory of one. */
#include "base/json.h"
#include "cli/cli_text.h"

static err extract_one(struct cli *cli, const char *name, day_t date)
{
	struct decoded d;
	struct repaired r;
	struct extracted e;
	struct json j;
	struct buf b;
	TRY(cli_text(cli, name, &d));
	text_repair(cli->arena, &d, &r);
	text_extract(cli->arena, r.text, date, NULL, &e);
	buf_init(&b, cli->arena);
	json_begin(&j, &b);
	extracted_put(&j, cli->arena, name ? str_of(name) : S("-"), str_of(encoding_name(d.encoding)), r.text, &e);
	buf_byte(&b, '\n');
	return cli_write(cli, buf_str(&b));
}

err cmd_extract(struct cli *cli)
{
	struct cli_opt opts[] = {{.name = "date", .value = "YYYY-MM-DD"}};
	day_t date = DAY_NONE;
	TRY(cli_options(cli, opts, COUNT_OF(opts)));
	if (opts[0].ret.p && !day_parse(opts[0].ret, &date))
		return fail(ERR_USAGE, "{0} is not a date; write it as 2025-06-30", opts[0].ret);
	if (!cli->argc)
		return extract_one(cli, NULL, date);
	for (int i = 0; i < cli->argc; i++) {
		struct arena one;
		struct cli mine = *cli;
		arena_init(&one);
		mine.arena = &one;
		err e = extract_one(&mine, cli->argv[i], date);
		arena_done(&one);
		TRY(e);
	}
	return OK;
}
