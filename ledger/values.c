/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/values.h"

#include <stdlib.h>
#include <string.h>

#include "base/words.h"
#include "core/told.h"
#include "ledger/mean_in.h"

extern const char ledger_values_tsv[];
extern const size_t ledger_values_tsv_n;

#define LOOK_ROWS 40
#define COLUMNS_MOST 300
#define FINDINGS_KEPT 200
#define IGNORED_MOST 20

enum means { IS_NOTHING, IS_SUBJECT, IS_CODE, IS_INDICATOR, IS_PERIOD, IS_SOURCE, IS_SORT, IS_WIDE };
struct column {
	enum means means;
	enum value_sort sort;
	const struct indicator *of;
};
struct heading {
	uint32_t row, n;
	struct column c[COLUMNS_MOST];
	int fits;
	bool wide, values;
};
struct subjects { /* of one kind, by code and by name */
	str of;
	struct measured_subject *v, **by_code, **by_name;
	size_t n;
};
struct reading {
	struct ctx *x;
	const struct values_ask *ask;
	const struct sheet *s;
	struct heading h;
	struct values_sheet *out;
	LIST(struct measured) v;
	LIST(struct values_finding) f;
	LIST(struct subjects) kinds;
};

/* ---- words --------------------------------------------------------------------------------------- */
static bool is_word(struct arena *a, const char *sort, str folded)
{
	str rest = {ledger_values_tsv, ledger_values_tsv_n}, line, name, words, one;
	while (str_split(rest, '\n', &line, &rest)) {
		if (!str_split(line, '\t', &name, &words) || !str_eq(name, str_of(sort)))
			continue;
		for (bool more = true; more;) {
			more = str_split(words, ' ', &one, &words);
			if (str_eq(ledger_fold(a, more ? one : words), folded))
				return true;
		}
	}
	return false;
}

/* 规上工业总产值(亿元) -> 规上工业总产值 */
static str bare(str folded)
{
	ptrdiff_t open = str_find(folded, S("("), 0);
	return open > 0 && str_ends(folded, S(")")) ? str_cut(folded, 0, (size_t)open) : folded;
}

static bool is_called(struct arena *a, const struct indicator *i, str folded)
{
	if (str_eq(folded, i->name) || str_eq(folded, ledger_fold(a, i->label.zh)) || str_eq(folded, ledger_fold(a, i->label.en)))
		return true;
	for (size_t k = 0; k < i->n_heads; k++)
		if (str_eq(folded, ledger_fold(a, i->heads[k])))
			return true;
	return false;
}

static const struct indicator *indicator_called(struct ctx *x, str text)
{
	str folded = ledger_fold(x->arena, text), short_one = bare(folded);
	for (const struct pack *const *p = core_packs(x->core); folded.n && *p; p++)
		for (size_t i = 0; i < (*p)->n_indicators; i++)
			if (is_called(x->arena, &(*p)->indicators[i], folded) || is_called(x->arena, &(*p)->indicators[i], short_one))
				return &(*p)->indicators[i];
	return NULL;
}

/* ---- a cell -------------------------------------------------------------------------------------- */
bool value_typed(struct arena *a, str typed, struct measured *ret, bool *ret_said)
{
	str s = ledger_fold(a, str_trim(typed));
	*ret_said = s.n > 0;
	ret->number = (struct dec){0, 0};
	if (!s.n || is_word(a, "missing", s)) {
		ret->state = VALUE_MISSING;
		return true;
	}
	if (is_word(a, "none", s)) {
		ret->state = VALUE_NOT_APPLICABLE;
		return true;
	}
	if (str_ends(s, S("%")))
		s = str_cut(s, 0, s.n - 1);
	ret->state = VALUE_NUMBER;
	return dec_parse(s, &ret->number);
}

/* 0.058 with the format 0% is 5.8 per cent. */
static bool hundredfold(struct dec *d)
{
	if (d->scale >= 2) {
		d->scale -= 2;
		return true;
	}
	int64_t by = d->scale ? 10 : 100;
	d->scale = 0;
	return mul_ok(d->v, by, &d->v);
}

/* ---- the heading ----------------------------------------------------------------------------------- */
static struct column column_of(struct ctx *x, str text)
{
	static const struct {
		const char *word;
		enum means means;
	} rows[] = {{"code", IS_CODE}, {"subject", IS_SUBJECT}, {"indicator", IS_INDICATOR}, {"period", IS_PERIOD}, {"source", IS_SOURCE}};
	str folded = ledger_fold(x->arena, text);
	struct column c = {.means = IS_NOTHING};
	c.of = indicator_called(x, text);
	if (c.of || !folded.n) {
		c.means = c.of ? IS_WIDE : IS_NOTHING;
		return c;
	}
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (is_word(x->arena, rows[i].word, folded) || is_word(x->arena, rows[i].word, bare(folded)))
			return (struct column){.means = rows[i].means};
	for (int s = 0; s < VALUE_SORTS; s++)
		if (is_word(x->arena, value_sort_names[s], folded) || is_word(x->arena, value_sort_names[s], bare(folded)))
			return (struct column){.means = IS_SORT, .sort = (enum value_sort)s};
	return c;
}

static void heading_at(struct reading *d, uint32_t row, struct heading *ret)
{
	bool names = false;
	*ret = (struct heading){.row = row, .n = d->s->n_columns < COLUMNS_MOST ? d->s->n_columns : COLUMNS_MOST};
	for (uint32_t c = 0; c < ret->n; c++) {
		ret->c[c] = column_of(d->x, sheet_text(d->s, row, c));
		ret->fits += ret->c[c].means != IS_NOTHING;
		ret->wide |= ret->c[c].means == IS_WIDE;
		ret->values |= ret->c[c].means == IS_SORT;
		names |= ret->c[c].means == IS_INDICATOR || ret->c[c].means == IS_SUBJECT || ret->c[c].means == IS_CODE || ret->c[c].means == IS_PERIOD;
	}
	if (ret->fits < 2 || !names || (!ret->wide && !ret->values))
		ret->fits = 0;
}

static bool heading_find(struct reading *d)
{
	for (uint32_t r = 0; r < d->s->n_rows && r < LOOK_ROWS; r++) {
		struct heading h;
		heading_at(d, r, &h);
		if (h.fits > d->h.fits)
			d->h = h;
	}
	return d->h.fits > 0;
}

/* ---- rows ------------------------------------------------------------------------------------------ */
static void find(struct reading *d, uint32_t row, uint32_t column, const char *key, str what)
{
	struct buf b;
	if (d->f.n == FINDINGS_KEPT)
		return;
	buf_init(&b, d->x->arena);
	word_fmt(&b, d->x->actor.lang, key, &what, 1);
	*list_push(d->x->arena, &d->f) = (struct values_finding){row, column, buf_str(&b)};
}

static int by_code(const void *a, const void *b)
{
	return str_cmp((*(const struct measured_subject *const *)a)->code, (*(const struct measured_subject *const *)b)->code);
}

static int by_name(const void *a, const void *b)
{
	return str_cmp((*(const struct measured_subject *const *)a)->name, (*(const struct measured_subject *const *)b)->name);
}

static err subjects_of(struct reading *d, str of, struct subjects **ret)
{
	for (size_t i = 0; i < d->kinds.n; i++)
		if (str_eq(d->kinds.v[i].of, of)) {
			*ret = &d->kinds.v[i];
			return OK;
		}
	struct subjects s = {.of = of};
	TRY(subjects_read(d->x, of, S(""), &s.v, &s.n));
	s.by_code = arena_new_n(d->x->arena, s.n + 1, struct measured_subject *);
	s.by_name = arena_new_n(d->x->arena, s.n + 1, struct measured_subject *);
	for (size_t i = 0; i < s.n; i++)
		s.by_code[i] = s.by_name[i] = &s.v[i];
	if (s.n) {
		qsort(s.by_code, s.n, sizeof *s.by_code, by_code);
		qsort(s.by_name, s.n, sizeof *s.by_name, by_name);
	}
	*list_push(d->x->arena, &d->kinds) = s;
	*ret = &d->kinds.v[d->kinds.n - 1];
	return OK;
}

static err subject_of(struct reading *d, const struct indicator *i, str code, str name, int64_t *ret)
{
	struct subjects *s;
	const struct measured_subject key = {.code = str_trim(code), .name = str_trim(name)}, *k = &key;
	*ret = -1;
	if (str_eq(i->of, S(OF_DISTRICT))) {
		*ret = 0;
		return OK;
	}
	if (str_eq(i->of, S(OF_UNIT))) {
		TRY(unit_find(d->x, key.name.n ? key.name : key.code, ret));
		*ret = *ret ? *ret : -1;
		return OK;
	}
	TRY(subjects_of(d, i->of, &s));
	struct measured_subject **hit = key.code.n ? bsearch(&k, s->by_code, s->n, sizeof *s->by_code, by_code) : NULL;
	if (!key.code.n && key.name.n)
		hit = bsearch(&k, s->by_name, s->n, sizeof *s->by_name, by_name);
	if (!key.code.n && !hit && key.name.n) { /* a code under the heading of a name */
		const struct measured_subject as_code = {.code = key.name}, *c = &as_code;
		hit = bsearch(&c, s->by_code, s->n, sizeof *s->by_code, by_code);
	}
	if (hit)
		*ret = (*hit)->id;
	return OK;
}

static str at_means(const struct reading *d, uint32_t row, enum means means)
{
	for (uint32_t c = 0; c < d->h.n; c++)
		if (d->h.c[c].means == means)
			return str_trim(sheet_text(d->s, row, c));
	return S("");
}

static str cell_name(struct reading *d, uint32_t row, uint32_t column)
{
	struct buf b;
	buf_init(&b, d->x->arena);
	if (d->ask->source.n) {
		buf_add(&b, d->ask->source);
		buf_byte(&b, ' ');
	}
	if (column >= 26)
		buf_byte(&b, (char)('A' + column / 26 - 1));
	buf_byte(&b, (char)('A' + column % 26));
	buf_int(&b, (int64_t)row + 1);
	return buf_str(&b);
}

static void take_cell(struct reading *d, uint32_t row, uint32_t c, struct measured m, const struct indicator *of, str source)
{
	const struct cell *cell = sheet_at(d->s, row, c);
	bool said;
	if (!value_typed(d->x->arena, sheet_text(d->s, row, c), &m, &said)) {
		find(d, row, c, W("“{0}” is not a number; write a number, leave the cell empty, or write / where it does not apply"), sheet_text(d->s, row, c));
		return;
	}
	if (!said)
		return;
	bool percent = cell && cell->kind == CELL_NUMBER && str_find(cell->format, S("%"), 0) >= 0;
	bool share = indicator_is_share(of) || m.sort == VALUE_GROWTH || (m.sort == VALUE_CITY && of->compare == BY_GROWTH);
	if (percent && share && m.state == VALUE_NUMBER && !hundredfold(&m.number))
		find(d, row, c, W("“{0}” is not a number; write a number, leave the cell empty, or write / where it does not apply"), sheet_text(d->s, row, c));
	m.source = source.n ? source : cell_name(d, row, c);
	*list_push(d->x->arena, &d->v) = m;
}

static err take_row(struct reading *d, uint32_t row)
{
	str code = at_means(d, row, IS_CODE), name = at_means(d, row, IS_SUBJECT), called = at_means(d, row, IS_INDICATOR);
	str period = at_means(d, row, IS_PERIOD), source = at_means(d, row, IS_SOURCE);
	size_t before = d->v.n;
	const struct indicator *of = NULL;
	struct measured m = {.period = period_typed(d->x->arena, period.n ? period : d->ask->period)};
	if (!code.n && !name.n && !called.n && !period.n)
		return OK;
	if (called.n)
		of = indicator_called(d->x, called);
	else if (d->ask->indicator.n)
		of = indicator_named(core_packs(d->x->core), d->ask->indicator);
	for (uint32_t c = 0; c < d->h.n; c++) {
		const struct column *k = &d->h.c[c];
		const struct indicator *i = k->means == IS_WIDE ? k->of : of;
		if ((k->means != IS_WIDE && k->means != IS_SORT) || !str_trim(sheet_text(d->s, row, c)).n)
			continue;
		if (!i) {
			find(d, row, c, W("“{0}” is no indicator here; correct the name"), called.n ? called : S("—"));
			return OK;
		}
		if (!m.period.n) {
			find(d, row, c, W("“{0}” is no period; write it like 2026-10, 2026Q3 or 2026"), period.n ? period : d->ask->period);
			return OK;
		}
		m.indicator = i->name;
		m.sort = k->means == IS_WIDE ? d->ask->sort : k->sort;
		TRY(subject_of(d, i, code, name, &m.subject));
		if (m.subject < 0) {
			find(d, row, c, W("“{0}” stands in no ledger here; enter it first, or correct the name or code"), code.n ? code : name);
			return OK;
		}
		take_cell(d, row, c, m, i, source);
	}
	d->out->rows += d->v.n > before;
	return OK;
}

static void note_ignored(struct reading *d)
{
	str *v = arena_new_n(d->x->arena, IGNORED_MOST, str);
	for (uint32_t c = 0; c < d->h.n && d->out->n_ignored < IGNORED_MOST; c++) {
		str text = str_trim(sheet_text(d->s, d->h.row, c));
		if (d->h.c[c].means == IS_NOTHING && text.n && !str_eq(text, S("序号")))
			v[d->out->n_ignored++] = text;
	}
	d->out->ignored = v;
}

static bool is_text(str bytes)
{
	return utf8_valid(bytes) == bytes.n && !str_starts(bytes, S("PK")) && str_find(bytes, S("<"), 0) < 0;
}

err values_sheet_read(struct ctx *x, const struct decoder *decoder, str name, str bytes, const struct values_ask *ask, struct values_sheet *ret)
{
	struct workbook book;
	struct reading *d = arena_new(x->arena, struct reading);
	*ret = (struct values_sheet){0};
	*d = (struct reading){.x = x, .ask = ask, .out = ret};
	if (is_text(bytes))
		TRY(workbook_text(x->arena, bytes, name, &book));
	else
		TRY(decoder ? workbook_decode(x->arena, decoder, bytes, name, &book) : workbook_read(x->arena, bytes, name, &book));
	for (size_t i = 0; i < book.n_sheets && !d->h.fits; i++) {
		d->s = &book.sheets[i];
		heading_find(d);
	}
	if (!d->h.fits)
		return fail(ERR_INPUT, "no heading was found; the first row names the subject, indicator or period, and the values");
	note_ignored(d);
	for (uint32_t row = d->h.row + 1; row < d->s->n_rows; row++)
		TRY(take_row(d, row));
	ret->v = d->v.v;
	ret->n = d->v.n;
	ret->findings = d->f.v;
	ret->n_findings = d->f.n;
	return OK;
}
