/* SPDX-License-Identifier: Apache-2.0 */
/* What the event of a station says. */
#include "core/station.h"

#include "core/device_in.h"

err station_event(struct ctx *x, const struct station_told *s, str action, const struct fact_row *rows, size_t n)
{
	struct effect e[3] = {{.op = EFFECT_STATION, .text = {s->mn, s->name}, .number = {s->subject, s->crc, s->state}, .bytes = {s->secrets}}};
	size_t n_e = 1;
	if (s->watch.p)
		e[n_e++] = (struct effect){.op = EFFECT_WATCH, .text = {s->watch}};
	if (!s->keeps_site)
		e[n_e++] = (struct effect){.op = EFFECT_SITE, .number = {s->site.placed, s->site.x, s->site.y, s->site.open}};
	return device_write(x, &(struct device_change){ENTITY_STATION, s->id, s->version, action,
		W("somebody changed this station meanwhile; look at it again"), e, n_e}, rows, n);
}

struct stations_heard {
	struct arena *arena;
	LIST(struct station_told) l;
};

static void hear(void *arg, int64_t id, int64_t version, const struct effect *e)
{
	struct stations_heard *k = arg;
	struct station_told *s = k->l.n && k->l.v[k->l.n - 1].id == id ? &k->l.v[k->l.n - 1] : NULL;
	if (e->op == EFFECT_WATCH && s)
		s->watch = e->text[0];
	if (e->op == EFFECT_SITE && s)
		s->site = (struct station_site){.placed = e->number[0] != 0, .x = e->number[1], .y = e->number[2], .open = e->number[3] != 0};
	if (e->op != EFFECT_STATION)
		return;
	str watch = s ? s->watch : STR_NONE; /* as before, until it is said */
	struct station_site site = s ? s->site : (struct station_site){0};
	if (!s)
		s = list_push(k->arena, &k->l);
	*s = (struct station_told){.id = id, .version = version, .mn = e->text[0], .name = e->text[1], .subject = e->number[0],
		.crc = (int)e->number[1], .state = (int)e->number[2], .secrets = e->bytes[0], .watch = watch, .site = site};
}

err stations_told(struct ctx *x, struct station_told **ret, size_t *ret_n)
{
	struct stations_heard k = {.arena = x->arena};
	TRY(device_log_read(x, ENTITY_STATION, hear, &k));
	*ret = k.l.v;
	*ret_n = k.l.n;
	return OK;
}
