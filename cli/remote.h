/* SPDX-License-Identifier: Apache-2.0 */
/* remote: commands that touch a database take its lock; if a server holds it, they
 * speak to the server through FILE.sock (mode 0600, same user) and run inside it with
 * the same output. The caller hands over its standard input and output and its folder
 * as descriptors (SCM_RIGHTS), so the command reads and writes where it was called. */
#ifndef LUOSHI_REMOTE_H
#define LUOSHI_REMOTE_H

#include "cli/house.h"

/* Caller: whether a server answers at DB.sock. When it does, it has run the command:
 * *ret_status is the exit status and its diagnostics have been printed. */
bool remote_call(struct cli *, str db, const char *command, int *ret_status);

struct remote;
/* Server: `run` runs one command for a caller and returns its exit status. */
typedef int (*remote_run)(struct house *, struct cli *, const char *command, struct buf *ret_said);
err remote_start(struct house *, remote_run, struct remote **ret) must_check;
void remote_stop(struct remote *);

#endif
