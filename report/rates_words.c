/* SPDX-License-Identifier: Apache-2.0 */
/* Definitions in words: data/request_rates.tsv, built into the program. */
#include <pthread.h>

#include "report/rates_in.h"

extern const char request_rates_tsv[];
extern const size_t request_rates_tsv_n;

static struct rate_words table[RATE_NAMES];

static void take(str line)
{
	str v[8], rest = line;
	enum rate_name r;
	for (size_t i = 0; i < COUNT_OF(v); i++)
		if (!str_split(rest, '\t', &v[i], &rest)) {
			v[i] = rest;
			rest = S("");
		}
	ours(rate_named(v[0], &r));
	table[r] = (struct rate_words){{v[1], v[2]}, {v[3], v[4]}, {v[5], v[6]}, v[7]};
}

static void load(void)
{
	str line;
	for (str rest = {request_rates_tsv, request_rates_tsv_n}; str_split(rest, '\n', &line, &rest);)
		if (line.n && line.p[0] != '#')
			take(line);
}

const struct rate_words *rate_words_of(enum rate_name r)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, load);
	return &table[r];
}

/* ---- keys in words ------------------------------------------------------------------------ */
static str choice_label(const struct kind *k, const char *field, str name, enum lang lang)
{
	int f = k ? kind_field(k, str_of(field)) : -1;
	for (size_t i = 0; f >= 0 && i < k->fields[f].n_choices; i++)
		if (str_eq(k->fields[f].choices[i].name, name))
			return words2_in(&k->fields[f].choices[i].label, lang);
	return S("");
}

/* Of a level above the leaves (urban.road) the first parts of the label of a leaf below it: 城市管理·道路设施 */
static str level_label(const struct kind *order, str key, enum lang lang)
{
	int f = order ? kind_field(order, S("category")) : -1;
	for (size_t i = 0; f >= 0 && i < order->fields[f].n_choices; i++) {
		const struct choice *c = &order->fields[f].choices[i];
		if (c->name.n <= key.n || c->name.p[key.n] != '.' || !str_eq(str_cut(c->name, 0, key.n), key))
			continue;
		str label = words2_in(&c->label, lang);
		ptrdiff_t at = -1;
		for (size_t k = 0; k <= key.n; k++)
			if (k == key.n || key.p[k] == '.')
				at = str_find(label, S("·"), (size_t)(at + 1));
		return at < 0 ? label : str_trim(str_cut(label, 0, (size_t)at));
	}
	return S("");
}

static str unit_label(const struct rates_month *m, int64_t id)
{
	for (size_t i = 0; i < m->n_units; i++)
		if (m->units[i].id == id)
			return m->units[i].name;
	return S("");
}

/* A level that no table names is called by its name: urban.road */
str rates_label(const struct rates_month *m, const struct kind *order, enum lang lang, enum rates_group g, int64_t id, str key)
{
	int sort = order ? kind_sort(order, S(REQUEST_SORT)) : -1;
	str s = S("");
	if (g == RATES_ALL)
		return word(lang, W("rates|The whole district"));
	if (g == RATES_UNIT || g == RATES_TOWN) {
		s = unit_label(m, id);
		return s.n ? s : g == RATES_UNIT ? word(lang, W("Not handed to a unit")) : word(lang, W("No town named"));
	}
	if (!key.n)
		return word(lang, W("rates|not said"));
	if (g == RATES_CLASS)
		s = choice_label(order, "class", key, lang);
	else if (g == RATES_CATEGORY)
		s = choice_label(order, "category", key, lang).n ? choice_label(order, "category", key, lang) : level_label(order, key, lang);
	else if (sort >= 0)
		s = choice_label(&order->parts[sort], "channel", key, lang);
	return s.n ? s : key;
}

str rates_band_label(struct arena *a, const struct rates_rules *r, int band, enum lang lang)
{
	struct buf b, low, high;
	buf_init(&b, a);
	buf_init(&low, a);
	buf_init(&high, a);
	if (band < 0)
		return word(lang, W("rates|Departments"));
	if (!r->n_bands)
		return word(lang, W("rates|Towns"));
	buf_int(&low, band ? r->bands[band - 1] : 0);
	buf_int(&high, (size_t)band < r->n_bands ? r->bands[band] : 0);
	const str args[] = {buf_str(&low), buf_str(&high)};
	word_fmt(&b, lang, !band ? W("Towns of up to {1} residents") : (size_t)band == r->n_bands ? W("Towns of more than {0} residents") :
		 W("Towns of more than {0} and up to {1} residents"), args, 2);
	return buf_str(&b);
}
