/* SPDX-License-Identifier: Apache-2.0 */
/* What people do: one of the actions that the program offers one of them, with a form filled
 * in by the types of its fields. */
#include "tests/year/year_in.h"

#include <stdarg.h>
#include <string.h>

#define FORM_MOST 40
#define TEXT_MOST 512

/* How likely an action is among those offered; others weigh 8. */
static const struct {
	const char *name;
	int weight;
} weights[] = {
	{"report", 60}, {"sign", 60}, {"assign", 60}, {"start", 60}, {"begin", 60}, {"verify", 60}, {"close", 60}, {"apply_close", 30}, {"progress", 40},
	{"send_back", 12}, {"resume", 40}, {"resume_all", 40}, {"resume_some", 40}, {"suspend", 6}, {"pause_all", 6}, {"pause_some", 6}, {"pause", 8},
	{"extend", 10}, {"ask_extend", 8}, {"add", 12}, {"reach", 8}, {"finish", 4}, {"return", 2}, {"hand_on", 2}, {"dismiss", 1}, {"drop", 1},
	{"withdraw", 2}, {"correct", 2}, {"judge", 1}, {"rank", 0}, {"note", 1}, {"remind", 1}, {"look_back", 1}, {"reopen", 4}, {"restart", 3},
	{"redate", 4}, {"complete", 8},
};

static int weight_of(const struct action *a)
{
	for (size_t i = 0; i < COUNT_OF(weights); i++)
		if (str_eq(a->name, str_of(weights[i].name)))
			return weights[i].weight;
	return 8;
}

str year_text(struct year *y, const char *fmt, ...)
{
	char *text = arena_new_n(&y->arena, TEXT_MOST, char);
	va_list v;
	va_start(v, fmt);
	vsnprintf(text, TEXT_MOST, fmt, v);
	va_end(v);
	return str_of(text);
}

/* ---- forms --------------------------------------------------------------------------------- */
struct form {
	struct year *y;
	struct arena *arena;
	const struct matter_view *matter; /* NULL: it is being opened */
	const struct part_view *part;
	const struct action *action;
	struct arg v[FORM_MOST];
	size_t n;
	day_t last; /* date given in it; 0: none yet */
};

static str number(struct form *f, int64_t n)
{
	struct buf b;
	buf_init(&b, f->arena);
	buf_int(&b, n);
	return buf_str(&b);
}

static str unit(struct form *f)
{
	return number(f, f->y->units[dice(f->y, YEAR_UNITS)]);
}

static ms_t due_now(const struct form *f)
{
	return f->part ? f->part->row.due : f->matter ? f->matter->row.due : MS_NONE;
}

/* Later than the date that stands; a part within its matter where it has one. */
static str date(struct form *f)
{
	struct year *y = f->y;
	struct buf b;
	day_t today = zone_day(y->zone, y->now), d = today + 5 + (day_t)dice(y, 150);
	ms_t due = due_now(f), whole = f->matter ? f->matter->row.due : MS_NONE;
	if (due != MS_NONE && dice(y, 8)) {
		day_t was = zone_day(y->zone, due - 1);
		d = (was > today ? was : today) + 1 + (day_t)dice(y, 40);
	}
	if ((f->part || f->action->within || dice(y, 2)) && whole != MS_NONE && (f->part || f->action->opens) && zone_day(y->zone, whole - 1) > today)
		d = today + 1 + (day_t)dice(y, (uint32_t)(zone_day(y->zone, whole - 1) - today));
	if (f->last && d <= f->last) /* forms ask for the beginning before the end */
		d = f->last + 1 + (day_t)dice(y, 60);
	f->last = d;
	buf_init(&b, f->arena);
	day_put(&b, d);
	return buf_str(&b);
}

static str share(struct form *f)
{
	int64_t was = f->part ? f->part->row.share : f->matter ? f->matter->row.share : 0;
	int64_t is = (was < 0 ? 0 : was) + 5 + dice(f->y, 45);
	bool end = str_eq(f->action->name, S("apply_close")) || str_eq(f->action->name, S("reach")) || str_eq(f->action->name, S("finish"));
	return number(f, end || is > 100 ? 100 : is);
}

static str value(struct form *f, const struct field *d)
{
	struct year *y = f->y;
	switch (d->type) {
	case FIELD_LINE:
	case FIELD_TEXT: return year_text(y, "第%d次：按计划推进", y->done);
	case FIELD_INT: return number(f, 1 + dice(y, d->max > 0 && d->max < 40 ? (uint32_t)d->max : 40));
	case FIELD_DEC: return number(f, 1 + dice(y, 900));
	case FIELD_SHARE: return share(f);
	case FIELD_DATE: return date(f);
	case FIELD_UNIT:
	case FIELD_UNITS: return unit(f);
	case FIELD_CHOICE: return d->choices[dice(y, (uint32_t)d->n_choices)].name;
	case FIELD_FLAG: return S("1");
	case FIELD_PERSON: return number(f, y->liaisons[dice(y, YEAR_UNITS)].user);
	case FIELD_SOURCE:
	case FIELD_TYPES: break;
	}
	return S("");
}

static void put_pause(struct form *f, const struct kind *k)
{
	for (size_t i = 0; i < f->action->n_clocks; i++) {
		const struct clock_op *op = &f->action->clocks[i];
		const struct clock_decl *d = &k->clocks[op->clock];
		if (op->what == CLOCK_PAUSE && op->reason < 0 && d->n_pauses > 1) {
			f->v[f->n++] = (struct arg){S(ARG_PAUSE), d->pauses[dice(f->y, (uint32_t)d->n_pauses)].name};
			return;
		}
	}
}

static void fill(struct form *f, const struct kind *k)
{
	for (size_t i = 0; i < f->action->n_form && f->n < FORM_MOST - 1; i++) {
		const struct form_field *q = &f->action->form[i];
		const struct field *d = &k->fields[q->field];
		bool text = d->type == FIELD_CHOICE || d->type == FIELD_INT || d->type == FIELD_SHARE;
		if (q->required || (text && dice(f->y, 3) == 0))
			f->v[f->n++] = (struct arg){d->name, value(f, d)};
	}
	put_pause(f, k);
}

/* ---- one act --------------------------------------------------------------------------------- */
static void take(struct year *y, struct ctx *x, struct act_request *q, struct form *f, struct lived *m)
{
	const struct upload photo = {S("现场.txt"), S("现场已经看过")};
	struct act_result r;
	q->args = f->v;
	q->n_args = f->n;
	q->reason = S("情况有变，按会议意见办");
	q->files = &photo;
	q->n_files = f->action->evidence > 0;
	err e = act(x, q, &r);
	if (e == OK) {
		m->id = r.matter;
		q->matter = r.matter;
		y->done++;
		year_act_put(y, q, &r);
	} else if (e == ERR_INPUT || e == ERR_DENIED || e == ERR_CONFLICT) {
		y->refused++;
	} else {
		must_(e, "act");
	}
}

static void try_to_open(struct year *y, struct arena *a, struct lived *m)
{
	struct ctx x;
	const struct kind *k = m->kind;
	for (size_t i = 0; i < k->n_actions; i++) {
		struct form f = {.y = y, .arena = a, .action = &k->actions[i]};
		struct act_request q = {.kind = k, .action = k->actions[i].name};
		if (!k->actions[i].opens)
			continue;
		must(ctx_open(y->core, a, &y->clerks[dice(y, 2)], &x));
		fill(&f, k);
		take(y, &x, &q, &f, m);
		ctx_close(&x);
		return;
	}
}

/* What is drawn may not fit together; the story needs its matter. */
void year_matter_open(struct year *y, struct arena *a, struct lived *m)
{
	for (int i = 0; i < 20 && !m->id; i++)
		try_to_open(y, a, m);
	ours(m->id); /* a matter of the story could not be opened: widen what is drawn */
}

struct choice_made {
	const struct offered *offered;
	const struct part_view *part;
	const struct kind *sort; /* of a part to be opened */
};

static void count(struct year *y, struct choice_made *best, int *total, const struct choice_made *one)
{
	int w = one->sort ? 8 : weight_of(one->offered->action);
	*total += w;
	if (w && dice(y, (uint32_t)*total) < (uint32_t)w)
		*best = *one;
}

static struct choice_made choose(struct year *y, const struct matter_view *v)
{
	struct choice_made best = {0};
	int total = 0;
	for (size_t i = 0; i < v->n_actions; i++)
		count(y, &best, &total, &(struct choice_made){.offered = &v->actions[i]});
	for (size_t i = 0; i < v->n_part_offers; i++)
		count(y, &best, &total, &(struct choice_made){.offered = &v->part_offers[i].offered, .sort = v->part_offers[i].sort});
	for (size_t i = 0; i < v->n_parts; i++)
		for (size_t k = 0; k < v->parts[i].n_actions; k++)
			count(y, &best, &total, &(struct choice_made){.offered = &v->parts[i].actions[k], .part = &v->parts[i]});
	return best;
}

static const struct actor *somebody(struct year *y, const struct lived *m)
{
	uint32_t who = dice(y, 10);
	int64_t at = who < 8 || !m->part_unit ? m->lead : m->part_unit;
	for (int i = 0; i < YEAR_UNITS && who >= 5; i++)
		if (y->units[i] == at)
			return dice(y, 4) ? &y->liaisons[i] : &y->heads[i];
	return &y->clerks[dice(y, 2)];
}

void year_matter_step(struct year *y, struct arena *a, struct lived *m)
{
	struct ctx x;
	struct matter_view v;
	must(ctx_open(y->core, a, somebody(y, m), &x));
	err e = matter_read(&x, m->id, &v);
	if (e == ERR_NOTFOUND) { /* handed on meanwhile: the office still sees it */
		m->lead = m->part_unit = 0;
		ctx_close(&x);
		return;
	}
	must_(e, "matter_read");
	m->lead = v.row.lead;
	m->part_unit = v.n_parts ? v.parts[dice(y, (uint32_t)v.n_parts)].row.lead : 0;
	struct choice_made c = choose(y, &v);
	if (c.offered) {
		struct form f = {.y = y, .arena = a, .matter = &v, .part = c.part, .action = c.offered->action};
		struct act_request q = {.matter = m->id, .action = c.offered->action->name, .part = c.part ? c.part->row.id : 0,
			.sort = c.sort ? c.sort->name : STR_NONE};
		fill(&f, c.sort ? c.sort : c.part ? c.part->row.kind : m->kind);
		take(y, &x, &q, &f, m);
	}
	ctx_close(&x);
}

/* From two weeks after the beginning what is not answered in time is deemed accepted. */
void year_deemed_on(struct year *y, struct arena *a)
{
	struct ctx x;
	for (int i = 0; i < y->n_packs; i++) {
		if (!pack_setting(y->packs[i], S("deemed")))
			continue;
		must(ctx_open(y->core, a, &y->clerks[0], &x));
		must(setting_set(&x, &(struct setting_request){.name = S("year.deemed"), .value = S("1"), .reason = S("试行"), .from = zone_day(y->zone, y->now)}));
		ctx_close(&x);
	}
}
