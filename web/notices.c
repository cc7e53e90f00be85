/* SPDX-License-Identifier: Apache-2.0 */
/* 消息: the list, what has been read, and how one is told. */
#include "web/web_in.h"

static const char *const topics[TOPICS] = {
	[TOPIC_TASK] = W("topic|tasks"), [TOPIC_REMIND] = W("topic|reminders and notes"), [TOPIC_TIME] = W("topic|deadlines"),
	[TOPIC_STEP] = W("topic|steps others took"), [TOPIC_WATCH] = W("topic|matters I watch"),
};

str topic_label(enum lang lang, enum topic t)
{
	return word_str(lang, str_of(topics[t]));
}

/* Pages without a relay (none in the product) have no notices. */
static err must_relay(struct visit *v)
{
	return v->web->config.relay ? OK : fail(ERR_NOTFOUND, "there is no such page");
}

err notices_page(struct visit *v)
{
	struct notices_view view = {0};
	struct notice *rows;
	TRY(must_relay(v));
	TRY(notice_list(ctx_of(v), query_get(v, "c"), &rows, &view.n, &view.next));
	view.rows = rows;
	TRY(frame(v, "notices"));
	v->ui.live = true;
	render(v, ui_notices(&v->rs->body, &v->ui, &view));
	return OK;
}

err notices_seen_post(struct visit *v)
{
	int64_t upto;
	TRY(must_relay(v));
	if (form_int(v, "upto", &upto))
		TRY(committing(v, notice_seen(ctx_of(v), v->web->config.relay, upto, true)));
	see_other(v, S("/notices"));
	return OK;
}

err notice_open_post(struct visit *v)
{
	int64_t matter;
	TRY(must_relay(v));
	TRY(committing(v, notice_seen(ctx_of(v), v->web->config.relay, v->id[0], false)));
	see_other(v, form_int(v, "matter", &matter) && matter > 0 ? path_with(v, "/matters/%lld", (long long)matter) : S("/notices"));
	return OK;
}

/* ---- how I am told --------------------------------------------------------------------------- */
static str time_text(struct visit *v, int minute)
{
	return path_with(v, "%02d:%02d", minute / 60, minute % 60);
}

static bool time_read(str s, int *ret)
{
	str hour, minute;
	int64_t h, m;
	if (!str_split(str_trim(s), ':', &hour, &minute) || hour.n > 2 || minute.n != 2 || !str_int(hour, &h) || !str_int(minute, &m) || h < 0 ||
	    h > 23 || m < 0 || m > 59)
		return false;
	*ret = (int)(h * 60 + m);
	return true;
}

static err telling_show(struct visit *v, str error, str address)
{
	struct telling_view view = {.error = error, .address = address};
	static const char *const hows[] = {W("how|not"), W("how|at once"), W("how|daily digest")};
	TRY(must_relay(v));
	TRY(choices_read(ctx_of(v), &view.choices));
	struct topic_row *rows = arena_new_n(v->arena, TOPICS, struct topic_row);
	for (int t = 0; t < TOPICS; t++) {
		rows[t] = (struct topic_row){.name = str_of(topic_name((enum topic)t)), .label = topic_label(v->lang, (enum topic)t)};
		for (int h = 0; h < 3; h++)
			rows[t].how[h] = (struct option){path_with(v, "%d", h), said(v, hows[h]), view.choices.mail[t] == h};
	}
	view.topics = rows;
	view.digest = time_text(v, view.choices.digest_minute);
	view.from = time_text(v, view.choices.quiet_from);
	view.to = time_text(v, view.choices.quiet_to);
	view.mails = relay_mails(v->web->config.relay);
	TRY(frame(v, "me"));
	if (query_get(v, "did").n)
		v->ui.notice = said(v, W("your settings have been kept"));
	render(v, ui_telling(&v->rs->body, &v->ui, &view));
	return OK;
}

err telling_page(struct visit *v)
{
	return telling_show(v, STR_NONE, STR_NONE);
}

/* The page again with the sentence, and what was typed. */
static err telling_refused(struct visit *v, err e)
{
	if (e != ERR_INPUT && e != ERR_LIMIT && e != ERR_CONFLICT)
		return e;
	str sentence = fail_said(v);
	v->rs->status = e == ERR_LIMIT ? 429 : e == ERR_CONFLICT ? 409 : 422;
	ctx_refresh(ctx_of(v));
	return telling_show(v, sentence, form_get(v, "address"));
}

static err telling_done(struct visit *v, err e)
{
	if (e != OK)
		return telling_refused(v, e);
	see_other(v, S("/me/notices?did=kept"));
	return OK;
}

static err choices_from(struct visit *v, struct choices *ret)
{
	struct choices c;
	TRY(choices_read(ctx_of(v), &c));
	for (int t = 0; t < TOPICS; t++) {
		int64_t how;
		if (!form_int(v, topic_name((enum topic)t), &how) || how < 0 || how > 2)
			return fail(ERR_INPUT, "choose for each topic: at once, in the daily digest, or not at all");
		c.mail[t] = (int)how;
	}
	c.quiet_rest = str_eq(form_get(v, "rest"), S("1"));
	if (!time_read(form_get(v, "digest"), &c.digest_minute) || !time_read(form_get(v, "from"), &c.quiet_from) ||
	    !time_read(form_get(v, "to"), &c.quiet_to))
		return fail(ERR_INPUT, "a time of day is written like 08:30");
	*ret = c;
	return OK;
}

err telling_post(struct visit *v)
{
	struct choices c;
	TRY(must_relay(v));
	err e = choices_from(v, &c);
	return telling_done(v, e == OK ? committing(v, choices_keep(ctx_of(v), &c)) : e);
}

err mail_post(struct visit *v)
{
	TRY(must_relay(v));
	return telling_done(v, committing(v, contact_ask(ctx_of(v), v->web->config.relay, form_get(v, "address"))));
}

err mail_code_post(struct visit *v)
{
	TRY(must_relay(v));
	return telling_done(v, committing(v, contact_prove(ctx_of(v), form_get(v, "code"))));
}

err mail_remove_post(struct visit *v)
{
	TRY(must_relay(v));
	return telling_done(v, committing(v, contact_remove(ctx_of(v))));
}
