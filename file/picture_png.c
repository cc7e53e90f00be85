/* SPDX-License-Identifier: Apache-2.0 */
/* PNG (ISO/IEC 15948): chunks. Only those without which the picture would look another way are
 * copied; text, time, Exif, profiles, everything of others, and what follows IEND stay out. */
#include "file/picture_in.h"

#include <string.h>

#define HEAD 8
#define AROUND 12 /* length, name, check sum */

static const struct kept {
	const char *name;
	size_t least, most; /* bytes of its body; most 0: any */
} kept[] = {
	{"IHDR", 13, 13}, {"PLTE", 3, 768}, {"tRNS", 1, 256}, {"gAMA", 4, 4}, {"cHRM", 32, 32}, {"sRGB", 1, 1},
	{"IDAT", 0, 0}, {"IEND", 0, 0},
};

static const struct kept *kept_find(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(kept); i++)
		if (!memcmp(kept[i].name, name, 4))
			return &kept[i];
	return NULL;
}

static bool is(const struct kept *k, const char *name)
{
	return k && !memcmp(k->name, name, 4);
}

enum picture_fault png_clean(str bytes, struct buf *out, struct picture *ret)
{
	bool data = false, moves = false;
	size_t at = HEAD;
	buf_add(out, str_cut(bytes, 0, HEAD));
	while (bytes.n - at >= AROUND) {
		const char *p = bytes.p + at;
		size_t n = be32(p);
		const struct kept *k = kept_find(p + 4);
		if (n > bytes.n - at - AROUND || (k && (n < k->least || (k->most && n > k->most))))
			return PICTURE_DAMAGED;
		if (is(k, "IHDR") != (at == HEAD) || (is(k, "IEND") && n))
			return PICTURE_DAMAGED;
		if (at == HEAD) {
			ret->width = be32(p + 8);
			ret->height = be32(p + 12);
		}
		data |= is(k, "IDAT");
		moves |= !memcmp(p + 4, "acTL", 4);
		if (k)
			buf_add(out, str_cut(bytes, at, at + n + AROUND));
		if (is(k, "IEND"))
			return moves ? PICTURE_MOVES : data ? PICTURE_FINE : PICTURE_DAMAGED;
		at += n + AROUND;
	}
	return PICTURE_DAMAGED;
}
