/* SPDX-License-Identifier: Apache-2.0 */
/* Who a unit is, what it was called, what became of it, and what is to come. */
#include "core/unit_in.h"

STMT(story_names, "SELECT until, name, short_name FROM unit_was WHERE region = $1 AND unit = $2 ORDER BY until DESC");
STMT(story_events,
     "SELECT at, actor, action, reason, effects FROM event WHERE region = $1 AND entity = 5 AND entity_id = $2 ORDER BY version DESC LIMIT 200");
STMT(story_coming, "SELECT id, body, fault FROM unit_coming WHERE region = $1 ORDER BY from_day, id LIMIT 200");
const struct stmt *const core_unit_story_stmts[] = {&story_names, &story_events, &story_coming, NULL};

static str named(const struct ctx *x, int64_t id)
{
	const struct unit *u = roster_unit(x->roster, id);
	return u ? u->name : S("");
}

str unit_change_said(struct ctx *x, const struct unit_change *q, enum lang lang)
{
	static const char *const key[UNIT_CHANGES] = {W("{0} is now called {1} ({2})"), W("{0} now stands under {1} ({2})"), W("{0} became part of {1} ({2})"),
		W("{1} was split off {0} ({2})"), W("{0} was closed ({2})")};
	struct buf b, who;
	buf_init(&b, x->arena);
	buf_init(&who, x->arena);
	buf_add(&who, named(x, q->unit));
	for (size_t i = 0; i < q->n_others; i++) {
		buf_z(&who, lang == LANG_ZH ? "、" : ", ");
		buf_add(&who, named(x, q->others[i]));
	}
	str to = q->sort == UNIT_MOVE ? (q->parent ? named(x, q->parent) : word(lang, W("the district itself"))) : q->heir ? named(x, q->heir) : q->name;
	const char *k = q->sort == UNIT_CLOSE && q->heir ? key[UNIT_MERGE] : key[q->sort];
	word_fmt(&b, lang, k, (const str[]){buf_str(&who), to, q->source}, 3);
	return buf_str(&b);
}

static err names_of(struct ctx *x, int64_t unit, struct unit_story *ret)
{
	LIST(struct unit_name) l = {0};
	struct rows *r;
	TRY(query(x->snap, &story_names, VALS(V_INT(x->core->region), V_INT(unit)), &r));
	while (rows_next(r))
		*list_push(x->arena, &l) = (struct unit_name){row_int(r, 0), row_copy(r, 1, x->arena), row_copy(r, 2, x->arena)};
	ret->names = l.v;
	ret->n_names = l.n;
	return rows_end(r);
}

static void detail_of(struct ctx *x, const struct effect *v, size_t n, struct unit_event *e)
{
	struct buf b;
	struct unit_change q;
	buf_init(&b, x->arena);
	for (size_t i = 0; i < n; i++) {
		if (v[i].op == EFFECT_VALUE && str_eq(v[i].text[0], S("source")))
			e->source = v[i].text[1];
		if (v[i].op == EFFECT_UNIT_COMING && v[i].text[0].n && unit_change_parse(x->arena, v[i].text[0], &q)) {
			e->source = q.source;
			buf_add(&b, unit_change_said(x, &q, x->actor.lang));
		}
		if (v[i].op != EFFECT_UNIT && v[i].op != EFFECT_UNIT_CHANGE)
			continue;
		int64_t heir = v[i].op == EFFECT_UNIT_CHANGE ? v[i].number[2] : 0;
		buf_add(&b, v[i].text[0]);
		if (heir || v[i].number[0]) {
			buf_z(&b, " → ");
			buf_add(&b, named(x, heir ? heir : v[i].number[0]));
		}
	}
	e->detail = buf_str(&b);
}

static err events_of_unit(struct ctx *x, int64_t unit, struct unit_story *ret)
{
	LIST(struct unit_event) l = {0};
	struct rows *r;
	TRY(query(x->snap, &story_events, VALS(V_INT(x->core->region), V_INT(unit)), &r));
	while (rows_next(r)) {
		struct effect *v;
		size_t n = 0;
		const struct member *who = roster_member(x->roster, row_int(r, 1));
		struct unit_event e = {.at = row_int(r, 0), .by = who ? who->name : word(x->actor.lang, W("actor|the system")),
			.action = row_copy(r, 2, x->arena), .reason = row_copy(r, 3, x->arena), .source = S(""), .detail = S("")};
		if (effects_read(x->arena, row_copy(r, 4, x->arena), &v, &n))
			detail_of(x, v, n, &e);
		*list_push(x->arena, &l) = e;
	}
	ret->events = l.v;
	ret->n_events = l.n;
	return rows_end(r);
}

err unit_coming_list(struct ctx *x, struct unit_coming **ret, size_t *ret_n)
{
	LIST(struct unit_coming) l = {0};
	struct rows *r;
	struct unit_change q;
	TRY(may_as(x, DUTY_SYSTEM));
	TRY(ctx_snap(x));
	TRY(query(x->snap, &story_coming, VALS(V_INT(x->core->region)), &r));
	while (rows_next(r))
		if (unit_change_parse(x->arena, row_copy(r, 1, x->arena), &q))
			*list_push(x->arena, &l) = (struct unit_coming){.id = row_int(r, 0), .unit = q.unit, .sort = q.sort, .from = q.from,
				.reason = q.reason, .source = q.source, .detail = unit_change_said(x, &q, x->actor.lang), .fault = row_copy(r, 2, x->arena)};
	*ret = l.v;
	*ret_n = l.n;
	return rows_end(r);
}

err unit_story(struct ctx *x, int64_t unit, struct unit_story *ret)
{
	struct unit_story s = {0};
	struct unit_coming *all;
	size_t n;
	TRY(may_as(x, DUTY_SYSTEM));
	if (!roster_unit(x->roster, unit))
		return fail(ERR_NOTFOUND, "there is no such unit");
	TRY(ctx_snap(x));
	TRY(names_of(x, unit, &s));
	TRY(events_of_unit(x, unit, &s));
	TRY(unit_coming_list(x, &all, &n));
	s.coming = arena_new_n(x->arena, n, struct unit_coming);
	for (size_t i = 0; i < n; i++)
		if (all[i].unit == unit)
			s.coming[s.n_coming++] = all[i];
	for (size_t i = 0; i < x->roster->n_members; i++)
		s.people += x->roster->members[i].active && x->roster->members[i].unit == unit;
	for (size_t i = 0; i < x->roster->n_units; i++)
		s.below += x->roster->units[i].active && x->roster->units[i].parent == unit;
	*ret = s;
	return OK;
}
