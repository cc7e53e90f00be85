/* SPDX-License-Identifier: Apache-2.0 */
/* The board of requests: how much stands in each queue of whoever looks, and where many ask about
 * the same. Every number leads to its rows. */
#include "core/request_rates.h"
#include "web/desk_in.h"

enum { LIT = 200, HOT = 20 };

/* ---- queues ---- */
static err lit(struct visit *v, const struct kind *k, int state, enum light light, int64_t *ret, bool *ret_more)
{
	struct matter_page page;
	TRY(matter_list(ctx_of(v), &(struct matter_query){.kind = k, .states = 1ull << state, .lights = 1u << light, .due_from = DAY_NONE, .due_to = DAY_NONE,
							  .order = ORDER_DUE, .limit = LIT}, &page));
	*ret = (int64_t)page.n;
	*ret_more |= page.next.n > 0;
	return OK;
}

static err queues(struct visit *v, const struct kind *k, struct desk_board_view *view)
{
	int64_t *counts = arena_new_n(v->arena, k->n_states, int64_t);
	struct desk_queue *out = arena_new_n(v->arena, k->n_states, struct desk_queue);
	TRY(matter_state_counts(ctx_of(v), k, counts));
	for (size_t i = 0; i < k->n_states; i++) {
		struct desk_queue *q = &out[view->n_queues];
		if (k->states[i].closed)
			continue;
		*q = (struct desk_queue){.label = words2_in(k->states[i].tray.zh.n ? &k->states[i].tray : &k->states[i].label, v->lang), .n = counts[i],
			.href = path_with(v, "/matters?kind=" STR_FMT "&s=" STR_FMT, STR_ARG(k->name), STR_ARG(k->states[i].name))};
		if (counts[i]) {
			TRY(lit(v, k, (int)i, LIGHT_RED, &q->red, &q->more));
			TRY(lit(v, k, (int)i, LIGHT_YELLOW, &q->yellow, &q->more));
		}
		view->overdue += q->red;
		view->n_queues++;
	}
	view->queues = out;
	return OK;
}

/* ---- hot places ---- */
static str topic_title(struct visit *v, const struct desk_hot *h)
{
	const str args[] = {h->place, h->label};
	return said_with(v, W("{0}: {1}, asked about again and again"), args, 2);
}

static str topic_why(struct visit *v, const struct similar_cluster *c)
{
	struct buf from, to;
	buf_init(&from, v->arena);
	buf_init(&to, v->arena);
	put_day(&from, zone_day(v->ui.zone, c->first));
	put_day(&to, zone_day(v->ui.zone, c->last));
	const str args[] = {buf_str(&from), buf_str(&to), str_dup(v->arena, ui_n((int64_t)c->requests)), str_dup(v->arena, ui_n((int64_t)c->n_matters))};
	return said_with(v, W("{2} requests in {3} matters from {0} to {1}"), args, 4);
}

static err hot(struct visit *v, struct desk_board_view *view)
{
	struct similar_cluster *c;
	size_t n;
	TRY(similar_clusters(ctx_of(v), &c, &n));
	struct desk_hot *out = arena_new_n(v->arena, n, struct desk_hot);
	for (size_t i = 0; i < n && i < HOT; i++) {
		struct desk_hot *h = &out[view->n_hot++];
		*h = (struct desk_hot){.c = &c[i], .label = label_leaf(words2_in(&c[i].category, v->lang)),
			.place = c[i].area_name.n ? c[i].area_name : c[i].newest.title, .key = fresh_key(v)};
		h->title = topic_title(v, h);
		h->why = topic_why(v, &c[i]);
	}
	view->hot = out;
	return OK;
}

static void hot_map(struct visit *v, struct desk_board_view *view)
{
	struct map_point *p = arena_new_n(v->arena, view->n_hot, struct map_point);
	if (!public_map(v, &view->drawing))
		return;
	for (size_t i = 0; i < view->n_hot; i++) {
		const struct similar_cluster *c = view->hot[i].c;
		if (c->x != INT32_MIN)
			p[view->n_points++] = (struct map_point){.at = {(int64_t)c->x * 10, (int64_t)c->y * 10}, .light = c->newest.light == LIGHT_NONE ? NULL : light_css(c->newest.light).p, .count = (int64_t)c->requests,
				.label = view->hot[i].title, .href = path_with(v, "#hot-%zu", i)};
	}
	view->points = p;
	view->map_title = said(v, W("Map of the hot places"));
	view->map = view->n_points > 0;
	view->frame = map_frame_at(&view->drawing, 0, NULL);
}

static str month_now(struct visit *v)
{
	struct buf b;
	buf_init(&b, v->arena);
	put_day(&b, v->ui.today);
	return str_cut(buf_str(&b), 0, 7);
}

static err board_page(struct visit *v, str error)
{
	struct desk_board_view view = {.error = error, .month = month_now(v)};
	const struct kind *k = kind_named(v, S(ORDER_KIND)), *topic = kind_named(v, S("topic"));
	if (!k)
		return fail(ERR_NOTFOUND, "there is no such page");
	view.centre = topic && kind_opening(v, topic);
	TRY(queues(v, k, &view));
	TRY(hot(v, &view));
	hot_map(v, &view);
	TRY(frame(v, "desk-board"));
	render(v, ui_desk_board(&v->rs->body, &v->ui, &view));
	return OK;
}

err desk_board_page(struct visit *v)
{
	return board_page(v, S(""));
}

/* A topic is proposed from the form of a hot place; the rest is done on its own page. */
err desk_topic_post(struct visit *v)
{
	const struct kind *k = kind_named(v, S("topic"));
	const struct action *a = k ? kind_opening(v, k) : NULL;
	struct act_request rq = {.kind = k, .idempotency_key = form_get(v, "key")};
	struct act_result r;
	if (!a)
		return fail(ERR_INPUT, "there is no kind of matter called “{0}” that can be opened", S("topic"));
	err e = action_args(v, k, a, &rq);
	if (e == OK)
		e = committing(v, act(ctx_of(v), &rq, &r));
	if (e == OK) {
		see_other(v, path_with(v, "/matters/%lld", (long long)r.matter));
		return OK;
	}
	if (e != ERR_INPUT && e != ERR_CONFLICT)
		return e;
	v->rs->status = e == ERR_CONFLICT ? 409 : 422;
	str sentence = fail_said(v);
	ctx_refresh(ctx_of(v));
	return board_page(v, sentence);
}
