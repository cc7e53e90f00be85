/* SPDX-License-Identifier: Apache-2.0 */
/* part (分项): a declared sub-record of a matter. It is held in memory as a matter is, its
 * sort being its kind, so everything that reads or moves a matter reads and moves a part. */
#include "core/matter_in.h"

#include <string.h>

struct matter *matter_part_at(const struct matter *m, size_t i)
{
	m->parts.v[i]->of = m;
	return m->parts.v[i];
}

struct matter *matter_part(const struct matter *m, int64_t id)
{
	for (size_t i = 0; i < m->parts.n; i++)
		if (m->parts.v[i]->id == id)
			return matter_part_at(m, i);
	return NULL;
}

size_t matter_parts_of(const struct matter *m, const struct kind *sort)
{
	size_t n = 0;
	for (size_t i = 0; i < m->parts.n; i++)
		n += m->parts.v[i]->kind == sort && !m->parts.v[i]->moved;
	return n;
}

void matter_part_put(struct arena *a, struct matter *m, struct matter *part)
{
	size_t at = m->parts.n;
	list_push(a, &m->parts);
	for (; at > 0 && m->parts.v[at - 1]->id > part->id; at--)
		m->parts.v[at] = m->parts.v[at - 1];
	m->parts.v[at] = part;
	part->of = m;
}

int64_t part_person(const struct matter *part)
{
	return matter_id_of(part, part->kind->person);
}

bool matter_closed(const struct matter *m)
{
	return (m->state >= 0 && m->kind->states[m->state].closed) || (m->of && matter_closed(m->of));
}

bool matter_has_seals(const struct matter *m)
{
	bool has = m->sealed.p != NULL;
	for (size_t i = 0; i < m->parts.n; i++)
		has |= m->parts.v[i]->sealed.p != NULL;
	return has;
}

bool part_fits_within(const struct matter *part, const struct action *a)
{
	const struct matter *m = part->of;
	return !part->moved && (a->within ? (a->within >> m->state & 1) : !matter_closed(m));
}

str part_tray(const struct matter *part, const struct matter *whole)
{
	return matter_closed(whole) || part->moved || part->state < 0 ? S("") : part->kind->states[part->state].name;
}

ms_t matter_next(const struct matter *m)
{
	ms_t next = m->next_at;
	for (size_t i = 0; i < m->parts.n; i++) {
		ms_t at = m->parts.v[i]->next_at;
		if (at != MS_NONE && (next == MS_NONE || at < next))
			next = at;
	}
	return next;
}

ms_t part_due(const struct zone *z, const struct matter *part)
{
	const struct matter_clock *k = matter_main_clock(part);
	int f = part->kind->due;
	day_t d;
	if (k)
		return k->due;
	return f >= 0 && part->fields[f].n && day_parse(part->fields[f].v[0], &d) ? zone_at(z, d + 1, 0) : MS_NONE;
}

/* ---- effects -------------------------------------------------------------------------- */
static bool apply_on(struct arena *a, struct matter *m, const struct event *e, const struct effect *f)
{
	int sort = kind_sort(m->kind, f->text[0]);
	struct matter *part = matter_part(m, f->number[0]);
	if (sort < 0 || f->number[0] <= 0 || (part && part->kind != &m->kind->parts[sort]))
		return false;
	if (!part) {
		part = arena_new(a, struct matter);
		matter_init(a, part, f->number[0], &m->kind->parts[sort]);
		part->opened_by = e->actor;
		part->opened = e->at;
		part->pack_version = m->pack_version;
		matter_part_put(a, m, part);
	}
	part->version = e->version;
	m->acting = part->id;
	return true;
}

/* What stays behind is what it was called: its files and sealed values, its clocks go with it. */
static bool apply_moved(struct matter *m, struct matter *part, const struct event *e, int64_t to)
{
	int state = kind_state(part->kind, S(STATE_MOVED));
	if (!part->kind->is_request || part->moved || to <= 0 || to == m->id)
		return false;
	part->moved = to;
	m->files -= part->files;
	part->files = 0;
	part->sealed = STR_NONE;
	for (size_t i = 0; i < part->kind->n_fields; i++)
		if (part->fields[i].sealed)
			part->fields[i] = (struct fval){0};
	memset(part->clocks, 0, part->kind->n_clocks * sizeof *part->clocks);
	part->light = LIGHT_NONE;
	part->light_rule = -1;
	part->next_at = MS_NONE;
	if (state >= 0) {
		part->state = state;
		part->state_since = e->at;
	}
	return true;
}

/* As it stood where it comes from. It may have been here before. */
static bool apply_came(struct arena *a, struct matter *m, struct matter *part, const struct event *e, const struct effect *f)
{
	const struct kind *k = part->kind;
	str sealed = part->sealed;
	int state = kind_state(k, f->text[1]);
	if (!k->is_request || (part->state >= 0 && !part->moved) || state < 0)
		return false;
	matter_init(a, part, part->id, k);
	part->of = m;
	part->number = f->text[0];
	part->state = state;
	part->sealed = sealed;
	if (!part_body_load(a, part, f->bytes[0]))
		return false;
	part->version = e->version;
	m->files += part->files;
	return true;
}

static bool apply_inside(struct arena *a, struct matter *m, const struct event *e, const struct effect *f)
{
	static const uint64_t may = 1ull << EFFECT_SET | 1ull << EFFECT_SEALED | 1ull << EFFECT_STATE | 1ull << EFFECT_CLOCK |
				    1ull << EFFECT_LIGHT | 1ull << EFFECT_FILE | 1ull << EFFECT_REPORTED | 1ull << EFFECT_NUMBER |
				    1ull << EFFECT_ERASED | 1ull << EFFECT_MOVED | 1ull << EFFECT_CAME;
	struct matter *part = matter_part(m, f->number[0]);
	struct effect inner;
	if (!part || !effect_inside(a, f, &inner) || inner.op > 63 || !(may >> inner.op & 1))
		return false;
	part->version = e->version;
	if (inner.op == EFFECT_MOVED)
		return apply_moved(m, part, e, inner.number[0]);
	if (inner.op == EFFECT_CAME)
		return apply_came(a, m, part, e, &inner);
	m->files += inner.op == EFFECT_FILE; /* its evidence is evidence of the matter */
	return matter_apply(a, part, e, &inner, NULL, NULL);
}

bool part_apply(struct arena *a, struct matter *m, const struct event *e, const struct effect *f)
{
	return f->op == EFFECT_PART ? apply_on(a, m, e, f) : apply_inside(a, m, e, f);
}

bool event_action(const struct kind *k, str name, const struct kind **ret_kind, int *ret)
{
	str sort, action;
	if (str_split(name, '.', &sort, &action)) {
		int i = kind_sort(k, sort);
		if (i < 0)
			return false;
		k = &k->parts[i];
		name = action;
	}
	*ret_kind = k;
	*ret = kind_action(k, name);
	return *ret >= 0;
}

str part_action_name(struct arena *a, const struct kind *sort, const struct action *action)
{
	struct buf b;
	buf_init(&b, a);
	buf_add(&b, sort->name);
	buf_byte(&b, '.');
	buf_add(&b, action->name);
	return buf_str(&b);
}

void part_applied(struct matter *m, const struct event *e)
{
	struct matter *part = m->acting ? matter_part(m, m->acting) : NULL;
	const struct kind *sort;
	int i;
	m->acting = 0;
	if (!part)
		return;
	part->changed = e->at;
	if (event_action(m->kind, e->action, &sort, &i) && sort == part->kind)
		part->last[i] = (struct last_actor){e->actor, e->id, e->at, m->behalf};
}

/* ---- the row ----------------------------------------------------------------------------- */
static void put_when(struct buf *b, ms_t at)
{
	if (at == MS_NONE)
		cbor_null(b);
	else
		cbor_int(b, at);
}

static ms_t get_when(struct cbor *c)
{
	return cbor_get_null(c) ? MS_NONE : cbor_get_int(c);
}

str part_body(struct arena *a, const struct matter *part)
{
	struct buf b;
	buf_init(&b, a);
	cbor_array(&b, part->moved ? 10 : 9);
	cbor_bytes(&b, matter_body(a, part));
	cbor_int(&b, part->version);
	cbor_int(&b, part->opened);
	cbor_int(&b, part->changed);
	put_when(&b, part->reported);
	cbor_int(&b, part->light);
	cbor_int(&b, part->light_rule);
	put_when(&b, part->next_at);
	cbor_int(&b, part->files);
	if (part->moved)
		cbor_int(&b, part->moved);
	return buf_str(&b);
}

bool part_body_load(struct arena *a, struct matter *part, str body)
{
	struct cbor c = cbor_read(body);
	size_t members = cbor_get_array(&c);
	str inner = cbor_get_bytes(&c);
	part->version = cbor_get_int(&c);
	part->opened = cbor_get_int(&c);
	part->changed = cbor_get_int(&c);
	part->reported = get_when(&c);
	int64_t light = cbor_get_int(&c);
	part->light_rule = (int)cbor_get_int(&c);
	part->next_at = get_when(&c);
	part->files = (int)cbor_get_int(&c);
	part->moved = members == 10 ? cbor_get_int(&c) : 0;
	if (!cbor_done(&c) || (members != 9 && members != 10) || light < LIGHT_NONE || light >= LIGHTS)
		return false;
	part->light = (enum light)light;
	return matter_body_load(a, part, inner);
}

void part_columns(struct arena *a, const struct zone *z, const struct matter *part, struct val ret[PART_COLUMNS])
{
	ms_t due = part_due(z, part);
	const struct val v[PART_COLUMNS] = {
		[PART_ID] = V_INT(part->id), [PART_SORT] = V_TEXT(part->kind->name),
		[PART_STATE] = V_TEXT(part->state >= 0 ? part->kind->states[part->state].name : S("")),
		[PART_UNIT] = V_INT(matter_id_of(part, part->kind->lead)), [PART_PERSON] = V_INT(part_person(part)),
		[PART_DUE] = V_INT(due == MS_NONE ? NEVER : due), [PART_BODY] = V_BLOB(part_body(a, part)),
		[PART_SEALED] = part->sealed.p ? V_BLOB(part->sealed) : V_NULL, [PART_NUMBER] = V_TEXT(part->number),
	};
	memcpy(ret, v, sizeof v);
}
