/* SPDX-License-Identifier: Apache-2.0 */
/* pdf_lines_in: a PDF knows lines, not paragraphs. From the lines of pdftotext
 * (\n between lines, \f between pages) to paragraphs: a line that reaches the right
 * edge goes on in the next one; numbers of pages go. Pure. */
#ifndef LUOSHI_FILE_PDF_LINES_IN_H
#define LUOSHI_FILE_PDF_LINES_IN_H

#include "base/str.h"

str pdf_lines(struct arena *, str pages);

#endif
