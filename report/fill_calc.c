/* SPDX-License-Identifier: Apache-2.0 */
/* A template is read into a flat list of nodes in which every block knows where it ends; the same
 * walk checks it (all branches, against the names that are there) and fills it. */
#include "report/fill_in.h"

#include "base/limits.h"
#include "base/words.h"

#define DEPTH_MOST 16
#define STEPS_MOST 2000000 /* nodes met while filling: blocks over long lists inside each other */

enum node_sort { NODE_TEXT, NODE_VALUE, NODE_EACH, NODE_IF };
struct node {
	enum node_sort sort;
	str text; /* or name */
	str word;
	int line;
	size_t middle, end; /* of a block: node of {#else}, or `end`; the node behind it */
};
struct script {
	struct arena *arena;
	str text;
	LIST(struct node) nodes;
	size_t open[DEPTH_MOST]; /* blocks that are not closed yet */
	bool divided[DEPTH_MOST];
	int depth, line;
};

/* ---- sentences ---- */
static str line_text(struct arena *a, int line)
{
	struct buf b;
	buf_init(&b, a);
	buf_int(&b, line);
	return buf_str(&b);
}

#define wrong(arena, line, sentence, ...) fail(ERR_INPUT, sentence, line_text((arena), (line)), ##__VA_ARGS__)

/* ---- reading ---- */
static str block_word(enum node_sort sort)
{
	return sort == NODE_EACH ? S("each") : S("if");
}

static err open_block(struct script *s, struct node n)
{
	if (s->depth == DEPTH_MOST)
		return wrong(s->arena, s->line, W("line {0}: too many blocks stand inside each other; make the template simpler"));
	s->divided[s->depth] = false;
	s->open[s->depth++] = s->nodes.n;
	*list_push(s->arena, &s->nodes) = n;
	return OK;
}

static err close_block(struct script *s, str word)
{
	struct node *n = s->depth ? &s->nodes.v[s->open[s->depth - 1]] : NULL;
	if (!n || !str_eq(word, block_word(n->sort)))
		return wrong(s->arena, s->line, W("line {0}: {/{1}} closes nothing that was opened before it; leave it out or open the block"), word);
	n->end = s->nodes.n;
	if (!s->divided[--s->depth])
		n->middle = n->end;
	return OK;
}

static err divide_block(struct script *s)
{
	struct node *n = s->depth ? &s->nodes.v[s->open[s->depth - 1]] : NULL;
	if (!n || n->sort != NODE_IF || s->divided[s->depth - 1])
		return wrong(s->arena, s->line, W("line {0}: {#else} stands once, between {#if …} and {/if}"));
	n->middle = s->nodes.n;
	s->divided[s->depth - 1] = true;
	return OK;
}

static bool is_name(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (str_find(S(" \t\r\n{}|#/"), str_cut(s, i, i + 1), 0) >= 0)
			return false;
	return s.n > 0 && str_find(s, S("　"), 0) < 0;
}

static err read_tag(struct script *s, str tag)
{
	struct node n = {.sort = NODE_VALUE, .line = s->line};
	if (str_starts(tag, S("/")))
		return close_block(s, str_trim(str_cut(tag, 1, tag.n)));
	if (str_eq(str_trim(tag), S("#else")))
		return divide_block(s);
	if (str_starts(tag, S("#each ")))
		n.sort = NODE_EACH;
	else if (str_starts(tag, S("#if ")))
		n.sort = NODE_IF;
	str rest = n.sort == NODE_VALUE ? tag : str_cut(tag, 2 + block_word(n.sort).n, tag.n);
	if (!str_split(rest, '|', &n.text, &n.word))
		n.text = rest;
	n.text = str_trim(n.text);
	if (!is_name(n.text))
		return wrong(s->arena, s->line, W("line {0}: {{1}} is not understood; inside braces stands a name, {#each name}, {#if name}, {#else}, "
			     "{/each} or {/if}, and {{ is the sign itself"), tag);
	if (n.sort != NODE_VALUE)
		return open_block(s, n);
	*list_push(s->arena, &s->nodes) = n;
	return OK;
}

static void push_text(struct script *s, str text)
{
	if (text.n)
		*list_push(s->arena, &s->nodes) = (struct node){.sort = NODE_TEXT, .text = text, .line = s->line};
	for (size_t i = 0; i < text.n; i++)
		s->line += text.p[i] == '\n';
}

static err script_read(struct arena *a, str text, struct script *s)
{
	*s = (struct script){.arena = a, .text = text, .line = 1};
	if (text.n > LIMIT_FIELD_TEXT)
		return fail(ERR_LIMIT, "a template has at most 64 KB of text; move parts of it into another template");
	for (size_t pos = 0; pos < text.n;) {
		ptrdiff_t brace = str_find(text, S("{"), pos);
		size_t at = brace < 0 ? text.n : (size_t)brace;
		push_text(s, str_cut(text, pos, at));
		if (at == text.n)
			break;
		if (str_starts(str_cut(text, at, text.n), S("{{"))) {
			push_text(s, str_cut(text, at, at + 1));
			pos = at + 2;
			continue;
		}
		ptrdiff_t shut = str_find(text, S("}"), at), line_end = str_find(text, S("\n"), at);
		if (shut < 0 || (line_end >= 0 && line_end < shut))
			return wrong(a, s->line, W("line {0}: a brace { is not closed with } on its line; write {{ for the sign itself"));
		TRY(read_tag(s, str_cut(text, at + 1, (size_t)shut)));
		pos = (size_t)shut + 1;
	}
	if (!s->depth)
		return OK;
	const struct node *n = &s->nodes.v[s->open[s->depth - 1]];
	return wrong(a, n->line, W("line {0}: {#{1} {2}} is never closed; write {/{1}} where it ends"), block_word(n->sort), n->text);
}

/* ---- names ---- */
struct scope {
	const struct fill_record *record;
	const struct scope *outer;
};

static const struct fill_value *find(const struct scope *in, str name)
{
	for (; in; in = in->outer)
		for (size_t i = 0; i < in->record->n; i++)
			if (str_eq(in->record->values[i].name, name))
				return &in->record->values[i];
	return NULL;
}

static err check_nodes(const struct script *s, size_t from, size_t to, const struct scope *in)
{
	for (size_t i = from; i < to; i++) {
		const struct node *n = &s->nodes.v[i];
		if (n->sort == NODE_TEXT)
			continue;
		const struct fill_value *v = find(in, n->text);
		if (!v)
			return wrong(s->arena, n->line, W("line {0}: there is no value called “{1}”; choose one of the names in the list"), n->text);
		if (n->sort == NODE_VALUE && v->sort == FILL_LIST)
			return wrong(s->arena, n->line, W("line {0}: “{1}” is a list; write {#each {1}} … {/each} around what is said of each"), n->text);
		if (n->sort == NODE_EACH && v->sort != FILL_LIST)
			return wrong(s->arena, n->line, W("line {0}: “{1}” is one value, not a list; write {{1}} alone"), n->text);
		if (n->sort == NODE_EACH) {
			TRY(check_nodes(s, i + 1, n->end, &(struct scope){&v->like, in}));
			i = n->end - 1;
		}
	}
	return OK;
}

err fill_check(struct arena *a, str text, const struct fill_record *like)
{
	struct script s;
	TRY(script_read(a, text, &s));
	return check_nodes(&s, 0, s.nodes.n, &(struct scope){like, NULL});
}

/* ---- filling ---- */
struct filling {
	const struct script *s;
	struct fill_out out;
	int steps;
};

static bool holds(const struct fill_value *v)
{
	switch (v->sort) {
	case FILL_LIST:
		return v->n_records > 0;
	case FILL_TABLE:
		return v->table && v->table->n_rows > 0;
	default:
		return v->text.n > 0 && !str_eq(v->text, S("0"));
	}
}

static err fill_nodes(struct filling *f, size_t from, size_t to, const struct scope *in);

static err fill_each(struct filling *f, size_t at, const struct fill_value *v, const struct scope *in)
{
	const struct node *n = &f->s->nodes.v[at];
	for (size_t i = 0; i < v->n_records; i++) {
		if (i)
			fill_out_text(&f->out, n->word);
		TRY(fill_nodes(f, at + 1, n->end, &(struct scope){&v->records[i], in}));
	}
	return OK;
}

static void fill_value(struct filling *f, const struct node *n, const struct fill_value *v)
{
	if (v->sort == FILL_TABLE)
		fill_out_table(&f->out, v->table);
	else if (v->text.n)
		fill_out_value(&f->out, v);
	else
		fill_out_text(&f->out, n->word);
}

static err fill_nodes(struct filling *f, size_t from, size_t to, const struct scope *in)
{
	for (size_t i = from; i < to; i++) {
		const struct node *n = &f->s->nodes.v[i];
		if (f->out.bytes > LIMIT_TEXT || ++f->steps > STEPS_MOST)
			return fail(ERR_LIMIT, "what this template makes is longer than a document can be; choose fewer matters");
		if (n->sort == NODE_TEXT) {
			fill_out_text(&f->out, n->text);
			continue;
		}
		const struct fill_value *v = find(in, n->text);
		if (!v) /* a record without a name that `like` has */
			return wrong(f->s->arena, n->line, W("line {0}: there is no value called “{1}”; choose one of the names in the list"), n->text);
		if (n->sort == NODE_VALUE) {
			fill_value(f, n, v);
			continue;
		}
		if (n->sort == NODE_EACH)
			TRY(fill_each(f, i, v, in));
		else
			TRY(holds(v) ? fill_nodes(f, i + 1, n->middle, in) : fill_nodes(f, n->middle, n->end, in));
		i = n->end - 1;
	}
	return OK;
}

err fill_blocks(struct arena *a, str text, const struct fill_record *values, struct filled *ret)
{
	struct script s;
	struct scope all = {values, NULL};
	TRY(script_read(a, text, &s));
	TRY(check_nodes(&s, 0, s.nodes.n, &all));
	struct filling f = {.s = &s, .out = {.arena = a}};
	TRY(fill_nodes(&f, 0, s.nodes.n, &all));
	fill_out_end(&f.out);
	*ret = (struct filled){f.out.title, f.out.blocks.v, f.out.blocks.n};
	return OK;
}
