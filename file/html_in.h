/* SPDX-License-Identifier: Apache-2.0 */
/* html_in: web pages as they are, in two steps: marks cut the page into tags and text
 * (html.c), a page makes paragraphs of them and finds the region that matters
 * (html_page.c). Tolerant as browsers are: nothing in a page is an error. */
#ifndef LUOSHI_FILE_HTML_IN_H
#define LUOSHI_FILE_HTML_IN_H

#include "file/file.h"

enum html_kind { HTML_END, HTML_TEXT, HTML_OPEN, HTML_CLOSE };
struct html_mark {
	enum html_kind kind;
	str text;       /* HTML_TEXT: as written, entities still in it */
	char name[16];  /* of the tag, small letters, cut */
	str attributes; /* as written */
	bool raw;       /* text of script, style …: no entities in it */
};
struct html_marks {
	str page;
	size_t at;
	char raw[16];  /* inside an element whose text ends only with its own close */
	bool unclosed; /* a title or text area that never ends was met */
};
bool html_next(struct html_marks *, struct html_mark *ret); /* false at HTML_END */
/* The value of an attribute, entities still in it; STR_NONE when absent. */
str html_attr(str attributes, const char *name);
/* Adds text with its entities decoded (HTML 4.01 section 24; HTML 5 13.5). */
void html_put(struct buf *, str text);

/* Paragraphs of a page in UTF-8. */
err html_page_read(struct arena *, str page, str name, struct file_text *ret) must_check;

#endif
