/* SPDX-License-Identifier: Apache-2.0 */
/* Accounts as their events leave them: who is active, where, with which duties; when the
 * password changed; whether there is a second factor; which links were made; which units are
 * in use. A duty that no event granted is found here. */
#include "core/check_in.h"

#include <string.h>

STMT_FLAGS(account_events, STMT_SCAN,
     "SELECT entity_id, at, effects FROM event WHERE region = $1 AND entity = $2 ORDER BY entity_id, version");
STMT_FLAGS(account_rows, STMT_SCAN,
     "SELECT p.id, p.active, p.unit, p.duties, p.post, a.password_at, a.temporary, a.totp FROM person p LEFT JOIN account a"
     " ON a.region = p.region AND a.person = p.id WHERE p.region = $1 ORDER BY p.id");
STMT_FLAGS(link_rows, STMT_SCAN, "SELECT person, digest FROM sign_in_link WHERE region = $1");
STMT_FLAGS(unit_rows, STMT_SCAN, "SELECT id, active FROM unit WHERE region = $1");
const struct stmt *const core_check_sign_in_stmts[] = {&account_events, &account_rows, &link_rows, &unit_rows, NULL};

struct said { /* of one person, unit or the region */
	int64_t id, active, unit, duties, temporary;
	ms_t password_at;
	str post, totp; /* totp: digest of the sealed secret */
	bool added;
};
struct made { /* a link */
	int64_t person;
	str digest;
};
typedef LIST(struct said) said_list;
struct saying {
	said_list people, units;
	LIST(struct made) links;
};

static struct said *said_of(struct checking *k, said_list *l, int64_t id)
{
	if (!l->n || l->v[l->n - 1].id != id)
		*list_push(&k->arena, l) = (struct said){.id = id, .active = 1};
	return &l->v[l->n - 1];
}

static void fold_one(struct checking *k, struct saying *s, int64_t id, ms_t at, bool person, const struct effect *e)
{
	struct said *p = person ? said_of(k, &s->people, id) : NULL;
	switch (e->op) {
	case EFFECT_USER:
		*p = (struct said){.id = id, .active = 1, .unit = e->number[0], .duties = e->number[1], .post = str_dup(&k->arena, e->text[0]),
			.password_at = at, .added = true};
		break;
	case EFFECT_ACCOUNT:
		p->active = e->number[0];
		p->unit = e->number[1];
		p->duties = e->number[2];
		p->post = str_dup(&k->arena, e->text[0]);
		break;
	case EFFECT_PASSWORD:
		p->password_at = at;
		p->temporary = e->number[0];
		break;
	case EFFECT_SECOND:
		if (!str_eq(e->text[0], S("codes")))
			p->totp = str_dup(&k->arena, e->bytes[0]);
		break;
	case EFFECT_LINK_MADE:
		*list_push(&k->arena, &s->links) = (struct made){person ? id : 0, str_dup(&k->arena, e->bytes[0])};
		break;
	case EFFECT_UNIT_ACTIVE:
		said_of(k, &s->units, id)->active = e->number[0];
		break;
	default:
		break;
	}
}

static err fold(struct checking *k, struct saying *s, enum entity entity)
{
	struct rows *r;
	TRY(query(k->x.snap, &account_events, VALS(V_INT(k->core->region), V_INT(entity)), &r));
	while (rows_next(r)) {
		struct effect *v;
		size_t n = 0;
		if (!effects_read(k->x.arena, row_text(r, 2), &v, &n))
			n = 0; /* found by others */
		for (size_t i = 0; i < n; i++)
			fold_one(k, s, row_int(r, 0), row_int(r, 1), entity == ENTITY_USER, &v[i]);
		arena_reset(&k->scratch);
	}
	return rows_end(r);
}

static bool same_secret(str digest, struct rows *r, int col)
{
	struct digest d;
	if (row_null(r, col))
		return !digest.n;
	str sealed = row_text(r, col);
	hash_bytes(HASH_SHA256, sealed.p, sealed.n, &d);
	return str_eq(digest, (str){(const char *)d.b, sizeof d.b});
}

static err check_accounts(struct checking *k, const struct saying *s)
{
	struct rows *r;
	size_t i = 0;
	TRY(query(k->x.snap, &account_rows, VALS(V_INT(k->core->region)), &r));
	while (rows_next(r)) {
		int64_t id = row_int(r, 0);
		while (i < s->people.n && s->people.v[i].id < id)
			i++;
		const struct said *p = i < s->people.n && s->people.v[i].id == id && s->people.v[i].added ? &s->people.v[i] : NULL;
		if (!p || row_int(r, 1) != p->active || row_int(r, 2) != p->unit || row_int(r, 3) != p->duties || !str_eq(row_text(r, 4), p->post))
			finding_number(k, W("the account of the person {0} does not stand as its events say: active, unit, duties or post"), id, S(""));
		else if (row_null(r, 5) || row_int(r, 5) != p->password_at || row_int(r, 6) != p->temporary || !same_secret(p->totp, r, 7))
			finding_number(k, W("the password or second factor of the person {0} is not the one its events say"), id, S(""));
	}
	return rows_end(r);
}

static err check_links(struct checking *k, const struct saying *s)
{
	struct rows *r;
	TRY(query(k->x.snap, &link_rows, VALS(V_INT(k->core->region)), &r));
	while (rows_next(r)) {
		bool made = false;
		for (size_t i = 0; i < s->links.n && !made; i++)
			made = s->links.v[i].person == row_int(r, 0) && str_eq(s->links.v[i].digest, row_text(r, 1));
		if (!made)
			finding_number(k, W("a one-time link of the person {0} was made by no event"), row_int(r, 0), S(""));
	}
	return rows_end(r);
}

static err check_units(struct checking *k, const struct saying *s)
{
	struct rows *r;
	TRY(query(k->x.snap, &unit_rows, VALS(V_INT(k->core->region)), &r));
	while (rows_next(r)) {
		int64_t active = 1;
		for (size_t i = 0; i < s->units.n; i++)
			if (s->units.v[i].id == row_int(r, 0))
				active = s->units.v[i].active;
		if (row_int(r, 1) != active)
			finding_number(k, W("whether the unit {0} is in use is not what its events say"), row_int(r, 0), S(""));
	}
	return rows_end(r);
}

err check_sign_in(struct checking *k)
{
	struct saying s = {0};
	TRY(fold(k, &s, ENTITY_USER));
	TRY(fold(k, &s, ENTITY_UNIT));
	TRY(fold(k, &s, ENTITY_REGION));
	TRY(check_accounts(k, &s));
	TRY(check_links(k, &s));
	return check_units(k, &s);
}
