/* SPDX-License-Identifier: Apache-2.0 */
/* Beside the form of the desk: what is known of this caller and this trouble. Nothing is written
 * and nothing chosen here; a button fills a field, and the call taker sends it. */
#include "web/desk_in.h"

#include <string.h>

enum { EARLIER = 5, HITS = 5, OFFERS = 3, ARTICLES = 3, ARTICLES_NEW = 200, ARTICLES_ALIKE = 100, ALIKE = 3, SHARED = 4 };
/* Keys of the keyboard, in the order of the rows; none of them is one of the form (ui/desk.t.html). */
static const char hit_keys[HITS + 1] = "12345", category_keys[OFFERS + 1] = "678", unit_keys[OFFERS + 1] = "90-", article_keys[ARTICLES + 1] = "zxv";

static str told_text(struct visit *v, const struct desk *d)
{
	struct buf b;
	buf_init(&b, v->arena);
	buf_add(&b, d->title);
	buf_byte(&b, ' ');
	buf_add(&b, d->words);
	buf_byte(&b, ' ');
	buf_add(&b, d->place);
	return str_trim(buf_str(&b));
}

/* ---- matters it may belong to ---- */
static err hits(struct visit *v, const struct desk *d, struct desk_side *side)
{
	struct similar_page page;
	struct similar_ask ask = {.words = d->words, .title = d->title, .place = d->place, .category = d->category, .area = d->area,
		.phone = d->phone, .kind = d->kind, .limit = HITS};
	const struct action *reopen = action_find(d->kind, S(ACTION_REOPEN));
	TRY(similar_find(ctx_of(v), &ask, &page));
	struct desk_hit *out = arena_new_n(v->arena, page.n, struct desk_hit);
	for (size_t i = 0; i < page.n && i < HITS; i++) {
		const struct matter_row *r = &page.hits[i].row;
		const struct state *s = &r->kind->states[r->state];
		out[side->n_hits++] = (struct desk_hit){.hit = &page.hits[i], .open = !s->closed,
			.again = s->closed && reopen && reopen->from >> r->state & 1, .state = words2_in(&s->label, v->lang), .unit = r->lead_name, .key = hit_keys[i]};
	}
	side->hits = out;
	side->behind = page.behind;
	return OK;
}

/* ---- category and unit ---- */
static str words_joined(struct visit *v, const struct suggestion *s)
{
	struct buf b;
	buf_init(&b, v->arena);
	for (size_t i = 0; i < s->n_words && i < SHARED; i++) {
		if (i)
			buf_z(&b, v->lang == LANG_ZH ? "、" : ", ");
		buf_add(&b, s->words[i]);
	}
	return buf_str(&b);
}

static err offers_of(struct visit *v, const struct desk *d, const char *field, const char *keys, struct desk_offer *out, size_t *n)
{
	struct suggestion *s;
	size_t found, n_args = 0;
	struct arg args[3];
	struct suggest_ask ask = {.kind = d->kind, .field = str_of(field), .title = d->title, .text = d->words, .args = args};
	if (d->category.n)
		args[n_args++] = (struct arg){S("category"), d->category};
	if (d->area)
		args[n_args++] = (struct arg){S("area"), path_with(v, "%lld", (long long)d->area)};
	if (d->reported)
		args[n_args++] = (struct arg){S("reported_unit"), path_with(v, "%lld", (long long)d->reported)};
	ask.n_args = n_args;
	TRY(suggest_for(ctx_of(v), &ask, &s, &found));
	for (size_t i = 0; i < found && i < OFFERS; i++)
		out[(*n)++] = (struct desk_offer){.field = field, .value = s[i].value, .label = s[i].label, .words = words_joined(v, &s[i]), .share = s[i].share, .key = keys[i]};
	return OK;
}

static err offers(struct visit *v, const struct desk *d, struct desk_side *side)
{
	struct desk_offer *out = arena_new_n(v->arena, 2 * OFFERS, struct desk_offer);
	if (!d->category.n)
		TRY(offers_of(v, d, "category", category_keys, out, &side->n_offers));
	if (!d->lead)
		TRY(offers_of(v, d, "lead", unit_keys, out, &side->n_offers));
	side->offers = out;
	return OK;
}

/* ---- knowledge ---- */
static str field_of(const struct matter_row *r, str name)
{
	for (size_t i = 0; i < r->n_fields; i++)
		if (str_eq(r->fields[i].field->name, name))
			return r->fields[i].raw.n ? r->fields[i].raw : r->fields[i].text;
	return S("");
}

static str asked_as(struct visit *v, const struct matter_row *r)
{
	struct buf b;
	buf_init(&b, v->arena);
	buf_add(&b, r->title);
	buf_byte(&b, ' ');
	buf_add(&b, field_of(r, S("words")));
	return buf_str(&b);
}

typedef LIST(const struct matter_row *) article_list;

static err articles_add(struct visit *v, const struct matter_query *q, article_list *l)
{
	struct matter_page page;
	TRY(matter_list(ctx_of(v), q, &page));
	for (size_t i = 0; i < page.n; i++) {
		bool there = false;
		for (size_t k = 0; k < l->n && !there; k++)
			there = l->v[k]->id == page.rows[i].id;
		if (!there)
			*list_push(v->arena, l) = &page.rows[i];
	}
	return OK;
}

/* Those in force: the newest of the categories that were chosen or are suggested, by their index, and the newest
 * of all; so a page costs the same however many a district has. */
static err articles_read(struct visit *v, const struct desk *d, const struct desk_side *side, const struct matter_row ***ret, size_t *ret_n)
{
	const struct kind *k = kind_named(v, S("article"));
	int valid = k ? kind_state(k, S("valid")) : -1;
	article_list l = {0};
	struct matter_query q = {.kind = k, .states = 1ull << (valid < 0 ? 0 : valid), .due_from = DAY_NONE, .due_to = DAY_NONE, .with_fields = true,
		.order = ORDER_OPENED, .limit = ARTICLES_ALIKE, .field = S("category"), .value = d->category};
	if (valid >= 0 && d->category.n)
		TRY(articles_add(v, &q, &l));
	for (size_t i = 0, alike = 0; valid >= 0 && !d->category.n && i < side->n_offers && alike < ALIKE; i++)
		if (!strcmp(side->offers[i].field, "category")) {
			q.value = side->offers[i].value;
			TRY(articles_add(v, &q, &l));
			alike++;
		}
	q.field = q.value = S("");
	q.order = ORDER_CHANGED;
	q.limit = ARTICLES_NEW;
	if (valid >= 0)
		TRY(articles_add(v, &q, &l));
	*ret = l.v;
	*ret_n = l.n;
	return OK;
}

static err articles(struct visit *v, const struct desk *d, str message, struct desk_side *side)
{
	const struct matter_row **rows;
	size_t n;
	TRY(articles_read(v, d, side, &rows, &n));
	str *texts = arena_new_n(v->arena, n, str);
	int *fit = arena_new_n(v->arena, n, int);
	struct desk_article *out = arena_new_n(v->arena, ARTICLES, struct desk_article);
	for (size_t i = 0; i < n; i++)
		texts[i] = asked_as(v, rows[i]);
	texts_fit(v->arena, message, texts, n, fit);
	while (side->n_articles < ARTICLES) {
		size_t best = n;
		for (size_t i = 0; i < n; i++)
			if (fit[i] > 0 && (best == n || fit[i] > fit[best]))
				best = i;
		if (best == n)
			break;
		const struct matter_row *r = rows[best];
		fit[best] = 0;
		out[side->n_articles] = (struct desk_article){.row = r, .answer = field_of(r, S("answer")), .ground = field_of(r, S("ground")),
			.expired = r->overdue, .key = article_keys[side->n_articles]};
		side->n_articles++;
	}
	side->articles = out;
	return OK;
}

err desk_article_read(struct visit *v, int64_t id, str *ret_number, str *ret_title, str *ret_answer)
{
	struct matter_view m;
	TRY(matter_read(ctx_of(v), id, &m));
	if (!str_eq(m.row.kind->name, S("article")))
		return fail(ERR_NOTFOUND, "there is no such page");
	m.row.fields = m.fields;
	m.row.n_fields = m.n_fields;
	*ret_number = m.row.number;
	*ret_title = m.row.title;
	*ret_answer = field_of(&m.row, S("answer"));
	return OK;
}

err desk_side_fill(struct visit *v, const struct desk *d, struct desk_side *ret)
{
	struct desk_side side = {.looked = true};
	str message = told_text(v, d);
	if (d->phone.n) {
		struct request_row *rows;
		TRY(requests_of_caller(ctx_of(v), d->phone, EARLIER, &rows, &side.n_earlier));
		side.earlier = rows;
	}
	if (message.n) {
		TRY(hits(v, d, &side));
		TRY(offers(v, d, &side));
		TRY(articles(v, d, message, &side));
	}
	*ret = side;
	return OK;
}
