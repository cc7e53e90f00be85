/* SPDX-License-Identifier: Apache-2.0 */
#include "monitor/roll_in.h"

const struct roll_rule *roll_rule_of(const struct roll_rule *v, size_t n, char medium, bool day, day_t on)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].medium == medium && v[i].day == day && v[i].from <= on && (v[i].until == DAY_NONE || on < v[i].until))
			return &v[i];
	return NULL;
}

/* sum by n, one place more than the finest part, half to even. */
static bool mean_of(struct dec sum, int n, struct dec *ret)
{
	int64_t scaled, q, r;
	if (sum.scale < 17) {
		if (!mul_ok(sum.v, 10, &scaled))
			return false;
		sum.scale++;
	} else
		scaled = sum.v;
	q = scaled / n;
	r = scaled % n;
	int64_t twice = (r < 0 ? -r : r) * 2;
	if (twice > n || (twice == n && (q & 1)))
		q += scaled < 0 ? -1 : 1;
	*ret = (struct dec){q, sum.scale};
	return true;
}

static bool normal_enough(const struct roll_rule *rule, int n, int normal)
{
	return n > 0 && (int64_t)normal * 100 >= (int64_t)n * (rule ? rule->normal : 100);
}

bool roll_sum(const struct roll_rule *rule, const struct roll_part *v, size_t n, struct roll_sum *ret)
{
	struct dec sum = {0, 0};
	bool good = true;
	*ret = (struct roll_sum){.flag = 'D'};
	for (size_t i = 0; i < n; i++) {
		ret->n++;
		if (!v[i].normal || !v[i].has_value)
			continue;
		good = good && dec_add(sum, v[i].value, &sum);
		if (!ret->n_normal || dec_cmp(v[i].value, ret->min) < 0)
			ret->min = v[i].value;
		if (!ret->n_normal || dec_cmp(v[i].value, ret->max) > 0)
			ret->max = v[i].value;
		ret->n_normal++;
		ret->covered += v[i].covers;
	}
	ret->valid = ret->n_normal > 0 && (!rule || ret->covered >= rule->least);
	ret->flag = normal_enough(rule, ret->n, ret->n_normal) ? 'N' : 'D';
	return good && ret->n_normal > 0 && mean_of(sum, ret->n_normal, &ret->mean);
}
