/* SPDX-License-Identifier: Apache-2.0 */
/* luoshi demo: the demo district 榴园区, the same every time. Units, people and what
 * happened stand in data/demo; the story is played through the same functions that a
 * person's clicks go through, with the clock set to each line's time. When it is asked for,
 * a year of requests goes on beside it (demo_asked.h). */
#include "cli/demo_asked.h"
#include "cli/demo_data.h"
#include "cli/demo_measured.h"
#include "cli/demo_stations.h"
#include "cli/demo_yield.h"
#include "cli/house.h"
#include "cli/people.h"
#include "ledger/request.h"
#include "report/bulletin.h"
#include "web/web.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct document_row_ { /* or a matter */
	str file;
	int64_t id;
};
struct demo {
	struct people people; /* first: lines are given to each function with it */
	struct arena *arena;
	struct house *house;
	struct time_source time;
	ms_t now;
	struct ctx system;
	str district;
	LIST(struct document_row_) documents;
	LIST(struct document_row_) opened; /* matters of the story by title: found before those of the year */
	int64_t requests;         /* of the year; 0: none */
	struct demo_asked *asked; /* NULL: none */
	struct demo_measured *measured;
};

static ms_t demo_now(void *arg)
{
	return ((struct demo *)arg)->now;
}

static err play_line(struct people *, const struct line *);

/* ---- the story --------------------------------------------------------------------- */
static int64_t document_of(struct demo *d, str file)
{
	for (size_t i = 0; i < d->documents.n; i++)
		if (str_eq(d->documents.v[i].file, file))
			return d->documents.v[i].id;
	return 0;
}

static err do_ingest(struct demo *d, struct ctx *ctx, const struct line *l)
{
	day_t date;
	int64_t id;
	if (!day_parse(l->column[4], &date))
		return fail(ERR_INPUT, "{0} is not a day; write it as 2026-10-01", l->column[4]);
	TRY(document_ingest(ctx, d->house->decoder, d->house->packs, l->column[3], demo_file(l->column[3]), l->column[5], date, &id));
	*list_push(d->arena, &d->documents) = (struct document_row_){l->column[3], id};
	return OK;
}

static str slice(str text, struct span at)
{
	size_t from = utf8_offset(text, at.from);
	return str_cut(text, from, from + utf8_offset(str_cut(text, from, text.n), at.to - at.from));
}

static err proposal_of(struct ctx *ctx, int64_t document, str words, const struct proposal **ret)
{
	struct document doc;
	TRY(document_read(ctx, document, &doc));
	for (size_t i = 0; i < doc.n_proposals; i++)
		if (str_find(slice(doc.text, doc.proposals[i].at), words, 0) >= 0) {
			*ret = &doc.proposals[i];
			return OK;
		}
	return fail(ERR_INPUT, "no proposal holds “{0}”", words);
}

/* The value of name=… among the arguments; found tells it apart from an empty one. */
static bool option(const struct line *l, size_t from, str name, str *ret)
{
	for (size_t i = from; i < l->n; i++) {
		str key, value;
		if (str_split(l->column[i], '=', &key, &value) && str_eq(key, name)) {
			*ret = value;
			return true;
		}
	}
	return false;
}

static err do_accept(struct demo *d, struct ctx *ctx, const struct line *l)
{
	const struct proposal *p;
	struct proposal_edit edit = {0};
	struct act_result done;
	int64_t document = document_of(d, l->column[3]);
	TRY(proposal_of(ctx, document, l->column[4], &p));
	option(l, 5, S("title"), &edit.title);
	option(l, 5, S("due"), &edit.due);
	option(l, 5, S("lead"), &edit.lead);
	return proposal_accept(ctx, document, p->id, &edit, true, &done);
}

static err do_dismiss(struct demo *d, struct ctx *ctx, const struct line *l)
{
	const struct proposal *p;
	int64_t document = document_of(d, l->column[3]);
	TRY(proposal_of(ctx, document, l->column[4], &p));
	return proposal_dismiss(ctx, document, p->id, l->column[5]);
}

static err matter_of(struct demo *d, struct ctx *ctx, str words, int64_t *ret)
{
	struct matter_page page;
	for (size_t i = 0; i < d->opened.n; i++)
		if (str_find(d->opened.v[i].file, words, 0) >= 0) {
			*ret = d->opened.v[i].id;
			return OK;
		}
	struct matter_query query = {.words = words, .due_from = DAY_NONE, .due_to = DAY_NONE};
	TRY(matter_list(ctx, &query, &page));
	if (!page.n)
		return fail(ERR_INPUT, "no matter that this person may see holds “{0}”", words);
	*ret = page.rows[0].id;
	return OK;
}

/* "@linshutong" is the id of that person. */
static err person_of(struct demo *d, str *value)
{
	struct buf b;
	const struct actor *a;
	if (!str_starts(*value, S("@")))
		return OK;
	if (!(a = people_actor(&d->people, str_cut(*value, 1, value->n))))
		return fail(ERR_INPUT, "there is no person {0}", *value);
	buf_init(&b, d->arena);
	buf_int(&b, a->user);
	*value = buf_str(&b);
	return OK;
}

/* Takes the action of the request with what stands from that column on. */
static err take(struct demo *d, struct ctx *ctx, const struct line *l, size_t from, struct act_request *request)
{
	struct act_result done;
	struct upload file;
	str title;
	LIST(struct arg) args = {0};
	for (size_t i = from; i < l->n; i++) {
		str key, value;
		if (!str_split(l->column[i], '=', &key, &value))
			return fail(ERR_INPUT, "an argument is name=value, not “{0}”", l->column[i]);
		TRY(person_of(d, &value));
		if (str_eq(key, S("reason")))
			request->reason = value;
		else if (str_eq(key, S("file")) && str_split(value, ':', &file.name, &file.bytes))
			request->files = &file, request->n_files = 1;
		else
			*list_push(d->arena, &args) = (struct arg){key, value};
	}
	request->args = args.v;
	request->n_args = args.n;
	TRY(act(ctx, request, &done));
	if (!request->matter && option(l, from, S("title"), &title))
		*list_push(d->arena, &d->opened) = (struct document_row_){title, done.matter};
	return OK;
}

static err do_act(struct demo *d, struct ctx *ctx, const struct line *l)
{
	struct act_request request = {.action = l->column[4]};
	TRY(matter_of(d, ctx, l->column[3], &request.matter));
	return take(d, ctx, l, 5, &request);
}

/* open KIND ACTION field=value … */
static err do_open(struct demo *d, struct ctx *ctx, const struct line *l)
{
	struct act_request request = {.action = l->column[4]};
	for (const struct pack *const *p = d->house->packs; *p; p++)
		for (size_t i = 0; i < (*p)->n_kinds; i++)
			if (str_eq((*p)->kinds[i].name, l->column[3]))
				request.kind = &(*p)->kinds[i];
	return take(d, ctx, l, 5, &request);
}

/* By its title, or by what was chosen for it. */
static bool is_called(const struct part_view *p, str name)
{
	for (size_t i = 0; i < p->n_fields; i++)
		if (p->fields[i].field == &p->row.kind->fields[p->row.kind->title] && str_eq(p->fields[i].raw, name))
			return true;
	return str_eq(p->row.title, name);
}

/* part "words of the matter" SORT "title of the part" ACTION field=value …; - for one to be opened */
static err do_part(struct demo *d, struct ctx *ctx, const struct line *l)
{
	struct act_request request = {.action = l->column[6], .sort = l->column[4]};
	struct matter_view m;
	TRY(matter_of(d, ctx, l->column[3], &request.matter));
	TRY(matter_read(ctx, request.matter, &m));
	for (size_t i = 0; i < m.n_parts; i++)
		if (str_eq(m.parts[i].row.kind->name, request.sort) && is_called(&m.parts[i], l->column[5]))
			request.part = m.parts[i].row.id;
	if (!request.part && !str_eq(l->column[5], S("-")))
		return fail(ERR_INPUT, "no matter that this person may see holds “{0}”", l->column[5]);
	ctx_refresh(ctx);
	return take(d, ctx, l, 7, &request);
}

/* request KIND field=value …; matter=words attaches it to what is there */
static err do_request(struct demo *d, struct ctx *ctx, const struct line *l)
{
	LIST(struct arg) args = {0};
	struct request_in in = {.kind = l->column[3]};
	struct request_taken done;
	str title;
	for (size_t i = 4; i < l->n; i++) {
		str key, value;
		if (!str_split(l->column[i], '=', &key, &value))
			return fail(ERR_INPUT, "an argument is name=value, not “{0}”", l->column[i]);
		if (str_eq(key, S("matter")))
			TRY(matter_of(d, ctx, value, &in.matter));
		else
			*list_push(d->arena, &args) = (struct arg){key, value};
	}
	in.v = args.v;
	in.n = args.n;
	ctx_refresh(ctx);
	TRY(request_row_take(ctx, &in, &done));
	if (!in.matter && option(l, 4, S("title"), &title))
		*list_push(d->arena, &d->opened) = (struct document_row_){title, done.matter};
	return OK;
}

/* issue "words of the bulletin" ACTION */
static err do_issue(struct demo *d, struct ctx *ctx, const struct line *l)
{
	struct matter_view m;
	struct act_result done;
	struct act_request request = {.action = l->column[4]};
	TRY(matter_of(d, ctx, l->column[3], &request.matter));
	TRY(matter_read(ctx, request.matter, &m));
	int i = kind_action(m.row.kind, l->column[4]);
	if (i < 0)
		return fail(ERR_NOTFOUND, "there is no such action");
	TRY(bulletin_issue(ctx, &m, d->district, d->house->zone, &m.row.kind->actions[i], &request));
	return act(ctx, &request, &done);
}

static err do_set(struct demo *d, struct ctx *ctx, const struct line *l)
{
	return setting_set(ctx, &(struct setting_request){.name = l->column[3], .value = l->column[4], .reason = l->column[5],
							  .from = zone_day(d->house->zone, d->now)});
}

/* firms FILE PERIOD */
static err do_firms(struct demo *d, struct ctx *ctx, const struct line *l)
{
	return demo_firms(ctx, d->house->packs, demo_file(l->column[3]), l->column[4]);
}

/* confirm "words of the evaluation" */
static err do_confirm(struct demo *d, struct ctx *ctx, const struct line *l)
{
	int64_t id;
	TRY(matter_of(d, ctx, l->column[3], &id));
	return demo_confirm(ctx, id);
}

/* publish "words of the evaluation" */
static err do_publish(struct demo *d, struct ctx *ctx, const struct line *l)
{
	int64_t id;
	TRY(matter_of(d, ctx, l->column[3], &id));
	return demo_publish(ctx, id);
}

static const struct verb {
	const char *name;
	err (*fn)(struct demo *, struct ctx *, const struct line *);
} verbs[] = {{"ingest", do_ingest}, {"accept", do_accept}, {"dismiss", do_dismiss}, {"act", do_act}, {"open", do_open}, {"part", do_part}, {"set", do_set}, {"issue", do_issue}, {"request", do_request},
	   {"firms", do_firms}, {"confirm", do_confirm}, {"publish", do_publish}};

/* "2026-09-24 08:31" in the zone of the district */
static bool read_time(struct demo *d, str s, ms_t *ret)
{
	day_t day;
	int64_t hour, minute;
	if (s.n != 16 || !day_parse(str_cut(s, 0, 10), &day) || !str_int(str_cut(s, 11, 13), &hour) ||
	    !str_int(str_cut(s, 14, 16), &minute))
		return false;
	*ret = zone_at(d->house->zone, day, (int)((hour * 60 + minute) * 60000));
	return true;
}

/* What the minute trip of a server would have done at the beginning of each day until then:
 * lights change on their day, not when somebody looks. */
static err days_pass(struct demo *d, ms_t until)
{
	const struct zone *zone = d->house->zone;
	for (day_t day = zone_day(zone, d->now) + 1; zone_at(zone, day, 0) < until; day++) {
		int64_t moved;
		d->now = zone_at(zone, day, 60000);
		TRY(clock_due(d->house->core, d->arena, &moved));
	}
	d->now = until;
	return OK;
}

static err pass(void *arg, ms_t until)
{
	return days_pass(arg, until);
}

static err play_line(struct people *p, const struct line *l)
{
	struct demo *d = (struct demo *)p;
	struct ctx ctx;
	ms_t at;
	const struct actor *actor = people_actor(p, l->column[1]);
	if (!read_time(d, l->column[0], &at))
		return fail(ERR_INPUT, "{0} is not a time; write it as 2026-09-24 08:31", l->column[0]);
	if (d->asked)
		TRY(demo_asked_until(d->asked, at));
	TRY(demo_measured_until(d->measured, at));
	TRY(days_pass(d, at));
	if (!actor)
		return fail(ERR_INPUT, "there is no person {0}", l->column[1]);
	for (size_t i = 0; i < COUNT_OF(verbs); i++)
		if (str_eq(str_of(verbs[i].name), l->column[2])) {
			TRY(ctx_open(d->house->core, d->arena, actor, &ctx));
			err e = verbs[i].fn(d, &ctx, l);
			ctx_close(&ctx);
			return e;
		}
	return fail(ERR_INPUT, "there is no verb {0}", l->column[2]);
}

/* ---- two stories at once ---------------------------------------------------------------- */
static bool next_line(str *rest, str *ret)
{
	while (rest->n) {
		if (!str_split(*rest, '\n', ret, rest)) {
			*ret = *rest;
			*rest = STR_NONE;
		}
		if (ret->n && ret->p[0] != '#')
			return true;
	}
	return false;
}

/* By the times with which lines begin; of the same minute the first story goes first. */
static str merged(struct arena *a, str first, str second)
{
	struct buf b;
	str one, two;
	bool has_one = next_line(&first, &one), has_two = next_line(&second, &two);
	buf_init(&b, a);
	while (has_one || has_two) {
		bool take_one = has_one && (!has_two || str_cmp(str_cut(one, 0, 16), str_cut(two, 0, 16)) <= 0);
		buf_add(&b, take_one ? one : two);
		buf_byte(&b, '\n');
		if (take_one)
			has_one = next_line(&first, &one);
		else
			has_two = next_line(&second, &two);
	}
	return buf_str(&b);
}

/* ---- the command --------------------------------------------------------------------- */
/* The only thing that goes on after the story: what comes from stations is of the last days whenever the demo is made. The clock
 * goes on with it, so that what a person does then comes after what a station said. */
static err stations(struct demo *d)
{
	ms_t story = d->now, now = now_ms(&time_real);
	struct ctx ctx;
	TRY(ctx_open(d->house->core, d->arena, people_actor(&d->people, S("meijiyue")), &ctx));
	err e = demo_stations(&ctx, story, demo_file(S("stations.tsv")));
	ctx_close(&ctx);
	TRY(e);
	d->now = now > story ? now : story;
	TRY(ctx_open(d->house->core, d->arena, NULL, &ctx));
	e = demo_stations_go_on(&ctx, story, d->now, demo_file(S("stations.tsv")));
	ctx_close(&ctx);
	return e;
}

static err play(struct demo *d)
{
	TRY(house_system(d->house, d->arena, &d->system));
	d->people = (struct people){.arena = d->arena, .ctx = &d->system, .lang = d->people.lang, .demo = true};
	err e = core_mark_demo(&d->system);
	if (e == OK)
		e = each_line(&d->people, "data/demo/units.tsv", demo_file(S("units.tsv")), people_unit);
	if (e == OK)
		e = each_line(&d->people, "data/demo/people.tsv", demo_file(S("people.tsv")), people_person);
	if (e == OK)
		e = setting_set(&d->system, &(struct setting_request){.name = S("kernel.public_map"), .value = demo_file(S("map.tsv")), .reason = S("演示区示意图"),
								      .from = zone_day(d->house->zone, d->now)});
	if (e == OK && d->requests)
		e = each_line(&d->people, "data/demo/people_asked.tsv", demo_file(S("people_asked.tsv")), people_person);
	ctx_close(&d->system);
	TRY(e);
	TRY(demo_measured_new(d->arena, &(struct demo_measured_config){.core = d->house->core, .zone = d->house->zone, .people = &d->people, .now = demo_now,
		.pass = pass, .arg = d}, &d->measured));
	if (d->requests)
		TRY(demo_asked_new(d->arena, &(struct demo_asked_config){.house = d->house, .people = &d->people, .n = d->requests, .pass = pass, .arg = d}, &d->asked));
	str first = merged(d->arena, demo_file(S("story.tsv")), demo_file(S("projects.tsv")));
	str second = merged(d->arena, demo_file(S("challenges.tsv")), demo_file(S("requests.tsv")));
	str third = merged(d->arena, merged(d->arena, first, second), demo_file(S("yield.tsv")));
	TRY(each_line(&d->people, "data/demo/story.tsv + projects.tsv + challenges.tsv + requests.tsv + yield.tsv", third, play_line));
	if (d->asked)
		TRY(demo_asked_until(d->asked, demo_asked_end(d->house->zone)));
	return stations(d);
}

static err refuse_existing(str db, struct arena *a)
{
	struct stat st;
	if (!str_starts(db, S("postgresql:")) && stat(str_z(a, db), &st) == 0)
		return fail(ERR_INPUT, "{0} exists already; name another file, or remove it if the demo in it is no longer wanted", db);
	return OK;
}

/* The district is made under another name and moved when it is whole, the database last:
 * one that was broken off is never taken for one. */
static str name_of(struct arena *a, str db, const char *suffix)
{
	struct buf b;
	buf_init(&b, a);
	buf_add(&b, db);
	buf_z(&b, suffix);
	return buf_str(&b);
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	unused_arg(st);
	unused_arg(kind);
	unused_arg(at);
	return remove(path);
}

static void clear_away(struct arena *a, str making)
{
	static const char *const left[] = {"", "-wal", "-shm", ".lock"};
	for (size_t i = 0; i < COUNT_OF(left); i++)
		unlink(name_of(a, making, left[i]).p);
	nftw(name_of(a, making, ".blobs").p, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static _Thread_local size_t making_length; /* nftw hands nothing on */
static _Thread_local const char *final_name;

/* The name in the making with its end, as the same end of the final name. */
static int move_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	char to[4096];
	unused_arg(at);
	if (snprintf(to, sizeof to, "%s%s", final_name, path + making_length) >= (int)sizeof to)
		return errno = ENAMETOOLONG;
	if (kind == FTW_D)
		return mkdir(to, st->st_mode & 0700) < 0 && errno != EEXIST ? errno : 0;
	return rename(path, to) < 0 ? errno : 0;
}

static err move_all(struct arena *a, str making, str db)
{
	static const char *const parts[] = {".blobs", "-wal", ""};
	/* what an earlier database of this name left behind does not belong to this one */
	unlink(name_of(a, db, "-wal").p);
	unlink(name_of(a, db, "-shm").p);
	making_length = making.n;
	final_name = str_z(a, db);
	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		str from = name_of(a, making, parts[i]);
		if (access(from.p, F_OK) == 0 && nftw(from.p, move_one, 8, FTW_PHYS) != 0)
			return fail(ERR_IO, "{0} cannot be written ({1}); check the folder and the space on the disk",
				    name_of(a, db, parts[i]), str_of(strerrordesc_np(errno)));
	}
	return OK;
}

static err make(struct cli *cli, const struct config *config, int64_t requests)
{
	struct demo d = {.requests = requests, .people.lang = cli->lang, .arena = cli->arena, .district = config->district};
	d.time = (struct time_source){demo_now, &d};
	d.now = (ms_t)(requests ? day_of(2025, 11, 21) : day_of(2026, 1, 5)) * 86400000 + 3600000;
	TRY(house_open(cli, config, &d.time, &d.house));
	err e = play(&d);
	house_close(d.house);
	return e;
}

err cmd_demo(struct cli *cli)
{
	struct cli_opt opts[] = {{.name = "requests", .value = "N"}};
	struct config config;
	int64_t requests = 0;
	TRY(config_load(cli, opts, COUNT_OF(opts), &config));
	if (opts[0].ret.p && (!str_int(opts[0].ret, &requests) || requests < 1 || requests > DEMO_ASKED_MOST))
		return fail(ERR_USAGE, "write luoshi demo [--db FILE] [--requests N], with N from 1 to {0}", S("100000"));
	TRY(refuse_existing(config.db, cli->arena));
	if (str_starts(config.db, S("postgresql:")))
		return make(cli, &config, requests);
	str db = config.db;
	config.key = house_key(cli->arena, &config);
	config.db = name_of(cli->arena, db, ".making");
	clear_away(cli->arena, config.db);
	err e = make(cli, &config, requests);
	if (e == OK)
		e = move_all(cli->arena, config.db, db);
	clear_away(cli->arena, config.db);
	return e;
}
