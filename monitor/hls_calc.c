/* SPDX-License-Identifier: Apache-2.0 */
#include "monitor/hls_calc.h"

#include <string.h>

#define TICKS_MS 90           /* of 90 kHz in a ms */
#define STAMP ((int64_t)1 << 33) /* time stamps count in 33 bits */
#define LOST_MOST (64u * TS_PACKET)

void ts_init(struct ts_cut *c, int64_t target_ms)
{
	*c = (struct ts_cut){.target = target_ms * TICKS_MS, .began = -1, .last = -1, .map_pid = -1, .video_pid = -1};
	buf_init(&c->piece, NULL);
}

void ts_done(struct ts_cut *c)
{
	buf_done(&c->piece);
}

/* Where the payload of a packet begins; TS_PACKET: it has none. */
static size_t payload_at(const uint8_t *p)
{
	size_t at = 4;
	if (!(p[3] & 0x10))
		return TS_PACKET;
	if (p[3] & 0x20)
		at += 1 + (size_t)p[4];
	return at < TS_PACKET ? at : TS_PACKET;
}

/* A section of one packet behind its pointer: from its table id to before its CRC. */
static bool section(const uint8_t *p, uint8_t table, size_t *ret_at, size_t *ret_end)
{
	size_t at = payload_at(p);
	if (at >= TS_PACKET || !(p[1] & 0x40))
		return false;
	at += 1 + (size_t)p[at];
	if (at + 8 > TS_PACKET || p[at] != table)
		return false;
	size_t length = (size_t)(p[at + 1] & 0x0f) << 8 | p[at + 2];
	if (length < 9 || at + 3 + length > TS_PACKET)
		return false;
	*ret_at = at;
	*ret_end = at + 3 + length - 4;
	return true;
}

static int pid_at(const uint8_t *p)
{
	return (p[0] & 0x1f) << 8 | p[1];
}

/* 2.4.4.3: the first programme that is not the network's. */
static void take_pat(struct ts_cut *c, const uint8_t *p)
{
	size_t at, end;
	if (!section(p, 0x00, &at, &end))
		return;
	for (at += 8; at + 4 <= end; at += 4)
		if (p[at] || p[at + 1]) {
			c->map_pid = pid_at(p + at + 2);
			memcpy(c->pat, p, TS_PACKET);
			c->has_pat = true;
			return;
		}
}

/* 2.4.4.8, table 2-34: MPEG-1, MPEG-2, MPEG-4, H.264, H.265. */
static bool is_video(uint8_t type)
{
	return type == 0x01 || type == 0x02 || type == 0x10 || type == 0x1b || type == 0x24;
}

static void take_pmt(struct ts_cut *c, const uint8_t *p)
{
	size_t at, end;
	if (!section(p, 0x02, &at, &end) || at + 12 > end)
		return;
	size_t info = (size_t)(p[at + 10] & 0x0f) << 8 | p[at + 11];
	for (at += 12 + info; at + 5 <= end; at += 5 + ((size_t)(p[at + 3] & 0x0f) << 8 | p[at + 4]))
		if (is_video(p[at])) {
			c->video_pid = pid_at(p + at + 1);
			memcpy(c->pmt, p, TS_PACKET);
			c->has_pmt = true;
			return;
		}
}

/* The time stamp of the picture that begins in this packet; -1: none. Table 2-17. */
static int64_t stamp_of(const uint8_t *p)
{
	size_t at = payload_at(p);
	if (!(p[1] & 0x40) || at + 14 > TS_PACKET || p[at] || p[at + 1] || p[at + 2] != 1 || !(p[at + 7] & 0x80))
		return -1;
	const uint8_t *s = p + at + 9;
	return (int64_t)(s[0] >> 1 & 7) << 30 | (int64_t)s[1] << 22 | (int64_t)(s[2] >> 1) << 15 | (int64_t)s[3] << 7 | s[4] >> 1;
}

static bool begins_anew(const uint8_t *p)
{
	return (p[3] & 0x20) && p[4] && (p[5] & 0x40);
}

static void tables(struct ts_cut *c)
{
	buf_add(&c->piece, (str){(const char *)c->pat, TS_PACKET});
	buf_add(&c->piece, (str){(const char *)c->pmt, TS_PACKET});
}

static int64_t since(int64_t from, int64_t to)
{
	return (to - from) & (STAMP - 1);
}

static void picture(struct ts_cut *c, const uint8_t *p, ts_piece *piece, void *arg)
{
	int64_t at = stamp_of(p);
	if (at < 0)
		return;
	if (begins_anew(p) && (c->began < 0 || since(c->began, at) >= c->target)) {
		/* past an hour it is no length but a clock that was set */
		int64_t ticks = c->began < 0 ? 0 : since(c->began, at);
		if (ticks > 3600000 * (int64_t)TICKS_MS)
			ticks = c->target;
		if (c->began >= 0)
			piece(arg, buf_str(&c->piece), ticks / TICKS_MS);
		buf_clear(&c->piece);
		tables(c);
		c->began = at;
	}
	c->last = at;
}

static void packet(struct ts_cut *c, const uint8_t *p, ts_piece *piece, void *arg)
{
	int pid = pid_at(p + 1);
	if (pid == 0)
		take_pat(c, p);
	else if (pid == c->map_pid)
		take_pmt(c, p);
	else if (c->has_pmt && pid == c->video_pid)
		picture(c, p, piece, arg);
	if (c->began < 0)
		return; /* nothing decodes before the first whole picture */
	buf_add(&c->piece, (str){(const char *)p, TS_PACKET});
	c->bad |= c->piece.n > TS_PIECE_MOST;
}

void ts_feed(struct ts_cut *c, str bytes, ts_piece *piece, void *arg)
{
	for (size_t i = 0; i < bytes.n && !c->bad;) {
		if (!c->n_rest && bytes.p[i] != 0x47) {
			i++;
			c->bad = ++c->lost > LOST_MOST;
			continue;
		}
		size_t some = TS_PACKET - c->n_rest < bytes.n - i ? TS_PACKET - c->n_rest : bytes.n - i;
		memcpy(c->rest + c->n_rest, bytes.p + i, some);
		c->n_rest += some;
		i += some;
		if (c->n_rest < TS_PACKET)
			return;
		c->n_rest = 0;
		packet(c, c->rest, piece, arg);
	}
}

void hls_list(struct buf *b, const struct hls_piece *v, size_t n, bool ended)
{
	int64_t longest = 1000;
	for (size_t i = 0; i < n; i++)
		longest = v[i].ms > longest ? v[i].ms : longest;
	/* 4.3.3.1: no piece is longer, rounded to whole seconds */
	buf_fmt(b, "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:%lld\n#EXT-X-MEDIA-SEQUENCE:%lld\n", (long long)((longest + 999) / 1000),
		(long long)(n ? v[0].n : 0));
	for (size_t i = 0; i < n; i++)
		buf_fmt(b, "#EXTINF:%lld.%03lld,\nlive/%lld.ts\n", (long long)(v[i].ms / 1000), (long long)(v[i].ms % 1000), (long long)v[i].n);
	if (ended)
		buf_z(b, "#EXT-X-ENDLIST\n");
}
