/* SPDX-License-Identifier: Apache-2.0 */
#include "monitor/camera.h"

#include <string.h>

/* What is lost of UDP makes a picture grey; pictures are not waited for to count how many come in a second. */
#define OVER_TCP "option rtsp_transport tcp\noption fpsprobesize 0\n"

static const struct camera_scheme schemes[] = {
	{"rtsp", "pipe,rtsp,rtp,tcp,udp", OVER_TCP, "timeout", false},
	{"rtsps", "pipe,rtsp,rtp,tcp,udp,tls", OVER_TCP, "timeout", false},
	{"http", "pipe,http,https,tcp,tls,crypto", NULL, "rw_timeout", false},
	{"https", "pipe,http,https,tcp,tls,crypto", NULL, "rw_timeout", false},
	{"rtmp", "pipe,rtmp,tcp", NULL, "rw_timeout", false},
	{"tcp", "pipe,tcp", NULL, "rw_timeout", false},
	{"file", "pipe,file", NULL, NULL, true},
};

const struct camera_scheme *camera_scheme_of(str address)
{
	int64_t at = str_find(address, S("://"), 0);
	for (size_t i = 0; at > 0 && i < COUNT_OF(schemes); i++)
		if (str_eq(str_cut(address, 0, (size_t)at), str_of(schemes[i].name)))
			return &schemes[i];
	return NULL;
}

/* Where the host ends: at the first / or ? behind the scheme. */
static size_t authority_end(str address, size_t from)
{
	while (from < address.n && address.p[from] != '/' && address.p[from] != '?' && address.p[from] != '#')
		from++;
	return from;
}

static bool printable(str s, bool local)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c <= 0x20 || c == 0x7f || c == '\'' || c == '\\' || c == '"' || (c > 0x7f && !local))
			return false;
	}
	return s.n && utf8_valid(s) == s.n;
}

err camera_address_check(str address, bool local)
{
	const struct camera_scheme *s = camera_scheme_of(address);
	if (!s || address.n > CAMERA_ADDRESS_MOST || !printable(address, s->local) || (s->local && !local))
		return fail(ERR_INPUT, "this is not the address of a stream; it is like rtsp://10.1.2.3:554/ch1 or http://10.1.2.3/live.m3u8");
	size_t host = strlen(s->name) + 3, end = authority_end(address, host);
	str authority = str_cut(address, host, end);
	if (!s->local && !authority.n)
		return fail(ERR_INPUT, "this is not the address of a stream; it is like rtsp://10.1.2.3:554/ch1 or http://10.1.2.3/live.m3u8");
	if (s->local && end >= address.n)
		return fail(ERR_INPUT, "a file is named whole: file:///srv/pictures/test.ts");
	if (str_find(authority, S("@"), 0) >= 0)
		return fail(ERR_INPUT, "leave name and password out of the address; they have their own places, where they are kept sealed");
	return OK;
}

bool camera_line_ok(str s, size_t most)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
			return false;
	return s.n <= most && utf8_valid(s) == s.n;
}

str camera_address_shown(struct arena *a, str address)
{
	const struct camera_scheme *s = camera_scheme_of(address);
	if (!s || s->local)
		return S("file");
	return str_dup(a, str_cut(address, 0, authority_end(address, strlen(s->name) + 3)));
}

static void percent(struct buf *b, str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_' || c == '.';
		if (plain)
			buf_byte(b, (char)c);
		else
			buf_fmt(b, "%%%02X", c);
	}
}

void camera_script(struct buf *b, str address, str user, str password, unsigned seconds)
{
	const struct camera_scheme *s = camera_scheme_of(address);
	ours(s);
	size_t host = strlen(s->name) + 3;
	buf_z(b, "ffconcat version 1.0\nfile '");
	buf_add(b, str_cut(address, 0, host));
	if (user.n && !s->local) {
		percent(b, user);
		buf_byte(b, ':');
		percent(b, password);
		buf_byte(b, '@');
	}
	buf_add(b, str_cut(address, host, address.n));
	buf_z(b, "'\n");
	if (s->options)
		buf_z(b, s->options);
	if (s->timeout)
		buf_fmt(b, "option %s %u000000\n", s->timeout, seconds);
}

/* ---- how it is ------------------------------------------------------------------------------------ */
static const struct {
	const char *name;
	struct words2 words;
} healths[CAMERA_HEALTHS] = {
	[CAMERA_UNKNOWN] = {"unknown", {S("尚未检查"), S("not looked at yet")}},
	[CAMERA_ALIVE] = {"alive", {S("正常"), S("alive")}},
	[CAMERA_NO_PICTURE] = {"no-picture", {S("无图像"), S("no picture")}},
	[CAMERA_BLACK] = {"black", {S("黑屏"), S("black")}},
	[CAMERA_FROZEN] = {"frozen", {S("画面冻结"), S("frozen")}},
	[CAMERA_UNREACHABLE] = {"unreachable", {S("连接不上"), S("unreachable")}},
	[CAMERA_REFUSED] = {"refused", {S("账号密码不对"), S("name or password refused")}},
};

const char *camera_health_name(enum camera_health h)
{
	return healths[(unsigned)h < CAMERA_HEALTHS ? h : CAMERA_UNKNOWN].name;
}

struct words2 camera_health_words(enum camera_health h)
{
	return healths[(unsigned)h < CAMERA_HEALTHS ? h : CAMERA_UNKNOWN].words;
}

enum camera_health camera_health_said(str said, bool late)
{
	static const struct {
		const char *said;
		enum camera_health means;
	} v[] = {
		{"401 Unauthorized", CAMERA_REFUSED}, {"403 Forbidden", CAMERA_REFUSED}, {"authorization failed", CAMERA_REFUSED},
		{"refused", CAMERA_UNREACHABLE}, {"timed out", CAMERA_UNREACHABLE}, {"No route to host", CAMERA_UNREACHABLE},
		{"unreachable", CAMERA_UNREACHABLE}, {"Failed to resolve hostname", CAMERA_UNREACHABLE}, {"No such file", CAMERA_UNREACHABLE},
		{"Connection reset", CAMERA_UNREACHABLE}, {"Input/output error", CAMERA_UNREACHABLE},
	};
	for (size_t i = 0; i < COUNT_OF(v); i++)
		if (str_find(said, str_of(v[i].said), 0) >= 0)
			return v[i].means;
	return late && !said.n ? CAMERA_UNREACHABLE : CAMERA_NO_PICTURE;
}

bool camera_black(str grey, int level, int share)
{
	size_t dark = 0;
	for (size_t i = 0; i < grey.n; i++)
		dark += (unsigned char)grey.p[i] <= level;
	return grey.n && dark * 100 >= grey.n * (size_t)share;
}

bool camera_jpeg(str s)
{
	return s.n > 100 && (unsigned char)s.p[0] == 0xff && (unsigned char)s.p[1] == 0xd8 && (unsigned char)s.p[s.n - 2] == 0xff &&
	       (unsigned char)s.p[s.n - 1] == 0xd9;
}

static bool has(const struct ctx *x, uint32_t duties)
{
	return !x->actor.user || (x->actor.duties & duties);
}

bool camera_may_enrol(const struct ctx *x)
{
	return has(x, 1u << DUTY_ENVIRONMENT | 1u << DUTY_SYSTEM);
}

bool camera_may_look(const struct ctx *x)
{
	return has(x, 1u << DUTY_ENVIRONMENT);
}

bool camera_may_audit(const struct ctx *x)
{
	return has(x, 1u << DUTY_ENVIRONMENT | 1u << DUTY_AUDIT);
}
