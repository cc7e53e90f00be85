/* SPDX-License-Identifier: Apache-2.0 */
/* Reading functions of core, each asked whatever somebody could ask of a matter: matters, lists, work, search. */
#ifndef LUOSHI_SECRECY_ASK_MATTER_H
#define LUOSHI_SECRECY_ASK_MATTER_H

#include "secrecy_look.h"

/* What he would ask if he guessed right; then what is his own. */
static void matter_of(struct look *l, err (*read)(struct ctx *, int64_t, struct matter_view *))
{
	struct matter_view v = {0};
	if (told(l, read(l->x, l->of.matter, &v)))
		view(l, &v);
	for (size_t i = 0; i < COUNT_OF(l->base); i++)
		if (told(l, read(l->x, l->base[i], &v)))
			view(l, &v);
	if (told(l, read(l->x, l->topic, &v)))
		view(l, &v);
}
static void ask_read(struct look *l) { matter_of(l, matter_read); }
static void ask_brief(struct look *l) { matter_of(l, matter_brief); }
static void ask_values(struct look *l) { matter_of(l, matter_values); }

/* An order is no subject, whoever asks; test_core_measure.c keeps firms from those who may not see them. */
static void ask_measured(struct look *l)
{
	struct measured *v;
	size_t n;
	if (told(l, values_read(l->x, &(struct value_query){.subject = l->of.matter, .sort = -1, .known = MS_NONE}, &v, &n)))
		num(l, (int64_t)n);
}

static void ask_measured_story(struct look *l)
{
	struct measured *v;
	size_t n;
	if (told(l, value_story(l->x, &(struct measured){.indicator = S("gdp"), .subject = l->of.matter, .period = S("2026-10")}, &v, &n)))
		num(l, (int64_t)n);
}

static void ask_subjects(struct look *l)
{
	struct measured_subject *v;
	size_t n;
	if (told(l, subjects_read(l->x, S("order"), S("category"), &v, &n)))
		num(l, (int64_t)n);
}

static void ask_subject_find(struct look *l)
{
	int64_t id;
	if (told(l, subject_find(l->x, S("order"), l->of.title, &id)))
		num(l, id);
}

static void ask_subject(struct look *l)
{
	struct measured_subject s;
	if (told(l, subject_read(l->x, l->of.matter, &s)))
		txt(l, s.name);
}

static void ask_wall(struct look *l)
{
	struct wall w;
	if (told(l, wall_read(l->x, S("order"), l->of.matter, S("2026-10"), MS_NONE, &w)))
		num(l, (int64_t)w.n);
}

static void ask_number(struct look *l)
{
	int64_t id;
	if (told(l, matter_by_number(l->x, l->of.number, &id)))
		num(l, id);
}

static void ask_title(struct look *l)
{
	int64_t *v;
	size_t n;
	if (told(l, matters_by_title(l->x, kind_of(l->k, "order"), l->of.title, &v, &n)))
		for (size_t i = 0; i < n; i++)
			num(l, v[i]);
}

static void ask_untouched(struct look *l)
{
	bool is;
	if (told(l, matter_untouched(l->x, l->of.matter, 1, &is)))
		num(l, is);
}

static void ask_evidence(struct look *l)
{
	struct evidence_view v;
	str bytes;
	for (int i = 0; i < 2; i++)
		if (told(l, evidence_read(l->x, l->of.event, i, &v, &bytes)))
			txt(l, v.name), txt(l, bytes);
}

static void course(struct look *l, err (*read)(struct ctx *, int64_t, struct course *))
{
	struct course c;
	const int64_t id[] = {l->of.matter, l->topic};
	for (size_t i = 0; i < 2; i++)
		if (told(l, read(l->x, id[i], &c)))
			num(l, c.planned_now), num(l, (int64_t)c.n_actual), num(l, (int64_t)c.n_steps);
}
static void ask_planned(struct look *l) { course(l, matter_planned); }
static void ask_course(struct look *l) { course(l, matter_course); }

static void list(struct look *l, struct matter_query q)
{
	struct matter_page p;
	for (int i = 0; i < 12; i++) { /* page after page */
		if (!told(l, matter_list(l->x, &q, &p)))
			return;
		page(l, &p);
		if (!p.next.n)
			return;
		q.cursor = p.next;
	}
}

static void ask_list(struct look *l)
{
	static const int limit[] = {0, 1, 2};
	const struct kind *kinds[] = {NULL, kind_of(l->k, "order"), kind_of(l->k, "topic")};
	int64_t units[] = {0, l->k->unit[U_TOP], l->k->unit[U_TRAFFIC], l->k->unit[U_SUPERVISION], l->k->unit[U_HOUSING]};
	for (int order = ORDER_CHANGED; order <= ORDER_OPENED; order++)
		for (size_t i = 0; i < COUNT_OF(limit); i++) {
			struct matter_query q = {.order = (enum matter_order)order, .limit = limit[i], .due_from = DAY_NONE, .due_to = DAY_NONE};
			struct matter_query p;
			for (size_t k = 0; k < COUNT_OF(kinds); k++)
				p = q, p.kind = kinds[k], list(l, p);
			for (size_t u = 0; u < COUNT_OF(units); u++)
				p = q, p.unit = units[u], list(l, p);
			for (int s = 0; s < (int)kinds[1]->n_states; s++)
				p = q, p.kind = kinds[1], p.states = 1ull << s, list(l, p);
			for (int c = 0; c < LIGHTS; c++)
				p = q, p.lights = 1u << c, list(l, p);
			p = q, p.words = l->of.title, list(l, p);
			p = q, p.words = l->of.number, list(l, p);
			p = q, p.overdue = true, list(l, p);
			p = q, p.without_evidence = true, list(l, p);
			p = q, p.unreported = true, list(l, p);
			p = q, p.named = true, list(l, p);
			p = q, p.with_fields = true, list(l, p);
			p = q, p.differs = true, list(l, p);
			p = q, p.stale = true, list(l, p);
			p = q, p.due_from = zone_day(l->k->zone, l->k->now), list(l, p);
			p = q, p.due_to = zone_day(l->k->zone, l->k->now) + 10, list(l, p);
		}
}

static void counted(struct look *l, err (*count)(struct ctx *, struct matter_counts *))
{
	struct matter_counts c;
	if (told(l, count(l->x, &c)))
		num(l, c.all), num(l, c.open), num(l, c.green), num(l, c.yellow), num(l, c.red), num(l, c.done), num(l, c.waiting_for_me), num(l, c.blue),
			num(l, c.orange);
}
static void ask_counts(struct look *l) { counted(l, matter_counts); }
static void ask_named(struct look *l) { counted(l, matter_counts_named); }

static void ask_states(struct look *l)
{
	const char *const name[] = {"order", "topic", "article"};
	for (size_t k = 0; k < COUNT_OF(name); k++) {
		const struct kind *kind = kind_of(l->k, name[k]);
		int64_t n[64] = {0};
		if (told(l, matter_state_counts(l->x, kind, n)))
			for (size_t i = 0; i < kind->n_states; i++)
				num(l, n[i]);
	}
}

static void ask_may(struct look *l)
{
	const struct kind *k = kind_of(l->k, "order");
	for (size_t i = 0; i < k->n_actions; i++)
		if (told(l, act_may(l->x, l->of.matter, k->actions[i].name)))
			buf_z(&l->b, " may");
}

static void ask_differ(struct look *l)
{
	int64_t n;
	bool more;
	if (told(l, differ_count(l->x, &n, &more)))
		num(l, n), num(l, more);
}

static void todos(struct look *l, const struct todo *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		row(l, &v[i].row), txt(l, v[i].what), txt(l, v[i].action->name), num(l, v[i].part), num(l, v[i].urged), txt(l, v[i].urged_what);
}

static void ask_todo(struct look *l)
{
	struct todo *v;
	size_t n;
	if (told(l, todo_list(l->x, &v, &n)))
		todos(l, v, n);
}

static void ask_todo_page(struct look *l)
{
	struct todo *v;
	size_t n;
	str next = S("");
	for (int i = 0; i < 8; i++) {
		if (!told(l, todo_page(l->x, next, 1, &v, &n, &next)))
			return;
		todos(l, v, n), txt(l, next);
		if (!next.n)
			return;
	}
}

static void ask_mine(struct look *l)
{
	struct matter_page p;
	for (int i = 0; i < MINES; i++) {
		p.next = S("");
		for (int turn = 0; turn < 8; turn++) {
			if (!told(l, mine_list(l->x, (enum mine)i, p.next, 1, &p)))
				break;
			page(l, &p);
			if (!p.next.n)
				break;
		}
	}
}

static void ask_mine_count(struct look *l)
{
	int64_t n;
	bool more;
	for (int i = 0; i < MINES; i++)
		if (told(l, mine_count(l->x, (enum mine)i, &n, &more)))
			num(l, n), num(l, more);
}

static void ask_parts(struct look *l)
{
	const struct kind *order = kind_of(l->k, "order");
	struct part_page p;
	int64_t units[] = {0, l->k->unit[U_TOP], l->k->unit[U_SUPERVISION], l->k->unit[U_HOUSING], l->k->unit[U_ROADS]};
	for (int way = 0; way < 5; way++)
		for (size_t u = 0; u < COUNT_OF(units); u++)
			for (int limit = 0; limit < 2; limit++) {
				p.next = S("");
				for (int turn = 0; turn < 12; turn++) {
					const struct part_query q = {.unit = units[u], .mine = way == 1, .sort = way == 2 ? &order->parts[0] : way == 3 ? &order->parts[1] : NULL,
						.open = way == 4, .due_from = DAY_NONE, .due_to = DAY_NONE, .limit = limit, .cursor = p.next};
					if (!told(l, part_list(l->x, &q, &p)))
						break;
					for (size_t i = 0; i < p.n; i++)
						row(l, &p.rows[i].matter), part(l, &p.rows[i].part);
					txt(l, p.next);
					if (!p.next.n)
						break;
				}
			}
}

static void ask_search(struct look *l)
{
	const str words[] = {l->of.title, S("路灯"), S("路面"), S("不亮"), l->of.number, l->of.request_number, l->of.phone, S("榴乡"), S("虚构街"), S("答复群众")};
	for (size_t w = 0; w < COUNT_OF(words); w++)
		for (int tab = SEARCH_MATTERS; tab <= SEARCH_DOCUMENTS; tab++)
			for (int limit = 0; limit < 2; limit++) {
				struct search_page p = {.next = S("")};
				for (int turn = 0; turn < 8; turn++) {
					if (!told(l, search_read(l->x, &(struct search_query){.words = words[w], .tab = (enum search_tab)tab, .limit = limit, .cursor = p.next}, &p)))
						break;
					num(l, p.matter), num(l, p.asked);
					for (size_t i = 0; i < p.n; i++)
						row(l, &p.hits[i].row), num(l, p.hits[i].document), txt(l, p.hits[i].snippet.text), txt(l, p.hits[i].label);
					txt(l, p.next);
					if (!p.next.n)
						break;
				}
			}
}

static void ask_names(struct look *l)
{
	const str words[] = {S("局"), S("zjj"), S("柳"), l->of.title};
	struct name_hit *v;
	size_t n;
	for (size_t w = 0; w < COUNT_OF(words); w++)
		if (told(l, search_names(l->x, words[w], &v, &n)))
			for (size_t i = 0; i < n; i++)
				num(l, v[i].unit), num(l, v[i].person), txt(l, v[i].name.text), txt(l, v[i].detail);
}

static void ask_similar(struct look *l)
{
	const struct similar_ask q[] = {{.words = S("虚构街东头路灯不亮，晚上看不清路"), .place = S("虚构街"), .category = S("urban.road.lamp"), .phone = l->of.phone, .x = S("117.56"), .y = S("34.86")},
		{.words = l->of.title, .title = l->of.title}, {.phone = l->of.phone}, {.category = S("urban.road.lamp"), .x = S("117.56"), .y = S("34.86")},
		{.words = S("路灯不亮"), .matter = l->base[0]}};
	for (size_t i = 0; i < COUNT_OF(q); i++)
		for (int all = 0; all < 2; all++)
			for (int limit = 0; limit < 2; limit++) {
				struct similar_ask one = q[i];
				struct similar_page p;
				one.all = all, one.limit = limit;
				if (!told(l, similar_find(l->x, &one, &p)))
					continue;
				for (size_t h = 0; h < p.n; h++)
					row(l, &p.hits[h].row), num(l, p.hits[h].request), num(l, p.hits[h].metres), num(l, p.hits[h].same_caller), txt(l, p.hits[h].why);
			}
}

static void ask_clusters(struct look *l)
{
	struct similar_cluster *v;
	size_t n;
	if (told(l, similar_clusters(l->x, &v, &n)))
		for (size_t i = 0; i < n; i++) {
			txt(l, v[i].category_name), num(l, v[i].area), num(l, v[i].x), num(l, v[i].y), num(l, (int64_t)v[i].requests), num(l, v[i].first), num(l, v[i].last);
			for (size_t m = 0; m < v[i].n_matters; m++)
				num(l, v[i].matters[m]);
			row(l, &v[i].newest);
		}
}

static void ask_suggest(struct look *l)
{
	const char *const field[] = {"category", "lead"};
	const int64_t matter[] = {0, l->of.matter, l->base[0]};
	struct suggestion *v;
	size_t n;
	for (size_t f = 0; f < COUNT_OF(field); f++)
		for (size_t m = 0; m < COUNT_OF(matter); m++)
			if (told(l, suggest_for(l->x, &(struct suggest_ask){.kind = kind_of(l->k, "order"), .field = str_of(field[f]), .matter = matter[m],
				    .title = l->of.title, .text = S("虚构街东头路灯不亮")}, &v, &n)))
				for (size_t i = 0; i < n; i++) {
					txt(l, v[i].value), num(l, v[i].share);
					for (size_t w = 0; w < v[i].n_words; w++)
						txt(l, v[i].words[w]);
				}
}

static void ask_suggested(struct look *l)
{
	struct suggest_row *v;
	size_t n;
	if (told(l, suggest_list(l->x, &v, &n)))
		for (size_t i = 0; i < n; i++)
			txt(l, v[i].field->name), num(l, v[i].examples), num(l, v[i].values), num(l, v[i].right), num(l, v[i].tested);
}

#endif
