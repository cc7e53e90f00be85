/* SPDX-License-Identifier: Apache-2.0 */
/* Personal data: the notice by version, the list of fields, revealing, exports on record, and
 * destruction by class: after the term no byte of the value is in the files of the database, in
 * the plain or in the usual encodings, and none ever was. check runs after every test. */
#define KIT_MODULES privacy_test_modules
#include "core_kit.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "core/privacy.h"
#include "core/request.h"
#include "core/search.h"
#include "core/told.h"

#define L(zh, en) "{ zh = \"" zh "\", en = \"" en "\" }"
static const char asked_pack[] =
	"pack { \"asked\", version = \"1\", label = " L("来访", "Asked") " }\n"
	"kind { \"asked\", label = " L("来访", "Visit") ", number = \"访〔{year}〕{n:4}\", title = \"title\", lead = \"lead\", see = { \"office\", \"lead\", \"assist\" },\n"
	" roles = { role { \"office\", duty = \"supervision\", relation = \"any\", label = " L("督查室", "Office") " },\n"
	"  role { \"assist\", duty = \"head\", relation = \"lead\", label = " L("负责人", "Head") " },\n"
	"  role { \"lead\", duty = \"liaison\", relation = \"lead\", label = " L("承办", "Lead") " } },\n"
	" fields = { field { \"title\", type = \"line\", list = true, label = " L("事项", "Title") " }, field { \"lead\", type = \"unit\", label = " L("单位", "Unit") " },\n"
	"  field { \"phone\", type = \"line\", label = " L("电话", "Phone") ", personal = true, purpose = \"回访\", data_class = \"contact\", see = \"office\", mask = true, reveal = \"lead\" },\n"
	"  field { \"words\", type = \"text\", label = " L("原话", "Words") ", personal = true, purpose = \"办理\", data_class = \"words\" } },\n"
	" states = { state { \"open\", first = true, label = " L("在办", "Open") " }, state { \"done\", closed = true, label = " L("办结", "Done") " } },\n"
	" parts = { part { \"contact\", label = " L("诉求", "Contact") ", title = \"what\",\n"
	"   fields = { field { \"what\", type = \"line\", label = " L("摘要", "What") " },\n"
	"    field { \"phone\", type = \"line\", label = " L("电话", "Phone") ", personal = true, purpose = \"回访\", data_class = \"contact\", see = \"office\", mask = true },\n"
	"    field { \"who\", type = \"line\", label = " L("姓名", "Name") ", personal = true, purpose = \"称呼\", data_class = \"identity\", see = \"office\", mask = true },\n"
	"    field { \"words\", type = \"text\", label = " L("原话", "Words") ", personal = true, purpose = \"办理\", data_class = \"words\" } },\n"
	"   states = { state { \"here\", first = true, label = " L("在办", "Here") " }, state { \"gone\", closed = true, label = " L("完成", "Gone") " } },\n"
	"   actions = { action { \"take\", opens = true, to = \"here\", by = \"office\", label = " L("受理", "Take") ", done = " L("受理", "taken") ", help = " L("受理", "Take") ",\n"
	"     form = { { \"what\", required = true }, \"phone\", \"who\", \"words\" } },\n"
	"    action { \"mend\", from = \"here\", by = { \"office\", \"lead\" }, label = " L("更正", "Mend") ", done = " L("更正", "mended") ", help = " L("更正", "Mend") ", form = { \"phone\", \"words\" } },\n"
	"    action { \"end\", from = \"here\", to = \"gone\", by = \"office\", label = " L("完成", "End") ", done = " L("完成", "ended") ", help = " L("完成", "End") " } } } },\n"
	" actions = { action { \"open\", opens = true, to = \"open\", by = \"office\", label = " L("登记", "Open") ", done = " L("登记", "opened") ", help = " L("登记", "Open") ",\n"
	"   form = { { \"title\", required = true }, { \"lead\", required = true }, \"phone\", \"words\" } },\n"
	"  action { \"note\", from = \"open\", by = \"lead\", label = " L("记一笔", "Note") ", done = " L("记一笔", "noted") ", help = " L("记一笔", "Note") ", form = { \"words\" } },\n"
	"  action { \"close\", from = \"open\", to = \"done\", by = \"office\", label = " L("办结", "Close") ", done = " L("办结", "closed") ", help = " L("办结", "Close") " } } }\n";

#define MONTHS(n) ((n) * 31 * KIT_DAY)
#define PHONE "13790041557"
#define PHONE_OLD "13790041999"
#define WHO "欧阳惊鸿"
#define WORDS "夜里三点烧烤摊还在放音响"
#define PICTURE "picture-of-8f3a77c0de-with-a-face"
#define FILE_NAME "惊鸿家门口.jpg"

static int privacy_setup(void **state)
{
	struct kit *k = kit_place();
	const struct pack_file f = {S("pack.lua"), {asked_pack, sizeof asked_pack - 1}};
	good(pack_load(&k->arena, S("asked"), &f, 1, &k->packs[1]));
	kit_pack(k, "packs/privacy", "privacy", &k->packs[2]);
	kit_open(k);
	kit_people(k);
	*state = k;
	return 0;
}
#define privacy_test(f) cmocka_unit_test_setup_teardown(f, privacy_setup, kit_teardown)

static err do_it(struct kit *k, int person, int64_t matter, int64_t part, const char *sort, const char *action, const struct arg *args, size_t n, bool photo, struct act_result *ret)
{
	struct arena a;
	struct act_result done = {0};
	arena_init(&a);
	struct ctx x = kit_ctx(k, &a, person);
	const struct upload file = {S(FILE_NAME), S(PICTURE)};
	err e = act(&x, &(struct act_request){.kind = matter ? NULL : &k->packs[1]->kinds[0], .matter = matter, .part = part, .sort = str_of(sort),
		.action = str_of(action), .args = args, .n_args = n, .files = &file, .n_files = photo}, &done);
	ctx_close(&x);
	arena_done(&a);
	if (ret)
		*ret = done;
	return e;
}

/* A matter with personal values of its own, and a part with others, one of them mended, and a photograph. */
static int64_t asked(struct kit *k, int64_t *ret_part)
{
	struct act_result m, p;
	good(do_it(k, P_CHIEF, 0, 0, "", "open", ARGS({S("title"), S("占道经营")}, {S("lead"), kit_id(&k->arena, k->unit[U_ROADS])},
		{S("phone"), S(PHONE)}, {S("words"), S(WORDS)}), false, &m));
	good(do_it(k, P_CHIEF, m.matter, 0, "contact", "take", ARGS({S("what"), S("烧烤摊")}, {S("phone"), S(PHONE_OLD)}, {S("who"), S(WHO)},
		{S("words"), S(WORDS)}), true, &p));
	good(do_it(k, P_CHIEF, m.matter, p.part, "", "mend", ARGS({S("phone"), S(PHONE)}), false, NULL));
	*ret_part = p.part;
	return m.matter;
}

static void close_it(struct kit *k, int64_t matter)
{
	good(do_it(k, P_CHIEF, matter, 0, "", "close", NULL, 0, false, NULL));
}

static struct destroyed_sum night(struct kit *k)
{
	struct destroyed_sum sum;
	good(privacy_due(k->core, &sum));
	return sum;
}

/* ---- the bytes ----------------------------------------------------------------------------- */
static void put_hex(struct buf *b, str s, bool upper)
{
	for (size_t i = 0; i < s.n; i++)
		buf_fmt(b, upper ? "%02X" : "%02x", (unsigned char)s.p[i]);
}

static void put_utf16(struct buf *b, str s, bool big)
{
	for (size_t i = 0; i < s.n;) {
		uint32_t c = (unsigned char)s.p[i];
		int more = c < 0x80 ? 0 : c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;
		c &= more ? 0x3fu >> more : 0x7fu;
		for (i++; more; more--)
			c = c << 6 | ((unsigned char)s.p[i++] & 0x3fu);
		assert_true(c < 0x10000);
		buf_byte(b, (char)(big ? c >> 8 : c));
		buf_byte(b, (char)(big ? c : c >> 8));
	}
}

/* Base64 of the middle, whatever stands before it: the three ways it can lie. */
static void put_base64(struct buf *b, str s, size_t skip)
{
	static const char digit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	for (size_t i = skip; i + 3 <= s.n; i += 3) {
		uint32_t v = (uint32_t)(unsigned char)s.p[i] << 16 | (uint32_t)(unsigned char)s.p[i + 1] << 8 | (unsigned char)s.p[i + 2];
		for (int k = 18; k >= 0; k -= 6)
			buf_byte(b, digit[v >> k & 63]);
	}
}

static size_t forms_of(struct arena *a, str s, str ret[9])
{
	struct buf b[8];
	for (size_t i = 0; i < 8; i++)
		buf_init(&b[i], a);
	put_hex(&b[0], s, false);
	put_hex(&b[1], s, true);
	put_utf16(&b[2], s, false);
	put_utf16(&b[3], s, true);
	put_base64(&b[4], s, 0);
	put_base64(&b[5], s, 1);
	put_base64(&b[6], s, 2);
	ret[0] = s;
	for (size_t i = 0; i < 7; i++)
		ret[i + 1] = buf_str(&b[i]);
	return 8;
}

static size_t files_looked;
static void scan_file(const char *path, const str *v, size_t n, const char **ret_where)
{
	struct arena a;
	struct stat st;
	arena_init(&a);
	if (stat(path, &st) == 0 && st.st_size > 0) {
		str bytes = kit_file(&a, path);
		files_looked++;
		for (size_t i = 0; i < n && !*ret_where; i++)
			if (memmem(bytes.p, bytes.n, v[i].p, v[i].n))
				*ret_where = strdup(path);
	}
	arena_done(&a);
}

static void scan_dir(const char *dir, const str *v, size_t n, const char **ret_where)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	while (d && (e = readdir(d))) {
		char path[1024];
		struct stat st;
		if (e->d_name[0] == '.')
			continue;
		snprintf(path, sizeof path, "%s/%s", dir, e->d_name);
		if (lstat(path, &st) != 0)
			continue;
		if (S_ISDIR(st.st_mode))
			scan_dir(path, v, n, ret_where);
		else if (S_ISREG(st.st_mode))
			scan_file(path, v, n, ret_where);
	}
	if (d)
		closedir(d);
}

#ifdef KIT_POSTGRES
static PGconn *pg(struct kit *k)
{
	PGconn *c = PQconnectdb(k->target);
	assert_int_equal(PQstatus(c), CONNECTION_OK);
	return c;
}

/* The files of the server, its log with them, after a checkpoint. */
static void place_of_files(struct kit *k, char *ret, size_t n)
{
	PGconn *c = pg(k);
	PQclear(PQexec(c, "CHECKPOINT"));
	PGresult *r = PQexec(c, "SHOW data_directory");
	snprintf(ret, n, "%s", PQgetvalue(r, 0, 0));
	PQclear(r);
	PQfinish(c);
}
#else
static void place_of_files(struct kit *k, char *ret, size_t n)
{
	snprintf(ret, n, "%s", k->dir);
}
#endif

static void nowhere(struct kit *k, str value)
{
	str form[9] = {value};
	char dir[512];
	const char *where = NULL;
	size_t n = utf8_valid(value) == value.n ? forms_of(&k->arena, value, form) : 1; /* a key is no text */
	place_of_files(k, dir, sizeof dir);
	files_looked = 0;
	scan_dir(dir, form, n, &where);
	assert_true(files_looked > 1);
	if (where)
		test_fails("“%.*s” stands in %s", n > 1 ? (int)value.n : 0, value.p, where);
}

static void none_of_it_anywhere(struct kit *k)
{
	static const char *const secret[] = {PHONE, PHONE_OLD, WHO, WORDS, PICTURE, FILE_NAME};
	for (size_t i = 0; i < COUNT_OF(secret); i++)
		nowhere(k, str_of(secret[i]));
}

STMT(wrapped_now, "SELECT wrapped FROM key_seal WHERE region = $1 AND owner = $2");
static const struct stmt *const wrapped_stmts[] = {&wrapped_now, NULL};
static const struct module wrapped_module = {.name = "test_privacy", .stmts = wrapped_stmts};
const struct module *const privacy_test_modules[] = {&wrapped_module, NULL};

static str wrapped_key(struct kit *k, int64_t owner)
{
	struct conn *c;
	struct rows *r;
	bool found;
	good(store_read_begin(k->store, &c));
	good(query_one(c, &wrapped_now, VALS(V_INT(KIT_REGION), V_INT(owner)), &r, &found));
	str v = found ? row_copy(r, 0, &k->arena) : S("");
	store_read_end(c);
	return v;
}

/* ---- reading -------------------------------------------------------------------------------- */
static struct matter_view view_of(struct kit *k, int person, int64_t matter)
{
	struct matter_view v;
	struct ctx x = kit_ctx(k, &k->arena, person);
	good(matter_read(&x, matter, &v));
	ctx_close(&x);
	return v;
}

static str said_in(const struct value *v, size_t n, const char *field)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].field->name, str_of(field)))
			return v[i].text;
	return S("");
}

static void same_values(struct kit *k, int64_t matter, const char *phone, const char *who, const char *words)
{
	struct matter_view v = view_of(k, P_CHIEF, matter);
	same_str(said_in(v.fields, v.n_fields, "phone"), str_of(phone));
	same_str(said_in(v.parts[0].fields, v.parts[0].n_fields, "phone"), str_of(phone));
	same_str(said_in(v.parts[0].fields, v.parts[0].n_fields, "who"), str_of(who));
	same_str(said_in(v.parts[0].fields, v.parts[0].n_fields, "words"), str_of(words));
	same_str(said_in(v.fields, v.n_fields, "words"), str_of(words));
}

/* ---- tests ----------------------------------------------------------------------------------- */
static void values_stand_in_no_file_even_before(void **state)
{
	struct kit *k = *state;
	int64_t part;
	asked(k, &part);
	none_of_it_anywhere(k);
}

static void each_class_goes_at_its_own_time(void **state)
{
	struct kit *k = *state;
	int64_t part, m = asked(k, &part);
	k->now += MONTHS(40); /* open matters keep theirs, however old */
	assert_int_equal(night(k).values, 0);
	same_values(k, m, PHONE, WHO, WORDS);
	close_it(k, m);
	k->now += MONTHS(11);
	assert_int_equal(night(k).values, 0);
	str key = wrapped_key(k, m);
	k->now += MONTHS(2);
	struct destroyed_sum sum = night(k);
	assert_int_equal(sum.values, 4); /* the phone, that of the part before and after, the name */
	assert_int_equal(sum.files, 0);
	same_values(k, m, "erased", "erased", WORDS);
	assert_false(str_eq(key, wrapped_key(k, m)));
#ifndef KIT_POSTGRES
	nowhere(k, key);
#endif
	assert_int_equal(night(k).values, 0);
	k->now += MONTHS(30);
	sum = night(k);
	assert_int_equal(sum.values, 2);
	assert_int_equal(sum.files, 1);
	same_values(k, m, "erased", "erased", "erased");
	struct matter_view v = view_of(k, P_CHIEF, m);
	same_str(v.evidence[0].name, S("erased"));
	none_of_it_anywhere(k);
}

static void what_was_destroyed_is_on_record(void **state)
{
	struct kit *k = *state;
	struct destroyed_row *v;
	size_t n;
	int64_t part, next, m = asked(k, &part);
	close_it(k, m);
	k->now += MONTHS(13);
	night(k);
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(destroyed_list(&x, 0, 50, &v, &n, &next));
	ctx_close(&x);
	assert_int_equal(n, 3); /* contact of the matter and of the part, identity of the part */
	int64_t values = 0;
	for (size_t i = 0; i < n; i++) {
		values += v[i].values;
		assert_int_equal(v[i].matter, m);
		assert_true(str_eq(v[i].rule, str_eq(v[i].class, S("contact")) ? S("keep_contact_months=12") : S("keep_identity_months=12")));
	}
	assert_int_equal(values, 4);
	struct ctx other = kit_ctx(k, &k->arena, P_ROADS);
	assert_int_equal(destroyed_list(&other, 0, 50, &v, &n, &next), ERR_DENIED);
	ctx_close(&other);
}

/* Destroying is no news: lists by change keep their order, and the other terms do not begin anew. */
static void destroying_is_no_news(void **state)
{
	struct kit *k = *state;
	int64_t part, m = asked(k, &part);
	close_it(k, m);
	ms_t changed = view_of(k, P_CHIEF, m).row.changed;
	k->now += MONTHS(13);
	night(k);
	assert_true(view_of(k, P_CHIEF, m).row.changed == changed);
}

static day_t today(struct kit *k)
{
	return zone_day(k->zone, k->now);
}

static void a_term_of_zero_has_no_end(void **state)
{
	struct kit *k = *state;
	int64_t part, m = asked(k, &part);
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(setting_set(&x, &(struct setting_request){.name = S("privacy.keep_contact_months"), .value = S("0"), .reason = S("诉讼保全"), .from = today(k)}));
	ctx_close(&x);
	close_it(k, m);
	k->now += MONTHS(50);
	night(k);
	same_values(k, m, PHONE, "erased", "erased");
}

#ifndef KIT_POSTGRES
/* Lives of their own, each a child on a copy of the same district; what they all know of it. */
static struct {
	int64_t matter, part;
} made;

static int in_child(struct kit *k, const char *order, int (*life)(struct kit *))
{
	int status;
	pid_t child = fork();
	if (child == 0) {
		if (order) {
			setenv("LUOSHI_FAULT", order, 1);
			if (!freopen("/dev/null", "w", stderr))
				_exit(98);
		}
		_exit(life(k));
	}
	waitpid(child, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}

static int make_template(struct kit *k)
{
	char path[128];
	kit_open(k);
	kit_people(k);
	made.matter = asked(k, &made.part);
	close_it(k, made.matter);
	kit_close(k);
	snprintf(path, sizeof path, "%s/made", k->dir);
	FILE *f = fopen(path, "wb");
	if (!f || fwrite(&made, sizeof made, 1, f) != 1 || fwrite(k->person, sizeof k->person, 1, f) != 1 || fwrite(k->unit, sizeof k->unit, 1, f) != 1)
		return 1;
	return fclose(f);
}

static bool opens(struct kit *k)
{
	const struct store_config store = {.target = str_of(k->target), .modules = kit_modules(k)};
	struct core_config core = {.time = &k->time, .calendar = k->calendar, .zone = k->zone, .region = KIT_REGION,
		.packs = (const struct pack *const *)k->packs, .key_file = str_of(k->key)};
	if (store_open(&store, &k->store) != OK)
		return false;
	core.store = k->store;
	return store_migrate(k->store) == OK && core_open(&core, &k->core) == OK;
}

enum { WHOLE = 0, FAILED = 7, DIED = 137 };
static int life_of_a_night(struct kit *k)
{
	struct destroyed_sum sum;
	if (!opens(k))
		return FAILED;
	err e = privacy_due(k->core, &sum);
	kit_close(k);
	return e == OK ? WHOLE : FAILED;
}

static int look(struct kit *k)
{
	struct destroyed_sum sum;
	kit_open(k);
	struct matter_view v = view_of(k, P_CHIEF, made.matter);
	str phone = said_in(v.parts[0].fields, v.parts[0].n_fields, "phone"), own = said_in(v.fields, v.n_fields, "phone");
	if (!str_eq(phone, own) || !(str_eq(phone, S(PHONE)) || str_eq(phone, S("erased"))))
		return 2; /* neither as before nor gone */
	kit_check(k);
	if (privacy_due(k->core, &sum) != OK)
		return 3;
	same_values(k, made.matter, "erased", "erased", "erased");
	kit_check(k);
	none_of_it_anywhere(k);
	kit_close(k);
	char blobs[160];
	snprintf(blobs, sizeof blobs, "find '%s/run' -path '*blobs*' -type f | grep -q .", k->dir);
	return system(blobs) == 0 ? 4 : 0; /* the bytes of the photograph are gone as well */
}

static void at_every_point(struct kit *k, const char *how, long least)
{
	char order[32], copy[256];
	long injected = 0, step = getenv("LUOSHI_FAULT_ALL") ? 1 : 9;
	for (long at = 1 + getpid() % step;; at += step) {
		snprintf(copy, sizeof copy, "rm -rf '%s/run' && cp -r '%s/template' '%s/run'", k->dir, k->dir, k->dir);
		assert_int_equal(system(copy), 0);
		snprintf(order, sizeof order, "%s@%ld", how, at);
		int code = in_child(k, order, life_of_a_night);
		int seen = in_child(k, NULL, look);
		if (seen)
			test_fails("%s: the night ended with %d, the look afterwards says %d", order, code, seen);
		injected += code != WHOLE;
		if (code == WHOLE && at > least) /* a point may fail and nothing come of it: the log is emptied later */
			break;
	}
	print_message("%s: %ld\n", how, injected);
	assert_true(injected * step >= least);
}

static void whatever_dies_is_finished_the_next_night(void **state)
{
	unused_arg(state);
	struct kit *k = kit_new();
	char path[128];
	const struct pack_file f = {S("pack.lua"), {asked_pack, sizeof asked_pack - 1}};
	good(pack_load(&k->arena, S("asked"), &f, 1, &k->packs[1]));
	kit_pack(k, "packs/privacy", "privacy", &k->packs[2]);
	snprintf(k->target, sizeof k->target, "%s/template", k->dir);
	assert_int_equal(mkdir(k->target, 0700), 0);
	snprintf(k->target, sizeof k->target, "%s/template/a.db", k->dir);
	snprintf(k->key, sizeof k->key, "%s/template/a.key", k->dir);
	assert_int_equal(in_child(k, NULL, make_template), 0);
	snprintf(path, sizeof path, "%s/made", k->dir);
	FILE *got = fopen(path, "rb");
	assert_true(got && fread(&made, sizeof made, 1, got) == 1 && fread(k->person, sizeof k->person, 1, got) == 1 && fread(k->unit, sizeof k->unit, 1, got) == 1);
	fclose(got);
	snprintf(k->target, sizeof k->target, "%s/run/a.db", k->dir);
	snprintf(k->key, sizeof k->key, "%s/run/a.key", k->dir);
	k->now += MONTHS(38);
	at_every_point(k, "die", 40);
	at_every_point(k, "fail", 40);
	kit_free(k);
}
#endif

static void the_notice_stays_readable_by_version(void **state)
{
	struct kit *k = *state;
	struct notice_text t, *v;
	str text, first, second, again;
	size_t n;
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(privacy_notice(&x, LANG_ZH, &text, &first));
	assert_true(str_find(text, S("联系方式保存12个月"), 0) > 0);
	good(privacy_notice(&x, LANG_EN, &text, &again));
	same_str(again, first);
	good(setting_set(&x, &(struct setting_request){.name = S("privacy.keep_contact_months"), .value = S("6"), .reason = S("从短"),
		.from = today(k)}));
	good(privacy_notice(&x, LANG_ZH, &text, &second));
	assert_false(str_eq(first, second));
	assert_true(str_find(text, S("联系方式保存6个月"), 0) > 0);
	good(privacy_notice_read(&x, first, &t));
	assert_true(str_find(t.zh, S("联系方式保存12个月"), 0) > 0);
	assert_false(t.now);
	good(privacy_notices(&x, &v, &n));
	assert_int_equal(n, 2);
	assert_int_equal(privacy_notice_read(&x, S("000000000000"), &t), ERR_NOTFOUND);
	ctx_close(&x);
}

static void every_personal_field_is_listed(void **state)
{
	struct kit *k = *state;
	struct personal_field *v;
	size_t n;
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(personal_fields(&x, &v, &n));
	assert_int_equal(n, 9); /* one of commitments, three of a wish */
	for (size_t i = 0; i < n; i++) {
		assert_non_null(v[i].class);
		assert_true(v[i].months > 0);
		assert_true(v[i].field->purpose.n > 0);
	}
	ctx_close(&x);
}

static void a_masked_value_is_shown_for_a_reason(void **state)
{
	struct kit *k = *state;
	struct reveal_row *v;
	str value;
	size_t n;
	int64_t part, m = asked(k, &part);
	int64_t version = view_of(k, P_CHIEF, m).row.version;
	struct ctx x = kit_ctx(k, &k->arena, P_ROADS);
	same_str(said_in(view_of(k, P_ROADS, m).fields, view_of(k, P_ROADS, m).n_fields, "phone"), S("137****1557"));
	assert_int_equal(privacy_reveal(&x, m, 0, S("phone"), S("  "), &value), ERR_INPUT);
	assert_int_equal(privacy_reveal(&x, m, 0, S("phone"), S("给 " PHONE " 打电话"), &value), ERR_INPUT);
	good(privacy_reveal(&x, m, 0, S("phone"), S("上门前先联系"), &value));
	same_str(value, S(PHONE));
	good(privacy_reveal(&x, m, part, S("who"), S("当面称呼"), &value)); /* whoever takes actions on it */
	same_str(value, S(WHO));
	good(reveals_of(&x, m, &v, &n));
	assert_int_equal(n, 2);
	same_str(v[1].reason, S("上门前先联系"));
	same_str(v[1].label, S("Phone"));
	ctx_close(&x);
	assert_int_equal(view_of(k, P_CHIEF, m).row.version, version); /* nobody's form is out of date by it */
	struct ctx head = kit_ctx(k, &k->arena, P_HOUSING_HEAD);
	assert_int_equal(privacy_reveal(&head, m, 0, S("phone"), S("想看看"), &value), ERR_DENIED);
	ctx_close(&head);
	struct ctx stranger = kit_ctx(k, &k->arena, P_SCHOOLS);
	assert_int_equal(privacy_reveal(&stranger, m, 0, S("phone"), S("想看看"), &value), ERR_NOTFOUND);
	assert_int_equal(reveals_of(&stranger, m, &v, &n), ERR_NOTFOUND);
	ctx_close(&stranger);
	struct ctx chief = kit_ctx(k, &k->arena, P_CHIEF); /* sees it whole: nothing to reveal */
	assert_int_equal(privacy_reveal(&chief, m, 0, S("phone"), S("想看看"), &value), ERR_NOTFOUND);
	ctx_close(&chief);
}

static void what_is_drawn_is_reviewed_by_another(void **state)
{
	struct kit *k = *state;
	struct reveal_row *v;
	str value;
	size_t n;
	int64_t part, next, m = asked(k, &part);
	struct ctx chief = kit_ctx(k, &k->arena, P_CHIEF);
	good(setting_set(&chief, &(struct setting_request){.name = S("privacy.reveal_sample"), .value = S("100"), .reason = S("全部抽查"),
		.from = today(k)}));
	struct ctx x = kit_ctx(k, &k->arena, P_ROADS);
	good(privacy_reveal(&x, m, 0, S("phone"), S("上门前先联系"), &value));
	assert_int_equal(reveal_list(&x, &(struct reveal_query){0}, &v, &n, &next), ERR_DENIED);
	ctx_close(&x);
	ctx_refresh(&chief);
	good(reveal_list(&chief, &(struct reveal_query){.drawn = true}, &v, &n, &next));
	assert_int_equal(n, 1);
	assert_int_equal(reveal_judge(&chief, v[0].id, false, S("")), ERR_INPUT);
	good(reveal_judge(&chief, v[0].id, false, S("理由不充分")));
	assert_int_equal(reveal_judge(&chief, v[0].id, true, S("")), ERR_CONFLICT);
	good(reveal_list(&chief, &(struct reveal_query){.drawn = true}, &v, &n, &next));
	assert_int_equal(n, 0);
	good(reveal_list(&chief, &(struct reveal_query){0}, &v, &n, &next));
	same_str(v[0].verdict, S("wrong"));
	same_str(v[0].note, S("理由不充分"));
	ctx_close(&chief);
}

static void an_export_is_marked_and_on_record(void **state)
{
	struct kit *k = *state;
	struct export_row *v;
	size_t n;
	int64_t next;
	struct ctx x = kit_ctx(k, &k->arena, P_HOUSING);
	good(export_note_put(&x, &(struct export_note){.list = S("matters"), .kind = S("asked"), .form = S("xlsx"), .filter = S("l=red"),
		.purpose = S("周调度会"), .rows = 17, .personal = true}));
	str mark = export_mark(&x, S("周调度会"));
	assert_true(str_find(mark, S("2026-10-01 10:00"), 0) > 0 && str_find(mark, S("周调度会"), 0) > 0);
	assert_int_equal(export_list(&x, 0, 10, &v, &n, &next), ERR_DENIED);
	ctx_close(&x);
	struct ctx chief = kit_ctx(k, &k->arena, P_CHIEF);
	good(export_list(&chief, 0, 10, &v, &n, &next));
	assert_int_equal(n, 1);
	assert_int_equal(v[0].rows, 17);
	assert_true(v[0].personal);
	same_str(v[0].purpose, S("周调度会"));
	same_str(v[0].by, S("柳青禾"));
	ctx_close(&chief);
}

/* A request with a key of its own: corrected, destroyed by class, erased; the others stay. */
static int64_t wish(struct kit *k, const char *phone, int64_t *ret_request, int64_t to)
{
	struct arena a;
	struct ctx x;
	struct request_taken done;
	arena_init(&a);
	good(ctx_open(k->core, &a, NULL, &x));
	const struct arg args[] = {{S("channel"), S("phone")}, {S("phone"), str_of(phone)}, {S("name"), S(WHO)}, {S("words"), S(WORDS)}};
	good(request_take(&x, &(struct request_new){.kind = to ? NULL : &k->packs[2]->kinds[0], .matter = to, .args = args, .n_args = COUNT_OF(args),
		.of_matter = (struct arg[]){{S("sort"), S("delete")}}, .n_of_matter = 1, .action = S("take")}, &done));
	ctx_close(&x);
	arena_done(&a);
	*ret_request = done.request;
	return done.matter;
}

static str of_request(struct kit *k, int64_t matter, int64_t request, const char *field)
{
	struct matter_view v;
	struct ctx x;
	good(ctx_open(k->core, &k->arena, NULL, &x));
	x.actor.lang = LANG_EN;
	good(matter_read(&x, matter, &v));
	ctx_close(&x);
	for (size_t i = 0; i < v.n_parts; i++)
		if (v.parts[i].row.id == request)
			return said_in(v.parts[i].fields, v.parts[i].n_fields, field);
	return S("");
}

static void a_wish_is_done_to_one_request_alone(void **state)
{
	struct kit *k = *state;
	int64_t one, other, m = wish(k, PHONE_OLD, &one, 0), next;
	struct request_row *found;
	struct destroyed_row *rows;
	size_t n;
	struct ctx x;
	wish(k, "13790047777", &other, m);
	good(ctx_open(k->core, &k->arena, NULL, &x));
	assert_int_equal(privacy_correct(&x, m, one, S("phone"), S(PHONE), S("")), ERR_INPUT);
	good(privacy_correct(&x, m, one, S("phone"), S(PHONE), S("本人来电更正")));
	same_str(of_request(k, m, one, "phone"), S(PHONE));
	good(requests_of_caller(&x, S(PHONE), 10, &found, &n));
	assert_int_equal(n, 1);
	ctx_refresh(&x);
	good(request_erase(&x, m, one, S("本人要求删除")));
	same_str(of_request(k, m, one, "phone"), S("erased"));
	same_str(of_request(k, m, other, "phone"), S("13790047777"));
	good(requests_of_caller(&x, S(PHONE), 10, &found, &n));
	assert_int_equal(n, 0);
	good(destroyed_list(&x, 0, 10, &rows, &n, &next));
	assert_int_equal(n, 1);
	assert_int_equal(rows[0].values, 3);
	same_str(rows[0].rule, S("erase_request"));
	ctx_close(&x);
}

static void a_request_keeps_its_number_when_its_phone_goes(void **state)
{
	struct kit *k = *state;
	int64_t one, m = wish(k, PHONE, &one, 0);
	struct request_row *found;
	size_t n;
	struct arena a;
	struct act_result done;
	struct ctx x;
	arena_init(&a);
	good(ctx_open(k->core, &a, NULL, &x));
	good(act(&x, &(struct act_request){.matter = m, .action = S("refuse"), .reason = S("核实不是本人"),
		.args = (struct arg[]){{S("refusal"), S("other_person")}, {S("answer"), S("核实不是本人")}}, .n_args = 2}, &done));
	ctx_close(&x);
	k->now += MONTHS(14);
	night(k);
	same_str(of_request(k, m, one, "phone"), S("erased"));
	same_str(of_request(k, m, one, "words"), S(WORDS));
	good(ctx_open(k->core, &a, NULL, &x));
	good(requests_of_caller(&x, S(PHONE), 10, &found, &n));
	assert_int_equal(n, 0);
	ctx_close(&x);
	k->now += MONTHS(30);
	night(k);
	same_str(of_request(k, m, one, "words"), S("erased"));
	none_of_it_anywhere(k);
	arena_done(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#ifndef KIT_POSTGRES /* first: the points are counted from the beginning of the process */
		cmocka_unit_test(whatever_dies_is_finished_the_next_night),
#endif
		privacy_test(values_stand_in_no_file_even_before),
		privacy_test(each_class_goes_at_its_own_time),
		privacy_test(what_was_destroyed_is_on_record),
		privacy_test(destroying_is_no_news),
		privacy_test(a_term_of_zero_has_no_end),
		privacy_test(the_notice_stays_readable_by_version),
		privacy_test(every_personal_field_is_listed),
		privacy_test(a_masked_value_is_shown_for_a_reason),
		privacy_test(what_is_drawn_is_reviewed_by_another),
		privacy_test(an_export_is_marked_and_on_record),
		privacy_test(a_wish_is_done_to_one_request_alone),
		privacy_test(a_request_keeps_its_number_when_its_phone_goes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
