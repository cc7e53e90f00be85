/* SPDX-License-Identifier: Apache-2.0 */
/* method_in: what the files that read methods (评价办法) tell each other. */
#ifndef LUOSHI_METHOD_IN_H
#define LUOSHI_METHOD_IN_H

#include "pack/method.h"
#include "pack/pack_in.h"

#define NO METHOD_NONE
#define NO_MORE "{0}: this list is longer than the kernel can hold; shorten it"

/* The tree is read from the outside in; children are kept in one list, in the order of declaration. */
struct method_build {
	struct method *m;
	struct method_group groups[METHOD_GROUPS];
	struct method_item items[METHOD_ITEMS];
	int group; /* that is being read */
	int depth; /* of it, or of the input that is being read */
};

/* ---- load_method_score.c ---- */
key_reader read_second;             /* bool: one of two words, the second is true */
key_reader read_inputs, read_input; /* const struct method_input *; of read_inputs the count stands right behind */
key_reader read_score;
extern const struct list_of tiers_list;
err check_tiers(struct load *, const struct method_tier *, size_t n) must_check;
extern const struct names method_betters, method_scopes;
const struct method_input *column_input(struct arena *, str name);

/* ---- load_method_rest.c ---- */
key_reader read_extras, read_vetoes, read_ties;
extern const struct list_of bonus_list, penalty_list, veto_list, band_list;

#endif
