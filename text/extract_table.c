/* SPDX-License-Identifier: Apache-2.0 */
/* Rows under a header of columns, cells parted by tab or |. The header's words say
 * which column names who leads, who assists and until when. */
#include "text/extract_in.h"

#include <string.h>

#define COLUMNS_MOST 32
#define ROW_MOST 2000 /* letters of a row with line breaks in it */

static uint16_t separator(const struct doc *d, size_t from, size_t to)
{
	uint16_t tabs = 0, bars = 0;
	for (size_t i = from; i < to; i++) {
		tabs |= (uint16_t)-(d->cp[i] == '\t');
		bars |= (uint16_t)-(d->cp[i] == '|');
	}
	return tabs ? '\t' : bars ? '|' : 0;
}

static size_t parts_in(const struct doc *d, size_t from, size_t to, uint16_t sep)
{
	size_t n = 0;
	for (size_t i = from; i < to; i++)
		n += d->cp[i] == sep;
	return n;
}

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

static const enum tag heads[] = {TAG_head_no, TAG_head_lead, TAG_head_assist, TAG_head_resp, TAG_head_person, TAG_head_due,
				 TAG_head_done, TAG_head_goal, TAG_head_unit, TAG_head_task, TAG_head_note};

enum tag head_word(const struct cues *cues, uint16_t hit, size_t n)
{
	for (size_t k = 0; k < COUNT_OF(heads); k++)
		if (word_longest(cues, &cues->word[hit], n, heads[k]) == n)
			return heads[k];
	return TAG_NONE;
}

/* 本月进展情况, 责任主体与协同单位: an unknown head is what its end is, where that is a role, a day or a state. */
enum tag head_by_end(const struct cues *cues, const uint16_t *hit, size_t n)
{
	for (size_t k = n > 1 ? n - 1 : 0; k >= 4; k--) {
		enum tag tag = head_word(cues, hit[n - k], k);
		if (tag == TAG_head_lead || tag == TAG_head_resp || tag == TAG_head_assist || tag == TAG_head_person ||
		    tag == TAG_head_due || tag == TAG_head_done)
			return tag;
	}
	return TAG_NONE;
}

/* The length of the longest head that begins at `at`; 0 none. */
size_t head_longest(const struct doc *d, size_t at, size_t to, enum tag *ret)
{
	size_t best = 0;
	for (size_t k = 0; k < COUNT_OF(heads); k++) {
		size_t n = cue_at(d, at, to - at, heads[k]);
		if (n > best) {
			best = n;
			*ret = heads[k];
		}
	}
	return best;
}

/* A header cell is its word, at most with a bracket behind it: 投资（万元）. */
static enum tag head_of(const struct doc *d, struct cell c)
{
	size_t n = c.to - c.from, bracket = n;
	for (size_t i = c.from; i < c.to; i++)
		if (d->cp[i] == 0xff08 || d->cp[i] == '(') {
			bracket = i - c.from;
			break;
		}
	enum tag tag = bracket ? head_word(d->cues, d->hit[c.from], bracket) : TAG_NONE;
	return tag == TAG_NONE && bracket <= 16 ? head_by_end(d->cues, &d->hit[c.from], bracket) : tag;
}

/* 2030年, 2030年目标 as the head of a column of values. */
static bool year_cell(const struct doc *d, struct cell c)
{
	struct day_found f;
	return c.to > c.from + 4 && c.to - c.from < 12 && is_digit(d->cp[c.from]) && day_at(d, c.from, c.to, &f) && f.year_said &&
	       !f.month;
}

bool table_head(struct doc *d, size_t from, size_t to)
{
	struct cell c[COLUMNS_MOST];
	uint16_t sep = separator(d, from, to);
	if (!sep || to - from > 400)
		return false;
	size_t n = cells(d, from, to, sep, c), known = 0;
	struct table t = {.on = true, .sep = sep, .n = n, .parts = sep == '\t' || d->cp[to - 1] == '|' ? parts_in(d, from, to, sep) : 0};
	for (size_t i = 0; i < n; i++) {
		t.column[i] = head_of(d, c[i]);
		if (t.column[i] == TAG_NONE && year_cell(d, c[i]))
			t.column[i] = TAG_head_goal; /* the last of them is kept */
		known += t.column[i] != TAG_NONE;
	}
	for (size_t i = n, last = n; i-- > 0;)
		if (t.column[i] == TAG_head_goal && year_cell(d, c[i])) {
			if (last < n)
				t.column[i] = TAG_head_done;
			last = i;
		}
	while (t.n && c[t.n - 1].from == c[t.n - 1].to)
		t.n--; /* || at its end */
	if (known < 2 || 2 * known < t.n)
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

size_t table_row_end(const struct doc *d, size_t from, size_t to)
{
	size_t want = d->table.on ? d->table.parts : 0, have = want ? parts_in(d, from, to, d->table.sep) : 0, end = to;
	if (!have || have >= want)
		return to;
	for (; end < d->n && end < from + ROW_MOST && have < want; end++) {
		if (d->table.sep == '\t' && d->cp[end] == '\n' && is_digit(d->cp[end + 1]))
			return to; /* the next row */
		have += d->cp[end] == d->table.sep;
	}
	while (end < d->n && d->cp[end] != '\n' && (d->table.sep == '\t' || is_space(d->cp[end])))
		have += d->cp[end++] == d->table.sep;
	return have == want && (end == d->n || d->cp[end] == '\n') ? end : to;
}

/* The unit of a row: in a bracket behind the indicator's name, or in its own column. */
static str row_unit(const struct doc *d, const struct cell *c, const enum tag *column, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (column[i] == TAG_head_unit)
			return doc_str(d, c[i].from, c[i].to);
		if (column[i] != TAG_head_task || c[i].to < c[i].from + 3)
			continue;
		uint16_t close = d->cp[c[i].to - 1];
		for (size_t k = c[i].to - 1; (close == 0xff09 || close == ')') && k-- > c[i].from;)
			if (d->cp[k] == 0xff08 || d->cp[k] == '(')
				return doc_str(d, k + 1, c[i].to - 1);
	}
	return STR_NONE;
}

/* <5.5, ≥98, 19.5 in a column of goals: the head of the column makes it a target. */
static void goal_cell(struct doc *d, struct cell c, str unit, str indicator)
{
	static const struct {
		uint16_t sign;
		enum quantity_op op;
	} sign[] = {{'<', OP_LT}, {0xff1c, OP_LT}, {'>', OP_GT}, {0xff1e, OP_GT}, {0x2264, OP_LE}, {0x2265, OP_GE},
		    {0x2266, OP_LE}, {0x2267, OP_GE}};
	struct quantity q = {.at = {c.from, c.to}, .op = OP_EQ, .status = QUANTITY_TARGET, .indicator = indicator,
			     .why = W("its column holds goals"), .text = doc_str(d, c.from, c.to)};
	for (size_t i = 0; i < COUNT_OF(sign) && c.from < c.to; i++)
		if (d->cp[c.from] == sign[i].sign) {
			q.op = sign[i].op;
			c.from++;
			break;
		}
	size_t to = c.from;
	while (to < c.to && (is_digit(d->cp[to]) || d->cp[to] == '.'))
		to++;
	bool percent = to + 1 == c.to && d->cp[to] == '%';
	if (to == c.from || (to < c.to && !percent))
		return;
	q.value = doc_str(d, c.from, to);
	q.unit = percent ? doc_str(d, to, c.to) : unit;
	for (size_t i = 0; i < d->quantities.n; i++)
		if (d->quantities.v[i].at.from >= c.from && d->quantities.v[i].at.from < c.to)
			return; /* read as a number with its unit already */
	*list_push(d->a, &d->quantities) = q;
}

static bool in_bracket(const struct doc *d, size_t from, size_t at)
{
	int depth = 0;
	for (size_t i = from; i < at; i++) {
		depth += (letter_sorts[d->cp[i]] & LETTER_OPENS) != 0;
		depth -= depth > 0 && (d->cp[i] == 0xff09 || d->cp[i] == ')');
	}
	return depth > 0;
}

/* Beside a column of how far it is, the numbers of a task are wanted and those of the state are not. */
static void counts_by_column(struct doc *d, const struct cell *c, const enum tag *column, size_t n)
{
	bool done = false, task = false;
	for (size_t i = 0; i < n; i++) {
		done |= column[i] == TAG_head_done;
		task |= column[i] == TAG_head_task;
	}
	for (size_t k = 0; done && task && k < d->quantities.n; k++) {
		struct quantity *q = &d->quantities.v[k];
		for (size_t i = 0; i < n; i++) {
			if (q->at.from < c[i].from || q->at.to > c[i].to)
				continue;
			if (column[i] == TAG_head_task && q->status == QUANTITY_ACTUAL && !in_bracket(d, c[i].from, q->at.from)) {
				q->status = QUANTITY_TARGET;
				q->why = W("its column says what is to be done");
			} else if (column[i] == TAG_head_done && q->status == QUANTITY_TARGET) {
				q->status = QUANTITY_ACTUAL;
				q->why = W("its column says how far it is");
			}
		}
	}
}

static void units_cell(struct doc *d, struct cell c, enum tag head, bool lead)
{
	if (is_digit(d->cp[c.from]) && !all_orgs(d, c.from, c.to))
		return; /* cells have slipped: a number or a day is no name */
	if (duties_list(d, c.from, c.to))
		return;
	if (head == TAG_head_resp && !lead)
		units_responsible(d, c.from, c.to);
	else
		units_list(d, c.from, c.to, head == TAG_head_lead ? ROLE_LEAD : ROLE_ASSIST);
}

/* Where no column says until when, the task itself may. */
static void task_limits(struct doc *d, struct piece *p, const struct cell *c, const enum tag *column, size_t n)
{
	size_t kept = 0;
	deadlines_find(d, p);
	for (size_t k = 0; k < d->deadlines.n; k++)
		for (size_t i = 0; i < n; i++)
			if (column[i] == TAG_head_task && d->deadlines.v[k].at.from >= c[i].from && d->deadlines.v[k].at.to <= c[i].to) {
				d->deadlines.v[kept++] = d->deadlines.v[k];
				break;
			}
	d->deadlines.n = kept;
}

static void cells_read(struct doc *d, struct piece *p, const struct cell *c, const enum tag *column, size_t n)
{
	bool lead = false, due = false; /* though the row's cell may be empty */
	for (size_t i = 0; i < d->table.n; i++) {
		lead |= d->table.column[i] == TAG_head_lead;
		due |= d->table.column[i] == TAG_head_due;
	}
	if (!due)
		task_limits(d, p, c, column, n);
	counts_by_column(d, c, column, n);
	for (size_t i = 0; i < n; i++) {
		if (c[i].from == c[i].to)
			continue;
		if (column[i] == TAG_head_lead || column[i] == TAG_head_resp || column[i] == TAG_head_assist)
			units_cell(d, c[i], column[i], lead);
		else if (column[i] == TAG_head_goal)
			goal_cell(d, c[i], row_unit(d, c, column, n), doc_str(d, c[0].from, c[0].to));
		else if (column[i] == TAG_head_due)
			deadline_cell(d, c[i].from, c[i].to);
	}
}

void table_row(struct doc *d, struct piece *p)
{
	struct cell c[COLUMNS_MOST];
	const struct table *t = &d->table;
	if (p->laid) {
		cells_read(d, p, p->laid->piece, p->laid->column, p->laid->n);
		return;
	}
	size_t n = cells(d, p->from, p->to, t->sep, c);
	struct laid r = {.n = n};
	if (n > t->n && n <= PIECES_MOST && t->sep == '|') { /* cells that were merged in the rows above */
		memcpy(r.piece, c, n * sizeof(*c));
		stack_lay(d, t, &r);
		cells_read(d, p, r.piece, r.column, n);
		return;
	}
	cells_read(d, p, c, t->column, n < t->n ? n : t->n);
}
