/* SPDX-License-Identifier: Apache-2.0 */
/* The server's side of workbooks: as decoder.c is for documents. */
#include "file/decoder_in.h"
#include "file/sheet_in.h"

err workbook_decode(struct arena *a, const struct decoder *d, str bytes, str name, struct workbook *ret)
{
	static char *const words[] = {(char *)"sheet", NULL};
	struct process_end end;
	enum file_sort sort;
	str wire;
	TRY(workbook_check(bytes, name, &sort));
	if (sort == FILE_TEXT)
		return workbook_text(a, bytes, name, ret);
	TRY(decoder_call(a, d, &(struct decoder_call){.words = words, .input = bytes, .name = name, .most = WIRE_BOOK_MOST + sizeof(struct decoder_head), .book = true}, &end));
	TRY(decoder_reply_bytes(&end, name, &wire, &sort));
	struct workbook w = {.sort = sort};
	if (!wire_book_read(a, wire, &w))
		return decoder_no_answer(name);
	*ret = w;
	return OK;
}

/* What it claims to be it looks like; what is inside is for the program that opens it. */
static bool plausible(str marked, enum file_sort sort)
{
	return marked.n <= LIMIT_SHEET_MARKED && (sort == FILE_XLSX || sort == FILE_XLS) && file_sniff(marked) == sort;
}

err workbook_mark_decode(struct arena *a, const struct decoder *d, str bytes, str name, const struct marking *m,
			 str *ret_bytes, enum file_sort *ret_sort)
{
	static char *const words[] = {(char *)"mark", NULL};
	struct process_end end;
	enum file_sort sort;
	str marked;
	struct buf input;
	TRY(workbook_check(bytes, name, &sort));
	buf_init(&input, NULL);
	err e = wire_marking_put(&input, bytes, name, m);
	if (e == OK)
		e = decoder_call(a, d, &(struct decoder_call){.words = words, .input = buf_str(&input), .name = name, .most = LIMIT_SHEET_MARKED + sizeof(struct decoder_head), .book = true},
				 &end);
	buf_done(&input);
	TRY(e);
	TRY(decoder_reply_bytes(&end, name, &marked, &sort));
	if (!plausible(marked, sort))
		return decoder_no_answer(name);
	*ret_bytes = marked;
	*ret_sort = sort;
	return OK;
}
