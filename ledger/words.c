/* SPDX-License-Identifier: Apache-2.0 */
/* The words of ledgers: data/ledger/words.tsv. */
#include "ledger/mean.h"

#include <pthread.h>
#include <string.h>

extern const char ledger_words_tsv[];
extern const size_t ledger_words_tsv_n;

static const char *const sorts[LEDGER_WORDS] = {
	[WORD_SERIAL] = "serial", [WORD_ID] = "id", [WORD_MARKS] = "marks", [WORD_COMPUTED] = "computed", [WORD_TOTAL] = "total",
	[WORD_SUBTOTAL] = "subtotal", [WORD_NOTE] = "note", [WORD_FILER] = "filer", [WORD_MEASURED] = "measured",
	[WORD_DAY] = "day", [WORD_NONE] = "none", [WORD_YES] = "yes", [WORD_NO] = "no", [WORD_ABOUT] = "about",
	[WORD_ONGOING] = "ongoing", [WORD_SAME] = "same", [WORD_ROLE] = "role", [WORD_POST] = "post", [WORD_DITTO] = "ditto",
	[WORD_AT_ONCE] = "at_once", [WORD_STEPS] = "steps", [WORD_ERROR] = "error", [WORD_ALIKE] = "alike",
};

/* ---- folding -------------------------------------------------------------------------------- */
static uint32_t narrow(uint32_t c)
{
	if (c >= 0xff01 && c <= 0xff5e)
		return c - 0xfee0;
	return c == 0x3000 ? ' ' : c;
}

static bool is_white(uint32_t c)
{
	return c <= ' ' || c == 0xa0 || c == 0xad || (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x2069) || c == 0xfeff;
}

str ledger_fold(struct arena *a, str s)
{
	struct buf b;
	buf_init(&b, a);
	for (size_t i = 0; i < s.n;) {
		uint32_t c = narrow(utf8_next(s, &i));
		if (!is_white(c))
			buf_cp(&b, c);
	}
	return buf_str(&b);
}

/* ---- reading ---------------------------------------------------------------------------------- */
struct reading {
	struct arena *a;
	LIST(str) v[LEDGER_WORDS];
	LIST(struct measure_unit) measures;
};

static bool read_measure(struct reading *r, str rest)
{
	struct measure_unit m;
	str times;
	if (!str_split(rest, '\t', &m.name, &rest) || !str_split(rest, '\t', &m.of, &times) || !dec_parse(str_trim(times), &m.times))
		return false;
	*list_push(r->a, &r->measures) = m;
	return true;
}

static void read_words(struct reading *r, size_t sort, str rest)
{
	str one;
	for (bool more = true; more;) {
		more = str_split(rest, ' ', &one, &rest);
		if (!more)
			one = rest;
		if (str_trim(one).n)
			*list_push(r->a, &r->v[sort]) = ledger_fold(r->a, one);
	}
}

static bool read_line(struct reading *r, str line)
{
	str sort, rest;
	if (!str_trim(line).n || line.p[0] == '#')
		return true;
	if (!str_split(line, '\t', &sort, &rest))
		return false;
	if (str_eq(sort, S("measure")))
		return read_measure(r, rest);
	for (size_t i = 0; i < LEDGER_WORDS; i++)
		if (str_eq(sort, str_of(sorts[i]))) {
			read_words(r, i, str_trim(rest));
			return true;
		}
	return false;
}

err ledger_words_read(struct arena *a, str tsv, str origin, struct ledger_words *ret)
{
	struct reading r = {.a = a};
	str line, rest;
	int64_t number = 0;
	for (bool more = true; more; tsv = rest) {
		more = str_split(tsv, '\n', &line, &rest);
		number++;
		if (!more)
			line = tsv;
		if (read_line(&r, line))
			continue;
		struct buf b;
		buf_init(&b, a);
		buf_int(&b, number);
		return fail(ERR_INPUT, "{0}, line {1}: a sort, a tab and words are wanted; look at the lines above it", origin, buf_str(&b));
	}
	for (size_t i = 0; i < LEDGER_WORDS; i++) {
		ret->v[i] = r.v[i].v;
		ret->n[i] = r.v[i].n;
	}
	ret->measures = r.measures.v;
	ret->n_measures = r.measures.n;
	return OK;
}

static struct arena built_in_arena; /* kept for good */
static struct ledger_words built_in;

static void read_built_in(void)
{
	err e = ledger_words_read(&built_in_arena, (str){ledger_words_tsv, ledger_words_tsv_n}, S("words.tsv"), &built_in);
	ours(e == OK);
}

const struct ledger_words *ledger_words_built_in(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, read_built_in);
	return &built_in;
}

bool ledger_word_is(const struct ledger_words *w, enum ledger_word sort, str folded)
{
	for (size_t i = 0; i < w->n[sort]; i++)
		if (str_eq(w->v[sort][i], folded))
			return true;
	return false;
}
