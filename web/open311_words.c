/* SPDX-License-Identifier: Apache-2.0 */
/* What Open311's words mean in this district: the table packs/open311/words.tsv over the
 * first kind that has requests. */
#include "web/open311_in.h"

#include <string.h>

#define PACK "open311"
#define TABLE "words.tsv"
#define COLUMNS 4

typedef LIST(struct open311_pair) pairs;
struct words_reading {
	struct arena *arena;
	struct open311_words *w;
	pairs take, told, own, given, also, attribute;
	LIST(struct open311_state) states;
};

static err wrong(int line)
{
	char no[16];
	struct buf b;
	buf_init(&b, NULL);
	buf_int(&b, line);
	size_t n = b.n < sizeof no ? b.n : sizeof no;
	memcpy(no, b.p, n);
	buf_done(&b);
	return fail(ERR_INPUT, "packs/open311/words.tsv, line {0}: this is not a row of the table; see the lines above it", (str){no, n});
}

static bool pair_row(struct words_reading *r, const str *c, size_t n)
{
	const struct {
		str name;
		pairs *list;
		bool alone; /* a name without a value */
	} lists[] = {{S("take"), &r->take, false}, {S("told"), &r->told, false}, {S("own"), &r->own, false}, {S("given"), &r->given, false}, {S("also"), &r->also, false},
		     {S("attribute"), &r->attribute, true}};
	for (size_t i = 0; i < COUNT_OF(lists); i++)
		if (str_eq(c[0], lists[i].name) && n == (lists[i].alone ? 2u : 3u)) {
			*list_push(r->arena, lists[i].list) = (struct open311_pair){c[1], lists[i].alone ? STR_NONE : c[2]};
			return true;
		}
	return false;
}

static bool row(struct words_reading *r, const str *c, size_t n)
{
	struct open311_words *w = r->w;
	if (str_eq(c[0], S("state")) && n == 4) {
		bool closed = str_eq(c[2], S("closed"));
		*list_push(r->arena, &r->states) = (struct open311_state){c[1], closed, c[3]};
		return closed || str_eq(c[2], S("open"));
	}
	if (str_eq(c[0], S("channel")) && n == 2) {
		w->channel = c[1];
		return true;
	}
	if (str_eq(c[0], S("service")) && n == 2) {
		w->service = w->kind ? kind_field(w->kind, c[1]) : -1;
		return true;
	}
	if (str_eq(c[0], S("add")) && (n == 3 || n == 4)) {
		w->add = c[1];
		w->add_words = c[2];
		w->add_by = n == 4 ? c[3] : STR_NONE;
		return true;
	}
	if ((str_eq(c[0], S("forward")) || str_eq(c[0], S("report"))) && n == 3)
		return true; /* relay's */
	return pair_row(r, c, n);
}

static size_t columns(str line, str ret[COLUMNS])
{
	size_t n = 0;
	for (; n < COLUMNS && line.p; n++)
		if (!str_split(line, '\t', &ret[n], &line)) {
			ret[n] = line;
			line = STR_NONE;
		}
	return line.p ? 0 : n;
}

static const struct action *opening(const struct kind *k, bool asker)
{
	for (size_t i = 0; i < k->n_actions; i++)
		if (k->actions[i].opens && (k->actions[i].by & (asker ? k->askers : ~k->askers)))
			return &k->actions[i];
	return NULL;
}

static void find_kind(struct open311_words *w, const struct kind *const *kinds, size_t n)
{
	for (size_t i = 0; i < n && !w->kind; i++)
		if (kinds[i]->request >= 0 && (size_t)kinds[i]->request < kinds[i]->n_parts && kinds[i]->parts[kinds[i]->request].is_request)
			w->kind = kinds[i];
	if (!w->kind)
		return;
	w->sort = &w->kind->parts[w->kind->request];
	w->asks = opening(w->sort, true);
	w->takes = opening(w->sort, false);
	w->registers = opening(w->kind, false);
	w->opens = opening(w->kind, true);
	if (!w->opens)
		w->opens = w->registers;
}

err open311_words_read(struct arena *a, str tsv, const struct kind *const *kinds, size_t n, struct open311_words *ret)
{
	struct open311_words w = {.service = -1, .channel = S("open311")};
	struct words_reading r = {.arena = a, .w = &w};
	str line, c[COLUMNS];
	int no = 0;
	find_kind(&w, kinds, n);
	while (tsv.n) {
		no++;
		if (!str_split(tsv, '\n', &line, &tsv)) {
			line = tsv;
			tsv = STR_NONE;
		}
		if (!str_trim(line).n || line.p[0] == '#')
			continue;
		size_t count = columns(line, c);
		if (count < 2 || !row(&r, c, count))
			return wrong(no);
	}
	w.take = r.take.v, w.n_take = r.take.n;
	w.told = r.told.v, w.n_told = r.told.n;
	w.own = r.own.v, w.n_own = r.own.n;
	w.given = r.given.v, w.n_given = r.given.n;
	w.also = r.also.v, w.n_also = r.also.n;
	w.attribute = r.attribute.v, w.n_attribute = r.attribute.n;
	w.states = r.states.v, w.n_states = r.states.n;
	*ret = w;
	return OK;
}

err open311_gather(struct web *w)
{
	const struct pack_file *files;
	size_t n = pack_builtin(&files, S(PACK));
	for (size_t i = 0; i < n; i++)
		if (str_eq(files[i].name, S(TABLE))) {
			struct open311_words *words = arena_new(&w->arena, struct open311_words);
			TRY(open311_words_read(&w->arena, files[i].bytes, w->kinds, w->n_kinds, words));
			w->open311 = words;
		}
	return OK;
}

str open311_meaning(const struct open311_pair *v, size_t n, str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].name, name))
			return v[i].value;
	return S("");
}

const struct open311_state *open311_state_of(const struct open311_words *w, str state)
{
	for (size_t i = 0; i < w->n_states; i++)
		if (str_eq(w->states[i].name, state))
			return &w->states[i];
	return NULL;
}
