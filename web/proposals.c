/* SPDX-License-Identifier: Apache-2.0 */
/* Deciding on proposed commitments. Each decision comes from its own form and ends with
 * the next open proposal on the page. */
#include "web/web_in.h"

/* 区住建局、青萝街道，清渠街道 */
static size_t split_names(struct visit *v, str s, str **ret)
{
	LIST(str) names = {0};
	size_t from = 0, pos = 0;
	while (pos <= s.n) {
		size_t before = pos;
		uint32_t c = pos < s.n ? utf8_next(s, &pos) : ',';
		if (before == s.n)
			pos++;
		if (c != 0x3001 && c != 0xff0c && c != ',' && c != ';' && c != 0xff1b && c != '\n')
			continue;
		str name = str_trim(str_cut(s, from, before));
		if (name.n && names.n < 64)
			*list_push(v->arena, &names) = name;
		from = pos;
	}
	*ret = names.v;
	return names.n;
}

static struct proposal_edit edit_of(struct visit *v)
{
	str *names;
	struct proposal_edit e = {.title = str_trim(form_get(v, "title")), .goal = str_trim(form_get(v, "goal")),
				  .lead = str_trim(form_get(v, "lead")), .due = str_trim(form_get(v, "due"))};
	str assist = form_get(v, "assist");
	if (assist.p) {
		e.n_assist = split_names(v, assist, &names);
		e.assist = names;
		e.has_assist = true;
	}
	return e;
}

static err accept(struct visit *v, bool assign)
{
	struct proposal_edit e = edit_of(v);
	struct act_result r;
	return proposal_accept(ctx_of(v), v->id[0], v->id[1], &e, assign, &r);
}

static err do_accept(struct visit *v)
{
	return accept(v, false);
}

static err do_assign(struct visit *v)
{
	return accept(v, true);
}

static err do_save(struct visit *v)
{
	struct proposal_edit e = edit_of(v);
	return proposal_save(ctx_of(v), v->id[0], v->id[1], &e);
}

static err do_merge(struct visit *v)
{
	int64_t matter;
	str number = str_trim(form_get(v, "number"));
	if (!number.n)
		return fail(ERR_INPUT, "write the number of the matter to merge into");
	TRY(matter_by_number(ctx_of(v), number, &matter));
	return proposal_merge(ctx_of(v), v->id[0], v->id[1], matter);
}

static err do_merge_like(struct visit *v)
{
	struct document d;
	TRY(document_read(ctx_of(v), v->id[0], &d));
	for (size_t i = 0; i < d.n_proposals; i++)
		if (d.proposals[i].id == v->id[1] && d.proposals[i].like)
			return proposal_merge(ctx_of(v), v->id[0], v->id[1], d.proposals[i].like);
	return fail(ERR_CONFLICT, "there is no longer a matter that looks the same; look at the proposal again");
}

static err do_join(struct visit *v)
{
	int64_t with;
	if (!form_int(v, "with", &with))
		return fail(ERR_INPUT, "choose the proposal to join with");
	return proposal_join(ctx_of(v), v->id[0], v->id[1], with);
}

static err do_split(struct visit *v)
{
	int64_t at;
	if (!form_int(v, "at", &at) || at < 0)
		return fail(ERR_INPUT, "choose the place to split at");
	return proposal_split(ctx_of(v), v->id[0], v->id[1], (size_t)at);
}

static err do_dismiss(struct visit *v)
{
	return proposal_dismiss(ctx_of(v), v->id[0], v->id[1], str_trim(form_get(v, "reason")));
}

static err do_undo(struct visit *v)
{
	return proposal_undo(ctx_of(v), v->id[0], v->id[1]);
}

static const struct {
	const char *name;
	err (*fn)(struct visit *);
} decisions[] = {
	{"accept", do_accept}, {"assign", do_assign},	{"save", do_save}, {"merge", do_merge}, {"merge-like", do_merge_like},
	{"join", do_join},     {"split", do_split},	{"dismiss", do_dismiss}, {"undo", do_undo},
};

err proposal_decide(struct visit *v, str decision)
{
	for (size_t i = 0; i < COUNT_OF(decisions); i++)
		if (str_eq(decision, str_of(decisions[i].name)))
			return committing(v, decisions[i].fn(v));
	return fail(ERR_USAGE, "there is no decision of that name");
}

/* The open proposal after this one, else the first open one; NULL: all are decided. */
static const struct proposal *next_open(const struct document *d, int64_t after, bool stay)
{
	const struct proposal *first = NULL;
	bool passed = false;
	for (size_t i = 0; i < d->n_proposals; i++) {
		const struct proposal *p = &d->proposals[i];
		bool open = p->state == PROPOSAL_OPEN;
		if (p->id == after) {
			passed = true;
			if (stay && open)
				return p;
			continue;
		}
		if (open && passed)
			return p;
		if (open && !first)
			first = p;
	}
	return first;
}

static void go_on(struct visit *v, str did)
{
	struct document d;
	bool stay = str_eq(did, S("save")) || str_eq(did, S("undo")) || str_eq(did, S("split")) || str_eq(did, S("join"));
	ctx_refresh(ctx_of(v));
	const struct proposal *p = NULL;
	if (document_read(ctx_of(v), v->id[0], &d) == OK)
		p = next_open(&d, v->id[1], stay);
	if (p)
		see_other(v, path_with(v, "/documents/%lld?p=%lld&did=" STR_FMT "&was=%lld#p%d", (long long)v->id[0],
				       (long long)p->id, STR_ARG(did), (long long)v->id[1], p->number));
	else
		see_other(v, path_with(v, "/documents/%lld?did=" STR_FMT "&was=%lld#ph", (long long)v->id[0], STR_ARG(did),
				       (long long)v->id[1]));
}

err proposal_post(struct visit *v)
{
	struct typed typed;
	str decision = form_get(v, "do");
	if (!decision.n)
		decision = S("save"); /* Enter in a field: nothing is decided by it */
	err e = proposal_decide(v, decision);
	if (e == OK) {
		go_on(v, decision);
		return OK;
	}
	if (!typed_from(v, e, decision, &typed))
		return e;
	if (!typed.field.n && str_eq(decision, S("merge")))
		typed.field = S("number");
	ctx_refresh(ctx_of(v));
	return document_show(v, v->id[0], &typed);
}

/* The words that were copied, found again in the text. */
static err span_of(struct visit *v, const struct document *d, struct span *ret)
{
	struct buf b;
	str quote = str_trim(form_get(v, "quote"));
	buf_init(&b, v->arena);
	for (size_t i = 0; i < quote.n; i++)
		if (quote.p[i] != '\r')
			buf_byte(&b, quote.p[i]);
	quote = buf_str(&b);
	if (!quote.n)
		return fail(ERR_INPUT, "copy the words of the commitment from the text");
	ptrdiff_t at = str_find(d->text, quote, 0);
	if (at < 0)
		return fail(ERR_INPUT, "these words do not stand in the text; copy them as they are");
	ret->from = utf8_count(str_cut(d->text, 0, (size_t)at));
	ret->to = ret->from + utf8_count(quote);
	return OK;
}

static err add(struct visit *v, int64_t *ret)
{
	struct document d;
	struct span at;
	TRY(document_read(ctx_of(v), v->id[0], &d));
	TRY(span_of(v, &d, &at));
	return committing(v, proposal_add(ctx_of(v), v->id[0], at, ret));
}

err proposal_add_post(struct visit *v)
{
	int64_t id;
	struct typed typed;
	err e = add(v, &id);
	if (e == OK) {
		see_other(v, path_with(v, "/documents/%lld?p=%lld#ph", (long long)v->id[0], (long long)id));
		return OK;
	}
	if (!typed_from(v, e, S("add"), &typed))
		return e;
	typed.field = S("quote");
	ctx_refresh(ctx_of(v));
	return document_show(v, v->id[0], &typed);
}

/* All that have a unit and a deadline and look like no matter that is there already. */
static err accept_ready(struct visit *v, int64_t *ret_n)
{
	struct document d;
	TRY(document_read(ctx_of(v), v->id[0], &d));
	*ret_n = 0;
	for (size_t i = 0; i < d.n_proposals; i++) {
		const struct proposal *p = &d.proposals[i];
		struct act_result r;
		if (p->state != PROPOSAL_OPEN || !p->lead || p->due == DAY_NONE || p->like)
			continue;
		TRY(committing(v, proposal_accept(ctx_of(v), v->id[0], p->id, &(struct proposal_edit){0}, true, &r)));
		ctx_refresh(ctx_of(v));
		++*ret_n;
	}
	return OK;
}

err proposals_ready_post(struct visit *v)
{
	int64_t n = 0;
	struct typed typed;
	err e = accept_ready(v, &n);
	if (e == OK) {
		see_other(v, path_with(v, "/documents/%lld?did=ready&n=%lld#ph", (long long)v->id[0], (long long)n));
		return OK;
	}
	if (!typed_from(v, e, S("ready"), &typed))
		return e;
	ctx_refresh(ctx_of(v));
	return document_show(v, v->id[0], &typed);
}

err document_choose_post(struct visit *v)
{
	int64_t edit, alternative, version;
	if (!form_int(v, "edit", &edit) || !form_int(v, "alternative", &alternative) || !form_int(v, "version", &version) ||
	    edit < 0 || alternative < 0)
		return fail(ERR_USAGE, "the form cannot be read");
	TRY(committing(v, document_choose(ctx_of(v), v->id[0], (size_t)edit, (size_t)alternative, version)));
	see_other(v, path_with(v, "/documents/%lld", (long long)v->id[0]));
	return OK;
}
