/* SPDX-License-Identifier: Apache-2.0 */
/* Every document against its events: its proposals, the digest of its text, its original. */
#include "core/check_in.h"

#include <string.h>

STMT_FLAGS(document_fold, STMT_SCAN,
     "SELECT entity_id, version, id, effects, sealed FROM event WHERE region = $1 AND entity = 3 ORDER BY entity_id, version");
STMT(document_row,
     "SELECT version, number, title, text_version, proposals, decided, blob, size, digest, key FROM document WHERE region = $1 AND id = $2");
STMT(proposal_rows, "SELECT id, state, matter, body FROM document_proposal WHERE region = $1 AND document = $2");
STMT_FLAGS(count_documents, STMT_SCAN, "SELECT COUNT(*) FROM document WHERE region = $1");
const struct stmt *const core_check_document_stmts[] = {&document_fold, &document_row, &proposal_rows, &count_documents, NULL};

struct doc_fold {
	int64_t id, version, text_version;
	str title, number, original;
	LIST(struct effect) texts;
	LIST(struct effect) proposals;
};

static void apply_proposal(struct checking *k, struct doc_fold *d, const struct effect *f)
{
	for (size_t i = 0; i < d->proposals.n; i++)
		if (d->proposals.v[i].number[0] == f->number[0]) {
			d->proposals.v[i] = *f;
			return;
		}
	*list_push(k->x.arena, &d->proposals) = *f;
}

static void apply(struct checking *k, struct doc_fold *d, const struct effect *f)
{
	if (f->op == EFFECT_DOCUMENT) {
		d->title = f->text[0];
		d->original = f->bytes[0];
	} else if (f->op == EFFECT_NUMBER) {
		d->number = f->text[0];
	} else if (f->op == EFFECT_TEXT) {
		d->text_version = f->number[0];
		*list_push(k->x.arena, &d->texts) = *f;
	} else if (f->op == EFFECT_PROPOSAL) {
		apply_proposal(k, d, f);
	}
}

static err check_texts(struct checking *k, const struct doc_fold *d)
{
	for (size_t i = 0; i < d->texts.n; i++) {
		str text, marks;
		struct digest digest;
		err e = doc_text(&k->x, d->id, d->texts.v[i].number[0], &text, &marks);
		if (e == OK)
			hash_pieces(HASH_SHA256, (str[]){text, marks}, 2, &digest);
		else if (e != ERR_NOTFOUND)
			return e;
		if (e != OK || d->texts.v[i].bytes[0].n != 32 || memcmp(digest.b, d->texts.v[i].bytes[0].p, 32) != 0)
			finding(k, W("the text of the document {0} is not the one its events say"), d->number, S(""));
	}
	return OK;
}

static const struct effect *said(const struct doc_fold *d, int64_t proposal)
{
	for (size_t i = 0; i < d->proposals.n; i++)
		if (d->proposals.v[i].number[0] == proposal)
			return &d->proposals.v[i];
	return NULL;
}

static err check_proposals(struct checking *k, const struct doc_fold *d, int64_t *ret_decided)
{
	struct rows *r;
	size_t n = 0;
	*ret_decided = 0;
	TRY(query(k->x.snap, &proposal_rows, VALS(V_INT(k->core->region), V_INT(d->id)), &r));
	while (rows_next(r)) {
		const struct effect *f = said(d, row_int(r, 0));
		struct proposal p = {.id = row_int(r, 0)};
		str body = row_copy(r, 3, k->x.arena);
		bool same = f && str_eq(f->bytes[0], body) && proposal_load(k->x.arena, body, &p) && p.state == (enum proposal_state)row_int(r, 1) &&
			    p.matter == row_int(r, 2);
		if (!same)
			finding(k, W("a proposal of the document {0} is not what its events say"), d->number, S(""));
		*ret_decided += row_int(r, 1) != PROPOSAL_OPEN;
		n++;
	}
	if (n != d->proposals.n)
		finding(k, W("a proposal of the document {0} is not what its events say"), d->number, S(""));
	return rows_end(r);
}

static err check_document(struct checking *k, const struct doc_fold *d)
{
	struct rows *r;
	bool found;
	int64_t decided;
	k->report.documents++;
	TRY(check_proposals(k, d, &decided));
	TRY(query_one(k->x.snap, &document_row, VALS(V_INT(k->core->region), V_INT(d->id)), &r, &found));
	if (!found) {
		finding(k, W("the document {0} has events but no row"), d->number, S(""));
		return OK;
	}
	if (row_int(r, 0) != d->version || !str_eq(row_text(r, 1), d->number) || !str_eq(row_text(r, 2), d->title) ||
	    row_int(r, 3) != d->text_version || row_int(r, 4) != (int64_t)d->proposals.n || row_int(r, 5) != decided ||
	    !str_eq(row_text(r, 8), d->original))
		finding(k, W("the document {0} is not what its events say"), d->number, S(""));
	str digest = row_copy(r, 8, k->x.arena), wrapped = row_copy(r, 9, k->x.arena);
	TRY(check_blob(k, row_int(r, 6), row_int(r, 7), digest, wrapped, d->number));
	return check_texts(k, d);
}

static err fold_event(struct checking *k, struct doc_fold *d, struct rows *r)
{
	struct effect *v;
	size_t n;
	if (row_int(r, 1) != d->version + 1)
		finding_number(k, W("the document {0} has a gap in its versions"), d->id, S(""));
	d->version = row_int(r, 1);
	if (!effects_read(k->x.arena, row_copy(r, 3, k->x.arena), &v, &n)) {
		finding_number(k, W("an event of the document {0} has effects that cannot be applied"), d->id, S(""));
		return OK;
	}
	for (size_t i = 0; i < n; i++)
		apply(k, d, &v[i]);
	return row_null(r, 4) ? OK : check_sealed(k, d->id, row_int(r, 2), row_copy(r, 4, k->x.arena), v, n);
}

static err fold_all(struct checking *k, struct rows *r)
{
	struct doc_fold d = {0};
	while (rows_next(r)) {
		if (d.id && d.id != row_int(r, 0)) {
			TRY(check_document(k, &d));
			arena_reset(&k->scratch);
			d.id = 0;
		}
		if (!d.id)
			d = (struct doc_fold){.id = row_int(r, 0), .title = S(""), .number = S("")};
		TRY(fold_event(k, &d, r));
	}
	return d.id ? check_document(k, &d) : OK;
}

err check_documents(struct checking *k)
{
	struct rows *r;
	bool found;
	TRY(query(k->x.snap, &document_fold, VALS(V_INT(k->core->region)), &r));
	err e = fold_all(k, r), end = rows_end(r);
	if (e != OK || end != OK)
		return e != OK ? e : end;
	TRY(query_one(k->x.snap, &count_documents, VALS(V_INT(k->core->region)), &r, &found));
	if (!found || row_int(r, 0) != k->report.documents)
		finding(k, W("the table {0} has rows that no event accounts for"), S("document"), S(""));
	return OK;
}
