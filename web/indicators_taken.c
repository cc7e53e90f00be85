/* SPDX-License-Identifier: Apache-2.0 */
/* Values that the record itself can fill into the form: matters that were opened, what stations of air say. Whoever enters
 * looks at them and saves them; nothing is entered by itself. */
#include "web/web_in.h"

static err counted(struct visit *v, struct enter_view *view, day_t from, day_t to)
{
	struct counted_unit *c;
	size_t n;
	int64_t all = 0;
	TRY(matters_counted(ctx_of(v), view->of, from, to, &c, &n));
	for (size_t i = 0; i < n; i++)
		all += c[i].n;
	for (size_t k = 0; k < view->n; k++) {
		struct enter_row *r = &view->rows[k];
		int64_t own = r->subject ? 0 : all;
		for (size_t i = 0; i < n; i++)
			own += r->subject && c[i].unit == r->subject ? c[i].n : 0;
		if (r->sort == VALUE_ACTUAL)
			r->value = path_with(v, "%lld", (long long)own);
	}
	view->source = said(v, W("wall|counted in this system: matters that were opened in the period"));
	return OK;
}

static err from_air(struct visit *v, struct enter_view *view, day_t from, day_t to)
{
	struct air_taken a;
	struct dec d;
	TRY(air_taken(ctx_of(v), view->of->air, from, to, &a));
	if (!a.v.valid || !ratio_round(a.v.v, view->of->decimals, ROUND_HALF_EVEN, &d)) {
		view->nothing = true;
		return OK;
	}
	struct buf b;
	buf_init(&b, v->arena);
	dec_put(&b, d);
	for (size_t k = 0; k < view->n; k++)
		if (view->rows[k].sort == VALUE_ACTUAL)
			view->rows[k].value = buf_str(&b);
	view->source = said_with(v, W("wall|air stations of the district: {0}, days: {1}"), (str[]){ui_n((int64_t)a.stations), ui_n((int64_t)a.days)}, 2);
	return OK;
}

bool enter_takes(const struct indicator *i)
{
	return i && (i->counts.n || i->air.n);
}

err enter_take(struct visit *v, struct enter_view *view)
{
	enum measured_span span;
	day_t from, to;
	if (!enter_takes(view->of) || !period_parse(view->period, &span, &from, &to))
		return OK;
	return view->of->counts.n ? counted(v, view, from, to) : from_air(v, view, from, to);
}
