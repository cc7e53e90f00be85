/* SPDX-License-Identifier: Apache-2.0 */
/* What the automaton of the cue words finds at a place, held against a search word by word. */
#include "check.h"

#include "text/extract_in.h"

#include <string.h>

#define WORDS 300
#define LETTERS 4000

static const char *const alphabet[] = {"甲", "乙", "丙", "丁", "a", "7", "，"}; /* the last begins no word */
static const struct {
	const char *name;
	enum tag tag;
} tags[] = {{"block", TAG_block}, {"measure", TAG_measure}, {"genre_speech", TAG_genre_speech}};

struct row {
	char word[24];
	size_t letters, tag;
};

static uint64_t state = 20260607;

static size_t chance(size_t n)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(state >> 33) % n;
}

static void word_make(struct row *r)
{
	r->letters = 1 + chance(5);
	r->tag = chance(COUNT_OF(tags));
	r->word[0] = 0;
	for (size_t i = 0; i < r->letters; i++)
		strncat(r->word, alphabet[chance(COUNT_OF(alphabet) - (i == 0))], 3);
}

static size_t longest(const struct doc *d, const struct row *rows, size_t at, size_t n, size_t tag)
{
	size_t best = 0;
	for (size_t i = 0; i < WORDS; i++)
		if (rows[i].tag == tag && rows[i].letters <= n && rows[i].letters > best && at + rows[i].letters <= d->n &&
		    str_eq(doc_str(d, at, at + rows[i].letters), str_of(rows[i].word)))
			best = rows[i].letters;
	return best;
}

static void finds_the_longest_word(void **unused)
{
	static struct row rows[WORDS];
	struct arena a;
	struct buf tsv, text;
	struct doc d;
	const struct cues *cues;
	unused_arg(unused);
	arena_init(&a);
	buf_init(&tsv, &a);
	buf_init(&text, &a);
	for (size_t i = 0; i < WORDS; i++) {
		word_make(&rows[i]);
		buf_fmt(&tsv, "%s\t%s\n", tags[rows[i].tag].name, rows[i].word);
	}
	for (size_t i = 0; i < LETTERS; i++)
		buf_z(&text, alphabet[chance(COUNT_OF(alphabet))]);
	assert_int_equal(cues_compile(&a, buf_str(&tsv), S("test"), &cues), OK);
	doc_open(&d, &a, buf_str(&text), cues);
	assert_int_equal(d.n, LETTERS);
	for (size_t at = 0; at < d.n; at++)
		for (size_t n = 0; n <= 5; n++) {
			for (size_t t = 0; t < COUNT_OF(tags); t++)
				assert_int_equal(cue_at(&d, at, n, tags[t].tag), longest(&d, rows, at, n, t));
			assert_int_equal(token_word(&d, at, n)->n, longest(&d, rows, at, n, 0)); /* block makes tokens */
		}
	arena_done(&a);
}

static void bounds_of_clauses(void **unused)
{
	struct arena a;
	struct buf text;
	struct doc d;
	unused_arg(unused);
	arena_init(&a);
	buf_init(&text, &a);
	for (size_t i = 0; i < LETTERS; i++) /* short clauses and some far longer than what a byte counts */
		buf_z(&text, chance(i / 500 % 2 ? 900 : 9) ? "字" : i % 2 ? "，" : "。");
	doc_open(&d, &a, buf_str(&text), cues_builtin());
	size_t start = 0;
	for (size_t at = 0; at <= d.n; at++) {
		size_t from = at > 40 ? at - 40 : 0, end = at;
		while (end < d.n && !is_break(d.cp[end]))
			end++;
		assert_int_equal(clause_start(&d, from, at), start > from ? start : from);
		assert_int_equal(clause_start(&d, 0, at), at - start > CLAUSE_MOST ? at - CLAUSE_MOST : start);
		assert_int_equal(clause_end(&d, at, d.n), end);
		assert_int_equal(clause_end(&d, at, at + 7 < d.n ? at + 7 : d.n), end < at + 7 ? end : at + 7 < d.n ? at + 7 : d.n);
		if (at < d.n && is_break(d.cp[at]))
			start = at + 1;
	}
	arena_done(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_the_longest_word),
		cmocka_unit_test(bounds_of_clauses),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
