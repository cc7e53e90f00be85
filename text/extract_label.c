/* SPDX-License-Identifier: Apache-2.0 */
/* 牵头单位：…, 责任单位 … and the like: a label and the names behind it. */
#include "text/extract_unit_in.h"

#define LABEL_LEAST 4 /* letters of a label in a sentence: 责任单位 */
#define LABEL_MOST 14 /* letters of a label alone on its line */
#define LIST_MOST 200 /* letters of the names behind it */

static const enum tag label_tags[] = {TAG_label_lead, TAG_label_resp, TAG_label_assist, TAG_label_person, TAG_limit_label};
#define LABELS(k) \
	(TAGS_BIT(TAG_label_lead, k) | TAGS_BIT(TAG_label_resp, k) | TAGS_BIT(TAG_label_assist, k) | \
	 TAGS_BIT(TAG_label_person, k) | TAGS_BIT(TAG_limit_label, k))
static const struct tags labels = {{LABELS(0), LABELS(1)}};

bool here_has_label(const struct doc *d)
{
	return tags_meet(&d->here.words, &labels);
}

/* 牵头单位 县水利局: a space or a line for the colon, where a line begins and names fill its rest. */
static bool names_behind_space(const struct doc *d, size_t at, size_t to, size_t end)
{
	if (to < at + 4 || !(is_space(d->cp[to - 1]) || d->cp[to] == '\n'))
		return false;
	size_t line = at;
	while (line && d->cp[line - 1] != '\n' && at - line < LABEL_MOST)
		line--;
	struct item_mark m;
	while (line < at && is_space(d->cp[line]))
		line++;
	if (line < at && item_at(d, line, end, false, &m)) /* 二、整改责任单位 */
		for (line = m.to; line < at && is_space(d->cp[line]);)
			line++;
	if (line != at)
		return false;
	size_t from = to + (d->cp[to] == '\n'), over = from;
	while (from < end && (is_space(d->cp[from]) || d->cp[from] == '\n'))
		from++;
	for (over = from; over < end && over < from + LIST_MOST && d->cp[over] != '\n'; over++)
		;
	return over > from + 2 && all_orgs(d, from, over);
}

size_t label_line_end(const struct doc *d, size_t from, size_t to)
{
	struct item_mark m;
	if (to > from + LABEL_MOST)
		return to;
	if (!tags_meet(tags_at(d, from), &labels)) { /* 二、 整改责任单位 */
		if (!item_at(d, from, to, false, &m))
			return to;
		for (from = m.to; from < to && is_space(d->cp[from]);)
			from++;
		if (!tags_meet(tags_at(d, from), &labels))
			return to;
	}
	size_t n = 0, at = to, end;
	size_t limit = cue_at(d, from, to - from, TAG_limit_label);
	for (size_t i = 0; i < COUNT_OF(label_tags) - 2; i++) {
		size_t k = cue_at(d, from, to - from, label_tags[i]);
		n = k > n ? k : n;
	}
	limit = limit > n ? n = limit : 0;
	for (n += from; n < to && (is_space(d->cp[n]) || is_colon(d->cp[n])); n++)
		;
	if (n != to)
		return to;
	while (at < d->n && (is_space(d->cp[at]) || d->cp[at] == '\n'))
		at++;
	for (end = at; end < d->n && end < at + LIST_MOST && d->cp[end] != '\n'; end++)
		;
	while (end > at && is_space(d->cp[end - 1]))
		end--;
	struct day_found f;
	if (limit)
		return end > at + 2 && day_at(d, at, end, &f) && f.to == end ? end : to; /* 整改时限, and the day below it */
	return end > at + 1 && all_orgs(d, at, end) ? end : to;
}

/* A label with its colon: 牵头单位： */
bool is_label(const struct doc *d, size_t at, size_t end, size_t *ret_to, enum tag *ret_tag)
{
	if (!tags_meet(&word_at(d, at)->all, &labels))
		return false;
	size_t best = 0;
	enum tag tag = TAG_NONE;
	for (size_t i = 0; i < COUNT_OF(label_tags); i++) {
		size_t n = cue_at(d, at, end - at, label_tags[i]);
		if (n > best) {
			best = n;
			tag = label_tags[i];
		}
	}
	size_t to = at + best;
	while (best && to < end && is_space(d->cp[to]))
		to++;
	if (best && to + 3 < end && letter_sorts[d->cp[to]] & LETTER_OPENS) /* 责任部门（单位）： */
		for (size_t k = 2; k <= 4 && to + k + 1 < end; k++)
			if (letter_sorts[d->cp[to + k]] & LETTER_CLOSE) {
				to += k + 1;
				break;
			}
	if (!best || to >= end)
		return false;
	bool colon = d->cp[to] == 0xff1a || d->cp[to] == ':';
	if (!colon && !names_behind_space(d, at, to, end))
		return false;
	*ret_to = to + colon;
	*ret_tag = tag;
	return true;
}

/* 责任单位：A、B等；各区政府）: behind the semicolon come names up to the bracket or the end of the line, no label. */
static bool more_names(const struct doc *d, size_t from, size_t end)
{
	size_t to = from;
	while (to < end && to < from + 60 && d->cp[to] != '\n' && !(letter_sorts[d->cp[to]] & (LETTER_CLOSE | LETTER_COLON | LETTER_STOP)))
		to++;
	bool over = to == end || d->cp[to] == '\n' || d->cp[to] == 0x3002 || letter_sorts[d->cp[to]] & LETTER_CLOSE;
	if (to > from + 2 && d->cp[to - 1] == 0x7b49) /* 等 */
		to--;
	return over && to > from + 1 && all_orgs(d, from, to);
}

/* …、市财政局 实际完成情况：…, …、市财政局 4.新建…: behind a space something else begins. */
static bool begins_other(const struct doc *d, size_t at, size_t end)
{
	size_t to = at;
	while (to < end && is_digit(d->cp[to]))
		to++;
	if (to > at)
		return to < end && (d->cp[to] == '.' || d->cp[to] == 0xff0e || d->cp[to] == 0x3001);
	while (to < end && to < at + 10 && is_han(d->cp[to]))
		to++;
	return to > at + 1 && to < end && letter_sorts[d->cp[to]] & LETTER_COLON;
}

static size_t label_list_end(const struct doc *d, size_t from, size_t end)
{
	int depth = 0;
	for (size_t i = from; i < end; i++) {
		uint16_t c = d->cp[i];
		size_t to;
		enum tag tag;
		if (c == ']' || c == 0x3011 || c == 0x3015) /* ] 】 〕 */
			return i;
		if (c == 0xff09 || c == ')') {
			if (!depth)
				return i;
			depth--;
		}
		depth += c == 0xff08 || c == '(';
		if (!depth && (c == 0xff1b || c == ';') && more_names(d, i + 1, end))
			continue;
		if (!depth && (c == 0x3002 || c == 0xff1b || c == ';' || c == '\n' || c == '\t' || c == '|'))
			return i;
		if (i > from && is_label(d, i, end, &to, &tag))
			return i;
		if (i > from && !depth && is_space(c) && begins_other(d, i + 1, end))
			return i;
	}
	return end;
}

static bool lead_label_in(const struct doc *d, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		size_t end;
		enum tag tag;
		if (is_label(d, i, to, &end, &tag) && tag == TAG_label_lead)
			return true;
	}
	return false;
}

/* …，责任单位县教育局、县财政局；: behind the word names and nothing else up to a stop. */
static size_t names_to_stop(const struct doc *d, size_t from, size_t end)
{
	size_t to = from;
	while (to < end && to < from + LIST_MOST && !is_stop(d->cp[to]) && d->cp[to] != 0x2026 &&
	       !(letter_sorts[d->cp[to]] & (LETTER_CLOSE | LETTER_COLON)) && d->cp[to] != 0xff0c)
		to++;
	return to > from + 1 && is_han(d->cp[from]) && all_orgs(d, from, to) ? to : 0;
}

/* 责任单位为项目的主要责任主体: what it is, not who. */
static bool has_of(const struct doc *d, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (d->cp[i] == 0x7684) /* 的 */
			return true;
	return false;
}

/* Where the part between semicolons begins. */
static size_t part_start(const struct doc *d, size_t from, size_t at)
{
	while (at > from && d->cp[at - 1] != 0xff1b && d->cp[at - 1] != ';')
		at--;
	return at;
}

static bool lead_since(const struct doc *d, size_t from)
{
	for (size_t i = 0; i < d->units.n; i++)
		if (d->units.v[i].role == ROLE_LEAD && d->units.v[i].at.from >= from)
			return true;
	return false;
}

/* 牵头单位为区教育局、区财政局: a label whose names follow in the sentence. */
void named_as(struct doc *d, const struct piece *p)
{
	for (size_t i = p->body; i + 6 < p->to; i++) {
		if (!tags_meet(&word_at(d, i)->all, &labels))
			continue;
		size_t lead = cue_at(d, i, p->to - i, TAG_label_lead), resp = cue_at(d, i, p->to - i, TAG_label_resp);
		size_t assist = cue_at(d, i, p->to - i, TAG_label_assist);
		size_t n = lead > resp ? lead : resp > assist ? resp : assist;
		uint16_t c = n ? d->cp[i + n] : 0;
		bool said = c == 0x4e3a || c == 0x662f; /* 为 是 */
		bool bare = !said && n >= LABEL_LEAST && clause_start(d, p->from, i) == i;
		size_t to = said ? names_end(d, i + n + 1, p->to) : bare ? names_to_stop(d, i + n, p->to) : 0;
		bool assists = n != lead && (n == assist || lead_since(d, bare ? part_start(d, p->from, i) : p->from));
		if (to && !has_of(d, i + n, to))
			units_list(d, i + n + said, to, assists ? ROLE_ASSIST : ROLE_LEAD);
		i += n ? n - 1 : 0;
	}
}

/* 责任单位：市发改委牵头，市商务局配合: the label's own text says who does what. */
static bool roles_inside(struct doc *d, const struct piece *p, size_t from, size_t to)
{
	struct piece part = *p;
	size_t n = d->units.n;
	bool lead = false;
	if (duties_list(d, from, to))
		return true;
	part.from = part.body = from;
	part.to = to;
	for (size_t i = from; i < to; i++)
		lead |= cue_at(d, i, to - i, TAG_role_lead_verb) || cue_at(d, i, to - i, TAG_role_assist_verb);
	if (lead)
		roles_read(d, &part);
	return d->units.n > n;
}

size_t labels_read(struct doc *d, const struct piece *p)
{
	size_t found = 0, to;
	enum tag tag;
	bool lead = lead_label_in(d, p->from, p->to);
	bool follows = d->lead_named && is_label(d, p->body, p->to, &to, &tag);
	d->lead_named = lead || follows;
	lead |= follows;
	for (size_t i = p->from; i < p->to; i++) {
		if (!is_label(d, i, p->to, &to, &tag))
			continue;
		while (to < p->to && (is_space(d->cp[to]) || d->cp[to] == '|' || d->cp[to] == '\n')) /* 牵头单位： | 区城管局 | */
			to++;
		size_t end = label_list_end(d, to, p->to);
		if (tag == TAG_label_resp && roles_inside(d, p, to, end)) {
			found++;
		} else if (tag == TAG_label_lead || tag == TAG_label_resp || tag == TAG_label_assist) {
			if (tag == TAG_label_resp && !lead)
				units_responsible(d, to, end);
			else
				units_list(d, to, end, tag == TAG_label_lead ? ROLE_LEAD : ROLE_ASSIST);
			found++;
		}
		i = end > i ? end - 1 : i;
	}
	return found;
}
