/* SPDX-License-Identifier: Apache-2.0 */
/* The JSON API of settings: what holds and who changed it. */
#include "web/api_in.h"

static void day_member(struct visit *v, struct json *j, const char *name, day_t d)
{
	struct buf b;
	if (d == DAY_NONE) {
		member_none(j, name);
		return;
	}
	buf_init(&b, v->arena);
	put_day(&b, d);
	member_str(j, name, buf_str(&b));
}

static void members(struct visit *v, struct json *j, const struct setting_view *s)
{
	const struct setting *d = s->decl;
	member_str(j, "name", s->name);
	member_str(j, "label", words2_in(&d->label, v->lang));
	member_str(j, "type", str_of(field_type_name(d->type)));
	member_str(j, "value", s->value);
	member_str(j, "default", s->initial);
	day_member(v, j, "since", s->since);
	if (d->type == FIELD_INT || d->type == FIELD_DEC) {
		member_int(j, "low", d->low);
		member_int(j, "high", d->high);
	}
	if (d->n_choices) {
		json_key(j, "choices");
		json_open(j, '[');
		for (size_t i = 0; i < d->n_choices; i++)
			json_str(j, d->choices[i].name);
		json_close(j);
	}
	member_str(j, "source", d->source);
	if (s->coming_from != DAY_NONE)
		member_str(j, "coming", s->coming);
	day_member(v, j, "coming_from", s->coming_from);
	member_bool(j, "may_change", s->may_change);
}

err api_settings(struct visit *v)
{
	struct setting_view *rows;
	struct json j;
	size_t n;
	TRY(setting_list(ctx_of(v), &rows, &n));
	api_begin(v, &j);
	json_open(&j, '{');
	json_key(&j, "settings");
	json_open(&j, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(&j, '{');
		members(v, &j, &rows[i]);
		json_close(&j);
	}
	json_close(&j);
	json_close(&j);
	return OK;
}

err api_setting(struct visit *v)
{
	struct setting_view s;
	struct setting_event *e;
	struct json j;
	size_t n;
	int64_t version;
	TRY(setting_read(ctx_of(v), v->word, &s, &e, &n, &version));
	api_begin(v, &j);
	json_open(&j, '{');
	members(v, &j, &s);
	member_int(&j, "version", version);
	json_key(&j, "history");
	json_open(&j, '[');
	for (size_t i = 0; i < n; i++) {
		struct buf b;
		json_open(&j, '{');
		buf_init(&b, v->arena);
		ms_put_rfc3339(&b, v->ui.zone, e[i].at);
		member_str(&j, "at", buf_str(&b));
		member_str(&j, "by", e[i].by);
		member_str(&j, "value", e[i].shown);
		day_member(v, &j, "from", e[i].from);
		member_str(&j, "reason", e[i].reason);
		json_close(&j);
	}
	json_close(&j);
	json_close(&j);
	return OK;
}
