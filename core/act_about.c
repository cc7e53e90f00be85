/* SPDX-License-Identifier: Apache-2.0 */
/* What a matter is about, and that it is about it alone. */
#include "core/matter_in.h"
#include "core/measure.h"

/* The number of the other is said only to whoever may see it. */
err open_alone(struct ctx *x, const struct matter *m)
{
	struct matter other;
	role_set roles;
	int64_t id = 0;
	str alone = alone_key(x->arena, m);
	if (alone.n)
		TRY(other_stands(x, m, S(ALONE_FIELD), alone, &id));
	if (!id)
		return OK;
	str label = words2_in(&m->kind->label, x->actor.lang);
	return see_load(x, id, &other, &roles) == OK ? fail(ERR_INPUT, "“{0}” is open about the same already ({1}); go on there", label, other.number)
						      : fail(ERR_INPUT, "“{0}” is open about the same already, with another unit; ask the supervision office", label);
}

err about_there(struct ctx *x, const struct matter *m, const struct action *a)
{
	const struct kind *k = m->kind;
	int64_t id;
	if (!k->about_must || !a->opens || !m->fields[k->about_code].n)
		return OK;
	str code = m->fields[k->about_code].v[0];
	TRY(subject_find(x, k->about, code, &id));
	const struct kind *of = core_kind(x->core, k->about);
	if (id || !of)
		return OK;
	x->at_fault = k->fields[k->about_code].name;
	return fail(ERR_INPUT, "“{0}”: no {1} that you may see has the code {2}; check it, or have it entered first", words2_in(&k->fields[k->about_code].label, x->actor.lang),
		    words2_in(&of->label, x->actor.lang), code);
}
