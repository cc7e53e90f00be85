/* SPDX-License-Identifier: Apache-2.0 */
/* speech: decoder ▸ text/repair ▸ text/extract ▸ core/document. */
#include <pthread.h>

#include "web/web_in.h"

static const struct kind *kind_with_source(const struct pack *const *packs)
{
	for (; packs && *packs; packs++)
		for (size_t i = 0; i < (*packs)->n_kinds; i++)
			if ((*packs)->kinds[i].source >= 0)
				return &(*packs)->kinds[i];
	return NULL;
}

struct taking {
	struct arena *arena;
	struct ctx *ctx;
	const struct decoder *decoder;
	struct document_new new;
	int64_t document;
	err result;
	struct fail_note note;
};

static err decode(struct taking *r, struct decoded *ret)
{
	struct file_text file;
	TRY(file_decode(r->arena, r->decoder, r->new.bytes, r->new.file_name, &file));
	if (!r->new.title.n)
		r->new.title = file.title;
	return file.raw_is_text ? text_decode(r->arena, r->new.bytes, ret) : text_decoded(r->arena, file.text, ret);
}

static err read_and_add(struct taking *r)
{
	struct decoded decoded;
	struct repaired repaired;
	struct extracted extracted;
	TRY(decode(r, &decoded));
	text_repair(r->arena, &decoded, &repaired);
	text_extract(r->arena, repaired.text, r->new.date, NULL, &extracted);
	r->new.decoded = &decoded;
	r->new.repaired = &repaired;
	r->new.extracted = &extracted;
	return document_add(r->ctx, &r->new, &r->document);
}

/* Repair and extraction want more stack than a connection has; the caller waits. */
static void *read_thread(void *arg)
{
	struct taking *r = arg;
	r->result = read_and_add(r);
	if (r->result != OK)
		fail_save(&r->note);
	ctx_refresh(r->ctx); /* a snapshot belongs to the thread that took it */
	return NULL;
}

static err in_own_thread(struct taking *r)
{
	ctx_refresh(r->ctx);
	pthread_t thread;
	pthread_attr_t attr;
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, (size_t)8 << 20);
	int bad = pthread_create(&thread, &attr, read_thread, r);
	pthread_attr_destroy(&attr);
	if (bad)
		return fail(ERR_IO, "a thread could not be started");
	pthread_join(thread, NULL);
	if (r->result != OK)
		fail_restore(&r->note);
	return r->result;
}

err document_ingest(struct ctx *ctx, const struct decoder *decoder, const struct pack *const *packs, str file_name,
		    str bytes, str title, day_t date, int64_t *ret_document)
{
	struct taking r = {.arena = ctx->arena, .ctx = ctx, .decoder = decoder,
			    .new = {.file_name = file_name, .bytes = bytes, .title = title, .date = date,
				    .kind = kind_with_source(packs)}};
	if (!r.new.kind)
		return fail(ERR_INPUT, "no pack that is installed takes commitments from documents");
	TRY(in_own_thread(&r));
	*ret_document = r.document;
	return OK;
}

err ingest(struct visit *v, str file_name, str bytes, str title, day_t date, int64_t *ret)
{
	const struct web_config *c = &v->web->config;
	if (c->parts.ingest)
		return c->parts.ingest(ctx_of(v), file_name, bytes, title, date, ret);
	return document_ingest(ctx_of(v), c->parts.decoder, c->packs, file_name, bytes, title, date, ret);
}
