/* SPDX-License-Identifier: Apache-2.0 */
/* The rule table of packs/ladder/thresholds.tsv, and a turnover against it. Pure. */
#include "core/scale.h"

#include <stdlib.h>

static bool column(str *rest, str *ret)
{
	str head;
	if (!rest->n)
		return false;
	if (!str_split(*rest, '\t', &head, rest)) {
		head = *rest;
		*rest = S("");
	}
	*ret = head;
	return true;
}

void scale_rules(struct arena *a, str tsv, struct scale_rule **ret, size_t *ret_n)
{
	LIST(struct scale_rule) l = {0};
	str line;
	for (str rest = tsv; rest.n;) {
		struct scale_rule r = {0};
		str codes, threshold, to;
		if (!str_split(rest, '\n', &line, &rest)) {
			line = rest;
			rest = S("");
		}
		if (!line.n || line.p[0] == '#' || !column(&line, &codes) || !column(&line, &threshold) || !column(&line, &r.label.zh) || !column(&line, &r.label.en) ||
		    !column(&line, &r.source))
			continue;
		r.code_from = r.code_to = codes;
		if (str_split(codes, '-', &r.code_from, &to))
			r.code_to = to;
		r.by_income = dec_parse(threshold, &r.threshold);
		*list_push(a, &l) = r;
	}
	*ret = l.v;
	*ret_n = l.n;
}

const struct scale_rule *scale_rule_of(const struct scale_rule *rules, size_t n, str field)
{
	const struct scale_rule *best = NULL;
	size_t from = 0, to;
	if (field.n && field.p[0] >= 'A' && field.p[0] <= 'T')
		from = 1; /* C3411: the section stands before it */
	for (to = from; to < field.n && field.p[to] >= '0' && field.p[to] <= '9';)
		to++;
	str code = str_cut(field, from, to);
	for (size_t i = 0; i < n; i++) {
		const struct scale_rule *r = &rules[i];
		str head = str_cut(code, 0, r->code_from.n);
		if (head.n == r->code_from.n && str_cmp(head, r->code_from) >= 0 && str_cmp(head, r->code_to) <= 0 && (!best || r->code_from.n > best->code_from.n))
			best = r;
	}
	return best;
}

enum scale_state scale_judge(const struct scale_rule *r, struct frac turnover, int months, bool counted, int64_t near)
{
	struct frac bound, threshold;
	int reached, close;
	if (!r || !r->by_income || !months)
		return SCALE_UNKNOWN;
	threshold = frac_of(r->threshold);
	if (!frac_mul(threshold, (struct frac){near, 100}, &bound) || !frac_cmp(turnover, threshold, &reached) || !frac_cmp(turnover, bound, &close))
		return SCALE_UNKNOWN;
	if (reached >= 0)
		return counted ? SCALE_FINE : SCALE_REACHED;
	if (!counted && close >= 0)
		return SCALE_NEAR;
	if (months < 12)
		return SCALE_UNKNOWN;
	return counted ? SCALE_RISK : SCALE_FINE;
}

/* ---- bands of turnover ------------------------------------------------------------------------- */
#define BANDS_MOST 12
#define TEN_THOUSANDS 10000 /* of the unit of the table in one of a band: 1亿元 is 10000万元 */

static int by_over(const void *a, const void *b)
{
	return dec_cmp(((const struct scale_band *)b)->over, ((const struct scale_band *)a)->over);
}

static bool band_read(str word, struct scale_band *ret)
{
	str wanted;
	struct dec d;
	return str_split(word, ':', &ret->written, &wanted) && dec_parse(ret->written, &d) && d.v > 0 && dec_mul(d, (struct dec){TEN_THOUSANDS, 0}, &ret->over) &&
	       str_int(wanted, &ret->wanted) && ret->wanted >= 0;
}

bool scale_bands(struct arena *a, str text, struct scale_band **ret, size_t *ret_n)
{
	LIST(struct scale_band) l = {0};
	str word;
	for (str rest = str_trim(text); rest.n; rest = str_trim(rest)) {
		struct scale_band b = {0};
		if (!str_split(rest, ' ', &word, &rest)) {
			word = rest;
			rest = S("");
		}
		if (l.n == BANDS_MOST || !band_read(word, &b))
			return false;
		*list_push(a, &l) = b;
	}
	if (l.n)
		qsort(l.v, l.n, sizeof *l.v, by_over);
	*ret = l.v;
	*ret_n = l.n;
	return true;
}

int scale_band_of(const struct scale_band *v, size_t n, struct frac turnover)
{
	int c;
	for (size_t i = 0; i < n; i++)
		if (frac_cmp(turnover, frac_of(v[i].over), &c) && c >= 0)
			return (int)i;
	return -1;
}
