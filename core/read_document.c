/* SPDX-License-Identifier: Apache-2.0 */
/* Documents, as their reader may see them: all of it for whoever sees every matter of the
 * kind; else the text that led to his matters, with those proposals and no others. */
#include "core/document_in.h"

#include <string.h>

#define DOCUMENT_COLUMNS \
	"id, version, number, title, date, kind, at, person, blob, size, digest, key, name, encoding, proved, text_version," \
	" repairs, inferred, proposals, decided"
STMT(document_get, "SELECT " DOCUMENT_COLUMNS " FROM document WHERE region = $1 AND id = $2");
STMT(document_page,
     "SELECT " DOCUMENT_COLUMNS " FROM document WHERE region = $1 AND (at, id) < ($2, $3) ORDER BY at DESC, id DESC LIMIT $4");
STMT(document_text_get, "SELECT text, marks FROM document_text WHERE region = $1 AND document = $2 AND version = $3");
STMT(document_proposals, "SELECT id, body FROM document_proposal WHERE region = $1 AND document = $2 ORDER BY id");
STMT(document_matters,
     "SELECT matter FROM matter_key WHERE region = $1 AND kind = $2 AND field = $3 AND value = $4 AND matter > $5"
     " ORDER BY matter LIMIT 1000");
STMT(document_title_get, "SELECT title FROM document WHERE region = $1 AND id = $2");
const struct stmt *const core_read_document_stmts[] = {&document_get, &document_page, &document_text_get, &document_proposals,
	&document_matters, &document_title_get, NULL};

static void doc_from_row(struct ctx *x, struct rows *r, struct doc *d, int64_t *ret_proposals, int64_t *ret_decided)
{
	struct arena *a = x->arena;
	*d = (struct doc){.id = row_int(r, 0), .version = row_int(r, 1), .number = row_copy(r, 2, a), .title = row_copy(r, 3, a),
		.date = (day_t)row_int(r, 4), .kind = core_kind(x->core, row_text(r, 5)), .at = row_int(r, 6), .person = row_int(r, 7),
		.blob = {.id = row_int(r, 8), .size = row_int(r, 9)}, .blob_key = row_copy(r, 11, a), .name_sealed = row_copy(r, 12, a),
		.encoding = (enum encoding)row_int(r, 13), .proved = row_int(r, 14) != 0, .text_version = row_int(r, 15),
		.repairs = (int)row_int(r, 16), .inferred = (int)row_int(r, 17)};
	str digest = row_text(r, 10);
	if (digest.n == 32)
		memcpy(d->blob.digest.b, digest.p, 32);
	*ret_proposals = row_int(r, 18);
	*ret_decided = row_int(r, 19);
	x->rows_read++;
}

err doc_proposals(struct ctx *x, struct doc *d)
{
	LIST(struct proposal) l = {0};
	struct rows *r;
	TRY(query(x->snap, &document_proposals, VALS(V_INT(x->core->region), V_INT(d->id)), &r));
	bool good = true;
	while (rows_next(r)) {
		struct proposal p = {.id = row_int(r, 0)};
		good &= proposal_load(x->arena, row_copy(r, 1, x->arena), &p);
		size_t i = l.n;
		list_push(x->arena, &l);
		for (; i > 0 && l.v[i - 1].number > p.number; i--)
			l.v[i] = l.v[i - 1];
		l.v[i] = p;
	}
	TRY(rows_end(r));
	d->proposals = l.v;
	d->n_proposals = l.n;
	d->cap = l.cap;
	return good ? OK : fail(ERR_INPUT, "a proposal of the document {0} is damaged; run `luoshi check`", d->number);
}

err doc_load(struct ctx *x, int64_t id, struct doc *ret, bool *ret_there)
{
	struct rows *r;
	int64_t proposals, decided;
	TRY(ctx_snap(x));
	TRY(query_one(x->snap, &document_get, VALS(V_INT(x->core->region), V_INT(id)), &r, ret_there));
	if (!*ret_there)
		return OK;
	doc_from_row(x, r, ret, &proposals, &decided);
	if (!ret->kind)
		return fail(ERR_INPUT, "the pack of the document {0} is not loaded; install it again", ret->number);
	return doc_proposals(x, ret);
}

err doc_text(struct ctx *x, int64_t id, int64_t text_version, str *ret_text, str *ret_marks)
{
	struct rows *r;
	bool found;
	TRY(ctx_snap(x));
	TRY(query_one(x->snap, &document_text_get, VALS(V_INT(x->core->region), V_INT(id), V_INT(text_version)), &r, &found));
	if (!found)
		return fail(ERR_NOTFOUND, "the text of this document is not there; run `luoshi check`");
	*ret_text = row_copy(r, 0, x->arena);
	*ret_marks = row_copy(r, 1, x->arena);
	return OK;
}

/* ---- see ------------------------------------------------------------------------------- */
static err matters_of(struct ctx *x, const struct doc *d, int64_t **ret, size_t *ret_n)
{
	LIST(int64_t) l = {0};
	const struct kind *k = d->kind;
	struct rows *r;
	struct buf id;
	if (k->source < 0) {
		*ret_n = 0;
		return OK;
	}
	buf_init(&id, x->arena);
	buf_int(&id, d->id);
	TRY(query(x->snap, &document_matters,
		  VALS(V_INT(x->core->region), V_TEXT(k->name), V_TEXT(k->fields[k->source].name), V_TEXT(buf_str(&id)), V_INT(0)), &r));
	while (rows_next(r))
		*list_push(x->arena, &l) = row_int(r, 0);
	*ret = l.v;
	*ret_n = l.n;
	return rows_end(r);
}

/* A matter that is denied to the reader closes the document it stands in as well. */
err doc_see(struct ctx *x, const struct doc *d, bool *ret_sees, bool *ret_all)
{
	int64_t *v = NULL;
	size_t n = 0;
	bool all = (see_any_roles(x, d->kind) & d->kind->see) != 0, sees = all;
	*ret_sees = *ret_all = false;
	TRY(matters_of(x, d, &v, &n));
	for (size_t i = 0; i < n; i++) {
		struct matter m;
		bool there;
		TRY(matter_load(x->core, x->snap, x->arena, v[i], &m, &there));
		if (!there)
			continue;
		if (x->actor.user && see_denied(x, &m))
			return OK;
		sees |= see_matter(x, &m);
	}
	*ret_sees = sees;
	*ret_all = all;
	return OK;
}

static err not_there(void)
{
	return fail(ERR_NOTFOUND, "there is no such document, or you may not see it; ask the supervision office if you need it");
}

static err doc_for_reader(struct ctx *x, int64_t id, struct doc *ret, bool *ret_all)
{
	bool there, sees = false;
	TRY(doc_load(x, id, ret, &there));
	if (there)
		TRY(doc_see(x, ret, &sees, ret_all));
	return sees ? OK : not_there();
}

/* ---- places and quotes ------------------------------------------------------------------ */
void place_of(str text, size_t at, int *ret_paragraph, int *ret_sentence)
{
	int paragraph = 1, sentence = 1;
	bool blank = true, ended = false;
	size_t pos = 0;
	for (size_t cp = 0; cp < at && pos < text.n; cp++) {
		uint32_t c = utf8_next(text, &pos);
		if (c == '\n') {
			paragraph += !blank;
			sentence = 1;
			blank = true;
			ended = false;
		} else if (c != ' ' && c != 0x3000 && c != '\t') {
			if (ended && c != 0x201d && c != 0x300d && c != 0xff09) /* ” 」 ） still belong to it */
				sentence++, ended = false;
			blank = false;
			ended |= c == 0x3002 || c == 0xff01 || c == 0xff1f; /* 。！？ */
		}
	}
	*ret_paragraph = paragraph;
	*ret_sentence = sentence + ended;
}

err document_title_of(struct ctx *x, int64_t document, str *ret)
{
	struct rows *r;
	bool found;
	TRY(query_one(x->snap, &document_title_get, VALS(V_INT(x->core->region), V_INT(document)), &r, &found));
	*ret = found ? row_copy(r, 0, x->arena) : S("");
	return OK;
}

err source_view(struct ctx *x, const struct matter *m, struct source_ref *ret)
{
	struct source s;
	struct doc d;
	bool there, sees, all;
	int f = m->kind->source;
	str text, marks;
	if (f < 0 || !m->fields[f].n || !source_parse(m->fields[f].v[0], &s))
		return OK;
	TRY(doc_load(x, s.document, &d, &there));
	if (!there)
		return OK;
	TRY(doc_see(x, &d, &sees, &all));
	TRY(doc_text(x, s.document, s.text_version, &text, &marks));
	*ret = (struct source_ref){.document = sees ? s.document : 0, .at = s.at, .document_title = d.title, .document_date = d.date,
		.quote = str_dup(x->arena, str_trim(span_text(text, s.at)))};
	place_of(text, s.at.from, &ret->paragraph, &ret->sentence);
	return OK;
}

/* ---- reading -------------------------------------------------------------------------------- */
static str name_of(struct ctx *x, const struct doc *d)
{
	uint8_t key[SEAL_KEY_LEN];
	bool there;
	struct secret *v;
	size_t n;
	if (key_find(x->core, x->snap, d->id, key, &there) != OK || !there ||
	    secrets_open(x->arena, key, aad_of(x->arena, "file", d->blob.id), d->name_sealed, &v, &n) != OK || n != 1)
		return word(x->actor.lang, W("value|erased"));
	return v[0].value;
}

static struct document_row row_of(struct ctx *x, const struct doc *d)
{
	return (struct document_row){.id = d->id, .number = d->number, .title = d->title, .file_name = name_of(x, d), .date = d->date,
		.at = d->at, .repairs = d->repairs, .inferred = d->inferred};
}

err document_list(struct ctx *x, str cursor, int limit, struct document_row **ret, size_t *ret_n, str *ret_next)
{
	int64_t at = INT64_MAX, id = INT64_MAX;
	str a, b;
	size_t most = limit <= 0 ? 50 : limit > LIMIT_PAGE ? LIMIT_PAGE : (size_t)limit, n = 0, kept = 0;
	if (str_split(cursor, '.', &a, &b) && !(str_int(a, &at) && str_int(b, &id)))
		at = id = INT64_MAX;
	struct doc *v = arena_new_n(x->arena, most, struct doc);
	struct document_row *rows = arena_new_n(x->arena, most, struct document_row);
	int64_t *counts = arena_new_n(x->arena, most * 2, int64_t);
	struct rows *r;
	TRY(ctx_snap(x));
	TRY(query(x->snap, &document_page, VALS(V_INT(x->core->region), V_INT(at), V_INT(id), V_INT((int64_t)most)), &r));
	for (; n < most && rows_next(r); n++)
		doc_from_row(x, r, &v[n], &counts[2 * n], &counts[2 * n + 1]);
	TRY(rows_end(r));
	for (size_t i = 0; i < n; i++) {
		bool sees = false, all = false;
		if (v[i].kind)
			TRY(doc_see(x, &v[i], &sees, &all));
		if (!sees)
			continue;
		rows[kept] = row_of(x, &v[i]);
		if (all) {
			rows[kept].proposals = (int)counts[2 * i];
			rows[kept].decided = (int)counts[2 * i + 1];
		}
		kept++;
	}
	struct buf next;
	buf_init(&next, x->arena);
	if (n == most)
		buf_fmt(&next, "%lld.%lld", (long long)v[n - 1].at, (long long)v[n - 1].id);
	*ret = rows;
	*ret_n = kept;
	*ret_next = buf_str(&next);
	return OK;
}

/* Numbers and titles of other matters only where the reader may see those. */
static err show_proposal(struct ctx *x, str text, struct proposal *p, bool all, bool *ret_show)
{
	struct matter m;
	role_set roles;
	struct matter_row row;
	place_of(text, p->at.from, &p->paragraph, &p->sentence);
	*ret_show = all;
	if (p->matter) {
		err e = see_load(x, p->matter, &m, &roles);
		if (e == ERR_NOTFOUND)
			p->matter = 0;
		else
			TRY(e);
		*ret_show |= p->matter != 0;
	}
	if (p->like) {
		err e = see_load(x, p->like, &m, &roles);
		if (e == ERR_NOTFOUND)
			p->like = 0;
		else
			TRY(e);
	}
	if (p->like) {
		TRY(matter_row_of(x, &m, roles, &row));
		p->like_number = row.number;
		p->like_title = row.title;
	}
	return OK;
}

err document_read(struct ctx *x, int64_t id, struct document *ret)
{
	struct doc d;
	struct marks m;
	bool all = false;
	struct document out = {0};
	str marks;
	TRY(doc_for_reader(x, id, &d, &all));
	TRY(doc_text(x, id, d.text_version, &out.text, &marks));
	if (!marks_load(x->arena, marks, &m))
		return fail(ERR_INPUT, "the marks of the document {0} are damaged; run `luoshi check`", d.number);
	out.row = row_of(x, &d);
	out.encoding = d.encoding;
	out.proved = d.proved;
	out.version = d.version;
	out.edits = m.edits;
	out.n_edits = m.n_edits;
	out.flags = m.flags;
	out.n_flags = m.n_flags;
	out.sentences = m.sentences;
	out.n_sentences = m.n_sentences;
	out.measures = m.measures;
	out.n_measures = m.n_measures;
	out.proposals = arena_new_n(x->arena, d.n_proposals, struct proposal);
	for (size_t i = 0; i < d.n_proposals; i++) {
		bool show;
		TRY(show_proposal(x, out.text, &d.proposals[i], all, &show));
		if (!show)
			continue;
		out.row.decided += !proposal_open(&d.proposals[i]);
		out.proposals[out.n_proposals++] = d.proposals[i];
	}
	out.row.proposals = (int)out.n_proposals;
	*ret = out;
	return OK;
}

err document_original(struct ctx *x, int64_t id, str *ret_name, str *ret_bytes)
{
	struct doc d;
	bool all = false;
	str key;
	TRY(doc_for_reader(x, id, &d, &all));
	if (!d.blob_key.n)
		return fail(ERR_NOTFOUND, "this file was erased");
	TRY(unseal(x->arena, x->core->master, d.blob_key, aad_of(x->arena, "key", d.blob.id), &key));
	ours(key.n == sizeof d.blob.key);
	memcpy(d.blob.key, key.p, sizeof d.blob.key);
	TRY(blob_get(x->core->store, x->arena, &d.blob, ret_bytes));
	*ret_name = name_of(x, &d);
	return OK;
}
