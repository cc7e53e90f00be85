/* SPDX-License-Identifier: Apache-2.0 */
/* luoshi export: a kind of matters, or another list, as a file on the standard output, as the
 * system sees it. What goes out is the business of whoever may read the database file. */
#include "cli/house.h"
#include "core/privacy.h"
#include "ledger/ledger.h"

#include <string.h>
#include <unistd.h>

/* A kind by its name, else a list; matters are of all kinds. */
static err list_named(const struct house *h, str name, struct matter_query *q, struct out_ask *ask)
{
	const struct out_list_decl *d = out_list_find(name);
	*q = (struct matter_query){.due_from = DAY_NONE, .due_to = DAY_NONE, .order = ORDER_OPENED};
	for (const struct pack *const *p = h->packs; *p; p++)
		for (size_t i = 0; i < (*p)->n_kinds; i++)
			if (str_eq((*p)->kinds[i].name, name))
				q->kind = &(*p)->kinds[i];
	if (!d && !q->kind)
		return fail(ERR_USAGE, "there is no kind of matters and no list called {0}; the lists are matters, week, week-units, documents, parts, "
			    "units and people", name);
	ask->list = d ? d->name : "matters";
	ask->matters = q;
	return OK;
}

static bool holds_personal(const struct matter_query *q, const struct out_ask *ask)
{
	for (size_t i = 0; q->kind && i < q->kind->n_fields; i++)
		if (q->kind->fields[i].personal)
			return true;
	return !strcmp(ask->list, "people");
}

static err export_to(struct cli *cli, struct house *h, const struct config *config, struct out_ask *ask)
{
	struct matter_query q;
	struct ctx ctx;
	int64_t rows;
	TRY(list_named(h, str_of(cli->argv[0]), &q, ask));
	TRY(house_system(h, cli->arena, &ctx));
	ctx.actor.lang = cli->lang;
	ask->zone = h->zone;
	ask->district = cli->lang == LANG_ZH ? config->district : config->district_en;
	ask->monday = week_monday(zone_day(h->zone, ctx.now));
	err e = out_list(&ctx, ask, &rows);
	if (e == OK) /* of whoever may use this machine: the system */
		e = export_note_put(&ctx, &(struct export_note){.list = str_of(ask->list), .kind = q.kind ? q.kind->name : S(""), .form = str_of(out_form_name(ask->form)),
			.filter = S("luoshi export"), .rows = rows, .personal = holds_personal(&q, ask)});
	ctx_close(&ctx);
	return e;
}

err cmd_export(struct cli *cli)
{
	struct cli_opt opts[OUT_FORMS];
	struct config config;
	struct house *h;
	struct out_ask ask = {.form = OUT_XLSX, .fd = cli->out};
	size_t chosen = 0;
	for (int f = 0; f < OUT_FORMS; f++)
		opts[f] = (struct cli_opt){.name = out_form_name((enum out_form)f)};
	TRY(config_load(cli, opts, OUT_FORMS, &config));
	for (int f = 0; f < OUT_FORMS; f++)
		if (opts[f].ret.n) {
			ask.form = (enum out_form)f;
			chosen++;
		}
	if (cli->argc != 1 || chosen > 1)
		return fail(ERR_USAGE, "write luoshi export KIND [--xlsx|--csv|--json] > FILE");
	if (ask.form == OUT_XLSX && isatty(cli->out))
		return fail(ERR_USAGE, "a workbook is not for the screen; write luoshi export KIND > FILE.xlsx");
	TRY(house_for(cli, &config, &h));
	return export_to(cli, h, &config, &ask);
}
