/* SPDX-License-Identifier: Apache-2.0 */
/* picture: a photograph from a stranger, without what the camera wrote beside it: place,
 * time, serial number, thumbnail, comments, and whatever hangs behind its end
 * (docs/decisions/pictures.md). The picture itself is not touched, byte by byte; how it is
 * turned is said again in as few bytes as that takes.
 *
 * JPEG, PNG and WebP that stand still; everything else gets one sentence that says what to do. */
#ifndef LUOSHI_PICTURE_H
#define LUOSHI_PICTURE_H

#include "file/file.h"

enum picture_sort { PICTURE_JPEG, PICTURE_PNG, PICTURE_WEBP, PICTURE_SORTS };
/* "jpg", "png", "webp": also the extension; and the media type. */
const char *picture_sort_name(enum picture_sort);
const char *picture_type(enum picture_sort);

/* More than any phone takes (200 megapixels are joined to 50 or 12 before they are saved): a
 * small file may unpack to so much in the browser of whoever looks at it. */
#define PICTURE_PIXELS_MOST 120000000

struct picture {
	str bytes;
	enum picture_sort sort;
	uint32_t width, height; /* as stored; turned, they may change places */
	uint8_t turned;         /* 1..8, Exif 2.3 table 6, tag 0112 */
};
/* In a process of its own, any thread, as file_decode. ERR_INPUT: it is none, damaged, moves, or
 * a sort that browsers do not show. ERR_LIMIT: too many pixels. ERR_BUSY, ERR_IO as there. */
err picture_decode(struct arena *, const struct decoder *, str bytes, str name, struct picture *ret) must_check;
/* In this process: for the decoder and for tests. */
err picture_clean(struct arena *, str bytes, str name, struct picture *ret) must_check;

#endif
