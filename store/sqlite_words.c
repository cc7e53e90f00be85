/* SPDX-License-Identifier: Apache-2.0 */
/* The tokenizer `luoshi` of SQLite's full-text tables: the words of text/bigram, which folds
 * what is written and asked before it comes here. Every connection has it.
 *
 * A text may begin with "12#": then each of its words does, so that a question asks one slice
 * of the index and cannot run through all of it: FTS5 looks at its bounds only when a phrase
 * has matched. A folded text has no # of its own. */
#include "store/sqlite_in.h"

#include <string.h>

#include "text/bigram.h"

#define SLICE_NAME 20

typedef int (*fts5_take)(void *, int flags, const char *token, int n, int from, int to);
struct taking {
	fts5_take take;
	void *context;
	str slice; /* "12#"; empty: none */
};

static int words_new(void *arg, const char **args, int n, Fts5Tokenizer **ret)
{
	static char one; /* it has no state, but NULL would be a failure */
	unused_arg(arg);
	unused_arg(args);
	unused_arg(n);
	*ret = (Fts5Tokenizer *)&one;
	return SQLITE_OK;
}

static void words_free(Fts5Tokenizer *t)
{
	unused_arg(t);
}

static int word_taken(void *arg, str token, bool beside, struct span bytes)
{
	const struct taking *t = arg;
	char word[SLICE_NAME + BIGRAM_TOKEN_MOST];
	memcpy(word, t->slice.p, t->slice.n);
	memcpy(word + t->slice.n, token.p, token.n);
	return t->take(t->context, beside ? FTS5_TOKEN_COLOCATED : 0, word, (int)(t->slice.n + token.n), (int)bytes.from, (int)bytes.to);
}

static int words_cut(Fts5Tokenizer *t, void *context, int flags, const char *text, int n, fts5_take take)
{
	struct taking taking = {take, context, S("")};
	str s = {text ? text : "", text && n > 0 ? (size_t)n : 0};
	ptrdiff_t sign = str_find(str_cut(s, 0, SLICE_NAME), S("#"), 0);
	if (sign > 0) {
		taking.slice = str_cut(s, 0, (size_t)sign + 1);
		s = str_cut(s, (size_t)sign + 1, s.n);
	}
	unused_arg(t);
	s.n = utf8_valid(s);
	return bigram_tokens(s, flags & FTS5_TOKENIZE_QUERY, word_taken, &taking);
}

int sqlite_words(sqlite3 *db)
{
	static fts5_tokenizer words = {words_new, words_free, words_cut};
	fts5_api *api = NULL;
	sqlite3_stmt *st;
	int rc = sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &st, NULL);
	if (rc != SQLITE_OK)
		return rc;
	sqlite3_bind_pointer(st, 1, &api, "fts5_api_ptr", NULL);
	sqlite3_step(st);
	rc = sqlite3_finalize(st);
	if (rc == SQLITE_OK && !api)
		rc = SQLITE_ERROR;
	return rc == SQLITE_OK ? api->xCreateTokenizer(api, "luoshi", NULL, &words, NULL) : rc;
}
