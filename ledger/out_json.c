/* SPDX-License-Identifier: Apache-2.0 */
/* Rows as members of JSON objects: what the API answers and what a file of JSON Lines holds
 * are written here, so that they cannot differ. Ids are strings, times RFC 3339 with zone. */
#include "ledger/out_in.h"

#include <stdio.h>

static void text(struct json *j, const char *name, str s)
{
	json_key(j, name);
	json_str(j, s.p ? s : S(""));
}

static void number(struct json *j, const char *name, int64_t v)
{
	json_key(j, name);
	json_int(j, v);
}

static void truth(struct json *j, const char *name, bool v)
{
	json_key(j, name);
	json_bool(j, v);
}

static void nothing(struct json *j, const char *name)
{
	json_key(j, name);
	json_null(j);
}

static void id(struct json *j, const char *name, int64_t v)
{
	json_key(j, name);
	if (v)
		json_id(j, v);
	else
		json_null(j);
}

void out_member_time(struct json *j, const char *name, const struct zone *zone, ms_t at)
{
	char held[64];
	struct buf b = {.p = held, .cap = sizeof held, .limit = sizeof held - 1};
	if (at == MS_NONE) {
		nothing(j, name);
		return;
	}
	ms_put_rfc3339(&b, zone, at);
	text(j, name, buf_str(&b));
}

void out_member_day(struct json *j, const char *name, day_t day)
{
	char held[32];
	struct buf b = {.p = held, .cap = sizeof held, .limit = sizeof held - 1};
	if (day == DAY_NONE) {
		nothing(j, name);
		return;
	}
	day_put(&b, day);
	text(j, name, buf_str(&b));
}

static void share(struct json *j, int per_cent)
{
	if (per_cent < 0)
		nothing(j, "share");
	else
		number(j, "share", per_cent);
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
		nothing(j, "confidence");
		return;
	}
	text(j, "confidence", str_of(judged_names[r->confidence]));
	text(j, "confidence_word", r->confidence_word);
	text(j, "judged_by", r->judged_by);
	out_member_time(j, "judged", zone, r->judged);
	truth(j, "judged_stale", r->stale);
	truth(j, "disagrees", r->differs);
}

void out_matter_members(struct json *j, const struct zone *zone, const struct matter_row *r)
{
	id(j, "id", r->id);
	number(j, "version", r->version);
	text(j, "kind", r->kind->name);
	text(j, "state", r->kind->states[r->state].name);
	text(j, "number", r->number);
	text(j, "title", r->title);
	id(j, "lead", r->lead);
	text(j, "lead_name", r->lead_name);
	text(j, "light", str_of(light_name(r->light)));
	text(j, "light_sign", str_of(light_shape(r->light)));
	text(j, "light_word", r->light_word);
	out_member_time(j, "due", zone, r->due);
	truth(j, "overdue", r->overdue);
	if (r->due == MS_NONE)
		nothing(j, "working_days_left");
	else
		number(j, "working_days_left", r->left);
	share(j, r->share);
	out_member_time(j, "opened", zone, r->opened);
	out_member_time(j, "changed", zone, r->changed);
	out_member_time(j, "reported", zone, r->reported);
	number(j, "evidence", r->evidence);
	text(j, "source_title", r->source_title);
	if (r->why.n)
		text(j, "why", r->why);
	confidence(j, zone, r);
}

void out_part_members(struct json *j, const struct zone *zone, const struct part_view *p)
{
	const struct matter_row *r = &p->row;
	id(j, "id", r->id);
	text(j, "sort", r->kind->name);
	text(j, "state", r->kind->states[r->state].name);
	text(j, "title", r->title);
	id(j, "unit", r->lead);
	text(j, "unit_name", r->lead_name);
	id(j, "person", p->person);
	text(j, "person_name", p->person_name);
	text(j, "light", str_of(light_name(r->light)));
	text(j, "light_word", r->light_word);
	out_member_time(j, "due", zone, r->due);
	truth(j, "overdue", r->overdue);
	share(j, r->share);
	number(j, "weight", p->weight);
	number(j, "evidence", r->evidence);
	out_member_time(j, "opened", zone, r->opened);
	out_member_time(j, "changed", zone, r->changed);
}

void out_document_members(struct json *j, const struct zone *zone, const struct document_row *d)
{
	id(j, "id", d->id);
	text(j, "number", d->number);
	text(j, "title", d->title);
	text(j, "file_name", d->file_name);
	out_member_day(j, "date", d->date);
	out_member_time(j, "at", zone, d->at);
	number(j, "proposed", d->proposals);
	number(j, "decided", d->decided);
	number(j, "repairs", d->repairs);
	number(j, "inferred", d->inferred);
}

void out_values(struct json *j, const struct value *v, size_t n)
{
	json_key(j, "fields");
	json_open(j, '{');
	for (size_t i = 0; i < n; i++) {
		json_key_str(j, v[i].field->name);
		json_open(j, '{');
		text(j, "value", v[i].masked ? v[i].text : v[i].raw);
		text(j, "text", v[i].text);
		if (v[i].masked)
			truth(j, "masked", true);
		json_close(j);
	}
	json_close(j);
}
