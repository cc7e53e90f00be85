/* SPDX-License-Identifier: Apache-2.0 */
/* The one thing that is read of Exif (TIFF 6.0 inside): tag 0112 of the first directory. */
#include "file/picture_in.h"

#include <string.h>

#define TAG_TURNED 0x0112
#define ENTRY 12

uint8_t exif_turned(str t)
{
	if (t.n < 8 || (memcmp(t.p, "II*\0", 4) != 0 && memcmp(t.p, "MM\0*", 4) != 0))
		return 1;
	bool big = t.p[0] == 'M';
	size_t at = big ? be32(t.p + 4) : le32(t.p + 4);
	if (at > t.n - 2)
		return 1;
	size_t n = big ? be16(t.p + at) : le16(t.p + at);
	for (at += 2; n && t.n - at >= ENTRY; n--, at += ENTRY) {
		uint32_t value = big ? be16(t.p + at + 8) : le16(t.p + at + 8);
		if ((big ? be16(t.p + at) : le16(t.p + at)) == TAG_TURNED)
			return value >= 1 && value <= 8 ? (uint8_t)value : 1;
	}
	return 1;
}

void exif_put(struct buf *b, uint8_t turned)
{
	static const char head[] = "MM\0*\0\0\0\x08" /* the directory follows */
				   "\0\x01"           /* one entry */
				   "\x01\x12\0\x03\0\0\0\x01\0";
	buf_add(b, (str){head, sizeof head - 1});
	buf_byte(b, (char)turned);
	buf_add(b, (str){"\0\0\0\0\0\0", 6}); /* the rest of the value; no further directory */
}
