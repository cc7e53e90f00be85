/* SPDX-License-Identifier: Apache-2.0 */
/* Three cameras of the canned district: one alive, one that cannot be reached, one not in use. */
#include "fake_core.h"

#include "monitor/camera.h"

static void fill(struct arena *a, struct camera v[3])
{
	str *stations = arena_new_n(a, 1, str);
	stations[0] = S("010000A8900016F000169DC0");
	v[0] = (struct camera){.id = 1, .version = 1, .name = S("云台山西坡<b>"), .place = S("清渠街道"), .shown = S("rtsp://10.1.2.3:554"), .state = CAMERA_ON,
		.stations = stations, .n_stations = 1, .health = CAMERA_ALIVE, .since = FAKE_NOW - 86400000, .looked = FAKE_NOW, .seen = FAKE_NOW};
	v[1] = (struct camera){.id = 2, .version = 3, .name = S("化工园区东门"), .place = S(""), .shown = S("http://10.1.2.4"), .state = CAMERA_ON,
		.health = CAMERA_UNREACHABLE, .since = FAKE_NOW - 3600000, .looked = FAKE_NOW, .seen = MS_NONE};
	v[2] = (struct camera){.id = 3, .version = 1, .name = S("旧矿坑"), .place = S(""), .shown = S("rtsp://10.1.2.5"), .state = CAMERA_OFF,
		.health = CAMERA_UNKNOWN, .since = MS_NONE, .looked = MS_NONE, .seen = MS_NONE};
}

err camera_list(struct ctx *x, struct camera **ret, size_t *ret_n)
{
	*ret = arena_new_n(x->arena, 3, struct camera);
	fill(x->arena, *ret);
	*ret_n = 3;
	return OK;
}

err camera_read(struct ctx *x, int64_t id, struct camera *ret)
{
	struct camera v[3];
	fill(x->arena, v);
	if (id < 1 || id > 3)
		return fail(ERR_NOTFOUND, "there is no such camera");
	*ret = v[id - 1];
	return OK;
}

err camera_add(struct ctx *x, const struct camera_new *k, int64_t *ret)
{
	unused_arg(x);
	if (!k->address.p)
		return camera_address_check(S(""), false);
	*ret = 1;
	return camera_address_check(k->address, false);
}

err camera_change(struct ctx *x, int64_t id, int64_t version, const struct camera_new *k)
{
	unused_arg(x);
	unused_arg(id);
	unused_arg(k);
	return version == 1 ? OK : fail(ERR_CONFLICT, "somebody changed this camera meanwhile; look at it again");
}

err eye_there(const struct eye *e)
{
	unused_arg(e);
	return OK;
}

err camera_look(struct ctx *x, struct eye *e, int64_t camera, struct camera_picture *ret)
{
	unused_arg(x);
	unused_arg(e);
	unused_arg(camera);
	unused_arg(ret);
	return fail(ERR_INPUT, "the camera {0} is not in use", S("旧矿坑"));
}

err camera_keep(struct ctx *x, struct eye *e, int64_t camera, int64_t matter, str why, str key, bool *ret_taken)
{
	unused_arg(x);
	unused_arg(e);
	unused_arg(camera);
	unused_arg(matter);
	unused_arg(why);
	unused_arg(key);
	*ret_taken = true;
	return OK;
}

err camera_looks(struct ctx *x, int64_t camera, struct camera_looked **ret, size_t *ret_n)
{
	unused_arg(camera);
	*ret = arena_new_n(x->arena, 2, struct camera_looked);
	(*ret)[0] = (struct camera_looked){FAKE_NOW, S("梅霁月"), S("区生态环境分局"), LOOK_VIEW};
	(*ret)[1] = (struct camera_looked){FAKE_NOW - 60000, S(""), S(""), LOOK_PICTURE};
	*ret_n = 2;
	return OK;
}

err camera_view_open(struct ctx *x, struct eye *e, int64_t camera)
{
	unused_arg(x);
	unused_arg(e);
	unused_arg(camera);
	return OK;
}

err camera_view_list(struct ctx *x, struct eye *e, int64_t camera, struct buf *ret)
{
	unused_arg(x);
	unused_arg(e);
	unused_arg(camera);
	unused_arg(ret);
	return fail(ERR_NOTFOUND, "nobody has opened this view; open it on the page of the camera");
}

err camera_view_piece(struct ctx *x, struct eye *e, int64_t camera, int64_t n, str *ret)
{
	unused_arg(x);
	unused_arg(e);
	unused_arg(camera);
	unused_arg(n);
	unused_arg(ret);
	return fail(ERR_NOTFOUND, "nobody has opened this view; open it on the page of the camera");
}
