/* SPDX-License-Identifier: Apache-2.0 */
/* child_in: how a program is given its document and started, for process.c and program.c. */
#ifndef LUOSHI_FILE_CHILD_IN_H
#define LUOSHI_FILE_CHILD_IN_H

#include <sys/types.h>

#include "base/err.h"

/* A sealed memory file at its beginning, all of `s` in it; -1 with errno. */
int child_input(str s);
/* Both ends, out of the way of 0, 1 and 2, which a daemon may have closed. False with errno: both are -1. */
bool child_pipe(int ret[2]);
/* In a process group of its own, with an empty environment and no signal held back. said -1: what it says on
 * standard error is dropped. An errno, or 0. */
int child_spawn(const char *program, char *const *argv, int in, int out, int said, pid_t *ret);
/* Closes what is open; -1 afterwards. */
void fd_drop(int *fd);

#endif
