/* SPDX-License-Identifier: Apache-2.0 */
/* Messages that are due are tried: claimed first (the next try is set before this one
 * begins), then spoken over the network, then marked. Death in between sends it again
 * under the same Message-ID. */
#include "relay/relay_in.h"

#include "base/fault.h"

STMT(send_due_rows,
     "SELECT id, channel, target, sort, tries, made FROM message WHERE region = $1 AND state = 0 AND next_at <= $2"
     " ORDER BY next_at, id LIMIT 100");
STMT(send_claim,
     "UPDATE message SET tries = tries + 1, next_at = $3, last = $4 WHERE region = $1 AND id = $2 AND state = 0 AND tries = $5");
STMT(send_pace, "UPDATE robot SET next_at = $3 WHERE region = $1 AND id = $2 AND next_at <= $4");
STMT(send_put_off, "UPDATE message SET next_at = $3 WHERE region = $1 AND id = $2 AND state = 0");
STMT(send_done, "UPDATE message SET state = $3, why = $4 WHERE region = $1 AND id = $2 AND state = 0 AND tries = $5");
STMT(send_items, "SELECT matter, unit, what, at FROM outbox WHERE region = $1 AND message = $2 ORDER BY due, id LIMIT 2000");
const struct stmt *const relay_send_stmts[] = {&send_due_rows, &send_claim, &send_pace, &send_put_off, &send_done, &send_items, NULL};

struct trying {
	struct pass *p;
	struct message m;
	ms_t now, next;
	ms_t pace;      /* between two messages of one robot */
	bool claimed;
	enum message_state state;
	str why;
};

/* ---- claiming ----------------------------------------------------------------------------- */
static err claim_job(struct conn *w, void *arg)
{
	struct trying *t = arg;
	int64_t region = t->p->r->region, changed;
	t->claimed = false;
	if (fault_point("relay.claim"))
		return fail(ERR_IO, "notices could not be gone on with; it is tried again");
	if (t->m.channel == CHANNEL_ROBOT) {
		TRY(exec(w, &send_pace, VALS(V_INT(region), V_INT(t->m.target), V_INT(t->now + t->pace), V_INT(t->now)), &changed));
		if (!changed)
			return exec(w, &send_put_off, VALS(V_INT(region), V_INT(t->m.id), V_INT(t->now + t->pace)), NULL);
	}
	TRY(exec(w, &send_claim, VALS(V_INT(region), V_INT(t->m.id), V_INT(t->next), V_INT(t->now), V_INT(t->m.tries)), &changed));
	t->claimed = changed > 0;
	return OK;
}

static err claim(struct trying *t)
{
	uint32_t chance;
	struct core *c = t->p->r->core;
	random_bytes(&chance, sizeof chance);
	t->pace = (MINUTE_MS + core_setting(c, PACK, "robot_per_minute") - 1) / core_setting(c, PACK, "robot_per_minute");
	t->next = t->now + retry_wait(core_setting(c, PACK, "retry_seconds") * 1000, t->m.tries + 1, chance);
	TRY(store_write(t->p->r->store, claim_job, t));
	t->m.tries += t->claimed;
	return OK;
}

/* ---- saying ---------------------------------------------------------------------------------- */
static err items_of(struct trying *t, struct conn *conn, struct item **ret, size_t *ret_n)
{
	LIST(struct item) l = {0};
	struct rows *r;
	struct arena *a = t->p->arena;
	TRY(query(conn, &send_items, VALS(V_INT(t->p->r->region), V_INT(t->m.id)), &r));
	while (rows_next(r))
		*list_push(a, &l) = (struct item){.matter = row_int(r, 0), .unit = row_int(r, 1), .what = row_copy(r, 2, a), .at = row_int(r, 3)};
	*ret = l.v;
	*ret_n = l.n;
	return rows_end(r);
}

static void drop(struct trying *t, const char *why)
{
	t->state = MESSAGE_DROPPED;
	t->why = str_of(why);
}

static str message_id(struct trying *t)
{
	struct buf b;
	buf_init(&b, t->p->arena);
	buf_fmt(&b, "%lld.%lld@" STR_FMT, (long long)t->m.id, (long long)t->p->r->region, STR_ARG(t->p->r->host));
	return buf_str(&b);
}

static void write_mail(struct trying *t, str to, const struct saying *said, enum lang lang, struct buf *ret)
{
	struct relay *r = t->p->r;
	struct buf link;
	buf_init(&link, t->p->arena);
	if (r->config.public_url.n) {
		buf_add(&link, r->config.public_url);
		buf_z(&link, "/me/notices");
	}
	struct buf name;
	buf_init(&name, t->p->arena);
	word_fmt(&name, lang, W("Luoshi, {0}"), (str[]){words2_in(&r->district, lang)}, 1);
	/* the instant it was made, so that every try has the same bytes */
	mail_put(ret, &(struct mail){.from = r->config.smtp_from, .from_name = buf_str(&name), .to = to, .subject = said->subject,
		.text = said->text, .message_id = message_id(t), .unsubscribe = t->m.sort == MESSAGE_CODE ? STR_NONE : buf_str(&link),
		.at = t->m.made, .offset = zone_offset(core_zone(r->core), t->m.made)});
}

/* What is said to a person, and where; dropped when there is nothing he may hear. */
static err compose_mail(struct trying *t, const struct item *items, size_t n, str *ret_to, struct buf *ret)
{
	struct pass *p = t->p;
	struct contact c;
	struct saying said;
	struct actor who;
	bool there;
	err e = actor_of_person(&p->x, t->m.target, &who);
	if (e == ERR_NOTFOUND)
		return drop(t, W("the person is no longer there")), OK;
	TRY(e);
	TRY(contact_read(&p->x, t->m.target, &c, &there));
	str to = t->m.sort == MESSAGE_CODE ? c.asked : c.address;
	if (!there || !to.n || (t->m.sort == MESSAGE_CODE ? !c.code.n : !c.proved))
		return drop(t, W("there is no mail address any more")), OK;
	if (t->m.sort == MESSAGE_CODE)
		TRY(say_code(p, &c, who.lang, &said));
	else
		TRY(say_items(p, &t->m, NULL, items, n, &said));
	if (!said.n)
		return drop(t, W("nothing in it may be told any more")), OK;
	write_mail(t, to, &said, who.lang, ret);
	*ret_to = to;
	return OK;
}

static err robot_of(struct trying *t, struct conn *conn, struct robot *ret, bool *ret_there)
{
	struct robot *v;
	size_t n;
	*ret_there = false;
	TRY(robots_all(&t->p->x, conn, &v, &n));
	for (size_t i = 0; i < n; i++)
		if (v[i].id == t->m.target) {
			*ret = v[i];
			*ret_there = true;
		}
	return OK;
}

static err compose_call(struct trying *t, struct conn *conn, const struct item *items, size_t n, struct robot_say *ret)
{
	struct robot robot;
	struct saying said;
	bool there;
	TRY(robot_of(t, conn, &robot, &there));
	if (!there)
		return drop(t, W("the robot was removed")), OK;
	if (t->m.sort == MESSAGE_TRY)
		TRY(say_try(t->p, &robot, &said));
	else
		TRY(say_items(t->p, &t->m, &robot, items, n, &said));
	if (!said.n)
		return drop(t, W("nothing in it may be told any more")), OK;
	*ret = (struct robot_say){.form = robot.form, .text = said.text, .id = message_id(t), .at = t->now};
	return robot_secrets(&t->p->x, &robot, &ret->url, &ret->secret);
}

/* ---- one try ------------------------------------------------------------------------------------ */
static err done_job(struct conn *w, void *arg)
{
	struct trying *t = arg;
	if (fault_point("relay.done"))
		return fail(ERR_IO, "notices could not be gone on with; it is tried again");
	return exec(w, &send_done, VALS(V_INT(t->p->r->region), V_INT(t->m.id), V_INT(t->state), V_TEXT(t->why), V_INT(t->m.tries)), NULL);
}

static void judge(struct trying *t, const struct wired *w)
{
	struct pass *p = t->p;
	t->why = w->why;
	t->state = w->answer == ANSWER_TAKEN ? MESSAGE_SENT : MESSAGE_WAITS;
	bool last = t->m.tries >= core_setting(p->r->core, PACK, "tries");
	if (w->answer == ANSWER_NEVER || (w->answer == ANSWER_LATER && last))
		t->state = MESSAGE_FAILED;
	bool sent = t->state == MESSAGE_SENT;
	p->done.sent += sent;
	p->done.failed += !sent;
	atomic_fetch_add(sent ? &p->r->sent : &p->r->failed, 1);
}

static err compose(struct trying *t, struct conn *conn, str *ret_to, struct buf *ret_mail, struct robot_say *ret_say)
{
	struct item *items;
	size_t n;
	TRY(items_of(t, conn, &items, &n));
	return t->m.channel == CHANNEL_MAIL ? compose_mail(t, items, n, ret_to, ret_mail) : compose_call(t, conn, items, n, ret_say);
}

static err try_one(struct trying *t)
{
	struct pass *p = t->p;
	struct conn *conn;
	struct buf mail;
	struct robot_say say = {0};
	struct wired w = {0};
	str to = STR_NONE;
	buf_init(&mail, p->arena);
	TRY(claim(t));
	if (!t->claimed)
		return OK;
	TRY(ctx_conn(&p->x, &conn));
	err e = compose(t, conn, &to, &mail, &say);
	ctx_refresh(&p->x); /* never a snapshot while the network is waited for */
	if (e != OK && e != ERR_INPUT)
		return e;
	if (e == ERR_INPUT) { /* one that is damaged must not be tried for ever, nor hold up the others */
		judge(t, &(struct wired){.answer = ANSWER_LATER, .why = str_of(W("it could not be put together; run `luoshi check`"))});
	} else if (t->state != MESSAGE_DROPPED) {
		if (fault_point("relay.before_wire"))
			return fail(ERR_IO, "notices could not be gone on with; it is tried again");
		if (t->m.channel == CHANNEL_MAIL)
			wire_mail(p->r, p->arena, to, buf_str(&mail), &w);
		else
			wire_call(p->r, p->arena, &say, &w);
		if (atomic_load(&p->r->stop) && w.answer != ANSWER_TAKEN)
			return OK; /* broken off by us: the claim stands, and it is tried again */
		if (fault_point("relay.after_wire"))
			return fail(ERR_IO, "notices could not be gone on with; it is tried again");
		judge(t, &w);
	}
	return store_write(p->r->store, done_job, t);
}

static err due_messages(struct pass *p, struct conn *conn, struct message **ret, size_t *ret_n)
{
	LIST(struct message) l = {0};
	struct rows *r;
	TRY(query(conn, &send_due_rows, VALS(V_INT(p->r->region), V_INT(relay_now(p->r))), &r));
	while (rows_next(r))
		*list_push(p->arena, &l) = (struct message){.id = row_int(r, 0), .channel = (enum channel)row_int(r, 1), .target = row_int(r, 2),
			.sort = (enum message_sort)row_int(r, 3), .tries = (int)row_int(r, 4), .made = row_int(r, 5)};
	*ret = l.v;
	*ret_n = l.n;
	return rows_end(r);
}

err send_due(struct pass *p)
{
	struct message *v;
	struct conn *conn;
	size_t n;
	TRY(ctx_conn(&p->x, &conn));
	err e = due_messages(p, conn, &v, &n);
	ctx_refresh(&p->x);
	TRY(e);
	for (size_t i = 0; i < n && !atomic_load(&p->r->stop); i++) {
		bool ours_still;
		TRY(lease_take(p, &ours_still));
		if (!ours_still)
			return OK;
		struct trying t = {.p = p, .m = v[i], .now = relay_now(p->r), .why = S("")};
		TRY(try_one(&t));
	}
	return OK;
}
