/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of data/demo, and the entries of knowledge that they make. */
#include "cli/demo_asked_in.h"
#include "cli/demo_data.h"

int64_t asked_unit(const struct demo_asked *g, str name)
{
	for (size_t i = 0; i < g->people->units.n; i++)
		if (str_eq(g->people->units.v[i].name, name))
			return g->people->units.v[i].id;
	return 0;
}

const struct unit_people *asked_liaison(const struct demo_asked *g, int64_t unit)
{
	for (size_t i = 0; i < g->units.n; i++)
		if (g->units.v[i].unit == unit)
			return &g->units.v[i];
	return NULL;
}

const struct actor *asked_person(const struct demo_asked *g, const char *login)
{
	return people_actor(g->people, str_of(login));
}

static enum where where_of(str s)
{
	static const char *const names[] = {[WHERE_NONE] = "none", [WHERE_ESTATE] = "estate", [WHERE_ROAD] = "road", [WHERE_VILLAGE] = "village", [WHERE_FIRM] = "firm"};
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (str_eq(s, str_of(names[i])))
			return (enum where)i;
	return WHERE_NONE;
}

static err known_unit(const struct demo_asked *g, str name, int64_t *ret)
{
	int64_t id = asked_unit(g, name);
	if (!id)
		return fail(ERR_INPUT, "there is no unit {0}; see the list of units", name);
	*ret = id;
	return OK;
}

static err read_place(struct people *p, const struct line *l)
{
	struct demo_asked *g = ((struct asked_reader *)p)->g;
	struct asked_place at = {.sort = where_of(l->column[0]), .name = l->column[2], .x = l->column[3], .y = l->column[4]};
	TRY(known_unit(g, l->column[1], &at.area));
	*list_push(g->arena, &g->places) = at;
	return OK;
}

static void read_ways(struct asked_sort *s, str words)
{
	while (words.n && s->n_ways < WAYS_MOST) {
		str one = words, rest = STR_NONE;
		str_split(words, '|', &one, &rest);
		s->ways[s->n_ways++] = one;
		words = rest;
	}
}

static void read_peak(struct asked_sort *s, str months)
{
	while (months.n) {
		str one = months, rest = STR_NONE;
		int64_t month;
		str_split(months, ' ', &one, &rest);
		if (str_int(one, &month) && month >= 1 && month <= 12)
			s->peak[month] = true;
		months = rest;
	}
}

/* What is answered within a day. */
static bool is_urgent(str category)
{
	static const char *const hot[] = {"utility.water.cut", "utility.power.cut", "utility.heat.cold", "urban.road.cover", "traffic.flow.light"};
	for (size_t i = 0; i < COUNT_OF(hot); i++)
		if (str_eq(category, str_of(hot[i])))
			return true;
	return false;
}

static err read_sort(struct people *p, const struct line *l)
{
	struct demo_asked *g = ((struct asked_reader *)p)->g;
	struct asked_sort s = {.category = l->column[0], .class = l->column[1], .where = where_of(l->column[3]), .title = l->column[6], .answer = l->column[8]};
	int64_t weight;
	TRY(known_unit(g, l->column[2], &s.lead));
	if (!str_int(l->column[4], &weight) || weight < 1 || weight > 1000)
		return fail(ERR_INPUT, "the weight is a number from 1 to 1000");
	s.weight = (uint32_t)weight;
	s.consult = str_eq(s.class, S("consult"));
	s.enterprise = str_eq(s.class, S("enterprise"));
	s.suggestion = str_eq(s.class, S("suggestion"));
	s.praise = str_eq(s.class, S("praise"));
	s.urgent = is_urgent(s.category);
	read_peak(&s, l->column[5]);
	read_ways(&s, l->column[7]);
	*list_push(g->arena, &g->sorts) = s;
	return OK;
}

/* Units differ in how well they answer: league tables need it. */
static void read_liaisons(struct demo_asked *g)
{
	for (size_t i = 0; i < g->people->people.n; i++) {
		const struct actor *a = &g->people->people.v[i].actor;
		if (a->duties & 1u << DUTY_LIAISON && !asked_liaison(g, a->unit))
			*list_push(g->arena, &g->units) = (struct unit_people){a->unit, a, (uint32_t)(740 + g->units.n * 53 % 230)};
	}
}

err asked_read(struct demo_asked *g)
{
	struct asked_reader r = {.people = {.arena = g->arena, .lang = g->people->lang}, .g = g};
	TRY(each_line(&r.people, "data/demo/places.tsv", demo_file(S("places.tsv")), read_place));
	TRY(each_line(&r.people, "data/demo/asked.tsv", demo_file(S("asked.tsv")), read_sort));
	read_liaisons(g);
	return OK;
}

/* ---- knowledge: what is asked again and again stands in an entry ------------------------------------ */
static str without_place(struct arena *a, str s, str instead)
{
	struct buf b;
	ptrdiff_t at = str_find(s, S("{p}"), 0);
	if (at < 0)
		return s;
	buf_init(&b, a);
	buf_add(&b, str_cut(s, 0, (size_t)at));
	buf_add(&b, instead);
	buf_add(&b, without_place(a, str_cut(s, (size_t)at + 3, s.n), instead));
	return buf_str(&b);
}

static err write_article(struct demo_asked *g, struct arena *a, struct asked_sort *s)
{
	struct doing d = {.g = g, .arena = a, .q = {.kind = g->article}};
	struct act_result done;
	struct ctx x;
	doing_say(&d, "title", without_place(a, s->title, S("")));
	doing_say(&d, "answer", without_place(a, s->answer, S("该处")));
	doing_say(&d, "category", s->category);
	doing_say_int(&d, "lead", s->lead);
	doing_say(&d, "valid_until", S("2027-06-30"));
	doing_say(&d, "published", S("1"));
	d.q.action = S("write");
	d.q.args = d.v;
	d.q.n_args = d.n;
	TRY(ctx_open(g->house->core, a, asked_person(g, "shulinyue"), &x));
	err e = act(&x, &d.q, &done);
	ctx_close(&x);
	TRY(e);
	s->article = str_dup(g->arena, done.number);
	struct doing again = {.g = g, .arena = a, .q = {.matter = done.matter}};
	doing_say_day(&again, "verified", 0);
	return doing_act(&again, asked_person(g, "hezhiyu"), "approve");
}

err asked_articles(struct demo_asked *g)
{
	for (size_t i = 0; i < g->sorts.n; i++) {
		struct arena a;
		if (!g->sorts.v[i].consult)
			continue;
		arena_init(&a);
		err e = write_article(g, &a, &g->sorts.v[i]);
		arena_done(&a);
		TRY(e);
	}
	return OK;
}
