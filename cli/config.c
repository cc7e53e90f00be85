/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/config.h"

#include "base/limits.h"
#include "base/log.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum option_sort { OPT_TEXT, OPT_NUMBER, OPT_LEVEL };
static const struct option {
	const char *name, *initial, *value, *what;
	enum option_sort sort;
	size_t at; /* of its str in struct config */
} options[] = {
#define OPTION(name, sort, initial, value, what) {#name, initial, value, what, sort, offsetof(struct config, name)},
#include "cli/config.tbl.h"
#undef OPTION
};
static const char *const levels[] = {"debug", "info", "warn", "error"};

static str *slot(struct config *c, const struct option *o)
{
	return (str *)(void *)((char *)c + o->at);
}

static const struct option *find(str name)
{
	for (size_t i = 0; i < COUNT_OF(options); i++)
		if (str_eq(str_of(options[i].name), name))
			return &options[i];
	return NULL;
}

static int level_of(str s)
{
	for (size_t i = 0; i < COUNT_OF(levels); i++)
		if (str_eq(str_of(levels[i]), s))
			return (int)i;
	return -1;
}

static err set(struct config *c, const struct option *o, str value, str where)
{
	int64_t v;
	if (o->sort == OPT_NUMBER && !str_int(value, &v))
		return fail(ERR_USAGE, "{0}: {1} wants a number, not “{2}”", where, str_of(o->name), value);
	if (o->sort == OPT_LEVEL && level_of(value) < 0)
		return fail(ERR_USAGE, "{0}: {1} wants {2}, not “{3}”", where, str_of(o->name), str_of(o->value), value);
	*slot(c, o) = value;
	return OK;
}

static err read_line(struct arena *a, struct config *c, str line, str file, int number)
{
	struct buf where;
	str name, value;
	line = str_trim(line);
	if (!line.n || line.p[0] == '#')
		return OK;
	buf_init(&where, a);
	buf_fmt(&where, STR_FMT ":%d", STR_ARG(file), number);
	if (!str_split(line, '=', &name, &value))
		return fail(ERR_USAGE, "{0}: a line is `key = value`, not “{1}”", buf_str(&where), line);
	const struct option *o = find(str_trim(name));
	if (!o)
		return fail(ERR_USAGE, "{0}: there is no key {1}; see luoshi help serve", buf_str(&where), str_trim(name));
	return set(c, o, str_trim(value), buf_str(&where));
}

static err read_file(struct cli *cli, struct config *c, str file)
{
	str rest, line;
	TRY(cli_read(cli, str_z(cli->arena, file), LIMIT_FIELD_TEXT, &rest));
	for (int number = 1; rest.n; number++) {
		if (!str_split(rest, '\n', &line, &rest)) {
			line = rest;
			rest = STR_NONE;
		}
		TRY(read_line(cli->arena, c, line, file, number));
	}
	return OK;
}

static err read_environment(struct config *c)
{
	for (size_t i = 0; i < COUNT_OF(options); i++) {
		char name[64] = "LUOSHI_";
		size_t n = strlen(name);
		for (const char *p = options[i].name; *p && n < sizeof name - 1; p++)
			name[n++] = (char)toupper((unsigned char)*p);
		const char *v = getenv(name);
		if (v)
			TRY(set(c, &options[i], str_of(v), str_of(options[i].name)));
	}
	return OK;
}

err config_load(struct cli *cli, struct cli_opt *more, size_t n_more, struct config *ret)
{
	const size_t n_own = COUNT_OF(options) + 1;
	struct cli_opt *opts = arena_new_n(cli->arena, n_own + n_more, struct cli_opt);
	struct config c;
	for (size_t i = 0; i < COUNT_OF(options); i++) {
		opts[i] = (struct cli_opt){.name = options[i].name, .value = options[i].value};
		*slot(&c, &options[i]) = str_of(options[i].initial);
	}
	opts[n_own - 1] = (struct cli_opt){.name = "config", .value = "FILE"};
	if (n_more)
		memcpy(opts + n_own, more, n_more * sizeof *more);
	TRY(cli_options(cli, opts, n_own + n_more));
	if (opts[n_own - 1].ret.p)
		TRY(read_file(cli, &c, opts[n_own - 1].ret));
	TRY(read_environment(&c));
	for (size_t i = 0; i < COUNT_OF(options); i++)
		if (opts[i].ret.p)
			TRY(set(&c, &options[i], opts[i].ret, str_of(options[i].name)));
	if (n_more)
		memcpy(more, opts + n_own, n_more * sizeof *more);
	if (!cli->house) /* a caller's command does not change how the server logs */
		log_level_set((enum log_level)level_of(c.log_level));
	*ret = c;
	return OK;
}

str config_db(struct cli *cli)
{
	struct cli look = *cli;
	struct config c;
	str db = str_of(getenv("LUOSHI_DB"));
	for (int i = 0; i < cli->argc; i++) {
		str arg = str_of(cli->argv[i]);
		if (str_starts(arg, S("--db=")))
			db = str_cut(arg, 5, arg.n);
		else if (str_eq(arg, S("--db")) && i + 1 < cli->argc)
			db = str_of(cli->argv[i + 1]);
	}
	if (db.n)
		return db;
	look.argc = 0;
	return config_load(&look, NULL, 0, &c) == OK ? c.db : S("");
}

void config_help(struct buf *b, enum lang lang)
{
	for (size_t i = 0; i < COUNT_OF(options); i++)
		buf_fmt(b, "  --%s %s\n      " STR_FMT "%s%s%s\n", options[i].name, options[i].value,
			STR_ARG(word(lang, options[i].what)), *options[i].initial ? " [" : "", options[i].initial,
			*options[i].initial ? "]" : "");
}

/* luoshi config check FILE */
err cmd_config(struct cli *cli)
{
	struct config c;
	if (cli->argc < 1 || strcmp(cli->argv[0], "check") != 0)
		return fail(ERR_USAGE, "write luoshi config check FILE");
	cli->argc--;
	cli->argv++;
	TRY(config_load(cli, NULL, 0, &c));
	if (cli->argc)
		TRY(read_file(cli, &c, str_of(cli->argv[0])));
	struct buf b;
	buf_init(&b, cli->arena);
	for (size_t i = 0; i < COUNT_OF(options); i++)
		buf_fmt(&b, "%s = " STR_FMT "\n", options[i].name, STR_ARG(*slot(&c, &options[i])));
	return cli_write(cli, buf_str(&b));
}
