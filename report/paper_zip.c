/* SPDX-License-Identifier: Apache-2.0 */
/* A zip whose parts are stored, not packed, and dated 1980-01-01 (APPNOTE 4.3, 4.4): the same
 * parts give the same bytes on every machine and with every version of a library. */
#include "report/paper_in.h"

#define HEAD_LOCAL 0x04034b50u
#define HEAD_CENTRAL 0x02014b50u
#define HEAD_END 0x06054b50u
#define VERSION 20
#define NAMES_UTF8 0x0800
#define DOS_DATE 0x0021 /* 1980-01-01 */

static void put_le(struct buf *b, uint32_t v, int bytes)
{
	for (int i = 0; i < bytes; i++)
		buf_byte(b, (char)(v >> 8 * i & 0xff));
}

static uint32_t crc32_of(str s)
{
	uint32_t table[256], crc = 0xffffffffu;
	for (uint32_t i = 0; i < 256; i++) {
		uint32_t c = i;
		for (int bit = 0; bit < 8; bit++)
			c = c & 1 ? 0xedb88320u ^ c >> 1 : c >> 1;
		table[i] = c;
	}
	for (size_t i = 0; i < s.n; i++)
		crc = table[(crc ^ (uint8_t)s.p[i]) & 0xff] ^ crc >> 8;
	return ~crc;
}

/* What local and central headers have in common. */
static void put_facts(struct buf *b, const struct zip_part *p, uint32_t crc)
{
	put_le(b, VERSION, 2);
	put_le(b, NAMES_UTF8, 2);
	put_le(b, 0, 2); /* stored */
	put_le(b, 0, 2); /* midnight */
	put_le(b, DOS_DATE, 2);
	put_le(b, crc, 4);
	put_le(b, (uint32_t)p->bytes.n, 4);
	put_le(b, (uint32_t)p->bytes.n, 4);
	put_le(b, (uint32_t)p->name.n, 2);
	put_le(b, 0, 2);
}

str zip_stored(struct arena *a, const struct zip_part *parts, size_t n)
{
	struct buf b, central;
	buf_init(&b, a);
	buf_init(&central, a);
	for (size_t i = 0; i < n; i++) {
		uint32_t at = (uint32_t)b.n, crc = crc32_of(parts[i].bytes);
		put_le(&b, HEAD_LOCAL, 4);
		put_facts(&b, &parts[i], crc);
		buf_add(&b, parts[i].name);
		buf_add(&b, parts[i].bytes);
		put_le(&central, HEAD_CENTRAL, 4);
		put_le(&central, VERSION, 2);
		put_facts(&central, &parts[i], crc);
		put_le(&central, 0, 4); /* no comment, the first disk */
		put_le(&central, 0, 2); /* attributes, inner and outer */
		put_le(&central, 0, 4);
		put_le(&central, at, 4);
		buf_add(&central, parts[i].name);
	}
	uint32_t at = (uint32_t)b.n;
	buf_add(&b, buf_str(&central));
	put_le(&b, HEAD_END, 4);
	put_le(&b, 0, 4);
	put_le(&b, (uint32_t)n, 2);
	put_le(&b, (uint32_t)n, 2);
	put_le(&b, (uint32_t)central.n, 4);
	put_le(&b, at, 4);
	put_le(&b, 0, 2);
	return buf_str(&b);
}
