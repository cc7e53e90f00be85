/* SPDX-License-Identifier: Apache-2.0 */
/* Stations (监测站点) on one page: outlets and air, each with its state and its newest values; who sends without being enrolled. */
#include "monitor/air_take.h"
#include "web/monitor_in.h"
#include "web/public_in.h"

#include <stdlib.h>
#include <string.h>

#define LINES_MOST 500

/* ---- limits -------------------------------------------------------------------------------------- */
const struct limit *outlet_limit(const struct station_watch *w, str code, day_t day)
{
	static const enum limit_span spans[] = {LIMIT_ANY, LIMIT_HOUR, LIMIT_DAY};
	for (size_t i = 0; i < COUNT_OF(spans); i++) {
		const struct limit *l = limit_on(w->v, w->n, code, spans[i], day);
		if (l)
			return l;
	}
	return NULL;
}

str limit_said(struct visit *v, const struct limit *l)
{
	struct buf b;
	buf_init(&b, v->arena);
	if (l->has_low && !l->has_high)
		buf_z(&b, "≥ ");
	if (!l->has_low)
		buf_z(&b, "≤ ");
	if (l->has_low)
		dec_put(&b, l->low);
	if (l->has_low && l->has_high)
		buf_z(&b, "–");
	if (l->has_high)
		dec_put(&b, l->high);
	if (l->span != LIMIT_ANY) {
		buf_z(&b, " ");
		buf_add(&b, words2_in(&limit_spans[l->span].label, v->lang));
	}
	return buf_str(&b);
}

/* ---- a line ------------------------------------------------------------------------------------------ */
ms_t outlet_missing(struct visit *v)
{
	return core_setting(v->web->config.core, "outlets", "missing_minutes") * 60000LL;
}

/* As people write it: m³, µg, °C; without a dimension: nothing. */
str outlet_unit_shown(struct visit *v, str unit)
{
	struct buf b;
	buf_init(&b, v->arena);
	if (str_eq(unit, S("1")))
		return S("");
	if (str_eq(unit, S("degC")))
		return S("°C");
	for (size_t i = 0; i < unit.n; i++) {
		bool micro = unit.p[i] == 'u' && i + 1 < unit.n && unit.p[i + 1] == 'g', cubic = unit.p[i] == '3' && i && unit.p[i - 1] == 'm';
		if (micro || cubic)
			buf_z(&b, micro ? "µ" : "³");
		else
			buf_byte(&b, unit.p[i]);
	}
	return buf_str(&b);
}

static struct outlet_shown shown_of(struct visit *v, const struct station_watch *w, const struct outlet_value *o, bool air, day_t day)
{
	str code = o->factor ? o->factor->code : o->code, unit = station_watch_unit(w, code, day);
	const struct air_code *item = air ? air_code_of(code) : NULL;
	const struct limit *l = outlet_limit(w, code, day);
	struct outlet_shown s = {.code = o->code, .name = o->factor ? o->factor->name : o->code, .value = o->value, .flag = outlet_flag_of(o->flag),
		.unit = outlet_unit_shown(v, unit.n ? unit : o->factor ? o->factor->unit : S("")), .limit = l ? limit_said(v, l) : S("")};
	if (item && !limit_on(w->v, w->n, code, LIMIT_SPAN, day))
		s.unit = outlet_unit_shown(v, item->unit);
	if (item && !o->factor)
		s.name = air_item_name(item->item);
	s.above = s.flag == FLAG_NORMAL && station_watch_beyond(w, l, code, o->value, day);
	return s;
}

void outlet_line_fill(struct visit *v, const struct station *s, const struct station_watch *w, const struct outlet_news *news, struct outlet_line *ret)
{
	struct outlet_shown *shown = arena_new_n(v->arena, news->n + 1, struct outlet_shown);
	day_t day = news->time == MS_NONE ? v->ui.today : zone_day(v->ui.zone, news->time);
	bool above = false;
	for (size_t i = 0; i < news->n; i++) {
		shown[i] = shown_of(v, w, &news->v[i], outlet_kind_of(news->st) == OUTLET_AIR, day);
		above |= shown[i].above;
	}
	*ret = (struct outlet_line){.id = s->id, .mn = s->mn, .name = s->name, .href = path_with(v, "/monitor/%lld", (long long)s->id),
		.site = s->site, .kind = outlet_kind_of(news->st), .time = news->time, .v = shown, .n = news->n,
		.state = outlet_state_of(s->state == STATION_ON, news, above, v->ui.now, outlet_missing(v))};
	ret->firm = S("");
}

static int by_state(const void *a, const void *b)
{
	const struct outlet_line *x = a, *y = b;
	if (x->state != y->state)
		return x->state < y->state ? -1 : 1;
	return x->kind != y->kind ? (int)x->kind - (int)y->kind : str_cmp(x->name, y->name);
}

/* ---- the filter ------------------------------------------------------------------------------------------ */
static const char *const state_names[OUTLET_STATES] = {"missing", "above", "fault", "upkeep", "stopped", "normal", "off"};
static const char *const kind_names[OUTLET_KINDS] = {"water", "gas", "air", "noise", "other"};

static bool contains(str whole, str part)
{
	return !part.n || str_find(whole, part, 0) >= 0;
}

static bool asked_for(struct visit *v, const struct outlet_line *l)
{
	str state = query_get(v, "s"), kind = query_get(v, "k"), words = str_trim(query_get(v, "q"));
	if (state.n && !str_eq(state, str_of(state_names[l->state])))
		return false;
	if (kind.n && !str_eq(kind, str_of(kind_names[l->kind])))
		return false;
	return contains(l->name, words) || contains(l->mn, words) || contains(l->firm, words);
}

static void options_fill(struct visit *v, struct monitor_view *view)
{
	struct option *kinds = arena_new_n(v->arena, OUTLET_KINDS + 1, struct option), *states = arena_new_n(v->arena, OUTLET_STATES + 1, struct option);
	kinds[0] = (struct option){.value = S(""), .label = said(v, W("outlet|All kinds"))};
	states[0] = (struct option){.value = S(""), .label = said(v, W("outlet|All states"))};
	for (int i = 0; i < OUTLET_KINDS; i++)
		kinds[i + 1] = (struct option){.value = str_of(kind_names[i]), .label = outlet_kind_word(v->lang, (enum outlet_kind)i),
			.chosen = str_eq(query_get(v, "k"), str_of(kind_names[i]))};
	for (int i = 0; i < OUTLET_STATES; i++)
		states[i + 1] = (struct option){.value = str_of(state_names[i]), .label = outlet_state_word(v->lang, i),
			.chosen = str_eq(query_get(v, "s"), str_of(state_names[i]))};
	view->kinds = kinds, view->n_kinds = OUTLET_KINDS + 1;
	view->states = states, view->n_states = OUTLET_STATES + 1;
	view->words = query_get(v, "q").n ? query_get(v, "q") : S("");
	view->filtered = query_get(v, "s").n || query_get(v, "k").n || view->words.n;
}

static void counts_fill(struct visit *v, struct monitor_view *view, const int64_t *n)
{
	struct outlet_count *c = arena_new_n(v->arena, OUTLET_STATES + 1, struct outlet_count);
	for (int i = 0; i <= OUTLET_STATES; i++) {
		if (!n[i] && i != OUTLET_NORMAL)
			continue;
		c[view->n_counts++] = (struct outlet_count){.state = i, .n = n[i],
			.href = i == OUTLET_STRANGER ? S("#strangers") : path_with(v, "/monitor?s=%s", state_names[i]),
			.chosen = i < OUTLET_STATES && str_eq(query_get(v, "s"), str_of(state_names[i]))};
	}
	view->counts = c;
}

/* ---- strangers --------------------------------------------------------------------------------------------- */
str segment_field(str segment, const char *name)
{
	str rest = segment, part;
	size_t n = strlen(name);
	ptrdiff_t end = str_find(segment, S("CP=&&"), 0);
	if (end >= 0)
		rest = str_cut(segment, 0, (size_t)end);
	while (rest.n) {
		if (!str_split(rest, ';', &part, &rest))
			part = rest, rest = S("");
		if (part.n > n && part.p[n] == '=' && str_eq(str_cut(part, 0, n), str_of(name)))
			return str_cut(part, n + 1, part.n);
	}
	return STR_NONE;
}

str segment_shown(struct visit *v, str segment)
{
	struct buf b;
	str pw = segment_field(segment, "PW");
	buf_init(&b, v->arena);
	for (size_t i = 0; i < segment.n && b.n < 400; i++) {
		const char *p = segment.p + i;
		bool hidden = pw.p && p >= pw.p && p < pw.p + pw.n;
		buf_byte(&b, hidden ? '*' : (uint8_t)*p >= 0x20 && (uint8_t)*p < 0x7f ? *p : '?');
	}
	return buf_str(&b);
}

static bool enrolled(const struct outlet_line *l, size_t n, str mn)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(l[i].mn, mn))
			return true;
	return false;
}

static err strangers_fill(struct visit *v, const struct outlet_line *lines, size_t n_lines, struct monitor_view *view)
{
	struct stranger *s;
	size_t n;
	TRY(stranger_list(ctx_of(v), &s, &n));
	struct stranger_line *l = arena_new_n(v->arena, n, struct stranger_line);
	for (size_t i = 0; i < n; i++) {
		if (enrolled(lines, n_lines, s[i].mn))
			continue; /* it was enrolled since */
		struct buf href;
		buf_init(&href, v->arena);
		buf_z(&href, "/monitor/enrol?mn=");
		html_part(&href, s[i].mn);
		l[view->n_strangers++] = (struct stranger_line){.s = &s[i], .segment = segment_shown(v, s[i].segment), .href = buf_str(&href)};
	}
	view->strangers = l;
	return OK;
}

/* ---- air stations whose hours come by file -------------------------------------------------------------------- */
static err air_fill(struct visit *v, const struct outlet_line *lines, size_t n_lines, struct monitor_view *view)
{
	struct air_station *s;
	struct air_day *d;
	size_t n, n_days;
	TRY(air_stations_read(ctx_of(v), &s, &n));
	struct outlet_air *out = arena_new_n(v->arena, n, struct outlet_air);
	for (size_t i = 0; i < n; i++) {
		if (enrolled(lines, n_lines, s[i].code))
			continue;
		TRY(air_days_read(ctx_of(v), s[i].id, v->ui.today - 366, v->ui.today, &d, &n_days));
		struct outlet_air *a = &out[view->n_air++];
		*a = (struct outlet_air){.name = s[i].name, .href = path_with(v, "/air/%lld", (long long)s[i].id), .day = DAY_NONE, .mark = {AIR_NONE, NULL}};
		if (!n_days)
			continue;
		a->day = d[n_days - 1].day;
		a->mark = (struct air_mark){d[n_days - 1].aqi, air_level_of(air_rules(), d[n_days - 1].aqi)};
	}
	view->air = out;
	return OK;
}

/* ---- the page ----------------------------------------------------------------------------------------------------- */
static err lines_read(struct visit *v, struct outlet_line **ret, size_t *ret_n)
{
	struct station *s;
	size_t n;
	TRY(station_list(ctx_of(v), &s, &n));
	struct outlet_line *l = arena_new_n(v->arena, n, struct outlet_line);
	int64_t *subject = arena_new_n(v->arena, n, int64_t);
	str *firm = arena_new_n(v->arena, n, str);
	for (size_t i = 0; i < n; i++) {
		struct station_watch w;
		struct outlet_news news;
		TRY(station_watch_read(ctx_of(v), s[i].id, &w));
		TRY(outlet_news_read(ctx_of(v), s[i].id, &news));
		outlet_line_fill(v, &s[i], &w, &news, &l[i]);
		subject[i] = s[i].subject;
	}
	TRY(station_firm_names(ctx_of(v), subject, n, firm));
	for (size_t i = 0; i < n; i++)
		l[i].firm = firm[i];
	if (n)
		qsort(l, n, sizeof *l, by_state);
	*ret = l;
	*ret_n = n;
	return OK;
}

/* The address of the page with its filters, up to where a part of the map is asked for. */
static str map_path(struct visit *v, const char *end)
{
	static const char *const kept[] = {"k", "s", "q"};
	struct buf b;
	buf_init(&b, v->arena);
	buf_z(&b, "/monitor?");
	for (size_t i = 0; i < COUNT_OF(kept); i++)
		if (query_get(v, kept[i]).n) {
			buf_fmt(&b, "%s=", kept[i]);
			html_part(&b, query_get(v, kept[i]));
			buf_byte(&b, '&');
		}
	buf_z(&b, end);
	return buf_str(&b);
}

/* All that are asked for, also those which the list has no room for. */
static void map_fill(struct visit *v, const struct outlet_line *l, size_t n, struct outlet_map *map)
{
	struct outlet_spot *s = arena_new_n(v->arena, n, struct outlet_spot);
	size_t placed = 0;
	for (size_t i = 0; i < n; i++) {
		if (!asked_for(v, &l[i]))
			continue;
		map->n_placeless += !l[i].site.placed;
		if (l[i].site.placed)
			s[placed++] = (struct outlet_spot){.site = l[i].site, .state = (int)l[i].state, .name = l[i].name, .href = l[i].href};
	}
	if (!placed || !public_map(v, &map->drawing))
		return;
	map->there = true;
	map->frame = map_frame_checked((struct map_frame){(int)query_int(v, "z", 0), (int)query_int(v, "c", 0), (int)query_int(v, "r", 0)});
	if (map->frame.zoom)
		map->whole = map_path(v, "#map");
	else
		map->frame = map_frame_at(&map->drawing, 0, NULL);
	map->title = said(v, W("outlet|Map of the stations"));
	outlet_points(v, &map->drawing, map->frame, map_path(v, ""), s, placed, &map->points, &map->n_points);
}

err monitor_page(struct visit *v)
{
	struct monitor_view view = {.may = station_may(ctx_of(v))};
	struct outlet_line *lines;
	int64_t counts[OUTLET_STATES + 1] = {0};
	size_t n;
	TRY(lines_read(v, &lines, &n));
	TRY(strangers_fill(v, lines, n, &view));
	TRY(air_fill(v, lines, n, &view));
	view.all = n;
	counts[OUTLET_STRANGER] = (int64_t)view.n_strangers;
	struct outlet_line *shown = arena_new_n(v->arena, n, struct outlet_line);
	for (size_t i = 0; i < n; i++) {
		counts[lines[i].state]++;
		if (!asked_for(v, &lines[i]))
			continue;
		if (view.n < LINES_MOST)
			shown[view.n++] = lines[i];
		else
			view.truncated = true;
	}
	view.lines = shown;
	map_fill(v, lines, n, &view.map);
	options_fill(v, &view);
	counts_fill(v, &view, counts);
	TRY(frame(v, "monitor"));
	v->ui.frames = v->ui.wide = true;
	render(v, ui_monitor(&v->rs->body, &v->ui, &view));
	return OK;
}
