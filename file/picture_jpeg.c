/* SPDX-License-Identifier: Apache-2.0 */
/* JPEG (ITU-T T.81): markers, one after the other. Tables, frame and scans are copied, each
 * exactly as long as its contents say; of APP0 and APP14 what decides on colours is written
 * anew; all else (Exif, XMP, IPTC, ICC, comments, second pictures behind the end) stays out. */
#include "file/picture_in.h"

#include <string.h>

enum { M_SOF0 = 0xc0, M_SOF2 = 0xc2, M_DHT = 0xc4, M_JPG = 0xc8, M_DAC = 0xcc, M_SOF15 = 0xcf, M_RST0 = 0xd0, M_RST7 = 0xd7,
       M_SOI = 0xd8, M_EOI = 0xd9, M_SOS = 0xda, M_DQT = 0xdb, M_DNL = 0xdc, M_DRI = 0xdd, M_DHP = 0xde, M_EXP = 0xdf,
       M_APP0 = 0xe0, M_APP1 = 0xe1, M_APP14 = 0xee, M_APP15 = 0xef, M_TEM = 0x01, M_COM = 0xfe };

struct jpeg {
	str in;
	size_t at;
	struct buf *out;
	struct picture *p;
	bool jfif, frame, scan;
	uint8_t adobe; /* 1 + the transform it names */
	struct buf kept; /* tables and frame before the first scan: the head comes in front of them */
};

/* ---- what a segment must look like inside ---- */
static bool dqt_fits(str s)
{
	while (s.n) {
		size_t n = (uint8_t)s.p[0] >> 4 ? 129 : 65;
		if (((uint8_t)s.p[0] >> 4) > 1 || ((uint8_t)s.p[0] & 15) > 3 || s.n < n)
			return false;
		s = str_cut(s, n, s.n);
	}
	return true;
}

static bool dht_fits(str s)
{
	while (s.n) {
		size_t n = 17;
		if (s.n < n || ((uint8_t)s.p[0] & 15) > 3 || (uint8_t)s.p[0] >> 4 > 1)
			return false;
		for (int i = 1; i < 17; i++)
			n += (uint8_t)s.p[i];
		if (n > 17 + 256 || s.n < n)
			return false;
		s = str_cut(s, n, s.n);
	}
	return true;
}

static bool sof_fits(str s)
{
	return s.n >= 6 && (uint8_t)s.p[5] >= 1 && (uint8_t)s.p[5] <= 4 && s.n == 6u + 3u * (uint8_t)s.p[5];
}

static bool sos_fits(str s)
{
	return s.n >= 1 && (uint8_t)s.p[0] >= 1 && (uint8_t)s.p[0] <= 4 && s.n == 4u + 2u * (uint8_t)s.p[0];
}

static bool dri_fits(str s)
{
	return s.n == 2;
}

static const struct copied {
	uint8_t marker;
	bool (*fits)(str);
} copied[] = {{M_DQT, dqt_fits}, {M_DHT, dht_fits}, {M_SOF0, sof_fits}, {M_SOF0 + 1, sof_fits}, {M_SOF2, sof_fits},
	      {M_SOS, sos_fits}, {M_DRI, dri_fits}};

/* ---- reading ---- */
/* The next marker, over the bytes FF that may stand before it. */
static bool next_marker(struct jpeg *j, uint8_t *ret)
{
	const char *p = j->in.p;
	if (j->at >= j->in.n || (uint8_t)p[j->at] != 0xff)
		return false;
	while (j->at < j->in.n && (uint8_t)p[j->at] == 0xff)
		j->at++;
	if (j->at >= j->in.n)
		return false;
	*ret = (uint8_t)p[j->at++];
	return true;
}

static bool segment(struct jpeg *j, str *ret)
{
	if (j->in.n - j->at < 2)
		return false;
	size_t n = be16(j->in.p + j->at);
	if (n < 2 || n > j->in.n - j->at)
		return false;
	*ret = str_cut(j->in, j->at + 2, j->at + n);
	j->at += n;
	return true;
}

/* Coded data up to the next marker that is not a restart; a byte FF in it is followed by 00. */
static bool coded(struct jpeg *j)
{
	size_t from = j->at;
	for (;;) {
		const char *ff = j->at < j->in.n ? memchr(j->in.p + j->at, 0xff, j->in.n - j->at) : NULL;
		if (!ff || ff + 1 >= j->in.p + j->in.n)
			return false;
		uint8_t next = (uint8_t)ff[1];
		j->at = (size_t)(ff - j->in.p);
		if (next && (next < M_RST0 || next > M_RST7))
			break; /* FF as well: filling before a marker */
		j->at += 2;
	}
	buf_add(&j->kept, str_cut(j->in, from, j->at));
	return true;
}

static void put_segment(struct buf *b, uint8_t marker, str body)
{
	const char head[] = {(char)0xff, (char)marker, (char)((body.n + 2) >> 8), (char)((body.n + 2) & 0xff)};
	buf_add(b, (str){head, 4});
	buf_add(b, body);
}

static void look_at_app(struct jpeg *j, uint8_t marker, str s)
{
	if (marker == M_APP0 && s.n >= 5 && !memcmp(s.p, "JFIF", 5))
		j->jfif = true;
	if (marker == M_APP14 && s.n >= 12 && !memcmp(s.p, "Adobe", 5) && (uint8_t)s.p[11] <= 2)
		j->adobe = (uint8_t)(1 + (uint8_t)s.p[11]);
	if (marker == M_APP1 && s.n > 6 && !memcmp(s.p, "Exif\0", 6))
		j->p->turned = exif_turned(str_cut(s, 6, s.n));
}

static const struct copied *copied_find(uint8_t marker)
{
	for (size_t i = 0; i < COUNT_OF(copied); i++)
		if (copied[i].marker == marker)
			return &copied[i];
	return NULL;
}

static enum picture_fault take(struct jpeg *j, uint8_t marker)
{
	str s;
	const struct copied *c = copied_find(marker);
	if (marker == M_TEM || (marker >= M_RST0 && marker <= M_RST7))
		return PICTURE_FINE;
	if (!segment(j, &s))
		return PICTURE_DAMAGED;
	bool frame = marker >= M_SOF0 && marker <= M_SOF15 && marker != M_DHT && marker != M_JPG && marker != M_DAC;
	if (!c) {
		if (frame || marker == M_DAC || marker == M_DHP || marker == M_EXP || marker == M_DNL)
			return PICTURE_RARE; /* arithmetic, lossless, hierarchical, of unknown height */
		look_at_app(j, marker, s);
		return PICTURE_FINE;
	}
	if (!c->fits(s) || (frame && j->frame) || (marker == M_SOS && !j->frame))
		return PICTURE_DAMAGED;
	put_segment(&j->kept, marker, s);
	if (frame) {
		j->frame = true;
		j->p->height = be16(s.p + 1);
		j->p->width = be16(s.p + 3);
	}
	if (marker == M_SOS) {
		j->scan = true;
		return coded(j) ? PICTURE_FINE : PICTURE_DAMAGED;
	}
	return PICTURE_FINE;
}

static void put_head(const struct jpeg *j)
{
	struct buf *b = j->out;
	buf_add(b, S("\xff\xd8"));
	if (j->jfif)
		put_segment(b, M_APP0, (str){"JFIF\0\1\1\0\0\1\0\1\0\0", 14});
	if (j->adobe) {
		const char body[12] = {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, (char)(j->adobe - 1)};
		put_segment(b, M_APP14, (str){body, 12});
	}
	if (j->p->turned != 1) {
		const char head[] = {(char)0xff, (char)M_APP1, 0, 2 + 6 + EXIF_LEN, 'E', 'x', 'i', 'f', 0, 0};
		buf_add(b, (str){head, sizeof head});
		exif_put(b, j->p->turned);
	}
}

enum picture_fault jpeg_clean(str bytes, struct buf *out, struct picture *ret)
{
	struct jpeg j = {.in = bytes, .at = 2, .out = out, .p = ret};
	enum picture_fault fault = PICTURE_FINE;
	uint8_t marker = 0;
	buf_init(&j.kept, out->arena);
	while (fault == PICTURE_FINE && next_marker(&j, &marker) && marker != M_EOI)
		fault = take(&j, marker);
	if (fault != PICTURE_FINE)
		return fault;
	if (marker != M_EOI || !j.scan)
		return PICTURE_DAMAGED;
	put_head(&j);
	buf_add(out, buf_str(&j.kept));
	buf_add(out, S("\xff\xd9"));
	return PICTURE_FINE;
}
