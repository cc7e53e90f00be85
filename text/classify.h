/* SPDX-License-Identifier: Apache-2.0 */
/* classify: which of several hundred values people would give to a short Chinese message, learned
 * from what they gave to others. A linear classifier of our own: characters, pairs and words of
 * the folded text; one weight vector a value (squared hinge, coordinate descent on the dual), one
 * classifier for the children of every value with dots in its name (urban.road.lamp), so that a
 * value with few examples leans on the levels above it.
 *
 *     classify_begin -> classify_add … -> classify_train      (nightly)
 *     classify_load -> classify_ask                           (for a message)
 *
 * Pure; no clock, no randomness, no libm, no fused operations (-ffp-contract=off): the same
 * examples in the same order give the same bytes on every processor with IEEE 754 arithmetic.
 * A model holds keyed hashes of its features and the names of its values, never words of a
 * message. What weighed is always shown as places of the message that is asked about, and only
 * where enough different askers used the same word. */
#ifndef LUOSHI_TEXT_CLASSIFY_H
#define LUOSHI_TEXT_CLASSIFY_H

#include "text/text.h"

#define CLASSIFY_VERSION 1        /* of features and format; a model of another one is not loaded */
#define CLASSIFY_KEY_LEN 16
#define CLASSIFY_CHARACTERS 2000  /* of a message that count */
#define CLASSIFY_LABELS 4000      /* different values */
#define CLASSIFY_EXAMPLES 1000000
#define CLASSIFY_TOLD_MOST 8
#define CLASSIFY_MODEL (64u << 20) /* bytes of a model that is loaded */

struct classify_message {
	str title, body; /* the title counts three times */
	const str *given; /* what else is known of it: "category=urban.road"; each prefix by dots counts too */
	size_t n_given;
};
struct classify_example {
	struct classify_message of;
	str label;
	int64_t asker; /* who said it, as a number; different numbers are different people */
	bool name;     /* not said by anybody: the name and description of the value itself */
};
struct classify_how {
	uint8_t key[CLASSIFY_KEY_LEN]; /* of the hashes */
	int told; /* a word may be shown when so many askers used it, 1..CLASSIFY_TOLD_MOST */
};
struct classify_set;
void classify_begin(struct arena *, const struct classify_how *, struct classify_set **ret);
/* Texts are looked at and not kept. ERR_LIMIT: too many examples or values. */
err classify_add(struct classify_set *, const struct classify_example *) must_check;

struct classify_report {
	size_t examples, names, labels, features;
	size_t tested, right, right3; /* by cross-validation: the first value, one of the first three */
	float cost;                   /* of a mistake, chosen by it */
	float sharp;                  /* how scores become confidence, fitted on it */
};
/* Whether so many examples and two values are there. */
bool classify_learnable(const struct classify_set *, size_t least);
/* ERR_INPUT: fewer than two values, or fewer than ten examples. */
err classify_train(struct classify_set *, struct arena *, str *ret_model, struct classify_report *ret) must_check;

struct classify_model;
/* Looks at `bytes` as long as it lives. ERR_INPUT: damaged, of another version or another key. */
err classify_load(struct arena *, str bytes, const struct classify_how *, const struct classify_model **ret) must_check;

#define CLASSIFY_SPANS 5
struct classify_answer {
	str label;
	float confidence;                   /* 0..1 */
	struct span title[CLASSIFY_SPANS];  /* what weighed for it, the heaviest first: code points of */
	size_t n_title;                     /* the title and of the body */
	struct span body[CLASSIFY_SPANS];
	size_t n_body;
};
/* The best `most` values, the likeliest first; none when nothing of the message is known. */
void classify_ask(struct arena *, const struct classify_model *, const struct classify_message *, size_t most,
		  struct classify_answer **ret, size_t *ret_n);

#endif
