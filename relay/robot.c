/* SPDX-License-Identifier: Apache-2.0 */
/* Group robots of units, and messages that did not reach: the administrator's side. */
#include "relay/relay_in.h"

#include <string.h>

STMT(robot_rows, "SELECT id, unit, form, name, topics, next_at, sealed FROM robot WHERE region = $1 AND active = 1 ORDER BY id");
STMT(robot_new, "INSERT INTO robot(region, id, unit, form, name, topics, active, next_at, sealed) VALUES($1, $2, $3, $4, $5, $6, 1, 0, $7)");
STMT(robot_drop, "DELETE FROM robot WHERE region = $1 AND id = $2");
STMT(failed_rows,
     "SELECT id, channel, target, tries, made, last, state, why FROM message WHERE region = $1 AND state = $2"
     " ORDER BY next_at DESC, id DESC LIMIT 50");
STMT(failed_restart, "UPDATE message SET state = 0, tries = 0, next_at = $3 WHERE region = $1 AND id = $2 AND state = 2");
const struct stmt *const relay_robot_stmts[] = {&robot_rows, &robot_new, &robot_drop, &failed_rows, &failed_restart, NULL};

#define ROBOTS_MOST 200
#define URL_MOST 1000
#define SECRET_MOST 200
#define NAME_MOST 120

const struct robot_form_row robot_forms[] = {
	[ROBOT_JSON] = {"json", {S("其他程序"), S("another program")}},
	[ROBOT_DINGTALK] = {"dingtalk", {S("钉钉"), S("DingTalk")}},
	[ROBOT_WECOM] = {"wecom", {S("企业微信"), S("WeCom")}},
	[ROBOT_FEISHU] = {"feishu", {S("飞书"), S("Feishu")}},
};
const size_t robot_forms_n = COUNT_OF(robot_forms);

bool robot_may(const struct ctx *x)
{
	return x->actor.duties & (1u << DUTY_SYSTEM | 1u << DUTY_SUPERVISION);
}

static err must_be_allowed(const struct ctx *x)
{
	return robot_may(x) ? OK : fail(ERR_DENIED, "only the system administrator and the supervision office may do this");
}

/* ---- reading ------------------------------------------------------------------------------ */
err robots_all(struct ctx *x, struct conn *conn, struct robot **ret, size_t *ret_n)
{
	LIST(struct robot) l = {0};
	struct rows *r;
	TRY(query(conn, &robot_rows, VALS(V_INT(core_region(x->core))), &r));
	while (rows_next(r))
		*list_push(x->arena, &l) = (struct robot){.id = row_int(r, 0), .unit = row_int(r, 1), .form = (enum robot_form)row_int(r, 2),
			.name = row_copy(r, 3, x->arena), .topics = (uint32_t)row_int(r, 4), .next_at = row_int(r, 5),
			.sealed = row_copy(r, 6, x->arena)};
	*ret = l.v;
	*ret_n = l.n;
	return rows_end(r);
}

err robot_secrets(struct ctx *x, const struct robot *robot, str *ret_url, str *ret_secret)
{
	struct fact *v;
	size_t n;
	TRY(facts_open(x, robot->id, robot->sealed, &v, &n));
	*ret_url = *ret_secret = S("");
	for (size_t i = 0; i < n; i++) {
		if (str_eq(v[i].name, S("url")))
			*ret_url = v[i].value;
		if (str_eq(v[i].name, S("secret")))
			*ret_secret = v[i].value;
	}
	return OK;
}

static err row_of(struct ctx *x, const struct robot *robot, struct robot_row *ret)
{
	str url, secret, host;
	TRY(robot_secrets(x, robot, &url, &secret));
	if (!robot_host(x->arena, url, &host))
		host = S("");
	*ret = (struct robot_row){.id = robot->id, .unit = robot->unit, .form = (int)robot->form, .name = robot->name,
		.unit_name = unit_name(x, robot->unit), .host = host, .topics = robot->topics, .has_secret = secret.n > 0};
	return OK;
}

err robot_list(struct ctx *x, struct robot_row **ret, size_t *ret_n)
{
	struct conn *conn;
	struct robot *robots;
	size_t n;
	TRY(must_be_allowed(x));
	TRY(ctx_conn(x, &conn));
	TRY(robots_all(x, conn, &robots, &n));
	struct robot_row *v = arena_new_n(x->arena, n, struct robot_row);
	for (size_t i = 0; i < n; i++)
		TRY(row_of(x, &robots[i], &v[i]));
	*ret = v;
	*ret_n = n;
	return OK;
}

/* ---- changing ------------------------------------------------------------------------------ */
static bool plain_line(str s, size_t most)
{
	if (s.n > most || utf8_valid(s) != s.n)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if ((uint8_t)s.p[i] < 0x20 || s.p[i] == 0x7f)
			return false;
	return true;
}

static int form_named(str name)
{
	for (size_t i = 0; i < robot_forms_n; i++)
		if (str_eq(name, str_of(robot_forms[i].name)))
			return (int)i;
	return -1;
}

static err check_new(struct ctx *x, struct relay *r, const struct robot_new *k, int *ret_form)
{
	str host, hosts = r ? r->config.webhook_hosts : S("");
	*ret_form = form_named(k->form);
	if (!str_trim(k->name).n || !plain_line(k->name, NAME_MOST))
		return fail(ERR_INPUT, "a robot needs a name of at most 40 characters");
	if (!unit_name(x, k->unit).n)
		return fail(ERR_INPUT, "choose the unit whose group this is");
	if (*ret_form < 0)
		return fail(ERR_INPUT, "choose what sort of group this is");
	if (!k->topics)
		return fail(ERR_INPUT, "choose at least one topic that the group is told of");
	if (k->url.n > URL_MOST || !robot_host(x->arena, k->url, &host))
		return fail(ERR_INPUT, "this is not the address of a robot; copy it as the group shows it, beginning with https://");
	if (!host_listed(hosts, host))
		return fail(ERR_INPUT, "nothing may be sent to {0}; the system administrator can add it to webhook_hosts", host);
	if (!plain_line(k->secret, SECRET_MOST))
		return fail(ERR_INPUT, "this is not a secret as groups give it; copy it once more");
	return OK;
}

err robot_add(struct ctx *x, struct relay *r, const struct robot_new *k, int64_t *ret)
{
	struct robot_row *rows;
	size_t n;
	int form;
	str sealed, url = str_trim(k->url), secret = str_trim(k->secret);
	struct robot_new clean = *k;
	clean.url = url;
	clean.secret = secret;
	TRY(must_be_allowed(x));
	TRY(check_new(x, r, &clean, &form));
	TRY(robot_list(x, &rows, &n));
	if (n >= ROBOTS_MOST)
		return fail(ERR_LIMIT, "there are 200 robots; remove one first");
	int64_t id = store_new_id(core_store(x->core), x->now);
	const struct fact kept[] = {{S("url"), url, true}, {S("secret"), secret, true}};
	TRY(facts_seal(x, id, kept, 2, &sealed));
	struct buf b;
	buf_init(&b, x->arena);
	buf_fmt(&b, "robot.%lld", (long long)id);
	str name = buf_str(&b);
	const struct fact facts[] = {{name, str_trim(k->name), false}, {S("robot_url"), url, true}, {S("robot_secret"), secret, true}};
	const struct fact_row row = {.stmt = &robot_new, .one = true, .n = 7, .v = {V_INT(core_region(x->core)), V_INT(id), V_INT(k->unit),
		V_INT(form), V_TEXT(str_trim(k->name)), V_INT(k->topics), V_BLOB(sealed)}};
	TRY(fact_of_district(x, S("robot_add"), id, facts, COUNT_OF(facts), &row, 1));
	*ret = id;
	return OK;
}

static err robot_there(struct ctx *x, int64_t id)
{
	struct robot_row *rows;
	size_t n;
	TRY(robot_list(x, &rows, &n));
	for (size_t i = 0; i < n; i++)
		if (rows[i].id == id)
			return OK;
	return fail(ERR_NOTFOUND, "there is no such robot; it may have been removed meanwhile");
}

err robot_remove(struct ctx *x, int64_t id)
{
	struct buf b;
	TRY(robot_there(x, id));
	buf_init(&b, x->arena);
	buf_fmt(&b, "robot.%lld", (long long)id);
	const struct fact facts[] = {{buf_str(&b), S(""), false}};
	const struct fact_row row = {.stmt = &robot_drop, .one = true, .n = 2, .v = {V_INT(core_region(x->core)), V_INT(id)}};
	return fact_of_district(x, S("robot_remove"), id, facts, 1, &row, 1);
}

err robot_try(struct ctx *x, int64_t id)
{
	struct buf b;
	TRY(robot_there(x, id));
	buf_init(&b, x->arena);
	buf_fmt(&b, "robot.%lld", (long long)id);
	const struct fact facts[] = {{buf_str(&b), S("tried"), false}};
	const struct fact_row row = message_row(x->core, x->now, store_new_id(core_store(x->core), x->now), CHANNEL_ROBOT, id, MESSAGE_TRY);
	return fact_of_district(x, S("robot_try"), id, facts, 1, &row, 1);
}

/* ---- what did not reach --------------------------------------------------------------------- */
struct failed_raw {
	struct failed_row row;
	int64_t target;
};

static err failed_of(struct ctx *x, struct conn *conn, enum message_state state, struct failed_raw *ret, size_t *n)
{
	struct rows *r;
	TRY(query(conn, &failed_rows, VALS(V_INT(core_region(x->core)), V_INT(state)), &r));
	while (rows_next(r)) {
		struct failed_row f = {.id = row_int(r, 0), .channel = (enum channel)row_int(r, 1), .tries = (int)row_int(r, 3), .made = row_int(r, 4),
			.last = row_int(r, 5), .given_up = row_int(r, 6) == MESSAGE_FAILED, .why = row_copy(r, 7, x->arena)};
		if (f.why.n)
			ret[(*n)++] = (struct failed_raw){f, row_int(r, 2)};
	}
	return rows_end(r);
}

/* Of a person only the unit: an administrator has no business with who reads what. */
static str target_name(struct ctx *x, const struct failed_raw *f, const struct robot *robots, size_t n)
{
	struct actor who;
	for (size_t i = 0; i < n; i++)
		if (f->row.channel == CHANNEL_ROBOT && robots[i].id == f->target)
			return robots[i].name;
	if (f->row.channel == CHANNEL_MAIL && actor_of_person(x, f->target, &who) == OK)
		return who.unit_name;
	return S("");
}

err failed_list(struct ctx *x, struct failed_row **ret, size_t *ret_n)
{
	struct conn *conn;
	struct robot *robots;
	size_t n = 0, n_robots;
	struct failed_raw *raw = arena_new_n(x->arena, 100, struct failed_raw);
	TRY(must_be_allowed(x));
	TRY(ctx_conn(x, &conn));
	TRY(failed_of(x, conn, MESSAGE_FAILED, raw, &n));
	TRY(failed_of(x, conn, MESSAGE_WAITS, raw, &n));
	TRY(robots_all(x, conn, &robots, &n_robots));
	struct failed_row *v = arena_new_n(x->arena, n, struct failed_row);
	for (size_t i = 0; i < n; i++) {
		v[i] = raw[i].row;
		v[i].to = target_name(x, &raw[i], robots, n_robots);
	}
	*ret = v;
	*ret_n = n;
	return OK;
}

struct again {
	int64_t region, id;
	ms_t now;
	int64_t changed;
};
static err again_job(struct conn *w, void *arg)
{
	struct again *k = arg;
	return exec(w, &failed_restart, VALS(V_INT(k->region), V_INT(k->id), V_INT(k->now)), &k->changed);
}

err failed_again(struct ctx *x, int64_t id)
{
	struct again k = {core_region(x->core), id, x->now, 0};
	TRY(must_be_allowed(x));
	ctx_refresh(x);
	TRY(store_write(core_store(x->core), again_job, &k));
	return k.changed ? OK : fail(ERR_CONFLICT, "this message is no longer waiting for you; look at the list again");
}
