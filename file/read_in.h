/* SPDX-License-Identifier: Apache-2.0 */
/* read_in: what is asked of every file before anything opens it. Cheap, allocates
 * nothing, runs in the server. */
#ifndef LUOSHI_FILE_READ_IN_H
#define LUOSHI_FILE_READ_IN_H

#include "file/file.h"

/* ERR_LIMIT: too large. ERR_INPUT: empty, or a sort that is not read. */
err file_check(str bytes, str name, enum file_sort *ret_sort) must_check;

#endif
