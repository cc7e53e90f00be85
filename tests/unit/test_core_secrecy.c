/* SPDX-License-Identifier: Apache-2.0 */
/* Whoever is complained of learns nothing (docs/decisions/secrecy.md): every reading function of
 * core answers him byte for byte the same before an order about his unit is there and after it
 * was taken in, dispatched, assisted, answered, published and joined by another request. The
 * request centre, which may see it, is told of it by the same functions: so the comparison can fail.
 *
 * A new reading function gets a row in `readings`; secrecy_covers.py finds those that have none. */
#include "core_kit.h"

#include <string.h>

#include "core/measure.h"
#include "core/open311.h"
#include "core/privacy.h"
#include "core/published.h"
#include "core/request.h"
#include "core/request_rates.h"
#include "core/search.h"
#include "core/similar.h"
#include "core/suggest.h"
#include "core/told.h"

enum { X_CENTRE, X_CENTRE_TWO, X_CENTRE_IN_U, X_LEADER_BELOW_U, X_COLLEAGUE, EXTRAS };
static int64_t extra[EXTRAS];

static const struct kind *kind_of(struct kit *k, const char *name)
{
	for (size_t i = 0; i < k->packs[2]->n_kinds; i++)
		if (str_eq(k->packs[2]->kinds[i].name, str_of(name)))
			return &k->packs[2]->kinds[i];
	test_fails("no kind %s", name);
	return NULL;
}

static struct ctx as(struct kit *k, struct arena *a, int64_t person)
{
	struct ctx system, x;
	struct actor who;
	good(ctx_open(k->core, a, NULL, &system));
	good(actor_of_person(&system, person, &who));
	ctx_close(&system);
	good(ctx_open(k->core, a, &who, &x));
	return x;
}

static int secrecy_setup(void **state)
{
	static const struct {
		const char *login, *name;
		int unit;
		uint32_t duties;
	} more[EXTRAS] = {
		[X_CENTRE] = {"zhongxin1", "许听澜", U_SUPERVISION, 1u << DUTY_INTAKE},
		[X_CENTRE_TWO] = {"zhongxin2", "叶问山", U_SUPERVISION, 1u << DUTY_INTAKE},
		[X_CENTRE_IN_U] = {"zhongxin3", "白露晞", U_HOUSING, 1u << DUTY_INTAKE | 1u << DUTY_LIAISON},
		[X_LEADER_BELOW_U] = {"lingdao2", "沈怀瑾", U_ROADS, 1u << DUTY_LEADER | 1u << DUTY_SUPERVISION},
		[X_COLLEAGUE] = {"tongshi1", "江照野", U_SCHOOLS, 1u << DUTY_LIAISON},
	};
	struct kit *k = kit_place();
	struct ctx x;
	int64_t id;
	kit_pack(k, "packs/requests", "requests", &k->packs[2]);
	kit_open(k);
	kit_people(k);
	good(ctx_open(k->core, &k->arena, NULL, &x));
	for (int i = 0; i < EXTRAS; i++)
		good(user_add(&x, &(struct user_new){.unit = k->unit[more[i].unit], .login = str_of(more[i].login), .name = str_of(more[i].name),
			.post = S("科员"), .duties = more[i].duties, .demo = true}, &extra[i]));
	ctx_close(&x);
	x = as(k, &k->arena, k->person[P_SCHOOLS]);
	day_t today = zone_day(k->zone, k->now);
	good(absence_add(&x, &(struct absence){.person = k->person[P_SCHOOLS], .colleague = extra[X_COLLEAGUE], .first = today, .last = today + 30,
		.reason = S("外出学习")}, &id));
	ctx_close(&x);
	*state = k;
	return 0;
}

#define secrecy_test(f) cmocka_unit_test_setup_teardown(f, secrecy_setup, kit_teardown)

/* ---- writing down what was answered ------------------------------------------------------- */
struct known { /* what somebody would have to guess */
	int64_t matter, request, assist, event;
	str number, request_number, outside, phone, title;
};
struct look {
	struct kit *k;
	struct ctx *x;
	struct buf b;
	struct known of;
	int64_t base[4];  /* orders that everybody here may know of, by who leads them: housing, schools, traffic, roads */
	int64_t topic;
	int64_t base_event;
};

static void num(struct look *l, int64_t n)
{
	buf_fmt(&l->b, " %lld", (long long)n);
}

static void txt(struct look *l, str s)
{
	buf_z(&l->b, " «");
	buf_add(&l->b, s);
	buf_z(&l->b, "»");
}

/* An error is its sort and its sentence; true: there is something to write down. */
static bool told(struct look *l, err e)
{
	if (e == OK)
		return true;
	buf_fmt(&l->b, " error %d ", (int)e);
	fail_text(&l->b, LANG_EN);
	return false;
}

static void row(struct look *l, const struct matter_row *r)
{
	buf_z(&l->b, "\n row");
	num(l, r->id), num(l, r->version), num(l, r->state), txt(l, r->kind ? r->kind->name : S("")), txt(l, r->number), txt(l, r->title);
	txt(l, r->lead_name), num(l, r->lead), num(l, r->light), txt(l, r->light_word), num(l, r->due), num(l, r->overdue), num(l, r->left);
	num(l, r->share), num(l, r->schedule), num(l, r->changed), num(l, r->opened), num(l, r->reported), num(l, r->evidence), txt(l, r->source_title);
	txt(l, r->main_action ? r->main_action->name : S("")), num(l, r->confidence), txt(l, r->why), num(l, (int64_t)r->n_fields);
	for (size_t i = 0; i < r->n_fields; i++)
		txt(l, r->fields[i].field->name), txt(l, r->fields[i].text), txt(l, r->fields[i].raw);
}

static void rows(struct look *l, const struct matter_row *v, size_t n)
{
	num(l, (int64_t)n);
	for (size_t i = 0; i < n; i++)
		row(l, &v[i]);
}

static void page(struct look *l, const struct matter_page *p)
{
	rows(l, p->rows, p->n);
	txt(l, p->next);
}

static void values(struct look *l, const struct value *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		txt(l, v[i].field->name), txt(l, v[i].text), txt(l, v[i].raw), num(l, v[i].masked), num(l, v[i].reveal);
}

static void offers(struct look *l, const struct offered *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		txt(l, v[i].action->name), txt(l, v[i].missing.en);
}

static void clocks(struct look *l, const struct clock_view *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		txt(l, v[i].decl->name), num(l, v[i].started), num(l, v[i].due), num(l, v[i].left), num(l, v[i].running), num(l, v[i].paused);
}

static void part(struct look *l, const struct part_view *p)
{
	row(l, &p->row);
	num(l, p->person), txt(l, p->person_name), txt(l, p->light_why), num(l, p->moved);
	values(l, p->fields, p->n_fields);
	clocks(l, p->clocks, p->n_clocks);
	offers(l, p->actions, p->n_actions);
}

static void view(struct look *l, const struct matter_view *v)
{
	row(l, &v->row);
	txt(l, v->light_why), num(l, v->watched), num(l, v->source.document), txt(l, v->source.quote);
	values(l, v->fields, v->n_fields);
	clocks(l, v->clocks, v->n_clocks);
	offers(l, v->actions, v->n_actions);
	for (size_t i = 0; i < v->n_events; i++) {
		const struct event_view *e = &v->events[i];
		buf_z(&l->b, "\n event");
		num(l, e->id), num(l, e->seq), num(l, e->at), txt(l, e->actor_name), txt(l, e->actor_unit), txt(l, e->action), txt(l, e->label);
		txt(l, e->text), txt(l, e->reason), num(l, e->files), num(l, e->part), txt(l, e->part_title), txt(l, e->behalf_name);
	}
	for (size_t i = 0; i < v->n_evidence; i++)
		num(l, v->evidence[i].event), num(l, v->evidence[i].position), txt(l, v->evidence[i].name), num(l, v->evidence[i].part);
	buf_z(&l->b, "\n linked");
	rows(l, v->linked, v->n_linked);
	for (size_t i = 0; i < v->n_parts; i++)
		part(l, &v->parts[i]);
	for (size_t i = 0; i < v->n_part_offers; i++)
		txt(l, v->part_offers[i].sort->name), offers(l, &v->part_offers[i].offered, 1);
	num(l, (int64_t)v->n_away);
}

static void request(struct look *l, const struct request_row *r)
{
	row(l, &r->matter);
	num(l, r->id), txt(l, r->number), txt(l, r->channel), txt(l, r->outside), txt(l, r->state->name), num(l, r->at), num(l, r->open);
}

/* ---- one function after the other ------------------------------------------------------------ */
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

static void ask_request(struct look *l)
{
	struct request_row r;
	if (told(l, request_find(l->x, l->of.request_number, &r)))
		request(l, &r);
}

static void ask_outside(struct look *l)
{
	struct request_row r;
	if (told(l, request_find_outside(l->x, S("h12345"), l->of.outside, &r)))
		request(l, &r);
}

static void ask_caller(struct look *l)
{
	struct request_row *v;
	size_t n;
	for (int limit = 1; limit < 4; limit++)
		if (told(l, requests_of_caller(l->x, l->of.phone, limit, &v, &n)))
			for (size_t i = 0; i < n; i++)
				request(l, &v[i]);
}

static void ask_requests(struct look *l)
{
	struct request_row *v;
	size_t n;
	for (int limit = 0; limit < 3; limit++)
		for (int channel = 0; channel < 2; channel++) {
			str next = S("");
			for (int turn = 0; turn < 12; turn++) {
				if (!told(l, request_list(l->x, &(struct request_query){.channel = channel ? S("h12345") : S(""), .from = MS_NONE, .to = MS_NONE, .limit = limit,
					.cursor = next}, &v, &n, &next)))
					break;
				for (size_t i = 0; i < n; i++)
					request(l, &v[i]);
				txt(l, next);
				if (!next.n)
					break;
			}
		}
}

static void ask_rates(struct look *l)
{
	struct rates_month m;
	if (!told(l, requests_period_read(l->x, 202610, &m)))
		return;
	num(l, (int64_t)m.n_orders), num(l, (int64_t)m.n_handings), num(l, (int64_t)m.n_requests), num(l, (int64_t)m.n_visits), num(l, (int64_t)m.n_units);
	for (size_t i = 0; i < m.n_orders; i++)
		num(l, m.orders[i].id), txt(l, m.orders[i].number), num(l, m.orders[i].unit);
	for (size_t i = 0; i < m.n_requests; i++)
		num(l, m.requests[i].id), txt(l, m.requests[i].number), num(l, m.requests[i].duplicate), num(l, m.requests[i].repeated);
	for (size_t i = 0; i < m.n_units; i++)
		txt(l, m.units[i].name);
}

static void ask_rates_seen(struct look *l)
{
	bool seen[2] = {false, false};
	const int64_t ids[] = {l->of.matter, l->base[0]};
	if (told(l, rates_seen(l->x, ids, 2, seen)))
		num(l, seen[0]), num(l, seen[1]);
}

static void ask_period(struct look *l)
{
	struct period p;
	day_t today = zone_day(l->k->zone, l->k->now);
	if (!told(l, period_read(l->x, today - 30, today + 30, &p)))
		return;
	for (size_t i = 0; i < p.n; i++)
		row(l, &p.rows[i].row);
	num(l, (int64_t)p.n_letters);
}

static void ask_week(struct look *l)
{
	struct week_run w;
	if (!told(l, week_run_read(l->x, week_monday(zone_day(l->k->zone, l->k->now)), &w)))
		return;
	for (size_t i = 0; i < w.n; i++)
		row(l, &w.items[i].row);
	num(l, (int64_t)w.n_units), num(l, (int64_t)w.n_dues);
}

static void ask_week_of(struct look *l)
{
	struct matter_week w;
	if (told(l, week_of_matter(l->x, l->of.matter, &w)))
		num(l, w.there), num(l, w.may_issue), num(l, w.may_apply), num(l, (int64_t)w.n_letters);
}

static void ask_look_back(struct look *l)
{
	struct matter_row *v;
	size_t n;
	if (told(l, look_back_list(l->x, &v, &n)))
		rows(l, v, n);
}

static void ask_documents(struct look *l)
{
	struct document_row *v;
	size_t n;
	str next;
	if (told(l, document_list(l->x, S(""), 0, &v, &n, &next)))
		num(l, (int64_t)n), txt(l, next);
}

static void ask_reveals(struct look *l)
{
	struct reveal_row *v;
	size_t n;
	if (told(l, reveals_of(l->x, l->of.matter, &v, &n)))
		num(l, (int64_t)n);
}

static void ask_reveal(struct look *l)
{
	str v;
	if (told(l, privacy_reveal(l->x, l->of.matter, l->of.request, S("phone"), S("核对回访号码"), &v)))
		txt(l, v);
	num(l, may_reveal(l->x, l->of.matter, l->of.request, S("phone")));
}

static void ask_reveal_list(struct look *l)
{
	struct reveal_row *v;
	size_t n;
	int64_t next;
	if (told(l, reveal_list(l->x, &(struct reveal_query){0}, &v, &n, &next)))
		for (size_t i = 0; i < n; i++)
			num(l, v[i].matter), txt(l, v[i].number), txt(l, v[i].label), txt(l, v[i].reason);
}

static void ask_brief_told(struct look *l)
{
	struct told_brief t;
	if (told(l, told_brief(l->x, l->of.matter, &t)))
		txt(l, t.number), txt(l, t.title);
}

static void ask_would(struct look *l)
{
	struct ctx *x = l->x;
	told(l, act_would(x, &(struct act_request){.matter = l->of.matter, .action = S("dispatch")}));
	told(l, act_would(x, &(struct act_request){.matter = l->of.matter, .part = l->of.assist, .action = S("reply")}));
	told(l, watch_set(x, l->of.matter, true));
}

static void ask_setting(struct look *l)
{
	struct setting_preview p;
	if (told(l, setting_preview(l->x, S("requests.warn_days"), S("3"), &p)))
		num(l, p.counted);
}

static void ask_published(struct look *l)
{
	struct published_row *v;
	size_t n;
	str next = S("");
	for (int turn = 0; turn < 8; turn++) {
		if (!told(l, published_list(l->k->core, &l->k->arena, LANG_EN, &(struct published_query){.limit = 1, .cursor = next}, &v, &n, &next)))
			return;
		for (size_t i = 0; i < n; i++)
			txt(l, v[i].number), txt(l, v[i].unit), num(l, v[i].at), values(l, v[i].fields, v[i].n_fields);
		txt(l, next);
		if (!next.n)
			return;
	}
}

static void ask_published_one(struct look *l)
{
	struct request_public r;
	if (told(l, request_published(l->k->core, &l->k->arena, LANG_EN, l->of.request_number, &r)))
		txt(l, r.state), txt(l, r.unit), values(l, r.fields, r.n_fields);
}

/* Open311 as somebody without a key asks it. */
static struct open311_query anybody(struct look *l)
{
	const struct kind *k = kind_of(l->k, "order");
	struct open311_query q = {.kind = k, .lang = LANG_EN, .from = 0, .to = l->k->now + 40 * KIT_DAY, .most = 50};
	for (size_t i = 0; i < k->n_fields; i++)
		if (str_eq(k->fields[i].name, S("category")))
			q.service = (int)i;
	return q;
}

static void ask_311(struct look *l)
{
	struct open311_query q = anybody(l);
	struct open311_row *v;
	size_t n;
	if (told(l, open311_list(l->k->core, &l->k->arena, &q, &v, &n)))
		for (size_t i = 0; i < n; i++)
			txt(l, v[i].number), txt(l, v[i].unit), num(l, v[i].at);
}

static void ask_311_one(struct look *l)
{
	struct open311_query q = anybody(l);
	struct open311_row r;
	if (told(l, open311_find(l->k->core, &l->k->arena, &q, l->of.request_number, &r)))
		txt(l, r.number), txt(l, r.unit);
}

static void ask_311_steps(struct look *l)
{
	struct open311_query q = anybody(l);
	struct open311_update *v;
	size_t n;
	if (told(l, open311_steps(l->k->core, &l->k->arena, &q, &v, &n)))
		for (size_t i = 0; i < n; i++)
			txt(l, v[i].number), num(l, v[i].at);
}

static const struct reading {
	const char *name; /* of the function */
	void (*ask)(struct look *);
	bool tells;       /* the request centre is told of the order by it */
} readings[] = {
	{"matter_read", ask_read, true},
	{"values_read", ask_measured, false},
	{"value_story", ask_measured_story, false},
	{"subjects_read", ask_subjects, false},
	{"subject_find", ask_subject_find, false},
	{"subject_read", ask_subject, true},
	{"wall_read", ask_wall, false},
	{"matter_brief", ask_brief, true},
	{"matter_values", ask_values, true},
	{"matter_by_number", ask_number, true},
	{"matters_by_title", ask_title, true},
	{"matter_untouched", ask_untouched, true},
	{"evidence_read", ask_evidence, true},
	{"matter_planned", ask_planned, true},
	{"matter_course", ask_course, true},
	{"matter_list", ask_list, true},
	{"matter_counts", ask_counts, true},
	{"matter_counts_named", ask_named, false},
	{"matter_state_counts", ask_states, true},
	{"act_may", ask_may, true},
	{"act_would", ask_would, true},
	{"watch_set", ask_would, true},
	{"differ_count", ask_differ, false},
	{"todo_list", ask_todo, true},
	{"todo_page", ask_todo_page, true},
	{"mine_list", ask_mine, true},
	{"mine_count", ask_mine_count, true},
	{"part_list", ask_parts, true},
	{"search_read", ask_search, true},
	{"search_names", ask_names, false},
	{"similar_find", ask_similar, true},
	{"similar_clusters", ask_clusters, true},
	{"suggest_for", ask_suggest, true},
	{"suggest_list", ask_suggested, false},
	{"request_find", ask_request, true},
	{"request_find_outside", ask_outside, true},
	{"requests_of_caller", ask_caller, true},
	{"request_list", ask_requests, true},
	{"requests_period_read", ask_rates, true},
	{"rates_seen", ask_rates_seen, true},
	{"period_read", ask_period, false},
	{"week_run_read", ask_week, false},
	{"week_of_matter", ask_week_of, true},
	{"look_back_list", ask_look_back, false},
	{"document_list", ask_documents, false},
	{"reveals_of", ask_reveals, true},
	{"privacy_reveal", ask_reveal, true},
	{"may_reveal", ask_reveal, true},
	{"reveal_list", ask_reveal_list, false},
	{"told_brief", ask_brief_told, true},
	{"setting_preview", ask_setting, false},
	{"published_list", ask_published, false},
	{"request_published", ask_published_one, false},
	{"open311_list", ask_311, false},
	{"open311_find", ask_311_one, false},
	{"open311_steps", ask_311_steps, false},
};
#define READINGS COUNT_OF(readings)

/* ---- what happens -------------------------------------------------------------------------- */
struct call {
	const char *title, *words, *phone, *outside, *category, *place, *topic;
	int64_t matter, reported;
};

static struct request_taken take(struct kit *k, const struct call *c)
{
	struct request_taken t;
	struct ctx x = as(k, &k->arena, extra[X_CENTRE]);
	const struct arg args[] = {{S("channel"), S("h12345")}, {S("words"), str_of(c->words)}, {S("phone"), str_of(c->phone)}, {S("outside"), str_of(c->outside)},
		{S("place"), str_of(c->place)}, {S("name"), S("于春禾")}};
	const struct arg of[] = {{S("title"), str_of(c->title)}, {S("class"), S("complaint")}, {S("category"), str_of(c->category)}, {S("place"), str_of(c->place)},
		{S("x"), S("117.56")}, {S("y"), S("34.86")}, {S("area"), kit_id(&k->arena, k->unit[U_TRAFFIC])}, {S("topic"), str_of(c->topic)},
		{S("reported_unit"), c->reported ? kit_id(&k->arena, c->reported) : S("")}};
	const struct upload photo = {S("现场.txt"), S("一张照片")};
	good(request_take(&x, &(struct request_new){.kind = kind_of(k, "order"), .matter = c->matter, .args = args, .n_args = COUNT_OF(args), .of_matter = of,
		.n_of_matter = c->matter ? 0 : COUNT_OF(of), .files = &photo, .n_files = 1, .notice = S("2026-1")}, &t));
	ctx_close(&x);
	return t;
}

struct doing {
	int64_t matter, part;
	const char *sort, *action, *reason;
	const struct kind *kind;
	bool file;
};

static struct act_result by(struct kit *k, int64_t person, struct doing d, const struct arg *args, size_t n)
{
	struct act_result done;
	struct ctx x = as(k, &k->arena, person);
	const struct upload photo = {S("处理后.txt"), S("修好以后的照片")};
	good(act(&x, &(struct act_request){.matter = d.matter, .part = d.part, .sort = str_of(d.sort), .action = str_of(d.action), .kind = d.kind, .args = args,
		.n_args = n, .reason = str_of(d.reason), .files = &photo, .n_files = d.file}, &done));
	ctx_close(&x);
	return done;
}

static str unit_arg(struct kit *k, int unit)
{
	return kit_id(&k->arena, k->unit[unit]);
}

static int64_t handed(struct kit *k, int64_t matter, int lead, int64_t liaison)
{
	by(k, extra[X_CENTRE], (struct doing){.matter = matter, .action = "dispatch"}, ARGS({S("lead"), unit_arg(k, lead)}));
	by(k, liaison, (struct doing){.matter = matter, .action = "sign"}, NO_ARGS);
	return matter;
}

static void answered(struct kit *k, int64_t matter, int64_t liaison, const char *title)
{
	by(k, liaison, (struct doing){.matter = matter, .action = "answer", .file = true}, ARGS({S("result"), S("查清并修好了")}, {S("public_answer"), S("已经修好，请放心")},
		{S("solved"), S("yes")}, {S("contacted"), S("1")}, {S("contact_at"), S("2026-10-01")}, {S("contact_way"), S("phone")}, {S("truthful"), S("1")},
		{S("in_duty"), S("1")}));
	by(k, extra[X_CENTRE_TWO], (struct doing){.matter = matter, .action = "pass_answer"}, ARGS({S("public_answer"), S("已经修好，请放心")}));
	by(k, extra[X_CENTRE_TWO], (struct doing){.matter = matter, .action = "publish"}, ARGS({S("public_title"), str_of(title)}, {S("public_answer"), S("已经修好，请放心")},
		{S("published"), S("1")}));
}

static void indexed(struct kit *k)
{
	bool more = true;
	while (more)
		good(search_due(k->core, &more));
	for (more = true; more;)
		good(similar_due(k->core, &more));
	good(suggest_train(k->core));
}

#define PHONE "13806321234"
/* The district that everybody here knows. */
static void a_district(struct kit *k, struct look *l, str *ret_topic)
{
	struct act_result t;
	t = by(k, extra[X_CENTRE], (struct doing){.kind = kind_of(k, "topic"), .action = "propose"}, ARGS({S("title"), S("路灯成片不亮")}, {S("month"), S("2026-10")},
		{S("why"), S("反映集中")}, {S("lead"), unit_arg(k, U_HOUSING)}));
	by(k, extra[X_CENTRE], (struct doing){.matter = t.matter, .action = "select"}, ARGS({S("lead"), unit_arg(k, U_HOUSING)}, {S("due"), S("2026-11-20")}));
	l->topic = t.matter;
	*ret_topic = str_dup(&k->arena, t.number);
	struct request_taken a = take(k, &(struct call){.title = "虚构街路灯不亮", .words = "虚构街东头的路灯不亮", .phone = PHONE, .outside = "A1", .category = "urban.road.lamp",
		.place = "虚构街东头", .topic = ""});
	l->base[0] = handed(k, a.matter, U_HOUSING, k->person[P_HOUSING]);
	by(k, k->person[P_HOUSING], (struct doing){.matter = a.matter, .sort = "assist", .action = "ask"}, ARGS({S("unit"), unit_arg(k, U_ROADS)}, {S("task"), S("查线路")}));
	struct request_taken b = take(k, &(struct call){.title = "校门口路面坑洼", .words = "校门口路面坑洼", .phone = "13906325678", .outside = "A2", .category = "urban.road.surface",
		.place = "虚构街西头", .topic = ""});
	l->base[1] = handed(k, b.matter, U_SCHOOLS, k->person[P_SCHOOLS]);
	struct request_taken c = take(k, &(struct call){.title = "公交站牌路灯不亮", .words = "站牌旁的路灯不亮", .phone = PHONE, .outside = "A3", .category = "urban.road.lamp",
		.place = "虚构街中段", .topic = ""});
	l->base[2] = handed(k, c.matter, U_TRAFFIC, k->person[P_TRAFFIC]);
	answered(k, c.matter, k->person[P_TRAFFIC], "公交站牌的灯");
	struct request_taken d = take(k, &(struct call){.title = "住建局门前路灯不亮", .words = "门前的路灯不亮", .phone = PHONE, .outside = "A4", .category = "urban.road.lamp",
		.place = "虚构街东头", .topic = ""});
	l->base[3] = handed(k, d.matter, U_ROADS, k->person[P_ROADS]);
}

/* And the order that is about them. It takes the ways by which it could be heard of. */
static void complained(struct kit *k, struct look *l, str topic)
{
	struct buf number;
	buf_init(&number, &k->arena);
	buf_add(&number, topic);
	buf_byte(&number, 0);
	const char *words = "虚构街东头路灯不亮，来修的人收了我五百块，晚上看不清路";
	struct request_taken t = take(k, &(struct call){.title = "修路灯私自收费五百块", .words = words, .phone = PHONE, .outside = "A5", .category = "urban.road.lamp",
		.place = "虚构街东头", .topic = number.p, .reported = k->unit[U_HOUSING]});
	struct ctx x = as(k, &k->arena, extra[X_CENTRE]);
	good(matter_deny(&x, t.matter, k->person[P_SCHOOLS], S("投诉的就是他本人")));
	ctx_close(&x);
	handed(k, t.matter, U_TRAFFIC, k->person[P_TRAFFIC]);
	struct act_result assist = by(k, k->person[P_TRAFFIC], (struct doing){.matter = t.matter, .sort = "assist", .action = "ask"},
		ARGS({S("unit"), unit_arg(k, U_SUPERVISION)}, {S("task"), S("调取收费记录")}));
	take(k, &(struct call){.matter = t.matter, .title = "", .words = words, .phone = PHONE, .outside = "A6", .category = "", .place = "虚构街东头",
		.topic = ""});
	by(k, extra[X_CENTRE], (struct doing){.matter = t.matter, .part = assist.part, .action = "cancel", .reason = "不用了"}, NO_ARGS);
	by(k, k->person[P_TRAFFIC], (struct doing){.matter = t.matter, .sort = "assist", .action = "ask"}, ARGS({S("unit"), unit_arg(k, U_SUPERVISION)}, {S("task"), S("再调取一次")}));
	by(k, extra[X_CENTRE], (struct doing){.matter = t.matter, .action = "remind"}, NO_ARGS);
	take(k, &(struct call){.title = "住建局窗口态度不好", .words = "在窗口办路灯报修，态度不好", .phone = PHONE, .outside = "A7", .category = "urban.road.lamp",
		.place = "虚构街东头", .topic = "", .reported = k->unit[U_HOUSING]});
	l->of = (struct known){.matter = t.matter, .request = t.request, .assist = assist.part, .number = str_dup(&k->arena, t.matter_number),
		.request_number = str_dup(&k->arena, t.number), .outside = S("A5"), .phone = S(PHONE), .title = S("修路灯私自收费五百块")};
	struct matter_view v;
	x = as(k, &k->arena, extra[X_CENTRE]);
	good(matter_read(&x, t.matter, &v));
	l->of.event = v.evidence[0].event;
	ctx_close(&x);
}

/* ---- before and after ------------------------------------------------------------------------- */
enum { W_LIAISON, W_HEAD, W_BELOW, W_PERSON, W_FOR_PERSON, W_CENTRE_IN_U, W_LEADER_BELOW_U, W_CENTRE, WATCHERS };
static const char *const watcher_names[WATCHERS] = {"the liaison", "the head", "a unit below", "the person", "on behalf of the person", "the centre's man in the unit",
	"a leader below the unit", "the centre"};

static struct ctx watcher(struct kit *k, int who)
{
	const int64_t person[WATCHERS] = {k->person[P_HOUSING], k->person[P_HOUSING_HEAD], k->person[P_ROADS], k->person[P_SCHOOLS], extra[X_COLLEAGUE],
		extra[X_CENTRE_IN_U], extra[X_LEADER_BELOW_U], extra[X_CENTRE]};
	struct ctx x = as(k, &k->arena, person[who]);
	if (who == W_FOR_PERSON)
		good(ctx_act_for(&x, k->person[P_SCHOOLS]));
	return x;
}

static str answer_of(struct kit *k, struct look *l, int who, size_t r)
{
	struct ctx x = watcher(k, who);
	buf_init(&l->b, &k->arena);
	l->k = k;
	l->x = &x;
	readings[r].ask(l);
	ctx_close(&x);
	return buf_str(&l->b);
}

static void ask_all(struct kit *k, struct look *l, str ret[WATCHERS][READINGS])
{
	for (int who = 0; who < WATCHERS; who++)
		for (size_t r = 0; r < READINGS; r++)
			ret[who][r] = answer_of(k, l, who, r);
}

/* Shows where they part. */
static bool same(str before, str after, int who, const char *name)
{
	size_t i = 0;
	if (str_eq(before, after))
		return true;
	while (i < before.n && i < after.n && before.p[i] == after.p[i])
		i++;
	i = i > 120 ? i - 120 : 0;
	print_error("%s tells %s:\n- %.*s\n+ %.*s\n", name, watcher_names[who], (int)(before.n - i > 320 ? 320 : before.n - i), before.p + i,
		(int)(after.n - i > 320 ? 320 : after.n - i), after.p + i);
	return false;
}

static struct look nothing_known(void)
{
	return (struct look){.of = {.matter = 999999, .request = 999998, .assist = 999997, .event = 999996, .number = S("诉〔2026〕099999"),
		.request_number = S("SQ20260099999"), .outside = S("A5"), .phone = S(PHONE), .title = S("修路灯私自收费五百块")}};
}

static void nobody_complained_of_learns_anything(void **state)
{
	struct kit *k = *state;
	static str before[WATCHERS][READINGS], after[WATCHERS][READINGS];
	struct look l = nothing_known();
	str topic;
	int leaks = 0;
	a_district(k, &l, &topic);
	indexed(k);
	ask_all(k, &l, before);
	complained(k, &l, topic);
	indexed(k);
	ask_all(k, &l, after);
	for (int who = 0; who < W_CENTRE; who++)
		for (size_t r = 0; r < READINGS; r++)
			leaks += !same(before[who][r], after[who][r], who, readings[r].name);
	for (size_t r = 0; r < READINGS; r++)
		if (readings[r].tells == str_eq(before[W_CENTRE][r], after[W_CENTRE][r])) {
			print_error("%s: the centre is told %s\n", readings[r].name, readings[r].tells ? "nothing" : "something");
			leaks++;
		}
	assert_int_equal(leaks, 0);
}

/* ---- what was theirs until somebody complained of them ------------------------------------------ */
static void taken_away(struct kit *k, struct look *l)
{
	struct request_taken t = take(k, &(struct call){.title = "修路灯私自收费五百块", .words = "虚构街东头路灯不亮，来修的人收了我五百块", .phone = PHONE, .outside = "A5",
		.category = "urban.road.lamp", .place = "虚构街东头", .topic = ""});
	handed(k, t.matter, U_HOUSING, k->person[P_HOUSING]);
	struct act_result assist = by(k, k->person[P_HOUSING], (struct doing){.matter = t.matter, .sort = "assist", .action = "ask"},
		ARGS({S("unit"), unit_arg(k, U_ROADS)}, {S("task"), S("谁去修的")}));
	const int64_t follows[] = {k->person[P_HOUSING], k->person[P_ROADS], k->person[P_HOUSING_HEAD]};
	for (size_t i = 0; i < COUNT_OF(follows); i++) {
		struct ctx x = as(k, &k->arena, follows[i]);
		good(watch_set(&x, t.matter, true));
		ctx_close(&x);
	}
	by(k, k->person[P_ROADS], (struct doing){.matter = t.matter, .part = assist.part, .action = "reply", .file = true}, ARGS({S("result"), S("不是我们修的")}));
	by(k, k->person[P_HOUSING], (struct doing){.matter = t.matter, .action = "return", .reason = "不归我们"}, ARGS({S("return_why"), S("duty")}));
	by(k, extra[X_CENTRE], (struct doing){.matter = t.matter, .action = "uphold_return"}, ARGS({S("lead"), unit_arg(k, U_TRAFFIC)}));
	by(k, k->person[P_TRAFFIC], (struct doing){.matter = t.matter, .action = "sign"}, NO_ARGS);
	by(k, extra[X_CENTRE], (struct doing){.matter = t.matter, .part = assist.part, .action = "cancel", .reason = "改派"}, NO_ARGS);
	struct ctx x = as(k, &k->arena, extra[X_CENTRE]);
	good(matter_deny(&x, t.matter, k->unit[U_HOUSING], S("投诉的就是它")));
	ctx_refresh(&x);
	good(matter_deny(&x, t.matter, k->person[P_SCHOOLS], S("亲属")));
	ctx_close(&x);
	answered(k, t.matter, k->person[P_TRAFFIC], "路灯收费");
	l->of = (struct known){.matter = t.matter, .request = t.request, .assist = assist.part, .number = str_dup(&k->arena, t.matter_number),
		.request_number = str_dup(&k->arena, t.number), .outside = S("A5"), .phone = S(PHONE), .title = S("修路灯私自收费五百块")};
	struct matter_view v;
	x = as(k, &k->arena, extra[X_CENTRE]);
	good(matter_read(&x, t.matter, &v));
	l->of.event = v.evidence[0].event;
	ctx_close(&x);
}

static void what_was_theirs_is_as_if_it_had_never_been(void **state)
{
	struct kit *k = *state;
	static str before[WATCHERS][READINGS], after[WATCHERS][READINGS];
	struct look l = nothing_known();
	str topic;
	int leaks = 0;
	a_district(k, &l, &topic);
	indexed(k);
	ask_all(k, &l, before);
	taken_away(k, &l);
	indexed(k);
	ask_all(k, &l, after);
	for (int who = 0; who < W_CENTRE; who++)
		for (size_t r = 0; r < READINGS; r++)
			leaks += !same(before[who][r], after[who][r], who, readings[r].name);
	assert_int_equal(leaks, 0);
}

/* ---- another matter that is theirs to see has to do with it ---------------------------------------- */
static int names_it(struct kit *k, struct look *l)
{
	str all[WATCHERS][READINGS];
	int leaks = 0;
	struct look blind = *l; /* what he asks for would stand in the answer */
	blind.of = nothing_known().of;
	blind.of.title = S("路灯");
	ask_all(k, &blind, all);
	const str secret[] = {l->of.number, l->of.request_number, l->of.title, kit_id(&k->arena, l->of.matter), kit_id(&k->arena, l->of.request), S("私自收费")};
	for (int who = 0; who < W_CENTRE; who++)
		for (size_t r = 0; r < READINGS; r++)
			for (size_t s = 0; s < COUNT_OF(secret); s++)
				if (str_find(all[who][r], secret[s], 0) >= 0) {
					print_error("%s tells %s of %.*s\n", readings[r].name, watcher_names[who], (int)secret[s].n, secret[s].p);
					leaks++;
				}
	return leaks;
}

static void a_neighbour_does_not_name_it(void **state)
{
	struct kit *k = *state;
	struct look l = nothing_known();
	struct act_result done;
	str topic;
	a_district(k, &l, &topic);
	struct request_taken near = take(k, &(struct call){.title = "虚构街路灯又不亮", .words = "虚构街东头的路灯又不亮", .phone = PHONE, .outside = "B1", .category = "urban.road.lamp",
		.place = "虚构街东头", .topic = ""});
	complained(k, &l, topic);
	struct ctx x = as(k, &k->arena, extra[X_CENTRE]);
	/* into a matter of the unit complained of it cannot go, */
	assert_int_equal(request_attach(&x, l.of.matter, l.of.request, l.base[0], S("同一处"), &done), ERR_INPUT);
	ctx_refresh(&x);
	/* one that belonged to nobody yet goes into it, and is named there alone */
	good(request_attach(&x, near.matter, near.request, l.of.matter, S("同一处"), &done));
	ctx_close(&x);
	indexed(k);
	assert_int_equal(names_it(k, &l), 0);
}

/* ---- giving it to them -------------------------------------------------------------------------------- */
static err give(struct kit *k, int64_t matter, const char *field, int64_t unit)
{
	struct act_result done;
	struct ctx x = as(k, &k->arena, extra[X_CENTRE]);
	struct arg args[] = {{S("lead"), kit_id(&k->arena, k->unit[U_TRAFFIC])}, {str_of(field), kit_id(&k->arena, unit)}};
	bool lead = strcmp(field, "lead") == 0;
	err e = act(&x, &(struct act_request){.matter = matter, .action = S("dispatch"), .args = lead ? args + 1 : args, .n_args = lead ? 1 : 2}, &done);
	ctx_close(&x);
	return e;
}

static void it_is_never_given_to_them(void **state)
{
	struct kit *k = *state;
	struct act_result done;
	struct request_taken t = take(k, &(struct call){.title = "修路灯私自收费五百块", .words = "收了我五百块", .phone = PHONE, .outside = "C1", .category = "urban.road.lamp",
		.place = "虚构街", .topic = "", .reported = k->unit[U_HOUSING]});
	const int64_t denied[] = {k->unit[U_HOUSING], k->unit[U_ROADS]};
	for (size_t i = 0; i < COUNT_OF(denied); i++) {
		struct buf b;
		buf_init(&b, &k->arena);
		assert_int_equal(give(k, t.matter, "lead", denied[i]), ERR_INPUT);
		fail_text(&b, LANG_EN);
		assert_true(str_find(buf_str(&b), S("complain"), 0) < 0); /* nothing of why */
		assert_int_equal(give(k, t.matter, "assist", denied[i]), ERR_INPUT);
	}
	handed(k, t.matter, U_TRAFFIC, k->person[P_TRAFFIC]);
	struct ctx x = as(k, &k->arena, k->person[P_TRAFFIC]);
	for (size_t i = 0; i < COUNT_OF(denied); i++) {
		assert_int_equal(act(&x, &(struct act_request){.matter = t.matter, .sort = S("assist"), .action = S("ask"),
			.args = ARGS({S("unit"), kit_id(&k->arena, denied[i])}, {S("task"), S("调取记录")})}, &done), ERR_INPUT);
		ctx_refresh(&x);
	}
	ctx_close(&x);
}

/* ---- when the unit becomes another -------------------------------------------------------------------------- */
static void whoever_takes_the_unit_over_does_not_see_it(void **state)
{
	struct kit *k = *state;
	struct look l = nothing_known();
	struct matter_view v;
	int64_t made;
	str topic;
	a_district(k, &l, &topic);
	complained(k, &l, topic);
	struct ctx x = as(k, &k->arena, k->person[P_ADMIN]);
	good(unit_change(&x, &(struct unit_change){.sort = UNIT_MERGE, .unit = k->unit[U_HOUSING], .heir = k->unit[U_SCHOOLS], .order = -1,
		.from = zone_day(k->zone, k->now), .reason = S("机构改革"), .source = S("枣编〔2026〕1号")}, &made));
	ctx_close(&x);
	const int64_t nobody[] = {k->person[P_HOUSING], k->person[P_HOUSING_HEAD], k->person[P_ROADS], extra[X_COLLEAGUE], extra[X_CENTRE_IN_U], extra[X_LEADER_BELOW_U]};
	for (size_t i = 0; i < COUNT_OF(nobody); i++) {
		x = as(k, &k->arena, nobody[i]);
		assert_int_equal(matter_read(&x, l.of.matter, &v), ERR_NOTFOUND);
		ctx_close(&x);
	}
	x = as(k, &k->arena, k->person[P_TRAFFIC]);
	good(matter_read(&x, l.of.matter, &v));
	ctx_close(&x);
	indexed(k);
	assert_int_equal(names_it(k, &l), 0);
}

/* ---- what is written about it, and what is taken out of it -------------------------------------------- */
static void what_is_opened_about_it_is_kept_from_them_too(void **state)
{
	struct kit *k = *state;
	struct look l = nothing_known();
	struct act_result done;
	struct matter_view v;
	str topic;
	a_district(k, &l, &topic);
	complained(k, &l, topic);
	const struct link_new link = {S("about"), l.of.matter};
	struct arg args[] = {{S("title"), S("修灯收费要公示")}, {S("month"), S("2026-10")}, {S("why"), S("反映集中")}, {S("lead"), unit_arg(k, U_HOUSING)}};
	struct act_request q = {.kind = kind_of(k, "topic"), .action = S("propose"), .args = args, .n_args = 4, .links = &link, .n_links = 1};
	struct ctx x = as(k, &k->arena, extra[X_CENTRE]);
	assert_int_equal(act(&x, &q, &done), ERR_INPUT); /* not given to them */
	q.n_args = 3;
	ctx_refresh(&x);
	good(act(&x, &q, &done));
	int64_t about = done.matter;
	ctx_refresh(&x);
	good(matter_read(&x, l.of.matter, &v));
	int64_t second = 0;
	for (size_t i = 0; i < v.n_parts; i++)
		if (v.parts[i].row.kind->is_request && v.parts[i].row.id != l.of.request)
			second = v.parts[i].row.id;
	ctx_refresh(&x);
	good(request_split(&x, l.of.matter, second, S("另一件事"), &done));
	ctx_close(&x);
	const int64_t out[] = {about, done.matter};
	const int64_t nobody[] = {extra[X_CENTRE_IN_U], extra[X_LEADER_BELOW_U], k->person[P_HOUSING], k->person[P_SCHOOLS]};
	for (size_t m = 0; m < COUNT_OF(out); m++)
		for (size_t i = 0; i < COUNT_OF(nobody); i++) {
			x = as(k, &k->arena, nobody[i]);
			assert_int_equal(matter_read(&x, out[m], &v), ERR_NOTFOUND);
			ctx_close(&x);
		}
	indexed(k);
	assert_int_equal(names_it(k, &l), 0);
}

/* ---- who may say so ------------------------------------------------------------------------------------ */
static void the_centre_does_not_judge_itself(void **state)
{
	struct kit *k = *state;
	struct matter_view v;
	struct request_taken t = take(k, &(struct call){.title = "接线员态度生硬", .words = "接电话的人很不耐烦", .phone = PHONE, .outside = "D1", .category = "urban.road.lamp",
		.place = "", .topic = ""});
	struct ctx x = as(k, &k->arena, k->person[P_HOUSING]);
	assert_int_equal(matter_deny(&x, t.matter, extra[X_CENTRE], S("回避")), ERR_NOTFOUND);
	ctx_close(&x);
	x = as(k, &k->arena, k->person[P_MAYOR]);
	assert_int_equal(matter_deny(&x, t.matter, extra[X_CENTRE], S("回避")), ERR_DENIED);
	ctx_close(&x);
	x = as(k, &k->arena, k->person[P_CHIEF]); /* supervision sees it and opens none */
	assert_int_equal(matter_deny(&x, t.matter, extra[X_CENTRE], S("")), ERR_INPUT);
	ctx_refresh(&x);
	good(matter_deny(&x, t.matter, extra[X_CENTRE], S("反映的就是他")));
	ctx_close(&x);
	x = as(k, &k->arena, extra[X_CENTRE]);
	assert_int_equal(matter_read(&x, t.matter, &v), ERR_NOTFOUND);
	ctx_close(&x);
	x = as(k, &k->arena, extra[X_CENTRE_TWO]);
	good(matter_read(&x, t.matter, &v));
	ctx_close(&x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		secrecy_test(nobody_complained_of_learns_anything),
		secrecy_test(what_was_theirs_is_as_if_it_had_never_been),
		secrecy_test(a_neighbour_does_not_name_it),
		secrecy_test(it_is_never_given_to_them),
		secrecy_test(whoever_takes_the_unit_over_does_not_see_it),
		secrecy_test(what_is_opened_about_it_is_kept_from_them_too),
		secrecy_test(the_centre_does_not_judge_itself),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
