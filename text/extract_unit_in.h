/* SPDX-License-Identifier: Apache-2.0 */
/* Names of units and who does what; for the files that read who is to do it: extract_name.c, extract_label.c,
 * extract_role.c, extract_speech.c and extract_unit.c, which asks them in turn. */
#ifndef LUOSHI_TEXT_EXTRACT_UNIT_IN_H
#define LUOSHI_TEXT_EXTRACT_UNIT_IN_H

#include "text/extract_in.h"

/* ---- names (extract_name.c) ---- */
bool suffix_at_end(const struct doc *, size_t from, size_t to, enum tag);
/* [from,to) reads like an organisation's name. */
bool is_org(const struct doc *, size_t from, size_t to);
/* Where the bracket that closes [from,to) opens; `from` when none does. */
size_t bracket_open(const struct doc *, size_t from, size_t to);
/* 、，；／ and the like between two names. */
bool separates(uint16_t letter);
/* 12个街道、镇: behind the 、 at `at` a kind of place goes on with the name that begins at `from`. */
bool group_goes_on(const struct doc *, size_t from, size_t at, size_t to);
/* 局长, 镇主要负责人, 市政府分管领导: a person of the unit that ends at `to`. */
bool person_follows(const struct doc *, size_t to);
/* Where the list of names that ends at `to` begins; `to` when there is none. ret_all: nothing but names. */
size_t names_start(const struct doc *, size_t from, size_t to, bool *ret_all);
/* The end of the longest list of names that begins at `from`; 0 none. */
size_t names_end(const struct doc *, size_t from, size_t end);

/* ---- labels, roles, speech: each adds the units it finds ---- */
size_t labels_read(struct doc *, const struct piece *); /* so many labels */
void named_as(struct doc *, const struct piece *);      /* 牵头单位为… */
void roles_read(struct doc *, const struct piece *);
bool here_has_role(const struct doc *);
void speech_units(struct doc *, const struct piece *); /* units that are only spoken to */
/* Does a unit found so far lead? */
bool shared_before(const struct doc *);

#endif
