/* SPDX-License-Identifier: Apache-2.0 */
/* The words of a message, put together when it is sent, as its reader may see the matters
 * then: number, title, which unit did what, the link. No names and no personal values. */
#include "relay/relay_in.h"

#include <stdio.h>

const struct stmt *const relay_said_stmts[] = {NULL};

#define TITLE_BYTES 120 /* of a subject; forty characters */

str said_of(struct ctx *x, const struct kind *k, int64_t unit, str what)
{
	struct buf b;
	if (str_eq(what, S(WHAT_RED)))
		return word(x->actor.lang, W("the light turned red"));
	if (str_eq(what, S(WHAT_ORANGE)))
		return word(x->actor.lang, W("the light turned orange"));
	if (str_eq(what, S(WHAT_YELLOW)))
		return word(x->actor.lang, W("the light turned yellow"));
	str did = told_done(k, what, x->actor.lang), name = unit_name(x, unit);
	buf_init(&b, x->arena);
	buf_add(&b, name.n ? name : word(x->actor.lang, W("actor|the system")));
	buf_byte(&b, ' ');
	buf_add(&b, did.n ? did : what);
	return buf_str(&b);
}

struct talk { /* a message being written */
	struct pass *p;
	struct ctx as; /* whose eyes it is written for */
	struct buf text;
	str first, first_said; /* number and title of the first matter, what happened */
	int64_t matter;        /* the one written last */
	size_t n, left_out;
	size_t most;           /* bytes; 0: no limit */
};

static void put_stamp(struct buf *b, const struct zone *z, ms_t at)
{
	struct civil c = day_civil(zone_day(z, at));
	int64_t s = at / 1000 + zone_offset(z, at);
	buf_fmt(b, "%02d-%02d %02d:%02d", c.month, c.day, (int)(s / 3600 % 24), (int)(s / 60 % 60));
}

static void put_link(struct talk *t, int64_t matter)
{
	str url = t->p->r->config.public_url;
	if (url.n)
		buf_fmt(&t->text, STR_FMT "/matters/%lld\n", STR_ARG(url), (long long)matter);
}

static str clipped(str s, size_t most)
{
	size_t n = 0, pos = 0;
	while (pos < s.n && (utf8_next(s, &pos), pos <= most))
		n = pos;
	return str_cut(s, 0, n);
}

static void put_item(struct talk *t, const struct item *i, const struct told_brief *brief)
{
	struct buf one;
	buf_init(&one, t->p->arena);
	if (i->matter != t->matter)
		buf_fmt(&one, "%s" STR_FMT "　" STR_FMT "\n", t->text.n ? "\n" : "", STR_ARG(brief->number), STR_ARG(brief->title));
	str said = said_of(&t->as, brief->kind, i->unit, i->what);
	buf_fmt(&one, STR_FMT "　", STR_ARG(said));
	put_stamp(&one, core_zone(t->p->r->core), i->at);
	buf_byte(&one, '\n');
	if (t->most && t->text.n + one.n + 200 > t->most) {
		t->left_out++;
		return;
	}
	buf_add(&t->text, buf_str(&one));
	if (i->matter != t->matter)
		put_link(t, i->matter);
	t->matter = i->matter;
	if (t->n++)
		return;
	struct buf first;
	buf_init(&first, t->p->arena);
	buf_fmt(&first, STR_FMT " " STR_FMT, STR_ARG(brief->number), STR_ARG(clipped(brief->title, TITLE_BYTES)));
	t->first = buf_str(&first);
	t->first_said = said;
}

/* Sets whose eyes: the person, or for a group somebody of the unit who may see it. */
static err eyes_for(struct talk *t, const struct message *m, const struct robot *robot, int64_t matter, bool *ret_may)
{
	struct pass *p = t->p;
	struct person *people;
	size_t n;
	*ret_may = true;
	if (!robot)
		return actor_of_person(&p->x, m->target, &t->as.actor);
	TRY(told_unit(&p->x, matter, robot->unit, ret_may));
	if (!*ret_may)
		return OK;
	TRY(told_people(&p->x, matter, 0, ROLES_ALL, &people, &n));
	for (size_t i = 0; i < n; i++)
		if (people[i].unit == robot->unit) {
			TRY(actor_of_person(&p->x, people[i].id, &t->as.actor));
			t->as.actor.lang = LANG_ZH; /* a group has no language of its own */
			return OK;
		}
	*ret_may = false;
	return OK;
}

static str number_text(struct arena *a, size_t n)
{
	struct buf b;
	buf_init(&b, a);
	buf_int(&b, (int64_t)n);
	return buf_str(&b);
}

static str subject_of(struct talk *t, enum message_sort sort)
{
	struct buf b;
	size_t n = t->n + t->left_out;
	const str args[] = {number_text(t->p->arena, n), t->first, t->first_said};
	buf_init(&b, t->p->arena);
	const char *one = W("{2}: {1}"), *many = W("{0} notices: {1} and more"), *digest = W("daily digest: {0} notices");
	word_fmt(&b, t->as.actor.lang, sort == MESSAGE_DIGEST ? digest : n == 1 ? one : many, args, 3);
	return buf_str(&b);
}

static void put_tail(struct talk *t, bool group)
{
	str url = t->p->r->config.public_url;
	enum lang lang = t->as.actor.lang;
	if (t->left_out) {
		buf_byte(&t->text, '\n');
		word_fmt(&t->text, lang, W("and {0} more; sign in to see them"), (str[]){number_text(t->p->arena, t->left_out)}, 1);
	}
	if (group)
		return;
	buf_z(&t->text, "\n-- \n");
	buf_add(&t->text, word(lang, W("This mail was sent by Luoshi. How you are told is set there under “Me”, “How I am told”.")));
	if (url.n)
		buf_fmt(&t->text, "\n" STR_FMT "/me/notices", STR_ARG(url));
	buf_byte(&t->text, '\n');
}

err say_items(struct pass *p, const struct message *m, const struct robot *robot, const struct item *items, size_t n, struct saying *ret)
{
	struct talk t = {.p = p, .as = p->x, .most = robot ? ROBOT_TEXT_MOST : 0};
	buf_init(&t.text, p->arena);
	for (size_t i = 0; i < n; i++) {
		struct told_brief brief;
		bool may;
		TRY(eyes_for(&t, m, robot, items[i].matter, &may));
		err e = may ? told_brief(&t.as, items[i].matter, &brief) : ERR_NOTFOUND;
		if (e == ERR_NOTFOUND)
			continue;
		TRY(e);
		put_item(&t, &items[i], &brief);
	}
	*ret = (struct saying){.n = t.n};
	if (!t.n)
		return OK;
	ret->subject = subject_of(&t, m->sort);
	put_tail(&t, robot != NULL);
	ret->text = buf_str(&t.text);
	return OK;
}

/* ---- what is not about matters ------------------------------------------------------------ */
static str with_one(struct arena *a, enum lang lang, const char *key, str first, str second)
{
	struct buf b;
	buf_init(&b, a);
	word_fmt(&b, lang, key, (str[]){first, second}, 2);
	return buf_str(&b);
}

err say_code(struct pass *p, const struct contact *c, enum lang lang, struct saying *ret)
{
	str minutes = number_text(p->arena, (size_t)core_setting(p->r->core, PACK, "code_minutes"));
	*ret = (struct saying){.n = 1, .subject = word(lang, W("Code for your mail address")),
		.text = with_one(p->arena, lang, W("The code is {0}; it holds for {1} minutes. Type it under “How I am told”. If you did not ask for it, nothing needs to be done.\n"),
				 c->code, minutes)};
	return OK;
}

err say_try(struct pass *p, const struct robot *robot, struct saying *ret)
{
	*ret = (struct saying){.n = 1, .subject = S(""),
		.text = with_one(p->arena, LANG_ZH, W("This is a trial: notices of {0} for {1} will come here."), words2_in(&p->r->district, LANG_ZH),
				 unit_name(&p->x, robot->unit))};
	return OK;
}
