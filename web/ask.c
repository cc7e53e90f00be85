/* SPDX-License-Identifier: Apache-2.0 */
/* Asking (有事请说): one page, without an account, without a script. What was typed comes back
 * whatever happens; the key in the form makes of two sendings one request. */
#include "web/public_in.h"

#include <string.h>

#include "base/log.h"

enum { ASKINGS = 8, FAULTS = 16 };
#define TITLE_CHARS 60
#define CHANNEL S("web")

struct asked { /* what came */
	struct asking how[ASKINGS];
	size_t n_how;
	const struct asking *as; /* NULL: nothing was chosen */
	str class, area_name, village, phone, tail, place;
	int64_t area, reported;
	struct public_fault faults[FAULTS];
	size_t n_faults;
	struct upload *files;
	size_t n_files;
	bool anew; /* under another key */
};

static void fault(struct asked *a, const char *field, str said)
{
	if (a->n_faults < FAULTS)
		a->faults[a->n_faults++] = (struct public_fault){str_of(field), said};
}

/* Whether this sort needs a number; the setting names those that do not. */
static bool phone_must(struct visit *v, const struct asked *a)
{
	str free = public_text(v->web->config.core, v->arena, "public_phone_free"), one;
	str sort = !a->as ? S("") : a->class.n ? a->class : a->as->kind->name;
	for (bool more = true; more && sort.n;) {
		more = str_split(free, ' ', &one, &free);
		if (str_eq(more ? one : free, sort))
			return form_must(a->as->sort, a->as->asks, "phone");
	}
	return true;
}

/* ---- what there is to choose ---- */
/* order/complaint, suggestion/ */
static str class_value(struct visit *v, const struct asking *how, str class)
{
	struct buf b;
	buf_init(&b, v->arena);
	buf_add(&b, how->kind->name);
	buf_byte(&b, '/');
	buf_add(&b, class);
	return buf_str(&b);
}

/* 投诉; of another kind than the orders with its name: 个人信息申请：复制. */
static str class_label(struct visit *v, const struct asking *how, const struct choice *c)
{
	str label = words2_in(&c->label, v->lang);
	const str args[] = {words2_in(&how->kind->label, v->lang), label};
	return !strcmp(how->by, "class") ? label : said_with(v, W("{0}: {1}"), args, 2);
}

static void class_options(struct visit *v, const struct asked *a, struct ask_view *view)
{
	LIST(struct option) l = {0};
	str chosen = form_get(v, "class").p ? form_get(v, "class") : query_get(v, "class");
	for (size_t i = 0; i < a->n_how; i++) {
		const struct asking *how = &a->how[i];
		int f = how->by ? kind_field(how->kind, str_of(how->by)) : -1;
		for (size_t k = 0; f >= 0 && k < how->kind->fields[f].n_choices; k++) {
			const struct choice *c = &how->kind->fields[f].choices[k];
			*list_push(v->arena, &l) = (struct option){class_value(v, how, c->name), class_label(v, how, c), .help = words2_in(&c->help, v->lang)};
		}
		if (f < 0)
			*list_push(v->arena, &l) = (struct option){class_value(v, how, S("")), words2_in(&how->kind->label, v->lang)};
	}
	for (size_t i = 0; i < l.n; i++)
		l.v[i].chosen = str_eq(l.v[i].value, chosen);
	view->classes = l.v;
	view->n_classes = l.n;
}

/* Towns in the order of the map, each with its villages. */
static void place_groups(struct visit *v, const struct map *m, struct ask_view *view)
{
	LIST(struct place_group) groups = {0};
	str chosen = form_get(v, "area");
	for (size_t i = 0; i < m->n; i++) {
		if (m->shapes[i].what != MAP_TOWN)
			continue;
		LIST(struct option) l = {0};
		str town = m->shapes[i].unit;
		*list_push(v->arena, &l) = (struct option){town, town};
		for (size_t k = 0; k < m->n; k++)
			if (m->shapes[k].what == MAP_VILLAGE && str_eq(m->shapes[k].unit, town)) {
				struct buf b;
				buf_init(&b, v->arena);
				buf_add(&b, town);
				buf_byte(&b, '/');
				buf_add(&b, m->shapes[k].name);
				*list_push(v->arena, &l) = (struct option){buf_str(&b), m->shapes[k].name};
			}
		for (size_t k = 0; k < l.n; k++)
			l.v[k].chosen = str_eq(l.v[k].value, chosen);
		*list_push(v->arena, &groups) = (struct place_group){town, l.v, l.n};
	}
	view->places = groups.v;
	view->n_places = groups.n;
}

static err unit_options(struct visit *v, struct ask_view *view)
{
	LIST(struct option) l = {0};
	struct unit *units;
	size_t n;
	int64_t chosen = 0;
	if (!view->has_reported)
		return OK;
	form_int(v, "reported_unit", &chosen);
	TRY(public_units(v->web->config.core, v->arena, &units, &n));
	for (size_t i = 0; i < n; i++) {
		struct buf b;
		if (!units[i].active)
			continue;
		buf_init(&b, v->arena);
		buf_int(&b, units[i].id);
		*list_push(v->arena, &l) = (struct option){buf_str(&b), units[i].short_name, .chosen = units[i].id == chosen};
	}
	view->units = l.v;
	view->n_units = l.n;
	return OK;
}

/* ---- the map ---- */
static struct map_frame frame_asked(struct visit *v)
{
	int64_t z = 0, c = 0, r = 0;
	form_int(v, "z", &z);
	form_int(v, "c", &c);
	form_int(v, "r", &r);
	return map_frame_checked((struct map_frame){(int)(z < 0 || z > 99 ? 0 : z), (int)(c < 0 || c > 9999 ? 0 : c), (int)(r < 0 || r > 9999 ? 0 : r)});
}

/* A click into a picture comes as two numbers, in its pixels: 288 of them, or 576 where there is room. */
static bool clicked(struct visit *v, int *ret_x, int *ret_y)
{
	static const struct {
		const char *x, *y;
		int side;
	} ways[] = {{"map.x", "map.y", 288}, {"wide.x", "wide.y", 576}};
	for (size_t i = 0; i < COUNT_OF(ways); i++) {
		int64_t x, y;
		if (form_int(v, ways[i].x, &x) && form_int(v, ways[i].y, &y) && x >= 0 && y >= 0 && x <= ways[i].side && y <= ways[i].side && (x || y)) {
			*ret_x = (int)(x * MAP_SIDE / ways[i].side);
			*ret_y = (int)(y * MAP_SIDE / ways[i].side);
			return true;
		}
	}
	return false;
}

static str degree_text(struct visit *v, int64_t n)
{
	struct buf b;
	buf_init(&b, v->arena);
	degree_put(&b, n);
	return buf_str(&b);
}

/* What was done on the map: a click, nearer, farther, no point. */
static void map_moved(struct visit *v, const struct map *m, struct ask_view *view, struct map_place *at, bool *chosen)
{
	struct map_frame f = frame_asked(v);
	struct map_window w = map_window_of(m, f);
	str zoom = form_get(v, "zoom");
	int x, y;
	if (clicked(v, &x, &y)) {
		*at = map_unproject(m, &w, x, y);
		*chosen = true;
		f = map_frame_at(m, f.zoom + 1, at);
	} else if (str_eq(form_get(v, "point"), S("none"))) {
		*chosen = false;
	} else if (zoom.n) {
		struct map_place middle = map_unproject(m, &w, MAP_SIDE / 2, MAP_SIDE / 2);
		f = map_frame_at(m, f.zoom + (str_eq(zoom, S("in")) ? 1 : -1), *chosen ? at : &middle);
	} else if (!form_get(v, "z").n && *chosen) {
		f = map_frame_at(m, 2, at);
	}
	view->map.frame = f;
}

static void map_fill(struct visit *v, const struct map *m, bool open, struct ask_view *view)
{
	struct map_place at = {0};
	bool chosen = map_place_read(form_get(v, "x"), form_get(v, "y"), &at);
	view->map = (struct ask_map){.there = m->n > 0};
	if (!m->n)
		return;
	if (open)
		map_moved(v, m, view, &at, &chosen);
	view->map.open = open;
	view->map.chosen = chosen;
	if (!chosen)
		return;
	struct map_window w = map_window_of(m, view->map.frame);
	const struct map_shape *town = map_town_at(m, at);
	map_project(m, &w, at, &view->map.x, &view->map.y);
	view->map.said = town ? town->name : S("");
	view->x = degree_text(v, at.x);
	view->y = degree_text(v, at.y);
}

/* ---- the page ---- */
static bool any_has(const struct asked *a, bool of_sort, const char *field)
{
	for (size_t i = 0; i < a->n_how; i++)
		if (of_sort ? form_has(a->how[i].sort, a->how[i].asks, field) : form_has(a->how[i].kind, a->how[i].opens, field))
			return true;
	return false;
}

static err ask_show(struct visit *v, const struct asked *a, bool map_open)
{
	struct map m = {0};
	struct http_file photo;
	struct ask_view view = {.title = form_get(v, "title"), .words = form_get(v, "words"), .place = form_get(v, "place"),
		.expected = form_get(v, "expected"), .phone = form_get(v, "phone"), .name = form_get(v, "name"),
		.confidential = str_eq(form_get(v, "secret"), S("1")), .has_expected = any_has(a, true, "expected"),
		.has_reported = any_has(a, false, "reported_unit"), .has_secrecy = any_has(a, true, "wants_secrecy") || any_has(a, false, "confidential"),
		.key = form_get(v, "key"), .faults = a->faults, .n_faults = a->n_faults,
		.photos = (int)public_int(v->web->config.core, "public_photos"), .photo_mb = (int)public_int(v->web->config.core, "public_photo_mb"),
		.words_most = (int)public_int(v->web->config.core, "public_words"), .lost_photos = upload_find(v, "photos", &photo)};
	if (a->anew || !view.key.n || view.key.n > 64)
		view.key = fresh_key(v);
	class_options(v, a, &view);
	if (public_map(v, &m))
		place_groups(v, &m, &view);
	map_fill(v, &m, map_open, &view);
	TRY(unit_options(v, &view));
	TRY(public_notice(v, &view.notice, &view.notice_version));
	public_frame(v, "ask");
	render(v, ui_ask(&v->rs->body, &v->ui, &view));
	return OK;
}

static err begin(struct visit *v, struct asked *a)
{
	*a = (struct asked){0};
	if (!public_asks(v))
		return fail(ERR_NOTFOUND, "there is no such page");
	a->n_how = askings_of(v, a->how, ASKINGS);
	return OK;
}

err ask_page(struct visit *v)
{
	struct asked a;
	TRY(begin(v, &a));
	return ask_show(v, &a, false);
}

err ask_map_post(struct visit *v)
{
	struct asked a;
	TRY(begin(v, &a));
	return ask_show(v, &a, true);
}

/* ---- taking it ---- */
static void read_class(struct visit *v, struct asked *a)
{
	str kind, class;
	if (!str_split(form_get(v, "class"), '/', &kind, &class))
		return;
	for (size_t i = 0; i < a->n_how; i++)
		if (str_eq(a->how[i].kind->name, kind))
			a->as = &a->how[i];
	a->class = class;
}

static err read_place(struct visit *v, struct asked *a)
{
	struct map m;
	struct map_place at;
	struct unit *units;
	size_t n;
	str area = form_get(v, "area"), typed = str_trim(form_get(v, "place"));
	if (!str_split(area, '/', &a->area_name, &a->village)) {
		a->area_name = area;
		a->village = S("");
	}
	bool point = map_place_read(form_get(v, "x"), form_get(v, "y"), &at);
	if (!a->area_name.n && point && public_map(v, &m)) {
		const struct map_shape *town = map_town_at(&m, at);
		a->area_name = town ? town->unit : S("");
	}
	a->place = typed;
	if (a->village.n && str_find(typed, a->village, 0) < 0) {
		struct buf b;
		buf_init(&b, v->arena);
		buf_add(&b, a->village);
		buf_add(&b, typed);
		a->place = buf_str(&b);
	}
	if (!a->area_name.n)
		return OK;
	TRY(public_units(v->web->config.core, v->arena, &units, &n));
	for (size_t i = 0; i < n; i++)
		if (units[i].active && (str_eq(units[i].short_name, a->area_name) || str_eq(units[i].name, a->area_name)))
			a->area = units[i].id;
	return OK;
}

static void check_words(struct visit *v, struct asked *a)
{
	str title = str_trim(form_get(v, "title")), words = str_trim(form_get(v, "words"));
	int64_t most = public_int(v->web->config.core, "public_words");
	if (!a->as)
		fault(a, "class", said(v, W("choose what it is about: a question, help, a complaint …")));
	if (!title.n)
		fault(a, "title", said(v, W("say in one sentence what the matter is")));
	else if (utf8_count(title) > TITLE_CHARS)
		fault(a, "title", said_with(v, W("one sentence of at most {0} characters; the rest belongs below"), (const str[]){ui_n(TITLE_CHARS)}, 1));
	if (!words.n)
		fault(a, "words", said(v, W("tell what happened")));
	else if ((int64_t)utf8_count(words) > most)
		fault(a, "words", said_with(v, W("these are {0} characters, {1} at most; make it shorter, or send the rest as a photograph"),
					    (const str[]){ui_n((int64_t)utf8_count(words)), ui_n(most)}, 2));
}

static void check_phone(struct visit *v, struct asked *a)
{
	str typed = str_trim(form_get(v, "phone"));
	a->phone = public_phone(v->arena, typed, &a->tail);
	if (!typed.n && phone_must(v, a))
		fault(a, "phone", said(v, W("leave a telephone number: by it we answer, and you follow your request")));
	else if (typed.n && !a->phone.n)
		fault(a, "phone", said(v, W("this is no telephone number; write 11 digits, or a landline with its area code")));
}

static err check_pictures(struct visit *v, struct asked *a)
{
	str wrong;
	TRY(request_pictures(v, "photos", (int)public_int(v->web->config.core, "public_photos"), &a->files, &a->n_files, &wrong));
	if (wrong.n)
		fault(a, "photos", wrong);
	return OK;
}

struct form_args {
	struct arg v[16];
	size_t n;
};

static void give(struct form_args *to, const struct kind *k, const struct action *a, const char *field, str value)
{
	ours(to->n < COUNT_OF(to->v));
	if (value.n && form_has(k, a, field))
		to->v[to->n++] = (struct arg){str_of(field), value};
}

static void of_matter(struct visit *v, const struct asked *a, struct form_args *to)
{
	const struct kind *k = a->as->kind;
	const struct action *o = a->as->opens;
	struct map_place at;
	bool point = map_place_read(form_get(v, "x"), form_get(v, "y"), &at), secret = str_eq(form_get(v, "secret"), S("1"));
	str words = str_trim(form_get(v, "words")), expected = str_trim(form_get(v, "expected"));
	struct buf area;
	buf_init(&area, v->arena);
	if (a->area)
		buf_int(&area, a->area);
	give(to, k, o, "title", str_trim(form_get(v, "title")));
	if (a->as->by)
		give(to, k, o, a->as->by, a->class);
	give(to, k, o, "place", a->place);
	give(to, k, o, "area", buf_str(&area));
	give(to, k, o, "x", point ? degree_text(v, at.x) : S(""));
	give(to, k, o, "y", point ? degree_text(v, at.y) : S(""));
	give(to, k, o, "reported_unit", str_trim(form_get(v, "reported_unit")));
	give(to, k, o, "confidential", secret ? S("1") : S(""));
	/* of a suggestion: why, and what is proposed */
	give(to, k, o, "why", words);
	give(to, k, o, "proposal", expected.n ? expected : words);
}

static void of_request(struct visit *v, const struct asked *a, str notice, struct form_args *to)
{
	const struct kind *k = a->as->sort;
	const struct action *o = a->as->asks;
	give(to, k, o, "channel", CHANNEL);
	give(to, k, o, "name", str_trim(form_get(v, "name")));
	give(to, k, o, "phone", a->phone);
	give(to, k, o, "words", str_trim(form_get(v, "words")));
	give(to, k, o, "place", a->place);
	give(to, k, o, "expected", str_trim(form_get(v, "expected")));
	give(to, k, o, "wants_secrecy", str_eq(form_get(v, "secret"), S("1")) ? S("1") : S(""));
	give(to, k, o, "notice", notice);
}

/* The number stands on the page that answers: it needs no cookie and no second way. Sent again, the
 * same key gives the same number. */
static err sent(struct visit *v, const struct asked *a, const struct request_taken *taken)
{
	struct ask_sent_view view = {.taken = *taken, .photos = (int)a->n_files};
	str code = taken->code.n ? taken->code : a->tail;
	view.taken.code = code;
	view.by_phone = a->phone.n && str_eq(code, a->tail);
	view.now.at = view.now.due = MS_NONE;
	if (code.n && request_follow(v->web->config.core, v->arena, v->lang, v->rq->peer, taken->number, code, &view.now) == OK)
		follow_keep(v, taken->number, code);
	public_frame(v, "ask");
	render(v, ui_ask_sent(&v->rs->body, &v->ui, &view));
	return OK;
}

static err take(struct visit *v, struct asked *a, struct request_taken *ret)
{
	struct form_args matter = {0}, request = {0};
	str text, notice;
	TRY(public_notice(v, &text, &notice));
	/* what was shown to him, if it still is one of ours; else the one of today */
	str shown = form_get(v, "notice").n && form_get(v, "notice").n <= 40 ? form_get(v, "notice") : notice;
	of_matter(v, a, &matter);
	of_request(v, a, shown, &request);
	struct request_new rq = {.kind = a->as->kind, .args = request.v, .n_args = request.n, .of_matter = matter.v, .n_of_matter = matter.n,
		.files = a->files, .n_files = a->n_files, .notice = shown, .idempotency_key = form_get(v, "key"), .action = a->as->asks->name};
	return committing(v, request_take_public(v->web->config.core, v->arena, v->lang, v->rq->peer, &rq, ret));
}

/* A field that nobody sees: what fills it in is a program. */
static bool by_program(struct visit *v)
{
	return form_get(v, "website").n > 0;
}

err ask_post(struct visit *v)
{
	struct asked a;
	struct request_taken taken;
	TRY(begin(v, &a));
	read_class(v, &a);
	TRY(read_place(v, &a));
	check_words(v, &a);
	check_phone(v, &a);
	if (by_program(v))
		fault(&a, "website", said(v, W("this could not be sent; leave the field empty that asks to be left empty")));
	if (!a.n_faults)
		TRY(check_pictures(v, &a));
	if (!a.n_faults) {
		err e = take(v, &a, &taken);
		if (e == OK)
			return sent(v, &a, &taken);
		if (e != ERR_INPUT && e != ERR_LIMIT && e != ERR_CONFLICT)
			return e;
		/* the key came before with other words: a page from the history, or a line that broke in between */
		a.anew = e == ERR_CONFLICT;
		fault(&a, "title", a.anew ? said(v, W("a request from this page has been received already; if this is something else, send it once more")) : fail_said(v));
		v->rs->status = e == ERR_LIMIT ? 429 : 422;
	} else {
		v->rs->status = 422;
	}
	return ask_show(v, &a, false);
}
