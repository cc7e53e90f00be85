/* SPDX-License-Identifier: Apache-2.0 */
/* From the matter of a bulletin and the settings of its pack to what is to be made; its files. */
#include "report/bulletin_in.h"

static str value_of(const struct matter_view *m, const char *name)
{
	for (size_t i = 0; i < m->n_fields; i++)
		if (str_eq(m->fields[i].field->name, str_of(name)))
			return m->fields[i].raw;
	return S("");
}

str bulletin_template(struct ctx *x, const struct kind *k, enum lang lang)
{
	return pack_setting_word(x, k->pack, lang == LANG_ZH ? S("bulletin_text_zh") : S("bulletin_text_en"));
}

static str reason_of(const struct matter_view *m, const char *action)
{
	const struct kind *k = m->row.kind;
	int i = kind_action(k, str_of(action));
	for (size_t e = 0; i >= 0 && e < m->n_events; e++)
		if (str_eq(m->events[e].action, str_of(action)))
			return m->events[e].reason;
	return S("");
}

/* The bulletin that this one corrects: linked, recalled, and not the newer one. */
static err corrected(struct ctx *x, const struct matter_view *m, struct bulletin_wish *w)
{
	for (size_t i = 0; i < m->n_linked; i++) {
		const struct matter_row *r = &m->linked[i];
		struct matter_view other;
		if (r->kind != m->row.kind || !str_eq(r->kind->states[r->state].name, S("recalled")) || r->opened >= m->row.opened)
			continue;
		TRY(matter_read(x, r->id, &other));
		w->replaces = issue_words(x->arena, w->lang, r->number);
		w->because = reason_of(&other, "recall");
	}
	return OK;
}

err bulletin_wish(struct ctx *x, const struct matter_view *m, str district, struct bulletin_wish *ret)
{
	const struct pack *p = m->row.kind->pack;
	struct bulletin_wish w = {.matter = m->row.id, .district = district, .lang = str_eq(value_of(m, "lang"), S("en")) ? LANG_EN : LANG_ZH,
		.scale = (int)pack_setting_int(x, p, S("bulletin_decimals"), 0), .named = (int)pack_setting_int(x, p, S("bulletin_named"), 3),
		.issuer = m->row.lead_name};
	if (!day_parse(value_of(m, "from_day"), &w.from) || !day_parse(value_of(m, "to_day"), &w.to))
		return fail(ERR_INPUT, "this bulletin names no period; discard it and make another");
	w.text = value_of(m, "text");
	if (!w.text.n)
		w.text = bulletin_template(x, m->row.kind, w.lang);
	w.mark = w.lang == LANG_ZH ? pack_setting_word(x, p, S("bulletin_mark")) : word(LANG_EN, W("Supervision bulletin"));
	w.copies = w.lang == LANG_ZH ? pack_setting_word(x, p, S("bulletin_copies")) : S("");
	w.issue = word(w.lang, W("issue|draft"));
	TRY(corrected(x, m, &w));
	*ret = w;
	return OK;
}

err bulletin_make(struct ctx *x, const struct bulletin_wish *w, const struct zone *zone, struct bulletin *ret)
{
	struct period p;
	TRY(period_read(x, w->from, w->to, &p));
	return bulletin_of(x->arena, w, zone, &p, ret);
}

err bulletin_files(struct ctx *x, const struct bulletin *b, struct upload ret[2])
{
	struct buf name;
	buf_init(&name, x->arena);
	buf_add(&name, b->paper.mark);
	buf_add(&name, b->paper.number);
	buf_z(&name, ".docx");
	ret[0].name = buf_str(&name);
	TRY(paper_docx(x->arena, &b->paper, &paper_fonts_default, &ret[0].bytes));
	ret[1].name = S(BULLETIN_JSON);
	bulletin_freeze(x->arena, b, &ret[1].bytes);
	return OK;
}

/* The newest of its files of that name. */
static err file_of(struct ctx *x, const struct matter_view *m, bool json, str *ret_bytes, bool *ret_found)
{
	*ret_found = false;
	for (size_t i = 0; i < m->n_evidence && !*ret_found; i++) {
		const struct evidence_view *e = &m->evidence[i];
		struct evidence_view ignored;
		if (json ? !str_eq(e->name, S(BULLETIN_JSON)) : !str_ends(e->name, S(".docx")))
			continue;
		TRY(evidence_read(x, e->event, e->position, &ignored, ret_bytes));
		*ret_found = true;
	}
	return OK;
}

err bulletin_kept(struct ctx *x, const struct matter_view *m, struct bulletin *ret, str *ret_docx)
{
	str json = S("");
	bool found;
	TRY(file_of(x, m, true, &json, &found));
	if (!found)
		return fail(ERR_NOTFOUND, "nothing was kept of this bulletin");
	TRY(bulletin_thaw(x->arena, json, ret));
	*ret_docx = S("");
	return file_of(x, m, false, ret_docx, &found);
}

/* ---- issuing ---------------------------------------------------------------------------- */
static err readers(struct ctx *x, const struct kind *k, struct act_request *rq)
{
	struct unit *units;
	size_t n;
	if (k->assist < 0)
		return OK;
	str name = k->fields[k->assist].name;
	for (size_t i = 0; i < rq->n_args; i++)
		if (str_eq(rq->args[i].field, name))
			return OK;
	TRY(unit_list(x, &units, &n));
	struct arg *v = arena_new_n(x->arena, rq->n_args + n, struct arg);
	size_t all = rq->n_args;
	for (size_t i = 0; i < rq->n_args; i++)
		v[i] = rq->args[i];
	for (size_t i = 0; i < n; i++) {
		struct buf b;
		if (!units[i].active)
			continue;
		buf_init(&b, x->arena);
		buf_int(&b, units[i].id);
		v[all++] = (struct arg){name, buf_str(&b)};
	}
	rq->args = v;
	rq->n_args = all;
	return OK;
}

err bulletin_issue(struct ctx *x, const struct matter_view *m, str district, const struct zone *zone, const struct action *a, struct act_request *rq)
{
	struct bulletin_wish w;
	struct bulletin b;
	str number;
	TRY(act_may(x, m->row.id, a->name));
	TRY(matter_number_next(x, m->row.kind, &number));
	TRY(bulletin_wish(x, m, district, &w));
	w.date = zone_day(zone, x->now);
	w.issue = issue_words(x->arena, w.lang, number);
	TRY(bulletin_make(x, &w, zone, &b));
	for (size_t i = 0; i < b.n_doubts; i++)
		if (b.doubts[i].stops)
			return fail(ERR_INPUT, "the bulletin cannot be issued while its figures do not agree: {0}", b.doubts[i].said);
	struct upload *files = arena_new_n(x->arena, 2, struct upload);
	TRY(bulletin_files(x, &b, files));
	TRY(readers(x, m->row.kind, rq));
	rq->files = files;
	rq->n_files = 2;
	rq->number = number;
	rq->version = rq->version ? rq->version : m->row.version;
	return OK;
}
