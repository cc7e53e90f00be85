/* SPDX-License-Identifier: Apache-2.0 */
/* Open311, the part that asks nobody. One description of each resource (a shape) makes both XML
 * and JSON; what Open311's words mean here stands in packs/open311. */
#ifndef LUOSHI_WEB_OPEN311_CALC_IN_H
#define LUOSHI_WEB_OPEN311_CALC_IN_H

#include "base/day.h"
#include "base/num.h"
#include "pack/pack.h"

/* ---- writing: open311_put.c ---------------------------------------------------------------- */
enum open311_format { OPEN311_XML, OPEN311_JSON };
enum column_sort {
	COLUMN_TEXT,  /* str; empty: null, an empty element */
	COLUMN_FLAG,  /* bool */
	COLUMN_WHOLE, /* int64_t */
	COLUMN_DEC,   /* str of digits; empty: null */
	COLUMN_TIME,  /* ms_t; MS_NONE: null */
	COLUMN_LIST,  /* struct some */
};
struct some {
	const void *v;
	size_t n;
};
struct column {
	const char *name;
	enum column_sort sort;
	size_t at;                /* offset in the row */
	const struct shape *list; /* COLUMN_LIST */
	bool spare;               /* left out of XML when it is empty */
};
struct shape {
	const char *many, *one; /* XML: the root and the element of a row; JSON has neither */
	size_t size;            /* of a row */
	const struct column *columns; /* NULL: rows are str, written bare */
	size_t n;
};
/* many: a list of n rows; else the one row, which is the root itself. */
void open311_put(struct buf *, enum open311_format, const struct zone *, const struct shape *, const void *v, size_t n, bool many);

/* ---- reading, pure: open311_calc.c ------------------------------------------------------------ */
/* "urban.road.lamp.xml": name and format; false: neither .xml nor .json. */
bool open311_name(str word, str *ret_name, enum open311_format *ret) must_check;
/* "attribute[CODE]", "attribute[CODE][]". */
bool open311_attribute(str name, str *ret_code) must_check;
/* W3C profile of ISO 8601, as clients send it: a day, a minute, a second, fractions; Z, +08:00, +0800, a plus that became
 * a space, or no zone (the district's). `end`: of something that is not exact (a day) the instant after it. */
bool open311_time(const struct zone *, str, bool end, ms_t *ret) must_check;
/* Degrees within ±most; of what stands behind the point eight digits are kept. */
bool open311_degrees(str, int most, struct dec *ret) must_check;
bool open311_listed(str commas, str one);
size_t open311_count(str commas); /* names in it */

/* ---- what Open311's words mean here: open311_words.c ------------------------------------------- */
struct open311_state {
	str name;     /* of the matter's kind */
	bool closed;
	str extended; /* fixed, in_progress … */
};
struct open311_pair {
	str name, value;
};
struct open311_words {
	const struct kind *kind, *sort; /* NULL: no pack has requests */
	const struct action *registers, *opens; /* that open the matter, likewise */
	const struct action *takes, *asks; /* that open the request: for a program that has a key, and for anybody */
	str channel, token;             /* of requests that come this way */
	int service;                    /* field of the kind: what Open311 calls a service */
	struct open311_pair *take, *told, *own, *given, *also, *attribute; /* see packs/open311/words.tsv */
	size_t n_take, n_told, n_own, n_given, n_also, n_attribute;
	struct open311_state *states;
	size_t n_states;
	str add, add_words, add_by;     /* action of an update, its field, and the one for the name of the program; add_by may be empty */
};
/* From the table; ERR_INPUT names the line. */
err open311_words_read(struct arena *, str tsv, const struct kind *const *kinds, size_t n, struct open311_words *ret) must_check;
/* The field of that name that a request is opened with by this action, or its matter; NULL: no form asks for it. */
const struct field *open311_asked(const struct open311_words *, const struct action *, str name, bool *ret_required, const struct kind **ret_of);
str open311_meaning(const struct open311_pair *, size_t n, str name); /* empty: none */
const struct open311_state *open311_state_of(const struct open311_words *, str state); /* NULL: open */

str open311_piece(str label, bool first); /* of 城市管理·道路设施·路灯 the first, or what follows it */

#endif
