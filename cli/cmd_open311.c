/* SPDX-License-Identifier: Apache-2.0 */
/* luoshi open311 key add NAME | list | withdraw NAME: keys of the programs that send requests.
 * A key is printed once and kept nowhere. */
#include "cli/house.h"
#include "core/open311.h"

#include <string.h>

static err add(struct cli *cli, struct house *h, struct ctx *x)
{
	str secret;
	struct buf b;
	unused_arg(h);
	TRY(open311_key_add(x, str_of(cli->argv[2]), &secret));
	buf_init(&b, cli->arena);
	buf_fmt(&b, STR_FMT "\n", STR_ARG(secret));
	return cli_write(cli, buf_str(&b));
}

static err list(struct cli *cli, struct house *h, struct ctx *x)
{
	struct open311_key *v;
	struct buf b;
	size_t n;
	TRY(open311_key_list(x, &v, &n));
	buf_init(&b, cli->arena);
	for (size_t i = 0; i < n; i++) {
		day_put(&b, zone_day(h->zone, v[i].at));
		buf_fmt(&b, "\t" STR_FMT "\n", STR_ARG(v[i].name));
	}
	return cli_write(cli, buf_str(&b));
}

static err withdraw(struct cli *cli, struct house *h, struct ctx *x)
{
	struct open311_key *v;
	size_t n;
	unused_arg(h);
	TRY(open311_key_list(x, &v, &n));
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].name, str_of(cli->argv[2])))
			return open311_key_withdraw(x, v[i].id);
	return fail(ERR_NOTFOUND, "there is no key of the name {0}; see luoshi open311 key list", str_of(cli->argv[2]));
}

static const struct {
	const char *name;
	int argc;
	err (*fn)(struct cli *, struct house *, struct ctx *);
} verbs[] = {{"add", 3, add}, {"list", 2, list}, {"withdraw", 3, withdraw}};

err cmd_open311(struct cli *cli)
{
	struct config config;
	struct house *h;
	struct ctx ctx;
	size_t i = 0;
	TRY(config_load(cli, NULL, 0, &config));
	while (i < COUNT_OF(verbs) && !(cli->argc == verbs[i].argc && !strcmp(cli->argv[0], "key") && !strcmp(cli->argv[1], verbs[i].name)))
		i++;
	if (i == COUNT_OF(verbs))
		return fail(ERR_USAGE, "write luoshi open311 key add NAME, key list, or key withdraw NAME");
	TRY(house_for(cli, &config, &h));
	TRY(house_system(h, cli->arena, &ctx));
	err e = verbs[i].fn(cli, h, &ctx);
	ctx_close(&ctx);
	return e;
}
