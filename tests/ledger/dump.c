/* SPDX-License-Identifier: Apache-2.0 */
/* ledger_dump: ledgers as a district reads them, as JSON, one line for one job.
 *
 * Each line of the input is a job: the path of a ledger, the kind it is taken for (empty: the one that it fits best) and the lines
 * of import_settle, parted by tabs. `ledger_dump --time PATH` says instead how long each step took, and how long others waited.
 * The district is core_kit.h's with the units and leaders of tests/ledger added. */
#define KIT_MODULES ledger_modules
#include "core_kit.h"

#include <time.h>

#include "base/json.h"
#include "ledger/import.h"

static const char *const more_units[][3] = {
	{"榴园区发展和改革局", "区发改局", "发改局"},         {"榴园区财政局", "区财政局", "财政局"},
	{"榴园区工业和信息化局", "区工信局", "工信局"},       {"榴园区农业农村局", "区农业农村局", "农业农村局"},
	{"榴园区水务局", "区水务局", "水务局"},               {"榴园区商务局", "区商务局", "商务局"},
	{"榴园区卫生健康局", "区卫健局", "卫健局"},           {"榴园区民政局", "区民政局", "民政局"},
	{"榴园区人力资源和社会保障局", "区人社局", "人社局"}, {"榴园区自然资源局", "区自然资源局", "自然资源局"},
	{"榴园区生态环境分局", "区生态环境分局", "环境分局"}, {"榴园区市场监督管理局", "区市场监管局", "市场监管局"},
	{"榴园区应急管理局", "区应急局", "应急局"},           {"榴园区文化和旅游局", "区文旅局", "文旅局"},
	{"榴园区综合行政执法局", "区综合执法局", "综合执法局"}, {"榴园区行政审批服务局", "区审批局", "审批局"},
	{"榴园经济开发区管理委员会", "开发区管委会", "经开区"}, {"东街街道办事处", "东街街道", "东街办"},
	{"北庄镇人民政府", "北庄镇", "北庄镇政府"},           {"南河镇人民政府", "南河镇", "南河镇政府"},
};
static const char *const leaders[][2] = {{"mazhixing", "马知行"}, {"changlezhi", "常乐之"}};

struct name {
	int64_t id;
	str name;
};
static LIST(struct name) units, people;
static struct kit *kit;

static void district_build(void)
{
	static const char *const own[KIT_UNITS] = {"区政府", "区政府督查室", "区住建局", "住建局市政科", "区教体局", "区交通局"};
	struct kit *k = kit = kit_new();
	struct ctx x;
	kit_pack(k, "packs/projects", "projects", &k->packs[2]);
	kit_open(k);
	kit_people(k);
	for (int i = 0; i < KIT_UNITS; i++)
		*list_push(&k->arena, &units) = (struct name){k->unit[i], str_of(own[i])};
	*list_push(&k->arena, &people) = (struct name){k->person[P_MAYOR], S("石闻远")};
	good(ctx_open(k->core, &k->arena, NULL, &x));
	for (size_t i = 0; i < COUNT_OF(more_units); i++) {
		str alias = str_of(more_units[i][2]);
		struct name *n = list_push(&k->arena, &units);
		n->name = str_of(more_units[i][1]);
		good(unit_add(&x, &(struct unit_new){.parent = k->unit[U_TOP], .name = str_of(more_units[i][0]), .short_name = n->name,
			.aliases = &alias, .n_aliases = 1, .order = (int)i + 20}, &n->id));
	}
	for (size_t i = 0; i < COUNT_OF(leaders); i++) {
		struct name *n = list_push(&k->arena, &people);
		n->name = str_of(leaders[i][1]);
		good(user_add(&x, &(struct user_new){.unit = k->unit[U_TOP], .login = str_of(leaders[i][0]), .name = n->name, .post = S("副区长"),
			.duties = 1u << DUTY_LEADER, .demo = true, .password = S("")}, &n->id));
	}
	ctx_close(&x);
}

static str name_of(const struct name *v, size_t n, str id)
{
	int64_t number;
	for (size_t i = 0; i < n; i++)
		if (str_int(id, &number) && v[i].id == number)
			return v[i].name;
	return id;
}

static void put_args(struct json *j, const struct kind *kind, const struct import_row *r)
{
	json_open(j, '[');
	for (size_t i = 0; i < r->n_args; i++) {
		int f = kind_field(kind, r->args[i].field);
		enum field_type type = f < 0 ? FIELD_LINE : kind->fields[f].type;
		str value = r->args[i].value;
		if (type == FIELD_UNIT || type == FIELD_UNITS)
			value = name_of(units.v, units.n, value);
		if (type == FIELD_PERSON)
			value = name_of(people.v, people.n, value);
		json_open(j, '[');
		json_str(j, r->args[i].field), json_str(j, value);
		json_close(j);
	}
	json_close(j);
}

static void put_row(struct json *j, const struct import_look *l, const struct import_row *r)
{
	static const char *const sorts[IMPORT_SORTS] = {"new", "change", "same", "wrong", "left"};
	json_open(j, '{');
	json_key(j, "row"), json_int(j, (int64_t)r->at + 1);
	json_key(j, "sort"), json_z(j, sorts[r->sort]);
	json_key(j, "title"), json_str(j, r->title.n ? r->title : S(""));
	json_key(j, "section"), json_str(j, r->section.n ? r->section : S(""));
	json_key(j, "args"), put_args(j, l->batch.kind, r);
	json_key(j, "findings"), json_open(j, '[');
	for (size_t i = 0; i < r->n_findings; i++) {
		const struct import_finding *f = &r->findings[i];
		json_open(j, '[');
		json_str(j, f->head.n ? f->head : S("")), json_bool(j, f->wrong), json_str(j, f->propose.n ? f->propose : S(""));
		json_str(j, f->sentence.n ? f->sentence : S(""));
		json_close(j);
	}
	json_close(j);
	for (size_t i = 0; i < l->ledger.n_rows; i++)
		if (l->ledger.rows[i].at == r->at)
			json_key(j, "hidden"), json_bool(j, l->ledger.rows[i].hidden);
	json_close(j);
}

static void put_look(struct json *j, const struct import_look *l)
{
	json_key(j, "kind"), json_str(j, l->batch.kind ? l->batch.kind->name : S(""));
	json_key(j, "sheets"), json_int(j, (int64_t)l->book.n_sheets);
	json_key(j, "sheet"), json_int(j, (int64_t)l->choices.sheet);
	json_key(j, "title"), json_str(j, l->ledger.title.n ? l->ledger.title : S(""));
	json_key(j, "filer"), json_str(j, l->ledger.filer.n ? l->ledger.filer : S(""));
	json_key(j, "measure"), json_str(j, l->ledger.measure.n ? l->ledger.measure : S(""));
	json_key(j, "year"), json_int(j, l->ledger.year);
	json_key(j, "opens"), json_str(j, l->choices.opens ? l->choices.opens->name : S(""));
	json_key(j, "why_not"), json_str(j, l->why_not.n ? l->why_not : S(""));
	json_key(j, "columns"), json_open(j, '[');
	for (size_t i = 0; i < l->ledger.n_columns; i++) {
		const struct ledger_column *c = &l->ledger.columns[i];
		json_open(j, '[');
		json_str(j, c->head), json_str(j, c->use == COLUMN_FIELD ? l->batch.kind->fields[c->field].name : S(""));
		json_close(j);
	}
	json_close(j);
	json_key(j, "sums"), json_int(j, (int64_t)l->n_sums);
	json_key(j, "rows"), json_open(j, '[');
	for (size_t i = 0; i < l->n_rows; i++)
		put_row(j, l, &l->rows[i]);
	json_close(j);
}

static const struct kind *kind_of(str name)
{
	for (size_t p = 0; p < COUNT_OF(kit->packs) && kit->packs[p]; p++)
		for (size_t i = 0; i < kit->packs[p]->n_kinds; i++)
			if (str_eq(kit->packs[p]->kinds[i].name, name))
				return &kit->packs[p]->kinds[i];
	return NULL;
}

static str settle_lines(struct arena *a, str rest)
{
	struct buf b;
	str one;
	buf_init(&b, a);
	while (str_split(rest, '\t', &one, &rest))
		buf_add(&b, one), buf_add(&b, S("\n"));
	buf_add(&b, rest), buf_add(&b, S("\n"));
	return rest.n || b.n > 1 ? buf_str(&b) : S("");
}

static err job_look(struct ctx *x, str path, const struct kind *kind, str settle, struct import_look *ret)
{
	int64_t id;
	str bytes = kit_file(x->arena, str_z(x->arena, path));
	err e = import_begin(x, NULL, kind, path, bytes, 0, &id);
	if (e == OK && settle.n)
		e = import_settle(x, id, 0, settle);
	return e == OK ? import_look(x, NULL, id, ret) : e;
}

static void job(str line, struct buf *out)
{
	struct arena a;
	struct json j;
	struct import_look l;
	str path, kind, rest = S("");
	arena_init(&a);
	if (!str_split(line, '\t', &path, &rest))
		path = line;
	if (!str_split(rest, '\t', &kind, &rest))
		kind = rest, rest = S("");
	struct ctx x = kit_ctx(kit, &a, P_CHIEF);
	json_begin(&j, out);
	json_open(&j, '{');
	json_key(&j, "path"), json_str(&j, path);
	if (job_look(&x, path, kind.n ? kind_of(kind) : NULL, settle_lines(&a, rest), &l) == OK) {
		put_look(&j, &l);
	} else {
		struct buf b;
		buf_init(&b, &a);
		fail_text(&b, LANG_EN);
		json_key(&j, "error"), json_str(&j, buf_str(&b));
	}
	json_close(&j);
	ctx_close(&x);
	arena_done(&a);
}

/* ---- how long it takes ---------------------------------------------------------------------------- */
static int64_t stopwatch(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

struct other { /* somebody who opens a matter every 10 ms meanwhile */
	_Atomic bool stop;
	int64_t done, failed, longest;
};

static void *other_writes(void *arg)
{
	struct other *o = arg;
	while (!o->stop) {
		struct arena a;
		struct act_result r;
		char title[64];
		arena_init(&a);
		snprintf(title, sizeof title, "另一件事 %lld", (long long)o->done);
		struct arg args[] = {{S("title"), str_of(title)}};
		struct ctx x = kit_ctx(kit, &a, P_CLERK);
		int64_t begun = stopwatch();
		err e = act(&x, &(struct act_request){.kind = kit_kind(kit), .action = S("open"), .args = args, .n_args = 1}, &r);
		int64_t took = stopwatch() - begun;
		o->longest = took > o->longest ? took : o->longest;
		o->failed += e != OK;
		o->done++;
		ctx_close(&x);
		arena_done(&a);
		usleep(10000);
	}
	return NULL;
}

static int time_it(const char *path)
{
	struct arena a;
	struct import_look l;
	struct other o = {0};
	pthread_t t;
	int64_t id, at = stopwatch();
	arena_init(&a);
	struct ctx x = kit_ctx(kit, &a, P_CHIEF);
	str bytes = kit_file(&a, path);
	good(import_begin(&x, NULL, NULL, str_of(path), bytes, 0, &id));
	printf("begin %lld ms, ", (long long)(stopwatch() - at));
	at = stopwatch();
	good(import_look(&x, NULL, id, &l));
	printf("look %lld ms (%zu new, %zu wrong), ", (long long)(stopwatch() - at), l.counts[IMPORT_NEW], l.counts[IMPORT_WRONG]);
	ctx_close(&x);
	x = kit_ctx(kit, &a, P_CHIEF);
	pthread_create(&t, NULL, other_writes, &o);
	at = stopwatch();
	err e = import_commit(&x, NULL, id, 0);
	printf("commit %lld ms, ", (long long)(stopwatch() - at));
	o.stop = true;
	pthread_join(t, NULL);
	printf("others: %lld writes, %lld refused, the longest waited %lld ms\n", (long long)o.done, (long long)o.failed, (long long)o.longest);
	ctx_close(&x);
	x = kit_ctx(kit, &a, P_CHIEF);
	at = stopwatch();
	good(import_begin(&x, NULL, NULL, str_of(path), bytes, 0, &id));
	good(import_look(&x, NULL, id, &l));
	printf("again: begin and look %lld ms (%zu same)\n", (long long)(stopwatch() - at), l.counts[IMPORT_SAME]);
	ctx_close(&x);
	arena_done(&a);
	return e == OK ? 0 : 1;
}

int main(int argc, char **argv)
{
	static char line[1 << 16];
	struct buf out;
	district_build();
	if (argc == 3 && strcmp(argv[1], "--time") == 0) {
		int code = time_it(argv[2]);
		kit_close(kit);
		kit_free(kit);
		return code;
	}
	while (fgets(line, sizeof line, stdin)) {
		str s = str_of(line);
		buf_init(&out, NULL);
		job(str_cut(s, 0, s.n - (s.n && s.p[s.n - 1] == '\n')), &out);
		puts(out.p);
		buf_done(&out);
	}
	kit_close(kit);
	kit_free(kit);
	return 0;
}
