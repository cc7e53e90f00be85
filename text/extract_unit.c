/* SPDX-License-Identifier: Apache-2.0 */
/* Who is to do it. Labels (extract_label.c), short forms (X牵头, extract_role.c), speech (X要…,
 * extract_speech.c), and here: brackets and lines that begin with whose work they are. */
#include "text/extract_unit_in.h"

#define OTHERS_MOST 14 /* letters of 等市级主管部门 */
#define NOTE_MOST 300  /* letters at the end of a text where a note may stand */
#define DUTY_MOST 60   /* letters of names alone on their line */

/* Where 等, 等部门, 等市级主管部门（单位） begins behind the last name; `to` when it does not. */
static size_t and_others(const struct doc *d, size_t from, size_t to)
{
	static const uint16_t last[][2] = {{0x90e8, 0x95e8}, {0x5355, 0x4f4d}, {0x673a, 0x6784}}; /* 部门 单位 机构 */
	size_t end = to, open = to > from + 4 ? bracket_open(d, from, to) : from;
	if (open > from)
		end = open;
	size_t at = end;
	while (at > from + 2 && at + OTHERS_MOST > end && d->cp[at - 1] != 0x7b49) /* 等 */
		at--;
	if (at <= from + 2 || d->cp[at - 1] != 0x7b49)
		return to;
	bool named = at == end;
	for (size_t i = 0; i < COUNT_OF(last) && end >= at + 2; i++)
		named |= d->cp[end - 2] == last[i][0] && d->cp[end - 1] == last[i][1];
	return named ? at - 1 : to;
}

/* …、市商务局按职责分工负责: the names end before how they do it. */
static size_t share_at_end(const struct doc *d, size_t from, size_t to)
{
	for (size_t k = 4; k <= 12 && to >= from + k + 2; k++)
		if (cue_at(d, to - k, k, TAG_role_share) == k)
			return to - k;
	return to;
}

static void unit_add(struct doc *d, size_t from, size_t to, enum unit_role role)
{
	while (from < to && d->cp[to - 1] == 0x3002)
		to--;
	to = share_at_end(d, from, to);
	size_t note = bracket_open(d, from, to);
	if (note > from && cue_at(d, note + 1, to - note - 1, TAG_bracket_note))
		to = note;
	to = and_others(d, from, to);
	while (from < to && is_space(d->cp[from]))
		from++;
	while (to > from && (is_space(d->cp[to - 1]) || d->cp[to - 1] == 0x3002))
		to--;
	if (to - from < 2 || to - from > 40)
		return;
	for (size_t i = 0; i < d->units.n; i++)
		if (d->units.v[i].at.from < to && from < d->units.v[i].at.to)
			return;
	*list_push(d->a, &d->units) = (struct unit_ref){{from, to}, doc_str(d, from, to), role};
}

bool shared_before(const struct doc *d)
{
	for (size_t i = 0; i < d->units.n; i++)
		if (d->units.v[i].role == ROLE_LEAD)
			return true;
	return false;
}

/* 区发改局（牵头）: the bracket behind a name says it leads, so the others of the list assist. */
static bool leads_in_bracket(const struct doc *d, size_t from, size_t to)
{
	size_t open = from < to ? bracket_open(d, from, to) : from;
	return open > from && cue_at(d, open + 1, to - open - 1, TAG_role_lead_verb);
}

static bool leader_noted(const struct doc *d, size_t from, size_t to)
{
	for (size_t i = from + 2; i < to; i++)
		if (letter_sorts[d->cp[i]] & LETTER_OPENS && tags_have(tags_at(d, i + 1), TAG_role_lead_verb))
			return true;
	return false;
}

/* Names one after another: 区发改局、区财政局，各镇（街道）. Brackets belong to the name. */
void units_list(struct doc *d, size_t from, size_t to, enum unit_role role)
{
	size_t start = from;
	int depth = 0;
	bool noted = role == ROLE_LEAD && leader_noted(d, from, to);
	for (size_t i = from; i <= to; i++) {
		uint16_t c = i < to ? d->cp[i] : '\n';
		depth += c == 0xff08 || c == '(';
		depth -= (c == 0xff09 || c == ')') && depth > 0;
		bool and = (c == 0x548c || c == 0x53ca) && i > start && is_org(d, start, i); /* 和 及 between two names */
		and = and && cue_at(d, start, to - start, TAG_org_word) <= i - start; /* 各职能部门和单位 */
		bool each = c == 0x3001 && i == start + 2 && d->cp[start] == 0x5404 && i + 1 < to && d->cp[i + 1] != 0x5404;
		if (i < to && (depth || each || (!separates(c) && !and) || group_goes_on(d, start, i, to))) /* 各乡、镇人民政府: one */
			continue;
		if (i > start && !(is_digit(d->cp[start]) && i - start < 3))
			unit_add(d, start, i, noted && !leads_in_bracket(d, start, i) ? ROLE_ASSIST : role);
		start = i + 1;
	}
}

/* 排在第一位的为牵头单位，下同: it stands in front of the lists, in the first of them, or below the text. */
static bool first_one_leads(struct doc *d)
{
	if (!d->end_asked)
		d->first_leads |= cue_between(d, d->n > NOTE_MOST ? d->n - NOTE_MOST : 0, d->n, TAG_first_leads);
	d->end_asked = true;
	return d->first_leads || here_has(d, TAG_first_leads);
}

void units_responsible(struct doc *d, size_t from, size_t to)
{
	size_t n = d->units.n;
	units_list(d, from, to, ROLE_LEAD);
	for (size_t i = n + 1; d->units.n > n + 1 && first_one_leads(d) && i < d->units.n; i++)
		d->units.v[i].role = ROLE_ASSIST;
}

/* ---- （区教育局、区财政局） at the end of a task ---- */
/* 服务综合体（社区服务中心）: another name of the thing, for no place stands in front of it. */
static bool other_name(const struct doc *d, size_t from, size_t to)
{
	static const uint16_t place[] = {0x7701, 0x5e02, 0x53bf, 0x533a, 0x5dde, 0x65d7, 0x9547, 0x4e61, 0x5404}; /* 省市县区州旗镇乡各 */
	if (d->cp[to - 1] != 0x5fc3 && d->cp[to - 1] != 0x7ad9) /* 中心 站 */
		return false;
	for (size_t i = 0; i < COUNT_OF(place); i++)
		for (size_t k = from; k < from + 4 && k < to; k++)
			if (d->cp[k] == place[i] && !(k > from && d->cp[k - 1] == 0x793e)) /* not 社区 */
				return false;
	return true;
}

static void bare_bracket(struct doc *d, const struct piece *p)
{
	size_t to = p->to;
	while (to > p->body && (d->cp[to - 1] == 0x3002 || is_space(d->cp[to - 1])))
		to--;
	if (to <= p->body + 3 || (d->cp[to - 1] != 0xff09 && d->cp[to - 1] != ')'))
		return;
	size_t from = to - 1;
	int depth = 1;
	while (from > p->body && depth) {
		from--;
		depth += d->cp[from] == 0xff09 || d->cp[from] == ')';
		depth -= d->cp[from] == 0xff08 || d->cp[from] == '(';
	}
	if (!depth && from > p->body && all_orgs(d, from + 1, to - 1) && !other_name(d, from + 1, to - 1))
		units_list(d, from + 1, to - 1, ROLE_LEAD);
}

/* Whatever else the sentence says, a bracket （X牵头负责） at its end tells whose work it is. */
static void duty_bracket(struct doc *d, const struct piece *p)
{
	struct piece part = *p;
	size_t to = p->to;
	while (to > p->body && (d->cp[to - 1] == 0x3002 || is_space(d->cp[to - 1])))
		to--;
	if (to <= p->body + 4 || !here_has_role(d) || (d->cp[to - 1] != 0xff09 && d->cp[to - 1] != ')'))
		return;
	int depth = 1;
	size_t from = to - 1;
	while (from > p->body && depth) {
		from--;
		depth += d->cp[from] == 0xff09 || d->cp[from] == ')';
		depth -= d->cp[from] == 0xff08 || d->cp[from] == '(';
	}
	part.from = part.body = from + 1;
	part.to = to - 1;
	if (!depth)
		roles_read(d, &part);
}

/* 区住建局负责…, 区住建局：负责…: it begins with whose work it is, and that is no appraisal. */
static bool begins_with_duty(const struct doc *d, const struct piece *p)
{
	size_t to = here_has(d, TAG_role_lead_verb) ? names_end(d, p->body, p->to) : 0;
	to += to && to < p->to && is_colon(d->cp[to]);
	return to && to < p->to && cue_at(d, to, p->to - to, TAG_role_lead_verb) &&
	       cue_at(d, to, p->to - to, TAG_block) <= cue_at(d, to, p->to - to, TAG_role_lead_verb);
}

/* 区住建局：统筹…, 区教育局、区卫健局：一是做好…: what the names before the colon have to do. */
static void duty_line(struct doc *d, const struct piece *p)
{
	struct item_mark m;
	if (d->talk || !here_letters(d, LETTER_COLON))
		return;
	for (size_t i = clause_end(d, p->from, p->to); i + 4 < p->to; i = clause_end(d, i + 1, p->to)) {
		size_t left = p->to - i - 1;
		bool verb = d->cp[i + 1] == 0x5c06 || cue_at(d, i + 1, left, TAG_verb) || cue_at(d, i + 1, left, TAG_role_by_verb); /* 将 */
		bool all, work = is_colon(d->cp[i]) && (verb || (item_at(d, i + 1, p->to, false, &m) && m.ordinal == 1));
		if (!work)
			continue;
		size_t start = names_start(d, p->from, i, &all);
		uint16_t before = start > p->from ? d->cp[start - 1] : '\n';
		bool begins = is_stop(before) || is_space(before) || before == '.' || before == 0xff09 || before == ')' || before == 0x3001;
		if (start < i && all && begins && (p->kind == KIND_COMMITMENT || start == p->from || start == p->body))
			units_list(d, start, i, ROLE_LEAD);
	}
}

/* By its last letter an office, not a garden of industry or a square. */
static bool plain_office(uint16_t c)
{
	return c == 0x5c40 || c == 0x59d4 || c == 0x529e || c == 0x5385 || c == 0x90e8 || c == 0x4f1a; /* 局委办厅部会 */
}

/* 县财政局： or 1.县财政局。 in front of what it has to do. */
static void duty_head(struct doc *d, const struct piece *p)
{
	size_t from = p->body, to = p->to, next = p->to;
	if (d->talk || to > from + DUTY_MOST || !(p->item || is_colon(p->last)))
		return;
	while (to > from && (d->cp[to - 1] == 0x3002 || is_colon(d->cp[to - 1]) || is_space(d->cp[to - 1])))
		to--;
	while (next < d->n && (is_space(d->cp[next]) || d->cp[next] == '\n'))
		next++;
	struct item_mark m;
	if (to < from + 2)
		return;
	if (next < d->n && item_at(d, next, d->n, false, &m))
		next = m.to;
	bool work = cue_at(d, next, d->n - next, TAG_role_lead_verb) ||
		    ((next > p->to || plain_office(d->cp[to - 1])) && cue_at(d, next, d->n - next, TAG_verb) > 1 && mode_now(d) == MODE_FUTURE);
	if (work && mode_now(d) != MODE_PAST && !cue_at(d, from, to - from, TAG_verb) && all_orgs(d, from, to)) /* not 整治…企业 */
		units_list(d, from, to, ROLE_LEAD);
}

void units_find(struct doc *d, struct piece *p)
{
	if (p->kind == KIND_OTHER && !p->labelled && p->from >= d->quiet_to)
		duty_head(d, p);
	bool open = p->kind == KIND_PRINCIPLE || (p->kind == KIND_OTHER && p->from >= d->title_to && p->from >= d->quiet_to);
	if (open && !p->labelled && !p->heading && begins_with_duty(d, p)) {
		roles_read(d, p);
		return;
	}
	if (p->kind == KIND_PRINCIPLE)
		duty_line(d, p);
	if (p->kind == KIND_PRINCIPLE || (p->kind == KIND_OTHER && !p->labelled && !p->heading)) {
		duty_bracket(d, p);
		return;
	}
	if (!p->labelled)
		d->lead_named = false; /* another task */
	if (!p->labelled || !labels_read(d, p))
		roles_read(d, p);
	if (p->heading && p->item && !d->units.n)
		bare_bracket(d, p); /* 1.优化审批（县行政审批局） */
	if (here_has_label(d))
		named_as(d, p);
	if (p->kind != KIND_COMMITMENT)
		return;
	if (!d->units.n)
		bare_bracket(d, p);
	if (!p->line_start && p->line_end && plain_office(d->cp[p->to - 1]) && mode_now(d) == MODE_FUTURE && all_orgs(d, p->body, p->to))
		units_responsible(d, p->body, p->to); /* 1.新建项目20个。 县发改局、县工信局 */
	duty_line(d, p);
	speech_units(d, p);
}
