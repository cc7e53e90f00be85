/* SPDX-License-Identifier: Apache-2.0 */
/* biff_record_in: the stream of a workbook as records, and what reading and marking share.
 * Only for biff*.c. Section numbers are those of [MS-XLS]. */
#ifndef LUOSHI_FILE_BIFF_RECORD_IN_H
#define LUOSHI_FILE_BIFF_RECORD_IN_H

#include "file/biff_in.h"
#include "file/ole_in.h"
#include "file/sheet_format_in.h"
#include "file/sheet_in.h"

#define BIFF_COLUMNS 256
#define BIFF_ROWS 65536
#define BIFF_IDS 65536      /* of formats, of XFs: 16 bits */
#define BIFF_RECORD 8224    /* most bytes of data in one record (2.1.4) */

enum biff_id { /* 2.3.1 */
	BIFF_FORMULA = 0x06,
	BIFF_EOF = 0x0a,
	BIFF_DATEMODE = 0x22,
	BIFF_FILEPASS = 0x2f,
	BIFF_CONTINUE = 0x3c,
	BIFF_CODEPAGE = 0x42,
	BIFF_COLINFO = 0x7d,
	BIFF_BOUNDSHEET = 0x85,
	BIFF_PALETTE = 0x92,
	BIFF_MULRK = 0xbd,
	BIFF_MULBLANK = 0xbe,
	BIFF_RSTRING = 0xd6,
	BIFF_DBCELL = 0xd7,
	BIFF_XF = 0xe0,
	BIFF_MERGECELLS = 0xe5,
	BIFF_SST = 0xfc,
	BIFF_LABELSST = 0xfd,
	BIFF_EXTSST = 0xff,
	BIFF_DIMENSIONS = 0x200,
	BIFF_BLANK = 0x201,
	BIFF_NUMBER = 0x203,
	BIFF_LABEL = 0x204,
	BIFF_BOOLERR = 0x205,
	BIFF_STRING = 0x207,
	BIFF_ROW = 0x208,
	BIFF_INDEX = 0x20b,
	BIFF_ARRAY = 0x221,
	BIFF_TABLE = 0x236,
	BIFF_RK = 0x27e,
	BIFF_FORMAT = 0x41e,
	BIFF_SHRFMLA = 0x4bc,
	BIFF_BOF = 0x809,
	BIFF_XFCRC = 0x87c,
	BIFF_XFEXT = 0x87d,
};

struct biff_record {
	unsigned id;
	size_t at; /* of its head in the stream */
	str data;
};
/* The record at *at, and *at behind it; false: the stream ends here or within. */
bool biff_next(str stream, size_t *at, struct biff_record *ret);

/* Data that goes on in CONTINUE records (2.4.58). */
struct biff_flow {
	str stream, now;
	size_t at; /* of the next record */
	size_t i;  /* in now */
	bool cut;  /* more was wanted than there is; sticky */
};
struct biff_flow biff_flow_of(str stream, const struct biff_record *, size_t from);
unsigned biff_flow_byte(struct biff_flow *);
uint32_t biff_flow_number(struct biff_flow *, unsigned bytes);

struct biff_sheet {
	str name;
	size_t at;    /* of its BOF in the stream */
	unsigned type; /* 0: a worksheet */
	bool hidden;
};
struct biff_style {
	str format; /* empty: General */
	bool known; /* whether `shows` was found out */
	enum sheet_shows shows;
};
struct biff_book {
	struct arena *arena;
	str name; /* of the file */
	struct ole_tree tree;
	uint32_t entry; /* of the stream in the tree */
	str stream;
	bool old;       /* BIFF5: strings are bytes of the codepage */
	unsigned codepage;
	bool date1904;
	struct biff_style *formats; /* BIFF_IDS by format id */
	LIST(uint16_t) xfs;         /* format id of each XF */
	LIST(struct biff_sheet) sheets;
	str *strings; /* SST */
	size_t n_strings, strings_end; /* behind it and its CONTINUE records in the stream; 0: there is none */
	bool strings_whole; /* as many as it says, and nothing behind them */
	struct buf scratch;
	size_t read;       /* bytes of records so far, of all sheets */
	struct book *out;  /* the cells */
};

/* The text of `n` characters (bytes where the book is old), UTF-8 in the arena, line breaks \n. */
str biff_text(struct biff_book *, struct biff_flow *, size_t n);
/* The same without what stands before the characters: 16-bit length, options, runs, phonetics. */
str biff_string(struct biff_book *, struct biff_flow *, unsigned length_bytes);
err biff_strings_read(struct biff_book *, const struct biff_record *sst);

/* As biff_read, with what marking needs. */
err biff_read_book(struct arena *, str bytes, str name, struct biff_book *ret_book, struct workbook *ret);
err biff_sheet_read(struct biff_book *, const struct biff_sheet *);

err biff_damaged(const struct biff_book *);
err biff_locked(const struct biff_book *);

#endif
