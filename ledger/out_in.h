/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LUOSHI_LEDGER_OUT_IN_H
#define LUOSHI_LEDGER_OUT_IN_H

#include <zlib.h>

#include "base/limits.h"
#include "ledger/ledger.h"

/* ---- archive: written from front to back, never read (APPNOTE 6.3) ------------------------ */
#define ZIP_PARTS 12
#define ZIP_BUFFER (64u << 10)
struct zip_part {
	const char *name;
	uint32_t crc;
	uint64_t packed, plain, at;
};
struct zip_out {
	int fd;
	uint64_t written;
	struct zip_part parts[ZIP_PARTS];
	size_t n;
	z_stream z;
	bool open;      /* the stream holds memory of zlib */
	uint8_t *piece; /* ZIP_BUFFER */
};
void zip_out_init(struct zip_out *, struct arena *, int fd);
/* `name` must outlive it. zip_out_add may be called any number of times between these two. */
err zip_out_begin(struct zip_out *, const char *name) must_check;
err zip_out_add(struct zip_out *, str) must_check;
err zip_out_close(struct zip_out *) must_check;
err zip_out_end(struct zip_out *) must_check; /* the directory */
void zip_out_drop(struct zip_out *);
err out_write(int fd, str) must_check;

/* ---- one table ---------------------------------------------------------------------------- */
struct out {
	struct arena *arena;
	enum out_form form;
	const struct out_table *table;
	int fd;
	int64_t rows;
	struct buf b; /* what is not yet packed or written */
	struct json json;
	struct zip_out zip;
	struct column_name {
		char z[4]; /* A, B … Z, AA … */
	} *names;
};
#define OUT_FLUSH (48u << 10)
err xlsx_begin(struct out *) must_check;
err xlsx_row(struct out *, const struct out_cell *) must_check;
err xlsx_end(struct out *) must_check;
void xlsx_text(struct buf *, str); /* ST_Xstring: escaped, without what XML cannot hold */

/* ---- lists -------------------------------------------------------------------------------- */
struct listing_out {
	struct ctx *x;
	const struct out_ask *ask;
	enum lang lang;
	struct out_table table;
	struct out *out;
	struct arena page; /* of the rows in hand; emptied after each page */
	const str *units;  /* to choose from */
	size_t n_units;
};
/* Each begins its table, writes its rows, and leaves the end to out_list. */
err out_matters(struct listing_out *) must_check;
err out_todo(struct listing_out *) must_check;
err out_done(struct listing_out *) must_check;
err out_closed(struct listing_out *) must_check;
err out_watched(struct listing_out *) must_check;
err out_week(struct listing_out *) must_check;
err out_indicators(struct listing_out *) must_check;
err out_said(struct listing_out *) must_check;
err out_scale(struct listing_out *) must_check;
err out_ladder(struct listing_out *) must_check;
err out_week_units(struct listing_out *) must_check;
err out_documents(struct listing_out *) must_check;
err out_parts(struct listing_out *) must_check;
err out_units(struct listing_out *) must_check;
err out_people(struct listing_out *) must_check;

typedef LIST(struct out_column) out_columns;
struct out_column *column_add(struct listing_out *, out_columns *, const char *heading, const char *key, enum out_sort, int width);
err listing_begin(struct listing_out *, const out_columns *) must_check; /* title and lines are filled in */
/* What follows is allocated in the arena of the page; rows_done empties it. */
void rows_begin(struct listing_out *);
void rows_done(struct listing_out *);
str id_version(struct arena *, int64_t id, int64_t version);
str int_text(struct arena *, int64_t);
day_t due_on(const struct out_ask *, ms_t due); /* the last day of it; DAY_NONE */
day_t day_on(const struct out_ask *, ms_t at);
str list_word(const struct listing_out *, const char *key);

#endif
