/* SPDX-License-Identifier: Apache-2.0 */
/* From a message to its features: troubles by the table, names of places by what stands behind
 * them, numbers of houses and lines, pairs of characters for the rest. */
#include "text/similar_in.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- SipHash-2-4 (Aumasson, Bernstein 2012) ------------------------------------------------ */
static uint64_t turn(uint64_t x, int b)
{
	return x << b | x >> (64 - b);
}

static void sip_round(uint64_t v[4])
{
	v[0] += v[1], v[1] = turn(v[1], 13) ^ v[0], v[0] = turn(v[0], 32);
	v[2] += v[3], v[3] = turn(v[3], 16) ^ v[2];
	v[0] += v[3], v[3] = turn(v[3], 21) ^ v[0];
	v[2] += v[1], v[1] = turn(v[1], 17) ^ v[2], v[2] = turn(v[2], 32);
}

static void sip_word(uint64_t v[4], uint64_t m)
{
	v[3] ^= m;
	sip_round(v);
	sip_round(v);
	v[0] ^= m;
}

uint64_t similar_hash(const struct similar_key *k, const void *p, size_t n)
{
	uint64_t v[4] = {k->k[0] ^ 0x736f6d6570736575u, k->k[1] ^ 0x646f72616e646f6du, k->k[0] ^ 0x6c7967656e657261u, k->k[1] ^ 0x7465646279746573u};
	const uint8_t *b = p;
	uint64_t m = 0, last = (uint64_t)n << 56;
	size_t i = 0;
	for (; i + 8 <= n; i += 8) {
		memcpy(&m, b + i, 8);
		sip_word(v, m);
	}
	for (size_t j = 0; i + j < n; j++)
		last |= (uint64_t)b[i + j] << 8 * j;
	sip_word(v, last);
	v[2] ^= 0xff;
	for (int r = 0; r < 4; r++)
		sip_round(v);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/* ---- reading ------------------------------------------------------------------------------------ */
enum { SPACE_WORD, SPACE_TOPIC, SPACE_NUMBER, SPACE_CATEGORY, SPACE_CALLER, SPACE_TERM, SPACE_CELL, SPACE_AREA, SPACE_CHAR };
enum { SAID_STOP = 1, SAID_TOPIC = 2, SAID_NUMBER = 4 };
struct reading {
	struct arena *a;
	const struct similar_rules *r;
	const struct similar_key *k;
	struct folded f;
	size_t before; /* characters of the texts before this one */
	uint8_t *said; /* of each character */
	LIST(struct trait) traits;
};

static bool is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(uint32_t c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || c == '.';
}

static uint64_t hash_in(const struct similar_key *k, uint32_t space, const uint32_t *v, size_t n)
{
	uint32_t all[2 * PHRASE_MOST + 2];
	n = n < 2 * PHRASE_MOST ? n : 2 * PHRASE_MOST;
	all[0] = space;
	memcpy(all + 1, v, n * sizeof *v);
	return similar_hash(k, all, (n + 1) * sizeof *all);
}

static uint32_t code_of(unsigned sort, uint64_t sound, uint64_t chars)
{
	return (uint32_t)sort << 29 | (uint32_t)(sound & 0x3ffff) << 11 | (uint32_t)(chars & 0x7ff);
}

static str piece(const struct reading *g, size_t from, size_t to)
{
	struct folded part = {.cp = g->f.cp + from, .n = to - from};
	struct buf b;
	buf_init(&b, g->a);
	for (size_t i = 0; i < part.n; i++)
		buf_cp(&b, part.cp[i]);
	return b.n ? buf_str(&b) : S("");
}

static void add(struct reading *g, unsigned sort, uint64_t hash, uint64_t chars, bool heard, size_t from, size_t to)
{
	uint32_t code = code_of(sort, hash, chars);
	for (size_t i = 0; i < g->traits.n; i++) {
		struct trait *t = &g->traits.v[i];
		if (CODE_SOUND(t->code) != CODE_SOUND(code))
			continue;
		if (sort > t->sort)
			t->sort = (uint8_t)sort, t->code = code;
		t->heard &= heard;
		return;
	}
	if (g->traits.n < 4 * SIMILAR_TRAITS)
		*list_push(g->a, &g->traits) = (struct trait){.hash = hash, .code = code, .sort = (uint8_t)sort, .heard = heard, .text = piece(g, from, to), .at = g->before + from};
}

/* Characters from..to as a word or name: all of these share one space. */
static void add_word(struct reading *g, unsigned sort, size_t from, size_t to)
{
	uint32_t sound[2 * PHRASE_MOST];
	size_t n = to - from < 2 * PHRASE_MOST ? to - from : 2 * PHRASE_MOST;
	for (size_t i = 0; i < n; i++)
		sound[i] = similar_sound(g->r, g->f.cp[from + i]);
	add(g, sort, hash_in(g->k, SPACE_WORD, sound, n), hash_in(g->k, SPACE_WORD, g->f.cp + from, n), false, from, to);
}

/* ---- phrases ---- */
static size_t run_of(const struct reading *g, size_t at)
{
	size_t n = 0;
	while (n < PHRASE_MOST && at + n < g->f.n && g->f.cp[at + n] != ' ')
		n++;
	return n;
}

/* One dull character in three is borne: 过度费 sounds as 过渡费 does. */
static bool untouched(const struct reading *g, size_t from, size_t n)
{
	size_t dull = 0;
	for (size_t i = 0; i < n; i++) {
		if (g->said[from + i])
			return false;
		dull += (similar_dull(g->r, g->f.cp[from + i]) & 1) != 0;
	}
	return 3 * dull <= n;
}

static const struct similar_phrase *longest(const struct reading *g, size_t at, bool heard)
{
	for (size_t n = run_of(g, at); n > (heard ? 1 : 0); n--) {
		const struct similar_phrase *p = NULL;
		if (!heard || untouched(g, at, n))
			p = similar_phrase_at(g->r, g->f.cp + at, n, heard ? 1u << PHRASE_TOPIC : 1u << PHRASE_TOPIC | 1u << PHRASE_STOP, heard);
		if (p)
			return p;
	}
	return NULL;
}

static void find_phrases(struct reading *g, bool heard)
{
	for (size_t i = 0; i < g->f.n;) {
		const struct similar_phrase *p = longest(g, i, heard);
		if (!p) {
			i++;
			continue;
		}
		for (size_t k = 0; k < p->n && p->n > 1; k++) /* a single one may be of a name: 清河 */
			g->said[i + k] = p->sort == PHRASE_STOP ? SAID_STOP : SAID_TOPIC;
		size_t to = i + p->n;
		for (; p && p->sort == PHRASE_TOPIC; p = similar_phrase_next(g->r, p, g->f.cp + i, heard)) {
			uint32_t which = p->which;
			uint64_t h = hash_in(g->k, SPACE_TOPIC, &which, 1);
			add(g, TRAIT_TOPIC, h, h >> 20, heard, i, to);
		}
		i = to;
	}
}

/* ---- numbers ---- */
static int numeral(uint32_t c)
{
	static const uint32_t han[] = {0x96f6, 0x4e00, 0x4e8c, 0x4e09, 0x56db, 0x4e94, 0x516d, 0x4e03, 0x516b, 0x4e5d};
	if (is_digit(c))
		return (int)(c - '0');
	for (int i = 0; i < 10; i++)
		if (c == han[i])
			return i;
	return c == 0x3007 ? 0 : c == 0x4e24 ? 2 : c == 0x5341 ? 10 : c == 0x767e ? 100 : -1;
}

/* 12, 十二, 一百零三; the end of it. */
static size_t number_at(const struct reading *g, size_t at, uint32_t *ret)
{
	uint32_t all = 0, now = 0;
	bool positional = true;
	size_t i = at;
	for (; i < g->f.n && numeral(g->f.cp[i]) >= 0 && i - at < 8; i++) {
		uint32_t d = (uint32_t)numeral(g->f.cp[i]);
		if (d >= 10) {
			all += (now ? now : 1) * d;
			now = 0;
			positional = false;
		} else {
			now = positional ? now * 10 + d : d;
		}
	}
	*ret = all + now;
	return i;
}

static void find_numbers(struct reading *g)
{
	uint32_t v;
	for (size_t i = 0; i < g->f.n; i++) {
		size_t end = number_at(g, i, &v);
		if (end == i)
			continue;
		const struct similar_phrase *p = NULL;
		size_t room = end < g->f.n ? run_of(g, end) : 0;
		for (size_t n = room < 4 ? room : 4; n > 0 && !p; n--)
			p = similar_phrase_at(g->r, g->f.cp + end, n, 1u << PHRASE_NUMBER, false);
		bool long_digits = is_digit(g->f.cp[i]) && end - i >= 3;
		if (p) {
			uint32_t what[2] = {p->which, v};
			uint64_t h = hash_in(g->k, SPACE_NUMBER, what, 2);
			/* the class stands where characters do: numbers of one class can differ */
			add(g, TRAIT_NUMBER, h, p->which, false, i, end + p->n);
			memset(g->said + i, SAID_NUMBER, end + p->n - i);
			end += p->n;
		} else if (long_digits && !(i > 0 && is_letter(g->f.cp[i - 1]))) {
			add_word(g, TRAIT_WORD, i, end);
		}
		i = end - 1;
	}
}

/* ---- places ---- */
static bool begins_name(const struct reading *g, size_t i)
{
	uint32_t c = g->f.cp[i];
	return c == ' ' || is_letter(c) || similar_dull(g->r, c) || g->said[i];
}

static void add_name(struct reading *g, unsigned sort, size_t from, size_t to)
{
	size_t n = to - from;
	if (!n || similar_phrase_at(g->r, g->f.cp + from, n, 1u << PHRASE_PLAIN | 1u << PHRASE_STOP, false))
		return;
	if (n > 2 && similar_phrase_at(g->r, g->f.cp + to - 2, 2, 1u << PHRASE_PLAIN, false))
		return;
	add_word(g, sort, n > 2 ? to - 2 : from, to);
	if (n > 2)
		add_word(g, sort, from, to);
}

static void find_places(struct reading *g)
{
	for (size_t i = 1; i < g->f.n; i++) {
		const struct similar_phrase *p = NULL;
		size_t room = run_of(g, i);
		for (size_t n = room < 4 ? room : 4; n > 0 && !p; n--)
			p = similar_phrase_at(g->r, g->f.cp + i, n, 1u << PHRASE_PLACE, false);
		if (!p || (g->said[i] & SAID_TOPIC && p->n == 1) || g->said[i] & SAID_NUMBER)
			continue;
		size_t from = i, to = i;
		while (from > 0 && i - from < 4 && !begins_name(g, from - 1))
			from--;
		/* 大王庄村 and 大王庄 are one */
		if (p->which == TRAIT_HOME && to - from > 2 && similar_phrase_at(g->r, g->f.cp + to - 1, 1, 1u << PHRASE_PLACE, false))
			to--;
		add_name(g, p->which, from, to);
		i += p->n - 1u;
	}
}

/* Where the name begins: 碧水湾隔壁金桂园 is 金桂园. */
static size_t past_beside(const struct reading *g)
{
	for (size_t i = 2; i + 3 < g->f.n && i < 8; i++)
		if (similar_phrase_at(g->r, g->f.cp + i, 2, 1u << PHRASE_BESIDE, false)) {
			size_t to = i + 2;
			return to + 2 <= g->f.n && similar_dull(g->r, g->f.cp[to]) & 1 ? to + 1 : to;
		}
	return 0;
}

/* What stands in the field of the place before any ending or number is a name too: 金色港湾3号楼. */
static void place_begin(struct reading *g)
{
	size_t from = past_beside(g), n = from;
	while (n < g->f.n && n - from < 6 && g->f.cp[n] != ' ' && !is_letter(g->f.cp[n]) && !g->said[n])
		n++;
	for (size_t i = from + 1; i < n; i++)
		for (size_t k = 1; k <= 4 && i + k <= g->f.n; k++)
			if (similar_phrase_at(g->r, g->f.cp + i, k, 1u << PHRASE_PLACE, false))
				return;
	if (n - from >= 2 && n - from <= 6)
		add_name(g, TRAIT_HOME, from, n);
}

/* ---- the rest ---- */
/* 养鸽 and 鸽子 have no pair in common, but a rare character. */
static void find_chars(struct reading *g)
{
	for (size_t i = 0; i < g->f.n; i++) {
		uint32_t c = g->f.cp[i];
		if (c < SOUND_FIRST || c > SOUND_LAST || g->said[i] & (SAID_STOP | SAID_NUMBER) || similar_dull(g->r, c) || numeral(c) >= 0)
			continue;
		uint64_t h = hash_in(g->k, SPACE_CHAR, &c, 1);
		add(g, TRAIT_WORD, h, h >> 20, false, i, i + 1);
	}
}

static void find_words(struct reading *g)
{
	for (size_t i = 0; i < g->f.n; i++) {
		uint32_t c = g->f.cp[i];
		if (is_letter(c) && !(g->said[i] & SAID_NUMBER) && (i == 0 || !is_letter(g->f.cp[i - 1]))) {
			size_t to = i;
			bool latin = false;
			while (to < g->f.n && is_letter(g->f.cp[to]))
				latin |= !is_digit(g->f.cp[to++]);
			if (latin && to - i > 1)
				add_word(g, TRAIT_WORD, i, to);
			continue;
		}
		if (i + 1 >= g->f.n || c == ' ' || g->f.cp[i + 1] == ' ' || is_letter(c) || is_letter(g->f.cp[i + 1]))
			continue;
		if ((similar_dull(g->r, c) | similar_dull(g->r, g->f.cp[i + 1])) & 1 || g->said[i] & g->said[i + 1] & SAID_STOP)
			continue;
		add_word(g, TRAIT_WORD, i, i + 2);
	}
}

static str begin_of(str text)
{
	return str_cut(text, 0, utf8_offset(text, SIMILAR_TEXT));
}

static void read_text(struct reading *g, str text, bool place)
{
	g->before += g->f.n;
	bigram_fold(g->a, begin_of(text), &g->f);
	g->said = arena_alloc(g->a, g->f.n + 1);
	find_phrases(g, false);
	if (!place)
		find_phrases(g, true);
	find_numbers(g);
	if (place)
		place_begin(g);
	find_places(g);
	find_words(g);
	find_chars(g);
}

/* Places, numbers and troubles before words; what was said first before what came later. */
static size_t keep_most(struct reading *g)
{
	size_t n = 0;
	for (int words = 0; words < 2; words++)
		for (size_t i = words ? n : 0; i < g->traits.n && n < SIMILAR_TRAITS; i++)
			if (words || g->traits.v[i].sort != TRAIT_WORD) {
				struct trait t = g->traits.v[i];
				memmove(g->traits.v + n + 1, g->traits.v + n, (i - n) * sizeof t);
				g->traits.v[n++] = t;
			}
	return n;
}

static int by_sound(const void *a, const void *b)
{
	uint32_t x = CODE_SOUND(((const struct trait *)a)->code), y = CODE_SOUND(((const struct trait *)b)->code);
	return x < y ? -1 : x > y;
}

static uint32_t level_hash(const struct similar_key *k, str name)
{
	uint32_t v[2];
	uint64_t h = similar_hash(k, name.p, name.n);
	memcpy(v, &h, sizeof v);
	uint64_t in = hash_in(k, SPACE_CATEGORY, v, 2);
	return (uint32_t)in ? (uint32_t)in : 1;
}

static void read_facts(const struct similar_key *k, const struct similar_facts *f, struct similar_side *s)
{
	str c = f->category;
	size_t at = 0;
	for (int i = 0; i < 3 && at < c.n; i++) {
		ptrdiff_t dot = str_find(c, S("."), at);
		size_t to = dot < 0 || i == 2 ? c.n : (size_t)dot;
		s->category[i] = level_hash(k, str_cut(c, 0, to));
		at = to + 1;
	}
	char digits[24];
	size_t n = 0;
	for (size_t i = 0; i < f->caller.n; i++)
		if (f->caller.p[i] >= '0' && f->caller.p[i] <= '9' && n < sizeof digits - 1)
			digits[1 + n++] = f->caller.p[i];
	digits[0] = SPACE_CALLER;
	s->caller = n >= 5 ? similar_hash(k, digits, n + 1) : 0;
	s->area = f->area;
	s->x = f->x;
	s->y = f->y;
	s->at = f->at;
}

void similar_read(struct arena *a, const struct similar_rules *r, const struct similar_key *k, const struct similar_text *t, const struct similar_facts *f,
		  struct similar_message *ret)
{
	struct reading g = {.a = a, .r = r, .k = k};
	read_text(&g, t->place, true);
	read_text(&g, t->title, false);
	read_text(&g, t->words, false);
	*ret = (struct similar_message){0};
	ret->n = ret->side.n = keep_most(&g);
	ret->traits = g.traits.v;
	if (ret->n)
		qsort(ret->traits, ret->n, sizeof *ret->traits, by_sound);
	for (size_t i = 0; i < ret->n; i++)
		ret->side.codes[i] = ret->traits[i].code;
	read_facts(k, f, &ret->side);
}

unsigned trait_slot(uint32_t code)
{
	return CODE_SOUND(code) & (SIMILAR_SLOTS - 1);
}

unsigned similar_piece_slot(const struct similar_rules *r, const struct similar_key *k, const uint32_t *cp, size_t n)
{
	uint32_t sound[2 * PHRASE_MOST];
	for (size_t i = 0; i < n && i < COUNT_OF(sound); i++)
		sound[i] = n > 1 ? similar_sound(r, cp[i]) : cp[i];
	return trait_slot(code_of(TRAIT_WORD, hash_in(k, n > 1 ? SPACE_WORD : SPACE_CHAR, sound, n), 0));
}

/* ---- kept ------------------------------------------------------------------------------------------ */
/* Bytes: version 1, category 3*4, caller 8, area 8, x 4, y 4, then 4 for each trait; little-endian. */
#define PACK_HEAD (1 + 12 + 8 + 8 + 4 + 4)

static void put_le(struct buf *b, uint64_t v, int bytes)
{
	for (int i = 0; i < bytes; i++)
		buf_byte(b, (char)(v >> 8 * i));
}

static uint64_t get_le(const char **p, int bytes)
{
	uint64_t v = 0;
	for (int i = 0; i < bytes; i++)
		v |= (uint64_t)(uint8_t)*(*p)++ << 8 * i;
	return v;
}

str similar_pack(struct arena *a, const struct similar_side *s)
{
	struct buf b;
	buf_init(&b, a);
	put_le(&b, SIMILAR_VERSION, 1);
	for (int i = 0; i < 3; i++)
		put_le(&b, s->category[i], 4);
	put_le(&b, s->caller, 8);
	put_le(&b, (uint64_t)s->area, 8);
	put_le(&b, (uint32_t)s->x, 4);
	put_le(&b, (uint32_t)s->y, 4);
	for (size_t i = 0; i < s->n; i++)
		put_le(&b, s->codes[i], 4);
	return buf_str(&b);
}

bool similar_unpack(str bytes, struct similar_side *ret)
{
	const char *p = bytes.p;
	if (bytes.n < PACK_HEAD || (bytes.n - PACK_HEAD) % 4 || (bytes.n - PACK_HEAD) / 4 > SIMILAR_TRAITS || get_le(&p, 1) != SIMILAR_VERSION)
		return false;
	*ret = (struct similar_side){.n = (bytes.n - PACK_HEAD) / 4};
	for (int i = 0; i < 3; i++)
		ret->category[i] = (uint32_t)get_le(&p, 4);
	ret->caller = get_le(&p, 8);
	ret->area = (int64_t)get_le(&p, 8);
	ret->x = (int32_t)get_le(&p, 4);
	ret->y = (int32_t)get_le(&p, 4);
	for (size_t i = 0; i < ret->n; i++)
		ret->codes[i] = (uint32_t)get_le(&p, 4);
	for (size_t i = 1; i < ret->n; i++)
		if (CODE_SOUND(ret->codes[i]) <= CODE_SOUND(ret->codes[i - 1]))
			return false;
	return true;
}
