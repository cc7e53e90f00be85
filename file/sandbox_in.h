/* SPDX-License-Identifier: Apache-2.0 */
/* sandbox_in: the walls around whoever opens a stranger's file. Called in the new
 * process, which has one thread; what is given up cannot be had again. */
#ifndef LUOSHI_FILE_SANDBOX_IN_H
#define LUOSHI_FILE_SANDBOX_IN_H

#include "base/base.h"

struct sandbox_limits {
	size_t memory;        /* bytes of address space */
	unsigned cpu_seconds;
};
/* Closes all but 0, 1, 2; working directory /; memory, cpu, core, file size; no new
 * privileges; from root to nobody. False when a limit cannot be set. */
bool sandbox_limit(const struct sandbox_limits *) must_check;
/* For our own reader: read, write to 1 and 2, memory that is never executable, exit.
 * Anything else ends the process with SIGSYS. */
bool sandbox_reader(void) must_check;
/* For a program that still has to be started: no network, no children, nothing
 * written, and where the kernel has Landlock, only programs and libraries are read. */
bool sandbox_program(const char *path) must_check;
/* The same for one that calls out: it may connect and have threads. reads: any file that is readable
 * to nobody (the user) may be read. */
bool sandbox_reaching(const char *path, bool reads) must_check;

#endif
