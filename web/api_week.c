/* SPDX-License-Identifier: Apache-2.0 */
/* The week for programs: what was owed, by unit and by matter. */
#include "web/api_in.h"

static const char *const said_names[] = {
	[WEEK_NOT_OWED] = "not_owed", [WEEK_OPEN] = "open", [WEEK_ON_TIME] = "on_time", [WEEK_LATE] = "late", [WEEK_MISSING] = "missing"};

static void put_unit(struct json *j, const struct week_unit *u)
{
	json_open(j, '{');
	member_id(j, "unit", u->unit);
	member_str(j, "name", u->name);
	member_int(j, "owed", u->owed);
	member_int(j, "on_time", u->on_time);
	member_int(j, "late", u->late);
	member_int(j, "missing", u->missing);
	member_int(j, "open", u->open);
	member_int(j, "without_evidence", u->claims);
	json_close(j);
}

static void put_item(struct visit *v, struct json *j, const struct week_item *i)
{
	json_open(j, '{');
	json_key(j, "matter");
	api_row(v, j, &i->row);
	member_str(j, "said", str_of(said_names[i->state->said]));
	member_bool(j, "final", i->state->final);
	member_id(j, "lead_then", i->state->lead);
	if (i->state->share < 0)
		member_none(j, "share_then");
	else
		member_int(j, "share_then", i->state->share);
	member_bool(j, "without_evidence", i->state->claim);
	member_bool(j, "fell", i->state->fell);
	member_bool(j, "same_words", i->state->same);
	member_bool(j, "nothing_new", i->state->nothing);
	member_bool(j, "exempt", i->exempt[WEEKS_BACK]);
	json_close(j);
}

static void put_cutoff(struct visit *v, struct json *j, const struct week_window *w)
{
	struct buf b;
	if (!w->owed) {
		member_none(j, "cutoff");
		return;
	}
	buf_init(&b, v->arena);
	ms_put_rfc3339(&b, v->ui.zone, w->cutoff);
	member_str(j, "cutoff", buf_str(&b));
}

err api_week(struct visit *v)
{
	struct week_run run;
	struct json j;
	str asked = query_get(v, "w");
	day_t monday = week_monday(v->ui.today);
	if (asked.n && (!week_parse(asked, &monday) || monday > week_monday(v->ui.today)))
		return fail(ERR_NOTFOUND, "there is no week {0} to look at; write it like 2026-W47, up to the present one", asked);
	TRY(week_run_read(ctx_of(v), monday, &run));
	api_begin(v, &j);
	json_open(&j, '{');
	member_str(&j, "week", week_name(v, monday));
	put_cutoff(v, &j, &run.span.week);
	member_bool(&j, "cut_short", run.cut_short);
	json_key(&j, "units");
	json_open(&j, '[');
	for (size_t i = 0; i < run.n_units; i++)
		put_unit(&j, &run.units[i]);
	json_close(&j);
	json_key(&j, "matters");
	json_open(&j, '[');
	for (size_t i = 0; i < run.n; i++)
		if (run.items[i].state->said != WEEK_NOT_OWED)
			put_item(v, &j, &run.items[i]);
	json_close(&j);
	json_close(&j);
	return OK;
}
