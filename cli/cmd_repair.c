/* SPDX-License-Identifier: Apache-2.0 */
/* luoshi repair [--report] [FILE]: interfaces.md "repair". */
#include "base/json.h"
#include "cli/cli_text.h"
#include "text/text.h"

static void put_span(struct json *j, const char *name, struct span s)
{
	json_key(j, name), json_open(j, '['), json_int(j, (int64_t)s.from), json_int(j, (int64_t)s.to), json_close(j);
}

/* Thousandths, so that the same bytes come out in every locale. */
static void put_confidence(struct json *j, double c)
{
	int k = (int)(c * 1000 + 0.5);
	json_key(j, "confidence");
	json_dec(j, k >= 1000 ? (struct dec){1, 0} : (struct dec){k < 0 ? 0 : k, 3});
}

static void put_edit(struct json *j, const struct repair_edit *e)
{
	json_open(j, '{');
	put_span(j, "span", e->at);
	put_span(j, "raw_span", e->raw);
	member_str(j, "from", e->from);
	member_str(j, "to", e->to);
	member_str(j, "rule", str_of(repair_rule_name(e->rule)));
	put_confidence(j, e->confidence);
	json_key(j, "inferred"), json_bool(j, e->inferred);
	json_key(j, "alternatives"), json_open(j, '[');
	for (size_t i = 0; i < e->n_alternatives; i++)
		json_str(j, e->alternatives[i]);
	json_close(j), json_close(j);
}

static void put_report(struct buf *b, const struct decoded *d, const struct repaired *r)
{
	struct json j;
	json_begin(&j, b);
	json_open(&j, '{');
	member_str(&j, "text", r->text);
	json_key(&j, "proved"), json_bool(&j, r->proved);
	member_str(&j, "encoding", str_of(encoding_name(d->encoding)));
	json_key(&j, "repairs"), json_open(&j, '[');
	for (size_t i = 0; i < r->n_edits; i++)
		put_edit(&j, &r->edits[i]);
	json_close(&j);
	json_key(&j, "flags"), json_open(&j, '[');
	for (size_t i = 0; i < r->n_flags; i++) {
		json_open(&j, '{');
		put_span(&j, "span", r->flags[i].at);
		member_str(&j, "kind", str_of(flag_kind_name(r->flags[i].kind)));
		json_close(&j);
	}
	json_close(&j), json_close(&j);
	buf_byte(b, '\n');
}

err cmd_repair(struct cli *cli)
{
	struct cli_opt opts[] = {{.name = "report"}};
	struct decoded d;
	struct repaired r;
	struct buf b;
	TRY(cli_options(cli, opts, COUNT_OF(opts)));
	if (cli->argc > 1)
		return fail(ERR_USAGE, "repair takes one file at a time; see luoshi help repair");
	TRY(cli_text(cli, cli->argc ? cli->argv[0] : NULL, &d));
	text_repair(cli->arena, &d, &r);
	if (!opts[0].ret.n)
		return cli_write(cli, r.text);
	buf_init(&b, cli->arena);
	put_report(&b, &d, &r);
	return cli_write(cli, buf_str(&b));
}
