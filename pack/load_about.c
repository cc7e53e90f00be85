/* SPDX-License-Identifier: Apache-2.0 */
/* What a matter is about: the subject it names by its code, what may stand open only once, the days of a
 * subject's life, and the libraries that a firm climbs (梯队培育). */
#include "pack/pack_in.h"

#define ALONE_FIELDS 3
#define ALONE_BYTES 60 /* of one value: all of them together must fit what a list can be searched by */
#define LIFE_MOST 12
#define LIBRARIES_MOST 12

static err read_fields(struct load *ld, size_t most, struct field_list *ret)
{
	str *v;
	size_t n;
	TRY(read_texts(ld, &v, &n));
	if (n > most)
		return fail(ERR_LIMIT, "{0}: this list is longer than the kernel can hold; shorten it", where(ld));
	int *at = arena_new_n(ld->a, n, int);
	for (size_t i = 0; i < n; i++)
		TRY(name_find(ld, TO_FIELD, v[i], &at[i]));
	*ret = (struct field_list){at, n};
	return OK;
}

err read_alone(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	struct field_list *l = out;
	TRY(read_fields(ld, ALONE_FIELDS, l));
	for (size_t i = 0; i < l->n; i++) {
		const struct field *f = &ld->kind->fields[l->v[i]];
		bool line = f->type == FIELD_LINE && f->max && f->max <= ALONE_BYTES;
		if (f->personal || (!line && f->type != FIELD_CHOICE))
			return fail(ERR_INPUT, "{0}: {1} cannot tell open matters apart; name a choice, or a line with max of at most 60 that is not personal", where(ld), f->name);
	}
	return OK;
}

/* ---- the subject ------------------------------------------------------------------------------------ */
static const struct key about_key_list[] = {
	{"kind", read_name, offsetof(struct kind, about), .required = true, .first = true},
	{"code", read_field_ref, offsetof(struct kind, about_code), .required = true},
	{"must", read_bool, offsetof(struct kind, about_must)},
};
KEYS(about_keys, "about", about_key_list);

err read_about(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	unused_arg(out);
	TRY(keys_read(ld, &about_keys, ld->kind));
	const struct field *f = &ld->kind->fields[ld->kind->about_code];
	return f->type == FIELD_LINE && (f->list || f->code) && !f->personal ? OK
		: fail(ERR_INPUT, "{0}: a matter is found by the code of what it is about; let {1} be a line with list = true that is not personal", where(ld), f->name);
}

err read_life(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	struct field_list *l = out;
	TRY(read_fields(ld, LIFE_MOST, l));
	if (!ld->kind->subject)
		return fail(ERR_INPUT, "{0}: a life has a subject; write subject = true in the kind, or leave this out", where(ld));
	for (size_t i = 0; i < l->n; i++)
		if (ld->kind->fields[l->v[i]].type != FIELD_DATE)
			return fail(ERR_INPUT, "{0}: {1} is not of type date; a life is made of days", where(ld), ld->kind->fields[l->v[i]].name);
	return OK;
}

/* ---- libraries ---------------------------------------------------------------------------------------- */
static const enum refers to_action = TO_ACTION;
static const struct key library_key_list[] = {
	{"name", read_name, offsetof(struct library, name), .required = true, .first = true},
	{"target", read_setting_name, offsetof(struct library, target)},
	{"entered", read_bool, offsetof(struct library, entered)},
	{"turnover", read_setting_name, offsetof(struct library, turnover)},
	{"share", read_setting_name, offsetof(struct library, share)},
};
KEYS(library_keys, "library", library_key_list);
static const struct list_of libraries_list = {&library_keys, sizeof(struct library), LIBRARIES_MOST, NULL, true};

static const struct key cultivation_key_list[] = {
	{"field", read_field_ref, offsetof(struct cultivation, field), .required = true},
	{"promote", read_ref, offsetof(struct cultivation, promote), .required = true, .arg = &to_action},
	{"share_of", read_name, offsetof(struct cultivation, share_of)},
	{"share_per", read_name, offsetof(struct cultivation, share_per)},
	{"libraries", read_list, offsetof(struct cultivation, libraries), .required = true, .arg = &libraries_list},
};
KEYS(cultivation_keys, "cultivation", cultivation_key_list);

static bool whole_number(const struct load *ld, str setting)
{
	const struct setting *s = setting.n ? pack_setting(ld->pack, setting) : NULL;
	return !s || s->type == FIELD_INT;
}

static err check_library(struct load *ld, const struct cultivation *c, size_t i)
{
	const struct field *f = &ld->kind->fields[c->field];
	const struct library *l = &c->libraries[i];
	if (i >= f->n_choices || !str_eq(f->choices[i].name, l->name))
		return fail(ERR_INPUT, "{0}: the libraries are the choices of {1}, in their order; {2} is not the one that stands there", where(ld), f->name, l->name);
	if (!whole_number(ld, l->target) || !whole_number(ld, l->turnover) || !whole_number(ld, l->share))
		return fail(ERR_INPUT, "{0}: target, turnover and share of {1} are settings of type int; refer to such", where(ld), l->name);
	if (l->share.n && (!c->share_of.n || !c->share_per.n))
		return fail(ERR_INPUT, "{0}: {1} looks at a share, and nobody says of what; write share_of and share_per", where(ld), l->name);
	return OK;
}

err read_cultivation(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	struct cultivation *c = arena_new(ld->a, struct cultivation);
	*c = (struct cultivation){.field = -1, .promote = -1};
	TRY(keys_read(ld, &cultivation_keys, c));
	const struct field *f = &ld->kind->fields[c->field];
	if (f->type != FIELD_CHOICE || f->n_choices != c->n_libraries)
		return fail(ERR_INPUT, "{0}: {1} must be a choice with as many choices as there are libraries", where(ld), f->name);
	if (ld->kind->about_code < 0)
		return fail(ERR_INPUT, "{0}: who is cultivated is a subject; write about = about {{1}} as well", where(ld), S(" \"firm\", code = \"code\" "));
	for (size_t i = 0; i < c->n_libraries; i++)
		TRY(check_library(ld, c, i));
	*(const struct cultivation **)out = c;
	return OK;
}
