/* SPDX-License-Identifier: Apache-2.0 */
#include "text/extract_in.h"

#include "base/limits.h"

#include <pthread.h>
#include <string.h>

#define CUE_WORDS_MOST 65535 /* numbered in 16 bits; a pack's list; the built-in one has some thousands */
#define CUE_LETTERS_MOST 24
#define WEIGHT_MOST 9999

static const struct {
	const char *name;
	bool seen;
} tag_rows[] = {
#define TAG(name, seen) {#name, seen},
#include "text/cues.tbl.h"
#undef TAG
};

/* ---- building ---- */
struct weighed_word {
	uint16_t letters[CUE_LETTERS_MOST];
	size_t n;
	int16_t kind[KINDS];
};
struct builder {
	struct arena *a;
	struct cues *c;
	struct trie *trie;
	LIST(struct festival) festivals;
	LIST(struct weighed_word) weighed;
	size_t words;
	str origin;
	int64_t line;
};

static str line_number(struct builder *b)
{
	struct buf n;
	buf_init(&n, b->a);
	buf_int(&n, b->line);
	return buf_str(&n);
}

/* Code points of a word; astral characters cannot be cues. */
static size_t word_letters(str w, uint16_t out[CUE_LETTERS_MOST])
{
	size_t n = 0;
	for (size_t p = 0; p < w.n;) {
		uint32_t cp = utf8_next(w, &p);
		if (n == CUE_LETTERS_MOST || cp > 0xffff)
			return 0;
		out[n++] = (uint16_t)cp;
	}
	return n;
}

static err word_add(struct builder *b, str w, enum tag tag)
{
	uint16_t letters[CUE_LETTERS_MOST];
	size_t n = word_letters(w, letters);
	if (!n)
		return fail(ERR_INPUT, "{0}, line {1}: {2} is too long for a cue word; shorten it", b->origin,
			    line_number(b), w);
	if (++b->words > CUE_WORDS_MOST)
		return fail(ERR_LIMIT, "{0}, line {1}: too many cue words; take some out", b->origin, line_number(b));
	trie_add(b->trie, letters, n, tag);
	if (tag == TAG_year_end || tag == TAG_year_word || tag == TAG_season_ask || tag == TAG_festival ||
	    tag == TAG_near_day)
		b->c->starts[letters[0]] |= STARTS_DAY;
	if (tag == TAG_rank_noun || tag == TAG_double || tag == TAG_scale)
		b->c->starts[letters[0]] |= STARTS_NUMBER;
	return OK;
}

static struct festival *festival_new(struct builder *b, str name)
{
	uint16_t letters[CUE_LETTERS_MOST];
	size_t n = word_letters(name, letters);
	struct festival *f = list_push(b->a, &b->festivals);
	*f = (struct festival){.n = n, .first = DAY_NONE};
	uint16_t *copy = arena_new_n(b->a, n ? n : 1, uint16_t);
	memcpy(copy, letters, n * sizeof *copy);
	f->name = copy;
	return f;
}

static err festival_add(struct builder *b, str w, bool fixed)
{
	str name, when, head;
	int64_t month = 0, day = 0;
	day_t first = DAY_NONE;
	bool good = str_split(w, '=', &name, &when);
	if (good && fixed)
		good = str_split(when, '-', &head, &when) && str_int(head, &month) && str_int(when, &day) &&
		       day_of(2024, (int)month, (int)day) != DAY_NONE;
	else if (good)
		good = day_parse(when, &first);
	if (!good)
		return fail(ERR_INPUT, "{0}, line {1}: {2} is not a festival with its day; write 春节=2025-01-29 or 国庆=10-01",
			    b->origin, line_number(b), w);
	struct festival *f = festival_new(b, name);
	f->month = (int)month;
	f->day = (int)day;
	f->first = first;
	return OK;
}

static enum tag tag_of(str name)
{
	for (size_t i = 0; i < TAGS; i++)
		if (str_eq(name, str_of(tag_rows[i].name)))
			return (enum tag)i;
	return TAG_NONE;
}

static bool word_next(str *rest, str *ret)
{
	while (rest->n && (*rest->p == ' ' || *rest->p == '\t'))
		*rest = str_cut(*rest, 1, rest->n);
	size_t n = 0;
	while (n < rest->n && rest->p[n] != ' ' && rest->p[n] != '\t')
		n++;
	*ret = str_cut(*rest, 0, n);
	*rest = str_cut(*rest, n, rest->n);
	return n > 0;
}

static const char *const evidence_names[] = {
#define EVIDENCE(name, why) #name,
#include "text/evidence.tbl.h"
#undef EVIDENCE
};

/* `n` whole numbers, the weights of a row. */
static bool weights_read(str rest, size_t n, int64_t most, int16_t *out)
{
	str w;
	int64_t v;
	for (size_t i = 0; i < n; i++) {
		if (!word_next(&rest, &w) || !str_int(w, &v) || v < -most || v > most)
			return false;
		out[i] = (int16_t)v;
	}
	return !word_next(&rest, &w);
}

static err weight_wrong(struct builder *b, str name)
{
	return fail(ERR_INPUT, "{0}, line {1}: {2} and its weights cannot be read; make the table again with tools/kinds.py", b->origin, line_number(b), name);
}

/* evidence NAME KIND and a weight for each mode */
static err evidence_add(struct builder *b, str rest)
{
	static const char letters[] = "CAPO";
	str name, kind;
	int16_t w[MODES];
	size_t of = 0, k = 0;
	if (!word_next(&rest, &name) || !word_next(&rest, &kind) || kind.n != 1 || !weights_read(rest, MODES, WEIGHT_MOST, w))
		return weight_wrong(b, S("evidence"));
	while (of < EVIDENCES && !str_eq(name, str_of(evidence_names[of])))
		of++;
	while (k < KINDS && letters[k] != *kind.p)
		k++;
	if (of == EVIDENCES || k == KINDS)
		return weight_wrong(b, name);
	for (size_t m = 0; m < MODES; m++)
		b->c->evidence_kind[of][m][k] = w[m];
	return OK;
}

/* word WORD and a weight for each kind; its number is known when all words are. */
static err word_weigh(struct builder *b, str rest)
{
	struct weighed_word w;
	str word;
	if (!word_next(&rest, &word) || !(w.n = word_letters(word, w.letters)) || !weights_read(rest, KINDS, WORD_WEIGHT_MOST, w.kind))
		return weight_wrong(b, S("word"));
	*list_push(b->a, &b->weighed) = w;
	return OK;
}

static void words_weighed(struct builder *b)
{
	for (size_t i = 0; i < b->weighed.n; i++) {
		const struct weighed_word *w = &b->weighed.v[i];
		uint16_t hit[CUE_LETTERS_MOST + 1];
		hits_find(b->c, w->letters, w->n, hit);
		if (b->c->word[hit[0]].n == w->n)
			memcpy(b->c->kind[hit[0]], w->kind, sizeof w->kind);
	}
}

static err line_add(struct builder *b, str line)
{
	str name, rest, w;
	line = str_trim(line);
	if (!line.n || *line.p == '#')
		return OK;
	if (!str_split(line, '\t', &name, &rest))
		return fail(ERR_INPUT, "{0}, line {1}: a tag, a tab and words are expected", b->origin, line_number(b));
	if (str_eq(name, S("evidence")))
		return evidence_add(b, rest);
	if (str_eq(name, S("word")))
		return word_weigh(b, rest);
	bool fixed = str_eq(name, S("festival_fixed")), lunar = str_eq(name, S("festival_day"));
	enum tag tag = tag_of(name);
	if (tag == TAG_NONE && !fixed && !lunar)
		return fail(ERR_INPUT, "{0}, line {1}: there is no cue tag {2}", b->origin, line_number(b), name);
	while (word_next(&rest, &w))
		TRY(fixed || lunar ? festival_add(b, w, fixed) : word_add(b, w, tag));
	return OK;
}

/* First characters of the forms that are grammar, not words: digits, 第, 每, 到 …. */
static void starts_mark(struct cues *c)
{
	static const char day[] = "0123456789一二三四五六七八九十〇○零两年上下第每到月底本当次“";
	static const char number[] = "0123456789一二三四五六七八九十零两百×Xx*＊前第";
	static const char quote[] = "“《";
	static const char latin[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
	static const struct {
		str letters;
		uint8_t bit;
	} row[] = {{S(day), STARTS_DAY}, {S(number), STARTS_NUMBER}, {S(quote), STARTS_QUOTE}, {S("0123456789"), STARTS_DIGIT},
		   {S(latin), STARTS_LATIN}};
	for (size_t i = 0; i < COUNT_OF(row); i++)
		for (size_t p = 0; p < row[i].letters.n;)
			c->starts[utf8_next(row[i].letters, &p) & 0xffff] |= row[i].bit;
}

/* What may follow the first letter of a day; a first letter without a row is not held. */
static void days_mark(struct cues *c)
{
	static const struct {
		str first, second;
	} row[] = {
		{S("一二三四五六七八九十〇○零两"), S("一二三四五六七八九十〇○零百月日号季个工天周年小分星点时至到-~—/.")},
		{S("年"), S("底末终内")},
		{S("上下"), S("半月周个")},
		{S("本当次"), S("年月周")},
		{S("到"), S("0123456789一二三四五六七八九十〇○零年今明后本“上下")},
		{S("每"), S("半季个月年周星旬日天")},
		{S("第"), S("一二三四五六七八九十123456789")},
		{S("月"), S("底末")},
	};
	for (uint8_t i = 0; i < COUNT_OF(row); i++) {
		for (size_t p = 0; p < row[i].first.n;)
			c->lead[utf8_next(row[i].first, &p) & 0xffff] = (uint8_t)(i + 1);
		for (size_t p = 0; p < row[i].second.n;)
			c->second[utf8_next(row[i].second, &p) & 0xffff] |= (uint8_t)(1u << i);
	}
}

err cues_compile(struct arena *a, str tsv, str origin, const struct cues **ret)
{
	if (tsv.n > LIMIT_TEXT)
		return fail(ERR_LIMIT, "{0} is too large for a list of cue words", origin);
	if (utf8_valid(tsv) != tsv.n)
		return fail(ERR_INPUT, "{0} is not UTF-8; save it as UTF-8", origin);
	struct cues *c = arena_new(a, struct cues);
	struct builder b = {.a = a, .c = c, .trie = trie_new(a), .origin = origin};
	c->starts = arena_new_n(a, 65536, uint8_t);
	c->lead = arena_new_n(a, 65536, uint8_t);
	c->second = arena_new_n(a, 65536, uint8_t);
	c->evidence_kind = (int16_t (*)[MODES][KINDS])arena_new_n(a, EVIDENCES * MODES * KINDS, int16_t);
	starts_mark(c);
	days_mark(c);
	for (size_t from = 0; from < tsv.n;) {
		ptrdiff_t nl = str_find(tsv, S("\n"), from);
		size_t to = nl < 0 ? tsv.n : (size_t)nl;
		b.line++;
		TRY(line_add(&b, str_cut(tsv, from, to)));
		from = to + 1;
	}
	c->festivals = b.festivals.v;
	c->n_festivals = b.festivals.n;
	for (size_t i = 0; i < TAGS; i++)
		if (tag_rows[i].seen)
			c->seen.w[i >> 6] |= 1ull << (i & 63);
	trie_compile(b.trie, c);
	words_weighed(&b);
	*ret = c;
	return OK;
}

/* ---- the table built in ---- */
extern const char extract_tsv[], kinds_tsv[];
extern const size_t extract_tsv_n, kinds_tsv_n;

static struct arena builtin_arena; /* written once, then constant; lives as long as the program */
static const struct cues *builtin;
static pthread_once_t builtin_once = PTHREAD_ONCE_INIT;

static void builtin_make(void)
{
	struct buf both;
	arena_init(&builtin_arena);
	buf_init(&both, &builtin_arena);
	buf_add(&both, (str){extract_tsv, extract_tsv_n});
	buf_add(&both, (str){kinds_tsv, kinds_tsv_n});
	ours(cues_compile(&builtin_arena, buf_str(&both), S("extract.tsv"), &builtin) == OK);
}

const struct cues *cues_builtin(void)
{
	pthread_once(&builtin_once, builtin_make);
	return builtin;
}
