/* SPDX-License-Identifier: Apache-2.0 */
/* The index of similarity against the record: where it says it stands, and what it keeps of the
 * newest tellings, made again from their matters. */
#include "core/check_in.h"
#include "core/similar_in.h"

STMT(similar_term_there, "SELECT entry FROM similar_term WHERE region = $1 AND term = $2 AND entry = $3");
const struct stmt *const core_check_similar_stmts[] = {&similar_term_there, NULL};

#define LOOKED_MOST 2000
#define TERM_BYTES 5

static err check_terms(struct checking *k, const struct similar_entry *e)
{
	for (size_t i = 0; i + TERM_BYTES <= e->terms.n; i += TERM_BYTES) {
		int64_t term = 0;
		struct rows *r;
		bool found;
		for (int b = 0; b < TERM_BYTES; b++)
			term |= (int64_t)(uint8_t)e->terms.p[i + (size_t)b] << 8 * b;
		TRY(query_one(k->x.snap, &similar_term_there, VALS(V_INT(k->core->region), V_INT(term), V_INT(e->n)), &r, &found));
		if (!found) {
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
