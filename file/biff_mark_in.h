/* SPDX-License-Identifier: Apache-2.0 */
/* biff_mark_in: a workbook of BIFF8 changed in its records. Whatever cannot be done without
 * risk sets `unsafe`, is sticky, and is asked once at the end. */
#ifndef LUOSHI_FILE_BIFF_MARK_IN_H
#define LUOSHI_FILE_BIFF_MARK_IN_H

#include "file/biff_record_in.h"

#define XF_BYTES 20
#define NO_ROW UINT32_MAX

/* ---- biff_paint.c: the table of cell styles (XF, 2.4.353), read and added to ---- */
struct paint {
	struct biff_book *book;
	LIST(str) xfs; /* bodies; the first n_old stand in the file */
	LIST(uint16_t) from; /* of each added one: the XF that it copies */
	size_t n_old;
	uint16_t *red, *plain; /* by XF: its twin; 0: not asked yet */
	uint32_t colours[64];  /* 0xRRGGBB by Icv (2.5.161); of the first 8 no palette can change the meaning */
	bool ours; /* some XF of the file is as we write red ones */
	bool unsafe;
};
void paint_init(struct biff_book *, struct paint *ret);
unsigned paint_red(struct paint *, unsigned xf);
/* The style without our red. */
unsigned paint_plain(struct paint *, unsigned xf);
/* Whether a mark made it red; `noted`: its row had a sentence. */
bool paint_is_ours(const struct paint *, unsigned xf, bool noted);
unsigned paint_default(const struct paint *); /* of a cell without any style */
void paint_write(const struct paint *, struct buf *);         /* behind the last XF */
void paint_write_extended(const struct paint *, struct buf *); /* behind the last XFEXT */
/* The checksum of the styles in an XFCRC record, if it was right before. */
void paint_checksum(const struct paint *, char *data, size_t n);

/* ---- biff_words.c: the table of strings (SST, 2.4.265), added to ---- */
struct new_strings {
	struct biff_book *book;
	LIST(str) added;
	uint32_t *slots; /* index + 1 by hash; open addressing */
	size_t n_slots, used; /* used: cells that show a string that was asked for */
};
void new_strings_init(struct biff_book *, size_t most, struct new_strings *ret);
uint32_t new_strings_index(struct new_strings *, str);
/* Into the record whose head stands at `head` and CONTINUE records behind it. */
void new_strings_write(const struct new_strings *, struct buf *, size_t head);
#define NO_HEAD SIZE_MAX /* begin a CONTINUE record */

/* ---- biff_edit.c: the cells of one sheet ---- */
struct put { /* what a place becomes; by row, then column */
	uint32_t row, column;
	bool red;        /* else a sentence */
	uint32_t string; /* of the SST */
	unsigned style;  /* of the sentence */
};
struct sheet_plan {
	const struct put *puts;
	size_t n_puts;
	uint32_t column;      /* of sentences */
	uint32_t old_row;     /* where the heading of an earlier mark stands; NO_ROW */
	const uint8_t *noted; /* bits of the rows that had a sentence; NULL when old_row is NO_ROW */
};
/* The style of a cell in the file; where there is none that of nothing. The sheet begins at `at`. */
unsigned biff_cell_style(const struct biff_book *, const struct paint *, size_t at, uint32_t row, uint32_t column);
/* Adds the records of the sheet that begins at `at` and ends at `end`, changed. False: not safe. */
bool biff_sheet_edit(const struct biff_book *, struct paint *, const struct sheet_plan *, size_t at, size_t end, struct buf *to);

static inline void biff_put_u16(struct buf *b, unsigned v)
{
	buf_byte(b, (char)v);
	buf_byte(b, (char)(v >> 8));
}

static inline void biff_put_u32(struct buf *b, uint32_t v)
{
	biff_put_u16(b, v & 0xffff);
	biff_put_u16(b, v >> 16);
}

static inline void biff_put_head(struct buf *b, unsigned id, size_t n)
{
	biff_put_u16(b, id);
	biff_put_u16(b, (unsigned)n);
}

static inline void biff_set_u16(char *p, unsigned v)
{
	p[0] = (char)v;
	p[1] = (char)(v >> 8);
}

static inline void biff_set_u32(char *p, uint32_t v)
{
	biff_set_u16(p, v & 0xffff);
	biff_set_u16(p + 2, v >> 16);
}

#endif
