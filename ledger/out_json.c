/* SPDX-License-Identifier: Apache-2.0 */
/* Rows as members of JSON objects: what the API answers and what a file of JSON Lines holds
 * are written here, so that they cannot differ. Ids are strings, times RFC 3339 with zone. */
#include "ledger/out_in.h"

#include <stdio.h>

void out_member_time(struct json *j, const char *name, const struct zone *zone, ms_t at)
{
	char held[64];
	struct buf b = {.p = held, .cap = sizeof held, .limit = sizeof held - 1};
	if (at == MS_NONE) {
		member_none(j, name);
		return;
	}
	ms_put_rfc3339(&b, zone, at);
	member_str(j, name, buf_str(&b));
}

void out_member_day(struct json *j, const char *name, day_t day)
{
	char held[32];
	struct buf b = {.p = held, .cap = sizeof held, .limit = sizeof held - 1};
	if (day == DAY_NONE) {
		member_none(j, name);
		return;
	}
	day_put(&b, day);
	member_str(j, name, buf_str(&b));
}

static void share(struct json *j, int per_cent)
{
	if (per_cent < 0)
		member_none(j, "share");
	else
		member_int(j, "share", per_cent);
}

const char *light_shape(enum light l)
{
	static const char *const shapes[LIGHTS] = {
		[LIGHT_NONE] = "○", [LIGHT_GREEN] = "●", [LIGHT_YELLOW] = "▲", [LIGHT_RED] = "■",
		[LIGHT_DONE] = "✓", [LIGHT_BLUE] = "◆", [LIGHT_ORANGE] = "▼"};
	return (unsigned)l < LIGHTS ? shapes[l] : "";
}

static void confidence(struct json *j, const struct zone *zone, const struct matter_row *r)
{
	if (r->confidence < 0) {
		member_none(j, "confidence");
		return;
	}
	member_str(j, "confidence", str_of(judged_names[r->confidence]));
	member_str(j, "confidence_word", r->confidence_word);
	member_str(j, "judged_by", r->judged_by);
	out_member_time(j, "judged", zone, r->judged);
	member_bool(j, "judged_stale", r->stale);
	member_bool(j, "disagrees", r->differs);
}

void out_matter_members(struct json *j, const struct zone *zone, const struct matter_row *r)
{
	member_id(j, "id", r->id);
	member_int(j, "version", r->version);
	member_str(j, "kind", r->kind->name);
	member_str(j, "state", r->kind->states[r->state].name);
	member_str(j, "number", r->number);
	member_str(j, "title", r->title);
	member_id(j, "lead", r->lead);
	member_str(j, "lead_name", r->lead_name);
	member_str(j, "light", str_of(light_name(r->light)));
	member_str(j, "light_sign", str_of(light_shape(r->light)));
	member_str(j, "light_word", r->light_word);
	out_member_time(j, "due", zone, r->due);
	member_bool(j, "overdue", r->overdue);
	if (r->due == MS_NONE)
		member_none(j, "working_days_left");
	else
		member_int(j, "working_days_left", r->left);
	share(j, r->share);
	out_member_time(j, "opened", zone, r->opened);
	out_member_time(j, "changed", zone, r->changed);
	out_member_time(j, "reported", zone, r->reported);
	member_int(j, "evidence", r->evidence);
	member_str(j, "source_title", r->source_title);
	if (r->why.n)
		member_str(j, "why", r->why);
	confidence(j, zone, r);
}

void out_part_members(struct json *j, const struct zone *zone, const struct part_view *p)
{
	const struct matter_row *r = &p->row;
	member_id(j, "id", r->id);
	member_str(j, "sort", r->kind->name);
	member_str(j, "state", r->kind->states[r->state].name);
	member_str(j, "title", r->title);
	member_id(j, "unit", r->lead);
	member_str(j, "unit_name", r->lead_name);
	member_id(j, "person", p->person);
	member_str(j, "person_name", p->person_name);
	member_str(j, "light", str_of(light_name(r->light)));
	member_str(j, "light_word", r->light_word);
	out_member_time(j, "due", zone, r->due);
	member_bool(j, "overdue", r->overdue);
	share(j, r->share);
	member_int(j, "weight", p->weight);
	member_int(j, "evidence", r->evidence);
	out_member_time(j, "opened", zone, r->opened);
	out_member_time(j, "changed", zone, r->changed);
}

void out_document_members(struct json *j, const struct zone *zone, const struct document_row *d)
{
	member_id(j, "id", d->id);
	member_str(j, "number", d->number);
	member_str(j, "title", d->title);
	member_str(j, "file_name", d->file_name);
	out_member_day(j, "date", d->date);
	out_member_time(j, "at", zone, d->at);
	member_int(j, "proposed", d->proposals);
	member_int(j, "decided", d->decided);
	member_int(j, "repairs", d->repairs);
	member_int(j, "inferred", d->inferred);
}

void out_values(struct json *j, const struct value *v, size_t n)
{
	json_key(j, "fields");
	json_open(j, '{');
	for (size_t i = 0; i < n; i++) {
		json_key_str(j, v[i].field->name);
		json_open(j, '{');
		member_str(j, "value", v[i].masked ? v[i].text : v[i].raw);
		member_str(j, "text", v[i].text);
		if (v[i].masked)
			member_bool(j, "masked", true);
		json_close(j);
	}
	json_close(j);
}
