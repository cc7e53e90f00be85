/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"

#include "cli/config.h"
#include "cli/remote.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct command {
	const char *name;
	err (*fn)(struct cli *);
	const char *synopsis, *summary;
	bool record; /* works on the database: a running server does it for us */
};
static const struct command commands[] = {
#define COMMAND(name, fn, synopsis, summary) {name, fn, synopsis, summary, false},
#define COMMAND_DB(name, fn, synopsis, summary) {name, fn, synopsis, summary, true},
#include "cli/commands.tbl.h"
#undef COMMAND
#undef COMMAND_DB
};

static enum lang language(void)
{
	static const char *const names[] = {"LUOSHI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"};
	const char *v = NULL;
	for (size_t i = 0; i < COUNT_OF(names) && (!v || !*v); i++)
		v = getenv(names[i]);
	bool english = v && (!strncmp(v, "en", 2) || !strncmp(v, "C", 1) || !strcmp(v, "POSIX"));
	return english ? LANG_EN : LANG_ZH;
}

static const struct command *find(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(commands); i++)
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	return NULL;
}

static void put_command(struct buf *b, enum lang lang, const struct command *c)
{
	buf_fmt(b, "  luoshi %s%s%s\n      " STR_FMT "\n", c->name, *c->synopsis ? " " : "", c->synopsis,
		STR_ARG(word(lang, c->summary)));
}

err cmd_help(struct cli *cli)
{
	struct buf b;
	buf_init(&b, cli->arena);
	const struct command *one = cli->argc ? find(cli->argv[0]) : NULL;
	if (cli->argc && !(one && one->summary))
		return fail(ERR_USAGE, "there is no command {0}; see luoshi help", str_of(cli->argv[0]));
	if (one) {
		put_command(&b, cli->lang, one);
	} else {
		buf_add(&b, word(cli->lang, "Luoshi keeps a district's promises. Commands:"));
		buf_byte(&b, '\n');
		for (size_t i = 0; i < COUNT_OF(commands); i++)
			if (commands[i].summary)
				put_command(&b, cli->lang, &commands[i]);
	}
	return cli_write(cli, buf_str(&b));
}

err cmd_version(struct cli *cli)
{
	return cli_write(cli, S("luoshi " LUOSHI_VERSION "\n"));
}

static struct cli_opt *find_opt(struct cli_opt *opts, size_t n, str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(str_of(opts[i].name), name))
			return &opts[i];
	return NULL;
}

err cli_options(struct cli *cli, struct cli_opt *opts, size_t n)
{
	int kept = 0;
	bool plain = false;
	for (int i = 0; i < cli->argc; i++) {
		str arg = str_of(cli->argv[i]), name = str_cut(arg, 2, arg.n), value;
		if (plain || !str_starts(arg, S("--"))) {
			cli->argv[kept++] = cli->argv[i];
			continue;
		}
		if (arg.n == 2) {
			plain = true;
			continue;
		}
		bool joined = str_split(name, '=', &name, &value);
		struct cli_opt *o = find_opt(opts, n, name);
		if (!o)
			return fail(ERR_USAGE, "there is no option {0}; see luoshi help", arg);
		if (o->value && !joined && ++i == cli->argc)
			return fail(ERR_USAGE, "option {0} needs a value", arg);
		if (!o->value && joined)
			return fail(ERR_USAGE, "option {0} takes no value", arg);
		o->ret = !o->value ? S("1") : joined ? value : str_of(cli->argv[i]);
	}
	cli->argc = kept;
	return OK;
}

static str limit_mb(struct arena *a, size_t limit)
{
	struct buf b;
	buf_init(&b, a);
	buf_int(&b, (int64_t)(limit >> 20));
	return buf_str(&b);
}

static err read_all(struct cli *cli, int fd, str name, size_t limit, str *ret)
{
	struct buf b;
	char piece[64 << 10];
	ssize_t n;
	buf_init(&b, cli->arena);
	while ((n = read(fd, piece, sizeof piece)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail(ERR_INPUT, "{0} cannot be read: {1}", name, str_of(strerror(errno)));
		if ((size_t)n > limit - b.n)
			return fail(ERR_LIMIT, "{0} is larger than {1} MB; split it or send a smaller one", name,
				    limit_mb(cli->arena, limit));
		buf_add(&b, (str){piece, (size_t)n});
	}
	*ret = buf_str(&b);
	return OK;
}

err cli_read(struct cli *cli, const char *name, size_t limit, str *ret)
{
	if (!name || !strcmp(name, "-"))
		return read_all(cli, cli->in, word(cli->lang, "standard input"), limit, ret);
	int fd = openat(cli->cwd, name, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return fail(ERR_INPUT, "{0} cannot be opened: {1}", str_of(name), str_of(strerror(errno)));
	err e = read_all(cli, fd, str_of(name), limit, ret);
	close(fd);
	return e;
}

err cli_write(struct cli *cli, str s)
{
	while (s.n) {
		ssize_t n = write(cli->out, s.p, s.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno == EPIPE ? OK : fail(ERR_IO, "the output cannot be written: {0}", str_of(strerror(errno)));
		s = str_cut(s, (size_t)n, s.n);
	}
	return OK;
}

static int finish(err e, enum lang lang, struct buf *ret_said)
{
	if (e == OK)
		return 0;
	buf_z(ret_said, "luoshi: ");
	fail_text(ret_said, lang);
	buf_byte(ret_said, '\n');
	return e == ERR_USAGE ? 2 : 1;
}

static bool wants_help(int argc, char **argv)
{
	for (int i = 0; i < argc; i++)
		if (!strcmp(argv[i], "--help") || !strcmp(argv[i], "-h"))
			return true;
	return false;
}

int cli_run(struct cli *cli, const char *name, struct buf *ret_said)
{
	const struct command *c = find(name);
	if (!c)
		return finish(fail(ERR_USAGE, "there is no command {0}; see luoshi help", str_of(name)), cli->lang, ret_said);
	if (wants_help(cli->argc, cli->argv)) {
		cli->argc = 1;
		cli->argv[0] = (char *)(uintptr_t)c->name;
		c = find("help");
	}
	return finish(c->fn(cli), cli->lang, ret_said);
}

static const char *command_name(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : "help";
	if (!strcmp(name, "--version"))
		return "version";
	return !strcmp(name, "--help") || !strcmp(name, "-h") ? "help" : name;
}

int cli_main(int argc, char **argv)
{
	struct arena arena;
	struct buf said;
	int status;
	arena_init(&arena);
	buf_init(&said, &arena);
	struct cli cli = {.arena = &arena, .argc = argc > 2 ? argc - 2 : 0, .argv = argv + 2, .lang = language(),
			  .in = STDIN_FILENO, .out = STDOUT_FILENO, .cwd = AT_FDCWD};
	const char *name = command_name(argc, argv);
	const struct command *c = find(name);
	bool record = c && c->record && !wants_help(cli.argc, cli.argv);
	if (!record || !remote_call(&cli, config_db(&cli), name, &status))
		status = cli_run(&cli, name, &said);
	fputs(buf_str(&said).p, stderr);
	arena_done(&arena);
	return status;
}
