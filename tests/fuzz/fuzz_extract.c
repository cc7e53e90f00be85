/* SPDX-License-Identifier: Apache-2.0 */
/* Any valid text gives spans inside it, in order, and JSON that is written to its end. */
#include "text/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena a;
	struct extracted e;
	struct buf b;
	struct json j;
	str text = {(const char *)data, n};
	text = str_cut(text, 0, utf8_valid(text));
	arena_init(&a);
	text_extract(&a, text, n % 2 ? day_of(2024, 6, 1) : DAY_NONE, NULL, &e);
	size_t points = utf8_count(text), last = 0;
	for (size_t i = 0; i < e.n_sentences; i++) {
		const struct sentence *s = &e.sentences[i];
		ours(s->at.from >= last && s->at.from < s->at.to && s->at.to <= points);
		last = s->at.to;
		for (size_t k = 0; k < s->n_quantities; k++)
			ours(s->quantities[k].at.from >= s->at.from && s->quantities[k].at.to <= s->at.to);
		for (size_t k = 0; k < s->n_units; k++)
			ours(s->units[k].at.from >= s->at.from && s->units[k].at.to <= s->at.to);
		for (size_t k = 0; k < s->n_deadlines; k++)
			ours(s->deadlines[k].at.from >= s->at.from && s->deadlines[k].at.to <= s->at.to);
	}
	buf_init(&b, &a);
	json_begin(&j, &b);
	extracted_put(&j, &a, S("fuzz"), S("utf-8"), text, &e);
	ours(!b.bad && j.depth == 0);
	arena_done(&a);
	return 0;
}
