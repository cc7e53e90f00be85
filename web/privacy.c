/* SPDX-License-Identifier: Apache-2.0 */
/* Personal data (个人信息保护): the fields that hold it, the notice by version, what was destroyed,
 * shown and taken out; and showing one masked value. */
#include "web/api_in.h"

#include <string.h>

#include "ledger/ledger.h"

#define ROWS 50
#define TABLE_ROWS 5000
#define SEES_FIELDS (DUTY_BIT(DUTY_SUPERVISION) | DUTY_BIT(DUTY_INTAKE) | DUTY_BIT(DUTY_SYSTEM) | DUTY_BIT(DUTY_SECURITY) | DUTY_BIT(DUTY_AUDIT))
#define SEES_DESTROYED (DUTY_BIT(DUTY_SUPERVISION) | DUTY_BIT(DUTY_INTAKE) | DUTY_BIT(DUTY_AUDIT))
#define SEES_RECORDS (DUTY_BIT(DUTY_SUPERVISION) | DUTY_BIT(DUTY_AUDIT))

static struct privacy_tabs tabs(struct visit *v, enum privacy_tab at)
{
	static const struct {
		const char *href, *label;
		uint32_t duties;
	} row[PRIVACY_TABS] = {
		[PRIVACY_FIELDS] = {"/privacy/fields", W("privacy|Fields"), SEES_FIELDS},
		[PRIVACY_NOTICES] = {"/privacy/notices", W("Privacy notice"), SEES_FIELDS},
		[PRIVACY_DESTROYED] = {"/privacy/destroyed", W("Destruction record"), SEES_DESTROYED},
		[PRIVACY_REVEALS] = {"/privacy/reveals", W("Masked values shown"), SEES_RECORDS},
		[PRIVACY_EXPORTS] = {"/privacy/exports", W("Exports"), SEES_RECORDS},
	};
	struct tab *t = arena_new_n(v->arena, PRIVACY_TABS, struct tab);
	struct privacy_tabs ret = {.v = t};
	for (size_t i = 0; i < PRIVACY_TABS; i++)
		if (v->session.actor.duties & row[i].duties)
			t[ret.n++] = (struct tab){.href = str_of(row[i].href), .label = said(v, row[i].label), .current = i == at};
	return ret;
}

static int64_t before(struct visit *v)
{
	return query_int(v, "before", 0);
}

/* ---- fields -------------------------------------------------------------------------------- */
static str roles_in(struct visit *v, const struct kind *k, role_set set)
{
	struct buf b;
	buf_init(&b, v->arena);
	for (size_t i = 0; i < k->n_roles; i++)
		if (set >> i & 1) {
			if (b.n)
				buf_z(&b, v->lang == LANG_ZH ? "、" : ", ");
			buf_add(&b, words2_in(&k->roles[i].label, v->lang));
		}
	return b.n ? buf_str(&b) : S("—");
}

static struct field_line field_line(struct visit *v, const struct personal_field *f)
{
	struct buf kind;
	const str months[] = {path_with(v, "%lld", (long long)f->months)};
	buf_init(&kind, v->arena);
	if (f->kind->whole) {
		buf_add(&kind, words2_in(&f->kind->whole->label, v->lang));
		buf_z(&kind, v->lang == LANG_ZH ? "·" : ": ");
	}
	buf_add(&kind, words2_in(&f->kind->label, v->lang));
	return (struct field_line){.kind = buf_str(&kind), .label = words2_in(&f->field->label, v->lang), .purpose = f->field->purpose,
		.class = f->class ? words2_in(&f->class->label, v->lang) : f->field->data_class, .declared = f->class != NULL,
		.sensitive = f->class && f->class->sensitive, .source = f->source,
		.keep = f->months ? said_with(v, W("{0} months after closing"), months, 1) : said(v, W("without end")),
		.plain = roles_in(v, f->kind, f->plain), .masked = roles_in(v, f->kind, f->masked), .reveal = roles_in(v, f->kind, f->reveal)};
}

static err field_lines(struct visit *v, struct privacy_fields_view *view)
{
	struct personal_field *f;
	TRY(personal_fields(ctx_of(v), &f, &view->n));
	struct field_line *rows = arena_new_n(v->arena, view->n, struct field_line);
	for (size_t i = 0; i < view->n; i++)
		rows[i] = field_line(v, &f[i]);
	view->rows = rows;
	return OK;
}

err privacy_fields_page(struct visit *v)
{
	struct privacy_fields_view view = {.tabs = tabs(v, PRIVACY_FIELDS)};
	TRY(field_lines(v, &view));
	TRY(frame(v, "privacy"));
	render(v, ui_privacy_fields(&v->rs->body, &v->ui, &view));
	return OK;
}

/* ---- tables ------------------------------------------------------------------------------------ */
static void csv_line(struct buf *b, const str *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_byte(b, ',');
		csv_put(b, v[i]);
	}
	buf_z(b, "\r\n");
}

static void csv_heads(struct visit *v, struct buf *b, const char *const *heads, size_t n)
{
	str *s = arena_new_n(v->arena, n, str);
	for (size_t i = 0; i < n; i++)
		s[i] = said(v, heads[i]);
	buf_init(b, v->arena);
	buf_z(b, "\xef\xbb\xbf"); /* table programs of this country guess GBK without it */
	csv_line(b, s, n);
}

/* A file of ours that goes out: its last line says by whom, and the record says it too. */
static err csv_send(struct visit *v, struct buf *b, const char *list, int64_t rows, str name)
{
	str mark = export_mark(ctx_of(v), S(""));
	csv_line(b, &mark, 1);
	TRY(committing(v, export_note_put(ctx_of(v), &(struct export_note){.list = str_of(list), .kind = S(""), .form = S("csv"), .filter = S(""),
		.purpose = S(""), .rows = rows})));
	send_file(v, name, S("text/csv; charset=utf-8"), buf_str(b), false);
	return OK;
}

err privacy_fields_csv(struct visit *v)
{
	static const char *const heads[] = {W("Field"), W("privacy|Of"), W("privacy|What for"), W("privacy|Class"), W("privacy|Kept"), W("Source"),
		W("privacy|Whole for"), W("privacy|Masked for"), W("privacy|Shown on request to")};
	struct privacy_fields_view view = {0};
	struct buf b;
	TRY(field_lines(v, &view));
	csv_heads(v, &b, heads, COUNT_OF(heads));
	for (size_t i = 0; i < view.n; i++) {
		const struct field_line *r = &view.rows[i];
		const str cells[] = {r->label, r->kind, r->purpose, r->class, r->keep, r->source, r->plain, r->masked, r->reveal};
		csv_line(&b, cells, COUNT_OF(cells));
	}
	return csv_send(v, &b, "privacy-fields", (int64_t)view.n, v->lang == LANG_ZH ? S("个人信息清单.csv") : S("personal-data.csv"));
}

static str moment(struct visit *v, ms_t at)
{
	struct buf b;
	buf_init(&b, v->arena);
	ms_put_rfc3339(&b, v->ui.zone, at);
	return buf_str(&b);
}

err destroyed_csv(struct visit *v)
{
	static const char *const heads[] = {W("When"), W("privacy|Class"), W("Values"), W("Files"), W("Rule"), W("privacy|By"), W("Matter"), W("Part")};
	struct destroyed_row *r;
	struct buf b;
	size_t n;
	int64_t next;
	TRY(destroyed_list(ctx_of(v), before(v), TABLE_ROWS, &r, &n, &next));
	csv_heads(v, &b, heads, COUNT_OF(heads));
	for (size_t i = 0; i < n; i++) {
		const str cells[] = {moment(v, r[i].at), r[i].label, path_with(v, "%lld", (long long)r[i].values), path_with(v, "%lld", (long long)r[i].files),
			r[i].rule, r[i].by, path_with(v, "%lld", (long long)r[i].matter), r[i].part ? path_with(v, "%lld", (long long)r[i].part) : S("")};
		csv_line(&b, cells, COUNT_OF(cells));
	}
	if (next)
		http_header(v->rq, v->rs, "X-Next-Before", path_with(v, "%lld", (long long)next));
	return csv_send(v, &b, "destroyed", (int64_t)n, v->lang == LANG_ZH ? S("销毁记录.csv") : S("destruction.csv"));
}

err exports_csv(struct visit *v)
{
	static const char *const heads[] = {W("When"), W("record|Who"), W("record|Unit"), W("privacy|List"), W("Kind"), W("Rows"), W("Personal data"), W("Filter"), W("Purpose")};
	struct export_row *r;
	struct buf b;
	size_t n;
	int64_t next;
	TRY(export_list(ctx_of(v), before(v), TABLE_ROWS, &r, &n, &next));
	csv_heads(v, &b, heads, COUNT_OF(heads));
	for (size_t i = 0; i < n; i++) {
		const str cells[] = {moment(v, r[i].at), r[i].by, r[i].by_unit, r[i].list, r[i].kind, path_with(v, "%lld", (long long)r[i].rows),
			r[i].personal ? S("1") : S("0"), r[i].filter, r[i].purpose};
		csv_line(&b, cells, COUNT_OF(cells));
	}
	if (next)
		http_header(v->rq, v->rs, "X-Next-Before", path_with(v, "%lld", (long long)next));
	return csv_send(v, &b, "exports", (int64_t)n, v->lang == LANG_ZH ? S("导出记录.csv") : S("exports.csv"));
}

/* ---- the notice ------------------------------------------------------------------------------------ */
err notices_list_page(struct visit *v)
{
	struct notice_view view = {.tabs = tabs(v, PRIVACY_NOTICES)};
	struct notice_text *rows;
	TRY(privacy_notices(ctx_of(v), &rows, &view.n));
	view.rows = rows;
	TRY(frame(v, "privacy"));
	render(v, ui_privacy_notices(&v->rs->body, &v->ui, &view));
	return OK;
}

/* Anybody may read any version, also without an account. */
static err notice_show(struct visit *v, str version)
{
	struct notice_view view = {0};
	struct ctx own;
	str text = S("");
	TRY(ctx_open(v->web->config.core, v->arena, NULL, &own));
	err e = OK;
	if (!version.n)
		e = privacy_notice(&own, v->lang, &text, &version);
	if (e == OK)
		e = privacy_notice_read(&own, version, &view.one);
	ctx_close(&own);
	TRY(e);
	view.text = v->lang == LANG_ZH ? view.one.zh : view.one.en;
	if (v->signed_in)
		TRY(frame(v, "privacy"));
	render(v, ui_privacy_notice(&v->rs->body, &v->ui, &view));
	return OK;
}

err notice_now_page(struct visit *v)
{
	return notice_show(v, S(""));
}

err notice_page(struct visit *v)
{
	return notice_show(v, v->word);
}

/* ---- the records -------------------------------------------------------------------------------------- */
err destroyed_page(struct visit *v)
{
	struct destroyed_view view = {.tabs = tabs(v, PRIVACY_DESTROYED)};
	struct destroyed_row *rows;
	TRY(destroyed_list(ctx_of(v), before(v), ROWS, &rows, &view.n, &view.next));
	view.rows = rows;
	TRY(frame(v, "privacy"));
	render(v, ui_privacy_destroyed(&v->rs->body, &v->ui, &view));
	return OK;
}

static err reveals_show(struct visit *v, bool drawn, str error)
{
	struct reveals_view view = {.tabs = tabs(v, PRIVACY_REVEALS), .drawn = drawn, .judges = true, .error = error};
	struct reveal_row *rows;
	TRY(reveal_list(ctx_of(v), &(struct reveal_query){.drawn = view.drawn, .before = before(v), .limit = ROWS}, &rows, &view.n, &view.next));
	view.rows = rows;
	TRY(frame(v, "privacy"));
	render(v, ui_privacy_reveals(&v->rs->body, &v->ui, &view));
	return OK;
}

err reveals_page(struct visit *v)
{
	return reveals_show(v, query_int(v, "drawn", 0) == 1, S(""));
}

err reveal_judge_post(struct visit *v)
{
	struct typed t;
	err e = committing(v, reveal_judge(ctx_of(v), v->id[0], str_eq(form_get(v, "verdict"), S("fine")), form_get(v, "note")));
	if (e == OK) {
		see_other(v, S("/privacy/reveals?drawn=1"));
		return OK;
	}
	if (!typed_from(v, e, S("judge"), &t))
		return e;
	v->rs->status = t.status;
	return reveals_show(v, true, t.error);
}

err exports_page(struct visit *v)
{
	struct exports_view view = {.tabs = tabs(v, PRIVACY_EXPORTS)};
	struct export_row *rows;
	TRY(export_list(ctx_of(v), before(v), ROWS, &rows, &view.n, &view.next));
	view.rows = rows;
	TRY(frame(v, "privacy"));
	render(v, ui_privacy_exports(&v->rs->body, &v->ui, &view));
	return OK;
}

/* ---- one value ------------------------------------------------------------------------------------------ */
static const struct value *value_there(const struct matter_view *m, int64_t part, str field)
{
	const struct value *f = m->fields;
	size_t n = m->n_fields;
	for (size_t i = 0; part && i < m->n_parts; i++)
		if (m->parts[i].row.id == part) {
			f = m->parts[i].fields;
			n = m->parts[i].n_fields;
		}
	for (size_t i = 0; i < n; i++)
		if (str_eq(f[i].field->name, field) && f[i].masked)
			return &f[i];
	return NULL;
}

static err reveal_show(struct visit *v, struct reveal_view *view)
{
	struct matter_view m;
	TRY(matter_read(ctx_of(v), view->matter, &m));
	const struct value *value = value_there(&m, view->part, view->field);
	if (!value)
		return fail(ERR_NOTFOUND, "there is no masked value here");
	view->number = m.row.number;
	view->label = words2_in(&value->field->label, v->lang);
	TRY(frame(v, "matters"));
	http_header(v->rq, v->rs, "Cache-Control", S("no-store"));
	render(v, ui_reveal(&v->rs->body, &v->ui, view));
	return OK;
}

err reveal_page(struct visit *v)
{
	struct reveal_view view = {.matter = v->id[0], .part = query_int(v, "part", 0), .field = query_get(v, "field")};
	return reveal_show(v, &view);
}

err reveal_post(struct visit *v)
{
	struct typed t;
	struct reveal_view view = {.matter = v->id[0], .field = form_get(v, "field"), .reason = form_get(v, "reason")};
	if (!form_int(v, "part", &view.part))
		view.part = 0;
	err e = committing(v, privacy_reveal(ctx_of(v), view.matter, view.part, view.field, view.reason, &view.value));
	if (e == OK) {
		view.shown = true;
		return reveal_show(v, &view);
	}
	if (e != ERR_INPUT || !typed_from(v, e, S("reveal"), &t))
		return e;
	v->rs->status = t.status;
	view.error = t.error;
	return reveal_show(v, &view);
}

err api_reveal_post(struct visit *v)
{
	int64_t part;
	str value;
	struct json j;
	TRY(api_form(v));
	if (!form_int(v, "part", &part))
		part = 0;
	TRY(committing(v, privacy_reveal(ctx_of(v), v->id[0], part, form_get(v, "field"), form_get(v, "reason"), &value)));
	api_begin(v, &j);
	json_open(&j, '{');
	member_str(&j, "field", form_get(v, "field"));
	member_str(&j, "value", value);
	json_close(&j);
	return OK;
}
