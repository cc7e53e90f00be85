/* SPDX-License-Identifier: Apache-2.0 */
/* Claims of documents against values: which value a claim is about, exactly, and whether it can be it. */
#include "core/document_in.h"
#include "core/measure_in.h"
#include "core/said.h"

#define EXCERPT 90 /* code points of a sentence that are shown */

extern const char said_tsv[];
extern const size_t said_tsv_n;

STMT(said_documents, "SELECT id, at FROM document WHERE region = $1 AND (at, id) < ($2, $3) ORDER BY at DESC, id DESC LIMIT $4");
const struct stmt *const core_read_said_stmts[] = {&said_documents, NULL};

struct series { /* values of one indicator and subject */
	const struct indicator *of;
	int64_t subject;
	struct measured *v;
	size_t n;
};
struct holding {
	struct ctx *x;
	struct said_source source;
	LIST(struct series) series;
	LIST(struct said_line) lines;
	LIST(struct wall) walls;
};

/* ---- one value --------------------------------------------------------------------------------- */
struct found {
	struct frac value, half;
	const struct measured *of; /* the value, or the newest of those it was computed of */
	bool computed;
	int decimals;
};

static const struct measured *kept(const struct series *s, str period, enum value_sort sort)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].sort == sort && s->v[i].state == VALUE_NUMBER && str_eq(s->v[i].period, period))
			return &s->v[i];
	return NULL;
}

static bool as_found(const struct measured *m, struct found *ret)
{
	if (!m)
		return false;
	*ret = (struct found){.value = frac_of(m->number), .of = m, .half = {1, 2}, .decimals = m->number.scale};
	for (int i = 0; i < m->number.scale; i++)
		ret->half.d *= 10;
	return true;
}

/* Of the months `from`..`to` of a year: the first and last of the indicator's own spans. */
static bool spans_of(const struct indicator *of, const struct said_period *p, int *ret_first, int *ret_last)
{
	int a_year = span_a_year(of->span);
	if ((p->from - 1) * a_year % 12 || p->to * a_year % 12)
		return false;
	*ret_first = (p->from - 1) * a_year / 12 + 1;
	*ret_last = p->to * a_year / 12;
	return *ret_first <= *ret_last;
}

static bool combined(const struct series *s, struct arena *a, int year, int first, int last, struct found *ret)
{
	struct found one;
	if (!as_found(kept(s, period_nth(a, year, s->of->span, last), VALUE_ACTUAL), ret))
		return false;
	if (s->of->total != TOTAL_SUM)
		return s->of->total == TOTAL_LAST || first == last || s->of->cumulative;
	if (s->of->cumulative && first > 1) {
		ret->computed = true;
		return as_found(kept(s, period_nth(a, year, s->of->span, first - 1), VALUE_ACTUAL), &one) && frac_sub(ret->value, one.value, &ret->value);
	}
	for (int i = first; i < last && !s->of->cumulative; i++) {
		ret->computed = true;
		if (!as_found(kept(s, period_nth(a, year, s->of->span, i), VALUE_ACTUAL), &one) || !frac_add(ret->value, one.value, &ret->value))
			return false;
	}
	return true;
}

static bool amount(const struct series *s, struct arena *a, int year, const struct said_period *p, struct found *ret)
{
	int first, last;
	if (p->from == 1 && p->to == 12 && as_found(kept(s, period_nth(a, year, SPAN_YEAR, 1), VALUE_ACTUAL), ret))
		return true;
	return spans_of(s->of, p, &first, &last) && combined(s, a, year, first, last, ret);
}

static bool grown(const struct series *s, struct arena *a, const struct said_period *p, struct found *ret)
{
	struct found base;
	int first, last;
	if (!spans_of(s->of, p, &first, &last))
		return false;
	str period = period_nth(a, p->year, s->of->span, last);
	bool whole = !s->of->cumulative ? first == last : first == 1;
	if (whole && as_found(kept(s, period, VALUE_GROWTH), ret))
		return true;
	if (!amount(s, a, p->year, p, ret) || !((whole && as_found(kept(s, period, VALUE_BASE), &base)) || amount(s, a, p->year - 1, p, &base)))
		return false;
	ret->computed = true;
	ret->half = (struct frac){0, 1};
	ret->decimals = 1;
	return indicator_is_share(s->of) ? frac_sub(ret->value, base.value, &ret->value) : growth_of(ret->value, base.value, &ret->value);
}

static bool target_of(const struct series *s, struct arena *a, const struct said_period *p, bool growth, struct found *ret)
{
	int first, last;
	if (!indicator_is_share(s->of) && (s->of->target == BY_GROWTH) != growth)
		return false;
	if (p->from == 1 && p->to == 12 && as_found(kept(s, period_nth(a, p->year, SPAN_YEAR, 1), VALUE_TARGET), ret))
		return true;
	return spans_of(s->of, p, &first, &last) && as_found(kept(s, period_nth(a, p->year, s->of->span, last), VALUE_TARGET), ret);
}

static bool beside(const struct series *s, struct arena *a, const struct said_period *p, enum value_sort sort, struct found *ret)
{
	int first, last;
	return spans_of(s->of, p, &first, &last) && as_found(kept(s, period_nth(a, p->year, s->of->span, last), sort), ret);
}

static bool gap(const struct series *s, struct arena *a, const struct said_period *p, struct found *ret)
{
	struct found city;
	if (!beside(s, a, p, VALUE_CITY, &city) || !(s->of->compare == BY_VALUE ? amount(s, a, p->year, p, ret) : grown(s, a, p, ret)))
		return false;
	ret->computed = true;
	ret->decimals = city.decimals > ret->decimals ? city.decimals : ret->decimals;
	return s->of->down ? frac_sub(city.value, ret->value, &ret->value) : frac_sub(ret->value, city.value, &ret->value);
}

static bool done(const struct series *s, struct arena *a, const struct said_period *p, struct found *ret)
{
	struct found target;
	const struct said_period year = {p->year, 1, 12};
	if (!amount(s, a, p->year, p, ret) || !target_of(s, a, &year, false, &target))
		return false;
	ret->computed = true;
	ret->decimals = 1;
	return share_of(ret->value, target.value, &ret->value);
}

static bool measured_of(const struct series *s, struct arena *a, const struct said *c, struct found *ret)
{
	const struct said_period *p = &c->period;
	if (c->target)
		return c->aspect <= SAID_GROWTH && target_of(s, a, p, c->aspect == SAID_GROWTH, ret);
	switch (c->aspect) {
	case SAID_VALUE: return amount(s, a, p->year, p, ret);
	case SAID_GROWTH:
	case SAID_POINTS: return grown(s, a, p, ret);
	case SAID_GAP: return gap(s, a, p, ret);
	case SAID_RANK: return beside(s, a, p, VALUE_RANK, ret);
	case SAID_DONE: return done(s, a, p, ret);
	default: return false;
	}
}

/* ---- a claim ---------------------------------------------------------------------------------------- */
static err series_of(struct holding *h, const struct said *c, const struct series **ret)
{
	struct ctx *x = h->x;
	for (size_t i = 0; i < h->series.n; i++)
		if (h->series.v[i].of == c->of && h->series.v[i].subject == c->subject) {
			*ret = &h->series.v[i];
			return OK;
		}
	struct series s = {.of = c->of, .subject = c->subject};
	struct value_query q = {.indicator = c->of->name, .subject = c->subject, .sort = -1, .known = MS_NONE};
	TRY(values_read(x, &q, &s.v, &s.n));
	struct series *new = list_push(x->arena, &h->series);
	*new = s;
	*ret = new;
	return OK;
}

static err wall_at(struct holding *h, const struct said_period *p, const struct wall **ret)
{
	str month = period_nth(h->x->arena, p->year, SPAN_MONTH, p->to);
	for (size_t i = 0; i < h->walls.n; i++)
		if (str_eq(h->walls.v[i].period, month)) {
			*ret = &h->walls.v[i];
			return OK;
		}
	struct wall w;
	TRY(wall_read(h->x, S(OF_DISTRICT), 0, month, MS_NONE, &w));
	struct wall *new = list_push(h->x->arena, &h->walls);
	*new = w;
	*ret = new;
	return OK;
}

static err judge_count(struct holding *h, struct said_line *l)
{
	const struct wall *w;
	TRY(wall_at(h, &l->said.period, &w));
	l->period = w->period;
	l->above = (int64_t)w->above;
	l->compared = (int64_t)w->compared;
	l->verdict = !w->compared ? SAID_NO_VALUE : said_agrees(&l->said.range, frac_int(l->above), frac_int(0)) && l->compared == l->said.among ? SAID_AGREES : SAID_DIFFERS;
	l->has_measured = w->compared != 0;
	l->measured = (struct dec){l->above, 0};
	l->computed = true;
	return OK;
}

static err judge(struct holding *h, struct said_line *l)
{
	const struct series *s;
	struct found f;
	struct arena *a = h->x->arena;
	int first, last;
	l->verdict = SAID_NO_PERIOD;
	if (!l->said.period.from)
		return OK;
	if (l->said.aspect == SAID_ABOVE)
		return judge_count(h, l);
	TRY(series_of(h, &l->said, &s));
	l->verdict = SAID_NO_VALUE;
	if (spans_of(s->of, &l->said.period, &first, &last))
		l->period = period_nth(a, l->said.period.year, s->of->span, last);
	if (!measured_of(s, a, &l->said, &f))
		return OK;
	l->verdict = said_agrees(&l->said.range, f.value, f.half) ? SAID_AGREES : SAID_DIFFERS;
	l->period = f.of->period;
	l->version = f.of->version;
	l->source = f.of->source;
	l->computed = f.computed;
	if (f.computed && s->of->decimals > f.decimals)
		f.decimals = s->of->decimals;
	l->has_measured = frac_round(f.value, f.decimals, ROUND_HALF_UP, &l->measured);
	return OK;
}

/* ---- a document --------------------------------------------------------------------------------------- */
static str excerpt(str text, const struct said *c)
{
	size_t from = c->sentence.from, to = c->sentence.to;
	if (to - from > EXCERPT) {
		size_t before = c->at.from - from < EXCERPT * 2 / 3 ? c->at.from - from : EXCERPT * 2 / 3;
		from = c->at.from - before;
		to = from + EXCERPT < to ? from + EXCERPT : to;
	}
	size_t at = utf8_offset(text, from);
	str rest = str_cut(text, at, text.n);
	return str_trim(str_cut(rest, 0, utf8_offset(rest, to - from)));
}

static err hold_document(struct holding *h, int64_t id, bool *ret_read)
{
	struct ctx *x = h->x;
	struct doc d;
	struct marks m;
	struct said *c;
	str text, marks;
	size_t n;
	bool there, sees, all;
	*ret_read = false;
	TRY(doc_load(x, id, &d, &there));
	if (!there)
		return OK;
	TRY(doc_see(x, &d, &sees, &all));
	if (!sees || !all)
		return OK;
	*ret_read = true;
	TRY(doc_text(x, id, d.text_version, &text, &marks));
	if (!marks_load(x->arena, marks, &m))
		return fail(ERR_INPUT, "the marks of the document {0} are damaged; run `luoshi check`", d.number);
	h->source.text = text;
	h->source.title = d.title;
	h->source.date = d.date;
	h->source.sentences = m.sentences;
	h->source.n_sentences = m.n_sentences;
	said_find(x->arena, &h->source, &c, &n);
	for (size_t i = 0; i < n; i++) {
		struct said_line *l = list_push(x->arena, &h->lines);
		*l = (struct said_line){.said = c[i], .document = id, .number = d.number, .title = d.title, .sentence = excerpt(text, &c[i]),
			.period = S(""), .source = S("")};
		TRY(judge(h, l));
	}
	return OK;
}

static void names_of(struct holding *h)
{
	struct ctx *x = h->x;
	LIST(struct said_subject) l = {0};
	struct said_name *names;
	h->source.words = said_words_compile(x->arena, (str){said_tsv, said_tsv_n});
	said_all_names(x->arena, h->source.words, x->core->packs, &names, &h->source.n_names);
	h->source.names = names;
	for (size_t i = 0; i < x->roster->n_units; i++) {
		const struct unit *u = &x->roster->units[i];
		*list_push(x->arena, &l) = (struct said_subject){u->short_name, u->id};
		if (!str_eq(u->name, u->short_name))
			*list_push(x->arena, &l) = (struct said_subject){u->name, u->id};
	}
	h->source.subjects = l.v;
	h->source.n_subjects = l.n;
	h->source.about = (struct frac){house_int(x->core, ctx_today(x), S("kernel.said_about")), 100};
}

static err some_documents(struct holding *h, str cursor, int limit, struct said_list *ret)
{
	struct ctx *x = h->x;
	LIST(int64_t) ids = {0};
	struct rows *r;
	int64_t at = INT64_MAX, id = INT64_MAX, read = 0, last_at = 0;
	str first, rest;
	if (cursor.n && (!str_split(cursor, '-', &first, &rest) || !str_int(first, &at) || !str_int(rest, &id)))
		return fail(ERR_INPUT, "this place in the list is not known; begin again at its first page");
	TRY(query(x->snap, &said_documents, VALS(V_INT(x->core->region), V_INT(at), V_INT(id), V_INT(limit)), &r));
	while (rows_next(r)) {
		*list_push(x->arena, &ids) = row_int(r, 0);
		last_at = row_int(r, 1);
	}
	TRY(rows_end(r));
	for (size_t i = 0; i < ids.n; i++) {
		bool there;
		TRY(hold_document(h, ids.v[i], &there));
		read += there;
	}
	ret->documents = (size_t)read;
	if (ids.n == (size_t)limit) {
		struct buf b;
		buf_init(&b, x->arena);
		buf_fmt(&b, "%lld-%lld", (long long)last_at, (long long)ids.v[ids.n - 1]);
		ret->next = buf_str(&b);
	}
	return OK;
}

err said_read(struct ctx *x, int64_t document, str cursor, int limit, struct said_list *ret)
{
	struct holding h = {.x = x};
	struct said_list l = {.next = S("")};
	bool read = false;
	TRY(ctx_snap(x));
	if (!measures_business(x))
		return fail(ERR_DENIED, "documents and values are for those who work with matters");
	names_of(&h);
	if (document) {
		TRY(hold_document(&h, document, &read));
		if (!read)
			return fail(ERR_NOTFOUND, "there is no such document, or you may not see it; ask the supervision office if you need it");
		l.documents = 1;
	} else {
		TRY(some_documents(&h, cursor, limit, &l));
	}
	l.lines = h.lines.v;
	l.n = h.lines.n;
	for (size_t i = 0; i < l.n; i++)
		l.count[l.lines[i].verdict]++;
	*ret = l;
	return OK;
}
