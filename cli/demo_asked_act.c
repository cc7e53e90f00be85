/* SPDX-License-Identifier: Apache-2.0 */
/* How a person acts: forms filled in, requests taken, call-backs made. */
#include "cli/demo_asked_in.h"

void doing_say(struct doing *d, const char *field, str value)
{
	ours(d->n < COUNT_OF(d->v));
	d->v[d->n++] = (struct arg){str_of(field), value};
}

static str number(struct arena *a, int64_t value)
{
	struct buf b;
	buf_init(&b, a);
	buf_int(&b, value);
	return buf_str(&b);
}

void doing_say_int(struct doing *d, const char *field, int64_t value)
{
	doing_say(d, field, number(d->arena, value));
}

void doing_say_day(struct doing *d, const char *field, int after)
{
	struct buf b;
	buf_init(&b, d->arena);
	day_put(&b, zone_day(d->g->house->zone, d->g->now) + after);
	doing_say(d, field, buf_str(&b));
}

str doing_text(struct doing *d, str text)
{
	struct buf b;
	buf_init(&b, d->arena);
	for (size_t i = 0; i < text.n; i++) {
		if (str_starts(str_cut(text, i, text.n), S("{p}"))) {
			buf_add(&b, d->o->place ? d->o->place->name : S(""));
			i += 2;
		} else if (str_starts(str_cut(text, i, text.n), S("{n}"))) {
			buf_int(&b, 2 + asked_dice(d->g, 5));
			i += 2;
		} else {
			buf_byte(&b, text.p[i]);
		}
	}
	return buf_str(&b);
}

err doing_act(struct doing *d, const struct actor *who, const char *action)
{
	struct ctx x;
	struct act_result done;
	d->q.action = str_of(action);
	d->q.args = d->v;
	d->q.n_args = d->n;
	if (!d->q.matter)
		d->q.matter = d->o->matter;
	TRY(ctx_open(d->g->house->core, d->arena, who, &x));
	err e = act(&x, &d->q, &done);
	ctx_close(&x);
	return e;
}

err doing_lead(struct doing *d, const char *action)
{
	return doing_act(d, asked_liaison(d->g, d->o->lead)->liaison, action);
}

err doing_centre(struct doing *d, const char *login, const char *action)
{
	return doing_act(d, asked_person(d->g, login), action);
}

/* ---- taking in ---------------------------------------------------------------------------------------- */
static const struct {
	const char *name;
	uint32_t weight;
	bool numbered; /* by the platform it comes from */
} channels[] = {{"h12345", 540, false}, {"n_wechat", 110, true}, {"n_aishandong", 80, true}, {"web", 60, false}, {"n_mayor", 40, true}, {"n_people", 30, true},
	{"n_govcn", 20, true}, {"counter", 40, false}, {"grid", 40, false}, {"h12319", 20, true}, {"n_province", 20, true}};

static size_t draw_channel(struct demo_asked *g)
{
	uint32_t luck = asked_dice(g, 1000);
	for (size_t i = 0; i < COUNT_OF(channels); i++) {
		if (luck < channels[i].weight)
			return i;
		luck -= channels[i].weight;
	}
	return 0;
}

/* Begins with 000: behind the prefix for abroad (00) no country's code begins with 0, so that nobody
 * can ever have it. Some ask again and again. */
static str draw_phone(struct doing *d)
{
	struct buf b;
	buf_init(&b, d->arena);
	buf_fmt(&b, "0009%07u", (unsigned)asked_dice(d->g, (uint32_t)(d->g->n * 3 / 4 + 1)));
	return buf_str(&b);
}

static void say_contact(struct doing *d, size_t channel, bool known)
{
	static const char *const names[] = {"一位居民", "一位业主", "一位村民", "一位商户"};
	const struct asked_sort *s = d->o->sort;
	doing_say(d, "channel", str_of(channels[channel].name));
	doing_say(d, "words", doing_text(d, s->ways[asked_dice(d->g, (uint32_t)s->n_ways)]));
	if (asked_dice(d->g, 20))
		doing_say(d, "phone", draw_phone(d));
	if (known && asked_dice(d->g, 5) == 0)
		doing_say(d, "name", str_of(names[asked_dice(d->g, COUNT_OF(names))]));
	if (d->o->place)
		doing_say(d, "place", d->o->place->name);
	if (d->o->secret)
		doing_say(d, "wants_secrecy", S("1"));
	if (channels[channel].numbered) {
		struct buf b;
		buf_init(&b, d->arena);
		buf_fmt(&b, "YS-%07zu", ++d->g->takes);
		doing_say(d, "outside", buf_str(&b));
	}
}

static void say_suggestion(struct doing *d)
{
	str title = doing_text(d, d->o->sort->title);
	doing_say(d, "title", title);
	doing_say(d, "why", S("老人做饭不方便，附近没有合适的去处。"));
	doing_say(d, "proposal", S("请利用社区闲置用房，办一个价格合适的食堂。"));
	doing_say(d, "category", d->o->sort->category);
}

static void say_place(struct doing *d)
{
	const struct asked_place *at = d->o->place;
	if (!at)
		return;
	doing_say(d, "place", at->name);
	doing_say_int(d, "area", at->area);
	doing_say(d, "x", at->x);
	doing_say(d, "y", at->y);
}

/* Against whom it is may not get it: its town answers instead. */
static void say_reported(struct doing *d)
{
	struct order *o = d->o;
	int64_t of = o->sort->lead;
	if (!o->place || o->place->area == of || !asked_chance(d->g, o->secret ? 300 : 4))
		return;
	doing_say_int(d, "reported_unit", of);
	o->denied = true;
	o->lead = o->place->area;
	o->course = COURSE_PLAIN;
}

static void say_order(struct doing *d, size_t channel, bool by_asker)
{
	struct order *o = d->o;
	const struct asked_sort *s = o->sort;
	doing_say(d, "title", doing_text(d, s->title));
	doing_say(d, "class", s->class);
	doing_say(d, "category", s->category);
	say_place(d);
	if (o->secret)
		doing_say(d, "confidential", S("1"));
	if (by_asker)
		return;
	doing_say(d, "urgency", s->urgent ? S("urgent") : str_eq(s->category, S("housing.property.lift")) && o->course == COURSE_FAILED ? S("emergency") : S("normal"));
	if (o->course == COURSE_HARD)
		doing_say(d, "must_solve", S("1"));
	if (channels[channel].numbered && asked_dice(d->g, 4) == 0)
		doing_say_day(d, "outer_due", 12);
	say_reported(d);
}

static void contact_keep(struct demo_asked *g, struct order *o, const struct request_taken *t)
{
	struct contact *c = arena_new(g->arena, struct contact);
	*c = (struct contact){.id = t->request, .number = str_dup(g->arena, t->number), .code = str_dup(g->arena, t->code), .next = o->contacts};
	o->contacts = c;
}

/* Of the addresses that are kept for examples (RFC 5737). */
static str draw_address(struct doing *d)
{
	struct buf b;
	buf_init(&b, d->arena);
	buf_fmt(&b, "203.0.113.%u", (unsigned)asked_dice(d->g, 254) + 1);
	return buf_str(&b);
}

static err take_public(struct doing *d, struct request_new *q, struct request_taken *ret)
{
	q->action = S("ask");
	return request_take_public(d->g->house->core, d->arena, LANG_ZH, draw_address(d), q, ret);
}

static err take_staff(struct doing *d, const struct request_new *q, struct request_taken *ret)
{
	struct ctx x;
	TRY(ctx_open(d->g->house->core, d->arena, asked_person(d->g, asked_dice(d->g, 3) ? "shulinyue" : "wenxinglan"), &x));
	err e = request_take(&x, q, ret);
	ctx_close(&x);
	return e;
}

err asked_take(struct doing *d)
{
	struct order *o = d->o;
	size_t channel = draw_channel(d->g);
	struct doing of_matter = {.g = d->g, .arena = d->arena, .o = o};
	struct request_taken t;
	bool by_asker = str_eq(str_of(channels[channel].name), S("web")) && !o->matter && o->course != COURSE_HARD;
	o->secret = !o->burst && !o->matter && asked_chance(d->g, 15);
	say_contact(d, channel, !by_asker);
	struct request_new q = {.kind = o->sort->suggestion ? d->g->suggestion : d->g->order, .matter = o->matter, .args = d->v, .n_args = d->n};
	if (o->matter)
		q.kind = NULL;
	else if (o->sort->suggestion)
		say_suggestion(&of_matter);
	else
		say_order(&of_matter, channel, by_asker);
	q.of_matter = of_matter.v;
	q.n_of_matter = of_matter.n;
	TRY(by_asker ? take_public(d, &q, &t) : take_staff(d, &q, &t));
	o->matter = t.matter;
	contact_keep(d->g, o, &t);
	return OK;
}

/* ---- called back ----------------------------------------------------------------------------------------- */
static str draw_solved(struct demo_asked *g, const struct order *o)
{
	const struct unit_people *u = asked_liaison(g, o->lead);
	uint32_t good = u ? u->good : 950;
	if (o->sort->consult || o->sort->praise)
		good = 970;
	if (o->bad)
		return S("no");
	if (o->course == COURSE_HARD)
		good = 40;
	else if (o->answers > 1)
		good = 600;
	return asked_chance(g, good) ? S("yes") : asked_chance(g, 400) ? S("partly") : S("no");
}

static int draw_satisfaction(struct demo_asked *g, str solved)
{
	static const uint16_t marks[3][5] = {{5, 15, 90, 340, 550}, {60, 220, 440, 220, 60}, {450, 400, 150, 0, 0}}; /* per mille, from 1 */
	const uint16_t *v = marks[str_eq(solved, S("yes")) ? 0 : str_eq(solved, S("partly")) ? 1 : 2];
	uint32_t luck = asked_dice(g, 1000);
	for (int i = 0; i < 5; i++) {
		if (luck < v[i])
			return i + 1;
		luck -= v[i];
	}
	return 5;
}

static err rate(struct doing *d, const struct contact *c)
{
	struct act_result done;
	d->q.action = S("rate");
	d->q.args = d->v;
	d->q.n_args = d->n;
	return request_follow_act(d->g->house->core, d->arena, LANG_ZH, draw_address(d), c->number, c->code, &d->q, &done);
}

static err missed(struct doing *d, struct contact *c)
{
	d->q.part = c->id;
	doing_say_int(d, "tries", ++c->tries);
	c->seen = c->tries == 3;
	return doing_centre(d, "hezhiyu", c->seen ? "visit" : "missed");
}

static err visit(struct doing *d, struct contact *c)
{
	bool at_once = !d->o->dispatched; /* nobody could do it again */
	str solved = at_once ? S("yes") : draw_solved(d->g, d->o);
	int satisfaction = d->o->bad ? 1 : at_once ? 3 + (int)asked_dice(d->g, 3) : draw_satisfaction(d->g, solved);
	c->seen = true;
	c->bad = str_eq(solved, S("no")) || satisfaction <= 2;
	c->content = str_eq(solved, S("yes")) && satisfaction >= 3;
	doing_say(d, "solved", solved);
	doing_say_int(d, "satisfaction", satisfaction);
	if (c->bad && asked_dice(d->g, 2))
		doing_say(d, "comment", S("问题还在，希望再来看看。"));
	if (asked_dice(d->g, 10) == 0 && c->code.n)
		return rate(d, c);
	d->q.part = c->id;
	doing_say(d, "reached", S("1"));
	return doing_centre(d, asked_dice(d->g, 2) ? "hezhiyu" : "wenxinglan", "visit");
}

err asked_call(struct doing *d, bool *ret_all)
{
	struct contact *c = d->o->contacts;
	while (c && c->seen)
		c = c->next;
	if (c)
		TRY(c->tries || (!d->o->left && !d->o->redone && !d->o->escalated && asked_chance(d->g, 40)) ? missed(d, c) : visit(d, c));
	*ret_all = true;
	for (c = d->o->contacts; c; c = c->next)
		*ret_all = *ret_all && c->seen;
	return OK;
}
