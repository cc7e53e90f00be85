/* SPDX-License-Identifier: Apache-2.0 */
#include "file/ole_in.h"

#include <string.h>


bool ole_open(str bytes, struct ole *ret)
{
	if (bytes.n < OLE_HEADER || !str_starts(bytes, S("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")))
		return false;
	struct ole o = {.bytes = bytes, .shift = ole_u16(bytes, 0x1e)};
	if (o.shift != 9 && o.shift != 12)
		return false;
	/* the header fills one sector, of whatever size */
	size_t size = (size_t)1 << o.shift;
	if (bytes.n <= size || bytes.n >> o.shift > UINT32_MAX / 2)
		return false;
	o.sectors = (uint32_t)((bytes.n - size + size - 1) >> o.shift);
	o.fat_sectors = ole_u32(bytes, 0x2c);
	o.directory = ole_u32(bytes, 0x30);
	o.mini_cutoff = ole_u32(bytes, 0x38);
	o.mini_fat = ole_u32(bytes, 0x3c);
	o.first_difat = ole_u32(bytes, 0x44);
	*ret = o;
	return true;
}

str ole_sector(const struct ole *o, uint32_t n)
{
	size_t size = (size_t)1 << o->shift;
	if (n >= o->sectors)
		return STR_NONE;
	return str_cut(o->bytes, (n + (size_t)1) << o->shift, ((n + (size_t)1) << o->shift) + size);
}

/* Entry `i` of a sector taken as a table of sector numbers. */
static uint32_t number(const struct ole *o, uint32_t in, size_t i)
{
	str s = ole_sector(o, in);
	return s.n >= i * 4 + 4 ? ole_u32(s, i * 4) : UINT32_MAX;
}

/* Which sector holds part `i` of the FAT. */
static uint32_t fat_sector(const struct ole *o, uint32_t i)
{
	if (i >= o->fat_sectors)
		return UINT32_MAX;
	if (i < OLE_IN_HEADER)
		return ole_u32(o->bytes, 0x4c + i * 4);
	uint32_t per = (1u << o->shift) / 4 - 1, at = o->first_difat;
	for (i -= OLE_IN_HEADER; i >= per && at < OLE_SECTOR_LAST; i -= per)
		at = number(o, at, per);
	return number(o, at, i);
}

uint32_t ole_next(const struct ole *o, uint32_t n)
{
	uint32_t per = (1u << o->shift) / 4;
	return number(o, fat_sector(o, n / per), n % per);
}

static bool named(str entry, const char *name)
{
	size_t n = strlen(name);
	if (ole_u16(entry, 0x40) != 2 * (n + 1))
		return false;
	for (size_t i = 0; i < n; i++)
		if (ole_u16(entry, 2 * i) != (uint8_t)name[i])
			return false;
	return true;
}

bool ole_find(const struct ole *o, const char *name, struct ole_entry *ret)
{
	uint32_t at = o->directory;
	for (uint32_t seen = 0; at < OLE_SECTOR_LAST && seen <= o->sectors; seen++, at = ole_next(o, at)) {
		str s = ole_sector(o, at);
		for (size_t i = 0; i + OLE_ENTRY <= s.n; i += OLE_ENTRY) {
			str entry = str_cut(s, i, i + OLE_ENTRY);
			if (!named(entry, name))
				continue;
			*ret = (struct ole_entry){ole_u32(entry, 0x74), ole_u32(entry, 0x78)};
			return true;
		}
	}
	return false;
}

size_t ole_head(const struct ole *o, const struct ole_entry *e, uint8_t *to, size_t n)
{
	if (e->size < o->mini_cutoff)
		return 0;
	str s = ole_sector(o, e->start);
	if (n > s.n)
		n = s.n;
	if (n)
		memcpy(to, s.p, n);
	return n;
}
