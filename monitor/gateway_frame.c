/* SPDX-License-Identifier: Apache-2.0 */
/* What a telegram calls for: whose it is, what is kept, what is answered. */
#include "monitor/gateway_in.h"

#include <stdlib.h>
#include <string.h>

#define MN_KEPT 64
#define STRAYS_A_BATCH 200

/* ---- who they are ------------------------------------------------------------------------------- */

int line_of_station(struct gateway *g, size_t k)
{
	uint32_t at = g->line_of[k];
	return at && g->lines[at - 1].fd >= 0 && g->lines[at - 1].station == g->roll->v[k].id ? (int)at - 1 : -1;
}

/* How a station speaks is still true when the roll changes; a new password it has yet to use. */
static struct spoke *spoke_over(struct gateway *g, const struct roll *r)
{
	struct spoke *v = calloc(r->n + 1, sizeof *v);
	ours(v);
	for (size_t i = 0; i < r->n; i++) {
		const struct known *was = g->roll ? roll_by_id(g->roll, r->v[i].id) : NULL;
		if (!was)
			continue;
		v[i] = g->spoke[was - g->roll->v];
		v[i].newest &= str_eq(was->password, r->v[i].password);
	}
	free(g->spoke);
	return v;
}

void roll_take(struct gateway *g, struct roll *r)
{
	tallies_out(g);
	g->spoke = spoke_over(g, r);
	roll_free(g->roll);
	free(g->tally);
	free(g->line_of);
	g->roll = r;
	g->tally = calloc(r->n + 1, sizeof *g->tally);
	g->line_of = calloc(r->n + 1, sizeof *g->line_of);
	ours(g->tally && g->line_of);
	for (unsigned i = 0; i < g->lines_used; i++) {
		const struct known *k = g->lines[i].fd >= 0 && g->lines[i].station ? roll_by_id(r, g->lines[i].station) : NULL;
		if (k)
			g->line_of[k - r->v] = i + 1;
	}
}

static struct count *tally_of(struct gateway *g, const struct known *k)
{
	return &g->tally[k - g->roll->v];
}

static void odd_count(struct count *c, uint64_t odd)
{
	for (; odd; odd &= odd - 1)
		c->odd[__builtin_ctzll(odd)]++;
}

static void seen(struct gateway *g, const struct line *l, const struct known *k)
{
	struct count *c = tally_of(g, k);
	c->station = k->id;
	c->seen = g->now;
	memcpy(c->peer, l->peer, sizeof l->peer);
}

void tallies_out(struct gateway *g)
{
	for (size_t i = 0; g->roll && i < g->roll->n; i++)
		if (g->tally[i].station) {
			*list_push(&g->filling->arena, &g->filling->count) = g->tally[i];
			memset(&g->tally[i], 0, sizeof g->tally[i]);
		}
	g->tallied = g->steady;
}

/* ---- what is kept ------------------------------------------------------------------------------------ */

static ms_t instant(struct gateway *g, str s)
{
	if (s.n && s.n == strlen(g->time_text) && memcmp(s.p, g->time_text, s.n) == 0)
		return g->time_at;
	ms_t at = hj_instant(g->zone, s);
	if (at != MS_NONE) {
		memcpy(g->time_text, s.p, s.n);
		g->time_text[s.n] = 0;
		g->time_at = at;
	}
	return at;
}

/* DataTime; of a later part without one that of the first part; else QN; else when it came. */
static ms_t time_of(struct gateway *g, struct line *l, const struct hj_frame *f)
{
	ms_t at = f->time >= 0 ? instant(g, hj_value(f, &f->item[f->time])) : MS_NONE;
	if (f->pnum > 1 && at != MS_NONE) {
		l->split_cn = f->cn;
		l->split_time = at;
	} else if (f->pnum > 1 && f->pno > 1 && l->split_cn == f->cn)
		at = l->split_time;
	if (at == MS_NONE)
		at = hj_instant(g->zone, f->field[HJ_QN]);
	return at == MS_NONE ? g->now : at;
}

static void keep(struct gateway *g, struct line *l, const struct known *who, const struct hj_frame *f)
{
	struct batch *b = g->filling;
	*list_push(&b->arena, &b->kept) = (struct kept){.station = who->id, .time = time_of(g, l, f), .got = g->now, .odd = f->odd, .cn = f->cn,
		.pnum = f->pnum < 0 ? 0 : f->pnum, .pno = f->pno < 0 ? 0 : f->pno, .flags = (f->again ? KEPT_AGAIN : 0) | (f->coded ? KEPT_CODED : 0),
		.at = (uint32_t)b->bytes.n, .n = (uint32_t)f->segment.n};
	buf_add(&b->bytes, f->segment);
	g->kept++;
}

static void stray_keep(struct gateway *g, const struct line *l, const struct hj_frame *f)
{
	struct batch *b = g->filling;
	char mn[MN_KEPT];
	size_t n = f->field[HJ_MN].n < MN_KEPT ? f->field[HJ_MN].n : MN_KEPT;
	g->strangers++;
	if (b->stray.n >= STRAYS_A_BATCH)
		return;
	for (size_t i = 0; i < n; i++)
		mn[i] = f->field[HJ_MN].p[i] > 0x20 && f->field[HJ_MN].p[i] < 0x7f ? f->field[HJ_MN].p[i] : '?';
	*list_push(&b->arena, &b->stray) = (struct stray){.at = (uint32_t)b->bytes.n, .n = (uint32_t)(f->segment.n < 1024 ? f->segment.n : 1024),
		.mn_n = (uint32_t)n, .peer_n = (uint32_t)strlen(l->peer), .got = g->now};
	buf_add(&b->bytes, (str){mn, n});
	buf_z(&b->bytes, l->peer);
	buf_add(&b->bytes, str_cut(f->segment, 0, 1024));
}

/* ---- what is answered ---------------------------------------------------------------------------------- */

static void reply(struct gateway *g, unsigned line, const struct hj_frame *f, int cn)
{
	struct batch *b = g->filling;
	size_t at = b->replies.n;
	hj_put(&b->replies, &(struct hj_say){.qn = f->field[HJ_QN], .pw = f->field[HJ_PW], .mn = f->field[HJ_MN], .st = 91, .cn = cn,
		.version = f->version ? f->version : 2017, .variant = f->variant});
	*list_push(&b->arena, &b->reply) = (struct reply){.line = line, .turn = g->lines[line].turn, .at = (uint32_t)at, .n = (uint32_t)(b->replies.n - at)};
}

/* 9015 of 2025 and what some vendors have for it: a sign of life, and nothing to keep. */
static bool is_heartbeat(int cn)
{
	return cn == 9015 || cn == 9021 || cn == 9022;
}

static bool is_answer(int cn)
{
	return cn >= 9011 && cn <= 9014;
}

static void act_on(struct gateway *g, unsigned line, const struct known *who, const struct hj_frame *f)
{
	if (is_answer(f->cn)) {
		order_answer(g, who->id, f);
		return;
	}
	if (is_heartbeat(f->cn)) {
		reply(g, line, f, 9013);
		return;
	}
	keep(g, &g->lines[line], who, f);
	if (f->answer)
		reply(g, line, f, f->cn >= 2000 && f->cn < 9000 ? 9014 : 9013);
	if (f->cn == 1013)
		order_clock(g, who->id);
}

/* ---- a telegram -------------------------------------------------------------------------------------------- */

static bool speaks_with(const struct hj_frame *f, str password)
{
	return password.n && f->field[HJ_PW].p && str_eq(f->field[HJ_PW], password);
}

/* false: it is not taken for what it says. */
static bool is_genuine(struct gateway *g, const struct known *who, const struct hj_frame *f)
{
	struct count *c = tally_of(g, who);
	if (f->variant != HJ_CRC_STANDARD && f->variant != who->crc) {
		c->odd[WRONG_CHECK]++;
		return false;
	}
	if (who->password.n && !speaks_with(f, who->password) && !speaks_with(f, who->password_before)) {
		c->odd[WRONG_PASSWORD]++;
		return false;
	}
	return true;
}

void frame_take(struct gateway *g, unsigned line, const struct hj_piece *piece)
{
	struct line *l = &g->lines[line];
	struct hj_frame *f = &g->frame;
	hj_parse(piece, f);
	g->frames++;
	const struct known *who = f->field[HJ_MN].p ? roll_find(g->roll, f->field[HJ_MN]) : NULL;
	if (!f->crc_ok && who)
		hj_read(piece, who->key, g->scratch, f);
	if (!f->crc_ok && who && who->before)
		hj_read(piece, who->before, g->scratch, f);
	if (who) {
		seen(g, l, who);
		odd_count(tally_of(g, who), f->odd);
		tally_of(g, who)->frames++;
	}
	if (!f->crc_ok || (who && !is_genuine(g, who, f))) {
		g->bad++; /* the standard: no answer to it */
		l->lost++;
		return;
	}
	if (!who) {
		stray_keep(g, l, f);
		return;
	}
	l->lost = 0;
	l->station = who->id;
	g->line_of[who - g->roll->v] = line + 1;
	struct spoke *spoke = &g->spoke[who - g->roll->v];
	*spoke = (struct spoke){f->version, f->st > 0 && f->st < 100 && f->st != 91 ? f->st : spoke->st, speaks_with(f, who->password)};
	act_on(g, line, who, f);
}

void frame_lost(struct gateway *g, unsigned line, uint64_t odd)
{
	const struct known *who = g->lines[line].station ? roll_by_id(g->roll, g->lines[line].station) : NULL;
	g->bad++;
	g->lines[line].lost++;
	if (who) {
		seen(g, &g->lines[line], who);
		odd_count(tally_of(g, who), odd);
	}
}
