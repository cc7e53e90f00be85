/* SPDX-License-Identifier: Apache-2.0 */
/* What a kind declares so that its matters are evaluations (评价事项), a part an objection to a value, and its
 * subjects what is evaluated (docs/decisions/runs.md). */
#include "pack/pack_in.h"

static const enum refers to_state = TO_STATE;

static err typed(struct load *ld, int field, enum field_type type, const char *key)
{
	const struct field *f = field >= 0 ? &ld->kind->fields[field] : NULL;
	return !f || f->type == type ? OK : fail(ERR_INPUT, "{0}: {1} must be a field of type {2}, and {3} is not", where(ld), str_of(key),
						 str_of(field_type_name(type)), f->name);
}

static err setting_typed(struct load *ld, str name, enum field_type type)
{
	const struct setting *s = name.n ? pack_setting(ld->pack, name) : NULL;
	return !s || s->type == type ? OK : fail(ERR_INPUT, "{0}: the setting {1} is not of type {2}; refer to one that is", where(ld), name,
						 str_of(field_type_name(type)));
}

/* ---- a matter that evaluates ------------------------------------------------------------------------ */
static const struct key evaluation_key_list[] = {
	{"period", read_field_ref, offsetof(struct kind, period), .required = true},
	{"method", read_field_ref, offsetof(struct kind, method), .required = true},
};
KEYS(evaluation_keys, "evaluation", evaluation_key_list);

err read_evaluation(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	unused_arg(out);
	TRY(keys_read(ld, &evaluation_keys, ld->kind));
	TRY(typed(ld, ld->kind->period, FIELD_LINE, "period"));
	return typed(ld, ld->kind->method, FIELD_CHOICE, "method");
}

/* ---- a part of it that objects to a value ----------------------------------------------------------- */
static const struct key objection_key_list[] = {
	{"subject", read_field_ref, offsetof(struct kind, objected), .required = true},
	{"value", read_field_ref, offsetof(struct kind, objected_value), .required = true},
	{"found", read_field_ref, offsetof(struct kind, found), .required = true},
	{"upheld", read_ref, offsetof(struct kind, upheld), .required = true, .arg = &to_state},
};
KEYS(objection_keys, "objection", objection_key_list);

err read_objection(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	unused_arg(out);
	TRY(keys_read(ld, &objection_keys, ld->kind));
	TRY(typed(ld, ld->kind->objected, FIELD_LINE, "subject"));
	TRY(typed(ld, ld->kind->objected_value, FIELD_CHOICE, "value"));
	return typed(ld, ld->kind->found, FIELD_DEC, "found");
}

/* ---- subjects that are evaluated ----------------------------------------------------------------------- */
static const struct key evaluated_key_list[] = {
	{"reserved", read_field_ref, offsetof(struct evaluated, reserved)},
	{"years_before", read_field_ref, offsetof(struct evaluated, years_before)},
	{"surcharge", read_setting_name, offsetof(struct evaluated, surcharge)},
	{"power", read_setting_name, offsetof(struct evaluated, power)},
	{"accounts", read_field_ref, offsetof(struct evaluated, accounts)},
	{"in_force", read_field_ref, offsetof(struct evaluated, in_force)},
	{"exit", read_name, offsetof(struct evaluated, exit)},
	{"exit_years", read_setting_name, offsetof(struct evaluated, exit_years)},
	{"exit_share", read_setting_name, offsetof(struct evaluated, exit_share)},
};
KEYS(evaluated_keys, "evaluated", evaluated_key_list);

/* The names of all kinds are known before the first is read. */
static err exit_known(struct load *ld, str exit)
{
	const struct pack *p = ld->pack;
	str *names = arena_new_n(ld->a, p->n_kinds, str);
	for (size_t i = 0; i < p->n_kinds; i++) {
		names[i] = p->kinds[i].name;
		if (!exit.n || str_eq(names[i], exit))
			return OK;
	}
	return no_such(ld, exit, names, p->n_kinds);
}

err read_evaluated(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	struct evaluated *e = arena_new(ld->a, struct evaluated);
	*e = (struct evaluated){.reserved = -1, .years_before = -1, .accounts = -1, .in_force = -1};
	TRY(keys_read(ld, &evaluated_keys, e));
	if (!ld->kind->subject)
		return fail(ERR_INPUT, "{0}: only subjects are evaluated; write subject = true in the kind, or leave this out", where(ld));
	TRY(typed(ld, e->years_before, FIELD_INT, "years_before"));
	TRY(typed(ld, e->accounts, FIELD_TEXT, "accounts"));
	TRY(typed(ld, e->in_force, FIELD_DEC, "in_force"));
	TRY(setting_typed(ld, e->surcharge, FIELD_LINE));
	TRY(setting_typed(ld, e->power, FIELD_LINE));
	TRY(setting_typed(ld, e->exit_years, FIELD_INT));
	TRY(setting_typed(ld, e->exit_share, FIELD_INT));
	if (!e->surcharge.n != !e->power.n || (!e->surcharge.n && (e->accounts >= 0 || e->in_force >= 0)))
		return fail(ERR_INPUT, "{0}: a surcharge needs its rule and the value that holds the electricity; write surcharge = and power =", where(ld));
	if (!e->exit_years.n && (e->exit.n || e->exit_share.n))
		return fail(ERR_INPUT, "{0}: who leaves is known by years in the last class; write exit_years =", where(ld));
	TRY(exit_known(ld, e->exit));
	*(const struct evaluated **)out = e;
	return OK;
}
