/* SPDX-License-Identifier: Apache-2.0 */
#include "file/ole_in.h"

#include <string.h>

#define HEADER 512
#define SECTOR_LAST 0xfffffffau /* above: marks, not sectors */
#define IN_HEADER 109           /* FAT sectors named in the header itself */
#define ENTRY 128

static uint32_t u16_at(str s, size_t at)
{
	const uint8_t *p = (const uint8_t *)s.p + at;
	return p[0] | (uint32_t)p[1] << 8;
}

static uint32_t u32_at(str s, size_t at)
{
	return u16_at(s, at) | u16_at(s, at + 2) << 16;
}

bool ole_open(str bytes, struct ole *ret)
{
	if (bytes.n < HEADER || !str_starts(bytes, S("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")))
		return false;
	struct ole o = {.bytes = bytes, .shift = u16_at(bytes, 0x1e)};
	if (o.shift != 9 && o.shift != 12)
		return false;
	/* the header fills one sector, of whatever size */
	size_t size = (size_t)1 << o.shift;
	if (bytes.n <= size || bytes.n >> o.shift > UINT32_MAX / 2)
		return false;
	o.sectors = (uint32_t)((bytes.n - size + size - 1) >> o.shift);
	o.fat_sectors = u32_at(bytes, 0x2c);
	o.directory = u32_at(bytes, 0x30);
	o.mini_cutoff = u32_at(bytes, 0x38);
	o.mini_fat = u32_at(bytes, 0x3c);
	o.first_difat = u32_at(bytes, 0x44);
	*ret = o;
	return true;
}

/* The bytes of a sector that the file really has; empty when there is none. */
static str sector(const struct ole *o, uint32_t n)
{
	size_t size = (size_t)1 << o->shift;
	if (n >= o->sectors)
		return STR_NONE;
	return str_cut(o->bytes, (n + (size_t)1) << o->shift, ((n + (size_t)1) << o->shift) + size);
}

/* Entry `i` of a sector taken as a table of sector numbers. */
static uint32_t number(const struct ole *o, uint32_t in, size_t i)
{
	str s = sector(o, in);
	return s.n >= i * 4 + 4 ? u32_at(s, i * 4) : UINT32_MAX;
}

/* Which sector holds part `i` of the FAT. */
static uint32_t fat_sector(const struct ole *o, uint32_t i)
{
	if (i >= o->fat_sectors)
		return UINT32_MAX;
	if (i < IN_HEADER)
		return u32_at(o->bytes, 0x4c + i * 4);
	uint32_t per = (1u << o->shift) / 4 - 1, at = o->first_difat;
	for (i -= IN_HEADER; i >= per && at < SECTOR_LAST; i -= per)
		at = number(o, at, per);
	return number(o, at, i);
}

static uint32_t next(const struct ole *o, uint32_t n)
{
	uint32_t per = (1u << o->shift) / 4;
	return number(o, fat_sector(o, n / per), n % per);
}

static bool named(str entry, const char *name)
{
	size_t n = strlen(name);
	if (u16_at(entry, 0x40) != 2 * (n + 1))
		return false;
	for (size_t i = 0; i < n; i++)
		if (u16_at(entry, 2 * i) != (uint8_t)name[i])
			return false;
	return true;
}

bool ole_find(const struct ole *o, const char *name, struct ole_entry *ret)
{
	uint32_t at = o->directory;
	for (uint32_t seen = 0; at < SECTOR_LAST && seen <= o->sectors; seen++, at = next(o, at)) {
		str s = sector(o, at);
		for (size_t i = 0; i + ENTRY <= s.n; i += ENTRY) {
			str entry = str_cut(s, i, i + ENTRY);
			if (!named(entry, name))
				continue;
			*ret = (struct ole_entry){u32_at(entry, 0x74), u32_at(entry, 0x78)};
			return true;
		}
	}
	return false;
}

size_t ole_head(const struct ole *o, const struct ole_entry *e, uint8_t *to, size_t n)
{
	if (e->size < o->mini_cutoff)
		return 0;
	str s = sector(o, e->start);
	if (n > s.n)
		n = s.n;
	if (n)
		memcpy(to, s.p, n);
	return n;
}
