/* SPDX-License-Identifier: Apache-2.0 */
/* The gateway over a real line and a real store: what is answered, kept, counted, and the commands. */
#define KIT_MODULES monitor_modules
#include "core_kit.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include "monitor/monitor.h"
#include "monitor/monitor_in.h"

#define MN "010000A8900016F000169DC0"
#define WAIT_MS 20000

struct gate {
	struct kit *k;
	struct gateway *g;
	int line;
	char heard[8192];
	size_t n;
};

static int64_t enrol(struct kit *k, const char *mn, const char *key, enum hj_crc_variant crc)
{
	int64_t id;
	struct ctx x = kit_ctx(k, &k->arena, P_ADMIN);
	good(station_add(&x, &(struct station_new){.mn = str_of(mn), .name = S("一号排口"), .password = S("123456"), .key = str_of(key), .crc = crc,
		.state = STATION_ON}, &id));
	ctx_close(&x);
	return id;
}

static int dial(struct gateway *g)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)gateway_port(g)), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&a, sizeof a), 0);
	return fd;
}

static void gate_open(struct gate *t, struct kit *k)
{
	memset(t, 0, sizeof *t);
	t->k = k;
	good(gateway_start(&(struct gateway_config){.core = k->core, .listen = S("127.0.0.1:0")}, &t->g));
	t->line = dial(t->g);
}

static void gate_close(struct gate *t)
{
	close(t->line);
	gateway_stop(t->g);
}

static void say_bytes(struct gate *t, str s)
{
	assert_int_equal(send(t->line, s.p, s.n, 0), (ssize_t)s.n);
}

static void say(struct gate *t, const struct hj_say *s, struct hj_key *key)
{
	struct buf b;
	buf_init(&b, &t->k->arena);
	hj_put(&b, s);
	if (key)
		hj_seal(&b, 0, key);
	say_bytes(t, buf_str(&b));
}

/* The next frame from the gateway; false: none within `ms`. */
static bool hear(struct gate *t, int ms, struct hj_frame *f)
{
	struct hj_piece piece;
	static char text[8192];
	for (;;) {
		if (hj_cut((str){t->heard, t->n}, false, &piece) == HJ_FRAME) {
			memcpy(text, t->heard, sizeof text);
			piece.segment.p = text + (piece.segment.p - t->heard);
			piece.crc.p = text + (piece.crc.p - t->heard);
			memmove(t->heard, t->heard + piece.used, t->n - piece.used);
			t->n -= piece.used;
			hj_parse(&piece, f);
			assert_true(hj_ok(f));
			return true;
		}
		struct pollfd p = {t->line, POLLIN, 0};
		if (poll(&p, 1, ms) <= 0)
			return false;
		ssize_t n = recv(t->line, t->heard + t->n, sizeof t->heard - t->n, 0);
		if (n <= 0)
			return false;
		t->n += (size_t)n;
	}
}

static struct hj_say live(const char *qn, const char *cp)
{
	return (struct hj_say){.qn = str_of(qn), .st = 32, .cn = 2011, .pw = S("123456"), .mn = S(MN), .version = 2017, .answer = true, .cp = str_of(cp)};
}

STMT(kept_rows, "SELECT cn, time, pnum, pno, flags, odd, segment FROM frame WHERE region = $1 AND station = $2 ORDER BY cn, time, id");

static size_t kept(struct kit *k, int64_t station, struct kept *ret, str *ret_segment)
{
	struct conn *c;
	struct rows *r;
	size_t n = 0;
	good(store_read_begin(k->store, &c));
	good(query(c, &kept_rows, VALS(V_INT(KIT_REGION), V_INT(station)), &r));
	for (; rows_next(r); n++) {
		ret[n] = (struct kept){.cn = (int)row_int(r, 0), .time = row_int(r, 1), .pnum = (int)row_int(r, 2), .pno = (int)row_int(r, 3),
			.flags = (int)row_int(r, 4), .odd = (uint64_t)row_int(r, 5)};
		ret_segment[n] = row_copy(r, 6, &k->arena);
	}
	good(rows_end(r));
	store_read_end(c);
	return n;
}

static void no_findings(struct kit *k)
{
	struct buf b;
	int64_t n;
	buf_init(&b, &k->arena);
	good(monitor_check(k->core, LANG_EN, &b, &n));
	if (n)
		print_error("%s", b.p);
	assert_int_equal(n, 0);
}

/* ---- uploads ----------------------------------------------------------------------------------- */

static void uploads_are_kept_then_answered(void **state)
{
	struct kit *k = *state;
	struct gate t;
	struct kept rows[16];
	str segment[16];
	struct hj_frame *f = calloc(1, sizeof *f);
	int64_t id = enrol(k, MN, "", HJ_CRC_STANDARD);
	gate_open(&t, k);
	struct hj_say s = live("20261001100000001", "DataTime=20261001100000;w01018-Rtd=23.5,w01018-Flag=N");
	say(&t, &s, NULL);
	assert_true(hear(&t, WAIT_MS, f));
	assert_int_equal(f->cn, 9014);
	assert_int_equal(f->st, 91);
	assert_int_equal(f->flag, 4);
	same_str(f->field[HJ_QN], S("20261001100000001"));
	same_str(f->cp, S(""));
	/* it is there before the answer */
	assert_int_equal(kept(k, id, rows, segment), 1);
	assert_int_equal(rows[0].time, KIT_NOW);
	assert_int_equal(rows[0].odd, 0);
	assert_true(str_find(segment[0], S("w01018-Rtd=23.5"), 0) > 0);
	/* without the wish for an answer there is none */
	s = live("20261001100000002", "DataTime=20261001100030;w01018-Rtd=24");
	s.answer = false;
	say(&t, &s, NULL);
	/* a sign of life is answered by 9013 and not kept */
	say(&t, &(struct hj_say){.qn = S("20261001100000003"), .st = 32, .cn = 9015, .pw = S("123456"), .mn = S(MN), .version = 2025, .answer = true}, NULL);
	assert_true(hear(&t, WAIT_MS, f));
	assert_int_equal(f->cn, 9013);
	assert_int_equal(f->flag, 8);
	/* parts of one message: each with its own answer; the second has no time of its own; and one sent again */
	s = live("20261001100000534", "DataTime=20261001095500;w01018-Avg=1");
	s.cn = 2051, s.pnum = 2, s.pno = 1;
	say(&t, &s, NULL);
	s.qn = S("20261001100000535"), s.cp = S("w21003-Avg=2"), s.pno = 2;
	say(&t, &s, NULL);
	s.qn = S("20261001100000536"), s.cp = S("DataTime=20261001095500;w01018-Avg=3"), s.pnum = 0, s.again = true;
	say(&t, &s, NULL);
	for (const char *qn = "456"; *qn; qn++) {
		assert_true(hear(&t, WAIT_MS, f));
		assert_int_equal(f->cn, 9014);
		assert_int_equal(f->field[HJ_QN].p[16], *qn);
	}
	gate_close(&t);
	assert_int_equal(kept(k, id, rows, segment), 5);
	for (int i = 2; i < 5; i++)
		assert_int_equal(rows[i].time, KIT_NOW - 5 * 60000);
	assert_int_equal(rows[3].pno, 2);
	assert_int_equal(rows[3].odd, ODD_BIT(DATATIME_MISSING));
	assert_int_equal(rows[4].flags, KEPT_AGAIN);
	no_findings(k);
	free(f);
}

static void frames_in_pieces_and_many_at_once(void **state)
{
	struct kit *k = *state;
	struct gate t;
	struct kept *rows = calloc(2000, sizeof *rows);
	str *segment = calloc(2000, sizeof *segment);
	struct hj_frame *f = calloc(1, sizeof *f);
	struct buf b;
	int64_t id = enrol(k, MN, "", HJ_CRC_STANDARD);
	gate_open(&t, k);
	buf_init(&b, &k->arena);
	for (int i = 0; i < 1000; i++) {
		char qn[18], cp[64];
		snprintf(qn, sizeof qn, "20261001100%06d", i);
		snprintf(cp, sizeof cp, "DataTime=20261001%02d%02d%02d;w01018-Rtd=%d", i / 3600, i / 60 % 60, i % 60, i);
		struct hj_say s = live(qn, cp);
		hj_put(&b, &s);
	}
	for (size_t at = 0, n; at < b.n; at += n) {
		n = at < 4000 ? 1 + at % 7 : b.n - at < 50000 ? b.n - at : 50000;
		say_bytes(&t, str_cut(buf_str(&b), at, at + n));
	}
	for (int i = 0; i < 1000; i++) {
		assert_true(hear(&t, WAIT_MS, f));
		assert_int_equal(f->cn, 9014);
		assert_int_equal(hj_find(f, S("x"), STR_NONE).n, 0);
	}
	gate_close(&t);
	assert_int_equal(kept(k, id, rows, segment), 1000);
	for (int i = 0; i < 1000; i++) {
		char want[32];
		snprintf(want, sizeof want, "w01018-Rtd=%d&&", i);
		assert_true(str_ends(segment[i], str_of(want)));
	}
	free(rows);
	free(segment);
	free(f);
}

/* What is not taken is not answered, and is seen. */
static void who_may_speak(void **state)
{
	struct kit *k = *state;
	struct gate t;
	struct kept rows[16];
	str segment[16];
	struct station_odd *odds;
	struct stranger *strangers;
	size_t n;
	struct hj_frame *f = calloc(1, sizeof *f);
	int64_t id = enrol(k, MN, "", HJ_CRC_STANDARD), low = enrol(k, "DXCBZ000000005", "", HJ_CRC_MODBUS_LOW);
	struct ctx x;
	gate_open(&t, k);
	struct hj_say s = live("20261001100000001", "DataTime=20261001100000;w01018-Rtd=1");
	s.pw = S("654321");
	say(&t, &s, NULL);
	s.pw = S("123456"), s.variant = HJ_CRC_MODBUS_LOW;
	say(&t, &s, NULL);
	s.variant = HJ_CRC_STANDARD, s.mn = S("A0000000000000");
	say(&t, &s, NULL);
	say_bytes(&t, S("##0087QN=20240601085857223;ST=32;CN=1011;PW=123456;MN=" MN ";Flag=9;CP=&&&&2201\r\n"));
	/* this one is enrolled so, and takes its answer so */
	s.mn = S("DXCBZ000000005"), s.variant = HJ_CRC_MODBUS_LOW, s.qn = S("20261001100000009");
	say(&t, &s, NULL);
	assert_true(hear(&t, WAIT_MS, f));
	same_str(f->field[HJ_QN], S("20261001100000009"));
	assert_int_equal(f->variant, HJ_CRC_MODBUS_LOW);
	gate_close(&t);
	assert_int_equal(kept(k, id, rows, segment), 0);
	assert_int_equal(kept(k, low, rows, segment), 1);
	x = kit_ctx(k, &k->arena, P_ADMIN);
	good(station_odds(&x, id, &odds, &n));
	assert_int_equal(n, 4);
	assert_int_equal(odds[0].odd, HJ_ODD_CRC_MODBUS_LOW);
	assert_int_equal(odds[1].odd, HJ_ODD_CRC_WRONG);
	assert_int_equal(odds[2].odd, WRONG_PASSWORD);
	assert_int_equal(odds[3].odd, WRONG_CHECK);
	good(stranger_list(&x, &strangers, &n));
	assert_int_equal(n, 1);
	same_str(strangers[0].mn, S("A0000000000000"));
	same_str(strangers[0].peer, S("127.0.0.1"));
	assert_int_equal(strangers[0].n, 1);
	ctx_close(&x);
	free(f);
}

/* ---- what is encrypted ------------------------------------------------------------------------------ */

static struct command command_now(struct kit *k, int64_t station);
static void becomes(struct kit *k, int64_t station, enum command_state state);

/* It is sent under the old key; both are taken, then the new one. */
static void a_new_key(struct kit *k, int64_t id, struct hj_key *old, struct hj_frame *f)
{
	struct gate t;
	struct hj_piece piece;
	char text[17] = "", qn[18];
	int64_t command;
	struct ctx x = kit_ctx(k, &k->arena, P_ADMIN);
	good(station_rekey(&x, id, &command));
	ctx_close(&x);
	same_str(command_now(k, id).cp, S("")); /* it stands nowhere */
	gate_open(&t, k);
	struct hj_say s = live("20261001100000011", "DataTime=20261001100000;w01018-Rtd=1");
	s.version = 2025;
	say(&t, &s, old);
	assert_true(hear(&t, WAIT_MS, f));
	same_str(f->field[HJ_QN], S("20261001100000011"));
	while (hj_cut((str){t.heard, t.n}, false, &piece) != HJ_FRAME) {
		ssize_t n = recv(t.line, t.heard + t.n, sizeof t.heard - t.n, 0);
		assert_true(n > 0);
		t.n += (size_t)n;
	}
	static char scratch[HJ_SEGMENT_MOST];
	assert_int_equal(str_find((str){t.heard, t.n}, S("NewSK"), 0), -1);
	hj_read(&piece, old, scratch, f);
	assert_true(hj_ok(f) && f->coded);
	assert_int_equal(f->cn, 1014);
	assert_int_equal(hj_find(f, S("NewSK"), STR_NONE).n, HJ_KEY_LEN);
	memcpy(text, hj_find(f, S("NewSK"), STR_NONE).p, HJ_KEY_LEN);
	snprintf(qn, sizeof qn, STR_FMT, STR_ARG(f->field[HJ_QN]));
	t.n = 0;
	struct hj_key *fresh = hj_key_new((const uint8_t *)text);
	s.qn = str_of(qn), s.cn = 9012, s.cp = S("ExeRtn=1"), s.answer = false;
	say(&t, &s, NULL);
	becomes(k, id, COMMAND_DONE);
	s = live("20261001100000012", "DataTime=20261001100100;w01018-Rtd=1");
	s.version = 2025;
	say(&t, &s, fresh);
	assert_true(hear(&t, WAIT_MS, f));
	same_str(f->field[HJ_QN], S("20261001100000012"));
	gate_close(&t);
	hj_key_free(fresh);
	no_findings(k);
}

static void encrypted_by_its_own_key(void **state)
{
	struct kit *k = *state;
	struct gate t;
	struct kept rows[4];
	str segment[4];
	struct hj_frame *f = calloc(1, sizeof *f);
	int64_t id = enrol(k, MN, "msbE74gsiSHSEh5e", HJ_CRC_STANDARD);
	struct hj_key *key = hj_key_new((const uint8_t *)"msbE74gsiSHSEh5e"), *other = hj_key_new((const uint8_t *)"0000000000000000");
	gate_open(&t, k);
	struct hj_say s = live("20261001100000001", "DataTime=20261001100000;w01018-Rtd=23.5,w01018-Flag=N");
	s.version = 2025;
	say(&t, &s, other);
	s.qn = S("20261001100000002");
	say(&t, &s, key);
	assert_true(hear(&t, WAIT_MS, f));
	same_str(f->field[HJ_QN], S("20261001100000002"));
	gate_close(&t);
	assert_int_equal(kept(k, id, rows, segment), 1);
	assert_int_equal(rows[0].flags, KEPT_CODED);
	assert_true(str_ends(segment[0], S("w01018-Rtd=23.5,w01018-Flag=N&&")));
	a_new_key(k, id, key, f);
	hj_key_free(key);
	hj_key_free(other);
	free(f);
}

/* ---- commands ------------------------------------------------------------------------------------------ */

static struct command command_now(struct kit *k, int64_t station)
{
	struct command *v;
	size_t n;
	struct ctx x = kit_ctx(k, &k->arena, P_ADMIN);
	good(command_list(&x, station, &v, &n));
	ctx_close(&x);
	assert_true(n > 0);
	return v[0];
}

static void becomes(struct kit *k, int64_t station, enum command_state state)
{
	for (int i = 0; i < 200; i++) {
		if (command_now(k, station).state == state)
			return;
		usleep(50000);
	}
	test_fails("the command does not become %d", state);
}

static void ask(struct kit *k, int64_t station, int cn, const char *cp)
{
	int64_t id;
	struct ctx x = kit_ctx(k, &k->arena, P_ADMIN);
	good(station_command(&x, station, cn, str_of(cp), &id));
	ctx_close(&x);
}

static void commands_and_their_answers(void **state)
{
	struct kit *k = *state;
	struct gate t;
	char qn[18];
	struct hj_frame *f = calloc(1, sizeof *f);
	int64_t id = enrol(k, MN, "", HJ_CRC_STANDARD);
	gate_open(&t, k);
	struct hj_say s = live("20261001100000001", "DataTime=20261001100000;w01018-Rtd=1");
	say(&t, &s, NULL);
	assert_true(hear(&t, WAIT_MS, f));
	/* sample: 9011, then 9012 */
	ask(k, id, 3012, "PolId=w01018");
	assert_true(hear(&t, WAIT_MS, f));
	assert_int_equal(f->cn, 3012);
	assert_int_equal(f->st, 32);
	assert_int_equal(f->flag, 5);
	same_str(f->cp, S("PolId=w01018"));
	same_str(f->field[HJ_PW], S("123456"));
	snprintf(qn, sizeof qn, STR_FMT, STR_ARG(f->field[HJ_QN]));
	s = live(qn, "QnRtn=1");
	s.st = 91, s.cn = 9011, s.answer = false;
	say(&t, &s, NULL);
	becomes(k, id, COMMAND_ACCEPTED);
	s.cn = 9012, s.cp = S("ExeRtn=1");
	say(&t, &s, NULL);
	becomes(k, id, COMMAND_DONE);
	assert_int_equal(command_now(k, id).tries, 1);
	assert_int_equal(command_now(k, id).exe_rtn, 1);
	/* the clock is that of the district when it is sent */
	k->now += 60000;
	ask(k, id, 1012, "");
	assert_true(hear(&t, WAIT_MS, f));
	same_str(f->cp, S("SystemTime=20261001100100"));
	snprintf(qn, sizeof qn, STR_FMT, STR_ARG(f->field[HJ_QN]));
	s.qn = str_of(qn), s.cn = 9011, s.cp = S("QnRtn=2");
	say(&t, &s, NULL);
	becomes(k, id, COMMAND_FAILED);
	assert_int_equal(command_now(k, id).qn_rtn, 2);
	/* nobody answers: three times in all, with the same QN */
	ask(k, id, 2061, "BeginTime=20261001000000;EndTime=20261001090000");
	for (int i = 0; i < 3; i++) {
		assert_true(hear(&t, WAIT_MS, f));
		assert_int_equal(f->cn, 2061);
		if (i)
			same_str(f->field[HJ_QN], str_of(qn));
		snprintf(qn, sizeof qn, STR_FMT, STR_ARG(f->field[HJ_QN]));
		k->now += 10001;
	}
	becomes(k, id, COMMAND_FAILED);
	assert_int_equal(command_now(k, id).tries, 3);
	/* a station that asks for the time gets it */
	s = live("20261001100500001", "PolId=w01018");
	s.cn = 1013;
	say(&t, &s, NULL);
	assert_true(hear(&t, WAIT_MS, f));
	assert_int_equal(f->cn, 9013);
	assert_true(hear(&t, WAIT_MS, f));
	assert_int_equal(f->cn, 1012);
	gate_close(&t);
	no_findings(k);
	free(f);
}

/* The station hears the command and says how it went. */
static void carries_out(struct gate *t, struct hj_frame *f, int cn, const char *pw, const char *exe)
{
	char qn[18];
	assert_true(hear(t, WAIT_MS, f));
	assert_int_equal(f->cn, cn);
	same_str(f->field[HJ_PW], str_of(pw));
	snprintf(qn, sizeof qn, STR_FMT, STR_ARG(f->field[HJ_QN]));
	struct hj_say s = live(qn, exe);
	s.st = 91, s.cn = 9012, s.answer = false, s.pw = str_of(pw);
	say(t, &s, NULL);
}

static void speaks(struct gate *t, struct hj_frame *f, const char *qn, const char *pw)
{
	struct hj_say s = live(qn, "DataTime=20261001100000;w01018-Rtd=1");
	s.pw = str_of(pw);
	say(t, &s, NULL);
	assert_true(hear(t, WAIT_MS, f));
	same_str(f->field[HJ_QN], str_of(qn));
}

/* 1072: the old one is taken, and used for commands, until the station speaks with the new one; one
 * that it refused is sent again, not replaced. */
static void a_new_password(void **state)
{
	struct kit *k = *state;
	struct gate t;
	char fresh[7] = "", again[7] = "";
	int64_t command, id = enrol(k, MN, "", HJ_CRC_STANDARD);
	struct hj_frame *f = calloc(1, sizeof *f);
	struct ctx x = kit_ctx(k, &k->arena, P_ADMIN);
	assert_int_equal(station_command(&x, id, 1072, S("NewPW=1"), &command), ERR_INPUT);
	assert_int_equal(station_rekey(&x, id, &command), ERR_INPUT); /* it has none */
	ctx_close(&x);
	gate_open(&t, k);
	speaks(&t, f, "20261001100000001", "123456");
	ask(k, id, 1072, "");
	carries_out(&t, f, 1072, "123456", "ExeRtn=2");
	assert_int_equal(hj_find(f, S("NewPW"), STR_NONE).n, 6);
	memcpy(fresh, hj_find(f, S("NewPW"), STR_NONE).p, 6);
	becomes(k, id, COMMAND_FAILED);
	ask(k, id, 1072, "");
	carries_out(&t, f, 1072, "123456", "ExeRtn=1");
	memcpy(again, hj_find(f, S("NewPW"), STR_NONE).p, 6);
	assert_string_equal(again, fresh);
	becomes(k, id, COMMAND_DONE);
	same_str(command_now(k, id).cp, S("")); /* it stands nowhere */
	speaks(&t, f, "20261001100000002", "123456"); /* what lay waiting */
	speaks(&t, f, "20261001100000003", fresh);
	ask(k, id, 1011, "");
	carries_out(&t, f, 1011, fresh, "ExeRtn=1");
	becomes(k, id, COMMAND_DONE);
	gate_close(&t);
	no_findings(k);
	free(f);
}

/* ---- enrolment -------------------------------------------------------------------------------------------- */

STMT(spoil, "UPDATE station SET crc = 2 WHERE region = $1 AND id = $2");
static err spoil_job(struct conn *c, void *arg)
{
	return exec(c, &spoil, VALS(V_INT(KIT_REGION), V_INT(*(int64_t *)arg)), NULL);
}

static void stations_are_what_their_events_say(void **state)
{
	struct kit *k = *state;
	struct station s;
	struct buf b;
	struct gate t;
	int64_t id = enrol(k, MN, "", HJ_CRC_STANDARD), again, n;
	struct hj_frame *f = calloc(1, sizeof *f);
	struct ctx x = kit_ctx(k, &k->arena, P_HOUSING);
	assert_int_equal(station_add(&x, &(struct station_new){.mn = S("B1"), .name = S("x"), .state = STATION_ON}, &again), ERR_DENIED);
	ctx_close(&x);
	x = kit_ctx(k, &k->arena, P_ADMIN);
	assert_int_equal(station_add(&x, &(struct station_new){.mn = S(MN), .name = S("x"), .state = STATION_ON}, &again), ERR_INPUT);
	assert_int_equal(station_add(&x, &(struct station_new){.mn = S("a;b"), .name = S("x"), .state = STATION_ON}, &again), ERR_INPUT);
	assert_int_equal(station_add(&x, &(struct station_new){.mn = S("B1"), .name = S(""), .state = STATION_ON}, &again), ERR_INPUT);
	assert_int_equal(station_add(&x, &(struct station_new){.mn = S("B1"), .name = S("x"), .key = S("short"), .state = STATION_ON}, &again), ERR_INPUT);
	ctx_close(&x);
	gate_open(&t, k);
	x = kit_ctx(k, &k->arena, P_ADMIN);
	/* switched off while it speaks: within a second nobody listens */
	good(station_of_mn(&x, S(MN), &s));
	assert_true(s.has_password && !s.has_key);
	good(station_change(&x, id, s.version, &(struct station_new){.mn = S(MN), .name = S("二号排口"), .crc = HJ_CRC_MODBUS_LOW, .state = STATION_OFF}));
	assert_int_equal(station_change(&x, id, s.version, &(struct station_new){.mn = S(MN), .name = S("三"), .state = STATION_ON}), ERR_CONFLICT);
	good(station_of_mn(&x, S(MN), &s));
	same_str(s.name, S("二号排口"));
	assert_int_equal(s.version, 2);
	assert_true(s.has_password); /* as before */
	ctx_close(&x);
	usleep(1500000);
	struct hj_say u = live("20261001100000001", "DataTime=20261001100000;w01018-Rtd=1");
	u.variant = HJ_CRC_MODBUS_LOW;
	say(&t, &u, NULL);
	assert_false(hear(&t, 500, f));
	gate_close(&t);
	no_findings(k);
	good(store_write(k->store, spoil_job, &id));
	buf_init(&b, &k->arena);
	good(monitor_check(k->core, LANG_EN, &b, &n));
	assert_int_equal(n, 1);
	assert_true(str_find(buf_str(&b), S("is not what its events say"), 0) > 0);
	free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		kit_test(uploads_are_kept_then_answered), kit_test(frames_in_pieces_and_many_at_once), kit_test(who_may_speak),
		kit_test(encrypted_by_its_own_key), kit_test(commands_and_their_answers), kit_test(a_new_password), kit_test(stations_are_what_their_events_say),
	};
	return cmocka_run_group_tests_name("monitor_gateway", tests, NULL, NULL);
}
