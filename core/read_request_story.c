/* SPDX-License-Identifier: Apache-2.0 */
/* One order (诉求工单) folded from its events into the rows that rates count. What a state or an action
 * means is known by its name in packs/requests; a pack that has none of a name counts nothing of it. */
#include "core/request_rates_in.h"

#include <string.h>

STMT(order_events,
     "SELECT id, version, at, actor, action, effects FROM event WHERE region = $1 AND entity = 1 AND entity_id = $2 ORDER BY version");
const struct stmt *const core_read_request_story_stmts[] = {&order_events, NULL};

static bool named(str s, const char *name)
{
	return str_eq(s, str_of(name));
}

static str value_at(const struct matter *m, const char *field)
{
	int f = kind_field(m->kind, str_of(field));
	return f >= 0 && m->fields[f].n ? m->fields[f].v[0] : S("");
}

static bool flag_at(const struct matter *m, const char *field)
{
	return named(value_at(m, field), "1");
}

static str state_of(const struct matter *m)
{
	return m->state >= 0 ? m->kind->states[m->state].name : S("");
}

static bool within(const struct story *s, ms_t at)
{
	return at >= s->month->begins && at < s->month->ends;
}

static void first(const struct story *s, ms_t *slot, ms_t at)
{
	if (*slot == MS_NONE && within(s, at))
		*slot = at;
}

static int64_t unit_now(const struct story *s)
{
	return rates_unit_of(s->x, matter_id_of(&s->m, s->m.kind->lead));
}

/* ---- handed to a unit, signed for, returned ------------------------------------------------- */
static ms_t clock_due_of(const struct matter *m, const char *clock)
{
	for (size_t i = 0; i < m->kind->n_clocks; i++)
		if (named(m->kind->clocks[i].name, clock) && m->clocks[i].armed)
			return m->clocks[i].due;
	return MS_NONE;
}

static struct rates_handing *newest(struct story *s)
{
	return s->n_handed ? &s->out->handings.v[s->out->handings.n - 1] : NULL;
}

static day_t after_days(const struct story *s, ms_t at, int64_t days)
{
	return calendar_add(ctx_calendar(s->x), zone_day(s->x->core->zone, at), days);
}

/* Given back to whoever returned it: the return was refused, and it is the same handing. */
static void hand(struct story *s, str from, ms_t at)
{
	struct rates_handing *h = newest(s);
	int64_t lead = matter_id_of(&s->m, s->m.kind->lead);
	bool decided = named(from, "returned") || named(from, "meeting");
	if (decided && h && lead == s->handed_to)
		return;
	if (decided && h)
		h->upheld = true;
	h = list_push(s->x->arena, &s->out->handings);
	*h = (struct rates_handing){.order = s->at, .unit = unit_now(s), .at = at, .sign_due = clock_due_of(&s->m, "sign"), .signed_at = MS_NONE,
		.returned = MS_NONE, .contacted = DAY_NONE, .contact_due = after_days(s, at, s->month->rules.contact_days)};
	s->handed_to = lead;
	s->n_handed++;
	if (s->order.given == MS_NONE)
		s->order.given = at;
}

static void moved_on(struct story *s, str from, str to, ms_t at)
{
	struct rates_handing *h = newest(s);
	if (named(to, "dispatched"))
		hand(s, from, at);
	if (!h)
		return;
	bool back = named(to, "returned") || (named(to, "meeting") && !named(from, "returned"));
	if (back && h->returned == MS_NONE)
		h->returned = at;
	if (named(from, "dispatched") && h->signed_at == MS_NONE && (named(to, "handling") || back))
		h->signed_at = at;
}

static void contact(struct story *s)
{
	struct rates_handing *h = newest(s);
	day_t d;
	if (h && h->contacted == DAY_NONE && flag_at(&s->m, "contacted") && day_parse(value_at(&s->m, "contact_at"), &d))
		h->contacted = d;
}

/* ---- answered, closed, done again -------------------------------------------------------------- */
static bool among(str s, const char *const *v)
{
	for (; *v; v++)
		if (named(s, *v))
			return true;
	return false;
}

static void answered(struct story *s, ms_t at)
{
	struct rates_order *o = &s->order;
	const struct zone *z = s->x->core->zone;
	ms_t start = o->given == MS_NONE ? o->at : o->given;
	o->done = at;
	o->days = calendar_between(ctx_calendar(s->x), zone_day(z, start), zone_day(z, at));
}

/* What is due counts until it is answered; while its clock stands still nothing is. Opened again, it
 * begins from nothing: what was answered before is counted in its month. */
static void progress(struct story *s, str from, str to, ms_t at)
{
	static const char *const let_pass[] = {"callback", "closed", "unresolved", NULL};
	static const char *const dropped[] = {"declined", "emergency", "rerouted", "merged", NULL};
	struct rates_order *o = &s->order;
	bool was_closed = s->m.kind->states[kind_state(s->m.kind, from)].closed, closed = s->m.kind->states[s->m.state].closed;
	if (was_closed && !closed && at < s->month->ends) {
		o->done = o->given = MS_NONE;
		o->days = -1;
	}
	if (named(to, "answered"))
		s->answer = at;
	if (o->done == MS_NONE && among(to, let_pass))
		answered(s, named(from, "answered") ? s->answer : at);
	if (named(to, "redo"))
		first(s, &o->redone, at);
	if (named(to, "supervised"))
		first(s, &o->supervised, at);
	if (closed != was_closed)
		o->closed = closed ? at : MS_NONE;
	if (closed)
		s->was_closed = at;
	s->dropped = among(to, dropped);
}

static void follow_due(struct story *s)
{
	if (s->order.done != MS_NONE || named(state_of(&s->m), "answered"))
		return;
	s->order.due = s->dropped ? MS_NONE : matter_due(&s->m);
}

/* ---- requests ------------------------------------------------------------------------------------- */
static struct rates_request *request_of(struct story *s, int64_t id)
{
	for (size_t i = s->out->requests.n; i > s->first_request; i--)
		if (s->out->requests.v[i - 1].id == id)
			return &s->out->requests.v[i - 1];
	return NULL;
}

static struct rates_request *request_came(struct story *s, const struct matter *part, ms_t at, int64_t repeats)
{
	struct rates_request *r = list_push(s->x->arena, &s->out->requests);
	bool again = s->was_closed != MS_NONE && at - s->was_closed <= s->month->rules.repeat_days * 86400000;
	*r = (struct rates_request){.order = s->at, .id = part->id, .at = at, .visit_due = DAY_NONE, .channel = S("")};
	r->repeated = again || (!s->n_requests && repeats > 0);
	r->duplicate = s->n_requests && !r->repeated;
	s->n_requests++;
	return r;
}

static int satisfaction_of(const struct matter *part)
{
	int64_t n;
	return str_int(value_at(part, "satisfaction"), &n) && n >= 1 && n <= 5 ? (int)n : 0;
}

static enum rates_solved solved_of(const struct matter *part)
{
	str s = value_at(part, "solved");
	return named(s, "yes") ? SOLVED_YES : named(s, "partly") ? SOLVED_PARTLY : named(s, "no") ? SOLVED_NO : SOLVED_UNSAID;
}

static void visited(struct story *s, const struct matter *part, struct rates_request *r, ms_t at, bool asker)
{
	bool reached = asker || flag_at(part, "reached");
	r->reached |= reached;
	if (reached)
		first(s, &s->order.visited, at);
	if (!within(s, at))
		return;
	*list_push(s->x->arena, &s->out->visits) = (struct rates_visit){.request = (size_t)(r - s->out->requests.v), .unit = unit_now(s), .at = at,
		.asker = asker, .reached = reached, .solved = reached ? solved_of(part) : SOLVED_UNSAID, .satisfaction = reached ? satisfaction_of(part) : 0};
}

static void request_event(struct story *s, const struct event *e, int64_t id)
{
	static const char *const calls[] = {"request.visit", "request.rate", "request.rate_again", NULL};
	const struct matter *part = matter_part(&s->m, id);
	struct rates_request *r = request_of(s, id);
	int64_t repeats = 0;
	if (!part || !named(part->kind->name, REQUEST_SORT))
		return;
	str_int(value_at(&s->m, "repeat_no"), &repeats);
	if (!r)
		r = request_came(s, part, e->at, repeats);
	if (value_at(part, "channel").n)
		r->channel = str_dup(s->x->arena, value_at(part, "channel"));
	if (part->number.n)
		r->number = str_dup(s->x->arena, part->number);
	if (named(state_of(part), "answered") && r->visit_due == DAY_NONE && !flag_at(&s->m, "no_reply_wanted"))
		r->visit_due = after_days(s, e->at, s->month->rules.visit_days);
	if (among(e->action, calls))
		visited(s, part, r, e->at, !named(e->action, calls[0]));
}

/* ---- one event --------------------------------------------------------------------------------------- */
static const struct kind *find_kind(const void *core, str name)
{
	return core_kind(core, name);
}

static err story_event(struct story *s, const struct event *e, str effects)
{
	struct effect *v;
	size_t n;
	str from = state_of(&s->m);
	bool contacted = false;
	int64_t part = 0;
	bool ok = effects_read(s->scratch, effects, &v, &n);
	for (size_t i = 0; ok && i < n; i++) {
		ok = matter_apply(s->scratch, &s->m, e, &v[i], find_kind, s->x->core);
		part = v[i].op == EFFECT_PART ? v[i].number[0] : part;
		contacted |= v[i].op == EFFECT_SET && named(v[i].text[0], "contact_at");
	}
	if (!ok || s->m.state < 0)
		return fail(ERR_IO, "an event of a matter cannot be read; run `luoshi check`");
	matter_applied(&s->m, e);
	str to = state_of(&s->m);
	if (!from.n)
		s->order.at = e->at;
	else if (!str_eq(from, to))
		progress(s, from, to, e->at);
	if (!str_eq(from, to))
		moved_on(s, from, to, e->at);
	if (contacted)
		contact(s);
	follow_due(s);
	if (part)
		request_event(s, e, part);
	return OK;
}

err story_fold(struct story *s, int64_t id)
{
	struct rows *r;
	err e = OK;
	matter_init(s->scratch, &s->m, id, core_kind(s->x->core, S(ORDER_KIND)));
	s->m.version = 0;
	s->order = (struct rates_order){.id = id, .at = MS_NONE, .given = MS_NONE, .due = MS_NONE, .done = MS_NONE, .days = -1, .closed = MS_NONE,
		.visited = MS_NONE, .redone = MS_NONE, .supervised = MS_NONE, .excluded = S("")};
	TRY(query(s->x->snap, &order_events, VALS(V_INT(s->x->core->region), V_INT(id)), &r));
	while (e == OK && rows_next(r)) {
		struct event ev = {.entity = ENTITY_MATTER, .entity_id = id, .id = row_int(r, 0), .version = row_int(r, 1), .at = row_int(r, 2),
			.actor = row_int(r, 3), .action = row_copy(r, 4, s->scratch)};
		e = story_event(s, &ev, row_copy(r, 5, s->scratch));
		s->x->rows_read++;
	}
	err end = rows_end(r);
	return e != OK ? e : end;
}

/* The rows that stay: what came over to another order is counted there, and an order that was merged
 * away is none. */
void story_end(struct story *s)
{
	struct rates_rows *out = s->out;
	size_t kept = s->first_request;
	size_t *to = arena_new_n(s->scratch, out->requests.n - s->first_request + 1, size_t);
	for (size_t i = s->first_request; i < out->requests.n; i++) {
		const struct matter *part = matter_part(&s->m, out->requests.v[i].id);
		bool gone = part && named(state_of(part), "moved");
		to[i - s->first_request] = gone ? SIZE_MAX : kept;
		if (!gone) {
			out->requests.v[kept] = out->requests.v[i];
			out->requests.v[kept++].direct = s->order.done != MS_NONE && s->order.given == MS_NONE;
		}
	}
	out->requests.n = kept;
	size_t visits = s->first_visit;
	for (size_t i = s->first_visit; i < out->visits.n; i++) {
		size_t request = to[out->visits.v[i].request - s->first_request];
		if (request == SIZE_MAX)
			continue;
		out->visits.v[visits] = out->visits.v[i];
		out->visits.v[visits++].request = request;
	}
	out->visits.n = visits;
	s->order.channel = kept > s->first_request ? out->requests.v[s->first_request].channel : S("");
	s->order.unit = unit_now(s);
	s->order.town = rates_unit_of(s->x, matter_id_of(&s->m, kind_field(s->m.kind, S("area"))));
	s->order.number = str_dup(s->x->arena, s->m.number);
	s->order.class = str_dup(s->x->arena, value_at(&s->m, "class"));
	s->order.category = str_dup(s->x->arena, value_at(&s->m, "category"));
}
