/* SPDX-License-Identifier: Apache-2.0 */
/* HJ 212 telegrams: the check, frames in a stream, fields and items, what devices do wrong. */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "monitor/hj212.h"

/* appendix A of HJ 212, as it is written */
static uint16_t crc_by_bits(const char *p, size_t n)
{
	unsigned c = 0xffff;
	for (size_t i = 0; i < n; i++) {
		c = (c >> 8) ^ (uint8_t)p[i];
		for (int b = 0; b < 8; b++)
			c = c & 1 ? c >> 1 ^ 0xa001 : c >> 1;
	}
	return (uint16_t)c;
}

static void check_of_the_standard(void **state)
{
	char bytes[300];
	uint32_t x = 1;
	for (size_t n = 0; n < sizeof bytes; n++) {
		assert_int_equal(hj_crc((str){bytes, n}), crc_by_bits(bytes, n));
		bytes[n] = (char)((x = x * 1664525 + 1013904223) >> 24);
	}
	/* every entry of the tables: one byte, and up to seven of zero behind it */
	for (int b = 0; b < 256; b++)
		for (size_t n = 1; n <= 8; n++) {
			char one[8] = {(char)b};
			assert_int_equal(hj_crc((str){one, n}), crc_by_bits(one, n));
		}
	/* HJ 212-2025 A.1, HJ 212-2017 C */
	assert_int_equal(hj_crc(S("QN=20240601085857223;ST=32;CN=1011;PW=123456;MN=010000A8900016F000169DC0;Flag=9;CP=&&&&")), 0x2200);
	/* the check value of Modbus */
	assert_int_equal(hj_crc_modbus(S("123456789")), 0x4b37);
	assert_int_equal(hj_crc_of(HJ_CRC_MODBUS_HIGH, S("123456789")), 0x4b37);
	assert_int_equal(hj_crc_of(HJ_CRC_MODBUS_LOW, S("123456789")), 0x374b);
	unused_arg(state);
}

/* ---- frames of our own making ----------------------------------------------------------------- */

struct kit {
	struct arena arena;
	struct buf bytes;
	struct hj_piece piece;
	struct hj_frame frame;
	char scratch[HJ_SEGMENT_MOST];
};

static int kit_begin(void **state)
{
	struct kit *k = calloc(1, sizeof *k);
	arena_init(&k->arena);
	buf_init(&k->bytes, &k->arena);
	*state = k;
	return 0;
}

static int kit_end(void **state)
{
	struct kit *k = *state;
	arena_done(&k->arena);
	free(k);
	return 0;
}

/* A frame with its right length and check. */
static str framed(struct kit *k, str segment)
{
	struct buf b;
	buf_init(&b, &k->arena);
	buf_fmt(&b, "##%04zu", segment.n);
	buf_add(&b, segment);
	buf_fmt(&b, "%04X\r\n", hj_crc(segment));
	return buf_str(&b);
}

static enum hj_got taken(struct kit *k, str bytes)
{
	enum hj_got got = hj_cut(bytes, true, &k->piece);
	if (got == HJ_FRAME)
		hj_parse(&k->piece, &k->frame);
	return got;
}

static void same_odd(uint64_t got, uint64_t want)
{
	if (got == want)
		return;
	for (int i = 0; i < HJ_ODDS; i++)
		if ((got ^ want) >> i & 1)
			print_error("%s %s\n", got >> i & 1 ? "not wanted:" : "missing:", hj_odds[i].name);
	test_fails("other anomalies");
}

#define HEAD "QN=20260301080000123;ST=32;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=5;"
#define LIVE HEAD "CP=&&DataTime=20260301080000;w01018-Rtd=23.50,w01018-Flag=N;w21003-Rtd=-0.12,w21003-Flag=D&&"

static void a_frame_is_read(void **state)
{
	struct kit *k = *state;
	const struct hj_frame *f = &k->frame;
	assert_int_equal(taken(k, framed(k, S(LIVE))), HJ_FRAME);
	assert_true(hj_ok(f));
	same_odd(f->odd, 0);
	same_str(f->field[HJ_QN], S("20260301080000123"));
	same_str(f->field[HJ_MN], S("010000A8900016F000169DC0"));
	assert_int_equal(f->version, 2017);
	assert_int_equal(f->st, 32);
	assert_int_equal(f->cn, 2011);
	assert_true(f->answer && !f->split && !f->again);
	assert_int_equal(f->n, 5);
	assert_int_equal(f->time, 0);
	same_str(hj_find(f, S("DataTime"), STR_NONE), S("20260301080000"));
	same_str(hj_find(f, S("w01018"), S("Rtd")), S("23.50"));
	same_str(hj_find(f, S("w21003"), S("Rtd")), S("-0.12"));
	same_str(hj_find(f, S("w21003"), S("Flag")), S("D"));
	assert_null(hj_find(f, S("w21003"), S("Avg")).p);
	assert_int_equal(f->item[1].group, f->item[2].group);
	assert_int_not_equal(f->item[2].group, f->item[3].group);
	same_str(f->cp, S("DataTime=20260301080000;w01018-Rtd=23.50,w01018-Flag=N;w21003-Rtd=-0.12,w21003-Flag=D"));
}

static void versions_and_splits(void **state)
{
	struct kit *k = *state;
	static const struct {
		int flag, version;
		bool split, answer;
	} cases[] = {{0, 2005, false, false}, {1, 2005, false, true}, {4, 2017, false, false}, {7, 2017, true, true},
		     {8, 2025, false, false}, {9, 2025, false, true}, {10, 2025, true, false}, {11, 2025, true, true}};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct buf b;
		buf_init(&b, &k->arena);
		buf_fmt(&b, "QN=20260301080000123;ST=31;CN=2051;PW=123456;MN=AB0000000000C1;Flag=%d;%sCP=&&DataTime=20260301075500;a21026-Avg=1&&",
			cases[i].flag, cases[i].split ? "PNUM=3;PNO=2;RF=1;" : "");
		assert_int_equal(taken(k, framed(k, buf_str(&b))), HJ_FRAME);
		same_odd(k->frame.odd, 0);
		assert_int_equal(k->frame.version, cases[i].version);
		assert_int_equal(k->frame.split, cases[i].split);
		assert_int_equal(k->frame.answer, cases[i].answer);
		assert_int_equal(k->frame.pnum, cases[i].split ? 3 : -1);
		assert_int_equal(k->frame.pno, cases[i].split ? 2 : -1);
		assert_int_equal(k->frame.again, cases[i].split);
	}
}

/* Every irregularity of a segment is accepted and named; the frame itself is right. */
static void irregular_segments(void **state)
{
	struct kit *k = *state;
	static const struct {
		const char *segment;
		uint64_t odd;
	} cases[] = {
		{"ST=31;CN=2011;PW=123456;MN=88888880000001;CP=&&DataTime=20260301080000;831-Rtd=3.1,831-Flag=N&&",
		 ODD_BIT(QN_MISSING) | ODD_BIT(FLAG_MISSING) | ODD_BIT(CODE_OLD)},
		{"QN=1772323200123;ST=21;CN=9011;PW=123456;MN=DXCBZ000000005;Flag=5;CP=&&QnRtn=1&&", ODD_BIT(QN_EPOCH)},
		{"QN=2026;ST=21;CN=9011;PW=123456;MN=DXCBZ000000005;Flag=5;CP=&&QnRtn=1&&", ODD_BIT(QN_SHAPE)},
		{"QN=20260301080000123;ST=101;CN=9014;PW=123456;MN=DXCBZ000000005;Flag=4;CP=&&&&", ODD_BIT(ST_SHAPE)},
		{"QN=20260301080000123;ST=T1;CN=9014;PW=123456;MN=DXCBZ000000005;Flag=4;CP=&&&&", ODD_BIT(ST_SHAPE)},
		{"QN=20260301080000123;ST=80;CN=9014;PW=123456;MN=DXCBZ000000005;Flag=4;CP=&&&&", ODD_BIT(ST_UNKNOWN)},
		{"QN=20260301080000123;CN=9014;PW=123456;MN=DXCBZ000000005;Flag=4;CP=&&&&", ODD_BIT(ST_MISSING)},
		{"QN=20260301080000123;ST=21;PW=123456;MN=DXCBZ000000005;Flag=4;CP=&&&&", ODD_BIT(CN_MISSING)},
		{"QN=20260301080000123;ST=21;CN=9021;PW=123456;MN=DXCBZ000000005;Flag=4;CP=&&&&", ODD_BIT(CN_UNKNOWN)},
		{"QN=20260301080000123;ST=21;CN=9014;MN=DXCBZ000000005;Flag=4;CP=&&&&", ODD_BIT(PW_MISSING)},
		{"QN=20260301080000123;ST=21;CN=9014;PW=123456781234567812345678;MN=DXCBZ000000005;Flag=4;CP=&&&&", ODD_BIT(PW_SHAPE)},
		{"QN=20260301080000123;ST=21;CN=9014;PW=123456;Flag=4;CP=&&&&", ODD_BIT(MN_MISSING)},
		{"QN=20260301080000123;ST=21;CN=9014;PW=123456;MN=A1_b5;Flag=4;CP=&&&&", ODD_BIT(MN_SHAPE)},
		{"QN=20260301080000123;ST=21;CN=9014;PW=123456;MN=010000a8900016f000169dc0;Flag=4;CP=&&&&", ODD_BIT(MN_SHAPE)},
		{"QN=20260301080000123;ST=21;CN=9014;PW=123456;MN=DXCBZ000000005;Flag=x;CP=&&&&", ODD_BIT(FLAG_SHAPE)},
		{"QN=20260301080000123;ST=21;CN=9014;PW=123456;MN=DXCBZ000000005;Flag=12;CP=&&&&", ODD_BIT(FLAG_VERSION)},
		{"QN=20260301080000123;ST=21;CN=9014;PW=123456;MN=DXCBZ000000005;PNO=2;PNUM=2;CP=&&&&",
		 ODD_BIT(FLAG_MISSING) | ODD_BIT(SPLIT_UNFLAGGED) | ODD_BIT(SPLIT_ORDER)},
		{"QN=20260301080000123;ST=21;CN=9014;PW=123456;MN=DXCBZ000000005;Flag=6;CP=&&&&", ODD_BIT(SPLIT_MISSING)},
		{"QN=20260301080000123;ST=21;CN=9014;PW=123456;MN=DXCBZ000000005;Flag=6;PNUM=2;PNO=3;CP=&&&&", ODD_BIT(SPLIT_SHAPE)},
		{"QN=20260301080000123;ST=21;CN=9014;PW=123456;MN=DXCBZ000000005;Flag=4;RF=2;CP=&&&&", ODD_BIT(RF_SHAPE)},
		{"QN=20260301080000123;ST=21;CN=9014;PW=123456;MN=DXCBZ000000005;Flag=4CP=&&&&", ODD_BIT(SEPARATOR_CP)},
		{"QN=20260301080000123;ST=21;CN=9014;PW=123456;MN=DXCBZ000000005;flag=4;CP=&&&&", ODD_BIT(FIELD_CASE)},
		{"QN=20260301080000123;ST=21;CN=9014;PW=123456;MN=DXCBZ000000005;Flag=4;XX=7;CP=&&&&", ODD_BIT(FIELD_UNKNOWN)},
		{"QN=20260301080000123;ST=21;ST=22;CN=9014;PW=123456;MN=DXCBZ000000005;Flag=4;CP=&&&&", ODD_BIT(FIELD_REPEATED)},
		{"ST=21;QN=20260301080000123;CN=9014;PW=123456;MN=DXCBZ000000005;Flag=4;CP=&&&&", ODD_BIT(FIELD_ORDER)},
		{"QN=20260301080000123;ST=21;;CN=9014;PW=123456;MN=DXCBZ000000005;Flag=4;CP=&&&&", ODD_BIT(SEPARATOR_EMPTY)},
		{HEAD "CP=&&w01018-Rtd=1&&", ODD_BIT(DATATIME_MISSING)},
		{HEAD "CP=&&DataTime=20260301080000123;w01018-Rtd=1&&", ODD_BIT(DATATIME_MS)},
		{HEAD "CP=&&DataTime=20260230080000;w01018-Rtd=1&&", ODD_BIT(DATATIME_SHAPE)},
		{HEAD "CP=&&DataTime=20260301080000;w01018-Flag=N,w01018-Rtd=1&&", ODD_BIT(FLAG_FIRST)},
		{HEAD "CP=&&DataTime=20260301080000;w01018-Rtd=1;w21003-Rtd=2;w01018-Rtd=3&&", ODD_BIT(CODE_REPEATED)},
		{HEAD "CP=&&DataTime=20260301080000;w01018-Rtd=1;&&", ODD_BIT(SEPARATOR_TRAILING)},
		{HEAD "CP=&&DataTime=20260301080000;;w01018-Rtd=1&&", ODD_BIT(SEPARATOR_EMPTY)},
		{HEAD "CP=&&DataTime=20260301080000;011-Rtd=1;B01-Rtd=2&&", ODD_BIT(CODE_OLD)},
		{HEAD "CP=&&DataTime=20260301080000;O3-Rtd=1;ele01-Rtd=2;ua19004-Rtd=3&&", ODD_BIT(CODE_VENDOR)},
		{HEAD "CP=&&DataTime=20260301080000;w01018-Ori=1;w21003-td=2&&", ODD_BIT(NAME_UNKNOWN)},
		{HEAD "CP=&&DataTime=20260301080000;w01018-Ala=1&&", ODD_BIT(NAME_OLD)},
		{HEAD "CP=&&DataTime=20260301080000;w01018-Rtd&&", ODD_BIT(ITEM_SHAPE)},
		{HEAD "CP=&&DataTime=20260301080000;Weather=fine&&", ODD_BIT(ITEM_UNKNOWN)},
		{HEAD "CP=&&DataTime=20260301080000;w01018-Info=\xb5\xc4&&", ODD_BIT(NOT_UTF8)},
		{HEAD "CP=&&DataTime=20260301080000;w01018-Info=排口&&", 0},
		{HEAD "CP=&&DataTime=20260301080000;w01018-Info=a\tb&&", ODD_BIT(CONTROL)},
		{HEAD "DataTime=20260301080000;w01018-Rtd=1", ODD_BIT(CP_MISSING) | ODD_BIT(FIELD_UNKNOWN)},
		{HEAD "CP=&&DataTime=20260301080000;w01018-Rtd=1", ODD_BIT(CP_MISSING)},
		{"garbage without any sign", ODD_BIT(CP_MISSING) | ODD_BIT(FIELD_UNKNOWN) | ODD_BIT(QN_MISSING) | ODD_BIT(ST_MISSING) |
			ODD_BIT(CN_MISSING) | ODD_BIT(PW_MISSING) | ODD_BIT(MN_MISSING) | ODD_BIT(FLAG_MISSING)},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		assert_int_equal(taken(k, framed(k, str_of(cases[i].segment))), HJ_FRAME);
		if (!hj_ok(&k->frame) || k->frame.odd != cases[i].odd)
			print_error("%s\n", cases[i].segment);
		assert_true(hj_ok(&k->frame));
		same_odd(k->frame.odd, cases[i].odd);
	}
}

/* The bytes around the segment. */
static void irregular_frames(void **state)
{
	struct kit *k = *state;
	str segment = S(LIVE);
	char crc[8];
	static const struct {
		const char *before, *length, *after;
		int shape; /* of the check: 0 right, 1 small letters, 2 Modbus low first, 3 Modbus high first, 4 wrong */
		uint64_t odd;
	} cases[] = {
		{"", "0172", "\r\n", 0, 0},
		{"\r\n \r\n", "0172", "\r\n", 0, 0},
		{"xx#x", "0172", "\r\n", 0, ODD_BIT(GARBAGE)},
		{"#", "0172", "\r\n", 0, ODD_BIT(GARBAGE)},
		{"", "172", "\r\n", 0, ODD_BIT(LENGTH_DIGITS)},
		{"", "00172", "\r\n", 0, ODD_BIT(LENGTH_DIGITS)},
		{"", "0178", "\r\n", 0, ODD_BIT(LENGTH_WRONG)},
		{"", "0166", "\r\n", 0, ODD_BIT(LENGTH_WRONG)},
		{"", "0000", "\r\n", 0, ODD_BIT(LENGTH_WRONG)},
		{"", "9999", "\r\n", 0, ODD_BIT(LENGTH_WRONG)},
		{"", "99999", "\r\n", 0, ODD_BIT(LENGTH_WRONG) | ODD_BIT(LENGTH_DIGITS)},
		{"", "0172", "\n", 0, ODD_BIT(TERMINATOR)},
		{"", "0172", "", 0, 0},
		{"", "0172", "\r\n", 1, ODD_BIT(CRC_LOWER)},
		{"", "0172", "\r\n", 2, ODD_BIT(CRC_MODBUS_LOW)},
		{"", "0172", "\r\n", 3, ODD_BIT(CRC_MODBUS_HIGH)},
		{"", "0172", "\r\n", 4, ODD_BIT(CRC_WRONG)},
		{"", "0178", "\r\n", 4, ODD_BIT(CRC_WRONG) | ODD_BIT(LENGTH_WRONG)},
	};
	assert_int_equal(segment.n, 172);
	/* there are letters in it, else small ones would not be seen */
	assert_int_equal(hj_crc(segment), crc_by_bits(segment.p, segment.n));
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct buf b;
		int shape = cases[i].shape;
		uint16_t c = shape == 2 ? hj_crc_of(HJ_CRC_MODBUS_LOW, segment) : shape == 3 ? hj_crc_of(HJ_CRC_MODBUS_HIGH, segment) : hj_crc(segment);
		snprintf(crc, sizeof crc, shape == 1 ? "%04x" : "%04X", shape == 4 ? c ^ 1u : c);
		buf_init(&b, &k->arena);
		buf_fmt(&b, "%s##%s" STR_FMT "%s%s", cases[i].before, cases[i].length, STR_ARG(segment), crc, cases[i].after);
		if (taken(k, buf_str(&b)) != HJ_FRAME)
			test_fails("case %zu gives no frame", i);
		if (k->frame.odd != cases[i].odd)
			print_error("case %zu\n", i);
		same_odd(k->frame.odd, cases[i].odd);
		assert_int_equal(hj_ok(&k->frame), shape != 4);
		same_str(k->frame.segment, segment);
		assert_int_equal(k->piece.used, b.n);
	}
}

/* ---- streams ------------------------------------------------------------------------------------- */

struct seen {
	size_t frames, good, skipped;
	uint64_t odd, sum;
};

/* Feeds the bytes in pieces of at most `step`, as a line would. */
static void stream(struct kit *k, str bytes, size_t step, struct seen *seen)
{
	struct buf window;
	buf_init(&window, NULL);
	memset(seen, 0, sizeof *seen);
	for (size_t at = 0; at <= bytes.n; at += step) {
		bool last = at + step > bytes.n;
		size_t done = 0;
		enum hj_got got;
		buf_add(&window, str_cut(bytes, at, at + step));
		while ((got = hj_cut((str){window.p + done, window.n - done}, last, &k->piece)) != HJ_MORE) {
			assert_true(k->piece.used > 0 && k->piece.used <= window.n - done);
			seen->odd |= k->piece.odd;
			if (got == HJ_SKIP)
				seen->skipped += k->piece.odd != 0;
			else {
				hj_parse(&k->piece, &k->frame);
				seen->frames++;
				seen->good += hj_ok(&k->frame);
				seen->odd |= k->frame.odd;
				seen->sum = seen->sum * 31 + str_hash(k->frame.segment);
			}
			done += k->piece.used;
		}
		memmove(window.p, window.p + done, window.n - done);
		window.n -= done;
	}
	buf_done(&window);
}

static void streams_in_pieces(void **state)
{
	struct kit *k = *state;
	struct seen whole, part;
	struct buf b;
	str live = framed(k, S(LIVE)), empty = framed(k, S(HEAD "CP=&&&&"));
	buf_init(&b, &k->arena);
	buf_add(&b, live);
	buf_z(&b, "noise ## of a line\r\n");
	buf_add(&b, empty);
	buf_add(&b, str_cut(live, 0, live.n - 2)); /* no CR LF */
	buf_add(&b, live);
	stream(k, buf_str(&b), b.n, &whole);
	assert_int_equal(whole.frames, 4);
	assert_int_equal(whole.good, 4);
	assert_int_equal(whole.skipped, 0);
	for (size_t step = 1; step < 64; step++) {
		stream(k, buf_str(&b), step, &part);
		assert_int_equal(part.frames, 4);
		assert_int_equal(part.good, 4);
		assert_true(part.sum == whole.sum);
	}
}

/* A frame that breaks off or counts wrongly takes none of its neighbours with it. */
static void streams_recover(void **state)
{
	struct kit *k = *state;
	struct seen seen;
	str live = framed(k, S(LIVE)), shorter = framed(k, S(HEAD "CP=&&&&"));
	for (size_t cut = 1; cut < live.n - 2; cut++)
		for (size_t step = 1; step < 400; step += 57) {
			struct buf b;
			buf_init(&b, &k->arena);
			buf_add(&b, str_cut(live, 0, cut));
			buf_add(&b, shorter);
			buf_add(&b, live);
			stream(k, buf_str(&b), step, &seen);
			if (seen.good != 2)
				test_fails("cut at %zu, %zu bytes at a time: %zu good frames", cut, step, seen.good);
			arena_reset(&k->arena);
			live = framed(k, S(LIVE)), shorter = framed(k, S(HEAD "CP=&&&&"));
		}
}

/* A station that counts too much and then waits for its answer is answered. */
static void too_long_is_not_waited_for(void **state)
{
	struct kit *k = *state;
	struct buf b;
	str live = framed(k, S(LIVE));
	buf_init(&b, &k->arena);
	buf_add(&b, S("##0178"));
	buf_add(&b, str_cut(live, 6, live.n));
	assert_int_equal(hj_cut(buf_str(&b), false, &k->piece), HJ_FRAME);
	assert_int_equal(k->piece.used, b.n);
	/* but bytes that are really missing are */
	assert_int_equal(hj_cut(str_cut(live, 0, live.n - 3), false, &k->piece), HJ_MORE);
	assert_int_equal(hj_cut(str_cut(live, 0, 3), false, &k->piece), HJ_MORE);
	assert_int_equal(hj_cut(str_cut(live, 0, 1), false, &k->piece), HJ_MORE);
	assert_int_equal(hj_cut(STR_NONE, false, &k->piece), HJ_MORE);
	/* a broken frame behind which a whole one stands is not waited for either */
	buf_clear(&b);
	buf_add(&b, str_cut(live, 0, 120));
	buf_add(&b, framed(k, S(HEAD "CP=&&&&")));
	buf_clear(&k->bytes);
	buf_fmt(&k->bytes, "##0900");
	buf_add(&k->bytes, str_cut(buf_str(&b), 6, b.n));
	assert_int_equal(hj_cut(buf_str(&k->bytes), false, &k->piece), HJ_SKIP);
	same_odd(k->piece.odd, ODD_BIT(TRUNCATED));
	assert_int_equal(k->piece.used, 120);
}

/* ---- SM4 -------------------------------------------------------------------------------------------- */

/* HJ 212-2025 A.2: plain segment, key of sixteen "0", what it becomes */
static const struct {
	const char *segment, *crc, *cipher;
} official[] = {
	{"QN=20240520210700000;ST=31;CN=2051;PW=123456;MN=010000A8900016F000169DC0;Flag=9;CP=&&DataTime=20240520210600;a01011-Min=1.35,"
	 "a01011-Avg=1.35,a01011-Max=1.35,a01011-Flag=N;a01012-Min=9.3,a01012-Avg=9.3,a01012-Max=9.3,a01012-Flag=N;a01014-Min=3.20,"
	 "a01014-Avg=3.211,a01014-Max=3.212,a01014-Flag=N&&", "2200",
	 "E43E159ACFAB242CB53155FB8B9281A1A242577ABFAED881BE88B72D69FC55ED1A80119FAAC8B3CD33D285CC76F57F2CA7F88B9573C6647E0F07E24609BD6B63"
	 "EB20C5B9784F28E71D2F4994FF61D9E1C2B3075592B4D1E09C4D8BB27BE97B559E3DA6643781A6F477769DEEB009B10DFFF3426922725D607DC4480F0CAC5F70"
	 "DB2587B124BCB281592721D6E4BC180A97E5E111499CBE822E31C8D7761553543AA24207C290997BBDE64F9266BC5F529A172E381C1D898CA1A0D771A914A7B2"
	 "D7467C70B94F1D4A7B0350A48DBF8B41"},
	{"QN=20240520210700000;ST=31;CN=2051;PW=123456;MN=010000A8900016F000169DC0;Flag=9;CP=&&DataTime=20240520210600;a01011-Min=1.35,"
	 "a01011-Avg=1.35,a01011-Max=1.35,a01011-Flag=N;a01014-Min=3.20,a01014-Avg=3.20,a01014-Max=3.20,a01014-Flag=N&&", "B541",
	 "E43E159ACFAB242CB53155FB8B9281A1A242577ABFAED881BE88B72D69FC55ED1A80119FAAC8B3CD33D285CC76F57F2CA7F88B9573C6647E0F07E24609BD6B63"
	 "EB20C5B9784F28E71D2F4994FF61D9E13B391A1D2A454B65388D5D9435DBF021528C7BF9755EF16518710C0CAC0ADEF9C5156CD0A5A17674AC0ED2ABC40023E9"
	 "EF70128554B82438E91ADCE98A0D03A4"},
};
#define KEY_OF_A2 "0000000000000000"

/* form 0: raw bytes, 1: {0x..} with the length of the raw bytes, 2: with its own */
static str coded_frame(struct kit *k, size_t i, int form)
{
	struct buf b, cp;
	uint8_t raw[512];
	str segment = str_of(official[i].segment), hex = str_of(official[i].cipher);
	size_t from = (size_t)str_find(segment, S("CP=&&"), 0) + 5, n = hex.n / 2;
	assert_true(hex_parse(hex, raw, n));
	assert_int_equal(n % 16, 0);
	buf_init(&b, &k->arena);
	buf_init(&cp, &k->arena);
	if (form) {
		buf_byte(&cp, '{');
		for (size_t c = 0; c < hex.n; c += 2)
			buf_fmt(&cp, "%s0x%.2s", c ? "," : "", hex.p + c);
		buf_byte(&cp, '}');
	} else
		buf_add(&cp, (str){(const char *)raw, n});
	buf_fmt(&b, "##%04zu", form == 2 ? segment.n - n + cp.n : segment.n);
	buf_add(&b, str_cut(segment, 0, from));
	buf_add(&b, buf_str(&cp));
	buf_add(&b, str_cut(segment, from + n, segment.n));
	buf_fmt(&b, "%s\r\n", official[i].crc);
	return buf_str(&b);
}

static void official_vectors(void **state)
{
	struct kit *k = *state;
	struct hj_key *key = hj_key_new((const uint8_t *)KEY_OF_A2), *other = hj_key_new((const uint8_t *)"0000000000000001");
	for (size_t i = 0; i < COUNT_OF(official); i++)
		for (int form = 0; form < 3; form++) {
			str bytes = coded_frame(k, i, form);
			uint64_t printed = form ? ODD_BIT(CIPHER_TEXT) : 0;
			assert_int_equal(hj_cut(bytes, true, &k->piece), HJ_FRAME);
			assert_int_equal(k->piece.used, bytes.n);
			hj_read(&k->piece, key, k->scratch, &k->frame);
			assert_true(hj_ok(&k->frame) && k->frame.coded);
			same_odd(k->frame.odd & ~ODD_BIT(LONG), printed);
			same_str(k->frame.segment, str_of(official[i].segment));
			assert_int_equal(k->frame.version, 2025);
			for (int none = 0; none < 2; none++) {
				hj_read(&k->piece, none ? NULL : other, k->scratch, &k->frame);
				assert_false(hj_ok(&k->frame));
				assert_true(k->frame.odd & ODD_BIT(CIPHER_NO_KEY));
				assert_int_equal(k->frame.n, 0);
				same_str(k->frame.field[HJ_MN], S("010000A8900016F000169DC0"));
			}
		}
	/* what is not encrypted is read by a station with a key as well */
	assert_int_equal(taken(k, framed(k, S(LIVE))), HJ_FRAME);
	hj_read(&k->piece, key, k->scratch, &k->frame);
	assert_true(hj_ok(&k->frame) && !k->frame.coded);
	hj_key_free(key);
	hj_key_free(other);
}

static void frames_are_made(void **state)
{
	struct kit *k = *state;
	struct hj_say say = {.qn = S("20240601085857223"), .st = 32, .cn = 1011, .pw = S("123456"), .mn = S("010000A8900016F000169DC0"),
			     .version = 2025, .answer = true};
	hj_put(&k->bytes, &say);
	/* A.1 */
	same_str(buf_str(&k->bytes), S("##0087QN=20240601085857223;ST=32;CN=1011;PW=123456;MN=010000A8900016F000169DC0;Flag=9;CP=&&&&2200\r\n"));
	buf_clear(&k->bytes);
	say.pnum = 2, say.pno = 1, say.again = true, say.cp = S("DataTime=20260301080000;w01018-Rtd=1"), say.cn = 2011;
	say.variant = HJ_CRC_MODBUS_LOW;
	hj_put(&k->bytes, &say);
	assert_int_equal(taken(k, buf_str(&k->bytes)), HJ_FRAME);
	assert_true(hj_ok(&k->frame) && k->frame.split && k->frame.again);
	same_odd(k->frame.odd, ODD_BIT(CRC_MODBUS_LOW));
	for (size_t i = 0; i < COUNT_OF(official); i++) {
		struct hj_key *key = hj_key_new((const uint8_t *)KEY_OF_A2);
		str segment = str_of(official[i].segment);
		size_t from = (size_t)str_find(segment, S("CP=&&"), 0) + 5;
		buf_clear(&k->bytes);
		buf_z(&k->bytes, "before");
		hj_put(&k->bytes, &(struct hj_say){.qn = S("20240520210700000"), .st = 31, .cn = 2051, .pw = S("123456"),
			.mn = S("010000A8900016F000169DC0"), .version = 2025, .answer = true, .cp = str_cut(segment, from, segment.n - 2)});
		hj_seal(&k->bytes, 6, key);
		same_str(str_cut(buf_str(&k->bytes), 6, k->bytes.n), coded_frame(k, i, 0));
		hj_key_free(key);
	}
}

/* Any bytes: no crash, everything is done with, and what is found lies inside. */
static void any_bytes(void **state)
{
	struct kit *k = *state;
	struct seen seen;
	static const char alphabet[] = "##0123456789&&=;,-CPQNMNFlagw01018Rtd\r\n";
	uint32_t x = 7;
	for (int round = 0; round < 3000; round++) {
		char bytes[512];
		size_t n = (x = x * 1664525 + 1013904223) % sizeof bytes;
		for (size_t i = 0; i < n; i++)
			bytes[i] = alphabet[((x = x * 1664525 + 1013904223) >> 16) % (sizeof alphabet - 1)];
		stream(k, (str){bytes, n}, 1 + x % 97, &seen);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(check_of_the_standard),
		cmocka_unit_test_setup_teardown(a_frame_is_read, kit_begin, kit_end),
		cmocka_unit_test_setup_teardown(versions_and_splits, kit_begin, kit_end),
		cmocka_unit_test_setup_teardown(irregular_segments, kit_begin, kit_end),
		cmocka_unit_test_setup_teardown(irregular_frames, kit_begin, kit_end),
		cmocka_unit_test_setup_teardown(streams_in_pieces, kit_begin, kit_end),
		cmocka_unit_test_setup_teardown(streams_recover, kit_begin, kit_end),
		cmocka_unit_test_setup_teardown(too_long_is_not_waited_for, kit_begin, kit_end),
		cmocka_unit_test_setup_teardown(official_vectors, kit_begin, kit_end),
		cmocka_unit_test_setup_teardown(frames_are_made, kit_begin, kit_end),
		cmocka_unit_test_setup_teardown(any_bytes, kit_begin, kit_end),
	};
	return cmocka_run_group_tests_name("monitor_hj212", tests, NULL, NULL);
}
