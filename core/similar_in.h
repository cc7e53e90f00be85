/* SPDX-License-Identifier: Apache-2.0 */
/* Similarity from inside: what is compared of a matter, where the index stands, its rows. */
#ifndef LUOSHI_SIMILAR_IN_H
#define LUOSHI_SIMILAR_IN_H

#include "core/matter_in.h"
#include "core/similar.h"
#include "text/similar.h"

/* ---- rules, key and counts of a core: similar_index.c ---------------------------------------- */
err similar_ready(struct core *) must_check;

/* ---- what is compared: read_similar_text.c ------------------------------------------------------ */
struct similar_shape { /* fields of a kind; -1: none */
	int category, place, area, x, y; /* of the matter */
	int words, where, phone;         /* of its requests; where: their own place */
};
bool similar_shape_of(const struct kind *, struct similar_shape *ret); /* false: its matters are not compared */
struct similar_telling { /* one request */
	int64_t request;
	struct similar_text text;
	struct similar_facts facts;
};
/* Tellings of a matter as it stands now; none when it is gone, erased or of another sort. */
err similar_tellings(struct ctx *, int64_t matter, struct similar_telling **ret, size_t *ret_n) must_check;
int32_t similar_degrees(str); /* 1e-5; SIMILAR_NOWHERE when it is none */
err similar_touched(struct ctx *, int64_t seq, int64_t most, int64_t **ret, size_t *ret_n, int64_t *ret_seq) must_check;
err similar_matters_after(struct ctx *, int64_t id, int64_t most, int64_t **ret, size_t *ret_n) must_check;

/* ---- the index: similar_index.c -------------------------------------------------------------------- */
struct similar_mark {
	bool there, ours;
	int64_t seq, matter; /* events up to seq are in it; before that matters up to this id (NEVER: all) */
	int64_t entries;     /* numbers given out */
	int64_t counted;     /* entries whose features are in the counts */
};
err similar_mark_read(struct ctx *, struct similar_mark *ret) must_check;
struct similar_entry {
	int64_t n, matter, request;
	ms_t at;
	str side; /* packed */
};
err similar_entry_read(struct ctx *, int64_t n, struct similar_entry *ret, bool *ret_found) must_check;
err similar_entries_of(struct ctx *, int64_t matter, struct similar_entry **ret, size_t *ret_n) must_check;
err similar_entries_few(struct ctx *, int64_t matter, int64_t most, struct similar_entry **ret, size_t *ret_n) must_check; /* its first */
err similar_entries_after(struct ctx *, int64_t n, int64_t most, struct similar_entry **ret, size_t *ret_n) must_check;
err similar_entries_before(struct ctx *, int64_t n, int64_t most, struct similar_entry **ret, size_t *ret_n) must_check;
/* Those with these numbers, in any order; room for n. */
err similar_entries_at(struct ctx *, const int64_t *numbers, size_t n, struct similar_entry *ret, size_t *ret_n) must_check;
/* Lists of entries: similar_list.c. A list of a term is cut into blocks of entries, each a row with
 * their places in the block, two bytes each, ascending. */
#define BLOCK_BITS 12
#define BLOCK_ENTRIES (1 << BLOCK_BITS)
struct similar_list {
	int64_t term, block;
	uint16_t *at;
	uint32_t n, cap;
	bool stored, dirty;
};
struct similar_block { /* lists that are being changed */
	struct arena arena;
	int64_t no;          /* of the open one; all its lists are here */
	int64_t entries;     /* as of this mark */
	struct similar_list **slot;
	size_t n, mask;
	LIST(struct similar_list *) dirty;
};
struct similar_block *similar_block_new(int64_t no);
void similar_block_free(struct similar_block *);
/* Reads the lists of the open block from its entries. */
err similar_block_read(struct ctx *, int64_t entries, struct similar_block **ret) must_check;
/* The list of a block: of the open one, or read into `others`. */
err similar_list_of(struct ctx *, struct similar_block *open, struct similar_block *others, int64_t term, int64_t block, struct similar_list **ret) must_check;
void similar_list_put(struct similar_block *, struct similar_list *, int64_t entry, bool in);
err similar_block_write(struct conn *, int64_t region, struct similar_block *) must_check; /* in a job */
/* What is still to be written of one, to the other. */
void similar_block_hand(const struct similar_block *from, struct similar_block *to);
void similar_block_written(struct similar_block *);
/* Calls `take` with the rows of a term, newest block first, at most so many, down to a block, until it says false. */
typedef bool (*similar_take)(void *arg, int64_t block, const uint8_t *places, size_t n);
err similar_list_each(struct ctx *, int64_t term, int64_t least_block, int64_t most, similar_take, void *arg, size_t *ret_rows) must_check;
/* The counts as they stand now, in the ctx's arena. */
err similar_counts_read(struct ctx *, const struct similar_mark *, struct similar_counts *ret) must_check;
/* For measuring: puts tellings of matters in, without the log. */
struct similar_told {
	int64_t matter;
	struct similar_telling telling;
};
err similar_put(struct core *, const struct similar_told *, size_t n) must_check;

/* ---- ranking: read_similar.c -------------------------------------------------------------------------- */
struct similar_near {
	int64_t matter, request;
	ms_t at;
	struct similar_why why;
};
/* The nearest matters, each once by its nearest request; asks nobody's rights. */
err similar_rank(struct ctx *, const struct similar_message *, int64_t without, size_t most, struct similar_near **ret, size_t *ret_n) must_check;
err similar_message_of(struct ctx *, const struct similar_ask *, struct similar_message *ret) must_check;

#endif
