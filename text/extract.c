/* SPDX-License-Identifier: Apache-2.0 */
/* The walk through the document: line by line, sentence by sentence, with the
 * outline's numbers and the section's mode carried along. */
#include "text/extract_in.h"

#include <string.h>

#define SENTENCE_MOST 5000 /* letters; what never ends is cut, so that no step becomes quadratic */
#define HEADING_MOST 48    /* letters of a numbered line that only names what follows */
#define SPEECH_LEAST 13   /* letters; a shorter quotation is a name */
#define ITEM_MOST 7 /* letters of an item number and what stands behind it */
#define SPEAKER_MOST 6     /* letters of a name before its colon */
#define SOURCE_MOST 60     /* letters of 记者从…获悉， */
#define LEAD_MOST 60       /* letters before a first item inside its sentence */

#define NAMES(fn, type, ...) \
	const char *fn(type v) \
	{ \
		static const char *const names[] = {__VA_ARGS__}; \
		return names[v]; \
	}
NAMES(sentence_kind_name, enum sentence_kind, "commitment", "achievement", "principle", "other")
NAMES(quantity_status_name, enum quantity_status, "target", "actual", "scope", "unknown")
NAMES(quantity_op_name, enum quantity_op, "eq", "ge", "gt", "le", "lt", "approx", "range")
NAMES(unit_role_name, enum unit_role, "lead", "assist")
NAMES(precision_name, enum precision, "day", "month", "quarter", "year", "relative", "recurring")

/* ---- scopes of the outline ---- */
static void scope_enter(struct doc *d, const struct item_mark *m)
{
	int i = 0;
	while (i < d->depth && d->scope[i].rank < m->rank)
		i++;
	bool sibling = i < d->depth && d->scope[i].rank == m->rank;
	bool was_heading = sibling && d->scope[i].heading;
	d->depth = i < SCOPES - 1 ? i + 1 : SCOPES;
	if (i == SCOPES)
		i = SCOPES - 1;
	d->scope[i] = (struct scope){.rank = m->rank, .ordinal = m->ordinal, .heading = was_heading,
				     .number = doc_str(d, m->number_from, m->number_to)};
}

static str item_number(const struct doc *d, const struct item_mark *m)
{
	return doc_str(d, m->number_from, m->number_to);
}

static void measure_add(struct doc *d, const struct item_mark *m, size_t end)
{
	if (end <= m->to)
		return;
	*list_push(d->a, &d->measures) = (struct measure){
		.at = {m->number_from, end},
		.level = d->depth,
		.number = item_number(d, m),
		.title = doc_str(d, m->to, end),
	};
}

static int heading_year(const struct doc *d, size_t from, size_t to)
{
	struct day_found f;
	for (size_t i = from; i + 4 < to; i++)
		if (is_digit(d->cp[i]) && (i == 0 || !is_digit(d->cp[i - 1])) && day_at(d, i, to, &f) && f.year_said)
			return f.year;
	return 0;
}

/* ---- is the numbered sentence a heading? ---- */
static size_t skip_space(const struct doc *d, size_t at)
{
	while (at < d->n && (is_space(d->cp[at]) || d->cp[at] == '\n'))
		at++;
	return at;
}

/* What follows is not the next item of the same list: so this one only named it. */
static bool followed_by_body(const struct doc *d, const struct piece *p, const struct item_mark *m)
{
	struct item_mark next;
	enum tag tag;
	size_t to, at = skip_space(d, p->to), end = at;
	if (at >= d->n)
		return d->depth && d->scope[d->depth - 1].heading;
	while (end < d->n && d->cp[end] != '\n')
		end++;
	bool line_start = p->line_end;
	if (line_start && p->line_start && is_label(d, at, end, &to, &tag) && tag != TAG_label_person)
		return false; /* 牵头单位：… on the next line: a task */
	if (item_at(d, at, end, !line_start, &next)) {
		if (next.rank == m->rank)
			return next.ordinal == 1 && m->ordinal != 1;
		return next.rank > m->rank ? true : d->scope[d->depth - 1].heading;
	}
	if (line_start && m->rank >= 3 && m->ordinal > 1) /* the last of a list, then a new paragraph */
		return d->scope[d->depth - 1].heading;
	return true;
}

/* 全面排查（7月10日前）: the limit of a stage stands in its bracket. */
static bool bracket_before(const struct doc *d, size_t from, size_t at)
{
	return at > from && (d->cp[at - 1] == 0xff08 || d->cp[at - 1] == '(');
}

static bool heading_shape(const struct doc *d, const struct piece *p)
{
	size_t n = p->to - p->body;
	if (n > HEADING_MOST || p->labelled)
		return false;
	for (size_t i = 0; i < d->days.n; i++)
		if (d->days.v[i].before && !bracket_before(d, p->body, d->days.v[i].from))
			return false;
	for (size_t i = p->body; i < p->to; i++)
		if (d->cp[i] == 0xff1b)
			return false;
	for (size_t i = 0; i < d->numbers.n; i++)
		if (!d->numbers.v[i].chinese && p->line_end == p->line_start && d->numbers.v[i].percent)
			return false;
	return true;
}

/* ---- modes ---- */
static struct scope *scope_top(struct doc *d)
{
	return d->depth ? &d->scope[d->depth - 1] : NULL;
}

/* A new paragraph that looks ahead or back speaks for the section around the inline items. */
static void mode_set(struct doc *d, enum mode mode, bool paragraph)
{
	if (paragraph)
		while (d->depth && d->scope[d->depth - 1].rank == 6)
			d->depth--;
	struct scope *s = scope_top(d);
	if (s)
		s->mode = mode;
	else
		d->mode = mode;
}

static bool early_cue(const struct doc *d, const struct piece *p, enum tag tag, size_t most)
{
	size_t to = p->body + most < p->to ? p->body + most : p->to;
	for (size_t k = 0; tags_have(&d->here.tokens, tag) && k < d->tokens.n && d->tokens.v[k].from < to; k++)
		if (d->tokens.v[k].from >= p->body && tags_have(&d->tokens.v[k].tags, tag))
			return true;
	return false;
}

/* Before the sentence is judged: 下一步 and 今年以来 at its head turn the section. */
static void mode_turn(struct doc *d, const struct piece *p)
{
	bool paragraph = p->line_start && !p->item;
	if (early_cue(d, p, TAG_next, 12))
		mode_set(d, MODE_FUTURE, paragraph);
	else if (early_cue(d, p, TAG_turn_past, 10) && (paragraph || mode_now(d) != MODE_THINK) && !early_cue(d, p, TAG_must, p->to) &&
		 (since_then(d, p) || !early_cue(d, p, TAG_aim, p->to)))
		mode_set(d, MODE_PAST, paragraph);
}

/* After: a plain promise or a lead-in carries on to what follows. */
static void mode_carry(struct doc *d, const struct piece *p)
{
	bool paragraph = p->line_start && !p->item;
	if (p->row || p->heading)
		return;
	if (p->kind == KIND_COMMITMENT && p->future_words && !p->item && mode_now(d) != MODE_FUTURE)
		mode_set(d, MODE_FUTURE, paragraph);
	if (p->kind == KIND_OTHER && !p->heading && has_cue(d, p->body, p->to, TAG_leadin) && p->from >= d->quiet_to) {
		enum mode m = heading_mode(d, p->body, p->to, false);
		bool report = has_cue(d, p->body, p->to, TAG_legal_end); /* the 将 of 现将…报告如下 is no promise */
		if (early_cue(d, p, TAG_must, p->to) || (!report && early_cue(d, p, TAG_will, p->to)) || early_cue(d, p, TAG_next, p->to))
			m = MODE_FUTURE;
		if (m != MODE_NONE)
			mode_set(d, m, paragraph);
	}
}

/* ---- questions of the reporter ---- */
/* Behind the colon, where one of the words and a colon stand at `from`; else 0. */
static size_t prefix_end(const struct doc *d, size_t from, size_t to, const str *words, size_t n)
{
	size_t colon = clause_end(d, from, to);
	if (colon == to || !is_colon(d->cp[colon]))
		return 0;
	for (size_t i = 0; i < n; i++)
		if (str_eq(doc_str(d, from, colon), words[i]))
			return colon + 1;
	return 0;
}

static bool question_line(const struct doc *d, size_t from, size_t to)
{
	static const str words[] = {S("问"), S("记者"), S("主持人"), S("本报记者"), S("Q"), S("提问"), S("本刊记者"), S("【记者】"), S("采访人")};
	if (prefix_end(d, from, to, words, COUNT_OF(words)))
		return true;
	while (to > from && (is_space(d->cp[to - 1]) || d->cp[to - 1] == 0x201d))
		to--;
	return to > from && d->cp[to - 1] == 0xff1f;
}

static void question_read(struct doc *d, size_t from, size_t to)
{
	enum mode m = heading_mode(d, from, to, true);
	d->depth = 0;
	d->mode = m != MODE_NONE ? m : MODE_FUTURE;
	d->quiet_to = to;
}

/* 答： or the speaker's name before a colon. */
static size_t speaker_end(const struct doc *d, size_t from, size_t to)
{
	if (!d->talk)
		return from;
	for (size_t i = from; i < to && i - from <= SPEAKER_MOST; i++) {
		if (d->cp[i] == 0xff1a && i > from && i + 2 < to)
			return i + 1;
		if (!is_han(d->cp[i]))
			break;
	}
	size_t answer = prefix_end(d, from, to, &S("答"), 1);
	return answer ? answer : from;
}

/* ---- one sentence ---- */
static double confidence_of(const struct piece *p)
{
	static const struct {
		int below;
		double is;
	} row[] = {{85, 0.5}, {140, 0.6}, {200, 0.8}, {250, 0.85}, {300, 0.88}}; /* as often right as tools/kinds.py check found */
	for (size_t i = 0; i < COUNT_OF(row); i++)
		if (p->margin < row[i].below)
			return row[i].is;
	return 0.95;
}

static str *path_of(struct doc *d, size_t *ret_n)
{
	str *path = d->depth ? arena_new_n(d->a, (size_t)d->depth, str) : NULL;
	for (int i = 0; i < d->depth; i++)
		path[i] = d->scope[i].number;
	*ret_n = (size_t)d->depth;
	return path;
}

#define COPY(a, l, type) ((l).n ? memcpy(arena_new_n((a), (l).n, type), (l).v, (l).n * sizeof(type)) : NULL)

static void sentence_add(struct doc *d, const struct piece *p)
{
	struct sentence *s = list_push(d->a, &d->sentences);
	*s = (struct sentence){
		.at = {p->from, p->to}, .kind = p->kind, .confidence = confidence_of(p), .why = p->why,
		.quantities = COPY(d->a, d->quantities, struct quantity), .n_quantities = d->quantities.n,
		.units = COPY(d->a, d->units, struct unit_ref), .n_units = d->units.n,
		.deadlines = COPY(d->a, d->deadlines, struct deadline), .n_deadlines = d->deadlines.n,
	};
	s->path = path_of(d, &s->n_path);
}

static bool any_label(const struct doc *d, size_t from, size_t to)
{
	size_t end;
	enum tag tag;
	bool word = here_has_label(d), colon = here_letters(d, LETTER_COLON);
	for (size_t i = from; word && i < (colon ? to : from + ITEM_MOST); i++) /* a label without a colon begins its line */
		if (is_label(d, i, to, &end, &tag))
			return true;
	return false;
}

/* 一是…；二是…: the further items of one sentence. */
static void inline_items(struct doc *d, const struct piece *p)
{
	struct item_mark m;
	for (size_t i = p->body; i + 2 < p->to; i++) {
		if (!here_letters(d, LETTER_TO))
			i = clause_end(d, i, p->to);
		bool leads = i + 2 < p->to && letter_sorts[d->cp[i]] & (LETTER_BREAK | LETTER_TO); /* 做到一是…；二是… */
		if (!leads || !item_at(d, i + 1, p->to, true, &m) || (d->cp[i] == 0x5230 && m.ordinal != 1))
			continue;
		bool follows = m.ordinal == 1 || d->cp[i] == 0xff1b || d->cp[i] == 0xff1a || m.rank == 6;
		if (!follows)
			continue;
		scope_enter(d, &m);
		size_t to = m.to;
		while (to < p->to && !is_stop(d->cp[to]))
			to++;
		measure_add(d, &m, title_end(d, m.to, to));
	}
}

static void item_enter(struct doc *d, struct piece *p, const struct item_mark *m)
{
	scope_enter(d, m);
	d->lead_named = false;
	p->item = true;
	p->body = m->to;
	tokens_read(d, p->body, p->to);
	p->heading = heading_shape(d, p) && !told_first(d, p->body, p->to) && followed_by_body(d, p, m);
	struct scope *s = scope_top(d);
	enum mode above = mode_now(d);
	bool think = above == MODE_THINK || above == MODE_LACK;
	s->heading = p->heading;
	size_t end = title_end(d, m->to, p->to);
	if (p->heading || end - m->to <= HEADING_MOST) {
		s->mode = heading_mode(d, m->to, end, false);
		s->year = heading_year(d, m->to, end);
		if (s->mode == MODE_NONE && s->year && d->year && s->year < d->year)
			s->mode = MODE_PAST;
	}
	bool aimed = above == MODE_FUTURE && early_cue(d, p, TAG_verb, 1); /* 突出打造亮点, 提高认识，… in a plan */
	bool told = above == MODE_PAST && d->depth > 1 && early_cue(d, p, TAG_verb, 1) && !early_cue(d, p, TAG_next, p->to);
	if (!p->heading || (told && s->mode == MODE_FUTURE) || (s->mode == MODE_PAST && ((think && m->rank == 6) || (aimed && d->depth > 1))) ||
	    (s->mode == MODE_THINK && aimed && m->rank == 6))
		s->mode = MODE_NONE;
	measure_add(d, m, end);
}

/* “ of somebody's words; that of a “name” belongs to the sentence. */
static bool opens_speech(const struct doc *d, size_t at, size_t to)
{
	if (d->cp[at] != 0x201c)
		return false;
	for (size_t i = at + 1; i < to && i <= at + SPEECH_LEAST; i++)
		if (d->cp[i] == 0x201d)
			return false;
	return true;
}

/* 记者从…会上获悉，今年以来…: the news begins behind its source; else the whole is a byline. */
static size_t source_end(const struct doc *d, size_t from, size_t to)
{
	for (size_t i = from; i < to && i < from + SOURCE_MOST; i++)
		if (cue_at(d, i, to - i, TAG_learnt) && d->cp[i + 2] == 0xff0c)
			return cue_at(d, i + 3, to > i + 3 ? to - i - 3 : 0, TAG_recent) ? i + 3 : from;
	return from;
}

/* 会议强调，一要认清形势。 names the first item behind who says it; 要抓好四方面工作：一是… too. */
static bool first_item(const struct doc *d, struct piece *p, struct item_mark *ret)
{
	size_t most = p->body + LEAD_MOST < p->to ? p->body + LEAD_MOST : p->to;
	for (size_t i = clause_end(d, p->body, most); i + 3 < most; i = clause_end(d, i + 1, most)) {
		if (d->cp[i + 1] != 0x4e00 || !item_at(d, i + 1, p->to, true, ret) || ret->rank != 6 || ret->ordinal != 1) /* 一 */
			continue;
		for (size_t k = p->body; k < i; k++)
			if (is_digit(d->cp[k]))
				return false;
		struct piece rest = *p;
		rest.body = ret->to;
		return (d->cp[i] == 0xff1a || has_cue(d, p->body, i, TAG_says)) && heading_shape(d, &rest) &&
		       followed_by_body(d, &rest, ret);
	}
	return false;
}

static void sentence_read(struct doc *d, struct piece *p)
{
	struct item_mark m;
	d->quantities.n = d->units.n = d->deadlines.n = 0;
	here_find(d, p->from, p->to);
	d->first_leads |= here_has(d, TAG_first_leads);
	p->body = p->line_start ? speaker_end(d, p->from, p->to) : p->from;
	while (p->body < p->to && (is_space(d->cp[p->body]) || opens_speech(d, p->body, p->to)))
		p->body++;
	if (p->line_start && here_has(d, TAG_learnt))
		p->body = source_end(d, p->body, p->to);
	p->labelled = any_label(d, p->from, p->to);
	bool item = !p->row && p->from >= d->quiet_to && item_at(d, p->body, p->to, !p->line_start, &m);
	d->days.n = d->numbers.n = 0;
	bool first = !item && !p->row && !d->aside && p->from >= d->quiet_to && first_item(d, p, &m);
	if (first && has_cue(d, p->body, m.number_from, TAG_says))
		mode_set(d, MODE_FUTURE, p->line_start);
	item |= first;
	if (item && d->aside)
		p->body = m.to;
	if (item && !d->aside)
		item_enter(d, p, &m);
	else
		tokens_read(d, p->body, p->to);
	if (p->from >= d->quiet_to && !p->row && !p->heading)
		mode_turn(d, p);
	kind_decide(d, p);
	quantities_find(d, p);
	if (p->row && !p->head_row) {
		table_row(d, p);
	} else if (!p->head_row) {
		units_find(d, p);
		deadlines_find(d, p);
	}
	mode_carry(d, p);
	sentence_add(d, p);
	if (!p->row && !p->heading)
		inline_items(d, p);
}

/* ---- lines ---- */
static void line_row(struct doc *d, size_t from, size_t to, bool head, const struct laid *laid)
{
	struct piece p = {.from = from, .to = to, .line_from = from, .line_to = to, .row = true, .head_row = head, .laid = laid,
			  .line_start = true, .line_end = true};
	sentence_read(d, &p);
}

static void unnumbered_heading(struct doc *d, size_t from, size_t to)
{
	if (to - from > 30 || from < d->title_to || is_stop(d->cp[to - 1]) || d->cp[to - 1] == 0xff1a)
		return;
	enum mode m = heading_mode(d, from, to, false);
	if (m == MODE_NONE)
		return;
	d->depth = 0;
	d->mode = m;
}

/* 备注：, 附件：1.…: what is numbered from here is no outline, until a line without a number. */
static void aside_set(struct doc *d, size_t from, size_t to)
{
	static const str words[] = {S("备注"), S("附件"), S("注"), S("附"), S("说明")};
	struct item_mark m;
	if (prefix_end(d, from, to, words, COUNT_OF(words)))
		d->aside = true;
	else if (d->aside && (!item_at(d, from, to, false, &m) || m.rank < 3))
		d->aside = false;
}

static void line_text(struct doc *d, size_t from, size_t to)
{
	struct item_mark m;
	aside_set(d, from, to);
	if (question_line(d, from, to) && (d->talk || d->cp[to - 1] == 0xff1f))
		question_read(d, from, to);
	else if (!item_at(d, from, to, false, &m))
		unnumbered_heading(d, from, to);
	for (size_t at = from; at < to;) {
		size_t most = to - at > SENTENCE_MOST ? at + SENTENCE_MOST : to;
		size_t end = sentence_end(d, at, most), a = at, b = end;
		while (a < b && is_space(d->cp[a]))
			a++;
		while (b > a && is_space(d->cp[b - 1]))
			b--;
		if (b > a) {
			struct piece p = {.from = a, .to = b, .line_from = from, .line_to = to,
					  .line_start = at == from, .line_end = end >= to};
			sentence_read(d, &p);
		}
		at = end;
	}
}

/* Rows with a day they are due and nothing of how far they are: a plan, whatever the title says. */
static void plan_rows(struct doc *d)
{
	struct table *t = &d->table;
	bool due = false, done = false;
	for (size_t i = 0; i < t->n; i++) {
		due |= t->column[i] == TAG_head_due;
		done |= t->column[i] == TAG_head_done;
	}
	t->plans = due && !done;
	t->before = mode_now(d);
	if (t->plans)
		mode_set(d, MODE_FUTURE, false);
}

static void table_end(struct doc *d)
{
	if (d->table.on && d->table.plans)
		mode_set(d, d->table.before, false);
	d->table.on = false;
}

static void line_read(struct doc *d, size_t from, size_t to)
{
	while (from < to && (d->cp[from] == ' ' || d->cp[from] == 0x3000 || d->cp[from] == 0xa0 || d->cp[from] == 0xfeff))
		from++;
	while (to > from && (d->cp[to - 1] == ' ' || d->cp[to - 1] == 0x3000 || d->cp[to - 1] == '\r'))
		to--;
	if (from >= to)
		return;
	if (table_head(d, from, to)) {
		line_row(d, from, to, true, NULL);
		plan_rows(d);
		return;
	}
	if (table_row_is(d, from, to)) {
		line_row(d, from, to, table_rule_is(d, from, to), NULL);
		return;
	}
	table_end(d);
	line_text(d, from, to);
}

/* A table whose cells are lines: where the text goes on behind it; 0 when none begins with the line. */
static size_t stack_read(struct doc *d, size_t from, size_t to)
{
	struct stack s;
	struct laid r;
	struct cell section;
	size_t at, rows;
	r.number = 0;
	while (from < to && (is_space(d->cp[from]) || d->cp[from] == 0xfeff))
		from++;
	if (from == to || !stack_open(d, from, to, &s, &at))
		return 0;
	rows = at;
	if (stack_section(d, &s, at, &section, &rows))
		at = section.from;
	if (!stack_row(d, &s, rows, &r))
		return 0;
	size_t head_to = at;
	while (head_to > from && (is_space(d->cp[head_to - 1]) || d->cp[head_to - 1] == '\n'))
		head_to--;
	line_row(d, from, head_to, true, NULL);
	d->table = s.head;
	plan_rows(d);
	bool named = rows > at;
	do {
		if (named)
			line_text(d, section.from, section.to);
		line_row(d, r.piece[0].from, r.piece[r.n - 1].to, false, &r);
		at = rows = r.next;
		named = stack_section(d, &s, at, &section, &rows);
		r.number = named ? 0 : r.number;
	} while (stack_row(d, &s, rows, &r));
	table_end(d);
	return at;
}

void text_extract(struct arena *a, str text, day_t date, const struct cues *cues, struct extracted *ret)
{
	struct doc d;
	doc_open(&d, a, text, cues ? cues : cues_builtin());
	head_read(&d, date);
	for (size_t from = 0; from < d.n;) {
		size_t to = clause_end(&d, from, d.n);
		while (to < d.n && d.cp[to] != '\n')
			to = clause_end(&d, to + 1, d.n);
		to = label_line_end(&d, from, table_row_end(&d, from, to));
		size_t behind = stack_read(&d, from, to);
		if (!behind)
			line_read(&d, from, to);
		from = behind ? behind : to + 1;
	}
	*ret = (struct extracted){
		.title = head_title(&d), .date = d.date,
		.sentences = d.sentences.v, .n_sentences = d.sentences.n,
		.measures = d.measures.v, .n_measures = d.measures.n,
	};
}
