/* SPDX-License-Identifier: Apache-2.0 */
/* The bytes of a model, little-endian:
 *   "LSC" version, hash of the key (8), told (4), sharp (4), labels (4), features (4)
 *   each label: length (1), bytes          sorted, a dot before everything else
 *   each feature: hash (8), idf (4), told (1)     rising
 *   each node of the tree of labels, parents first: scale (4), biases (4 each), rows (4),
 *   each row: feature (4), weights (2 each, times scale)
 * Labels decide the tree, so a node has as many children as they say. */
#include "text/classify_in.h"

#include <string.h>

static const char magic[4] = {'L', 'S', 'C', '0' + CLASSIFY_VERSION};
#define WEIGHT_MOST 32767

/* ---- writing --------------------------------------------------------------------------------- */
static void put(struct buf *b, uint64_t v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_byte(b, (char)(v >> (8 * i)));
}

static void put_float(struct buf *b, float v)
{
	uint32_t bits;
	memcpy(&bits, &v, sizeof bits);
	put(b, bits, 4);
}

static float largest(const struct node *n)
{
	float most = 0;
	for (size_t i = 0; i < n->n_rows; i++)
		for (size_t k = 0; k < n->n; k++) {
			float v = n->rows[i].w[k] < 0 ? -n->rows[i].w[k] : n->rows[i].w[k];
			most = v > most ? v : most;
		}
	return most;
}

static int rounded(float v)
{
	return (int)(v < 0 ? v - 0.5f : v + 0.5f);
}

static bool counts(const struct node *n, const struct row *r, float scale)
{
	for (size_t k = 0; k < n->n; k++)
		if (rounded(r->w[k] / scale))
			return true;
	return false;
}

static void put_node(struct buf *b, const struct node *n)
{
	float scale = largest(n) / WEIGHT_MOST;
	size_t rows = 0;
	if (!n->n)
		return;
	scale = scale > 0 ? scale : 1;
	put_float(b, scale);
	for (size_t k = 0; k < n->n; k++)
		put_float(b, n->bias[k]);
	for (size_t i = 0; i < n->n_rows; i++)
		rows += counts(n, &n->rows[i], scale);
	put(b, rows, 4);
	for (size_t i = 0; i < n->n_rows; i++) {
		if (!counts(n, &n->rows[i], scale))
			continue;
		put(b, n->rows[i].feature, 4);
		for (size_t k = 0; k < n->n; k++)
			put(b, (uint64_t)(int64_t)rounded(n->rows[i].w[k] / scale), 2);
	}
	for (size_t k = 0; k < n->n; k++)
		put_node(b, &n->child[k]);
}

static uint64_t key_mark(const struct classify_how *how)
{
	return keyed_hash(how->key, "which key", 9);
}

void model_put(struct buf *b, const struct classify_model *m)
{
	buf_add(b, (str){magic, sizeof magic});
	put(b, key_mark(&m->how), 8);
	put(b, (uint64_t)m->how.told, 4);
	put_float(b, m->sharp);
	put(b, m->tree.n_labels, 4);
	put(b, m->n_known, 4);
	for (size_t i = 0; i < m->tree.n_labels; i++) {
		put(b, m->tree.labels[i].n, 1);
		buf_add(b, m->tree.labels[i]);
	}
	for (size_t i = 0; i < m->n_known; i++) {
		put(b, m->known[i].hash, 8);
		put_float(b, m->known[i].idf);
		put(b, m->known[i].told, 1);
	}
	put_node(b, &m->tree.root);
}

/* ---- reading ------------------------------------------------------------------------------------ */
struct reader { /* what is not there reads as 0 and `bad` */
	const uint8_t *p;
	size_t n, at;
	bool bad;
};

static uint64_t get(struct reader *r, size_t n)
{
	uint64_t v = 0;
	if (r->bad || r->n - r->at < n) {
		r->bad = true;
		return 0;
	}
	for (size_t i = 0; i < n; i++)
		v |= (uint64_t)r->p[r->at++] << (8 * i);
	return v;
}

static float get_float(struct reader *r, float low, float high)
{
	uint32_t bits = (uint32_t)get(r, 4);
	float v;
	memcpy(&v, &bits, sizeof v);
	if (!(v >= low && v <= high)) {
		r->bad = true;
		return 0;
	}
	return v;
}

/* n things of at least `each` bytes are still to come. */
static size_t get_count(struct reader *r, size_t each)
{
	size_t n = (size_t)get(r, 4);
	if (!r->bad && n > (r->n - r->at) / each)
		r->bad = true;
	return r->bad ? 0 : n;
}

static bool get_labels(struct arena *a, struct reader *r, size_t n, struct classify_model *m)
{
	str *v = arena_new_n(a, n + 1, str);
	for (size_t i = 0; i < n; i++) {
		size_t length = (size_t)get(r, 1);
		if (r->bad || !length || length > r->n - r->at)
			return false;
		v[i] = (str){(const char *)r->p + r->at, length};
		r->at += length;
		if (utf8_valid(v[i]) != length || (i && label_order(v[i - 1], v[i]) >= 0))
			return false;
	}
	tree_make(a, v, n, &m->tree);
	return true;
}

static bool get_known(struct arena *a, struct reader *r, size_t n, struct classify_model *m)
{
	m->known = arena_new_n(a, n + 1, struct known);
	m->n_known = n;
	for (size_t i = 0; i < n; i++) {
		m->known[i].hash = get(r, 8);
		m->known[i].idf = get_float(r, 0, 100);
		m->known[i].told = get(r, 1) == 1;
		if (r->bad || (i && m->known[i].hash <= m->known[i - 1].hash))
			return false;
	}
	return true;
}

static bool get_node(struct arena *a, struct reader *r, const struct classify_model *m, struct node *n)
{
	if (!n->n)
		return true;
	float scale = get_float(r, 0, 1e6f);
	for (size_t k = 0; k < n->n; k++)
		n->bias[k] = get_float(r, -1e9f, 1e9f);
	n->n_rows = get_count(r, 4 + 2 * n->n);
	n->rows = arena_new_n(a, n->n_rows, struct row);
	float *w = arena_new_n(a, n->n_rows * n->n, float);
	for (size_t i = 0; i < n->n_rows; i++, w += n->n) {
		n->rows[i] = (struct row){(uint32_t)get(r, 4), w};
		for (size_t k = 0; k < n->n; k++)
			w[k] = (float)(int16_t)(uint16_t)get(r, 2) * scale;
		if (r->bad || n->rows[i].feature >= m->n_known || (i && n->rows[i].feature <= n->rows[i - 1].feature))
			return false;
	}
	for (size_t k = 0; k < n->n && !r->bad; k++)
		if (!get_node(a, r, m, &n->child[k]))
			return false;
	return !r->bad;
}

static bool get_model(struct arena *a, struct reader *r, struct classify_model *m)
{
	size_t labels, known;
	if (r->n < sizeof magic || memcmp(r->p, magic, sizeof magic) != 0)
		return false;
	r->at = sizeof magic;
	if (get(r, 8) != key_mark(&m->how))
		return false;
	m->how.told = (int)get(r, 4);
	m->sharp = get_float(r, 0, 1000);
	labels = (size_t)get(r, 4);
	known = (size_t)get(r, 4);
	if (r->bad || labels < 2 || labels > CLASSIFY_LABELS || labels > r->n / 2 || known > r->n / 13)
		return false;
	return get_labels(a, r, labels, m) && get_known(a, r, known, m) && get_node(a, r, m, &m->tree.root) && r->at == r->n;
}

err classify_load(struct arena *a, str bytes, const struct classify_how *how, const struct classify_model **ret)
{
	struct classify_model *m = arena_new(a, struct classify_model);
	struct reader r = {.p = (const uint8_t *)bytes.p, .n = bytes.n};
	m->how = *how;
	if (bytes.n > CLASSIFY_MODEL || !get_model(a, &r, m))
		return fail(ERR_INPUT, "what was learned for suggestions is damaged or of another version; it is learned anew at night, or by `luoshi suggest`");
	*ret = m;
	return OK;
}
