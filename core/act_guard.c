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
		struct buf b;
		buf_init(&b, x->arena);
		buf_add(&b, p->name);
		buf_byte(&b, '.');
		buf_add(&b, p->settings[i].name);
		v[i] = (struct guard_value){.name = p->settings[i].name, .is_number = true,
			.number = setting_int(x->core, ctx_today(x), buf_str(&b), p->settings[i].initial)};
	}
	return v;
}

err guard_take(struct ctx *x, const struct matter *m, const struct taking *t, const struct given *given, size_t n, int files)
{
	const struct kind *k = m->kind;
	if (t->action->guard < 0)
		return OK;
	struct guard_value *fields = arena_new_n(x->arena, k->n_fields, struct guard_value);
	struct guard_value *args = arena_new_n(x->arena, n, struct guard_value);
	for (size_t i = 0; i < k->n_fields; i++)
		fields[i] = value(&k->fields[i], m->fields[i].v, m->fields[i].n);
	for (size_t i = 0; i < n; i++)
		args[i] = value(&k->fields[given[i].field], given[i].v, given[i].n);
	day_t today = ctx_today(x), since = m->version ? zone_day(x->core->zone, m->state_since) : today;
	const struct guard_input in = {.fields = fields, .n_fields = k->n_fields, .arguments = args, .n_arguments = n,
		.settings = settings(x, k->pack), .n_settings = k->pack->n_settings,
		.state = m->state >= 0 ? k->states[m->state].name : S(""), .today = today,
		.in_state = calendar_between(ctx_calendar(x), since, today), .evidence = files};
	return guard_run(k->pack, t->action->guard, &in, x->actor.lang);
}
