/* SPDX-License-Identifier: Apache-2.0 */
/* Requests as Open311 tells them: to anybody, and to the program that sent them. What may be
 * told is decided here and nowhere above (core/open311.h). */
#include "core/open311.h"
#include "core/published_in.h"

#include <stdlib.h>
#include <string.h>

#include "core/request_in.h"
#include "core/told.h"

#define OF_TIME " r.region = $1 AND r.at >= $2 AND r.at < $3"
STMT(published_by_time,
     "SELECT r.id, r.matter, r.at FROM request r CROSS JOIN matter_key k WHERE" OF_TIME " AND k.region = r.region AND k.kind = $5"
     " AND k.field = $6 AND k.value = '1' AND k.matter = r.matter ORDER BY r.at DESC, r.id DESC LIMIT $4");
STMT(any_by_time, "SELECT r.id, r.matter, r.at FROM request r WHERE" OF_TIME " ORDER BY r.at DESC, r.id DESC LIMIT $4");
STMT(sent_by_time,
     "SELECT s.request, r.matter, r.at FROM open311_sent s JOIN request r ON r.region = s.region AND r.id = s.request"
     " WHERE s.region = $1 AND s.key = $5 AND s.at >= $2 AND s.at < $3 ORDER BY s.at DESC, s.request DESC LIMIT $4");
STMT(by_number, "SELECT id, matter FROM request WHERE region = $1 AND number = $2");
STMT(by_id, "SELECT id, matter FROM request WHERE region = $1 AND id = $2");
STMT(by_token,
     "SELECT r.number, r.id FROM open311_sent s JOIN request r ON r.region = s.region AND r.id = s.request WHERE s.region = $1 AND s.token = $2");
STMT(sent_by, "SELECT key FROM open311_sent WHERE region = $1 AND request = $2");
STMT(event_at, "SELECT at FROM event WHERE region = $1 AND seq = $2");
const struct stmt *const core_read_open311_stmts[] = {&published_by_time, &any_by_time, &sent_by_time, &by_number, &by_id, &by_token, &sent_by,
	&event_at, NULL};

#define HOUR_MS 3600000LL
#define EVENTS_MOST 20000 /* of the log that one question for steps looks at */
#define SLACK_MS (10 * 60000LL) /* by which the log may be out of the order of time: an event has the instant of its request */

struct asking {
	struct ctx x; /* the system's */
	const struct open311_query *q;
};
struct place {
	int64_t request, matter;
	ms_t at;
};
typedef LIST(struct place) places;

static err not_there(void)
{
	return fail(ERR_NOTFOUND, "there is no request with this number, or it is not told of");
}

static bool flag(const struct matter *m, int field)
{
	return field >= 0 && m->fields[field].n && str_eq(m->fields[field].v[0], S("1"));
}

static err own(struct asking *k, int64_t request, bool *ret)
{
	struct rows *r;
	bool found;
	*ret = false;
	if (!k->q->key)
		return OK;
	TRY(query_one(k->x.snap, &sent_by, VALS(V_INT(k->x.core->region), V_INT(request)), &r, &found));
	*ret = found && row_int(r, 0) == k->q->key;
	return OK;
}

/* ---- one -------------------------------------------------------------------------------------- */
static void told_fields(struct asking *k, const struct matter *m, struct value **ret, size_t *ret_n)
{
	LIST(struct value) l = {0};
	struct value v;
	for (size_t i = 0; i < m->kind->n_fields; i++)
		if (m->kind->fields[i].public && !m->kind->fields[i].personal && matter_value(&k->x, m, ROLES_ALL, i, &v) && !v.masked)
			*list_push(k->x.arena, &l) = v;
	*ret = l.v;
	*ret_n = l.n;
}

static err own_fields(struct asking *k, struct matter *m, struct matter *part, struct open311_row *row)
{
	uint8_t key[SEAL_KEY_LEN];
	LIST(struct value) l = {0};
	struct value v;
	bool there;
	TRY(matter_open_seals(k->x.core, k->x.snap, k->x.arena, m, key, &there));
	explicit_bzero(key, sizeof key);
	bool alone = matter_parts_of(m, part->kind) == 1; /* else the place may be that of another request */
	for (size_t i = 0; i < k->q->n_own_names; i++) {
		str name = k->q->own_names[i];
		int f = kind_field(part->kind, name), of_matter = alone ? kind_field(m->kind, name) : -1;
		if (f >= 0 && f != part->kind->phone && matter_value(&k->x, part, ROLES_ALL, (size_t)f, &v) && !v.masked)
			*list_push(k->x.arena, &l) = v;
		else if (f < 0 && of_matter >= 0 && !m->kind->fields[of_matter].personal && matter_value(&k->x, m, ROLES_ALL, (size_t)of_matter, &v))
			*list_push(k->x.arena, &l) = v;
	}
	row->own_fields = l.v;
	row->n_own = l.n;
	return OK;
}

/* Whether it may be told of at all: to whoever knows its number, or (listed) to whoever asks for a list. */
static bool may_tell(const struct open311_row *r, const struct matter *m, bool listed)
{
	if (r->own || r->published)
		return true;
	return !listed && !flag(m, m->kind->secret) && !m->denials.n;
}

static err row_of(struct asking *k, const struct place *at, bool listed, struct open311_row *ret, bool *ret_told)
{
	struct matter m;
	bool there;
	*ret_told = false;
	TRY(matter_load(k->x.core, k->x.snap, k->x.arena, at->matter, &m, &there));
	k->x.rows_read++;
	struct matter *part = there && m.kind == k->q->kind ? matter_part(&m, at->request) : NULL;
	if (!part || !part->kind->is_request)
		return OK;
	struct open311_row r = {.request = part->id, .matter = m.id, .number = part->number, .state = &m.kind->states[m.state], .at = part->opened,
		.changed = m.changed, .due = MS_NONE, .closed = matter_closed(&m) || part->kind->states[part->state].closed, .unit = S(""),
		.service = k->q->service >= 0 && m.fields[k->q->service].n ? m.fields[k->q->service].v[0] : S("")};
	r.published = matter_published(&m);
	TRY(own(k, part->id, &r.own));
	*ret_told = may_tell(&r, &m, listed);
	if (!*ret_told)
		return OK;
	if (r.own || r.published) {
		r.due = r.closed ? MS_NONE : matter_due(&m);
		r.unit = roster_unit_name(k->x.roster, matter_id_of(&m, m.kind->lead));
		told_fields(k, &m, &r.told, &r.n_told);
	}
	if (r.own)
		TRY(own_fields(k, &m, part, &r));
	*ret = r;
	return OK;
}

static bool wanted(const struct open311_query *q, const struct open311_row *r)
{
	str rest = q->services, one;
	bool any = !q->services.n;
	while (rest.p && !any) {
		if (!str_split(rest, ',', &one, &rest)) {
			one = rest;
			rest = STR_NONE;
		}
		any = str_eq(str_trim(one), r->service);
	}
	return any && (q->open == q->closed || (r->closed ? q->closed : q->open));
}

/* ---- several ------------------------------------------------------------------------------------- */
static err gather(struct asking *k, const struct stmt *stmt, const struct val *v, size_t n, places *l)
{
	struct rows *r;
	TRY(query(k->x.snap, stmt, v, n, &r));
	while (rows_next(r)) {
		k->x.rows_read++;
		*list_push(k->x.arena, l) = (struct place){row_int(r, 0), row_int(r, 1), row_int(r, 2)};
	}
	return rows_end(r);
}

/* Newest first out of both, each once. */
static bool next_place(const places *a, size_t *i, const places *b, size_t *j, struct place *ret)
{
	bool more_a = *i < a->n, more_b = *j < b->n;
	if (!more_a && !more_b)
		return false;
	const struct place *p = more_a ? &a->v[*i] : NULL, *q = more_b ? &b->v[*j] : NULL;
	bool same = p && q && p->request == q->request;
	bool first = p && (!q || p->at > q->at || (p->at == q->at && p->request >= q->request));
	*ret = first ? *p : *q;
	*i += first || same;
	*j += !first || same;
	return true;
}

static int by_time(const void *a, const void *b)
{
	const struct place *p = a, *q = b;
	if (p->at != q->at)
		return p->at > q->at ? -1 : 1;
	return p->request > q->request ? -1 : p->request < q->request;
}

static err gather_both(struct asking *k, places *published, places *sent)
{
	const struct open311_query *q = k->q;
	int64_t region = k->x.core->region;
	const struct field *f = q->kind->published >= 0 ? &q->kind->fields[q->kind->published] : NULL;
	if (f && f->list)
		TRY(gather(k, &published_by_time, VALS(V_INT(region), V_INT(q->from), V_INT(q->to), V_INT(LIMIT_RESIDUAL_ROWS), V_TEXT(q->kind->name),
						       V_TEXT(f->name)), published));
	else if (f)
		TRY(gather(k, &any_by_time, VALS(V_INT(region), V_INT(q->from), V_INT(q->to), V_INT(LIMIT_RESIDUAL_ROWS)), published));
	if (q->key) /* kept a moment after the request came */
		TRY(gather(k, &sent_by_time, VALS(V_INT(region), V_INT(q->from), V_INT(q->to > INT64_MAX - HOUR_MS ? q->to : q->to + HOUR_MS),
						  V_INT(LIMIT_RESIDUAL_ROWS), V_INT(q->key)), sent));
	if (sent->n)
		qsort(sent->v, sent->n, sizeof *sent->v, by_time);
	return OK;
}

static err list(struct asking *k, struct open311_row **ret, size_t *ret_n)
{
	const struct open311_query *q = k->q;
	places published = {0}, sent = {0};
	LIST(struct open311_row) l = {0};
	struct place at;
	size_t i = 0, j = 0;
	int skip = q->skip;
	TRY(gather_both(k, &published, &sent));
	while (l.n < (size_t)q->most && next_place(&published, &i, &sent, &j, &at)) {
		struct open311_row r;
		bool told;
		if (at.at < q->from || at.at >= q->to)
			continue;
		TRY(row_of(k, &at, true, &r, &told));
		if (told && wanted(q, &r) && skip-- <= 0)
			*list_push(k->x.arena, &l) = r;
	}
	*ret = l.v;
	*ret_n = l.n;
	return OK;
}

static err ask(struct core *c, struct arena *a, const struct open311_query *q, struct asking *ret)
{
	*ret = (struct asking){.q = q};
	TRY(ctx_open(c, a, NULL, &ret->x));
	ret->x.actor.lang = q->lang;
	err e = ctx_snap(&ret->x);
	if (e != OK)
		ctx_close(&ret->x);
	return e;
}

err open311_list(struct core *c, struct arena *a, const struct open311_query *q, struct open311_row **ret, size_t *ret_n)
{
	struct asking k;
	TRY(ask(c, a, q, &k));
	err e = list(&k, ret, ret_n);
	ctx_close(&k.x);
	return e;
}

static err place_of_number(struct asking *k, str number, struct place *ret)
{
	struct rows *r;
	bool found;
	int64_t id, region = k->x.core->region;
	TRY(query_one(k->x.snap, &by_number, VALS(V_INT(region), V_TEXT(number)), &r, &found));
	if (!found && str_int(number, &id))
		TRY(query_one(k->x.snap, &by_id, VALS(V_INT(region), V_INT(id)), &r, &found));
	if (!found)
		return not_there();
	*ret = (struct place){row_int(r, 0), row_int(r, 1), 0};
	return OK;
}

static err one(struct asking *k, str number, struct open311_row *ret)
{
	struct place at;
	bool told;
	TRY(place_of_number(k, number, &at));
	TRY(row_of(k, &at, false, ret, &told));
	return told ? OK : not_there();
}

err open311_find(struct core *c, struct arena *a, const struct open311_query *q, str number, struct open311_row *ret)
{
	struct asking k;
	TRY(ask(c, a, q, &k));
	err e = one(&k, number, ret);
	ctx_close(&k.x);
	return e;
}

err open311_by_token(struct core *c, struct arena *a, str token, int64_t *ret_request, str *ret_number)
{
	const struct open311_query none = {0};
	struct asking k;
	struct rows *r;
	bool found = false;
	TRY(ask(c, a, &none, &k));
	err e = query_one(k.x.snap, &by_token, VALS(V_INT(c->region), V_TEXT(token)), &r, &found);
	if (e == OK && found) {
		*ret_number = row_copy(r, 0, a);
		*ret_request = row_int(r, 1);
	}
	ctx_close(&k.x);
	return e != OK || found ? e : fail(ERR_NOTFOUND, "there is no request with this token");
}

/* ---- steps ------------------------------------------------------------------------------------------ */
struct known { /* in which state a matter came last, within the span */
	int64_t matter;
	const struct state *state;
};
struct stepping {
	struct asking k;
	LIST(struct open311_update) l;
	LIST(struct known) known;
};

/* The log is in order of time, but for SLACK_MS: its seq is halved until the span begins. */
static err seq_before(struct asking *k, ms_t from, int64_t newest, int64_t *ret)
{
	int64_t low = 0, high = newest; /* all up to low are before it */
	while (low < high) {
		int64_t mid = low + (high - low + 1) / 2;
		struct rows *r;
		bool found;
		TRY(query_one(k->x.snap, &event_at, VALS(V_INT(k->x.core->region), V_INT(mid)), &r, &found));
		if (found && row_int(r, 0) < from)
			low = mid;
		else
			high = mid - 1;
	}
	*ret = low;
	return OK;
}

static const struct state *state_after(struct stepping *s, const struct told_event *e)
{
	struct known *known = NULL;
	for (size_t i = s->known.n; i > 0 && !known; i--)
		if (s->known.v[i - 1].matter == e->matter)
			known = &s->known.v[i - 1];
	if (e->part || e->action->to < 0)
		return known ? known->state : NULL;
	if (!known) {
		known = list_push(s->k.x.arena, &s->known);
		known->matter = e->matter;
	}
	known->state = &e->kind->states[e->action->to];
	return known->state;
}

static err step_of(struct stepping *s, const struct told_event *e, int64_t request, const struct state *state)
{
	const struct place at = {request, e->matter, 0};
	struct open311_row r;
	bool told;
	TRY(row_of(&s->k, &at, true, &r, &told));
	if (!told || !wanted(s->k.q, &r))
		return OK;
	*list_push(s->k.x.arena, &s->l) = (struct open311_update){.event = e->id, .number = r.number, .request = request, .at = e->at, .state = state,
		.action = e->action, .own = r.own, .published = r.published, .told = r.told, .n_told = r.n_told};
	return OK;
}

static err step(struct stepping *s, const struct told_event *e)
{
	struct matter m;
	bool there;
	const struct open311_query *q = s->k.q;
	if (e->kind != q->kind || !e->action)
		return OK;
	const struct state *state = state_after(s, e);
	if (!e->action->public || e->at < q->from || e->at >= q->to)
		return OK;
	if (e->part)
		return step_of(s, e, e->part, state);
	TRY(matter_load(s->k.x.core, s->k.x.snap, s->k.x.arena, e->matter, &m, &there));
	for (size_t i = 0; there && i < m.parts.n && s->l.n < (size_t)(q->skip + q->most); i++)
		if (m.parts.v[i]->kind->is_request && m.parts.v[i]->opened <= e->at && !m.parts.v[i]->moved)
			TRY(step_of(s, e, m.parts.v[i]->id, state));
	return OK;
}

static void mark_last(struct stepping *s)
{
	for (size_t i = s->l.n; i > 0; i--) {
		bool later = false;
		for (size_t k = i; k < s->l.n && !later; k++)
			later = s->l.v[k].request == s->l.v[i - 1].request;
		s->l.v[i - 1].last = !later;
	}
}

static err walk(struct stepping *s, int64_t newest)
{
	const struct open311_query *q = s->k.q;
	struct told_event *v;
	int64_t seq, from;
	size_t n;
	bool past = false;
	TRY(seq_before(&s->k, q->from - SLACK_MS, newest, &seq));
	from = seq;
	while (!past && seq < newest && seq - from < EVENTS_MOST && s->l.n < (size_t)(q->skip + q->most)) {
		TRY(told_after(&s->k.x, seq, &v, &n, &seq));
		for (size_t i = 0; i < n && !past; i++) {
			past = v[i].at - SLACK_MS > q->to;
			if (!past)
				TRY(step(s, &v[i]));
		}
	}
	if (!past && seq >= newest)
		mark_last(s);
	return OK;
}

err open311_steps(struct core *c, struct arena *a, const struct open311_query *q, struct open311_update **ret, size_t *ret_n)
{
	struct stepping s = {0};
	int64_t newest;
	TRY(core_seq(c, &newest)); /* a thread has one snapshot at a time */
	TRY(ask(c, a, q, &s.k));
	err e = walk(&s, newest);
	ctx_close(&s.k.x);
	size_t skip = (size_t)q->skip < s.l.n ? (size_t)q->skip : s.l.n;
	*ret = s.l.v + skip;
	*ret_n = s.l.n - skip < (size_t)q->most ? s.l.n - skip : (size_t)q->most;
	return e;
}

/* ---- what is added ------------------------------------------------------------------------------------ */
err open311_add(struct core *c, struct arena *a, const struct open311_query *q, const struct open311_more *more, int64_t *ret_event)
{
	struct asking k;
	struct open311_row r;
	struct act_result done;
	TRY(ask(c, a, q, &k));
	err e = one(&k, more->number, &r);
	if (e == OK && !r.own)
		e = not_there();
	if (e == OK) {
		int i = kind_action(&q->kind->parts[q->kind->request], more->action);
		if (i >= 0 && (q->kind->parts[q->kind->request].actions[i].by & q->kind->askers))
			k.x.asker = r.request; /* who sent it speaks for whoever asked */
		e = act(&k.x, &(struct act_request){.matter = r.matter, .part = r.request, .action = more->action, .args = more->args,
			.n_args = more->n_args, .idempotency_key = more->idempotency_key}, &done);
	}
	ctx_close(&k.x);
	if (e == OK)
		*ret_event = done.event;
	return e;
}
