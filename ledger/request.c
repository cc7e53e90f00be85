/* SPDX-License-Identifier: Apache-2.0 */
/* Requests from other platforms: headings to fields, words to values. */
#include "ledger/request.h"

#include <string.h>

#include "base/limits.h"
#include "core/told.h"
#include "ledger/import_in.h"

#define HEAD_ROWS 20 /* a heading stands near the top */
#define HEAD_FITS 3  /* so many columns make a heading */

static const char *const kind_names[] = {"order", "suggestion"};

/* ---- names to fields --------------------------------------------------------------------- */
static bool is_named(struct arena *a, const struct field *f, str folded)
{
	if (str_eq(f->name, folded) || str_eq(ledger_fold(a, f->label.zh), folded) || str_eq(ledger_fold(a, f->label.en), folded))
		return true;
	for (size_t i = 0; i < f->n_heads; i++)
		if (str_eq(ledger_fold(a, f->heads[i]), folded))
			return true;
	return false;
}

static const struct field *field_named(struct arena *a, const struct kind *k, str folded)
{
	for (size_t i = 0; folded.n && i < k->n_fields; i++)
		if (is_named(a, &k->fields[i], folded))
			return &k->fields[i];
	return NULL;
}

static bool in_form(const struct kind *k, const struct action *a, const struct field *f)
{
	for (size_t i = 0; f && i < a->n_form; i++)
		if (&k->fields[a->form[i].field] == f)
			return true;
	return false;
}

/* The first action that opens: by the centre, before the asker's own. */
static const struct action *opening(const struct kind *k)
{
	for (size_t i = 0; i < k->n_actions; i++)
		if (k->actions[i].opens)
			return &k->actions[i];
	return NULL;
}

static const struct kind *kind_of(struct ctx *x, str name)
{
	const struct pack *const *packs = core_packs(x->core);
	for (; *packs; packs++)
		for (size_t i = 0; i < (*packs)->n_kinds; i++)
			if (str_eq((*packs)->kinds[i].name, name) && (*packs)->kinds[i].request >= 0)
				return &(*packs)->kinds[i];
	return NULL;
}

/* ---- words to values ---------------------------------------------------------------------- */
static bool is_choice(struct arena *a, const struct choice *c, str said)
{
	str folded = ledger_fold(a, said);
	return str_eq(c->name, said) || str_eq(ledger_fold(a, c->label.zh), folded) || str_eq(ledger_fold(a, c->label.en), folded);
}

static str value_of(struct ctx *x, const struct field *f, str said)
{
	static const struct {
		const char *said, *is;
	} flags[] = {{"是", "1"}, {"否", "0"}, {"有", "1"}, {"无", "0"}};
	said = str_trim(said);
	for (size_t i = 0; f->type == FIELD_CHOICE && i < f->n_choices; i++)
		if (is_choice(x->arena, &f->choices[i], said))
			return f->choices[i].name;
	for (size_t i = 0; f->type == FIELD_FLAG && i < COUNT_OF(flags); i++)
		if (str_eq(said, str_of(flags[i].said)))
			return str_of(flags[i].is);
	if (f->type == FIELD_DATE && said.n > 10 && (said.p[10] == ' ' || said.p[10] == 'T'))
		return str_cut(said, 0, 10);
	return said;
}

/* ---- one row -------------------------------------------------------------------------------- */
struct split {
	struct ctx *x;
	const struct kind *kind, *sort;
	const struct action *open, *take;
	LIST(struct arg) own, whole;
};

static err put(struct split *s, const struct arg *a)
{
	str folded = ledger_fold(s->x->arena, a->field);
	const struct field *own = field_named(s->x->arena, s->sort, folded), *whole = field_named(s->x->arena, s->kind, folded);
	bool any = false;
	if (!str_trim(a->value).n)
		return OK;
	if (in_form(s->sort, s->take, own)) {
		*list_push(s->x->arena, &s->own) = (struct arg){own->name, value_of(s->x, own, a->value)};
		any = true;
	}
	if (in_form(s->kind, s->open, whole)) {
		*list_push(s->x->arena, &s->whole) = (struct arg){whole->name, value_of(s->x, whole, a->value)};
		any = true;
	}
	return any ? OK : fail(ERR_INPUT, "“{0}” is no field that a request comes with; take it out, or name it as the form does", a->field);
}

static const struct arg *given(const struct arg *v, size_t n, str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].field, name))
			return &v[i];
	return NULL;
}

/* A matter needs a title, and what the asker said is sealed: the category and the place say enough. */
static err title_fill(struct split *s)
{
	const struct field *f = &s->kind->fields[s->kind->title];
	const struct arg *category = given(s->whole.v, s->whole.n, S("category")), *place = given(s->own.v, s->own.n, S("place"));
	struct buf b;
	if (given(s->whole.v, s->whole.n, f->name))
		return OK;
	buf_init(&b, s->x->arena);
	const struct field *c = category ? &s->kind->fields[kind_field(s->kind, category->field)] : NULL;
	for (size_t i = 0; c && i < c->n_choices; i++)
		if (str_eq(c->choices[i].name, category->value))
			buf_add(&b, words2_in(&c->choices[i].label, s->x->actor.lang));
	if (place) {
		buf_z(&b, b.n ? " · " : "");
		buf_add(&b, place->value);
	}
	if (!b.n)
		return fail(ERR_INPUT, "“{0}” is missing: without it, category or place the request has no title", words2_in(&f->label, s->x->actor.lang));
	*list_push(s->x->arena, &s->whole) = (struct arg){f->name, buf_str(&b)};
	return OK;
}

/* What the platform did not class is taken as a call for help until somebody sets its class. */
static void class_fill(struct split *s)
{
	int f = kind_field(s->kind, S("class"));
	if (f >= 0 && in_form(s->kind, s->open, &s->kind->fields[f]) && !given(s->whole.v, s->whole.n, S("class")))
		*list_push(s->x->arena, &s->whole) = (struct arg){S("class"), S("help")};
}

/* ---- days that a channel allows itself -------------------------------------------------------- */
static size_t cells(str line, str v[16])
{
	size_t n = 0;
	while (n < 15 && str_split(line, '\t', &v[n], &line))
		n++;
	v[n++] = line;
	return n;
}

/* A line of the setting for each: n_inspection 7. */
static bool district_days(struct ctx *x, const struct kind *k, str channel, int64_t *ret)
{
	str rest = pack_setting_word(x, k->pack, S("channel_days")), line;
	while (rest.n) {
		if (!str_split(rest, '\n', &line, &rest)) {
			line = rest;
			rest = S("");
		}
		line = str_trim(line);
		if (line.n > channel.n && str_starts(line, channel) && (line.p[channel.n] == ' ' || line.p[channel.n] == '\t'))
			return str_int(str_trim(str_cut(line, channel.n, line.n)), ret);
	}
	return false;
}

static int64_t channel_days(str channel)
{
	const struct pack_file *files;
	size_t n = pack_builtin(&files, S("requests")), name = 16, days = 16;
	str rest = S(""), line, v[16];
	int64_t ret = 0;
	for (size_t i = 0; i < n; i++)
		if (str_eq(files[i].name, S("channels.tsv")))
			rest = files[i].bytes;
	while (rest.n) {
		if (!str_split(rest, '\n', &line, &rest)) {
			line = rest;
			rest = STR_NONE;
		}
		if (!line.n || line.p[0] == '#')
			continue;
		size_t m = cells(line, v);
		for (size_t i = 0; name == 16 && i < m; i++)
			days = str_eq(v[i], S("outer_days")) ? i : days;
		if (name < 16 && name < m && days < m && str_eq(v[name], channel))
			return str_int(v[days], &ret) ? ret : 0;
		name = 0; /* the heading has passed */
	}
	return 0;
}

static void due_fill(struct split *s)
{
	const struct arg *channel = given(s->own.v, s->own.n, S("channel"));
	int f = kind_field(s->kind, S("outer_due"));
	int64_t days = 0;
	if (channel && !district_days(s->x, s->kind, channel->value, &days))
		days = channel_days(channel->value);
	struct buf b;
	if (days < 1 || f < 0 || given(s->whole.v, s->whole.n, S("outer_due")))
		return;
	day_t due = calendar_add(ctx_calendar(s->x), zone_day(core_zone(s->x->core), s->x->now), days);
	if (due == DAY_NONE)
		return;
	buf_init(&b, s->x->arena);
	day_put(&b, due);
	*list_push(s->x->arena, &s->whole) = (struct arg){S("outer_due"), buf_str(&b)};
}

static err split(struct ctx *x, const struct request_in *in, struct split *ret)
{
	struct split s = {.x = x, .kind = kind_of(x, in->kind.n ? in->kind : str_of(kind_names[0]))};
	if (!s.kind)
		return fail(ERR_INPUT, "no kind that takes requests is named; choose one that does");
	s.sort = &s.kind->parts[s.kind->request];
	s.open = opening(s.kind);
	s.take = opening(s.sort);
	for (size_t i = 0; i < in->n; i++)
		TRY(put(&s, &in->v[i]));
	if (in->matter)
		s.whole.n = 0;
	else
		TRY(title_fill(&s));
	if (!in->matter)
		class_fill(&s);
	if (!in->matter)
		due_fill(&s);
	*ret = s;
	return OK;
}

err request_row_take(struct ctx *x, const struct request_in *in, struct request_taken *ret)
{
	struct split s;
	TRY(split(x, in, &s));
	const struct request_new q = {.kind = in->matter ? NULL : s.kind, .matter = in->matter, .args = s.own.v, .n_args = s.own.n,
		.of_matter = s.whole.v, .n_of_matter = s.whole.n, .files = in->files, .n_files = in->n_files, .notice = in->notice,
		.idempotency_key = in->key};
	return request_take(x, &q, ret);
}

err request_row_look(struct ctx *x, const struct request_in *in)
{
	struct split s;
	str value;
	TRY(split(x, in, &s));
	for (size_t i = 0; i < s.own.n; i++)
		TRY(field_read(x, &s.sort->fields[kind_field(s.sort, s.own.v[i].field)], s.own.v[i].value, &value));
	for (size_t i = 0; i < s.whole.n; i++)
		TRY(field_read(x, &s.kind->fields[kind_field(s.kind, s.whole.v[i].field)], s.whole.v[i].value, &value));
	for (size_t i = 0; i < s.take->n_form; i++) {
		const struct field *f = &s.sort->fields[s.take->form[i].field];
		if (s.take->form[i].required && !given(s.own.v, s.own.n, f->name))
			return fail(ERR_INPUT, "“{0}” is missing; fill it in", words2_in(&f->label, x->actor.lang));
	}
	return OK;
}

/* ---- a sheet ------------------------------------------------------------------------------------ */
static bool is_head(struct ctx *x, const struct split *s, str text)
{
	str folded = ledger_fold(x->arena, text);
	return in_form(s->sort, s->take, field_named(x->arena, s->sort, folded)) || in_form(s->kind, s->open, field_named(x->arena, s->kind, folded));
}

static uint32_t heading(struct ctx *x, const struct split *s, const struct sheet *sh)
{
	for (uint32_t r = 0; r < sh->n_rows && r < HEAD_ROWS; r++) {
		size_t fits = 0;
		for (uint32_t c = 0; c < sh->n_columns && c < 100; c++)
			fits += is_head(x, s, sheet_text(sh, r, c));
		if (fits >= HEAD_FITS)
			return r;
	}
	return UINT32_MAX;
}

/* Columns that a request has no use for are passed over: a platform sends many. */
static void row_read(struct ctx *x, const struct split *s, const struct sheet *sh, uint32_t head, uint32_t r, struct request_in *ret)
{
	LIST(struct arg) v = {0};
	for (uint32_t c = 0; c < sh->n_columns; c++) {
		str name = sheet_text(sh, head, c), value = sheet_text(sh, r, c);
		if (str_trim(value).n && is_head(x, s, name))
			*list_push(x->arena, &v) = (struct arg){name, value};
	}
	*ret = (struct request_in){.at = r, .v = v.v, .n = v.n, .kind = s->kind->name};
}

err request_sheet(struct ctx *x, const struct decoder *decoder, str name, str bytes, struct request_in **ret, size_t *ret_n)
{
	struct workbook book;
	struct split s = {.x = x, .kind = kind_of(x, str_of(kind_names[0]))};
	if (!s.kind)
		return fail(ERR_INPUT, "no kind that takes requests is named; choose one that does");
	s.sort = &s.kind->parts[s.kind->request];
	s.open = opening(s.kind);
	s.take = opening(s.sort);
	TRY(decoder ? workbook_decode(x->arena, decoder, bytes, name, &book) : workbook_read(x->arena, bytes, name, &book));
	for (size_t i = 0; i < book.n_sheets; i++) {
		const struct sheet *sh = &book.sheets[i];
		uint32_t head = heading(x, &s, sh);
		if (head == UINT32_MAX)
			continue;
		struct request_in *v = arena_new_n(x->arena, sh->n_rows - head, struct request_in);
		size_t n = 0;
		for (uint32_t r = head + 1; r < sh->n_rows; r++) {
			row_read(x, &s, sh, head, r, &v[n]);
			n += v[n].n > 0;
		}
		*ret = v;
		*ret_n = n;
		return OK;
	}
	return fail(ERR_INPUT, "no sheet has a heading of requests; name at least three columns such as 渠道, 对方编号, 标题, 诉求原话");
}
