/* SPDX-License-Identifier: Apache-2.0 */
/* luoshi calendar import FILE: a notice becomes part of the record, and the dates of all
 * running clocks are made again. luoshi calendar export: what is in force, as a file. */
#include "base/limits.h"
#include "cli/house.h"

#include <string.h>

enum { OPT_NAME, OPT_LABEL, OPT_NOTICE };

static void put_count(struct cli *cli, struct buf *b, const char *key, int64_t n)
{
	struct buf number;
	buf_init(&number, cli->arena);
	buf_int(&number, n);
	str arg = buf_str(&number);
	word_fmt(b, cli->lang, key, &arg, 1);
	buf_byte(b, '\n');
}

/* Slice by slice, so that the minute trip of a server has its turn. */
static err recalculate(struct house *h, int64_t *ret_moved)
{
	struct again_report r = {0};
	int64_t moved = 0;
	while (!r.done) {
		TRY(clocks_again(h->core, 1000, &r));
		moved += r.moved;
	}
	*ret_moved = moved;
	return OK;
}

static err import(struct cli *cli, struct house *h, const struct cli_opt *opts)
{
	struct calendar_import q = {.name = opts[OPT_NAME].ret, .label = opts[OPT_LABEL].ret, .notice = opts[OPT_NOTICE].ret,
				    .origin = str_of(cli->argv[1])};
	struct calendar_imported done = {0};
	struct ctx ctx;
	struct buf b;
	int64_t moved = 0;
	TRY(cli_read(cli, cli->argv[1], LIMIT_TEXT, &q.tsv));
	TRY(house_system(h, cli->arena, &ctx));
	err e = calendar_import(&ctx, &q, &done);
	ctx_close(&ctx);
	TRY(e);
	/* also when nothing is new: an earlier import may have been broken off */
	TRY(recalculate(h, &moved));
	buf_init(&b, cli->arena);
	put_count(cli, &b, W("lines of the calendar that are new: {0}"), (int64_t)done.lines);
	put_count(cli, &b, W("matters whose dates were made again: {0}"), moved);
	return cli_write(cli, buf_str(&b));
}

static err export(struct cli *cli, struct house *h, const struct cli_opt *opts)
{
	struct calendar_view *v;
	struct ctx ctx;
	struct buf b;
	size_t n;
	TRY(house_system(h, cli->arena, &ctx));
	err e = calendar_list(&ctx, &v, &n);
	ctx_close(&ctx);
	TRY(e);
	buf_init(&b, cli->arena);
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].name, opts[OPT_NAME].ret)) {
			calendar_put(&b, v[i].days);
			return cli_write(cli, buf_str(&b));
		}
	return fail(ERR_INPUT, "there is no calendar {0}; the district's has no name", opts[OPT_NAME].ret);
}

err cmd_calendar(struct cli *cli)
{
	struct cli_opt opts[] = {[OPT_NAME] = {.name = "name", .value = "NAME"}, [OPT_LABEL] = {.name = "label", .value = "WORDS"},
				 [OPT_NOTICE] = {.name = "notice", .value = "TITLE"}};
	struct config config;
	struct house *h;
	TRY(config_load(cli, opts, COUNT_OF(opts), &config));
	bool in = cli->argc == 2 && !strcmp(cli->argv[0], "import"), out = cli->argc == 1 && !strcmp(cli->argv[0], "export");
	if (!in && !out)
		return fail(ERR_USAGE, "write luoshi calendar import FILE, or luoshi calendar export");
	TRY(house_for(cli, &config, &h));
	return in ? import(cli, h, opts) : export(cli, h, opts);
}
