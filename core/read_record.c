/* SPDX-License-Identifier: Apache-2.0 */
/* The record of signing in, accounts, units, settings, calendars, stations and cameras, for the audit
 * administrator (审计管理员). Matters and documents are not in it: it shows no business. */
#include "core/setting_in.h"
#include "core/sign_in_in.h"

#include <string.h>

#define LOOK_MOST 5000 /* as in the statement: a page may be short, never wrong */
#define HOUSE_ENTITIES "entity IN (4, 5, 6, 8, 9, 11, 12)"
STMT(record_newest,
     "SELECT seq, at, actor, unit, entity, entity_id, action, reason, effects, sealed, id FROM event WHERE region = $1 AND " HOUSE_ENTITIES
     " AND seq < $2 ORDER BY seq DESC LIMIT 5000");
#define RECORD_VALUE 120 /* characters of a setting that are shown; longer ones stand on its own page */
const struct stmt *const core_record_stmts[] = {&record_newest, NULL};

/* ---- words for actions ------------------------------------------------------------------------ */
static const struct {
	enum entity entity;
	const char *action, *sort;
	const char *label;
} words_[] = {
	{ENTITY_USER, "sign_in", "sign_in", W("record|signed in")},
	{ENTITY_USER, "sign_in_failed", "sign_in", W("record|sign-in failed")},
	{ENTITY_REGION, "sign_in_failed", "sign_in", W("record|sign-in failed, unknown name")},
	{ENTITY_USER, "sign_out", "sign_in", W("record|signed out")},
	{ENTITY_USER, "session_end", "sign_in", W("record|session ended")},
	{ENTITY_USER, "unlock", "account", W("record|lock taken off")},
	{ENTITY_USER, "password", "account", W("record|password changed")},
	{ENTITY_USER, "second", "account", W("record|second factor changed")},
	{ENTITY_USER, "second_remove", "account", W("record|second factor removed by an administrator")},
	{ENTITY_USER, "reset", "account", W("record|one-time link made")},
	{ENTITY_USER, "link_used", "account", W("record|one-time link used")},
	{ENTITY_REGION, "first_link", "account", W("record|link of the first start made")},
	{ENTITY_REGION, "link_used", "account", W("record|link of the first start used")},
	{ENTITY_USER, "add", "account", W("record|person added")},
	{ENTITY_USER, "enable", "account", W("record|account enabled")},
	{ENTITY_USER, "disable", "account", W("record|account disabled")},
	{ENTITY_USER, "idle", "account", W("record|account disabled, not used for long")},
	{ENTITY_USER, "move", "account", W("record|moved to another unit or post")},
	{ENTITY_USER, "grant", "account", W("record|duties changed")},
	{ENTITY_USER, "prefer", "account", W("record|language or size of text chosen")},
	{ENTITY_USER, "delegate", "account", W("record|delegation entered")},
	{ENTITY_USER, "leave", "account", W("record|leave entered")},
	{ENTITY_USER, "withdraw", "account", W("record|delegation or leave withdrawn")},
	{ENTITY_USER, "calendar_new", "account", W("record|calendar address made")},
	{ENTITY_USER, "calendar_revoke", "account", W("record|calendar address revoked")},
	{ENTITY_UNIT, "add", "unit", W("record|unit added")},
	{ENTITY_UNIT, "enable", "unit", W("record|unit in use again")},
	{ENTITY_UNIT, "disable", "unit", W("record|unit no longer in use")},
	{ENTITY_UNIT, "rename", "unit", W("record|unit renamed")},
	{ENTITY_UNIT, "move", "unit", W("record|unit moved to another place")},
	{ENTITY_UNIT, "merge", "unit", W("record|unit became part of another")},
	{ENTITY_UNIT, "split", "unit", W("record|unit split")},
	{ENTITY_UNIT, "close", "unit", W("record|unit closed")},
	{ENTITY_UNIT, "follow", "unit", W("record|unit moved along with the one above it")},
	{ENTITY_UNIT, "coming", "unit", W("record|change of a unit entered for a day to come")},
	{ENTITY_UNIT, "withdraw", "unit", W("record|change of a unit withdrawn")},
	{ENTITY_SETTING, "set", "setting", W("record|setting changed")},
	{ENTITY_CALENDAR, "import", "setting", W("record|calendar of working days loaded")},
	{ENTITY_REGION, "mark_demo", "setting", W("record|marked as a demo district")},
	{ENTITY_USER, "reveal", "privacy", W("record|masked value shown")},
	{ENTITY_USER, "reveal_judge", "privacy", W("record|masked value reviewed")},
	{ENTITY_USER, "export", "privacy", W("record|list or file taken out")},
	{ENTITY_REGION, "notice", "privacy", W("record|privacy notice put on record")},
	{ENTITY_SETTING, "keep_requests", "setting", W("record|month of requests kept")},
	{ENTITY_SETTING, "calls", "setting", W("record|counts of calls entered")},
	{ENTITY_SETTING, "air_hours", "station", W("record|hours of an air station taken in")},
	{ENTITY_SETTING, "run_issue", "setting", W("record|result of an evaluation frozen")},
	{ENTITY_SETTING, "run_override", "setting", W("record|class decided by a person")},
	{ENTITY_SETTING, "ballot_open", "setting", W("record|ballot opened")},
	{ENTITY_SETTING, "ballot_answer", "setting", W("record|ballot answered; what was said is not kept")},
	{ENTITY_SETTING, "ballot_close", "setting", W("record|ballot closed")},
	{ENTITY_SETTING, "station_command", "station", W("record|command sent to a station")},
	{ENTITY_SETTING, "station_rest", "station", W("record|rest of a station declared")},
	{ENTITY_SETTING, "station_rest_end", "station", W("record|rest of a station ended")},
	{ENTITY_SETTING, "camera_look", "station", W("record|camera looked at")},
	{ENTITY_SETTING, "media_put", "station", W("record|media server enrolled or changed")},
	{ENTITY_SETTING, "media_pull", "station", W("record|media server told to take over a stream")},
	{ENTITY_STATION, "station_add", "station", W("record|station enrolled")},
	{ENTITY_STATION, "station_change", "station", W("record|station changed")},
	{ENTITY_STATION, "station_rekey", "station", W("record|station given a new key")},
	{ENTITY_STATION, "station_repassword", "station", W("record|station given a new password")},
	{ENTITY_STATION, "station_limits", "station", W("record|limits of a station set")},
	{ENTITY_SUBJECT, "camera_add", "station", W("record|camera enrolled")},
	{ENTITY_SUBJECT, "camera_change", "station", W("record|camera changed")},
	{ENTITY_SUBJECT, "values", "setting", W("record|values of indicators entered")},
	{ENTITY_SUBJECT, "values_confirm", "setting", W("record|values of indicators confirmed")},
	{ENTITY_SETTING, "open311_key", "setting", W("record|key of a program made")},
	{ENTITY_SETTING, "open311_key_withdrawn", "setting", W("record|key of a program withdrawn")},
	{ENTITY_SETTING, "robot_add", "setting", W("record|group robot added")},
	{ENTITY_SETTING, "robot_remove", "setting", W("record|group robot removed")},
	{ENTITY_SETTING, "robot_try", "setting", W("record|group robot tried")},
};
static const struct {
	const char *what, *label;
} bys[] = {
	{"password", W("record|by password")},     {"proxy", W("record|by the proxy")}, {"provider", W("record|by the identity provider")},
	{"link", W("record|by one-time link")},    {"demo", W("record|as a demo person")}, {"code", W("record|by one-time code")},
	{"recovery", W("record|by recovery code")}, {"self", W("record|by himself")}, {"admin", W("record|by an administrator")},
	{"enrolled", W("record|set up")}, {"codes", W("record|new recovery codes")}, {"removed", W("record|taken off")},
};

static const char *sort_of(enum entity entity, str action, const char **ret_label)
{
	for (size_t i = 0; i < COUNT_OF(words_); i++)
		if (words_[i].entity == entity && str_eq(action, str_of(words_[i].action))) {
			*ret_label = words_[i].label;
			return words_[i].sort;
		}
	*ret_label = NULL;
	return entity == ENTITY_USER ? "account" : entity == ENTITY_UNIT ? "unit" : "setting";
}

static str by_word(const struct ctx *x, str what)
{
	for (size_t i = 0; i < COUNT_OF(bys); i++)
		if (str_eq(what, str_of(bys[i].what)))
			return word(x->actor.lang, bys[i].label);
	return what;
}

/* ---- one row --------------------------------------------------------------------------------------- */
static str duties_text(struct ctx *x, int64_t duties)
{
	struct buf b;
	buf_init(&b, x->arena);
	for (int d = 0; d < DUTIES; d++)
		if (duties >> d & 1) {
			if (b.n)
				buf_z(&b, x->actor.lang == LANG_ZH ? "、" : ", ");
			buf_add(&b, words2_in(duty_label((enum duty)d), x->actor.lang));
		}
	return b.n ? buf_str(&b) : word(x->actor.lang, W("record|no duties"));
}

static void detail_of(struct ctx *x, const struct effect *e, struct buf *b, struct record_row *row)
{
	str unit, value;
	struct setting_view s;
	bool says = e->op == EFFECT_SIGN || e->op == EFFECT_SECOND || e->op == EFFECT_ACCOUNT || e->op == EFFECT_SETTING || e->op == EFFECT_UNIT ||
		    e->op == EFFECT_STATION || e->op == EFFECT_CAMERA;
	if (b->n && says)
		buf_z(b, x->actor.lang == LANG_ZH ? "；" : "; ");
	switch (e->op) {
	case EFFECT_SIGN:
		row->failed |= str_eq(e->text[0], S("failed")) || str_eq(e->text[0], S("locked"));
		buf_add(b, by_word(x, e->text[1]));
		if (str_eq(e->text[0], S("locked")))
			buf_add(b, word(x->actor.lang, W("record|, now locked")));
		break;
	case EFFECT_SECOND:
		buf_add(b, by_word(x, e->text[0]));
		break;
	case EFFECT_ACCOUNT:
		unit = roster_unit_name(x->roster, e->number[1]);
		buf_add(b, unit);
		buf_byte(b, ' ');
		buf_add(b, duties_text(x, e->number[2]));
		break;
	case EFFECT_SETTING:
		if (setting_view_of(x, e->text[0], &s) != OK)
			s.decl = NULL;
		buf_add(b, s.decl ? words2_in(&s.decl->label, x->actor.lang) : e->text[0]);
		value = utf8_count(e->text[1]) > RECORD_VALUE ? word(x->actor.lang, W("record|a text of its own")) : e->text[1];
		for (size_t i = 0; s.decl && i < s.decl->n_choices; i++)
			if (str_eq(s.decl->choices[i].name, value))
				value = words2_in(&s.decl->choices[i].label, x->actor.lang);
		buf_fmt(b, " = " STR_FMT " (", STR_ARG(value));
		day_put(b, (day_t)e->number[0]);
		buf_byte(b, ')');
		break;
	case EFFECT_UNIT:
	case EFFECT_CAMERA: /* its name; where it is reached is not for the record's reader */
		buf_add(b, e->text[0]);
		break;
	case EFFECT_STATION:
		buf_fmt(b, STR_FMT " " STR_FMT, STR_ARG(e->text[1]), STR_ARG(e->text[0]));
		break;
	default:
		break;
	}
}

/* Where it happened, opened with the key of whom it happened to. */
static err record_place(struct ctx *x, int64_t owner, int64_t event, str sealed, struct record_row *row)
{
	uint8_t key[SEAL_KEY_LEN];
	bool there;
	struct secret *v;
	size_t n = 0;
	TRY(key_find(x->core, x->snap, owner, key, &there));
	if (!there || secrets_open(x->arena, key, aad_of(x->arena, "event", event), sealed, &v, &n) != OK)
		return OK; /* erased; what was changed is for check to find */
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].name, S("place")) && !str_split(v[i].value, '\n', &row->address, &row->device))
			row->address = v[i].value;
	explicit_bzero(key, sizeof key);
	return OK;
}

/* ---- the list ----------------------------------------------------------------------------------------- */
struct sealed_of { /* a place that is still to be opened */
	size_t row;
	int64_t owner, event;
	str sealed;
};
struct reading {
	LIST(struct record_row) rows;
	LIST(struct sealed_of) places;
};
static bool wanted(const struct ctx *x, const struct record_query *q, struct rows *r)
{
	const char *label, *sort = sort_of((enum entity)row_int(r, 4), row_text(r, 6), &label);
	day_t day = zone_day(x->core->zone, row_int(r, 1));
	if (q->sort.n && !str_eq(q->sort, str_of(sort)))
		return false;
	if ((q->from != DAY_NONE && day < q->from) || (q->to != DAY_NONE && day > q->to))
		return false;
	return !q->person || row_int(r, 2) == q->person || (row_int(r, 4) == ENTITY_USER && row_int(r, 5) == q->person);
}

static void add_row(struct ctx *x, struct rows *r, struct reading *out)
{
	const char *label;
	struct effect *v;
	struct buf b;
	size_t n = 0;
	int64_t actor = row_int(r, 2), entity = row_int(r, 4), id = row_int(r, 5);
	str action = row_copy(r, 6, x->arena);
	const struct member *by = roster_member(x->roster, actor), *whom = entity == ENTITY_USER ? roster_member(x->roster, id) : NULL;
	sort_of((enum entity)entity, action, &label);
	struct record_row row = {.seq = row_int(r, 0), .at = row_int(r, 1), .reason = row_copy(r, 7, x->arena), .address = S(""), .device = S(""),
		.by = by ? by->name : actor ? S("") : word(x->actor.lang, W("actor|the system")), .by_unit = roster_unit_name(x->roster, row_int(r, 3)),
		.whom = whom ? whom->name : entity == ENTITY_UNIT ? roster_unit_name(x->roster, id) : S(""),
		.what = label ? word(x->actor.lang, label) : action};
	buf_init(&b, x->arena);
	if (!effects_read(x->arena, row_copy(r, 8, x->arena), &v, &n))
		n = 0;
	for (size_t i = 0; i < n; i++)
		detail_of(x, &v[i], &b, &row);
	row.detail = buf_str(&b);
	if (!row_null(r, 9) && (whom || entity == ENTITY_REGION))
		*list_push(x->arena, &out->places) = (struct sealed_of){out->rows.n, whom ? id : ENTITY_OF_REGION, row_int(r, 10), row_copy(r, 9, x->arena)};
	*list_push(x->arena, &out->rows) = row;
}

err record_list(struct ctx *x, const struct record_query *q, struct record_row **ret, size_t *ret_n, int64_t *ret_next)
{
	struct reading out = {0};
	struct rows *r;
	int64_t next = 0, last = 0, looked = 0;
	TRY(may_as(x, DUTY_AUDIT));
	TRY(ctx_snap(x));
	TRY(query(x->snap, &record_newest, VALS(V_INT(x->core->region), V_INT(q->before ? q->before : INT64_MAX)), &r));
	while (rows_next(r)) {
		looked++;
		if (next)
			continue;
		if (q->limit && out.rows.n == (size_t)q->limit) {
			next = last;
			continue;
		}
		last = row_int(r, 0);
		if (wanted(x, q, r))
			add_row(x, r, &out);
	}
	TRY(rows_end(r));
	x->rows_read += looked;
	if (!next && looked == LOOK_MOST)
		next = last;
	for (size_t i = 0; i < out.places.n; i++) {
		struct sealed_of *p = &out.places.v[i];
		TRY(record_place(x, p->owner, p->event, p->sealed, &out.rows.v[p->row]));
	}
	*ret = out.rows.v;
	*ret_n = out.rows.n;
	*ret_next = next;
	return OK;
}
