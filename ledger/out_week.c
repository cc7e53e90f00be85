/* SPDX-License-Identifier: Apache-2.0 */
/* The weekly run as a list: who has reported what, and the account by unit. */
#include "ledger/out_in.h"

static const char *const said_words[] = {
	[WEEK_NOT_OWED] = W("nothing due"), [WEEK_OPEN] = W("still to report"), [WEEK_ON_TIME] = W("in time"), [WEEK_LATE] = W("late"),
	[WEEK_MISSING] = W("not reported")};
/* The colours in which the page of the week says the same. */
static const enum light said_lights[] = {
	[WEEK_NOT_OWED] = LIGHT_NONE, [WEEK_OPEN] = LIGHT_NONE, [WEEK_ON_TIME] = LIGHT_GREEN, [WEEK_LATE] = LIGHT_YELLOW, [WEEK_MISSING] = LIGHT_RED};

/* Half an account would pass for a whole one. */
static err read_whole(struct listing_out *l, struct week_run *ret)
{
	TRY(week_run_read(l->x, l->ask->monday, ret));
	return ret->cut_short ? fail(ERR_LIMIT, "there are more matters than one week lists; export one kind from the ledger") : OK;
}

static void remark(struct listing_out *l, struct buf *b, bool is, const char *key)
{
	if (!is)
		return;
	if (b->n)
		buf_z(b, l->lang == LANG_ZH ? "；" : "; ");
	buf_add(b, list_word(l, key));
}

static str remarks(struct listing_out *l, const struct week_item *i)
{
	struct buf b;
	buf_init(&b, l->x->arena);
	remark(l, &b, i->exempt[WEEKS_BACK], W("exempted"));
	remark(l, &b, i->state->claim, W("a claim without evidence"));
	remark(l, &b, i->state->fell, W("progress fell"));
	remark(l, &b, i->state->same, W("the same words as last time"));
	remark(l, &b, i->state->nothing, W("nothing new, with a reason"));
	return buf_str(&b);
}

static str share_of(struct listing_out *l, int share)
{
	return share < 0 ? S("") : int_text(l->x->arena, share);
}

static err put_item(struct listing_out *l, const struct week_item *i, int64_t n)
{
	struct arena *a = l->x->arena;
	const struct out_cell cells[] = {
		{.text = int_text(a, n)}, {.text = i->row.lead_name}, {.text = i->row.number}, {.text = i->row.title},
		{.text = list_word(l, said_words[i->state->said]), .light = said_lights[i->state->said]}, {.day = day_on(l->ask, i->state->at)},
		{.text = share_of(l, i->state->share_before)}, {.text = share_of(l, i->state->share)}, {.day = due_on(l->ask, i->row.due)},
		{.text = i->row.light_word, .light = i->row.light}, {.text = remarks(l, i)}, {.text = id_version(a, i->row.id, i->row.version)}};
	return out_row(l->out, cells);
}

err out_week(struct listing_out *l)
{
	struct week_run run;
	out_columns c = {0};
	column_add(l, &c, W("No."), "row", OUT_NUMBER, 6);
	column_add(l, &c, W("Lead unit"), "lead_name", OUT_TEXT, 18);
	column_add(l, &c, W("Number"), "number", OUT_IDENTITY, 18);
	column_add(l, &c, W("Matter"), "title", OUT_TEXT, 40);
	column_add(l, &c, W("Report"), "said", OUT_LIGHT, 12);
	column_add(l, &c, W("Reported on"), "at", OUT_DATE, 12);
	column_add(l, &c, W("Progress before (%)"), "share_before", OUT_NUMBER, 10);
	column_add(l, &c, W("Progress (%)"), "share", OUT_NUMBER, 10);
	column_add(l, &c, W("SHEET|Deadline"), "due", OUT_DATE, 12);
	column_add(l, &c, W("Light"), "light_word", OUT_LIGHT, 12);
	column_add(l, &c, W("Remarks"), "remarks", OUT_TEXT, 28);
	column_add(l, &c, OUT_ID_HEADING, "id", OUT_ID, 12);
	TRY(read_whole(l, &run));
	TRY(listing_begin(l, &c));
	for (size_t i = 0; i < run.n; i++)
		TRY(put_item(l, &run.items[i], (int64_t)i + 1));
	return OK;
}

err out_week_units(struct listing_out *l)
{
	struct week_run run;
	out_columns c = {0};
	struct arena *a = l->x->arena;
	column_add(l, &c, W("Unit"), "unit", OUT_TEXT, 24);
	column_add(l, &c, W("Owed"), "owed", OUT_NUMBER, 12);
	column_add(l, &c, W("in time"), "on_time", OUT_NUMBER, 12);
	column_add(l, &c, W("late"), "late", OUT_NUMBER, 12);
	column_add(l, &c, W("not reported"), "missing", OUT_NUMBER, 12);
	column_add(l, &c, W("still to report"), "open", OUT_NUMBER, 12);
	column_add(l, &c, W("Claims without evidence"), "claims", OUT_NUMBER, 12);
	column_add(l, &c, W("Reopened"), "reopened", OUT_NUMBER, 12);
	TRY(read_whole(l, &run));
	TRY(listing_begin(l, &c));
	for (size_t i = 0; i < run.n_units; i++) {
		const struct week_unit *u = &run.units[i];
		const struct out_cell cells[] = {
			{.text = u->name}, {.text = int_text(a, u->owed)}, {.text = int_text(a, u->on_time)}, {.text = int_text(a, u->late)},
			{.text = int_text(a, u->missing)}, {.text = int_text(a, u->open)}, {.text = int_text(a, u->claims)}, {.text = int_text(a, u->reopened)}};
		TRY(out_row(l->out, cells));
	}
	return OK;
}
