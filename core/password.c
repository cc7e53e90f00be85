/* SPDX-License-Identifier: Apache-2.0 */
/* Passwords: the rules in force, judging a new one, keeping those before it. */
#include "core/sign_in_in.h"

STMT(password_set, "UPDATE person SET password = $3 WHERE region = $1 AND id = $2");
STMT(password_now, "SELECT password FROM person WHERE region = $1 AND id = $2");
STMT(past_keep, "INSERT INTO password_past(region, person, at, hash) SELECT region, id, $3, password FROM person WHERE region = $1 AND id = $2 AND password <> ''");
STMT(past_list, "SELECT hash FROM password_past WHERE region = $1 AND person = $2 ORDER BY at DESC LIMIT 30");
STMT(account_password, "UPDATE account SET password_at = $3, temporary = $4 WHERE region = $1 AND person = $2");
STMT(account_first, "INSERT INTO account(region, person, password_at, temporary, seen, totp, step) VALUES($1, $2, $3, $4, $3, NULL, 0)");
const struct stmt *const core_password_stmts[] = {&password_set, &password_now, &past_keep, &past_list, &account_password, &account_first, NULL};

/* ---- the rules -------------------------------------------------------------------------------- */
static const struct password_rules profiles[] = {
#define PROFILE(name_, zh_, en_, length_, classes_, days_, history_, blocked_, source_) \
	{.profile = S(name_), .label = {S(zh_), S(en_)}, .length = length_, .classes = classes_, .days = days_, .history = history_, \
	 .blocked = blocked_, .source = S(source_)},
#include "core/password_profiles.tbl.h"
#undef PROFILE
};

static void change(struct core *c, day_t today, str name, int64_t *figure)
{
	int64_t v = house_int(c, today, name);
	if (v >= 0)
		*figure = v;
}

struct password_rules password_rules(struct core *c)
{
	day_t today = zone_day(c->zone, now_ms(c->time));
	struct arena a;
	arena_init(&a);
	str name = house_word(c, &a, today, S("kernel.password_profile"));
	size_t i = 0;
	while (i + 1 < COUNT_OF(profiles) && !str_eq(profiles[i].profile, name))
		i++;
	if (str_eq(name, S("language")))
		i = c->lang == LANG_EN;
	arena_done(&a);
	struct password_rules r = profiles[i];
	change(c, today, S("kernel.password_length"), &r.length);
	change(c, today, S("kernel.password_classes"), &r.classes);
	change(c, today, S("kernel.password_days"), &r.days);
	change(c, today, S("kernel.password_history"), &r.history);
	return r;
}

/* ---- judging ------------------------------------------------------------------------------------ */
static str number(struct arena *a, int64_t n)
{
	struct buf b;
	buf_init(&b, a);
	buf_int(&b, n);
	return buf_str(&b);
}

static err said(struct ctx *x, const struct password_rules *r, enum password_fault f)
{
	switch (f) {
	case PASSWORD_SHORT:
		return fail(ERR_INPUT, "the password has fewer than {0} characters; choose a longer one", number(x->arena, r->length));
	case PASSWORD_LONG:
		return fail(ERR_INPUT, "the password has more than {0} characters; choose a shorter one", number(x->arena, PASSWORD_CHARS));
	case PASSWORD_PLAIN:
		return fail(ERR_INPUT, "the password needs {0} of these: small letters, capitals, digits, other signs", number(x->arena, r->classes));
	case PASSWORD_COMMON:
		return fail(ERR_INPUT, "this password is one of the first that others would try: a common word, your name or unit, a row of keys; choose another");
	default:
		return OK;
	}
}

static err is_old(struct ctx *x, int64_t person, const struct password_rules *r, str password, bool *ret)
{
	LIST(str) hashes = {0};
	struct rows *q;
	bool found;
	TRY(ctx_snap(x));
	TRY(query_one(x->snap, &password_now, VALS(V_INT(x->core->region), V_INT(person)), &q, &found));
	if (found && row_text(q, 0).n)
		*list_push(x->arena, &hashes) = row_copy(q, 0, x->arena);
	TRY(query(x->snap, &past_list, VALS(V_INT(x->core->region), V_INT(person)), &q));
	while (rows_next(q))
		if ((int64_t)hashes.n < r->history)
			*list_push(x->arena, &hashes) = row_copy(q, 0, x->arena);
	TRY(rows_end(q));
	ctx_refresh(x);
	*ret = false;
	for (size_t i = 0; i < hashes.n && !*ret; i++)
		*ret = password_fits(x->arena, hashes.v[i], password);
	return OK;
}

err password_judge(struct ctx *x, int64_t person, str login, str name, str password, str *ret_hash)
{
	struct password_rules r = password_rules(x->core);
	const struct member *m = person ? roster_member(x->roster, person) : NULL;
	const struct unit *u = m ? roster_unit(x->roster, m->unit) : NULL;
	const str own[] = {login, name, u ? u->name : S(""), u ? u->short_name : S("")};
	bool old = false;
	TRY(said(x, &r, password_fault(x->arena, &r, password, own, COUNT_OF(own))));
	if (person)
		TRY(is_old(x, person, &r, password, &old));
	if (old)
		return fail(ERR_INPUT, "this is a password that you had before; choose another");
	return password_hash(x->arena, password, ret_hash);
}

err password_put(struct change *k, str hash, ms_t temporary)
{
	int64_t region = k->x->core->region, person = k->m->id;
	effect_add(k->p, &(struct effect){.op = EFFECT_PASSWORD, .number = {temporary}});
	commit_op(&k->c, OP_ANY, &past_keep, NULL, VALS(V_INT(region), V_INT(person), V_INT(k->x->now)));
	commit_op(&k->c, OP_ONE, &password_set, NULL, VALS(V_INT(region), V_INT(person), V_TEXT(hash)));
	commit_op(&k->c, OP_UPSERT, &account_password, &account_first, VALS(V_INT(region), V_INT(person), V_INT(k->x->now), V_INT(temporary)));
	return OK;
}

/* ---- one's own --------------------------------------------------------------------------------------- */
struct changing {
	str hash, keep;
};
static err changed(struct change *k, void *arg)
{
	struct changing *c = arg;
	TRY(password_put(k, c->hash, 0));
	sessions_drop(k, k->m->id, c->keep);
	return OK;
}

/* Wrong guesses at the present one count like those at the door: a page left open is no way in. */
static err present(struct ctx *x, const struct member *m, str current)
{
	struct guess g;
	struct limits lim = limits_now(x->core);
	bool locked, right = false;
	guess_init(x->core, &g, "account ", m->login, lim.tries);
	TRY(ctx_snap(x));
	TRY(guess_load(x->core, x->snap, &g, x->now, lim.lock, &locked));
	if (!locked)
		TRY(password_right(x, m->id, current, &right));
	ctx_refresh(x);
	if (right)
		return OK;
	if (!locked)
		TRY(guess_count(x->core, &g, 1, x->now, false));
	return fail(ERR_INPUT, "this is not your present password");
}

err password_change(struct ctx *x, str current, str password, str keep_token)
{
	struct changing c = {.keep = keep_token};
	TRY(own_only(x));
	const struct member *m = roster_member(x->roster, x->actor.user);
	if (!m)
		return fail(ERR_SIGN_IN, "sign in first");
	x->at_fault = S("current");
	TRY(present(x, m, current));
	x->at_fault = S("password");
	TRY(password_judge(x, m->id, m->login, m->name, password, &c.hash));
	x->at_fault = STR_NONE;
	return person_change(x, m->id, S("password"), S(""), false, changed, &c);
}
