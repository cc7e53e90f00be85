/* SPDX-License-Identifier: Apache-2.0 */
/* see: who may read what. Everything that leaves core about a matter has come by here. */
#include "core/matter_in.h"

#include <string.h>

STMT(matter_get, "SELECT " MATTER_COLUMN_NAMES " FROM matter WHERE region = $1 AND id = $2");
STMT(parts_get, "SELECT " PART_COLUMN_NAMES " FROM part WHERE region = $1 AND matter = $2 ORDER BY id");
STMT(keys_of_parts, "SELECT p.id, k.wrapped FROM part p JOIN key_seal k ON k.region = p.region AND k.owner = p.id"
     " WHERE p.region = $1 AND p.matter = $2 AND k.wrapped IS NOT NULL");
const struct stmt *const core_see_stmts[] = {&matter_get, &parts_get, &keys_of_parts, NULL};

/* ---- loading ------------------------------------------------------------------------ */
err matter_from_row(struct core *core, struct arena *a, struct rows *r, struct matter *ret)
{
	str kind = row_text(r, COL_KIND);
	const struct kind *k = core_kind(core, kind);
	if (!k)
		return fail(ERR_INPUT, "the pack with the kind {0} is not loaded; install it again", kind);
	matter_init(a, ret, row_int(r, COL_ID), k);
	ret->version = row_int(r, COL_VERSION);
	ret->state = kind_state(k, row_text(r, COL_STATE));
	ret->number = row_copy(r, COL_NUMBER, a);
	ret->owner = row_int(r, COL_OWNER);
	ret->light = (enum light)row_int(r, COL_LIGHT);
	ret->light_rule = (int)row_int(r, COL_LIGHT_RULE);
	ret->next_at = row_int(r, COL_NEXT_AT) == NEVER ? MS_NONE : row_int(r, COL_NEXT_AT);
	ret->opened = row_int(r, COL_OPENED);
	ret->changed = row_int(r, COL_CHANGED);
	ret->reported = row_int(r, COL_REPORTED);
	ret->files = (int)row_int(r, COL_FILES);
	if (!row_null(r, COL_SEALED))
		ret->sealed = row_copy(r, COL_SEALED, a);
	if (ret->state < 0 || !matter_body_load(a, ret, row_copy(r, COL_BODY, a)))
		return fail(ERR_INPUT, "the row of the matter {0} is damaged; run `luoshi check`", ret->number);
	return OK;
}

static err part_from_row(struct arena *a, struct rows *r, struct matter *m)
{
	struct matter *part = arena_new(a, struct matter);
	int sort = kind_sort(m->kind, row_text(r, PART_SORT));
	if (sort >= 0) {
		matter_init(a, part, row_int(r, PART_ID), &m->kind->parts[sort]);
		part->state = kind_state(part->kind, row_text(r, PART_STATE));
		part->number = row_copy(r, PART_NUMBER, a);
		if (!row_null(r, PART_SEALED))
			part->sealed = row_copy(r, PART_SEALED, a);
	}
	if (sort < 0 || part->state < 0 || !part_body_load(a, part, row_copy(r, PART_BODY, a)))
		return fail(ERR_INPUT, "the row of the matter {0} is damaged; run `luoshi check`", m->number);
	matter_part_put(a, m, part);
	return OK;
}

static err parts_load(struct core *core, struct conn *conn, struct arena *a, struct matter *m)
{
	struct rows *r;
	err e = OK;
	if (!m->n_parts)
		return OK;
	TRY(query(conn, &parts_get, VALS(V_INT(core->region), V_INT(m->id)), &r));
	while (e == OK && rows_next(r))
		e = part_from_row(a, r, m);
	err end = rows_end(r);
	return e != OK ? e : end;
}

err matter_load(struct core *core, struct conn *conn, struct arena *a, int64_t id, struct matter *ret, bool *ret_there)
{
	struct rows *r;
	TRY(query_one(conn, &matter_get, VALS(V_INT(core->region), V_INT(id)), &r, ret_there));
	if (!*ret_there)
		return OK;
	TRY(matter_from_row(core, a, r, ret));
	return parts_load(core, conn, a, ret);
}

static err open_values(struct arena *a, const uint8_t key[SEAL_KEY_LEN], const char *what, struct matter *m)
{
	struct secret *v;
	size_t n = 0;
	if (!m->sealed.p)
		return OK;
	TRY(secrets_open(a, key, aad_of(a, what, m->id), m->sealed, &v, &n));
	for (size_t i = 0; i < n; i++) {
		int f = kind_field(m->kind, v[i].name);
		if (f < 0 || !m->fields[f].sealed)
			continue;
		m->fields[f].v = arena_new(a, str);
		m->fields[f].v[0] = v[i].value;
		m->fields[f].n = 1;
	}
	return OK;
}

/* Each request has a key of its own. */
static err open_requests(struct core *core, struct conn *conn, struct arena *a, struct matter *m)
{
	struct rows *r;
	err e = OK;
	TRY(query(conn, &keys_of_parts, VALS(V_INT(core->region), V_INT(m->id)), &r));
	while (e == OK && rows_next(r)) {
		uint8_t key[SEAL_KEY_LEN];
		struct matter *part = matter_part(m, row_int(r, 0));
		if (!part || !part->kind->is_request)
			continue;
		e = key_unwrap(core, part->id, row_text(r, 1), key);
		if (e == OK)
			e = open_values(a, key, "part", part);
		explicit_bzero(key, sizeof key);
	}
	err end = rows_end(r);
	return e != OK ? e : end;
}

err matter_open_seals(struct core *core, struct conn *conn, struct arena *a, struct matter *m, uint8_t ret_key[SEAL_KEY_LEN], bool *ret_there)
{
	TRY(key_find(core, conn, m->id, ret_key, ret_there));
	if (*ret_there)
		TRY(open_values(a, ret_key, "matter", m));
	for (size_t i = 0; *ret_there && i < m->parts.n; i++)
		if (!m->parts.v[i]->kind->is_request)
			TRY(open_values(a, ret_key, "part", m->parts.v[i]));
	return m->kind->request < 0 ? OK : open_requests(core, conn, a, m);
}

/* ---- who ------------------------------------------------------------------------------ */
static bool denies(const struct ctx *x, int64_t denied, const struct actor *who)
{
	return who->user && (denied == who->user || roster_below(x->roster, who->unit, denied));
}

bool see_denied(const struct ctx *x, const struct matter *m)
{
	m = m->of ? m->of : m;
	for (size_t i = 0; !m->opening && i < m->denials.n; i++)
		if (denies(x, m->denials.v[i], &x->actor) || denies(x, m->denials.v[i], &x->hand))
			return true;
	return false;
}

static bool relates_to_part(const struct ctx *x, const struct matter *part, enum relation r)
{
	if (r == REL_PART_UNIT)
		return roster_below(x->roster, matter_id_of(part, part->kind->lead), x->actor.unit);
	return x->actor.user && part_person(part) == x->actor.user;
}

static bool counts_in(const struct role *r, const struct kind *sort)
{
	return r->part < 0 || &sort->whole->parts[r->part] == sort;
}

/* Towards a part those of its matter, but in parts it is this one that counts. */
static bool relates(const struct ctx *x, const struct matter *asked, const struct role *r)
{
	const struct matter *m = asked->of ? asked->of : asked;
	const struct kind *k = m->kind;
	switch (r->relation) {
	case REL_ANY:
		return true;
	case REL_LEAD:
		return roster_below(x->roster, matter_id_of(m, k->lead), x->actor.unit);
	case REL_OWNER:
		return roster_below(x->roster, m->owner, x->actor.unit);
	case REL_PERSON:
		return x->actor.user && matter_id_of(m, r->field) == x->actor.user;
	case REL_ASSIST:
		for (size_t i = 0; k->assist >= 0 && i < m->fields[k->assist].n; i++) {
			int64_t unit = 0;
			if (str_int(m->fields[k->assist].v[i], &unit) && roster_below(x->roster, unit, x->actor.unit))
				return true;
		}
		return false;
	case REL_PART_UNIT:
	case REL_PART_PERSON:
		if (asked->of && counts_in(r, asked->kind))
			return relates_to_part(x, asked, r->relation);
		for (size_t i = 0; i < m->parts.n; i++)
			if (counts_in(r, m->parts.v[i]->kind) && relates_to_part(x, m->parts.v[i], r->relation))
				return true;
		return false;
	default:
		return false;
	}
}

static bool has_duty(const struct ctx *x, const struct role *r)
{
	static const uint32_t administrators = 1u << DUTY_SYSTEM | 1u << DUTY_SECURITY | 1u << DUTY_AUDIT;
	return r->duty == DUTIES ? (x->actor.duties & ~administrators) != 0 : x->actor.duties >> r->duty & 1;
}

/* Towards his request and its matter, and what he is about to open; nobody else holds these. */
static role_set asker_roles(const struct ctx *x, const struct matter *m)
{
	bool his = x->asker == ASKER_NEW || (m->of ? m->id == x->asker : matter_part(m, x->asker) != NULL);
	return his ? m->kind->askers : 0;
}

role_set see_roles(const struct ctx *x, const struct matter *m)
{
	role_set roles = 0;
	if (x->asker)
		return asker_roles(x, m);
	if (x->actor.user == 0)
		return ROLES_ALL & ~m->kind->askers;
	if (see_denied(x, m))
		return 0;
	for (size_t i = 0; i < m->kind->n_roles; i++)
		if (has_duty(x, &m->kind->roles[i]) && relates(x, m, &m->kind->roles[i]))
			roles |= (role_set)1 << i;
	return roles;
}

role_set see_any_roles(const struct ctx *x, const struct kind *k)
{
	return see_roles_by_bits(x, k, 0);
}

role_set see_roles_by_bits(const struct ctx *x, const struct kind *k, int bits)
{
	static const int bit[RELATIONS] = {[REL_LEAD] = RELBIT_LEAD, [REL_ASSIST] = RELBIT_ASSIST, [REL_OWNER] = RELBIT_OWNER,
		[REL_PERSON] = RELBIT_PERSON, [REL_PART_UNIT] = RELBIT_PART, [REL_PART_PERSON] = RELBIT_PART_PERSON};
	role_set roles = 0;
	if (x->asker)
		return x->asker == ASKER_NEW ? k->askers : 0;
	if (x->actor.user == 0)
		return ROLES_ALL & ~k->askers;
	if (bits & RELBIT_DENIED)
		return 0;
	for (size_t i = 0; i < k->n_roles; i++) {
		const struct role *r = &k->roles[i];
		if (k->whole && !counts_in(r, k))
			continue; /* what stands under a part of this sort says nothing of another */
		if (r->relation != REL_ASKER && has_duty(x, r) && (r->relation == REL_ANY || (bits & bit[r->relation])))
			roles |= (role_set)1 << i;
	}
	return roles;
}

bool see_matter(const struct ctx *x, const struct matter *m)
{
	return (see_roles(x, m) & kind_see(m->kind, m->state)) != 0;
}

enum field_sight see_field(const struct kind *k, role_set roles, const struct field *f)
{
	if (!(roles & k->see))
		return SIGHT_NONE;
	if (roles & f->see)
		return SIGHT_PLAIN;
	return f->mask ? SIGHT_MASKED : SIGHT_NONE;
}

enum field_sight see_value(const struct matter *m, role_set roles, const struct field *f)
{
	const struct matter *whole = m->of ? m->of : m;
	const struct fval *flag = m->kind->secret >= 0 ? &whole->fields[m->kind->secret] : NULL;
	if (f->confide && flag && flag->n && str_eq(flag->v[0], S("1")) && !(roles & f->confide))
		return SIGHT_NONE;
	return see_field(m->kind, roles, f);
}

/* Digits keep three in front and four behind (six and four of an identity number);
 * everything else its first character. */
str see_mask(struct arena *a, str value)
{
	size_t n = utf8_count(value), digits = 0, front, back;
	for (size_t i = 0; i < value.n; i++)
		digits += value.p[i] >= '0' && value.p[i] <= '9';
	bool number = digits >= 7 && digits + 1 >= n;
	front = number ? (n > 12 ? 4 : 3) : n > 0;
	back = number ? 4 : 0;
	struct buf b;
	buf_init(&b, a);
	buf_add(&b, str_cut(value, 0, utf8_offset(value, front)));
	size_t stars = number ? n - front - back : 2;
	for (size_t i = 0; i < stars; i++)
		buf_byte(&b, '*');
	buf_add(&b, str_cut(value, utf8_offset(value, n - back), value.n));
	return buf_str(&b);
}

err see_load(struct ctx *x, int64_t id, struct matter *ret, role_set *ret_roles)
{
	bool there;
	struct matter m;
	TRY(ctx_snap(x));
	TRY(matter_load(x->core, x->snap, x->arena, id, &m, &there));
	x->rows_read++;
	role_set roles = there ? see_roles(x, &m) : 0;
	if (!there || !(roles & kind_see(m.kind, m.state)))
		return fail(ERR_NOTFOUND, "there is no such matter, or you may not see it; ask the supervision office if you need it");
	*ret = m;
	*ret_roles = roles;
	return OK;
}
