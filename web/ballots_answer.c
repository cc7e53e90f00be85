/* SPDX-License-Identifier: Apache-2.0 */
/* Answering a ballot: one page, a phone is enough. What is typed goes into the box and nowhere else: no draft, no log. */
#include "web/web_in.h"

#include <string.h>

/* "a3_0": the answer on subject 3, item 0; "p3": passes over subject 3. */
static str ask_name(struct visit *v, size_t subject, size_t item)
{
	return path_with(v, "a%zu_%zu", subject, item);
}

static int asked(struct visit *v, str name)
{
	int64_t n;
	return str_int(http_get(&v->rq->form, name), &n) && n >= 0 && n < BALLOT_SUBJECTS_MOST ? (int)n : BALLOT_UNSAID;
}

static void fill_ask(struct visit *v, const struct ballot_rules *r, size_t subject, size_t item, struct ballot_ask *ret)
{
	size_t n = ballot_choices(r);
	struct ballot_choice *c = arena_new_n(v->arena, n, struct ballot_choice);
	str name = ask_name(v, subject, item);
	int is = asked(v, name);
	for (size_t k = 0; k < n; k++)
		c[k] = (struct ballot_choice){(int64_t)k, r->sort == BALLOT_RANK ? path_with(v, "%zu", k + 1) : r->grades[k].name, is == (int)k};
	*ret = (struct ballot_ask){name, r->sort == BALLOT_RANK ? r->subjects[subject] : r->items[item].name, c, n};
}

static err answer_show(struct visit *v, const struct ballot_round *r, str wrong)
{
	struct ballot_answer_page p = {.r = r, .error = wrong, .group = r->rules.groups[r->group].name, .n = r->rules.n_subjects};
	struct ballot_answer_subject *s = arena_new_n(v->arena, p.n, struct ballot_answer_subject);
	size_t items = ballot_items(&r->rules);
	for (size_t i = 0; i < p.n; i++) {
		struct ballot_ask *asks = arena_new_n(v->arena, items, struct ballot_ask);
		for (size_t k = 0; k < items; k++)
			fill_ask(v, &r->rules, i, k, &asks[k]);
		s[i] = (struct ballot_answer_subject){.name = r->rules.subjects[i], .id = path_with(v, "s%zu", i), .pass = path_with(v, "p%zu", i), .asks = asks, .n = items};
		s[i].passed = http_get(&v->rq->form, s[i].pass).n > 0;
	}
	p.subjects = s;
	TRY(frame(v, "ballots"));
	render(v, ui_ballot_answer(&v->rs->body, &v->ui, &p));
	return OK;
}

static err round_to_answer(struct visit *v, struct ballot_round *ret)
{
	TRY(ballot_read(ctx_of(v), v->id[0], ret));
	if (ret->group < 0)
		return fail(ERR_DENIED, "you are not invited to this ballot");
	return OK;
}

err ballot_answer_page(struct visit *v)
{
	struct ballot_round r;
	TRY(round_to_answer(v, &r));
	if (r.done || r.state != BALLOT_OPEN) {
		see_other(v, path_with(v, "/ballots/%lld", (long long)v->id[0]));
		return OK;
	}
	return answer_show(v, &r, S(""));
}

err ballot_answer_post(struct visit *v)
{
	struct ballot_round r;
	TRY(round_to_answer(v, &r));
	size_t items = ballot_items(&r.rules), n = r.rules.n_subjects * items;
	int *answers = arena_new_n(v->arena, n, int);
	for (size_t i = 0; i < n; i++) {
		bool pass = r.rules.sort == BALLOT_GRADE && http_get(&v->rq->form, path_with(v, "p%zu", i / items)).n;
		int is = asked(v, ask_name(v, i / items, i % items));
		answers[i] = pass ? BALLOT_PASS : is;
	}
	err e = committing(v, ballot_answer(ctx_of(v), v->id[0], answers, n));
	if (e == ERR_INPUT || e == ERR_CONFLICT || e == ERR_DENIED) {
		str wrong = fail_said(v);
		v->rs->status = e == ERR_INPUT ? 422 : e == ERR_DENIED ? 403 : 409;
		ctx_refresh(ctx_of(v));
		return answer_show(v, &r, wrong);
	}
	TRY(e);
	see_other(v, S("/ballots?did=answer"));
	return OK;
}
