/* SPDX-License-Identifier: Apache-2.0 */
/* Settings as their readers see them, and who changed what. */
#include "core/setting_in.h"

STMT(setting_events,
     "SELECT at, actor, unit, reason, effects FROM event WHERE region = $1 AND entity = 8 AND entity_id = 1 ORDER BY version DESC LIMIT 2000");
const struct stmt *const core_read_setting_stmts[] = {&setting_events, NULL};

#define DUTY(d) (1u << (d))
#define READERS (DUTY(DUTY_SUPERVISION) | DUTY(DUTY_SYSTEM) | DUTY(DUTY_AUDIT) | DUTY(DUTY_SECURITY))

/* A long text is named by its length. */
static str lines_of(struct ctx *x, str value)
{
	struct buf n, b;
	int64_t lines = 1;
	for (size_t i = 0; i + 1 < value.n; i++)
		lines += value.p[i] == '\n';
	buf_init(&n, x->arena);
	buf_init(&b, x->arena);
	buf_int(&n, lines);
	word_fmt(&b, x->actor.lang, W("a text of {0} lines"), (const str[]){buf_str(&n)}, 1);
	return buf_str(&b);
}

static str shown(struct ctx *x, const struct setting *s, str value)
{
	for (size_t i = 0; i < s->n_choices; i++)
		if (str_eq(s->choices[i].name, value))
			return words2_in(&s->choices[i].label, x->actor.lang);
	return s->type == FIELD_TEXT ? lines_of(x, value) : value;
}

static str initial_of(struct ctx *x, const struct setting *s)
{
	struct buf b;
	if (s->type != FIELD_INT)
		return s->initial_text;
	buf_init(&b, x->arena);
	buf_int(&b, s->initial);
	return buf_str(&b);
}

/* The next change after today, if one is coming. */
static void coming(struct ctx *x, struct setting_view *v)
{
	struct core *c = x->core;
	day_t today = ctx_today(x);
	v->coming_from = DAY_NONE;
	pthread_mutex_lock(&c->lock);
	for (size_t i = 0; i < c->n_settings; i++) {
		const struct setting_row *r = &c->settings[i];
		if (str_eq(r->name, v->name) && r->from > today && (v->coming_from == DAY_NONE || r->from < v->coming_from)) {
			v->coming_from = r->from;
			v->coming = str_dup(x->arena, r->value);
		}
	}
	pthread_mutex_unlock(&c->lock);
	v->coming = shown(x, v->decl, v->coming);
}

static struct setting_view view_of(struct ctx *x, const struct pack *p, const struct setting *s)
{
	str name = setting_name(x->arena, p, s->name);
	uint32_t changes = p ? DUTY(DUTY_SUPERVISION) : house_policy(name) ? DUTY(DUTY_SECURITY) : DUTY(DUTY_SYSTEM);
	struct setting_view v = {.name = name, .decl = s, .pack = p, .value = initial_of(x, s),
		.initial = shown(x, s, initial_of(x, s)), .may_change = x->actor.user == 0 || (x->actor.duties & changes)};
	setting_at(x, v.name, ctx_today(x), &v.value, &v.since);
	v.shown = shown(x, s, v.value);
	coming(x, &v);
	return v;
}

err setting_view_of(struct ctx *x, str name, struct setting_view *ret)
{
	str pack, own;
	bool split = str_split(name, '.', &pack, &own), house = str_eq(pack, S("kernel"));
	for (size_t i = 0; split && house && i < house_settings_n; i++)
		if (str_eq(house_settings[i].name, own)) {
			*ret = view_of(x, NULL, &house_settings[i]);
			return OK;
		}
	for (const struct pack *const *p = x->core->packs; split && *p; p++) {
		const struct setting *s = str_eq((*p)->name, pack) ? pack_setting(*p, own) : NULL;
		if (s) {
			*ret = view_of(x, *p, s);
			return OK;
		}
	}
	return fail(ERR_NOTFOUND, "there is no setting called “{0}”", name);
}

static err may_read(const struct ctx *x)
{
	return !x->actor.user || (x->actor.duties & READERS) ? OK : fail(ERR_DENIED, "your duties do not include this");
}

err setting_list(struct ctx *x, struct setting_view **ret, size_t *ret_n)
{
	LIST(struct setting_view) l = {0};
	TRY(may_read(x));
	for (const struct pack *const *p = x->core->packs; *p; p++)
		for (size_t i = 0; i < (*p)->n_settings; i++)
			*list_push(x->arena, &l) = view_of(x, *p, &(*p)->settings[i]);
	for (size_t i = 0; i < house_settings_n; i++)
		*list_push(x->arena, &l) = view_of(x, NULL, &house_settings[i]);
	*ret = l.v;
	*ret_n = l.n;
	return OK;
}

static bool event_of(struct ctx *x, struct rows *r, const struct setting_view *v, struct setting_event *ret)
{
	struct effect *e;
	size_t n;
	if (!effects_read(x->arena, row_copy(r, 4, x->arena), &e, &n))
		return false;
	for (size_t i = 0; i < n; i++) {
		if ((e[i].op != EFFECT_SETTING && e[i].op != EFFECT_VALUE) || !str_eq(e[i].text[0], v->name))
			continue;
		const struct member *who = roster_member(x->roster, row_int(r, 1));
		*ret = (struct setting_event){.at = row_int(r, 0), .reason = row_copy(r, 3, x->arena), .shown = shown(x, v->decl, e[i].text[1]),
			.by = who ? who->name : word(x->actor.lang, W("actor|the system")), .by_unit = roster_unit_name(x->roster, row_int(r, 2)),
			.from = e[i].op == EFFECT_SETTING ? (day_t)e[i].number[0] : zone_day(x->core->zone, row_int(r, 0))};
		return true;
	}
	return false;
}

err setting_read(struct ctx *x, str name, struct setting_view *ret, struct setting_event **ret_v, size_t *ret_n, int64_t *ret_version)
{
	LIST(struct setting_event) l = {0};
	struct setting_event one;
	struct setting_view v;
	struct rows *r;
	int64_t version;
	TRY(may_read(x));
	TRY(setting_view_of(x, name, &v));
	TRY(entity_version(x, ENTITY_SETTING, ENTITY_OF_REGION, &version));
	TRY(query(x->snap, &setting_events, VALS(V_INT(x->core->region)), &r));
	while (rows_next(r))
		if (event_of(x, r, &v, &one))
			*list_push(x->arena, &l) = one;
	TRY(rows_end(r));
	*ret = v;
	*ret_v = l.v;
	*ret_n = l.n;
	*ret_version = version;
	return OK;
}
