/* SPDX-License-Identifier: Apache-2.0 */
/* Is the page damaged? Its list of annotated characters is learned from the page itself:
 * a site's list is total, no listed character ever stands there without its reading,
 * which no teaching text and no dictionary does. */
#include "text/repair_in.h"

#include <string.h>

#define LIST_MAX 1000

const uint16_t mark_pairs[MARKS] = {0xa3ac, 0xa1a3, 0xa1a2, 0xa3a1, 0xa3bf};
static const uint16_t mark_chars[MARKS] = {0xff0c, 0x3002, 0x3001, 0xff01, 0xff1f};

enum mark mark_of(const struct page *p, uint32_t cp)
{
	if (p->folded && (cp == ',' || cp == '!' || cp == '?'))
		cp += 0xfee0;
	for (enum mark m = 0; m < MARKS; m++)
		if (cp == mark_chars[m])
			return m;
	return MARKS;
}

/* ---- readings -------------------------------------------------------------------- */

static unsigned find_syllable(const char *s, size_t n)
{
	size_t lo = 0, hi = syllable_table_n / SYLLABLE_ROW;
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		const uint8_t *row = syllable_table + mid * SYLLABLE_ROW;
		int c = str_cmp((str){s, n}, (str){(const char *)row + 1, row[0]});
		if (!c)
			return (unsigned)mid;
		if (c < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return SYLLABLE_NONE;
}

bool is_reading(uint32_t cp, unsigned syllable)
{
	uint32_t key = cp << 11 | syllable;
	size_t lo = 0, hi = reading_pairs_n;
	if (syllable == SYLLABLE_NONE || cp > 0xffff)
		return false;
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		if (reading_pairs[mid] == key)
			return true;
		if (reading_pairs[mid] < key)
			lo = mid + 1;
		else
			hi = mid;
	}
	return false;
}

/* Latin letters with or without a tone, also the two of GBK's that look like a and g. */
static uint32_t letter(uint32_t c)
{
	if (c == 0x251)
		return 'a';
	if (c == 0x261)
		return 'g';
	return (c >= 'a' && c <= 'z') || (c >= 0xe0 && c <= 0x1dc && c != 0xf7) ? c : 0;
}

size_t reading_at(const struct page *p, size_t i, unsigned *ret_syllable)
{
	char s[16];
	size_t n = 0, j = i;
	uint32_t c;
	for (; j < p->n && j < i + 7 && (c = letter(p->cp[j])); j++) {
		if (n > 11)
			return 0;
		n += utf8_put(s + n, c);
	}
	if (j == i || j >= p->n || p->cp[j] != ')')
		return 0;
	*ret_syllable = find_syllable(s, n);
	return j + 1 - i;
}

const struct listed *page_listed(const struct page *p, uint32_t cp)
{
	return p->damaged && cp < 0x10000 && p->listed_at[cp] ? &p->list[p->listed_at[cp] - 1] : NULL;
}

static size_t parenthesis_at(const struct page *p, size_t i, unsigned *ret_syllable)
{
	size_t n = i < p->n && p->cp[i] == '(' ? reading_at(p, i + 1, ret_syllable) : 0;
	return n ? n + 1 : 0;
}

size_t annotation_at(const struct page *p, size_t i)
{
	unsigned syllable;
	if (!i || i >= p->n || p->cp[i] != '(' || !page_listed(p, p->cp[i - 1]))
		return 0;
	return parenthesis_at(p, i, &syllable);
}

/* ---- the list -------------------------------------------------------------------- */

static struct listed *list_entry(struct page *p, uint32_t cp)
{
	if (!p->listed_at[cp]) {
		if (p->n_list == LIST_MAX)
			return NULL;
		p->list[p->n_list].cp = cp;
		p->listed_at[cp] = (uint16_t)++p->n_list;
	}
	return &p->list[p->listed_at[cp] - 1];
}

void page_learn_also(struct page *p, uint32_t cp, size_t sample)
{
	struct listed *l = cp < 0x10000 ? list_entry(p, cp) : NULL;
	unsigned syllable;
	if (!l || l->annotated || !reading_at(p, sample, &syllable))
		return;
	l->annotated = 1;
	l->syllable = (uint16_t)syllable;
	l->sample = (uint32_t)sample;
}

struct evidence {
	size_t annotated, bare, repeated, clashes, common, anchors;
};

static void gather_annotations(struct page *p, struct evidence *e)
{
	for (size_t i = 1; i < p->n; i++) {
		unsigned syllable;
		if (p->cp[i] != '(' || p->cp[i - 1] > 0xffff || !is_han(p->cp[i - 1]) || !parenthesis_at(p, i, &syllable))
			continue;
		struct listed *l = list_entry(p, p->cp[i - 1]);
		if (!l)
			continue;
		if (l->annotated && l->syllable != syllable)
			e->clashes++;
		if (!l->annotated++) {
			l->syllable = (uint16_t)syllable;
			l->sample = (uint32_t)i + 1;
		}
	}
}

static bool followed(const struct page *p, size_t i)
{
	unsigned syllable;
	return parenthesis_at(p, i + 1, &syllable) > 0;
}

static void gather_bare(struct page *p, struct evidence *e)
{
	for (size_t i = 0; i < p->n; i++) {
		unsigned syllable;
		uint32_t c = p->cp[i];
		p->han += is_han(c);
		if (c == '?' && i && reading_at(p, i + 1, &syllable))
			e->anchors++;
		if (c < 0x10000 && p->listed_at[c] && !followed(p, i))
			p->list[p->listed_at[c] - 1].bare++;
	}
}

/* Keeps what behaves like a site's list. */
static void weigh_list(struct page *p, struct evidence *e)
{
	size_t kept = 0;
	for (size_t i = 0; i < p->n_list; i++) {
		struct listed l = p->list[i];
		bool known = is_reading(l.cp, l.syllable);
		p->listed_at[l.cp] = 0;
		e->bare += l.bare;
		if (l.bare > l.annotated || (!known && (l.annotated < 3 || l.bare)))
			continue;
		e->annotated += l.annotated;
		e->repeated += l.annotated > 1 && !l.bare;
		unsigned id = lm_id(l.cp);
		e->common += id && id <= 1500;
		p->list[kept++] = l;
		p->listed_at[l.cp] = (uint16_t)kept;
	}
	p->n_list = kept;
}

/* Nobody writes the reading of 區 and 會 for readers who can read the rest; a text that
 * teaches writes it for every second character, or once and not again. */
static bool is_damaged(const struct page *p, const struct evidence *e)
{
	if (!e->annotated || e->annotated * 2 > p->han || e->clashes * 10 > p->n_list)
		return false;
	if (e->anchors && e->annotated >= 2 && !e->bare)
		return true;
	if (p->traditional && e->common == p->n_list && !e->bare)
		return true;
	if (p->traditional)
		return e->annotated >= 3 && e->bare * 5 <= e->annotated && e->common * 10 >= p->n_list * 6;
	return e->annotated >= 5 && e->repeated >= 2 && e->bare * 20 <= e->annotated && e->common * 10 >= p->n_list * 8;
}

/* ---- the script ------------------------------------------------------------------ */

static void weigh_script(struct page *p)
{
	size_t traditional = 0, simplified = 0, left = 0, genuine = 0, han = 0;
	for (size_t i = 0; i < p->n; i++) {
		unsigned f = script_of(p->cp[i]);
		han += is_han(p->cp[i]);
		traditional += (f & SCRIPT_TRADITIONAL) != 0;
		simplified += (f & SCRIPT_SIMPLIFIED) != 0;
		left += (f & SCRIPT_LEFT) != 0;
		genuine += (f & SCRIPT_GENUINE) != 0;
	}
	p->traditional = traditional * 50 > han && traditional > simplified;
	p->hybrid = p->traditional && left >= 3 && genuine * 20 <= left;
}

/* ---- the byte before marks --------------------------------------------------------- */

static bool may_precede(uint32_t c)
{
	return c > 0x1f && c < 0x7f && !(c >= '0' && c <= '9') && !((c | 32) >= 'a' && (c | 32) <= 'z') &&
	       c != ')' && c != '"' && c != '%' && c != '\'';
}

/* A comma in a number, the first of two commas and the `?` of a lost byte are no marks. */
static bool is_mark(const struct page *p, size_t i, enum mark *ret)
{
	uint32_t next = i + 1 < p->n ? p->cp[i + 1] : '\n';
	unsigned syllable;
	*ret = mark_of(p, p->cp[i]);
	if (*ret == MARKS || (p->cp[i] == ',' && (mark_of(p, next) < MARKS || (next >= '0' && next <= '9'))))
		return false;
	return p->cp[i] != '?' || (mark_of(p, next) == MARKS && p->cp[i - 1] != '!' && !reading_at(p, i + 1, &syllable));
}

/* Inside one page the byte stands before every such mark, or before none. A byte seen
 * often before one mark, or one that Chinese never has there, is believed where it stands
 * before all of them. */
static void learn_marks(struct page *p)
{
	size_t before[MARKS][128] = {{0}}, all[MARKS] = {0};
	uint8_t seen = 0;
	enum mark m;
	for (size_t i = 1; i < p->n; i++) {
		if (!is_mark(p, i, &m))
			continue;
		all[m]++;
		if (may_precede(p->cp[i - 1]))
			before[m][p->cp[i - 1]]++;
	}
	for (int pass = 0; pass < 2; pass++)
		for (m = 0; m < MARKS; m++) {
			size_t lost = before[m]['?'];
			for (unsigned x = ' '; x < 127; x++) {
				bool most = x != '?' && before[m][x] * 10 >= (all[m] - lost) * 8;
				bool rare = before[m][x] && before[m][x] == all[m] - lost && (x == seen || x == ' ' || x == '<' || x == ',');
				if (most && (before[m][x] >= 3 || (pass && rare)))
					seen = p->mark_byte[m] = (uint8_t)x;
			}
			if (!p->mark_byte[m] && lost)
				p->mark_byte[m] = MARK_UNSEEN;
		}
}

void page_learn(struct arena *a, const uint32_t *cp, size_t n, struct page *ret)
{
	struct page p = {.arena = a, .cp = cp, .n = n};
	struct evidence e = {0};
	p.list = arena_new_n(a, LIST_MAX, struct listed);
	p.listed_at = arena_new_n(a, 65536, uint16_t);
	gather_annotations(&p, &e);
	gather_bare(&p, &e);
	weigh_script(&p);
	weigh_list(&p, &e);
	p.damaged = is_damaged(&p, &e);
	p.folded = folded_page(&p);
	if (p.damaged)
		learn_marks(&p);
	*ret = p;
}
