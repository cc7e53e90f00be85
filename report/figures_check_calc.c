/* SPDX-License-Identifier: Apache-2.0 */
/* The sums of a bulletin, held against each other. What is printed must add up for whoever adds it
 * up by hand; nothing here trusts how figures_calc.c came to a number. */
#include "report/figures.h"

struct checking {
	struct arena *a;
	const struct figures *f;
	const struct figure_set *s; /* that is looked at */
	LIST(struct finding) found;
};

const char *const figure_checks[FIGURE_CHECKS] = {
	W("Done and open make the total"),
	W("Each figure is as many as the rows it names"),
	W("In time and late make what was done"),
	W("The lights make what is open"),
	W("In time, late and missing reports make those that were due"),
	W("Units, leaders and documents each make the whole"),
	W("Ratios fit their counts, and shares of one whole come to 100"),
	W("Places follow from the shares"),
};

static str number(struct checking *c, int64_t n)
{
	struct buf b;
	buf_init(&b, c->a);
	buf_int(&b, n);
	return buf_str(&b);
}

static str name_of(enum figure_name name)
{
	return str_of(figure_words(name));
}

static struct finding *found(struct checking *c, const char *said)
{
	struct finding *f = list_push(c->a, &c->found);
	*f = (struct finding){.said = said, .group = c->s->group, .of = c->s->of};
	return f;
}

static void add(struct finding *f, str arg)
{
	f->args[f->n_args++] = arg;
}

/* ---- one set ------------------------------------------------------------------------- */
#define PARTS 7
static const struct sum {
	enum figure_name whole, part[PARTS];
	size_t n;
} sums[] = {
	{FIG_TOTAL, {FIG_DONE, FIG_OPEN}, 2},
	{FIG_TOTAL, {FIG_ON_TIME, FIG_LATE, FIG_CLOSED_LATE}, 3},
	{FIG_DONE, {FIG_IN_TIME, FIG_CLOSED_LATE}, 2},
	{FIG_OPEN, {FIG_GREEN, FIG_YELLOW, FIG_RED, FIG_BLUE, FIG_ORANGE, FIG_FINISHED, FIG_UNTIMED}, 7},
	{FIG_OWED, {FIG_REPORTED, FIG_REPORTED_LATE, FIG_MISSING}, 3},
};

static void check_sums(struct checking *c)
{
	for (size_t i = 0; i < COUNT_OF(sums); i++) {
		int64_t sum = 0;
		for (size_t k = 0; k < sums[i].n; k++)
			sum += c->s->v[sums[i].part[k]].value;
		if (sum == c->s->v[sums[i].whole].value)
			continue;
		struct finding *f = found(c, W("the parts of “{0}” come to {1}, but {2} are said"));
		add(f, name_of(sums[i].whole));
		add(f, number(c, sum));
		add(f, number(c, c->s->v[sums[i].whole].value));
	}
}

static void check_rows(struct checking *c)
{
	for (int i = 0; i < FIGURES; i++) {
		const struct figure *g = &c->s->v[i];
		int64_t n = 0;
		bool rising = true;
		for (size_t k = 0; k < g->n_rows; k++) {
			n += g->times ? g->times[k] : 1;
			rising &= g->rows[k] < c->f->n_rows && (!k || g->rows[k] > g->rows[k - 1]);
		}
		if (rising && (g->rate || n == g->value))
			continue;
		struct finding *f = found(c, W("“{0}” says {1}, its rows come to {2}"));
		add(f, name_of((enum figure_name)i));
		add(f, number(c, g->value));
		add(f, number(c, n));
	}
}

static const struct ratio {
	enum figure_name rate, part, whole, rest; /* rest: the other share of the same whole */
} ratios[] = {
	{FIG_DONE_RATE, FIG_DONE, FIG_TOTAL, FIG_OPEN_RATE},
	{FIG_ON_TIME_RATE, FIG_ON_TIME, FIG_TOTAL, FIGURES},
	{FIG_REPORT_RATE, FIG_REPORTED, FIG_OWED, FIGURES},
};

static void check_ratios(struct checking *c)
{
	int64_t all = c->f->scale ? 1000 : 100;
	for (size_t i = 0; i < COUNT_OF(ratios); i++) {
		const struct ratio *r = &ratios[i];
		const struct figure *g = &c->s->v[r->rate];
		int64_t part = c->s->v[r->part].value, whole = c->s->v[r->whole].value, want = figure_rate(part, whole, c->f->scale);
		if (g->value != want) {
			struct finding *f = found(c, W("“{0}” says {1}, but {2} of {3} is another share"));
			add(f, name_of(r->rate));
			add(f, figure_text(c->a, g, c->f->scale));
			add(f, number(c, part));
			add(f, number(c, whole));
		}
		if (r->rest == FIGURES || whole <= 0 || g->value + c->s->v[r->rest].value == all)
			continue;
		struct finding *f = found(c, W("“{0}” and “{1}” are shares of one whole and do not come to 100"));
		add(f, name_of(r->rate));
		add(f, name_of(r->rest));
	}
}

/* ---- all sets --------------------------------------------------------------------------- */
static const enum figure_name added[] = {FIG_TOTAL, FIG_DONE, FIG_NEWLY, FIG_OPEN, FIG_LATE, FIG_ON_TIME, FIG_RED, FIG_YELLOW, FIG_BEHIND, FIG_OWED,
	FIG_MISSING, FIG_CLAIMS};

static void check_group(struct checking *c, enum figure_group g)
{
	c->s = &c->f->all;
	for (size_t i = 0; i < COUNT_OF(added); i++) {
		int64_t sum = 0, whole = c->f->all.v[added[i]].value;
		for (size_t k = 0; k < c->f->n_sets; k++)
			sum += c->f->sets[k].group == g ? c->f->sets[k].v[added[i]].value : 0;
		if (sum == whole)
			continue;
		static const char *const by[FIGURE_GROUPS] = {NULL, W("“{0}” by unit comes to {1}, in all to {2}"),
			W("“{0}” by leader comes to {1}, in all to {2}"), W("“{0}” by document comes to {1}, in all to {2}")};
		struct finding *f = found(c, by[g]);
		add(f, name_of(added[i]));
		add(f, number(c, sum));
		add(f, number(c, whole));
	}
}

/* One more than have a greater share. */
static void check_places(struct checking *c)
{
	for (size_t i = 0; i < c->f->n_sets; i++) {
		const struct figure_set *p = &c->f->sets[i];
		int place = 1;
		for (size_t k = 0; k < c->f->n_sets; k++) {
			const struct figure_set *q = &c->f->sets[k];
			place += q->rank && q->v[FIG_ON_TIME].value * p->v[FIG_TOTAL].value > p->v[FIG_ON_TIME].value * q->v[FIG_TOTAL].value;
		}
		if (!p->rank || p->rank == place)
			continue;
		c->s = p;
		struct finding *f = found(c, W("the place {0} does not follow from the shares"));
		add(f, number(c, p->rank));
	}
}

size_t figures_check(struct arena *a, const struct figures *f, struct finding **ret)
{
	struct checking c = {.a = a, .f = f};
	for (size_t i = 0; i <= f->n_sets; i++) {
		c.s = i ? &f->sets[i - 1] : &f->all;
		check_sums(&c);
		check_rows(&c);
		check_ratios(&c);
	}
	for (int g = GROUP_UNIT; g < FIGURE_GROUPS; g++)
		check_group(&c, (enum figure_group)g);
	check_places(&c);
	*ret = c.found.v;
	return c.found.n;
}
