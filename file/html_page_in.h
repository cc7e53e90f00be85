/* SPDX-License-Identifier: Apache-2.0 */
/* html_page_in: a page as paragraphs in boxes, between the building (html_page.c) and
 * the choice of the region that matters (html_region_calc.c, pure). */
#ifndef LUOSHI_FILE_HTML_PAGE_IN_H
#define LUOSHI_FILE_HTML_PAGE_IN_H

#include "base/str.h"

enum box_sort {
	BOX_PLAIN,
	BOX_CHROME,  /* nav, aside, footer: around the text, not of it */
	BOX_HEADER,  /* chrome, unless the heading stands in it */
	BOX_ARTICLE, /* article, main */
	BOX_MENU,    /* called a menu by its class or id: chrome when it is mostly links */
};
struct box {
	int parent; /* -1: the page */
	enum box_sort sort;
	bool heading;      /* holds an h1 */
	bool chrome;       /* computed */
	size_t text, link; /* code points outside and inside of links; computed */
	int fullest;       /* the box inside with most text; computed */
};
struct paragraph {
	str text;
	int box;
	int level;   /* 1..6 of a heading, else 0 */
	size_t n;    /* code points */
	size_t link; /* of them inside links */
};
/* Which paragraphs are the text: [from, to), without those whose box is chrome. Keeps
 * everything unless one region clearly holds the text. boxes[0] is the page. */
void html_region(struct box *boxes, size_t n_boxes, const struct paragraph *v, size_t n, str title,
		 size_t *ret_from, size_t *ret_to);

#endif
