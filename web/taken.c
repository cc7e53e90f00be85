/* SPDX-License-Identifier: Apache-2.0 */
/* 导出记录: every file and every list that goes out to a program is on record, with the person behind it. */
#include "core/privacy.h"
#include "web/web_in.h"

#define HOUR_MS INT64_C(3600000)

str filter_asked(struct visit *v)
{
	struct buf b;
	buf_init(&b, v->arena);
	for (size_t i = 0; i < v->rq->query.n; i++) {
		str name = v->rq->query.v[i].name, value = v->rq->query.v[i].value;
		if (str_eq(name, S("f")) || str_eq(name, S("purpose")) || str_eq(name, S("cursor")) || !value.n)
			continue;
		bool free = str_eq(name, S("q")) || str_eq(name, S("words"));
		buf_fmt(&b, "%s" STR_FMT "=" STR_FMT, b.n ? "&" : "", STR_ARG(name), STR_ARG(free ? S("…") : value));
	}
	return buf_str(&b);
}

static err note(struct visit *v, const char *list, str kind, const char *form, str filter, int64_t rows, bool personal)
{
	ctx_refresh(ctx_of(v));
	return committing(v, export_note_put(ctx_of(v), &(struct export_note){.list = str_of(list), .kind = kind, .form = str_of(form), .filter = filter,
		.purpose = query_get(v, "purpose"), .rows = rows, .personal = personal}));
}

err taken_out(struct visit *v, const char *list, str kind, const char *form, int64_t rows, bool personal)
{
	return note(v, list, kind, form, filter_asked(v), rows, personal);
}

/* The entry of this person and list; of a full table the oldest gives way. */
static struct taker *taker_of(struct takers *t, int64_t person, const char *list)
{
	struct taker *oldest = &t->v[0];
	for (size_t i = 0; i < TAKERS; i++) {
		struct taker *k = &t->v[i];
		if (k->list == list && k->person == person)
			return k;
		if (k->hour < oldest->hour)
			oldest = k;
	}
	*oldest = (struct taker){.list = list, .person = person, .hour = -1};
	return oldest;
}

/* A program that asks every minute would fill the record: within an hour pages are only counted. */
err taken_page(struct visit *v, const char *list, int64_t rows)
{
	struct takers *t = &v->web->takers;
	int64_t hour = v->ui.now / HOUR_MS;
	const struct actor *who = v->ui.hand ? v->ui.hand : &v->session.actor;
	struct taker before;
	pthread_mutex_lock(&t->lock);
	struct taker *k = taker_of(t, who->user, list);
	before = *k;
	if (before.hour == hour) {
		k->rows += rows;
		k->pages++;
	} else {
		*k = (struct taker){.list = list, .person = who->user, .hour = hour};
	}
	pthread_mutex_unlock(&t->lock);
	if (before.hour == hour)
		return OK;
	if (before.pages)
		TRY(note(v, list, S(""), "api", path_with(v, "pages=%lld", (long long)before.pages), before.rows, false));
	return note(v, list, S(""), "api", filter_asked(v), rows, false);
}
