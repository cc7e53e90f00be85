/* SPDX-License-Identifier: Apache-2.0 */
/* Changes of a matter that no pack declares: who may never see it, and erasing what it
 * knows of a person (个人信息保护法 47). */
#include "base/log.h"
#include "core/document_in.h"
#include "core/privacy_in.h"
#include "core/request.h"

STMT(key_erase, "UPDATE key_seal SET wrapped = NULL WHERE region = $1 AND owner = $2");
STMT(files_erase, "UPDATE evidence SET key = NULL WHERE region = $1 AND matter = $2");
STMT(files_of, "SELECT blob FROM evidence WHERE region = $1 AND matter = $2");
STMT(caller_erase, "UPDATE request SET caller = NULL WHERE region = $1 AND id = $2");
STMT(files_erase_of, "UPDATE evidence SET key = NULL WHERE region = $1 AND matter = $2 AND part = $3");
STMT(files_of_part, "SELECT blob FROM evidence WHERE region = $1 AND matter = $2 AND part = $3");
const struct stmt *const core_deny_stmts[] = {&key_erase, &files_erase, &files_of, &caller_erase, &files_erase_of, &files_of_part, NULL};

#define TRIES 3

struct changing {
	struct ctx *x;
	int64_t matter, who, request;
	str action, reason;
	bool supervised; /* supervision may do it as well: nobody judges complaints of himself */
	struct commit c;
};
typedef err (*change)(struct changing *, struct matter *, struct pending *);

static err once(struct changing *k, change fn)
{
	struct matter m, old;
	role_set roles;
	commit_init(&k->c, k->x);
	TRY(see_load(k->x, k->matter, &m, &roles));
	bool supervises = k->supervised && (k->x->actor.duties >> DUTY_SUPERVISION & 1);
	if (k->x->actor.user && !supervises && !doc_may_decide(k->x, m.kind))
		return fail(ERR_DENIED, "only the supervision office may do this; ask it to do so");
	if (!str_trim(k->reason).n || k->reason.n > LIMIT_FIELD_TEXT || utf8_valid(k->reason) != k->reason.n)
		return fail(ERR_INPUT, "this needs a reason; write it down");
	matter_copy(k->x->arena, &m, &old);
	struct pending *p = commit_event(&k->c, k->x, ENTITY_MATTER, m.id, m.version + 1, k->action, str_trim(k->reason));
	behalf_take(&k->c, &m, p);
	TRY(fn(k, &m, p));
	matter_applied(&m, &p->e);
	matter_ops(&k->c, k->x->roster, &old, &m);
	return ctx_commit(k->x, &k->c);
}

static err change_matter(struct changing *k, change fn)
{
	err e = OK;
	for (int i = 0; i < TRIES; i++) {
		e = once(k, fn);
		if (e != ERR_CONFLICT || !k->c.conflict)
			break;
		ctx_refresh(k->x);
	}
	return e;
}

static err deny(struct changing *k, struct matter *m, struct pending *p)
{
	if (!roster_unit(k->x->roster, k->who) && !roster_member(k->x->roster, k->who))
		return fail(ERR_INPUT, "there is no such unit or person; choose one from the list");
	for (size_t i = 0; i < m->denials.n; i++)
		if (m->denials.v[i] == k->who)
			return fail(ERR_CONFLICT, "this unit or person is already kept out of the matter");
	matter_change(&k->c, m, p, &(struct effect){.op = EFFECT_DENY, .number = {k->who}});
	return OK;
}

err matter_deny(struct ctx *x, int64_t matter, int64_t who, str reason)
{
	struct changing k = {.x = x, .matter = matter, .who = who, .action = S("deny"), .reason = reason, .supervised = true};
	return change_matter(&k, deny);
}

/* Of one request: its key, and by what its asker was found. */
/* A line in the record of destruction for what holds sealed values or files of its own. */
static void destroyed_all(struct changing *k, struct matter *m, const struct matter *h, struct pending *p)
{
	struct destroyed_row row = {.matter = m->id, .part = h->of ? h->id : 0, .class = S(DESTROYED_ALL), .rule = k->action, .files = h->files};
	LIST(str) fields = {0};
	for (size_t i = 0; i < h->kind->n_fields; i++)
		if (h->fields[i].sealed)
			*list_push(k->x->arena, &fields) = h->kind->fields[i].name;
	row.values = (int64_t)fields.n;
	if (!row.values && !row.files)
		return;
	matter_change(&k->c, m, p, &(struct effect){.op = EFFECT_DESTROYED, .text = {row.class, row.rule}, .number = {row.part, row.values, row.files},
		.list = fields.v, .n_list = fields.n});
	destroyed_row(&k->c, k->x, &row);
}

static void erase_key(struct changing *k, const struct matter *part)
{
	int64_t region = k->x->core->region;
	commit_op(&k->c, OP_ANY, &key_erase, NULL, VALS(V_INT(region), V_INT(part->id)));
	commit_op(&k->c, OP_ANY, &caller_erase, NULL, VALS(V_INT(region), V_INT(part->id)));
}

static err erase(struct changing *k, struct matter *m, struct pending *p)
{
	int64_t region = k->x->core->region;
	matter_change(&k->c, m, p, &(struct effect){.op = EFFECT_ERASED});
	destroyed_all(k, m, m, p);
	for (size_t i = 0; i < m->parts.n; i++)
		if (!m->parts.v[i]->moved)
			destroyed_all(k, m, matter_part_at(m, i), p);
	commit_op(&k->c, OP_ANY, &key_erase, NULL, VALS(V_INT(region), V_INT(m->id)));
	commit_op(&k->c, OP_ANY, &files_erase, NULL, VALS(V_INT(region), V_INT(m->id)));
	m->sealed = STR_NONE;
	for (size_t i = 0; i < m->parts.n; i++)
		if (m->parts.v[i]->kind->is_request && !m->parts.v[i]->moved)
			erase_key(k, m->parts.v[i]);
	return OK;
}

/* The bytes follow when their keys are gone; an orphan costs only space. */
static err drop_files(struct ctx *x, int64_t matter, int64_t part)
{
	LIST(int64_t) l = {0};
	struct rows *r;
	const struct val v[] = {V_INT(x->core->region), V_INT(matter), V_INT(part)};
	TRY(ctx_snap(x));
	TRY(query(x->snap, part ? &files_of_part : &files_of, v, part ? 3 : 2, &r));
	while (rows_next(r))
		*list_push(x->arena, &l) = row_int(r, 0);
	TRY(rows_end(r));
	ctx_refresh(x);
	for (size_t i = 0; i < l.n; i++)
		TRY(blob_remove(x->core->store, l.v[i]));
	return OK;
}

/* Whoever wished it must not wait for the night; where a reader keeps the log, the night does it. */
static err forget_now(struct ctx *x, int64_t matter, int64_t request)
{
	TRY(drop_files(x, matter, request));
	ctx_refresh(x);
	if (keys_forget(x->core) != OK)
		log_line(LOG_WARN, "privacy", "matter=%lld forget=tonight", (long long)matter);
	return OK;
}

err matter_erase(struct ctx *x, int64_t matter, str reason)
{
	struct changing k = {.x = x, .matter = matter, .action = S("erase"), .reason = reason};
	TRY(change_matter(&k, erase));
	return forget_now(x, matter, 0);
}

static err erase_one(struct changing *k, struct matter *m, struct pending *p)
{
	struct matter *part = matter_part(m, k->request);
	if (!part || !part->kind->is_request || part->moved)
		return fail(ERR_NOTFOUND, "there is no such request, or you may not see it; look at the number again");
	matter_change(&k->c, m, p, &(struct effect){.op = EFFECT_PART, .text = {part->kind->name}, .number = {part->id}});
	matter_change(&k->c, part, p, &(struct effect){.op = EFFECT_ERASED});
	destroyed_all(k, m, part, p);
	erase_key(k, part);
	commit_op(&k->c, OP_ANY, &files_erase_of, NULL, VALS(V_INT(k->x->core->region), V_INT(m->id), V_INT(part->id)));
	part->sealed = STR_NONE;
	return OK;
}

err request_erase(struct ctx *x, int64_t matter, int64_t request, str reason)
{
	struct changing k = {.x = x, .matter = matter, .request = request, .action = S(ACTION_ERASE_REQUEST), .reason = reason};
	TRY(change_matter(&k, erase_one));
	return forget_now(x, matter, request);
}

/* ---- fields that deny -------------------------------------------------------------------------- */
static bool denied_already(const struct matter *m, int64_t who)
{
	for (size_t i = 0; i < m->denials.n; i++)
		if (m->denials.v[i] == who)
			return true;
	return false;
}

static bool is_denied(const struct ctx *x, const struct matter *m, int64_t unit)
{
	for (size_t i = 0; unit && i < m->denials.n; i++)
		if (roster_below(x->roster, unit, m->denials.v[i]))
			return true;
	return false;
}

static bool gives_unit(const struct kind *k, int field)
{
	return field == k->lead || (!k->whole && field == k->assist);
}

/* A unit is given the matter by its lead and assisting units, and by the unit of a part. */
static bool given_to_denied(const struct ctx *x, const struct matter *whole, const struct matter *h)
{
	const int field[] = {h->kind->lead, h->kind->whole ? -1 : h->kind->assist};
	for (size_t f = 0; f < COUNT_OF(field); f++)
		for (size_t i = 0; field[f] >= 0 && i < h->fields[field[f]].n; i++) {
			int64_t unit = 0;
			if (str_int(h->fields[field[f]].v[i], &unit) && is_denied(x, whole, unit))
				return true;
		}
	return false;
}

static bool held_by_denied(const struct ctx *x, const struct matter *whole)
{
	bool held = given_to_denied(x, whole, whole);
	for (size_t i = 0; !held && i < whole->parts.n; i++)
		held = !whole->parts.v[i]->moved && given_to_denied(x, whole, whole->parts.v[i]);
	return held;
}

static void deny_values(struct commit *c, struct matter *whole, struct pending *p, const struct given *g, bool *ret_new)
{
	for (size_t i = 0; i < g->n; i++) {
		int64_t who = 0;
		if (!str_int(g->v[i], &who) || !who || denied_already(whole, who))
			continue;
		matter_change(c, whole, p, &(struct effect){.op = EFFECT_DENY, .number = {who}});
		*ret_new = true;
	}
}

err denials_take(struct ctx *x, struct commit *c, struct matter *h, struct pending *p, const struct given *v, size_t n)
{
	struct matter *whole = h->of ? (struct matter *)h->of : h;
	bool given = false, fresh = false;
	for (size_t i = 0; i < n; i++) {
		given |= v[i].n && gives_unit(h->kind, v[i].field);
		if (h->kind->fields[v[i].field].denies)
			deny_values(c, whole, p, &v[i], &fresh);
	}
	if (!whole->denials.n || (!given && !fresh))
		return OK;
	/* the sentence says nothing of why: whoever assigns may not know who was complained of */
	if (given && given_to_denied(x, whole, h))
		return fail(ERR_INPUT, "this matter cannot be given to that unit; choose another unit");
	return fresh && held_by_denied(x, whole) ? fail(ERR_INPUT, "a unit that handles this matter is the one complained of, or belongs to it; choose another unit first") : OK;
}

err denials_carry(struct ctx *x, struct commit *c, struct matter *m, struct pending *p, const struct matter *from)
{
	bool fresh = false;
	for (size_t i = 0; i < from->denials.n; i++)
		if (!denied_already(m, from->denials.v[i])) {
			matter_change(c, m, p, &(struct effect){.op = EFFECT_DENY, .number = {from->denials.v[i]}});
			fresh = true;
		}
	return fresh && held_by_denied(x, m) ? fail(ERR_INPUT, "this request cannot be joined to that matter; choose another one") : OK;
}
