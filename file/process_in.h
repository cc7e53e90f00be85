/* SPDX-License-Identifier: Apache-2.0 */
/* process_in: runs one program on one document: standard input is a sealed memory file,
 * standard output is read here up to a cap, standard error is dropped, the environment is
 * empty, and at the deadline the whole process group is killed. Any thread. */
#ifndef LUOSHI_FILE_PROCESS_IN_H
#define LUOSHI_FILE_PROCESS_IN_H

#include "base/err.h"

struct process {
	const char *program;
	char *const *argv;
	str input;
	size_t most; /* bytes of output */
	unsigned wall_seconds;
};
struct process_end {
	int status; /* of waitpid */
	bool late;  /* killed at the deadline */
	bool much;  /* killed because it wrote more than `most` */
	str out;
};
/* ERR_IO: it could not be started. */
err process_run(struct arena *, const struct process *, struct process_end *ret) must_check;

#endif
