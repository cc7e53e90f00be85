/* SPDX-License-Identifier: Apache-2.0 */
/* Asking: the nearest matters (read_similar_rank.c), each held against what this reader may see, and why. */
#include "core/read_in.h"
#include "core/similar_in.h"

#include <stdlib.h>
#include <string.h>

const struct stmt *const core_read_similar_stmts[] = {NULL};

#define HITS_MOST 20
#define LOADS_MOST 60    /* matters held against the reader's rights */

err similar_message_of(struct ctx *x, const struct similar_ask *q, struct similar_message *ret)
{
	TRY(similar_ready(x->core));
	const struct similar_text t = {.title = q->title, .words = q->words, .place = q->place};
	const struct similar_facts f = {.category = q->category, .caller = q->phone, .area = q->area, .x = similar_degrees(q->x),
		.y = similar_degrees(q->y), .at = x->now};
	similar_read(x->arena, x->core->similar.rules, &x->core->similar.key, &t, &f, ret);
	return OK;
}

/* ---- why ---------------------------------------------------------------------------------------- */
#define SHARED_MOST 8
#define SHARED_TOPICS 2 /* so that names and other words find room */

/* As they stand in the message: the codes, by which traits lie, are another order in every record. */
static int by_place(const void *a, const void *b)
{
	const struct trait *x = *(const struct trait *const *)a, *y = *(const struct trait *const *)b;
	return x->at != y->at ? (x->at < y->at ? -1 : 1) : x->text.n > y->text.n ? -1 : x->text.n < y->text.n;
}

/* What both say, in the asker's own words; nothing inside another. */
static void shared_words(struct ctx *x, const struct similar_message *m, const struct similar_why *w, struct similar_hit *h)
{
	static const int order[] = {TRAIT_HOME, TRAIT_ROAD, TRAIT_SPOT, TRAIT_NUMBER, TRAIT_TOPIC, TRAIT_TOWN, TRAIT_WORD};
	h->shared = arena_new_n(x->arena, SHARED_MOST, str);
	const struct trait **both = arena_new_n(x->arena, m->n, const struct trait *);
	size_t n = 0;
	for (size_t i = 0; i < m->n; i++)
		if (w->shared[i] && !m->traits[i].heard)
			both[n++] = &m->traits[i];
	if (n)
		qsort(both, n, sizeof *both, by_place);
	for (size_t o = 0; o < COUNT_OF(order); o++) {
		size_t most = order[o] == TRAIT_TOPIC && h->n_shared + SHARED_TOPICS < SHARED_MOST ? h->n_shared + SHARED_TOPICS : SHARED_MOST;
		for (size_t i = 0; i < n && h->n_shared < most; i++) {
			const struct trait *t = both[i];
			bool inside = t->sort != order[o] || (t->sort == TRAIT_WORD && utf8_offset(t->text, 1) == t->text.n);
			for (size_t k = 0; k < h->n_shared && !inside; k++)
				inside = str_find(h->shared[k], t->text, 0) >= 0;
			if (!inside)
				h->shared[h->n_shared++] = t->text;
		}
	}
}

static void say(struct buf *b, enum lang lang, const char *sentence, str what)
{
	if (b->n)
		buf_z(b, lang == LANG_ZH ? "；" : "; ");
	word_fmt(b, lang, sentence, &what, 1);
}

static str number_text(struct arena *a, int64_t n)
{
	struct buf b;
	buf_init(&b, a);
	buf_int(&b, n);
	return buf_str(&b);
}

static void say_why(struct ctx *x, const struct similar_why *w, struct similar_hit *h)
{
	enum lang lang = x->actor.lang;
	struct buf b, words;
	buf_init(&b, x->arena);
	buf_init(&words, x->arena);
	for (size_t i = 0; i < h->n_shared; i++) {
		if (i)
			buf_z(&words, lang == LANG_ZH ? "、" : ", ");
		buf_add(&words, h->shared[i]);
	}
	if (words.n)
		say(&b, lang, W("both say {0}"), buf_str(&words));
	if (w->also)
		say(&b, lang, W("another name of the same place"), S(""));
	if (h->metres >= 0)
		say(&b, lang, W("about {0} m apart"), number_text(x->arena, h->metres < 1000 ? (h->metres + 5) / 10 * 10 : (h->metres + 50) / 100 * 100));
	if (h->same_caller)
		say(&b, lang, W("the same caller"), S(""));
	say(&b, lang, h->days ? W("{0} days ago") : W("within a day"), number_text(x->arena, h->days));
	h->why = buf_str(&b);
}

/* What the reader may know of the request: its words, whose phone. */
struct open_to {
	bool words, phone;
};

static bool reads(const struct matter *request, role_set roles, int field, bool secret)
{
	if (field < 0)
		return false;
	const struct field *f = &request->kind->fields[field];
	return see_field(request->kind, roles, f) == SIGHT_PLAIN && !(secret && f->confide && !(roles & f->confide));
}

static struct open_to open_to(struct ctx *x, const struct matter *m, int64_t id)
{
	const struct matter *request = matter_part(m, id);
	struct similar_shape s;
	struct open_to o = {0};
	if (!request || !similar_shape_of(m->kind, &s))
		return o;
	role_set roles = see_roles(x, request);
	bool secret = m->kind->secret >= 0 && matter_id_of(m, m->kind->secret) == 1;
	bool there = (roles & request->kind->see) != 0;
	o.words = there && reads(request, roles, s.words, secret);
	o.phone = there && reads(request, roles, s.phone, secret);
	return o;
}

/* *ret_told: he may read what it is found by; otherwise he could try out words and phones on it. */
static err hit_of(struct ctx *x, const struct similar_ask *q, const struct similar_message *m, const struct similar_near *near, struct similar_hit *h,
		  bool *ret_told)
{
	struct matter matter;
	role_set roles;
	*ret_told = false;
	err e = see_load(x, near->matter, &matter, &roles);
	if (e != OK || (q->kind && matter.kind != q->kind))
		return e == ERR_NOTFOUND ? OK : e;
	struct open_to o = open_to(x, &matter, near->request);
	double score = near->why.score - (o.phone ? 0 : near->why.by_caller);
	if (!o.words || (score < similar_least(x->core->similar.rules) && !(q->all && (o.phone || !near->why.same_caller))))
		return OK;
	*h = (struct similar_hit){.matter = near->matter, .request = near->request, .metres = near->why.metres};
	TRY(matter_row_of(x, &matter, roles, &h->row));
	h->score = score <= 0 ? 0 : (int)(100 * score / (score + 0.6));
	h->same_caller = near->why.same_caller && o.phone;
	h->days = x->now > near->at ? (int)((x->now - near->at) / 86400000) : 0;
	shared_words(x, m, &near->why, h);
	say_why(x, &near->why, h);
	*ret_told = true;
	return OK;
}

static int by_score(const void *a, const void *b)
{
	const struct similar_hit *x = a, *y = b;
	return x->score != y->score ? (x->score > y->score ? -1 : 1) : x->request > y->request ? -1 : x->request < y->request;
}

err similar_find(struct ctx *x, const struct similar_ask *q, struct similar_page *ret)
{
	struct similar_message m;
	struct similar_near *near;
	struct similar_mark mark;
	struct similar_page page = {0};
	size_t n, most = q->limit <= 0 ? 5 : q->limit > HITS_MOST ? HITS_MOST : (size_t)q->limit;
	TRY(similar_message_of(x, q, &m));
	TRY(similar_mark_read(x, &mark));
	page.behind = !mark.ours || mark.matter != NEVER;
	page.hits = arena_new_n(x->arena, most, struct similar_hit);
	TRY(similar_rank(x, &m, q->matter, LOADS_MOST, &near, &n));
	for (size_t i = 0; i < n && page.n < most; i++) {
		bool told;
		TRY(hit_of(x, q, &m, &near[i], &page.hits[page.n], &told));
		page.n += told;
	}
	if (page.n)
		qsort(page.hits, page.n, sizeof *page.hits, by_score);
	*ret = page;
	return OK;
}
