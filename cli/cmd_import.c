/* SPDX-License-Identifier: Apache-2.0 */
/* luoshi import units|people|map|requests|values|KIND FILE [--commit]: without --commit it reads and checks every
 * line and says how many there are; with it, they are added. First passwords are printed
 * once. A workbook (.xlsx, .xls), or a text whose heading is in Chinese, is read as on the
 * page of the administrator: differences are printed, and one-time links of those who are new.
 * Ledgers of a kind: cmd_import_ledger.c. Requests of other platforms: cmd_import_requests.c. */
#include "base/limits.h"
#include "cli/house.h"
#include "cli/import_ledger.h"
#include "cli/people.h"
#include "ledger/staff.h"
#include "web/web.h"

struct sort {
	const char *name;
	line_fn add;
	size_t columns; /* at least */
};
static const struct sort sorts[] = {{"units", people_unit, 3}, {"people", people_person, 5}};

static const struct sort *find(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(sorts); i++)
		if (str_eq(str_of(sorts[i].name), str_of(name)))
			return &sorts[i];
	return NULL;
}

/* Only looks: enough columns, an order that is a number, duties that exist. */
static err look_at(struct people *p, const struct line *l, const struct sort *sort)
{
	uint32_t duties;
	int64_t order;
	unused_arg(p);
	if (l->n < sort->columns)
		return fail(ERR_INPUT, "a line of this list has at least {0} columns", sort == &sorts[0] ? S("3") : S("5"));
	if (sort == &sorts[0] && !str_int(l->column[0], &order))
		return fail(ERR_INPUT, "the order of a unit is a number");
	p->units.n += sort == &sorts[0];
	p->people.n += sort == &sorts[1];
	return sort == &sorts[1] ? people_duties(l->column[4], &duties) : OK;
}

static err look_at_unit(struct people *p, const struct line *l)
{
	return look_at(p, l, &sorts[0]);
}

static err look_at_person(struct people *p, const struct line *l)
{
	return look_at(p, l, &sorts[1]);
}

static err check_lines(struct cli *cli, const struct sort *sort, const char *file, str text)
{
	struct people p = {.arena = cli->arena, .lang = cli->lang};
	struct buf b, n;
	TRY(each_line(&p, file, text, sort == &sorts[0] ? look_at_unit : look_at_person));
	buf_init(&b, cli->arena);
	buf_init(&n, cli->arena);
	buf_int(&n, (int64_t)(p.units.n + p.people.n));
	word_fmt(&b, cli->lang, W("{0} lines are in order; nothing was added. Say --commit to add them."), (str[]){buf_str(&n)}, 1);
	buf_byte(&b, '\n');
	return cli_write(cli, buf_str(&b));
}

static err add_lines(struct cli *cli, const struct config *config, const struct sort *sort, const char *file, str text)
{
	struct house *h;
	struct ctx ctx;
	TRY(house_for(cli, config, &h));
	TRY(house_system(h, cli->arena, &ctx));
	struct people p = {.arena = cli->arena, .ctx = &ctx, .lang = cli->lang};
	buf_init(&p.said, cli->arena);
	err e = each_line(&p, file, text, sort->add);
	ctx_close(&ctx);
	TRY(cli_write(cli, buf_str(&p.said))); /* also of those added before a wrong line */
	return e;
}

/* ---- workbooks ---------------------------------------------------------------------------- */
static void put_row(struct cli *cli, struct buf *b, const struct staff_row *r)
{
	static const char *const sort[STAFF_SORTS] = {W("New"), W("Changed"), NULL, W("STAFF|Wrong")};
	if (r->sort == STAFF_SAME)
		return;
	buf_fmt(b, "%u\t" STR_FMT "\t" STR_FMT, r->at + 1, STR_ARG(word(cli->lang, sort[r->sort])), STR_ARG(r->v[r->person ? STAFF_NAME : STAFF_UNIT]));
	for (size_t i = 0; i < r->n_diffs; i++)
		buf_fmt(b, "\t" STR_FMT " → " STR_FMT, STR_ARG(r->diffs[i].before), STR_ARG(r->diffs[i].after));
	for (size_t i = 0; i < r->n_findings; i++)
		buf_fmt(b, "\t" STR_FMT, STR_ARG(r->findings[i].sentence));
	buf_byte(b, '\n');
}

static err staff_said(struct cli *cli, const struct staff_look *l)
{
	struct buf b, n;
	buf_init(&b, cli->arena);
	buf_init(&n, cli->arena);
	for (size_t i = 0; i < l->n_rows; i++)
		put_row(cli, &b, &l->rows[i]);
	buf_int(&n, (int64_t)l->n_rows);
	word_fmt(&b, cli->lang, W("{0} rows were read; nothing was added. Say --commit to take in what is new and changed."), (str[]){buf_str(&n)}, 1);
	buf_byte(&b, '\n');
	return cli_write(cli, buf_str(&b));
}

/* Nobody is disabled from here: who has left is settled on the page. */
static err staff_file(struct cli *cli, const struct config *config, str bytes, bool commit)
{
	struct house *h;
	struct ctx ctx;
	struct staff_look l;
	struct staff_link *v = NULL;
	size_t n = 0;
	str file = str_of(cli->argv[1]);
	TRY(house_for(cli, config, &h));
	TRY(house_system(h, cli->arena, &ctx));
	ctx.actor.lang = cli->lang;
	err e = commit ? staff_commit(&ctx, h->decoder, file, bytes, NULL, 0, &v, &n) : staff_look(&ctx, h->decoder, file, bytes, &l);
	if (e == OK && !commit)
		e = staff_said(cli, &l);
	if (e == OK && n)
		e = cli_write(cli, staff_links_csv(cli->arena, cli->lang, S("/link/"), v, n));
	ctx_close(&ctx);
	return e;
}

/* ---- the map: towns, roads, villages of the district ------------------------------------------- */
static err map_said(struct cli *cli, const struct map_counts *n, bool commit)
{
	struct buf b, v[3];
	const size_t numbers[3] = {n->towns, n->villages, n->others};
	for (int i = 0; i < 3; i++) {
		buf_init(&v[i], cli->arena);
		buf_int(&v[i], (int64_t)numbers[i]);
	}
	buf_init(&b, cli->arena);
	word_fmt(&b, cli->lang, commit ? W("The map has {0} towns, {1} villages and {2} other lines; it is in use from now on.")
				       : W("The map has {0} towns, {1} villages and {2} other lines; nothing was changed. Say --commit to use it."),
		 (const str[]){buf_str(&v[0]), buf_str(&v[1]), buf_str(&v[2])}, 3);
	buf_byte(&b, '\n');
	return cli_write(cli, buf_str(&b));
}

static err import_map(struct cli *cli, const struct config *config, bool commit)
{
	struct map_counts n;
	struct house *h;
	struct ctx ctx;
	str bytes, text;
	TRY(cli_read(cli, cli->argv[1], LIMIT_FILE, &bytes));
	TRY(map_from_file(cli->arena, bytes, &text, &n));
	if (commit) {
		TRY(house_for(cli, config, &h));
		TRY(house_system(h, cli->arena, &ctx));
		err e = setting_set(&ctx, &(struct setting_request){.name = S("kernel.public_map"), .value = text, .reason = S("luoshi import map"),
								   .from = zone_day(h->zone, now_ms(h->time))});
		ctx_close(&ctx);
		TRY(e);
	}
	return map_said(cli, &n, commit);
}

err cmd_import(struct cli *cli)
{
	struct cli_opt opts[] = {{.name = "commit"}, {.name = "choices", .value = "FILE"}, {.name = "marked", .value = "FILE"}};
	struct config config;
	struct decoded text;
	str bytes;
	TRY(config_load(cli, opts, COUNT_OF(opts), &config));
	if (cli->argc == 2 && str_eq(str_of(cli->argv[0]), S("map")))
		return import_map(cli, &config, opts[0].ret.n > 0);
	const struct sort *sort = cli->argc == 2 ? find(cli->argv[0]) : NULL;
	if (cli->argc == 2 && str_eq(str_of(cli->argv[0]), S("requests")))
		return import_requests(cli, &config, opts[0].ret.n > 0);
	if (cli->argc == 2 && str_eq(str_of(cli->argv[0]), S("values")))
		return import_values(cli, &config, opts[0].ret.n > 0);
	if (!sort && cli->argc == 2)
		return import_ledger(cli, &config, &(struct ledger_options){.commit = opts[0].ret.n > 0, .choices = opts[1].ret, .marked = opts[2].ret});
	if (!sort)
		return fail(ERR_USAGE, "write luoshi import units FILE, people FILE, map FILE, or the name of a kind of matters and FILE");
	TRY(cli_read(cli, cli->argv[1], LIMIT_FILE, &bytes));
	if (staff_is(bytes))
		return staff_file(cli, &config, bytes, opts[0].ret.n > 0);
	TRY(text_decode(cli->arena, bytes, &text));
	return opts[0].ret.n ? add_lines(cli, &config, sort, cli->argv[1], text.text)
			     : check_lines(cli, sort, cli->argv[1], text.text);
}
