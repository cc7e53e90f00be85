/* SPDX-License-Identifier: Apache-2.0 */
#include "core/event_in.h"

#include <string.h>

#define RECORD_FORMAT 1
#define RECORD_PARTS 16

static str digest_str(const struct digest *d)
{
	return (str){(const char *)d->b, sizeof d->b};
}

void event_record(struct buf *b, const struct event *e)
{
	cbor_array(b, RECORD_PARTS);
	cbor_int(b, RECORD_FORMAT);
	cbor_int(b, e->alg);
	cbor_int(b, e->region);
	cbor_int(b, e->seq);
	cbor_int(b, e->id);
	cbor_int(b, e->entity);
	cbor_int(b, e->entity_id);
	cbor_int(b, e->version);
	cbor_int(b, e->at);
	cbor_int(b, e->actor);
	cbor_int(b, e->unit);
	cbor_text(b, e->action);
	cbor_bytes(b, e->effects);
	cbor_bytes(b, e->args);
	cbor_text(b, e->reason);
	cbor_bytes(b, digest_str(&e->prev));
}

void event_hash(struct buf *scratch, struct event *e)
{
	buf_clear(scratch);
	event_record(scratch, e);
	/* RFC 6962, 2.1: a leaf is hashed behind a 0 byte, so no leaf can pass for a node */
	hash_pieces(e->alg, (str[]){{"\0", 1}, buf_str(scratch)}, 2, &e->hash);
}

const char *effect_shape(enum effect_op op)
{
	static const char *const shape[] = {
		[EFFECT_OPEN] = "tti",        [EFFECT_NUMBER] = "t",   [EFFECT_SET] = "tl",
		[EFFECT_SEALED] = "tb",       [EFFECT_STATE] = "t",    [EFFECT_CLOCK] = "tb",
		[EFFECT_LIGHT] = "iii",       [EFFECT_FILE] = "iiibtb", [EFFECT_LINK] = "ti",
		[EFFECT_DENY] = "i",          [EFFECT_REPORTED] = "", [EFFECT_ERASED] = "",  [EFFECT_CALENDAR] = "ttl",
		[EFFECT_PART] = "ti",         [EFFECT_IN_PART] = "ib", [EFFECT_DOCUMENT] = "tibb",
		[EFFECT_TEXT] = "ib",         [EFFECT_PROPOSAL] = "ib", [EFFECT_UNIT] = "iittl",
		[EFFECT_USER] = "iiitb",      [EFFECT_PREFER] = "ii",  [EFFECT_VALUE] = "tt",
		[EFFECT_SETTING] = "tti",
		[EFFECT_ABSENCE] = "iiiit",   [EFFECT_BEHALF] = "i",
		[EFFECT_SIGN] = "ttb",        [EFFECT_PASSWORD] = "i", [EFFECT_SECOND] = "tb",
		[EFFECT_ACCOUNT] = "iiit",    [EFFECT_LINK_MADE] = "bii", [EFFECT_UNIT_ACTIVE] = "i",
		[EFFECT_UNIT_CHANGE] = "iiittl", [EFFECT_UNIT_COMING] = "it",
		[EFFECT_ASKER] = "i",         [EFFECT_MOVED] = "i",  [EFFECT_CAME] = "ittb",
		[EFFECT_VALUES] = "tb",
		[EFFECT_DESTROYED] = "ttiiil",  [EFFECT_NOTICE] = "tb",
		[EFFECT_STATION] = "ttiiib",
		[EFFECT_WATCH] = "t",
		[EFFECT_SITE] = "iiii",
		[EFFECT_CAMERA] = "tttiibl",
	};
	return (unsigned)op < COUNT_OF(shape) ? shape[op] : NULL;
}

static void put_list(struct buf *b, const struct effect *e)
{
	cbor_array(b, e->n_list);
	for (size_t i = 0; i < e->n_list; i++)
		cbor_text(b, e->list[i]);
}

void effect_put(struct buf *b, const struct effect *e)
{
	const char *shape = effect_shape(e->op);
	size_t text = 0, number = 0, bytes = 0;
	ours(shape);
	cbor_array(b, 1 + strlen(shape));
	cbor_int(b, e->op);
	for (; *shape; shape++) {
		if (*shape == 't')
			cbor_text(b, e->text[text++]);
		else if (*shape == 'i')
			cbor_int(b, e->number[number++]);
		else if (*shape == 'b')
			cbor_bytes(b, e->bytes[bytes++]);
		else
			put_list(b, e);
	}
}

static void read_list(struct arena *a, struct cbor *c, struct effect *ret)
{
	ret->n_list = cbor_get_array(c);
	ret->list = arena_new_n(a, ret->n_list, str);
	for (size_t i = 0; i < ret->n_list; i++)
		ret->list[i] = cbor_get_text(c);
}

static void effect_read(struct arena *a, struct cbor *c, struct effect *ret)
{
	size_t n = cbor_get_array(c), text = 0, number = 0, bytes = 0;
	int64_t op = cbor_get_int(c);
	const char *shape = op > 0 && op < 1000 ? effect_shape((enum effect_op)op) : NULL;
	if (!shape || n != 1 + strlen(shape)) {
		c->bad = true;
		return;
	}
	ret->op = (enum effect_op)op;
	for (; *shape; shape++) {
		if (*shape == 't')
			ret->text[text++] = cbor_get_text(c);
		else if (*shape == 'i')
			ret->number[number++] = cbor_get_int(c);
		else if (*shape == 'b')
			ret->bytes[bytes++] = cbor_get_bytes(c);
		else
			read_list(a, c, ret);
	}
}

bool effect_inside(struct arena *a, const struct effect *f, struct effect *ret)
{
	struct cbor c = cbor_read(f->bytes[0]);
	struct effect inner = {0};
	if (f->op != EFFECT_IN_PART)
		return false;
	effect_read(a, &c, &inner);
	if (!cbor_done(&c) || inner.op == EFFECT_PART || inner.op == EFFECT_IN_PART)
		return false;
	*ret = inner;
	return true;
}

bool effects_read(struct arena *a, str effects, struct effect **ret, size_t *ret_n)
{
	struct cbor c = cbor_read(effects);
	size_t n = cbor_get_array(&c);
	if (c.bad)
		return false;
	struct effect *v = arena_new_n(a, n, struct effect);
	for (size_t i = 0; i < n && !c.bad; i++)
		effect_read(a, &c, &v[i]);
	if (!cbor_done(&c))
		return false;
	*ret = v;
	*ret_n = n;
	return true;
}
