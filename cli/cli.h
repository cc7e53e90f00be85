/* SPDX-License-Identifier: Apache-2.0 */
/* cli: the command line. One file per command, cmd_<name>.c, one row in
 * commands.tbl.h; the table makes --help, the manual page and dispatch.
 *
 * Exit 0 on success, 1 when the input is at fault (one clear line on standard
 * error), 2 when called wrongly. */
#ifndef LUOSHI_CLI_H
#define LUOSHI_CLI_H

#include "base/words.h"

struct cli {
	struct arena *arena;
	int argc;    /* words after the command's name */
	char **argv; /* argv[0] is the first of them */
	int in, out; /* standard input and output; a caller's own when the server runs the command */
	int cwd;     /* names of files are relative to this folder; AT_FDCWD at home */
	struct house *house; /* the server's, when it runs the command for a caller; else NULL */
	enum lang lang; /* of diagnostics: LUOSHI_LANG, else LC_ALL/LC_MESSAGES/LANG; zh unless it begins "en" or is C/POSIX */
};

/* Options of a command: --name VALUE, --name=VALUE, or a bare --flag. */
struct cli_opt {
	const char *name;  /* without the dashes */
	const char *value; /* in: NULL for a flag, else what the value is called in the help; */
	str ret;           /* out: the value; a flag that was given is "1" */
};
/* Takes the options out of cli->argv, leaves the rest in order. `--` ends options;
 * "-" is a name (standard input). ERR_USAGE on an unknown one. */
err cli_options(struct cli *, struct cli_opt *opts, size_t n) must_check;

/* Whole file, or standard input for "-" and for no name. ERR_INPUT / ERR_LIMIT. */
err cli_read(struct cli *, const char *name, size_t limit, str *ret) must_check;
/* Writes to the command's output, all of it, or ERR_IO (a closed pipe is OK). */
err cli_write(struct cli *, str) must_check;

#define COMMAND(name, fn, synopsis, summary) err fn(struct cli *);
#define COMMAND_DB COMMAND
#include "cli/commands.tbl.h"
#undef COMMAND
#undef COMMAND_DB

int cli_main(int argc, char **argv);
/* One command, with its diagnostics into *ret_said; returns the exit status. */
int cli_run(struct cli *, const char *command, struct buf *ret_said);

#endif
