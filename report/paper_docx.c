/* SPDX-License-Identifier: Apache-2.0 */
#include "report/paper_in.h"

#include "base/limits.h"

#define XML_MOST (LIMIT_UNPACKED / 4) /* of word/document.xml; a table of many short cells is mostly marks */

/* ---- limits ---- */

static err weigh_table(size_t *w, const struct paper_table *t)
{
	if (t->n_columns && t->n_columns <= PAPER_COLUMNS_MOST) {
		for (size_t i = 0; i < t->n_columns; i++)
			*w += t->heads[i].n;
		for (size_t i = 0; i < t->n_rows * t->n_columns; i++)
			*w += t->cells[i].text.n;
		return OK;
	}
	return fail(ERR_LIMIT, "a table of a document has 1 to 63 columns; leave some out or make two tables");
}

static err weigh_all(const struct paper *p, size_t *w)
{
	for (size_t i = 0; i < p->n_blocks; i++) {
		for (size_t k = 0; k < p->blocks[i].n_runs; k++)
			*w += p->blocks[i].runs[k].text.n;
		if (p->blocks[i].sort == PAPER_TABLE)
			TRY(weigh_table(w, p->blocks[i].table));
	}
	for (size_t i = 0; i < p->n_title; i++)
		*w += p->title[i].n;
	for (size_t i = 0; i < p->n_annexes; i++)
		*w += p->annexes[i].n;
	const str others[] = {p->mark, p->number, p->issuer, p->to, p->note, p->copies, p->printer};
	for (size_t i = 0; i < COUNT_OF(others); i++)
		*w += others[i].n;
	return OK;
}

static err too_much(void)
{
	return fail(ERR_LIMIT, "there is more text than one document can hold; choose fewer matters or leave out a table");
}

err paper_docx(struct arena *a, const struct paper *p, const struct paper_fonts *fonts, str *ret_bytes)
{
	size_t w = 0;
	TRY(weigh_all(p, &w));
	if (w > LIMIT_TEXT)
		return too_much();
	struct draft d = {.arena = a, .p = p, .fonts = fonts ? fonts : &paper_fonts_default};
	buf_init(&d.b, a);
	d.b.limit = XML_MOST;
	buf_z(&d.b, XML_HEAD "<w:document " XML_NAMES "><w:body>");
	head_put(&d);
	main_put(&d);
	annexes_put(&d);
	if (has_colophon(p))
		colophon_put(&d);
	section_last(&d);
	buf_z(&d.b, "</w:body></w:document>");
	if (d.b.bad)
		return too_much();
	struct zip_part *parts;
	size_t n = package_parts(&d, buf_str(&d.b), &parts);
	*ret_bytes = zip_stored(a, parts, n);
	return OK;
}
