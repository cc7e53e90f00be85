/* SPDX-License-Identifier: Apache-2.0 */
/* The log after the mark becomes notices and outbox rows; all of one piece of the log in
 * the same transaction that moves the mark. */
#include "relay/open311_in.h"

#include "base/fault.h"

STMT(fill_mark, "SELECT seq FROM relay_mark WHERE region = $1");
STMT(fill_move, "UPDATE relay_mark SET seq = $3 WHERE region = $1 AND seq = $2 AND holder = $4");
STMT(fill_notice,
     "INSERT INTO notice(region, person, id, unseen, seq, what, topic, matter, unit, at) VALUES($1, $2, $3, 1, $4, $5, $6, $7, $8, $9)");
STMT(fill_count, "UPDATE notice_count SET unseen = unseen + $3 WHERE region = $1 AND person = $2");
STMT(fill_count_new, "INSERT INTO notice_count(region, person, unseen) VALUES($1, $2, $3)");
STMT(fill_outbox,
     "INSERT INTO outbox(region, id, channel, target, seq, what, matter, unit, at, how, due, message)"
     " VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0)");
const struct stmt *const relay_fill_stmts[] = {&fill_mark, &fill_move, &fill_notice, &fill_count, &fill_count_new, &fill_outbox, NULL};

#define DAY_MS 86400000LL

struct news { /* one thing to tell somebody of */
	const struct told_event *e;
	str what;
	enum topic topic;
	bool urgent;
	int64_t part;
};
struct line { /* a notice (channel 0) or an outbox row */
	int channel;
	int64_t id, target;
	struct news news;
	enum how how;
	ms_t due;
};
struct filling {
	struct pass *p;
	struct conn *conn; /* of the reader */
	struct telling initial;
	struct robot *robots;
	size_t n_robots;
	struct place_in_time place;
	ms_t now;
	bool late; /* the event is too old to be sent out */
	int64_t from, to;
	LIST(struct line) lines;
	LIST(const struct told_event *) forwards;
};

static struct line *line_add(struct filling *f, const struct news *n, int channel, int64_t target)
{
	struct line *l = list_push(f->p->arena, &f->lines);
	*l = (struct line){.channel = channel, .target = target, .news = *n, .id = store_new_id(f->p->r->store, f->now)};
	return l;
}

static err tell_by_mail(struct filling *f, const struct news *n, int64_t person)
{
	struct telling t;
	if (!relay_mails(f->p->r))
		return OK;
	TRY(telling_of(f->p->r->core, f->conn, person, &f->initial, &t));
	if (!t.mailable || t.mail[n->topic] == HOW_OFF || f->late)
		return OK;
	struct line *l = line_add(f, n, CHANNEL_MAIL, person);
	l->how = t.mail[n->topic];
	l->due = notice_due(&f->place, &t.quiet, &t.digest, l->how, n->urgent, f->now);
	return OK;
}

static void tell_robots(struct filling *f, const struct news *n, const struct person *people, size_t n_people)
{
	for (size_t i = 0; i < f->n_robots && !f->late; i++) {
		bool concerned = false;
		for (size_t k = 0; k < n_people; k++)
			concerned |= people[k].unit == f->robots[i].unit;
		if (!concerned || !(f->robots[i].topics >> n->topic & 1))
			continue;
		struct line *l = line_add(f, n, CHANNEL_ROBOT, f->robots[i].id);
		l->how = HOW_NOW;
		l->due = notice_due(&f->place, &f->initial.quiet, &f->initial.digest, HOW_NOW, n->urgent, f->now);
	}
}

static bool told_already(const struct filling *f, const struct news *n, int64_t person)
{
	for (size_t i = f->lines.n; i > 0; i--) {
		const struct line *l = &f->lines.v[i - 1];
		if (l->news.e->seq != n->e->seq)
			return false;
		if (!l->channel && l->target == person && str_eq(l->news.what, n->what))
			return true;
	}
	return false;
}

static err tell(struct filling *f, const struct news *n, role_set roles)
{
	struct person *people;
	size_t n_people;
	if (!roles)
		return OK;
	TRY(told_people(&f->p->x, n->e->matter, n->part, roles, &people, &n_people));
	for (size_t i = 0; i < n_people; i++) {
		if (people[i].id == n->e->actor || told_already(f, n, people[i].id))
			continue;
		line_add(f, n, 0, people[i].id);
		TRY(tell_by_mail(f, n, people[i].id));
	}
	tell_robots(f, n, people, n_people);
	return OK;
}

/* Whoever follows a matter hears of every step in it, unless he was told of it anyway. */
static err tell_watchers(struct filling *f, const struct told_event *e, str what)
{
	struct news n = {e, what, TOPIC_WATCH, false, 0};
	int64_t *ids;
	size_t count;
	if (!f->p->r->config.watchers)
		return OK;
	TRY(f->p->r->config.watchers(&f->p->x, e->matter, &ids, &count));
	for (size_t i = 0; i < count; i++) {
		struct told_brief brief;
		struct ctx as = f->p->x;
		if (ids[i] == e->actor || told_already(f, &n, ids[i]) || actor_of_person(&f->p->x, ids[i], &as.actor) != OK)
			continue;
		err seen = told_brief(&as, e->matter, &brief);
		if (seen == ERR_NOTFOUND)
			continue;
		TRY(seen);
		line_add(f, &n, 0, ids[i]);
		TRY(tell_by_mail(f, &n, ids[i]));
	}
	return OK;
}

static err tell_event(struct filling *f, const struct told_event *e)
{
	f->late = f->now - e->at > core_setting(f->p->r->core, PACK, "late_days") * DAY_MS;
	if (forward_asked(f->p->r, e))
		*list_push(f->p->arena, &f->forwards) = e;
	if (e->action) {
		struct news n = {e, e->what, e->action->topic, e->action->urgent, e->part};
		TRY(tell(f, &n, e->action->tells));
		TRY(tell_watchers(f, e, e->what));
	}
	bool orange = e->turned == LIGHT_ORANGE, yellow = e->turned == LIGHT_YELLOW || orange, red = e->turned == LIGHT_RED;
	struct news n = {e, red ? S(WHAT_RED) : orange ? S(WHAT_ORANGE) : S(WHAT_YELLOW), TOPIC_TIME, false, 0};
	if (yellow || red) {
		TRY(tell(f, &n, red ? e->kind->tells_red : e->kind->tells_yellow));
		TRY(tell_watchers(f, e, n.what));
	}
	return OK;
}

/* ---- writing ------------------------------------------------------------------------------------- */
static err put_notice(struct filling *f, struct conn *w, const struct line *l)
{
	const struct told_event *e = l->news.e;
	int64_t region = f->p->r->region, changed;
	TRY(exec(w, &fill_notice, VALS(V_INT(region), V_INT(l->target), V_INT(l->id), V_INT(e->seq), V_TEXT(l->news.what), V_INT(l->news.topic),
				       V_INT(e->matter), V_INT(e->unit), V_INT(e->at)), NULL));
	TRY(exec(w, &fill_count, VALS(V_INT(region), V_INT(l->target), V_INT(1)), &changed));
	return changed ? OK : exec(w, &fill_count_new, VALS(V_INT(region), V_INT(l->target), V_INT(1)), NULL);
}

static err put_outbox(struct filling *f, struct conn *w, const struct line *l)
{
	const struct told_event *e = l->news.e;
	return exec(w, &fill_outbox, VALS(V_INT(f->p->r->region), V_INT(l->id), V_INT(l->channel), V_INT(l->target), V_INT(e->seq),
		V_TEXT(l->news.what), V_INT(e->matter), V_INT(e->unit), V_INT(e->at), V_INT(l->how), V_INT(l->due)), NULL);
}

static err fill_job(struct conn *w, void *arg)
{
	struct filling *f = arg;
	int64_t moved;
	TRY(exec(w, &fill_move, VALS(V_INT(f->p->r->region), V_INT(f->from), V_INT(f->to), V_INT(f->p->r->me)), &moved));
	if (!moved)
		return fail(ERR_CONFLICT, "notices could not be gone on with; it is tried again");
	for (size_t i = 0; i < f->lines.n; i++) {
		if (fault_point("relay.fill"))
			return fail(ERR_IO, "notices could not be gone on with; it is tried again");
		TRY(f->lines.v[i].channel ? put_outbox(f, w, &f->lines.v[i]) : put_notice(f, w, &f->lines.v[i]));
	}
	for (size_t i = 0; i < f->forwards.n; i++)
		TRY(forward_put(f->p->r, w, f->forwards.v[i], store_new_id(f->p->r->store, f->now)));
	return OK;
}

/* ---- reading ----------------------------------------------------------------------------------------- */
static err read_log(struct filling *f, size_t *ret_events)
{
	struct told_event *v;
	struct rows *r;
	bool found;
	TRY(ctx_conn(&f->p->x, &f->conn));
	TRY(query_one(f->conn, &fill_mark, VALS(V_INT(f->p->r->region)), &r, &found));
	f->from = found ? row_int(r, 0) : 0;
	telling_initial(f->p->r->core, &f->initial);
	TRY(robots_all(&f->p->x, f->conn, &f->robots, &f->n_robots));
	TRY(told_after(&f->p->x, f->from, &v, ret_events, &f->to));
	for (size_t i = 0; i < *ret_events; i++)
		TRY(tell_event(f, &v[i]));
	return OK;
}

err fill(struct pass *p, bool *ret_more)
{
	struct filling f = {.p = p, .place = relay_place(&p->x), .now = relay_now(p->r)};
	size_t events = 0;
	err e = read_log(&f, &events);
	ctx_refresh(&p->x);
	TRY(e);
	*ret_more = f.to > f.from;
	if (!*ret_more)
		return OK;
	TRY(store_write(p->r->store, fill_job, &f));
	p->done.events += (int64_t)events;
	for (size_t i = 0; i < f.lines.n; i++)
		p->done.notices += !f.lines.v[i].channel;
	return OK;
}
