/* SPDX-License-Identifier: Apache-2.0 */
/* Telegrams of HJ 212 cut out of a stream and read whole, beside what their check alone costs with one
 * table of 256, in time of one core.
 *
 *     bench_hj212 [FILE]      frames of our own making, or those of a file (one after the other) */
#include "bench/kit.h"
#include "monitor/hj212.h"

#include <stdlib.h>
#include <string.h>

#define BYTES (24 << 20)
#define GOAL 0.8
#define TRIES 5

static uint16_t table[256];

static void table_make(void)
{
	for (unsigned x = 0; x < 256; x++) {
		unsigned c = x;
		for (int b = 0; b < 8; b++)
			c = c & 1 ? c >> 1 ^ 0xa001 : c >> 1;
		table[x] = (uint16_t)c;
	}
}

static uint16_t bare_crc(str s)
{
	uint16_t c = 0xffff;
	for (size_t i = 0; i < s.n; i++)
		c = table[(uint8_t)((c >> 8) ^ (uint8_t)s.p[i])];
	return c;
}

/* Live data of water, minutes of gas, hours of ambient air, heartbeats: as a district sends them. */
static void frame_put(struct buf *b, unsigned turn)
{
	static const struct {
		int st, cn;
		const char *classes[4];
		const char *codes[12];
	} shapes[] = {
		{32, 2011, {"Rtd", "Flag"}, {"w00000", "w01018", "w21003", "w21011", "w21001", "w01001"}},
		{31, 2051, {"Min", "Avg", "Max", "Flag"}, {"a01011", "a01012", "a01014", "a19001", "a21026", "a21002", "a34013"}},
		{22, 2061, {"Avg", "Flag"}, {"a34004", "a34002", "a21026", "a21004", "a21005", "a05024", "a01001", "a01002", "a01006", "a01007", "a01008"}},
		{32, 9015, {NULL}, {NULL}},
	};
	size_t k = turn % 8 == 7 ? 3 : turn % 3;
	struct arena a;
	struct buf cp;
	unsigned x = turn * 2654435761u;
	arena_init(&a);
	buf_init(&cp, &a);
	if (shapes[k].codes[0])
		buf_fmt(&cp, "DataTime=20260301%02u%02u00", turn / 60 % 24, turn % 60);
	for (size_t c = 0; c < 12 && shapes[k].codes[c]; c++)
		for (size_t j = 0; j < 4 && shapes[k].classes[j]; j++) {
			x = x * 1664525 + 1013904223;
			buf_fmt(&cp, "%c%s-%s=", j ? ',' : ';', shapes[k].codes[c], shapes[k].classes[j]);
			if (shapes[k].classes[j][0] == 'F')
				buf_z(&cp, x >> 28 ? "N" : "D");
			else
				buf_fmt(&cp, "%u.%0*u", x >> 8 & 255 >> (x >> 30), 1 + (int)(x >> 27 & 1), x >> 20 & 7);
		}
	hj_put(b, &(struct hj_say){.qn = S("20260301080000123"), .st = shapes[k].st, .cn = shapes[k].cn, .pw = S("123456"),
		.mn = S("010000A8900016F000169DC0"), .version = turn % 2 ? 2017 : 2025, .answer = true, .cp = buf_str(&cp)});
	arena_done(&a);
}

/* The bytes again and again, up to BYTES. */
static str many(struct arena *a, const char *file)
{
	struct buf one, all;
	buf_init(&one, a);
	buf_init(&all, a);
	if (file)
		buf_add(&one, file_all(a, file));
	else
		for (unsigned i = 0; i < 5000; i++)
			frame_put(&one, i);
	while (all.n < BYTES)
		buf_add(&all, buf_str(&one));
	return buf_str(&all);
}

static size_t segments_of(struct arena *a, str bytes, str **ret)
{
	LIST(str) list = {0};
	struct hj_piece piece;
	enum hj_got got;
	for (size_t at = 0; (got = hj_cut(str_cut(bytes, at, bytes.n), true, &piece)) != HJ_MORE; at += piece.used)
		if (got == HJ_FRAME)
			*list_push(a, &list) = piece.segment;
	*ret = list.v;
	return list.n;
}

static struct hj_frame frame;
static volatile uint64_t sum;

static size_t read_all(str bytes)
{
	struct hj_piece piece;
	enum hj_got got;
	size_t n = 0, items = 0;
	for (size_t at = 0; (got = hj_cut((str){bytes.p + at, bytes.n - at}, true, &piece)) != HJ_MORE; at += piece.used)
		if (got == HJ_FRAME) {
			hj_parse(&piece, &frame);
			n++;
			items += frame.n;
		}
	sum += items;
	return n;
}

int main(int argc, char **argv)
{
	struct arena a;
	str *segments, bytes;
	double bare[TRIES], eight[TRIES], whole[TRIES], t;
	arena_init(&a);
	table_make();
	bytes = many(&a, argc > 1 ? argv[1] : NULL);
	size_t n = segments_of(&a, bytes, &segments);
	must(n > 0, "there are no frames");
	for (int i = 0; i < TRIES; i++) {
		t = cpu_seconds();
		for (size_t k = 0; k < n; k++)
			sum += bare_crc(segments[k]);
		bare[i] = cpu_seconds() - t;
		t = cpu_seconds();
		for (size_t k = 0; k < n; k++)
			sum += hj_crc(segments[k]);
		eight[i] = cpu_seconds() - t;
		t = cpu_seconds();
		must(read_all(bytes) == n, "another number of frames");
		whole[i] = cpu_seconds() - t;
	}
	double b = median(bare, TRIES), e = median(eight, TRIES), w = median(whole, TRIES), mb = (double)bytes.n / 1e6;
	row_put(text_fmt("HJ 212: frames cut and read, %zu bytes each, one core", bytes.n / n),
		text_fmt("the check alone, one table %.2f M/s, %.0f MB/s", (double)n / b / 1e6, mb / b),
		text_fmt("%.2f M frames/s, %.0f MB/s", (double)n / w / 1e6, mb / w), b / w, "0.8", b / w >= GOAL);
	row_put("the same against our own check, eight tables", text_fmt("%.2f M/s, %.0f MB/s", (double)n / e / 1e6, mb / e),
		text_fmt("%.2f M frames/s", (double)n / w / 1e6), e / w, "", false);
	arena_done(&a);
	return 0;
}
