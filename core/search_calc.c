/* SPDX-License-Identifier: Apache-2.0 */
/* What was asked, as words with what else they are called, and as both engines take it. A
 * folded text has neither quotes nor backslashes, so nothing here has to be escaped. */
#include "core/search_in.h"

#include <string.h>

extern const char synonyms_tsv[];
extern const size_t synonyms_tsv_n;

/* ---- words ------------------------------------------------------------------------------- */
static bool quote_opens(uint32_t c)
{
	return c == '"' || c == 0x201c || c == 0x201d || c == 0x300c || c == 0xff02;
}

static bool quote_shuts(uint32_t c)
{
	return c == '"' || c == 0x201c || c == 0x201d || c == 0x300d || c == 0xff02;
}

static bool blank(uint32_t c)
{
	return c == ' ' || c == 0x3000 || c == '\t' || c == '\n' || c == '\r' || c == 0xa0;
}

/* The next word of a question, without its quotes; false at the end. */
static bool next_word(str s, size_t *pos, str *ret, bool *ret_exact)
{
	size_t at = *pos, from = at, before = at;
	uint32_t c = ' ';
	while (at < s.n && blank(c)) {
		from = at;
		c = utf8_next(s, &at);
	}
	if (blank(c))
		return false;
	*ret_exact = quote_opens(c);
	from = *ret_exact ? at : from;
	for (before = from, at = from; at < s.n; before = at) {
		c = utf8_next(s, &at);
		if (*ret_exact ? quote_shuts(c) : blank(c) || quote_opens(c))
			break;
		before = at;
	}
	bool ended = at == s.n && before == at;
	*ret = str_cut(s, from, before);
	*pos = ended || *ret_exact || blank(c) ? at : before;
	return true;
}

static bool part_of(const struct folded *a, const struct folded *b)
{
	return bigram_find(b, a, 0) != SIZE_MAX;
}

/* What has another of them inside would find nothing more. */
static void add_name(struct arena *a, struct asked *k, size_t cap, str name)
{
	struct folded f;
	bigram_fold(a, name, &f);
	if (!f.n || f.n > WORD_MOST || k->n == cap)
		return;
	for (size_t i = 0; i < k->n; i++)
		if (part_of(&k->any[i], &f))
			return;
	size_t kept = 1; /* the word itself stays first */
	for (size_t i = 1; i < k->n; i++)
		if (!part_of(&f, &k->any[i]))
			k->any[kept++] = k->any[i];
	k->n = kept;
	k->any[k->n++] = f;
}

/* Lines of a=b=c and where that is from. */
static void add_synonyms(struct arena *a, struct asked *k, size_t cap)
{
	str word = k->any[0].text, line, list, source;
	for (str rest = {synonyms_tsv, synonyms_tsv_n}; str_split(rest, '\n', &line, &rest);) {
		bool here = false;
		str one, left;
		if (!str_split(line, '\t', &list, &source) || str_starts(list, S("#")))
			continue;
		for (left = list; left.n && !here;) {
			if (!str_split(left, '=', &one, &left))
				one = left, left = STR_NONE;
			here = str_eq(one, word);
		}
		for (left = list; here && left.n;) {
			if (!str_split(left, '=', &one, &left))
				one = left, left = STR_NONE;
			add_name(a, k, cap, one);
		}
	}
}

void question_read(struct arena *a, str words, names_of names, const void *arg, struct question *ret)
{
	size_t pos = 0;
	bool exact;
	str word;
	*ret = (struct question){0};
	while (ret->n < WORDS_MOST && next_word(words, &pos, &word, &exact)) {
		struct asked *k = &ret->word[ret->n];
		str others[WORDS_MOST];
		struct folded f;
		bigram_fold(a, word, &f);
		if (!f.n)
			continue;
		f.n = f.n > WORD_MOST ? WORD_MOST : f.n;
		f.text = str_cut(f.text, 0, utf8_offset(f.text, f.n));
		k->any = arena_new_n(a, 2 * WORDS_MOST, struct folded);
		k->any[0] = f;
		k->n = 1;
		ret->n++;
		if (exact)
			continue;
		size_t n = names ? names(arg, word, others) : 0;
		for (size_t i = 0; i < n; i++)
			add_name(a, k, 2 * WORDS_MOST, others[i]);
		add_synonyms(a, k, 2 * WORDS_MOST);
	}
}

str number_written(struct arena *a, str words)
{
	static const uint32_t open[] = {'[', '(', 0xff3b, 0xff08, 0x3010, 0x3014}, shut[] = {']', ')', 0xff3d, 0xff09, 0x3011, 0x3015};
	struct buf b;
	str s = str_trim(words);
	buf_init(&b, a);
	for (size_t pos = 0; pos < s.n;) {
		uint32_t c = utf8_next(s, &pos);
		for (size_t i = 0; i < COUNT_OF(open); i++)
			c = c == open[i] ? 0x3014 : c == shut[i] ? 0x3015 : c;
		if (c >= 0xff10 && c <= 0xff5a)
			c -= 0xfee0;
		if (!blank(c))
			buf_cp(&b, c);
	}
	return b.n ? buf_str(&b) : S("");
}

/* ---- what the engines take --------------------------------------------------------------------- */
str text_sqlite(struct arena *a, str folded, int64_t slice)
{
	struct buf b;
	buf_init(&b, a);
	buf_fmt(&b, "%lld#", (long long)slice);
	buf_add(&b, folded);
	return buf_str(&b);
}

str question_sqlite(struct arena *a, const struct question *q, bool title, int64_t slice)
{
	struct buf b;
	buf_init(&b, a);
	buf_z(&b, title ? "title : (" : "");
	for (size_t i = 0; i < q->n; i++) {
		buf_z(&b, i ? " AND (" : "(");
		for (size_t k = 0; k < q->word[i].n; k++) {
			buf_fmt(&b, "%s%lld#", k ? " OR \"" : "\"", (long long)slice);
			buf_add(&b, q->word[i].any[k].text);
			buf_byte(&b, '"');
		}
		buf_byte(&b, ')');
	}
	buf_z(&b, title ? ")" : "");
	return buf_str(&b);
}

struct writing {
	struct buf *b;
	bool title;
	int64_t slice;
	size_t n;
};

static int put_query_token(void *arg, str token, bool beside, struct span bytes)
{
	struct writing *w = arg;
	unused_arg(beside);
	unused_arg(bytes);
	buf_fmt(w->b, "%s%lld#", w->n++ ? "<->'" : "'", (long long)w->slice);
	buf_add(w->b, token);
	buf_z(w->b, w->title ? "':A" : "'");
	return 0;
}

str question_postgres(struct arena *a, const struct question *q, bool title, int64_t slice)
{
	struct buf b;
	buf_init(&b, a);
	for (size_t i = 0; i < q->n; i++) {
		buf_z(&b, i ? " & (" : "(");
		for (size_t k = 0; k < q->word[i].n; k++) {
			struct writing w = {.b = &b, .title = title, .slice = slice};
			buf_z(&b, k ? " | (" : "(");
			bigram_tokens(q->word[i].any[k].text, true, put_query_token, &w);
			buf_byte(&b, ')');
		}
		buf_byte(&b, ')');
	}
	return buf_str(&b);
}

struct vector {
	struct buf *b;
	char weight;
	int64_t slice;
	unsigned place;
};

static int put_vector_token(void *arg, str token, bool beside, struct span bytes)
{
	struct vector *v = arg;
	unused_arg(bytes);
	v->place += !beside;
	if (v->place > 16383) /* the highest that a tsvector holds */
		return 1;
	buf_fmt(v->b, "%s%lld#", v->b->n ? " '" : "'", (long long)v->slice);
	buf_add(v->b, token);
	buf_fmt(v->b, "':%u%c", v->place, v->weight);
	return 0;
}

str vector_postgres(struct arena *a, str folded, char weight, int64_t slice)
{
	struct buf b;
	struct vector v = {.b = &b, .weight = weight, .slice = slice};
	buf_init(&b, a);
	bigram_tokens(folded, false, put_vector_token, &v);
	return b.n ? buf_str(&b) : S("");
}

/* ---- what really stands there --------------------------------------------------------------------- */
bool asked_in(const struct asked *k, const struct folded *t)
{
	for (size_t i = 0; i < k->n; i++)
		if (bigram_find(t, &k->any[i], 0) != SIZE_MAX)
			return true;
	return false;
}

bool question_answered(const struct question *q, const struct folded *texts, size_t n)
{
	for (size_t i = 0; i < q->n; i++) {
		size_t k = 0;
		while (k < n && !asked_in(&q->word[i], &texts[k]))
			k++;
		if (k == n)
			return false;
	}
	return q->n > 0;
}

static void add_span(struct marked_text *m, struct span s)
{
	size_t i = m->n;
	while (i > 0 && m->at[i - 1].from > s.from)
		i--;
	memmove(m->at + i + 1, m->at + i, (m->n - i) * sizeof *m->at);
	m->at[i] = s;
	m->n++;
}

/* Those that touch or overlap become one. */
static void join_spans(struct marked_text *m)
{
	size_t n = 0;
	for (size_t i = 0; i < m->n; i++)
		if (n && m->at[i].from <= m->at[n - 1].to)
			m->at[n - 1].to = m->at[i].to > m->at[n - 1].to ? m->at[i].to : m->at[n - 1].to;
		else
			m->at[n++] = m->at[i];
	m->n = n;
}

#define MARKS_MOST 64

void question_mark(struct arena *a, const struct question *q, str text, const struct folded *f, struct marked_text *ret)
{
	*ret = (struct marked_text){.text = text, .at = arena_new_n(a, MARKS_MOST, struct span)};
	for (size_t i = 0; i < q->n; i++)
		for (size_t k = 0; k < q->word[i].n; k++) {
			const struct folded *w = &q->word[i].any[k];
			for (size_t at = bigram_find(f, w, 0); at != SIZE_MAX && ret->n < MARKS_MOST; at = bigram_find(f, w, at + w->n))
				add_span(ret, (struct span){f->at[at].from, f->at[at + w->n - 1].to});
		}
	join_spans(ret);
}

#define BEFORE_MARK 16
#define PIECE_MOST 96

struct marked_text marked_piece(struct arena *a, const struct marked_text *m)
{
	size_t n = utf8_count(m->text), from, to, head;
	struct marked_text r = {.at = arena_new_n(a, m->n, struct span)};
	struct buf b;
	from = m->n && m->at[0].from > BEFORE_MARK ? m->at[0].from - BEFORE_MARK : 0;
	to = from + PIECE_MOST < n ? from + PIECE_MOST : n;
	buf_init(&b, a);
	if (from)
		buf_z(&b, "…");
	head = from ? 1 : 0;
	str piece = str_cut(m->text, utf8_offset(m->text, from), utf8_offset(m->text, to));
	for (size_t i = 0; i < piece.n; i++)
		buf_byte(&b, piece.p[i] == '\n' ? ' ' : piece.p[i]);
	if (to < n)
		buf_z(&b, "…");
	for (size_t i = 0; i < m->n && m->at[i].to <= to; i++)
		r.at[r.n++] = (struct span){m->at[i].from - from + head, m->at[i].to - from + head};
	r.text = b.n ? buf_str(&b) : S("");
	return r;
}
