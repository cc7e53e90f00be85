/* SPDX-License-Identifier: Apache-2.0 */
/* luoshi import values FILE: the sheet is read and checked; with --commit its values are taken in. A wrong
 * cell is named by row and column, and nothing is taken in then. */
#include <stdio.h>

#include "base/limits.h"
#include "cli/import_ledger.h"
#include "ledger/values.h"

static void put_findings(struct buf *b, enum lang lang, const struct values_sheet *s)
{
	for (size_t i = 0; i < s->n_findings; i++) {
		char place[2][24];
		snprintf(place[0], sizeof place[0], "%u", s->findings[i].row + 1);
		snprintf(place[1], sizeof place[1], "%u", s->findings[i].column + 1);
		word_fmt(b, lang, W("wall|row {0}, column {1}"), (const str[]){str_of(place[0]), str_of(place[1])}, 2);
		buf_byte(b, '\t');
		buf_add(b, s->findings[i].sentence);
		buf_byte(b, '\n');
	}
}

static str count_text(struct arena *a, size_t n)
{
	struct buf b;
	buf_init(&b, a);
	buf_int(&b, (int64_t)n);
	return buf_str(&b);
}

static err take(struct cli *cli, struct house *h, struct ctx *ctx, str bytes, bool commit)
{
	struct values_sheet s;
	struct buf b;
	size_t changed;
	str file = str_of(cli->argv[1]);
	const struct values_ask ask = {.source = file.n <= 200 ? file : S("")};
	TRY(values_sheet_read(ctx, h->decoder, file, bytes, &ask, &s));
	buf_init(&b, cli->arena);
	put_findings(&b, cli->lang, &s);
	if (s.n_findings) {
		TRY(cli_write(cli, buf_str(&b)));
		return fail(ERR_INPUT, "{0} cells cannot be read, so nothing was taken in; mend them and send the sheet again", count_text(cli->arena, s.n_findings));
	}
	TRY(commit ? values_put(ctx, s.v, s.n, S(""), &changed) : values_would(ctx, s.v, s.n, S(""), &changed));
	word_fmt(&b, cli->lang, commit ? W("{0} values were read, {1} were new or changed and are taken in.")
				       : W("{0} values were read, {1} are new or changed; nothing was taken in. Say --commit to take them in."),
		 (const str[]){count_text(cli->arena, s.n), count_text(cli->arena, changed)}, 2);
	buf_byte(&b, '\n');
	return cli_write(cli, buf_str(&b));
}

err import_values(struct cli *cli, const struct config *config, bool commit)
{
	struct house *h;
	struct ctx ctx;
	str bytes;
	TRY(cli_read(cli, cli->argv[1], LIMIT_FILE, &bytes));
	TRY(house_for(cli, config, &h));
	TRY(house_system(h, cli->arena, &ctx));
	ctx.actor.lang = cli->lang;
	err e = take(cli, h, &ctx, bytes, commit);
	ctx_close(&ctx);
	return e;
}
