/* SPDX-License-Identifier: Apache-2.0 */
/* Two media servers of the canned district: one that says what it has, one that does not answer. */
#include "fake_core.h"

#include "monitor/media.h"

static void fill(struct media v[2])
{
	v[0] = (struct media){.id = 1, .version = 1, .name = S("视频平台<b>"), .shown = S("http://10.1.2.9"), .kind = &media_kinds[0], .on = true, .has_secret = true};
	v[1] = (struct media){.id = 2, .version = 3, .name = S("园区"), .shown = S("http://10.1.2.8:9997"), .kind = &media_kinds[1], .on = true};
}

err media_servers(struct ctx *x, struct media **ret, size_t *ret_n)
{
	*ret = arena_new_n(x->arena, 2, struct media);
	fill(*ret);
	*ret_n = 2;
	return OK;
}

err media_read(struct ctx *x, int64_t id, struct media *ret)
{
	unused_arg(x);
	struct media v[2];
	fill(v);
	if (id < 1 || id > 2)
		return fail(ERR_NOTFOUND, "there is no such media server");
	*ret = v[id - 1];
	return OK;
}

err media_add(struct ctx *x, const struct media_new *k, int64_t *ret)
{
	unused_arg(x);
	*ret = 1;
	return media_address_check(k->address.p ? k->address : S(""));
}

err media_change(struct ctx *x, int64_t id, int64_t version, const struct media_new *k)
{
	unused_arg(x);
	unused_arg(id);
	unused_arg(k);
	return version == 1 ? OK : fail(ERR_CONFLICT, "somebody changed this media server meanwhile; look at it again");
}

err media_streams_read(struct ctx *x, struct eye *e, int64_t id, struct media_streams *ret)
{
	unused_arg(e);
	if (id == 2)
		return fail(ERR_INPUT, "the media server {0} does not answer; see whether it runs and whether its address is right", S("园区"));
	*ret = (struct media_streams){.v = arena_new_n(x->arena, 2, struct media_seen), .n = 2, .odd = 1};
	ret->v[0] = (struct media_seen){S("live/east"), true, 1, S("云台山西坡<b>")};
	ret->v[1] = (struct media_seen){S("live/\"<b>"), false, 0, S("")};
	return OK;
}

err media_free(struct ctx *x, struct eye *e, int64_t id, str **ret, size_t *ret_n)
{
	unused_arg(x);
	unused_arg(e);
	unused_arg(id);
	*ret = NULL;
	*ret_n = 0;
	return OK;
}

err media_enrol(struct ctx *x, int64_t id, const struct media_enrolment *k, int64_t *ret_n)
{
	unused_arg(x);
	unused_arg(id);
	*ret_n = (int64_t)k->n;
	return k->n ? OK : fail(ERR_INPUT, "choose the streams that are to become cameras");
}

err media_pull(struct ctx *x, struct eye *e, int64_t id, const struct media_pulling *k)
{
	unused_arg(x);
	unused_arg(e);
	unused_arg(id);
	return camera_address_check(k->address, false);
}
