/* SPDX-License-Identifier: Apache-2.0 */
/* Commands on their way: request → 9011 → [data] → 9012, or 9013 (HJ 212 6.2). Without an answer a
 * request is sent again with the same QN, three times in all (table 1). */
#include "monitor/gateway_in.h"

#include <stdio.h>
#include <string.h>

#define TRIES 3
#define RUN_MS 600000LL      /* from 9011 to 9012: sampling takes minutes */
#define PATIENCE_MS 3600000LL /* for a station that is not connected */

static ms_t answer_ms(const struct gateway *g)
{
	return (ms_t)(g->config.answer_seconds ? g->config.answer_seconds : 10) * 1000;
}

static void step_out(struct gateway *g, const struct order *o)
{
	if (!o->c.id)
		return; /* ours, not a person's */
	struct step *s = list_push(&g->filling->arena, &g->filling->step);
	*s = (struct step){.id = o->c.id, .state = o->c.state, .tries = o->c.tries, .qn_rtn = o->c.qn_rtn, .exe_rtn = o->c.exe_rtn, .next = o->c.next,
		.ended = o->c.state >= COMMAND_DONE ? g->now : MS_NONE};
	memcpy(s->qn, o->qn, sizeof s->qn);
}

static void order_end(struct gateway *g, size_t i, enum command_state state)
{
	g->orders[i].c.state = state;
	step_out(g, &g->orders[i]);
	g->orders[i] = g->orders[--g->n_orders];
}

/* A time that no other command of ours has had. */
static void qn_new(struct gateway *g, char ret[18])
{
	ms_t at = g->now;
	do
		hj_now(g->zone, at++, ret);
	while (strcmp(ret, g->newest_qn) <= 0 && at < g->now + 1000);
	memcpy(g->newest_qn, ret, 18);
}

#define CP_ROOM (sizeof((struct order *)0)->cp + 48)

/* What stands between the && when it leaves: the time and what is secret are put in here and kept nowhere. */
static void cp_of(const struct gateway *g, const struct order *o, const struct known *who, char ret[CP_ROOM])
{
	const struct hj_command *k = hj_command_of(o->c.cn);
	char now[18];
	hj_now(g->zone, g->now, now);
	int n = snprintf(ret, CP_ROOM, "%s", o->cp);
	if (!k)
		return;
	if (k->carries == CARRIES_CLOCK && !strstr(ret, "SystemTime="))
		snprintf(ret + n, CP_ROOM - (size_t)n, "%sSystemTime=%.14s", n ? ";" : "", now);
	if (k->carries == CARRIES_KEY)
		snprintf(ret, CP_ROOM, "SKCreateTime=%.14s;NewSK=%.16s", now, who->key_text);
	if (k->carries == CARRIES_PASSWORD)
		snprintf(ret, CP_ROOM, "NewPW=" STR_FMT, STR_ARG(who->password));
}

static void order_send(struct gateway *g, struct order *o, size_t k, unsigned line)
{
	const struct known *who = &g->roll->v[k];
	const struct spoke *spoke = &g->spoke[k];
	struct buf b;
	char cp[CP_ROOM];
	cp_of(g, o, who, cp);
	if (!o->qn[0])
		qn_new(g, o->qn);
	buf_init(&b, NULL);
	hj_put(&b, &(struct hj_say){.qn = str_of(o->qn), .pw = who->password_before.n && !spoke->newest ? who->password_before : who->password, .mn = who->mn,
		.st = spoke->st ? spoke->st : 91, .cn = o->c.cn, .cp = str_of(cp), .answer = true, .version = spoke->version ? spoke->version : 2017, .variant = who->crc});
	/* a key travels only under the one that the station still has */
	if (o->c.cn == 1014 && who->key)
		hj_seal(&b, 0, who->before ? who->before : who->key);
	line_send(g, line, buf_str(&b));
	if (b.p)
		explicit_bzero(b.p, b.n);
	explicit_bzero(cp, sizeof cp);
	buf_done(&b);
	o->c.state = COMMAND_SENT;
	o->c.tries++;
	o->c.next = g->now + answer_ms(g);
	step_out(g, o);
}

static bool stepped(const struct batch *b, int64_t id)
{
	for (size_t i = 0; b && i < b->step.n; i++)
		if (b->step.v[i].id == id)
			return true;
	return false;
}

/* Under the lock: batches that are on their way are looked at. */
void orders_take(struct gateway *g, const struct order *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		bool there = false;
		for (size_t k = 0; k < g->n_orders; k++)
			there |= g->orders[k].c.id == v[i].c.id;
		/* one that we ended a moment ago, and whose row does not say so yet, is not begun again */
		there |= stepped(g->filling, v[i].c.id) || stepped(g->keeping, v[i].c.id) || stepped(g->done, v[i].c.id);
		if (!there && g->n_orders < ORDERS_MOST)
			g->orders[g->n_orders++] = v[i];
	}
}

void orders_step(struct gateway *g)
{
	for (size_t i = 0; i < g->n_orders;) {
		struct order *o = &g->orders[i];
		const struct known *who = roll_by_id(g->roll, o->c.station);
		int line = who ? line_of_station(g, (size_t)(who - g->roll->v)) : -1;
		bool due = o->c.state == COMMAND_WAITS || o->c.next <= g->now;
		bool keyless = who && o->c.cn == 1014 && !who->key;
		bool over = keyless || (due && o->c.state == COMMAND_ACCEPTED) || (due && o->c.state == COMMAND_SENT && o->c.tries >= TRIES) ||
			    (line < 0 && g->now - o->c.made > PATIENCE_MS) || !who;
		if (over) {
			order_end(g, i, COMMAND_FAILED);
			continue;
		}
		if (due && line >= 0)
			order_send(g, o, (size_t)(who - g->roll->v), (unsigned)line);
		i++;
	}
}

static int number_of(str s)
{
	int64_t v;
	return s.p && str_int(s, &v) && v > 0 && v < 100000 ? (int)v : 100; /* 100: 未知 */
}

void order_answer(struct gateway *g, int64_t station, const struct hj_frame *f)
{
	for (size_t i = 0; i < g->n_orders; i++) {
		struct order *o = &g->orders[i];
		if (o->c.station != station || !f->field[HJ_QN].p || !str_eq(f->field[HJ_QN], str_of(o->qn)))
			continue;
		if (f->cn == 9011) {
			o->c.qn_rtn = number_of(hj_find(f, S("QnRtn"), STR_NONE));
			if (o->c.qn_rtn != 1) {
				order_end(g, i, COMMAND_FAILED);
				return;
			}
			o->c.state = COMMAND_ACCEPTED;
			o->c.next = g->now + RUN_MS;
			step_out(g, o);
		} else if (f->cn == 9012) {
			o->c.exe_rtn = number_of(hj_find(f, S("ExeRtn"), STR_NONE));
			order_end(g, i, o->c.exe_rtn == 1 ? COMMAND_DONE : COMMAND_FAILED);
		} else if (f->cn == 9013)
			order_end(g, i, COMMAND_DONE);
		return;
	}
}

void order_clock(struct gateway *g, int64_t station)
{
	for (size_t i = 0; i < g->n_orders; i++)
		if (g->orders[i].c.station == station && g->orders[i].c.cn == 1012)
			return;
	if (g->n_orders < ORDERS_MOST)
		g->orders[g->n_orders++] = (struct order){.c = {.station = station, .cn = 1012, .made = g->now, .next = g->now}};
}
