/* SPDX-License-Identifier: Apache-2.0 */
/* The values of a factor as a workbook or as text, over the span that the page shows. */
#include "web/monitor_in.h"

#include "core/privacy.h"
#include "ledger/out.h"

struct table_out {
	struct visit *v;
	const struct outlet_series *s;
};

static str moment(struct visit *v, ms_t at)
{
	struct buf b;
	buf_init(&b, v->arena);
	ms_put_rfc3339(&b, v->ui.zone, at);
	return buf_str(&b);
}

static void row_put(void *arg, size_t i, struct out_cell *cells)
{
	const struct table_out *t = arg;
	const struct outlet_point *p = &t->s->v[i];
	struct buf value, flag;
	buf_init(&value, t->v->arena), buf_init(&flag, t->v->arena);
	if (p->has)
		dec_put(&value, p->v);
	put_outlet_flag(&flag, &t->v->ui, p->flag);
	cells[0].text = moment(t->v, p->time);
	cells[1].text = buf_str(&value);
	cells[2].text = buf_str(&flag);
}

static enum outlet_span span_of(str s)
{
	for (int i = 0; i < OUTLET_SPANS; i++)
		if (str_eq(s, str_of(outlet_span_names[i])))
			return (enum outlet_span)i;
	return SPAN_ONE_DAY;
}

err outlet_file(struct visit *v)
{
	struct station st;
	enum out_form form = OUT_XLSX;
	str f = query_get(v, "f"), code = query_get(v, "c"), bytes;
	if (f.n && (!out_form_named(f, &form) || form == OUT_JSON))
		return fail(ERR_USAGE, "f is xlsx or csv");
	TRY(station_asked(v, &st));
	struct outlet_series s = {.code = code.n ? code : S("")};
	TRY(outlet_series_read(v, &st, span_of(query_get(v, "t")), &s));
	if (s.too_long)
		return fail(ERR_LIMIT, "this span has more than 100000 values; choose a shorter one");
	const struct factor *factor = factor_of(s.code, v->ui.today);
	const str name = factor ? factor->name : s.code;
	const struct out_column columns[] = {{.heading = said(v, W("outlet|Time")), .key = "time", .width = 26},
		{.heading = path_with(v, STR_FMT " " STR_FMT, STR_ARG(name), STR_ARG(factor ? factor->unit : S(""))), .key = "value", .sort = OUT_NUMBER, .width = 18},
		{.heading = said(v, W("outlet|Flag")), .key = "flag", .width = 14}};
	const struct out_table table = {.title = path_with(v, STR_FMT " " STR_FMT, STR_ARG(st.name), STR_ARG(name)), .unit = S(""), .date = S(""),
		.lang = v->lang, .columns = columns, .n = COUNT_OF(columns)};
	TRY(out_whole(v->arena, form, &table, s.n, row_put, &(struct table_out){v, &s}, &bytes));
	TRY(taken_out(v, "station", S(""), out_form_name(form), (int64_t)s.n, false));
	send_file(v, path_with(v, "station-%lld.%s", (long long)st.id, out_form_ending(form)), out_form_type(form), bytes, false);
	return OK;
}
