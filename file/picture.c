/* SPDX-License-Identifier: Apache-2.0 */
/* Which sort of picture it is, and what is said when it is none that is taken. */
#include "file/picture.h"

#include <string.h>

#include "file/decoder_in.h"
#include "file/picture_in.h"

static const struct sort {
	const char *name, *type;
	enum picture_fault (*clean)(str, struct buf *, struct picture *);
} sorts[PICTURE_SORTS] = {
	[PICTURE_JPEG] = {"jpg", "image/jpeg", jpeg_clean},
	[PICTURE_PNG] = {"png", "image/png", png_clean},
	[PICTURE_WEBP] = {"webp", "image/webp", webp_clean},
};

const char *picture_sort_name(enum picture_sort s)
{
	return sorts[s].name;
}

const char *picture_type(enum picture_sort s)
{
	return sorts[s].type;
}

static bool stands_at(str bytes, size_t at, str magic)
{
	return bytes.n >= at + magic.n && memcmp(bytes.p + at, magic.p, magic.n) == 0;
}

static int sort_of(str bytes)
{
	if (stands_at(bytes, 0, S("\xff\xd8\xff")))
		return PICTURE_JPEG;
	if (stands_at(bytes, 0, S("\x89PNG\r\n\x1a\n")))
		return PICTURE_PNG;
	return stands_at(bytes, 0, S("RIFF")) && stands_at(bytes, 8, S("WEBP")) ? PICTURE_WEBP : -1;
}

/* ISO/IEC 23008-12 (HEIF) and AVIF: brands of the box `ftyp` at the beginning. */
static bool is_heif(str bytes)
{
	static const char *const brands[] = {"heic", "heix", "hevc", "heim", "heis", "hevm", "hevs", "mif1", "msf1", "avif", "avis"};
	for (size_t i = 0; stands_at(bytes, 4, S("ftyp")) && i < COUNT_OF(brands); i++)
		if (stands_at(bytes, 8, str_of(brands[i])))
			return true;
	return false;
}

static err no_picture(str bytes, str name)
{
	if (!bytes.n)
		return fail(ERR_INPUT, "the picture {0} is empty; choose it again", name);
	if (is_heif(bytes))
		return fail(ERR_INPUT, "{0} is in the format HEIC, which many computers cannot show; on the iPhone choose Settings, Camera, Formats, Most Compatible and take it again, or send a screenshot of it", name);
	if (stands_at(bytes, 0, S("GIF8")))
		return fail(ERR_INPUT, "{0} is a GIF; send a photograph as JPEG or PNG", name);
	return fail(ERR_INPUT, "{0} is not a picture that is taken here; send a photograph as JPEG, PNG or WebP", name);
}

static err said(enum picture_fault fault, str name)
{
	if (fault == PICTURE_MOVES)
		return fail(ERR_INPUT, "{0} is a picture that moves; send one that stands still", name);
	if (fault == PICTURE_RARE)
		return fail(ERR_INPUT, "{0} is a picture of a rare sort that browsers do not show; save it as an ordinary JPEG and send that", name);
	return fail(ERR_INPUT, "{0} is damaged or was cut off on its way; choose it again, or send a screenshot of it", name);
}

err picture_clean(struct arena *a, str bytes, str name, struct picture *ret)
{
	struct buf out;
	int sort = sort_of(bytes);
	struct picture p = {.turned = 1};
	if (bytes.n > LIMIT_FILE)
		return fail(ERR_LIMIT, "the file {0} is larger than 20 MB; make it smaller", name);
	if (sort < 0)
		return no_picture(bytes, name);
	buf_init(&out, a);
	enum picture_fault fault = sorts[sort].clean(bytes, &out, &p);
	if (fault != PICTURE_FINE)
		return said(fault, name);
	if (!p.width || !p.height)
		return said(PICTURE_DAMAGED, name);
	if ((uint64_t)p.width * p.height > PICTURE_PIXELS_MOST)
		return fail(ERR_LIMIT, "the picture {0} is too large to be shown; make it smaller and send that", name);
	p.sort = (enum picture_sort)sort;
	p.bytes = buf_str(&out);
	*ret = p;
	return OK;
}

/* ---- the server's side ---- */
err picture_decode(struct arena *a, const struct decoder *d, str bytes, str name, struct picture *ret)
{
	static char *const words[] = {(char *)"picture", NULL};
	struct process_end end;
	enum file_sort sort;
	str cleaned;
	if (bytes.n > LIMIT_FILE)
		return fail(ERR_LIMIT, "the file {0} is larger than 20 MB; make it smaller", name);
	if (sort_of(bytes) < 0) /* told by its first bytes: no process is started for it */
		return no_picture(bytes, name);
	TRY(decoder_call(a, d, &(struct decoder_call){.words = words, .input = bytes, .name = name, .picture = true,
						      .most = LIMIT_FILE + 4096 + sizeof(struct decoder_head)}, &end));
	TRY(decoder_reply_bytes(&end, name, &cleaned, &sort));
	/* clean is clean: a second time nothing may be left to take away, so what comes back is not believed but seen */
	struct picture p;
	if (picture_clean(a, cleaned, name, &p) != OK || !str_eq(p.bytes, cleaned))
		return decoder_no_answer(name);
	*ret = p;
	return OK;
}
