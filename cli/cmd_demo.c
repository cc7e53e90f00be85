/* SPDX-License-Identifier: Apache-2.0 */
/* luoshi demo: the demo district 榴园区, the same every time. Units, people and what
 * happened stand in data/demo; the story is played through the same functions that a
 * person's clicks go through, with the clock set to each line's time. */
#include "cli/demo_data.h"
#include "cli/house.h"
#include "web/web.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define COLUMNS 16

struct actor_row {
	str login;
	struct actor actor;
};
struct unit_row {
	str name;
	int64_t id;
};
struct document_row_ {
	str file;
	int64_t id;
};
struct demo {
	struct cli *cli;
	struct arena *arena;
	struct house *house;
	struct time_source time;
	ms_t now;
	struct ctx system;
	LIST(struct actor_row) people;
	LIST(struct unit_row) units;
	LIST(struct document_row_) documents;
};

static ms_t demo_now(void *arg)
{
	return ((struct demo *)arg)->now;
}

/* ---- tables ------------------------------------------------------------------ */
struct line {
	str column[COLUMNS];
	size_t n;
	int number;
};
typedef err (*line_fn)(struct demo *, const struct line *);

static void cut(str s, struct line *ret)
{
	str rest = s;
	for (ret->n = 0; ret->n < COLUMNS - 1 && str_split(rest, '\t', &ret->column[ret->n], &rest); ret->n++)
		;
	ret->column[ret->n++] = rest;
	for (size_t i = ret->n; i < COLUMNS; i++)
		ret->column[i] = STR_NONE;
}

static err each_line(struct demo *d, const char *file, line_fn fn)
{
	str rest = demo_file(str_of(file)), one;
	struct line line = {0};
	while (rest.n) {
		line.number++;
		if (!str_split(rest, '\n', &one, &rest)) {
			one = rest;
			rest = STR_NONE;
		}
		if (!one.n || one.p[0] == '#')
			continue;
		cut(one, &line);
		err e = fn(d, &line);
		if (e != OK) {
			struct buf said, where;
			buf_init(&said, d->arena);
			buf_init(&where, d->arena);
			fail_text(&said, d->cli->lang);
			buf_fmt(&where, "data/demo/%s:%d", file, line.number);
			return fail(e, "{0}: {1}", buf_str(&where), buf_str(&said));
		}
	}
	return OK;
}

/* ---- units and people ------------------------------------------------------------ */
static int64_t unit_id(struct demo *d, str name)
{
	for (size_t i = 0; i < d->units.n; i++)
		if (str_eq(d->units.v[i].name, name))
			return d->units.v[i].id;
	return 0;
}

static err add_unit(struct demo *d, const struct line *l)
{
	LIST(str) aliases = {0};
	str rest = l->column[4], one;
	int64_t order = 0, id;
	const str comma = S("、");
	for (ptrdiff_t at; rest.n; rest = at < 0 ? STR_NONE : str_cut(rest, (size_t)at + comma.n, rest.n)) {
		at = str_find(rest, comma, 0);
		one = at < 0 ? rest : str_cut(rest, 0, (size_t)at);
		*list_push(d->arena, &aliases) = one;
	}
	if (!str_int(l->column[0], &order))
		return fail(ERR_INPUT, "the order of a unit is a number");
	struct unit_new unit = {.parent = unit_id(d, l->column[1]), .name = l->column[2], .short_name = l->column[3],
				.aliases = aliases.v, .n_aliases = aliases.n, .order = (int)order};
	TRY(unit_add(&d->system, &unit, &id));
	*list_push(d->arena, &d->units) = (struct unit_row){l->column[3], id};
	return OK;
}

static uint32_t duties_of(str s)
{
	uint32_t set = 0;
	for (str head, rest = s; rest.n;) {
		if (!str_split(rest, ',', &head, &rest)) {
			head = rest;
			rest = STR_NONE;
		}
		for (int d = 0; d < DUTIES; d++)
			if (str_eq(str_of(duty_name((enum duty)d)), head))
				set |= 1u << d;
	}
	return set;
}

static err add_person(struct demo *d, const struct line *l)
{
	int64_t id;
	struct user_new user = {.unit = unit_id(d, l->column[1]), .login = l->column[0], .name = l->column[2],
				.post = l->column[3], .duties = duties_of(l->column[4]), .demo = true};
	TRY(user_add(&d->system, &user, &id));
	*list_push(d->arena, &d->people) = (struct actor_row){
		l->column[0], {.user = id, .unit = user.unit, .duties = user.duties, .name = user.name, .unit_name = l->column[1]}};
	return OK;
}

/* ---- the story --------------------------------------------------------------------- */
static const struct actor *actor_of(struct demo *d, str login)
{
	for (size_t i = 0; i < d->people.n; i++)
		if (str_eq(d->people.v[i].login, login))
			return &d->people.v[i].actor;
	return NULL;
}

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

static err matter_of(struct ctx *ctx, str words, int64_t *ret)
{
	struct matter_page page;
	struct matter_query query = {.words = words, .due_from = DAY_NONE, .due_to = DAY_NONE};
	TRY(matter_list(ctx, &query, &page));
	if (!page.n)
		return fail(ERR_INPUT, "no matter that this person may see holds “{0}”", words);
	*ret = page.rows[0].id;
	return OK;
}

static err do_act(struct demo *d, struct ctx *ctx, const struct line *l)
{
	struct act_request request = {.action = l->column[4]};
	struct act_result done;
	struct upload file;
	LIST(struct arg) args = {0};
	TRY(matter_of(ctx, l->column[3], &request.matter));
	for (size_t i = 5; i < l->n; i++) {
		str key, value;
		if (!str_split(l->column[i], '=', &key, &value))
			return fail(ERR_INPUT, "an argument is name=value, not “{0}”", l->column[i]);
		if (str_eq(key, S("reason")))
			request.reason = value;
		else if (str_eq(key, S("file")) && str_split(value, ':', &file.name, &file.bytes))
			request.files = &file, request.n_files = 1;
		else
			*list_push(d->arena, &args) = (struct arg){key, value};
	}
	request.args = args.v;
	request.n_args = args.n;
	return act(ctx, &request, &done);
}

static const struct verb {
	const char *name;
	err (*fn)(struct demo *, struct ctx *, const struct line *);
} verbs[] = {{"ingest", do_ingest}, {"accept", do_accept}, {"dismiss", do_dismiss}, {"act", do_act}};

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

static err play_line(struct demo *d, const struct line *l)
{
	struct ctx ctx;
	const struct actor *actor = actor_of(d, l->column[1]);
	if (!read_time(d, l->column[0], &d->now))
		return fail(ERR_INPUT, "{0} is not a time; write it as 2026-09-24 08:31", l->column[0]);
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

/* ---- the command --------------------------------------------------------------------- */
static err play(struct demo *d)
{
	TRY(house_system(d->house, d->arena, &d->system));
	err e = core_mark_demo(&d->system);
	if (e == OK)
		e = each_line(d, "units.tsv", add_unit);
	if (e == OK)
		e = each_line(d, "people.tsv", add_person);
	ctx_close(&d->system);
	return e == OK ? each_line(d, "story.tsv", play_line) : e;
}

static err refuse_existing(str db, struct arena *a)
{
	struct stat st;
	if (!str_starts(db, S("postgresql:")) && stat(str_z(a, db), &st) == 0)
		return fail(ERR_INPUT, "{0} exists already; name another file, or remove it if the demo in it is no longer wanted", db);
	return OK;
}

err cmd_demo(struct cli *cli)
{
	struct config config;
	struct demo d = {.cli = cli, .arena = cli->arena};
	TRY(config_load(cli, NULL, 0, &config));
	TRY(refuse_existing(config.db, cli->arena));
	d.time = (struct time_source){demo_now, &d};
	d.now = (ms_t)day_of(2026, 1, 5) * 86400000 + 3600000;
	TRY(house_open(cli, &config, &d.time, &d.house));
	err e = play(&d);
	house_close(d.house);
	return e;
}
