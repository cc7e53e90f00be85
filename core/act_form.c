/* SPDX-License-Identifier: Apache-2.0 */
/* The form of an action: what a person typed becomes canonical values, or the one
 * sentence that says what is wrong with which field. */
#include "core/matter_in.h"

#include <string.h>

#include "base/num.h"

struct reading { /* one field on its way */
	struct ctx *x;
	const struct field *f;
	str label;
	str typed;
	str *ret;
};

static bool same(struct reading *r, const char *p, size_t n)
{
	*r->ret = (str){arena_copy(r->x->arena, p, n), n};
	return true;
}

static err read_line(struct reading *r)
{
	if (memchr(r->typed.p, '\n', r->typed.n) || memchr(r->typed.p, '\r', r->typed.n))
		return fail(ERR_INPUT, "“{0}” is one line; write it without line breaks", r->label);
	same(r, r->typed.p, r->typed.n);
	return OK;
}

static err read_text(struct reading *r)
{
	struct buf b;
	buf_init(&b, r->x->arena);
	for (size_t i = 0; i < r->typed.n; i++)
		if (r->typed.p[i] != '\r')
			buf_byte(&b, r->typed.p[i]);
	*r->ret = buf_str(&b);
	return OK;
}

static err put_int(struct reading *r, int64_t v)
{
	struct buf b;
	buf_init(&b, r->x->arena);
	buf_int(&b, v);
	*r->ret = buf_str(&b);
	return OK;
}

static err read_int(struct reading *r)
{
	int64_t v;
	if (!str_int(r->typed, &v))
		return fail(ERR_INPUT, "“{0}” is a whole number; “{1}” is not one", r->label, r->typed);
	if (r->f->max && v > r->f->max)
		return fail(ERR_INPUT, "“{0}” is too large; check the number “{1}”", r->label, r->typed);
	return put_int(r, v);
}

static err read_dec(struct reading *r)
{
	struct dec d;
	struct buf b;
	if (!dec_parse(r->typed, &d))
		return fail(ERR_INPUT, "“{0}” is a number; “{1}” is not one", r->label, r->typed);
	if (r->f->max && dec_cmp(d, (struct dec){r->f->max, 0}) > 0)
		return fail(ERR_INPUT, "“{0}” is too large; check the number “{1}”", r->label, r->typed);
	buf_init(&b, r->x->arena);
	dec_put(&b, d);
	*r->ret = buf_str(&b);
	return OK;
}

static err read_share(struct reading *r)
{
	int64_t v;
	str s = r->typed;
	if (str_ends(s, S("%")))
		s = str_trim(str_cut(s, 0, s.n - 1));
	if (str_ends(s, S("％")))
		s = str_trim(str_cut(s, 0, s.n - 3));
	if (!str_int(s, &v) || v < 0 || v > 100)
		return fail(ERR_INPUT, "“{0}” is a share from 0 to 100; “{1}” is not one", r->label, r->typed);
	return put_int(r, v);
}

static err read_date(struct reading *r)
{
	day_t d;
	if (!day_parse(r->typed, &d))
		return fail(ERR_INPUT, "“{0}” is a day like 2026-10-14; “{1}” is not one", r->label, r->typed);
	same(r, r->typed.p, r->typed.n);
	return OK;
}

static err read_unit(struct reading *r)
{
	int64_t id;
	if (!str_int(r->typed, &id))
		id = roster_unit_named(r->x->roster, r->typed);
	id = roster_heir(r->x->roster, id); /* an old list may still name the unit of before */
	const struct unit *u = roster_unit(r->x->roster, id);
	if (!u)
		return fail(ERR_INPUT, "“{0}”: there is no unit “{1}”; choose one from the list", r->label, r->typed);
	if (!u->active)
		return fail(ERR_INPUT, "“{0}”: the unit “{1}” no longer works; choose another", r->label, r->typed);
	return put_int(r, id);
}

static err read_person(struct reading *r)
{
	int64_t id;
	const struct member *m = str_int(r->typed, &id) ? roster_member(r->x->roster, id) : NULL;
	if (!m || !m->active)
		return fail(ERR_INPUT, "“{0}”: there is no such person; choose one from the list", r->label);
	return put_int(r, id);
}

static err read_choice(struct reading *r)
{
	for (size_t i = 0; i < r->f->n_choices; i++)
		if (str_eq(r->f->choices[i].name, r->typed)) {
			*r->ret = r->f->choices[i].name;
			return OK;
		}
	return fail(ERR_INPUT, "“{0}”: “{1}” is not one of the choices; choose one from the list", r->label, r->typed);
}

static err read_flag(struct reading *r)
{
	static const char *const yes[] = {"1", "on", "true", "yes"}, *const no[] = {"0", "off", "false", "no"};
	for (size_t i = 0; i < COUNT_OF(yes); i++)
		if (str_eq(r->typed, str_of(yes[i])) || str_eq(r->typed, str_of(no[i]))) {
			*r->ret = str_eq(r->typed, str_of(yes[i])) ? S("1") : S("0");
			return OK;
		}
	return fail(ERR_INPUT, "“{0}” is yes or no; “{1}” is neither", r->label, r->typed);
}

static err read_source(struct reading *r)
{
	return fail(ERR_INPUT, "“{0}” is set from a document; open the document and choose the sentence there", r->label);
}

static err read_value(struct reading *r)
{
	static err (*const reader[FIELD_TYPES])(struct reading *) = {
		[FIELD_LINE] = read_line,   [FIELD_TEXT] = read_text,   [FIELD_INT] = read_int,       [FIELD_DEC] = read_dec,
		[FIELD_SHARE] = read_share, [FIELD_DATE] = read_date,   [FIELD_UNIT] = read_unit,     [FIELD_UNITS] = read_unit,
		[FIELD_PERSON] = read_person, [FIELD_CHOICE] = read_choice, [FIELD_FLAG] = read_flag, [FIELD_SOURCE] = read_source,
	};
	bool text = r->f->type == FIELD_LINE || r->f->type == FIELD_TEXT;
	size_t most = text && r->f->max ? (size_t)r->f->max : LIMIT_FIELD_TEXT;
	if (r->typed.n > most) {
		struct buf b;
		buf_init(&b, r->x->arena);
		buf_int(&b, (int64_t)(most / 3)); /* three bytes to a Chinese character */
		return fail(ERR_INPUT, "“{0}” is too long; write at most {1} characters", r->label, buf_str(&b));
	}
	if (utf8_valid(r->typed) != r->typed.n || memchr(r->typed.p ? r->typed.p : "", 0, r->typed.n))
		return fail(ERR_INPUT, "“{0}” holds bytes that are not text; type it again", r->label);
	return reader[r->f->type](r);
}

err field_read(struct ctx *x, const struct field *f, str typed, str *ret)
{
	str value;
	struct reading r = {x, f, words2_in(&f->label, x->actor.lang), str_trim(typed), &value};
	TRY(read_value(&r));
	*ret = value;
	return OK;
}

static bool in_form(const struct action *a, int field)
{
	for (size_t i = 0; i < a->n_form; i++)
		if (a->form[i].field == field)
			return true;
	return false;
}

static bool pauses(const struct action *a)
{
	for (size_t i = 0; i < a->n_clocks; i++)
		if (a->clocks[i].what == CLOCK_PAUSE && a->clocks[i].reason < 0)
			return true;
	return false;
}

/* A name that the form does not have is never passed over: it may be a slip of the pen. */
static err check_names(struct ctx *x, const struct kind *k, const struct taking *t)
{
	for (size_t i = 0; i < t->n_args; i++) {
		int f = kind_field(k, t->args[i].field);
		if (str_eq(t->args[i].field, S(ARG_PAUSE)) && pauses(t->action))
			continue;
		if (f < 0 || !in_form(t->action, f)) {
			x->at_fault = t->args[i].field;
			return fail(ERR_INPUT, "the form “{0}” has no field {1}; look at its fields again",
				    words2_in(&t->action->label, x->actor.lang), t->args[i].field);
		}
	}
	return OK;
}

static err read_field(struct ctx *x, const struct taking *t, const struct field *f, bool several, struct given *g, bool *ret_named)
{
	*ret_named = false;
	g->v = arena_new_n(x->arena, t->n_args, str);
	for (size_t i = 0; i < t->n_args; i++) {
		if (!str_eq(t->args[i].field, f->name))
			continue;
		*ret_named = true;
		struct reading r = {x, f, words2_in(&f->label, x->actor.lang), str_trim(t->args[i].value), &g->v[g->n]};
		if (!r.typed.n)
			continue;
		x->at_fault = f->name;
		if (g->n && !several)
			return fail(ERR_INPUT, "“{0}” takes one value; leave one of them", r.label);
		TRY(read_value(&r));
		bool twice = false;
		for (size_t k = 0; k < g->n; k++)
			twice |= str_eq(g->v[k], g->v[g->n]);
		g->n += !twice;
	}
	x->at_fault = STR_NONE;
	return OK;
}

static bool differs(const struct given *g, str typed)
{
	for (size_t i = 0; i < g->n; i++)
		if (str_eq(g->v[i], typed))
			return false;
	return typed.n > 0;
}

/* What was typed where it is not the result itself: the name of a unit for its id. */
static str typed_args(struct ctx *x, const struct kind *k, const struct taking *t, const struct given *v, size_t n)
{
	LIST(size_t) l = {0};
	struct buf b;
	for (size_t i = 0; i < t->n_args; i++)
		for (size_t j = 0; j < n; j++)
			if (str_eq(k->fields[v[j].field].name, t->args[i].field) && !k->fields[v[j].field].personal &&
			    differs(&v[j], t->args[i].value) && utf8_valid(t->args[i].value) == t->args[i].value.n)
				*list_push(x->arena, &l) = i;
	if (!l.n)
		return S("");
	buf_init(&b, x->arena);
	cbor_array(&b, l.n);
	for (size_t i = 0; i < l.n; i++) {
		cbor_array(&b, 2);
		cbor_text(&b, t->args[l.v[i]].field);
		cbor_text(&b, t->args[l.v[i]].value);
	}
	return buf_str(&b);
}

static bool was_given(const struct given *v, size_t n, int field)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].field == field && v[i].n)
			return true;
	return false;
}

/* A field that sets itself: 0 when this action leaves it as it stands. */
static int64_t filled(struct ctx *x, const struct taking *t, int field, const struct field *f, const struct given *v, size_t n)
{
	int64_t id = 0;
	if (f->fill < 0)
		return t->action->opens && !(f->fill == FILL_ACTOR ? was_given(v, n, field) : in_form(t->action, field)) ? x->actor.unit : 0;
	for (size_t i = 0; f->fill > 0 && i < n; i++)
		if (v[i].field == f->fill - 1 && v[i].n && str_int(v[i].v[0], &id)) {
			const struct member *who = roster_member(x->roster, id);
			return who ? who->unit : 0;
		}
	return 0;
}

static size_t fill_in(struct ctx *x, const struct kind *k, const struct taking *t, struct given *v, size_t n)
{
	size_t typed = n;
	if (t->action->clears)
		v[n++] = (struct given){.field = t->action->clears - 1};
	for (size_t i = 0; i < k->n_fields; i++) {
		struct buf b;
		int64_t unit = filled(x, t, (int)i, &k->fields[i], v, typed);
		if (!unit)
			continue;
		buf_init(&b, x->arena);
		buf_int(&b, unit);
		struct given *g = &v[n];
		for (size_t j = 0; j < typed; j++)
			if (v[j].field == (int)i)
				g = &v[j]; /* asked for and left empty */
		*g = (struct given){.field = (int)i, .v = arena_new(x->arena, str), .n = 1};
		g->v[0] = buf_str(&b);
		n += g == &v[n];
	}
	return n;
}

err form_read(struct ctx *x, const struct matter *m, const struct taking *t, struct given **ret, size_t *ret_n, str *ret_args)
{
	const struct kind *k = m->kind;
	struct given *v = arena_new_n(x->arena, t->action->n_form + k->n_fields + 1, struct given);
	size_t n = 0;
	TRY(check_names(x, k, t));
	for (size_t i = 0; i < t->action->n_form; i++) {
		const struct form_field *ff = &t->action->form[i];
		const struct field *f = &k->fields[ff->field];
		bool named, stands = m->fields[ff->field].n > 0;
		v[n] = (struct given){.field = ff->field};
		TRY(read_field(x, t, f, f->type == FIELD_UNITS, &v[n], &named));
		if (ff->required && v[n].n == 0 && (named || !ff->prefill || !stands) && f->type != FIELD_SOURCE) {
			x->at_fault = f->name;
			return fail(ERR_INPUT, "“{0}” is missing; fill it in", words2_in(&f->label, x->actor.lang));
		}
		n += named;
	}
	*ret = v;
	*ret_n = fill_in(x, k, t, v, n);
	*ret_args = typed_args(x, k, t, v, n);
	return OK;
}
