/* SPDX-License-Identifier: Apache-2.0 */
/* Who is to do it. Labels (牵头单位：…), short forms (X牵头，Y配合), and speech (X要…). */
#include "text/extract_unit_in.h"

#define NAME_LETTERS 24 /* of one unit's name */
#define WAY_MOST 40     /* letters to either quotation mark */
#define LABEL_MOST 12   /* letters of a label alone on its line */
#define LIST_MOST 200   /* letters of the names behind it */
#define NOTE_MOST 300   /* letters at the end of a text where a note may stand */
#define OTHERS_MOST 14  /* letters of 等市级主管部门 */

static const struct {
	enum tag tag;
} label_rows[] = {{TAG_label_lead}, {TAG_label_resp}, {TAG_label_assist}, {TAG_label_person}, {TAG_limit_label}};

#define LABELS(k) \
	(TAGS_BIT(TAG_label_lead, k) | TAGS_BIT(TAG_label_resp, k) | TAGS_BIT(TAG_label_assist, k) | \
	 TAGS_BIT(TAG_label_person, k) | TAGS_BIT(TAG_limit_label, k))
#define ROLES(k) \
	(TAGS_BIT(TAG_role_share, k) | TAGS_BIT(TAG_role_lead_verb, k) | TAGS_BIT(TAG_role_assist_verb, k))
#define ROLES_BY(k) (ROLES(k) | TAGS_BIT(TAG_role_by_verb, k))
static const struct tags labels = {{LABELS(0), LABELS(1)}}, roles = {{ROLES(0), ROLES(1)}}, roles_by = {{ROLES_BY(0), ROLES_BY(1)}};

bool here_has_label(const struct doc *d)
{
	return tags_meet(&d->here.words, &labels);
}

/* 牵头单位 县水利局: a space or a line for the colon, where a line begins and names fill its rest. */
static bool names_behind_space(const struct doc *d, size_t at, size_t to, size_t end)
{
	if (to < at + 4 || !(is_space(d->cp[to - 1]) || d->cp[to] == '\n'))
		return false;
	for (size_t i = at; i && d->cp[i - 1] != '\n'; i--)
		if (!is_space(d->cp[i - 1]))
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
	if (to > from + LABEL_MOST || !tags_meet(tags_at(d, from), &labels))
		return to;
	size_t n = 0, at = to, end;
	for (size_t i = 0; i < COUNT_OF(label_rows) - 2; i++) {
		size_t k = cue_at(d, from, to - from, label_rows[i].tag);
		n = k > n ? k : n;
	}
	for (n += from; n < to && (is_space(d->cp[n]) || is_colon(d->cp[n])); n++)
		;
	if (n != to)
		return to;
	while (at < d->n && (is_space(d->cp[at]) || d->cp[at] == '\n'))
		at++;
	for (end = at; end < d->n && end < at + LIST_MOST && d->cp[end] != '\n'; end++)
		;
	return end > at + 1 && all_orgs(d, at, end) ? end : to;
}

/* A label with its colon: 牵头单位： */
bool is_label(const struct doc *d, size_t at, size_t end, size_t *ret_to, enum tag *ret_tag)
{
	if (!tags_meet(&word_at(d, at)->all, &labels))
		return false;
	size_t best = 0;
	enum tag tag = TAG_NONE;
	for (size_t i = 0; i < COUNT_OF(label_rows); i++) {
		size_t n = cue_at(d, at, end - at, label_rows[i].tag);
		if (n > best) {
			best = n;
			tag = label_rows[i].tag;
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

static bool letter_of_name(uint16_t c)
{
	return is_han(c) || is_letter(c) || c == 0xb7 || c == 0xd7;
}

bool suffix_at_end(const struct doc *d, size_t from, size_t to, enum tag tag)
{
	for (size_t k = 1; k <= 9 && to >= from + k; k++)
		if (cue_at(d, to - k, k, tag) == k)
			return true;
	return false;
}

/* Where the bracket that closes [from,to) opens; `from` when none does. */
static size_t bracket_open(const struct doc *d, size_t from, size_t to)
{
	if (!(letter_sorts[d->cp[to - 1]] & LETTER_CLOSE))
		return from;
	for (size_t i = to - 1; i-- > from;)
		if (letter_sorts[d->cp[i]] & LETTER_OPENS)
			return i;
	return from;
}

/* [from,to) reads like an organisation's name. */
static bool is_org(const struct doc *d, size_t from, size_t to)
{
	size_t n = to - from;
	if (n < 2 || n > NAME_LETTERS + 8)
		return false;
	if (suffix_at_end(d, from, to, TAG_org_stop) || cue_at(d, from, n, TAG_org_front))
		return false;
	if (cue_at(d, from, n, TAG_org_word) == n)
		return true;
	if (d->cp[from] == 0x5404 && (d->cp[to - 1] == 0xff09 || d->cp[to - 1] == ')'))
		return n > 4; /* 各县（区） */
	size_t open = bracket_open(d, from, to);
	if (open > from + 1) /* 市交通局（市道路中心）, 市直部门（单位） */
		return is_org(d, from, open);
	return suffix_at_end(d, from, to, TAG_org_suffix) || suffix_at_end(d, from, to, TAG_org_word);
}

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

/* The 和 of 工业和信息化局. */
static bool joined_name(const struct doc *d, size_t at)
{
	for (size_t k = 1; k <= 8 && k <= at; k++)
		if (cue_at(d, at - k, k + 6 < d->n - at ? k + 6 : k + d->n - at, TAG_org_and) > k)
			return true;
	return false;
}

/* 局长, 镇主要负责人, 市政府分管领导: a person of it. */
bool person_follows(const struct doc *d, size_t to)
{
	static const uint16_t first[] = {0x957f, 0x5206, 0x4e3b, 0x8d1f, 0x9886}; /* 长 分管 主要 负责同志 领导 */
	static const uint16_t second[] = {0, 0x7ba1, 0x8981, 0x8d23, 0x5bfc};
	for (size_t i = 0; i < COUNT_OF(first); i++)
		if (d->cp[to] == first[i] && (!second[i] || (to + 1 < d->n && d->cp[to + 1] == second[i])))
			return !(i == 3 && d->cp[to + 2] != 0x540c && d->cp[to + 2] != 0x4eba); /* X负责… is no person */
	return false;
}

static bool separates(uint16_t c)
{
	return letter_sorts[c] & LETTER_PARTS;
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
		if (i < to && (depth || each || (!separates(c) && !and))) /* 各乡、镇人民政府: one */
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

/* Nothing but names: （区教育局、区财政局）. */
bool all_orgs(const struct doc *d, size_t from, size_t to)
{
	size_t start = from;
	int depth = 0;
	for (size_t i = from; i <= to; i++) {
		uint16_t c = i < to ? d->cp[i] : '\n';
		depth += c == 0xff08 || c == '(';
		depth -= (c == 0xff09 || c == ')') && depth > 0;
		if (i < to && (depth || !separates(c)))
			continue;
		if (i > start && !is_org(d, start, i))
			return false;
		start = i + 1;
	}
	return true;
}

static bool ends_office(uint16_t c)
{
	return c == 0x5c40 || c == 0x5385 || c == 0x961f || c == 0x53f8; /* 局 厅 队 司 */
}

/* 后 向 将 把 按 并 在 behind a name: the sentence goes on. */
static bool goes_on(uint16_t c)
{
	return c == 0x540e || c == 0x5411 || c == 0x5c06 || c == 0x628a || c == 0x6309 || c == 0x5e76 || c == 0x5728;
}

/* The end of the longest list of names that begins at `from`; 0 none. */
size_t names_end(const struct doc *d, size_t from, size_t end)
{
	size_t best = 0, start = from;
	for (size_t to = from; to < end && to - start < NAME_LETTERS; to++) {
		uint16_t c = d->cp[to];
		if ((c == 0x3001 || c == 0x548c || c == 0x4e0e || c == 0x53ca) && best == to) {
			start = to + 1;
			continue;
		}
		if (!letter_of_name(c) || (c == 0x4f1a && to + 1 < end && d->cp[to + 1] == 0x540c)) /* 会同 */
			break;
		if ((best > start && goes_on(c)) || (c == 0x6309 && to + 1 < end && d->cp[to + 1] == 0x7167)) /* 按照 */
			break; /* 督查组综合后向区政府汇报 */
		if (to > start && cue_at(d, to, end - to, TAG_role_lead_verb))
			break;
		if (best == to && best > start + 2 && ends_office(d->cp[best - 1]) && cue_at(d, to, end - to, TAG_verb))
			break; /* 县公安局依法查处: the name is over, though 处 could end one */
		if (is_org(d, start, to + 1))
			best = to + 1;
	}
	if (best && best < end && d->cp[best] == 0xff08 && d->cp[from] == 0x5404) /* 各部门（单位） */
		for (size_t to = best + 2; to < end && to < best + 8; to++)
			if (d->cp[to] == 0xff09)
				return to + 1;
	return best;
}

/* ---- labels ---- */
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

static bool shared_before(const struct doc *d)
{
	for (size_t i = 0; i < d->units.n; i++)
		if (d->units.v[i].role == ROLE_LEAD)
			return true;
	return false;
}

/* 牵头单位为区教育局、区财政局: a label whose names follow in the sentence. */
static void named_as(struct doc *d, const struct piece *p)
{
	for (size_t i = p->body; i + 6 < p->to; i++) {
		if (!tags_meet(&word_at(d, i)->all, &labels))
			continue;
		size_t lead = cue_at(d, i, p->to - i, TAG_label_lead), resp = cue_at(d, i, p->to - i, TAG_label_resp);
		size_t assist = cue_at(d, i, p->to - i, TAG_label_assist);
		size_t n = lead > resp ? lead : resp > assist ? resp : assist;
		uint16_t c = n ? d->cp[i + n] : 0;
		size_t to = c == 0x4e3a || c == 0x662f ? names_end(d, i + n + 1, p->to) : 0; /* 为 是 */
		if (to)
			units_list(d, i + n + 1, to, n != lead && (n == assist || shared_before(d)) ? ROLE_ASSIST : ROLE_LEAD);
		i += n ? n - 1 : 0;
	}
}

static void roles_read(struct doc *, const struct piece *);

/* 责任单位：市发改委牵头，市商务局配合: the label's own text says who does what. */
static bool roles_inside(struct doc *d, const struct piece *p, size_t from, size_t to)
{
	struct piece part = *p;
	size_t n = d->units.n;
	bool lead = false;
	part.from = part.body = from;
	part.to = to;
	for (size_t i = from; i < to; i++)
		lead |= cue_at(d, i, to - i, TAG_role_lead_verb) || cue_at(d, i, to - i, TAG_role_assist_verb);
	if (lead)
		roles_read(d, &part);
	return d->units.n > n;
}

static size_t labels_read(struct doc *d, const struct piece *p)
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

/* ---- X牵头, X负责, 由X负责, X配合 ---- */
/* Where 各 begins the name in 汛期各单位, 防汛物资各村居; 区直各部门, 市政府各部门 and 各部门各单位 are whole. */
static size_t each_start(const struct doc *d, size_t from, size_t to)
{
	static const uint16_t whole[] = {0x76f4, 0x7ea7, 0x5c5e, 0x533a, 0x53bf, 0x5e02, 0x9547, 0x4e61, 0x7701, 0x5dde, 0x5730, 0x5404};
	for (size_t i = from + 1; d->cp[from] != 0x5404 && i + 2 <= to; i++) {
		if (d->cp[i] != 0x5404 || !is_org(d, i, to))
			continue;
		if (is_org(d, from, i))
			return from;
		for (size_t k = 0; k < COUNT_OF(whole); k++) /* 直级属区县市镇乡省州地各 */
			if (d->cp[i - 1] == whole[k])
				return from;
		return i;
	}
	return from;
}

/* Where the list of names that ends at `to` begins; names reach back over 、 和 与 及. */
size_t names_start(const struct doc *d, size_t from, size_t to, bool *ret_all)
{
	size_t start = to, end = to;
	bool verbs = here_has(d, TAG_org_verb);
	/* 住建、民政等部门: the list is of departments though its words are short */
	bool sort_of = to - from >= 4 && (str_ends(doc_str(d, from, to), S("等部门")) || str_ends(doc_str(d, from, to), S("等单位")) ||
					  str_ends(doc_str(d, from, to), S("等有关部门")));
	*ret_all = true;
	for (;;) {
		size_t a = end;
		int depth = 0;
		while (a > from && end - a < NAME_LETTERS + 8) {
			uint16_t c = d->cp[a - 1];
			if (c == 0xff09 || c == ')')
				depth++;
			else if ((c == 0xff08 || c == '(') && depth)
				depth--;
			else if (!depth && (!letter_of_name(c) || (a < end && (c == 0x7531 || c == 0x548c || c == 0x4e0e || c == 0x8bf7 || c == 0x662f ||
								   c == 0x4ee5 || c == 0x7684) &&
								   !joined_name(d, a - 1) && is_org(d, a, end))))
				break; /* 由 和 与 请 是 以 的 in front of a name */
			else if (depth && is_break(c))
				break;
			else if (c == 0x8981 && a < end && d->cp[a] != 0x7d20)
				break; /* 要, not 要素保障专班 */
			else if (c == 0x540c && a > from + 1 && d->cp[a - 2] == 0x4f1a)
				break; /* X会同Y: two names */
			else if (verbs && a > from + 1 && a < end && cue_at(d, a - 2, 2, TAG_org_verb) == 2 && is_org(d, a, end))
				break; /* 明确X为牵头单位 */
			a--;
		}
		a = each_start(d, a, end);
		if (!is_org(d, a, end) && !(sort_of && end - a >= 2 && end - a <= 8) &&
		    !(start < to && end - a >= 2 && end - a <= 4 && (a == from || is_break(d->cp[a - 1])))) {
			*ret_all = start < to;
			return start;
		}
		start = a;
		uint16_t c = a > from ? d->cp[a - 1] : 0;
		if (a <= from || (c != 0x3001 && c != 0x548c && c != 0x4e0e && c != 0x53ca))
			return start;
		end = a - 1;
	}
}

bool org_before(const struct doc *d, size_t from, size_t to)
{
	bool all;
	return names_start(d, from, to, &all) < to && all;
}

/* Other readings of 负责: 负责人 is blocked by its own word, 对…负责 by what stands before. */
static bool owns(const struct doc *d, size_t at, size_t from)
{
	for (size_t k = 1; k <= 12 && at >= from + k && !is_break(d->cp[at - k]); k++)
		if (d->cp[at - k] == 0x5bf9 || d->cp[at - k] == 0x8bf7) /* 对 */
			return d->cp[at - k] == 0x8bf7;
	return true;
}

/* 鼓励物业、家政等企业参与: a wish, no duty. */
static bool invited(const struct doc *d, size_t from, size_t at, size_t to)
{
	for (size_t i = clause_start(d, from, at); i <= at; i++)
		if (cue_at(d, i, to - i, TAG_invites))
			return true;
	return false;
}

/* （A、B，C按职责分工负责）: from the bracket on nothing but names. */
static size_t share_start(const struct doc *d, size_t from, size_t start)
{
	size_t at = start;
	bool all = true;
	while (all && at > from + 2 && (d->cp[at - 1] == 0xff0c || d->cp[at - 1] == ',')) {
		size_t to = at - 1, next = names_start(d, from, to, &all);
		if (next == to || !all)
			break;
		at = next;
	}
	uint16_t before = at > from ? d->cp[at - 1] : 0, verb = at > from + 1 ? d->cp[at - 2] : 0;
	bool behind_lead = (before == 0xff0c || before == ',') && verb == 0x5934; /* 牵头， */
	bool opens = letter_sorts[before] & LETTER_OPENS || (at == from && at && letter_sorts[d->cp[at - 1]] & LETTER_OPENS);
	return behind_lead || opens ? at : start;
}

/* 研究所负责的工作: 所 makes 负责 describe what follows; 派出所负责巡查 does not. */
static bool relative_clause(const struct doc *d, size_t at, size_t end)
{
	static const uint16_t thing[] = {0x7684, 0x5de5, 0x4efb, 0x9879, 0x9886, 0x533a, 0x8303}; /* 的 工作 任务 项目 领域 区域 范围 */
	size_t i = at + 2;
	for (size_t k = 0; i < end && k < COUNT_OF(thing); k++)
		if (d->cp[i] == thing[k])
			return true;
	return false;
}

/* X、Y分别牵头, X、Y共同负责: letters of how they do it. */
static size_t manner(const struct doc *d, size_t from, size_t to)
{
	static const uint16_t word[][2] = {{0x5206, 0x522b}, {0x5171, 0x540c}, {0x8054, 0x5408}, {0x7edf, 0x4e00}, {0x5177, 0x4f53},
					   {0x76f4, 0x63a5}, {0x5404, 0x81ea}}; /* 分别 共同 联合 统一 具体 直接 各自 */
	for (size_t i = 0; to >= from + 4 && i < COUNT_OF(word); i++)
		if (d->cp[to - 2] == word[i][0] && d->cp[to - 1] == word[i][1])
			return 2;
	return 0;
}

/* 省政府负责办理的建议: the verb between makes it tell what is meant, unless 由 says who does it. */
static bool names_thing(const struct doc *d, size_t from, size_t at, size_t end)
{
	if (d->cp[at] != 0x8d1f || at + 4 >= end)
		return false;
	size_t verb = cue_at(d, at + 2, end - at - 2, TAG_role_by_verb), other = cue_at(d, at + 2, end - at - 2, TAG_deliver);
	verb = other > verb ? other : verb;
	if (!verb || d->cp[at + 2 + verb] != 0x7684 || !is_han(d->cp[at + 3 + verb]))
		return false;
	for (size_t i = clause_start(d, from, at); i < at; i++)
		if (d->cp[i] == 0x7531)
			return false;
	return true;
}

static void role_verb(struct doc *d, const struct piece *p, size_t at, size_t n, enum unit_role role)
{
	bool all;
	size_t to = at, from = p->body; /* （一） is no part of a name */
	while (to > from && (d->cp[to - 1] == 0x7b49 || d->cp[to - 1] == 0x8981 || d->cp[to - 1] == 0x6765))
		to--; /* X等负责, X要负责, X来牵头 */
	if (to >= from + 2 && d->cp[to - 1] == 0x8d23 && d->cp[to - 2] == 0x8d1f)
		return;
	to -= manner(d, from, to);
	to -= to > from && letter_sorts[d->cp[to - 1]] & LETTER_COLON; /* X：负责… under 职责分工 */
	for (int k = 0; k < 2 && to > from && is_space(d->cp[to - 1]); k++)
		to--;
	unused_arg(n);
	if (!owns(d, at, from) || names_thing(d, from, at, p->to) || (to > from && d->cp[to - 1] == 0x6240 && relative_clause(d, at, p->to)))
		return;
	size_t start = names_start(d, from, to, &all);
	if (start == to || !all || (role == ROLE_ASSIST && invited(d, from, start, to)))
		return;
	if (role == ROLE_ASSIST && p->kind == KIND_ACHIEVEMENT && !shared_before(d))
		return; /* 有关单位密切配合，…建成: thanks, no duty */
	if (start > from + 3 && d->cp[start - 1] == 0x540c && d->cp[start - 2] == 0x4f1a) { /* A会同B负责: A leads */
		size_t first = names_start(d, from, start - 2, &all);
		if (first < start - 2 && all) {
			units_list(d, first, start - 2, role);
			role = ROLE_ASSIST;
		}
	}
	start = share_start(d, from, start);
	if (role == ROLE_LEAD && d->cp[at] == 0x8d1f) /* 负责 */
		units_responsible(d, start, to);
	else
		units_list(d, start, to, role);
}

/* （A牵头，B配合，各镇负责落实）: in one bracket who carries out what another leads. */
static bool carries_out(const struct doc *d, const struct piece *p, size_t at)
{
	int depth = 0; /* 县（市、区）政府: a bracket of the name */
	size_t i = at;
	if (!shared_before(d))
		return false;
	if ((d->cp[at] == 0x4e3a || d->cp[at] == 0x662f) && d->cp[at + 1] == 0x8d23) /* A为牵头单位，B为责任单位 */
		return true;
	if (d->cp[at] != 0x8d1f) /* 负责… */
		return false;
	while (i > p->from && depth >= 0) {
		uint16_t c = d->cp[--i];
		depth += c == 0xff09 || c == ')' || c == 0x3015; /* 〕 */
		depth -= c == 0xff08 || c == '(' || c == 0x3014;
	}
	for (size_t k = 0; depth < 0 && k < d->units.n; k++)
		if (d->units.v[k].role == ROLE_LEAD && d->units.v[k].at.from > i)
			return true;
	return false;
}

/* 由区住建局承担; not 由办公室承担的工作. */
static void led_by(struct doc *d, const struct piece *p, size_t at, size_t n)
{
	bool all;
	size_t start = names_start(d, p->body, at, &all);
	uint16_t before = start > p->body + 1 ? d->cp[start - 2] : 0;
	if (start < at && start > p->body && all && d->cp[start - 1] == 0x7531 && before != 0x7406 && d->cp[at + n] != 0x7684)
		units_list(d, start, at, ROLE_LEAD); /* 由, not 理由 */
}

/* 按照“政府主导、部门负责”的原则: how it is done, named in a quotation; it makes nobody responsible. */
static bool way_named(const struct doc *d, const struct piece *p, size_t at)
{
	size_t open = at, close = at;
	while (open > p->from && open + WAY_MOST > at && d->cp[open] != 0x201c && d->cp[open] != 0x201d)
		open--;
	while (close < p->to && close < at + WAY_MOST && d->cp[close] != 0x201c && d->cp[close] != 0x201d)
		close++;
	return d->cp[open] == 0x201c && d->cp[close] == 0x201d && close + 1 < p->to && d->cp[close + 1] == 0x7684;
}

static void roles_read(struct doc *d, const struct piece *p)
{
	const struct tags *asked = here_letters(d, LETTER_BY) ? &roles_by : &roles; /* 由 */
	for (size_t i = p->from; tags_meet(&d->here.words, asked) && i < p->to; i++) {
		if (!tags_meet(tags_at(d, i), asked) || (here_letters(d, LETTER_CLOSE) && way_named(d, p, i)))
			continue;
		size_t left = p->to - i, share = cue_at(d, i, left, TAG_role_share);
		size_t lead = share ? 0 : cue_at(d, i, left, TAG_role_lead_verb);
		size_t assist = share || lead ? 0 : cue_at(d, i, left, TAG_role_assist_verb);
		size_t by = cue_at(d, i, left, TAG_role_by_verb);
		if (share)
			role_verb(d, p, i, share, shared_before(d) ? ROLE_ASSIST : ROLE_LEAD);
		else if (lead && cue_at(d, i, left, TAG_block) <= lead)
			role_verb(d, p, i, lead, carries_out(d, p, i) ? ROLE_ASSIST : ROLE_LEAD);
		else if (assist && cue_at(d, i, left, TAG_block) <= assist)
			role_verb(d, p, i, assist, ROLE_ASSIST);
		else if (by)
			led_by(d, p, i, by);
		size_t n = share + lead + assist;
		i += n ? n - 1 : 0;
	}
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
	if (to <= p->body + 4 || !tags_meet(&d->here.words, &roles) || (d->cp[to - 1] != 0xff09 && d->cp[to - 1] != ')'))
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
		bool all, work = is_colon(d->cp[i]) && (d->cp[i + 1] == 0x5c06 || cue_at(d, i + 1, p->to - i - 1, TAG_verb) || /* 将 */
							(item_at(d, i + 1, p->to, false, &m) && m.ordinal == 1));
		if (!work)
			continue;
		size_t start = names_start(d, p->from, i, &all);
		uint16_t before = start > p->from ? d->cp[start - 1] : '\n';
		bool begins = is_stop(before) || is_space(before) || before == '.' || before == 0xff09 || before == ')' || before == 0x3001;
		if (start < i && all && begins && (p->kind == KIND_COMMITMENT || start == p->from || start == p->body))
			units_list(d, start, i, ROLE_LEAD);
	}
}

/* 县财政局： or 1.县财政局。 in front of what it has to do. */
static void duty_head(struct doc *d, const struct piece *p)
{
	size_t from = p->body, to = p->to, next = p->to;
	if (d->talk || to > from + 60 || !(p->item || is_colon(p->last)))
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
		    (cue_at(d, next, d->n - next, TAG_verb) > 1 && mode_now(d) == MODE_FUTURE);
	if (work && mode_now(d) != MODE_PAST && all_orgs(d, from, to))
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
	duty_line(d, p);
	speech_units(d, p);
}
