/* SPDX-License-Identifier: Apache-2.0 */
/* Cameras (摄像机): the list, one of them, a picture, a moving picture, what is kept with a matter. Every
 * piece of a view is asked for anew: who may, and whether he has opened it. */
#include "web/web_in.h"

/* ---- words -------------------------------------------------------------------------------------- */
enum light camera_light(const struct camera *c)
{
	static const enum light of[CAMERA_HEALTHS] = {[CAMERA_UNKNOWN] = LIGHT_NONE, [CAMERA_ALIVE] = LIGHT_GREEN, [CAMERA_NO_PICTURE] = LIGHT_RED,
		[CAMERA_BLACK] = LIGHT_YELLOW, [CAMERA_FROZEN] = LIGHT_YELLOW, [CAMERA_UNREACHABLE] = LIGHT_RED, [CAMERA_REFUSED] = LIGHT_RED};
	return c->state == CAMERA_ON && (unsigned)c->health < CAMERA_HEALTHS ? of[c->health] : LIGHT_NONE;
}

void put_camera_health(struct buf *b, const struct ui *u, const struct camera *c)
{
	struct words2 w = camera_health_words(c->health);
	put_light(b, u, camera_light(c), c->state == CAMERA_ON ? words2_in(&w, u->lang) : word(u->lang, W("not in use")));
}

void put_camera_look(struct buf *b, const struct ui *u, enum camera_look_sort sort)
{
	static const char *const words[] = {[LOOK_PICTURE] = W("looked at a picture"), [LOOK_VIEW] = W("watched"), [LOOK_KEPT] = W("kept a picture")};
	html_text(b, word(u->lang, words[(unsigned)sort < COUNT_OF(words) ? sort : LOOK_VIEW]));
}

static str eye_said(struct visit *v)
{
	return v->web->config.eye && eye_there(v->web->config.eye) == OK ? S("") : fail_said(v);
}

static str joined(struct visit *v, const str *s, size_t n)
{
	struct buf b;
	buf_init(&b, v->arena);
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_byte(&b, '\n');
		buf_add(&b, s[i]);
	}
	return n ? buf_str(&b) : S("");
}

/* Numbers of stations, one a line or with commas between. */
static void stations_typed(struct visit *v, str typed, struct camera_new *k)
{
	LIST(str) l = {0};
	for (size_t i = 0, from = 0; i <= typed.n; i++) {
		if (i < typed.n && typed.p[i] != '\n' && typed.p[i] != ',' && typed.p[i] != ' ' && typed.p[i] != '\r')
			continue;
		if (i > from)
			*list_push(v->arena, &l) = str_cut(typed, from, i);
		from = i + 1;
	}
	k->stations = l.v;
	k->n_stations = l.n;
}

/* ---- the list ------------------------------------------------------------------------------------- */
static err list_show(struct visit *v, struct cameras_page *p)
{
	struct camera *rows;
	TRY(camera_list(ctx_of(v), &rows, &p->n));
	p->rows = rows;
	for (size_t i = 0; i < p->n; i++)
		p->by_light[camera_light(&rows[i])]++;
	p->no_eye = eye_said(v);
	p->may_enrol = camera_may_enrol(ctx_of(v));
	TRY(frame(v, "cameras"));
	if (query_get(v, "did").n)
		v->ui.notice = said(v, W("it has been done"));
	render(v, ui_cameras(&v->rs->body, &v->ui, p));
	return OK;
}

err cameras_page(struct visit *v)
{
	struct cameras_page p = {.typed = {.on = true}};
	return list_show(v, &p);
}

static bool shown_again(err e, struct visit *v)
{
	if (e != ERR_INPUT && e != ERR_LIMIT && e != ERR_CONFLICT && e != ERR_BUSY)
		return false;
	v->rs->status = e == ERR_CONFLICT ? 409 : e == ERR_BUSY ? 503 : 422;
	return true;
}

static struct camera_typed typed_camera(struct visit *v)
{
	return (struct camera_typed){.name = form_get(v, "name"), .place = form_get(v, "place"), .user = form_get(v, "user"),
		.stations = form_get(v, "stations"), .on = form_get(v, "on").n > 0};
}

/* What was left empty stays as it was: an address, a name, a password. */
static str unless_empty(str s)
{
	s = str_trim(s);
	return s.n ? s : STR_NONE;
}

static struct camera_new new_of(struct visit *v, const struct camera_typed *t)
{
	struct camera_new k = {.name = t->name.n ? t->name : S(""), .place = t->place.n ? t->place : S(""), .address = unless_empty(form_get(v, "address")),
		.user = unless_empty(t->user), .password = unless_empty(form_get(v, "password")), .state = t->on ? CAMERA_ON : CAMERA_OFF};
	stations_typed(v, t->stations, &k);
	return k;
}

err camera_post(struct visit *v)
{
	struct cameras_page p = {.typed = typed_camera(v)};
	struct camera_new k = new_of(v, &p.typed);
	int64_t id;
	k.state = CAMERA_ON;
	err e = committing(v, camera_add(ctx_of(v), &k, &id));
	if (e == OK) {
		see_other(v, path_with(v, "/cameras/%lld?did=1", (long long)id));
		return OK;
	}
	if (!shown_again(e, v))
		return e;
	p.typed.error = fail_said(v);
	ctx_refresh(ctx_of(v));
	return list_show(v, &p);
}

/* ---- one -------------------------------------------------------------------------------------------- */
static err one_show(struct visit *v, struct camera_page *p)
{
	struct camera *c = arena_new(v->arena, struct camera);
	struct ctx *x = ctx_of(v);
	TRY(camera_read(x, v->id[0], c));
	p->c = c;
	p->may_look = camera_may_look(x) && c->state == CAMERA_ON;
	p->may_enrol = camera_may_enrol(x);
	p->may_audit = camera_may_audit(x);
	if (p->may_audit) {
		struct camera_looked *l;
		TRY(camera_looks(x, c->id, &l, &p->n_looks));
		p->looks = l;
	}
	if (!p->typed.error.n)
		p->typed = (struct camera_typed){.name = c->name, .place = c->place, .stations = joined(v, c->stations, c->n_stations), .on = c->state == CAMERA_ON};
	p->no_eye = eye_said(v);
	TRY(frame(v, "cameras"));
	if (query_get(v, "did").n)
		v->ui.notice = said(v, W("it has been done"));
	render(v, ui_camera(&v->rs->body, &v->ui, p));
	return OK;
}

err camera_page(struct visit *v)
{
	struct camera_page p = {.live = query_get(v, "live").n > 0};
	return one_show(v, &p);
}

/* A failure that belongs on the page of the camera. */
static err one_wrong(struct visit *v, err e, struct camera_page *p)
{
	if (!shown_again(e, v))
		return e;
	p->wrong = fail_said(v);
	ctx_refresh(ctx_of(v));
	return one_show(v, p);
}

err camera_change_post(struct visit *v)
{
	struct camera_page p = {.typed = typed_camera(v)};
	struct camera_new k = new_of(v, &p.typed);
	struct camera c;
	int64_t version = 0;
	(void)form_int(v, "version", &version);
	TRY(camera_read(ctx_of(v), v->id[0], &c));
	k.subject = c.subject;
	err e = committing(v, camera_change(ctx_of(v), v->id[0], version, &k));
	if (e == OK) {
		see_other(v, path_with(v, "/cameras/%lld?did=1", (long long)v->id[0]));
		return OK;
	}
	if (!shown_again(e, v))
		return e;
	p.typed.error = fail_said(v);
	ctx_refresh(ctx_of(v));
	return one_show(v, &p);
}

err camera_look_post(struct visit *v)
{
	struct camera_page p = {0};
	struct camera_picture picture;
	err e = v->web->config.eye ? committing(v, camera_look(ctx_of(v), v->web->config.eye, v->id[0], &picture))
				   : fail(ERR_INPUT, "cameras are not looked at here");
	if (e != OK)
		return one_wrong(v, e, &p);
	send_file(v, S("camera.jpg"), S("image/jpeg"), picture.bytes, true);
	return OK;
}

err camera_keep_post(struct visit *v)
{
	struct camera_page p = {.number = str_trim(form_get(v, "number")), .why = str_trim(form_get(v, "why"))};
	struct ctx *x = ctx_of(v);
	int64_t matter = 0;
	bool taken = false;
	err e = !v->web->config.eye ? fail(ERR_INPUT, "cameras are not looked at here") : matter_by_number(x, p.number, &matter);
	if (e == ERR_NOTFOUND)
		e = fail(ERR_INPUT, "there is no matter {0}; write its number as it stands on its page", p.number);
	if (e == OK && !p.why.n)
		e = fail(ERR_INPUT, "say why the picture is taken");
	if (e == OK)
		e = committing(v, camera_keep(x, v->web->config.eye, v->id[0], matter, p.why, form_get(v, "key"), &taken));
	if (e != OK)
		return one_wrong(v, e, &p);
	see_other(v, path_with(v, "/matters/%lld", (long long)matter));
	return OK;
}

/* ---- a moving picture --------------------------------------------------------------------------------- */
err camera_view_post(struct visit *v)
{
	struct camera_page p = {0};
	err e = v->web->config.eye ? committing(v, camera_view_open(ctx_of(v), v->web->config.eye, v->id[0]))
				   : fail(ERR_INPUT, "cameras are not looked at here");
	if (e != OK)
		return one_wrong(v, e, &p);
	see_other(v, path_with(v, "/cameras/%lld?live=1", (long long)v->id[0]));
	return OK;
}

static void send_piece(struct visit *v, str type, str bytes)
{
	http_header(v->rq, v->rs, "Content-Type", type);
	http_header(v->rq, v->rs, "Cache-Control", S("private, no-store"));
	security_headers(v, false);
	buf_add(&v->rs->body, bytes);
}

err camera_list_page(struct visit *v)
{
	struct buf b;
	buf_init(&b, v->arena);
	if (!v->web->config.eye)
		return fail(ERR_NOTFOUND, "nobody has opened this view; open it on the page of the camera");
	TRY(camera_view_list(ctx_of(v), v->web->config.eye, v->id[0], &b));
	send_piece(v, S("application/vnd.apple.mpegurl"), buf_str(&b));
	return OK;
}

err camera_piece_page(struct visit *v)
{
	str piece;
	int64_t n;
	if (!v->web->config.eye || !str_ends(v->word, S(".ts")) || !str_int(str_cut(v->word, 0, v->word.n - 3), &n))
		return fail(ERR_NOTFOUND, "nobody has opened this view; open it on the page of the camera");
	TRY(camera_view_piece(ctx_of(v), v->web->config.eye, v->id[0], n, &piece));
	send_piece(v, S("video/mp2t"), piece);
	return OK;
}
