/* SPDX-License-Identifier: Apache-2.0 */
/* The values of an evaluation before they are scored (数据核对): every subject that the reader may see, what
 * is confirmed and what is not; confirming by subject; entering what an objection found. */
#include "web/web_in.h"

#include "core/measure.h"

static str cell_text(struct visit *v, const struct run *r, size_t cell)
{
	if (r->table.states[cell] == SCORE_NUMBER)
		return run_dec(v, r->numbers[cell]);
	return r->table.states[cell] == SCORE_NOT_APPLICABLE ? S("/") : S("");
}

/* Columns in which nobody has anything are not shown. */
static size_t columns_shown(struct visit *v, const struct run *r, size_t *ret, str *heads)
{
	size_t n = 0;
	for (size_t c = 0; c < r->n_columns; c++) {
		bool some = false;
		for (size_t i = 0; i < r->n; i++)
			some |= r->table.states[c * r->n + i] != SCORE_MISSING;
		if (!some)
			continue;
		struct buf b;
		buf_init(&b, v->arena);
		buf_add(&b, words2_in(&r->columns[c].label, v->lang));
		if (r->columns[c].unit.zh.n) {
			buf_z(&b, v->lang == LANG_ZH ? "（" : " (");
			buf_add(&b, words2_in(&r->columns[c].unit, v->lang));
			buf_z(&b, v->lang == LANG_ZH ? "）" : ")");
		}
		heads[n] = buf_str(&b);
		ret[n++] = c;
	}
	return n;
}

static void fill_rows(struct visit *v, const struct run *r, struct run_values_page *p)
{
	size_t *columns = arena_new_n(v->arena, r->n_columns, size_t);
	str *heads = arena_new_n(v->arena, r->n_columns, str);
	struct run_value_row *l = arena_new_n(v->arena, r->n, struct run_value_row);
	p->n_heads = columns_shown(v, r, columns, heads);
	for (size_t i = 0; i < r->n; i++) {
		str *values = arena_new_n(v->arena, p->n_heads, str);
		bool *fresh = arena_new_n(v->arena, p->n_heads, bool);
		l[i] = (struct run_value_row){.name = r->subjects[i].name, .code = r->subjects[i].code, .unit = r->subjects[i].unit_name, .values = values, .fresh = fresh,
			.href = path_with(v, "/matters/%lld", (long long)r->subjects[i].id)};
		for (size_t c = 0; c < p->n_heads; c++) {
			values[c] = cell_text(v, r, columns[c] * r->n + i);
			fresh[c] = r->fresh[columns[c] * r->n + i];
			l[i].unconfirmed += fresh[c];
		}
		p->unconfirmed += l[i].unconfirmed;
	}
	p->heads = heads;
	p->rows = l;
	p->n = r->n;
}

static err fill_fixes(struct visit *v, const struct run *r, struct run_values_page *p)
{
	struct run_fix *f;
	p->may_issue = run_may_issue(ctx_of(v));
	if (!p->may_issue)
		return OK;
	TRY(run_fixes(ctx_of(v), r, &f, &p->n_fixes));
	struct fix_row *l = arena_new_n(v->arena, p->n_fixes, struct fix_row);
	for (size_t i = 0; i < p->n_fixes; i++)
		l[i] = (struct fix_row){r->subjects[f[i].row].name, words2_in(&r->columns[f[i].column].label, v->lang), cell_text(v, r, f[i].column * r->n + f[i].row),
			run_dec(v, f[i].should), path_with(v, "%lld", (long long)f[i].part)};
	p->fixes = l;
	return OK;
}

static err show(struct visit *v, int64_t matter, str wrong)
{
	struct run *r;
	struct matter_view m;
	struct run_values_page p = {.said = wrong, .matter = matter};
	TRY(matter_brief(ctx_of(v), matter, &m));
	p.evaluation = m.row;
	TRY(run_values(ctx_of(v), matter, &r));
	p.period = r->period;
	fill_rows(v, r, &p);
	TRY(fill_fixes(v, r, &p));
	if (str_eq(query_get(v, "did"), S("confirm")))
		v->ui.notice = said(v, W("the values are confirmed"));
	if (str_eq(query_get(v, "did"), S("correct")))
		v->ui.notice = said(v, W("the value is corrected; another person confirms it, then ranks are made again"));
	v->ui.wide = true;
	TRY(frame(v, "runs"));
	render(v, ui_run_values(&v->rs->body, &v->ui, &p));
	return OK;
}

err run_values_page(struct visit *v)
{
	int64_t evaluation = query_int(v, "e", 0);
	if (evaluation)
		return show(v, evaluation, S(""));
	see_other(v, S("/runs"));
	return OK;
}

static err come_back(struct visit *v, err e, int64_t matter, const char *did)
{
	if (e == ERR_INPUT || e == ERR_DENIED || e == ERR_CONFLICT) {
		str wrong = fail_said(v);
		v->rs->status = e == ERR_INPUT ? 422 : e == ERR_DENIED ? 403 : 409;
		ctx_refresh(ctx_of(v));
		return show(v, matter, wrong);
	}
	TRY(e);
	see_other(v, path_with(v, "/runs/values?e=%lld&did=%s", (long long)matter, did));
	return OK;
}

static bool chosen(struct visit *v, str code)
{
	for (size_t i = 0; i < v->rq->form.n; i++)
		if (str_eq(v->rq->form.v[i].name, S("code")) && str_eq(v->rq->form.v[i].value, code))
			return true;
	return false;
}

static err confirm(struct visit *v, int64_t matter)
{
	struct run *r;
	LIST(struct measured) keys = {0};
	size_t changed;
	TRY(run_values(ctx_of(v), matter, &r));
	for (size_t i = 0; i < r->n; i++)
		for (size_t c = 0; c < r->n_columns && chosen(v, r->subjects[i].code); c++)
			if (r->fresh[c * r->n + i])
				*list_push(v->arena, &keys) = (struct measured){.indicator = r->columns[c].name, .subject = r->subjects[i].id, .period = r->period, .sort = VALUE_ACTUAL,
					.source = S("")};
	if (!keys.n)
		return fail(ERR_INPUT, "nothing was chosen that is still to be confirmed");
	ctx_refresh(ctx_of(v));
	return committing(v, values_confirm(ctx_of(v), keys.v, keys.n, &changed));
}

err run_confirm_post(struct visit *v)
{
	int64_t matter = 0;
	if (!form_int(v, "matter", &matter))
		return fail(ERR_INPUT, "say which evaluation, and what the result is for");
	return come_back(v, confirm(v, matter), matter, "confirm");
}

static err correct(struct visit *v, int64_t matter, int64_t part)
{
	struct run *r;
	struct run_fix *f;
	struct matter_view m;
	size_t n, changed, at = 0;
	TRY(matter_brief(ctx_of(v), matter, &m));
	TRY(run_values(ctx_of(v), matter, &r));
	TRY(run_fixes(ctx_of(v), r, &f, &n));
	while (at < n && f[at].part != part)
		at++;
	if (at == n)
		return fail(ERR_CONFLICT, "this objection has been entered meanwhile; look at the values again");
	const str args[] = {m.row.number};
	str why = said_with(v, W("objection upheld, {0}"), args, 1);
	const struct measured value = {.indicator = r->columns[f[at].column].name, .subject = r->subjects[f[at].row].id, .period = r->period, .sort = VALUE_ACTUAL,
		.state = VALUE_NUMBER, .number = f[at].should, .source = why};
	ctx_refresh(ctx_of(v));
	return committing(v, values_put(ctx_of(v), &value, 1, why, &changed));
}

err run_correct_post(struct visit *v)
{
	int64_t matter = 0, part = 0;
	if (!form_int(v, "matter", &matter) || !form_int(v, "part", &part))
		return fail(ERR_INPUT, "say which evaluation, and what the result is for");
	return come_back(v, correct(v, matter, part), matter, "correct");
}
