/* SPDX-License-Identifier: Apache-2.0 */
/* house: the rooms wired together for one database: store, packs, calendar, zone,
 * core. Opened once by `serve` and lent to the commands that callers send to it; a
 * command that finds no server opens its own. */
#ifndef LUOSHI_HOUSE_H
#define LUOSHI_HOUSE_H

#include "cli/config.h"
#include "core/core.h"
#include "file/file.h"

struct eye;
struct house {
	struct arena arena;
	struct store *store;
	struct core *core;
	const struct pack **packs; /* NULL-terminated */
	const struct calendar *calendar;
	const struct zone *zone;
	const struct time_source *time;
	const struct decoder *decoder;
	struct eye *eye; /* looks at cameras */
	str db; /* the target, as named */
};
/* Opens, migrates, checks. ERR_INPUT when another process holds the database. */
err house_open(struct cli *, const struct config *, const struct time_source *, struct house **ret) must_check;
void house_close(struct house *);
/* The server's house when it runs the command, else one of the command's own. */
err house_for(struct cli *, const struct config *, struct house **ret) must_check;
/* Path of the key that seals personal values: as configured, else beside the database. */
str house_key(struct arena *, const struct config *);
/* Someone for the command line to act as: the system itself. */
err house_system(struct house *, struct arena *, struct ctx *ret) must_check;

#endif
