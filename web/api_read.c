/* SPDX-License-Identifier: Apache-2.0 */
/* The JSON API: what is only read. Ids are strings, times RFC 3339 with zone. */
#include "ledger/ledger.h"
#include "web/api_in.h"

static const char *const proposal_states[] = {"open", "accepted", "dismissed", "merged"};

void api_put_time(struct visit *v, struct json *j, const char *name, ms_t at)
{
	out_member_time(j, name, v->ui.zone, at);
}

void api_put_date(struct visit *v, struct json *j, const char *name, day_t d)
{
	unused_arg(v);
	out_member_day(j, name, d);
}

static void put_span(struct json *j, const char *name, struct span at)
{
	json_key(j, name);
	json_open(j, '[');
	json_int(j, (int64_t)at.from);
	json_int(j, (int64_t)at.to);
	json_close(j);
}

void api_row(struct visit *v, struct json *j, const struct matter_row *r)
{
	json_open(j, '{');
	out_matter_members(j, v->ui.zone, r);
	json_close(j);
}

static err kind_asked(struct visit *v, struct matter_query *q)
{
	str kind = query_get(v, "kind"), state = query_get(v, "state");
	q->kind = kind_named(v, kind);
	if (kind.n && !q->kind)
		return fail(ERR_USAGE, "there is no kind of matter called “{0}”", kind);
	int at = q->kind ? kind_state(q->kind, state) : -1;
	if (state.n && at < 0)
		return fail(ERR_USAGE, "“{0}” is not a state here; name a kind and one of its states", state);
	if (at >= 0)
		q->states = UINT64_C(1) << at;
	return OK;
}

err api_matters(struct visit *v)
{
	struct matter_page page;
	struct json j;
	str light = query_get(v, "light"), order = query_get(v, "order");
	struct matter_query q = {.unit = query_int(v, "unit", 0), .words = query_get(v, "words"), .due_from = DAY_NONE,
				 .due_to = DAY_NONE, .overdue = str_eq(query_get(v, "overdue"), S("true")),
				 .document = query_int(v, "document", 0), .cursor = query_get(v, "cursor"),
				 .limit = (int)query_int(v, "limit", 50)};
	if (q.limit < 1 || q.limit > LIMIT_PAGE)
		return fail(ERR_USAGE, "limit is between 1 and 200");
	for (int i = 0; i < LIGHTS; i++)
		if (str_eq(light, str_of(light_name((enum light)i))))
			q.lights = 1u << i;
	if (light.n && !q.lights)
		return fail(ERR_USAGE, "light is none, green, blue, yellow, orange, red or done");
	for (int i = 0; judged_names[i]; i++)
		if (str_eq(query_get(v, "confidence"), str_of(judged_names[i])))
			q.confidence = 1u << i;
	if (query_get(v, "confidence").n && !q.confidence)
		return fail(ERR_USAGE, "confidence is red, amber_red, amber_green or green");
	TRY(kind_asked(v, &q));
	q.differs = str_eq(query_get(v, "disagrees"), S("true"));
	if (query_get(v, "due_from").n && !day_parse(query_get(v, "due_from"), &q.due_from))
		return fail(ERR_USAGE, "{0} is not a date; write it like 2026-09-23", query_get(v, "due_from"));
	if (query_get(v, "due_to").n && !day_parse(query_get(v, "due_to"), &q.due_to))
		return fail(ERR_USAGE, "{0} is not a date; write it like 2026-09-23", query_get(v, "due_to"));
	q.order = str_eq(order, S("due")) ? ORDER_DUE : str_eq(order, S("opened")) ? ORDER_OPENED : ORDER_CHANGED;
	TRY(matter_list(ctx_of(v), &q, &page));
	TRY(taken_page(v, "matters", (int64_t)page.n));
	api_begin(v, &j);
	json_open(&j, '{');
	json_key(&j, "matters");
	json_open(&j, '[');
	for (size_t i = 0; i < page.n; i++)
		api_row(v, &j, &page.rows[i]);
	json_close(&j);
	if (page.next.n)
		member_str(&j, "next", page.next);
	else
		member_none(&j, "next");
	json_close(&j);
	return OK;
}

static void put_source(struct visit *v, struct json *j, const struct source_ref *s)
{
	if (!s->quote.n && !s->document) {
		member_none(j, "source");
		return;
	}
	json_key(j, "source");
	json_open(j, '{');
	member_id(j, "document", s->document);
	member_str(j, "title", s->document_title);
	api_put_date(v, j, "date", s->document_date);
	put_span(j, "span", s->at);
	member_str(j, "quote", s->quote);
	json_close(j);
}

static void put_clocks(struct visit *v, struct json *j, const struct clock_view *all, size_t n)
{
	json_key(j, "clocks");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++) {
		const struct clock_view *c = &all[i];
		json_open(j, '{');
		member_str(j, "name", c->decl->name);
		member_str(j, "label", words2_in(&c->decl->label, v->lang));
		if (c->legal)
			member_str(j, "legal", all[c->legal - 1].decl->name);
		api_put_time(v, j, "started", c->started);
		api_put_time(v, j, "due", c->due);
		member_bool(j, "paused", c->paused);
		member_bool(j, "stopped", c->stopped);
		member_bool(j, "provisional", c->provisional);
		member_int(j, "left", c->left);
		member_bool(j, "near", c->near);
		member_bool(j, "over", c->over);
		if (c->clock)
			clock_json(j, c->clock);
		json_key(j, "why");
		json_open(j, '[');
		for (size_t k = 0; k < c->n_reasons; k++) {
			struct buf b;
			buf_init(&b, v->arena);
			clock_reason_put(&b, v->lang, &c->reasons[k]);
			json_str(j, buf_str(&b));
		}
		json_close(j);
		json_close(j);
	}
	json_close(j);
}

static void put_events(struct visit *v, struct json *j, const struct matter_view *m)
{
	json_key(j, "events");
	json_open(j, '[');
	for (size_t i = 0; i < m->n_events; i++) {
		const struct event_view *e = &m->events[i];
		json_open(j, '{');
		member_id(j, "id", e->id);
		member_int(j, "seq", e->seq);
		api_put_time(v, j, "at", e->at);
		member_str(j, "actor", e->actor_name);
		member_str(j, "action", e->action);
		member_str(j, "label", e->label);
		member_str(j, "text", e->text);
		member_str(j, "reason", e->reason);
		member_int(j, "files", e->files);
		if (e->part)
			member_id(j, "part", e->part);
		json_close(j);
	}
	json_close(j);
}

static void put_parts(struct visit *v, struct json *j, const struct matter_view *m)
{
	json_key(j, "parts");
	json_open(j, '[');
	for (size_t i = 0; i < m->n_parts; i++) {
		const struct part_view *p = &m->parts[i];
		json_open(j, '{');
		out_part_members(j, v->ui.zone, p);
		out_values(j, p->fields, p->n_fields);
		put_clocks(v, j, p->clocks, p->n_clocks);
		json_key(j, "actions");
		json_open(j, '[');
		for (size_t k = 0; k < p->n_actions; k++)
			json_str(j, p->actions[k].action->name);
		json_close(j);
		json_close(j);
	}
	json_close(j);
	json_key(j, "part_actions"); /* that open one */
	json_open(j, '[');
	for (size_t i = 0; i < m->n_part_offers; i++) {
		json_open(j, '{');
		member_str(j, "sort", m->part_offers[i].sort->name);
		member_str(j, "action", m->part_offers[i].offered.action->name);
		json_close(j);
	}
	json_close(j);
}

static err day_asked(struct visit *v, const char *name, day_t *ret)
{
	*ret = DAY_NONE;
	str typed = query_get(v, name);
	return !typed.n || day_parse(typed, ret) ? OK : fail(ERR_USAGE, "{0} is not a date; write it like 2026-09-23", typed);
}

err api_parts(struct visit *v)
{
	struct part_page page;
	struct json j;
	struct part_query q = {.unit = query_int(v, "unit", 0), .mine = str_eq(query_get(v, "mine"), S("true")),
			       .open = str_eq(query_get(v, "open"), S("true")), .cursor = query_get(v, "cursor"),
			       .limit = (int)query_int(v, "limit", 50)};
	if (q.limit < 1 || q.limit > LIMIT_PAGE)
		return fail(ERR_USAGE, "limit is between 1 and 200");
	TRY(day_asked(v, "due_from", &q.due_from));
	TRY(day_asked(v, "due_to", &q.due_to));
	TRY(part_list(ctx_of(v), &q, &page));
	TRY(taken_page(v, "parts", (int64_t)page.n));
	api_begin(v, &j);
	json_open(&j, '{');
	json_key(&j, "parts");
	json_open(&j, '[');
	for (size_t i = 0; i < page.n; i++) {
		json_open(&j, '{');
		out_part_members(&j, v->ui.zone, &page.rows[i].part);
		json_key(&j, "matter");
		api_row(v, &j, &page.rows[i].matter);
		json_close(&j);
	}
	json_close(&j);
	if (page.next.n)
		member_str(&j, "next", page.next);
	else
		member_none(&j, "next");
	json_close(&j);
	return OK;
}

err api_matter(struct visit *v)
{
	struct matter_view m;
	struct json j;
	TRY(matter_read(ctx_of(v), v->id[0], &m));
	api_begin(v, &j);
	json_open(&j, '{');
	out_matter_members(&j, v->ui.zone, &m.row);
	member_str(&j, "light_why", m.light_why);
	out_values(&j, m.fields, m.n_fields);
	put_source(v, &j, &m.source);
	put_clocks(v, &j, m.clocks, m.n_clocks);
	put_events(v, &j, &m);
	put_parts(v, &j, &m);
	json_key(&j, "actions");
	json_open(&j, '[');
	for (size_t i = 0; i < m.n_actions; i++)
		json_str(&j, m.actions[i].action->name);
	json_close(&j);
	json_key(&j, "evidence");
	json_open(&j, '[');
	for (size_t i = 0; i < m.n_evidence; i++) {
		json_open(&j, '{');
		member_str(&j, "href", path_with(v, "/evidence/%lld/%d", (long long)m.evidence[i].event, m.evidence[i].position));
		member_str(&j, "name", m.evidence[i].name);
		member_str(&j, "type", m.evidence[i].type);
		member_int(&j, "size", m.evidence[i].size);
		json_close(&j);
	}
	json_close(&j);
	json_close(&j);
	return OK;
}

/* ---- documents -------------------------------------------------------------------------------------- */
err api_documents(struct visit *v)
{
	struct document_row *rows;
	size_t n;
	str next;
	struct json j;
	TRY(document_list(ctx_of(v), query_get(v, "cursor"), 50, &rows, &n, &next));
	TRY(taken_page(v, "documents", (int64_t)n));
	api_begin(v, &j);
	json_open(&j, '{');
	json_key(&j, "documents");
	json_open(&j, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(&j, '{');
		out_document_members(&j, v->ui.zone, &rows[i]);
		json_close(&j);
	}
	json_close(&j);
	if (next.n)
		member_str(&j, "next", next);
	else
		member_none(&j, "next");
	json_close(&j);
	return OK;
}

static void put_proposal(struct visit *v, struct json *j, const struct proposal *p)
{
	json_open(j, '{');
	member_id(j, "id", p->id);
	member_int(j, "number", p->number);
	member_str(j, "state", str_of(proposal_states[p->state]));
	put_span(j, "span", p->at);
	member_str(j, "title", p->title);
	member_str(j, "goal", p->goal);
	member_id(j, "lead", p->lead);
	member_str(j, "lead_text", p->lead_text);
	member_str(j, "assist_text", p->assist_text);
	api_put_date(v, j, "due", p->due);
	member_str(j, "due_text", p->due_text);
	member_id(j, "matter", p->matter);
	member_id(j, "like", p->like);
	json_close(j);
}

err api_document(struct visit *v)
{
	struct document d;
	struct json j;
	TRY(document_read(ctx_of(v), v->id[0], &d));
	api_begin(v, &j);
	json_open(&j, '{');
	out_document_members(&j, v->ui.zone, &d.row);
	member_str(&j, "encoding", str_of(encoding_name(d.encoding)));
	member_bool(&j, "proved", d.proved);
	member_int(&j, "version", d.version);
	member_str(&j, "text", d.text);
	json_key(&j, "proposals");
	json_open(&j, '[');
	for (size_t i = 0; i < d.n_proposals; i++)
		put_proposal(v, &j, &d.proposals[i]);
	json_close(&j);
	json_close(&j);
	return OK;
}
