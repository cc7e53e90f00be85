/* SPDX-License-Identifier: Apache-2.0 */
/* The texts of a matter or document as the log has them at any version: what the index was
 * given then, so that exactly this can be taken out again, and what it is given now. */
#include "core/search_in.h"

#include <string.h>

STMT(search_events,
     "SELECT id, version, at, actor, action, effects FROM event WHERE region = $1 AND entity = 1 AND entity_id = $2 AND version <= $3"
     " ORDER BY version");
STMT(search_touched, "SELECT seq, entity, entity_id, effects FROM event WHERE region = $1 AND seq > $2 ORDER BY seq LIMIT $3");
STMT(search_matters, "SELECT id FROM matter WHERE region = $1 AND id > $2 ORDER BY id LIMIT $3");
STMT(search_documents, "SELECT id FROM document WHERE region = $1 AND id > $2 ORDER BY id LIMIT $3");
STMT(search_document, "SELECT number, title, text_version FROM document WHERE region = $1 AND id = $2");
const struct stmt *const core_search_text_stmts[] = {&search_events, &search_touched, &search_matters, &search_documents,
	&search_document, NULL};

bool field_searched(const struct field *f)
{
	return !f->personal && (f->type == FIELD_LINE || f->type == FIELD_TEXT);
}

/* ---- matters ------------------------------------------------------------------------------ */
static const struct kind *find_kind(const void *core, str name)
{
	return core_kind(core, name);
}

static bool same_now(const struct matter *m, int field, str text)
{
	const struct fval *v = &m->fields[field];
	return v->n && str_eq(v->v[0], text);
}

/* A paragraph that is about to be replaced. */
static void note_before(struct arena *a, struct texts *t, const struct effect *f)
{
	int i = f->op == EFFECT_SET && t->m.kind ? kind_field(t->m.kind, f->text[0]) : -1;
	if (i < 0 || t->m.kind->fields[i].type != FIELD_TEXT || !field_searched(&t->m.kind->fields[i]) || !t->m.fields[i].n)
		return;
	if (!f->n_list || !str_eq(f->list[0], t->m.fields[i].v[0]))
		*list_push(a, &t->before) = (struct text_of){.field = &t->m.kind->fields[i], .of = &t->m, .text = t->m.fields[i].v[0]};
}

/* A matter whose pack is not loaded, or that `luoshi check` has something to say about, is not
 * found; it must not keep the index from going on. */
static void fold_event(struct ctx *x, struct texts *t, struct rows *r)
{
	struct effect *v;
	size_t n;
	struct event e = {.entity = ENTITY_MATTER, .entity_id = t->m.id, .id = row_int(r, 0), .version = row_int(r, 1), .at = row_int(r, 2),
		.actor = row_int(r, 3), .action = row_copy(r, 4, x->arena)};
	bool good = effects_read(x->arena, row_copy(r, 5, x->arena), &v, &n);
	for (size_t i = 0; good && i < n; i++) {
		note_before(x->arena, t, &v[i]);
		t->erased |= v[i].op == EFFECT_ERASED;
		good = matter_apply(x->arena, &t->m, &e, &v[i], find_kind, x->core);
	}
	if (good && t->m.kind)
		matter_applied(&t->m, &e);
	else
		t->damaged = true;
}

static void newest_first(struct texts *t)
{
	for (size_t i = 0, n = t->before.n; i < n / 2; i++) {
		struct text_of one = t->before.v[i];
		t->before.v[i] = t->before.v[n - 1 - i];
		t->before.v[n - 1 - i] = one;
	}
}

static void drop_repeated(struct texts *t)
{
	size_t n = 0;
	for (size_t i = 0; i < t->before.n; i++) {
		struct text_of one = t->before.v[i];
		bool again = same_now(&t->m, kind_field(t->m.kind, one.field->name), one.text);
		for (size_t k = 0; k < n && !again; k++)
			again = t->before.v[k].field == one.field && str_eq(t->before.v[k].text, one.text);
		if (!again)
			t->before.v[n++] = one;
	}
	t->before.n = n;
}

static void add_now(struct arena *a, const struct matter *m, struct texts *ret)
{
	for (size_t i = 0; i < m->kind->n_fields; i++) {
		const struct field *f = &m->kind->fields[i];
		if (field_searched(f) && m->fields[i].n && m->fields[i].v[0].n && ((int)i != m->kind->title || m->kind->whole))
			*list_push(a, &ret->now) = (struct text_of){.field = f, .of = m, .text = m->fields[i].v[0]};
	}
}

void texts_now(struct arena *a, const struct matter *m, struct texts *ret)
{
	ret->now.n = 0;
	add_now(a, m, ret);
	for (size_t i = 0; i < m->parts.n; i++)
		add_now(a, matter_part_at(m, i), ret);
}

err texts_fold(struct ctx *x, int64_t matter, int64_t version, struct texts *ret)
{
	struct rows *r;
	*ret = (struct texts){.m = {.id = matter}};
	TRY(ctx_snap(x));
	TRY(query(x->snap, &search_events, VALS(V_INT(x->core->region), V_INT(matter), V_INT(version)), &r));
	while (!ret->damaged && rows_next(r))
		fold_event(x, ret, r);
	TRY(rows_end(r));
	ret->there = ret->m.kind && !ret->damaged;
	if (!ret->there)
		return OK;
	texts_now(x->arena, &ret->m, ret);
	newest_first(ret);
	drop_repeated(ret);
	return OK;
}

/* A mark between them, so that no word reaches from one into the next. */
static void put_folded(struct arena *a, struct buf *b, str text)
{
	struct folded f;
	bigram_fold(a, text, &f);
	if (!f.n || b->n + f.text.n > BODY_MOST)
		return;
	if (b->n)
		buf_byte(b, ' ');
	buf_add(b, f.text);
}

static str built(const struct buf *b)
{
	return b->n ? buf_str(b) : S("");
}

void matter_indexed(struct arena *a, const struct texts *t, struct indexed *ret)
{
	struct buf title, body;
	const struct kind *k = t->m.kind;
	buf_init(&title, a);
	buf_init(&body, a);
	put_folded(a, &title, t->m.number);
	if (k->title >= 0 && field_searched(&k->fields[k->title]))
		put_folded(a, &title, matter_title(&t->m));
	for (size_t i = 0; i < t->now.n; i++)
		put_folded(a, &body, t->now.v[i].text);
	for (size_t i = 0; i < t->before.n; i++)
		put_folded(a, &body, t->before.v[i].text);
	*ret = (struct indexed){built(&title), built(&body)};
}

/* ---- documents -------------------------------------------------------------------------------- */
err document_text_at(struct ctx *x, int64_t document, int64_t version, struct document_text *ret)
{
	struct rows *r;
	bool found;
	str marks;
	*ret = (struct document_text){0};
	TRY(ctx_snap(x));
	TRY(query_one(x->snap, &search_document, VALS(V_INT(x->core->region), V_INT(document)), &r, &found));
	if (!found)
		return OK;
	*ret = (struct document_text){.there = true, .number = row_copy(r, 0, x->arena), .title = row_copy(r, 1, x->arena),
		.version = version ? version : row_int(r, 2)};
	return doc_text(x, document, ret->version, &ret->text, &marks);
}

str document_head(struct arena *a, const struct document_text *d)
{
	struct buf b;
	buf_init(&b, a);
	put_folded(a, &b, d->number);
	put_folded(a, &b, d->title);
	return built(&b);
}

void document_indexed(struct arena *a, str head, str block, struct indexed *ret)
{
	struct folded f;
	bigram_fold(a, block, &f);
	*ret = (struct indexed){head, f.text};
}

size_t text_blocks(struct arena *a, str text, struct span **ret)
{
	LIST(struct span) l = {0};
	size_t from = 0, shut = 0, count = 0;
	for (size_t pos = 0; pos < text.n;) {
		uint32_t c = utf8_next(text, &pos);
		count++;
		if (c == '\n')
			shut = pos;
		if (count < BLOCK_MOST && pos < text.n)
			continue;
		size_t to = pos == text.n || shut <= from ? pos : shut;
		*list_push(a, &l) = (struct span){from, to};
		count = utf8_count(str_cut(text, to, pos));
		from = shut = to;
	}
	if (from < text.n)
		*list_push(a, &l) = (struct span){from, text.n};
	if (!l.n)
		*list_push(a, &l) = (struct span){0, text.n};
	*ret = l.v;
	return l.n;
}

/* ---- what the log touched ------------------------------------------------------------------------ */
static bool has_text(const struct effect *v, size_t n)
{
	static const bool op[64] = {[EFFECT_OPEN] = true, [EFFECT_NUMBER] = true, [EFFECT_SET] = true, [EFFECT_ERASED] = true,
		[EFFECT_PART] = true, [EFFECT_IN_PART] = true, [EFFECT_DOCUMENT] = true, [EFFECT_TEXT] = true};
	for (size_t i = 0; i < n; i++)
		if ((unsigned)v[i].op < COUNT_OF(op) && op[v[i].op])
			return true;
	return false;
}

static void touch(struct arena *a, touched_list *l, int sort, int64_t entity)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->v[i].sort == sort && l->v[i].entity == entity)
			return;
	*list_push(a, l) = (struct touched){sort, entity};
}

err touched_after(struct ctx *x, int64_t seq, int64_t most, touched_list *l, int64_t *ret_seq)
{
	struct rows *r;
	int64_t last = seq;
	TRY(ctx_snap(x));
	TRY(query(x->snap, &search_touched, VALS(V_INT(x->core->region), V_INT(seq), V_INT(most)), &r));
	while (rows_next(r)) {
		struct effect *v;
		size_t n;
		int64_t entity = row_int(r, 1);
		int sort = entity == ENTITY_MATTER ? SORT_MATTER : entity == ENTITY_DOCUMENT ? SORT_DOCUMENT : 0;
		last = row_int(r, 0);
		if (sort && (!effects_read(x->arena, row_copy(r, 3, x->arena), &v, &n) || has_text(v, n)))
			touch(x->arena, l, sort, row_int(r, 2));
	}
	*ret_seq = last;
	return rows_end(r);
}

static err ids_after(struct ctx *x, const struct stmt *stmt, int sort, int64_t id, int64_t most, touched_list *l)
{
	struct rows *r;
	TRY(ctx_snap(x));
	TRY(query(x->snap, stmt, VALS(V_INT(x->core->region), V_INT(id), V_INT(most)), &r));
	while (rows_next(r))
		*list_push(x->arena, l) = (struct touched){sort, row_int(r, 0)};
	return rows_end(r);
}

err matters_after(struct ctx *x, int64_t id, int64_t most, touched_list *l)
{
	return ids_after(x, &search_matters, SORT_MATTER, id, most, l);
}

err documents_after(struct ctx *x, int64_t id, int64_t most, touched_list *l)
{
	return ids_after(x, &search_documents, SORT_DOCUMENT, id, most, l);
}
