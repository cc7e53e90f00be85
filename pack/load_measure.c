/* SPDX-License-Identifier: Apache-2.0 */
/* Indicators (指标) and subjects (对象): what may be written of them, and that their parts fit.
 * docs/decisions/measured.md. */
#include "pack/method.h"
#include "pack/pack_in.h"

#define INDICATORS_MOST 600 /* of one pack */
#define DECIMALS_MOST 9
#define CODE_MOST 100 /* bytes; what lists can be searched by has at most 200 */

static const char *const span_words[] = {"ten_days", "month", "quarter", "half", "year", NULL};
static const char *const total_words[] = {"last", "sum", "mean", NULL};
static const char *const better_words[] = {"up", "down", NULL};
static const char *const by_words[] = {"growth", "value", NULL};
static_assert(COUNT_OF(span_words) == SPANS + 1 && COUNT_OF(total_words) == TOTALS + 1, "a word for each");
static const struct names spans = {span_words}, totals = {total_words}, betters = {better_words}, bys = {by_words};

const char *span_name(enum measured_span s)
{
	return (unsigned)s < SPANS ? span_words[s] : "";
}

/* A unit in both languages, or a sign that is the same in both. */
static err read_unit(struct load *ld, const struct key *k, void *out)
{
	struct words2 *w = out;
	if (lua_type(ld->L, -1) != LUA_TSTRING)
		return read_words(ld, k, out);
	TRY(read_line(ld, k, &w->zh));
	for (size_t i = 0; i < w->zh.n; i++)
		if ((uint8_t)w->zh.p[i] >= 0x80)
			return read_words(ld, k, out);
	w->en = w->zh;
	return OK;
}

static err read_down(struct load *ld, const struct key *k, void *out)
{
	int v = 0;
	TRY(read_enum(ld, k, &v));
	*(bool *)out = v == 1;
	return OK;
}

static err read_by(struct load *ld, const struct key *k, void *out)
{
	int v = 0;
	TRY(read_enum(ld, k, &v));
	*(enum measured_by *)out = v ? BY_VALUE : BY_GROWTH;
	return OK;
}

static err read_column_heads(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	struct indicator *i = (struct indicator *)((char *)out - offsetof(struct indicator, heads));
	str *v;
	TRY(read_texts(ld, &v, &i->n_heads));
	i->heads = v;
	return OK;
}

static const struct key indicator_key_list[] = {
	{"name", read_name, offsetof(struct indicator, name), .required = true, .first = true},
	{"label", read_words, offsetof(struct indicator, label), .required = true},
	{"unit", read_unit, offsetof(struct indicator, unit)},
	{"help", read_words, offsetof(struct indicator, help)},
	{"of", read_name, offsetof(struct indicator, of), .required = true},
	{"span", read_enum, offsetof(struct indicator, span), .required = true, .arg = &spans},
	{"total", read_enum, offsetof(struct indicator, total), .required = true, .arg = &totals},
	{"cumulative", read_bool, offsetof(struct indicator, cumulative)},
	{"better", read_down, offsetof(struct indicator, down), .arg = &betters},
	{"decimals", read_few, offsetof(struct indicator, decimals)},
	{"from", read_line, offsetof(struct indicator, duty_unit)},
	{"confirm", read_bool, offsetof(struct indicator, confirm)},
	{"heads", read_column_heads, offsetof(struct indicator, heads)},
	{"group", read_words, offsetof(struct indicator, group)},
	{"compare", read_by, offsetof(struct indicator, compare), .arg = &bys},
	{"target", read_by, offsetof(struct indicator, target), .arg = &bys},
	{"public", read_bool, offsetof(struct indicator, public)},
	{"foretells", read_name, offsetof(struct indicator, foretells)},
	{"letter", read_name, offsetof(struct indicator, letter)},
	{"scale_code", read_name, offsetof(struct indicator, scale_code)},
	{"scale_field", read_name, offsetof(struct indicator, scale_field)},
	{"scale_is", read_name, offsetof(struct indicator, scale_is)},
	{"scale_near", read_name, offsetof(struct indicator, scale_near)},
	{"counts", read_name, offsetof(struct indicator, counts)},
	{"air", read_line, offsetof(struct indicator, air)},
	{"scale_since", read_name, offsetof(struct indicator, scale_since)},
	{"scale_target", read_setting_name, offsetof(struct indicator, scale_target)},
	{"scale_bands", read_setting_name, offsetof(struct indicator, scale_bands)},
	{"scale_cumulative", read_setting_name, offsetof(struct indicator, scale_cumulative)},
	{"source", read_line, offsetof(struct indicator, source), .required = true},
};
KEYS(indicator_keys, "indicator", indicator_key_list);
const struct list_of indicators_list = {&indicator_keys, sizeof(struct indicator), INDICATORS_MOST, NULL, true};

bool indicator_is_share(const struct indicator *i)
{
	return str_eq(i->unit.zh, S("%")) || str_eq(i->unit.zh, S("‰"));
}

static const struct kind *kind_of(const struct load *ld, str name)
{
	for (size_t i = 0; i < ld->pack->n_kinds; i++)
		if (str_eq(ld->pack->kinds[i].name, name))
			return &ld->pack->kinds[i];
	return NULL;
}

/* The page of the ten-day report fills in these fields of a letter. */
static err check_fast(struct load *ld, const struct indicator *i)
{
	static const char *const fields[] = {"title", "lead", "why", "text"};
	const struct kind *k = kind_of(ld, i->letter);
	ld->at.key = "foretells";
	if (i->foretells.n && (i->span != SPAN_TEN_DAYS || i->total != TOTAL_SUM || i->cumulative || !str_eq(i->of, S(OF_DISTRICT))))
		return fail(ERR_INPUT, "{0}: a month is foretold by what adds up over its ten days; write of = \"district\", span = \"ten_days\", total = \"sum\" and not cumulative",
			    where(ld));
	ld->at.key = "letter";
	for (size_t f = 0; i->letter.n && f < COUNT_OF(fields); f++)
		if (!k || !i->foretells.n || kind_field(k, str_of(fields[f])) < 0)
			return fail(ERR_INPUT, "{0}: the letter is a kind of this pack with the fields title, lead, why and text, of an indicator that foretells a month", where(ld));
	ld->at.key = "scale_code";
	if (i->scale_code.n && (!i->scale_field.n || !i->scale_is.n || i->span != SPAN_MONTH || i->total != TOTAL_SUM || i->cumulative))
		return fail(ERR_INPUT, "{0}: twelve months are added up; write span = \"month\", total = \"sum\", scale_field and scale_is as well", where(ld));
	ld->at = (struct place){0};
	return OK;
}

/* What the record itself can fill in. */
static err check_taken(struct load *ld, const struct indicator *i)
{
	ld->at.key = "counts";
	if (i->counts.n && (!kind_of(ld, i->counts) || i->cumulative || !(str_eq(i->of, S(OF_DISTRICT)) || str_eq(i->of, S(OF_UNIT)))))
		return fail(ERR_INPUT, "{0}: what is counted are matters of a kind of this pack, by the district or by unit, and not cumulative", where(ld));
	ld->at.key = "air";
	if (i->air.n && (i->counts.n || i->cumulative || !str_eq(i->of, S(OF_DISTRICT))))
		return fail(ERR_INPUT, "{0}: what stations of air say is of the district, not cumulative, and counts no matters", where(ld));
	ld->at = (struct place){0};
	return OK;
}

err indicator_check(struct load *ld, struct indicator *i)
{
	const struct kind *k = kind_of(ld, i->of);
	i->pack = ld->pack;
	if (i->compare == BY_DEFAULT)
		i->compare = indicator_is_share(i) ? BY_VALUE : BY_GROWTH;
	if (i->target == BY_DEFAULT)
		i->target = BY_VALUE;
	ld->at = (struct place){.ctor = "indicator", .line = env_line(ld->L, lua_gettop(ld->L)), .name = i->name};
	ld->at.key = "of";
	if (k && !k->subject)
		return fail(ERR_INPUT, "{0}: the kind {1} is of matters that are dealt with, not of subjects that are measured; write subject = true in it, or name another",
			    where(ld), k->name);
	ld->at.key = "decimals";
	if (i->decimals > DECIMALS_MOST)
		return fail(ERR_LIMIT, "{0}: a measured value is shown with at most 9 decimals; write fewer", where(ld));
	ld->at.key = "cumulative";
	if (i->cumulative && (i->total != TOTAL_SUM || i->span == SPAN_YEAR))
		return fail(ERR_INPUT, "{0}: only what adds up within a year is published from January on; write total = \"sum\" and a shorter span, or leave this out",
			    where(ld));
	ld->at.key = "compare";
	if (indicator_is_share(i) && i->compare == BY_GROWTH)
		return fail(ERR_INPUT, "{0}: a share has no growth in per cent, only in points; write compare = \"value\"", where(ld));
	ld->at.key = "target";
	if (indicator_is_share(i) && i->target == BY_GROWTH)
		return fail(ERR_INPUT, "{0}: a share has no growth in per cent, only in points; write target = \"value\"", where(ld));
	TRY(check_taken(ld, i));
	return check_fast(ld, i);
}

const struct indicator *indicator_named(const struct pack *const *packs, str name)
{
	for (; *packs; packs++)
		for (size_t i = 0; i < (*packs)->n_indicators; i++)
			if (str_eq((*packs)->indicators[i].name, name))
				return &(*packs)->indicators[i];
	return NULL;
}

/* ---- subjects (对象) ------------------------------------------------------------------------- */
static err check_code(struct load *ld, struct kind *k, size_t i)
{
	struct field *f = (struct field *)&k->fields[i];
	if (!f->code)
		return OK;
	at_item(ld, "fields", i, "code");
	if (!k->subject)
		return fail(ERR_INPUT, "{0}: a code tells subjects apart; write subject = true in the kind, or leave it out", where(ld));
	if (f->type != FIELD_LINE || f->personal)
		return fail(ERR_INPUT, "{0}: a code is one line of text and not personal; write type = \"line\"", where(ld));
	if (k->title == (int)i || f->max > CODE_MOST)
		return fail(ERR_INPUT, "{0}: a code is not the title, and has at most 100 bytes; write a field of its own, with a smaller max", where(ld));
	if (k->code >= 0)
		return fail(ERR_INPUT, "{0}: {1} is the code already; a kind has one", where(ld), k->fields[k->code].name);
	f->list = true; /* it is found by it */
	f->max = f->max ? f->max : CODE_MOST;
	k->code = (int)i;
	return OK;
}

err subject_check(struct load *ld, struct kind *k)
{
	for (size_t i = 0; i < k->n_fields; i++)
		TRY(check_code(ld, k, i));
	if (!k->subject)
		return OK;
	for (size_t i = 0; i < k->n_states; i++) {
		at_item(ld, "states", i, "tray");
		if (k->states[i].tray.zh.n)
			return fail(ERR_INPUT, "{0}: a subject waits in nobody's to-do list; leave out tray, or open a matter about it", where(ld));
	}
	at_kind(ld, k, k->n_clocks ? "clocks" : "due");
	if (k->n_clocks || k->due >= 0)
		return fail(ERR_INPUT, "{0}: a subject owes nothing, so no time runs for it; leave this out, or leave out subject", where(ld));
	at_kind(ld, k, "request");
	if (k->request >= 0 || k->n_when_all || k->n_when_any)
		return fail(ERR_INPUT, "{0}: a subject is not dealt with; leave out requests and the rules about all its parts", where(ld));
	return OK;
}
