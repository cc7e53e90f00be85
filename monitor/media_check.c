/* SPDX-License-Identifier: Apache-2.0 */
/* Media servers are made again from their events and held against the table. */
#include "monitor/media_in.h"

#include <stdlib.h>

STMT(verify_media, "SELECT id, version, name, kind, shown, state, sealed FROM media WHERE region = $1 ORDER BY id");
const struct stmt *const media_verify_stmts[] = {&verify_media, NULL};

static str said(const struct fact_said *f, const char *name)
{
	for (size_t i = 0; i < f->n; i++)
		if (str_eq(f->v[i].name, str_of(name)))
			return f->v[i].value;
	return S("");
}

static int64_t number(const struct fact_said *f, const char *name)
{
	int64_t n;
	return str_int(said(f, name), &n) ? n : -1;
}

static bool same_row(const void *told, struct rows *r)
{
	const struct fact_said *f = told;
	struct digest d;
	struct buf hex;
	str sealed = row_text(r, 6);
	hash_bytes(HASH_SHA256, sealed.p, sealed.n, &d);
	buf_init(&hex, NULL);
	hex_put(&hex, d.b, sizeof d.b);
	bool is = number(f, "version") == row_int(r, 1) && str_eq(said(f, "name"), row_text(r, 2)) && str_eq(said(f, "kind"), row_text(r, 3)) &&
		  str_eq(said(f, "shown"), row_text(r, 4)) && number(f, "state") == row_int(r, 5) && str_eq(said(f, "secrets"), buf_str(&hex));
	buf_done(&hex);
	return is;
}

static int by_owner(const void *a, const void *b)
{
	const struct fact_said *p = a, *q = b;
	int64_t m = number(p, "version"), n = number(q, "version");
	return p->owner != q->owner ? (p->owner > q->owner) - (p->owner < q->owner) : (m > n) - (m < n);
}

/* Of each server the newest. */
static size_t newest(struct fact_said *f, size_t n)
{
	size_t kept = 0;
	if (n)
		qsort(f, n, sizeof *f, by_owner);
	for (size_t i = 0; i < n; i++)
		if (i + 1 == n || f[i + 1].owner != f[i].owner)
			f[kept++] = f[i];
	return kept;
}

err media_verify(struct verifying *v)
{
	static const struct told_table table = {&verify_media, same_row, W("the media server {0} of the record is not in its table"),
		W("the media server {0} is not what its events say")};
	struct fact_said *f;
	size_t n;
	TRY(facts_said(&v->x, S("media_put"), &f, &n));
	n = newest(f, n);
	struct told_thing *things = arena_new_n(v->x.arena, n, struct told_thing);
	for (size_t i = 0; i < n; i++)
		things[i] = (struct told_thing){f[i].owner, said(&f[i], "name"), &f[i]};
	return table_holds(v, &table, things, n);
}
