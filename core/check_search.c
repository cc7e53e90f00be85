/* SPDX-License-Identifier: Apache-2.0 */
/* The index against the record: where it says it stands, and what stands at a bounded number of
 * places, the newest first, made again from the events and looked for in the index. */
#include "core/check_in.h"
#include "core/search_in.h"

STMT(search_newest, "SELECT n FROM search_place WHERE region = $1 AND sort = $2 AND n > $3 ORDER BY n LIMIT $4");
const struct stmt *const core_check_search_stmts[] = {&search_newest, NULL};

#define LOOKED_MOST 2000 /* places of one sort */

/* The first word of a text, as a question of it alone. */
static int first_token(void *arg, str token, bool beside, struct span bytes)
{
	unused_arg(beside);
	unused_arg(bytes);
	*(str *)arg = token;
	return 1;
}

static err stands(struct checking *k, int sort, const struct place *p, str text, bool *ret)
{
	struct question q;
	str word = S("");
	int64_t got;
	size_t n;
	*ret = true;
	bigram_tokens(text, true, first_token, &word);
	if (!word.n)
		return OK;
	q.n = 1;
	q.word[0] = (struct asked){.any = arena_new(k->x.arena, struct folded), .n = 1};
	q.word[0].any[0].text = word;
	TRY(places_find(&k->x, sort, &q, false, p->n, p->n, 1, &got, &n));
	*ret = n == 1;
	return OK;
}

static err check_matter_place(struct checking *k, const struct place *p)
{
	struct texts t;
	struct indexed now = {STR_NONE, STR_NONE};
	bool there = true;
	TRY(texts_fold(&k->x, p->entity, p->version, &t));
	if (t.there && !t.erased)
		matter_indexed(k->x.arena, &t, &now);
	if (!t.there || p->digest != (t.erased ? 0 : indexed_digest(&now)))
		finding_number(k, W("the search index says of the matter {0} what its events do not say"), p->entity, S(""));
	else if (p->digest)
		TRY(stands(k, SORT_MATTER, p, now.title, &there));
	if (!there)
		finding_number(k, W("the matter {0} is missing in the search index"), p->entity, S(""));
	return OK;
}

static err check_document_place(struct checking *k, const struct place *p)
{
	struct document_text d;
	struct span *block;
	bool there = true;
	TRY(document_text_at(&k->x, p->entity, p->version, &d));
	size_t n = d.there ? text_blocks(k->x.arena, d.text, &block) : 0;
	struct indexed t = {STR_NONE, STR_NONE};
	if ((size_t)p->part < n)
		document_indexed(k->x.arena, p->head, str_cut(d.text, block[p->part].from, block[p->part].to), &t);
	if ((size_t)p->part >= n || p->digest != indexed_digest(&t))
		finding_number(k, W("the search index says of the document {0} what its text does not say"), p->entity, S(""));
	else
		TRY(stands(k, SORT_DOCUMENT, p, t.body, &there));
	if (!there)
		finding_number(k, W("the document {0} is missing in the search index"), p->entity, S(""));
	return OK;
}

static err check_sort(struct checking *k, int sort, int64_t last)
{
	struct rows *r;
	LIST(int64_t) ids = {0};
	int64_t from = last > LOOKED_MOST ? last - LOOKED_MOST : 0;
	TRY(query(k->x.snap, &search_newest, VALS(V_INT(k->core->region), V_INT(sort), V_INT(from), V_INT(LOOKED_MOST)), &r));
	while (rows_next(r))
		*list_push(&k->arena, &ids) = row_int(r, 0);
	TRY(rows_end(r));
	for (size_t i = 0; i < ids.n; i++) {
		struct place p;
		bool found;
		TRY(place_read(&k->x, sort, ids.v[i], &p, &found));
		if (found)
			TRY(sort == SORT_MATTER ? check_matter_place(k, &p) : check_document_place(k, &p));
		arena_reset(&k->scratch);
	}
	return OK;
}

/* Whatever the index has seen of the newest events has a place. */
static err check_touched(struct checking *k, const struct search_mark *m)
{
	touched_list l = {0};
	int64_t seq;
	struct place *v;
	size_t n;
	TRY(touched_after(&k->x, m->seq > LOOKED_MOST ? m->seq - LOOKED_MOST : 0, m->seq < LOOKED_MOST ? m->seq : LOOKED_MOST, &l, &seq));
	for (size_t i = 0; m->seq && i < l.n; i++) {
		TRY(places_of(&k->x, l.v[i].sort, l.v[i].entity, &v, &n));
		if (!n)
			finding_number(k, l.v[i].sort == SORT_MATTER ? W("the matter {0} is missing in the search index")
								     : W("the document {0} is missing in the search index"), l.v[i].entity, S(""));
	}
	arena_reset(&k->scratch);
	return OK;
}

err check_search(struct checking *k, int64_t newest)
{
	struct search_mark m;
	TRY(search_mark_read(&k->x, &m));
	if (!m.there || !m.ours)
		return OK; /* not made yet, or to be made anew */
	if (m.seq > newest)
		finding_number(k, W("the search index says it has seen event {0}, which there is not"), m.seq, S(""));
	TRY(check_sort(k, SORT_MATTER, m.matters));
	TRY(check_sort(k, SORT_DOCUMENT, m.documents));
	return m.matter == NEVER && m.document == NEVER && m.seq <= newest ? check_touched(k, &m) : OK;
}
