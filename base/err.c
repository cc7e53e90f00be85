/* SPDX-License-Identifier: Apache-2.0 */
#include "base/words.h"

#include <string.h>

static _Thread_local struct fail_note newest;

/* Copies s into a field of `size`, cut at a whole character. */
static void keep(char *to, size_t size, str s)
{
	size_t n = s.n < size ? s.n : size - 1;
	while (n && n < s.n && ((uint8_t)s.p[n] & 0xc0) == 0x80)
		n--;
	if (n)
		memcpy(to, s.p, n);
	to[n] = 0;
}

err fail_(err code, const char *file, int line, const char *sentence, const str *args, size_t n)
{
	/* args[0] is a placeholder that lets the macro take no arguments */
	struct fail_note note = {.sentence = sentence, .file = file, .line = line};
	for (size_t i = 1; i < n && note.n < COUNT_OF(note.args); i++)
		keep(note.args[note.n++], sizeof note.args[0], args[i]);
	newest = note;
	return code;
}

void fail_text(struct buf *b, enum lang lang)
{
	str args[COUNT_OF(newest.args)];
	for (unsigned i = 0; i < newest.n; i++)
		args[i] = str_of(newest.args[i]);
	if (newest.sentence)
		word_fmt(b, lang, newest.sentence, args, newest.n);
}

const char *fail_key(void)
{
	return newest.sentence ? newest.sentence : "";
}

const char *fail_where(void)
{
	static _Thread_local char where[128];
	struct buf b;
	buf_init(&b, NULL);
	const char *slash = newest.file ? strrchr(newest.file, '/') : NULL;
	buf_fmt(&b, "%s:%d", slash ? slash + 1 : newest.file ? newest.file : "", newest.line);
	keep(where, sizeof where, buf_str(&b));
	buf_done(&b);
	return where;
}

void fail_save(struct fail_note *note)
{
	*note = newest;
}

void fail_restore(const struct fail_note *note)
{
	newest = *note;
}
