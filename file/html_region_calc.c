/* SPDX-License-Identifier: Apache-2.0 */
/* Where the text of a page is. Text outside of links decides: menus, side columns and
 * lists of other pages are links. */
#include "file/html_page_in.h"

#define ENOUGH 200        /* code points that make a text, not a caption */
#define CORE_TENTHS 7     /* a box that holds so much of its parent's text goes on holding the core */
#define LINKS_HUNDREDTHS 5 /* what lies around the core belongs to it while it adds so few links */
#define SURE_TENTHS 6     /* of the text of the page, or the choice is not sure */
#define HEAD_PARAGRAPHS 12 /* between the heading and the text: date, source, reader's tools */

static bool within(const struct box *boxes, int box, int root)
{
	while (box > root)
		box = boxes[box].parent;
	return box == root;
}

/* Parents come before their children in `boxes`. */
static void add_up(struct box *boxes, size_t n_boxes, const struct paragraph *v, size_t n)
{
	for (size_t i = 0; i < n_boxes; i++)
		boxes[i].text = boxes[i].link = 0, boxes[i].fullest = -1;
	for (size_t i = 0; i < n; i++)
		if (!boxes[v[i].box].chrome) {
			boxes[v[i].box].text += v[i].n - v[i].link;
			boxes[v[i].box].link += v[i].link;
		}
	for (size_t i = n_boxes; i-- > 1;) {
		struct box *up = &boxes[boxes[i].parent];
		up->text += boxes[i].text;
		up->link += boxes[i].link;
		if (up->fullest < 0 || boxes[i].text >= boxes[up->fullest].text)
			up->fullest = (int)i;
	}
}

static bool is_chrome(const struct box *boxes, size_t i, bool in_article)
{
	switch (boxes[i].sort) {
	case BOX_CHROME:
		return true;
	case BOX_HEADER:
		return !boxes[i].heading && !in_article;
	case BOX_MENU:
		return boxes[i].link > boxes[i].text;
	default:
		return false;
	}
}

static bool in_article(const struct box *boxes, int i)
{
	for (; i >= 0; i = boxes[i].parent)
		if (boxes[i].sort == BOX_ARTICLE)
			return true;
	return false;
}

/* Marks what stands around the text; takes it back when hardly anything would be left. */
static void mark_chrome(struct box *boxes, size_t n_boxes, const struct paragraph *v, size_t n)
{
	add_up(boxes, n_boxes, v, n);
	size_t all = boxes[0].text;
	for (size_t i = 1; i < n_boxes; i++)
		boxes[i].chrome = boxes[boxes[i].parent].chrome ||
				  (boxes[i].sort != BOX_PLAIN && is_chrome(boxes, i, in_article(boxes, (int)i)));
	add_up(boxes, n_boxes, v, n);
	if (boxes[0].text >= all / 4 && boxes[0].text)
		return;
	for (size_t i = 1; i < n_boxes; i++)
		boxes[i].chrome = false;
	add_up(boxes, n_boxes, v, n);
}

static int choose(const struct box *boxes)
{
	int core = 0;
	while (boxes[core].fullest >= 0 && boxes[boxes[core].fullest].text * 10 >= boxes[core].text * CORE_TENTHS)
		core = boxes[core].fullest;
	while (core > 0) {
		const struct box *up = &boxes[boxes[core].parent];
		if ((up->link - boxes[core].link) * 100 > boxes[core].text * LINKS_HUNDREDTHS)
			break;
		core = boxes[core].parent;
	}
	bool sure = boxes[core].text >= ENOUGH && boxes[core].text * 10 >= boxes[0].text * SURE_TENTHS;
	return sure ? core : 0;
}

/* A heading of the page, or the words of its title. */
static bool heads(const struct paragraph *p, str title)
{
	return (p->level >= 1 && p->level <= 2) || (p->n >= 6 && str_find(title, p->text, 0) >= 0);
}

void html_region(struct box *boxes, size_t n_boxes, const struct paragraph *v, size_t n, str title,
		 size_t *ret_from, size_t *ret_to)
{
	size_t from = 0, to = n;
	mark_chrome(boxes, n_boxes, v, n);
	int root = choose(boxes);
	if (root) {
		while (from < n && !within(boxes, v[from].box, root))
			from++;
		while (to > from && !within(boxes, v[to - 1].box, root))
			to--;
		for (size_t back = 1; back <= HEAD_PARAGRAPHS && back <= from; back++)
			if (!boxes[v[from - back].box].chrome && heads(&v[from - back], title)) {
				from -= back;
				break;
			}
	}
	*ret_from = from;
	*ret_to = to;
}
