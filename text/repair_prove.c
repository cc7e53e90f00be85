/* SPDX-License-Identifier: Apache-2.0 */
/* The proof: damages the repaired text as the page was damaged, byte for byte, and
 * compares with what came in. It cannot tell apart two texts that are damaged alike. */
#include "text/repair_in.h"

#include <string.h>

/* A byte of the stream, or a character that is no GBK (a letter of a reading). */
typedef uint32_t unit;
#define OPAQUE 0x80000000u
#define READING_MOST 9 /* parentheses and seven letters */
#define UNSEEN 0x01u /* the byte before a mark that is never seen */

struct stream {
	unit *v;
	size_t n;
};

static void spell(const struct page *p, uint32_t cp, struct stream *s)
{
	unsigned b = shown_bytes(p, cp);
	if (b > 0xff) {
		s->v[s->n++] = b >> 8;
		s->v[s->n++] = b & 0xff;
	} else {
		s->v[s->n++] = b ? b : OPAQUE | cp;
	}
}

static const struct listed *listed_pair(const struct page *p, const struct stream *s, size_t i)
{
	if (i + 1 >= s->n || s->v[i] > 0xff || s->v[i + 1] > 0xff)
		return NULL;
	uint32_t cp = gbk_char(s->v[i], s->v[i + 1]);
	return cp ? page_listed(p, cp) : NULL;
}

static enum mark marked_pair(const struct page *p, const struct stream *s, size_t i)
{
	for (enum mark m = 0; i + 1 < s->n && m < MARKS; m++)
		if (p->mark_byte[m] && s->v[i] == mark_pairs[m] >> 8 && s->v[i + 1] == (mark_pairs[m] & 0xff))
			return m;
	return MARKS;
}

static void put_reading(const struct page *p, const struct listed *l, struct stream *o)
{
	o->v[o->n++] = '(';
	for (size_t k = l->sample; p->cp[k] != ')'; k++)
		o->v[o->n++] = OPAQUE | p->cp[k];
	o->v[o->n++] = ')';
}

/* Puts the readings and the bytes before marks in, at every byte, as the site did. Where
 * two listed characters share a byte, the order of the site's list decides whether the
 * second was still whole; the list does not tell, so the proof tries both. */
static void put_in(const struct page *p, const struct stream *s, bool shared, struct stream *o)
{
	size_t free_from = 0;
	for (size_t i = 0; i < s->n; i++) {
		enum mark m = marked_pair(p, s, i);
		const struct listed *l = i && i - 1 >= free_from ? listed_pair(p, s, i - 1) : NULL;
		if (m < MARKS)
			o->v[o->n++] = p->mark_byte[m] == MARK_UNSEEN ? UNSEEN : p->mark_byte[m];
		o->v[o->n++] = s->v[i];
		if (!l)
			continue;
		put_reading(p, l, o);
		free_from = shared ? i : i + 1;
	}
}

/* NFKC of one character of the page. */
static size_t fold(const struct page *p, uint32_t cp, uint32_t out[FOLD_MAX])
{
	unsigned pair = p->folded ? gbk_pair(cp) : 0;
	for (const uint32_t *row = folded_pairs; pair && row < folded_pairs + folded_pairs_n; row += FOLD_ROW)
		if (row[FOLD_MAX + 1] == pair) {
			memcpy(out, row, row[FOLD_MAX] * sizeof *row);
			return row[FOLD_MAX];
		}
	out[0] = cp;
	return 1;
}

/* Shown as Windows does: `?` for a lead byte with a byte that cannot follow, nothing for a
 * user-defined character. Blanks are left out on both sides. */
static size_t show(const struct page *p, const struct stream *s, uint32_t *out)
{
	size_t n = 0;
	for (size_t i = 0; i < s->n; i++) {
		unit u = s->v[i];
		uint32_t c = u & ~OPAQUE, form[FOLD_MAX];
		if (u == UNSEEN)
			continue;
		if (!(u & OPAQUE) && u >= 0x81) {
			unit next = i + 1 < s->n ? s->v[i + 1] : 0;
			i += i + 1 < s->n;
			if (next > 0xff || next < 0x40 || next == 0x7f)
				c = '?';
			else if (gbk_lost(u, next))
				continue;
			else
				c = gbk_char(u, next);
		} else if (u == 0x80) {
			c = 0x20ac;
		}
		size_t k = c >= 0x2000 ? fold(p, c, form) : (form[0] = c, 1);
		for (size_t j = 0; j < k; j++)
			if (form[j] != ' ' && form[j] != '\n')
				out[n++] = form[j];
	}
	return n;
}

static bool is_shown(const struct draft *d, const struct stream *plain, bool shared)
{
	const struct page *p = d->page;
	size_t n = 0;
	size_t room = plain->n + 1;
	for (size_t i = 0; i < plain->n; i++)
		room += (listed_pair(p, plain, i) ? READING_MOST : 0) + (marked_pair(p, plain, i) < MARKS);
	struct stream damaged = {arena_new_n(d->arena, room, unit), 0};
	put_in(p, plain, shared, &damaged);
	uint32_t *shown = arena_new_n(d->arena, damaged.n * FOLD_MAX + 1, uint32_t);
	size_t n_shown = show(p, &damaged, shown);
	for (size_t i = 0; i < p->n; i++)
		if (p->cp[i] != ' ' && p->cp[i] != '\n' && (n == n_shown || shown[n++] != p->cp[i]))
			return false;
	return n == n_shown;
}

bool draft_proves(const struct draft *d)
{
	const struct page *p = d->page;
	if (!p->damaged)
		return true;
	struct stream plain = {arena_new_n(d->arena, d->pieces.n * 2 + 1, unit), 0};
	for (size_t i = 0; i < d->pieces.n; i++)
		if (d->pieces.v[i].cp)
			spell(p, d->pieces.v[i].cp, &plain);
	return is_shown(d, &plain, true) || is_shown(d, &plain, false);
}
