/* SPDX-License-Identifier: Apache-2.0 */
/* What the packs want to be suggested, and what of a matter tells it. */
#include "core/suggest_in.h"

#include <string.h>

#define SETTING S("suggest")

/* The piece before the next `sep`, trimmed; false: there was none left. */
static bool piece(str *rest, char sep, str *ret)
{
	str head, tail = STR_NONE;
	if (!rest->n)
		return false;
	if (!str_split(*rest, sep, &head, &tail)) {
		head = *rest;
		tail = STR_NONE;
	}
	*rest = tail;
	*ret = str_trim(head);
	return true;
}

static bool source_of(const struct kind *k, str name, struct source_field *ret)
{
	str sort, field;
	*ret = (struct source_field){-1, kind_field(k, name)};
	if (str_split(name, '.', &sort, &field)) {
		ret->sort = kind_sort(k, sort);
		ret->field = ret->sort < 0 ? -1 : kind_field(&k->parts[ret->sort], field);
	}
	if (ret->field < 0)
		return false;
	enum field_type t = (ret->sort < 0 ? k : &k->parts[ret->sort])->fields[ret->field].type;
	return t == FIELD_LINE || t == FIELD_TEXT;
}

static bool chosen(const struct kind *k, int field)
{
	return field >= 0 && (k->fields[field].type == FIELD_CHOICE || k->fields[field].type == FIELD_UNIT);
}

static void read_sources(str words, struct wish *w)
{
	str one;
	while (w->n_text < WISH_TEXTS && piece(&words, ' ', &one))
		if (source_of(w->kind, one, &w->text[w->n_text]))
			w->n_text++;
}

static void read_given(str words, struct wish *w)
{
	str one;
	while (w->n_given < WISH_TEXTS && piece(&words, ' ', &one)) {
		int f = kind_field(w->kind, one);
		if (chosen(w->kind, f))
			w->given[w->n_given++] = f;
	}
}

static const struct kind *kind_of(const struct pack *p, str name)
{
	for (size_t i = 0; i < p->n_kinds; i++)
		if (str_eq(p->kinds[i].name, name))
			return &p->kinds[i];
	return NULL;
}

static bool read_wish(const struct pack *p, str words, struct wish *ret)
{
	str what, kind, field, texts;
	*ret = (struct wish){.pack = p};
	if (!piece(&words, '=', &what) || !str_split(what, '.', &kind, &field) || !(ret->kind = kind_of(p, kind)))
		return false;
	ret->field = kind_field(ret->kind, field);
	if (!chosen(ret->kind, ret->field) || !piece(&words, '+', &texts))
		return false;
	read_sources(texts, ret);
	read_given(words, ret);
	return ret->n_text > 0;
}

size_t suggest_wishes(struct ctx *x, struct wish ret[WISHES_MOST])
{
	size_t n = 0;
	for (const struct pack *const *p = x->core->packs; *p; p++) {
		str rest = pack_word(x, *p, SETTING), one;
		while (n < WISHES_MOST && piece(&rest, ';', &one))
			if (read_wish(*p, one, &ret[n]))
				n++;
	}
	return n;
}

const struct wish *wish_for(const struct wish *v, size_t n, const struct kind *k, str field)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].kind == k && str_eq(k->fields[v[i].field].name, field))
			return &v[i];
	return NULL;
}

/* ---- of a matter -------------------------------------------------------------------------- */
bool matter_secret(const struct matter *m)
{
	int f = m->kind->secret;
	return f >= 0 && m->fields[f].n && str_eq(m->fields[f].v[0], S("1"));
}

static bool may_read(const struct readable *r, const struct matter *m, const struct field *f)
{
	if (!r)
		return true;
	role_set roles = m->of ? see_roles(r->x, m) : r->roles;
	if (f->confide && r->secret && !(roles & f->confide))
		return false;
	return see_field(m->kind, roles, f) == SIGHT_PLAIN;
}

static void add_text(const struct readable *r, const struct matter *m, int field, struct buf *b)
{
	if (!m->fields[field].n || !may_read(r, m, &m->kind->fields[field]))
		return;
	if (b->n)
		buf_byte(b, '\n');
	buf_add(b, m->fields[field].v[0]);
}

str wish_given(struct arena *a, const struct wish *w, size_t i, str value)
{
	struct buf b;
	buf_init(&b, a);
	buf_add(&b, w->kind->fields[w->given[i]].name);
	buf_byte(&b, '=');
	buf_add(&b, value);
	return buf_str(&b);
}

void wish_message(struct arena *a, const struct wish *w, const struct matter *m, const struct readable *r, struct classify_message *ret)
{
	struct buf title, body;
	str *given = arena_new_n(a, w->n_given + 1, str);
	size_t n = 0;
	buf_init(&title, a);
	buf_init(&body, a);
	for (size_t i = 0; i < w->n_text; i++) {
		const struct source_field *s = &w->text[i];
		bool heads = s->sort < 0 && s->field == w->kind->title;
		if (s->sort < 0)
			add_text(r, m, s->field, heads ? &title : &body);
		for (size_t k = 0; s->sort >= 0 && k < m->parts.n; k++)
			if (m->parts.v[k]->kind == &w->kind->parts[s->sort])
				add_text(r, matter_part_at(m, k), s->field, &body);
	}
	for (size_t i = 0; i < w->n_given; i++)
		if (m->fields[w->given[i]].n && may_read(r, m, &w->kind->fields[w->given[i]]))
			given[n++] = wish_given(a, w, i, m->fields[w->given[i]].v[0]);
	*ret = (struct classify_message){title.n ? buf_str(&title) : S(""), body.n ? buf_str(&body) : S(""), given, n};
}

/* ---- units ------------------------------------------------------------------------------------ */
static void put_path(struct buf *b, const struct roster *r, int64_t unit, int depth)
{
	const struct unit *u = roster_unit(r, unit);
	if (u && u->parent && depth < 5) {
		const struct unit *above = roster_unit(r, u->parent);
		if (above && above->parent) {
			put_path(b, r, u->parent, depth + 1);
			buf_byte(b, '.');
		}
	}
	buf_int(b, unit);
}

str unit_label(struct arena *a, const struct roster *r, int64_t unit)
{
	struct buf b;
	buf_init(&b, a);
	put_path(&b, r, unit, 0);
	return buf_str(&b);
}

int64_t label_unit(str label)
{
	int64_t id = 0;
	for (size_t i = label.n; i-- > 0;)
		if (label.p[i] == '.') {
			label = str_cut(label, i + 1, label.n);
			break;
		}
	return str_int(label, &id) ? id : 0;
}
