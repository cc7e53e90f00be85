/* SPDX-License-Identifier: Apache-2.0 */
/* From counts to results: whole numbers and fractions of them, rounded once at the end.
 *
 * Bounds: 8 groups of 500 make denominators up to 500^8 = 4e21, weights 1000, points 1000.00, items 20: below 1e36. */
#include "ballot/ballot.h"

#include <stdlib.h>
#include <string.h>

typedef __int128 wide;

size_t ballot_items(const struct ballot_rules *r)
{
	return r->sort == BALLOT_RANK ? 1 : r->n_items;
}

size_t ballot_choices(const struct ballot_rules *r)
{
	return r->sort == BALLOT_RANK ? r->n_subjects : r->n_grades;
}

/* Hundredths, half up, away from zero at the half. */
static struct dec hundredths(wide num, wide den)
{
	wide up = num < 0 ? -num : num;
	wide q = (2 * up + den) / (2 * den);
	return (struct dec){(int64_t)(num < 0 ? -q : q), 2};
}

static int64_t points(const struct ballot_rules *r, size_t choice)
{
	return r->sort == BALLOT_RANK ? (r->first - r->step * (int64_t)choice) * 100 : r->grades[choice].value;
}

static int64_t item_weight(const struct ballot_rules *r, size_t item)
{
	return r->sort == BALLOT_RANK ? 1 : r->items[item].value;
}

static int64_t answers_of(const struct ballot_rules *r, const int64_t *counts)
{
	int64_t n = 0;
	for (size_t c = 0; c < ballot_choices(r); c++)
		n += counts[c];
	return n;
}

/* Takes `trim` answers away from the highest, or from the lowest, end. */
static void cut(const struct ballot_rules *r, int64_t *left, bool highest, int64_t trim)
{
	while (trim > 0) {
		size_t at = SIZE_MAX;
		for (size_t c = 0; c < ballot_choices(r); c++)
			if (left[c] && (at == SIZE_MAX || (highest ? points(r, c) > points(r, at) : points(r, c) < points(r, at))))
				at = c;
		if (at == SIZE_MAX)
			break;
		int64_t some = left[at] < trim ? left[at] : trim;
		left[at] -= some;
		trim -= some;
	}
}

static int64_t trimmed_sum(const struct ballot_rules *r, const int64_t *counts)
{
	int64_t left[BALLOT_SUBJECTS_MOST], sum = 0;
	memcpy(left, counts, ballot_choices(r) * sizeof *left);
	cut(r, left, true, r->trim);
	cut(r, left, false, r->trim);
	for (size_t c = 0; c < ballot_choices(r); c++)
		sum += left[c] * points(r, c);
	return sum;
}

/* A cell is weighted / (n * the weights of the items), in hundredths. */
struct part {
	wide weighted;
	int64_t n; /* after trimming */
};

static void cell(struct arena *a, const struct ballot_rules *r, const int64_t *counts, struct ballot_cell *ret, struct part *part)
{
	size_t items = ballot_items(r), choices = ballot_choices(r);
	int64_t weights = 0, n = answers_of(r, counts);
	*ret = (struct ballot_cell){.shown = n >= r->least && n > 2 * r->trim};
	*part = (struct part){0};
	if (!ret->shown)
		return;
	ret->n = n;
	ret->counts = counts;
	ret->items = arena_new_n(a, items, struct dec);
	part->n = n - 2 * r->trim;
	for (size_t i = 0; i < items; i++) {
		int64_t sum = trimmed_sum(r, counts + i * choices);
		ret->items[i] = hundredths(sum, part->n);
		part->weighted += (wide)sum * item_weight(r, i);
		weights += item_weight(r, i);
	}
	ret->value = hundredths(part->weighted, (wide)part->n * weights);
}

static void total(const struct ballot_rules *r, const struct part *parts, struct ballot_total *ret)
{
	wide num = 0, den = 1;
	int64_t weights = 0, items = 0;
	*ret = (struct ballot_total){0};
	for (size_t i = 0; i < ballot_items(r); i++)
		items += item_weight(r, i);
	for (size_t g = 0; g < r->n_groups; g++) {
		if (!parts[g].n) {
			ret->hidden++;
			continue;
		}
		num = num * parts[g].n + parts[g].weighted * r->groups[g].value * den;
		den *= parts[g].n;
		weights += r->groups[g].value;
	}
	ret->some = weights > 0;
	if (ret->some)
		ret->value = hundredths(num, den * weights * items);
}

static void rank(const struct ballot_rules *r, struct ballot_result *ret)
{
	for (size_t i = 0; i < r->n_subjects; i++)
		ret->order[i] = i;
	if (r->sort != BALLOT_RANK)
		return;
	for (size_t i = 0; i < r->n_subjects; i++) {
		ret->totals[i].rank = ret->totals[i].some;
		for (size_t k = 0; k < r->n_subjects && ret->totals[i].some; k++)
			ret->totals[i].rank += ret->totals[k].some && dec_cmp(ret->totals[k].value, ret->totals[i].value) > 0;
	}
	for (size_t i = 1; i < r->n_subjects; i++) { /* by insertion: at most sixty, and stable */
		size_t is = ret->order[i], k = i;
		for (; k && ret->totals[ret->order[k - 1]].rank > ret->totals[is].rank; k--)
			ret->order[k] = ret->order[k - 1];
		ret->order[k] = is;
	}
}

void ballot_compute(struct arena *a, const struct ballot_rules *r, const int64_t *const *counts, struct ballot_result *ret)
{
	size_t row = ballot_items(r) * ballot_choices(r);
	struct part parts[BALLOT_GROUPS_MOST];
	*ret = (struct ballot_result){.cells = arena_new_n(a, r->n_subjects * r->n_groups, struct ballot_cell), .totals = arena_new_n(a, r->n_subjects, struct ballot_total),
		.order = arena_new_n(a, r->n_subjects, size_t)};
	for (size_t s = 0; s < r->n_subjects; s++) {
		for (size_t g = 0; g < r->n_groups; g++) {
			cell(a, r, counts[g] + s * row, &ret->cells[s * r->n_groups + g], &parts[g]);
			ret->hidden += !ret->cells[s * r->n_groups + g].shown;
		}
		total(r, parts, &ret->totals[s]);
	}
	rank(r, ret);
}
