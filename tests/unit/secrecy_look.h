/* SPDX-License-Identifier: Apache-2.0 */
/* Writing down what somebody was answered, so that two answers can be compared byte for byte. */
#ifndef LUOSHI_SECRECY_LOOK_H
#define LUOSHI_SECRECY_LOOK_H

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

static const struct kind *kind_of(struct kit *k, const char *name)
{
	for (size_t i = 0; i < k->packs[2]->n_kinds; i++)
		if (str_eq(k->packs[2]->kinds[i].name, str_of(name)))
			return &k->packs[2]->kinds[i];
	test_fails("no kind %s", name);
	return NULL;
}

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

#endif
