/* SPDX-License-Identifier: Apache-2.0 */
/* Search. */
#include "fake_core.h"

/* ---- search ------------------------------------------------------------------------------- */
static struct marked_text marked_of(struct ctx *c, str words, size_t from, size_t to)
{
	struct marked_text m = {.text = words, .at = arena_new(c->arena, struct span), .n = to > from};
	m.at[0] = (struct span){from, to};
	return m;
}

err search_read(struct ctx *c, const struct search_query *q, struct search_page *ret)
{
	struct matter_page rows;
	*ret = (struct search_page){.asked = q->words.n > 0, .next = S("")};
	if (str_eq(q->words, S("督〔2026〕0003")))
		ret->matter = 3;
	if (!ret->asked || str_eq(q->words, S("没有")))
		return OK;
	TRY(matter_list(c, &(struct matter_query){.due_from = DAY_NONE, .due_to = DAY_NONE}, &rows));
	ret->hits = arena_new_n(c->arena, 2, struct search_hit);
	ret->n = rows.n ? 1 : 0;
	ret->next = S("9.0");
	struct search_hit *h = ret->hits;
	if (q->tab == SEARCH_DOCUMENTS) {
		h->document = 7;
		h->date = day_of(2026, 9, 22);
		h->number = marked_of(c, S("文〔2026〕001"), 0, 0);
		h->title = marked_of(c, S("<b>讲话"), 3, 5);
	} else if (rows.n) {
		h->row = rows.rows[0];
		h->number = marked_of(c, h->row.number, 0, 0);
		h->title = marked_of(c, h->row.title, 0, 2);
		h->snippet = marked_of(c, S("雨污<分流>"), 0, 2);
		h->label = S("Progress");
	}
	return OK;
}

err search_names(struct ctx *c, str words, struct name_hit **ret, size_t *ret_n)
{
	*ret = arena_new_n(c->arena, 2, struct name_hit);
	*ret_n = words.n && !str_eq(words, S("没有")) ? 2 : 0;
	(*ret)[0] = (struct name_hit){.unit = 11, .name = marked_of(c, S("区住建局"), 1, 3), .detail = S("榴园区住房和城乡建设局")};
	(*ret)[1] = (struct name_hit){.unit = 11, .person = 4, .name = marked_of(c, S("柳青禾"), 0, 0), .detail = S("区住建局 · 科员")};
	return OK;
}
