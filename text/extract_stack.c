/* SPDX-License-Identifier: Apache-2.0 */
/* Tables that lost their shape when they were pasted: every cell a line of its own, every cell
 * ended by |, or the cells of a row parted by spaces; the heads may be one word. The heads come first, then rows,
 * most of which a number leads.
 * A row may have more pieces than columns (a cell of two lines) or fewer (an empty cell), so its
 * pieces are laid under the heads by what they are: names, a day, a number, anything. */
#include "text/extract_in.h"

#include <string.h>

#define HEAD_MOST 14     /* letters of a head, spaces not counted */
#define STEP_MOST 20     /* from the number of one row to the next: excerpts leave rows out */
#define PIECE_MOST 1500  /* letters */
#define SECTION_MOST 40  /* letters of a line between rows */
#define SHORT_MOST 8     /* letters: 张某某 */
#define SECOND_MOST 24   /* letters of a second line of heads */
#define TITLE_MOST 80    /* letters in front of the heads on their line */
#define NAMES_MOST 300   /* letters of a cell of names */

enum sort { SORT_NUMBER, SORT_NAMES, SORT_DAY, SORT_SHORT, SORT_TEXT, SORT_EMPTY };

static bool blank(uint16_t c)
{
	return is_space(c) || c == '\n' || c == '\r' || c == 0xfeff;
}

static bool parts(const struct stack *s, uint16_t c)
{
	return s->by == BY_BAR ? c == '|' : c == '\n' || (s->by == BY_SPACE && is_space(c));
}

/* The next piece at or behind `at`; where to look on in ret_next. */
static bool piece_next(const struct doc *d, const struct stack *s, size_t at, struct cell *ret, size_t *ret_next)
{
	while (at < d->n && blank(d->cp[at]))
		at++;
	if (at >= d->n)
		return false;
	size_t to = at;
	while (to < d->n && to < at + PIECE_MOST && !parts(s, d->cp[to]))
		to++;
	if (s->by == BY_BAR && (to == d->n || d->cp[to] != '|'))
		return false; /* text below the table */
	*ret_next = to + (to < d->n && parts(s, d->cp[to]));
	while (to > at && blank(d->cp[to - 1]))
		to--;
	*ret = (struct cell){at, to};
	return true;
}

/* 12, 12., 12、 or 十二 and nothing else; 0 no number. */
static size_t number_is(const struct doc *d, struct cell c)
{
	size_t v = 0, to = c.to;
	int chinese;
	if (to > c.from && to <= c.from + 3 && chinese_number(&d->cp[c.from], to - c.from, &chinese) == to - c.from)
		return (size_t)chinese;
	if (to > c.from + 1 && (d->cp[to - 1] == '.' || d->cp[to - 1] == 0x3001))
		to--;
	if (to == c.from || to > c.from + 3)
		return 0;
	for (size_t i = c.from; i < to; i++) {
		if (!is_digit(d->cp[i]))
			return 0;
		v = v * 10 + d->cp[i] - '0';
	}
	return v;
}

static bool day_is(const struct doc *d, struct cell c)
{
	struct day_found f;
	return c.to - c.from <= 16 && day_at(d, c.from, c.to, &f);
}

static enum sort sort_of(const struct doc *d, struct cell c)
{
	if (c.from == c.to)
		return SORT_EMPTY;
	if (number_is(d, c))
		return SORT_NUMBER;
	if (day_is(d, c))
		return SORT_DAY;
	if (c.to - c.from < NAMES_MOST && (all_orgs(d, c.from, c.to) || duties_are(d, c.from, c.to)))
		return SORT_NAMES;
	for (size_t i = c.from; i < c.to; i++)
		if (!is_han(d->cp[i]) && !blank(d->cp[i]) && d->cp[i] != 0x3001)
			return SORT_TEXT;
	return c.to - c.from <= SHORT_MOST ? SORT_SHORT : SORT_TEXT;
}

#define HEADS(k) \
	(TAGS_BIT(TAG_head_no, k) | TAGS_BIT(TAG_head_task, k) | TAGS_BIT(TAG_head_lead, k) | TAGS_BIT(TAG_head_resp, k) | TAGS_BIT(TAG_head_note, k))
static const struct tags first_heads = {{HEADS(0), HEADS(1)}};

static bool of_names(enum tag head)
{
	return head == TAG_head_lead || head == TAG_head_resp || head == TAG_head_assist;
}

/* What a piece of the sort is worth under a head. */
static int worth(enum tag head, enum sort s)
{
	static const int8_t row[][6] = {
		/* number names day short text empty */
		{8, -8, -8, -6, -8, 0}, /* 序号 */
		{-4, 6, -6, 0, -6, 0},  /* 牵头单位 */
		{-4, -5, -4, 3, -5, 0}, /* 分管领导 */
		{-2, -6, 6, 2, -2, 0},  /* 完成时限 */
		{1, -1, -3, 0, 2, 0},   /* anything else */
	};
	return row[head == TAG_head_no ? 0 : of_names(head) ? 1 : head == TAG_head_person ? 2 : head == TAG_head_due ? 3 : 4][s];
}

/* ---- the heads ---- */
/* Is the piece a head and nothing else? 责 任 单 位 is one, too, and a bracket may stand behind it. */
static bool head_is(const struct doc *d, struct cell c, bool by_end, enum tag *ret)
{
	uint16_t letter[HEAD_MOST + 1], hit[HEAD_MOST + 1];
	size_t n = 0;
	bool han = true; /* 1-10月推进情况 is one for its end only */
	for (size_t i = c.from; i < c.to && !(letter_sorts[d->cp[i]] & LETTER_OPENS); i++) {
		if (blank(d->cp[i]))
			continue;
		han &= is_han(d->cp[i]);
		if (n == HEAD_MOST || !(is_han(d->cp[i]) || is_digit(d->cp[i]) || d->cp[i] == '-'))
			return false;
		letter[n++] = d->cp[i];
	}
	if (!n)
		return false;
	letter[n] = 0;
	hits_find(d->cues, letter, n, hit);
	*ret = head_word(d->cues, hit[0], n);
	if (*ret == TAG_NONE && by_end)
		*ret = head_by_end(d->cues, hit, n);
	return han || *ret != TAG_NONE;
}

/* （7月） below a head says more of it. */
static bool bracket_is(const struct doc *d, struct cell c)
{
	return c.to > c.from + 2 && letter_sorts[d->cp[c.from]] & LETTER_OPENS && letter_sorts[d->cp[c.to - 1]] & LETTER_CLOSE;
}

/* Heads from `from` on up to what is none; where the rows begin in ret_to. */
static bool heads_read(const struct doc *d, size_t from, struct stack *s, size_t *ret_to)
{
	struct cell c;
	struct item_mark m;
	struct table *t = &s->head;
	struct cell before = {0};
	size_t at = from, next, known = 0, roles = 0;
	enum tag tag, whole;
	for (; t->n < HEADS_MOST && piece_next(d, s, at, &c, &next) && c.to - c.from <= 3 * HEAD_MOST; at = next) {
		if (t->n && s->by == BY_LINE && bracket_is(d, c)) {
			before = c;
			continue;
		}
		if (s->numbered && number_is(d, c))
			break;
		if (!head_is(d, c, true, &tag) || (tag == TAG_NONE && !s->numbered))
			break;
		bool two = t->n && s->by == BY_LINE && c.to - before.from <= 3 * HEAD_MOST &&
			   head_is(d, (struct cell){before.from, c.to}, false, &whole) && whole != TAG_NONE;
		if (two && (s->joined || tag == TAG_NONE || t->column[t->n - 1] == TAG_NONE || of_names(whole)))
			t->column[t->n - 1] = whole; /* 完成 and 时限 on two lines are one head */
		else
			t->column[t->n++] = tag;
		s->numbered |= tag == TAG_head_no;
		before = c;
	}
	for (size_t i = 0; i < t->n; i++) {
		known += t->column[i] != TAG_NONE;
		roles += of_names(t->column[i]);
	}
	if (t->n < 3 || !roles || 2 * known < t->n || !piece_next(d, s, at, &c, &next))
		return false;
	s->items = !s->numbered && item_at(d, c.from, c.to, false, &m) && m.rank == 3;
	t->on = true;
	*ret_to = at;
	return true;
}

/* ---- the rows ---- */
/* The number of the row that the piece begins behind row `last` (0: the first); 0 none. */
static size_t row_number(const struct doc *d, const struct stack *s, struct cell c, size_t last)
{
	struct item_mark m;
	size_t v = 0;
	if (s->numbered)
		v = number_is(d, c);
	else if (item_at(d, c.from, c.to, false, &m) && m.rank == 3)
		v = (size_t)m.ordinal;
	return v > last && (!last || v <= last + STEP_MOST) ? v : 0;
}

/* Does the piece begin the next row? A cell may be a number, too: then the row before is not whole yet. */
static bool next_row(const struct doc *d, const struct stack *s, const struct laid *r, struct cell c)
{
	size_t v = row_number(d, s, c, r->number);
	bool follows = v == r->number + 1 && s->by == BY_LINE;
	return v && r->n + 1 >= (follows ? 3 : s->head.n);
}

/* The last row ends where its heads do; only names go on below names, and the day behind them. */
static void last_row(const struct stack *s, struct laid *r)
{
	size_t n = 0;
	bool day = false;
	for (; n < r->n; n++) {
		enum sort sort = r->sort[n];
		bool more = n && !day && r->sort[n - 1] == SORT_NAMES && (sort == SORT_NAMES || sort == SORT_DAY);
		if (n >= s->head.n && !more)
			break;
		day |= sort == SORT_DAY;
	}
	r->n = n;
}

/* Lays the pieces under the heads in their order, so that the sum of what each is worth is the greatest. */
static void row_lay(const struct stack *s, struct laid *r)
{
	int best[PIECES_MOST][HEADS_MOST], top;
	uint8_t from[PIECES_MOST][HEADS_MOST];
	size_t n = s->head.n, k = 0;
	for (size_t i = 0; i < r->n; i++)
		for (k = 0; k < n; k++) {
			top = i ? INT16_MIN : -(int)k;
			for (size_t j = 0; i && j <= k; j++) { /* a second piece in a cell costs a little, an empty cell too */
				int v = best[i - 1][j] - (j == k ? 2 : (int)(k - j - 1));
				if (v >= top) { /* the second of two equal ones: 责任单位 has more names than 牵头单位 */
					top = v;
					from[i][k] = (uint8_t)j;
				}
			}
			best[i][k] = top + worth(s->head.column[k], r->sort[i]);
		}
	top = INT16_MIN;
	for (size_t j = 0; j < n; j++)
		if (best[r->n - 1][j] - (int)(n - 1 - j) > top) {
			top = best[r->n - 1][j] - (int)(n - 1 - j);
			k = j;
		}
	for (size_t i = r->n; i-- > 0; k = i ? from[i][k] : 0)
		r->under[i] = (uint8_t)k;
}

void stack_lay(const struct doc *d, const struct table *t, struct laid *r)
{
	struct stack s = {.head = *t};
	s.head.n = t->n < HEADS_MOST ? t->n : HEADS_MOST;
	for (size_t i = 0; i < r->n; i++)
		r->sort[i] = sort_of(d, r->piece[i]);
	row_lay(&s, r);
	for (size_t i = 0; i < r->n; i++)
		r->column[i] = t->column[r->under[i]];
}

/* What follows the last row is no cell of it: text under names or days, or where no row above has any. */
static void last_cut(const struct stack *s, struct laid *r)
{
	while (r->n > 2) {
		size_t k = r->under[r->n - 1];
		enum sort sort = r->sort[r->n - 1];
		bool below = r->under[r->n - 2] == k && !of_names(s->head.column[k]); /* a second piece */
		if (sort != SORT_TEXT || (worth(s->head.column[k], sort) > 0 && !below && (!s->used || s->used >> k & 1)))
			return;
		r->n--;
	}
}

/* Rows without numbers: as many pieces as heads, and names where names belong. */
static bool plain_row(const struct stack *s, struct laid *r)
{
	for (size_t i = 0; i < r->n; i++) {
		r->under[i] = (uint8_t)i;
		if (of_names(s->head.column[i]) && r->sort[i] != SORT_NAMES && r->sort[i] != SORT_EMPTY)
			return false;
	}
	return r->n == s->head.n;
}

/* Under heads in one word: what is to be done, names, and how far it is. Only the names part such rows. */
static bool loose_row(const struct doc *d, const struct stack *s, size_t at, struct laid *r)
{
	struct cell c;
	size_t next, role = 0, names = 0, n = s->head.n;
	bool done = false;
	*r = (struct laid){.next = at};
	for (size_t i = 0; i < n; i++)
		done |= s->head.column[i] == TAG_head_done;
	for (; r->n < PIECES_MOST && piece_next(d, s, r->next, &c, &next); r->next = next) {
		enum sort sort = sort_of(d, c);
		if (r->n == 1 && !names && sort == SORT_TEXT && r->piece[0].to - r->piece[0].from <= SECOND_MOST)
			r->n = 0; /* 一季度二季度: a second line of heads */
		if ((!r->n && sort == SORT_NAMES) || (r->n && !names && sort != SORT_NAMES))
			return false;
		if (r->n && sort != SORT_NAMES)
			break;
		while (r->n && role < n && !of_names(s->head.column[role]))
			role++;
		r->piece[r->n] = c;
		r->column[r->n++] = names || sort == SORT_NAMES ? s->head.column[role] : TAG_head_task;
		names += sort == SORT_NAMES;
		for (size_t k = role + 1; sort == SORT_NAMES && k < n; k++)
			if (of_names(s->head.column[k])) {
				role = k;
				break;
			}
	}
	if (!names)
		return false;
	struct cell below;
	size_t over;
	if (done && r->n < PIECES_MOST && piece_next(d, s, r->next, &c, &next) &&
	    !(piece_next(d, s, next, &below, &over) && sort_of(d, below) == SORT_NAMES)) {
		r->piece[r->n] = c;
		r->column[r->n++] = TAG_head_done;
		r->next = next;
	}
	return true;
}

bool stack_row(const struct doc *d, struct stack *s, size_t at, struct laid *r)
{
	if (s->loose)
		return loose_row(d, s, at, r);
	struct cell c;
	struct item_mark m;
	size_t next, last = r->number;
	bool counted = s->numbered || s->items, whole = false;
	*r = (struct laid){.next = at};
	while (r->n < (counted ? PIECES_MOST : s->head.n) && piece_next(d, s, r->next, &c, &next)) {
		if (!r->n && counted && !(r->number = row_number(d, s, c, last)))
			return false;
		if ((whole = r->n && counted && next_row(d, s, r, c)))
			break;
		if (r->n && s->by != BY_BAR && item_at(d, c.from, c.to, false, &m) && m.rank < 3)
			break;
		r->sort[r->n] = s->items && !r->n ? SORT_TEXT : sort_of(d, c);
		r->piece[r->n] = c;
		r->after[r->n++] = r->next = next;
	}
	if (counted && !whole)
		last_row(s, r);
	if (r->n < 2 || (!counted && !plain_row(s, r)))
		return false;
	if (counted)
		row_lay(s, r);
	if (counted && !whole)
		last_cut(s, r);
	for (size_t i = 0; i < r->n; i++) {
		r->column[i] = s->head.column[r->under[i]];
		s->used |= 1u << r->under[i];
	}
	r->next = r->after[r->n - 1];
	return true;
}

/* 一、工业强县 between two rows: the rows below it may count from 1 again. */
bool stack_section(const struct doc *d, const struct stack *s, size_t at, struct cell *ret, size_t *ret_next)
{
	struct item_mark m;
	struct cell c, row;
	size_t next, behind;
	struct stack lines = {.by = BY_LINE};
	if (s->by == BY_BAR || s->loose || !piece_next(d, &lines, at, &c, &next) || c.to - c.from > SECTION_MOST ||
	    !item_at(d, c.from, c.to, false, &m) || m.rank > 2 || !piece_next(d, s, next, &row, &behind) || !row_number(d, s, row, 0))
		return false;
	*ret = c;
	*ret_next = next;
	return true;
}

/* The heads in one word, 任务内容责任单位进展情况: where each begins is where the longest known one ends. */
static bool heads_glued(const struct doc *d, size_t from, size_t to, struct stack *ret)
{
	struct stack s = {.by = BY_LINE, .loose = true, .head = {.on = true}};
	size_t roles = 0, n;
	for (size_t i = from; i < to; i += n) {
		enum tag tag;
		if (s.head.n == HEADS_MOST || !(n = head_longest(d, i, to, &tag)))
			return false;
		s.head.column[s.head.n++] = tag;
		roles += of_names(tag);
	}
	if (s.head.n < 3 || !roles)
		return false;
	*ret = s;
	return true;
}

/* Plain rows tell whether two words one below the other are one head: 项目 and 名称. */
static void heads_check(const struct doc *d, size_t from, struct stack *s, size_t *at)
{
	struct stack joined = {.by = s->by, .joined = true}, probe = *s;
	struct laid r = {.number = 0};
	size_t to;
	if (s->numbered || s->items || stack_row(d, &probe, *at, &r) || !heads_read(d, from, &joined, &to))
		return;
	*s = joined;
	*at = to;
}

/* …分解表 序号 任务 责任单位: the heads stand on the line of the title, from here on. */
static size_t heads_behind_title(const struct doc *d, size_t from, size_t to)
{
	for (size_t i = from + 1; i < to && i < from + TITLE_MOST; i++)
		if (is_space(d->cp[i - 1]) && cue_at(d, i, to - i, TAG_head_no))
			return i;
	return from;
}

/* The line [from,to) may be the first head, or hold all of them with spaces between. */
bool stack_open(const struct doc *d, size_t from, size_t to, struct stack *ret, size_t *ret_to)
{
	if (!tags_meet(tags_at(d, from), &first_heads)) {
		size_t heads = heads_behind_title(d, from, to);
		*ret = (struct stack){.by = BY_SPACE};
		return heads > from && heads_read(d, heads, ret, ret_to) && *ret_to >= to && ret->numbered;
	}
	*ret_to = to;
	if (to > from + HEAD_MOST && to - from <= 5 * HEAD_MOST && heads_glued(d, from, to, ret))
		return true;
	size_t bars = 0, spaces = 0;
	bool tabs = false;
	for (size_t i = from; i < to && i < from + HEADS_MOST * HEAD_MOST; i++) {
		bars += d->cp[i] == '|';
		spaces += is_space(d->cp[i]) && !is_space(d->cp[i + 1]);
		tabs |= d->cp[i] == '\t';
		if (bars > 1 || (tabs && !is_space(d->cp[i])))
			return false;
	}
	*ret = (struct stack){.by = bars ? BY_BAR : BY_LINE};
	if (heads_read(d, from, ret, ret_to)) {
		heads_check(d, from, ret, ret_to);
		return true;
	}
	*ret = (struct stack){.by = BY_SPACE};
	return !bars && spaces > 1 && heads_read(d, from, ret, ret_to) && *ret_to >= to && ret->numbered;
}
