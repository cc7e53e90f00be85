/* SPDX-License-Identifier: Apache-2.0 */
/* Cameras: addresses, what ffmpeg is told and what it means, pieces of a transport stream, the table
 * against its events, and a matter that names a station and gets its pictures. This program is also the
 * runner of its own programs: called with the word decoder. */
#define KIT_MODULES monitor_modules
#include "core_kit.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/sign_in.h"
#include "core/told.h"
#include "file/file.h"
#include "monitor/camera.h"
#include "monitor/hls_calc.h"
#include "monitor/monitor.h"

#define refused(call, code, key) (assert_int_equal((call), (code)), same_str(str_of(fail_key()), S(key)))

/* ---- pure ------------------------------------------------------------------------------------------ */
static void addresses(void **state)
{
	unused_arg(state);
	static const struct {
		const char *address;
		bool local, good;
		const char *shown;
	} row[] = {
		{"rtsp://10.1.2.3:554/ch1?token=x", false, true, "rtsp://10.1.2.3:554"},
		{"http://cam.example.cn/live.m3u8", false, true, "http://cam.example.cn"},
		{"tcp://10.1.2.3:9000", false, true, "tcp://10.1.2.3:9000"},
		{"file:///srv/a.ts", true, true, "file"},
		{"file:///srv/a.ts", false, false, ""},
		{"file://", true, false, ""},
		{"rtsp://admin:x@10.1.2.3/1", false, false, ""},
		{"rtsp:///ch1", false, false, ""},
		{"gopher://x/", false, false, ""},
		{"http://x/' \nfile '/etc/passwd", false, false, ""},
		{"http://x/'", false, false, ""},
		{"http://x/\\", false, false, ""},
		{"concat:a|b", false, false, ""},
		{"", false, false, ""},
	};
	struct arena a;
	arena_init(&a);
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		assert_int_equal(camera_address_check(str_of(row[i].address), row[i].local) == OK, row[i].good);
		if (row[i].good)
			same_str(camera_address_shown(&a, str_of(row[i].address)), str_of(row[i].shown));
	}
	arena_done(&a);
}

static void script_holds_the_password_and_nothing_can_break_out(void **state)
{
	unused_arg(state);
	struct buf b;
	buf_init(&b, NULL);
	camera_script(&b, S("rtsp://10.1.2.3/ch1"), S("ad'min"), S("p@:/ \n\\x"), 7);
	same_str(buf_str(&b), S("ffconcat version 1.0\nfile 'rtsp://ad%27min:p%40%3A%2F%20%0A%5Cx@10.1.2.3/ch1'\n"
				"option rtsp_transport tcp\noption fpsprobesize 0\noption timeout 7000000\n"));
	buf_done(&b);
}

static void what_ffmpeg_says(void **state)
{
	unused_arg(state);
	assert_int_equal(camera_health_said(S("[tcp @ 0x1] Connection to tcp://10.1.2.3:554 failed: Connection refused"), false), CAMERA_UNREACHABLE);
	assert_int_equal(camera_health_said(S("method DESCRIBE failed: 401 Unauthorized"), false), CAMERA_REFUSED);
	assert_int_equal(camera_health_said(S("Invalid data found when processing input"), false), CAMERA_NO_PICTURE);
	assert_int_equal(camera_health_said(S(""), true), CAMERA_UNREACHABLE);
	assert_int_equal(camera_health_said(S(""), false), CAMERA_NO_PICTURE);
	char grey[100];
	memset(grey, 20, sizeof grey);
	assert_true(camera_black((str){grey, sizeof grey}, 26, 98));
	memset(grey, 40, 3);
	assert_false(camera_black((str){grey, sizeof grey}, 26, 98));
	assert_true(camera_black((str){grey, sizeof grey}, 26, 97));
	assert_false(camera_black(S(""), 26, 98));
}

/* ---- pieces ------------------------------------------------------------------------------------------ */
struct pieces {
	int n;
	int64_t ms[8];
	size_t bytes[8];
	bool tables;
};

static void keep_piece(void *arg, str bytes, int64_t ms)
{
	struct pieces *p = arg;
	assert_true(p->n < 8);
	p->tables &= bytes.n >= 3 * TS_PACKET && (bytes.p[1] & 0x1f) == 0 && bytes.p[2] == 0 && bytes.p[TS_PACKET + 2] == 0x20;
	p->ms[p->n] = ms;
	p->bytes[p->n++] = bytes.n;
}

/* PAT -> PMT at 0x20 -> H.264 at 0x21; a picture of one packet at that time. */
static void packet_put(struct buf *b, int pid, const char *section, size_t n)
{
	uint8_t p[TS_PACKET];
	memset(p, 0xff, sizeof p);
	p[0] = 0x47, p[1] = (uint8_t)(0x40 | pid >> 8), p[2] = (uint8_t)pid, p[3] = 0x10, p[4] = 0;
	memcpy(p + 5, section, n);
	buf_add(b, (str){(const char *)p, sizeof p});
}

static void picture_put(struct buf *b, int64_t stamp, bool anew)
{
	uint8_t p[TS_PACKET];
	memset(p, 0, sizeof p);
	p[0] = 0x47, p[1] = 0x40, p[2] = 0x21, p[3] = 0x30, p[4] = 7, p[5] = anew ? 0x40 : 0;
	uint8_t *s = p + 12;
	s[2] = 1, s[3] = 0xe0, s[6] = 0x80, s[7] = 0x80, s[8] = 5;
	s[9] = (uint8_t)(0x21 | (stamp >> 29 & 0xe)), s[10] = (uint8_t)(stamp >> 22), s[11] = (uint8_t)(stamp >> 14 | 1), s[12] = (uint8_t)(stamp >> 7), s[13] = (uint8_t)(stamp << 1 | 1);
	buf_add(b, (str){(const char *)p, sizeof p});
}

static void stream(struct buf *b)
{
	static const char pat[] = "\x00\xb0\x0d\x00\x01\xc1\x00\x00\x00\x01\xe0\x20____", pmt[] = "\x02\xb0\x12\x00\x01\xc1\x00\x00\xe0\x21\xf0\x00\x1b\xe0\x21\xf0\x00____";
	picture_put(b, 1, true); /* before the tables: nobody can decode it */
	packet_put(b, 0, pat, sizeof pat - 1);
	packet_put(b, 0x20, pmt, sizeof pmt - 1);
	/* a second each, across the end of the counter; new groups at 0, 1, 2.5, 5 s */
	int64_t from = ((int64_t)1 << 33) - 45000;
	static const struct {
		int64_t at;
		bool anew;
	} v[] = {{0, true}, {45000, false}, {90000, true}, {225000, true}, {300000, false}, {450000, true}};
	for (size_t i = 0; i < COUNT_OF(v); i++)
		picture_put(b, (from + v[i].at) & (((int64_t)1 << 33) - 1), v[i].anew);
}

static void pieces_begin_anew(void **state)
{
	unused_arg(state);
	for (size_t step = 1; step < 400; step += 57) {
		struct ts_cut c;
		struct pieces p = {.tables = true};
		struct buf b;
		buf_init(&b, NULL);
		buf_z(&b, "xx"); /* what is no packet is passed over */
		stream(&b);
		ts_init(&c, 2000);
		for (size_t i = 0; i < b.n; i += step)
			ts_feed(&c, str_cut(buf_str(&b), i, i + step), keep_piece, &p);
		assert_int_equal(p.n, 2);
		assert_true(p.tables);
		assert_int_equal(p.ms[0], 2500);
		assert_int_equal(p.ms[1], 2500);
		assert_int_equal(p.bytes[0], 5 * TS_PACKET);
		ts_done(&c);
		buf_done(&b);
	}
}

static void no_stream_at_all(void **state)
{
	unused_arg(state);
	struct ts_cut c;
	struct pieces p = {0};
	char noise[1000];
	memset(noise, 'a', sizeof noise);
	ts_init(&c, 2000);
	for (int i = 0; i < 20; i++)
		ts_feed(&c, (str){noise, sizeof noise}, keep_piece, &p);
	assert_true(c.bad);
	assert_int_equal(p.n, 0);
	ts_done(&c);
}

static void playlist(void **state)
{
	unused_arg(state);
	struct buf b;
	buf_init(&b, NULL);
	hls_list(&b, (const struct hls_piece[]){{7, 2500}, {8, 2001}}, 2, true);
	same_str(buf_str(&b), S("#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:3\n#EXT-X-MEDIA-SEQUENCE:7\n#EXTINF:2.500,\nlive/7.ts\n"
				"#EXTINF:2.001,\nlive/8.ts\n#EXT-X-ENDLIST\n"));
	buf_done(&b);
}

/* ---- the table ------------------------------------------------------------------------------------- */
static err add(struct kit *k, int person, const char *name, const char *address, int64_t *ret)
{
	struct ctx x;
	struct actor who = kit_actor(k, person < 0 ? P_CHIEF : person); /* below 0: the system */
	static const str stations[] = {S("MN2"), S("MN1"), S("MN2")};
	good(ctx_open(k->core, &k->arena, person < 0 ? NULL : &who, &x));
	const struct camera_new n = {.name = str_of(name), .place = S("东门"), .address = str_of(address), .user = S("admin"), .password = S("geheim"),
		.stations = stations, .n_stations = 3, .state = CAMERA_ON};
	err e = camera_add(&x, &n, ret);
	ctx_close(&x);
	return e;
}

static int64_t findings(struct kit *k)
{
	struct buf b;
	int64_t n = 0;
	buf_init(&b, &k->arena);
	good(monitor_check(k->core, LANG_EN, &b, &n));
	return n;
}

static err spoil_job(struct conn *c, void *arg)
{
	const struct stmt *s = arg;
	return exec(c, s, VALS(V_INT(KIT_REGION)), NULL);
}
STMT(spoil_place, "UPDATE camera SET place = 'x' WHERE region = $1");
STMT(spoil_looks, "DELETE FROM camera_look WHERE region = $1");

static void kept_changed_checked(void **state)
{
	struct kit *k = *state;
	int64_t id, other;
	struct ctx x;
	struct camera c, *v;
	size_t n;
	refused(add(k, P_CLERK, "东门", "rtsp://10.1.2.3/1", &id), ERR_DENIED, "only the environment office and the system administrator may do this");
	good(add(k, P_ADMIN, "东门", "rtsp://10.1.2.3/1", &id));
	refused(add(k, P_ADMIN, "东门", "rtsp://10.1.2.4/1", &other), ERR_INPUT, "there is a camera called {0} already");
	assert_int_equal(add(k, P_ADMIN, "西门", "file:///etc/passwd", &other), ERR_INPUT);
	good(add(k, -1, "西门", "file:///nowhere.ts", &other));
	struct actor admin = kit_actor(k, P_ADMIN);
	good(ctx_open(k->core, &k->arena, &admin, &x));
	good(camera_list(&x, &v, &n));
	assert_int_equal(n, 2);
	good(camera_read(&x, id, &c));
	same_str(c.shown, S("rtsp://10.1.2.3"));
	assert_true(c.has_password && c.n_stations == 2 && c.health == CAMERA_UNKNOWN);
	same_str(c.stations[0], S("MN1"));
	/* another address does not take the password along */
	struct camera_new to = {.name = S("东门"), .place = S("东门"), .address = S("rtsp://10.9.9.9/1"), .state = CAMERA_ON};
	refused(camera_change(&x, id, 7, &to), ERR_CONFLICT, "somebody changed this camera meanwhile; look at it again");
	good(camera_change(&x, id, 1, &to));
	good(camera_read(&x, id, &c));
	assert_true(!c.has_password && c.version == 2 && !c.n_stations);
	to.address = STR_NONE;
	to.password = S("neu");
	good(camera_change(&x, id, 2, &to));
	good(camera_read(&x, id, &c));
	assert_true(c.has_password);
	same_str(c.shown, S("rtsp://10.9.9.9"));
	/* the administrator enrols, and does not look */
	struct camera_picture p;
	struct eye *eye = eye_new(&(struct eye_config){.core = k->core, .ffmpeg = S("/nowhere")});
	refused(camera_look(&x, eye, id, &p), ERR_DENIED, "only the environment office may look at cameras");
	ctx_close(&x);
	eye_free(eye);
	assert_int_equal(findings(k), 0);
	good(store_write(k->store, spoil_job, (void *)&spoil_place));
	assert_int_equal(findings(k), 2);
}

static void without_ffmpeg_one_sentence(void **state)
{
	struct kit *k = *state;
	struct ctx x;
	struct camera_picture p;
	int64_t id;
	good(add(k, -1, "东门", "rtsp://127.0.0.1:1/1", &id));
	struct eye *eye = eye_new(&(struct eye_config){.core = k->core, .ffmpeg = S("/nowhere")});
	good(ctx_open(k->core, &k->arena, NULL, &x));
	refused(camera_look(&x, eye, id, &p), ERR_INPUT,
		"pictures are taken by ffmpeg, which is not installed here: install ffmpeg, or name its path in the configuration (ffmpeg)");
	ctx_close(&x);
	eye_free(eye);
	assert_int_equal(findings(k), 0);
}

/* ---- a program that stands for ffmpeg -------------------------------------------------------------- */
static str script(struct kit *k, const char *text)
{
	struct buf b;
	buf_init(&b, &k->arena);
	buf_fmt(&b, "%s/ffmpeg", k->dir);
	str path = buf_str(&b);
	int fd = open(str_z(&k->arena, path), O_WRONLY | O_CREAT | O_TRUNC, 0755);
	assert_true(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
	close(fd);
	chmod(k->dir, 0755);
	return path;
}

static void limits_hold(void **state)
{
	static const struct {
		const char *text;
		enum camera_health want;
	} row[] = {
		{"#!/bin/sh\necho 'Connection refused' >&2\nexit 1\n", CAMERA_UNREACHABLE},
		{"#!/bin/sh\necho '401 Unauthorized' >&2\nexit 1\n", CAMERA_REFUSED},
		{"#!/bin/sh\nprintf 'no picture, though it says all is well'\n", CAMERA_NO_PICTURE},
		{"#!/bin/sh\nwhile :; do :; done\n", CAMERA_UNREACHABLE},
		{"#!/bin/sh\nwhile :; do printf 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'; done\n", CAMERA_NO_PICTURE},
	};
	struct kit *k = *state;
	struct ctx x;
	int64_t id, n;
	struct camera c;
	good(ctx_open(k->core, &k->arena, NULL, &x));
	good(setting_set(&x, &(struct setting_request){.name = S("cameras.seconds"), .value = S("3"), .reason = S("a test does not wait"), .from = 20727}));
	ctx_close(&x);
	good(add(k, -1, "东门", "rtsp://127.0.0.1:1/1", &id));
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		struct eye *eye = eye_new(&(struct eye_config){.core = k->core, .ffmpeg = script(k, row[i].text)});
		good(ctx_open(k->core, &k->arena, NULL, &x));
		good(cameras_probe(&x, eye, true, &n));
		assert_int_equal(n, 1);
		good(camera_read(&x, id, &c));
		assert_int_equal(c.health, row[i].want);
		assert_true(c.looked != MS_NONE && c.seen == MS_NONE);
		ctx_close(&x);
		eye_free(eye);
	}
	assert_int_equal(findings(k), 0);
}

static void real_pictures(void **state)
{
	struct kit *k = *state;
	struct ctx x;
	struct camera c;
	struct camera_picture p;
	int64_t n, id;
	struct buf b;
	if (access("/usr/bin/ffmpeg", X_OK) != 0) {
		print_message("SKIP ffmpeg is not installed\n");
		skip();
	}
	buf_init(&b, &k->arena);
	chmod(k->dir, 0755);
	buf_fmt(&b, "cd %s && ffmpeg -loglevel error -f lavfi -i testsrc=size=320x240:rate=10 -t 3 -c:v mpeg2video -f mpegts a.ts </dev/null && "
		    "ffmpeg -loglevel error -f lavfi -i color=black:size=320x240:rate=10 -t 3 -c:v mpeg2video -f mpegts b.ts </dev/null && chmod 644 *.ts", k->dir);
	assert_int_equal(system(str_z(&k->arena, buf_str(&b))), 0);
	buf_clear(&b);
	buf_fmt(&b, "file://%s/a.ts", k->dir);
	good(add(k, -1, "东门", str_z(&k->arena, buf_str(&b)), &id));
	struct eye *eye = eye_new(&(struct eye_config){.core = k->core, .ffmpeg = S("/usr/bin/ffmpeg")});
	good(ctx_open(k->core, &k->arena, NULL, &x));
	good(camera_look(&x, eye, id, &p));
	assert_true(camera_jpeg(p.bytes));
	/* the same picture three times is one that stands still */
	static const enum camera_health then[] = {CAMERA_ALIVE, CAMERA_ALIVE, CAMERA_FROZEN};
	for (size_t i = 0; i < COUNT_OF(then); i++) {
		good(cameras_probe(&x, eye, true, &n));
		good(camera_read(&x, id, &c));
		assert_int_equal(c.health, then[i]);
		ctx_refresh(&x);
	}
	buf_clear(&b);
	buf_fmt(&b, "file://%s/b.ts", k->dir);
	const struct camera_new to = {.name = S("东门"), .place = S(""), .address = buf_str(&b), .state = CAMERA_ON};
	good(camera_change(&x, id, c.version, &to));
	good(cameras_probe(&x, eye, true, &n));
	good(camera_read(&x, id, &c));
	assert_int_equal(c.health, CAMERA_BLACK);
	/* the list of who looked belongs to the record */
	ctx_close(&x);
	eye_free(eye);
	assert_int_equal(findings(k), 0);
	good(store_write(k->store, spoil_job, (void *)&spoil_looks));
	assert_int_equal(findings(k), 1);
}

/* ---- a matter that names a station ------------------------------------------------------------------- */
static const char calls[] =
	"local function w(s) return { zh = s, en = s } end\n"
	"pack { 'calls', version = '1', label = w('x') }\n"
	"kind { 'call', label = w('call'), number = 'C{n:3}', title = 'title', see = { 'office' }, camera = camera { 'picture', note = 'note', station = 'station' },\n"
	"roles = { role { 'office', duty = 'supervision', relation = 'any', label = w('office') } },\n"
	"fields = { field { 'title', type = 'line', label = w('t') }, field { 'station', type = 'line', label = w('s') }, field { 'note', type = 'text', label = w('n') } },\n"
	"states = { state { 'open', first = true, label = w('open') }, state { 'shut', closed = true, label = w('shut') } },\n"
	"actions = { action { 'raise', opens = true, to = 'open', by = 'office', label = w('r'), done = w('r'), help = w('r'), form = { 'title', 'station' } },\n"
	"action { 'picture', from = 'open', by = 'office', label = w('p'), done = w('p'), help = w('p'), form = { 'note' } },\n"
	"action { 'shut', from = 'open', to = 'shut', by = 'office', label = w('c'), done = w('c'), help = w('c') } } }\n";

static int64_t raise(struct kit *k, const char *station)
{
	struct ctx x;
	struct act_result r;
	const struct arg args[] = {{S("title"), S("above its limit")}, {S("station"), str_of(station)}};
	good(ctx_open(k->core, &k->arena, NULL, &x));
	good(act(&x, &(struct act_request){.kind = &k->packs[1]->kinds[0], .action = S("raise"), .args = args, .n_args = 2}, &r));
	ctx_close(&x);
	return r.matter;
}

static void follow(struct kit *k, struct eye *eye)
{
	for (bool more = true; more;)
		good(cameras_follow(eye, &more));
	unused_arg(k);
}

static void pictures_of(struct kit *k, int64_t matter, size_t files, const char *note)
{
	struct ctx x;
	struct matter_view m;
	good(ctx_open(k->core, &k->arena, NULL, &x));
	good(matter_read(&x, matter, &m));
	assert_int_equal(m.n_evidence, files);
	str said = S("");
	for (size_t i = 0; i < m.n_fields; i++)
		if (str_eq(m.fields[i].field->name, S("note")))
			said = m.fields[i].text;
	if (str_find(said, str_of(note), 0) < 0)
		test_fails("%.*s", (int)said.n, said.p);
	ctx_close(&x);
}

static void an_alarm_has_its_pictures(void **state)
{
	struct kit *k = *state;
	static const char pixels[] = "#!/bin/sh\nprintf '\\377\\330aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\\377\\331'\n";
	int64_t id, station, first;
	struct ctx x;
	good(ctx_open(k->core, &k->arena, NULL, &x));
	good(station_add(&x, &(struct station_new){.mn = S("MN1"), .name = S("总排口"), .password = S(""), .key = S(""), .state = STATION_ON}, &station));
	ctx_close(&x);
	struct eye *eye = eye_new(&(struct eye_config){.core = k->core, .ffmpeg = script(k, pixels)});
	first = raise(k, "MN1");
	follow(k, eye); /* nothing watched it when it opened */
	good(add(k, -1, "东门", "rtsp://127.0.0.1:1/1", &id)); /* of MN1 and MN2 */
	follow(k, eye);
	pictures_of(k, first, 0, "");
	int64_t second = raise(k, "总排口 w01018"), third = raise(k, "总排口二"), fourth = raise(k, "MN9");
	follow(k, eye);
	pictures_of(k, second, 1, "SHA-256 ");
	pictures_of(k, third, 0, "");
	pictures_of(k, fourth, 0, "");
	follow(k, eye); /* once */
	pictures_of(k, second, 1, "");
	eye_free(eye);
	/* a camera that fails is noted, and stops nothing */
	eye = eye_new(&(struct eye_config){.core = k->core, .ffmpeg = script(k, "#!/bin/sh\necho 'No route to host' >&2\nexit 1\n")});
	int64_t fifth = raise(k, "MN2");
	follow(k, eye);
	pictures_of(k, fifth, 0, "连接不上");
	eye_free(eye);
	eye = eye_new(&(struct eye_config){.core = k->core, .ffmpeg = S("")});
	int64_t sixth = raise(k, "MN2");
	follow(k, eye);
	pictures_of(k, sixth, 0, "ffmpeg");
	eye_free(eye);
}

/* Who enrols a station or a camera stands in the record of the house, in either language. */
static void enrolling_is_on_record(void **state)
{
	struct kit *k = *state;
	static const str said[2][3] = {{S("修改摄像机"), S("登记摄像机"), S("登记监测站点")}, {S("camera changed"), S("camera enrolled"), S("station enrolled")}};
	int64_t camera, station, audit, next;
	struct record_row *v;
	struct ctx x;
	size_t n;
	good(ctx_open(k->core, &k->arena, NULL, &x));
	good(user_add(&x, &(struct user_new){.unit = k->unit[U_TOP], .login = S("aud"), .name = S("明鉴之"), .password = S("correct horse 7"), .duties = 1u << DUTY_AUDIT}, &audit));
	good(station_add(&x, &(struct station_new){.mn = S("MN1"), .name = S("总排口"), .password = S("secret"), .key = S(""), .state = STATION_ON}, &station));
	ctx_close(&x);
	good(add(k, -1, "东门", "rtsp://127.0.0.1:1/1", &camera));
	good(ctx_open(k->core, &k->arena, NULL, &x));
	good(camera_change(&x, camera, 1, &(struct camera_new){.name = S("西门"), .state = CAMERA_ON}));
	ctx_close(&x);
	for (enum lang lang = LANG_ZH; lang <= LANG_EN; lang++) {
		good(ctx_open(k->core, &k->arena, &(struct actor){.user = audit, .unit = k->unit[U_TOP], .duties = 1u << DUTY_AUDIT, .lang = lang}, &x));
		good(record_list(&x, &(struct record_query){.sort = S("station"), .from = DAY_NONE, .to = DAY_NONE, .limit = 20}, &v, &n, &next));
		assert_int_equal(n, 3);
		for (size_t i = 0; i < n; i++)
			same_str(v[i].what, said[lang == LANG_EN][i]);
		same_str(v[0].detail, S("西门"));
		same_str(v[1].detail, S("东门"));
		same_str(v[2].detail, S("总排口 MN1"));
		ctx_close(&x);
	}
}

static void statements(void **state)
{
	struct kit *k = *state;
	struct buf b;
	buf_init(&b, &k->arena);
	good(store_check_statements(k->store, &b));
	same_str(buf_str(&b), S(""));
}

/* With the settings of cameras, and a kind that calls for pictures. */
static int setup(void **state)
{
	int r = kit_setup(state);
	if (r)
		return r;
	struct kit *k = *state;
	kit_pack(k, "packs/cameras", "cameras", &k->packs[2]);
	good(pack_load(&k->arena, S("calls"), &(struct pack_file){S("pack.lua"), str_of(calls)}, 1, &k->packs[1]));
	kit_close(k);
	kit_open(k);
	return 0;
}
#define camera_test(fn) cmocka_unit_test_setup_teardown(fn, setup, kit_teardown)

int main(int argc, char **argv)
{
	if (argc > 1 && !strcmp(argv[1], "decoder"))
		return file_decoder_main(argc - 2, argv + 2);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses),
		cmocka_unit_test(script_holds_the_password_and_nothing_can_break_out),
		cmocka_unit_test(what_ffmpeg_says),
		cmocka_unit_test(pieces_begin_anew),
		cmocka_unit_test(no_stream_at_all),
		cmocka_unit_test(playlist),
		camera_test(kept_changed_checked),
		camera_test(without_ffmpeg_one_sentence),
		camera_test(limits_hold),
		camera_test(real_pictures),
		camera_test(an_alarm_has_its_pictures),
		camera_test(enrolling_is_on_record),
		camera_test(statements),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
