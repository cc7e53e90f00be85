/* SPDX-License-Identifier: Apache-2.0 */
/* Any text as a report: claims lie inside their sentences. */
#include "core/said.h"

#include <stdlib.h>

extern const char said_tsv[];
extern const size_t said_tsv_n;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct indicator of[] = {
		{.name = S("revenue"), .label = {S("收入"), S("x")}, .unit = {S("亿元"), S("x")}, .of = S("district"), .span = SPAN_MONTH, .total = TOTAL_SUM, .cumulative = true},
		{.name = S("industry"), .label = {S("工业增速"), S("x")}, .unit = {S("%"), S("x")}, .of = S("unit"), .span = SPAN_MONTH}};
	static const struct said_subject town = {S("镇"), 7};
	static struct pack pack = {.indicators = of, .n_indicators = 2};
	const struct pack *const packs[] = {&pack, NULL};
	struct arena a;
	struct extracted x;
	struct said_name *names;
	struct said *v;
	size_t found;
	str bytes = {(const char *)data, n}, text = str_cut(bytes, 0, utf8_valid(bytes));
	arena_init(&a);
	struct said_source s = {.words = said_words_compile(&a, (str){said_tsv, said_tsv_n}), .subjects = &town, .n_subjects = 1, .text = text, .title = text,
		.date = day_of(2026, 11, 18), .about = {5, 100}};
	said_all_names(&a, s.words, packs, &names, &s.n_names);
	s.names = names;
	text_extract(&a, text, s.date, NULL, &x);
	s.sentences = x.sentences;
	s.n_sentences = x.n_sentences;
	said_find(&a, &s, &v, &found);
	for (size_t i = 0; i < found; i++)
		if (v[i].at.from < v[i].sentence.from || v[i].at.to > v[i].sentence.to)
			abort();
	arena_done(&a);
	return 0;
}
