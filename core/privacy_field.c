/* SPDX-License-Identifier: Apache-2.0 */
/* Which fields hold personal data, what for, how long and for whose eyes: nothing but what the
 * packs declare and the settings say, for the impact assessment (个人信息保护法 55-56). */
#include "core/privacy_in.h"

bool class_is(const struct data_class *c, str named)
{
	return str_eq(c->name, named) || str_eq(c->label.zh, named);
}

const struct data_class *data_class_named(const struct core *c, str name, const struct pack **ret_pack)
{
	for (const struct pack *const *p = c->packs; *p; p++)
		for (size_t i = 0; i < (*p)->n_classes; i++)
			if (class_is(&(*p)->classes[i], name)) {
				*ret_pack = *p;
				return &(*p)->classes[i];
			}
	return NULL;
}

role_set field_reveal(const struct kind *k, const struct field *f)
{
	role_set by = f->reveal;
	if (!f->mask)
		return 0;
	for (size_t i = 0; !f->reveal && i < k->n_actions; i++)
		if (!k->actions[i].opens)
			by |= k->actions[i].by;
	return by & k->see & ~f->see;
}

role_set reveal_roles(const struct matter *h, const struct field *f)
{
	const struct matter *m = h->of ? h->of : h;
	int flag = h->kind->secret;
	bool secret = flag >= 0 && m->fields[flag].n && str_eq(m->fields[flag].v[0], S("1"));
	return field_reveal(h->kind, f) & (secret && f->confide ? f->confide : ROLES_ALL);
}

typedef LIST(struct personal_field) field_rows;

static role_set all_roles(const struct kind *k)
{
	return k->n_roles < 64 ? ((role_set)1 << k->n_roles) - 1 : ROLES_ALL;
}

static void fields_of(struct ctx *x, const struct kind *k, field_rows *l)
{
	role_set see = k->see & all_roles(k);
	for (size_t i = 0; i < k->n_fields; i++) {
		const struct field *f = &k->fields[i];
		const struct pack *p = NULL;
		if (!f->personal)
			continue;
		struct personal_field row = {.kind = k, .field = f, .class = data_class_named(x->core, f->data_class, &p), .source = S(""),
			.plain = see & f->see, .masked = f->mask ? see & ~f->see : 0, .reveal = field_reveal(k, f)};
		if (row.class) {
			const struct setting *s = pack_setting(p, row.class->keep);
			row.months = pack_int(x, p, row.class->keep, 0);
			row.source = s->source;
		}
		*list_push(x->arena, l) = row;
	}
	for (size_t i = 0; i < k->n_parts; i++)
		fields_of(x, &k->parts[i], l);
}

err personal_fields(struct ctx *x, struct personal_field **ret, size_t *ret_n)
{
	field_rows l = {0};
	const uint32_t readers = 1u << DUTY_SUPERVISION | 1u << DUTY_INTAKE | 1u << DUTY_SYSTEM | 1u << DUTY_SECURITY | 1u << DUTY_AUDIT;
	if (x->actor.user && !(x->actor.duties & readers))
		return fail(ERR_DENIED, "your duties do not include this");
	for (const struct pack *const *p = x->core->packs; *p; p++)
		for (size_t i = 0; i < (*p)->n_kinds; i++)
			fields_of(x, &(*p)->kinds[i], &l);
	*ret = l.v;
	*ret_n = l.n;
	return OK;
}
