/* SPDX-License-Identifier: Apache-2.0 */
/* luoshi suggest: learns now what otherwise is learned at night, and prints how well it went. */
#include "core/suggest.h"

#include "cli/house.h"

static void put_row(struct buf *b, enum lang lang, const struct suggest_row *r)
{
	buf_fmt(b, STR_FMT "." STR_FMT "\t", STR_ARG(r->kind->name), STR_ARG(r->field->name));
	struct buf n[4];
	str args[4];
	const int64_t v[4] = {r->examples, r->values, r->tested ? 100 * r->right / r->tested : 0, r->tested ? 100 * r->right3 / r->tested : 0};
	for (size_t i = 0; i < 4; i++) {
		buf_init(&n[i], b->arena);
		buf_int(&n[i], v[i]);
		args[i] = buf_str(&n[i]);
	}
	if (r->good)
		word_fmt(b, lang, W("learned from {0} matters with {1} values; on ones left out the first suggestion was right in {2} %, one of three in {3} %"),
			 args, 4);
	else
		buf_add(b, word(lang, W("too few decisions by people to learn from; nothing is suggested")));
	buf_byte(b, '\n');
}

err cmd_suggest(struct cli *cli)
{
	struct config config;
	struct house *h;
	struct ctx x;
	struct suggest_row *v;
	struct buf b;
	size_t n = 0;
	TRY(config_load(cli, NULL, 0, &config));
	TRY(house_for(cli, &config, &h));
	TRY(suggest_train(h->core));
	TRY(house_system(h, cli->arena, &x));
	err e = suggest_list(&x, &v, &n);
	ctx_close(&x);
	TRY(e);
	buf_init(&b, cli->arena);
	for (size_t i = 0; i < n; i++)
		put_row(&b, cli->lang, &v[i]);
	return cli_write(cli, n ? buf_str(&b) : S(""));
}
