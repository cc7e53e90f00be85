/* SPDX-License-Identifier: Apache-2.0 */
/* What a guard of a pack gets to look at: values, never the database. */
#include "core/matter_in.h"

static struct guard_value value(const struct field *f, const str *v, size_t n)
{
	struct guard_value g = {.name = f->name, .is_null = n == 0};
	day_t d;
	if (f->type == FIELD_UNITS) {
		g.is_list = n > 0;
		g.items = v;
		g.n_items = n;
	} else if (n) {
		g.text = v[0];
		bool number = f->type == FIELD_INT || f->type == FIELD_SHARE || f->type == FIELD_FLAG;
		if (number)
			g.is_number = str_int(v[0], &g.number);
		if (f->type == FIELD_DATE && day_parse(v[0], &d)) {
			g.is_number = true;
			g.number = d;
		}
	}
	return g;
}

static struct guard_value *settings(struct ctx *x, const struct pack *p)
{
	struct guard_value *v = arena_new_n(x->arena, p->n_settings, struct guard_value);
	for (size_t i = 0; i < p->n_settings; i++) {
		const struct setting *s = &p->settings[i];
		v[i] = (struct guard_value){.name = s->name, .is_number = s->type == FIELD_INT};
		if (v[i].is_number)
			v[i].number = pack_int(x, p, s->name, s->initial);
		else
			v[i].text = pack_word(x, p, s->name);
	}
	return v;
}

static struct guard_value *values(struct ctx *x, const struct matter *m, bool personal)
{
	const struct kind *k = m->kind;
	struct guard_value *v = arena_new_n(x->arena, k->n_fields, struct guard_value);
	for (size_t i = 0; i < k->n_fields; i++)
		v[i] = value(&k->fields[i], m->fields[i].v, !personal && k->fields[i].personal ? 0 : m->fields[i].n);
	return v;
}

static int64_t days_in_state(struct ctx *x, const struct matter *m)
{
	day_t today = ctx_today(x), since = m->version ? zone_day(x->core->zone, m->state_since) : today;
	return calendar_between(ctx_calendar(x), since, today);
}

static struct guard_part part_of(struct ctx *x, const struct matter *m, bool personal)
{
	return (struct guard_part){.sort = m->kind, .state = m->state >= 0 ? m->kind->states[m->state].name : S(""),
		.in_state = days_in_state(x, m), .fields = values(x, m, personal), .n_fields = m->kind->n_fields};
}

static size_t clocks(struct ctx *x, const struct matter *m, struct guard_clock **ret)
{
	const struct kind *k = m->kind;
	struct guard_clock *v = arena_new_n(x->arena, k->n_clocks, struct guard_clock);
	size_t n = 0;
	for (size_t i = 0; i < k->n_clocks; i++) {
		const struct matter_clock *c = &m->clocks[i];
		if (!c->armed)
			continue;
		struct clock_place place = ctx_place(x, &k->clocks[i]);
		struct clock_run run;
		struct clock_state s;
		clock_run_make(x->arena, &place, &c->c, &run);
		clock_at(&run, x->now, &s);
		v[n++] = (struct guard_clock){.name = k->clocks[i].name, .left = s.left, .over = s.overdue,
			.running = c->c.stopped == MS_NONE && run.open_since == MS_NONE};
	}
	*ret = v;
	return n;
}

static size_t did(struct ctx *x, const struct matter *m, struct guard_did **ret)
{
	const struct kind *k = m->kind;
	struct guard_did *v = arena_new_n(x->arena, k->n_actions, struct guard_did);
	size_t n = 0;
	for (size_t i = 0; i < k->n_actions; i++)
		if (m->last[i].event)
			v[n++] = (struct guard_did){k->actions[i].name, zone_day(x->core->zone, m->last[i].at)};
	*ret = v;
	return n;
}

err guard_take(struct ctx *x, const struct matter *h, const struct taking *t, const struct given *given, size_t n, int files)
{
	const struct matter *m = h->of ? h->of : h;
	struct guard_part own, *parts = arena_new_n(x->arena, m->parts.n, struct guard_part);
	struct guard_clock *running;
	struct guard_did *done;
	size_t n_parts = 0;
	if (t->action->guard < 0)
		return OK;
	size_t n_clocks = clocks(x, m, &running), n_did = did(x, m, &done);
	struct guard_value *args = arena_new_n(x->arena, n, struct guard_value);
	for (size_t i = 0; i < n; i++)
		args[i] = value(&h->kind->fields[given[i].field], given[i].v, given[i].n);
	if (h->of)
		own = part_of(x, h, true);
	for (size_t i = 0; i < m->parts.n; i++)
		if (!m->parts.v[i]->moved)
			parts[n_parts++] = part_of(x, m->parts.v[i], false);
	const struct guard_input in = {.fields = values(x, m, true), .n_fields = m->kind->n_fields, .arguments = args, .n_arguments = n,
		.settings = settings(x, m->kind->pack), .n_settings = m->kind->pack->n_settings,
		.state = m->state >= 0 ? m->kind->states[m->state].name : S(""), .today = ctx_today(x),
		.in_state = days_in_state(x, m), .evidence = files, .part = h->of ? &own : NULL, .parts = parts, .n_parts = n_parts,
		.clocks = running, .n_clocks = n_clocks, .did = done, .n_did = n_did};
	return guard_run(m->kind->pack, t->action->guard, &in, x->actor.lang);
}
