/* SPDX-License-Identifier: Apache-2.0 */
/* Values of indicators for programs: what stands, all versions of one, the wall, and taking values in. */
#include "web/api_in.h"

#include "core/told.h"
#include "ledger/values.h"

static const char *const state_names[] = {"number", "missing", "not_applicable"};

static void dec_member(struct visit *v, struct json *j, const char *name, bool have, struct dec d)
{
	struct buf b;
	if (!have) {
		member_none(j, name);
		return;
	}
	buf_init(&b, v->arena);
	dec_put(&b, d);
	member_str(j, name, buf_str(&b)); /* a decimal as text: no reader may round it */
}

static void put_value(struct visit *v, struct json *j, const struct measured *m)
{
	json_open(j, '{');
	member_str(j, "indicator", m->indicator);
	member_id(j, "subject", m->subject);
	member_str(j, "period", m->period);
	member_str(j, "sort", str_of(value_sort_names[m->sort]));
	member_str(j, "state", str_of(state_names[m->state]));
	dec_member(v, j, "value", m->state == VALUE_NUMBER, m->number);
	member_str(j, "source", m->source);
	member_int(j, "version", m->version);
	api_put_time(v, j, "at", m->at);
	member_id(j, "person", m->person);
	member_id(j, "unit", m->unit);
	member_id(j, "confirmed_by", m->confirmed_by);
	member_str(j, "reason", m->reason);
	json_close(j);
}

static err sort_asked(str name, int *ret)
{
	*ret = -1;
	for (int s = 0; name.n && s < VALUE_SORTS; s++)
		if (str_eq(name, str_of(value_sort_names[s])))
			*ret = s;
	return !name.n || *ret >= 0 ? OK : fail(ERR_INPUT, "sort is actual, target, base, city, rank or growth");
}

err api_values(struct visit *v)
{
	struct value_query q = {.indicator = query_get(v, "indicator"), .subject = query_int(v, "subject", -1), .from = query_get(v, "from"),
		.to = query_get(v, "to"), .known = MS_NONE, .most = (size_t)query_int(v, "limit", 5000)};
	struct measured *m;
	struct json j;
	day_t known;
	size_t n;
	TRY(sort_asked(query_get(v, "sort"), &q.sort));
	if (query_get(v, "known").n && !day_parse(query_get(v, "known"), &known))
		return fail(ERR_INPUT, "known is a day, like 2026-10-14");
	if (query_get(v, "known").n)
		q.known = zone_at(v->ui.zone, known + 1, 0) - 1;
	bool story = str_eq(query_get(v, "versions"), S("1"));
	const struct measured key = {.indicator = q.indicator, .subject = q.subject < 0 ? 0 : q.subject, .period = q.from, .sort = q.sort < 0 ? VALUE_ACTUAL : (enum value_sort)q.sort};
	TRY(story ? value_story(ctx_of(v), &key, &m, &n) : values_read(ctx_of(v), &q, &m, &n));
	api_begin(v, &j);
	json_open(&j, '{');
	json_key(&j, "values");
	json_open(&j, '[');
	for (size_t i = 0; i < n; i++)
		put_value(v, &j, &m[i]);
	json_close(&j);
	json_close(&j);
	return OK;
}

/* One value: {indicator, subject (id, code or name), period, sort, value, source, reason}. */
static err one_value(struct visit *v, struct measured *ret)
{
	const struct indicator *of = indicator_named(core_packs(v->web->config.core), form_get(v, "indicator"));
	str subject = form_get(v, "subject");
	int sort;
	bool said;
	if (!of)
		return fail(ERR_INPUT, "there is no indicator called {0}; look at the list of indicators", form_get(v, "indicator"));
	TRY(sort_asked(form_get(v, "sort"), &sort));
	*ret = (struct measured){.indicator = of->name, .period = period_typed(v->arena, form_get(v, "period")), .sort = sort < 0 ? VALUE_ACTUAL : (enum value_sort)sort,
		.source = form_get(v, "source")};
	if (!ret->period.n)
		ret->period = form_get(v, "period");
	if (!value_typed(v->arena, form_get(v, "value"), ret, &said))
		return fail(ERR_INPUT, "{0}: “{1}” is not a number; write a number, leave it empty, or write / where it does not apply", of->name, form_get(v, "value"));
	if (subject.n && !str_eq(of->of, S(OF_DISTRICT)) && !str_int(subject, &ret->subject)) {
		TRY(subject_find(ctx_of(v), of->of, subject, &ret->subject));
		ret->subject = ret->subject ? ret->subject : -1;
	}
	return OK;
}

static err sheet_values(struct visit *v, struct measured **ret, size_t *ret_n)
{
	struct values_sheet s;
	int sort;
	TRY(sort_asked(form_get(v, "sort"), &sort));
	const struct values_ask ask = {.indicator = form_get(v, "indicator"), .period = form_get(v, "period"), .source = form_get(v, "source"),
		.sort = sort < 0 ? VALUE_ACTUAL : (enum value_sort)sort};
	TRY(values_sheet_read(ctx_of(v), v->web->config.parts.decoder, S("table.txt"), form_get(v, "table"), &ask, &s));
	if (s.n_findings) {
		struct buf b;
		buf_init(&b, v->arena);
		buf_int(&b, (int64_t)s.findings[0].row + 1);
		return fail(ERR_INPUT, "row {0}: {1}", buf_str(&b), s.findings[0].sentence);
	}
	*ret = s.v;
	*ret_n = s.n;
	return OK;
}

err api_values_post(struct visit *v)
{
	struct measured *m = arena_new(v->arena, struct measured);
	struct json j;
	size_t n = 1, changed;
	TRY(api_form(v));
	TRY(form_get(v, "table").n ? sheet_values(v, &m, &n) : one_value(v, m));
	TRY(committing(v, values_put(ctx_of(v), m, n, form_get(v, "reason"), &changed)));
	api_begin(v, &j);
	json_open(&j, '{');
	member_int(&j, "values", (int64_t)n);
	member_int(&j, "changed", (int64_t)changed);
	json_close(&j);
	return OK;
}

static void put_line(struct visit *v, struct json *j, const struct wall_line *l)
{
	json_open(j, '{');
	member_str(j, "indicator", l->of->name);
	member_str(j, "label", words2_in(&l->of->label, v->lang));
	member_str(j, "unit", words2_in(&l->of->unit, v->lang));
	json_key(j, "now");
	put_value(v, j, &l->now);
	dec_member(v, j, "current", l->has_current, l->current);
	dec_member(v, j, "growth", l->has_growth, l->growth);
	member_bool(j, "growth_computed", l->growth_computed);
	member_int(j, "rank", l->rank);
	member_int(j, "rank_before", l->rank_before);
	dec_member(v, j, "city", l->has_city, l->city);
	dec_member(v, j, "gap", l->has_gap, l->gap);
	dec_member(v, j, "target", l->has_target, l->target);
	dec_member(v, j, "done", l->has_done, l->done);
	dec_member(v, j, "elapsed", l->has_elapsed, l->elapsed);
	dec_member(v, j, "forecast", l->has_forecast, l->forecast);
	dec_member(v, j, "need", l->has_need, l->need);
	dec_member(v, j, "need_growth", l->has_need_growth, l->need_growth);
	member_str(j, "light", str_of(light_name(l->light)));
	json_close(j);
}

err api_indicators(struct visit *v)
{
	struct wall w;
	struct json j;
	TRY(wall_read(ctx_of(v), S(OF_DISTRICT), 0, query_get(v, "period"), MS_NONE, &w));
	api_begin(v, &j);
	json_open(&j, '{');
	member_str(&j, "period", w.period);
	member_int(&j, "compared", (int64_t)w.compared);
	member_int(&j, "above", (int64_t)w.above);
	json_key(&j, "indicators");
	json_open(&j, '[');
	for (size_t i = 0; i < w.n; i++)
		put_line(v, &j, &w.lines[i]);
	json_close(&j);
	json_close(&j);
	return OK;
}
