/* SPDX-License-Identifier: Apache-2.0 */
/* Search from inside: questions, the texts of a thing as the log has them, places of the index. */
#ifndef LUOSHI_SEARCH_IN_H
#define LUOSHI_SEARCH_IN_H

#include "core/document_in.h"
#include "core/search.h"
#include "text/bigram.h"

#define SEARCH_VERSION 1 /* of what goes into the index, beside BIGRAM_VERSION */
#define WORDS_MOST 8     /* of one question */
#define WORD_MOST 64     /* characters of one */
#define SORT_MATTER 1
#define SORT_DOCUMENT 2
#define SLICE_BITS 16
#define SLICE (1 << SLICE_BITS) /* places; every word of the index begins with its slice */
#define BLOCK_MOST 2000  /* characters of a document that make one place */
#define BODY_MOST 24000  /* bytes of the folded text of one matter; the oldest reports fall out */

/* ---- questions: search_calc.c ---------------------------------------------------------- */
struct asked { /* one word and what else it is called */
	struct folded *any;
	size_t n;
};
struct question {
	struct asked word[WORDS_MOST];
	size_t n;
};
/* `names` gives all names of a unit when the word is one of them; may be NULL. */
typedef size_t (*names_of)(const void *arg, str word, str ret[WORDS_MOST]);
void question_read(struct arena *, str words, names_of, const void *arg, struct question *ret);
/* 督[2026]0012 as numbers are written here: 督〔2026〕0012 */
str number_written(struct arena *, str words);
/* What MATCH takes, and what CAST(… AS TSQUERY) takes; title: there only. */
str question_sqlite(struct arena *, const struct question *, bool title, int64_t slice);
str question_postgres(struct arena *, const struct question *, bool title, int64_t slice);
/* A folded text as SQLite's tokenizer takes it, and as a tsvector with its places. */
str text_sqlite(struct arena *, str folded, int64_t slice);
str vector_postgres(struct arena *, str folded, char weight, int64_t slice);
/* Whether every word stands in one of the texts. */
bool question_answered(const struct question *, const struct folded *, size_t n);
bool asked_in(const struct asked *, const struct folded *);
/* The places of all words in a text, in order, none inside another. */
void question_mark(struct arena *, const struct question *, str text, const struct folded *, struct marked_text *ret);
/* A piece of the text around the first of them. */
struct marked_text marked_piece(struct arena *, const struct marked_text *);

/* ---- texts: read_search_text.c ------------------------------------------------------------ */
struct text_of {
	const struct field *field;
	const struct matter *of; /* the matter, or a part of it */
	str text;
};
struct texts {
	struct matter m;
	bool there, erased, damaged;
	LIST(struct text_of) now; /* as the fields are, without number and title */
	LIST(struct text_of) before; /* what paragraphs once said, newest first */
};
/* From the events up to a version; personal values are not among them. */
err texts_fold(struct ctx *, int64_t matter, int64_t version, struct texts *ret) must_check;
/* Those of a matter at hand. */
void texts_now(struct arena *, const struct matter *, struct texts *ret);
bool field_searched(const struct field *);
struct indexed { /* what stands at one place of the index, folded */
	str title, body;
};
void matter_indexed(struct arena *, const struct texts *, struct indexed *ret);
struct document_text {
	bool there;
	int64_t version;
	str number, title, text;
};
/* version 0: the newest. */
err document_text_at(struct ctx *, int64_t document, int64_t version, struct document_text *ret) must_check;
/* Bytes of its blocks, whole paragraphs where they are not too long. */
size_t text_blocks(struct arena *, str text, struct span **ret);
void document_indexed(struct arena *, str head, str block, struct indexed *ret);
str document_head(struct arena *, const struct document_text *);
/* The next of the log, of the matters and of the documents. */
struct touched {
	int sort;
	int64_t entity;
};
typedef LIST(struct touched) touched_list;
err touched_after(struct ctx *, int64_t seq, int64_t most, touched_list *, int64_t *ret_seq) must_check;
err matters_after(struct ctx *, int64_t id, int64_t most, touched_list *) must_check;
err documents_after(struct ctx *, int64_t id, int64_t most, touched_list *) must_check;

/* ---- the index: search_index.c --------------------------------------------------------------- */
/* Where the index stands: the events up to seq are in it; before that matters and documents up
 * to these ids (NEVER: all). `matters` and `documents`: places given out. */
struct search_mark {
	bool there, ours;
	int64_t seq, matter, document, matters, documents;
};
err search_mark_read(struct ctx *, struct search_mark *ret) must_check;
struct place { /* an entry of the index */
	int64_t n, entity, part, version, digest; /* digest 0: nothing stands there */
	str head;
};
err place_read(struct ctx *, int sort, int64_t n, struct place *ret, bool *ret_found) must_check;
err places_of(struct ctx *, int sort, int64_t entity, struct place **ret, size_t *ret_n) must_check;
int64_t place_id(const struct core *, int sort, int64_t n);
/* Newest places of a sort in from..to, which is within one slice, that the question fits. */
err places_find(struct ctx *, int sort, const struct question *, bool title, int64_t from, int64_t to, int64_t most, int64_t *ret, size_t *ret_n) must_check;
int64_t indexed_digest(const struct indexed *);
void search_recipe(struct ctx *, struct digest *ret);

#endif
