/* SPDX-License-Identifier: Apache-2.0 */
/* config: `key = value` from flags, the environment, a file and the defaults, in that
 * order of precedence; an unknown key is an error with its line. Secrets are only ever
 * named by the path of a file. One table, config.tbl.h. */
#ifndef LUOSHI_CONFIG_H
#define LUOSHI_CONFIG_H

#include "cli/cli.h"

struct config {
#define OPTION(name, sort, initial, value, what) str name;
#include "cli/config.tbl.h"
#undef OPTION
};
/* Takes its options out of cli->argv; others (`more`) are the command's own. */
err config_load(struct cli *, struct cli_opt *more, size_t n_more, struct config *ret) must_check;
/* Which database a command means, before its options are taken out. */
str config_db(struct cli *);
void config_help(struct buf *, enum lang);

#endif
