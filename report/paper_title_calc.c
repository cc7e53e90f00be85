/* SPDX-License-Identifier: Apache-2.0 */
/* Where a title is broken (GB/T 9704-2012 7.3.1: 回行时词意完整, 排列对称, 长短适宜, 间距恰当).
 * Three steps: a price for breaking at each place, infinite inside a word; the fewest lines that
 * hold it; among those the cheapest breaks, lines as even as can be. */
#include "report/paper.h"

#include <string.h>

extern const unsigned char title_words[];
extern const size_t title_words_n;

#define LINE_HALVES 40       /* 20 characters of 2号 (22 pt) fill 442 pt, in half characters */
#define TITLE_MOST 160       /* characters taken at once; what is longer is no title, but nothing is lost */
#define NEVER 1000000        /* inside a kept word, a number, between a mark and what it belongs to */
#define INSIDE_WORD 4000     /* only when no line could be filled otherwise */
#define IN_BOOK 600          /* inside 《》 or （）: rather not */
#define AT_WORD 40           /* an ordinary place */
#define SHORT_LAST 8000      /* the last line shorter than half of the first: worse than a broken word */
#define WORD_CHARACTERS 4

struct title {
	str text;
	size_t n;             /* characters */
	uint32_t *cp;
	uint32_t *at;         /* byte of each character; n + 1 of them */
	uint8_t *halves;      /* width of each */
	int32_t *price;       /* of a break before each */
};

static bool is_one_of(uint32_t cp, const char *set)
{
	char out[4];
	return str_find(str_of(set), (str){out, utf8_put(out, cp)}, 0) >= 0;
}

static bool is_latin(uint32_t cp)
{
	return cp > ' ' && cp < 0x250;
}

static void title_open(struct arena *a, str text, struct title *t)
{
	*t = (struct title){.text = text, .cp = arena_new_n(a, TITLE_MOST + 1, uint32_t), .at = arena_new_n(a, TITLE_MOST + 1, uint32_t),
		.halves = arena_new_n(a, TITLE_MOST + 1, uint8_t), .price = arena_new_n(a, TITLE_MOST + 1, int32_t)};
	size_t pos = 0;
	while (pos < text.n && t->n < TITLE_MOST) {
		t->at[t->n] = (uint32_t)pos;
		t->cp[t->n] = utf8_next(text, &pos);
		t->halves[t->n] = is_latin(t->cp[t->n]) || t->cp[t->n] == ' ' ? 1 : 2;
		t->n++;
	}
	t->at[t->n] = (uint32_t)pos;
	t->text = str_cut(text, 0, pos);
}

/* ---- prices ---- */
static bool word_known(str w)
{
	const char *table = (const char *)title_words;
	size_t from = 0, to = title_words_n;
	while (from < to) { /* by lines: `mid` is moved back to where its line begins */
		size_t mid = from + (to - from) / 2, end;
		while (mid > from && table[mid - 1] != '\n')
			mid--;
		for (end = mid; table[end] != '\n';)
			end++;
		int order = str_cmp((str){table + mid, end - mid}, w);
		if (!order)
			return true;
		if (order < 0)
			from = end + 1;
		else
			to = mid;
	}
	return false;
}

/* The split into the fewest words; a place inside one of them is dear. */
static void price_words(struct arena *a, struct title *t)
{
	int32_t *best = arena_new_n(a, t->n + 1, int32_t);
	uint8_t *length = arena_new_n(a, t->n + 1, uint8_t);
	for (size_t i = t->n; i-- > 0;) {
		best[i] = best[i + 1] + 3; /* a single character is the worse half of a word */
		length[i] = 1;
		for (size_t n = 2; n <= WORD_CHARACTERS && i + n <= t->n; n++)
			if (best[i + n] + 2 <= best[i] && word_known(str_cut(t->text, t->at[i], t->at[i + n]))) {
				best[i] = best[i + n] + 2;
				length[i] = (uint8_t)n;
			}
	}
	for (size_t i = 0; i < t->n; i += length[i])
		for (size_t n = 1; n < length[i]; n++)
			t->price[i + n] += INSIDE_WORD;
}

static void price_marks(struct title *t)
{
	int depth = 0;
	for (size_t i = 0; i < t->n; i++) {
		if (depth > 0 && i)
			t->price[i] += IN_BOOK;
		depth += is_one_of(t->cp[i], "《（“〔(") - is_one_of(t->cp[i], "》）”〕)");
		if (!i)
			continue;
		uint32_t before = t->cp[i - 1], cp = t->cp[i];
		t->price[i] += AT_WORD;
		if (is_one_of(cp, "，。、；：！？》）”〕)·%％…—") || is_one_of(before, "《（“〔(·"))
			t->price[i] += NEVER;
		if (is_latin(before) && (is_latin(cp) || is_one_of(cp, "年月日号期项个条次届度季万亿")))
			t->price[i] += NEVER;
		if (is_latin(cp) && is_one_of(before, "第年月"))
			t->price[i] += NEVER;
		if (is_one_of(cp, "的了等和与及"))
			t->price[i] += AT_WORD * 20;
		if (is_one_of(before, "的、") || is_one_of(before, "》"))
			t->price[i] -= AT_WORD / 2;
		if (is_one_of(before, "和与及"))
			t->price[i] += AT_WORD * 10;
	}
}

static void price_keep(struct title *t, const str *keep, size_t n_keep)
{
	for (size_t k = 0; k < n_keep; k++)
		for (ptrdiff_t at = keep[k].n ? str_find(t->text, keep[k], 0) : -1; at >= 0; at = str_find(t->text, keep[k], (size_t)at + 1))
			for (size_t i = 0; i < t->n; i++)
				if (t->at[i] > (size_t)at && t->at[i] < (size_t)at + keep[k].n)
					t->price[i] += NEVER;
}

/* ---- the breaks ---- */
struct breaks {
	const struct title *t;
	unsigned *sum;        /* halves before each character */
	unsigned ideal;       /* halves of an even line */
};

static unsigned width(const struct breaks *b, size_t from, size_t to)
{
	return b->sum[to] - b->sum[from];
}

/* What the line [from, to) costs; -1: it does not fit. A single character always does. */
static int64_t line_cost(const struct breaks *b, size_t from, size_t to)
{
	unsigned w = width(b, from, to);
	if (w > LINE_HALVES && to > from + 1)
		return -1;
	int64_t off = (int64_t)w - (int64_t)b->ideal;
	return off * off * 4 + (from ? b->t->price[from] : 0);
}

/* The cheapest split into k lines whose first ends at `first`: at[] are the ends; -1: none. */
static int64_t split_after(struct arena *a, const struct breaks *b, size_t k, size_t first, size_t *ret_ends)
{
	size_t n = b->t->n;
	int64_t head = line_cost(b, 0, first);
	if (head < 0)
		return -1;
	int64_t *cost = arena_new_n(a, (k + 1) * (n + 1), int64_t);
	size_t *from = arena_new_n(a, (k + 1) * (n + 1), size_t);
	for (size_t i = 0; i < (k + 1) * (n + 1); i++)
		cost[i] = -1;
	cost[n + 1 + first] = head;
	for (size_t line = 2; line <= k; line++)
		for (size_t end = first + 1; end <= n; end++)
			for (size_t begin = end; begin-- > first && width(b, begin, end) <= LINE_HALVES;) {
				int64_t before = cost[(line - 1) * (n + 1) + begin], own = before < 0 ? -1 : line_cost(b, begin, end);
				if (own < 0)
					continue;
				own += before;
				if (line == k && end == n && width(b, begin, end) * 2 < width(b, 0, first))
					own += SHORT_LAST;
				int64_t *slot = &cost[line * (n + 1) + end];
				if (*slot < 0 || own < *slot) {
					*slot = own;
					from[line * (n + 1) + end] = begin;
				}
			}
	int64_t total = cost[k * (n + 1) + n];
	for (size_t line = k, end = n; total >= 0 && line > 0; line--) {
		ret_ends[line - 1] = end;
		end = from[line * (n + 1) + end];
	}
	return total;
}

static int64_t split(struct arena *a, const struct breaks *b, size_t k, size_t *ret_ends)
{
	int64_t best = -1;
	size_t *ends = arena_new_n(a, k, size_t), n = b->t->n;
	struct arena scratch;
	arena_init(&scratch);
	for (size_t first = 1; first <= n; first++) {
		if (k == 1 ? first != n : width(b, 0, first) > LINE_HALVES)
			continue;
		int64_t cost = split_after(&scratch, b, k, first, ends);
		if (cost >= 0 && (best < 0 || cost < best)) {
			best = cost;
			memcpy(ret_ends, ends, k * sizeof *ends);
		}
		arena_reset(&scratch);
	}
	arena_done(&scratch);
	return best;
}

/* The lines of a title of at most TITLE_MOST characters; their ends in ret_ends. */
static size_t best_split(struct arena *a, struct breaks *b, size_t *ret_ends)
{
	unsigned all = b->sum[b->t->n];
	size_t n = b->t->n, best_k = 0, fewest = (all + LINE_HALVES - 1) / LINE_HALVES, most = fewest * 2 + 1;
	size_t *ends = arena_new_n(a, n + 1, size_t);
	int64_t best = -1;
	/* one line more than needed only where the fewest would break what belongs together */
	for (size_t k = fewest; k <= most && k <= n && (best < 0 || best >= INSIDE_WORD / 2); k++) {
		b->ideal = all / (unsigned)k;
		int64_t cost = split(a, b, k, ends);
		if (cost >= 0 && (best < 0 || cost + INSIDE_WORD / 4 < best)) {
			best = cost;
			best_k = k;
			memcpy(ret_ends, ends, k * sizeof *ends);
		}
	}
	return best_k;
}

void paper_title_lines(struct arena *a, str title, const str *keep, size_t n_keep, str **ret, size_t *ret_n)
{
	LIST(str) lines = {0};
	struct title t;
	for (str rest = str_trim(title); rest.n; rest = str_cut(rest, t.text.n, rest.n)) {
		title_open(a, rest, &t);
		price_marks(&t);
		price_words(a, &t);
		price_keep(&t, keep, n_keep);
		struct breaks b = {.t = &t, .sum = arena_new_n(a, t.n + 1, unsigned)};
		for (size_t i = 0; i < t.n; i++)
			b.sum[i + 1] = b.sum[i] + t.halves[i];
		size_t *ends = arena_new_n(a, t.n + 1, size_t), k = best_split(a, &b, ends);
		for (size_t i = 0; i < k; i++)
			*list_push(a, &lines) = str_trim(str_cut(t.text, i ? t.at[ends[i - 1]] : 0, t.at[ends[i]]));
	}
	*ret = lines.v;
	*ret_n = lines.n;
}
