/* SPDX-License-Identifier: Apache-2.0 */
/* Taking a call at the desk: what must be there, the request, and what follows at once; a closed order
 * about which somebody asks again. */
#include "base/log.h"
#include "web/desk_in.h"

#define TITLE_CHARS 60

/* ---- what must be there before anything is written ---- */
static void check_named(struct visit *v, struct desk *d)
{
	static const char *const sentence = W("there is no unit “{0}”; write a name from the list, or its initials");
	struct {
		const char *field;
		str typed;
		int64_t id;
	} units[] = {{"area", d->area_typed, d->area}, {"lead", d->lead_typed, d->lead}, {"reported_unit", d->reported_typed, d->reported}};
	for (size_t i = 0; i < COUNT_OF(units); i++)
		if (units[i].typed.n && !units[i].id)
			desk_fault(d, units[i].field, said_with(v, sentence, &units[i].typed, 1));
	if (d->category_typed.n && !d->category.n)
		desk_fault(d, "category", said_with(v, W("“{0}” is no category, or more than one; choose one from the list"), &d->category_typed, 1));
	if (d->reported && d->reported == d->lead)
		desk_fault(d, "lead", said(v, W("this is the unit complained of; choose another to handle it")));
}

static void check_call(struct visit *v, struct desk *d)
{
	str tail;
	if (d->phone.n && !public_phone(v->arena, d->phone, &tail).n)
		desk_fault(d, "phone", said(v, W("this is no telephone number; write 11 digits, or a landline with its area code")));
	if (!d->words.n)
		desk_fault(d, "words", said(v, W("tell what happened")));
}

/* A title of one's own, else place and category: neither is anybody's personal data. */
static void check_order(struct visit *v, struct desk *d)
{
	if (!d->class.n)
		desk_fault(d, "class", said(v, W("choose what it is about: a question, help, a complaint …")));
	check_named(v, d);
	if (!d->title.n && d->category.n && d->place.n) {
		struct buf b;
		buf_init(&b, v->arena);
		buf_add(&b, d->place);
		buf_z(&b, v->lang == LANG_ZH ? "：" : ": ");
		buf_add(&b, label_leaf(desk_category_said(v, d)));
		d->title = buf_str(&b);
	}
	if (!d->title.n)
		desk_fault(d, "title", said(v, W("say in one sentence what it is; or give place and category, then it is made of them")));
	else if (utf8_count(d->title) > TITLE_CHARS)
		desk_fault(d, "title", said_with(v, W("one sentence of at most {0} characters; the rest belongs below"), (const str[]){ui_n(TITLE_CHARS)}, 1));
}

static void check_dispatch(struct visit *v, struct desk *d)
{
	if (!d->lead_typed.n)
		desk_fault(d, "lead", said(v, W("choose the unit it goes to")));
	if (str_eq(d->urgency, S("emergency")))
		desk_fault(d, "urgency", said(v, W("in an emergency nothing is dispatched: call, choose whom, and press “hand over”")));
}

static void check_answer(struct visit *v, struct desk *d)
{
	if (!d->answer.n)
		desk_fault(d, "public_answer", said(v, W("write what the caller was told")));
	if (str_eq(d->class, S("consult")) && !d->cites.n && !d->no_article)
		desk_fault(d, "cites", said(v, W("name the entry that answers it; if there is none, tick that the knowledge base has none")));
}

static void check_hand_over(struct visit *v, struct desk *d)
{
	if (!d->emergency.n)
		desk_fault(d, "emergency", said(v, W("choose whom it was handed to: 110, 119, 120 or 122")));
}

/* ---- taking it ---- */
struct args {
	struct arg v[16];
	size_t n;
};

static void give(struct args *to, const struct kind *k, const struct action *a, const char *field, str value)
{
	ours(to->n < COUNT_OF(to->v));
	if (value.n && form_has(k, a, field))
		to->v[to->n++] = (struct arg){str_of(field), value};
}

static str id_text(struct visit *v, int64_t id)
{
	return id ? path_with(v, "%lld", (long long)id) : S("");
}

static void of_matter(struct visit *v, const struct desk *d, struct args *to)
{
	const struct kind *k = d->kind;
	const struct action *o = d->opens;
	give(to, k, o, "title", d->title);
	give(to, k, o, "class", d->class);
	give(to, k, o, "category", d->category);
	give(to, k, o, "urgency", d->urgency);
	give(to, k, o, "place", d->place);
	give(to, k, o, "area", id_text(v, d->area));
	give(to, k, o, "reported_unit", id_text(v, d->reported));
	give(to, k, o, "confidential", d->secret ? S("1") : S(""));
	give(to, k, o, "repeat_no", id_text(v, d->repeat_no));
}

static void of_request(const struct desk *d, struct args *to)
{
	const struct kind *k = d->sort;
	const struct action *o = d->takes;
	give(to, k, o, "channel", d->channel);
	give(to, k, o, "outside", d->outside);
	give(to, k, o, "name", d->name);
	give(to, k, o, "phone", d->phone);
	give(to, k, o, "words", d->words);
	give(to, k, o, "place", d->place);
	give(to, k, o, "expected", d->expected);
	give(to, k, o, "wants_secrecy", d->secret ? S("1") : S(""));
}

static err take(struct visit *v, const struct desk *d, int64_t matter, struct request_taken *ret)
{
	struct args order = {0}, request = {0};
	if (!matter)
		of_matter(v, d, &order);
	of_request(d, &request);
	const struct link_new link = {S(LINK_REPEAT), d->repeat_of};
	struct request_new rq = {.kind = matter ? NULL : d->kind, .matter = matter, .args = request.v, .n_args = request.n, .of_matter = order.v,
		.n_of_matter = order.n, .links = &link, .n_links = d->repeat_of != 0, .notice = form_get(v, "notice"), .idempotency_key = form_get(v, "key"), .action = d->takes->name};
	return committing(v, request_take(ctx_of(v), &rq, ret));
}

/* ---- what follows at once ---- */
static void of_dispatch(struct visit *v, const struct desk *d, const struct action *a, struct args *to)
{
	give(to, d->kind, a, "lead", id_text(v, d->lead));
	give(to, d->kind, a, "category", d->category);
	give(to, d->kind, a, "area", id_text(v, d->area));
}

static void of_answer(struct visit *v, const struct desk *d, const struct action *a, struct args *to)
{
	unused_arg(v);
	give(to, d->kind, a, "public_answer", d->answer);
	give(to, d->kind, a, "cites", d->cites);
	give(to, d->kind, a, "no_article", d->no_article ? S("1") : S(""));
}

static void of_hand_over(struct visit *v, const struct desk *d, const struct action *a, struct args *to)
{
	unused_arg(v);
	give(to, d->kind, a, "emergency", d->emergency);
	give(to, d->kind, a, "place", d->place);
}

static const struct step {
	const char *go, *action;
	void (*check)(struct visit *, struct desk *);
	void (*args)(struct visit *, const struct desk *, const struct action *, struct args *);
	const char *did;
} steps[] = {
	{"register", NULL, NULL, NULL, W("Taken, waits to be dispatched")},
	{"dispatch", "dispatch", check_dispatch, of_dispatch, W("Taken and dispatched")},
	{"answer", "answer_now", check_answer, of_answer, W("Taken and answered")},
	{"hand_over", "hand_over", check_hand_over, of_hand_over, W("Handed over as an emergency")},
};
static const char attached[] = W("Attached: it is known already");

static err follow_up(struct visit *v, const struct desk *d, const struct step *s, const struct request_taken *taken)
{
	struct args args = {0};
	struct act_result r;
	const struct action *a = action_find(d->kind, str_of(s->action));
	if (!a)
		return fail(ERR_INPUT, "there is no such action");
	s->args(v, d, a, &args);
	struct buf key;
	buf_init(&key, v->arena);
	buf_add(&key, form_get(v, "key"));
	buf_z(&key, ".then");
	ctx_refresh(ctx_of(v));
	struct act_request rq = {.matter = taken->matter, .action = a->name, .args = args.v, .n_args = args.n, .reason = S(""), .idempotency_key = buf_str(&key)};
	return committing(v, act(ctx_of(v), &rq, &r));
}

/* The number stands on the page that answers. Sent again, the same key gives the same number. */
static err taken_show(struct visit *v, const struct desk *d, struct desk_done *done)
{
	struct desk empty;
	struct matter_view m;
	str tail = S("");
	ctx_refresh(ctx_of(v));
	if (d->phone.n)
		public_phone(v->arena, d->phone, &tail);
	done->code = done->taken.code.n ? done->taken.code : tail;
	done->now.at = done->now.due = MS_NONE;
	TRY(matter_brief(ctx_of(v), done->taken.matter, &m));
	done->row = m.row;
	ctx_refresh(ctx_of(v)); /* what follows reads as whoever asked: a thread has one snapshot */
	if (done->code.n && request_follow(v->web->config.core, v->arena, v->lang, v->rq->peer, done->taken.number, done->code, &done->now) != OK)
		log_line(LOG_WARN, "desk", "matter=%lld progress=unread", (long long)done->taken.matter);
	const struct value **told = arena_new_n(v->arena, done->now.n_fields, const struct value *);
	for (size_t i = 0; i < done->now.n_fields; i++)
		if (done->now.fields[i].field->type == FIELD_TEXT)
			told[done->n_told++] = &done->now.fields[i];
	done->told = told;
	TRY(desk_begin(v, &empty));
	return desk_show(v, &empty, false, done);
}

static err came_back(struct visit *v, struct desk *d, err e)
{
	if (e != ERR_INPUT && e != ERR_LIMIT && e != ERR_CONFLICT)
		return e;
	str field = act_field_at_fault(ctx_of(v));
	/* the key came before with other words: a page from the history, or a line that broke in between */
	d->anew = e == ERR_CONFLICT;
	desk_fault(d, field.n ? arena_copy(v->arena, field.p, field.n) : "words", fail_said(v));
	v->rs->status = e == ERR_CONFLICT ? 409 : 422;
	ctx_refresh(ctx_of(v));
	return desk_show(v, d, true, NULL);
}

static err save(struct visit *v, struct desk *d, const struct step *s)
{
	struct desk_done done = {.did = said(v, s->did), .attached = false};
	check_call(v, d);
	check_order(v, d);
	if (s->check)
		s->check(v, d);
	if (d->n_faults) {
		v->rs->status = 422;
		return desk_show(v, d, true, NULL);
	}
	err e = take(v, d, 0, &done.taken);
	if (e != OK)
		return came_back(v, d, e);
	if (s->action) {
		e = follow_up(v, d, s, &done.taken);
		if (e == ERR_INPUT || e == ERR_CONFLICT || e == ERR_LIMIT || e == ERR_DENIED) {
			done.problem = fail_said(v);
			done.did = said(v, steps[0].did);
		} else {
			TRY(e);
		}
	}
	return taken_show(v, d, &done);
}

err desk_attach(struct visit *v, struct desk *d, int64_t matter)
{
	struct desk_done done = {.did = said(v, attached), .attached = true};
	check_call(v, d);
	if (d->n_faults) {
		v->rs->status = 422;
		return desk_show(v, d, true, NULL);
	}
	err e = take(v, d, matter, &done.taken);
	return e == OK ? taken_show(v, d, &done) : came_back(v, d, e);
}

bool desk_takes(str go)
{
	for (size_t i = 0; i < COUNT_OF(steps); i++)
		if (str_eq(go, str_of(steps[i].go)))
			return true;
	return false;
}

err desk_take(struct visit *v, struct desk *d, str go)
{
	for (size_t i = 0; i < COUNT_OF(steps); i++)
		if (str_eq(go, str_of(steps[i].go)))
			return save(v, d, &steps[i]);
	return desk_show(v, d, true, NULL);
}

/* ---- about an order that is closed ---- */
static str raw_of(const struct matter_view *m, const char *name)
{
	for (size_t i = 0; i < m->n_fields; i++)
		if (str_eq(m->fields[i].field->name, str_of(name)))
			return m->fields[i].raw.n ? m->fields[i].raw : m->fields[i].text;
	return S("");
}

static err closed_order(struct visit *v, struct desk *d, int64_t matter, struct matter_view *ret)
{
	int64_t before = 0;
	TRY(matter_read(ctx_of(v), matter, ret));
	if (ret->row.kind != d->kind)
		return fail(ERR_NOTFOUND, "there is no such page");
	if (!str_int(raw_of(ret, "repeat_no"), &before))
		before = 0;
	d->repeat_no = before + 1;
	return OK;
}

static err reopen(struct visit *v, const struct desk *d, const struct matter_view *m)
{
	struct args args = {0};
	struct act_result r;
	const struct action *a = action_find(d->kind, S(ACTION_REOPEN));
	struct buf key;
	if (!a)
		return fail(ERR_INPUT, "there is no such action");
	give(&args, d->kind, a, "repeat_no", id_text(v, d->repeat_no));
	buf_init(&key, v->arena);
	buf_add(&key, form_get(v, "key"));
	buf_z(&key, ".again");
	struct act_request rq = {.matter = m->row.id, .action = a->name, .args = args.v, .n_args = args.n, .reason = said(v, W("somebody asks about it again")),
		.idempotency_key = buf_str(&key)};
	err e = committing(v, act(ctx_of(v), &rq, &r));
	ctx_refresh(ctx_of(v));
	return e;
}

err desk_again(struct visit *v, struct desk *d, int64_t matter)
{
	struct desk_done done = {.did = said(v, W("Opened again, with this request")), .attached = true};
	struct matter_view m;
	check_call(v, d);
	if (d->n_faults) {
		v->rs->status = 422;
		return desk_show(v, d, true, NULL);
	}
	TRY(closed_order(v, d, matter, &m));
	err e = m.row.kind->states[m.row.state].closed ? reopen(v, d, &m) : OK; /* sent again: it is open by now */
	if (e == OK)
		e = take(v, d, matter, &done.taken);
	return e == OK ? taken_show(v, d, &done) : came_back(v, d, e);
}

/* What was not typed anew is as it was told then. */
err desk_repeat(struct visit *v, struct desk *d, int64_t matter)
{
	struct matter_view m;
	TRY(closed_order(v, d, matter, &m));
	d->repeat_of = matter;
	if (!d->title.n)
		d->title = m.row.title;
	if (!d->class.n)
		d->class = raw_of(&m, "class");
	if (!d->category_typed.n)
		d->category_typed = d->category = raw_of(&m, "category");
	return save(v, d, &steps[0]);
}
