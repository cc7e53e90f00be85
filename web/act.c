/* SPDX-License-Identifier: Apache-2.0 */
/* An action as a form, made from the pack's declaration; and the form as an action. */
#include "web/web_in.h"

static const struct value *value_of(const struct matter_view *m, const struct field *f)
{
	for (size_t i = 0; m && i < m->n_fields; i++)
		if (m->fields[i].field == f)
			return &m->fields[i];
	return NULL;
}

static void push(struct visit *v, struct form_row *row, size_t *cap, str value, str label)
{
	struct option *o = (struct option *)row->options;
	if (row->n_options == *cap) {
		struct option *more = arena_new_n(v->arena, *cap ? *cap * 2 : 16, struct option);
		for (size_t i = 0; i < row->n_options; i++)
			more[i] = o[i];
		*cap = *cap ? *cap * 2 : 16;
		row->options = o = more;
	}
	o[row->n_options++] = (struct option){value, label, str_eq(value, row->value), STR_NONE};
}

static err field_options(struct visit *v, struct form_row *row)
{
	size_t cap = 0, n;
	const struct field *f = row->field;
	if (f->type != FIELD_CHOICE && f->type != FIELD_UNIT && f->type != FIELD_PERSON)
		return OK;
	push(v, row, &cap, S(""), said(v, W("choose…")));
	if (f->type == FIELD_UNIT) {
		struct unit *units;
		TRY(unit_list(ctx_of(v), &units, &n));
		for (size_t i = 0; i < n; i++)
			push(v, row, &cap, path_with(v, "%lld", (long long)units[i].id),
			     units[i].short_name.n ? units[i].short_name : units[i].name);
	}
	if (f->type == FIELD_PERSON) {
		struct person *people;
		TRY(person_list(ctx_of(v), 0, &people, &n));
		for (size_t i = 0; i < n; i++) {
			struct buf b;
			buf_init(&b, v->arena);
			buf_add(&b, people[i].name);
			if (people[i].post.n) {
				buf_z(&b, "　");
				buf_add(&b, people[i].post);
			}
			push(v, row, &cap, path_with(v, "%lld", (long long)people[i].id), buf_str(&b));
		}
	}
	for (size_t i = 0; i < f->n_choices && f->type == FIELD_CHOICE; i++) {
		push(v, row, &cap, f->choices[i].name, words2_in(&f->choices[i].label, v->lang));
		struct option *last = (struct option *)&row->options[row->n_options - 1];
		last->help = words2_in(&f->choices[i].help, v->lang);
		row->explained |= last->help.n > 0;
	}
	return OK;
}

/* An unticked box sends nothing, so a hidden 0 stands before it. */
static str last_of(struct visit *v, str name)
{
	str last = STR_NONE;
	for (size_t i = 0; i < v->rq->form.n; i++)
		if (str_eq(v->rq->form.v[i].name, name))
			last = v->rq->form.v[i].value;
	return last;
}

static err row_fill(struct visit *v, const struct matter_view *m, const struct action *a, const struct form_field *ff,
		    const struct field *f, const struct typed *typed, struct form_row *row)
{
	const struct value *now = ff->prefill ? value_of(m, f) : NULL;
	*row = (struct form_row){.field = f, .required = ff->required,
				 .id = path_with(v, STR_FMT "-" STR_FMT, STR_ARG(a->name), STR_ARG(f->name))};
	if (now)
		row->value = f->type == FIELD_UNITS ? now->text : now->raw;
	else if (!m && a->opens) /* a page that proposes it names what it knows */
		row->value = query_get(v, str_z(v->arena, f->name));
	if (typed) {
		row->value = f->type == FIELD_FLAG ? last_of(v, f->name) : http_get(&v->rq->form, f->name);
		if (str_eq(typed->field, f->name))
			row->error = typed->error;
	}
	return field_options(v, row);
}

/* The reasons for a pause, when the person must choose among several; NULL: not asked. */
static const struct clock_decl *asks_pause(const struct kind *k, const struct action *a)
{
	for (size_t i = 0; i < a->n_clocks; i++)
		if (a->clocks[i].what == CLOCK_PAUSE && a->clocks[i].reason < 0 && k->clocks[a->clocks[i].clock].n_pauses > 1)
			return &k->clocks[a->clocks[i].clock];
	return NULL;
}

static void pauses_fill(struct visit *v, const struct clock_decl *d, bool mine, struct action_form *ret)
{
	struct option *o = arena_new_n(v->arena, d->n_pauses + 1, struct option);
	str typed = mine ? form_get(v, "pause") : STR_NONE;
	o[0] = (struct option){S(""), said(v, W("choose…")), false, STR_NONE};
	for (size_t i = 0; i < d->n_pauses; i++)
		o[i + 1] = (struct option){d->pauses[i].name, words2_in(&d->pauses[i].label, v->lang), str_eq(typed, d->pauses[i].name), STR_NONE};
	ret->pauses = o;
	ret->n_pauses = d->n_pauses + 1;
}

err action_form_fill(struct visit *v, const struct kind *k, const struct matter_view *m, const struct action *a,
		     const struct typed *typed, struct action_form *ret)
{
	bool mine = typed && str_eq(typed->action, a->name);
	struct form_row *rows = arena_new_n(v->arena, a->n_form, struct form_row);
	*ret = (struct action_form){.action = a, .id = a->name, .key = fresh_key(v), .files = true, .open = mine};
	for (size_t i = 0; i < a->n_form; i++) {
		const struct field *f = &k->fields[a->form[i].field];
		if (f->type == FIELD_SOURCE)
			continue;
		TRY(row_fill(v, m, a, &a->form[i], f, mine ? typed : NULL, &rows[ret->n_rows]));
		if (rows[ret->n_rows].error.n)
			ret->error = STR_NONE;
		ret->n_rows++;
	}
	ret->rows = rows;
	const struct clock_decl *pause = asks_pause(k, a);
	if (pause)
		pauses_fill(v, pause, mine, ret);
	if (!mine)
		return OK;
	ret->reason = form_get(v, "reason");
	ret->lost_files = v->rq->n_files > 0;
	if (str_eq(typed->field, S("reason")))
		ret->reason_error = typed->error;
	if (str_eq(typed->field, S("pause")))
		ret->pause_error = typed->error;
	ret->error = typed->error;
	return OK;
}

/* ---- the form as an action ------------------------------------------------------------------------- */
typedef LIST(struct arg) args;

static err push_units(struct visit *v, args *out, const struct field *f, str s)
{
	size_t from = 0, pos = 0, before;
	bool any = false;
	while (pos <= s.n) {
		before = pos;
		uint32_t c = pos < s.n ? utf8_next(s, &pos) : ',';
		if (before == s.n)
			pos++;
		if (c != 0x3001 && c != 0xff0c && c != ',' && c != ';' && c != 0xff1b)
			continue;
		str name = str_trim(str_cut(s, from, before));
		from = pos;
		if (!name.n)
			continue;
		int64_t id = 0;
		if (!str_int(name, &id)) /* programs give ids, people names */
			TRY(unit_find(ctx_of(v), name, &id));
		if (!id)
			return fail(ERR_INPUT, "{0} is not in the table of units; write a name that is", name);
		*list_push(v->arena, out) = (struct arg){f->name, path_with(v, "%lld", (long long)id)};
		any = true;
	}
	if (!any)
		*list_push(v->arena, out) = (struct arg){f->name, S("")};
	return OK;
}

str without_cr(struct visit *v, str s)
{
	struct buf b;
	if (str_find(s, S("\r"), 0) < 0)
		return s;
	buf_init(&b, v->arena);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '\r')
			buf_byte(&b, s.p[i]);
	return buf_str(&b);
}

static err push_field(struct visit *v, args *out, const struct form_field *ff, const struct field *f)
{
	str typed = f->type == FIELD_FLAG ? last_of(v, f->name) : http_get(&v->rq->form, f->name);
	str value = without_cr(v, str_trim(typed));
	/* what the form does not have is not touched, nor what was empty and stayed so */
	if (!typed.p || f->type == FIELD_SOURCE || (!value.n && !ff->required && !ff->prefill))
		return OK;
	if (f->type == FIELD_UNITS)
		return push_units(v, out, f, value);
	if (f->type == FIELD_SHARE && str_ends(value, S("%")))
		value = str_trim(str_cut(value, 0, value.n - 1));
	*list_push(v->arena, out) = (struct arg){f->name, value};
	return OK;
}

err action_args(struct visit *v, const struct kind *k, const struct action *a, struct act_request *ret)
{
	args out = {0};
	struct upload *files = arena_new_n(v->arena, v->rq->n_files, struct upload);
	for (size_t i = 0; i < a->n_form; i++)
		TRY(push_field(v, &out, &a->form[i], &k->fields[a->form[i].field]));
	if (asks_pause(k, a) && form_get(v, "pause").n)
		*list_push(v->arena, &out) = (struct arg){S("pause"), form_get(v, "pause")};
	for (size_t i = 0; i < v->rq->n_files; i++)
		if (v->rq->files[i].bytes.n)
			files[ret->n_files++] = (struct upload){v->rq->files[i].name, v->rq->files[i].bytes};
	if (k->is_request) /* whoever asked sent it to whoever files it: as careful as on his own page */
		TRY(uploads_clean(v, files, ret->n_files));
	ret->files = files;
	ret->action = a->name;
	ret->args = out.v;
	ret->n_args = out.n;
	ret->reason = without_cr(v, str_trim(form_get(v, "reason")));
	return OK;
}

static err act_from_form(struct visit *v, const struct matter_view *m, struct act_result *ret)
{
	const struct action *a = action_find(m->row.kind, v->word);
	struct act_request rq = {.matter = v->id[0], .idempotency_key = form_get(v, "key")};
	if (!a)
		return fail(ERR_NOTFOUND, "there is no such action");
	if (!form_int(v, "version", &rq.version))
		rq.version = 0;
	TRY(action_args(v, m->row.kind, a, &rq));
	TRY(bulletin_arm(v, m, a, &rq));
	return committing(v, act(ctx_of(v), &rq, ret));
}

err act_post(struct visit *v)
{
	struct matter_view m;
	struct act_result r;
	struct typed typed;
	TRY(matter_read(ctx_of(v), v->id[0], &m));
	err e = act_from_form(v, &m, &r);
	if (e == OK) {
		/* a leader's red list stays where it is */
		if (str_eq(form_get(v, "back"), S("/")))
			see_other(v, path_with(v, "/?on=%lld&did=" STR_FMT, (long long)v->id[0], STR_ARG(v->word)));
		else
			see_other(v, path_with(v, "/matters/%lld?did=" STR_FMT, (long long)v->id[0], STR_ARG(v->word)));
		return OK;
	}
	if (!typed_from(v, e, v->word, &typed))
		return e;
	ctx_refresh(ctx_of(v));
	return matter_show(v, v->id[0], &typed);
}
