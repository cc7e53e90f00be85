/* SPDX-License-Identifier: Apache-2.0 */
/* Values as their reader may see them, in words. */
#include "core/read_matter_in.h"

str shown_person(const struct ctx *x, int64_t id)
{
	const struct member *m = roster_member(x->roster, id);
	return !m ? S("") : m->name.n ? m->name : word(x->actor.lang, W("value|erased"));
}

#define NOW_CALLED INT64_MAX
/* Units by their names of that moment. */
static str show_one(struct ctx *x, const struct field *f, str raw, ms_t at)
{
	int64_t id = 0;
	struct source s;
	switch (f->type) {
	case FIELD_UNIT:
	case FIELD_UNITS:
		return str_int(raw, &id) ? roster_unit_name_at(x->roster, id, at) : raw;
	case FIELD_PERSON:
		return str_int(raw, &id) ? shown_person(x, id) : raw;
	case FIELD_CHOICE:
		for (size_t i = 0; i < f->n_choices; i++)
			if (str_eq(f->choices[i].name, raw))
				return shown_words(x, &f->choices[i].label);
		return raw;
	case FIELD_FLAG:
		return str_eq(raw, S("1")) ? word(x->actor.lang, W("answer|yes")) : word(x->actor.lang, W("answer|no"));
	case FIELD_SOURCE:
		return source_parse(raw, &s) ? word(x->actor.lang, W("from a document")) : raw;
	default:
		return raw;
	}
}

str shown_values(struct ctx *x, const struct field *f, const struct fval *v, bool shown, ms_t at)
{
	struct buf b;
	buf_init(&b, x->arena);
	for (size_t i = 0; i < v->n; i++) {
		if (i)
			buf_z(&b, shown && x->actor.lang == LANG_ZH ? "、" : ",");
		buf_add(&b, shown ? show_one(x, f, v->v[i], at) : v->v[i]);
		if (shown && f->type == FIELD_SHARE)
			buf_byte(&b, '%');
	}
	return buf_str(&b);
}

bool matter_value(struct ctx *x, const struct matter *m, role_set roles, size_t i, struct value *ret)
{
	const struct field *f = &m->kind->fields[i];
	const struct fval *v = &m->fields[i];
	enum field_sight sight = see_value(m, roles, f);
	ms_t at = matter_closed(m) ? m->changed : NOW_CALLED; /* what is over names units as they were */
	if (sight == SIGHT_NONE || (!v->n && !v->sealed))
		return false;
	*ret = (struct value){.field = f, .masked = sight == SIGHT_MASKED};
	if (!v->n) {
		ret->text = word(x->actor.lang, W("value|erased"));
		ret->masked = true;
	} else if (ret->masked) {
		ret->text = see_mask(x->arena, shown_values(x, f, v, true, at));
	} else {
		ret->text = shown_values(x, f, v, true, at);
		ret->raw = shown_values(x, f, v, false, at);
	}
	ret->reveal = ret->masked && v->n && (roles & reveal_roles(m, f));
	return true;
}

str shown_light(struct ctx *x, const struct kind *k, enum light light, int rule)
{
	static const char *const plain[LIGHTS] = {W("light|not timed"), W("light|on course"), W("light|yellow"), W("light|red"), W("light|done"),
		W("light|blue"), W("light|orange")};
	if (rule >= 0 && (size_t)rule < k->n_lights && light != LIGHT_DONE)
		return shown_words(x, &k->lights[rule].word);
	return word(x->actor.lang, plain[light]);
}

str shown_plain(struct ctx *x, const struct matter *m, role_set roles, int field)
{
	struct value v;
	return field >= 0 && matter_value(x, m, roles, (size_t)field, &v) ? v.text : S("");
}

bool sees_plainly(const struct matter *m, role_set roles, int field)
{
	return field >= 0 && see_value(m, roles, &m->kind->fields[field]) == SIGHT_PLAIN;
}

void reasons_named(struct ctx *x, struct clock_reason *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		v[i].asker = shown_person(x, v[i].asked_by);
		v[i].granter = shown_person(x, v[i].granted_by);
	}
}
