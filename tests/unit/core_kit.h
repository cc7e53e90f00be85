/* SPDX-License-Identifier: Apache-2.0 */
/* A small district in a folder of its own: a store, the first pack, six units, their
 * people, and a clock that the test sets. On SQLite or, with LUOSHI_TEST_PG, PostgreSQL. */
#ifndef LUOSHI_TEST_CORE_KIT_H
#define LUOSHI_TEST_CORE_KIT_H

#include "check.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/core.h"
#ifdef KIT_RELAY
#include "relay/relay.h"
#endif
#ifdef KIT_HOUSE /* the tables of every room whose pages are served */
#include "monitor/monitor.h"
#include "score/keep.h"
#endif
#ifdef KIT_MODULES /* of a higher room: the name of its list */
extern const struct module *const KIT_MODULES[];
#endif

#define KIT_REGION 370499
#define KIT_NOW 1790820000000LL /* 2026-10-01 10:00 in Shanghai */
#define KIT_DAY 86400000LL
#define good(call) good_((call), #call, __FILE__, __LINE__)

enum { U_TOP, U_SUPERVISION, U_HOUSING, U_ROADS, U_SCHOOLS, U_TRAFFIC, KIT_UNITS };
enum { P_CHIEF, P_CLERK, P_HOUSING, P_HOUSING_HEAD, P_ROADS, P_SCHOOLS, P_MAYOR, P_ADMIN, P_TRAFFIC, KIT_PEOPLE };

struct kit {
	char dir[64], target[256], key[96];
	struct arena arena; /* of the whole test */
	struct store *store;
	struct core *core;
	struct pack *packs[4];
	struct calendar *calendar;
	const struct zone *zone;
	struct time_source time;
	_Atomic int64_t now;
	int64_t unit[KIT_UNITS], person[KIT_PEOPLE];
};

static inline void good_(err e, const char *what, const char *file, int line)
{
	struct buf b;
	if (e == OK)
		return;
	buf_init(&b, NULL);
	fail_text(&b, LANG_EN);
	print_error("%s: %d: %s (%s)\n", what, (int)e, b.p, fail_where());
	buf_done(&b);
	_fail(file, line);
}

static inline ms_t kit_now(void *arg)
{
	return ((struct kit *)arg)->now;
}

static inline str kit_file(struct arena *a, const char *path)
{
	FILE *f = fopen(path, "rb");
	assert_non_null(f);
	struct buf b;
	char block[65536];
	size_t n;
	buf_init(&b, a);
	while ((n = fread(block, 1, sizeof block, f)) > 0)
		buf_add(&b, (str){block, n});
	fclose(f);
	return buf_str(&b);
}

static inline struct actor kit_actor(struct kit *k, int person)
{
	static const struct {
		int unit;
		uint32_t duties;
	} row[KIT_PEOPLE] = {
		[P_CHIEF] = {U_SUPERVISION, 1u << DUTY_SUPERVISION}, [P_CLERK] = {U_SUPERVISION, 1u << DUTY_SUPERVISION},
		[P_HOUSING] = {U_HOUSING, 1u << DUTY_LIAISON},       [P_HOUSING_HEAD] = {U_HOUSING, 1u << DUTY_HEAD},
		[P_ROADS] = {U_ROADS, 1u << DUTY_LIAISON},           [P_SCHOOLS] = {U_SCHOOLS, 1u << DUTY_LIAISON},
		[P_MAYOR] = {U_TOP, 1u << DUTY_LEADER},              [P_ADMIN] = {U_TOP, 1u << DUTY_SYSTEM},
		[P_TRAFFIC] = {U_TRAFFIC, 1u << DUTY_LIAISON},
	};
	return (struct actor){.user = k->person[person], .unit = k->unit[row[person].unit], .duties = row[person].duties, .lang = LANG_EN};
}

static inline struct ctx kit_ctx(struct kit *k, struct arena *a, int person)
{
	struct ctx x;
	struct actor who = kit_actor(k, person);
	good(ctx_open(k->core, a, &who, &x));
	return x;
}

static inline void kit_people(struct kit *k)
{
	static const struct {
		const char *name, *brief, *alias;
		int parent;
	} unit[KIT_UNITS] = {
		[U_TOP] = {"榴园区人民政府", "区政府", "榴园区政府", -1},
		[U_SUPERVISION] = {"榴园区人民政府督查室", "区政府督查室", "督查室", U_TOP},
		[U_HOUSING] = {"榴园区住房和城乡建设局", "区住建局", "住建局", U_TOP},
		[U_ROADS] = {"市政科", "住建局市政科", "", U_HOUSING},
		[U_SCHOOLS] = {"榴园区教育和体育局", "区教体局", "教体局", U_TOP},
		[U_TRAFFIC] = {"榴园区交通运输局", "区交通局", "交通局", U_TOP},
	};
	static const char *const person[KIT_PEOPLE][2] = {
		[P_CHIEF] = {"guyizhou", "顾一舟"}, [P_CLERK] = {"yanzhiqiu", "颜知秋"}, [P_HOUSING] = {"liuqinghe", "柳青禾"},
		[P_HOUSING_HEAD] = {"duanshuyang", "段书扬"}, [P_ROADS] = {"songyiwei", "宋一苇"}, [P_SCHOOLS] = {"tongwanqing", "童晚晴"},
		[P_MAYOR] = {"shiwenyuan", "石闻远"}, [P_ADMIN] = {"sysadmin", "程维序"}, [P_TRAFFIC] = {"qinyuechuan", "秦越川"},
	};
	struct ctx x;
	good(ctx_open(k->core, &k->arena, NULL, &x));
	for (int i = 0; i < KIT_UNITS; i++) {
		str alias = str_of(unit[i].alias);
		good(unit_add(&x, &(struct unit_new){.parent = unit[i].parent < 0 ? 0 : k->unit[unit[i].parent], .name = str_of(unit[i].name),
			.short_name = str_of(unit[i].brief), .aliases = &alias, .n_aliases = alias.n > 0, .order = i + 1}, &k->unit[i]));
	}
	for (int i = 0; i < KIT_PEOPLE; i++) {
		struct actor who = kit_actor(k, i);
		good(user_add(&x, &(struct user_new){.unit = who.unit, .login = str_of(person[i][0]), .name = str_of(person[i][1]),
			.post = S("科员"), .duties = who.duties, .demo = true, .password = i == P_CHIEF ? S("correct horse") : S("")}, &k->person[i]));
	}
	ctx_close(&x);
}

/* With KIT_RELAY: relay's tables and the settings of notices as well. */
static inline const struct module *const *kit_modules(struct kit *k)
{
	const struct module *const *const rooms[] = {
		core_modules,
#ifdef KIT_RELAY
		relay_modules,
#endif
#ifdef KIT_HOUSE
		monitor_modules, score_modules,
#endif
#ifdef KIT_MODULES
		KIT_MODULES,
#endif
	};
	return modules_join(&k->arena, rooms, COUNT_OF(rooms));
}

/* The same database again, as after a crash. */
static inline void kit_open(struct kit *k)
{
	const struct store_config store = {.target = str_of(k->target), .modules = kit_modules(k)};
	good(store_open(&store, &k->store));
	good(store_migrate(k->store));
	const struct core_config core = {.store = k->store, .time = &k->time, .calendar = k->calendar, .zone = k->zone,
		.region = KIT_REGION, .packs = (const struct pack *const *)k->packs, .key_file = str_of(k->key)};
	good(core_open(&core, &k->core));
}

static inline void kit_close(struct kit *k)
{
	core_close(k->core);
	store_close(k->store);
	k->core = NULL;
	k->store = NULL;
}

static inline void kit_pack(struct kit *k, const char *path, const char *name, struct pack **ret)
{
	struct pack_file *files;
	size_t n;
	good(pack_read_folder(&k->arena, str_of(path), &files, &n));
	good(pack_load(&k->arena, str_of(name), files, n, ret));
}

static inline struct kit *kit_new(void)
{
	struct kit *k = calloc(1, sizeof *k);
	const char *base = getenv("TMPDIR");
	snprintf(k->dir, sizeof k->dir, "%s/luoshi-core-XXXXXX", base && strlen(base) < 30 ? base : "/tmp");
	assert_non_null(mkdtemp(k->dir));
	snprintf(k->target, sizeof k->target, "%s/a.db", k->dir);
	snprintf(k->key, sizeof k->key, "%s/a.key", k->dir);
	arena_init(&k->arena);
	k->now = KIT_NOW;
	k->time = (struct time_source){kit_now, k};
	kit_pack(k, "packs/commitments", "commitments", &k->packs[0]);
	kit_pack(k, "packs/supervision", "supervision", &k->packs[1]);
#ifdef KIT_RELAY
	kit_pack(k, "packs/notices", "notices", &k->packs[2]);
#endif
	k->calendar = calendar_new(&k->arena);
	good(calendar_load(k->calendar, &k->arena, kit_file(&k->arena, "data/calendar/cn.tsv"), S("cn.tsv")));
	good(zone_open(&k->arena, S("Asia/Shanghai"), &k->zone));
	return k;
}

static inline void kit_free(struct kit *k)
{
	char text[128];
	arena_done(&k->arena);
	snprintf(text, sizeof text, "rm -rf '%s'", k->dir);
	if (system(text) != 0)
		print_error("%s was left behind\n", k->dir);
	free(k);
}

#ifdef KIT_POSTGRES
#include <libpq-fe.h>
static inline void kit_pg(const char *what, const char *name, const char *how)
{
	char sql[128];
	snprintf(sql, sizeof sql, "%s DATABASE %s%s", what, name, how);
	PGconn *pg = PQconnectdb(getenv("LUOSHI_TEST_PG"));
	PGresult *r = PQexec(pg, sql);
	if (PQresultStatus(r) != PGRES_COMMAND_OK)
		test_fails("%s: %s", sql, PQerrorMessage(pg));
	PQclear(r);
	PQfinish(pg);
}
static inline char *kit_pg_name(struct kit *k)
{
	static char name[64];
	snprintf(name, sizeof name, "core_%s", k->dir + strlen(k->dir) - 6);
	for (char *p = name; *p; p++)
		*p = (char)(*p >= 'A' && *p <= 'Z' ? *p + 32 : *p);
	return name;
}
#endif

/* A kit with its database, not opened yet. */
static inline struct kit *kit_place(void)
{
	struct kit *k = kit_new();
#ifdef KIT_POSTGRES
	kit_pg("CREATE", kit_pg_name(k), "");
	snprintf(k->target, sizeof k->target, "%s&dbname=%s", getenv("LUOSHI_TEST_PG"), kit_pg_name(k));
#endif
	return k;
}

__attribute__((unused)) static int kit_setup(void **state)
{
	struct kit *k = kit_place();
	kit_open(k);
	kit_people(k);
	*state = k;
	return 0;
}

/* All is well: checked after every test, in a thread of its own, because a test that
 * failed may still hold its snapshot. */
struct kit_checking {
	struct kit *k;
	struct buf b;
	struct check_report r;
	err e;
};
static inline void *kit_check_thread(void *arg)
{
	struct kit_checking *c = arg;
	c->e = core_check(c->k->core, LANG_EN, &c->b, &c->r);
	if (c->e != OK)
		fail_text(&c->b, LANG_EN);
	return NULL;
}
static inline void kit_check(struct kit *k)
{
	struct kit_checking c = {.k = k};
	pthread_t t;
	buf_init(&c.b, NULL);
	pthread_create(&t, NULL, kit_check_thread, &c);
	pthread_join(t, NULL);
	if (c.e != OK || c.r.findings || c.b.n)
		test_fails("%lld findings:\n%s", (long long)c.r.findings, c.b.p);
	buf_done(&c.b);
}

__attribute__((unused)) static int kit_teardown(void **state)
{
	struct kit *k = *state;
	if (k->core) {
		kit_check(k);
		kit_close(k);
	}
#ifdef KIT_POSTGRES
	kit_pg("DROP", kit_pg_name(k), " WITH (FORCE)");
#endif
	kit_free(k);
	return 0;
}
#define kit_test(f) cmocka_unit_test_setup_teardown(f, kit_setup, kit_teardown)

/* ---- short words for what most tests do ---------------------------------------------- */
static inline const struct kind *kit_kind(struct kit *k)
{
	return &k->packs[0]->kinds[0];
}

static inline str kit_id(struct arena *a, int64_t id)
{
	struct buf b;
	buf_init(&b, a);
	buf_int(&b, id);
	return buf_str(&b);
}

#define ARGS(...) (struct arg[]){__VA_ARGS__}, sizeof((struct arg[]){__VA_ARGS__}) / sizeof(struct arg)
#define NO_ARGS NULL, 0

__attribute__((unused)) static err kit_do(struct kit *k, int person, int64_t matter, const char *action, const struct arg *args, size_t n, const char *reason)
{
	struct arena a;
	struct act_result done;
	arena_init(&a);
	struct ctx x = kit_ctx(k, &a, person);
	const struct upload photo = {S("现场.txt"), S("路已经修好了")};
	bool evidence = strcmp(action, "apply_close") == 0;
	err e = act(&x, &(struct act_request){.matter = matter, .action = str_of(action), .args = args, .n_args = n, .reason = str_of(reason),
		.files = &photo, .n_files = evidence}, &done);
	ctx_close(&x);
	arena_done(&a);
	return e;
}

__attribute__((unused)) static int64_t kit_commitment(struct kit *k, const char *title, int lead, const char *due, bool assign)
{
	struct arena a;
	struct act_result done;
	arena_init(&a);
	struct ctx x = kit_ctx(k, &a, P_CHIEF);
	const struct arg args[] = {{S("title"), str_of(title)}, {S("lead"), kit_id(&a, k->unit[lead])}, {S("due"), str_of(due)},
		{S("assist"), S("区教体局")}, {S("officer"), S("市政科 王小路 13812345678")}, {S("sponsor"), kit_id(&a, k->person[P_MAYOR])}};
	good(act(&x, &(struct act_request){.kind = kit_kind(k), .action = S("open"), .args = args, .n_args = COUNT_OF(args)}, &done));
	if (assign)
		good(act(&x, &(struct act_request){.matter = done.matter, .action = S("assign")}, &done));
	ctx_close(&x);
	arena_done(&a);
	return done.matter;
}

#endif
