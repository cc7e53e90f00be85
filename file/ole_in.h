/* SPDX-License-Identifier: Apache-2.0 */
/* ole_in: looks into an OLE2 file ([MS-CFB]), the box around .doc, .wps, .xls and every
 * encrypted Office document. Looks at the bytes in place, allocates nothing, and is
 * bounded by the number of sectors, so it may run where uploads are only sorted. */
#ifndef LUOSHI_FILE_OLE_IN_H
#define LUOSHI_FILE_OLE_IN_H

#include "base/str.h"

struct ole {
	str bytes;
	uint32_t sectors;       /* in the file, the header not counted */
	unsigned shift;         /* log2 of a sector's size: 9 or 12 */
	uint32_t fat_sectors, first_difat, directory;
	uint32_t mini_cutoff, mini_fat;
};
struct ole_entry {
	uint32_t start;
	uint64_t size;
};
bool ole_open(str bytes, struct ole *ret);
/* A stream of that name (ASCII) in any storage. */
bool ole_find(const struct ole *, const char *name, struct ole_entry *ret);
/* The first bytes of a stream of at least mini_cutoff bytes; how many were copied,
 * at most one sector. 0 for small streams, which no main stream is. */
size_t ole_head(const struct ole *, const struct ole_entry *, uint8_t *to, size_t n);

#endif
