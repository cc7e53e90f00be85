/* SPDX-License-Identifier: Apache-2.0 */
/* The call taker's desk (坐席): one form for a call, beside it what is known; keyboard alone, with or
 * without a script. Whatever happens, what was typed comes back. */
#include "core/privacy.h"
#include "core/request_rates.h"
#include "web/desk_in.h"

#define CHANNEL S("h12345") /* a call, unless something else is chosen */

const struct desk_line desk_lines[DESK_LINES] = {
	[LINE_PHONE] = {"phone", W("desk|Telephone"), NULL, 40, 'p'},
	[LINE_PLACE] = {"place", W("desk|Place"), NULL, 200, 0},
	[LINE_AREA] = {"area", W("Town or village"), "desk-units", 80, 0},
	[LINE_CATEGORY] = {"category", W("desk|Category"), "desk-categories", 120, 'c'},
	[LINE_TITLE] = {"title", W("In one sentence (left empty: place and category)"), NULL, 60, 't'},
	[LINE_LEAD] = {"lead", W("Unit that handles it"), "desk-units", 80, 'u'},
	[LINE_CITES] = {"cites", W("Entry cited"), NULL, 60, 0},
	[LINE_NAME] = {"name", W("desk|Name"), NULL, 60, 0},
	[LINE_OUTSIDE] = {"outside", W("Its number there"), NULL, 80, 0},
	[LINE_EXPECTED] = {"expected", W("What the caller hopes for"), NULL, 200, 0},
	[LINE_REPORTED] = {"reported_unit", W("Unit complained of"), "desk-units", 80, 0},
};

void desk_fault(struct desk *d, const char *field, str said)
{
	if (d->n_faults < COUNT_OF(d->faults))
		d->faults[d->n_faults++] = (struct public_fault){str_of(field), said};
	if (d->n_faults == 1)
		d->focus = field;
}

err desk_begin(struct visit *v, struct desk *d)
{
	const struct kind *k = kind_named(v, S(ORDER_KIND));
	*d = (struct desk){.kind = k, .channel = CHANNEL, .urgency = S("normal")};
	if (!k || k->request < 0)
		return fail(ERR_NOTFOUND, "there is no such page");
	d->sort = &k->parts[k->request];
	d->opens = kind_opening(v, k);
	d->takes = kind_opening(v, d->sort);
	return d->opens && d->takes ? OK : fail(ERR_DENIED, "only the request centre takes calls");
}

/* ---- what was typed ---- */
static str typed_in(struct visit *v, const char *name)
{
	return without_cr(v, str_trim(form_get(v, name)));
}

/* Of several the one that all others are part of: zjj is 住建局, not its 市政科. */
static err above_all(struct visit *v, const struct name_hit *hits, size_t n, int64_t *ret)
{
	struct unit *units;
	size_t n_units, first = 0;
	while (first < n && hits[first].person)
		first++;
	if (first == n)
		return OK;
	TRY(unit_list(ctx_of(v), &units, &n_units));
	for (size_t i = first + 1; i < n; i++)
		for (size_t k = 0; !hits[i].person && k < n_units; k++)
			if (units[k].id == hits[i].unit && units[k].parent != hits[first].unit)
				return OK;
	*ret = hits[first].unit;
	return OK;
}

/* A unit by any of its names, else by a piece of one or initials that fit no other (zjj). 0: none. */
static err unit_meant(struct visit *v, str typed, int64_t *ret)
{
	struct name_hit *hits;
	size_t n;
	*ret = 0;
	if (!typed.n)
		return OK;
	TRY(unit_find(ctx_of(v), typed, ret));
	if (*ret)
		return OK;
	TRY(search_names(ctx_of(v), typed, &hits, &n));
	return above_all(v, hits, n, ret);
}

static const struct field *field_named(const struct kind *k, const char *name)
{
	int f = kind_field(k, str_of(name));
	return f < 0 ? NULL : &k->fields[f];
}

/* name: of the choice; empty when the words fit none. */
static str choice_name(const struct kind *k, const char *field, str typed)
{
	const struct field *f = field_named(k, field);
	const struct choice *c = f ? choice_meant(f->choices, f->n_choices, typed) : NULL;
	return c ? c->name : S("");
}

static err desk_read(struct visit *v, struct desk *d)
{
	d->phone = typed_in(v, "phone");
	d->name = typed_in(v, "name");
	d->words = typed_in(v, "words");
	d->place = typed_in(v, "place");
	d->title = typed_in(v, "title");
	d->expected = typed_in(v, "expected");
	d->outside = typed_in(v, "outside");
	d->answer = typed_in(v, "public_answer");
	d->cites = typed_in(v, "cites");
	d->class = typed_in(v, "class");
	d->urgency = typed_in(v, "urgency");
	d->emergency = typed_in(v, "emergency");
	d->channel = form_get(v, "channel").n ? typed_in(v, "channel") : CHANNEL;
	d->category_typed = typed_in(v, "category");
	d->category = choice_name(d->kind, "category", d->category_typed);
	d->area_typed = typed_in(v, "area");
	d->lead_typed = typed_in(v, "lead");
	d->reported_typed = typed_in(v, "reported_unit");
	d->secret = str_eq(form_get(v, "secret"), S("1"));
	d->no_article = str_eq(form_get(v, "no_article"), S("1"));
	TRY(unit_meant(v, d->area_typed, &d->area));
	TRY(unit_meant(v, d->lead_typed, &d->lead));
	return unit_meant(v, d->reported_typed, &d->reported);
}

/* ---- showing it ---- */
static void choices(struct visit *v, const struct kind *k, const char *field, str chosen, const struct option **ret, size_t *ret_n)
{
	const struct field *f = field_named(k, field);
	struct option *o = arena_new_n(v->arena, f ? f->n_choices : 0, struct option);
	for (size_t i = 0; f && i < f->n_choices; i++)
		o[i] = (struct option){f->choices[i].name, words2_in(&f->choices[i].label, v->lang), str_eq(f->choices[i].name, chosen), words2_in(&f->choices[i].help, v->lang)};
	*ret = o;
	*ret_n = f ? f->n_choices : 0;
}

str desk_category_said(struct visit *v, const struct desk *d)
{
	const struct field *f = field_named(d->kind, "category");
	const struct choice *c = f && d->category.n ? choice_meant(f->choices, f->n_choices, d->category) : NULL;
	return c ? words2_in(&c->label, v->lang) : d->category_typed;
}

static err unit_names(struct visit *v, struct desk *d, struct desk_view *view)
{
	struct unit *units;
	size_t n;
	TRY(unit_list(ctx_of(v), &units, &n));
	struct option *o = arena_new_n(v->arena, n, struct option);
	view->line[LINE_AREA] = d->area_typed;
	view->line[LINE_LEAD] = d->lead_typed;
	view->line[LINE_REPORTED] = d->reported_typed;
	for (size_t i = 0; i < n; i++) {
		str name = units[i].short_name.n ? units[i].short_name : units[i].name;
		if (units[i].id == d->area)
			view->line[LINE_AREA] = name;
		if (units[i].id == d->lead)
			view->line[LINE_LEAD] = name;
		if (units[i].id == d->reported)
			view->line[LINE_REPORTED] = name;
		if (units[i].active)
			o[view->n_units++] = (struct option){name, name};
	}
	view->units = o;
	return OK;
}

err desk_show(struct visit *v, struct desk *d, bool look, const struct desk_done *done)
{
	struct desk_view view = {.words = d->words, .answer = d->answer, .secret = d->secret, .no_article = d->no_article,
		.faults = d->faults, .n_faults = d->n_faults, .done = done,
		.line = {[LINE_PHONE] = d->phone, [LINE_PLACE] = d->place, [LINE_CATEGORY] = desk_category_said(v, d), [LINE_TITLE] = d->title, [LINE_CITES] = d->cites,
			[LINE_NAME] = d->name, [LINE_OUTSIDE] = d->outside, [LINE_EXPECTED] = d->expected}};
	view.key = form_get(v, "key");
	if (d->anew || done || !view.key.n || view.key.n > 64)
		view.key = fresh_key(v);
	choices(v, d->kind, "class", d->class, &view.classes, &view.n_classes);
	choices(v, d->kind, "category", d->category, &view.categories, &view.n_categories);
	choices(v, d->kind, "urgency", d->urgency, &view.urgencies, &view.n_urgencies);
	choices(v, d->kind, "emergency", d->emergency, &view.emergencies, &view.n_emergencies);
	choices(v, d->sort, "channel", d->channel, &view.channels, &view.n_channels);
	TRY(unit_names(v, d, &view));
	TRY(privacy_notice(ctx_of(v), v->lang, &view.notice, &view.notice_version));
	if (look)
		TRY(desk_side_fill(v, d, &view.side));
	view.focus = d->focus ? str_of(d->focus) : d->phone.n ? S("words") : S("phone");
	TRY(frame(v, "desk"));
	v->ui.wide = true;
	render(v, ui_desk(&v->rs->body, &v->ui, &view));
	return OK;
}

bool desk_faulty(const struct desk_view *v, const char *field)
{
	for (size_t i = 0; i < v->n_faults; i++)
		if (str_eq(v->faults[i].field, str_of(field)))
			return true;
	return false;
}

bool desk_more(const struct desk_view *v)
{
	static const char *const below[] = {"name", "channel", "outside", "expected", "reported_unit", "urgency", "emergency"};
	for (size_t i = 0; i < COUNT_OF(below); i++)
		if (desk_faulty(v, below[i]))
			return true;
	return v->line[LINE_NAME].n || v->line[LINE_OUTSIDE].n || v->line[LINE_EXPECTED].n || v->line[LINE_REPORTED].n || v->secret;
}

/* ---- buttons beside the form ---- */
/* category:城市管理·道路设施·路灯 */
static err fill(struct visit *v, struct desk *d)
{
	str field, value;
	if (!str_split(form_get(v, "fill"), ':', &field, &value))
		return desk_show(v, d, true, NULL);
	if (str_eq(field, S("category"))) {
		d->category_typed = value;
		d->category = choice_name(d->kind, "category", value);
		d->focus = "category";
	} else if (str_eq(field, S("lead"))) {
		d->lead_typed = value;
		TRY(unit_meant(v, value, &d->lead));
		d->focus = "lead";
	}
	return desk_show(v, d, true, NULL);
}

/* Its answer comes into the form, to be read out and changed; nothing is sent yet. */
static err cite(struct visit *v, struct desk *d, int64_t article)
{
	str title, answer;
	TRY(desk_article_read(v, article, &d->cites, &title, &answer));
	if (!d->answer.n)
		d->answer = answer;
	if (!d->title.n)
		d->title = title;
	if (!d->class.n)
		d->class = S("consult");
	d->no_article = false;
	d->focus = "public_answer";
	return desk_show(v, d, true, NULL);
}

err desk_post(struct visit *v)
{
	struct desk d;
	int64_t id;
	TRY(desk_begin(v, &d));
	TRY(desk_read(v, &d));
	if (form_get(v, "attach").n && form_int(v, "attach", &id))
		return desk_attach(v, &d, id);
	if (form_get(v, "again").n && form_int(v, "again", &id))
		return desk_again(v, &d, id);
	if (form_get(v, "repeat").n && form_int(v, "repeat", &id))
		return desk_repeat(v, &d, id);
	if (form_get(v, "cite").n && form_int(v, "cite", &id))
		return cite(v, &d, id);
	if (form_get(v, "fill").n)
		return fill(v, &d);
	if (desk_takes(form_get(v, "go")))
		return desk_take(v, &d, form_get(v, "go"));
	return desk_show(v, &d, true, NULL);
}

/* A telephone system opens it with the caller's number, behind the # where no server and no log sees
 * it (ui/luoshi.js takes it from there), or as ?phone= where there is no script. */
err desk_page(struct visit *v)
{
	struct desk d;
	TRY(desk_begin(v, &d));
	d.phone = str_cut(query_get(v, "phone"), 0, 40);
	return desk_show(v, &d, d.phone.n > 0, NULL);
}
