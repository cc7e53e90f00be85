/* SPDX-License-Identifier: Apache-2.0 */
#include "text/bigram.h"

#include <string.h>

#include "text/repair_in.h"

enum class { SKIP, BLANK, MARK, LETTER, HAN };
#define POINT '.'

struct range {
	uint32_t from, to;
};

static bool in_ranges(const struct range *v, size_t n, uint32_t c)
{
	for (size_t i = 0; i < n; i++)
		if (c >= v[i].from && c <= v[i].to)
			return true;
	return false;
}

/* Han by Unicode 15.1, extensions A to I; 々 and 〇 stand in runs of them. */
static bool han(uint32_t c)
{
	static const struct range rare[] = {{0x3400, 0x4dbf}, {0xf900, 0xfaff}, {0x20000, 0x2ee5d}, {0x2f800, 0x2fa1f}, {0x30000, 0x323af}};
	return (c >= 0x4e00 && c <= 0x9fff) || c == 0x3005 || c == 0x3007 || (c >= 0x3400 && in_ranges(rare, COUNT_OF(rare), c));
}

static bool blank(uint32_t c)
{
	return c == ' ' || c == '\t' || c == 0xa0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f;
}

static bool unseen(uint32_t c)
{
	static const struct range none[] = {{0xad, 0xad}, {0x200b, 0x200f}, {0x2060, 0x2064}, {0xfe00, 0xfe0f}, {0xfeff, 0xfeff}, {0xe0100, 0xe01ef}};
	return c >= 0xad && in_ranges(none, COUNT_OF(none), c);
}

static bool mark(uint32_t c)
{
	static const struct range marks[] = {{0x80, 0xa9}, {0xab, 0xb4}, {0xb6, 0xb9}, {0xbb, 0xbf}, {0xd7, 0xd7}, {0xf7, 0xf7}, {0x2000, 0x206f},
		{0x2190, 0x2bff}, {0x2e00, 0x2e7f}, {0x2ff0, 0x303f}, {0x30fb, 0x30fb}, {0xfe10, 0xfe6f}, {0xff00, 0xffff}, {0xe000, 0xf8ff}};
	if (c < 0x80)
		return !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
	return in_ranges(marks, COUNT_OF(marks), c);
}

static enum class class_now(uint32_t c)
{
	return han(c) ? HAN : unseen(c) ? SKIP : blank(c) ? BLANK : mark(c) ? MARK : LETTER;
}

static uint32_t small(uint32_t c)
{
	if ((c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde) || (c >= 0x391 && c <= 0x3a9) || (c >= 0x410 && c <= 0x42f))
		return c + 32;
	return c;
}

/* ---- folding ---------------------------------------------------------------------------- */
/* The NFKC form of a character: its row of the table, NULL for itself. */
static const uint32_t *compatible(uint32_t c)
{
	size_t low = 0, high = compat_rows_n / COMPAT_ROW;
	if (c < 0xaa || (c >= 0x3400 && c < 0xf900) || (c >= 0x3001 && c < 0x3036))
		return NULL;
	while (low < high) {
		size_t mid = (low + high) / 2;
		const uint32_t *row = compat_rows + mid * COMPAT_ROW;
		if (row[0] == c)
			return row;
		if (row[0] < c)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

struct folding {
	struct arena *arena;
	LIST(uint32_t) cp;
	LIST(struct span) at;
};

static void keep(struct folding *f, uint32_t c, struct span at)
{
	*list_push(f->arena, &f->cp) = c;
	*list_push(f->arena, &f->at) = at;
}

static void decompose(struct folding *f, str text)
{
	for (size_t pos = 0, i = 0; pos < text.n; i++) {
		uint32_t c = utf8_next(text, &pos);
		const uint32_t *row = compatible(c);
		for (size_t k = 0; row && k < row[1]; k++)
			keep(f, small(simple_of(row[2 + k])), (struct span){i, i + 1});
		if (!row)
			keep(f, small(simple_of(c)), (struct span){i, i + 1});
	}
}

/* Length of a reading in brackets that belongs to the character before it. */
static size_t reading_behind(const struct folding *f, const uint32_t *original, size_t i)
{
	const struct page page = {.cp = f->cp.v, .n = f->cp.n};
	unsigned syllable;
	if (i == 0 || f->cp.v[i] != '(' || !han(f->cp.v[i - 1]))
		return 0;
	size_t n = reading_at(&page, i + 1, &syllable);
	bool its_own = n && (is_reading(f->cp.v[i - 1], syllable) || is_reading(original[i - 1], syllable));
	return its_own ? n + 1 : 0;
}

static uint32_t *originals(struct arena *a, str text, const struct folding *f)
{
	uint32_t *v = arena_new_n(a, f->cp.n + 1, uint32_t);
	for (size_t pos = 0, i = 0, k = 0; pos < text.n; i++)
		for (uint32_t c = utf8_next(text, &pos); k < f->cp.n && f->at.v[k].from == i; k++)
			v[k] = c;
	return v;
}

/* A point stays inside a word alone: 2.5, not 6.重点. */
static bool point_inside(const struct folding *f, size_t i)
{
	return f->cp.v[i] == POINT && i > 0 && i + 1 < f->cp.n && class_now(f->cp.v[i - 1]) == LETTER && class_now(f->cp.v[i + 1]) == LETTER;
}

static void join(struct folding *out, const struct folding *in, const uint32_t *original)
{
	enum class gap = SKIP, before = SKIP;
	for (size_t i = 0; i < in->cp.n; i++) {
		size_t reading = reading_behind(in, original, i);
		uint32_t c = in->cp.v[i];
		enum class now = class_now(c);
		if (reading) {
			i += reading - 1;
			continue;
		}
		if (point_inside(in, i))
			now = LETTER;
		if (now == SKIP)
			continue;
		if (now == BLANK || now == MARK) {
			gap = now > gap ? now : gap;
			continue;
		}
		if (out->cp.n && (gap == MARK || (gap == BLANK && before == LETTER && now == LETTER)))
			keep(out, ' ', (struct span){out->at.v[out->at.n - 1].to, in->at.v[i].from});
		keep(out, c, in->at.v[i]);
		gap = SKIP;
		before = now;
	}
}

void bigram_fold(struct arena *a, str text, struct folded *ret)
{
	struct folding in = {.arena = a}, out = {.arena = a};
	struct buf b;
	decompose(&in, text);
	join(&out, &in, originals(a, text, &in));
	buf_init(&b, a);
	for (size_t i = 0; i < out.cp.n; i++)
		buf_cp(&b, out.cp.v[i]);
	*ret = (struct folded){.text = b.n ? buf_str(&b) : S(""), .cp = out.cp.v, .at = out.at.v, .n = out.cp.n};
}

/* ---- tokens ------------------------------------------------------------------------------- */
static int take_word(str s, size_t *pos, bigram_take take, void *arg)
{
	size_t from = *pos, next = *pos, end = *pos;
	while (next < s.n) {
		uint32_t c = utf8_next(s, &next);
		if (c == ' ' || han(c))
			break;
		*pos = next;
		end = next - from <= BIGRAM_TOKEN_MOST ? next : end;
	}
	return take(arg, str_cut(s, from, end), false, (struct span){from, end});
}

static int take_part(str s, size_t from, size_t to, bool beside, bigram_take take, void *arg)
{
	return take(arg, str_cut(s, from, to), beside, (struct span){from, to});
}

/* Both characters of the last pair stand at its place, so that what follows the run comes one
 * place after either of them. */
static int take_run(str s, size_t *pos, bool question, bigram_take take, void *arg)
{
	size_t from = *pos, mid = from, end, next;
	int stop = 0;
	utf8_next(s, &mid);
	*pos = mid;
	for (size_t pairs = 0; !stop; pairs++, from = mid, mid = end) {
		next = mid;
		bool goes_on = mid < s.n && han(utf8_next(s, &next));
		end = next;
		if (!goes_on && pairs == 0)
			return take_part(s, from, mid, false, take, arg);
		if (!goes_on)
			return question ? 0 : take_part(s, from, mid, true, take, arg);
		*pos = end;
		stop = take_part(s, from, end, false, take, arg);
		if (!stop && !question)
			stop = take_part(s, from, mid, true, take, arg);
	}
	return stop;
}

int bigram_tokens(str s, bool question, bigram_take take, void *arg)
{
	int stop = 0;
	for (size_t pos = 0, next; !stop && pos < s.n;) {
		next = pos;
		uint32_t c = utf8_next(s, &next);
		if (c == ' ')
			pos = next;
		else if (han(c))
			stop = take_run(s, &pos, question, take, arg);
		else
			stop = take_word(s, &pos, take, arg);
	}
	return stop;
}

/* ---- finding ------------------------------------------------------------------------------- */
static bool in_word(uint32_t c)
{
	return c != ' ' && !han(c);
}

static bool whole(const struct folded *t, size_t at, const struct folded *w)
{
	size_t end = at + w->n;
	if (in_word(w->cp[0]) && at > 0 && in_word(t->cp[at - 1]))
		return false;
	return !(in_word(w->cp[w->n - 1]) && end < t->n && in_word(t->cp[end]));
}

size_t bigram_find(const struct folded *t, const struct folded *w, size_t from)
{
	for (size_t i = from; w->n && w->n <= t->n && i <= t->n - w->n; i++)
		if (t->cp[i] == w->cp[0] && !memcmp(t->cp + i, w->cp, w->n * sizeof *w->cp) && whole(t, i, w))
			return i;
	return SIZE_MAX;
}

/* ---- initials --------------------------------------------------------------------------------- */
static char letter_of(const uint8_t *row)
{
	static const struct {
		uint32_t from, to;
		char letter;
	} toned[] = {{0xe0, 0xe5, 'a'}, {0x101, 0x101, 'a'}, {0x1ce, 0x1ce, 'a'}, {0xe8, 0xeb, 'e'}, {0x113, 0x113, 'e'}, {0x11b, 0x11b, 'e'},
		{0xf2, 0xf6, 'o'}, {0x14d, 0x14d, 'o'}, {0x1d2, 0x1d2, 'o'}, {0x144, 0x148, 'n'}, {0x1f9, 0x1f9, 'n'}, {0x1e3f, 0x1e3f, 'm'}};
	size_t at = 0;
	uint32_t c = utf8_next((str){(const char *)row + 1, row[0]}, &at);
	for (size_t i = 0; i < COUNT_OF(toned); i++)
		if (c >= toned[i].from && c <= toned[i].to)
			return toned[i].letter;
	return c >= 'a' && c <= 'z' ? (char)c : 0;
}

static bool reads_with(uint32_t c, char letter)
{
	size_t low = 0, high = reading_pairs_n;
	while (low < high) {
		size_t mid = (low + high) / 2;
		if (reading_pairs[mid] >> 11 < c)
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < reading_pairs_n && reading_pairs[low] >> 11 == c; low++)
		if (letter_of(syllable_table + (reading_pairs[low] & 0x7ff) * SYLLABLE_ROW) == letter)
			return true;
	return false;
}

bool initials_begin(str name, str initials)
{
	size_t at = 0;
	for (size_t i = 0; i < initials.n; i++) {
		if (at >= name.n)
			return false;
		uint32_t c = small(utf8_next(name, &at));
		if (c != (uint8_t)initials.p[i] && !(c < 0x10000 && reads_with(c, initials.p[i])))
			return false;
	}
	return initials.n > 0;
}
