/* SPDX-License-Identifier: Apache-2.0 */
/* Code points, sentences, the outline's numbers, and the head of the document. */
#include "text/extract_in.h"

#include <string.h>

#define BRACKET_MOST 1000  /* letters; a longer one is a bracket that was never closed */
#define HEAD_LETTERS 250   /* genre stands in the title or the first lines */
#define TITLE_MOST 60      /* letters of a title line */
#define DASH_MOST 30       /* letters of a heading behind —— */
#define CLAUSE_SHORT 32    /* letters of most clauses */
#define DATE_LINES 12      /* a dateline stands this near to either end */

/* Full-width ASCII to ASCII, so that one rule reads both; the text itself stays. */
static uint16_t folded(uint32_t cp)
{
	if (cp - 0x3000 < 0xc000 || cp < 0x80) /* the most by far */
		return (uint16_t)cp;
	if (cp > 0xffff)
		return 0xfffd;
	if ((cp >= 0xff10 && cp <= 0xff19) || (cp >= 0xff21 && cp <= 0xff3a) || (cp >= 0xff41 && cp <= 0xff5a) ||
	    cp == 0xff05 || cp == 0xff0e || cp == 0xff0b || cp == 0xff0d)
		return (uint16_t)(cp - 0xfee0);
	return cp == 0xff5c ? '|' : cp == 0xff5e ? '~' : cp == 0x2014 || cp == 0x2013 ? 0x2014 : (uint16_t)cp;
}

static void letters_read(struct doc *d)
{
	const uint8_t *s = (const uint8_t *)d->text.p;
	uint16_t *cp = d->cp;
	uint32_t *at = d->at;
	size_t p = 0, n = d->n;
	for (size_t i = 0; i < n; i++) {
		at[i] = (uint32_t)p;
		if (s[p] < 0x80) {
			cp[i] = s[p++];
		} else if ((s[p] & 0xf0) == 0xe0) {
			uint32_t c = (s[p] & 0x0fu) << 12 | (s[p + 1] & 0x3fu) << 6 | (s[p + 2] & 0x3fu);
			cp[i] = c - 0x3000 < 0xc000 ? (uint16_t)c : folded(c); /* the most by far are not folded */
			p += 3;
		} else {
			cp[i] = folded(utf8_next(d->text, &p));
		}
	}
	at[n] = (uint32_t)d->text.n;
}

/* Fills back and ahead of one clause, of its first letter to the break that ends it. */
static void clause_fill(struct doc *d, size_t from, size_t to)
{
	for (size_t i = from; i <= to; i++) {
		d->back[i] = (uint8_t)(i - from < CLAUSE_FAR ? i - from : CLAUSE_FAR);
		d->ahead[i] = (uint8_t)(to - i < CLAUSE_FAR ? to - i : CLAUSE_FAR);
	}
}

static void clauses_find(struct doc *d)
{
	uint8_t up[CLAUSE_SHORT], down[2 * CLAUSE_SHORT];
	for (size_t i = 0; i < CLAUSE_SHORT; i++) {
		up[i] = (uint8_t)i;
		down[i] = (uint8_t)(CLAUSE_SHORT - 1 - i);
	}
	const uint16_t *cp = d->cp;
	size_t from = 0, n = d->n;
	for (size_t i = 0; from <= n; from = ++i) {
		while (i < n && !is_break(cp[i]))
			i++;
		/* whole blocks are copied; what is too much the next clause writes again */
		if (i - from < CLAUSE_SHORT && from + CLAUSE_SHORT <= n) {
			memcpy(d->back + from, up, CLAUSE_SHORT);
			memcpy(d->ahead + from, down + CLAUSE_SHORT - 1 - (i - from), CLAUSE_SHORT);
		} else {
			clause_fill(d, from, i);
		}
	}
}

void doc_open(struct doc *d, struct arena *a, str text, const struct cues *cues)
{
	*d = (struct doc){.a = a, .cues = cues, .text = text, .n = utf8_count(text), .date = DAY_NONE};
	d->cp = arena_new_n(a, d->n + 1, uint16_t);
	d->at = arena_new_n(a, d->n + 1, uint32_t);
	d->back = arena_new_n(a, d->n + 1, uint8_t);
	d->ahead = arena_new_n(a, d->n + 1, uint8_t);
	d->hit = arena_new_n(a, d->n + 1, uint16_t);
	letters_read(d);
	clauses_find(d);
	hits_find(cues, d->cp, d->n, d->hit);
}

void here_find(struct doc *d, size_t from, size_t to)
{
	struct here h = {.from = from, .to = to};
	for (size_t i = from; i < to; i++) {
		tags_add(&h.words, tags_at(d, i));
		h.letters |= letter_sorts[d->cp[i]];
	}
	d->here = h;
}

/* ---- sentences: 。！？ and newline, not inside （）; closing marks stay ---- */
static bool closes(uint16_t c)
{
	return letter_sorts[c] & LETTER_CLOSE;
}

static bool ends_sentence(uint16_t c)
{
	return letter_sorts[c] & LETTER_END;
}

/* （ ( [ 【 〔: who is responsible stands in any of them. */
static bool opens_bracket(uint16_t c)
{
	return c == 0xff08 || c == '(' || c == '[' || c == 0x3010 || c == 0x3014;
}

static bool closes_bracket(uint16_t c)
{
	return c == 0xff09 || c == ')' || c == ']' || c == 0x3011 || c == 0x3015;
}

static size_t bracket_end(const struct doc *d, size_t from, size_t to)
{
	int depth = 0;
	for (size_t i = from; i < to && i < from + BRACKET_MOST; i++) {
		depth += opens_bracket(d->cp[i]);
		depth -= closes_bracket(d->cp[i]);
		if (!depth)
			return i + 1;
	}
	return 0;
}

/* A bracket right behind the stop that says who is responsible or until when. */
static size_t responsible_end(const struct doc *d, size_t from, size_t to)
{
	size_t i = from;
	while (i < to && is_space(d->cp[i]))
		i++;
	if (i >= to || !opens_bracket(d->cp[i]))
		return 0;
	size_t end = bracket_end(d, i, to);
	for (size_t k = i + 1; k < end; k++) {
		size_t label_to;
		enum tag tag;
		if (is_label(d, k, end, &label_to, &tag) || cue_at(d, k, end - k, TAG_role_lead_verb) ||
		    cue_at(d, k, end - k, TAG_role_share) ||
		    cue_at(d, k, end - k, TAG_limit_label))
			return end;
	}
	return end > i + 3 && all_orgs(d, i + 1, end - 1) ? end : 0;
}

size_t sentence_end(const struct doc *d, size_t from, size_t line_to)
{
	size_t skip = from; /* the bracket that is open closes here */
	if ((!from || d->cp[from - 1] == '\n') && opens_bracket(d->cp[from])) { /* （县水利局牵头）: of the line before */
		size_t end = responsible_end(d, from, line_to);
		if (end && end < line_to && is_han(d->cp[end]) && !all_orgs(d, from + 1, end - 1))
			return end;
	}
	for (size_t i = from; i < line_to; i++) {
		while (i < line_to && !(letter_sorts[d->cp[i]] & (LETTER_END | LETTER_OPENS)))
			i++;
		if (i == line_to)
			break;
		uint16_t c = d->cp[i];
		if (c == 0xff08 && i >= skip) {
			size_t end = bracket_end(d, i, line_to);
			skip = end ? end : line_to; /* one that never closes is not looked at again */
			if (end)
				i = end - 1;
			continue;
		}
		if (!ends_sentence(c) || (c == '?' && i + 1 < line_to && is_digit(d->cp[i + 1])))
			continue;
		size_t to = i + 1;
		while (to < line_to && (closes(d->cp[to]) || ends_sentence(d->cp[to])))
			to++;
		size_t more = responsible_end(d, to, line_to);
		if (more && more < line_to && (d->cp[more] == 0x3002))
			more++;
		return more ? more : to;
	}
	return line_to;
}

/* ---- the outline's numbers ---- */
int chinese_digit(uint16_t c)
{
	/* by the low byte, which differs for all of them */
	static const struct {
		uint16_t letter;
		int8_t value;
	} row[256] = {[0x07] = {0x3007, 0}, [0xf6] = {0x96f6, 0}, [0xcb] = {0x25cb, 0}, [0x00] = {0x4e00, 1},
		      [0x8c] = {0x4e8c, 2}, [0x24] = {0x4e24, 2}, [0x09] = {0x4e09, 3}, [0xdb] = {0x56db, 4},
		      [0x94] = {0x4e94, 5}, [0x6d] = {0x516d, 6}, [0x03] = {0x4e03, 7}, [0x6b] = {0x516b, 8},
		      [0x5d] = {0x4e5d, 9}, [0x41] = {0x5341, 10}, [0x7e] = {0x767e, 100}};
	return row[c & 0xff].letter == c && c ? row[c & 0xff].value : -1;
}

size_t chinese_number(const uint16_t *p, size_t n, int *ret)
{
	int total = 0, digit = -1;
	size_t i = 0;
	for (; i < n && i < 7; i++) {
		int v = chinese_digit(p[i]);
		if (v < 0)
			break;
		if (v >= 10) {
			total += (digit < 0 ? 1 : digit) * v;
			digit = -1;
		} else if (digit > 0) {
			return 0; /* 三四: not one number */
		} else {
			digit = v;
		}
	}
	if (!i)
		return 0;
	*ret = total + (digit > 0 ? digit : 0);
	return i;
}

static size_t digits_at(const struct doc *d, size_t at, size_t end, int *ret)
{
	size_t i = at;
	int v = 0;
	while (i < end && is_digit(d->cp[i]) && i - at < 4)
		v = v * 10 + (d->cp[i++] - '0');
	*ret = v;
	return i - at;
}

static bool mark(struct item_mark *ret, int rank, int ordinal, size_t from, size_t number_to, size_t to)
{
	*ret = (struct item_mark){.rank = rank, .ordinal = ordinal, .to = to, .number_from = from, .number_to = number_to};
	return true;
}

/* 第一， 第一、 第一是 ; 第一章 第一部分 */
static bool ordinal_item(const struct doc *d, size_t at, size_t end, bool inline_only, struct item_mark *ret)
{
	int v;
	size_t n = chinese_number(d->cp + at + 1, end - at - 1, &v), to = at + 1 + n;
	if (!n || to >= end)
		return false;
	uint16_t c = d->cp[to];
	if (!inline_only && (c == 0x7ae0 || (c == 0x90e8 && d->cp[to + 1] == 0x5206))) { /* 章, 部分 */
		size_t name = to + (c == 0x7ae0 ? 1 : 2), title = name;
		while (title < end && (is_space(d->cp[title]) || d->cp[title] == 0x3001 || d->cp[title] == 0xff0c ||
				       d->cp[title] == 0xff1a))
			title++;
		return title < end && mark(ret, 1, v, at, name, title);
	}
	bool named = !inline_only && to + 1 < end && is_space(d->cp[to + 1]);
	if (named && (c == 0x6761 || c == 0x8282)) /* 第一条 总体目标, 第二节 做优农业 */
		return mark(ret, c == 0x6761 ? 1 : 2, v, at, to + 1, to + 2);
	if (c == 0xff0c || c == 0x3001 || c == 0xff1a || c == ',')
		return mark(ret, 6, v, at, to, to + 1);
	return c == 0x662f && mark(ret, 6, v, at, to, to + 1);
}

/* 一、 ; 一是 一要 */
static bool chinese_item(const struct doc *d, size_t at, size_t end, bool inline_only, struct item_mark *ret)
{
	int v;
	size_t n = chinese_number(d->cp + at, end - at, &v), to = at + n;
	if (!n || to >= end)
		return false;
	uint16_t c = d->cp[to];
	if (c == 0x662f || c == 0x8981) /* 是, 要 */
		return to + 1 < end && mark(ret, 6, v, at, to + 1, to + 1 + (d->cp[to + 1] == 0xff0c));
	return !inline_only && (c == 0x3001 || c == 0xff0e || c == '.') && mark(ret, 1, v, at, to, to + 1);
}

/* 1. 1、 1． 1） ; not 1.5, but 1.4月底前 is item 1 and April */
static bool digit_item(const struct doc *d, size_t at, size_t end, struct item_mark *ret)
{
	int v, month;
	size_t n = digits_at(d, at, end, &v), to = at + n;
	if (!n || n > 3 || to + 1 >= end)
		return false;
	uint16_t c = d->cp[to];
	if (c == 0xff09 || c == ')')
		return mark(ret, 4, v, at, to, to + 1);
	if (c == 0x3001)
		return mark(ret, 3, v, at, to, to + 1);
	if (c != '.')
		return false;
	size_t m = digits_at(d, to + 1, end, &month);
	bool april = m && m <= 2 && month >= 1 && month <= 12 && to + 1 + m < end && d->cp[to + 1 + m] == 0x6708;
	bool year = m == 4 && to + 1 + m < end && d->cp[to + 1 + m] == 0x5e74;
	if (m && !april && !year)
		return false;
	to += 1;
	while (to < end && is_space(d->cp[to]))
		to++;
	return mark(ret, 3, v, at, at + n, to);
}

/* （一） (1) ① */
static bool bracket_item(const struct doc *d, size_t at, size_t end, bool inline_only, struct item_mark *ret)
{
	int v = 0;
	size_t n = chinese_number(d->cp + at + 1, end - at - 1, &v);
	int rank = n ? 2 : 4;
	if (!n)
		n = digits_at(d, at + 1, end, &v);
	size_t to = at + 1 + n;
	if (!n || to >= end || (d->cp[to] != 0xff09 && d->cp[to] != ')') || (inline_only && rank == 2))
		return false;
	return mark(ret, rank, v, at, to + 1, to + 1);
}

/* ——产业转型提速增效。 as the head of a paragraph; a dash before a name or a subtitle is none. */
static bool dash_item(const struct doc *d, size_t at, size_t end, struct item_mark *ret)
{
	size_t from = at, to;
	while (from < end && d->cp[from] == 0x2014)
		from++;
	for (to = from; to < end && to < from + DASH_MOST && !is_stop(d->cp[to]) && d->cp[to] != 0xff1a; to++)
		;
	if (to < from + 4 || to >= end || d->cp[to] != 0x3002 || to + 4 > d->n || d->cp[to + 1] == '\n')
		return false;
	return mark(ret, 7, 1, at, from, from);
}

bool item_at(const struct doc *d, size_t at, size_t end, bool inline_only, struct item_mark *ret)
{
	uint16_t c = at < end ? d->cp[at] : 0;
	bool good = false;
	if (c == 0x7b2c)
		good = ordinal_item(d, at, end, inline_only, ret);
	else if (c == 0xff08 || c == '(')
		good = bracket_item(d, at, end, inline_only, ret);
	else if (c >= 0x2460 && c <= 0x2473)
		good = mark(ret, 5, c - 0x2460 + 1, at, at + 1, at + 1);
	else if (is_digit(c))
		good = !inline_only && digit_item(d, at, end, ret);
	else if (chinese_digit(c) > 0)
		good = chinese_item(d, at, end, inline_only, ret);
	if (c == 0x2014 && !inline_only)
		good = dash_item(d, at, end, ret);
	while (good && ret->to < end && is_space(d->cp[ret->to]))
		ret->to++;
	return good && ret->to < end && !is_break(d->cp[ret->to]) && d->cp[ret->to] != 0x3001;
}

static bool is_label_near(const struct doc *d, size_t from, size_t to)
{
	size_t end;
	enum tag tag;
	return is_label(d, from + 1, to, &end, &tag);
}

/* A title ends at a stop, a colon, a wide space, or where a bracket names who is responsible. */
size_t title_end(const struct doc *d, size_t from, size_t to)
{
	size_t i = from;
	for (; i < to; i++) {
		uint16_t c = d->cp[i];
		if (is_stop(c) || c == 0xff1a || c == ':' || c == '\t' || c == '|')
			break;
		if (c == 0x3000 && i > from + 2 && to - i > 10)
			break;
		size_t closed = c == 0xff08 || c == '(' ? responsible_end(d, i, to) : 0;
		if (closed && (closed >= to || is_break(d->cp[closed]) || is_label_near(d, i, closed)))
			break; /* not the bracket of 每个乡镇（街道）至少… */
	}
	while (i > from && (is_space(d->cp[i - 1]) || d->cp[i - 1] == 0xff0c))
		i--;
	return i;
}

/* ---- the head of the document ---- */
static size_t line_end(const struct doc *d, size_t from)
{
	while (from < d->n && d->cp[from] != '\n')
		from++;
	return from;
}

static void trim(const struct doc *d, size_t *from, size_t *to)
{
	while (*from < *to && (is_space(d->cp[*from]) || d->cp[*from] == '\n' || d->cp[*from] == 0xfeff))
		(*from)++;
	while (*to > *from && (is_space(d->cp[*to - 1]) || d->cp[*to - 1] == '\n'))
		(*to)--;
}

/* 宁政发〔2024〕3号, 附件1, （讨论稿）: stands above a title without being one. */
static bool is_preamble(const struct doc *d, size_t from, size_t to)
{
	bool number = d->cp[to - 1] == 0x53f7; /* 号 */
	for (size_t i = from; i < to; i++)
		if (number && (d->cp[i] == 0x3014 || d->cp[i] == '[' || d->cp[i] == 0x5b7))
			return true;
	if (d->cp[from] == 0x9644 && d->cp[from + 1] == 0x4ef6 && to - from <= 6) /* 附件 */
		return true;
	return to - from < 3;
}

static bool is_title(const struct doc *d, size_t from, size_t to)
{
	struct item_mark m;
	bool called = d->cp[to - 1] == 0xff01 || d->cp[to - 1] == '!'; /* 2024年，绿园区这样干！ */
	if (to - from > TITLE_MOST || (ends_sentence(d->cp[to - 1]) && !called) || item_at(d, from, to, false, &m))
		return false;
	for (size_t i = from; i < to; i++)
		if (d->cp[i] == '\t' || d->cp[i] == '|' || (d->cp[i] == 0x3002))
			return false;
	uint16_t c = d->cp[to - 1];
	return c != 0xff0c && c != 0xff1b && c != 0xff1a && c != ':';
}

static void title_find(struct doc *d)
{
	for (size_t from = 0; from < d->n;) {
		size_t next = line_end(d, from), to = next;
		trim(d, &from, &to);
		if (from < to && !is_preamble(d, from, to)) {
			d->title_to = is_title(d, from, to) ? to : 0;
			return;
		}
		from = next + 1;
	}
}

static void genre_find(struct doc *d)
{
	size_t title_end_at = d->title_to, more = d->n < HEAD_LETTERS ? d->n : HEAD_LETTERS;
	size_t to = title_end_at ? title_end_at : more < 80 ? more : 80;
	struct day_found day;
	bool news = !title_end_at && d->n && is_digit(d->cp[0]) && day_at(d, 0, more, &day) && day.month;
	d->talk = has_cue(d, 0, more, TAG_genre_talk);
	d->speech = has_cue(d, 0, title_end_at, TAG_genre_speech);
	if (news)
		return; /* 5月13日，…县规划局…: a tale, no plan */
	if (title_end_at && reports_at_end(d, 0, title_end_at))
		d->genre = MODE_PAST; /* 建议和意见的办理情况 */
	else if (has_cue(d, 0, to, TAG_genre_past)) /* 执行情况与计划草案 is both */
		d->genre = has_cue(d, 0, to, TAG_plan_head) ? MODE_NONE : MODE_PAST;
	else if (!d->talk && !d->speech && has_cue(d, 0, to, TAG_genre_future))
		d->genre = MODE_FUTURE;
}

/* A day that dates the document: alone on its line or in brackets, or behind 来源 or 时间. */
static bool dateline(struct doc *d, size_t from, size_t to, bool byline)
{
	struct day_found f;
	bool found = false;
	day_t day = DAY_NONE;
	size_t covered = 0;
	if (to - from > TITLE_MOST)
		return false;
	for (size_t i = from; i < to; i++)
		if ((is_digit(d->cp[i]) || chinese_digit(d->cp[i]) >= 0) && (i == from || !is_digit(d->cp[i - 1])) &&
		    day_at(d, i, to, &f)) {
			day_t one = f.sort == DAY_PLAIN && f.year_said && f.day ? day_resolve(d, &f, f.year) : DAY_NONE;
			if (one != DAY_NONE && !found) {
				found = true;
				day = one;
				covered = f.to - f.from;
			}
			i = f.to - 1;
		}
	if (!found || (!byline && covered + 8 < to - from && !has_cue(d, from, to, TAG_byline) &&
		       !(d->cp[from] == 0x2014 || d->cp[from] == 0xff08 || d->cp[from] == '(')))
		return false;
	d->date = day;
	return true;
}

static void date_find(struct doc *d)
{
	size_t from = 0;
	for (int k = 0; k < DATE_LINES && from < d->n; k++) {
		size_t next = line_end(d, from), to = next;
		trim(d, &from, &to);
		if (from < to && dateline(d, from, to, false))
			return;
		from = next + 1;
	}
	size_t to = d->n;
	for (int k = 0; k < DATE_LINES && to > 0; k++) {
		size_t start = to;
		while (start > 0 && d->cp[start - 1] != '\n')
			start--;
		size_t a = start, b = to;
		trim(d, &a, &b);
		if (a < b && dateline(d, a, b, false))
			return;
		to = start ? start - 1 : 0;
	}
}

/* 2024年 in the title names the year of the plan. */
static int title_year(const struct doc *d)
{
	for (size_t i = 0; i + 4 < d->title_to; i++) {
		int v;
		if (is_digit(d->cp[i]) && (i == 0 || !is_digit(d->cp[i - 1])) && digits_at(d, i, d->title_to, &v) == 4 &&
		    d->cp[i + 4] == 0x5e74 && v >= 1990 && v <= 2100)
			return v;
	}
	return 0;
}

void head_read(struct doc *d, day_t given)
{
	title_find(d);
	genre_find(d);
	d->date = DAY_NONE;
	if (given != DAY_NONE)
		d->date = given;
	else
		date_find(d);
	d->mode = d->genre;
	int year = title_year(d), dated = d->date == DAY_NONE ? 0 : day_civil(d->date).year;
	/* a report about last year carries last year in its title; promises follow the date */
	d->year = year && (!dated || (d->genre == MODE_FUTURE && year >= dated && year <= dated + 1)) ? year : dated;
}

str head_title(const struct doc *d)
{
	if (!d->title_to)
		return STR_NONE;
	size_t from = d->title_to, to = d->title_to;
	while (from > 0 && d->cp[from - 1] != '\n')
		from--;
	trim(d, &from, &to);
	return doc_str(d, from, to);
}
