/* SPDX-License-Identifier: Apache-2.0 */
/* str: text for looking, by value; never owns. buf: text being built, with a
 * sticky error that is asked once at the end. Text inside Luoshi is valid UTF-8,
 * checked once where it enters (utf8_check). `char *` only at library edges. */
#ifndef LUOSHI_STR_H
#define LUOSHI_STR_H

#include "base/arena.h"

typedef struct str {
	const char *p;
	size_t n; /* bytes */
} str;

#define S(literal) ((str){(literal), sizeof(literal) - 1})
#define STR_NONE ((str){NULL, 0})
#define STR_FMT "%.*s"
#define STR_ARG(s) (int)(s).n, (s).p

str str_of(const char *z); /* looks at a C string; NULL gives STR_NONE */
bool str_eq(str a, str b);
int str_cmp(str a, str b); /* by bytes */
bool str_starts(str s, str prefix);
bool str_ends(str s, str suffix);
str str_cut(str s, size_t from, size_t to); /* bytes [from,to), clipped */
str str_trim(str s);                        /* ASCII white space and U+3000 */
/* Byte position of `needle` at or after `from`; -1 when absent. */
ptrdiff_t str_find(str s, str needle, size_t from);
/* Cuts off what stands before the first `sep`; *rest is what follows it. */
bool str_split(str s, char sep, str *ret_head, str *ret_rest);
str str_dup(struct arena *, str);
char *str_z(struct arena *, str); /* a copy with a 0 behind it, for libraries */
uint64_t str_hash(str);           /* FNV-1a; tables only, never security */
/* Decimal integer, whole string, overflow checked. */
bool str_int(str s, int64_t *ret_v);

/* ---- UTF-8 (RFC 3629) ---- */
/* Length of the valid prefix: equals s.n when all of it is valid. */
size_t utf8_valid(str s);
/* Next code point at *pos and moves *pos on; only for valid text, *pos < s.n. */
uint32_t utf8_next(str s, size_t *pos);
size_t utf8_put(char out[4], uint32_t cp); /* bytes written, 1..4 */
size_t utf8_count(str s);                  /* code points */
/* Byte offset of code point number `cp` (clipped to s.n). */
size_t utf8_offset(str s, size_t cp);

/* ---- buf ---- */
struct buf {
	struct arena *arena; /* NULL: malloc, freed by buf_done */
	char *p;             /* always 0-terminated when not NULL */
	size_t n, cap;
	size_t limit; /* 0: none; past it `bad` is set and nothing more is added */
	bool bad;     /* sticky */
};
void buf_init(struct buf *, struct arena *); /* arena may be NULL */
void buf_done(struct buf *);
void buf_clear(struct buf *);
void buf_add(struct buf *, str);
void buf_z(struct buf *, const char *z);
void buf_byte(struct buf *, char c);
void buf_cp(struct buf *, uint32_t cp);
void buf_fmt(struct buf *, const char *fmt, ...) printf_like(2, 3);
void buf_int(struct buf *, int64_t v);
str buf_str(const struct buf *);

#endif
