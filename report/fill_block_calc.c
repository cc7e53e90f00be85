/* SPDX-License-Identifier: Apache-2.0 */
#include "report/fill_in.h"

#include <string.h>

/* ---- numbers of headings ---- */
static const char numerals[] = "一二三四五六七八九十";
#define NUMERAL 3 /* bytes of one */

static size_t numeral_at(str s) /* bytes of the numerals that s begins with */
{
	size_t n = 0;
	while (n + NUMERAL <= s.n && n < 3 * NUMERAL && str_find(str_of(numerals), str_cut(s, n, n + NUMERAL), 0) % NUMERAL == 0)
		n += NUMERAL;
	return n;
}

static void numeral_put(struct buf *b, int v)
{
	if (v >= 20)
		buf_add(b, str_cut(str_of(numerals), (size_t)(v / 10 % 10 - 1) * NUMERAL, (size_t)(v / 10 % 10) * NUMERAL));
	if (v >= 10)
		buf_z(b, "十");
	if (v % 10)
		buf_add(b, str_cut(str_of(numerals), (size_t)(v % 10 - 1) * NUMERAL, (size_t)(v % 10) * NUMERAL));
}

/* Bytes of the mark of a level that s begins with; 0: none. */
static size_t level_1_mark(str s)
{
	size_t n = numeral_at(s);
	str rest = str_cut(s, n, s.n);
	/* 一、二季度: a list of numbers, not a heading */
	if (!n || !str_starts(rest, S("、")) || (n == NUMERAL && numeral_at(str_cut(rest, 3, rest.n)) == NUMERAL &&
	    str_find(str_of(numerals), str_cut(rest, 3, 6), 0) == str_find(str_of(numerals), str_cut(s, 0, 3), 0) + NUMERAL))
		return 0;
	return n + 3;
}

static size_t level_2_mark(str s)
{
	size_t open = str_starts(s, S("（")) ? 3 : str_starts(s, S("(")), n = open ? numeral_at(str_cut(s, open, s.n)) : 0;
	str rest = str_cut(s, open + n, s.n);
	return !n ? 0 : str_starts(rest, S("）")) ? open + n + 3 : str_starts(rest, S(")")) ? open + n + 1 : 0;
}

static bool is_digit(str s, size_t at)
{
	return at < s.n && s.p[at] >= '0' && s.p[at] <= '9';
}

static size_t level_3_mark(str s)
{
	size_t n = 0;
	while (n < 3 && is_digit(s, n))
		n++;
	str rest = str_cut(s, n, s.n);
	size_t dot = str_starts(rest, S("．")) ? 3 : str_starts(rest, S("."));
	return n && dot && !is_digit(rest, dot) ? n + dot : 0; /* 1.5亿元 is no heading */
}

static const struct level {
	enum paper_sort sort;
	size_t (*mark)(str);
	const char *before, *after;
} levels[FILL_LEVELS] = {
	{PAPER_LEVEL_1, level_1_mark, "", "、"},
	{PAPER_LEVEL_2, level_2_mark, "（", "）"},
	{PAPER_LEVEL_3, level_3_mark, NULL, "."},
};

static str number_text(struct arena *a, const struct level *l, int v)
{
	struct buf b;
	buf_init(&b, a);
	if (l->before) {
		buf_z(&b, l->before);
		if (v < 100)
			numeral_put(&b, v);
		else
			buf_int(&b, v);
	} else
		buf_int(&b, v);
	buf_z(&b, l->after);
	return buf_str(&b);
}

/* ---- paragraphs ---- */
static void push_run(struct fill_out *o, str text, str link, bool own)
{
	if (!text.n)
		return;
	*list_push(o->arena, &o->line) = (struct fill_run){{.text = text, .link = link}, own};
	o->bytes += text.n;
}

void fill_out_text(struct fill_out *o, str s)
{
	str line, rest = s;
	while (str_split(rest, '\n', &line, &rest)) {
		push_run(o, line, STR_NONE, true);
		fill_out_end(o);
	}
	push_run(o, rest, STR_NONE, true);
}

/* A value makes no paragraph: its line breaks become spaces. */
void fill_out_value(struct fill_out *o, const struct fill_value *v)
{
	char *copy = arena_copy(o->arena, v->text.p, v->text.n);
	for (size_t i = 0; i < v->text.n; i++)
		if (copy[i] == '\n' || copy[i] == '\r')
			copy[i] = ' ';
	push_run(o, (str){copy, v->text.n}, v->link, false);
}

void fill_out_table(struct fill_out *o, const struct paper_table *t)
{
	fill_out_end(o);
	if (t && t->n_rows)
		*list_push(o->arena, &o->blocks) = (struct paper_block){.sort = PAPER_TABLE, .table = t};
}

/* White space at both ends falls away, but not inside values. */
static void trim_line(struct fill_out *o)
{
	while (o->line.n && o->line.v[o->line.n - 1].own) {
		str *t = &o->line.v[o->line.n - 1].run.text, both = str_trim(*t);
		*t = both.n ? str_cut(*t, 0, (size_t)(both.p - t->p) + both.n) : STR_NONE;
		if (t->n)
			break;
		o->line.n--;
	}
	while (o->line.n && o->line.v[0].own) {
		str *t = &o->line.v[0].run.text, both = str_trim(*t);
		if (both.n) {
			*t = str_cut(*t, (size_t)(both.p - t->p), t->n);
			break;
		}
		memmove(o->line.v, o->line.v + 1, --o->line.n * sizeof *o->line.v);
	}
}

static void put_block(struct fill_out *o, enum paper_sort sort, str number, size_t cut)
{
	struct paper_block k = {.sort = sort};
	struct paper_run *runs = arena_new_n(o->arena, o->line.n + 2, struct paper_run);
	bool ended = sort == PAPER_TEXT || sort == PAPER_ANNEX;
	if (number.n)
		runs[k.n_runs++] = (struct paper_run){.text = number};
	for (size_t i = 0; i < o->line.n; i++) {
		struct paper_run r = o->line.v[i].run;
		if (!i)
			r.text = str_cut(r.text, cut, r.text.n);
		ptrdiff_t stop = ended ? -1 : str_find(r.text, S("。"), 0);
		if (stop >= 0) { /* the heading ends with its first full stop */
			runs[k.n_runs] = r;
			runs[k.n_runs++].text = str_cut(r.text, 0, (size_t)stop + 3);
			r.text = str_cut(r.text, (size_t)stop + 3, r.text.n);
			k.n_head = k.n_runs;
			ended = true;
		}
		if (r.text.n)
			runs[k.n_runs++] = r;
	}
	if (!ended)
		k.n_head = k.n_runs;
	k.runs = runs;
	*list_push(o->arena, &o->blocks) = k;
}

static void put_heading(struct fill_out *o)
{
	struct buf b;
	if (o->titled || o->blocks.n) {
		for (size_t i = 0; i < FILL_LEVELS; i++)
			o->numbers[i] = 0;
		put_block(o, PAPER_ANNEX, STR_NONE, 2);
		return;
	}
	buf_init(&b, o->arena);
	for (size_t i = 0; i < o->line.n; i++)
		buf_add(&b, o->line.v[i].run.text);
	o->title = str_trim(str_cut(buf_str(&b), 2, b.n));
	o->titled = true;
}

void fill_out_end(struct fill_out *o)
{
	trim_line(o);
	str first = o->line.n && o->line.v[0].own ? o->line.v[0].run.text : STR_NONE;
	size_t level = 0, cut = 0;
	while (level < FILL_LEVELS && !(cut = levels[level].mark(first)))
		level++;
	if (!o->line.n)
		;
	else if (str_starts(first, S("# ")))
		put_heading(o);
	else if (level == FILL_LEVELS)
		put_block(o, PAPER_TEXT, STR_NONE, 0);
	else {
		o->numbers[level]++;
		for (size_t i = level + 1; i < FILL_LEVELS; i++)
			o->numbers[i] = 0;
		put_block(o, levels[level].sort, number_text(o->arena, &levels[level], o->numbers[level]), cut);
	}
	o->line.n = 0;
}
