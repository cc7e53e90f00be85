/* SPDX-License-Identifier: Apache-2.0 */
/* luoshi ingest: documents into the record. One line per document on the output. */
#include "base/limits.h"
#include "cli/house.h"
#include "web/web.h"

static str base_name(str path)
{
	size_t from = 0;
	for (size_t i = 0; i < path.n; i++)
		if (path.p[i] == '/')
			from = i + 1;
	return str_cut(path, from, path.n);
}

static err ingest_one(struct cli *cli, struct house *h, struct ctx *ctx, const char *file, day_t date)
{
	struct buf b;
	str bytes;
	int64_t id;
	struct document doc;
	TRY(cli_read(cli, file, LIMIT_FILE, &bytes));
	TRY(document_ingest(ctx, h->decoder, h->packs, base_name(str_of(file)), bytes, STR_NONE, date, &id));
	ctx_refresh(ctx);
	TRY(document_read(ctx, id, &doc));
	buf_init(&b, cli->arena);
	buf_fmt(&b, "%lld\t" STR_FMT "\t" STR_FMT "\t%zu\n", (long long)id, STR_ARG(doc.row.number), STR_ARG(doc.row.title),
		doc.n_proposals);
	return cli_write(cli, buf_str(&b));
}

err cmd_ingest(struct cli *cli)
{
	struct cli_opt opts[] = {{.name = "date", .value = "YYYY-MM-DD"}};
	struct config config;
	struct house *h;
	struct ctx ctx;
	day_t date = DAY_NONE;
	TRY(config_load(cli, opts, COUNT_OF(opts), &config));
	if (opts[0].ret.n && !day_parse(opts[0].ret, &date))
		return fail(ERR_USAGE, "--date wants a day like 2026-09-23, not “{0}”", opts[0].ret);
	if (!cli->argc)
		return fail(ERR_USAGE, "name the files to read: luoshi ingest FILE…");
	TRY(house_for(cli, &config, &h));
	TRY(house_system(h, cli->arena, &ctx));
	err e = OK;
	for (int i = 0; i < cli->argc && e == OK; i++)
		e = ingest_one(cli, h, &ctx, cli->argv[i], date);
	ctx_close(&ctx);
	return e;
}
