/* SPDX-License-Identifier: Apache-2.0 */
#include "core/measure_calc.h"

static bool wmul(int128 a, int128 b, int128 *ret)
{
	return !__builtin_mul_overflow(a, b, ret);
}

static int128 gcd(int128 a, int128 b)
{
	while (b) {
		int128 t = a % b;
		a = b;
		b = t;
	}
	return a < 0 ? -a : a;
}

static struct frac lowest(int128 n, int128 d)
{
	int128 g = gcd(n, d);
	if (d < 0)
		g = -g;
	return g ? (struct frac){n / g, d / g} : (struct frac){0, 1};
}

struct frac frac_of(struct dec v)
{
	int128 d = 1;
	for (int i = 0; i < v.scale; i++)
		d *= 10;
	return lowest(v.v, d);
}

struct frac frac_int(int64_t v)
{
	return (struct frac){v, 1};
}

bool frac_add(struct frac a, struct frac b, struct frac *ret)
{
	int128 g = gcd(a.d, b.d), x, y, d, n;
	if (!wmul(a.n, b.d / g, &x) || !wmul(b.n, a.d / g, &y) || !wmul(a.d, b.d / g, &d) || __builtin_add_overflow(x, y, &n))
		return false;
	*ret = lowest(n, d);
	return true;
}

bool frac_sub(struct frac a, struct frac b, struct frac *ret)
{
	return frac_add(a, (struct frac){-b.n, b.d}, ret);
}

bool frac_mul(struct frac a, struct frac b, struct frac *ret)
{
	struct frac x = lowest(a.n, b.d), y = lowest(b.n, a.d);
	int128 n, d;
	if (!wmul(x.n, y.n, &n) || !wmul(x.d, y.d, &d))
		return false;
	*ret = (struct frac){n, d};
	return true;
}

bool frac_div(struct frac a, struct frac b, struct frac *ret)
{
	return b.n != 0 && frac_mul(a, b.n < 0 ? (struct frac){-b.d, -b.n} : (struct frac){b.d, b.n}, ret);
}

bool frac_cmp(struct frac a, struct frac b, int *ret)
{
	struct frac d;
	if (!frac_sub(a, b, &d))
		return false;
	*ret = d.n < 0 ? -1 : d.n > 0;
	return true;
}

bool frac_round(struct frac a, int scale, enum rounding how, struct dec *ret)
{
	int128 p = 1, n;
	for (int i = 0; i < scale; i++)
		p *= 10;
	if (scale < 0 || scale > 18 || !wmul(a.n, p, &n))
		return false;
	int128 q = n / a.d, r = n % a.d, away = n < 0 ? -1 : 1;
	r = r < 0 ? -r : r;
	if (how != ROUND_DOWN && (r > a.d - r || (r == a.d - r && (how == ROUND_HALF_UP || q % 2 != 0))))
		q += away;
	if (q > INT64_MAX || q < -INT64_MAX)
		return false;
	*ret = (struct dec){(int64_t)q, scale};
	return true;
}

/* a / b in per cent */
bool share_of(struct frac part, struct frac whole, struct frac *ret)
{
	struct frac q;
	return whole.n > 0 && frac_div(part, whole, &q) && frac_mul(q, frac_int(100), ret);
}

bool growth_of(struct frac now, struct frac base, struct frac *ret)
{
	struct frac more;
	return frac_sub(now, base, &more) && share_of(more, base, ret);
}

bool base_from_growth(struct frac now, struct frac growth, struct frac *ret)
{
	struct frac per, times;
	return frac_div(growth, frac_int(100), &per) && frac_add(per, frac_int(1), &times) && times.n > 0 && frac_div(now, times, ret);
}

bool contribution_of(struct frac part, struct frac part_base, struct frac whole_base, struct frac *ret)
{
	struct frac more;
	return frac_sub(part, part_base, &more) && share_of(more, whole_base, ret);
}

bool forecast_of(struct frac done, struct frac elapsed, struct frac *ret)
{
	struct frac q;
	return elapsed.n > 0 && frac_div(done, elapsed, &q) && frac_mul(q, frac_int(100), ret);
}

bool growth_needed(struct frac target, struct frac done, struct frac base_year, struct frac base_done, struct frac *ret)
{
	struct frac rest, base_rest;
	return frac_sub(target, done, &rest) && frac_sub(base_year, base_done, &base_rest) && growth_of(rest, base_rest, ret);
}

void ranks_of(const struct frac *v, const bool *present, size_t n, bool down, int *ret)
{
	for (size_t i = 0; i < n; i++) {
		ret[i] = present[i];
		for (size_t k = 0; present[i] && k < n; k++) {
			int c = 0;
			if (present[k] && frac_cmp(v[k], v[i], &c) && (down ? c < 0 : c > 0))
				ret[i]++;
		}
	}
}
