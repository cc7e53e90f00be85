/* SPDX-License-Identifier: Apache-2.0 */
/* zip_in: the parts of a zip from a stranger, over libzip, shared by every format that
 * is a zip (docx now, workbooks later). What the headers promise is held against
 * base/limits.h at opening; what really comes out is counted again while reading. */
#ifndef LUOSHI_FILE_ZIP_IN_H
#define LUOSHI_FILE_ZIP_IN_H

#include "base/err.h"

struct zip_in;
/* Closed with the arena; `bytes` must live as long. ERR_INPUT: damaged, a password, a
 * name with "..". ERR_LIMIT: entries, size, ratio. */
err zip_in_open(struct arena *, str bytes, str name, struct zip_in **ret) must_check;
/* Case does not count, as OPC (ECMA-376 part 2, 6.2.2.3) says. */
bool zip_in_has(const struct zip_in *, str part);
/* The part in pieces of at most 64 KB; a failure of `take` ends the reading and is returned. */
err zip_in_stream(struct zip_in *, str part, err (*take)(void *arg, str piece), void *arg) must_check;
/* The whole part, at most `limit` bytes, in the arena of zip_in_open. */
err zip_in_part(struct zip_in *, str part, size_t limit, str *ret) must_check;
/* The same zip with parts replaced or added; the others stay as they are packed. From no
 * bytes at all: a new zip. ERR_LIMIT: larger than `most`. */
struct zip_part {
	str name, bytes;
};
err zip_edit(struct arena *, str bytes, str name, const struct zip_part *, size_t n, size_t most, str *ret) must_check;
str zip_in_name(const struct zip_in *); /* of the file, for messages */

#endif
