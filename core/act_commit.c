/* SPDX-License-Identifier: Apache-2.0 */
/* commit: the job that the writer runs. It looks up the newest seq, takes the official
 * number, applies finished values and writes the events; it parses nothing. */
#include "core/calendar_in.h"

#include <string.h>

#include "base/fault.h"

STMT(log_head, "SELECT seq, hash FROM event WHERE region = $1 ORDER BY seq DESC LIMIT 1");
STMT(event_put,
     "INSERT INTO event(region, seq, id, entity, entity_id, version, at, actor, unit, action, effects, args, sealed, reason, alg, hash)"
     " VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)");
STMT(number_next, "UPDATE number_counter SET n = n + 1 WHERE region = $1 AND kind = $2 AND year = $3");
STMT(number_first, "INSERT INTO number_counter(region, kind, year, n) VALUES($1, $2, $3, 1)");
STMT(number_now, "SELECT n FROM number_counter WHERE region = $1 AND kind = $2 AND year = $3");
STMT(idempotency_find, "SELECT request, matter, version, event, number FROM idempotency WHERE region = $1 AND key = $2");
STMT(idempotency_put,
     "INSERT INTO idempotency(region, key, request, matter, version, event, number, at) VALUES($1, $2, $3, $4, $5, $6, $7, $8)");
STMT(outside_now, "SELECT id, matter FROM request WHERE region = $1 AND channel = $2 AND outside = $3 AND outside <> ''");
STMT(tree_now, "SELECT no FROM unit_tree WHERE region = $1");
const struct stmt *const core_commit_stmts[] = {&outside_now, &tree_now, &log_head, &event_put, &number_next, &number_first, &number_now,
	&idempotency_find, &idempotency_put, NULL};

void commit_init(struct commit *c, struct ctx *x)
{
	*c = (struct commit){.core = x->core, .arena = x->arena, .calendar_no = x->calendars->no, .tree = x->roster->tree};
}

struct pending *commit_event(struct commit *c, struct ctx *x, enum entity entity, int64_t id, int64_t version, str action, str reason)
{
	struct pending *p = arena_new(c->arena, struct pending);
	p->e = (struct event){.region = c->core->region, .id = store_new_id(c->core->store, x->now), .entity = entity,
		.entity_id = id, .version = version, .at = x->now, .actor = x->actor.user, .unit = x->actor.unit,
		.action = action, .reason = reason, .args = S(""), .alg = HASH_SHA256};
	buf_init(&p->items, c->arena);
	if (x->hand.user) {
		p->e.actor = x->hand.user;
		p->e.unit = x->hand.unit;
		p->behalf = x->actor.user;
	}
	if (p->behalf && entity == ENTITY_DOCUMENT) /* into a matter act puts it itself: there it is folded */
		effect_add(p, &(struct effect){.op = EFFECT_BEHALF, .number = {p->behalf}});
	*list_push(c->arena, &c->events) = p;
	return p;
}

void effect_add(struct pending *p, const struct effect *e)
{
	effect_put(&p->items, e);
	p->n_items++;
}

err pending_seal(struct commit *c, struct pending *p, const uint8_t key[SEAL_KEY_LEN], const struct secret *v, size_t n)
{
	return secrets_seal(c->arena, key, aad_of(c->arena, "event", p->e.id), v, n, &p->sealed);
}

struct op *commit_op(struct commit *c, enum op_want want, const struct stmt *stmt, const struct stmt *insert, const struct val *v, size_t n)
{
	struct op *op = list_push(c->arena, &c->ops);
	struct val *copy = arena_new_n(c->arena, n, struct val);
	if (n)
		memcpy(copy, v, n * sizeof *v);
	*op = (struct op){.stmt = stmt, .insert = insert, .v = copy, .n = n, .want = want};
	return op;
}

static bool number_slot(str t, size_t at, int *ret_width, size_t *ret_end)
{
	if (!str_starts(str_cut(t, at, t.n), S("{n")))
		return false;
	size_t end = at + 2;
	int width = 1;
	if (end + 1 < t.n && t.p[end] == ':' && t.p[end + 1] >= '1' && t.p[end + 1] <= '9') {
		width = t.p[end + 1] - '0';
		end += 2;
	}
	if (end >= t.n || t.p[end] != '}')
		return false;
	*ret_width = width;
	*ret_end = end + 1;
	return true;
}

err commit_number(struct commit *c, int64_t of, str name, str t, int year)
{
	struct buf b;
	size_t end;
	buf_init(&b, c->arena);
	struct number_take *n = arena_new(c->arena, struct number_take);
	*n = (struct number_take){.of = of, .counter = name, .year = year, .wanted = c->numbers.n ? S("") : c->number_wanted};
	for (size_t i = 0; i < t.n;) {
		if (str_starts(str_cut(t, i, t.n), S("{year}"))) {
			buf_fmt(&b, "%04d", year);
			i += 6;
		} else if (n->width == 0 && number_slot(t, i, &n->width, &end)) {
			n->prefix = str_dup(c->arena, buf_str(&b));
			buf_clear(&b);
			i = end;
		} else {
			buf_byte(&b, t.p[i++]);
		}
	}
	n->suffix = buf_str(&b);
	*list_push(c->arena, &c->numbers) = n;
	return n->width ? OK : fail(ERR_INPUT, "the number of the kind {0} has no place for a count; write its place into it, as in 督〔year〕n", name);
}

struct number_take *commit_number_of(const struct commit *c, int64_t of)
{
	for (size_t i = c->numbers.n; i > 0; i--)
		if (c->numbers.v[i - 1]->of == of)
			return c->numbers.v[i - 1];
	return NULL;
}

str number_kind_then(struct arena *a, const struct kind *k)
{
	struct buf b;
	buf_init(&b, a);
	buf_add(&b, k->name);
	buf_z(&b, ".then");
	return buf_str(&b);
}

err matter_number_next(struct ctx *x, const struct kind *k, str *ret)
{
	struct commit c = {.core = x->core, .arena = x->arena};
	struct rows *r;
	struct buf b;
	bool found;
	TRY(commit_number(&c, 0, number_kind_then(x->arena, k), k->number_then, day_civil(ctx_today(x)).year));
	const struct number_take *t = c.numbers.v[0];
	TRY(ctx_snap(x));
	TRY(query_one(x->snap, &number_now, VALS(V_INT(x->core->region), V_TEXT(t->counter), V_INT(t->year)), &r, &found));
	int64_t n = found ? row_int(r, 0) : 0;
	buf_init(&b, x->arena);
	buf_add(&b, t->prefix);
	buf_fmt(&b, "%0*lld", t->width, (long long)n + 1);
	buf_add(&b, t->suffix);
	*ret = buf_str(&b);
	return OK;
}

static err take_number(struct commit *c, struct conn *w, struct number_take *t)
{
	struct core *core = c->core;
	int64_t changed;
	bool found;
	struct rows *r;
	TRY(exec(w, &number_next, VALS(V_INT(core->region), V_TEXT(t->counter), V_INT(t->year)), &changed));
	if (!changed)
		TRY(exec(w, &number_first, VALS(V_INT(core->region), V_TEXT(t->counter), V_INT(t->year)), NULL));
	TRY(query_one(w, &number_now, VALS(V_INT(core->region), V_TEXT(t->counter), V_INT(t->year)), &r, &found));
	ours(found);
	struct buf b;
	buf_init(&b, c->arena);
	buf_add(&b, t->prefix);
	buf_fmt(&b, "%0*lld", t->width, (long long)row_int(r, 0));
	buf_add(&b, t->suffix);
	t->taken = buf_str(&b);
	if (!c->number.n)
		c->number = t->taken;
	if (t->wanted.n && !str_eq(t->wanted, t->taken)) /* it stands printed in a file that comes with it */
		return fail(ERR_CONFLICT, "the number {0} has just been given to another; do it once more, with the next one", t->wanted);
	for (size_t i = 0; i < t->at.n; i++)
		*t->at.v[i] = V_TEXT(t->taken);
	return OK;
}

static err conflict(struct commit *c)
{
	c->conflict = true;
	return fail(ERR_CONFLICT, "somebody else has just changed this; look at it again and repeat what is still needed");
}

static err run_op(struct commit *c, struct conn *w, const struct op *op)
{
	int64_t changed = 0;
	if (fault_point("core.op"))
		return fail(ERR_IO, "the change could not be saved; try again");
	TRY(exec(w, op->stmt, op->v, op->n, &changed));
	if (changed > 0 || op->want == OP_ANY)
		return OK;
	if (op->want == OP_UPSERT)
		return exec(w, op->insert, op->v, op->n, NULL);
	return conflict(c);
}

static void put_number(struct commit *c, struct pending *p)
{
	const struct effect number = {.op = EFFECT_NUMBER, .text = {p->takes->taken}};
	struct buf b;
	if (!p->of_part) {
		effect_add(p, &number);
		return;
	}
	buf_init(&b, c->arena);
	effect_put(&b, &number);
	effect_add(p, &(struct effect){.op = EFFECT_IN_PART, .number = {p->takes->of}, .bytes = {buf_str(&b)}});
}

static err write_event(struct commit *c, struct conn *w, struct pending *p, struct digest *prev)
{
	struct event *e = &p->e;
	struct buf effects, scratch;
	buf_init(&effects, c->arena);
	buf_init(&scratch, c->arena);
	if (p->takes)
		put_number(c, p);
	cbor_array(&effects, p->n_items);
	buf_add(&effects, buf_str(&p->items));
	e->effects = buf_str(&effects);
	e->seq = ++c->seq;
	e->prev = *prev;
	event_hash(&scratch, e);
	*prev = e->hash;
	return exec(w, &event_put, VALS(V_INT(e->region), V_INT(e->seq), V_INT(e->id), V_INT(e->entity), V_INT(e->entity_id),
		V_INT(e->version), V_INT(e->at), V_INT(e->actor), V_INT(e->unit), V_TEXT(e->action), V_BLOB(e->effects),
		V_BLOB(e->args), p->sealed.p ? V_BLOB(p->sealed) : V_NULL, V_TEXT(e->reason), V_INT(e->alg),
		V_BLOB(((str){(const char *)e->hash.b, sizeof e->hash.b}))), NULL);
}

/* The same key for another request is a mistake of the caller, not a repeat. */
static err find_repeat(struct commit *c, struct conn *w)
{
	struct rows *r;
	bool found;
	str key = {(const char *)c->idempotency.b, sizeof c->idempotency.b};
	TRY(query_one(w, &idempotency_find, VALS(V_INT(c->core->region), V_BLOB(key)), &r, &found));
	if (!found)
		return OK;
	str request = row_text(r, 0);
	if (request.n != sizeof c->request.b || memcmp(request.p, c->request.b, request.n) != 0)
		return fail(ERR_CONFLICT, "this form was already sent with other content; open it again and send it once more");
	c->repeated = true;
	c->first = (struct act_result){.matter = row_int(r, 1), .version = row_int(r, 2), .event = row_int(r, 3),
		.number = row_copy(r, 4, c->arena), .repeated = true};
	return OK;
}

static err put_repeat(struct commit *c, struct conn *w)
{
	const struct event *e = &c->events.v[c->answer]->e;
	return exec(w, &idempotency_put, VALS(V_INT(c->core->region), V_BLOB(((str){(const char *)c->idempotency.b, 32})),
		V_BLOB(((str){(const char *)c->request.b, 32})), V_INT(e->entity_id), V_INT(e->version), V_INT(e->id),
		V_TEXT(c->number), V_INT(e->at)), NULL);
}

/* One channel gives a number once. Whoever takes it in a second time gets the first answer. */
static err outside_free(struct commit *c, struct conn *w)
{
	struct rows *r;
	bool found;
	for (size_t i = 0; i < c->outsides.n; i++) {
		const struct outside *o = &c->outsides.v[i];
		TRY(query_one(w, &outside_now, VALS(V_INT(c->core->region), V_TEXT(o->channel), V_TEXT(o->number)), &r, &found));
		if (!found || row_int(r, 0) == o->request)
			continue;
		if (!c->same_outside)
			return fail(ERR_CONFLICT, "the channel has given the number {0} to another request already; look that one up", o->number);
		c->repeated = true;
		c->first = (struct act_result){.matter = row_int(r, 1), .part = row_int(r, 0), .repeated = true};
		return OK;
	}
	return OK;
}

/* Its rows stand where the units were before they moved: decide again, by the new tree. */
static err in_place(struct commit *c, struct conn *w)
{
	struct rows *r;
	bool found;
	TRY(query_one(w, &tree_now, VALS(V_INT(c->core->region)), &r, &found));
	if ((found ? row_int(r, 0) : 0) == c->tree)
		return OK;
	atomic_store(&c->core->roster_old, true);
	return conflict(c);
}

static err job(struct conn *w, void *arg)
{
	struct commit *c = arg;
	struct rows *r;
	bool found;
	struct digest prev = {{0}};
	if (c->idempotent)
		TRY(find_repeat(c, w));
	if (c->repeated)
		return OK;
	if (c->timed && c->calendar_no != atomic_load(&c->core->calendar_no))
		return conflict(c); /* its dates are those of the calendar before */
	if (c->placed)
		TRY(in_place(c, w));
	TRY(outside_free(c, w));
	if (c->repeated)
		return OK;
	for (size_t i = 0; i < c->numbers.n; i++)
		TRY(take_number(c, w, c->numbers.v[i]));
	for (size_t i = 0; i < c->ops.n; i++)
		TRY(run_op(c, w, &c->ops.v[i]));
	TRY(query_one(w, &log_head, VALS(V_INT(c->core->region)), &r, &found));
	c->seq = found ? row_int(r, 0) : 0;
	if (found)
		memcpy(prev.b, row_text(r, 1).p, sizeof prev.b);
	if (fault_point("core.event"))
		return fail(ERR_IO, "the change could not be saved; try again");
	for (size_t i = 0; i < c->events.n; i++)
		TRY(write_event(c, w, c->events.v[i], &prev));
	if (c->idempotent)
		TRY(put_repeat(c, w));
	return fault_point("core.job_end") ? fail(ERR_IO, "the change could not be saved; try again") : OK;
}

err commit_run(struct commit *c)
{
	return store_write(c->core->store, job, c);
}

static err job_many(struct conn *w, void *arg)
{
	struct commit_many *m = arg;
	for (m->ret_failed = 0; m->ret_failed < m->n; m->ret_failed++)
		TRY(job(w, m->v[m->ret_failed]));
	return m->then ? m->then(w, m->arg) : OK;
}

err commit_run_many(struct core *core, struct commit_many *m)
{
	return store_write(core->store, job_many, m);
}
