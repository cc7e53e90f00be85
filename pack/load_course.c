/* SPDX-License-Identifier: Apache-2.0 */
/* The planned course of a kind and the page over all its matters, as a pack declares them. */
#include "pack/pack_in.h"

static const enum refers to_field = TO_FIELD, to_state = TO_STATE, to_sort = TO_SORT;

/* Names of states and fields inside a curve are those of its sort. */
static err in_sort(struct load *ld, const struct key *k, void *out, int sort, key_reader *read)
{
	struct kind *whole = ld->kind;
	ld->kind = (struct kind *)&whole->parts[sort];
	err e = read(ld, k, out);
	ld->kind = whole;
	return e;
}

#define SORT_OF(out, member) (((const struct curve *)(const void *)((const char *)(out) - offsetof(struct curve, member)))->sort)

static err read_reached(struct load *ld, const struct key *k, void *out)
{
	return in_sort(ld, k, out, SORT_OF(out, reached), read_set);
}

static err read_without(struct load *ld, const struct key *k, void *out)
{
	return in_sort(ld, k, out, SORT_OF(out, without), read_set);
}

static err read_on(struct load *ld, const struct key *k, void *out)
{
	return in_sort(ld, k, out, SORT_OF(out, on), read_ref);
}

static const struct key curve_key_list[] = {
	{"part", read_ref, offsetof(struct curve, sort), .required = true, .arg = &to_sort}, /* first: the others refer to it */
	{"reached", read_reached, offsetof(struct curve, reached), .required = true, .arg = &to_state},
	{"without", read_without, offsetof(struct curve, without), .arg = &to_state},
	{"on", read_on, offsetof(struct curve, on), .arg = &to_field},
	{"share_by", read_setting_name, offsetof(struct curve, share_by)},
};
KEYS(curve_keys, "curve", curve_key_list);

static const struct key overview_key_list[] = {
	{"group", read_ref, offsetof(struct overview, group), .required = true, .arg = &to_field},
	{"total", read_ref, offsetof(struct overview, total), .arg = &to_field},
	{"planned", read_ref, offsetof(struct overview, planned), .arg = &to_field},
	{"done", read_ref, offsetof(struct overview, done), .arg = &to_field},
	{"done_all", read_ref, offsetof(struct overview, done_all), .arg = &to_field},
	{"officer", read_ref, offsetof(struct overview, officer), .arg = &to_field},
	{"officer_most", read_setting_name, offsetof(struct overview, officer_most)},
	{"behind", read_setting_name, offsetof(struct overview, behind)},
	{"without", read_set, offsetof(struct overview, without), .arg = &to_state},
};
KEYS(overview_keys, "overview", overview_key_list);

static err typed(struct load *ld, int field, enum field_type type, const char *key)
{
	const struct field *f = field >= 0 ? &ld->kind->fields[field] : NULL;
	return !f || f->type == type ? OK : fail(ERR_INPUT, "{0}: {1} must be a field of type {2}, and {3} is not", where(ld), str_of(key),
						 str_of(field_type_name(type)), f->name);
}

static err numbers(struct load *ld, str setting)
{
	const struct setting *s = setting.n ? pack_setting(ld->pack, setting) : NULL;
	return !s || s->type == FIELD_INT ? OK : fail(ERR_INPUT, "{0}: the setting {1} is not a whole number; refer to one of type int", where(ld), setting);
}

err read_curve(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	struct curve *c = arena_new(ld->a, struct curve);
	*c = (struct curve){.sort = -1, .on = -1};
	TRY(keys_read(ld, &curve_keys, c));
	const struct kind *sort = &ld->kind->parts[c->sort];
	if (sort->weight < 0 || sort->due < 0)
		return fail(ERR_INPUT, "{0}: a course is made of weights by date; write weight = and due = in the part {1}", where(ld), sort->name);
	if (ld->kind->due < 0 || ld->kind->planned_start < 0)
		return fail(ERR_INPUT, "{0}: a course has a beginning and an end; write planned_start = and due = in the kind", where(ld));
	if (c->share_by.n && ld->kind->share < 0)
		return fail(ERR_INPUT, "{0}: to be behind needs a progress; write share = in the kind", where(ld));
	if (c->on >= 0 && sort->fields[c->on].type != FIELD_DATE)
		return fail(ERR_INPUT, "{0}: {1} must be a field of type {2}, and {3} is not", where(ld), S("on"), S("date"), sort->fields[c->on].name);
	*(const struct curve **)out = c;
	return OK;
}

err read_overview(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	struct overview *o = arena_new(ld->a, struct overview);
	*o = (struct overview){.group = -1, .total = -1, .planned = -1, .done = -1, .done_all = -1, .officer = -1};
	TRY(keys_read(ld, &overview_keys, o));
	TRY(typed(ld, o->group, FIELD_CHOICE, "group"));
	TRY(typed(ld, o->total, FIELD_DEC, "total"));
	TRY(typed(ld, o->planned, FIELD_DEC, "planned"));
	TRY(typed(ld, o->done, FIELD_DEC, "done"));
	TRY(typed(ld, o->done_all, FIELD_DEC, "done_all"));
	TRY(typed(ld, o->officer, FIELD_PERSON, "officer"));
	TRY(numbers(ld, o->officer_most));
	TRY(numbers(ld, o->behind));
	*(const struct overview **)out = o;
	return OK;
}
