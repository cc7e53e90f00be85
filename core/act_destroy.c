/* SPDX-License-Identifier: Apache-2.0 */
/* Destruction by class (销毁): when the term of a class is over, its values leave the matter.
 *
 * What remains of an owner (a matter, or a request with a key of its own) is sealed again under
 * a new key, in its row, in its events and in the names of its files; the old key is overwritten.
 * So every copy of the old bytes, wherever it lies, is noise from that moment on, and the hashes
 * of the log still hold: `sealed` is not hashed, and the commitments stay.
 *
 *     privacy_due ▸ walk (by class, in order of the last change) ▸ destroy_in ▸ one commit ▸ files ▸ store_forget */
#include "core/privacy_in.h"

#include <string.h>

#include "base/fault.h"

STMT(sealed_events,
     "SELECT version, id, effects, sealed FROM event WHERE region = $1 AND entity = 1 AND entity_id = $2 ORDER BY version");
STMT(sealed_files, "SELECT event, position, blob, part, key, name FROM evidence WHERE region = $1 AND matter = $2 ORDER BY event, position");
STMT(event_reseal, "UPDATE event SET sealed = $4 WHERE region = $1 AND entity = 1 AND entity_id = $2 AND version = $3");
STMT(part_reseal, "UPDATE part SET sealed = $4 WHERE region = $1 AND matter = $2 AND id = $3");
STMT(file_reseal, "UPDATE evidence SET name = $5 WHERE region = $1 AND matter = $2 AND event = $3 AND position = $4");
STMT(file_destroy, "UPDATE evidence SET name = $5, key = NULL WHERE region = $1 AND matter = $2 AND event = $3 AND position = $4");
STMT(caller_forget, "UPDATE request SET caller = NULL WHERE region = $1 AND id = $2");
STMT(key_replace, "UPDATE key_seal SET wrapped = $3 WHERE region = $1 AND owner = $2");
STMT(destroyed_insert,
     "INSERT INTO destroyed(region, id, at, matter, part, class, rule, count, files, person) VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
STMT(forget_owed, "UPDATE keep_walk SET changed = 1 WHERE region = $1 AND class = $2");
STMT(forget_owe, "INSERT INTO keep_walk(region, class, changed, matter, day) VALUES($1, $2, 1, 0, 0)");
const struct stmt *const core_destroy_stmts[] = {&forget_owed, &forget_owe, &sealed_events, &sealed_files, &event_reseal, &part_reseal, &file_reseal, &file_destroy,
	&caller_forget, &key_replace, &destroyed_insert, NULL};

#define STAYS_MOST 5000 /* requests of one matter, and how often each went over */

struct owner { /* whose key sealed it */
	int64_t id;
	bool there, touched;
	uint8_t was[SEAL_KEY_LEN], is[SEAL_KEY_LEN];
};
struct sealed_event {
	int64_t matter, version, id;
	struct owner *owner;
	struct secret *keep;
	size_t n, kept;
};
struct sealed_file {
	int64_t matter, event, position, blob;
	const struct matter *part; /* NULL: of the matter itself */
	struct owner *owner;
	bool has_key, go;
	str name;
};
struct stay { /* where a request of this matter was before: what happened to it there stands there */
	int64_t matter, request;
};
struct gone { /* of one holder: the matter, or one of its parts */
	const struct matter *h;
	LIST(str) fields;
	int64_t values, files;
};
struct destroying {
	struct ctx *x;
	const struct data_class *class;
	str rule;
	struct matter m;
	LIST(struct owner *) owners;
	LIST(struct sealed_event) events;
	LIST(struct sealed_file) files;
	LIST(struct gone) gone;
	LIST(struct stay) stays;
	LIST(int64_t) blobs;
	struct commit c;
};

/* ---- which ------------------------------------------------------------------------------------- */
bool kind_holds_personal(const struct kind *k)
{
	for (size_t i = 0; i < k->n_fields; i++)
		if (k->fields[i].personal)
			return true;
	return false;
}

/* Whether matters of the kind can hold anything of the class at all. */
bool kind_holds_class(const struct kind *k, const struct data_class *c)
{
	bool holds = c->files && k->whole && kind_holds_personal(k);
	for (size_t i = 0; i < k->n_fields; i++)
		holds |= k->fields[i].personal && class_is(c, k->fields[i].data_class);
	for (size_t i = 0; i < k->n_parts; i++)
		holds |= kind_holds_class(&k->parts[i], c);
	return holds;
}

static bool field_goes(const struct destroying *d, const struct kind *k, str name)
{
	int f = kind_field(k, name);
	return f >= 0 && k->fields[f].personal && class_is(d->class, k->fields[f].data_class);
}

static struct gone *gone_of(struct destroying *d, const struct matter *h)
{
	for (size_t i = 0; i < d->gone.n; i++)
		if (d->gone.v[i].h == h)
			return &d->gone.v[i];
	struct gone *g = list_push(d->x->arena, &d->gone);
	*g = (struct gone){.h = h};
	return g;
}

static void count_value(struct destroying *d, const struct matter *h, str field)
{
	struct gone *g = gone_of(d, h);
	bool named = false;
	for (size_t i = 0; i < g->fields.n; i++)
		named |= str_eq(g->fields.v[i], field);
	if (!named)
		*list_push(d->x->arena, &g->fields) = field;
	g->values++;
}

/* ---- whose ------------------------------------------------------------------------------------- */
static err owner_find(struct destroying *d, int64_t id, struct owner **ret)
{
	for (size_t i = 0; i < d->owners.n; i++)
		if (d->owners.v[i]->id == id) {
			*ret = d->owners.v[i];
			return OK;
		}
	struct owner *o = arena_new(d->x->arena, struct owner);
	o->id = id;
	TRY(key_find(d->x->core, d->x->snap, id, o->was, &o->there));
	random_bytes(o->is, sizeof o->is);
	*list_push(d->x->arena, &d->owners) = o;
	*ret = o;
	return OK;
}

static err holder_owner(struct destroying *d, const struct matter *h, struct owner **ret)
{
	return owner_find(d, matter_sealed_by(h)->id, ret);
}

/* The holder whose value or file name this commitment is; NULL: none, which check would find. */
static const struct matter *holder_of(const struct destroying *d, const struct effect *v, size_t n, const struct secret *s, bool *ret_file)
{
	struct digest c;
	secret_commit(s, &c);
	const str want = {(const char *)c.b, sizeof c.b};
	for (size_t i = 0; i < n; i++) {
		struct effect e = v[i];
		const struct matter *h = &d->m;
		if (v[i].op == EFFECT_IN_PART) {
			h = matter_part(&d->m, v[i].number[0]);
			if (!h || !effect_inside(d->x->arena, &v[i], &e))
				continue;
		}
		*ret_file = e.op == EFFECT_FILE;
		if ((e.op == EFFECT_SEALED && str_eq(e.bytes[0], want)) || (e.op == EFFECT_FILE && str_eq(e.bytes[1], want)))
			return h;
	}
	return NULL;
}

static bool files_go(const struct destroying *d, const struct matter *h)
{
	return d->class->files && h->of && kind_holds_personal(h->kind);
}

/* ---- gathering ------------------------------------------------------------------------------------ */
/* Whose key sealed what the event says: that of a request it was taken on, else the matter's. */
static const struct matter *event_holder(const struct destroying *d, const struct effect *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct matter *part = v[i].op == EFFECT_PART ? matter_part(&d->m, v[i].number[0]) : NULL;
		if (part && part->kind->is_request)
			return part;
	}
	return &d->m;
}

/* A request that has gone over is the business of the matter where it stands now. */
static bool elsewhere(const struct matter *h)
{
	return h->of && h->moved;
}

static void note_stays(struct destroying *d, const struct effect *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct effect e;
		if (v[i].op == EFFECT_IN_PART && matter_part(&d->m, v[i].number[0]) && effect_inside(d->x->arena, &v[i], &e) && e.op == EFFECT_CAME)
			*list_push(d->x->arena, &d->stays) = (struct stay){e.number[0], v[i].number[0]};
	}
}

static err take_event(struct destroying *d, const struct sealed_event *row, str effects, str sealed, int64_t only)
{
	struct sealed_event e = *row;
	struct effect *v;
	struct secret *s;
	size_t n, n_s;
	if (!effects_read(d->x->arena, effects, &v, &n))
		return fail(ERR_INPUT, "an event cannot be read: it was changed");
	note_stays(d, v, n);
	const struct matter *whose = event_holder(d, v, n);
	if (!sealed.n || elsewhere(whose) || (only && whose->id != only))
		return OK;
	TRY(holder_owner(d, whose, &e.owner));
	if (!e.owner->there)
		return OK;
	TRY(secrets_open(d->x->arena, e.owner->was, aad_of(d->x->arena, "event", e.id), sealed, &s, &n_s));
	e.keep = s;
	e.n = n_s;
	for (size_t i = 0; i < n_s; i++) {
		bool file = false;
		const struct matter *h = holder_of(d, v, n, &s[i], &file);
		bool goes = h && (file ? files_go(d, h) : field_goes(d, h->kind, s[i].name));
		if (goes && !file)
			count_value(d, h, s[i].name);
		e.owner->touched |= goes;
		if (!goes)
			e.keep[e.kept++] = s[i];
	}
	*list_push(d->x->arena, &d->events) = e;
	return OK;
}

static err take_events(struct destroying *d, int64_t matter, int64_t only)
{
	struct row {
		struct sealed_event e;
		str effects, sealed;
	};
	LIST(struct row) l = {0};
	struct rows *r;
	TRY(query(d->x->snap, &sealed_events, VALS(V_INT(d->x->core->region), V_INT(matter)), &r));
	while (rows_next(r))
		*list_push(d->x->arena, &l) = (struct row){{.matter = matter, .version = row_int(r, 0), .id = row_int(r, 1)}, row_copy(r, 2, d->x->arena),
			row_null(r, 3) ? S("") : row_copy(r, 3, d->x->arena)};
	TRY(rows_end(r));
	for (size_t i = 0; i < l.n; i++)
		TRY(take_event(d, &l.v[i].e, l.v[i].effects, l.v[i].sealed, only));
	return OK;
}

static err take_files(struct destroying *d, int64_t matter, int64_t only)
{
	struct rows *r;
	size_t before = d->files.n;
	TRY(query(d->x->snap, &sealed_files, VALS(V_INT(d->x->core->region), V_INT(matter)), &r));
	while (rows_next(r)) {
		const struct matter *part = row_int(r, 3) ? matter_part(&d->m, row_int(r, 3)) : NULL;
		if ((part && elsewhere(part)) || (only && row_int(r, 3) != only))
			continue;
		*list_push(d->x->arena, &d->files) = (struct sealed_file){.matter = matter, .event = row_int(r, 0), .position = row_int(r, 1),
			.blob = row_int(r, 2), .part = part, .has_key = !row_null(r, 4), .name = row_copy(r, 5, d->x->arena)};
	}
	TRY(rows_end(r));
	for (size_t i = before; i < d->files.n; i++) {
		struct sealed_file *f = &d->files.v[i];
		TRY(holder_owner(d, f->part ? f->part : &d->m, &f->owner));
		f->go = f->part && files_go(d, f->part);
		if (f->go && f->has_key) {
			f->owner->touched = true;
			gone_of(d, f->part)->files++;
		}
		if (f->go) /* once more, should the night before have died before its bytes went */
			*list_push(d->x->arena, &d->blobs) = f->blob;
	}
	return OK;
}

/* ---- sealing again --------------------------------------------------------------------------------- */
static err reseal_values(struct destroying *d, struct matter *h, const char *what)
{
	struct owner *o;
	struct secret *s;
	size_t n, kept = 0;
	if (!h->sealed.p || elsewhere(h))
		return OK;
	TRY(holder_owner(d, h, &o));
	if (!o->there || !o->touched)
		return OK;
	TRY(secrets_open(d->x->arena, o->was, aad_of(d->x->arena, what, h->id), h->sealed, &s, &n));
	for (size_t i = 0; i < n; i++)
		if (!field_goes(d, h->kind, s[i].name))
			s[kept++] = s[i];
	TRY(secrets_seal(d->x->arena, o->is, aad_of(d->x->arena, what, h->id), s, kept, &h->sealed));
	if (h->of)
		commit_op(&d->c, OP_ONE, &part_reseal, NULL, VALS(V_INT(d->x->core->region), V_INT(d->m.id), V_INT(h->id), V_BLOB(h->sealed)));
	return OK;
}

static err reseal_events(struct destroying *d)
{
	for (size_t i = 0; i < d->events.n; i++) {
		struct sealed_event *e = &d->events.v[i];
		str sealed;
		if (!e->owner->touched)
			continue;
		TRY(secrets_seal(d->x->arena, e->owner->is, aad_of(d->x->arena, "event", e->id), e->keep, e->kept, &sealed));
		commit_op(&d->c, OP_ONE, &event_reseal, NULL,
			  VALS(V_INT(d->x->core->region), V_INT(e->matter), V_INT(e->version), e->kept ? V_BLOB(sealed) : V_NULL));
	}
	return OK;
}

static err reseal_files(struct destroying *d)
{
	for (size_t i = 0; i < d->files.n; i++) {
		struct sealed_file *f = &d->files.v[i];
		struct secret *s;
		size_t n;
		str name, aad = aad_of(d->x->arena, "file", f->blob);
		if (!f->owner->there || !f->owner->touched)
			continue;
		TRY(secrets_open(d->x->arena, f->owner->was, aad, f->name, &s, &n));
		TRY(secrets_seal(d->x->arena, f->owner->is, aad, s, f->go ? 0 : n, &name));
		commit_op(&d->c, OP_ONE, f->go ? &file_destroy : &file_reseal, NULL,
			  VALS(V_INT(d->x->core->region), V_INT(f->matter), V_INT(f->event), V_INT(f->position), V_BLOB(name)));
	}
	return OK;
}

static err replace_keys(struct destroying *d)
{
	for (size_t i = 0; i < d->owners.n; i++) {
		struct owner *o = d->owners.v[i];
		str wrapped;
		if (!o->touched)
			continue;
		TRY(key_wrap(d->x->core, d->x->arena, o->id, o->is, &wrapped));
		commit_op(&d->c, OP_ONE, &key_replace, NULL, VALS(V_INT(d->x->core->region), V_INT(o->id), V_BLOB(wrapped)));
	}
	return OK;
}

static void forget_keys(struct destroying *d)
{
	for (size_t i = 0; i < d->owners.n; i++)
		explicit_bzero(d->owners.v[i], sizeof *d->owners.v[i]);
}

void destroyed_row(struct commit *c, const struct ctx *x, const struct destroyed_row *row)
{
	commit_op(c, OP_ONE, &destroyed_insert, NULL,
		  VALS(V_INT(x->core->region), V_INT(store_new_id(x->core->store, x->now)), V_INT(x->now), V_INT(row->matter), V_INT(row->part),
		       V_TEXT(row->class), V_TEXT(row->rule), V_INT(row->values), V_INT(row->files), V_INT(x->actor.user)));
	commit_op(c, OP_UPSERT, &forget_owed, &forget_owe, VALS(V_INT(x->core->region), V_TEXT(S(FORGET_OWED))));
}

/* The digest by which callers are found goes with their phone. */
static void forget_callers(struct destroying *d)
{
	for (size_t i = 0; i < d->gone.n; i++) {
		const struct matter *h = d->gone.v[i].h;
		if (h->kind->is_request && h->kind->phone >= 0 && field_goes(d, h->kind, h->kind->fields[h->kind->phone].name))
			commit_op(&d->c, OP_ANY, &caller_forget, NULL, VALS(V_INT(d->x->core->region), V_INT(h->id)));
	}
}

static void say_gone(struct destroying *d, struct pending *p)
{
	for (size_t i = 0; i < d->gone.n; i++) {
		struct gone *g = &d->gone.v[i];
		const struct destroyed_row row = {.matter = d->m.id, .part = g->h->of ? g->h->id : 0, .class = d->class->name, .rule = d->rule,
			.values = g->values, .files = g->files};
		matter_change(&d->c, &d->m, p, &(struct effect){.op = EFFECT_DESTROYED, .text = {row.class, row.rule},
			.number = {row.part, row.values, row.files}, .list = g->fields.v, .n_list = g->fields.n});
		destroyed_row(&d->c, d->x, &row);
	}
}

/* ---- one matter -------------------------------------------------------------------------------------- */
static err commit_gone(struct destroying *d)
{
	struct matter old;
	commit_init(&d->c, d->x);
	matter_copy(d->x->arena, &d->m, &old);
	struct pending *p = commit_event(&d->c, d->x, ENTITY_MATTER, d->m.id, d->m.version + 1, S(ACTION_DESTROY), S(""));
	say_gone(d, p);
	TRY(reseal_values(d, &d->m, "matter"));
	for (size_t i = 0; i < d->m.parts.n; i++)
		TRY(reseal_values(d, matter_part_at(&d->m, i), "part"));
	TRY(reseal_events(d));
	TRY(reseal_files(d));
	TRY(replace_keys(d));
	forget_callers(d);
	matter_applied(&d->m, &p->e);
	matter_ops(&d->c, d->x->roster, &old, &d->m);
	return ctx_commit(d->x, &d->c);
}

static bool some_touched(const struct destroying *d)
{
	for (size_t i = 0; i < d->owners.n; i++)
		if (d->owners.v[i]->touched)
			return true;
	return false;
}

static err try_once(struct destroying *d, int64_t matter, bool *ret_gone)
{
	bool there;
	TRY(ctx_snap(d->x));
	TRY(matter_load(d->x->core, d->x->snap, d->x->arena, matter, &d->m, &there));
	if (!there || !d->m.kind->states[d->m.state].closed)
		return OK;
	for (size_t i = 0; i < d->m.parts.n; i++)
		matter_part_at(&d->m, i); /* each knows its matter */
	TRY(take_events(d, d->m.id, 0));
	TRY(take_files(d, d->m.id, 0));
	for (size_t i = 0; i < d->stays.n && i < STAYS_MOST; i++) { /* grows while it is walked */
		TRY(take_events(d, d->stays.v[i].matter, d->stays.v[i].request));
		TRY(take_files(d, d->stays.v[i].matter, d->stays.v[i].request));
	}
	*ret_gone = some_touched(d);
	return *ret_gone ? commit_gone(d) : OK;
}

err destroy_in(struct ctx *x, int64_t matter, const struct data_class *class, str rule, int64_t *ret_values, int64_t *ret_files)
{
	struct destroying d;
	bool gone = false;
	err e = OK;
	for (int i = 0; i < 3; i++) {
		d = (struct destroying){.x = x, .class = class, .rule = rule};
		gone = false;
		e = try_once(&d, matter, &gone);
		forget_keys(&d);
		ctx_refresh(x);
		if (e != ERR_CONFLICT || !d.c.conflict)
			break;
	}
	TRY(e);
	if (gone && fault_point("privacy.files"))
		return fail(ERR_IO, "the change could not be saved; try again");
	for (size_t i = 0; i < d.blobs.n; i++)
		TRY(blob_remove(x->core->store, d.blobs.v[i]));
	*ret_values = *ret_files = 0;
	for (size_t i = 0; gone && i < d.gone.n; i++) {
		*ret_values += d.gone.v[i].values;
		*ret_files += d.gone.v[i].files;
	}
	return OK;
}
