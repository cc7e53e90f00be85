/* SPDX-License-Identifier: Apache-2.0 */
/* luoshi repair [--report] [FILE]: interfaces.md "repair". */
#include "base/limits.h"
#include "cli/cli.h"
#include "text/text.h"

static void put_span(struct buf *b, const char *name, struct span s)
{
	buf_fmt(b, "\"%s\":[%zu,%zu]", name, s.from, s.to);
}

static void put_json(struct buf *b, str s)
{
	buf_byte(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = (uint8_t)s.p[i];
		if (c == '"' || c == '\\')
			buf_fmt(b, "\\%c", c);
		else if (c == '\n')
			buf_z(b, "\\n");
		else if (c < 0x20 || c == 0x7f)
			buf_fmt(b, "\\u%04x", c);
		else
			buf_byte(b, (char)c);
	}
	buf_byte(b, '"');
}

static void put_field(struct buf *b, const char *name, str s)
{
	buf_fmt(b, "\"%s\":", name);
	put_json(b, s);
	buf_byte(b, ',');
}

/* Thousandths, so that the same bytes come out in every locale. */
static void put_confidence(struct buf *b, double c)
{
	int k = (int)(c * 1000 + 0.5);
	if (k >= 1000)
		buf_z(b, "1");
	else
		buf_fmt(b, "0.%03d", k < 0 ? 0 : k);
}

static void put_edit(struct buf *b, const struct repair_edit *e)
{
	buf_byte(b, '{');
	put_span(b, "span", e->at);
	buf_byte(b, ',');
	put_span(b, "raw_span", e->raw);
	buf_byte(b, ',');
	put_field(b, "from", e->from);
	put_field(b, "to", e->to);
	put_field(b, "rule", str_of(repair_rule_name(e->rule)));
	buf_z(b, "\"confidence\":");
	put_confidence(b, e->confidence);
	buf_fmt(b, ",\"inferred\":%s,\"alternatives\":[", e->inferred ? "true" : "false");
	for (size_t i = 0; i < e->n_alternatives; i++) {
		if (i)
			buf_byte(b, ',');
		put_json(b, e->alternatives[i]);
	}
	buf_z(b, "]}");
}

static void put_report(struct buf *b, const struct decoded *d, const struct repaired *r)
{
	buf_byte(b, '{');
	put_field(b, "text", r->text);
	buf_fmt(b, "\"proved\":%s,", r->proved ? "true" : "false");
	put_field(b, "encoding", str_of(encoding_name(d->encoding)));
	buf_z(b, "\"repairs\":[");
	for (size_t i = 0; i < r->n_edits; i++) {
		buf_z(b, i ? ",\n" : "\n");
		put_edit(b, &r->edits[i]);
	}
	buf_z(b, "],\"flags\":[");
	for (size_t i = 0; i < r->n_flags; i++) {
		buf_z(b, i ? ",\n{" : "\n{");
		put_span(b, "span", r->flags[i].at);
		buf_fmt(b, ",\"kind\":\"%s\"}", flag_kind_name(r->flags[i].kind));
	}
	buf_z(b, "]}\n");
}

err cmd_repair(struct cli *cli)
{
	struct cli_opt opts[] = {{.name = "report"}};
	struct decoded d;
	struct repaired r;
	struct buf b;
	str bytes;
	TRY(cli_options(cli, opts, COUNT_OF(opts)));
	if (cli->argc > 1)
		return fail(ERR_USAGE, "repair takes one file at a time; see luoshi help repair");
	TRY(cli_read(cli, cli->argc ? cli->argv[0] : NULL, LIMIT_TEXT, &bytes));
	TRY(text_decode(cli->arena, bytes, &d));
	text_repair(cli->arena, &d, &r);
	if (!opts[0].ret.n)
		return cli_write(cli, r.text);
	buf_init(&b, cli->arena);
	put_report(&b, &d, &r);
	return cli_write(cli, buf_str(&b));
}
