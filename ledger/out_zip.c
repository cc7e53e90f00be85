/* SPDX-License-Identifier: Apache-2.0 */
/* An archive that is written in one go, also into a pipe: what is known of a part only at its
 * end (size, checksum) follows it (APPNOTE 4.3.9), and stands again in the directory. All
 * dates are the first that the format knows, so that the same parts give the same bytes. */
#include "ledger/out_in.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* Level 1 of zlib: two thirds of the time of level 6 for a third more bytes
 * (docs/decisions/workbooks-out.md). */
#define PACK_LEVEL 1
#define DATE_FIRST 0x0021 /* 1980-01-01 */
#define FLAGS 0x0808      /* sizes follow; names are UTF-8 */
#define VERSION 20

err out_write(int fd, str s)
{
	while (s.n) {
		ssize_t n = write(fd, s.p, s.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail(ERR_IO, "the output cannot be written: {0}", str_of(strerror(errno)));
		s = str_cut(s, (size_t)n, s.n);
	}
	return OK;
}

static err put(struct zip_out *z, const void *p, size_t n)
{
	z->written += n;
	return out_write(z->fd, (str){p, n});
}

static uint8_t *le16(uint8_t *p, unsigned v)
{
	p[0] = (uint8_t)v;
	p[1] = (uint8_t)(v >> 8);
	return p + 2;
}

static uint8_t *le32(uint8_t *p, uint64_t v)
{
	return le16(le16(p, (unsigned)(v & 0xffff)), (unsigned)(v >> 16 & 0xffff));
}

void zip_out_init(struct zip_out *z, struct arena *a, int fd)
{
	*z = (struct zip_out){.fd = fd, .piece = arena_alloc(a, ZIP_BUFFER)};
}

err zip_out_begin(struct zip_out *z, const char *name)
{
	uint8_t head[30], *p = head;
	size_t n = strlen(name);
	ours(z->n < ZIP_PARTS && !z->open);
	z->parts[z->n] = (struct zip_part){.name = name, .at = z->written, .crc = (uint32_t)crc32(0, NULL, 0)};
	z->z = (z_stream){0};
	if (deflateInit2(&z->z, PACK_LEVEL, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		return fail(ERR_IO, "there is not enough memory to pack the workbook; try again later");
	z->open = true;
	z->z.next_out = z->piece;
	z->z.avail_out = ZIP_BUFFER;
	p = le16(le16(le16(le32(p, 0x04034b50), VERSION), FLAGS), Z_DEFLATED);
	p = le32(le32(le32(le16(le16(p, 0), DATE_FIRST), 0), 0), 0);
	le16(le16(p, (unsigned)n), 0);
	TRY(put(z, head, sizeof head));
	return put(z, name, n);
}

static err pack(struct zip_out *z, int flush)
{
	struct zip_part *part = &z->parts[z->n];
	for (;;) {
		int state = deflate(&z->z, flush);
		ours(state == Z_OK || state == Z_STREAM_END || state == Z_BUF_ERROR);
		bool full = !z->z.avail_out;
		if (full || state == Z_STREAM_END) {
			size_t n = ZIP_BUFFER - z->z.avail_out;
			part->packed += n;
			TRY(put(z, z->piece, n));
			z->z.next_out = z->piece;
			z->z.avail_out = ZIP_BUFFER;
		}
		if (state == Z_STREAM_END || (flush == Z_NO_FLUSH && !full))
			return OK;
	}
}

err zip_out_add(struct zip_out *z, str s)
{
	struct zip_part *part = &z->parts[z->n];
	part->crc = (uint32_t)crc32_z(part->crc, (const uint8_t *)s.p, s.n);
	part->plain += s.n;
	if (part->plain > UINT32_MAX || z->written > UINT32_MAX - 2 * ZIP_BUFFER)
		return fail(ERR_LIMIT, "this is more than one workbook holds; choose fewer rows, or take .csv");
	z->z.next_in = (Bytef *)(uintptr_t)s.p;
	z->z.avail_in = (uInt)s.n;
	return s.n ? pack(z, Z_NO_FLUSH) : OK;
}

err zip_out_close(struct zip_out *z)
{
	uint8_t tail[16];
	struct zip_part *part = &z->parts[z->n];
	z->z.avail_in = 0;
	err e = pack(z, Z_FINISH);
	zip_out_drop(z);
	TRY(e);
	le32(le32(le32(le32(tail, 0x08074b50), part->crc), part->packed), part->plain);
	z->n++;
	return put(z, tail, sizeof tail);
}

void zip_out_drop(struct zip_out *z)
{
	if (z->open)
		deflateEnd(&z->z);
	z->open = false;
}

static err put_entry(struct zip_out *z, const struct zip_part *part)
{
	uint8_t head[46], *p = head;
	size_t n = strlen(part->name);
	p = le16(le16(le16(le16(le32(p, 0x02014b50), VERSION), VERSION), FLAGS), Z_DEFLATED);
	p = le32(le32(le32(le16(le16(p, 0), DATE_FIRST), part->crc), part->packed), part->plain);
	p = le16(le16(le16(le16(le16(p, (unsigned)n), 0), 0), 0), 0);
	le32(le32(p, 0), part->at);
	TRY(put(z, head, sizeof head));
	return put(z, part->name, n);
}

err zip_out_end(struct zip_out *z)
{
	uint8_t end[22], *p = end;
	uint64_t at = z->written;
	for (size_t i = 0; i < z->n; i++)
		TRY(put_entry(z, &z->parts[i]));
	p = le16(le16(le32(p, 0x06054b50), 0), 0);
	p = le16(le16(p, (unsigned)z->n), (unsigned)z->n);
	le16(le32(le32(p, z->written - at), at), 0);
	return put(z, end, sizeof end);
}
