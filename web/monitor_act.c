/* SPDX-License-Identifier: Apache-2.0 */
/* What the environment office does with stations: commands, enrolment, changes, limits. Passwords and keys are typed and never shown. */
#include "web/monitor_in.h"

#include <string.h>

/* ---- commands ----------------------------------------------------------------------------------------- */
static str command_label(struct visit *v, int cn)
{
	const struct hj_command *k = hj_command_of(cn);
	return k ? words2_in(&k->label, v->lang) : S("");
}

static void commands_fill(struct visit *v, struct outlet_page *p)
{
	struct option *o = arena_new_n(v->arena, hj_commands_n, struct option);
	for (size_t i = 0; i < hj_commands_n; i++)
		if ((hj_commands[i].carries != CARRIES_KEY || p->s->has_key) && (hj_commands[i].carries != CARRIES_PASSWORD || p->s->has_password))
			o[p->n_commands++] = (struct option){.value = str_of(hj_commands[i].name), .label = words2_in(&hj_commands[i].label, v->lang),
				.chosen = str_eq(p->command, str_of(hj_commands[i].name))};
	p->commands = o;
}

/* How long the key is in use: from the command by which the station took it. */
static err key_fill(struct visit *v, struct outlet_page *p)
{
	struct command *last;
	TRY(command_last(ctx_of(v), p->s->id, 1014, true, &last));
	p->key_days = last ? (ctx_of(v)->now - last->ended) / 86400000 : -1;
	p->key_most = core_setting(v->web->config.core, "outlets", "key_days");
	return OK;
}

err monitor_orders_fill(struct visit *v, struct outlet_page *p)
{
	enum { SHOWN = 20 };
	struct command *c;
	struct person *people;
	size_t n, n_people;
	TRY(command_list(ctx_of(v), p->s->id, &c, &n));
	TRY(person_list(ctx_of(v), 0, &people, &n_people));
	struct outlet_order *o = arena_new_n(v->arena, SHOWN, struct outlet_order);
	for (size_t i = 0; i < n; i++) {
		p->waiting += c[i].state < COMMAND_DONE;
		if (p->n_orders == SHOWN)
			continue;
		struct outlet_order *one = &o[p->n_orders++];
		*one = (struct outlet_order){.c = &c[i], .label = command_label(v, c[i].cn), .by = S("")};
		TRY(outlet_answer(ctx_of(v), &c[i], &one->answer));
		for (size_t k = 0; k < n_people; k++)
			if (people[k].id == c[i].person)
				one->by = people[k].name;
	}
	p->orders = o;
	commands_fill(v, p);
	return key_fill(v, p);
}

/* Data again: its span stands in two fields of days, or the parameters as they are typed. */
static err parameters_of(struct visit *v, str *ret)
{
	str from = form_get(v, "from"), to = form_get(v, "to"), cp = str_trim(form_get(v, "cp"));
	day_t a, b;
	struct buf buf;
	*ret = cp.p ? cp : S("");
	if (!from.n || !to.n)
		return OK;
	if (!day_parse(from, &a) || !day_parse(to, &b) || b < a)
		return fail(ERR_INPUT, "the days from and to are written like 2026-10-01, the first one first");
	struct civil x = day_civil(a), y = day_civil(b + 1);
	buf_init(&buf, v->arena);
	buf_fmt(&buf, "BeginTime=%04d%02d%02d000000;EndTime=%04d%02d%02d000000", x.year, x.month, x.day, y.year, y.month, y.day);
	if (cp.n) {
		buf_byte(&buf, ';');
		buf_add(&buf, cp);
	}
	*ret = buf_str(&buf);
	return OK;
}

static err command_put(struct visit *v, int64_t station, str name)
{
	str cp;
	int64_t id;
	TRY(parameters_of(v, &cp));
	const struct hj_command *k = hj_command_named(name);
	return k ? committing(v, station_command(ctx_of(v), station, k->cn, cp, &id)) : fail(ERR_INPUT, "choose what the station is asked for");
}

err outlet_command_post(struct visit *v)
{
	struct typed t;
	str name = form_get(v, "command");
	err e = command_put(v, v->id[0], name);
	if (e != OK && !typed_from(v, e, S("command"), &t))
		return e;
	ctx_refresh(ctx_of(v));
	if (e != OK) {
		v->rs->status = t.status;
		return monitor_show(v, &(struct outlet_page){.error = t.error, .command = name, .parameters = form_get(v, "cp")});
	}
	see_other(v, path_with(v, "/monitor/%lld?did=command#commands", (long long)v->id[0]));
	return OK;
}

/* ---- enrolment --------------------------------------------------------------------------------------------- */
static err firm_find(struct visit *v, str written, int64_t *ret)
{
	*ret = 0;
	if (!str_trim(written).n)
		return OK;
	TRY(station_firm_find(ctx_of(v), written, ret));
	return *ret ? OK : fail(ERR_INPUT, "“{0}” is no firm that is kept here; write its whole name or its credit code, or leave it empty", str_trim(written));
}

static const struct stranger *stranger_of(struct visit *v, str mn)
{
	struct stranger *s;
	size_t n;
	if (!mn.n || stranger_list(ctx_of(v), &s, &n) != OK)
		return NULL;
	for (size_t i = 0; i < n; i++)
		if (str_eq(s[i].mn, mn))
			return &s[i];
	return NULL;
}

static void classes_fill(struct visit *v, struct enrol_view *e, str chosen)
{
	size_t n;
	const struct outlet_class *k = outlet_classes(&n);
	struct option *o = arena_new_n(v->arena, n + 1, struct option);
	o[0] = (struct option){.value = S(""), .label = said(v, W("outlet|none; only its own limits")), .chosen = !chosen.n};
	for (size_t i = 0; i < n; i++)
		o[i + 1] = (struct option){.value = k[i].name, .label = words2_in(&k[i].label, v->lang), .chosen = str_eq(k[i].name, chosen)};
	e->classes = o;
	e->n_classes = n + 1;
}

static void variants_fill(struct visit *v, struct enrol_view *e, int chosen)
{
	static const char *const words[HJ_CRC_VARIANTS] = {W("outlet|as the standard has it"), W("outlet|Modbus, low byte first"), W("outlet|Modbus, high byte first")};
	struct option *o = arena_new_n(v->arena, HJ_CRC_VARIANTS, struct option);
	for (int i = 0; i < HJ_CRC_VARIANTS; i++)
		o[i] = (struct option){.value = str_of(hj_crc_name((enum hj_crc_variant)i)), .label = said(v, words[i]), .chosen = i == chosen};
	e->variants = o;
	e->n_variants = HJ_CRC_VARIANTS;
}

static err enrol_show(struct visit *v, struct enrol_view *e, int variant, str class)
{
	if (!station_may(ctx_of(v)))
		return fail(ERR_DENIED, "only the environment office and the system administrator may do this");
	const struct stranger *s = e->id ? NULL : stranger_of(v, e->mn);
	e->stranger = s;
	e->segment = s ? segment_shown(v, s->segment) : S("");
	variants_fill(v, e, variant);
	classes_fill(v, e, class);
	TRY(frame(v, "monitor"));
	render(v, ui_enrol(&v->rs->body, &v->ui, e));
	return OK;
}

err enrol_page(struct visit *v)
{
	str mn = query_get(v, "mn");
	struct enrol_view e = {.mn = mn.n ? mn : S(""), .name = S(""), .firm = S(""), .on = true, .takes_password = true,
		.longitude = S(""), .latitude = S("")};
	return enrol_show(v, &e, HJ_CRC_STANDARD, S(""));
}

static str degree_shown(struct visit *v, bool placed, int64_t degree)
{
	struct buf b;
	buf_init(&b, v->arena);
	if (placed)
		degree_put(&b, degree);
	return buf_str(&b);
}

err outlet_edit_page(struct visit *v)
{
	struct station s;
	struct station_watch w;
	TRY(station_asked(v, &s));
	TRY(station_watch_read(ctx_of(v), s.id, &w));
	struct enrol_view e = {.id = s.id, .version = s.version, .mn = s.mn, .name = s.name, .firm = S(""), .on = s.state == STATION_ON,
		.has_password = s.has_password, .has_key = s.has_key, .own = w.own, .open = s.site.open,
		.longitude = degree_shown(v, s.site.placed, s.site.x), .latitude = degree_shown(v, s.site.placed, s.site.y)};
	TRY(station_firm_name(ctx_of(v), s.subject, &e.firm));
	return enrol_show(v, &e, (int)s.crc, w.outlet);
}

static int variant_of(str name)
{
	for (int i = 0; i < HJ_CRC_VARIANTS; i++)
		if (str_eq(name, str_of(hj_crc_name((enum hj_crc_variant)i))))
			return i;
	return HJ_CRC_VARIANTS; /* refused below */
}

static str given(str s)
{
	return s.p ? str_trim(s) : S("");
}

/* What was typed; a password or key left empty stays as it is, at enrolment it is none. */
static err new_of(struct visit *v, bool fresh, struct station_new *ret)
{
	str password = given(form_get(v, "password")), key = given(form_get(v, "key"));
	*ret = (struct station_new){.mn = given(form_get(v, "mn")), .name = given(form_get(v, "name")), .crc = (enum hj_crc_variant)variant_of(form_get(v, "crc")),
		.state = form_get(v, "on").n ? STATION_ON : STATION_OFF};
	ret->site.open = form_get(v, "open").n > 0;
	TRY(station_place_read(given(form_get(v, "longitude")), given(form_get(v, "latitude")), &ret->site));
	ret->password = password.n ? password : fresh ? S("") : STR_NONE;
	ret->key = key.n ? key : fresh ? S("") : STR_NONE;
	if (fresh && !password.n && form_get(v, "takes").n) {
		const struct stranger *s = stranger_of(v, ret->mn);
		str pw = s ? segment_field(s->segment, "PW") : STR_NONE;
		ret->password = pw.p ? pw : S("");
	}
	return firm_find(v, form_get(v, "firm").p ? form_get(v, "firm") : S(""), &ret->subject);
}

/* Limits stand beside the station: a second event, only where they changed. */
static err limits_put(struct visit *v, int64_t id)
{
	struct station_watch w;
	str class = given(form_get(v, "class")), own = form_get(v, "own");
	ctx_refresh(ctx_of(v));
	TRY(station_watch_read(ctx_of(v), id, &w));
	own = without_cr(v, own.p ? own : S(""));
	if (str_eq(class, w.outlet) && str_eq(own, w.own))
		return OK;
	return committing(v, station_watch_set(ctx_of(v), id, w.version, class, own));
}

/* The limits are looked at before anything is written. */
static err limits_check(struct visit *v)
{
	struct limit *l;
	size_t n;
	str own = form_get(v, "own"), class = given(form_get(v, "class"));
	if (class.n && !outlet_class_named(class))
		return fail(ERR_INPUT, "“{0}” is no class of outlets; luoshi station classes lists them", class);
	return limits_read(v->arena, without_cr(v, own.p ? own : S("")), &l, &n);
}

static err again(struct visit *v, err e, struct enrol_view *view)
{
	struct typed t;
	if (!typed_from(v, e, S("enrol"), &t))
		return e;
	view->error = t.error;
	v->rs->status = t.status;
	ctx_refresh(ctx_of(v));
	view->mn = given(form_get(v, "mn")), view->name = given(form_get(v, "name")), view->firm = given(form_get(v, "firm"));
	view->own = without_cr(v, form_get(v, "own").p ? form_get(v, "own") : S(""));
	view->longitude = given(form_get(v, "longitude")), view->latitude = given(form_get(v, "latitude")), view->open = form_get(v, "open").n > 0;
	view->on = form_get(v, "on").n, view->takes_password = form_get(v, "takes").n;
	return enrol_show(v, view, variant_of(form_get(v, "crc")), given(form_get(v, "class")));
}

static err add(struct visit *v, int64_t *ret)
{
	struct station_new k;
	TRY(new_of(v, true, &k));
	TRY(limits_check(v));
	TRY(committing(v, station_add(ctx_of(v), &k, ret)));
	return limits_put(v, *ret);
}

err enrol_post(struct visit *v)
{
	struct enrol_view view = {0};
	int64_t id = 0;
	err e = add(v, &id);
	if (e != OK)
		return again(v, e, &view);
	see_other(v, path_with(v, "/monitor/%lld?did=enrolled", (long long)id));
	return OK;
}

static err change(struct visit *v, int64_t version)
{
	struct station_new k;
	TRY(new_of(v, false, &k));
	TRY(limits_check(v));
	TRY(committing(v, station_change(ctx_of(v), v->id[0], version, &k)));
	return limits_put(v, v->id[0]);
}

err outlet_edit_post(struct visit *v)
{
	struct enrol_view view = {.id = v->id[0]};
	struct station s;
	TRY(station_asked(v, &s));
	if (!form_int(v, "version", &view.version))
		return fail(ERR_INPUT, "somebody changed this station meanwhile; look at it again");
	view.has_password = s.has_password, view.has_key = s.has_key;
	err e = change(v, view.version);
	if (e != OK)
		return again(v, e, &view);
	see_other(v, path_with(v, "/monitor/%lld?did=changed", (long long)v->id[0]));
	return OK;
}
