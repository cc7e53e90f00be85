/* SPDX-License-Identifier: Apache-2.0 */
/* Media servers: what they are asked, what their answers mean, where streams are played, the table against its events. */
#define KIT_MODULES monitor_modules
#include "core_kit.h"

#include "core/told.h"
#include "monitor/media.h"
#include "monitor/monitor.h"

#define refused(call, code, key) (assert_int_equal((call), (code)), same_str(str_of(fail_key()), S(key)))

/* ---- pure ------------------------------------------------------------------------------------------- */
static void asked(void **state)
{
	unused_arg(state);
	static const struct {
		const char *kind, *list, *list_body, *picture, *picture_body, *pull, *pull_body;
	} row[] = {
		{"zlmediakit", "/index/api/getMediaList", "schema=rtsp", "/index/api/getSnap", "url=rtsp%3A%2F%2Fh%2Fa%2Fb&timeout_sec=7&expire_sec=0",
		 "/index/api/addStreamProxy", "vhost=__defaultVhost__&app=a&stream=b%2B%E8%A5%BF&url=rtsp%3A%2F%2Fx%2F1&rtp_type=0"},
		{"mediamtx", "/v3/paths/list?itemsPerPage=500&page=2", "", NULL, NULL, "/v3/config/paths/add/a/b%2B%E8%A5%BF", "{\"source\":\"rtsp://x/1\",\"sourceOnDemand\":true}"},
		{"srs", "/api/v1/streams/?start=1000&count=500", "", NULL, NULL, NULL, NULL},
		{"go2rtc", "/api/streams", "", "/api/frame.jpeg?src=a%2Fb%2B%E8%A5%BF", "", "/api/streams?src=rtsp%3A%2F%2Fx%2F1&name=a%2Fb%2B%E8%A5%BF", ""},
	};
	assert_int_equal(COUNT_OF(row), media_kinds_n);
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		const struct media_kind *k = media_kind_of(str_of(row[i].kind));
		struct buf t, b;
		buf_init(&t, NULL), buf_init(&b, NULL);
		k->list(&t, &b, 2);
		same_str(buf_str(&t), str_of(row[i].list)), same_str(buf_str(&b), str_of(row[i].list_body));
		buf_clear(&t), buf_clear(&b);
		assert_int_equal(k->picture != NULL, row[i].picture != NULL);
		if (k->picture && k->picture(&t, &b, S("a/b+西"), S("rtsp://h/a/b"), 7))
			same_str(buf_str(&t), str_of(row[i].picture)), same_str(buf_str(&b), str_of(row[i].picture_body));
		buf_clear(&t), buf_clear(&b);
		assert_int_equal(k->pull != NULL, row[i].pull != NULL);
		if (k->pull && k->pull(&t, &b, S("a/b+西"), S("rtsp://x/1")))
			same_str(buf_str(&t), str_of(row[i].pull)), same_str(buf_str(&b), str_of(row[i].pull_body));
		buf_done(&t), buf_done(&b);
	}
	struct buf t, b;
	buf_init(&t, NULL), buf_init(&b, NULL);
	assert_false(media_kinds[0].pull(&t, &b, S("noslash"), S("rtsp://x/1")));
	media_body_secret(&b, S("a&b=c"));
	same_str(buf_str(&b), S("secret=a%26b%3Dc"));
	buf_done(&t), buf_done(&b);
	assert_null(media_kind_of(S("wowza")));
}

static void answers(void **state)
{
	unused_arg(state);
	static const struct {
		const char *kind, *answer;
		enum media_said said;
		const char *names; /* with + when it comes */
		size_t odd;
	} row[] = {
		{"zlmediakit", "{\"code\":0,\"data\":[{\"app\":\"live\",\"stream\":\"b\",\"vhost\":\"__defaultVhost__\"},{\"app\":\"live\",\"stream\":\"a/x\",\"vhost\":\"v.cn\"}]}",
		 MEDIA_SAID, "live/a/x?vhost=v.cn+ live/b+ ", 0},
		{"zlmediakit", "{\"code\":0}", MEDIA_SAID, "", 0},
		{"zlmediakit", "{\"code\":0,\"data\":[{\"app\":\"live\"},7,{\"app\":\"a\",\"stream\":\"\\n\"}]}", MEDIA_SAID, "", 3},
		{"zlmediakit", "{\"code\":-100,\"msg\":\"x\"}", MEDIA_REFUSED, "", 0},
		{"zlmediakit", "{\"code\":-1}", MEDIA_UNREADABLE, "", 0},
		{"zlmediakit", "{\"code\":0,\"data\":{}}", MEDIA_UNREADABLE, "", 0},
		{"mediamtx", "{\"items\":[{\"name\":\"a\",\"ready\":true},{\"name\":\"b\",\"ready\":true,\"available\":true,\"online\":false},{\"name\":\"/c\"},{\"name\":\"a\"}]}",
		 MEDIA_SAID, "a+ b ", 1},
		{"mediamtx", "{\"status\":\"error\"}", MEDIA_UNREADABLE, "", 0},
		{"srs", "{\"code\":0,\"streams\":[{\"app\":\"live\",\"name\":\"x\",\"publish\":{\"active\":true,\"cid\":\"1\"}},{\"app\":\"live\",\"name\":\"y\",\"publish\":{\"active\":false}}]}",
		 MEDIA_SAID, "live/x+ live/y ", 0},
		{"srs", "{\"code\":1061}", MEDIA_UNREADABLE, "", 0},
		{"go2rtc", "{\"e\":{\"producers\":[{\"url\":\"rtsp://u:p@h\"}],\"consumers\":null},\"w\":{\"producers\":[{\"remote_addr\":\"1\"}]},\"n\":{\"producers\":null}}",
		 MEDIA_SAID, "e n w+ ", 0},
		{"go2rtc", "{\"e\":3}", MEDIA_UNREADABLE, "", 0},
		{"go2rtc", "[]", MEDIA_UNREADABLE, "", 0},
		{"go2rtc", "{\"e\":{},\"e\":{}}", MEDIA_UNREADABLE, "", 0},
		{"go2rtc", "", MEDIA_UNREADABLE, "", 0},
		{"go2rtc", "{\"e\":{}} x", MEDIA_UNREADABLE, "", 0},
	};
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		struct arena a;
		struct media_list l = {0};
		struct buf b;
		arena_init(&a);
		buf_init(&b, &a);
		assert_int_equal(media_list_read(&a, media_kind_of(str_of(row[i].kind)), str_of(row[i].answer), &l), row[i].said);
		media_list_sort(&l);
		for (size_t k = 0; row[i].said == MEDIA_SAID && k < l.v.n; k++)
			buf_fmt(&b, STR_FMT "%s ", STR_ARG(l.v.v[k].name), l.v.v[k].live ? "+" : "");
		if (b.n)
			same_str(buf_str(&b), str_of(row[i].names));
		else
			assert_string_equal(row[i].names, "");
		assert_int_equal(l.odd, row[i].odd);
		arena_done(&a);
	}
	char jpeg[200] = "\xff\xd8";
	memcpy(jpeg + 198, "\xff\xd9", 2);
	assert_int_equal(media_picture_said((str){jpeg, sizeof jpeg}), CAMERA_ALIVE);
	assert_int_equal(media_picture_said(S("{\"code\":-100}")), CAMERA_REFUSED);
	assert_int_equal(media_picture_said(S("{\"code\":-300}")), CAMERA_NO_PICTURE);
	assert_int_equal(media_picture_said(S("\x89PNG")), CAMERA_NO_PICTURE); /* the logo that ZLMediaKit shows instead */
	assert_int_equal(media_pull_said(&media_kinds[0], S("{\"code\":-100}")), MEDIA_REFUSED);
	assert_int_equal(media_pull_said(&media_kinds[1], S("")), MEDIA_SAID);
}

static void no_more_than_bounded(void **state)
{
	unused_arg(state);
	struct arena a;
	struct media_list l = {0};
	struct buf b;
	arena_init(&a);
	buf_init(&b, &a);
	buf_z(&b, "{\"items\":[");
	for (int i = 0; i < MEDIA_STREAMS_MOST + 10; i++)
		buf_fmt(&b, "%s{\"name\":\"s%d\"}", i ? "," : "", i);
	buf_z(&b, "]}");
	assert_int_equal(media_list_read(&a, media_kind_of(S("mediamtx")), buf_str(&b), &l), MEDIA_SAID);
	assert_int_equal(l.v.n, MEDIA_STREAMS_MOST);
	assert_int_equal(l.came, MEDIA_STREAMS_MOST + 10);
	arena_done(&a);
}

static void played(void **state)
{
	unused_arg(state);
	static const struct {
		const char *kind, *address, *play, *stream, *want;
	} row[] = {
		{"zlmediakit", "http://10.1.2.3:8880", "", "live/东门", "rtsp://10.1.2.3:554/live/%E4%B8%9C%E9%97%A8"},
		{"zlmediakit", "https://m.cn/x", "", "live/a?vhost=v.cn", "rtsp://m.cn:554/live/a?vhost=v.cn"},
		{"mediamtx", "http://[fd00::1]:9997", "", "hall/1", "rtsp://[fd00::1]:8554/hall/1"},
		{"mediamtx", "http://10.1.2.3:9997", "rtsps://10.1.2.4:8322", "hall'/1", "rtsps://10.1.2.4:8322/hall%27/1"},
		{"srs", "http://10.1.2.3:1985/", "", "live/a", "http://10.1.2.3:8080/live/a.flv"},
		{"go2rtc", "http://10.1.2.3:1984", "", "a b", "rtsp://10.1.2.3:8554/a%20b"},
	};
	struct arena a;
	arena_init(&a);
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		str p = media_play(&a, media_kind_of(str_of(row[i].kind)), str_of(row[i].address), str_of(row[i].play), str_of(row[i].stream));
		same_str(p, str_of(row[i].want));
		good(camera_address_check(p, false));
	}
	same_str(media_source(&a, S("rtsp://h/1"), S("ad:m"), S("p@ /")), S("rtsp://ad%3Am:p%40%20%2F@h/1"));
	same_str(media_source(&a, S("rtsp://h/1"), S(""), S("x")), S("rtsp://h/1"));
	good(media_play_check(S("")));
	good(media_play_check(S("rtsp://10.1.2.3:8554")));
	assert_int_equal(media_play_check(S("rtsp://10.1.2.3:8554/x")), ERR_INPUT);
	assert_int_equal(media_play_check(S("rtsp://a:b@10.1.2.3")), ERR_INPUT);
	assert_int_equal(media_address_check(S("http://10.1.2.3/?x")), ERR_INPUT);
	assert_int_equal(media_address_check(S("ftp://10.1.2.3/")), ERR_INPUT);
	good(media_address_check(S("http://127.0.0.1:9997/base")));
	arena_done(&a);
}

/* ---- the table -------------------------------------------------------------------------------------- */
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
	return exec(c, (const struct stmt *)arg, VALS(V_INT(KIT_REGION)), NULL);
}
STMT(spoil_shown, "UPDATE media SET shown = 'http://10.9.9.9' WHERE region = $1");
STMT(spoil_all, "DELETE FROM media WHERE region = $1");

static void opened(struct kit *k, int person, struct ctx *x)
{
	static struct actor who;
	who = kit_actor(k, person);
	good(ctx_open(k->core, &k->arena, &who, x));
}

static void kept_changed_checked(void **state)
{
	struct kit *k = *state;
	struct ctx x;
	struct media m, *v;
	int64_t id, other;
	size_t n;
	struct media_new to = {.name = S("平台"), .kind = S("mediamtx"), .address = S("http://10.1.2.3:9997"), .user = S("ops"), .secret = S("geheim"), .on = true};
	opened(k, P_CLERK, &x);
	refused(media_add(&x, &to, &id), ERR_DENIED, "only the environment office and the system administrator may do this");
	ctx_close(&x);
	opened(k, P_ADMIN, &x);
	good(media_add(&x, &to, &id));
	refused(media_add(&x, &to, &other), ERR_INPUT, "there is a media server called {0} already");
	struct media_new nameless = {.name = S("二"), .kind = S("srs"), .address = S("http://10.1.2.3"), .secret = S("x")};
	refused(media_add(&x, &nameless, &other), ERR_INPUT, "a server of the kind {0} wants a name together with its secret");
	good(media_servers(&x, &v, &n));
	assert_int_equal(n, 1);
	good(media_read(&x, id, &m));
	same_str(m.shown, S("http://10.1.2.3:9997"));
	assert_true(m.has_secret && m.on);
	refused(media_change(&x, id, 7, &to), ERR_CONFLICT, "somebody changed this media server meanwhile; look at it again");
	/* the same address keeps the secret, another does not take it along */
	to.user = to.secret = STR_NONE;
	good(media_change(&x, id, 1, &to));
	good(media_read(&x, id, &m));
	assert_true(m.has_secret && m.version == 2);
	to.address = S("http://10.1.2.4:9997");
	good(media_change(&x, id, 2, &to));
	good(media_read(&x, id, &m));
	assert_true(!m.has_secret);
	ctx_close(&x);
	assert_int_equal(findings(k), 0);
	good(store_write(k->store, spoil_job, (void *)&spoil_shown));
	assert_int_equal(findings(k), 1);
	good(store_write(k->store, spoil_job, (void *)&spoil_all));
	assert_int_equal(findings(k), 1);
}

static void streams_become_cameras(void **state)
{
	struct kit *k = *state;
	struct ctx x;
	struct camera c, *v;
	int64_t id, count, camera;
	size_t n;
	static const str some[] = {S("hall/1"), S("hall/2"), S("hall/1")}, bad[] = {S("hall/3"), S("\n")};
	struct media_new to = {.name = S("平台"), .kind = S("mediamtx"), .address = S("http://10.1.2.3:9997"), .on = true};
	opened(k, P_ADMIN, &x);
	good(media_add(&x, &to, &id));
	good(camera_add(&x, &(struct camera_new){.name = S("hall/2"), .place = S(""), .address = S("rtsp://10.8.8.8/1"), .state = CAMERA_ON}, &camera));
	refused(media_enrol(&x, id, &(struct media_enrolment){.streams = bad, .n = 2}, &count), ERR_INPUT, "“{0}” cannot be the name of a stream");
	good(camera_list(&x, &v, &n));
	assert_int_equal(n, 1); /* none of them, not the first */
	good(media_enrol(&x, id, &(struct media_enrolment){.streams = some, .n = 3, .user = S("play"), .password = S("p")}, &count));
	assert_int_equal(count, 2);
	good(media_enrol(&x, id, &(struct media_enrolment){.streams = some, .n = 3}, &count));
	assert_int_equal(count, 0);
	good(camera_named(&x, S("平台 hall/2"), &c)); /* the name of the stream was taken */
	assert_true(c.has_password);
	same_str(c.shown, S("rtsp://10.1.2.3:8554"));
	/* a server that is not in use is not asked */
	to.on = false;
	to.address = STR_NONE;
	good(media_change(&x, id, 1, &to));
	refused(media_enrol(&x, id, &(struct media_enrolment){.streams = some, .n = 1}, &count), ERR_INPUT, "the media server {0} is not in use");
	ctx_close(&x);
	assert_int_equal(findings(k), 0);
}

static void statements(void **state)
{
	struct kit *k = *state;
	struct buf b;
	buf_init(&b, &k->arena);
	good(store_check_statements(k->store, &b));
	same_str(buf_str(&b), S(""));
}

#define media_test(fn) cmocka_unit_test_setup_teardown(fn, kit_setup, kit_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(asked),
		cmocka_unit_test(answers),
		cmocka_unit_test(no_more_than_bounded),
		cmocka_unit_test(played),
		media_test(kept_changed_checked),
		media_test(streams_become_cameras),
		media_test(statements),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
