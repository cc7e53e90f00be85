/* SPDX-License-Identifier: Apache-2.0 */
/* Documents, parts of matters, units and people as lists. Units stand in the columns that
 * `luoshi import` takes. */
#include "ledger/out_in.h"

#include <string.h>

/* ---- documents ---------------------------------------------------------------------------- */
static err put_document(struct listing_out *l, const struct document_row *d, int64_t n)
{
	struct arena *a = l->x->arena;
	if (l->ask->form == OUT_JSON) {
		out_document_members(out_object(l->out), l->ask->zone, d);
		return out_object_end(l->out);
	}
	const struct out_cell cells[] = {
		{.text = int_text(a, n)}, {.text = d->number}, {.text = d->title}, {.day = d->date}, {.day = day_on(l->ask, d->at)},
		{.text = int_text(a, d->proposals)}, {.text = int_text(a, d->decided)}, {.text = int_text(a, d->repairs)}, {.text = int_text(a, d->inferred)},
		{.text = d->file_name}, {.text = int_text(a, d->id)}};
	return out_row(l->out, cells);
}

err out_documents(struct listing_out *l)
{
	out_columns c = {0};
	char kept[64];
	str cursor = STR_NONE;
	int64_t n = 0;
	column_add(l, &c, W("No."), "row", OUT_NUMBER, 6);
	column_add(l, &c, W("Number"), "number", OUT_IDENTITY, 18);
	column_add(l, &c, W("Title"), "title", OUT_TEXT, 48);
	column_add(l, &c, W("Date of the document"), "date", OUT_DATE, 12);
	column_add(l, &c, W("Taken in"), "at", OUT_DATE, 12);
	column_add(l, &c, W("Proposals"), "proposed", OUT_NUMBER, 10);
	column_add(l, &c, W("SHEET|Decided"), "decided", OUT_NUMBER, 10);
	column_add(l, &c, W("Repairs"), "repairs", OUT_NUMBER, 10);
	column_add(l, &c, W("Inferred"), "inferred", OUT_NUMBER, 10);
	column_add(l, &c, W("File"), "file_name", OUT_TEXT, 28);
	column_add(l, &c, OUT_ID_HEADING, "id", OUT_ID, 12);
	TRY(listing_begin(l, &c));
	rows_begin(l);
	for (bool more = true; more; rows_done(l)) {
		struct document_row *rows;
		size_t n_rows;
		str next;
		TRY(document_list(l->x, cursor, LIMIT_PAGE, &rows, &n_rows, &next));
		for (size_t i = 0; i < n_rows; i++)
			TRY(put_document(l, &rows[i], ++n));
		more = next.n > 0 && next.n <= sizeof kept;
		if (more)
			memcpy(kept, next.p, next.n);
		cursor = (str){kept, next.n};
	}
	return OK;
}

/* ---- parts ----------------------------------------------------------------------------------- */
static err put_part_json(struct listing_out *l, const struct part_row *r)
{
	struct json *j = out_object(l->out);
	out_part_members(j, l->ask->zone, &r->part);
	json_key(j, "matter");
	json_open(j, '{');
	out_matter_members(j, l->ask->zone, &r->matter);
	json_close(j);
	return out_object_end(l->out);
}

static err put_part(struct listing_out *l, const struct part_row *r, int64_t n)
{
	struct arena *a = l->x->arena;
	const struct matter_row *p = &r->part.row;
	if (l->ask->form == OUT_JSON)
		return put_part_json(l, r);
	bool timed = p->due != MS_NONE && !p->kind->states[p->state].closed;
	const struct out_cell cells[] = {
		{.text = int_text(a, n)}, {.text = r->matter.number}, {.text = r->matter.title}, {.text = words2_in(&p->kind->label, l->lang)},
		{.text = p->title}, {.text = p->lead_name}, {.text = r->part.person_name}, {.day = due_on(l->ask, p->due)},
		{.text = timed ? int_text(a, p->left) : S("")}, {.text = words2_in(&p->kind->states[p->state].label, l->lang)},
		{.text = p->light_word, .light = p->light}, {.text = p->share < 0 ? S("") : int_text(a, p->share)},
		{.text = r->part.weight ? int_text(a, r->part.weight) : S("")}, {.text = id_version(a, p->id, r->matter.version)}};
	return out_row(l->out, cells);
}

err out_parts(struct listing_out *l)
{
	out_columns c = {0};
	char kept[64];
	struct part_query q = {.due_from = DAY_NONE, .due_to = DAY_NONE, .limit = LIMIT_PAGE};
	int64_t n = 0;
	column_add(l, &c, W("No."), "row", OUT_NUMBER, 6);
	column_add(l, &c, W("Number"), "number", OUT_IDENTITY, 18);
	column_add(l, &c, W("Matter"), "matter", OUT_TEXT, 32);
	column_add(l, &c, W("Sort of part"), "sort", OUT_TEXT, 12);
	column_add(l, &c, W("Part"), "title", OUT_TEXT, 28);
	column_add(l, &c, W("Unit"), "unit_name", OUT_TEXT, 16);
	column_add(l, &c, W("Person"), "person_name", OUT_TEXT, 10);
	column_add(l, &c, W("SHEET|Deadline"), "due", OUT_DATE, 12);
	column_add(l, &c, W("Working days left"), "left", OUT_NUMBER, 10);
	column_add(l, &c, W("State"), "state", OUT_TEXT, 12);
	column_add(l, &c, W("Light"), "light_word", OUT_LIGHT, 12);
	column_add(l, &c, W("Progress (%)"), "share", OUT_NUMBER, 9);
	column_add(l, &c, W("Weight"), "weight", OUT_NUMBER, 8);
	column_add(l, &c, OUT_ID_HEADING, "id", OUT_ID, 12);
	TRY(listing_begin(l, &c));
	rows_begin(l);
	for (bool more = true; more; rows_done(l)) {
		struct part_page page;
		TRY(part_list(l->x, &q, &page));
		for (size_t i = 0; i < page.n; i++)
			TRY(put_part(l, &page.rows[i], ++n));
		more = page.next.n > 0 && page.next.n <= sizeof kept;
		if (more)
			memcpy(kept, page.next.p, page.next.n);
		q.cursor = (str){kept, page.next.n};
	}
	return OK;
}

/* ---- units and people --------------------------------------------------------------------------- */
static str unit_called(const struct unit *v, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].id == id)
			return v[i].short_name.n ? v[i].short_name : v[i].name;
	return S("");
}

static str joined(struct listing_out *l, const str *v, size_t n)
{
	struct buf b;
	buf_init(&b, l->x->arena);
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_z(&b, "、");
		buf_add(&b, v[i]);
	}
	return buf_str(&b);
}

err out_units(struct listing_out *l)
{
	struct unit *v;
	size_t n;
	out_columns c = {0};
	column_add(l, &c, W("SHEET|Order of units"), "order", OUT_NUMBER, 8);
	column_add(l, &c, W("Unit above"), "above", OUT_TEXT, 18);
	column_add(l, &c, W("SHEET|Name of a unit"), "name", OUT_TEXT, 36);
	column_add(l, &c, W("Short name"), "short_name", OUT_TEXT, 18);
	column_add(l, &c, W("Other names"), "other_names", OUT_TEXT, 36);
	column_add(l, &c, OUT_ID_HEADING, "id", OUT_ID, 12);
	TRY(unit_list(l->x, &v, &n));
	TRY(listing_begin(l, &c));
	for (size_t i = 0; i < n; i++) {
		if (!v[i].active)
			continue;
		const struct out_cell cells[] = {
			{.text = int_text(l->x->arena, v[i].order)}, {.text = unit_called(v, n, v[i].parent)}, {.text = v[i].name}, {.text = v[i].short_name},
			{.text = joined(l, v[i].aliases, v[i].n_aliases)}, {.text = int_text(l->x->arena, v[i].id)}};
		TRY(out_row(l->out, cells));
	}
	return OK;
}

static str duties_of(struct listing_out *l, uint32_t duties)
{
	struct buf b;
	buf_init(&b, l->x->arena);
	for (int d = 0; d < DUTIES; d++)
		if (duties >> d & 1) {
			if (b.n)
				buf_byte(&b, ',');
			buf_z(&b, duty_name((enum duty)d));
		}
	return buf_str(&b);
}

err out_people(struct listing_out *l)
{
	struct person *v;
	struct unit *units;
	size_t n, n_units;
	out_columns c = {0};
	column_add(l, &c, W("No."), "row", OUT_NUMBER, 8);
	column_add(l, &c, W("Unit"), "unit", OUT_TEXT, 24);
	column_add(l, &c, W("Name of a person"), "name", OUT_TEXT, 14);
	column_add(l, &c, W("Post"), "post", OUT_TEXT, 28);
	column_add(l, &c, W("Duties"), "duties", OUT_IDENTITY, 28);
	column_add(l, &c, OUT_ID_HEADING, "id", OUT_ID, 12);
	TRY(person_list(l->x, 0, &v, &n));
	TRY(unit_list(l->x, &units, &n_units));
	TRY(listing_begin(l, &c));
	for (size_t i = 0; i < n; i++) {
		const struct out_cell cells[] = {
			{.text = int_text(l->x->arena, (int64_t)i + 1)}, {.text = unit_called(units, n_units, v[i].unit)}, {.text = v[i].name}, {.text = v[i].post},
			{.text = duties_of(l, v[i].duties)}, {.text = int_text(l->x->arena, v[i].id)}};
		TRY(out_row(l->out, cells));
	}
	return OK;
}
