/* SPDX-License-Identifier: Apache-2.0 */
/* ole_in: looks into an OLE2 file ([MS-CFB]), the box around .doc, .wps, .xls and every
 * encrypted Office document. What sorts uploads looks at the bytes in place, allocates
 * nothing, and is bounded by the number of sectors. */
#ifndef LUOSHI_FILE_OLE_IN_H
#define LUOSHI_FILE_OLE_IN_H

#include "base/str.h"

#define OLE_HEADER 512
#define OLE_SECTOR_LAST 0xfffffffau /* above: marks, not sectors */
#define OLE_IN_HEADER 109           /* FAT sectors named in the header itself */
#define OLE_ENTRY 128               /* bytes of an entry of the directory */

/* Little-endian numbers; the caller has looked whether they are there. */
static inline uint32_t ole_u16(str s, size_t at)
{
	const uint8_t *p = (const uint8_t *)s.p + at;
	return p[0] | (uint32_t)p[1] << 8;
}

static inline uint32_t ole_u32(str s, size_t at)
{
	return ole_u16(s, at) | ole_u16(s, at + 2) << 16;
}

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
/* The bytes of a sector that the file really has; empty when there is none. */
str ole_sector(const struct ole *, uint32_t n);
uint32_t ole_next(const struct ole *, uint32_t sector); /* in its chain; UINT32_MAX: the FAT says nothing */

/* ---- whole streams: in an arena, so only where documents are opened ---- */
struct ole_tree {
	struct ole ole;
	str directory; /* entries of OLE_ENTRY bytes */
	uint32_t n_entries;
	str mini, mini_fat; /* the streams below mini_cutoff stand in `mini`, in pieces of 64 bytes */
};
/* False: damaged, or cut off. */
bool ole_tree_read(struct arena *, const struct ole *, struct ole_tree *ret);
/* Which entry of the directory is the stream of that name (ASCII, case does not count)
 * directly under the root, not that of an object inside; 0: none. */
uint32_t ole_tree_find(const struct ole_tree *, const char *name);
/* False: its chain ends early, goes in a circle, or the file ends before it. */
bool ole_stream(struct arena *, const struct ole_tree *, uint32_t entry, str *ret);
/* A new file with the same storages and streams, but `with` in place of that one.
 * False: another stream is damaged. */
bool ole_rewrite(struct arena *, const struct ole_tree *, uint32_t entry, str with, str *ret);

#endif
