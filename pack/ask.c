/* SPDX-License-Identifier: Apache-2.0 */
/* The declared rules of an action, in the order in which a person can do something
 * about them. */
#include "pack/pack_in.h"

static const struct guard_value *value_of(const struct guard_value *v, size_t n, str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].name, name))
			return &v[i];
	return NULL;
}

static bool filled(const struct guard_value *v)
{
	if (!v || v->is_null)
		return false;
	return v->is_number || (v->is_list ? v->n_items > 0 : str_trim(v->text).n > 0);
}

static str label(const struct words2 *w, enum lang lang)
{
	return words2_in(w, lang);
}

static void put_label(struct buf *b, const struct words2 *w, enum lang lang)
{
	if (b->n)
		buf_z(b, lang == LANG_ZH ? "、" : ", ");
	buf_add(b, label(w, lang));
}

/* ---- one rule each -------------------------------------------------------------------- */
static err ask_state(const struct kind *k, struct ask *q, const struct action *a, enum lang lang)
{
	if (q->state < 0 ? a->opens : (a->from >> q->state & 1))
		return OK;
	if (q->state < 0)
		return fail(ERR_CONFLICT, "“{0}” needs a matter that is open already; open it first", label(&a->label, lang));
	struct buf b;
	buf_init(&b, NULL);
	for (size_t i = 0; i < k->n_states; i++)
		if (a->from >> i & 1)
			put_label(&b, &k->states[i].label, lang);
	err e = fail(ERR_CONFLICT, "“{0}” cannot be done while it is “{1}”; it can be done when it is: {2}", label(&a->label, lang),
		     label(&k->states[q->state].label, lang), buf_str(&b));
	buf_done(&b);
	return e;
}

static err ask_role(const struct kind *k, struct ask *q, const struct action *a, enum lang lang)
{
	if (a->by & q->roles)
		return OK;
	struct buf b;
	buf_init(&b, NULL);
	for (size_t i = 0; i < k->n_roles; i++)
		if (a->by >> i & 1)
			put_label(&b, &k->roles[i].label, lang);
	err e = fail(ERR_DENIED, "“{0}” can be done by: {1}", label(&a->label, lang), buf_str(&b));
	buf_done(&b);
	return e;
}

static err ask_same_person(const struct kind *k, struct ask *q, const struct action *a, enum lang lang)
{
	if (a->other_than < 0 || !(q->same_person || (a->other_unit && q->same_unit)))
		return OK;
	if (!q->same_person)
		return fail(ERR_DENIED, "your unit did “{0}”, so “{1}” is for another unit; ask it", label(&k->actions[a->other_than].label, lang),
			    label(&a->label, lang));
	return fail(ERR_DENIED, "you did “{0}” yourself, so “{1}” is for a colleague; ask one", label(&k->actions[a->other_than].label, lang),
		    label(&a->label, lang));
}

static err ask_missing(const struct kind *k, struct ask *q, const struct action *a, enum lang lang)
{
	const struct guard_input *in = q->input;
	const struct guard_value *fields = in->part ? in->part->fields : in->fields;
	size_t n_fields = in->part ? in->part->n_fields : in->n_fields;
	for (size_t i = 0; i < a->n_form; i++) {
		const struct form_field *ff = &a->form[i];
		str name = k->fields[ff->field].name;
		const struct guard_value *given = value_of(in->arguments, in->n_arguments, name);
		bool stands = !given && ff->prefill && filled(value_of(fields, n_fields, name));
		if (ff->required && !filled(given) && !stands) {
			q->ret_field = ff->field;
			return fail(ERR_INPUT, "“{0}” is missing; fill it in", label(&k->fields[ff->field].label, lang));
		}
	}
	return OK;
}

static err ask_reason(const struct kind *k, struct ask *q, const struct action *a, enum lang lang)
{
	unused_arg(k);
	return !a->reason || q->reason ? OK : fail(ERR_INPUT, "“{0}” needs a reason; write one", label(&a->label, lang));
}

static err ask_evidence(const struct kind *k, struct ask *q, const struct action *a, enum lang lang)
{
	unused_arg(k);
	if (q->input->evidence >= a->evidence)
		return OK;
	char need[8] = {(char)('0' + a->evidence / 10), (char)('0' + a->evidence % 10)};
	return fail(ERR_INPUT, "“{0}” needs at least {1} files of evidence; add what is missing", label(&a->label, lang),
		    str_of(need[0] == '0' ? need + 1 : need));
}

static err ask_guard(const struct kind *k, struct ask *q, const struct action *a, enum lang lang)
{
	return guard_run(k->pack, a->guard, q->input, lang);
}

err action_ask(const struct kind *k, struct ask *q, enum lang lang)
{
	static err (*const rules[])(const struct kind *, struct ask *, const struct action *, enum lang) = {
		[ASK_STATE] = ask_state,   [ASK_ROLE] = ask_role,     [ASK_SAME_PERSON] = ask_same_person, [ASK_MISSING] = ask_missing,
		[ASK_REASON] = ask_reason, [ASK_EVIDENCE] = ask_evidence, [ASK_GUARD] = ask_guard,
	};
	ours(q->action >= 0 && (size_t)q->action < k->n_actions && q->state < (int)k->n_states && q->input);
	q->ret_fault = ASK_FINE;
	q->ret_field = -1;
	for (size_t i = ASK_STATE; i < COUNT_OF(rules); i++) {
		err e = rules[i](k, q, &k->actions[q->action], lang);
		if (e != OK) {
			q->ret_fault = (enum ask_fault)i;
			return e;
		}
	}
	return OK;
}
