/* SPDX-License-Identifier: Apache-2.0 */
/* 发送: group robots of units, and what did not reach. For the supervision office and the
 * system administrator; addresses and secrets go in and never come out. */
#include "web/web_in.h"

static bool topic_ticked(struct visit *v, enum topic t)
{
	return str_eq(form_get(v, path_with(v, "topic_%s", topic_name(t)).p), S("1"));
}

static struct option *topic_options(struct visit *v, bool again)
{
	struct option *o = arena_new_n(v->arena, TOPICS, struct option);
	for (int t = 0; t < TOPICS; t++)
		o[t] = (struct option){path_with(v, "topic_%s", topic_name((enum topic)t)), topic_label(v->lang, (enum topic)t),
				       again ? topic_ticked(v, (enum topic)t) : t != TOPIC_STEP && t != TOPIC_WATCH};
	return o;
}

static str topics_said(struct visit *v, uint32_t topics)
{
	struct buf b;
	buf_init(&b, v->arena);
	for (int t = 0; t < TOPICS; t++) {
		if (!(topics >> t & 1))
			continue;
		if (b.n)
			buf_z(&b, v->lang == LANG_ZH ? "、" : ", ");
		buf_add(&b, topic_label(v->lang, (enum topic)t));
	}
	return buf_str(&b);
}

static err fill_lists(struct visit *v, struct robots_view *view)
{
	struct robot_row *robots;
	struct failed_row *failed;
	TRY(robot_list(ctx_of(v), &robots, &view->n_robots));
	TRY(failed_list(ctx_of(v), &failed, &view->n_failed));
	struct robot_line *lines = arena_new_n(v->arena, view->n_robots, struct robot_line);
	for (size_t i = 0; i < view->n_robots; i++)
		lines[i] = (struct robot_line){&robots[i], topics_said(v, robots[i].topics), robot_forms[robots[i].form].label};
	for (size_t i = 0; i < view->n_failed; i++)
		failed[i].why = word_str(v->lang, failed[i].why);
	view->robots = lines;
	view->failed = failed;
	return OK;
}

static err show(struct visit *v, str error)
{
	struct robots_view view = {.error = error, .name = form_get(v, "name")};
	int64_t unit = 0;
	bool again = error.n > 0;
	form_int(v, "unit", &unit);
	if (!v->web->config.relay)
		return fail(ERR_NOTFOUND, "there is no such page");
	TRY(fill_lists(v, &view));
	view.units = units_as_options(v, unit, NULL, &view.n_units);
	view.topics = topic_options(v, again);
	struct option *forms = arena_new_n(v->arena, robot_forms_n, struct option);
	for (size_t i = 0; i < robot_forms_n; i++)
		forms[i] = (struct option){str_of(robot_forms[i].name), words2_in(&robot_forms[i].label, v->lang),
					   str_eq(form_get(v, "form"), str_of(robot_forms[i].name))};
	view.forms = forms;
	view.n_forms = robot_forms_n;
	view.calls = relay_calls(v->web->config.relay);
	view.mails = relay_mails(v->web->config.relay);
	TRY(frame(v, "robots"));
	if (query_get(v, "did").n)
		v->ui.notice = said(v, W("it has been done"));
	render(v, ui_robots(&v->rs->body, &v->ui, &view));
	return OK;
}

err robots_page(struct visit *v)
{
	return show(v, STR_NONE);
}

static err done(struct visit *v, err e)
{
	if (e == OK) {
		see_other(v, S("/robots?did=1"));
		return OK;
	}
	if (e != ERR_INPUT && e != ERR_LIMIT && e != ERR_CONFLICT && e != ERR_NOTFOUND)
		return e;
	str sentence = fail_said(v);
	v->rs->status = e == ERR_LIMIT ? 429 : e == ERR_CONFLICT ? 409 : e == ERR_NOTFOUND ? 404 : 422;
	ctx_refresh(ctx_of(v));
	return show(v, sentence);
}

err robot_post(struct visit *v)
{
	struct robot_new k = {.name = form_get(v, "name"), .form = form_get(v, "form"), .url = form_get(v, "url"), .secret = form_get(v, "secret")};
	int64_t id;
	if (!form_int(v, "unit", &k.unit))
		k.unit = 0;
	for (int t = 0; t < TOPICS; t++)
		k.topics |= topic_ticked(v, (enum topic)t) ? 1u << t : 0;
	return done(v, committing(v, robot_add(ctx_of(v), v->web->config.relay, &k, &id)));
}

err robot_remove_post(struct visit *v)
{
	return done(v, committing(v, robot_remove(ctx_of(v), v->id[0])));
}

err robot_try_post(struct visit *v)
{
	return done(v, committing(v, robot_try(ctx_of(v), v->id[0])));
}

err message_again_post(struct visit *v)
{
	return done(v, committing(v, failed_again(ctx_of(v), v->id[0])));
}
