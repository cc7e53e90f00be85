/* SPDX-License-Identifier: Apache-2.0 */
/* What is compared of a matter: each of its requests with the matter's title, category and place. */
#include "core/similar_in.h"

#include <string.h>

STMT(similar_log, "SELECT seq, entity, entity_id FROM event WHERE region = $1 AND seq > $2 ORDER BY seq LIMIT $3");
STMT(similar_walk, "SELECT id FROM matter WHERE region = $1 AND id > $2 ORDER BY id LIMIT $3");
const struct stmt *const core_similar_text_stmts[] = {&similar_log, &similar_walk, NULL};

bool similar_shape_of(const struct kind *k, struct similar_shape *ret)
{
	const struct kind *sort = k->request >= 0 ? &k->parts[k->request] : NULL;
	*ret = (struct similar_shape){.category = kind_field(k, S("category")), .place = kind_field(k, S("place")), .area = kind_field(k, S("area")),
		.x = kind_field(k, S("x")), .y = kind_field(k, S("y")), .words = sort ? kind_field(sort, S("words")) : -1,
		.where = sort ? kind_field(sort, S("place")) : -1, .phone = sort ? sort->phone : -1};
	return ret->category >= 0 && ret->words >= 0;
}

static str value_of(const struct matter *m, int field)
{
	return field >= 0 && m->fields[field].n ? m->fields[field].v[0] : S("");
}

int32_t similar_degrees(str text)
{
	struct dec d, five;
	if (!text.n || !dec_parse(text, &d) || !dec_round(d, 5, ROUND_HALF_UP, &five))
		return SIMILAR_NOWHERE;
	for (; five.scale < 5; five.scale++)
		if (!mul_ok(five.v, 10, &five.v))
			return SIMILAR_NOWHERE;
	return five.v >= -18000000 && five.v <= 18000000 ? (int32_t)five.v : SIMILAR_NOWHERE;
}

static str both(struct arena *a, str one, str other)
{
	struct buf b;
	if (!one.n || !other.n || str_eq(one, other))
		return one.n ? one : other;
	buf_init(&b, a);
	buf_add(&b, one);
	buf_byte(&b, '\n');
	buf_add(&b, other);
	return buf_str(&b);
}

static void tell(struct arena *a, const struct matter *m, const struct similar_shape *s, const struct matter *request, struct similar_telling *t)
{
	int64_t area = 0;
	if (!str_int(value_of(m, s->area), &area))
		area = 0;
	*t = (struct similar_telling){.request = request->id,
		.text = {.title = matter_title(m), .words = value_of(request, s->words), .place = both(a, value_of(m, s->place), value_of(request, s->where))},
		.facts = {.category = value_of(m, s->category), .caller = value_of(request, s->phone), .area = area,
			.x = similar_degrees(value_of(m, s->x)), .y = similar_degrees(value_of(m, s->y)), .at = request->opened}};
}

/* It has gone over to another matter, where it is told under the same id. */
static bool went_over(const struct matter *request)
{
	return request->moved || str_eq(request->kind->states[request->state].name, S(STATE_MOVED));
}

err similar_tellings(struct ctx *x, int64_t matter, struct similar_telling **ret, size_t *ret_n)
{
	struct matter m;
	struct similar_shape s;
	uint8_t key[SEAL_KEY_LEN];
	bool there;
	LIST(struct similar_telling) l = {0};
	*ret = NULL;
	*ret_n = 0;
	TRY(ctx_snap(x));
	if (matter_load(x->core, x->snap, x->arena, matter, &m, &there) != OK)
		return OK; /* its pack is not loaded, or `luoshi check` has something to say: it must not stop the index */
	if (!there || !similar_shape_of(m.kind, &s))
		return OK;
	if (matter_has_seals(&m))
		TRY(matter_open_seals(x->core, x->snap, x->arena, &m, key, &there));
	explicit_bzero(key, sizeof key);
	for (size_t i = 0; i < m.parts.n; i++) {
		const struct matter *request = matter_part_at(&m, i);
		/* words that were erased cannot be opened, and the request is no longer found by them */
		if (request->kind->is_request && request->fields[s.words].n && !went_over(request))
			tell(x->arena, &m, &s, request, list_push(x->arena, &l));
	}
	*ret = l.v;
	*ret_n = l.n;
	return OK;
}

err similar_touched(struct ctx *x, int64_t seq, int64_t most, int64_t **ret, size_t *ret_n, int64_t *ret_seq)
{
	LIST(int64_t) l = {0};
	struct rows *r;
	*ret_seq = seq;
	TRY(query(x->snap, &similar_log, VALS(V_INT(x->core->region), V_INT(seq), V_INT(most)), &r));
	while (rows_next(r)) {
		int64_t id = row_int(r, 2);
		bool again = row_int(r, 1) != ENTITY_MATTER;
		for (size_t i = 0; i < l.n && !again; i++)
			again = l.v[i] == id;
		if (!again)
			*list_push(x->arena, &l) = id;
		*ret_seq = row_int(r, 0);
	}
	*ret = l.v;
	*ret_n = l.n;
	return rows_end(r);
}

err similar_matters_after(struct ctx *x, int64_t id, int64_t most, int64_t **ret, size_t *ret_n)
{
	LIST(int64_t) l = {0};
	struct rows *r;
	TRY(query(x->snap, &similar_walk, VALS(V_INT(x->core->region), V_INT(id), V_INT(most)), &r));
	while (rows_next(r))
		*list_push(x->arena, &l) = row_int(r, 0);
	*ret = l.v;
	*ret_n = l.n;
	return rows_end(r);
}
