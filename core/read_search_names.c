/* SPDX-License-Identifier: Apache-2.0 */
/* Units and people, from the roster in memory: some hundred and some thousand names. */
#include "core/search_in.h"

static bool small_letters(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9')))
			return false;
	return s.n > 0;
}

/* By a piece of it, or by the initials of it. */
static bool named(struct arena *a, const struct folded *asked, bool initials, str name, struct marked_text *ret)
{
	struct folded f;
	*ret = (struct marked_text){.text = name};
	bigram_fold(a, name, &f);
	size_t at = bigram_find(&f, asked, 0);
	if (at == SIZE_MAX && !(initials && initials_begin(name, asked->text)))
		return false;
	if (at != SIZE_MAX) {
		ret->at = arena_new(a, struct span);
		ret->at[0] = (struct span){f.at[at].from, f.at[at + asked->n - 1].to};
		ret->n = 1;
	}
	return true;
}

static str other_names(struct arena *a, const struct unit *u)
{
	struct buf b;
	buf_init(&b, a);
	if (u->short_name.n)
		buf_add(&b, u->name);
	for (size_t i = 0; i < u->n_aliases; i++) {
		if (str_eq(u->aliases[i], u->name) || str_eq(u->aliases[i], u->short_name))
			continue;
		buf_z(&b, b.n ? "、" : "");
		buf_add(&b, u->aliases[i]);
	}
	return b.n ? buf_str(&b) : S("");
}

static bool unit_named(struct arena *a, const struct folded *asked, bool initials, const struct unit *u, struct marked_text *ret)
{
	struct marked_text other;
	str shown = u->short_name.n ? u->short_name : u->name;
	if (named(a, asked, initials, shown, ret))
		return true;
	bool found = named(a, asked, initials, u->name, &other);
	for (size_t i = 0; i < u->n_aliases && !found; i++)
		found = named(a, asked, initials, u->aliases[i], &other);
	return found;
}

static str post_and_unit(struct ctx *x, const struct member *m)
{
	struct buf b;
	buf_init(&b, x->arena);
	buf_add(&b, roster_unit_name(x->roster, m->unit));
	if (b.n && m->post.n)
		buf_z(&b, " · ");
	buf_add(&b, m->post);
	return b.n ? buf_str(&b) : S("");
}

err search_names(struct ctx *x, str words, struct name_hit **ret, size_t *ret_n)
{
	const struct roster *r = x->roster;
	struct folded asked;
	size_t n = 0;
	struct name_hit *v = arena_new_n(x->arena, NAMES_MOST, struct name_hit);
	bigram_fold(x->arena, str_trim(words), &asked);
	bool initials = small_letters(asked.text);
	for (size_t i = 0; asked.n && i < r->n_units && n < NAMES_MOST; i++) {
		const struct unit *u = &r->units[i];
		if (u->active && unit_named(x->arena, &asked, initials, u, &v[n].name)) {
			v[n].unit = u->id;
			v[n++].detail = other_names(x->arena, u);
		}
	}
	for (size_t i = 0; asked.n && i < r->n_members && n < NAMES_MOST; i++) {
		const struct member *m = &r->members[i];
		if (m->active && m->name.n && named(x->arena, &asked, initials, m->name, &v[n].name)) {
			v[n].unit = m->unit;
			v[n].person = m->id;
			v[n++].detail = post_and_unit(x, m);
		}
	}
	*ret = v;
	*ret_n = n;
	return OK;
}
