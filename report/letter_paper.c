/* SPDX-License-Identifier: Apache-2.0 */
/* Letters of the ladder (督办文书) in the form of a letter, GB/T 9704-2012 10.1, and the ledgers of a
 * leader or a unit. */
#include "report/bulletin_in.h"

#include <string.h>

/* ---- letters ------------------------------------------------------------------------- */
static str value_of(const struct matter_view *m, const char *name, bool shown)
{
	for (size_t i = 0; i < m->n_fields; i++)
		if (str_eq(m->fields[i].field->name, str_of(name)))
			return shown ? m->fields[i].text : m->fields[i].raw;
	return S("");
}

static struct fill_record item_record(struct arena *a, const struct matter_row *r, const struct zone *zone, enum lang lang)
{
	value_list l = {0};
	struct buf link;
	buf_init(&link, a);
	if (r)
		buf_fmt(&link, "/matters/%lld", (long long)r->id);
	value_text(a, &l, W("value|title"), r ? r->title : S(""), buf_str(&link));
	value_text(a, &l, W("value|number"), r ? r->number : S(""), buf_str(&link));
	value_text(a, &l, W("value|due"), r && r->due != MS_NONE ? day_words(a, lang, zone_day(zone, r->due - 1)) : S("—"), S(""));
	value_text(a, &l, W("value|state"), r ? words2_in(&r->kind->states[r->state].label, lang) : S(""), S(""));
	value_text(a, &l, W("value|light"), r ? r->light_word : S(""), S(""));
	return (struct fill_record){l.v, l.n};
}

static bool is_cause(const struct matter_view *m, const struct matter_row *r)
{
	return r->kind != m->row.kind && r->opened <= m->row.opened;
}

static struct fill_record letter_values(struct arena *a, const struct matter_view *m, const struct zone *zone, enum lang lang)
{
	static const struct {
		const char *key, *field;
	} row[] = {{W("value|title"), "title"}, {W("value|sort"), "rung"}, {W("value|unit"), "lead"}, {W("value|why"), "why"}, {W("value|text"), "text"}};
	value_list l = {0};
	size_t n = 0;
	for (size_t i = 0; i < COUNT_OF(row); i++)
		value_text(a, &l, row[i].key, m ? value_of(m, row[i].field, true) : S(""), S(""));
	value_text(a, &l, W("value|number"), m ? m->row.number : S(""), S(""));
	value_text(a, &l, W("value|due"), m && m->row.due != MS_NONE ? day_words(a, lang, zone_day(zone, m->row.due - 1)) : S(""), S(""));
	struct fill_record *v = arena_new_n(a, m ? m->n_linked : 0, struct fill_record);
	for (size_t i = 0; m && i < m->n_linked; i++)
		if (is_cause(m, &m->linked[i]))
			v[n++] = item_record(a, &m->linked[i], zone, lang);
	struct fill_value items = {.sort = FILL_LIST, .like = item_record(a, NULL, zone, lang), .records = v, .n_records = n};
	const str names[] = {S("items"), word(LANG_ZH, W("value|items"))};
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		items.name = names[i];
		*list_push(a, &l) = items;
	}
	return (struct fill_record){l.v, l.n};
}

/* The text that was written on the letter's page: its lines are paragraphs, and its first line may be
 * whom it is for (区住建局：). */
static str text_lines(struct arena *a, str template, const struct matter_view *m, str *ret_to)
{
	struct buf b;
	str text = str_trim(value_of(m, "text", true)), line, rest = text;
	*ret_to = S("");
	if (str_split(text, '\n', &line, &rest) && (str_ends(str_trim(line), S("：")) || str_ends(str_trim(line), S(":")))) {
		*ret_to = str_trim(line);
		text = str_trim(rest);
	}
	buf_init(&b, a);
	for (size_t i = 0; i < template.n;) { /* {text} on a line of its own becomes the lines of the text */
		ptrdiff_t end = str_find(template, S("\n"), i);
		str one = str_cut(template, i, end < 0 ? template.n : (size_t)end);
		bool whole = str_eq(str_trim(one), S("{text}"));
		if (!whole) {
			struct buf zh;
			buf_init(&zh, a);
			buf_z(&zh, "{");
			buf_add(&zh, word(LANG_ZH, W("value|text")));
			buf_z(&zh, "}");
			whole = str_eq(str_trim(one), buf_str(&zh));
		}
		for (size_t k = 0; whole && k < text.n; k++) {
			if (text.p[k] == '{')
				buf_byte(&b, '{');
			buf_byte(&b, text.p[k]);
		}
		if (!whole)
			buf_add(&b, one);
		buf_byte(&b, '\n');
		i = end < 0 ? template.n : (size_t)end + 1;
	}
	return buf_str(&b);
}

err letter_paper(struct ctx *x, const struct matter_view *m, const struct zone *zone, enum lang lang, struct paper *ret)
{
	struct arena *a = x->arena;
	str *title, to;
	struct filled f;
	const struct kind *k = m->row.kind;
	struct fill_record r = letter_values(a, m, zone, lang);
	str template = pack_setting_word(x, k->pack, lang == LANG_ZH ? S("letter_text_zh") : S("letter_text_en"));
	struct paper p = {.form = PAPER_LETTER, .number = m->row.number, .date = zone_day(zone, m->row.opened)};
	TRY(fill_blocks(a, text_lines(a, template, m, &to), &r, &f));
	for (size_t i = m->n_events; i-- && !p.issuer.n;)
		p.issuer = m->events[i].actor_unit; /* who issued it */
	p.mark = p.issuer;
	p.to = to.n ? to : m->row.lead_name;
	if (!to.n && p.to.n) {
		struct buf b;
		buf_init(&b, a);
		buf_add(&b, p.to);
		buf_z(&b, lang == LANG_ZH ? "：" : ":");
		p.to = buf_str(&b);
	}
	paper_title_lines(a, f.title.n ? f.title : m->row.title, &m->row.lead_name, m->row.lead_name.n > 0, &title, &p.n_title);
	p.title = title;
	p.blocks = f.blocks;
	p.n_blocks = f.n_blocks;
	*ret = p;
	return OK;
}

err letter_text_check(struct arena *a, str text)
{
	struct fill_record r = letter_values(a, NULL, NULL, LANG_ZH);
	return fill_check(a, text, &r);
}

str *letter_names(struct arena *a, enum lang lang, size_t *ret_n)
{
	struct fill_record r = letter_values(a, NULL, NULL, lang);
	return names_of(a, &r, lang, ret_n);
}

/* ---- ledgers --------------------------------------------------------------------------- */
static struct paper_block text_block(struct arena *a, enum paper_sort sort, str text)
{
	struct paper_run *run = arena_new(a, struct paper_run);
	run->text = text;
	return (struct paper_block){.sort = sort, .runs = run, .n_runs = 1, .n_head = sort != PAPER_TEXT};
}

static str sum_words(struct making *m, const struct figure_set *s)
{
	struct buf b;
	str args[6];
	static const enum figure_name of[] = {FIG_TOTAL, FIG_DONE, FIG_OPEN, FIG_LATE, FIG_RED, FIG_ON_TIME_RATE};
	buf_init(&b, m->a);
	for (size_t i = 0; i < COUNT_OF(of); i++)
		args[i] = figure_text(m->a, &s->v[of[i]], m->figures.scale);
	word_fmt(&b, m->w->lang, W("{0} matters: {1} done, {2} in progress, of which {3} overdue and {4} red; {5} in time."), args, COUNT_OF(args));
	return buf_str(&b);
}

err ledger_paper(struct arena *a, const struct period *p, const struct zone *zone, enum figure_group g, int64_t only, str district, enum lang lang,
		 struct paper *ret)
{
	const struct bulletin_wish w = {.lang = lang, .district = district};
	struct making m = {.a = a, .w = &w, .zone = zone, .period = p};
	LIST(struct paper_block) l = {0};
	struct buf b;
	str *title;
	making_rows(&m);
	for (size_t i = 0; i < m.figures.n_sets; i++) {
		const struct figure_set *s = &m.figures.sets[i];
		const struct figure *all = &s->v[FIG_TOTAL];
		if (s->group != g || !s->of || !all->value || (only && s->of != only))
			continue;
		struct paper_table *t = (struct paper_table *)annex_table(&m, all->rows, all->n_rows);
		struct paper_block head = text_block(a, l.n ? PAPER_ANNEX : PAPER_LEVEL_1, set_name(&m, s)); /* a page each */
		*list_push(a, &l) = head;
		*list_push(a, &l) = text_block(a, PAPER_TEXT, sum_words(&m, s));
		*list_push(a, &l) = (struct paper_block){.sort = PAPER_TABLE, .table = t};
	}
	if (!l.n)
		return fail(ERR_NOTFOUND, "nothing stands there in this period");
	const str args[] = {period_words(a, lang, p->from, p->to)};
	buf_init(&b, a);
	word_fmt(&b, lang, g == GROUP_LEADER ? W("Ledger by leader in charge, {0}") : W("Ledger by unit, {0}"), args, 1);
	struct paper out = {.form = PAPER_BULLETIN, .mark = word(lang, W("Ledger of key matters")), .date = zone_day(zone, p->at), .issuer = district,
		.blocks = l.v, .n_blocks = l.n};
	paper_title_lines(a, buf_str(&b), NULL, 0, &title, &out.n_title);
	out.title = title;
	*ret = out;
	return OK;
}
