/* SPDX-License-Identifier: Apache-2.0 */
/* Rows under a header of columns, cells parted by tab or |. The header's words say
 * which column names who leads, who assists and until when. */
#include "text/extract_in.h"

#define COLUMNS_MOST 32

static uint16_t separator(const struct doc *d, size_t from, size_t to)
{
	size_t tabs = 0, bars = 0;
	for (size_t i = from; i < to; i++) {
		tabs += d->cp[i] == '\t';
		bars += d->cp[i] == '|';
	}
	return tabs >= 1 ? '\t' : bars >= 1 ? '|' : 0;
}

struct cell {
	size_t from, to;
};

static size_t cells(const struct doc *d, size_t from, size_t to, uint16_t sep, struct cell out[COLUMNS_MOST])
{
	size_t n = 0;
	if (sep == '|' && from < to && d->cp[from] == '|')
		from++;
	if (sep == '|' && to > from && d->cp[to - 1] == '|')
		to--;
	for (size_t i = from, start = from; i <= to && n < COLUMNS_MOST; i++) {
		if (i < to && d->cp[i] != sep)
			continue;
		struct cell c = {start, i};
		while (c.from < c.to && is_space(d->cp[c.from]))
			c.from++;
		while (c.to > c.from && is_space(d->cp[c.to - 1]))
			c.to--;
		out[n++] = c;
		start = i + 1;
	}
	return n;
}

static const enum tag heads[] = {TAG_head_lead, TAG_head_assist, TAG_head_resp, TAG_head_person, TAG_head_due,
				 TAG_head_done, TAG_head_task};

/* A header cell is its word, at most with a bracket behind it: 投资（万元）. */
static enum tag head_of(const struct doc *d, struct cell c)
{
	size_t n = c.to - c.from, bracket = n;
	for (size_t i = c.from; i < c.to; i++)
		if (d->cp[i] == 0xff08 || d->cp[i] == '(') {
			bracket = i - c.from;
			break;
		}
	for (size_t k = 0; k < COUNT_OF(heads) && bracket; k++)
		if (cue_at(d->cues, d->cp + c.from, bracket, heads[k]) == bracket)
			return heads[k];
	return TAG_NONE;
}

bool table_head(struct doc *d, size_t from, size_t to)
{
	struct cell c[COLUMNS_MOST];
	uint16_t sep = separator(d, from, to);
	if (!sep || to - from > 400)
		return false;
	size_t n = cells(d, from, to, sep, c), known = 0;
	struct table t = {.on = true, .sep = sep, .n = n};
	for (size_t i = 0; i < n; i++) {
		t.column[i] = head_of(d, c[i]);
		known += t.column[i] != TAG_NONE;
	}
	if (known < 2 || 2 * known < n)
		return false;
	d->table = t;
	return true;
}

/* |---|:--| under a header. */
bool table_rule_is(const struct doc *d, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (d->cp[i] != '|' && d->cp[i] != '-' && d->cp[i] != ':' && d->cp[i] != ' ' && d->cp[i] != 0x2014)
			return false;
	return true;
}

bool table_row_is(const struct doc *d, size_t from, size_t to)
{
	return d->table.on && separator(d, from, to) == d->table.sep;
}

static bool has_column(const struct table *t, enum tag tag)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->column[i] == tag)
			return true;
	return false;
}

void table_row(struct doc *d, struct piece *p)
{
	struct cell c[COLUMNS_MOST];
	const struct table *t = &d->table;
	size_t n = cells(d, p->from, p->to, t->sep, c);
	bool lead = has_column(t, TAG_head_lead);
	for (size_t i = 0; i < n && i < t->n; i++) {
		if (c[i].from == c[i].to)
			continue;
		if (t->column[i] == TAG_head_lead)
			units_list(d, c[i].from, c[i].to, ROLE_LEAD);
		else if (t->column[i] == TAG_head_resp)
			units_list(d, c[i].from, c[i].to, lead ? ROLE_ASSIST : ROLE_LEAD);
		else if (t->column[i] == TAG_head_assist)
			units_list(d, c[i].from, c[i].to, ROLE_ASSIST);
		else if (t->column[i] == TAG_head_due)
			deadline_cell(d, c[i].from, c[i].to);
	}
}
