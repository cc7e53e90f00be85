/* SPDX-License-Identifier: Apache-2.0 */
/* Matters as rows: of all kinds what they have in common, of one kind each of its fields too. */
#include "ledger/out_in.h"

#include <string.h>

#define LOOKED_AHEAD 5000

struct matters_out { /* columns by what fills them */
	struct listing_out *l;
	out_columns columns;
	LIST(int) fills; /* enum fill, or FILL_FIELD + number of the field */
	const struct kind *kind; /* NULL: several */
	const bool *left_out;    /* fields that no row has; NULL: not known */
	struct out_cell *cells;
	int64_t number;
	char cursor[64];
};
enum fill {
	FILL_ORDER, FILL_NUMBER, FILL_KIND, FILL_TITLE, FILL_STATE, FILL_LIGHT, FILL_JUDGED, FILL_LEAD, FILL_DUE, FILL_LEFT, FILL_SHARE,
	FILL_SCHEDULE, FILL_REPORTED, FILL_EVIDENCE, FILL_SOURCE, FILL_OPENED, FILL_WHAT, FILL_ID, FILL_FIELD
};

/* ---- columns ------------------------------------------------------------------------------ */
static struct out_column *add(struct matters_out *m, int fill, const char *heading, const char *key, enum out_sort sort, int width)
{
	*list_push(m->l->x->arena, &m->fills) = fill;
	return column_add(m->l, &m->columns, heading, key, sort, width);
}

/* A field that the kind gives a meaning goes by its own label. */
static void relabel(struct matters_out *m, struct out_column *c, int field)
{
	if (m->kind && field >= 0)
		c->heading = words2_in(&m->kind->fields[field].label, m->l->lang);
}

static void choose_from(struct out_column *c, const str *v, size_t n)
{
	c->choices = v;
	c->n_choices = n;
}

static const str *choice_words(struct matters_out *m, const struct field *f)
{
	str *v = arena_new_n(m->l->x->arena, f->n_choices, str);
	for (size_t i = 0; i < f->n_choices; i++)
		v[i] = words2_in(&f->choices[i].label, m->l->lang);
	return v;
}

static void state_words(struct matters_out *m, struct out_column *c)
{
	if (!m->kind)
		return;
	str *v = arena_new_n(m->l->x->arena, m->kind->n_states, str);
	for (size_t i = 0; i < m->kind->n_states; i++)
		v[i] = words2_in(&m->kind->states[i].label, m->l->lang);
	choose_from(c, v, m->kind->n_states);
}

static bool has_meaning(const struct kind *k, int field)
{
	return field == k->title || field == k->lead || field == k->due || field == k->share || field == k->source || field == k->confidence;
}

static const struct {
	enum out_sort sort;
	int width;
} by_type[FIELD_TYPES] = {
	[FIELD_LINE] = {OUT_IDENTITY, 16}, [FIELD_TEXT] = {OUT_TEXT, 26}, [FIELD_INT] = {OUT_NUMBER, 10}, [FIELD_DEC] = {OUT_NUMBER, 12},
	[FIELD_SHARE] = {OUT_NUMBER, 8}, [FIELD_DATE] = {OUT_DATE, 12}, [FIELD_UNIT] = {OUT_CHOICE, 14}, [FIELD_UNITS] = {OUT_TEXT, 18},
	[FIELD_PERSON] = {OUT_TEXT, 10}, [FIELD_CHOICE] = {OUT_CHOICE, 12}, [FIELD_FLAG] = {OUT_TEXT, 8}, [FIELD_SOURCE] = {OUT_TEXT, 28}};

static void add_field(struct matters_out *m, size_t i)
{
	const struct field *f = &m->kind->fields[i];
	struct out_column *c = add(m, FILL_FIELD + (int)i, "", str_z(m->l->x->arena, f->name), by_type[f->type].sort, by_type[f->type].width);
	c->heading = words2_in(&f->label, m->l->lang);
	if (f->type == FIELD_UNIT)
		choose_from(c, m->l->units, m->l->n_units);
	if (f->type == FIELD_CHOICE)
		choose_from(c, choice_words(m, f), f->n_choices);
}

static void add_fields(struct matters_out *m)
{
	for (size_t i = 0; m->kind && i < m->kind->n_fields; i++)
		if (!has_meaning(m->kind, (int)i) && !(m->left_out && m->left_out[i]))
			add_field(m, i);
}

static void add_columns(struct matters_out *m, bool todo)
{
	const struct kind *k = m->kind;
	add(m, FILL_ORDER, W("No."), "row", OUT_NUMBER, 6);
	add(m, FILL_NUMBER, W("Number"), "number", OUT_IDENTITY, 16);
	if (todo)
		add(m, FILL_WHAT, W("To do"), "what", OUT_TEXT, 14);
	if (!k)
		add(m, FILL_KIND, W("Kind"), "kind", OUT_TEXT, 12);
	relabel(m, add(m, FILL_TITLE, W("Matter"), "title", OUT_TEXT, 32), k ? k->title : -1);
	struct out_column *lead = add(m, FILL_LEAD, W("Lead unit"), "lead", OUT_CHOICE, 14);
	relabel(m, lead, k ? k->lead : -1);
	choose_from(lead, m->l->units, m->l->n_units);
	relabel(m, add(m, FILL_DUE, W("SHEET|Deadline"), "due", OUT_DATE, 12), k ? k->due : -1);
	add(m, FILL_LEFT, W("Working days left"), "working_days_left", OUT_NUMBER, 8);
	state_words(m, add(m, FILL_STATE, W("State"), "state", OUT_CHOICE, 12));
	add(m, FILL_LIGHT, W("Light"), "light", OUT_LIGHT, 13);
	if (!k || k->confidence >= 0)
		add(m, FILL_JUDGED, W("Judged"), "confidence", OUT_TEXT, 10);
	add(m, FILL_SHARE, W("Progress (%)"), "share", OUT_NUMBER, 8);
	add(m, FILL_SCHEDULE, W("Schedule (%)"), "schedule", OUT_NUMBER, 8);
	add(m, FILL_REPORTED, W("Last report"), "reported", OUT_DATE, 12);
	add_fields(m);
	add(m, FILL_EVIDENCE, W("Files of evidence"), "evidence", OUT_NUMBER, 8);
	add(m, FILL_OPENED, W("Opened on"), "opened", OUT_DATE, 12);
	add(m, FILL_SOURCE, W("Source"), "source_title", OUT_TEXT, 26);
	add(m, FILL_ID, OUT_ID_HEADING, "id", OUT_ID, 12);
}

/* ---- cells --------------------------------------------------------------------------------- */
static const struct value *value_of(const struct matter_row *r, size_t field)
{
	for (size_t i = 0; i < r->n_fields; i++)
		if (r->fields[i].field == &r->kind->fields[field])
			return &r->fields[i];
	return NULL;
}

static void fill_field(struct out_cell *c, const struct matter_row *r, size_t field)
{
	const struct value *v = value_of(r, field);
	*c = (struct out_cell){.day = DAY_NONE};
	if (!v)
		return;
	enum field_type type = v->field->type;
	bool number = type == FIELD_INT || type == FIELD_DEC || type == FIELD_SHARE;
	c->text = number && !v->masked ? v->raw : v->text;
	if (type == FIELD_DATE && (v->masked || !day_parse(v->raw, &c->day)))
		c->day = DAY_NONE;
}

/* "■ 红 超期" */
static str light_text(const struct listing_out *l, enum light light, str said)
{
	static const char *const colours[LIGHTS] = {
		[LIGHT_GREEN] = W("green"), [LIGHT_YELLOW] = W("yellow"), [LIGHT_RED] = W("red"), [LIGHT_BLUE] = W("blue"), [LIGHT_ORANGE] = W("orange")};
	struct buf b;
	buf_init(&b, l->x->arena);
	buf_z(&b, light_shape(light));
	if ((unsigned)light < LIGHTS && colours[light]) {
		buf_byte(&b, ' ');
		buf_add(&b, word(l->lang, colours[light]));
	}
	if (said.n) {
		buf_byte(&b, ' ');
		buf_add(&b, said);
	}
	return buf_str(&b);
}

static str share_text(struct arena *a, int share)
{
	return share < 0 ? S("") : int_text(a, share);
}

static struct out_cell cell_of(struct matters_out *m, enum fill fill, const struct matter_row *r, const struct todo *t)
{
	struct listing_out *l = m->l;
	struct arena *a = l->x->arena;
	switch (fill) {
	case FILL_ORDER: return (struct out_cell){.text = int_text(a, m->number)};
	case FILL_NUMBER: return (struct out_cell){.text = r->number};
	case FILL_KIND: return (struct out_cell){.text = words2_in(&r->kind->label, l->lang)};
	case FILL_TITLE: return (struct out_cell){.text = r->title};
	case FILL_STATE: return (struct out_cell){.text = words2_in(&r->kind->states[r->state].label, l->lang)};
	case FILL_LIGHT: return (struct out_cell){.text = light_text(l, r->light, r->light_word), .light = r->light};
	case FILL_JUDGED: return (struct out_cell){.text = r->confidence_word};
	case FILL_LEAD: return (struct out_cell){.text = r->lead_name};
	case FILL_DUE: return (struct out_cell){.day = due_on(l->ask, r->due)};
	case FILL_LEFT: return (struct out_cell){.text = r->due == MS_NONE || r->kind->states[r->state].closed ? S("") : int_text(a, r->left)};
	case FILL_SHARE: return (struct out_cell){.text = share_text(a, r->share)};
	case FILL_SCHEDULE: return (struct out_cell){.text = share_text(a, r->schedule)};
	case FILL_REPORTED: return (struct out_cell){.day = day_on(l->ask, r->reported)};
	case FILL_EVIDENCE: return (struct out_cell){.text = int_text(a, r->evidence)};
	case FILL_SOURCE: return (struct out_cell){.text = r->source_title};
	case FILL_OPENED: return (struct out_cell){.day = day_on(l->ask, r->opened)};
	case FILL_WHAT: return (struct out_cell){.text = t && t->action ? words2_in(&t->action->label, l->lang) : S("")};
	default: return (struct out_cell){.text = id_version(a, r->id, r->version)};
	}
}

static err put_json(struct matters_out *m, const struct matter_row *r, const struct todo *t)
{
	struct json *j = out_object(m->l->out);
	out_matter_members(j, m->l->ask->zone, r);
	if (r->fields)
		out_values(j, r->fields, r->n_fields);
	if (t) {
		json_key(j, "what");
		json_str(j, t->what);
	}
	return out_object_end(m->l->out);
}

static err put_row(struct matters_out *m, const struct matter_row *r, const struct todo *t)
{
	m->number++;
	if (m->l->ask->form == OUT_JSON)
		return put_json(m, r, t);
	for (size_t i = 0; i < m->fills.n; i++)
		if (m->fills.v[i] < FILL_FIELD)
			m->cells[i] = cell_of(m, (enum fill)m->fills.v[i], r, t);
		else
			fill_field(&m->cells[i], r, (size_t)(m->fills.v[i] - FILL_FIELD));
	return out_row(m->l->out, m->cells);
}

/* ---- pages ---------------------------------------------------------------------------------- */
static err begin(struct matters_out *m, bool todo)
{
	add_columns(m, todo);
	m->cells = arena_new_n(m->l->x->arena, m->columns.n, struct out_cell);
	return listing_begin(m->l, &m->columns);
}

/* The cursor outlives its page. false: there is no more. */
static bool go_on(struct matters_out *m, str next, str *ret_cursor)
{
	ours(next.n < sizeof m->cursor);
	if (next.n)
		memcpy(m->cursor, next.p, next.n);
	*ret_cursor = (str){m->cursor, next.n};
	rows_done(m->l);
	return next.n > 0;
}

static err put_page(struct matters_out *m, const struct matter_page *page)
{
	for (size_t i = 0; i < page->n; i++)
		TRY(put_row(m, &page->rows[i], NULL));
	return OK;
}

/* A kind declares fields that hardly any matter has. Those that no row has are left out, but
 * for what the form of its opening asks, which a person may want to fill in here. */
static void keep_asked(const struct kind *k, bool *left_out)
{
	for (size_t i = 0; i < k->n_actions; i++)
		for (size_t f = 0; k->actions[i].opens && f < k->actions[i].n_form; f++)
			left_out[k->actions[i].form[f].field] = false;
}

static void keep_used(const struct matter_page *page, bool *left_out)
{
	for (size_t i = 0; i < page->n; i++)
		for (size_t f = 0; f < page->rows[i].n_fields; f++)
			left_out[page->rows[i].fields[f].field - page->rows[i].kind->fields] = false;
}

/* Looks at the rows once before; of a list longer than that all columns stay. */
static err look_ahead(struct matters_out *m, struct matter_query q)
{
	bool *left_out = arena_new_n(m->l->x->arena, m->kind->n_fields, bool);
	size_t looked = 0;
	memset(left_out, true, m->kind->n_fields);
	keep_asked(m->kind, left_out);
	struct arena *whole = m->l->x->arena;
	rows_begin(m->l);
	for (bool more = true; more && looked < LOOKED_AHEAD;) {
		struct matter_page page;
		TRY(matter_list(m->l->x, &q, &page));
		keep_used(&page, left_out);
		looked += page.n;
		more = go_on(m, page.next, &q.cursor);
	}
	m->l->x->arena = whole;
	if (looked < LOOKED_AHEAD)
		m->left_out = left_out;
	return OK;
}

err out_matters(struct listing_out *l)
{
	struct matter_query q = l->ask->matters ? *l->ask->matters
						: (struct matter_query){.due_from = DAY_NONE, .due_to = DAY_NONE, .order = ORDER_OPENED};
	struct matters_out m = {.l = l, .kind = q.kind};
	q.cursor = STR_NONE;
	q.limit = LIMIT_PAGE;
	q.with_fields = q.kind != NULL;
	if (q.kind && l->ask->form != OUT_JSON)
		TRY(look_ahead(&m, q));
	TRY(begin(&m, false));
	rows_begin(l);
	for (bool more = true; more;) {
		struct matter_page page;
		TRY(matter_list(l->x, &q, &page));
		TRY(put_page(&m, &page));
		more = go_on(&m, page.next, &q.cursor);
	}
	return OK;
}

static err put_mine(struct listing_out *l, enum mine which)
{
	struct matters_out m = {.l = l};
	str cursor = STR_NONE;
	TRY(begin(&m, false));
	rows_begin(l);
	for (bool more = true; more;) {
		struct matter_page page;
		TRY(mine_list(l->x, which, cursor, LIMIT_PAGE, &page));
		TRY(put_page(&m, &page));
		more = go_on(&m, page.next, &cursor);
	}
	return OK;
}

err out_done(struct listing_out *l)
{
	return put_mine(l, MINE_DONE);
}

err out_closed(struct listing_out *l)
{
	return put_mine(l, MINE_CLOSED);
}

err out_watched(struct listing_out *l)
{
	return put_mine(l, MINE_WATCHED);
}

err out_todo(struct listing_out *l)
{
	struct matters_out m = {.l = l};
	str cursor = STR_NONE;
	TRY(begin(&m, true));
	rows_begin(l);
	for (bool more = true; more;) {
		struct todo *v;
		size_t n;
		str next;
		TRY(todo_page(l->x, cursor, LIMIT_PAGE, &v, &n, &next));
		for (size_t i = 0; i < n; i++)
			TRY(put_row(&m, &v[i].row, &v[i]));
		more = go_on(&m, next, &cursor);
	}
	return OK;
}
