/* SPDX-License-Identifier: Apache-2.0 */
/* 检索: one box on every page; hits as matters, documents, units and people. */
#include "web/api_in.h"
#include "web/html_in.h"

static const char *const tab_names[] = {[SEARCH_MATTERS] = "", [SEARCH_DOCUMENTS] = "documents", [SEARCH_NAMES] = "names"};
static const char *const tab_labels[] = {[SEARCH_MATTERS] = W("SEARCH|Matters"), [SEARCH_DOCUMENTS] = W("SEARCH|Documents"),
					 [SEARCH_NAMES] = W("SEARCH|Units and people")};

static enum search_tab tab_asked(struct visit *v, const char *name)
{
	for (int i = SEARCH_MATTERS; i <= SEARCH_NAMES; i++)
		if (tab_names[i][0] && str_eq(query_get(v, name), str_of(tab_names[i])))
			return (enum search_tab)i;
	return SEARCH_MATTERS;
}

static str address(struct visit *v, str words, enum search_tab tab, str cursor)
{
	struct buf b;
	buf_init(&b, v->arena);
	buf_z(&b, "/search?q=");
	html_part(&b, words);
	if (tab_names[tab][0])
		buf_fmt(&b, "&tab=%s", tab_names[tab]);
	if (cursor.n) {
		buf_z(&b, "&c=");
		html_part(&b, cursor);
	}
	return buf_str(&b);
}

static void tabs(struct visit *v, struct search_view *view)
{
	struct tab *t = arena_new_n(v->arena, COUNT_OF(tab_names), struct tab);
	for (size_t i = 0; i < COUNT_OF(tab_names); i++)
		t[i] = (struct tab){.label = said(v, tab_labels[i]), .count = -1, .current = view->tab == (enum search_tab)i,
				    .href = address(v, view->words, (enum search_tab)i, S(""))};
	view->tabs = t;
	view->n_tabs = COUNT_OF(tab_names);
}

static err look(struct visit *v, struct search_view *view)
{
	struct name_hit *names;
	if (view->tab != SEARCH_NAMES)
		return search_read(ctx_of(v), &(struct search_query){.words = view->words, .tab = view->tab, .cursor = query_get(v, "c")}, &view->page);
	TRY(search_names(ctx_of(v), view->words, &names, &view->n_names));
	view->names = names;
	view->page.asked = str_trim(view->words).n > 0;
	return OK;
}

err search_page(struct visit *v)
{
	struct search_view view = {.words = query_get(v, "q"), .tab = tab_asked(v, "tab"), .first = !query_get(v, "c").n};
	TRY(look(v, &view));
	if (view.page.matter) {
		see_other(v, path_with(v, "/matters/%lld", (long long)view.page.matter));
		return OK;
	}
	tabs(v, &view);
	if (view.page.next.n)
		view.next = address(v, view.words, view.tab, view.page.next);
	TRY(frame(v, "search"));
	v->ui.find = view.words;
	render(v, ui_search(&v->rs->body, &v->ui, &view));
	return OK;
}

/* ---- for programs ---------------------------------------------------------------------------- */
static void put_marked_text(struct json *j, const char *name, const struct marked_text *m)
{
	json_key(j, name);
	json_open(j, '{');
	member_str(j, "text", m->text);
	json_key(j, "spans");
	json_open(j, '[');
	for (size_t i = 0; i < m->n; i++) {
		json_open(j, '[');
		json_int(j, (int64_t)m->at[i].from);
		json_int(j, (int64_t)m->at[i].to);
		json_close(j);
	}
	json_close(j);
	json_close(j);
}

static void put_hit(struct visit *v, struct json *j, const struct search_hit *h)
{
	json_open(j, '{');
	if (h->document) {
		member_id(j, "document", h->document);
		api_put_date(v, j, "date", h->date);
	} else {
		json_key(j, "matter");
		api_row(v, j, &h->row);
	}
	put_marked_text(j, "number", &h->number);
	put_marked_text(j, "title", &h->title);
	put_marked_text(j, "snippet", &h->snippet);
	member_str(j, "field", h->label);
	json_close(j);
}

static void put_name(struct json *j, const struct name_hit *h)
{
	json_open(j, '{');
	member_id(j, "unit", h->unit);
	if (h->person)
		member_id(j, "person", h->person);
	put_marked_text(j, "name", &h->name);
	member_str(j, "detail", h->detail);
	json_close(j);
}

err api_search(struct visit *v)
{
	struct search_view view = {.words = query_get(v, "q"), .tab = tab_asked(v, "in")};
	struct json j;
	TRY(look(v, &view));
	TRY(taken_page(v, "search", (int64_t)(view.page.n + view.n_names)));
	api_begin(v, &j);
	json_open(&j, '{');
	if (view.page.matter)
		member_id(&j, "matter", view.page.matter);
	json_key(&j, "hits");
	json_open(&j, '[');
	for (size_t i = 0; i < view.page.n; i++)
		put_hit(v, &j, &view.page.hits[i]);
	for (size_t i = 0; i < view.n_names; i++)
		put_name(&j, &view.names[i]);
	json_close(&j);
	if (view.page.next.n)
		member_str(&j, "next", view.page.next);
	else
		member_none(&j, "next");
	json_close(&j);
	return OK;
}
