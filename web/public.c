/* SPDX-License-Identifier: Apache-2.0 */
/* The first page of citizens, large type, and what all their pages share. */
#include "web/public_in.h"

#include <string.h>

void public_frame(struct visit *v, const char *section)
{
	v->ui.section = str_of(section);
	v->ui.js = str_of(asset_address("public.js"));
	v->ui.public = true;
	v->ui.open_monitor = public_monitor_there(v);
	/* language and type lead back to the page, never to what stood in its address */
	if (!str_eq(v->ui.section, S("open")) || v->rq->method == HTTP_POST)
		v->ui.here = path_with(v, "/%s", section);
}

/* ---- who may ask about what ---- */
bool form_has(const struct kind *k, const struct action *a, const char *field)
{
	for (size_t i = 0; i < a->n_form; i++)
		if (str_eq(k->fields[a->form[i].field].name, str_of(field)))
			return true;
	return false;
}

bool form_must(const struct kind *k, const struct action *a, const char *field)
{
	for (size_t i = 0; i < a->n_form; i++)
		if (a->form[i].required && str_eq(k->fields[a->form[i].field].name, str_of(field)))
			return true;
	return false;
}

static const struct action *for_anybody(const struct kind *k, role_set askers)
{
	for (size_t i = 0; i < k->n_actions; i++)
		if (k->actions[i].opens && (k->actions[i].by & askers))
			return &k->actions[i];
	return NULL;
}

size_t askings_of(struct visit *v, struct asking *ret, size_t most)
{
	size_t n = 0;
	for (size_t i = 0; i < v->web->n_kinds && n < most; i++) {
		const struct kind *k = v->web->kinds[i];
		if (k->request < 0 || !k->askers)
			continue;
		struct asking a = {.kind = k, .sort = &k->parts[k->request], .opens = for_anybody(k, k->askers)};
		a.asks = for_anybody(a.sort, k->askers);
		if (a.opens)
			a.by = form_has(k, a.opens, "class") ? "class" : form_has(k, a.opens, "sort") ? "sort" : NULL;
		if (a.opens && a.asks)
			ret[n++] = a;
	}
	return n;
}

bool public_there(struct visit *v)
{
	struct asking one;
	return askings_of(v, &one, 1) > 0;
}

bool public_asks(struct visit *v)
{
	return public_there(v) && public_int(v->web->config.core, "public_ask") == 1;
}

/* ---- the first page ---- */
err public_page(struct visit *v)
{
	struct public_home_view view = {.asks = public_asks(v), .opens = public_int(v->web->config.core, "public_open") == 1};
	struct published_row *rows = NULL;
	str next;
	if (!public_there(v))
		return fail(ERR_NOTFOUND, "there is no such page");
	if (view.opens)
		TRY(published_list(v->web->config.core, v->arena, v->lang, &(struct published_query){.limit = 3}, &rows, &view.n, &next));
	view.items = published_items(v, rows, view.n);
	public_frame(v, "public");
	render(v, ui_public_home(&v->rs->body, &v->ui, &view));
	return OK;
}

/* Large type (长辈版) is a cookie of the browser, as the language is. */
err large_post(struct visit *v)
{
	cookie_set(v, "large", str_eq(form_get(v, "large"), S("1")) ? S("1") : S("0"), false);
	see_other(v, safe_path(form_get(v, "next")));
	return OK;
}

/* ---- the notice (告知) ---- */
err public_notice(struct visit *v, str *ret_text, str *ret_version)
{
	return public_notice_now(v->web->config.core, v->arena, v->lang, ret_text, ret_version);
}

/* ---- who follows a request ---- */
/* number \n code \n until when: sealed, so that it can be neither read nor made outside. */
#define FOLLOW_AAD S("follow")

static void follow_key(struct visit *v, uint8_t ret[SEAL_KEY_LEN])
{
	sign_in_key(v->web->config.core, "public follow", ret);
}

void follow_keep(struct visit *v, str number, str code)
{
	uint8_t key[SEAL_KEY_LEN];
	struct buf plain, hex;
	str sealed;
	ms_t until = v->ui.now + public_int(v->web->config.core, "public_follow_minutes") * 60000;
	follow_key(v, key);
	buf_init(&plain, v->arena);
	buf_init(&hex, v->arena);
	buf_add(&plain, number);
	buf_byte(&plain, '\n');
	buf_add(&plain, code);
	buf_fmt(&plain, "\n%lld", (long long)until);
	if (seal(v->arena, key, buf_str(&plain), FOLLOW_AAD, &sealed) == OK) {
		hex_put(&hex, sealed.p, sealed.n);
		cookie_set(v, "follow", buf_str(&hex), false);
	}
	explicit_bzero(key, sizeof key);
}

bool follow_kept(struct visit *v, str *ret_number, str *ret_code)
{
	uint8_t key[SEAL_KEY_LEN], bytes[512];
	str hex = http_get(&v->rq->cookies, S("follow")), plain, number, code, until;
	int64_t at;
	if (!hex.n || hex.n % 2 || hex.n / 2 > sizeof bytes || !hex_parse(hex, bytes, hex.n / 2))
		return false;
	follow_key(v, key);
	err e = unseal(v->arena, key, (str){(const char *)bytes, hex.n / 2}, FOLLOW_AAD, &plain);
	explicit_bzero(key, sizeof key);
	if (e != OK || !str_split(plain, '\n', &number, &plain) || !str_split(plain, '\n', &code, &until) || !str_int(until, &at) || at < v->ui.now)
		return false;
	*ret_number = number;
	*ret_code = code;
	return true;
}

void follow_forget(struct visit *v)
{
	cookie_set(v, "follow", S(""), true);
}

/* ---- the map ---- */
bool public_map(struct visit *v, struct map *ret)
{
	int line;
	return map_parse(v->arena, public_text(v->web->config.core, v->arena, "public_map"), ret, &line) && ret->n;
}

/* A piece of the map, the same for everybody: its address says no more than which piece. */
err ask_map_svg(struct visit *v)
{
	struct map m;
	struct map_frame f = {(int)query_int(v, "z", 0), (int)query_int(v, "c", 0), (int)query_int(v, "r", 0)};
	if (!public_map(v, &m))
		return fail(ERR_NOTFOUND, "there is no such page");
	http_header(v->rq, v->rs, "Content-Type", S("image/svg+xml"));
	http_header(v->rq, v->rs, "Cache-Control", S("public, max-age=600"));
	security_headers(v, false);
	struct buf *b = &v->rs->body;
	buf_fmt(b, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\">", MAP_SIDE, MAP_SIDE, 576, 576);
	map_draw(b, v->lang, &m, map_frame_checked(f));
	buf_z(b, "</svg>");
	return OK;
}
