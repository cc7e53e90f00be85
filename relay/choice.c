/* SPDX-License-Identifier: Apache-2.0 */
/* How a person wants to be told: rows for what he chose, the district's settings for the
 * rest. Each change is an event of the person. */
#include "relay/relay_in.h"

#include <string.h>

STMT(choice_rows, "SELECT name, value FROM notice_choice WHERE region = $1 AND person = $2 ORDER BY name");
STMT(choice_proved, "SELECT proved FROM contact WHERE region = $1 AND person = $2");
STMT(choice_put, "UPDATE notice_choice SET value = $4 WHERE region = $1 AND person = $2 AND name = $3");
STMT(choice_new, "INSERT INTO notice_choice(region, person, name, value) VALUES($1, $2, $3, $4)");
const struct stmt *const relay_choice_stmts[] = {&choice_rows, &choice_proved, &choice_put, &choice_new, NULL};

/* Everything there is to choose, by name; the names stand in rows and events. */
enum { CHOICE_DIGEST = TOPICS, CHOICE_FROM, CHOICE_TO, CHOICE_REST, CHOICES };
static const char *const names[CHOICES] = {
	[TOPIC_TASK] = "mail_task", [TOPIC_REMIND] = "mail_remind", [TOPIC_TIME] = "mail_time", [TOPIC_STEP] = "mail_step",
	[TOPIC_WATCH] = "mail_watch", [CHOICE_DIGEST] = "digest_minute", [CHOICE_FROM] = "quiet_from", [CHOICE_TO] = "quiet_to",
	[CHOICE_REST] = "quiet_rest",
};

static void initial(struct core *c, int64_t ret[CHOICES])
{
	for (size_t i = 0; i < CHOICES; i++)
		ret[i] = core_setting(c, PACK, names[i]);
}

static err chosen(struct core *c, struct conn *conn, int64_t person, int64_t ret[CHOICES], bool *ret_some)
{
	struct rows *r;
	*ret_some = false;
	TRY(query(conn, &choice_rows, VALS(V_INT(core_region(c)), V_INT(person)), &r));
	while (rows_next(r))
		for (size_t i = 0; i < CHOICES; i++)
			if (str_eq(row_text(r, 0), str_of(names[i]))) {
				ret[i] = row_int(r, 1);
				*ret_some = true;
			}
	return rows_end(r);
}

static void telling_from(struct core *c, const int64_t v[CHOICES], struct telling *ret)
{
	*ret = (struct telling){.quiet = {(int)v[CHOICE_FROM], (int)v[CHOICE_TO], v[CHOICE_REST] != 0},
		.digest = {(int)v[CHOICE_DIGEST], core_setting(c, PACK, "digest_workdays") != 0}};
	for (size_t i = 0; i < TOPICS; i++)
		ret->mail[i] = (enum how)v[i];
}

void telling_initial(struct core *c, struct telling *ret)
{
	int64_t v[CHOICES];
	initial(c, v);
	telling_from(c, v, ret);
}

static void telling_values(const struct telling *t, int64_t ret[CHOICES])
{
	for (size_t i = 0; i < TOPICS; i++)
		ret[i] = t->mail[i];
	ret[CHOICE_DIGEST] = t->digest.minute;
	ret[CHOICE_FROM] = t->quiet.from;
	ret[CHOICE_TO] = t->quiet.to;
	ret[CHOICE_REST] = t->quiet.rest;
}

err telling_of(struct core *c, struct conn *conn, int64_t person, const struct telling *first, struct telling *ret)
{
	int64_t v[CHOICES];
	struct rows *r;
	bool found, some;
	TRY(query_one(conn, &choice_proved, VALS(V_INT(core_region(c)), V_INT(person)), &r, &found));
	bool mailable = found && row_int(r, 0) != 0;
	*ret = *first;
	if (!mailable)
		return OK;
	telling_values(first, v);
	TRY(chosen(c, conn, person, v, &some));
	telling_from(c, v, ret);
	ret->mailable = true;
	return OK;
}

/* ---- for the page ------------------------------------------------------------------------- */
/* l…g@example.cn: enough to know one's own by. */
static str address_masked(struct arena *a, str address)
{
	str local, domain;
	struct buf b;
	buf_init(&b, a);
	if (!str_split(address, '@', &local, &domain) || !local.n)
		return S("");
	buf_byte(&b, local.p[0]);
	buf_z(&b, "***");
	if (local.n > 4)
		buf_byte(&b, local.p[local.n - 1]);
	buf_fmt(&b, "@" STR_FMT, STR_ARG(domain));
	return buf_str(&b);
}

err choices_read(struct ctx *x, struct choices *ret)
{
	struct conn *conn;
	int64_t v[CHOICES];
	struct contact c;
	bool some, there;
	initial(x->core, v);
	TRY(ctx_conn(x, &conn));
	TRY(chosen(x->core, conn, x->actor.user, v, &some));
	TRY(contact_read(x, x->actor.user, &c, &there));
	*ret = (struct choices){.digest_minute = (int)v[CHOICE_DIGEST], .quiet_from = (int)v[CHOICE_FROM], .quiet_to = (int)v[CHOICE_TO],
		.quiet_rest = v[CHOICE_REST] != 0, .own = some};
	for (size_t i = 0; i < TOPICS; i++)
		ret->mail[i] = (int)v[i];
	if (there) {
		ret->waiting = c.code.n && c.code_ends > x->now;
		ret->proved = c.proved;
		ret->mail_to = address_masked(x->arena, ret->waiting ? c.asked : c.address);
	}
	return OK;
}

static bool minute_ok(int m)
{
	return m >= 0 && m < 24 * 60;
}

err choices_keep(struct ctx *x, const struct choices *c)
{
	int64_t was[CHOICES], v[CHOICES] = {[CHOICE_DIGEST] = c->digest_minute, [CHOICE_FROM] = c->quiet_from, [CHOICE_TO] = c->quiet_to,
		[CHOICE_REST] = c->quiet_rest};
	struct fact facts[CHOICES];
	struct fact_row rows[CHOICES];
	struct conn *conn;
	size_t n = 0;
	bool some;
	if (!minute_ok(c->digest_minute) || !minute_ok(c->quiet_from) || !minute_ok(c->quiet_to))
		return fail(ERR_INPUT, "a time of day is written like 08:30");
	for (size_t i = 0; i < TOPICS; i++) {
		v[i] = c->mail[i];
		if (v[i] < HOW_OFF || v[i] > HOW_DIGEST)
			return fail(ERR_INPUT, "choose for each topic: at once, in the daily digest, or not at all");
	}
	initial(x->core, was);
	TRY(ctx_conn(x, &conn));
	TRY(chosen(x->core, conn, x->actor.user, was, &some));
	for (size_t i = 0; i < CHOICES; i++) {
		struct buf b;
		if (v[i] == was[i])
			continue;
		buf_init(&b, x->arena);
		buf_int(&b, v[i]);
		facts[n] = (struct fact){.name = str_of(names[i]), .value = buf_str(&b)};
		rows[n++] = (struct fact_row){.stmt = &choice_put, .insert = &choice_new, .n = 4,
			.v = {V_INT(core_region(x->core)), V_INT(x->actor.user), V_TEXT(str_of(names[i])), V_INT(v[i])}};
	}
	return n ? fact_of_person(x, S("notices"), facts, n, rows, n) : OK;
}
