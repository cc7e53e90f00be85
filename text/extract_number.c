/* SPDX-License-Identifier: Apache-2.0 */
/* Every number with a unit becomes a quantity; none is dropped. Its status says
 * whether the speaker is held to it, with the rule that decided. */
#include "text/extract_number_in.h"

#define REACH 10          /* letters between a comparator's word and its number */
#define PERIOD_MOST 60    /* tokens back to 全年 */
#define INDICATOR_MOST 40 /* letters of an indicator phrase */

/* ---- comparator ---- */
static bool filler(uint16_t c)
{
	static const uint16_t letters[] = {0x5230, 0x5728, 0x4e86, 0x4e3a, 0x81f3, 0x4eba, 0x5747, 0x5e74, 0x65e5, 0x7ea6, 0x8fd1, ' '};
	for (size_t i = 0; i < COUNT_OF(letters); i++)
		if (c == letters[i])
			return true;
	return false;
}

/* The word of comparison in front of the number, with only particles between. */
static const struct token *prefix_find(const struct look *l)
{
	if (!l->k)
		return NULL;
	const struct token *t = &l->d->tokens.v[l->k - 1];
	if (t->sort != TOKEN_WORD || t->to > l->n->from || l->n->from - t->to > 3)
		return NULL;
	for (size_t i = t->to; i < l->n->from; i++)
		if (!filler(l->d->cp[i]))
			return NULL;
	return t;
}

static const struct {
	enum tag tag;
	enum quantity_op op;
} prefix_rows[] = {{TAG_pre_ge, OP_GE}, {TAG_pre_gt, OP_GT}, {TAG_pre_le, OP_LE}, {TAG_pre_lt, OP_LT},
		   {TAG_pre_approx, OP_APPROX}, {TAG_pre_eq, OP_EQ}};
static const struct {
	enum tag tag;
	enum quantity_op op;
} suffix_rows[] = {{TAG_suf_approx, OP_APPROX}, {TAG_suf_ge, OP_GE}, {TAG_suf_le, OP_LE}};

#define SUFFIX_WORDS(k) (TAGS_BIT(TAG_suf_approx, k) | TAGS_BIT(TAG_suf_ge, k) | TAGS_BIT(TAG_suf_le, k))
static const struct tags suffix_words = {{SUFFIX_WORDS(0), SUFFIX_WORDS(1)}};

static size_t suffix_find(const struct look *l, enum quantity_op *ret)
{
	const struct doc *d = l->d;
	size_t at = l->n->to, skip = 0;
	if (letter_sorts[d->cp[at]] & LETTER_OPENS && d->cp[at + 1] == 0x542b && letter_sorts[d->cp[at + 2]] & LETTER_CLOSE)
		skip = 3; /* 30人（含）以下 */
	for (size_t i = 0; tags_meet(tags_at(d, at + skip), &suffix_words) && i < COUNT_OF(suffix_rows); i++) {
		size_t n = cue_at(d, at + skip, l->p->to - at - skip, suffix_rows[i].tag);
		if (n) {
			*ret = suffix_rows[i].op;
			return n + skip;
		}
	}
	return 0;
}

static struct look look_at(const struct doc *d, const struct piece *p, size_t k)
{
	struct look l = {d, p, &d->numbers.v[d->tokens.v[k].index], k, NULL, 0, OP_EQ};
	l.before = prefix_find(&l);
	l.suffix = suffix_find(&l, &l.suffix_op);
	return l;
}

/* 达到全市总数的80%: the comparison stands before what the share is of. */
static bool share_of(const struct look *l, enum quantity_op *ret)
{
	if (!l->n->percent)
		return false;
	size_t from = clause_start(l->d, l->p->body, l->n->from);
	size_t at = l->n->from;
	while (at > from && is_space(l->d->cp[at - 1]))
		at--;
	if (at <= from || l->d->cp[at - 1] != 0x7684) /* 的 */
		return false;
	for (size_t k = l->k; k > 0 && l->d->tokens.v[k - 1].from >= from && l->d->tokens.v[k - 1].to + 16 > at; k--)
		for (size_t i = 0; i < 3; i++)
			if (tags_have(&l->d->tokens.v[k - 1].tags, prefix_rows[i].tag)) {
				*ret = prefix_rows[i].op;
				return true;
			}
	return false;
}

static enum quantity_op op_of(const struct look *l, size_t *ret_from, size_t *ret_to)
{
	enum quantity_op op = OP_EQ;
	const struct token *t = l->before;
	*ret_from = t ? t->from : l->n->from;
	*ret_to = l->n->to + l->suffix;
	if (l->n->sort == NUMBER_RANK || l->n->unit_from == l->n->unit_to)
		return OP_EQ;
	if (l->n->max_to)
		return OP_RANGE;
	if (l->suffix)
		return l->suffix_op;
	for (size_t i = 0; t && i < COUNT_OF(prefix_rows); i++)
		if (tags_have(&t->tags, prefix_rows[i].tag))
			return prefix_rows[i].op;
	bool far_word = tags_have(&l->d->here.tokens, TAG_pre_far);
	for (size_t k = l->k; far_word && k > 0 && l->d->tokens.v[k - 1].to + REACH > l->n->from; k--) {
		const struct token *far = &l->d->tokens.v[k - 1];
		if (far->sort == TOKEN_NUMBER || clause_start(l->d, far->from, l->n->from) != far->from)
			break;
		if (tags_have(&far->tags, TAG_pre_far))
			return OP_GE; /* 至少检查1次 */
	}
	return share_of(l, &op) ? op : l->n->more ? OP_GT : OP_EQ;
}

/* ---- which clauses look forward or back ---- */
/* 计划加装40部，目前已开工31部: what was meant to be done, said at the head of the clause. */
static bool opens_with_plan(const struct doc *d, const struct piece *p, size_t k)
{
	const struct token *t = &d->tokens.v[k];
	if (!(tags_have(&t->tags, TAG_aim) || tags_have(&t->tags, TAG_clause_target)) || clause_start(d, p->body, t->from) != t->from)
		return false;
	size_t to = clause_end(d, t->to, p->to), next = clause_end(d, to + 1, p->to);
	return to > t->to + 3 && has_cue(d, to, next, TAG_past_sure);
}

#define FUTURE_WORDS(k) \
	(TAGS_BIT(TAG_aim, k) | TAGS_BIT(TAG_will, k) | TAGS_BIT(TAG_must, k) | TAGS_BIT(TAG_ensure, k) | \
	 TAGS_BIT(TAG_clause_target, k) | TAGS_BIT(TAG_next, k))
#define PAST_WORDS(k) \
	(TAGS_BIT(TAG_past_sure, k) | TAGS_BIT(TAG_done, k) | TAGS_BIT(TAG_aspect, k) | TAGS_BIT(TAG_recent, k) | \
	 TAGS_BIT(TAG_measured, k))
static const struct tags future_words = {{FUTURE_WORDS(0), FUTURE_WORDS(1)}}, past_words = {{PAST_WORDS(0), PAST_WORDS(1)}};

static bool token_future(const struct doc *d, const struct piece *p, size_t k)
{
	const struct token *t = &d->tokens.v[k];
	if (!tags_meet(&t->tags, &future_words))
		return false;
	if (p->kind == KIND_ACHIEVEMENT && ((tags_have(&t->tags, TAG_clause_target) && !opens_with_plan(d, p, k)) ||
					   (tags_have(&t->tags, TAG_will) && takes_object(d, p, k))))
		return false; /* 完成年度目标, 将时限压减至 in a report */
	return !obtains(d, t);
}

static bool bounds(const struct token *t, size_t at)
{
	return t->sort == TOKEN_WORD && t->to == at && (tags_have(&t->tags, TAG_pre_ge) || tags_have(&t->tags, TAG_pre_gt) ||
						       tags_have(&t->tags, TAG_pre_le) || tags_have(&t->tags, TAG_block));
}

static bool token_past(const struct doc *d, const struct piece *p, const struct token *t)
{
	if (p->kind == KIND_COMMITMENT) { /* but 不低于上年 is a goal, 对已完成事项 its ground */
		bool ground = t->from > p->body && d->cp[t->from - 1] == 0x5bf9;
		return tags_have(&t->tags, TAG_past_sure) && !ground && !(t > d->tokens.v && bounds(t - 1, t->from));
	}
	if (tags_have(&t->tags, TAG_done) || tags_have(&t->tags, TAG_aspect) || tags_have(&t->tags, TAG_recent))
		return true;
	return tags_have(&t->tags, TAG_measured) && d->cp[t->from] != 0x540c && d->cp[t->from] != 0x6bd4 &&
	       d->cp[t->from] != 0x8f83; /* 同比, 比上年 and 较 stand in goals too */
}

/* Goes through the sentence once; per token the look of its clause: 1 ahead, -1 back, 0 as the sentence. */
static void looks_find(const struct doc *d, const struct piece *p, int8_t *look)
{
	int now = 0;
	if (!tags_meet(&d->here.tokens, &future_words) && !tags_meet(&d->here.tokens, &past_words))
		return; /* as allocated: 0 */
	for (size_t k = 0; k < d->tokens.n;) {
		size_t from = d->tokens.v[k].from, to = from, j = k;
		size_t end = clause_end(d, from, p->to);
		if (!here_letters(d, LETTER_BUT))
			to = end;
		while (to < end && (to == from || d->cp[to] != 0x4f46)) /* 但 */
			to++;
		int ahead = 0, back = 0;
		for (; j < d->tokens.n && d->tokens.v[j].from < to; j++) {
			ahead |= token_future(d, p, j);
			back |= token_past(d, p, &d->tokens.v[j]);
		}
		if (back)
			now = ahead ? now : -1;
		else if (ahead)
			now = 1;
		if (j == k)
			j = k + 1;
		for (; k < j; k++)
			look[k] = (int8_t)(ahead && back ? 0 : now);
		if (to < p->to && is_stop(d->cp[to]))
			now = 0;
	}
}

static enum quantity_status status_of(const struct look *l, int look, const char **ret_why)
{
	*ret_why = scope_rule(l);
	if (*ret_why)
		return QUANTITY_SCOPE;
	enum sentence_kind kind = l->p->kind;
	if (kind == KIND_COMMITMENT && look >= 0) {
		*ret_why = look > 0 ? W("its clause looks ahead") : W("it stands in a promise");
		return QUANTITY_TARGET;
	}
	if (kind == KIND_ACHIEVEMENT && look <= 0) {
		*ret_why = W("it stands in a result");
		return QUANTITY_ACTUAL;
	}
	if (look > 0 && kind == KIND_ACHIEVEMENT) {
		*ret_why = W("its clause looks ahead");
		return QUANTITY_TARGET;
	}
	if (look < 0 && kind != KIND_OTHER) {
		*ret_why = W("its clause looks back");
		return QUANTITY_ACTUAL;
	}
	*ret_why = W("nothing says whether it is promised");
	return QUANTITY_UNKNOWN;
}

/* ---- indicator and period ---- */
#define OPERATOR_WORDS(k) \
	(COMPARING_WORDS(k) | TAGS_BIT(TAG_deliver, k) | TAGS_BIT(TAG_respectively, k) | TAGS_BIT(TAG_measured, k) | \
	 TAGS_BIT(TAG_ensure, k) | TAGS_BIT(TAG_aim, k) | TAGS_BIT(TAG_verb, k) | TAGS_BIT(TAG_will, k) | \
	 TAGS_BIT(TAG_must, k) | TAGS_BIT(TAG_aspect, k) | TAGS_BIT(TAG_period, k) | TAGS_BIT(TAG_done, k) | \
	 TAGS_BIT(TAG_next, k) | TAGS_BIT(TAG_recent, k))
static const struct tags operator_words = {{OPERATOR_WORDS(0), OPERATOR_WORDS(1)}};

static bool operator_token(const struct token *t)
{
	return t->sort == TOKEN_DAY || tags_meet(&t->tags, &operator_words);
}

static void strip_front(const struct doc *d, size_t last, size_t *from, size_t to)
{
	size_t first = last;
	while (first > 0 && d->tokens.v[first - 1].from >= *from)
		first--;
	for (size_t k = first; k < d->tokens.n && *from < to; k++) {
		const struct token *t = &d->tokens.v[k];
		if (t->from == *from && t->to <= to && operator_token(t))
			*from = t->to;
		else if (t->from > *from)
			break;
	}
}

static void strip_back(const struct doc *d, size_t last, size_t from, size_t *to)
{
	for (size_t k = last + 1; k > 0 && from < *to; k--) {
		const struct token *t = &d->tokens.v[k - 1];
		if (t->to > *to)
			continue;
		if (t->to < *to)
			break;
		if (t->from >= from && t->sort == TOKEN_WORD && operator_token(t))
			*to = t->from;
		else
			break;
	}
}

static bool joins(uint16_t c)
{
	return c == 0x3001 || c == 0x5728 || c == 0x5230 || c == 0x5176 || is_space(c);
}

/* The noun phrase in front of the number, else behind it. */
static str indicator_of(const struct look *l)
{
	const struct doc *d = l->d;
	size_t to = l->n->from, from = clause_start(d, l->p->body, to);
	if (to - from > INDICATOR_MOST)
		from = to - INDICATOR_MOST;
	for (size_t i = to; here_letters(d, LETTER_OPENS) && i > from; i--)
		if (d->cp[i - 1] == 0xff08)
			from = i;
	for (size_t k = l->k; k > 0; k--) { /* not across another quantity, but across what modifies */
		const struct token *t = &d->tokens.v[k - 1];
		if (t->to <= from)
			break;
		if (t->sort == TOKEN_NUMBER) {
			struct look m = look_at(d, l->p, k - 1);
			if (!modifies(&m)) {
				from = t->to;
				break;
			}
		}
	}
	strip_front(d, l->k, &from, to);
	strip_back(d, l->k, from, &to);
	strip_front(d, l->k, &from, to);
	while (from < to && joins(d->cp[from]))
		from++;
	if (to > from + 1)
		return doc_str(d, from, to);
	from = to = l->n->to + l->suffix;
	if (from < l->p->to && d->cp[from] == 0x7684)
		to = ++from;
	while (to < l->p->to && to - from < 16 && !is_break(d->cp[to]) && d->cp[to] != 0x3001 && d->cp[to] != 0xff08)
		to++;
	return to > from + 1 ? doc_str(d, from, to) : STR_NONE;
}

static str period_of(const struct look *l)
{
	bool any = l->d->days.n || tags_have(&l->d->here.tokens, TAG_period);
	for (size_t k = l->k; any && k > 0 && k + PERIOD_MOST > l->k; k--) {
		const struct token *t = &l->d->tokens.v[k - 1];
		if (t->from < l->p->body)
			break;
		if (t->sort == TOKEN_DAY && l->d->days.v[t->index].sort == DAY_PLAIN)
			return doc_str(l->d, t->from, t->to);
		if (t->sort == TOKEN_WORD && tags_have(&t->tags, TAG_period))
			return doc_str(l->d, t->from, t->to);
	}
	return STR_NONE;
}

static str value_of(const struct doc *d, size_t from, size_t to)
{
	struct buf b;
	bool plain = true;
	for (size_t i = from; i < to; i++)
		plain &= d->cp[i] != ',' && doc_str(d, i, i + 1).n == 1;
	if (plain || !is_digit(d->cp[from]))
		return doc_str(d, from, to);
	buf_init(&b, d->a);
	for (size_t i = from; i < to; i++)
		if (d->cp[i] != ',')
			buf_cp(&b, d->cp[i]);
	return buf_str(&b);
}

static str unit_of(const struct doc *d, const struct number *n)
{
	if (n->unit_from == n->unit_to)
		return S("位次");
	if ((d->cp[n->unit_from] == 0x767e || d->cp[n->unit_from] == '%') && n->percent) /* 百分之, the wide sign */
		return S("%");
	if (d->cp[n->unit_from] == 0x4e2a || n->unit_to - n->unit_from < 2)
		return doc_str(d, n->unit_from, n->unit_to);
	struct buf b; /* without 多 and spaces: 300万多人 -> 万人 */
	buf_init(&b, d->a);
	for (size_t i = n->unit_from; i < n->unit_to; i++)
		if (d->cp[i] != ' ' && d->cp[i] != 0x591a && d->cp[i] != 0x4f59)
			buf_add(&b, doc_str(d, i, i + 1));
	return buf_str(&b);
}

static void quantity_add(struct doc *d, const struct look *l, int look)
{
	const struct number *n = l->n;
	size_t from, to;
	struct quantity q = {.at = {n->from, n->to}};
	q.op = op_of(l, &from, &to);
	q.text = doc_str(d, from, to);
	q.status = status_of(l, look, &q.why);
	q.unit = unit_of(d, n);
	q.value = n->value_to > n->value_from ? value_of(d, n->value_from, n->value_to)
		  : n->sort == NUMBER_MASKED ? STR_NONE : S("1");
	q.max = n->max_to > n->max_from ? value_of(d, n->max_from, n->max_to) : STR_NONE;
	q.indicator = indicator_of(l);
	if (!q.indicator.n)
		q.indicator = d->last_indicator;
	d->last_indicator = q.indicator;
	q.period = period_of(l);
	*list_push(d->a, &d->quantities) = q;
}

/* 分别增长8%、9%以上: what is said of the last holds for the list. */
static void distribute(struct doc *d, size_t first)
{
	struct quantity *v = d->quantities.v;
	if (d->quantities.n < first + 2)
		return;
	const struct quantity *last = &v[d->quantities.n - 1];
	for (size_t i = first; i + 1 < d->quantities.n; i++)
		if (v[i].op == OP_EQ && last->op != OP_RANGE)
			v[i].op = last->op;
	for (size_t i = first + 1; i < d->quantities.n; i++)
		if (v[i].op == OP_EQ)
			v[i].op = v[first].op;
}

static bool only_joined(const struct doc *d, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (d->cp[i] != 0x3001 && d->cp[i] != 0x548c && d->cp[i] != ' ')
			return false;
	return to - from <= 2;
}

void quantities_find(struct doc *d, struct piece *p)
{
	if (!d->numbers.n)
		return;
	int8_t *looks = arena_alloc(d->a, d->tokens.n);
	looks_find(d, p, looks);
	bool list = false;
	size_t list_from = 0, end = 0;
	for (size_t k = 0; k < d->tokens.n; k++) {
		const struct token *t = &d->tokens.v[k];
		if (t->sort == TOKEN_WORD && tags_have(&t->tags, TAG_respectively)) {
			list = true;
			list_from = d->quantities.n;
		}
		if (t->sort != TOKEN_NUMBER || t->from < p->body)
			continue;
		if (list && d->quantities.n > list_from && !only_joined(d, end, t->from)) {
			distribute(d, list_from);
			list = false;
		}
		struct look l = look_at(d, p, k);
		quantity_add(d, &l, looks[k]);
		end = l.n->to + l.suffix;
	}
	if (list)
		distribute(d, list_from);
}
