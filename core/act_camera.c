/* SPDX-License-Identifier: Apache-2.0 */
/* What the event of a camera says. */
#include "core/camera.h"

#include "core/device_in.h"

err camera_event(struct ctx *x, const struct camera_told *t, str action, const struct fact_row *rows, size_t n)
{
	const struct effect e = {.op = EFFECT_CAMERA, .text = {t->name, t->place, t->shown}, .number = {t->subject, t->state},
		.bytes = {t->secrets}, .list = t->stations, .n_list = t->n_stations};
	return device_write(x, &(struct device_change){ENTITY_SUBJECT, t->id, t->version, action,
		W("somebody changed this camera meanwhile; look at it again"), &e, 1}, rows, n);
}

struct cameras_heard {
	struct arena *arena;
	LIST(struct camera_told) l;
};

static void hear(void *arg, int64_t id, int64_t version, const struct effect *e)
{
	struct cameras_heard *k = arg;
	if (e->op != EFFECT_CAMERA)
		return;
	struct camera_told *t = k->l.n && k->l.v[k->l.n - 1].id == id ? &k->l.v[k->l.n - 1] : list_push(k->arena, &k->l);
	*t = (struct camera_told){.id = id, .version = version, .name = e->text[0], .place = e->text[1], .shown = e->text[2],
		.subject = e->number[0], .state = (int)e->number[1], .secrets = e->bytes[0], .stations = e->list, .n_stations = e->n_list};
}

err cameras_told(struct ctx *x, struct camera_told **ret, size_t *ret_n)
{
	struct cameras_heard k = {.arena = x->arena};
	TRY(device_log_read(x, ENTITY_SUBJECT, hear, &k));
	*ret = k.l.v;
	*ret_n = k.l.n;
	return OK;
}
