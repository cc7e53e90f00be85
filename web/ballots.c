/* SPDX-License-Identifier: Apache-2.0 */
/* Rounds of ballots (评议投票): the list, opening one, how many have answered, the result. Never who said what. */
#include "web/web_in.h"

#include <stdio.h>

/* ---- the list ------------------------------------------------------------------------------------- */
static err pack_options(struct visit *v, const struct option **ret, size_t *ret_n)
{
	const struct pack **packs;
	size_t n = 0;
	TRY(ballot_packs(ctx_of(v), &packs));
	while (packs[n])
		n++;
	struct option *o = arena_new_n(v->arena, n, struct option);
	for (size_t i = 0; i < n; i++)
		o[i] = (struct option){packs[i]->name, words2_in(&packs[i]->label, v->lang), false, STR_NONE};
	*ret = o;
	*ret_n = n;
	return OK;
}

err ballots_page(struct visit *v)
{
	struct ballots_page p = {0};
	struct ballot_row *rows;
	TRY(ballots_list(ctx_of(v), &rows, &p.n));
	p.rows = rows;
	if (ballot_may_open(ctx_of(v)))
		TRY(pack_options(v, &p.packs, &p.n_packs));
	if (str_eq(query_get(v, "did"), S("answer")))
		v->ui.notice = said(v, W("your answer is counted; it carries no name and cannot be found again"));
	TRY(frame(v, "ballots"));
	render(v, ui_ballots(&v->rs->body, &v->ui, &p));
	return OK;
}

/* ---- opening ------------------------------------------------------------------------------------------ */
static const struct pack *pack_asked(struct visit *v, str name)
{
	const struct pack **packs;
	if (ballot_packs(ctx_of(v), &packs) != OK)
		return NULL;
	for (; *packs; packs++) /* none named: the first that has rounds */
		if (!name.n || str_eq((*packs)->name, name))
			return *packs;
	return NULL;
}

static str named_lines(struct visit *v, const struct ballot_named *of, size_t n, int decimals)
{
	struct buf b;
	buf_init(&b, v->arena);
	for (size_t i = 0; i < n; i++) {
		struct dec d = {of[i].value, decimals};
		if (decimals && of[i].value % 100 == 0)
			d = (struct dec){of[i].value / 100, 0};
		buf_add(&b, of[i].name);
		buf_byte(&b, ' ');
		dec_put(&b, d);
		buf_byte(&b, '\n');
	}
	return buf_str(&b);
}

static str sources_of(struct visit *v, const struct pack *p)
{
	struct buf b;
	str last = S("");
	buf_init(&b, v->arena);
	for (size_t i = 0; i < p->n_settings; i++) {
		const struct setting *s = &p->settings[i];
		if (!str_starts(s->name, S("ballot_")) || str_eq(s->source, last))
			continue;
		buf_z(&b, b.n ? v->lang == LANG_ZH ? "；" : "; " : "");
		buf_add(&b, s->source);
		last = s->source;
	}
	return buf_str(&b);
}

static err form_default(struct visit *v, const struct pack *p, struct ballot_form *ret)
{
	struct ballot_rules r;
	struct ballot_form_group *groups = arena_new_n(v->arena, BALLOT_GROUPS_MOST, struct ballot_form_group);
	TRY(ballot_defaults(ctx_of(v), p, &r));
	*ret = (struct ballot_form){.pack = p->name, .label = words2_in(&p->label, v->lang), .error = S(""), .ranks = r.sort == BALLOT_RANK, .title = S(""), .note = S(""), .subjects = S(""),
		.items = named_lines(v, r.items, r.n_items, 0), .grades = named_lines(v, r.grades, r.n_grades, 2), .least = path_with(v, "%lld", (long long)r.least),
		.trim = path_with(v, "%lld", (long long)r.trim), .first = path_with(v, "%lld", (long long)r.first), .step = path_with(v, "%lld", (long long)r.step),
		.groups = groups, .n_groups = r.n_groups < BALLOT_GROUPS_MOST ? r.n_groups + 1 : r.n_groups, .sources = sources_of(v, p)};
	for (size_t i = 0; i < BALLOT_GROUPS_MOST; i++)
		groups[i] = i < r.n_groups ? (struct ballot_form_group){r.groups[i].name, path_with(v, "%lld", (long long)r.groups[i].value), S("")} :
						   (struct ballot_form_group){S(""), S(""), S("")};
	return OK;
}

static str typed_in(struct visit *v, const char *name)
{
	str s = form_get(v, name);
	return s.p ? s : S("");
}

static void form_typed(struct visit *v, struct ballot_form *f)
{
	struct ballot_form_group *groups = arena_new_n(v->arena, BALLOT_GROUPS_MOST, struct ballot_form_group);
	const struct {
		const char *name;
		str *to;
	} texts[] = {{"title", &f->title}, {"note", &f->note}, {"subjects", &f->subjects}, {"items", &f->items}, {"grades", &f->grades}, {"least", &f->least}, {"trim", &f->trim},
		{"first", &f->first}, {"step", &f->step}};
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		if (form_get(v, texts[i].name).p)
			*texts[i].to = typed_in(v, texts[i].name);
	f->n_groups = 0;
	for (size_t g = 0; g < BALLOT_GROUPS_MOST; g++) {
		char name[3][16];
		snprintf(name[0], sizeof name[0], "group%zu", g);
		snprintf(name[1], sizeof name[1], "weight%zu", g);
		snprintf(name[2], sizeof name[2], "people%zu", g);
		groups[g] = (struct ballot_form_group){str_trim(typed_in(v, name[0])), str_trim(typed_in(v, name[1])), typed_in(v, name[2])};
		if (groups[g].name.n)
			f->n_groups = g + 1;
	}
	f->n_groups += f->n_groups < BALLOT_GROUPS_MOST;
	f->groups = groups;
}

static err number_of(str text, int64_t *ret)
{
	if (!str_int(str_trim(text), ret))
		return fail(ERR_INPUT, "“{0}” is not a whole number; write digits only", text);
	return OK;
}

static void lines_of(struct visit *v, str text, const str **ret, size_t *ret_n)
{
	LIST(str) l = {0};
	str line, rest = text;
	for (bool more = true; more;) {
		more = str_split(rest, '\n', &line, &rest);
		line = str_trim(more ? line : rest);
		if (line.n)
			*list_push(v->arena, &l) = line;
	}
	*ret = l.v;
	*ret_n = l.n;
}

static err groups_of(struct visit *v, const struct ballot_form *f, struct ballot_rules *r, struct ballot_invited *invited)
{
	struct ballot_named *groups = arena_new_n(v->arena, BALLOT_GROUPS_MOST, struct ballot_named);
	for (size_t g = 0; g < BALLOT_GROUPS_MOST; g++) {
		const struct ballot_form_group *t = &f->groups[g];
		int64_t *people;
		if (!t->name.n && !str_trim(t->people).n)
			continue;
		groups[r->n_groups].name = t->name;
		TRY(number_of(t->weight, &groups[r->n_groups].value));
		TRY(ballot_people(ctx_of(v), t->people, &people, &invited[r->n_groups].n));
		invited[r->n_groups++].people = people;
	}
	r->groups = groups;
	return OK;
}

static err open_it(struct visit *v, const struct ballot_form *f, int64_t *ret)
{
	struct ballot_rules r = {.sort = f->ranks ? BALLOT_RANK : BALLOT_GRADE, .title = str_trim(f->title), .note = str_trim(f->note)};
	struct ballot_invited invited[BALLOT_GROUPS_MOST] = {0};
	lines_of(v, f->subjects, &r.subjects, &r.n_subjects);
	TRY(number_of(f->least, &r.least));
	if (f->ranks) {
		TRY(number_of(f->first, &r.first));
		TRY(number_of(f->step, &r.step));
	} else {
		struct ballot_named *items, *grades;
		TRY(number_of(f->trim, &r.trim));
		TRY(ballot_named_read(v->arena, f->items, 0, &items, &r.n_items));
		TRY(ballot_named_read(v->arena, f->grades, 2, &grades, &r.n_grades));
		r.items = items;
		r.grades = grades;
	}
	TRY(groups_of(v, f, &r, invited));
	return committing(v, ballot_open(ctx_of(v), &r, invited, ret));
}

static err form_show(struct visit *v, const struct ballot_form *f)
{
	TRY(frame(v, "ballots"));
	render(v, ui_ballot_new(&v->rs->body, &v->ui, f));
	return OK;
}

static err form_for(struct visit *v, str name, struct ballot_form *ret)
{
	const struct pack *p = pack_asked(v, name);
	if (!ballot_may_open(ctx_of(v)))
		return fail(ERR_DENIED, "a ballot is opened by the supervision office or the organisation office");
	if (!p)
		return fail(ERR_NOTFOUND, "there is no such page");
	return form_default(v, p, ret);
}

err ballot_new_page(struct visit *v)
{
	struct ballot_form f;
	TRY(form_for(v, query_get(v, "pack"), &f));
	return form_show(v, &f);
}

err ballots_post(struct visit *v)
{
	struct ballot_form f;
	int64_t id = 0;
	TRY(form_for(v, form_get(v, "pack"), &f));
	form_typed(v, &f);
	err e = open_it(v, &f, &id);
	if (e == ERR_INPUT) {
		f.error = fail_said(v);
		v->rs->status = 422;
		ctx_refresh(ctx_of(v));
		return form_show(v, &f);
	}
	TRY(e);
	see_other(v, path_with(v, "/ballots/%lld?did=open", (long long)id));
	return OK;
}

/* ---- one round -------------------------------------------------------------------------------------------- */
static str value_text(struct visit *v, struct dec d)
{
	struct buf b;
	buf_init(&b, v->arena);
	dec_put(&b, d);
	return buf_str(&b);
}

static void fill_groups(struct visit *v, struct ballot_page *p)
{
	const struct ballot_round *r = p->r;
	struct ballot_group_line *l = arena_new_n(v->arena, r->rules.n_groups, struct ballot_group_line);
	for (size_t g = 0; g < r->rules.n_groups; g++) {
		l[g] = (struct ballot_group_line){r->rules.groups[g].name, r->rules.groups[g].value, r->invited[g], r->answered[g],
			r->state == BALLOT_CLOSED && r->answered[g] < r->rules.least};
		p->invited += r->invited[g];
		p->answered += r->answered[g];
	}
	p->groups = l;
	p->n_groups = r->rules.n_groups;
}

static void fill_line(struct visit *v, struct ballot_page *p, const struct ballot_result *is, size_t subject, struct ballot_result_line *ret)
{
	const struct ballot_rules *r = &p->r->rules;
	str *values = arena_new_n(v->arena, r->n_groups, str);
	const struct ballot_total *t = &is->totals[subject];
	for (size_t g = 0; g < r->n_groups; g++) {
		const struct ballot_cell *c = &is->cells[subject * r->n_groups + g];
		values[g] = c->shown ? value_text(v, c->value) : S("");
	}
	*ret = (struct ballot_result_line){.rank = t->rank ? path_with(v, "%zu", t->rank) : S(""), .name = r->subjects[subject], .total = t->some ? value_text(v, t->value) : S(""),
		.values = values, .hidden = t->hidden};
}

static void fill_items(struct visit *v, struct ballot_page *p, const struct ballot_result *is)
{
	const struct ballot_rules *r = &p->r->rules;
	struct ballot_items_of *l = arena_new_n(v->arena, r->n_subjects, struct ballot_items_of);
	for (size_t s = 0; s < r->n_subjects && r->sort == BALLOT_GRADE; s++) {
		str *values = arena_new_n(v->arena, r->n_items * r->n_groups, str);
		for (size_t i = 0; i < r->n_items; i++)
			for (size_t g = 0; g < r->n_groups; g++) {
				const struct ballot_cell *c = &is->cells[s * r->n_groups + g];
				values[i * r->n_groups + g] = c->shown ? value_text(v, c->items[i]) : S("");
			}
		l[p->n_items++] = (struct ballot_items_of){r->subjects[s], values};
	}
	p->items = l;
}

static err fill_result(struct visit *v, struct ballot_page *p)
{
	struct ballot_result is;
	const struct ballot_rules *r = &p->r->rules;
	struct ballot_result_line *l = arena_new_n(v->arena, r->n_subjects, struct ballot_result_line);
	TRY(ballot_result(ctx_of(v), p->r->id, &is));
	for (size_t k = 0; k < r->n_subjects; k++)
		fill_line(v, p, &is, is.order[k], &l[k]);
	fill_items(v, p, &is);
	p->result = true;
	p->lines = l;
	p->n = r->n_subjects;
	p->hidden = is.hidden;
	return OK;
}

static err round_show(struct visit *v, str wrong)
{
	struct ballot_round r;
	struct ballot_page p = {.r = &r, .said = wrong};
	TRY(ballot_read(ctx_of(v), v->id[0], &r));
	TRY(person_name(v, r.person, &p.by));
	fill_groups(v, &p);
	if (r.may && r.state == BALLOT_CLOSED)
		TRY(fill_result(v, &p));
	if (str_eq(query_get(v, "did"), S("open")))
		v->ui.notice = said(v, W("the ballot is open; those invited find it on their first page"));
	TRY(frame(v, "ballots"));
	render(v, ui_ballot(&v->rs->body, &v->ui, &p));
	return OK;
}

err ballot_page(struct visit *v)
{
	return round_show(v, S(""));
}

err ballot_close_post(struct visit *v)
{
	err e = committing(v, ballot_close(ctx_of(v), v->id[0]));
	if (e == ERR_CONFLICT) {
		str wrong = fail_said(v);
		v->rs->status = 409;
		ctx_refresh(ctx_of(v));
		return round_show(v, wrong);
	}
	TRY(e);
	see_other(v, path_with(v, "/ballots/%lld", (long long)v->id[0]));
	return OK;
}
