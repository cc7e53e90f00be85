/* SPDX-License-Identifier: Apache-2.0 */
/* The index of similarity against the record: where it says it stands, and what it keeps of the
 * newest tellings, made again from their matters. */
#include "core/check_in.h"
#include "core/similar_in.h"

const struct stmt *const core_check_similar_stmts[] = {NULL};

#define LOOKED_MOST 2000

static bool find_place(void *arg, int64_t block, const uint8_t *places, size_t n)
{
	int64_t *entry = arg;
	for (size_t i = 0; i < n; i++)
		if ((block << BLOCK_BITS | places[2 * i] | (int64_t)places[2 * i + 1] << 8) == *entry)
			*entry = 0;
	return *entry != 0;
}

static err check_terms(struct checking *k, const struct similar_entry *e)
{
	struct similar_side side;
	struct similar_term terms[SIMILAR_TERMS];
	const struct similar_counts none = {0};
	size_t rows;
	if (!similar_unpack(e->side, &side))
		return OK;
	size_t n = similar_terms(k->core->similar.rules, &k->core->similar.key, &side, &none, false, terms);
	for (size_t i = 0; i < n; i++) {
		int64_t wanted = e->n;
		TRY(similar_list_each(&k->x, terms[i].term, e->n >> BLOCK_BITS, 1000, find_place, &wanted, &rows));
		if (wanted) {
			finding_number(k, W("the matter {0} is missing in the index of similar requests"), e->matter, S(""));
			return OK;
		}
	}
	return OK;
}

static err check_entry(struct checking *k, const struct similar_entry *e)
{
	struct similar_telling *t;
	size_t n;
	bool same = false;
	TRY(similar_tellings(&k->x, e->matter, &t, &n));
	for (size_t i = 0; i < n; i++) {
		struct similar_message m;
		if (t[i].request != e->request)
			continue;
		similar_read(k->x.arena, k->core->similar.rules, &k->core->similar.key, &t[i].text, &t[i].facts, &m);
		same = str_eq(similar_pack(k->x.arena, &m.side), e->side) && t[i].facts.at == e->at;
	}
	if (!same)
		finding_number(k, W("the index of similar requests keeps of the matter {0} what it does not say"), e->matter, S(""));
	return check_terms(k, e);
}

err check_similar(struct checking *k, int64_t newest)
{
	struct similar_mark m;
	TRY(similar_ready(k->core));
	TRY(similar_mark_read(&k->x, &m));
	if (!m.there || !m.ours)
		return OK; /* not made yet, or to be made anew */
	if (m.seq > newest || m.counted > m.entries)
		finding_number(k, W("the index of similar requests says it has seen event {0}, which there is not"), m.seq, S(""));
	for (int64_t n = m.entries; n > 0 && n > m.entries - LOOKED_MOST; n--) {
		struct similar_entry e;
		bool found;
		TRY(similar_entry_read(&k->x, n, &e, &found));
		/* what has happened since it was last brought up is not in it yet */
		if (found && m.seq == newest && m.matter == NEVER)
			TRY(check_entry(k, &e));
		arena_reset(&k->scratch);
	}
	return OK;
}
