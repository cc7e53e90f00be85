/* SPDX-License-Identifier: Apache-2.0 */
/* A draft: the subjects of an evaluation, their values as they stand now, the method's result, what
 * people decided otherwise, and how it was before. */
#include "score/run_in.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct drafting {
	struct ctx *x;
	struct run *run;
	struct matter_view evaluation;
	const struct kind *kind; /* of the subjects */
	const struct indicator **indicators; /* by column; NULL: not an indicator */
	LIST(struct run_subject) in;
	LIST(struct run_subject) left;
};

bool run_may_issue(const struct ctx *x)
{
	return !x->actor.user || (x->actor.duties & (1u << DUTY_SUPERVISION | 1u << DUTY_STATISTICS));
}

static const struct kind *kind_of(const struct ctx *x, str name)
{
	for (const struct pack *const *p = core_packs(x->core); *p; p++)
		for (size_t i = 0; i < (*p)->n_kinds; i++)
			if (str_eq((*p)->kinds[i].name, name))
				return &(*p)->kinds[i];
	return NULL;
}

static const struct method *method_of(const struct ctx *x, str name)
{
	const struct method *m = NULL;
	for (const struct pack *const *p = core_packs(x->core); *p && !m; p++)
		m = method_named(*p, name, S(""));
	return m;
}

static str raw_of(const struct value *v, size_t n, str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].field->name, name) && !v[i].masked)
			return v[i].raw;
	return S("");
}

/* ---- the evaluation --------------------------------------------------------------------------- */
static err read_evaluation(struct drafting *d, int64_t matter, str method)
{
	struct matter_view *m = &d->evaluation;
	struct run *r = d->run;
	TRY(matter_values(d->x, matter, m));
	r->matter = matter;
	r->title = m->row.title;
	const struct kind *k = m->row.kind;
	if (k->method < 0)
		return fail(ERR_INPUT, "this matter is no evaluation: its kind declares no “evaluation”");
	r->period = raw_of(m->fields, m->n_fields, k->fields[k->period].name);
	str name = method.n ? method : raw_of(m->fields, m->n_fields, k->fields[k->method].name);
	if (!r->period.n || !name.n)
		return fail(ERR_INPUT, "this matter is no evaluation: it names no period or no method");
	if (!(r->method = method_of(d->x, name)))
		return fail(ERR_INPUT, "no pack that is loaded declares the method “{0}”; choose another in the evaluation", name);
	d->kind = kind_of(d->x, r->method->of);
	if (!d->kind || !d->kind->subject || d->kind->code < 0)
		return fail(ERR_INPUT, "the method “{0}” says of no kind of subjects that it scores them", name);
	r->kind = d->kind->name;
	r->pack = r->method->pack ? r->method->pack->name : S("");
	return OK;
}

/* ---- its subjects ---------------------------------------------------------------------------- */
/* A choice that both kinds have must be the same; the method's name is no such choice. */
static bool is_meant(const struct drafting *d, const struct matter_row *row)
{
	for (size_t i = 0; i < d->evaluation.n_fields; i++) {
		const struct value *v = &d->evaluation.fields[i];
		int f = kind_field(d->kind, v->field->name);
		const struct kind *k = d->evaluation.row.kind;
		if (v->field->type != FIELD_CHOICE || f < 0 || d->kind->fields[f].type != FIELD_CHOICE || v->field == &k->fields[k->method])
			continue;
		if (!str_eq(raw_of(row->fields, row->n_fields, v->field->name), v->raw))
			return false;
	}
	return true;
}

static str choice_text(const struct field *f, str raw)
{
	for (size_t i = 0; i < f->n_choices; i++)
		if (str_eq(f->choices[i].name, raw))
			return f->choices[i].label.zh;
	return raw;
}

/* The class that the method's weights ask for: of the choice all of whose names it knows. */
static str class_of(const struct drafting *d, const struct matter_row *row)
{
	for (size_t i = 0; i < row->n_fields && d->run->method->n_classes; i++) {
		const struct value *v = &row->fields[i];
		if (v->field->type == FIELD_CHOICE && method_class_named(d->run->method, v->raw) >= 0)
			return v->raw;
	}
	return S("");
}

static void take_subject(struct drafting *d, const struct matter_row *row)
{
	struct arena *a = d->x->arena;
	struct run_field *fields = arena_new_n(a, row->n_fields, struct run_field);
	struct run_subject s = {.id = row->id, .unit = row->lead, .unit_name = row->lead_name, .name = row->title, .class = class_of(d, row), .fields = fields,
		.band = -1, .seen = true, .code = S(""), .reserved = S(""), .why = S(""), .by = S(""), .band_before = S("")};
	for (size_t i = 0; i < row->n_fields; i++) {
		const struct value *v = &row->fields[i];
		if (v->masked || v->field->personal)
			continue;
		fields[s.n_fields++] = (struct run_field){v->field->name, v->raw, v->field->type == FIELD_CHOICE ? choice_text(v->field, v->raw) : v->text};
		if (v->field == &d->kind->fields[d->kind->code])
			s.code = v->raw;
		if (d->kind->evaluated && d->kind->evaluated->reserved >= 0 && v->field == &d->kind->fields[d->kind->evaluated->reserved])
			s.reserved = fields[s.n_fields - 1].text;
	}
	if (s.code.n && s.reserved.n)
		*list_push(a, &d->left) = s;
	else if (s.code.n)
		*list_push(a, &d->in) = s;
}

static int by_code(const void *a, const void *b)
{
	return str_cmp(((const struct run_subject *)a)->code, ((const struct run_subject *)b)->code);
}

static err read_subjects(struct drafting *d)
{
	struct matter_query q = {.kind = d->kind, .order = ORDER_OPENED, .due_from = DAY_NONE, .due_to = DAY_NONE, .with_fields = true, .limit = 200};
	for (size_t i = 0; i < d->kind->n_states; i++)
		q.states |= (uint64_t)!d->kind->states[i].closed << i;
	for (;;) {
		struct matter_page page;
		TRY(matter_list(d->x, &q, &page));
		for (size_t i = 0; i < page.n; i++)
			if (is_meant(d, &page.rows[i]))
				take_subject(d, &page.rows[i]);
		if (d->in.n + d->left.n > RUN_SUBJECTS_MOST)
			return fail(ERR_LIMIT, "more than 20 000 subjects would be evaluated at once; divide the evaluation");
		if (!page.next.n)
			break;
		q.cursor = page.next;
	}
	if (!d->in.n)
		return fail(ERR_INPUT, "there is nothing to evaluate yet: enter or import the subjects first");
	qsort(d->in.v, d->in.n, sizeof *d->in.v, by_code);
	if (d->left.n)
		qsort(d->left.v, d->left.n, sizeof *d->left.v, by_code);
	d->run->subjects = d->in.v;
	d->run->n = d->in.n;
	d->run->left = d->left.v;
	d->run->n_left = d->left.n;
	return OK;
}

/* ---- the table --------------------------------------------------------------------------------- */
/* Every indicator of the kind, so that a sheet shows what was known, and what only the method names. */
static void columns_of(struct drafting *d)
{
	struct arena *a = d->x->arena;
	LIST(struct run_column) c = {0};
	LIST(const struct indicator *) l = {0};
	for (const struct pack *const *p = core_packs(d->x->core); *p; p++)
		for (size_t i = 0; i < (*p)->n_indicators; i++) {
			const struct indicator *one = &(*p)->indicators[i];
			if (!str_eq(one->of, d->kind->name))
				continue;
			*list_push(a, &l) = one;
			*list_push(a, &c) = (struct run_column){one->name, one->label, one->unit, one->decimals};
		}
	for (size_t i = 0; i < d->run->method->n_columns; i++) {
		const struct method_column *one = &d->run->method->columns[i];
		bool there = false;
		for (size_t k = 0; k < c.n; k++)
			there |= str_eq(c.v[k].name, one->name);
		if (there)
			continue;
		*list_push(a, &l) = NULL;
		*list_push(a, &c) = (struct run_column){one->name, one->label, one->unit, 2};
	}
	d->indicators = l.v;
	d->run->columns = c.v;
	d->run->n_columns = c.n;
}

void run_table(struct arena *a, struct run *r)
{
	size_t cells = r->n_columns * r->n;
	str *inputs = arena_new_n(a, r->n_columns, str), *codes = arena_new_n(a, r->n, str), *classes = arena_new_n(a, r->n, str);
	double *values = arena_new_n(a, cells, double);
	uint8_t *states = arena_new_n(a, cells, uint8_t);
	for (size_t i = 0; i < r->n_columns; i++)
		inputs[i] = r->columns[i].name;
	for (size_t i = 0; i < r->n; i++) {
		codes[i] = r->subjects[i].code;
		classes[i] = r->subjects[i].class;
	}
	memset(states, SCORE_MISSING, cells);
	r->numbers = arena_new_n(a, cells, struct dec);
	r->table = (struct score_table){.inputs = inputs, .n_inputs = r->n_columns, .subjects = codes, .classes = r->method->n_classes ? classes : NULL, .n = r->n,
		.values = values, .states = states};
}

struct by_id {
	int64_t id;
	size_t row;
};
static int id_order(const void *a, const void *b)
{
	const struct by_id *p = a, *q = b;
	return (p->id > q->id) - (p->id < q->id);
}

static void not_confirmed(struct drafting *d, const struct run_subject *s, const struct indicator *i)
{
	struct buf b;
	if (d->run->unconfirmed++)
		return;
	buf_init(&b, d->x->arena);
	buf_add(&b, s->name);
	buf_z(&b, ": ");
	buf_add(&b, words2_in(&i->label, d->x->actor.lang));
	d->run->unconfirmed_of = buf_str(&b);
}

static err read_column(struct drafting *d, size_t column, struct by_id *ids)
{
	struct run *r = d->run;
	const struct indicator *i = d->indicators[column];
	struct value_query q = {.indicator = i->name, .subject = -1, .from = r->period, .to = r->period, .sort = VALUE_ACTUAL, .known = MS_NONE};
	struct measured *v;
	size_t n;
	TRY(values_read(d->x, &q, &v, &n));
	for (size_t k = 0; k < n; k++) {
		const struct by_id *at = bsearch(&(struct by_id){.id = v[k].subject}, ids, r->n, sizeof *ids, id_order);
		if (!at)
			continue;
		size_t cell = column * r->n + at->row;
		((uint8_t *)r->table.states)[cell] = v[k].state == VALUE_NUMBER ? SCORE_NUMBER : v[k].state == VALUE_MISSING ? SCORE_MISSING : SCORE_NOT_APPLICABLE;
		r->numbers[cell] = v[k].number;
		((double *)r->table.values)[cell] = v[k].state == VALUE_NUMBER ? run_real(v[k].number) : 0;
		if (i->confirm && !v[k].confirmed) {
			r->fresh[cell] = 1;
			not_confirmed(d, &r->subjects[at->row], i);
		}
	}
	return OK;
}

static err read_values(struct drafting *d)
{
	struct run *r = d->run;
	struct by_id *ids = arena_new_n(d->x->arena, r->n, struct by_id);
	for (size_t i = 0; i < r->n; i++)
		ids[i] = (struct by_id){r->subjects[i].id, i};
	qsort(ids, r->n, sizeof *ids, id_order);
	run_table(d->x->arena, r);
	r->fresh = arena_new_n(d->x->arena, r->n_columns * r->n, uint8_t);
	for (size_t c = 0; c < r->n_columns; c++) {
		size_t there = 0;
		if (d->indicators[c])
			TRY(read_column(d, c, ids));
		for (size_t i = 0; i < r->n; i++)
			there += r->table.states[c * r->n + i] != SCORE_MISSING;
		r->missing += there ? r->n - there : 0;
	}
	return OK;
}

/* ---- what people decided, and how it was ----------------------------------------------------------- */
static err decide(struct drafting *d)
{
	struct run *r = d->run;
	struct run_override_row *v;
	size_t n;
	for (size_t i = 0; i < r->n; i++)
		r->subjects[i].band = r->result.lines[i].band;
	TRY(run_overrides(d->x, r->matter, &v, &n));
	for (size_t i = 0; i < n; i++) {
		int at = run_find(r->subjects, r->n, v[i].code), band = method_band_named(r->method, v[i].band);
		if (at < 0 || band < 0)
			continue;
		r->subjects[at].band = band;
		r->subjects[at].overridden = true;
		r->subjects[at].why = v[i].why;
		r->subjects[at].by = v[i].by;
	}
	return OK;
}

static str year_before(struct arena *a, str period)
{
	int64_t year;
	struct buf b;
	if (period.n < 4 || !str_int(str_cut(period, 0, 4), &year))
		return S("");
	buf_init(&b, a);
	buf_int(&b, year - 1);
	buf_add(&b, str_cut(period, 4, period.n));
	return buf_str(&b);
}

static int64_t years_before(const struct kind *of, const struct run_subject *s)
{
	const struct run_field *f = run_field_at(s, of, of->evaluated ? of->evaluated->years_before : -1);
	int64_t n = 0;
	return f && str_int(f->raw, &n) && n > 0 ? n : 0;
}

/* How often running it stands in this band: from the final runs of the period before, whichever held it. */
static void count_streak(const struct kind *of, struct run *r, struct run_subject *s, struct run *const *finals, size_t n_finals)
{
	str name = s->band >= 0 ? r->method->bands[s->band].name : S("");
	int last = -1;
	for (size_t b = 0; b < r->method->n_bands; b++)
		if (!r->method->bands[b].outside)
			last = (int)b;
	s->streak = name.n ? 1 : 0;
	for (size_t f = 0; f < n_finals; f++) {
		int at = run_find(finals[f]->subjects, finals[f]->n, s->code);
		if (at < 0)
			continue;
		const struct run_subject *was = &finals[f]->subjects[at];
		if (name.n && was->band >= 0 && str_eq(finals[f]->method->bands[was->band].name, name))
			s->streak = was->streak + 1;
		return;
	}
	if (name.n && s->band == last)
		s->streak += years_before(of, s);
}

static void place_before(struct run *r, const struct run *before)
{
	for (size_t i = 0; i < r->n; i++) {
		int at = run_find(before->subjects, before->n, r->subjects[i].code);
		if (at < 0)
			continue;
		const struct run_subject *was = &before->subjects[at];
		r->subjects[i].rank_before = before->result.lines[at].rank;
		r->subjects[i].band_before = was->band >= 0 ? before->method->bands[was->band].name : S("");
	}
}

/* The run before it of the same evaluation, else the final one of the period before that shares most subjects. */
static err look_back(struct drafting *d)
{
	struct run *r = d->run, **finals, *before = NULL;
	struct run_row *rows;
	size_t n, n_rows, most = 0;
	TRY(run_finals(d->x, r->kind, year_before(d->x->arena, r->period), &finals, &n));
	for (size_t i = 0; i < r->n; i++)
		count_streak(d->kind, r, &r->subjects[i], finals, n);
	TRY(runs_list(d->x, r->matter, &rows, &n_rows));
	if (n_rows) {
		TRY(run_read(d->x, rows[0].id, &before));
	} else {
		for (size_t f = 0; f < n; f++) {
			size_t shared = 0;
			for (size_t i = 0; i < r->n; i++)
				shared += run_find(finals[f]->subjects, finals[f]->n, r->subjects[i].code) >= 0;
			if (shared > most)
				before = finals[f], most = shared;
		}
	}
	if (before) {
		r->before = before->id;
		place_before(r, before);
	}
	return OK;
}

static err draft_new(struct drafting *d, struct ctx *x, int64_t matter, str method)
{
	*d = (struct drafting){.x = x, .run = arena_new(x->arena, struct run)};
	d->run->notice_until = DAY_NONE;
	d->run->unconfirmed_of = S("");
	d->run->at = x->now;
	d->run->whole = true;
	TRY(read_evaluation(d, matter, method));
	TRY(read_subjects(d));
	columns_of(d);
	return read_values(d);
}

err run_draft(struct ctx *x, int64_t matter, str method, struct run **ret)
{
	struct drafting d;
	if (!run_may_issue(x))
		return fail(ERR_DENIED, "drafts are computed by the data offices and the supervision office");
	TRY(draft_new(&d, x, matter, method));
	TRY(score_run(x->arena, d.run->method, &d.run->table, &run_options, &d.run->result));
	TRY(decide(&d));
	TRY(look_back(&d));
	*ret = d.run;
	return OK;
}

err run_values(struct ctx *x, int64_t matter, struct run **ret)
{
	struct drafting d;
	TRY(draft_new(&d, x, matter, S("")));
	*ret = d.run;
	return OK;
}
