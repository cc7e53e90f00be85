/* SPDX-License-Identifier: Apache-2.0 */
#include "text/similar_in.h"

#include <string.h>

extern const char similar_tsv[], sounds_tsv[];
extern const size_t similar_tsv_n, sounds_tsv_n;

static uint64_t sound_hash(const struct similar_rules *r, const uint32_t *cp, size_t n)
{
	uint64_t h = 1469598103934665603u;
	for (size_t i = 0; i < n; i++)
		h = (h ^ similar_sound(r, cp[i])) * 1099511628211u;
	return h ^ h >> 29;
}

const struct similar_phrase *similar_phrase_at(const struct similar_rules *r, const uint32_t *cp, size_t n, unsigned sorts, bool heard)
{
	uint64_t h = sound_hash(r, cp, n);
	for (int i = r->bucket[h % r->n_buckets]; i >= 0; i = r->phrases.v[i].next) {
		const struct similar_phrase *p = &r->phrases.v[i];
		if (p->sound == h && p->n == n && sorts >> p->sort & 1 && (heard || !memcmp(p->cp, cp, n * sizeof *cp)))
			return p;
	}
	return NULL;
}

const struct similar_phrase *similar_phrase_next(const struct similar_rules *r, const struct similar_phrase *p, const uint32_t *cp, bool heard)
{
	for (int i = p->next; i >= 0; i = r->phrases.v[i].next) {
		const struct similar_phrase *q = &r->phrases.v[i];
		if (q->sound == p->sound && q->n == p->n && q->sort == p->sort && (heard || !memcmp(q->cp, cp, q->n * sizeof *cp)))
			return q;
	}
	return NULL;
}

/* ---- compiling ------------------------------------------------------------------------------- */
struct compiling {
	struct arena *a;
	struct similar_rules *r;
	str origin;
	int line;
};

static err wrong(const struct compiling *c, str what)
{
	struct buf b;
	buf_init(&b, c->a);
	buf_int(&b, c->line);
	return fail(ERR_INPUT, "{0}, line {1}: “{2}” is not known here; see the head of the file", c->origin, buf_str(&b), what);
}

static err add_phrases(struct compiling *c, str words, enum phrase_sort sort, unsigned which)
{
	str word;
	while (words.n) {
		struct folded f;
		if (!str_split(words, ' ', &word, &words)) {
			word = words;
			words = STR_NONE;
		}
		bigram_fold(c->a, word, &f);
		if (!f.n)
			continue;
		if (f.n > PHRASE_MOST)
			return wrong(c, word);
		*list_push(c->a, &c->r->phrases) = (struct similar_phrase){.sound = sound_hash(c->r, f.cp, f.n), .cp = f.cp, .n = (uint8_t)f.n,
			.sort = (uint8_t)sort, .which = (uint16_t)which};
	}
	return OK;
}

static void mark_chars(struct compiling *c, str chars, unsigned bit)
{
	for (size_t pos = 0; pos < chars.n;) {
		uint32_t cp = utf8_next(chars, &pos);
		if (cp >= SOUND_FIRST && cp <= SOUND_LAST)
			c->r->dull[cp - SOUND_FIRST] |= (uint8_t)bit;
	}
}

static err add_weight(struct compiling *c, str name, str value)
{
	int64_t v;
	struct similar_weights *w = &c->r->weight;
	if (!str_int(value, &v))
		return wrong(c, value);
#define X(n) \
	if (str_eq(name, S(#n))) { \
		w->n = (double)v / 1000; \
		return OK; \
	}
	SIMILAR_WEIGHTS(X)
#undef X
	return wrong(c, name);
}

static err add_place(struct compiling *c, str sort, str words)
{
	static const struct {
		const char *name;
		enum trait_sort sort;
	} row[] = {{"home", TRAIT_HOME}, {"town", TRAIT_TOWN}, {"road", TRAIT_ROAD}, {"spot", TRAIT_SPOT}};
	for (size_t i = 0; i < COUNT_OF(row); i++)
		if (str_eq(sort, str_of(row[i].name)))
			return add_phrases(c, words, PHRASE_PLACE, row[i].sort);
	return wrong(c, sort);
}

static err add_row(struct compiling *c, str line)
{
	str what, a = STR_NONE, b = STR_NONE, rest;
	if (!str_split(line, '\t', &what, &rest))
		return wrong(c, line);
	if (!str_split(rest, '\t', &a, &b))
		a = rest;
	if (str_eq(what, S("topic"))) {
		*list_push(c->a, &c->r->topics) = a;
		return c->r->topics.n < TOPICS_MOST ? add_phrases(c, b, PHRASE_TOPIC, (unsigned)c->r->topics.n - 1) : wrong(c, a);
	}
	if (str_eq(what, S("stop")))
		return add_phrases(c, a, PHRASE_STOP, 0);
	if (str_eq(what, S("plain")))
		return add_phrases(c, a, PHRASE_PLAIN, 0);
	if (str_eq(what, S("beside")))
		return add_phrases(c, a, PHRASE_BESIDE, 0);
	if (str_eq(what, S("place")))
		return add_place(c, a, b);
	if (str_eq(what, S("number"))) {
		static const str class[] = {{"house", 5}, {"entry", 5}, {"floor", 5}, {"room", 4}, {"door", 4}, {"line", 4}, {"phase", 5}, {"lot", 3}};
		for (unsigned i = 0; i < COUNT_OF(class); i++)
			if (str_eq(a, class[i]))
				return add_phrases(c, b, PHRASE_NUMBER, i + 1);
		return wrong(c, a);
	}
	if (str_eq(what, S("weight")))
		return add_weight(c, a, b);
	if (str_eq(what, S("dull")) || str_eq(what, S("begin"))) {
		mark_chars(c, a, str_eq(what, S("dull")) ? 1 : 2);
		return OK;
	}
	return wrong(c, what);
}

static err each_line(struct compiling *c, str text, err (*take)(struct compiling *, str))
{
	str line;
	for (c->line = 1; text.n; c->line++) {
		if (!str_split(text, '\n', &line, &text)) {
			line = text;
			text = STR_NONE;
		}
		if (!line.n || line.p[0] == '#')
			continue;
		TRY(take(c, line));
		if (!str_starts(line, S("weight")))
			c->r->stamp = (c->r->stamp ^ str_hash(line)) * 1099511628211u;
	}
	return OK;
}

/* Its number is that of its line. */
static err add_sound(struct compiling *c, str line)
{
	str sound, chars;
	if (!str_split(line, '\t', &sound, &chars))
		return wrong(c, line);
	for (size_t pos = 0; pos < chars.n;) {
		uint32_t cp = utf8_next(chars, &pos);
		if (cp >= SOUND_FIRST && cp <= SOUND_LAST)
			c->r->sound[cp - SOUND_FIRST] = (uint16_t)c->line;
	}
	return OK;
}

static void put_buckets(struct compiling *c)
{
	struct similar_rules *r = c->r;
	r->n_buckets = 2 * r->phrases.n + 1;
	r->bucket = arena_new_n(c->a, r->n_buckets, int);
	memset(r->bucket, 0xff, r->n_buckets * sizeof *r->bucket);
	for (size_t i = 0; i < r->phrases.n; i++) {
		int *b = &r->bucket[r->phrases.v[i].sound % r->n_buckets];
		r->phrases.v[i].next = *b;
		*b = (int)i;
	}
}

err similar_rules_compile(struct arena *a, str tsv, str sounds, str origin, const struct similar_rules **ret)
{
	struct compiling c = {.a = a, .r = arena_new(a, struct similar_rules), .origin = origin};
	TRY(each_line(&c, sounds, add_sound));
	TRY(each_line(&c, tsv, add_row));
	put_buckets(&c);
	*ret = c.r;
	return OK;
}

err similar_rules_built_in(struct arena *a, const struct similar_rules **ret)
{
	return similar_rules_compile(a, (str){similar_tsv, similar_tsv_n}, (str){sounds_tsv, sounds_tsv_n}, S("data/text/similar.tsv"), ret);
}

double similar_least(const struct similar_rules *r)
{
	return r->weight.least;
}

uint64_t similar_rules_stamp(const struct similar_rules *r)
{
	return r->stamp;
}
