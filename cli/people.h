/* SPDX-License-Identifier: Apache-2.0 */
/* people: units and people from lines of text, for the demo and for `luoshi import`.
 *
 *     units    order, above, name, short name, other names (、)
 *     people   sign-in name, unit (short name), name, post, duties (,)
 *
 * Columns stand between tabs, or between commas where a line has no tab; # begins a remark. */
#ifndef LUOSHI_PEOPLE_H
#define LUOSHI_PEOPLE_H

#include "core/core.h"

#define COLUMNS 24
struct line {
	str column[COLUMNS]; /* trimmed; those that are not there are STR_NONE */
	size_t n;
};
struct actor_row {
	str login;
	struct actor actor;
};
struct unit_row {
	str name;
	int64_t id;
};
struct people {
	struct arena *arena;
	struct ctx *ctx; /* who adds them */
	enum lang lang;
	bool demo;       /* they sign in with one click, and with no password */
	LIST(struct actor_row) people;
	LIST(struct unit_row) units;
	struct buf said; /* first passwords: login, tab, password */
};
typedef err (*line_fn)(struct people *, const struct line *);
/* Calls fn for each line; a failure names file and line. */
err each_line(struct people *, const char *file, str text, line_fn) must_check;
err people_unit(struct people *, const struct line *) must_check;
err people_person(struct people *, const struct line *) must_check;
const struct actor *people_actor(const struct people *, str login); /* NULL: none */
err people_duties(str names, uint32_t *ret) must_check;
str people_password(struct arena *); /* random, 80 bits, hex */

#endif
