/* SPDX-License-Identifier: Apache-2.0 */
/* charset_in: the bytes of a web page or an old document to UTF-8. Pages lie about their encoding, so the
 * bytes have the first word: what is valid UTF-8 with anything but ASCII in it is
 * UTF-8; then what the page declares; then GB18030 or Big5, whichever fits better. */
#ifndef LUOSHI_FILE_CHARSET_IN_H
#define LUOSHI_FILE_CHARSET_IN_H

#include "base/err.h"

/* UTF-8 in the arena, or the bytes themselves; what cannot be read becomes U+FFFD. ERR_INPUT: more than one
 * character in twenty cannot. ERR_LIMIT: past `limit` bytes. */
err charset_page(struct arena *, str bytes, str name, size_t limit, str *ret) must_check;
/* Text of an old document by the Windows codepage it names, added as UTF-8; what cannot be
 * read becomes U+FFFD. Codepages of other languages are read as windows-1252. */
void charset_codepage(unsigned codepage, str bytes, struct buf *);
/* The same for a text, which declares nothing: text_decode looks at its beginning. */
err charset_text(struct arena *, str bytes, str name, size_t limit, str *ret) must_check;
/* Loads what iconv keeps in files. The decoder calls it before it loses the right to
 * open files. */
void charset_warm(void);

#endif
