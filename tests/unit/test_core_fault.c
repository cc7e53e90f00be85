/* SPDX-License-Identifier: Apache-2.0 */
/* Death, and failure, at every fault point on the way of act, document_add and signing in: whatever was
 * acknowledged is there, and check finds nothing. Each life is a child process on a copy
 * of the same small district. LUOSHI_FAULT_ALL=1 takes every point, otherwise each 9th. */
#include "core_kit.h"

#include "core/request.h"
#include "core/sign_in_in.h"

#include <sys/stat.h>
#include <sys/wait.h>

#define TEXT "区住建局牵头，2026年12月31日前完成城北12个老旧小区改造。\n"

struct ack {
	int64_t matter, version, document;
	char token[72], spent[24]; /* a session; a recovery code that opened it */
};

static void acknowledge(int fd, struct ack a)
{
	if (write(fd, &a, sizeof a) != sizeof a)
		_exit(99);
}

static err add_document(struct kit *k, int64_t *ret, int64_t *ret_proposal)
{
	struct arena *a = &k->arena;
	struct decoded d;
	struct repaired r;
	struct extracted e;
	struct document doc;
	struct ctx x = kit_ctx(k, a, P_CHIEF);
	good(text_decode(a, S(TEXT), &d));
	text_repair(a, &d, &r);
	text_extract(a, r.text, DAY_NONE, NULL, &e);
	for (size_t i = 0; i < e.n_sentences; i++)
		e.sentences[i].kind = KIND_COMMITMENT;
	err got = document_add(&x, &(struct document_new){.file_name = S("a.txt"), .bytes = S(TEXT), .date = DAY_NONE, .decoded = &d,
		.repaired = &r, .extracted = &e, .kind = kit_kind(k)}, ret);
	if (got == OK && (got = document_read(&x, *ret, &doc)) == OK)
		*ret_proposal = doc.n_proposals ? doc.proposals[0].id : 0;
	ctx_close(&x);
	return got;
}

/* An action on a piece of the work, or with *part 0 the one that opens it. */
static err on_part(struct kit *k, int person, int64_t matter, int64_t *part, const char *action, const struct arg *args, size_t n)
{
	struct act_result done;
	struct ctx x = kit_ctx(k, &k->arena, person);
	const struct upload photo = {S("移树.txt"), S("移好了")};
	err e = act(&x, &(struct act_request){.matter = matter, .part = *part, .sort = *part ? S("") : S("assignment"), .action = str_of(action),
		.args = args, .n_args = n, .files = &photo, .n_files = *part != 0, .idempotency_key = str_of(action)}, &done);
	ctx_close(&x);
	if (e == OK)
		*part = done.part;
	return e;
}

/* A notice that moves a date, and the walk; again after a failure, as the minute trip would. */
static void notice(struct kit *k)
{
	struct ctx x;
	struct calendar_imported done;
	struct again_report r;
	for (int i = 0; i < 2; i++) {
		if (ctx_open(k->core, &k->arena, NULL, &x) != OK)
			return;
		err e = calendar_import(&x, &(struct calendar_import){.tsv = S("2026-10-09\trest\t校庆\t通知\n"), .origin = S("file")}, &done);
		ctx_close(&x);
		if (e == OK && clocks_again(k->core, 0, &r) == OK)
			return;
	}
}

static void acknowledge_session(int fd, const struct session *s, str spent)
{
	struct ack a = {0};
	snprintf(a.token, sizeof a.token, STR_FMT, STR_ARG(s->token));
	snprintf(a.spent, sizeof a.spent, STR_FMT, STR_ARG(spent));
	acknowledge(fd, a);
}

static err by_proxy(struct kit *k, struct session *ret)
{
	return sign_in(k->core, &k->arena, BY_PROXY, &(struct proof){.login = S("liuqinghe"), .address = S("a")}, ret);
}

/* A wrong password, a session, a second factor set up, a session by one of its codes. */
static void sign_ins(struct kit *k, int fd)
{
	struct session s, done;
	uint8_t key[TOTP_KEY_LEN];
	char digits[TOTP_DIGITS];
	str *codes;
	size_t n;
	if (session_begin(k->core, &k->arena, S("liuqinghe"), S("wrong"), S("a"), &s) == OK)
		_exit(97);
	if (by_proxy(k, &s) != OK)
		return;
	acknowledge_session(fd, &s, S(""));
	if (!base32_get(second_secret(k->core, &k->arena, s.token), key, sizeof key))
		_exit(96);
	totp_digits(key, sizeof key, k->now / TOTP_STEP_MS, digits);
	struct ctx x = kit_ctx(k, &k->arena, P_HOUSING);
	err e = second_enrol(&x, s.token, S(""), (str){digits, TOTP_DIGITS}, &codes, &n);
	ctx_close(&x);
	if (e != OK || by_proxy(k, &s) != OK || s.want != WANT_CODE)
		return;
	if (sign_in_step(k->core, &k->arena, s.token, BY_RECOVERY, &(struct proof){.secret = codes[0], .address = S("a")}, &done) == OK)
		acknowledge_session(fd, &done, codes[0]);
}

/* One trip; what fails is not acknowledged, and the next goes on all the same. */
static void trips(struct kit *k, int fd)
{
	int64_t document = 0, proposal = 0;
	struct act_result done = {0};
	if (add_document(k, &document, &proposal) == OK)
		acknowledge(fd, (struct ack){.document = document});
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	if (proposal && proposal_accept(&x, document, proposal, NULL, true, &done) == OK)
		acknowledge(fd, (struct ack){.matter = done.matter, .version = done.version});
	const struct arg args[] = {{S("title"), S("修路")}, {S("officer"), S("王小路")}, {S("lead"), S("区住建局")}, {S("due"), S("2026-12-31")}};
	if (act(&x, &(struct act_request){.kind = kit_kind(k), .action = S("open"), .args = args, .n_args = 4, .idempotency_key = S("k")}, &done) == OK)
		acknowledge(fd, (struct ack){.matter = done.matter, .version = done.version});
	ctx_close(&x);
	if (!done.matter)
		return;
	if (kit_do(k, P_CHIEF, done.matter, "assign", NO_ARGS, "") == OK)
		acknowledge(fd, (struct ack){.matter = done.matter, .version = 2});
	if (kit_do(k, P_HOUSING, done.matter, "sign", NO_ARGS, "") == OK)
		acknowledge(fd, (struct ack){.matter = done.matter, .version = 2});
	int64_t piece = 0;
	const struct arg given[] = {{S("title"), S("移树")}, {S("unit"), S("区教体局")}, {S("due"), S("2026-12-01")}};
	if (on_part(k, P_HOUSING, done.matter, &piece, "assign", given, 3) == OK)
		acknowledge(fd, (struct ack){.matter = done.matter, .version = 4});
	if (piece && on_part(k, P_SCHOOLS, done.matter, &piece, "sign", NO_ARGS) == OK)
		acknowledge(fd, (struct ack){.matter = done.matter, .version = 5});
	if (piece && on_part(k, P_SCHOOLS, done.matter, &piece, "finish", ARGS({S("result"), S("移了37棵")})) == OK)
		acknowledge(fd, (struct ack){.matter = done.matter, .version = 5});
	if (kit_do(k, P_HOUSING, done.matter, "report", ARGS({S("share"), S("100")}, {S("progress"), S("完")}), "") == OK)
		acknowledge(fd, (struct ack){.matter = done.matter, .version = 2});
	if (kit_do(k, P_HOUSING, done.matter, "apply_close", ARGS({S("result"), S("完工")}), "") == OK)
		acknowledge(fd, (struct ack){.matter = done.matter, .version = 2});
	notice(k);
}

static err take_request(struct kit *k, const char *outside, struct request_taken *ret)
{
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	const struct arg args[] = {{S("channel"), S("phone")}, {S("words"), S("路灯不亮")}, {S("phone"), S("13806321234")}, {S("outside"), str_of(outside)}};
	const struct arg of_matter[] = {{S("title"), S("路灯")}};
	const struct upload photo = {S("路灯.txt"), S("照片")};
	err e = request_take(&x, &(struct request_new){.kind = &k->packs[2]->kinds[0], .args = args, .n_args = COUNT_OF(args), .of_matter = of_matter,
		.n_of_matter = 1, .files = &photo, .n_files = 1, .idempotency_key = str_of(outside)}, ret);
	ctx_close(&x);
	return e;
}

/* Two requests, each sent again when its answer was lost, the second attached to the matter of the
 * first, then erased; and one without an account that is followed. */
static void requests(struct kit *k, int fd)
{
	struct request_taken t[2] = {0}, own = {0}, twice;
	struct request_public told;
	struct act_result done;
	for (int i = 0; i < 2; i++) {
		const char *name = i ? "W-2" : "W-1";
		if (take_request(k, name, &t[i]) != OK && take_request(k, name, &t[i]) != OK)
			return;
		acknowledge(fd, (struct ack){.matter = t[i].matter, .version = t[i].version});
		if (take_request(k, name, &twice) == OK && (!twice.repeated || twice.request != t[i].request))
			_exit(95);
	}
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	bool gone = request_attach(&x, t[1].matter, t[1].request, t[0].matter, S(""), &done) == OK;
	if (gone)
		acknowledge(fd, (struct ack){.matter = done.matter, .version = done.version});
	if (gone && request_erase(&x, done.matter, t[1].request, S("期限已到")) == OK)
		acknowledge(fd, (struct ack){.matter = done.matter, .version = done.version + 1});
	ctx_close(&x);
	const struct arg args[] = {{S("words"), S("下水道堵了")}};
	if (request_take_public(k->core, &k->arena, LANG_EN, S("a"), &(struct request_new){.kind = &k->packs[2]->kinds[0], .args = args, .n_args = 1}, &own) == OK &&
	    request_follow(k->core, &k->arena, LANG_EN, S("a"), own.number, own.code, &told) == OK)
		acknowledge(fd, (struct ack){.matter = own.matter, .version = own.version});
}

enum { NOTHING = 0, INJECTED = 137 };

static int quiet_open(struct kit *k)
{
	const struct store_config store = {.target = str_of(k->target), .modules = core_modules};
	const struct core_config core = {.time = &k->time, .calendar = k->calendar, .zone = k->zone, .region = KIT_REGION,
		.packs = (const struct pack *const *)k->packs, .key_file = str_of(k->key)};
	struct core_config c = core;
	if (store_open(&store, &k->store) != OK)
		return 1;
	c.store = k->store;
	if (store_migrate(k->store) != OK || core_open(&c, &k->core) != OK) {
		store_close(k->store);
		return 1;
	}
	return 0;
}

static void (*way)(struct kit *, int fd);

static int life(struct kit *k, int fd, const char *count)
{
	long met = 0;
	if (quiet_open(k) == 0) {
		way(k, fd);
		kit_close(k);
	}
	FILE *f = fopen(count, "r");
	if (f) {
		if (fscanf(f, "%ld", &met) != 1)
			met = 0;
		fclose(f);
	}
	const char *order = strchr(getenv("LUOSHI_FAULT"), '@');
	return met >= strtol(order + 1, NULL, 10) ? INJECTED : NOTHING;
}

/* Who was let in is in; what let him in does not do so again. */
static bool session_holds(struct kit *k, const struct ack *v)
{
	struct session s, done;
	if (session_find(k->core, &k->arena, str_of(v->token), &s) != OK)
		return false;
	if (!v->spent[0])
		return true;
	return by_proxy(k, &s) == OK && s.want == WANT_CODE &&
	       sign_in_step(k->core, &k->arena, s.token, BY_RECOVERY, &(struct proof){.secret = str_of(v->spent), .address = S("a")}, &done) == ERR_SIGN_IN;
}

static int look(struct kit *k, const struct ack *v, size_t n)
{
	struct buf b;
	struct check_report r;
	struct matter_view m;
	struct document d;
	struct ctx x;
	if (quiet_open(k))
		return 1;
	good(ctx_open(k->core, &k->arena, NULL, &x));
	for (size_t i = 0; i < n; i++) {
		if (v[i].matter && (matter_read(&x, v[i].matter, &m) != OK || m.row.version < v[i].version))
			return 2;
		if (v[i].document && document_read(&x, v[i].document, &d) != OK)
			return 3;
		if (v[i].token[0] && !session_holds(k, &v[i]))
			return 5;
	}
	ctx_close(&x);
	buf_init(&b, NULL);
	if (core_check(k->core, LANG_EN, &b, &r) != OK || r.findings) {
		fprintf(stderr, "%s\n", b.p ? b.p : "check failed");
		return 4;
	}
	kit_close(k);
	return 0;
}

static int in_child(struct kit *k, const char *order, const char *count, struct ack *v, size_t *n)
{
	int fd[2], status;
	assert_int_equal(pipe(fd), 0);
	*n = 0;
	pid_t child = fork();
	if (child == 0) {
		close(fd[0]);
		setenv("LUOSHI_FAULT", order, 1);
		setenv("LUOSHI_FAULT_COUNT", count, 1);
		if (!freopen("/dev/null", "w", stderr))
			_exit(98);
		_exit(life(k, fd[1], count));
	}
	close(fd[1]);
	while (*n < 16 && read(fd[0], &v[*n], sizeof *v) == (ssize_t)sizeof *v)
		++*n;
	close(fd[0]);
	waitpid(child, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}

static void copy_template(struct kit *k)
{
	char text[256];
	snprintf(text, sizeof text, "rm -rf '%s/run' && cp -r '%s/template' '%s/run'", k->dir, k->dir, k->dir);
	if (system(text) != 0)
		test_fails("%s", text);
}

static void at_every_point(struct kit *k, void (*what)(struct kit *, int), const char *how, long least)
{
	char order[32], count[96];
	struct ack v[16];
	size_t n;
	long step = getenv("LUOSHI_FAULT_ALL") ? 1 : 9, injected = 0;
	way = what;
	snprintf(count, sizeof count, "%s/count", k->dir);
	for (long at = 1 + getpid() % step;; at += step) {
		int status;
		copy_template(k);
		snprintf(order, sizeof order, "%s@%ld", how, at);
		int code = in_child(k, order, count, v, &n);
		if (code != NOTHING && code != INJECTED)
			test_fails("%s: the life ended with %d", order, code);
		pid_t child = fork();
		if (child == 0)
			_exit(look(k, v, n));
		waitpid(child, &status, 0);
		if (status)
			test_fails("%s: %zu acknowledged, the look afterwards says %d", order, n, WEXITSTATUS(status));
		injected += code == INJECTED;
		if (code != NOTHING)
			continue;
		assert_true(way != sign_ins || (v[0].token[0] && v[1].spent[0])); /* undisturbed, both came in */
		break;
	}
	assert_true(injected * step >= least); /* it really was done */
}

/* The district is made in a child too, so that the counting of points begins at 0 here. */
static int fault_setup(void **state)
{
	struct kit *k = kit_new();
	int status;
	kit_pack(k, "tests/pack/requests", "requests", &k->packs[2]);
	snprintf(k->target, sizeof k->target, "%s/template", k->dir);
	if (mkdir(k->target, 0700) != 0)
		return -1;
	snprintf(k->target, sizeof k->target, "%s/template/a.db", k->dir);
	snprintf(k->key, sizeof k->key, "%s/template/a.key", k->dir);
	char ids[96];
	snprintf(ids, sizeof ids, "%s/ids", k->dir);
	pid_t child = fork();
	if (child == 0) {
		kit_open(k);
		kit_people(k);
		kit_close(k);
		FILE *f = fopen(ids, "wb");
		if (!f || fwrite(k->unit, sizeof k->unit, 1, f) != 1 || fwrite(k->person, sizeof k->person, 1, f) != 1 || fclose(f))
			_exit(1);
		_exit(0);
	}
	waitpid(child, &status, 0);
	FILE *f = fopen(ids, "rb");
	if (status || !f || fread(k->unit, sizeof k->unit, 1, f) != 1 || fread(k->person, sizeof k->person, 1, f) != 1)
		return -1;
	fclose(f);
	snprintf(k->target, sizeof k->target, "%s/run/a.db", k->dir);
	snprintf(k->key, sizeof k->key, "%s/run/a.key", k->dir);
	*state = k;
	return 0;
}

static int fault_teardown(void **state)
{
	kit_free(*state);
	return 0;
}

static void death_at_every_point_loses_nothing(void **state)
{
	at_every_point(*state, trips, "die", 60);
	at_every_point(*state, sign_ins, "die", 20);
	at_every_point(*state, requests, "die", 40);
}

static void failure_at_every_point_loses_nothing(void **state)
{
	at_every_point(*state, trips, "fail", 60);
	at_every_point(*state, sign_ins, "fail", 20);
	at_every_point(*state, requests, "fail", 40);
}

int main(void)
{
#ifndef LUOSHI_FAULTS
	printf("1..0 # SKIP this build has no fault points (-Dfaults=true)\n");
	return 0;
#endif
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(death_at_every_point_loses_nothing, fault_setup, fault_teardown),
		cmocka_unit_test_setup_teardown(failure_at_every_point_loses_nothing, fault_setup, fault_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
