/* SPDX-License-Identifier: Apache-2.0 */
/* The notice (告知, 个人信息保护法 17, 35): its text is a setting of packs/privacy, and what was
 * ever shown stands on record under its version, also after a new release brought another text. */
#include "core/sign_in_in.h"
#include "core/privacy.h"

#include <string.h>

STMT(notice_get, "SELECT version, at, zh, en FROM notice_text WHERE region = $1 AND version = $2");
STMT(notice_all, "SELECT version, at FROM notice_text WHERE region = $1 ORDER BY at DESC, version LIMIT 200");
STMT(notice_insert, "INSERT INTO notice_text(region, version, at, zh, en) VALUES($1, $2, $3, $4, $5)");
const struct stmt *const core_notice_stmts[] = {&notice_get, &notice_all, &notice_insert, NULL};

#define VERSION_LEN 12 /* hex digits of the digest of both texts: enough to tell versions apart */

static const struct pack *privacy_pack(const struct core *c)
{
	for (const struct pack *const *p = c->packs; *p; p++)
		if (pack_setting(*p, S("notice_zh")) && pack_setting(*p, S("notice_en")))
			return *p;
	return NULL;
}

/* {contact}: as long as the class is kept; {wish}: working days of an answer. */
static void put_term(struct ctx *x, const struct pack *own, struct buf *b, str name, enum lang lang)
{
	const struct pack *p;
	const struct data_class *k = data_class_named(x->core, name, &p);
	int64_t months = k ? pack_int(x, p, k->keep, 0) : 0;
	if (str_eq(name, S("wish")))
		buf_int(b, pack_int(x, own, S("wish_days"), 0));
	else if (k && months)
		buf_fmt(b, lang == LANG_ZH ? "%lld个月" : "%lld months", (long long)months);
	else if (k)
		buf_z(b, lang == LANG_ZH ? "到法律规定的期限" : "as long as the law says");
	else
		buf_fmt(b, "{" STR_FMT "}", STR_ARG(name));
}

static str filled(struct ctx *x, const struct pack *p, str text, enum lang lang)
{
	struct buf b;
	size_t from = 0;
	buf_init(&b, x->arena);
	for (size_t i = 0; i < text.n; i++) {
		ptrdiff_t end = text.p[i] == '{' ? str_find(text, S("}"), i) : -1;
		if (end < 0 || (size_t)end > i + 40)
			continue;
		buf_add(&b, str_cut(text, from, i));
		put_term(x, p, &b, str_cut(text, i + 1, (size_t)end), lang);
		from = i = (size_t)end;
		from++;
	}
	buf_add(&b, str_cut(text, from, text.n));
	return buf_str(&b);
}

static void digest_of(str zh, str en, struct digest *ret)
{
	hash_pieces(HASH_SHA256, (str[]){zh, {"\0", 1}, en}, 3, ret);
}

static str version_of(struct ctx *x, str zh, str en)
{
	struct digest d;
	struct buf b;
	digest_of(zh, en, &d);
	buf_init(&b, x->arena);
	hex_put(&b, d.b, VERSION_LEN / 2);
	return buf_str(&b);
}

static bool notice_now(struct ctx *x, struct notice_text *ret)
{
	const struct pack *p = privacy_pack(x->core);
	if (!p)
		return false;
	*ret = (struct notice_text){.zh = filled(x, p, pack_word(x, p, S("notice_zh")), LANG_ZH),
		.en = filled(x, p, pack_word(x, p, S("notice_en")), LANG_EN), .now = true};
	ret->version = version_of(x, ret->zh, ret->en);
	return true;
}

static err there(struct ctx *x, str version, struct rows **ret, bool *ret_found)
{
	TRY(ctx_snap(x));
	return query_one(x->snap, &notice_get, VALS(V_INT(x->core->region), V_TEXT(version)), ret, ret_found);
}

static err fill_notice(struct change *k, void *arg)
{
	const struct notice_text *t = arg;
	struct digest d;
	digest_of(t->zh, t->en, &d);
	effect_add(k->p, &(struct effect){.op = EFFECT_NOTICE, .text = {t->version}, .bytes = {{arena_copy(k->x->arena, d.b, sizeof d.b), sizeof d.b}}});
	commit_op(&k->c, OP_ONE, &notice_insert, NULL,
		  VALS(V_INT(k->x->core->region), V_TEXT(t->version), V_INT(k->x->now), V_TEXT(t->zh), V_TEXT(t->en)));
	return OK;
}

/* Two visitors may come at once: whoever is second finds it there. */
static err record(struct ctx *x, struct notice_text *t)
{
	struct ctx own;
	struct rows *r;
	bool found;
	ctx_refresh(x);
	TRY(ctx_open(x->core, x->arena, NULL, &own));
	err e = region_change(&own, S("notice"), fill_notice, t);
	ctx_close(&own);
	if (e == OK)
		return OK;
	TRY(there(x, t->version, &r, &found));
	return found ? OK : e;
}

err privacy_notice(struct ctx *x, enum lang lang, str *ret_text, str *ret_version)
{
	struct notice_text t;
	struct rows *r;
	bool found;
	if (!notice_now(x, &t)) {
		*ret_text = *ret_version = S("");
		return OK;
	}
	TRY(there(x, t.version, &r, &found));
	if (!found)
		TRY(record(x, &t));
	*ret_text = lang == LANG_ZH ? t.zh : t.en;
	*ret_version = t.version;
	return OK;
}

err privacy_notice_read(struct ctx *x, str version, struct notice_text *ret)
{
	struct notice_text t = {0}, now;
	struct rows *r;
	bool found;
	TRY(there(x, version, &r, &found));
	if (!found)
		return fail(ERR_NOTFOUND, "there is no privacy notice of that version");
	t = (struct notice_text){.version = row_copy(r, 0, x->arena), .at = row_int(r, 1), .zh = row_copy(r, 2, x->arena), .en = row_copy(r, 3, x->arena)};
	t.now = notice_now(x, &now) && str_eq(now.version, t.version);
	*ret = t;
	return OK;
}

err privacy_notices(struct ctx *x, struct notice_text **ret, size_t *ret_n)
{
	LIST(struct notice_text) l = {0};
	struct notice_text now = {0};
	struct rows *r;
	str text, version;
	TRY(privacy_notice(x, x->actor.lang, &text, &version));
	TRY(ctx_snap(x));
	TRY(query(x->snap, &notice_all, VALS(V_INT(x->core->region)), &r));
	bool there_now = notice_now(x, &now);
	while (rows_next(r)) {
		str v = row_copy(r, 0, x->arena);
		*list_push(x->arena, &l) = (struct notice_text){.version = v, .at = row_int(r, 1), .now = there_now && str_eq(v, now.version)};
	}
	TRY(rows_end(r));
	*ret = l.v;
	*ret_n = l.n;
	return OK;
}
