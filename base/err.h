/* SPDX-License-Identifier: Apache-2.0 */
/* err: what a fallible function returns. The detail, a sentence for the person,
 * is recorded once, where the fault was found, for the current thread; the edge
 * (page, API, command line) shows it in the reader's language.
 *
 *     if (...) return fail(ERR_INPUT, "{0} is empty; choose another file", name);
 *
 * The sentence is English, is also the key of data/words/zh/, and says what is
 * wrong, where, and what to do. {0}..{3} are replaced by the arguments. */
#ifndef LUOSHI_ERR_H
#define LUOSHI_ERR_H

#include "base/str.h"

typedef enum err {
	OK = 0,
	/* the caller's fault: shown to the person */
	ERR_INPUT,    /* the input is wrong (422; exit 1) */
	ERR_DENIED,   /* signed in, but may not (403); reads that may not see say NOT_FOUND */
	ERR_SIGN_IN,  /* not signed in (401) */
	ERR_NOTFOUND, /* there is no such thing, or it may not be seen (404) */
	ERR_CONFLICT, /* somebody was quicker (409) */
	ERR_LIMIT,    /* larger or more than allowed (413, 429) */
	ERR_USAGE,    /* called wrongly (exit 2) */
	/* the world's fault: retried, or sorry */
	ERR_BUSY, /* 503 with Retry-After */
	ERR_IO,   /* disk, network, another program (500) */
} err;

/* Records the sentence and returns `code`. Missing arguments are STR_NONE. */
err fail_(err code, const char *file, int line, const char *sentence, const str *args, size_t n);
#define fail(code, sentence, ...) \
	fail_((code), __FILE__, __LINE__, (sentence), (const str[]){STR_NONE, ##__VA_ARGS__}, \
	      sizeof((const str[]){STR_NONE, ##__VA_ARGS__}) / sizeof(str))
/* The recorded sentence of the newest failure of this thread. */
enum lang { LANG_ZH, LANG_EN };
void fail_text(struct buf *, enum lang);
const char *fail_key(void);   /* the English sentence itself; "" when none */
const char *fail_where(void); /* file:line, for the log */
/* Carrying a failure from a worker thread to the one that waits for it. */
struct fail_note {
	const char *sentence, *file;
	int line;
	unsigned n;
	char args[4][240]; /* each 0-terminated, cut at a whole character */
};
void fail_save(struct fail_note *);
void fail_restore(const struct fail_note *);

#define TRY(call) \
	do { \
		err try_err_ = (call); \
		if (try_err_ != OK) \
			return try_err_; \
	} while (0)

#endif
