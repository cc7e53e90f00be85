/* SPDX-License-Identifier: Apache-2.0 */
/* decoder_in: what passes between the server and the process that reads a document.
 * In: the bytes of the file, on a sealed memory file, which ends what may be sent.
 * Out: one reply: this head in the byte order of the machine, then its strings. The
 * file's name, which may be personal, does not pass: DECODER_NAME stands for it in
 * sentences and is replaced by the receiver. */
#ifndef LUOSHI_FILE_DECODER_IN_H
#define LUOSHI_FILE_DECODER_IN_H

#include "base/limits.h"
#include "file/process_in.h"
#include "file/sheet.h"

#define DECODER_MAGIC 0x3144534cu /* "LSD1" */
#define DECODER_NAME "\x01"
#define DECODER_STRINGS 5 /* text, title; or sentence, its four arguments */
/* In a reply that is bytes (a workbook on the wire, a marked one) these are the text. */
#define DECODER_REPLY_MOST (LIMIT_TEXT + LIMIT_FIELD_TEXT + 4096)

struct decoder_head {
	uint32_t magic;
	uint32_t code; /* err */
	uint32_t sort;
	uint32_t line; /* of the failure, for the log */
	uint32_t n[DECODER_STRINGS];
};

/* ---- the server's side ---- */
struct decoder_call {
	char *const *words; /* ends with NULL; the first is the program where one is to run */
	str input, name;
	size_t most; /* bytes of the reply */
	bool book, picture; /* how its failures are said */
};
/* Waits for its turn. ERR_INPUT, ERR_LIMIT, ERR_BUSY, ERR_IO: as file_decode says. */
err decoder_call(struct arena *, const struct decoder *, const struct decoder_call *, struct process_end *ret) must_check;
/* The answer of our own reader: its bytes, not looked into, and its sort. */
err decoder_reply_bytes(const struct process_end *, str name, str *ret, enum file_sort *ret_sort) must_check;
err decoder_no_answer(str name); /* the reply makes no sense */

/* ---- a workbook on the wire ----
 * Numbers are uint32_t in the byte order of the machine, texts are their length and their bytes:
 *   magic, formats, each a text; sheets; then of each sheet: hidden, cells, merges, hidden rows,
 *   hidden columns (how many), name; of each cell: row, column | kind << 16 | formula << 24,
 *   format (1 + its place; 0: none), text; of each merge: row, column, rows, columns; rows; columns. */
#define WIRE_BOOK_MAGIC 0x3142534cu  /* "LSB1" */
#define WIRE_MARKS_MAGIC 0x314b534cu /* "LSK1" */
#define WIRE_BOOK_MOST (LIMIT_SHEET_TEXT + LIMIT_SHEET_CELLS * 16ul + LIMIT_SHEET_MERGES * 16ul + (32u << 20))
/* Writes it piece by piece; false when `write` is. */
bool wire_book_write(struct arena *, const struct workbook *, bool (*write)(void *, str), void *arg);
/* Checks everything a hostile reader could have sent; texts look into the bytes. */
bool wire_book_read(struct arena *, str bytes, struct workbook *ret) must_check;

/* The input of `mark`: magic, length of the file, the file, then sheets, header rows, heading,
 * marks, of each mark: sheet, row, column, sentence. */
#define WIRE_MARKS_MOST (LIMIT_SHEET_MARKS_TEXT + LIMIT_SHEET_MARKS * 16ul + (1u << 20))
err wire_marking_put(struct buf *, str bytes, str name, const struct marking *) must_check;
bool wire_marking_read(struct arena *, str input, str *ret_bytes, struct marking *ret) must_check;

#endif
