/* SPDX-License-Identifier: Apache-2.0 */
/* Names of units and where they end; for extract_unit.c and extract_speech.c only. */
#ifndef LUOSHI_TEXT_EXTRACT_UNIT_IN_H
#define LUOSHI_TEXT_EXTRACT_UNIT_IN_H

#include "text/extract_in.h"

bool suffix_at_end(const struct doc *, size_t from, size_t to, enum tag);
/* 局长, 镇主要负责人, 市政府分管领导: a person of the unit that ends at `to`. */
bool person_follows(const struct doc *, size_t to);
/* Where the list of names that ends at `to` begins; `to` when there is none. ret_all: nothing but names. */
size_t names_start(const struct doc *, size_t from, size_t to, bool *ret_all);
/* The end of the longest list of names that begins at `from`; 0 none. */
size_t names_end(const struct doc *, size_t from, size_t end);
/* Units that are only spoken to. */
void speech_units(struct doc *, const struct piece *);

#endif
