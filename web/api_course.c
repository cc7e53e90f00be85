/* SPDX-License-Identifier: Apache-2.0 */
/* The JSON API: planned against actual of one matter, as its page draws it. */
#include "web/api_in.h"

/* Per cent; of the plan in hundredths. */
static void put_point(struct visit *v, struct json *j, day_t day, int hundredths)
{
	struct buf b;
	json_open(j, '{');
	api_put_date(v, j, "day", day);
	buf_init(&b, v->arena);
	dec_put(&b, (struct dec){hundredths, 2});
	member_str(j, "share", buf_str(&b));
	json_close(j);
}

static void put_planned(struct visit *v, struct json *j, const struct plan *p)
{
	json_key(j, "planned");
	json_open(j, '[');
	for (size_t i = 0; i < p->n; i++)
		put_point(v, j, p->v[i].day, p->v[i].share);
	json_close(j);
}

static void put_reported(struct visit *v, struct json *j, const struct course *c)
{
	json_key(j, "reported");
	json_open(j, '[');
	for (size_t i = 0; i < c->n_actual; i++)
		put_point(v, j, c->actual[i].day, c->actual[i].share * 100);
	json_close(j);
}

static void put_milestones(struct visit *v, struct json *j, const struct course *c)
{
	json_key(j, "milestones");
	json_open(j, '[');
	for (size_t i = 0; i < c->n_steps; i++) {
		const struct course_step *s = &c->steps[i];
		json_open(j, '{');
		member_str(j, "title", s->title);
		api_put_date(v, j, "due", s->due);
		api_put_date(v, j, "reached", s->reached);
		member_int(j, "weight", s->weight);
		member_str(j, "state", s->state->name);
		member_bool(j, "done", s->done);
		member_bool(j, "counts", s->counts);
		json_close(j);
	}
	json_close(j);
}

err api_course(struct visit *v)
{
	struct course c;
	struct json j;
	TRY(matter_course(ctx_of(v), v->id[0], &c));
	api_begin(v, &j);
	json_open(&j, '{');
	api_put_date(v, &j, "planned_start", c.from);
	api_put_date(v, &j, "planned_end", c.to);
	api_put_date(v, &j, "started", c.started);
	if (c.planned_now < 0)
		member_none(&j, "planned_now");
	else
		member_int(&j, "planned_now", c.planned_now);
	put_planned(v, &j, &c.plan);
	put_reported(v, &j, &c);
	put_milestones(v, &j, &c);
	json_close(&j);
	return OK;
}
