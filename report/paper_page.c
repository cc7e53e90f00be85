/* SPDX-License-Identifier: Apache-2.0 */
/* What a paper says where its words are put together: shared by the .docx and the page. */
#include "report/paper_in.h"

size_t main_end(const struct paper *p)
{
	size_t n = 0;
	while (n < p->n_blocks && p->blocks[n].sort != PAPER_ANNEX)
		n++;
	return n;
}

bool is_signed(const struct paper *p)
{
	return p->form != PAPER_BULLETIN && p->issuer.n;
}

bool has_colophon(const struct paper *p)
{
	return p->form == PAPER_LETTER ? p->copies.n > 0 : p->printer.n > 0;
}

/* ---- annexes ---- */
size_t annex_count(const struct paper *p)
{
	size_t n = 0;
	for (size_t i = 0; i < p->n_blocks; i++)
		n += p->blocks[i].sort == PAPER_ANNEX;
	return n;
}

str annex_number(struct arena *a, size_t i, size_t n)
{
	struct buf b;
	buf_init(&b, a);
	if (n > 1)
		buf_fmt(&b, "%zu.", i + 1);
	return buf_str(&b);
}

void annex_head(struct arena *a, const struct paper_block *k, size_t number, size_t of, str *ret_mark, str **ret_title, size_t *ret_n)
{
	struct buf mark, title;
	buf_init(&mark, a);
	buf_init(&title, a);
	for (size_t i = 0; i < k->n_runs; i++)
		buf_add(i < k->n_head ? &mark : &title, k->runs[i].text);
	if (!mark.n) {
		buf_z(&mark, "附件");
		if (of > 1)
			buf_fmt(&mark, "%zu", number);
	}
	*ret_mark = buf_str(&mark);
	paper_title_lines(a, buf_str(&title), NULL, 0, ret_title, ret_n);
}

/* ---- 版记 ---- */
/* Bytes of the first line: up to a 。 behind which another label begins. */
static size_t copies_end(str s)
{
	static const char *const labels[] = {"抄报：", "抄送：", "主送：", "报：", "送：", "发："};
	for (ptrdiff_t stop = str_find(s, S("。"), 0); stop >= 0; stop = str_find(s, S("。"), (size_t)stop + 1)) {
		str next = str_cut(s, (size_t)stop + 3, s.n);
		for (size_t i = 0; i < COUNT_OF(labels); i++)
			if (str_starts(next, str_of(labels[i])))
				return (size_t)stop + 3;
	}
	return s.n;
}

size_t copies_lines(struct arena *a, str copies, str **ret)
{
	LIST(str) lines = {0};
	while (copies.n) {
		size_t end = copies_end(copies);
		*list_push(a, &lines) = str_cut(copies, 0, end);
		copies = str_cut(copies, end, copies.n);
	}
	*ret = lines.v;
	return lines.n;
}

size_t label_end(str line)
{
	ptrdiff_t colon = str_find(line, S("："), 0);
	return colon < 0 || colon > 3 * 3 ? 0 : utf8_count(str_cut(line, 0, (size_t)colon + 3));
}

str printed_text(struct arena *a, const struct paper *p)
{
	struct buf b;
	buf_init(&b, a);
	buf_add(&b, paper_date(a, p->printed));
	buf_z(&b, "印发");
	return buf_str(&b);
}

str n_copies_text(struct arena *a, const struct paper *p)
{
	struct buf b;
	buf_init(&b, a);
	if (p->n_copies > 0)
		buf_fmt(&b, "（共印%d份）", p->n_copies);
	return buf_str(&b);
}

/* ---- the page ---- */
static const struct paper_sheet *sheets_of(struct arena *a, const struct paper *p, size_t n)
{
	struct paper_sheet *v = arena_new_n(a, n, struct paper_sheet), *s = v;
	size_t begin = main_end(p);
	*s = (struct paper_sheet){.blocks = p->blocks, .n_blocks = begin};
	for (size_t i = begin; i < p->n_blocks; i++) {
		const struct paper_block *k = &p->blocks[i];
		if (k->sort == PAPER_ANNEX) {
			str *title;
			s++;
			annex_head(a, k, (size_t)(s - v), n - 1, &s->mark, &title, &s->n_title);
			s->title = title;
			s->blocks = k + 1;
			continue;
		}
		s->n_blocks++;
		s->landscape |= k->sort == PAPER_TABLE && k->table->landscape;
	}
	return v;
}

void paper_page(struct arena *a, const struct paper *p, struct paper_page *ret)
{
	str *annexes = arena_new_n(a, p->n_annexes, str), *copies;
	for (size_t i = 0; i < p->n_annexes; i++) {
		struct buf b;
		buf_init(&b, a);
		buf_add(&b, annex_number(a, i, p->n_annexes));
		buf_add(&b, p->annexes[i]);
		annexes[i] = buf_str(&b);
	}
	*ret = (struct paper_page){.paper = p, .n_sheets = annex_count(p) + 1, .annexes = annexes, .n_annexes = p->n_annexes,
		.date = paper_date(a, p->date), .is_signed = is_signed(p), .has_foot = has_colophon(p)};
	ret->sheets = sheets_of(a, p, ret->n_sheets);
	if (!ret->has_foot)
		return;
	ret->n_copy_lines = copies_lines(a, p->copies, &copies);
	ret->copies = copies;
	if (p->form == PAPER_LETTER)
		return;
	ret->printed = printed_text(a, p);
	ret->n_copies = n_copies_text(a, p);
}
