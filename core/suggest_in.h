/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LUOSHI_SUGGEST_IN_H
#define LUOSHI_SUGGEST_IN_H

#include "core/matter_in.h"
#include "core/suggest.h"
#include "text/classify.h"

#define WISH_TEXTS 8
#define WISHES_MOST 32
struct source_field {
	int sort;  /* of part; -1: of the matter */
	int field;
};
struct wish { /* a field to be learned */
	const struct pack *pack;
	const struct kind *kind;
	int field;
	struct source_field text[WISH_TEXTS];
	size_t n_text;
	int given[WISH_TEXTS];
	size_t n_given;
};
/* Those that the settings of the packs name; what names no such field is passed over. */
size_t suggest_wishes(struct ctx *, struct wish ret[WISHES_MOST]);
const struct wish *wish_for(const struct wish *, size_t n, const struct kind *, str field); /* NULL: none */

bool matter_secret(const struct matter *);
/* Who reads a matter whose seals are open; NULL: the house itself, all of it. */
struct readable {
	const struct ctx *x;
	role_set roles; /* towards the matter */
	bool secret;    /* the matter is */
};
void wish_message(struct arena *, const struct wish *, const struct matter *, const struct readable *, struct classify_message *ret);
/* "category=urban.road": of a value that is given. */
str wish_given(struct arena *, const struct wish *, size_t i, str value);
/* The id of a unit below the units above it, so that one with few examples leans on theirs: 17.23 */
str unit_label(struct arena *, const struct roster *, int64_t unit);
int64_t label_unit(str label);

/* Hashes of words with the key of this house. */
void suggest_how(struct ctx *, struct classify_how *ret);
/* Reads what people decided and learns; ret_model is empty when there is too little. */
err suggest_learn(struct ctx *, const struct wish *, str *ret_model, struct classify_report *ret) must_check;

struct learned { /* a model in memory, shared by all who ask */
	struct learned *next;
	atomic_int holders;
	struct arena arena;
	str kind, field;
	int64_t version;
	const struct classify_model *model; /* NULL: too little was there to learn from */
};
err learned_hold(struct ctx *, const struct wish *, struct learned **ret) must_check; /* NULL: none */
void learned_drop(struct learned *);
void learned_close(struct core *);

#endif
