/* SPDX-License-Identifier: Apache-2.0 */
/* What the pages of cameras show; filled by web/camera.c, included by view_in.h. */
#ifndef LUOSHI_WEB_CAMERA_VIEW_IN_H
#define LUOSHI_WEB_CAMERA_VIEW_IN_H

#include "monitor/camera.h"

struct camera_typed { /* what came back with the form; n 0 everywhere: nothing */
	str error, name, place, user, stations;
	bool on;
};
struct cameras_page {
	const struct camera *rows;
	size_t n;
	int64_t by_light[LIGHTS];
	str no_eye; /* why no picture can be taken; empty: one can */
	struct camera_typed typed;
	bool may_enrol;
};
struct camera_page {
	const struct camera *c;
	struct camera_typed typed;
	str no_eye, wrong; /* wrong: of what was asked for last */
	bool may_look, may_enrol, may_audit, live;
	const struct camera_looked *looks;
	size_t n_looks;
	str number, why; /* of the matter, typed */
};
void put_camera_health(struct buf *, const struct ui *, const struct camera *); /* ● alive */
void put_camera_look(struct buf *, const struct ui *, enum camera_look_sort);
enum light camera_light(const struct camera *);

#endif
