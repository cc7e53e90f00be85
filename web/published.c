/* SPDX-License-Identifier: Apache-2.0 */
/* Results that were published (办理公开): by category and place, newest first; and the topics of the
 * month. Nothing personal can stand here: core/published.h gives public fields alone. */
#include "web/public_in.h"

#define CATEGORY S("category")
#define TOPICS_SHOWN 6

static str public_of(const struct published_row *r, const char *name, const char *otherwise)
{
	for (size_t i = 0; i < r->n_fields; i++)
		if (str_eq(r->fields[i].field->name, str_of(name)))
			return r->fields[i].text;
	return otherwise ? public_of(r, otherwise, NULL) : S("");
}

/* 4.5, rounded to halves up */
static str stars_of(struct visit *v, const struct published_row *r)
{
	struct buf b;
	if (!r->rated)
		return S("");
	int tenths = (r->rating * 10 + r->rated / 2) / r->rated;
	buf_init(&b, v->arena);
	buf_fmt(&b, "%d.%d", tenths / 10, tenths % 10);
	return buf_str(&b);
}

const struct published_item *published_items(struct visit *v, const struct published_row *rows, size_t n)
{
	struct published_item *items = arena_new_n(v->arena, n, struct published_item);
	for (size_t i = 0; i < n; i++) {
		const struct published_row *r = &rows[i];
		items[i] = (struct published_item){.row = r, .title = public_of(r, "public_title", "title"), .answer = public_of(r, "public_answer", "answer"),
						   .category = public_of(r, "category", NULL), .stars = stars_of(v, r)};
		if (!items[i].title.n)
			items[i].title = items[i].category.n ? items[i].category : words2_in(&r->kind->label, v->lang);
	}
	return items;
}

/* urban.road.lamp, 城市管理·道路设施·路灯: the first levels, each once. */
static void categories_of(struct visit *v, const struct kind *k, str chosen, struct published_view *view)
{
	LIST(struct option) l = {0};
	int f = kind_field(k, CATEGORY);
	for (size_t i = 0; f >= 0 && i < k->fields[f].n_choices; i++) {
		const struct choice *c = &k->fields[f].choices[i];
		str top = c->name, label = words2_in(&c->label, v->lang), rest;
		if (!str_split(c->name, '.', &top, &rest))
			top = c->name;
		if (l.n && str_eq(l.v[l.n - 1].value, top))
			continue;
		ptrdiff_t dot = str_find(label, S("·"), 0);
		*list_push(v->arena, &l) = (struct option){top, str_trim(dot > 0 ? str_cut(label, 0, (size_t)dot) : label), .chosen = str_eq(top, chosen)};
	}
	view->categories = l.v;
	view->n_categories = l.n;
}

static err areas_of(struct visit *v, int64_t chosen, struct published_view *view)
{
	LIST(struct option) l = {0};
	struct unit *units;
	struct map m;
	size_t n;
	if (!public_map(v, &m))
		return OK;
	TRY(public_units(v->web->config.core, v->arena, &units, &n));
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < m.n; k++)
			if (m.shapes[k].what == MAP_TOWN && str_eq(m.shapes[k].unit, units[i].short_name)) {
				struct buf b;
				buf_init(&b, v->arena);
				buf_int(&b, units[i].id);
				*list_push(v->arena, &l) = (struct option){buf_str(&b), units[i].short_name, .chosen = units[i].id == chosen};
				break;
			}
	view->areas = l.v;
	view->n_areas = l.n;
	return OK;
}

static err topics_fill(struct visit *v, struct published_view *view)
{
	struct published_row *rows;
	str next;
	TRY(published_list(v->web->config.core, v->arena, v->lang, &(struct published_query){.kind = S("topic"), .limit = TOPICS_SHOWN}, &rows, &view->n_topics, &next));
	view->topics = published_items(v, rows, view->n_topics);
	return OK;
}

static str page_after(struct visit *v, str cursor)
{
	struct buf b;
	buf_init(&b, v->arena);
	buf_z(&b, "/open?");
	buf_add(&b, join_query(v, "c", path_with(v, "c=" STR_FMT, STR_ARG(cursor))));
	return buf_str(&b);
}

err published_page(struct visit *v)
{
	struct asking how;
	struct published_view view = {0};
	struct published_row *rows;
	str next, cursor = query_get(v, "c");
	struct published_query q = {.category = query_get(v, "category"), .area = query_int(v, "area", 0), .cursor = cursor};
	if (!askings_of(v, &how, 1) || public_int(v->web->config.core, "public_open") != 1)
		return fail(ERR_NOTFOUND, "there is no such page");
	q.kind = how.kind->name;
	TRY(published_list(v->web->config.core, v->arena, v->lang, &q, &rows, &view.n, &next));
	view.items = published_items(v, rows, view.n);
	view.first = !cursor.n;
	view.filtered = q.category.n || q.area;
	if (view.first && !view.filtered)
		TRY(topics_fill(v, &view));
	categories_of(v, how.kind, q.category, &view);
	TRY(areas_of(v, q.area, &view));
	if (next.n)
		view.next = page_after(v, next);
	public_frame(v, "open");
	render(v, ui_published(&v->rs->body, &v->ui, &view));
	return OK;
}
