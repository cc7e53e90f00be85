/* SPDX-License-Identifier: Apache-2.0 */
/* What media servers answer, read without believing it. */
#include <jansson.h>
#include <stdlib.h>

#include "base/nest.h"
#include "monitor/media_calc_in.h"

#define ZLM_AUTH_FAILED (-100)

static str text_of(const json_t *j, const char *name)
{
	const json_t *v = json_object_get(j, name);
	return json_is_string(v) ? (str){json_string_value(v), json_string_length(v)} : S("");
}

static void take(struct arena *a, struct media_list *l, str name, bool live)
{
	l->came++;
	if (!media_stream_ok(name))
		l->odd++;
	else if (l->v.n < MEDIA_STREAMS_MOST)
		*list_push(a, &l->v) = (struct media_stream){str_dup(a, name), live};
}

static str joined(struct arena *a, str app, str stream, str vhost)
{
	struct buf b;
	buf_init(&b, a);
	buf_add(&b, app);
	buf_byte(&b, '/');
	buf_add(&b, stream);
	if (vhost.n && !str_eq(vhost, S("__defaultVhost__"))) {
		buf_z(&b, "?vhost=");
		buf_add(&b, vhost);
	}
	return buf_str(&b);
}

/* Short enough to be put together at all. */
static bool each_short(const str *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i].n > MEDIA_STREAM_NAME_MOST)
			return false;
	return true;
}

static enum media_said code_of(const json_t *j)
{
	const json_t *code = json_object_get(j, "code");
	if (!json_is_integer(code))
		return MEDIA_UNREADABLE;
	if (json_integer_value(code) == ZLM_AUTH_FAILED)
		return MEDIA_REFUSED;
	return json_integer_value(code) == 0 ? MEDIA_SAID : MEDIA_UNREADABLE;
}

/* {"code":0,"data":[{"app","stream","vhost","schema",…}]}; no data: no streams */
enum media_said media_read_zlm(struct arena *a, const void *json, struct media_list *l)
{
	const json_t *data = json_object_get(json, "data");
	enum media_said said = code_of(json);
	if (said != MEDIA_SAID)
		return said;
	if (data && !json_is_array(data) && !json_is_null(data))
		return MEDIA_UNREADABLE;
	for (size_t i = 0; i < json_array_size(data); i++) {
		const json_t *m = json_array_get(data, i);
		const str part[] = {text_of(m, "app"), text_of(m, "stream"), text_of(m, "vhost")};
		bool good = part[0].n && part[1].n && each_short(part, COUNT_OF(part));
		take(a, l, good ? joined(a, part[0], part[1], part[2]) : S(""), true);
	}
	return MEDIA_SAID;
}

/* {"itemCount","pageCount","items":[{"name","online","available","ready"}]}; the newest word counts */
enum media_said media_read_mediamtx(struct arena *a, const void *json, struct media_list *l)
{
	static const char *const words[] = {"online", "available", "ready"};
	const json_t *items = json_object_get(json, "items");
	if (!json_is_array(items))
		return MEDIA_UNREADABLE;
	for (size_t i = 0; i < json_array_size(items); i++) {
		const json_t *m = json_array_get(items, i), *live = NULL;
		for (size_t w = 0; w < COUNT_OF(words) && !json_is_boolean(live); w++)
			live = json_object_get(m, words[w]);
		take(a, l, text_of(m, "name"), json_is_true(live));
	}
	return MEDIA_SAID;
}

/* {"code":0,"streams":[{"app","name","publish":{"active"}}]} */
enum media_said media_read_srs(struct arena *a, const void *json, struct media_list *l)
{
	const json_t *streams = json_object_get(json, "streams");
	if (code_of(json) != MEDIA_SAID || !json_is_array(streams))
		return MEDIA_UNREADABLE;
	for (size_t i = 0; i < json_array_size(streams); i++) {
		const json_t *m = json_array_get(streams, i);
		const str part[] = {text_of(m, "app"), text_of(m, "name")};
		bool good = part[0].n && part[1].n && each_short(part, COUNT_OF(part));
		take(a, l, good ? joined(a, part[0], part[1], S("")) : S(""), json_is_true(json_object_get(json_object_get(m, "publish"), "active")));
	}
	return MEDIA_SAID;
}

/* A producer that only has its address waits for somebody to look; one that is connected says what it receives. */
static bool connected(const json_t *producers)
{
	for (size_t i = 0; i < json_array_size(producers); i++) {
		const json_t *p = json_array_get(producers, i);
		if (json_object_get(p, "receivers") || json_object_get(p, "medias") || json_object_get(p, "remote_addr"))
			return true;
	}
	return false;
}

/* {"NAME":{"producers":[…],"consumers":[…]}} */
enum media_said media_read_go2rtc(struct arena *a, const void *json, struct media_list *l)
{
	const char *name;
	json_t *m;
	json_object_foreach((json_t *)json, name, m) {
		if (!json_is_object(m))
			return MEDIA_UNREADABLE;
		take(a, l, str_of(name), connected(json_object_get(m, "producers")));
	}
	return MEDIA_SAID;
}

static json_t *object_of(str text)
{
	json_t *j = json_fits(text) ? json_loadb(text.p ? text.p : "", text.n, JSON_REJECT_DUPLICATES, NULL) : NULL;
	if (json_is_object(j))
		return j;
	json_decref(j);
	return NULL;
}

enum media_said media_list_read(struct arena *a, const struct media_kind *k, str answer, struct media_list *l)
{
	json_t *j = object_of(answer);
	enum media_said said = j ? k->read(a, j, l) : MEDIA_UNREADABLE;
	json_decref(j);
	return said;
}

static int by_name(const void *a, const void *b)
{
	const struct media_stream *p = a, *q = b;
	return str_cmp(p->name, q->name);
}

void media_list_sort(struct media_list *l)
{
	size_t n = 0;
	if (l->v.n)
		qsort(l->v.v, l->v.n, sizeof *l->v.v, by_name);
	for (size_t i = 0; i < l->v.n; i++) {
		if (n && str_eq(l->v.v[n - 1].name, l->v.v[i].name))
			l->v.v[n - 1].live |= l->v.v[i].live;
		else
			l->v.v[n++] = l->v.v[i];
	}
	l->v.n = n;
}

enum camera_health media_picture_said(str answer)
{
	if (camera_jpeg(answer))
		return CAMERA_ALIVE;
	json_t *j = answer.n && answer.p[0] == '{' ? object_of(answer) : NULL;
	bool refused = j && code_of(j) == MEDIA_REFUSED;
	json_decref(j);
	return refused ? CAMERA_REFUSED : CAMERA_NO_PICTURE;
}

enum media_said media_pull_said(const struct media_kind *k, str answer)
{
	if (k->named)
		return MEDIA_SAID; /* its status said it */
	json_t *j = object_of(answer);
	enum media_said said = j ? code_of(j) : MEDIA_UNREADABLE;
	json_decref(j);
	return said;
}
