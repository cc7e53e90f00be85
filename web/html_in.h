/* SPDX-License-Identifier: Apache-2.0 */
/* html: what the compiled templates call. Everything is escaped; the buffers hold HTML. */
#ifndef LUOSHI_WEB_HTML_IN_H
#define LUOSHI_WEB_HTML_IN_H

#include <string.h>

#include "base/words.h"

/* buf_add, inlined where there is room: a page is thousands of short pieces. */
static inline void html_add(struct buf *b, str s)
{
	if (!b->bad && !b->limit && s.n < b->cap - b->n) {
		memcpy(b->p + b->n, s.p, s.n);
		b->n += s.n;
		b->p[b->n] = 0;
	} else {
		buf_add(b, s);
	}
}

void html_text(struct buf *, str);  /* text and quoted attributes */
/* Text of the record in a page of that language: Chinese in an English page says so (WCAG 3.1.2). */
void html_value(struct buf *, enum lang, str);
void html_lang(struct buf *, enum lang, str); /* the same as an attribute, where no element may stand */
bool html_is_chinese(str);
/* The start of an address: a path of ours ("/…", "#…", "?…"), else "#". */
void html_href(struct buf *, str);
void html_part(struct buf *, str);  /* a piece of an address, percent-encoded */
void html_int(struct buf *, int64_t);
/* An escaped sentence with {0}.. replaced by escaped arguments, marked as html_value does. */
void ui_say(struct buf *, enum lang, str sentence, const str *args, size_t n);
/* Digits, in a small ring of this thread: good for the arguments of one sentence. */
str ui_n(int64_t);
/* The words of the templates in both languages, escaped once for the whole program. */
void html_words(const char *const *keys, size_t n, str *ret_zh, str *ret_en);
void ui_words_init(void); /* made by tools/template.py; call once before any page */

/* web/svg.c: a drawing is a thousand wide and says so in per cent. */
void svg_percent(struct buf *, int thousandths);
void svg_stone(struct buf *, int x, int y, bool done); /* x in thousandths, y in pixels; filled when it is reached */

#endif
