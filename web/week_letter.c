/* SPDX-License-Identifier: Apache-2.0 */
/* Issuing a letter of the ladder, and applying for an exemption: ordinary matters, opened with
 * links to those they are about and with their form filled in. */
#include "web/web_in.h"

#define CAUSES_MOST 40

struct about { /* the matters that are named with m=… */
	struct matter_week *v;
	struct matter_row *rows;
	const struct matter_row **list;
	struct link_new *links;
	size_t n;
};

static err read_about(struct visit *v, const http_pairs *from, const char *sort, struct about *ret)
{
	struct about a = {.v = arena_new_n(v->arena, CAUSES_MOST, struct matter_week), .rows = arena_new_n(v->arena, CAUSES_MOST, struct matter_row),
		.list = arena_new_n(v->arena, CAUSES_MOST, const struct matter_row *), .links = arena_new_n(v->arena, CAUSES_MOST, struct link_new)};
	for (size_t i = 0; i < from->n && a.n < CAUSES_MOST; i++) {
		int64_t id;
		if (!str_eq(from->v[i].name, S("m")) || !str_int(from->v[i].value, &id))
			continue;
		TRY(week_of_matter(ctx_of(v), id, &a.v[a.n]));
		if (!a.v[a.n].there || !a.v[a.n].ladder)
			return fail(ERR_INPUT, "there is no ladder for this sort of matter");
		a.rows[a.n] = a.v[a.n].item.row;
		a.list[a.n] = &a.rows[a.n];
		a.links[a.n] = (struct link_new){str_of(sort), id};
		a.n++;
	}
	if (!a.n)
		return fail(ERR_INPUT, "no matter is named; open the matter or the week and choose it there");
	*ret = a;
	return OK;
}

static void put_pair(struct visit *v, const char *name, str value)
{
	if (!http_get(&v->rq->form, str_of(name)).p)
		*list_push(v->arena, &v->rq->form) = (struct http_pair){str_of(name), value};
}

static str id_text(struct visit *v, int64_t id)
{
	return path_with(v, "%lld", (long long)id);
}

/* ---- letters ------------------------------------------------------------------------- */
static int rung_named(const struct ladder *l, str name)
{
	for (size_t i = 0; i < l->n_rungs; i++)
		if (str_eq(l->rungs[i].name, name))
			return (int)i;
	return -1;
}

/* The reason that the present week gives for this letter, when it gives one. */
static err reason_for(struct visit *v, const struct about *a, bool of_unit, int64_t unit, int rung, str *ret)
{
	struct week_run run;
	*ret = S("");
	if (!of_unit) {
		*ret = a->v[0].due.rung >= 0 ? a->v[0].why : S("");
		return OK;
	}
	TRY(week_run_read(ctx_of(v), week_monday(v->ui.today), &run));
	for (size_t i = 0; i < run.n_dues; i++)
		if (run.dues[i].of_unit && run.dues[i].unit == unit && run.dues[i].rung == rung)
			*ret = run.dues[i].why;
	return OK;
}

static str letter_title(struct visit *v, const struct ladder *l, int rung, const struct about *a, str unit, bool of_unit)
{
	const str args[] = {words2_in(&l->rungs[rung].label, v->lang), of_unit ? unit : a->rows[0].title};
	return said_with(v, of_unit ? W("{0}: reports of {1}") : W("{0}: {1}"), args, 2);
}

/* Fills in what the person has not typed. */
static err prefill(struct visit *v, const struct about *a)
{
	const struct ladder *l = a->v[0].ladder;
	bool of_unit = str_eq(form_get(v, "scope"), S("unit"));
	int rung = rung_named(l, form_get(v, "rung"));
	int64_t unit = a->rows[0].lead;
	str why;
	if (rung < 0)
		rung = a->v[0].due.rung >= 0 ? a->v[0].due.rung : 0;
	TRY(reason_for(v, a, of_unit, unit, rung, &why));
	put_pair(v, "rung", l->rungs[rung].name);
	put_pair(v, "scope", S("matter"));
	put_pair(v, "lead", id_text(v, unit));
	put_pair(v, "why", why);
	put_pair(v, "title", letter_title(v, l, rung, a, a->rows[0].lead_name, of_unit));
	put_pair(v, "text", letter_text(ctx_of(v), l, rung, unit, a->list, a->n, form_get(v, "why")));
	return OK;
}

static err show(struct visit *v, const struct kind *k, const struct action *act_, const struct about *a, const char *heading, const char *action,
		const struct typed *typed)
{
	struct letter_view view = {.kind = k, .heading = said(v, heading), .action = str_of(action), .causes = a->rows, .n_causes = a->n};
	TRY(action_form_fill(v, k, NULL, act_, typed, &view.form));
	view.form.files = act_->evidence > 0;
	if (typed->status)
		v->rs->status = typed->status;
	TRY(frame(v, "week"));
	render(v, ui_letter(&v->rs->body, &v->ui, &view));
	return OK;
}

static err opens(struct visit *v, const struct about *a, str name, const struct kind **ret, const struct action **ret_action)
{
	unused_arg(a);
	TRY(kind_to_open(v, name, ret, ret_action));
	return OK;
}

err letter_page(struct visit *v)
{
	struct about a;
	const struct kind *k = NULL;
	const struct action *open = NULL;
	v->rq->form = v->rq->query;
	TRY(read_about(v, &v->rq->query, LINK_ESCALATES, &a));
	if (!a.v[0].may_issue)
		return fail(ERR_DENIED, "letters are issued by the supervision office, while the matter is open");
	TRY(prefill(v, &a));
	TRY(opens(v, &a, a.v[0].ladder->letter, &k, &open));
	return show(v, k, open, &a, W("Issue a letter"), "/week/letter", &(struct typed){.action = open->name});
}

static err open_linked(struct visit *v, const struct kind *k, const struct action *open, const struct about *a, struct act_result *ret)
{
	struct act_request rq = {.kind = k, .idempotency_key = form_get(v, "key"), .links = a->links, .n_links = a->n};
	TRY(action_args(v, k, open, &rq));
	return committing(v, act(ctx_of(v), &rq, ret));
}

static err answer(struct visit *v, err e, const struct kind *k, const struct action *open, const struct about *a, const struct act_result *done,
		  const char *heading, const char *path)
{
	struct typed typed;
	if (e == OK) {
		see_other(v, path_with(v, "/matters/%lld?did=" STR_FMT, (long long)done->matter, STR_ARG(open->name)));
		return OK;
	}
	if (!typed_from(v, e, open->name, &typed))
		return e;
	ctx_refresh(ctx_of(v));
	return show(v, k, open, a, heading, path, &typed);
}

err letter_post(struct visit *v)
{
	struct about a;
	struct act_result done;
	const struct kind *k = NULL;
	const struct action *open = NULL;
	TRY(read_about(v, &v->rq->form, LINK_ESCALATES, &a));
	for (size_t i = 1; i < a.n; i++)
		if (a.rows[i].lead != a.rows[0].lead)
			return fail(ERR_INPUT, "one letter goes to one unit; these matters are led by several");
	TRY(prefill(v, &a));
	TRY(opens(v, &a, a.v[0].ladder->letter, &k, &open));
	ctx_refresh(ctx_of(v));
	err e = open_linked(v, k, open, &a, &done);
	return answer(v, e, k, open, &a, &done, W("Issue a letter"), "/week/letter");
}

/* ---- exemptions ------------------------------------------------------------------------- */
static str day_text(struct visit *v, day_t d)
{
	struct buf b;
	buf_init(&b, v->arena);
	day_put(&b, d);
	return buf_str(&b);
}

static err read_exempt(struct visit *v, const http_pairs *from, struct about *a, const struct kind **k, const struct action **open)
{
	TRY(read_about(v, from, LINK_EXEMPTS, a));
	if (!a->v[0].may_apply)
		return fail(ERR_DENIED, "the head of the leading unit applies for an exemption");
	a->n = 1;
	return opens(v, a, a->v[0].ladder->exempt, k, open);
}

err exempt_page(struct visit *v)
{
	struct about a;
	const struct kind *k = NULL;
	const struct action *open = NULL;
	TRY(read_exempt(v, &v->rq->query, &a, &k, &open));
	day_t from = a.v[0].due.n_weeks ? a.v[0].due.week[0] : week_monday(v->ui.today);
	put_pair(v, "title", a.rows[0].title);
	put_pair(v, "lead", id_text(v, a.rows[0].lead));
	put_pair(v, "from_day", day_text(v, from));
	put_pair(v, "to_day", day_text(v, v->ui.today));
	return show(v, k, open, &a, W("Apply for an exemption"), "/week/exempt", &(struct typed){.action = open->name});
}

err exempt_post(struct visit *v)
{
	struct about a;
	struct act_result done;
	const struct kind *k = NULL;
	const struct action *open = NULL;
	TRY(read_exempt(v, &v->rq->form, &a, &k, &open));
	int64_t lead;
	if (!form_int(v, "lead", &lead) || lead != a.rows[0].lead)
		return fail(ERR_INPUT, "an exemption is applied for by the unit that leads the matter");
	ctx_refresh(ctx_of(v));
	err e = open_linked(v, k, open, &a, &done);
	return answer(v, e, k, open, &a, &done, W("Apply for an exemption"), "/week/exempt");
}
