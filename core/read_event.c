/* SPDX-License-Identifier: Apache-2.0 */
/* What has happened to a matter, as its reader may see it. */
#include "core/read_matter_in.h"

STMT(events_of,
     "SELECT id, seq, at, actor, unit, action, effects, reason FROM event WHERE region = $1 AND entity = 1 AND entity_id = $2"
     " ORDER BY version DESC LIMIT 100");
const struct stmt *const core_read_event_stmts[] = {&events_of, NULL};

/* 黄灯 未报 */
static void put_light_said(struct ctx *x, const struct kind *k, const struct effect *e, struct buf *b)
{
	enum light light = (enum light)e->number[0];
	if (light >= LIGHTS)
		return;
	buf_add(b, shown_light(x, k, light, -1));
	if (e->number[1] < 0)
		return;
	buf_byte(b, ' ');
	buf_add(b, shown_light(x, k, light, (int)e->number[1]));
}

static void put_said(struct ctx *x, struct buf *b, const struct matter *m, role_set roles, const struct effect *e, ms_t at)
{
	int f = e->op == EFFECT_SET ? kind_field(m->kind, e->text[0]) : -1;
	if (f < 0 || !sees_plainly(m, roles, f) || !e->n_list)
		return;
	const struct field *field = &m->kind->fields[f];
	struct fval value = {.v = e->list, .n = e->n_list};
	if (field->type == FIELD_SOURCE)
		return;
	if (b->n)
		buf_z(b, x->actor.lang == LANG_ZH ? "；" : "; ");
	if (field->type != FIELD_TEXT) {
		buf_add(b, shown_words(x, &field->label));
		buf_z(b, x->actor.lang == LANG_ZH ? "：" : ": ");
	}
	buf_add(b, shown_values(x, field, &value, true, at));
}

/* What was said: the texts that the event set and the reader may see plainly. false: it is
 * about a part that he may not see. */
static bool said(struct ctx *x, const struct matter *m, role_set roles, struct effect *v, size_t n, struct event_view *ret)
{
	struct buf b;
	buf_init(&b, x->arena);
	for (size_t i = 0; i < n; i++) {
		bool part = v[i].op == EFFECT_PART || v[i].op == EFFECT_IN_PART;
		const struct matter *h = part ? matter_part(m, v[i].number[0]) : m;
		role_set mine = h && part ? see_roles(x, h) : roles;
		if (v[i].op == EFFECT_PART && (!h || !(mine & h->kind->see)))
			return false;
		if (v[i].op == EFFECT_PART && h->kind->title >= 0) {
			ret->part = h->id;
			ret->part_title = shown_plain(x, h, mine, h->kind->title);
		}
		if (!h || (v[i].op == EFFECT_IN_PART && !effect_inside(x->arena, &v[i], &v[i])))
			continue;
		ret->files += v[i].op == EFFECT_FILE;
		if (v[i].op == EFFECT_LIGHT && h == m && str_eq(ret->action, S(ACTION_CLOCK)))
			put_light_said(x, m->kind, &v[i], &b);
		put_said(x, &b, h, mine, &v[i], ret->at);
	}
	ret->text = buf_str(&b);
	return true;
}

static str system_action(struct ctx *x, str name)
{
	if (str_eq(name, S(ACTION_CLOCK)))
		return word(x->actor.lang, W("log|the light changed"));
	static const struct {
		const char *name, *label;
	} row[] = {{ACTION_DESTROY, W("log|destroyed, its term is over")}, {"erase", W("log|personal data erased")},
		   {ACTION_ERASE_REQUEST, W("log|personal data of a request erased")}, {ACTION_CORRECT, W("log|personal data corrected")}};
	for (size_t i = 0; i < COUNT_OF(row); i++)
		if (str_eq(name, str_of(row[i].name)))
			return word(x->actor.lang, row[i].label);
	if (str_eq(name, S("unit_change")))
		return word(x->actor.lang, W("log|the unit became another"));
	if (str_eq(name, S(ACTION_LEAVE)))
		return word(x->actor.lang, W("log|a request went over to another matter"));
	if (str_eq(name, S(ACTION_JOIN)))
		return word(x->actor.lang, W("log|a request came from another matter"));
	if (str_eq(name, S(ACTION_ERASE_REQUEST)))
		return word(x->actor.lang, W("log|what a request told of its asker was erased"));
	return str_eq(name, S(ACTION_AGAIN)) ? word(x->actor.lang, W("recalculated")) : name;
}

/* "签收", or of a part "协办分工：签收". */
static str event_label(struct ctx *x, const struct kind *kind, str action)
{
	const struct kind *k;
	struct buf b;
	int i;
	if (!event_action(kind, action, &k, &i))
		return system_action(x, action);
	if (k == kind)
		return shown_words(x, &k->actions[i].label);
	buf_init(&b, x->arena);
	buf_add(&b, shown_words(x, &k->label));
	buf_z(&b, x->actor.lang == LANG_ZH ? "：" : ": ");
	buf_add(&b, shown_words(x, &k->actions[i].label));
	return buf_str(&b);
}

err events_view(struct ctx *x, const struct matter *m, role_set roles, struct matter_view *ret)
{
	LIST(struct event_view) l = {0};
	struct rows *r;
	TRY(query(x->snap, &events_of, VALS(V_INT(x->core->region), V_INT(m->id)), &r));
	while (rows_next(r)) {
		struct event_view v = {.id = row_int(r, 0), .seq = row_int(r, 1), .at = row_int(r, 2),
			.actor_name = shown_person(x, row_int(r, 3)), .actor_unit = roster_unit_name_at(x->roster, row_int(r, 4), row_int(r, 2)),
			.action = row_copy(r, 5, x->arena), .reason = row_copy(r, 7, x->arena)};
		struct effect *e;
		size_t n;
		bool seen = true;
		v.label = event_label(x, m->kind, v.action);
		if (!row_int(r, 3))
			v.actor_name = word(x->actor.lang, W("actor|the system"));
		if (effects_read(x->arena, row_copy(r, 6, x->arena), &e, &n))
			seen = said(x, m, roles, e, n, &v);
		else
			n = 0;
		for (size_t k = 0; k < n; k++)
			if (e[k].op == EFFECT_BEHALF)
				v.behalf_name = shown_person(x, e[k].number[0]);
			else if (e[k].op == EFFECT_ASKER)
				v.actor_name = word(x->actor.lang, W("actor|the asker"));
		x->rows_read++;
		if (seen)
			*list_push(x->arena, &l) = v;
	}
	ret->events = l.v;
	ret->n_events = l.n;
	return rows_end(r);
}
