/* SPDX-License-Identifier: Apache-2.0 */
/* luoshi backup TO, luoshi restore FROM. A backup is the database and, beside it, its
 * files; never the key that seals personal values: that is kept apart, or a stolen copy
 * would open itself. */
#include "cli/house.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

err cmd_backup(struct cli *cli)
{
	struct config config;
	struct house *h;
	struct buf b;
	TRY(config_load(cli, NULL, 0, &config));
	if (cli->argc != 1)
		return fail(ERR_USAGE, "say where the copy goes: luoshi backup TO");
	TRY(house_for(cli, &config, &h));
	TRY(store_backup(h->store, str_of(cli->argv[0])));
	buf_init(&b, cli->arena);
	word_fmt(&b, cli->lang, W("copied to {0}; keep the key {1} in another place, without it the copy shows no personal values"),
		 (str[]){str_of(cli->argv[0]), house_key(cli->arena, &config)}, 2);
	buf_byte(&b, '\n');
	return cli_write(cli, buf_str(&b));
}

static bool exists(struct arena *a, str path)
{
	struct stat st;
	return stat(str_z(a, path), &st) == 0;
}

/* The copy is opened by the same store that made it, so a damaged one is refused. */
static err copy_back(str from, str to)
{
	struct store *store;
	struct store_config config = {.target = from, .modules = core_modules, .no_create = true};
	TRY(store_open(&config, &store));
	err e = store_backup(store, to);
	store_close(store);
	return e;
}

static err prove(struct cli *cli, const struct config *config)
{
	struct house *h;
	struct buf findings;
	struct check_report report = {0};
	buf_init(&findings, cli->arena);
	TRY(house_open(cli, config, &time_real, &h));
	err e = core_check(h->core, cli->lang, &findings, &report);
	house_close(h);
	TRY(e);
	if (findings.n)
		return fail(ERR_INPUT, "the copy does not hold: {0}", buf_str(&findings));
	buf_fmt(&findings, STR_FMT ": events %lld, matters %lld, documents %lld\n",
		STR_ARG(word(cli->lang, W("the record holds"))), (long long)report.events, (long long)report.matters,
		(long long)report.documents);
	return cli_write(cli, buf_str(&findings));
}

err cmd_restore(struct cli *cli)
{
	struct config config;
	TRY(config_load(cli, NULL, 0, &config));
	if (cli->argc != 1)
		return fail(ERR_USAGE, "say which copy: luoshi restore FROM --db FILE");
	if (exists(cli->arena, config.db))
		return fail(ERR_INPUT, "{0} exists already; restore into a new file", config.db);
	str key = house_key(cli->arena, &config);
	if (!exists(cli->arena, key))
		return fail(ERR_INPUT, "the key {0} is missing; put the key that belongs to this copy there first", key);
	TRY(copy_back(str_of(cli->argv[0]), config.db));
	return prove(cli, &config);
}
