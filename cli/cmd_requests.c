/* SPDX-License-Identifier: Apache-2.0 */
/* luoshi requests-month: the rates of a month with the rows they are made of, as the system sees them;
 * what goes out is the business of whoever may read the database file. */
#include "cli/house.h"
#include "report/rates.h"

static err month_json(struct ctx *x, int month, bool keep, struct arena *a, str *ret)
{
	struct rates_view *v = arena_new(a, struct rates_view);
	if (keep)
		TRY(rates_keep(x, month));
	TRY(rates_read(x, month, v));
	*ret = v->kept ? v->when.body : rates_freeze(a, &v->k.figures, v->k.changes, v->k.n_changes);
	return OK;
}

err cmd_requests_month(struct cli *cli)
{
	struct cli_opt opts[] = {{.name = "keep"}};
	struct config config;
	struct house *h;
	struct ctx x;
	str out;
	int month;
	TRY(config_load(cli, opts, COUNT_OF(opts), &config));
	if (cli->argc != 1 || !month_of_text(str_of(cli->argv[0]), &month))
		return fail(ERR_USAGE, "write luoshi requests-month YYYY-MM [--keep] > FILE.json");
	TRY(house_for(cli, &config, &h));
	TRY(house_system(h, cli->arena, &x));
	err e = month_json(&x, month, opts[0].ret.n > 0, cli->arena, &out);
	ctx_close(&x);
	return e == OK ? cli_write(cli, out) : e;
}
