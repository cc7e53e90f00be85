/* SPDX-License-Identifier: Apache-2.0 */
/* luoshi user add LOGIN NAME UNIT DUTY,…: a person with a random first password, printed
 * once. Many at once: luoshi import. */
#include "cli/house.h"
#include "cli/people.h"

#include <string.h>

static err user_add_line(struct cli *cli, struct house *h, struct ctx *ctx, str post)
{
	struct user_new user = {.login = str_of(cli->argv[1]), .name = str_of(cli->argv[2]), .post = post,
				.password = people_password(cli->arena), .first = true};
	struct buf b;
	int64_t id;
	unused_arg(h);
	TRY(unit_find(ctx, str_of(cli->argv[3]), &user.unit));
	if (!user.unit)
		return fail(ERR_INPUT, "there is no unit {0}; see the list of units", str_of(cli->argv[3]));
	TRY(people_duties(str_of(cli->argv[4]), &user.duties));
	TRY(user_add(ctx, &user, &id));
	buf_init(&b, cli->arena);
	buf_fmt(&b, STR_FMT "\t" STR_FMT "\n", STR_ARG(user.login), STR_ARG(user.password));
	return cli_write(cli, buf_str(&b));
}

err cmd_user(struct cli *cli)
{
	struct cli_opt opts[] = {{.name = "post", .value = "POST"}};
	struct config config;
	struct house *h;
	struct ctx ctx;
	TRY(config_load(cli, opts, COUNT_OF(opts), &config));
	if (cli->argc != 5 || strcmp(cli->argv[0], "add") != 0)
		return fail(ERR_USAGE, "write luoshi user add LOGIN NAME UNIT DUTY,…");
	TRY(house_for(cli, &config, &h));
	TRY(house_system(h, cli->arena, &ctx));
	err e = user_add_line(cli, h, &ctx, opts[0].ret);
	ctx_close(&ctx);
	return e;
}
