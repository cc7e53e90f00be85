/* SPDX-License-Identifier: Apache-2.0 */
/* luoshi import requests FILE: a line for each row: its number in the file, what came of it, the
 * number it has now or what is wrong. Each row is taken by itself: what is right is in, what is
 * wrong is said, and the same file again makes nothing new of what has a number of its platform. */
#include "base/limits.h"
#include "cli/import_ledger.h"
#include "ledger/request.h"

struct tally {
	struct buf said;
	size_t wrong;
};

static str base_name(str path)
{
	size_t from = 0;
	for (size_t i = 0; i < path.n; i++)
		if (path.p[i] == '/')
			from = i + 1;
	return str_cut(path, from, path.n);
}

static void say(struct tally *t, enum lang lang, uint32_t at, const char *what, str rest)
{
	buf_int(&t->said, (int64_t)at + 1);
	buf_byte(&t->said, '\t');
	buf_add(&t->said, word(lang, what));
	buf_byte(&t->said, '\t');
	buf_add(&t->said, rest);
	buf_byte(&t->said, '\n');
}

static err one(struct cli *cli, struct ctx *ctx, const struct request_in *in, bool commit, struct tally *t)
{
	struct request_taken taken = {0};
	struct buf why;
	err e = commit ? request_row_take(ctx, in, &taken) : request_row_look(ctx, in);
	ctx_refresh(ctx);
	if (e == OK && commit) {
		say(t, cli->lang, in->at, taken.repeated ? W("REQUEST|there already") : W("REQUEST|taken"), taken.number);
		return OK;
	}
	if (e == OK)
		say(t, cli->lang, in->at, W("REQUEST|in order"), S(""));
	if (e != ERR_INPUT && e != ERR_LIMIT && e != ERR_NOTFOUND)
		return e;
	buf_init(&why, cli->arena);
	fail_text(&why, cli->lang);
	say(t, cli->lang, in->at, W("REQUEST|wrong"), buf_str(&why));
	t->wrong++;
	return OK;
}

static err all(struct cli *cli, struct house *h, struct ctx *ctx, str bytes, bool commit)
{
	struct request_in *v;
	struct tally t = {.wrong = 0};
	struct buf n;
	size_t rows;
	TRY(request_sheet(ctx, h->decoder, base_name(str_of(cli->argv[1])), bytes, &v, &rows));
	buf_init(&t.said, cli->arena);
	ctx_refresh(ctx);
	for (size_t i = 0; i < rows; i++)
		TRY(one(cli, ctx, &v[i], commit, &t));
	TRY(cli_write(cli, buf_str(&t.said)));
	buf_init(&n, cli->arena);
	buf_int(&n, (int64_t)t.wrong);
	return t.wrong ? fail(ERR_INPUT, "{0} rows are wrong; mend them and import the file again, the others are not taken twice", buf_str(&n)) : OK;
}

err import_requests(struct cli *cli, const struct config *config, bool commit)
{
	struct house *h;
	struct ctx ctx;
	str bytes;
	TRY(house_for(cli, config, &h));
	TRY(cli_read(cli, cli->argv[1], LIMIT_FILE, &bytes));
	TRY(house_system(h, cli->arena, &ctx));
	ctx.actor.lang = cli->lang;
	err e = all(cli, h, &ctx, bytes, commit);
	ctx_close(&ctx);
	return e;
}
