/* SPDX-License-Identifier: Apache-2.0 */
/* luoshi backup TO, luoshi restore FROM: a copy made while the database is used, and a
 * database made anew from one. A backup is a folder: the database, its blobs, its key. */
#include "cli/house.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

err cmd_backup(struct cli *cli)
{
	struct config config;
	struct house *h;
	TRY(config_load(cli, NULL, 0, &config));
	if (cli->argc != 1)
		return fail(ERR_USAGE, "say where the copy goes: luoshi backup TO");
	TRY(house_for(cli, &config, &h));
	return store_backup(h->store, str_of(cli->argv[0]));
}
