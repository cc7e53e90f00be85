/* SPDX-License-Identifier: Apache-2.0 */
/* Revealing a masked value (显示原值, GB/T 22239-2019 8.1.4.11 b): shown once, for a reason, and
 * on record. The event is one of the person, so that it neither moves the matter's version under
 * the hands of whoever works on it nor puts it on top of lists; its row stands in the record of
 * the matter. */
#include "core/matter_in.h"
#include "core/privacy.h"
#include "core/told.h"

#include <string.h>

#define REVEAL_COLUMNS "id, at, person, unit, behalf, matter, part, field, reason, drawn, verdict, judge, judged, note"
STMT(reveal_insert,
     "INSERT INTO reveal(region, id, at, person, unit, behalf, matter, part, field, reason, drawn, verdict, judge, judged, note)"
     " VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '', 0, 0, '')");
STMT(reveal_of, "SELECT " REVEAL_COLUMNS " FROM reveal WHERE region = $1 AND matter = $2 ORDER BY id DESC LIMIT 50");
STMT(reveal_newest, "SELECT " REVEAL_COLUMNS " FROM reveal WHERE region = $1 AND id < $2 ORDER BY id DESC LIMIT $3");
STMT(reveal_waiting, "SELECT " REVEAL_COLUMNS " FROM reveal WHERE region = $1 AND drawn = 1 AND id < $2 ORDER BY id DESC LIMIT $3");
STMT(reveal_get, "SELECT " REVEAL_COLUMNS " FROM reveal WHERE region = $1 AND id = $2");
STMT(reveal_judged,
     "UPDATE reveal SET drawn = 2, verdict = $3, judge = $4, judged = $5, note = $6 WHERE region = $1 AND id = $2 AND drawn = 1");
const struct stmt *const core_reveal_stmts[] = {&reveal_insert, &reveal_of, &reveal_newest, &reveal_waiting, &reveal_get, &reveal_judged, NULL};

#define REASON_MOST 600 /* bytes */
#define SAMPLE 10       /* per cent, where packs/privacy is not there to say */
enum { DRAWN_NOT, DRAWN, JUDGED_IT }; /* of the column drawn; stored */

static err no_field(void)
{
	return fail(ERR_NOTFOUND, "there is no masked value here");
}

/* The part or matter that holds the field, the reader's roles towards it, and the field's place. */
static err find(struct ctx *x, int64_t matter, int64_t part, str field, struct matter *m, const struct matter **ret_of, role_set *ret_roles, size_t *ret_field)
{
	uint8_t key[SEAL_KEY_LEN];
	bool there;
	TRY(see_load(x, matter, m, ret_roles));
	TRY(matter_open_seals(x->core, x->snap, x->arena, m, key, &there));
	explicit_bzero(key, sizeof key);
	const struct matter *h = m;
	if (part) {
		h = matter_part(m, part);
		if (!h || !((*ret_roles = see_roles(x, h)) & kind_see(h->kind, h->state)))
			return no_field();
	}
	int f = kind_field(h->kind, field);
	if (f < 0)
		return no_field();
	*ret_of = h;
	*ret_field = (size_t)f;
	return OK;
}

static err may(struct ctx *x, const struct matter *h, role_set roles, size_t f)
{
	struct value v;
	const struct field *field = &h->kind->fields[f];
	if (!matter_value(x, h, roles, f, &v) || !v.masked)
		return no_field();
	if (!(roles & reveal_roles(h, field)))
		return fail(ERR_DENIED, "your part in this matter does not include seeing “{0}”; ask the request centre", words2_in(&field->label, x->actor.lang));
	return h->fields[f].n ? OK : fail(ERR_INPUT, "“{0}” was erased; nobody can show it any more", words2_in(&field->label, x->actor.lang));
}

bool may_reveal(struct ctx *x, int64_t matter, int64_t part, str field)
{
	struct matter m;
	const struct matter *h = NULL;
	struct fail_note note;
	role_set roles;
	size_t f = 0;
	fail_save(&note);
	bool good = find(x, matter, part, field, &m, &h, &roles, &f) == OK && may(x, h, roles, f) == OK;
	fail_restore(&note);
	return good;
}

/* Drawn by lot, so that nobody knows beforehand which will be looked at. */
static bool drawn(struct ctx *x)
{
	uint16_t lot;
	int64_t share = setting_int(x->core, ctx_today(x), S("privacy.reveal_sample"), SAMPLE);
	random_bytes(&lot, sizeof lot);
	return lot % 100 < share;
}

static str number(struct ctx *x, int64_t n)
{
	struct buf b;
	buf_init(&b, x->arena);
	buf_int(&b, n);
	return buf_str(&b);
}

err privacy_reveal(struct ctx *x, int64_t matter, int64_t part, str field, str reason, str *ret_value)
{
	struct matter m;
	const struct matter *h = NULL;
	struct ctx own;
	role_set roles;
	size_t f = 0;
	TRY(find(x, matter, part, field, &m, &h, &roles, &f));
	TRY(may(x, h, roles, f));
	reason = str_trim(reason);
	if (!reason.n || reason.n > REASON_MOST || utf8_valid(reason) != reason.n)
		return fail(ERR_INPUT, "write down why you need to see it, in at most 200 characters; the reason stays in the record");
	str value = str_dup(x->arena, h->fields[f].v[0]);
	if (str_find(reason, value, 0) >= 0) /* the reason outlives the value */
		return fail(ERR_INPUT, "the reason must not hold the value itself; write only why you need it");
	int64_t behalf = x->hand.user ? x->actor.user : 0;
	struct actor who = x->hand.user ? x->hand : x->actor;
	ctx_refresh(x);
	TRY(ctx_open(x->core, x->arena, &who, &own));
	own.now = x->now;
	int64_t id = store_new_id(x->core->store, x->now);
	const struct fact facts[] = {{.name = S("of"), .value = number(x, id)}, {.name = S("matter"), .value = number(x, matter)}, {.name = S("part"), .value = number(x, part)},
				     {.name = S("field"), .value = h->kind->fields[f].name}, {.name = S("why"), .value = reason, .sealed = true}};
	const struct fact_row row = {.stmt = &reveal_insert, .n = 11, .one = true,
		.v = {V_INT(x->core->region), V_INT(id), V_INT(x->now), V_INT(who.user), V_INT(who.unit), V_INT(behalf), V_INT(matter), V_INT(part),
		      V_TEXT(h->kind->fields[f].name), V_TEXT(reason), V_INT(drawn(x) ? DRAWN : DRAWN_NOT)}};
	err e = fact_of_person(&own, S("reveal"), facts, COUNT_OF(facts), &row, 1);
	ctx_close(&own);
	if (e == OK)
		*ret_value = value;
	return e;
}

/* ---- the record -------------------------------------------------------------------------------- */
static str name_of(struct ctx *x, int64_t person)
{
	const struct member *m = person ? roster_member(x->roster, person) : NULL;
	return m ? m->name : S("");
}

typedef LIST(struct reveal_row) reveal_rows;

/* The label of a field needs its matter; what may not be seen keeps its name alone. */
struct raw_reveal {
	struct reveal_row row;
	str field;
};
static struct raw_reveal read_row(struct ctx *x, struct rows *r)
{
	return (struct raw_reveal){.field = row_copy(r, 7, x->arena),
		.row = {.id = row_int(r, 0), .at = row_int(r, 1), .by = name_of(x, row_int(r, 2)), .by_unit = roster_unit_name(x->roster, row_int(r, 3)),
			.behalf = name_of(x, row_int(r, 4)), .matter = row_int(r, 5), .part = row_int(r, 6), .reason = row_copy(r, 8, x->arena),
			.drawn = row_int(r, 9) != DRAWN_NOT, .verdict = row_copy(r, 10, x->arena), .judge = name_of(x, row_int(r, 11)),
			.judged = row_int(r, 12) ? row_int(r, 12) : MS_NONE, .note = row_copy(r, 13, x->arena), .number = S(""), .label = S("")}};
}

static str label_in(struct ctx *x, const struct kind *k, str field)
{
	int f = kind_field(k, field);
	return f >= 0 ? words2_in(&k->fields[f].label, x->actor.lang) : S("");
}

/* A field of that name in any kind: the audit administrator sees no matter. */
static str label_anywhere(struct ctx *x, str field)
{
	for (const struct pack *const *p = x->core->packs; *p; p++)
		for (size_t i = 0; i < (*p)->n_kinds; i++) {
			const struct kind *k = &(*p)->kinds[i];
			str label = label_in(x, k, field);
			for (size_t j = 0; !label.n && j < k->n_parts; j++)
				label = label_in(x, &k->parts[j], field);
			if (label.n)
				return label;
		}
	return field;
}

static err name_matters(struct ctx *x, const struct raw_reveal *v, size_t n, struct reveal_row **ret)
{
	struct reveal_row *rows = arena_new_n(x->arena, n, struct reveal_row);
	bool business = x->actor.duties & ~(1u << DUTY_AUDIT | 1u << DUTY_SYSTEM | 1u << DUTY_SECURITY);
	for (size_t i = 0; i < n; i++) {
		struct matter m;
		struct fail_note note;
		role_set roles;
		rows[i] = v[i].row;
		rows[i].label = label_anywhere(x, v[i].field);
		if (!business)
			continue;
		fail_save(&note);
		if (see_load(x, v[i].row.matter, &m, &roles) == OK) {
			const struct matter *h = v[i].row.part ? matter_part(&m, v[i].row.part) : &m;
			str label = h ? label_in(x, h->kind, v[i].field) : S("");
			rows[i].number = m.number;
			rows[i].label = label.n ? label : rows[i].label;
		}
		fail_restore(&note);
	}
	*ret = rows;
	return OK;
}

static err read_rows(struct ctx *x, struct rows *r, struct raw_reveal **ret, size_t *ret_n)
{
	LIST(struct raw_reveal) l = {0};
	while (rows_next(r))
		*list_push(x->arena, &l) = read_row(x, r);
	*ret = l.v;
	*ret_n = l.n;
	return rows_end(r);
}

err reveals_of(struct ctx *x, int64_t matter, struct reveal_row **ret, size_t *ret_n)
{
	struct matter m;
	struct rows *r;
	struct raw_reveal *v;
	role_set roles;
	TRY(see_load(x, matter, &m, &roles));
	TRY(query(x->snap, &reveal_of, VALS(V_INT(x->core->region), V_INT(matter)), &r));
	TRY(read_rows(x, r, &v, ret_n));
	return name_matters(x, v, *ret_n, ret);
}

static err readers_only(const struct ctx *x)
{
	const uint32_t may = 1u << DUTY_AUDIT | 1u << DUTY_SUPERVISION;
	return !x->actor.user || (x->actor.duties & may) ? OK : fail(ERR_DENIED, "your duties do not include this");
}

err reveal_list(struct ctx *x, const struct reveal_query *q, struct reveal_row **ret, size_t *ret_n, int64_t *ret_next)
{
	struct rows *r;
	struct raw_reveal *v;
	size_t n;
	int limit = q->limit ? q->limit : 50;
	TRY(readers_only(x));
	TRY(ctx_snap(x));
	TRY(query(x->snap, q->drawn ? &reveal_waiting : &reveal_newest,
		  VALS(V_INT(x->core->region), V_INT(q->before ? q->before : INT64_MAX), V_INT(limit + 1)), &r));
	TRY(read_rows(x, r, &v, &n));
	*ret_next = n > (size_t)limit ? v[limit - 1].row.id : 0;
	*ret_n = n > (size_t)limit ? (size_t)limit : n;
	return name_matters(x, v, *ret_n, ret);
}

err reveal_judge(struct ctx *x, int64_t id, bool fine, str note)
{
	struct rows *r;
	bool found;
	TRY(readers_only(x));
	note = str_trim(note);
	if (note.n > REASON_MOST || utf8_valid(note) != note.n || (!fine && !note.n))
		return fail(ERR_INPUT, "write down what was wrong, in at most 200 characters");
	TRY(ctx_snap(x));
	TRY(query_one(x->snap, &reveal_get, VALS(V_INT(x->core->region), V_INT(id)), &r, &found));
	if (!found || row_int(r, 9) == DRAWN_NOT)
		return fail(ERR_NOTFOUND, "there is nothing of that number to review");
	if (row_int(r, 9) == JUDGED_IT)
		return fail(ERR_CONFLICT, "this was reviewed already");
	if (row_int(r, 2) == x->actor.user || row_int(r, 4) == x->actor.user || (x->hand.user && row_int(r, 2) == x->hand.user))
		return fail(ERR_DENIED, "nobody reviews what he had shown himself; another person must");
	ctx_refresh(x);
	str verdict = fine ? S("fine") : S("wrong");
	const struct fact facts[] = {{.name = S("of"), .value = number(x, id)}, {.name = S("verdict"), .value = verdict},
				     {.name = S("note"), .value = note, .sealed = true}};
	const struct fact_row row = {.stmt = &reveal_judged, .n = 6, .one = true,
		.v = {V_INT(x->core->region), V_INT(id), V_TEXT(verdict), V_INT(x->actor.user), V_INT(x->now), V_TEXT(note)}};
	return fact_of_person(x, S("reveal_judge"), facts, COUNT_OF(facts), &row, 1);
}
