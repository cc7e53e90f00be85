/* SPDX-License-Identifier: Apache-2.0 */
/* The kinds of media servers: what they are asked, and where their streams are played. */
#include "monitor/media_calc.h"

#include <string.h>

#include "base/json.h"
#include "monitor/media_calc_in.h"

#define VHOST "__defaultVhost__"

void media_escape(struct buf *b, str s, bool slashes)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c && strchr("-_.~", c)) || (c == '/' && slashes))
			buf_byte(b, (char)c);
		else
			buf_fmt(b, "%%%02X", c);
	}
}

static void parameter(struct buf *b, const char *name, str value)
{
	if (b->n)
		buf_byte(b, '&');
	buf_z(b, name);
	buf_byte(b, '=');
	media_escape(b, value, false);
}

void media_body_secret(struct buf *body, str secret)
{
	parameter(body, "secret", secret);
}

/* A name of ZLMediaKit: app/stream, and the virtual host when it is not the default one. */
static bool zlm_parts(str name, str *ret_app, str *ret_stream, str *ret_vhost)
{
	ptrdiff_t at = str_find(name, S("?vhost="), 0);
	*ret_vhost = at < 0 ? S(VHOST) : str_cut(name, (size_t)at + 7, name.n);
	return str_split(at < 0 ? name : str_cut(name, 0, (size_t)at), '/', ret_app, ret_stream) && ret_app->n && ret_stream->n;
}

/* ---- lists ------------------------------------------------------------------------------------------ */
static void zlm_list(struct buf *target, struct buf *body, int page)
{
	unused_arg(page);
	buf_z(target, "/index/api/getMediaList");
	parameter(body, "schema", S("rtsp")); /* each stream stands there once for every protocol */
}

static void mediamtx_list(struct buf *target, struct buf *body, int page)
{
	unused_arg(body);
	buf_fmt(target, "/v3/paths/list?itemsPerPage=%d&page=%d", MEDIA_PAGE, page);
}

static void srs_list(struct buf *target, struct buf *body, int page)
{
	unused_arg(body);
	buf_fmt(target, "/api/v1/streams/?start=%d&count=%d", page * MEDIA_PAGE, MEDIA_PAGE);
}

static void go2rtc_list(struct buf *target, struct buf *body, int page)
{
	unused_arg(body);
	unused_arg(page);
	buf_z(target, "/api/streams");
}

/* ---- pictures --------------------------------------------------------------------------------------- */
static bool zlm_picture(struct buf *target, struct buf *body, str stream, str play, unsigned seconds)
{
	unused_arg(stream);
	buf_z(target, "/index/api/getSnap");
	parameter(body, "url", play);
	buf_fmt(body, "&timeout_sec=%u&expire_sec=0", seconds);
	return true;
}

static bool go2rtc_picture(struct buf *target, struct buf *body, str stream, str play, unsigned seconds)
{
	unused_arg(body);
	unused_arg(play);
	unused_arg(seconds);
	buf_z(target, "/api/frame.jpeg?src=");
	media_escape(target, stream, false);
	return true;
}

/* ---- streams taken over ------------------------------------------------------------------------------- */
static bool zlm_pull(struct buf *target, struct buf *body, str stream, str source)
{
	str app, id, vhost;
	if (!zlm_parts(stream, &app, &id, &vhost))
		return false;
	buf_z(target, "/index/api/addStreamProxy");
	parameter(body, "vhost", vhost);
	parameter(body, "app", app);
	parameter(body, "stream", id);
	parameter(body, "url", source);
	parameter(body, "rtp_type", S("0")); /* over TCP */
	return true;
}

static bool mediamtx_pull(struct buf *target, struct buf *body, str stream, str source)
{
	struct json j;
	buf_z(target, "/v3/config/paths/add/");
	media_escape(target, stream, true);
	json_begin(&j, body);
	json_open(&j, '{');
	member_str(&j, "source", source);
	member_bool(&j, "sourceOnDemand", true);
	json_close(&j);
	return true;
}

static bool go2rtc_pull(struct buf *target, struct buf *body, str stream, str source)
{
	unused_arg(body);
	buf_z(target, "/api/streams?src=");
	media_escape(target, source, false);
	buf_z(target, "&name=");
	media_escape(target, stream, false);
	return true;
}

/* ---- the kinds ---------------------------------------------------------------------------------------- */
const struct media_kind media_kinds[] = {
	{.name = "zlmediakit", .label = "ZLMediaKit", .example = "http://10.1.2.3", .play = "rtsp", .port = 554, .tail = "", .stale = true,
	 .list = zlm_list, .picture = zlm_picture, .pull = zlm_pull, .pull_method = "POST", .read = media_read_zlm},
	{.name = "mediamtx", .label = "MediaMTX", .example = "http://10.1.2.3:9997", .play = "rtsp", .port = 8554, .tail = "", .paged = true, .named = true,
	 .list = mediamtx_list, .pull = mediamtx_pull, .pull_method = "POST", .read = media_read_mediamtx},
	{.name = "srs", .label = "SRS", .example = "http://10.1.2.3:1985", .play = "http", .port = 8080, .tail = ".flv", .paged = true, .named = true,
	 .list = srs_list, .read = media_read_srs},
	{.name = "go2rtc", .label = "go2rtc", .example = "http://10.1.2.3:1984", .play = "rtsp", .port = 8554, .tail = "", .named = true,
	 .list = go2rtc_list, .picture = go2rtc_picture, .pull = go2rtc_pull, .pull_method = "PUT", .read = media_read_go2rtc},
};
const size_t media_kinds_n = COUNT_OF(media_kinds);

const struct media_kind *media_kind_of(str name)
{
	for (size_t i = 0; i < media_kinds_n; i++)
		if (str_eq(name, str_of(media_kinds[i].name)))
			return &media_kinds[i];
	return NULL;
}

/* ---- addresses ---------------------------------------------------------------------------------------- */
static bool is_http(str address)
{
	return str_starts(address, S("http://")) || str_starts(address, S("https://"));
}

err media_address_check(str address)
{
	bool odd = false;
	for (size_t i = 0; i < address.n; i++)
		odd |= address.p[i] == '?' || address.p[i] == '#';
	if (odd || !is_http(address))
		return fail(ERR_INPUT, "this is not the address of a media server; it is like http://10.1.2.3:9997, without ? and what follows");
	return camera_address_check(address, false);
}

static str host_of(str address, size_t *ret_end)
{
	ptrdiff_t at = str_find(address, S("://"), 0);
	size_t from = at < 0 ? address.n : (size_t)at + 3, end = from;
	while (end < address.n && address.p[end] != '/' && address.p[end] != '?' && address.p[end] != '#')
		end++;
	*ret_end = end;
	size_t stop = end;
	for (size_t i = end; i > from && address.p[i - 1] != ']'; i--)
		if (address.p[i - 1] == ':')
			stop = i - 1;
	return str_cut(address, from, stop);
}

err media_play_check(str play)
{
	size_t end;
	if (!play.n)
		return OK;
	TRY(camera_address_check(play, false));
	(void)host_of(play, &end);
	if (end < play.n)
		return fail(ERR_INPUT, "where streams are played is scheme, host and port alone: rtsp://10.1.2.3:8554");
	return OK;
}

bool media_stream_ok(str name)
{
	for (size_t i = 0; i < name.n; i++)
		if ((unsigned char)name.p[i] < 0x20 || name.p[i] == 0x7f)
			return false;
	return name.n && name.n <= MEDIA_STREAM_NAME_MOST && name.p[0] != '/' && utf8_valid(name) == name.n;
}

str media_source(struct arena *a, str address, str user, str password)
{
	struct buf b;
	ptrdiff_t at = str_find(address, S("://"), 0);
	size_t host = at < 0 ? 0 : (size_t)at + 3;
	buf_init(&b, a);
	buf_add(&b, str_cut(address, 0, host));
	if (user.n) {
		media_escape(&b, user, false);
		buf_byte(&b, ':');
		media_escape(&b, password, false);
		buf_byte(&b, '@');
	}
	buf_add(&b, str_cut(address, host, address.n));
	return buf_str(&b);
}

str media_play(struct arena *a, const struct media_kind *k, str address, str play, str stream)
{
	struct buf b;
	size_t end;
	ptrdiff_t vhost = str_find(stream, S("?vhost="), 0);
	str path = vhost < 0 ? stream : str_cut(stream, 0, (size_t)vhost);
	buf_init(&b, a);
	if (play.n)
		buf_add(&b, play);
	else
		buf_fmt(&b, "%s://" STR_FMT ":%d", k->play, STR_ARG(host_of(address, &end)), k->port);
	buf_byte(&b, '/');
	media_escape(&b, path, true);
	buf_z(&b, k->tail);
	if (vhost >= 0) {
		buf_z(&b, "?vhost=");
		media_escape(&b, str_cut(stream, (size_t)vhost + 7, stream.n), false);
	}
	return buf_str(&b);
}
