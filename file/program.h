/* SPDX-License-Identifier: Apache-2.0 */
/* program: a program of other people that has to reach the network (ffmpeg), behind walls: no
 * children, nothing written to disk, no listening, no privileges, the file system read only where
 * programs and names of hosts stand, memory and processor limited, an empty environment. Killed as a
 * group. What it must not show in the list of processes comes to it on standard input.
 *
 *     program_start -> program_read … -> program_stop        or program_run for all of it
 *
 * All calls from the thread that started it: the program ends with that thread. */
#ifndef LUOSHI_PROGRAM_H
#define LUOSHI_PROGRAM_H

#include "base/err.h"

struct program_call {
	const char *runner;   /* runs file_decoder_main when called `runner decoder`; NULL: /proc/self/exe */
	const char *path;     /* of the program */
	char *const *words;   /* its arguments without its own name; ends with NULL */
	str input;            /* a sealed memory file on standard input */
	size_t memory;        /* bytes of address space */
	unsigned cpu_seconds;
	const bool *stop;     /* program_run ends early when it becomes true; NULL: never */
	bool reads;           /* it is to open a file of the house: the whole file system is readable to it */
};
#define PROGRAM_SAID_MOST 4096
struct program;
err program_start(const struct program_call *, struct program **ret) must_check; /* ERR_IO: it cannot be */
/* What it wrote meanwhile: n > 0 bytes; 0: nothing within so many ms; -1: it has closed its output. */
int64_t program_read(struct program *, char *to, size_t room, int ms);
/* Kills what is left of it. Its exit status as waitpid has it; the first of what it said on
 * standard error goes into *ret_said, which may be NULL. */
int program_stop(struct program *, struct buf *ret_said);

struct program_end {
	int status;      /* of waitpid */
	bool late, much; /* killed at its time, or at `most` */
	str out, said;
};
err program_run(struct arena *, const struct program_call *, size_t most, unsigned wall_seconds, struct program_end *ret) must_check;

#endif
