/* SPDX-License-Identifier: Apache-2.0 */
/* Photographs that come with a request: as many and as large as the house allows, and without
 * what the camera wrote, before anything is stored. */
#include "file/picture.h"
#include "web/public_in.h"

/* IMG_20261122_093015.jpg says when it was taken; 照片1.jpg does not. */
static str plain_name(struct visit *v, size_t number, enum picture_sort sort)
{
	struct buf b;
	buf_init(&b, v->arena);
	buf_add(&b, said(v, W("photograph")));
	buf_fmt(&b, " %zu.%s", number, picture_sort_name(sort));
	return buf_str(&b);
}

static err one(struct visit *v, const struct http_file *f, size_t number, struct upload *ret, str *ret_fault)
{
	struct picture p;
	int64_t mb = public_int(v->web->config.core, "public_photo_mb");
	str name = f->name.n ? f->name : said(v, W("photograph"));
	if (f->bytes.n > (size_t)mb << 20) {
		*ret_fault = said_with(v, W("{0} is larger than {1} MB; make it smaller, or send another one"), (const str[]){name, ui_n(mb)}, 2);
		return OK;
	}
	err e = picture_decode(v->arena, v->web->config.parts.decoder, f->bytes, name, &p);
	if (e == ERR_INPUT || e == ERR_LIMIT) {
		*ret_fault = fail_said(v);
		return OK;
	}
	TRY(e);
	*ret = (struct upload){plain_name(v, number, p.sort), p.bytes};
	return OK;
}

err request_pictures(struct visit *v, const char *field, int most, struct upload **ret, size_t *ret_n, str *ret_fault)
{
	struct upload *files = arena_new_n(v->arena, v->rq->n_files, struct upload);
	size_t n = 0;
	*ret_fault = S("");
	for (size_t i = 0; i < v->rq->n_files && !ret_fault->n; i++) {
		const struct http_file *f = &v->rq->files[i];
		if (!str_eq(f->field, str_of(field)) || (!f->name.n && !f->bytes.n))
			continue;
		if (n == (size_t)most) {
			*ret_fault = said_with(v, W("these are more photographs than can be sent at once; choose at most {0}"), (const str[]){ui_n(most)}, 1);
			return OK;
		}
		TRY(one(v, f, n + 1, &files[n], ret_fault));
		n++;
	}
	*ret = files;
	*ret_n = n;
	return OK;
}

err uploads_clean(struct visit *v, struct upload *files, size_t n)
{
	for (size_t i = 0, pictures = 0; i < n; i++) {
		struct picture p;
		if (file_sniff(files[i].bytes) != FILE_IMAGE)
			continue;
		TRY(picture_decode(v->arena, v->web->config.parts.decoder, files[i].bytes, files[i].name.n ? files[i].name : said(v, W("photograph")), &p));
		files[i] = (struct upload){plain_name(v, ++pictures, p.sort), p.bytes};
	}
	return OK;
}
