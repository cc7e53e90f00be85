/* SPDX-License-Identifier: Apache-2.0 */
/* The light of a matter: which rules are in force, and what they look at. */
#include "core/matter_in.h"

static const struct scheme *scheme_in_force(struct ctx *x, const struct kind *k)
{
	str name = k->scheme.n ? pack_word(x, k->pack, k->scheme) : STR_NONE;
	for (size_t i = 0; name.n && i < k->n_schemes; i++)
		if (str_eq(k->schemes[i].name, name))
			return &k->schemes[i];
	return k->n_schemes ? k->schemes : NULL;
}

struct light_rules rules_in_force(struct ctx *x, const struct kind *k)
{
	const struct scheme *s = scheme_in_force(x, k);
	struct light_rule *v = arena_new_n(x->arena, k->n_lights, struct light_rule);
	struct light_rules ret = {.all = v, .first = s ? s->first : 0, .n = s ? s->n_lights : 0};
	for (size_t i = 0; i < ret.n; i++) {
		struct light_rule *r = &v[ret.first + i];
		*r = k->lights[ret.first + i];
		r->than = pack_int(x, k->pack, r->setting, r->than);
		struct light_condition *also = arena_new_n(x->arena, r->n_also, struct light_condition);
		for (size_t j = 0; j < r->n_also; j++) {
			also[j] = r->also[j];
			also[j].than = pack_int(x, k->pack, also[j].setting, also[j].than);
		}
		r->also = also;
	}
	return ret;
}

/* A matter with a rhythm of its own is not called silent before that has passed;
 * the weekly run judges it by the same field. */
enum own_every { OWN_NONE, OWN_NEVER, OWN_MONTHLY };
#define MONTH_MS (31 * (ms_t)86400000)
static enum own_every own_every(const struct matter *m)
{
	int f = m->kind->every;
	str said = f >= 0 && m->fields[f].n ? m->fields[f].v[0] : S("");
	return str_eq(said, S("never")) ? OWN_NEVER : str_eq(said, S("monthly")) ? OWN_MONTHLY : OWN_NONE;
}

/* Since when the next report is owed: not while somebody else has the matter or its clock stands. */
static ms_t report_owed_from(const struct matter *m, const struct matter_clock *k)
{
	const struct state *state = m->state >= 0 ? &m->kind->states[m->state] : NULL;
	ms_t from = m->reported > k->c.start ? m->reported : k->c.start;
	enum own_every every = own_every(m);
	if (m->kind->share < 0 || !state || state->closed || state->waits || every == OWN_NEVER)
		return MS_NONE;
	for (size_t i = 0; i < k->c.n_ledger; i++) {
		const struct clock_entry *e = &k->c.ledger[i];
		if (e->what == CLOCK_PAUSED && e->to == MS_NONE)
			return MS_NONE;
		if (e->what == CLOCK_PAUSED && e->to > from)
			from = e->to;
	}
	return every == OWN_MONTHLY ? from + MONTH_MS : from;
}

static day_t day_of_field(const struct matter *m, int field)
{
	day_t d;
	return field >= 0 && m->fields[field].n && day_parse(m->fields[field].v[0], &d) ? d : DAY_NONE;
}

static day_t planned_start(const struct matter *m)
{
	const struct kind *k = m->kind;
	bool begun = matter_share(m) > 0 || (k->started >= 0 && m->fields[k->started].n);
	if (begun || k->planned_start < 0 || !m->fields[k->planned_start].n)
		return DAY_NONE;
	return day_of_field(m, k->planned_start);
}

/* ---- the planned course ------------------------------------------------------------------- */
static size_t steps_of(struct ctx *x, const struct matter *m, const struct curve *c, struct plan_step **ret)
{
	const struct kind *sort = &m->kind->parts[c->sort];
	struct plan_step *v = arena_new_n(x->arena, m->parts.n, struct plan_step);
	size_t n = 0;
	for (size_t i = 0; i < m->parts.n; i++) {
		const struct matter *part = m->parts.v[i];
		if (part->kind == sort && part->state >= 0 && !(c->without >> part->state & 1))
			v[n++] = (struct plan_step){day_of_field(part, sort->due), matter_id_of(part, sort->weight)};
	}
	*ret = v;
	return n;
}

void matter_plan(struct ctx *x, const struct matter *m, struct plan *ret)
{
	struct plan_step *steps;
	*ret = (struct plan){0};
	if (!m->kind->curve)
		return;
	size_t n = steps_of(x, m, m->kind->curve, &steps);
	plan_make(x->arena, day_of_field(m, m->kind->planned_start), day_of_field(m, m->kind->due), steps, n, ret);
}

/* The weight that is reached, as a share of the whole; -1: the settings do not ask for it. */
static int weight_reached(struct ctx *x, const struct matter *m)
{
	const struct curve *c = m->kind->curve;
	const struct kind *sort = c ? &m->kind->parts[c->sort] : NULL;
	int64_t all = 0, reached = 0;
	if (!c || !str_eq(pack_word(x, m->kind->pack, c->share_by), S("milestones")))
		return -1;
	for (size_t i = 0; i < m->parts.n; i++) {
		const struct matter *part = m->parts.v[i];
		int64_t weight = part->kind == sort && part->state >= 0 ? matter_id_of(part, sort->weight) : 0;
		if (weight <= 0 || weight > PLAN_WHOLE || (c->without >> part->state & 1))
			continue;
		all += weight;
		reached += c->reached >> part->state & 1 ? weight : 0;
	}
	return all ? (int)(reached * 100 / (all < 100 ? 100 : all)) : -1;
}

void share_follow(struct ctx *x, struct commit *c, struct matter *m, struct pending *p)
{
	int share = weight_reached(x, m);
	if (share < 0 || share == matter_share(m))
		return;
	struct buf b;
	str *v = arena_new(x->arena, str);
	buf_init(&b, x->arena);
	buf_int(&b, share);
	*v = buf_str(&b);
	matter_change(c, m, p, &(struct effect){.op = EFFECT_SET, .text = {m->kind->fields[m->kind->share].name}, .list = v, .n_list = 1});
}

static day_t awaited_from(const struct matter *m)
{
	const struct kind *k = m->kind;
	return k->awaited >= 0 && !m->fields[k->awaited].n ? day_of_field(m, k->awaited_from) : DAY_NONE;
}

static struct light_facts facts_of(struct ctx *x, const struct matter *m, const struct matter_clock *k)
{
	struct plan plan;
	matter_plan(x, m, &plan);
	return (struct light_facts){.plan = plan, .awaited_from = awaited_from(m),
		.progress = matter_share(m), .report_from = report_owed_from(m, k), .planned_start = planned_start(m),
		.rank = matter_id_of(m, m->kind->rank), .rank_before = matter_id_of(m, m->kind->rank_before),
		.ranked = matter_id_of(m, m->kind->ranked), .clock = (int)(k - m->clocks)};
}

void matter_light(struct ctx *x, const struct matter *m, struct light_state *ret, ms_t *ret_next)
{
	const struct matter_clock *k = matter_main_clock(m);
	*ret = (struct light_state){.light = LIGHT_NONE, .rule = -1, .until = MS_NONE, .facts = NO_FACTS, .schedule = -1};
	if (m->moved) {
		*ret_next = MS_NONE;
		return;
	}
	if (matter_closed(m)) {
		ret->light = LIGHT_DONE;
	} else if (k) {
		struct light_rules rules = rules_in_force(x, m->kind);
		struct light_facts facts = facts_of(x, m, k);
		struct clock_place place = ctx_place(x, &m->kind->clocks[k - m->clocks]);
		struct clock_run run;
		clock_run_make(x->arena, &place, &k->c, &run);
		light_at(&run, rules.all + rules.first, rules.n, &facts, x->now, ret);
		ret->rule += ret->rule < 0 ? 0 : (int)rules.first;
	}
	ms_t deemed = clocks_next(x, m);
	*ret_next = deemed != MS_NONE && (ret->until == MS_NONE || deemed < ret->until) ? deemed : ret->until;
}

bool light_moves(struct ctx *x, const struct matter *m)
{
	struct light_state s;
	ms_t next;
	matter_light(x, m, &s, &next);
	return s.light != m->light || s.rule != m->light_rule || next != m->next_at;
}

void light_take(struct ctx *x, struct commit *c, struct matter *m, struct pending *p)
{
	struct light_state s;
	ms_t next;
	matter_light(x, m, &s, &next);
	if (s.light != m->light || s.rule != m->light_rule || next != m->next_at)
		matter_change(c, m, p, &(struct effect){.op = EFFECT_LIGHT, .number = {s.light, s.rule, next}});
}

/* ---- judged confidence (研判) ------------------------------------------------------------- */
const struct last_actor *matter_judged(const struct matter *m)
{
	const struct last_actor *last = NULL;
	for (size_t i = 0; i < m->kind->n_actions; i++) {
		const struct action *a = &m->kind->actions[i];
		bool judges = false;
		for (size_t j = 0; j < a->n_form; j++)
			judges |= a->form[j].field == m->kind->confidence;
		if (judges && m->last[i].event && (!last || m->last[i].at >= last->at))
			last = &m->last[i];
	}
	return last;
}

str differs_from(struct ctx *x, const struct kind *k, enum light light)
{
	bool calm = light == LIGHT_GREEN || light == LIGHT_BLUE, red = light == LIGHT_RED;
	return pack_word(x, k->pack, calm ? k->differ_green : red ? k->differ_red : k->differ_yellow);
}
