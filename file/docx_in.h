/* SPDX-License-Identifier: Apache-2.0 */
/* docx_in: WordprocessingML (ECMA-376 part 1, 17) to paragraphs. The numbers before
 * paragraphs ("一、", "（二）", "第三条") often stand nowhere in the text: Word counts them
 * from numbering.xml and styles.xml, and so do we (docx_number.c). */
#ifndef LUOSHI_FILE_DOCX_IN_H
#define LUOSHI_FILE_DOCX_IN_H

#include "file/file.h"
#include "file/xml_in.h"

err docx_read(struct arena *, str bytes, str name, struct file_text *ret) must_check;
/* The main part alone, without numbers: what docx_read does with word/document.xml. */
err docx_main_read(struct arena *, str xml, str name, struct file_text *ret) must_check;

/* ---- numbers of paragraphs ---- */
struct docx_numbers;
struct docx_numbers *docx_numbers_none(struct arena *);
/* Either part may be absent (empty name). */
err docx_numbers_read(struct arena *, struct zip_in *, str numbering, str styles, struct docx_numbers **ret) must_check;
/* Counts the next paragraph and writes its number, if it has one. num_id and level as
 * in the paragraph's numPr (STR_NONE, -1 when it has none); style its style's id. */
void docx_number_put(struct docx_numbers *, str num_id, int level, str style, struct buf *);
/* One number in a format of ST_NumberFormat (17.18.59); formats we do not know count
 * in Arabic digits. Pure. */
void docx_format_put(struct buf *, str format, int64_t n);

#endif
