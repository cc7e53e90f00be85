/* SPDX-License-Identifier: Apache-2.0 */
/* The first page: what must I do, or, for a leader, what is red. */
#include "web/web_in.h"

enum { RED_SHOWN = 12, ACTIONS_SHOWN = 3 };

void frame_counts(struct visit *v, const char *section, const struct matter_counts *c)
{
	v->ui.section = str_of(section);
	v->ui.waiting = c->waiting_for_me;
	v->ui.red = c->red;
	v->ui.done = c->done;
}

err frame(struct visit *v, const char *section)
{
	struct matter_counts c;
	TRY(matter_counts(ctx_of(v), &c));
	frame_counts(v, section, &c);
	return OK;
}

static void count_due(struct visit *v, struct home_view *view)
{
	day_t week_end = v->ui.today + 7 - day_weekday(v->ui.today);
	for (size_t i = 0; i < view->n_todos; i++) {
		if (view->todos[i].row.due == MS_NONE)
			continue;
		day_t due = due_day(&v->ui, view->todos[i].row.due);
		view->today += due <= v->ui.today;
		view->week += due > v->ui.today && due <= week_end;
	}
}

static err reds(struct visit *v, enum light light, const struct red_row **ret, size_t *ret_n)
{
	struct matter_page page;
	TRY(matter_list(ctx_of(v), &(struct matter_query){.lights = 1u << light, .due_from = DAY_NONE, .due_to = DAY_NONE,
							  .order = ORDER_DUE, .limit = RED_SHOWN}, &page));
	struct red_row *rows = arena_new_n(v->arena, page.n, struct red_row);
	for (size_t i = 0; i < page.n; i++) {
		struct matter_view m;
		TRY(matter_read(ctx_of(v), page.rows[i].id, &m));
		rows[i] = (struct red_row){.row = page.rows[i], .why = m.light_why, .actions = m.actions,
					   .n_actions = m.n_actions < ACTIONS_SHOWN ? m.n_actions : ACTIONS_SHOWN};
	}
	*ret = rows;
	*ret_n = page.n;
	return OK;
}

static err open_documents(struct visit *v, struct home_view *view)
{
	struct document_row *rows;
	str next;
	size_t n, kept = 0;
	TRY(document_list(ctx_of(v), STR_NONE, 20, &rows, &n, &next));
	for (size_t i = 0; i < n; i++)
		if (rows[i].decided < rows[i].proposals)
			rows[kept++] = rows[i];
	view->documents = rows;
	view->n_documents = kept < 5 ? kept : 5;
	return OK;
}

err home_page(struct visit *v)
{
	struct home_view view = {.why = ctx_of(v)->why};
	struct todo *todos;
	TRY(matter_counts(ctx_of(v), &view.counts));
	TRY(todo_list(ctx_of(v), &todos, &view.n_todos));
	view.todos = todos;
	count_due(v, &view);
	view.judges = v->ui.leader || v->ui.supervises;
	if (view.judges)
		TRY(differ_count(ctx_of(v), &view.differs, &view.more_differ));
	frame_counts(v, "home", &view.counts);
	v->ui.live = true;
	if (v->ui.leader) {
		TRY(reds(v, LIGHT_RED, &view.red, &view.n_red));
		TRY(reds(v, LIGHT_YELLOW, &view.yellow, &view.n_yellow));
		render(v, ui_home_leader(&v->rs->body, &v->ui, &view));
		return OK;
	}
	if (v->ui.supervises) {
		struct matter_row *rows;
		TRY(open_documents(v, &view));
		TRY(look_back_list(ctx_of(v), &rows, &view.n_look_backs));
		view.look_backs = rows;
	}
	render(v, ui_home(&v->rs->body, &v->ui, &view));
	return OK;
}
