/* SPDX-License-Identifier: Apache-2.0 */
/* One file for each sort of picture; each copies what draws the picture and nothing else. */
#ifndef LUOSHI_FILE_PICTURE_IN_H
#define LUOSHI_FILE_PICTURE_IN_H

#include "file/picture.h"

enum picture_fault { PICTURE_FINE, PICTURE_DAMAGED, PICTURE_RARE /* that browsers do not show */, PICTURE_MOVES };
/* Adds to `out` and fills sort, size and turn. */
enum picture_fault jpeg_clean(str bytes, struct buf *out, struct picture *ret);
enum picture_fault png_clean(str bytes, struct buf *out, struct picture *ret);
enum picture_fault webp_clean(str bytes, struct buf *out, struct picture *ret);

/* ---- Exif: nothing is taken from it but how the picture is turned ---- */
uint8_t exif_turned(str tiff);  /* 1 when it does not say so */
void exif_put(struct buf *, uint8_t turned); /* a TIFF of that one tag: EXIF_LEN bytes */
#define EXIF_LEN 26

static inline uint32_t be16(const char *p)
{
	return (uint32_t)(uint8_t)p[0] << 8 | (uint8_t)p[1];
}

static inline uint32_t be32(const char *p)
{
	return be16(p) << 16 | be16(p + 2);
}

static inline uint32_t le16(const char *p)
{
	return (uint32_t)(uint8_t)p[1] << 8 | (uint8_t)p[0];
}

static inline uint32_t le32(const char *p)
{
	return le16(p + 2) << 16 | le16(p);
}

#endif
