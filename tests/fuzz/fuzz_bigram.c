/* SPDX-License-Identifier: Apache-2.0 */
/* Folding and tokens of any text: a text finds itself, and no token is empty. */
#include "text/bigram.h"

#include <stdlib.h>

static int look(void *arg, str token, bool beside, struct span bytes)
{
	str *text = arg;
	if (!token.n || bytes.to > text->n || (beside && bytes.from == 0 && bytes.to == text->n))
		abort();
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena a;
	struct folded f;
	str text = {(const char *)data, n};
	arena_init(&a);
	text.n = utf8_valid(text);
	bigram_fold(&a, text, &f);
	if (f.n && (bigram_find(&f, &f, 0) != 0 || f.at[f.n - 1].to > utf8_count(text)))
		abort();
	bigram_tokens(f.text, true, look, &f.text);
	bigram_tokens(f.text, false, look, &f.text);
	initials_begin(text, f.text);
	arena_done(&a);
	return 0;
}
