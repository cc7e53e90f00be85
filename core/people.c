/* SPDX-License-Identifier: Apache-2.0 */
/* Units (单位) and people (人员): added with an event each, read from the roster. */
#include "core/sign_in_in.h"

#include <argon2.h>
#include <string.h>

STMT(unit_insert,
     "INSERT INTO unit(region, id, version, parent, sort, name, short_name, active) VALUES($1, $2, 1, $3, $4, $5, $6, 1)");
STMT(alias_insert, "INSERT INTO unit_alias(region, name, unit) VALUES($1, $2, $3)");
STMT(person_insert,
     "INSERT INTO person(region, id, version, unit, login, password, name, post, duties, demo, lang, large, active)"
     " VALUES($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, 0, 0, 1)");
STMT(person_key_insert, "INSERT INTO key_seal(region, owner, wrapped) VALUES($1, $2, $3)");
STMT(person_account, "INSERT INTO account(region, person, password_at, temporary, seen, totp, step) VALUES($1, $2, $3, $4, $3, NULL, 0)");
STMT(person_prefer, "UPDATE person SET version = $3, lang = $4, large = $5 WHERE region = $1 AND id = $2 AND version = $6");
const struct stmt *const core_people_stmts[] = {&unit_insert, &alias_insert, &person_insert, &person_key_insert, &person_account, &person_prefer, NULL};

#define NAME_MOST 200
#define ARGON2_PASSES 2          /* with 19 MiB: OWASP's minimum for argon2id */
#define ARGON2_KIB (19u << 10)
#define ARGON2_HASH 32

/* ---- units --------------------------------------------------------------------------- */
static err check_unit(struct ctx *x, const struct unit_new *u)
{
	if (!u->name.n || u->name.n > NAME_MOST || utf8_valid(u->name) != u->name.n)
		return fail(ERR_INPUT, "a unit needs a name of at most 60 characters");
	if (u->parent && !roster_unit(x->roster, u->parent))
		return fail(ERR_INPUT, "the unit above “{0}” does not exist; add it first", u->name);
	if (roster_unit_named(x->roster, u->name))
		return fail(ERR_CONFLICT, "there is already a unit called “{0}”; give it another name", u->name);
	for (size_t i = 0; i < u->n_aliases; i++)
		if (roster_unit_named(x->roster, u->aliases[i]))
			return fail(ERR_CONFLICT, "there is already a unit called “{0}”; give it another name", u->aliases[i]);
	return OK;
}

err unit_add(struct ctx *x, const struct unit_new *u, int64_t *ret)
{
	struct commit c;
	TRY(check_unit(x, u));
	TRY(may_as(x, DUTY_SYSTEM));
	int64_t id = store_new_id(x->core->store, x->now), region = x->core->region;
	commit_init(&c, x);
	struct pending *p = commit_event(&c, x, ENTITY_UNIT, id, 1, S("add"), S(""));
	effect_add(p, &(struct effect){.op = EFFECT_UNIT, .number = {u->parent, u->order}, .text = {u->name, u->short_name},
		.list = (str *)u->aliases, .n_list = u->n_aliases});
	commit_op(&c, OP_ONE, &unit_insert, NULL,
		  VALS(V_INT(region), V_INT(id), V_INT(u->parent), V_INT(u->order), V_TEXT(u->name), V_TEXT(u->short_name)));
	for (size_t i = 0; i < u->n_aliases; i++)
		commit_op(&c, OP_ONE, &alias_insert, NULL, VALS(V_INT(region), V_TEXT(u->aliases[i]), V_INT(id)));
	TRY(ctx_commit(x, &c));
	TRY(ctx_roster_new(x));
	*ret = id;
	return OK;
}

err unit_list(struct ctx *x, struct unit **ret, size_t *ret_n)
{
	*ret = x->roster->units;
	*ret_n = x->roster->n_units;
	return OK;
}

err unit_find(struct ctx *x, str name, int64_t *ret)
{
	*ret = roster_unit_named(x->roster, str_trim(name));
	return OK;
}

/* ---- people ----------------------------------------------------------------------------- */
err password_hash(struct arena *a, str password, str *ret)
{
	uint8_t salt[SALT_LEN];
	size_t n = argon2_encodedlen(ARGON2_PASSES, ARGON2_KIB, 1, SALT_LEN, ARGON2_HASH, Argon2_id);
	char *out = arena_alloc(a, n);
	random_bytes(salt, sizeof salt);
	if (argon2id_hash_encoded(ARGON2_PASSES, ARGON2_KIB, 1, password.p, password.n, salt, sizeof salt, ARGON2_HASH, out, n) != ARGON2_OK)
		return fail(ERR_IO, "the password could not be hashed; there is not enough memory");
	*ret = str_of(out);
	return OK;
}

bool password_fits(struct arena *a, str encoded, str password)
{
	return argon2id_verify(str_z(a, encoded), password.p, password.n) == ARGON2_OK;
}

err user_check(struct ctx *x, const struct user_new *u)
{
	const uint32_t admins = ADMINS;
	if (!u->login.n || u->login.n > 64 || utf8_valid(u->login) != u->login.n)
		return fail(ERR_INPUT, "a person needs a sign-in name of at most 64 letters");
	if (!u->name.n || u->name.n > NAME_MOST || utf8_valid(u->name) != u->name.n)
		return fail(ERR_INPUT, "a person needs a name of at most 60 characters");
	if (!roster_unit(x->roster, u->unit))
		return fail(ERR_INPUT, "the unit of “{0}” does not exist; add it first", u->login);
	for (size_t i = 0; i < x->roster->n_members; i++)
		if (str_eq(x->roster->members[i].login, u->login))
			return fail(ERR_CONFLICT, "there is already a person who signs in as “{0}”; choose another name", u->login);
	/* GB/T 22239-2019 8.1.4.2: the three administrators are three people, none with business data */
	if (__builtin_popcount(u->duties & admins) > 1 || ((u->duties & admins) && (u->duties & ~admins)))
		return fail(ERR_INPUT, "an administrator holds one duty and no other; give “{0}” only one", u->login);
	if (u->password.n && utf8_count(u->password) < 8)
		return fail(ERR_INPUT, "the password of “{0}” is shorter than 8 characters; choose a longer one", u->login);
	return OK;
}

err user_rows(struct ctx *x, struct commit *c, struct pending *p, int64_t id, const struct user_new *u)
{
	uint8_t key[SEAL_KEY_LEN];
	str wrapped, sealed, password = u->hash.p ? u->hash : S("");
	struct digest d;
	struct secret name = secret_new(x->arena, S("name"), u->name);
	int64_t region = x->core->region;
	random_bytes(key, sizeof key);
	ms_t temporary = u->first ? x->now + house_int(x->core, ctx_today(x), S("kernel.password_first_days")) * DAY_MS : 0;
	if (u->password.n)
		TRY(password_hash(x->arena, u->password, &password));
	TRY(key_wrap(x->core, x->arena, id, key, &wrapped));
	TRY(secrets_seal(x->arena, key, aad_of(x->arena, "person", id), &name, 1, &sealed));
	secret_commit(&name, &d);
	effect_add(p, &(struct effect){.op = EFFECT_USER, .number = {u->unit, u->duties, u->demo}, .text = {u->post},
		.bytes = {{(const char *)d.b, sizeof d.b}}});
	if (u->password.n || u->hash.n)
		effect_add(p, &(struct effect){.op = EFFECT_PASSWORD, .number = {temporary}});
	TRY(pending_seal(c, p, key, &name, 1));
	commit_op(c, OP_ONE, &person_insert, NULL,
		  VALS(V_INT(region), V_INT(id), V_INT(u->unit), V_TEXT(u->login), V_TEXT(password), V_BLOB(sealed), V_TEXT(u->post),
		       V_INT(u->duties), V_INT(u->demo)));
	commit_op(c, OP_ONE, &person_key_insert, NULL, VALS(V_INT(region), V_INT(id), V_BLOB(wrapped)));
	commit_op(c, OP_ONE, &person_account, NULL, VALS(V_INT(region), V_INT(id), V_INT(x->now), V_INT(temporary)));
	explicit_bzero(key, sizeof key);
	return OK;
}

err user_add(struct ctx *x, const struct user_new *u, int64_t *ret)
{
	struct commit c;
	TRY(user_check(x, u));
	TRY(may_as(x, DUTY_SYSTEM));
	if (x->actor.user && u->duties) /* granting is for the security administrator */
		return fail(ERR_DENIED, "your duties do not include this");
	int64_t id = store_new_id(x->core->store, x->now);
	commit_init(&c, x);
	struct pending *p = commit_event(&c, x, ENTITY_USER, id, 1, S("add"), S(""));
	TRY(user_rows(x, &c, p, id, u));
	TRY(ctx_commit(x, &c));
	TRY(ctx_roster_new(x));
	*ret = id;
	return OK;
}

static err prefer(struct ctx *x, enum lang lang, bool large, bool *ret_conflict)
{
	struct commit c;
	*ret_conflict = false;
	const struct member *m = roster_member(x->roster, x->actor.user);
	if (!m)
		return fail(ERR_SIGN_IN, "sign in first");
	TRY(own_only(x));
	if (m->lang == lang && m->large == large)
		return OK;
	commit_init(&c, x);
	struct pending *p = commit_event(&c, x, ENTITY_USER, m->id, m->version + 1, S("prefer"), S(""));
	effect_add(p, &(struct effect){.op = EFFECT_PREFER, .number = {lang, large}});
	commit_op(&c, OP_ONE, &person_prefer, NULL,
		  VALS(V_INT(x->core->region), V_INT(m->id), V_INT(m->version + 1), V_INT(lang), V_INT(large), V_INT(m->version)));
	err e = ctx_commit(x, &c);
	*ret_conflict = c.conflict;
	return e;
}

err user_prefer(struct ctx *x, enum lang lang, bool large)
{
	bool conflict = true;
	err e = OK;
	for (int i = 0; conflict && i < 3; i++) {
		e = prefer(x, lang, large, &conflict);
		if (e == OK || conflict)
			TRY(ctx_roster_new(x));
	}
	TRY(e);
	x->actor.lang = lang;
	x->actor.large = large;
	return OK;
}

err person_list(struct ctx *x, uint32_t duties, struct person **ret, size_t *ret_n)
{
	struct person *v = arena_new_n(x->arena, x->roster->n_members, struct person);
	size_t n = 0;
	for (size_t i = 0; i < x->roster->n_members; i++) {
		const struct member *m = &x->roster->members[i];
		if (m->active && (!duties || m->duties & duties))
			v[n++] = (struct person){.id = m->id, .unit = m->unit, .duties = m->duties, .name = m->name, .post = m->post};
	}
	*ret = v;
	*ret_n = n;
	return OK;
}

struct actor actor_of(const struct roster *r, const struct member *m)
{
	return (struct actor){.user = m->id, .unit = m->unit, .duties = m->duties, .name = m->name,
		.unit_name = roster_unit_name(r, m->unit), .lang = m->lang, .large = m->large};
}

const struct words2 *duty_label(enum duty d)
{
	static const struct words2 label[DUTIES] = {
		[DUTY_SUPERVISION] = {S("督查室"), S("supervision office")}, [DUTY_LIAISON] = {S("联络员"), S("liaison of a unit")},
		[DUTY_HEAD] = {S("单位负责人"), S("head of a unit")},        [DUTY_LEADER] = {S("包联领导"), S("leader")},
		[DUTY_INTAKE] = {S("诉求中心"), S("request centre")},        [DUTY_STATISTICS] = {S("统计"), S("statistics")},
		[DUTY_ENVIRONMENT] = {S("生态环境"), S("environment")},      [DUTY_SYSTEM] = {S("系统管理员"), S("system administrator")},
		[DUTY_SECURITY] = {S("安全管理员"), S("security administrator")}, [DUTY_AUDIT] = {S("审计管理员"), S("audit administrator")},
		[DUTY_ORGANISATION] = {S("组织考核"), S("organisation office")},
	};
	return &label[d];
}

err demo_people(struct core *c, struct arena *a, struct demo_person **ret, size_t *ret_n)
{
	struct ctx x;
	TRY(ctx_open(c, a, NULL, &x));
	struct demo_person *v = arena_new_n(a, x.roster->n_members, struct demo_person);
	size_t n = 0;
	for (size_t i = 0; core_is_demo(c) && i < x.roster->n_members; i++) {
		const struct member *m = &x.roster->members[i];
		if (!m->demo || !m->active)
			continue;
		v[n] = (struct demo_person){.user = m->id, .name = m->name, .unit_name = roster_unit_name(x.roster, m->unit), .post = m->post};
		for (int d = 0; d < DUTIES && !v[n].role.zh.n; d++)
			if (m->duties >> d & 1)
				v[n].role = *duty_label((enum duty)d);
		n++;
	}
	*ret = v;
	*ret_n = n;
	ctx_close(&x);
	return OK;
}
