/* SPDX-License-Identifier: Apache-2.0 */
/* luoshi import units|people|KIND FILE [--commit]: without --commit it reads and checks every
 * line and says how many there are; with it, they are added. First passwords are printed
 * once. Ledgers of a kind: cmd_import_ledger.c. */
#include "base/limits.h"
#include "cli/house.h"
#include "cli/import_ledger.h"
#include "cli/people.h"

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

err cmd_import(struct cli *cli)
{
	struct cli_opt opts[] = {{.name = "commit"}, {.name = "choices", .value = "FILE"}, {.name = "marked", .value = "FILE"}};
	struct config config;
	struct decoded text;
	str bytes;
	TRY(config_load(cli, opts, COUNT_OF(opts), &config));
	const struct sort *sort = cli->argc == 2 ? find(cli->argv[0]) : NULL;
	if (!sort && cli->argc == 2)
		return import_ledger(cli, &config, &(struct ledger_options){.commit = opts[0].ret.n > 0, .choices = opts[1].ret, .marked = opts[2].ret});
	if (!sort)
		return fail(ERR_USAGE, "write luoshi import units FILE, people FILE, or the name of a kind of matters and FILE");
	TRY(cli_read(cli, cli->argv[1], LIMIT_FILE, &bytes));
	TRY(text_decode(cli->arena, bytes, &text));
	return opts[0].ret.n ? add_lines(cli, &config, sort, cli->argv[1], text.text)
			     : check_lines(cli, sort, cli->argv[1], text.text);
}
