/* SPDX-License-Identifier: Apache-2.0 */
/* document (文件): its marks as one canonical value, its proposals, and deciding on them. */
#ifndef LUOSHI_DOCUMENT_IN_H
#define LUOSHI_DOCUMENT_IN_H

#include "core/matter_in.h"

struct marks { /* what is shown over the text */
	struct repair_edit *edits; /* those worth showing */
	size_t n_edits;
	struct text_flag *flags;
	size_t n_flags;
	struct sentence *sentences;
	size_t n_sentences;
	struct measure *measures;
	size_t n_measures;
};
/* Pure (document_marks_calc.c). */
str marks_bytes(struct arena *, const struct marks *);
bool marks_load(struct arena *, str bytes, struct marks *ret);
str proposal_bytes(struct arena *, const struct proposal *);
bool proposal_load(struct arena *, str bytes, struct proposal *ret);
/* Where a span lies after `at` was replaced by `n` code points. */
struct span span_shift(struct span, struct span at, size_t n);
void marks_shift(struct marks *, struct span at, size_t n);
/* A concise clause of a sentence: without its units and deadlines. Pure. */
str title_of(struct arena *, str text, const struct sentence *, struct span at);
str span_text(str text, struct span);
/* Share of the bigrams two titles have in common, per cent. */
int title_likeness(struct arena *, str a, str b);

struct doc { /* a document in memory, without its text */
	int64_t id, version, text_version, person;
	const struct kind *kind;
	str number, title;
	day_t date;
	ms_t at;
	struct blob_ref blob;
	str blob_key, name_sealed;
	enum encoding encoding;
	bool proved;
	int repairs, inferred;
	struct proposal *proposals; /* by number */
	size_t n_proposals, cap;
};
/* Asks nobody's rights. */
err doc_load(struct ctx *, int64_t id, struct doc *ret, bool *ret_there) must_check;
err doc_text(struct ctx *, int64_t id, int64_t text_version, str *ret_text, str *ret_marks) must_check;
err doc_proposals(struct ctx *, struct doc *) must_check;
/* Whether the reader may decide on it, read all of it, or only what led to his matters. */
bool doc_may_decide(const struct ctx *, const struct kind *);
err doc_see(struct ctx *, const struct doc *, bool *ret_sees, bool *ret_all) must_check;
int doc_decided(const struct doc *);
/* What the extraction proposes for one sentence or part of it. */
void proposal_make(struct ctx *, const struct kind *, str text, const struct sentence *, struct span at, day_t date, struct proposal *ret);
err proposal_like(struct ctx *, const struct kind *, struct proposal *) must_check;
/* Says the whole new proposal in the event and in its row. */
void proposal_put(struct commit *, struct pending *, int64_t document, const struct proposal *);
void doc_step(struct commit *, const struct doc *, str title);
bool proposal_open(const struct proposal *);

#endif
