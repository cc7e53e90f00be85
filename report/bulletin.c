/* SPDX-License-Identifier: Apache-2.0 */
/* From a period to figures, from figures to the words of the office, from both to a paper. */
#include "report/bulletin_in.h"

#include <string.h>

/* ---- words ---------------------------------------------------------------------------- */
str day_words(struct arena *a, enum lang lang, day_t d)
{
	struct buf b;
	if (d == DAY_NONE)
		return S("—");
	if (lang == LANG_ZH)
		return paper_date(a, d);
	buf_init(&b, a);
	day_put(&b, d);
	return buf_str(&b);
}

static bool last_of_month(day_t d)
{
	return day_civil(d + 1).day == 1;
}

static str said(struct arena *a, enum lang lang, const char *key, const str *args, size_t n)
{
	struct buf b;
	buf_init(&b, a);
	word_fmt(&b, lang, key, args, n);
	return buf_str(&b);
}

static str int_text(struct arena *a, int64_t n)
{
	struct buf b;
	buf_init(&b, a);
	buf_int(&b, n);
	return buf_str(&b);
}

str period_words(struct arena *a, enum lang lang, day_t from, day_t to)
{
	struct civil f = day_civil(from), t = day_civil(to);
	const str year = int_text(a, f.year), month = int_text(a, f.month), quarter = int_text(a, (f.month + 2) / 3), last = int_text(a, t.day);
	bool whole = f.day == 1 && last_of_month(to) && f.year == t.year;
	if (whole && f.month == t.month)
		return said(a, lang, W("period|month {1} of {0}"), (const str[]){year, month}, 2);
	if (whole && f.month % 3 == 1 && t.month == f.month + 2)
		return said(a, lang, W("period|quarter {1} of {0}"), (const str[]){year, quarter}, 2);
	if (lang == LANG_ZH && f.year == t.year && f.month == t.month)
		return said(a, lang, W("period|{0} to {1}, of one month"), (const str[]){day_words(a, lang, from), last}, 2);
	return said(a, lang, W("period|{0} to {1}"), (const str[]){day_words(a, lang, from), day_words(a, lang, to)}, 2);
}

str issue_words(struct arena *a, enum lang lang, str number)
{
	size_t end = number.n, from;
	while (end && !(number.p[end - 1] >= '0' && number.p[end - 1] <= '9'))
		end--;
	for (from = end; from && number.p[from - 1] >= '0' && number.p[from - 1] <= '9';)
		from--;
	str n = str_cut(number, from, end);
	return n.n ? said(a, lang, W("issue {0}"), &n, 1) : number;
}

/* ---- rows ------------------------------------------------------------------------------- */
static struct figure_row row_figures(const struct period_row *p)
{
	const struct matter_row *r = &p->row;
	return (struct figure_row){.id = r->id, .unit = r->lead, .leader = p->sponsor, .document = p->document, .done = p->done, .newly = p->newly, .late = p->late,
		.light = r->light, .timed = r->schedule >= 0, .behind = r->schedule > (r->share > 0 ? r->share : 0), .owed = p->owed,
		.on_time = p->on_time, .missing = p->missing, .claims = p->claims, .was_there = p->was_there, .was_late = p->was_late,
		.was_unit = p->was_lead};
}

static struct bulletin_row row_shown(const struct matter_row *r, enum lang lang)
{
	return (struct bulletin_row){.id = r->id, .number = r->number, .title = r->title, .unit_name = r->lead_name, .unit = r->lead,
		.state = words2_in(&r->kind->states[r->state].label, lang), .light = r->light, .light_word = r->light_word, .due = r->due,
		.share = r->share};
}

void making_rows(struct making *m)
{
	const struct period *p = m->period;
	m->n_rows = p->n + p->n_letters;
	m->rows = arena_new_n(m->a, m->n_rows, struct bulletin_row);
	struct figure_row *f = arena_new_n(m->a, m->n_rows, struct figure_row);
	for (size_t i = 0; i < p->n; i++) {
		f[i] = row_figures(&p->rows[i]);
		m->rows[i] = row_shown(&p->rows[i].row, m->w->lang);
		m->rows[i].done = p->rows[i].done;
		m->rows[i].late = p->rows[i].late;
		m->rows[i].progress = p->rows[i].progress;
		m->rows[i].problem = p->rows[i].problem;
	}
	for (size_t i = 0; i < p->n_letters; i++) {
		const struct matter_row *r = &p->letters[i].row;
		f[p->n + i] = (struct figure_row){.id = r->id, .unit = r->lead, .letter = true, .light = r->light};
		m->rows[p->n + i] = row_shown(r, m->w->lang);
		m->rows[p->n + i].letter = true;
	}
	figures_make(m->a, f, m->n_rows, m->w->scale, &m->figures);
}

/* ---- figures as they are linked ------------------------------------------------------------ */
str figure_path(struct making *m, const struct figure_set *s, enum figure_name name)
{
	struct buf b;
	buf_init(&b, m->a);
	if (s->group != GROUP_ALL)
		buf_fmt(&b, "%s.%lld.", figure_group_id(s->group), (long long)s->of);
	buf_z(&b, figure_id(name));
	return buf_str(&b);
}

/* Of a unit that has none of it nothing is listed. */
bool figure_leads(const struct figure_set *s, const struct figure *f)
{
	return s->group == GROUP_ALL || f->value > 0 || (f->rate && f->value == 0);
}

str figure_link(struct making *m, const struct figure_set *s, enum figure_name name)
{
	struct buf b;
	buf_init(&b, m->a);
	buf_fmt(&b, "/bulletins/%lld/figures/", (long long)m->w->matter);
	buf_add(&b, figure_path(m, s, name));
	return buf_str(&b);
}

str set_name(const struct making *m, const struct figure_set *s)
{
	for (size_t i = 0; i < m->period->n; i++) {
		const struct period_row *r = &m->period->rows[i];
		if (s->group == GROUP_UNIT && r->row.lead == s->of)
			return r->row.lead_name;
		if (s->group == GROUP_LEADER && r->sponsor == s->of)
			return r->sponsor_name;
		if (s->group == GROUP_DOCUMENT && r->document == s->of)
			return r->row.source_title;
	}
	return S("");
}

/* The filter of the ledger that comes nearest: the rows as they are now. */
static str query_of(struct making *m, const struct figure_set *s, enum figure_name name)
{
	static const struct {
		enum figure_name name;
		const char *query;
	} row[] = {{FIG_TOTAL, ""}, {FIG_DONE, "l=done"}, {FIG_RED, "l=red"}, {FIG_YELLOW, "l=yellow"}, {FIG_GREEN, "l=green"}, {FIG_BLUE, "l=blue"},
		{FIG_ORANGE, "l=orange"}, {FIG_OPEN, "l=open"}, {FIG_LATE, "d=over"}};
	struct buf b;
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		if (row[i].name != name || s->group == GROUP_LEADER)
			continue;
		buf_init(&b, m->a);
		buf_z(&b, "/matters?");
		buf_z(&b, row[i].query);
		if (s->group == GROUP_UNIT)
			buf_fmt(&b, "%su=%lld", *row[i].query ? "&" : "", (long long)s->of);
		if (s->group == GROUP_DOCUMENT)
			buf_fmt(&b, "%sdocument=%lld", *row[i].query ? "&" : "", (long long)s->of);
		return buf_str(&b);
	}
	return S("");
}

static void list_figures(struct making *m, struct bulletin *ret)
{
	const struct figures *f = &m->figures;
	struct bulletin_figure *v = arena_new_n(m->a, (f->n_sets + 1) * FIGURES, struct bulletin_figure);
	size_t n = 0;
	for (size_t i = 0; i <= f->n_sets; i++) {
		const struct figure_set *s = i ? &f->sets[i - 1] : &f->all;
		for (int k = 0; k < FIGURES; k++) {
			const struct figure *g = &s->v[k];
			if (!figure_leads(s, g))
				continue;
			v[n++] = (struct bulletin_figure){.id = figure_path(m, s, g->name), .label = word(m->w->lang, figure_words(g->name)),
				.of = s->group == GROUP_ALL ? S("") : set_name(m, s), .text = figure_text(m->a, g, f->scale),
				.query = query_of(m, s, g->name), .rate = g->rate, .rows = g->rows, .times = g->times, .n_rows = g->n_rows};
		}
	}
	ret->figures = v;
	ret->n_figures = n;
}

const struct bulletin_figure *bulletin_figure(const struct bulletin *b, str id)
{
	for (size_t i = 0; i < b->n_figures; i++)
		if (str_eq(b->figures[i].id, id))
			return &b->figures[i];
	return NULL;
}

/* ---- doubts ----------------------------------------------------------------------------- */
void doubt_add(struct making *m, str what, bool stops, int paragraph)
{
	*list_push(m->a, &m->doubts) = (struct bulletin_doubt){what, stops, paragraph};
}

static void hold_against(struct making *m)
{
	struct finding *v;
	size_t n = figures_check(m->a, &m->figures, &v);
	for (size_t i = 0; i < n; i++) {
		str args[4];
		for (size_t k = 0; k < v[i].n_args; k++)
			args[k] = k == 0 || v[i].args[k].n > 7 ? word_str(m->w->lang, v[i].args[k]) : v[i].args[k];
		str what = said(m->a, m->w->lang, v[i].said, args, v[i].n_args);
		const struct figure_set *s = figures_of(&m->figures, v[i].group, v[i].of);
		if (s && s->group != GROUP_ALL)
			what = said(m->a, m->w->lang, W("{0}: {1}"), (const str[]){set_name(m, s), what}, 2);
		doubt_add(m, what, true, 0);
	}
	if (m->period->cut_short)
		doubt_add(m, word(m->w->lang, W("there are more matters than are looked at for one bulletin, so the figures are not whole; choose a shorter period")),
			  true, 0);
}

/* Whether any set has that value under that name. */
static bool is_said(const struct figures *f, enum figure_name name, int64_t value)
{
	bool there = f->all.v[name].value == value;
	for (size_t i = 0; i < f->n_sets && !there; i++)
		there = f->sets[i].v[name].value == value;
	return there;
}

/* 办结6件, typed by hand: the label of a figure, then digits. */
static bool typed_at(struct making *m, str text, size_t at, enum figure_name *ret_name, int64_t *ret_value, size_t *ret_end)
{
	size_t best = 0;
	for (int i = 0; i < FIGURES; i++) {
		str label = word(m->w->lang, figure_words((enum figure_name)i));
		if (label.n > best && str_starts(str_cut(text, at, text.n), label)) {
			best = label.n;
			*ret_name = (enum figure_name)i;
		}
	}
	size_t from = at + best, end = from;
	while (end < text.n && end - from < 10 && text.p[end] >= '0' && text.p[end] <= '9')
		end++;
	*ret_end = end;
	return best && end > from && str_int(str_cut(text, from, end), ret_value) && !m->figures.all.v[*ret_name].rate;
}

static void look_at_run(struct making *m, str text, int paragraph)
{
	for (size_t at = 0, end; at < text.n; at++) {
		enum figure_name name = FIG_TOTAL;
		int64_t value = 0;
		if (!typed_at(m, text, at, &name, &value, &end))
			continue;
		if (!is_said(&m->figures, name, value)) {
			const str args[] = {str_cut(text, at, end), int_text(m->a, m->figures.all.v[name].value), int_text(m->a, paragraph)};
			doubt_add(m, said(m->a, m->w->lang, W("paragraph {2} says “{0}”, typed by hand; the record counts {1}"), args, 3), false, paragraph);
		}
		at = end - 1;
	}
}

static void look_at_text(struct making *m, const struct filled *f)
{
	for (size_t i = 0; i < f->n_blocks; i++)
		for (size_t k = 0; k < f->blocks[i].n_runs; k++)
			if (!f->blocks[i].runs[k].link.n)
				look_at_run(m, f->blocks[i].runs[k].text, (int)i + 1);
}

/* ---- the paper ------------------------------------------------------------------------------ */
/* A correction says first what it replaces. */
static void correct(struct making *m, struct filled *f)
{
	if (!m->w->replaces.n)
		return;
	struct paper_block *v = arena_new_n(m->a, f->n_blocks + 1, struct paper_block);
	struct paper_run *run = arena_new(m->a, struct paper_run);
	const str args[] = {m->w->replaces, m->w->because};
	run->text = said(m->a, m->w->lang, W("This issue replaces {0}, which has been recalled: {1}"), args, 2);
	v[0] = (struct paper_block){.sort = PAPER_TEXT, .runs = run, .n_runs = 1};
	memcpy(v + 1, f->blocks, f->n_blocks * sizeof *v);
	f->blocks = v;
	f->n_blocks++;
}

static void make_paper(struct making *m, const struct filled *f, struct bulletin *ret)
{
	const struct bulletin_wish *w = m->w;
	struct paper *p = &ret->paper;
	str *title;
	LIST(str) names = {0};
	for (size_t i = 0; i < m->n_rows; i++)
		if (!i || !str_eq(m->rows[i].unit_name, m->rows[i - 1].unit_name))
			*list_push(m->a, &names) = m->rows[i].unit_name;
	paper_title_lines(m->a, f->title, names.v, names.n, &title, &p->n_title);
	p->title = title;
	p->form = PAPER_BULLETIN;
	p->mark = w->mark;
	p->number = w->issue;
	p->issuer = w->issuer;
	p->date = w->date;
	p->blocks = f->blocks;
	p->n_blocks = f->n_blocks;
	p->copies = w->copies;
	LIST(str) annexes = {0};
	for (size_t i = 0; i < f->n_blocks; i++) {
		struct buf b;
		if (f->blocks[i].sort != PAPER_ANNEX)
			continue;
		buf_init(&b, m->a);
		for (size_t k = 0; k < f->blocks[i].n_runs; k++)
			buf_add(&b, f->blocks[i].runs[k].text);
		*list_push(m->a, &annexes) = buf_str(&b);
	}
	p->annexes = annexes.v;
	p->n_annexes = annexes.n;
	p->printer = w->issuer;
	p->printed = w->date;
	ret->title = f->title;
}

err bulletin_of(struct arena *a, const struct bulletin_wish *w, const struct zone *zone, const struct period *p, struct bulletin *ret)
{
	struct making m = {.a = a, .w = w, .zone = zone, .period = p};
	struct bulletin b = {.matter = w->matter, .lang = w->lang, .from = p->from, .to = p->to, .at = p->at};
	struct fill_record values;
	struct filled f;
	making_rows(&m);
	bulletin_values(&m, &values);
	TRY(fill_blocks(a, w->text, &values, &f));
	if (!f.title.n)
		f.title = said(a, w->lang, W("How matters stand, {0}"), (const str[]){period_words(a, w->lang, p->from, p->to)}, 1);
	correct(&m, &f);
	hold_against(&m);
	look_at_text(&m, &f);
	make_paper(&m, &f, &b);
	list_figures(&m, &b);
	b.rows = m.rows;
	b.n_rows = m.n_rows;
	b.doubts = m.doubts.v;
	b.n_doubts = m.doubts.n;
	for (size_t i = 0; i < m.doubts.n; i++)
		b.stops |= m.doubts.v[i].stops;
	*ret = b;
	return OK;
}

err bulletin_text_check(struct arena *a, str text)
{
	const struct period none = {0};
	const struct bulletin_wish w = {.lang = LANG_ZH};
	struct making m = {.a = a, .w = &w, .period = &none};
	struct fill_record values;
	making_rows(&m);
	bulletin_values(&m, &values);
	return fill_check(a, text, &values);
}

/* Values stand under their English name and right behind it under the Chinese one. */
str *names_of(struct arena *a, const struct fill_record *r, enum lang lang, size_t *ret_n)
{
	LIST(str) l = {0};
	for (size_t i = 0; i < r->n; i++) {
		const struct fill_value *v = &r->values[i];
		bool english = (uint8_t)v->name.p[0] < 0x80;
		struct buf b;
		if (english != (lang == LANG_EN))
			continue;
		buf_init(&b, a);
		buf_z(&b, v->sort == FILL_LIST ? "{#each " : "{");
		buf_add(&b, v->name);
		buf_byte(&b, '}');
		for (size_t k = 0; k < v->like.n && v->sort == FILL_LIST; k++)
			if (((uint8_t)v->like.values[k].name.p[0] < 0x80) == english) {
				buf_z(&b, " {");
				buf_add(&b, v->like.values[k].name);
				buf_byte(&b, '}');
			}
		*list_push(a, &l) = buf_str(&b);
	}
	*ret_n = l.n;
	return l.v;
}

str *bulletin_names(struct arena *a, enum lang lang, size_t *ret_n)
{
	const struct period none = {0};
	const struct bulletin_wish w = {.lang = lang};
	struct making m = {.a = a, .w = &w, .period = &none};
	struct fill_record values;
	making_rows(&m);
	bulletin_values(&m, &values);
	return names_of(a, &values, lang, ret_n);
}
