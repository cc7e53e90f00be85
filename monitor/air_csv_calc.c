/* SPDX-License-Identifier: Apache-2.0 */
/* A table of observations from a stranger (RFC 4180, with what programs do to it), one row an item; rows of
 * one time and span are one observation, wherever they stand. */
#include "base/json.h"
#include "base/words.h"
#include "monitor/air_in.h"

#define CELLS_MOST 64
#define STATIONS_MOST 2001
#define MINUTES_OF_DAY 1440
#define BEIJING (8 * 60) /* GB 3095 and HJ 633 reckon in Beijing time */

struct table {
	struct arena *arena;
	const struct air_rules *rules;
	const struct air_standard *forced;
	str rest;
	char separator;
	size_t line, next_line; /* of the record, and of what follows it */
	str cell[CELLS_MOST];
	size_t n;
	size_t column[AIR_COLUMNS];
	struct slot {
		size_t at; /* observation number + 1 */
		int64_t when;
		uint64_t station;
	} *slot; /* open addressing, a power of two */
	size_t slots;
	LIST(struct air_observation) found;
	LIST(str) stations;
	size_t last_station;
	LIST(size_t *) lines; /* of each observation: where each item stands, 0: nowhere */
	LIST(struct air_notice) notices;
	bool noticed[AIR_SPANS][AIR_ITEMS];
};

static str number(struct arena *a, size_t n)
{
	struct buf b;
	buf_init(&b, a);
	buf_int(&b, (int64_t)n);
	return buf_str(&b);
}

static str at_line(const struct table *t)
{
	return number(t->arena, t->line);
}

/* What a stranger wrote, short enough for a sentence. */
static str shown(str s)
{
	size_t n = s.n < 60 ? s.n : utf8_offset(s, 20);
	return str_cut(s, 0, n);
}

/* ---- records ----------------------------------------------------------------------------------- */
static err take_quoted(struct table *t, str *ret)
{
	struct buf b;
	size_t i = 1;
	buf_init(&b, t->arena);
	for (;; i++) {
		if (i >= t->rest.n)
			return fail(ERR_INPUT, "line {0}: a quotation mark is opened and never closed; close it or take it away", at_line(t));
		char c = t->rest.p[i];
		bool mark = c == '"';
		if (mark && (i + 1 == t->rest.n || t->rest.p[i + 1] != '"'))
			break;
		i += mark;
		t->next_line += c == '\n';
		buf_byte(&b, c);
	}
	t->rest = str_cut(t->rest, i + 1, t->rest.n);
	*ret = buf_str(&b);
	return OK;
}

static bool ends_cell(const struct table *t, char c)
{
	return c == t->separator || c == '\n' || c == '\r';
}

/* One record into t->cell; *ret_some false: there is none. */
static err next_record(struct table *t, bool *ret_some)
{
	t->n = 0;
	t->line = t->next_line;
	*ret_some = t->rest.n > 0;
	for (bool more = t->rest.n > 0; more;) {
		size_t i = 0;
		str cell = S("");
		if (t->rest.n && t->rest.p[0] == '"')
			TRY(take_quoted(t, &cell));
		while (i < t->rest.n && !ends_cell(t, t->rest.p[i]))
			i++;
		if (i)
			cell = str_cut(t->rest, 0, i);
		if (t->n == CELLS_MOST)
			return fail(ERR_INPUT, "line {0} has more than {1} cells; leave only time, span, item and value", at_line(t),
				    number(t->arena, CELLS_MOST));
		t->cell[t->n++] = str_trim(cell);
		more = i < t->rest.n && t->rest.p[i] == t->separator;
		bool both = i + 1 < t->rest.n && t->rest.p[i] == '\r' && t->rest.p[i + 1] == '\n';
		t->next_line += !more;
		t->rest = str_cut(t->rest, i + 1 + both, t->rest.n);
	}
	return OK;
}

static bool blank(const struct table *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->cell[i].n)
			return false;
	return true;
}

/* Whichever stands first in the first line: a comma, a tab, a semicolon. */
static char separator_of(str s)
{
	for (size_t i = 0; i < s.n && s.p[i] != '\n' && s.p[i] != '\r'; i++)
		if (s.p[i] == ',' || s.p[i] == '\t' || s.p[i] == ';')
			return s.p[i];
	return ',';
}

/* ---- heading ---------------------------------------------------------------------------------------- */
/* *ret_heading false: the first record is an observation already, and columns are in their order. */
static err read_heading(struct table *t, bool *ret_heading)
{
	static const char *const names[AIR_COLUMNS_NEEDED] = {"time", "span", "item", "value"};
	bool seen[AIR_COLUMNS] = {0}, any = false;
	int what;
	for (size_t i = 0; i < t->n; i++) {
		if (!air_word_find(t->rules->words, AIR_WORD_COLUMN, t->cell[i], &what) || seen[what])
			continue;
		t->column[what] = i;
		any = seen[what] = true;
	}
	for (size_t i = 0; i < AIR_COLUMNS; i++) {
		if (any && !seen[i] && i < AIR_COLUMNS_NEEDED)
			return fail(ERR_INPUT, "the heading names no column {0}; it needs time, span, item and value", str_of(names[i]));
		if (!seen[i])
			t->column[i] = any || i >= AIR_COLUMNS_NEEDED ? CELLS_MOST : i;
	}
	*ret_heading = any;
	return OK;
}

/* ---- times -------------------------------------------------------------------------------------------- */
static bool take_digits(str *s, size_t least, size_t most, int *ret)
{
	size_t n = 0;
	int v = 0;
	for (; n < s->n && n < most && s->p[n] >= '0' && s->p[n] <= '9'; n++)
		v = v * 10 + (s->p[n] - '0');
	if (n < least)
		return false;
	*s = str_cut(*s, n, s->n);
	*ret = v;
	return true;
}

static bool take(str *s, str mark)
{
	if (!str_starts(*s, mark))
		return false;
	*s = str_cut(*s, mark.n, s->n);
	return true;
}

/* 2026-03-01, 2026/3/1, 20260301, 2026年3月1日 */
static bool take_day(str *s, day_t *ret)
{
	int y, m, d;
	if (!take_digits(s, 4, 4, &y))
		return false;
	bool dash = take(s, S("-")), slash = !dash && take(s, S("/")), chinese = !dash && !slash && take(s, S("年"));
	bool plain = !dash && !slash && !chinese;
	if (!take_digits(s, plain ? 2 : 1, 2, &m) || !(plain || take(s, dash ? S("-") : slash ? S("/") : S("月"))) ||
	    !take_digits(s, plain ? 2 : 1, 2, &d) || (chinese && !take(s, S("日"))))
		return false;
	*ret = day_of(y, m, d);
	return *ret != DAY_NONE;
}

/* "08", "8:00", "08:00:00.000", "8时"; 24:00 is the end of its day */
static bool take_clock(str *s, int *ret_minutes)
{
	int h, m = 0, second = 0;
	if (!take_digits(s, 1, 2, &h))
		return false;
	if (take(s, S(":"))) {
		if (!take_digits(s, 2, 2, &m) || (take(s, S(":")) && !take_digits(s, 2, 2, &second)))
			return false;
		if (take(s, S(".")) && !take_digits(s, 1, 9, &(int){0}))
			return false;
	} else {
		(void)take(s, S("时"));
	}
	*ret_minutes = h * 60 + m;
	return h <= 24 && m < 60 && second < 60 && (h < 24 || (!m && !second));
}

static bool take_zone(str *s, int *ret_minutes)
{
	int h, m;
	bool west = str_starts(*s, S("-"));
	if (take(s, S("Z"))) {
		*ret_minutes = 0;
		return true;
	}
	if (!take(s, west ? S("-") : S("+")) || !take_digits(s, 2, 2, &h) || (take(s, S(":")), !take_digits(s, 2, 2, &m)) || h > 14 || m > 59)
		return false;
	*ret_minutes = (west ? -1 : 1) * (h * 60 + m);
	return true;
}

static bool read_time(str s, day_t *ret_day, int *ret_minutes)
{
	day_t day;
	int minutes = 0, zone = BEIJING;
	s = str_trim(s);
	if (!take_day(&s, &day))
		return false;
	if (s.n) {
		bool apart = take(&s, S("T")) || take(&s, S(" "));
		s = apart ? str_trim(s) : s;
		if (!take_clock(&s, &minutes) || (s.n && !take_zone(&s, &zone)) || s.n)
			return false;
	}
	int shifted = minutes + BEIJING - zone;
	if (zone != BEIJING) {
		int days = shifted >= 0 ? shifted / MINUTES_OF_DAY : -((MINUTES_OF_DAY - 1 - shifted) / MINUTES_OF_DAY);
		day += days;
		shifted -= days * MINUTES_OF_DAY;
	}
	*ret_day = day;
	*ret_minutes = shifted;
	return true;
}

/* ---- observations --------------------------------------------------------------------------------------- */
static struct slot *slot_of(struct slot *slots, size_t n, int64_t when, uint64_t station)
{
	uint64_t h = ((uint64_t)when ^ station) * 0x9e3779b97f4a7c15u;
	size_t i = (size_t)(h >> 20) & (n - 1);
	while (slots[i].at && (slots[i].when != when || slots[i].station != station))
		i = (i + 1) & (n - 1);
	return &slots[i];
}

static void make_room(struct table *t)
{
	if (t->slots && t->found.n * 2 < t->slots)
		return;
	size_t n = t->slots ? t->slots * 2 : 64;
	struct slot *fresh = arena_new_n(t->arena, n, struct slot);
	for (size_t i = 0; i < t->slots; i++)
		if (t->slot[i].at)
			*slot_of(fresh, n, t->slot[i].when, t->slot[i].station) = t->slot[i];
	t->slot = fresh;
	t->slots = n;
}

/* Stations are told apart by number: a hash would let two of them meet. */
static uint64_t station_number(struct table *t, str station)
{
	if (!station.n)
		return 0;
	if (t->stations.n && str_eq(t->stations.v[t->last_station], station))
		return t->last_station + 1;
	for (t->last_station = 0; t->last_station < t->stations.n; t->last_station++)
		if (str_eq(t->stations.v[t->last_station], station))
			return t->last_station + 1;
	if (t->stations.n < STATIONS_MOST)
		*list_push(t->arena, &t->stations) = str_dup(t->arena, station);
	return t->stations.n;
}

static size_t observation_at(struct table *t, const str *c, day_t day, int minutes, enum air_span span, uint64_t station)
{
	int64_t when = ((int64_t)day * (MINUTES_OF_DAY + 1) + (span == AIR_DAY ? 0 : minutes)) * AIR_SPANS + (int64_t)span;
	make_room(t);
	struct slot *s = slot_of(t->slot, t->slots, when, station);
	if (!s->at) {
		*list_push(t->arena, &t->found) = (struct air_observation){.time = str_dup(t->arena, c[AIR_COL_TIME]), .day = day, .span = span,
			.station = station ? t->stations.v[station - 1] : STR_NONE, .name = str_dup(t->arena, c[AIR_COL_NAME]), .line = t->line, .minutes = minutes,
			.standard = t->forced ? t->forced : air_standard_on(t->rules, day)};
		*list_push(t->arena, &t->lines) = arena_new_n(t->arena, AIR_ITEMS, size_t);
		*s = (struct slot){t->found.n, when, station};
	}
	return s->at - 1;
}

/* What the report of the standard has no use for is left out, and said once for each sort. */
static void notice(struct table *t, const struct air_observation *o, enum air_item item)
{
	static const char *const sentence[] = {
		[AIR_NOT] = W("line {0}: {1} is not in the report of that span by {2}; it is left out (this is said once)"),
		[AIR_TOLD] = W("line {0}: {1} does not count in the report of that span by {2}; only its own index is given (this is said once)"),
	};
	enum air_part part = o->standard->scale[o->span][item].part;
	if (part > AIR_TOLD || t->noticed[o->span][item])
		return;
	t->noticed[o->span][item] = true;
	*list_push(t->arena, &t->notices) =
		(struct air_notice){sentence[part], {at_line(t), air_item_name(item), o->standard->full}};
}

static err read_value(const struct table *t, struct air_observation *o, enum air_item item, str value)
{
	int any;
	o->named[item] = true;
	if (!value.n || air_word_find(t->rules->words, AIR_WORD_MISSING, value, &any))
		return OK;
	if (!air_round_text(value, o->standard->scale[o->span][item].decimals, &o->v[item].units))
		return fail(ERR_INPUT,
			    "line {0}: {1} is not a concentration; write a number from 0 on such as 12 or 0.8, or leave it empty when it is missing",
			    at_line(t), shown(value));
	o->v[item].given = true;
	if (!dec_parse(value, &o->value[item]))
		o->value[item].scale = -1;
	return OK;
}

static err read_row(struct table *t)
{
	str c[AIR_COLUMNS];
	day_t day;
	int minutes, span, item;
	for (size_t i = 0; i < AIR_COLUMNS; i++) {
		if (t->column[i] >= t->n && i < AIR_COL_VALUE)
			return fail(ERR_INPUT, "line {0} has only {1} cells; it needs time, span, item and value", at_line(t), number(t->arena, t->n));
		c[i] = t->column[i] < t->n ? t->cell[t->column[i]] : S("");
	}
	if (!read_time(c[AIR_COL_TIME], &day, &minutes))
		return fail(ERR_INPUT, "line {0}: {1} is not a time; write it as 2026-03-01 08:00", at_line(t), shown(c[AIR_COL_TIME]));
	if (!air_word_find(t->rules->words, AIR_WORD_SPAN, c[AIR_COL_SPAN], &span))
		return fail(ERR_INPUT, "line {0}: {1} is not a span; write hour or day", at_line(t), shown(c[AIR_COL_SPAN]));
	if (!air_word_find(t->rules->words, AIR_WORD_ITEM, c[AIR_COL_ITEM], &item))
		return fail(ERR_INPUT, "line {0}: {1} is not an item; write SO2, NO2, CO, O3, O3_8h, PM10 or PM2.5", at_line(t),
			    shown(c[AIR_COL_ITEM]));
	uint64_t station = station_number(t, c[AIR_COL_STATION]);
	if (t->stations.n == STATIONS_MOST)
		return fail(ERR_INPUT, "line {0}: there are more than {1} stations; cut the table into several", at_line(t), number(t->arena, STATIONS_MOST - 1));
	size_t at = observation_at(t, c, day, minutes, (enum air_span)span, station);
	struct air_observation *o = &t->found.v[at];
	size_t *line = &t->lines.v[at][item];
	if (*line)
		return fail(ERR_INPUT, "line {0}: {1} of {2} stands there twice, first in line {3}; keep one of them", at_line(t),
			    air_item_name((enum air_item)item), shown(o->time), number(t->arena, *line));
	*line = t->line;
	notice(t, o, (enum air_item)item);
	return read_value(t, o, (enum air_item)item, c[AIR_COL_VALUE]);
}

err air_csv_read(struct arena *a, const struct air_rules *rules, const struct air_standard *forced, str text,
		 struct air_observation **ret, size_t *ret_n, struct air_notice **ret_notices, size_t *ret_n_notices)
{
	struct table t = {.arena = a, .rules = rules, .forced = forced, .next_line = 1};
	bool some, heading = false, first = true;
	if (utf8_valid(text) != text.n)
		return fail(ERR_INPUT, "the table is not text in UTF-8; save it as CSV in UTF-8");
	t.rest = str_starts(text, S("\xef\xbb\xbf")) ? str_cut(text, 3, text.n) : text;
	t.separator = separator_of(t.rest);
	for (;;) {
		TRY(next_record(&t, &some));
		if (!some)
			break;
		if (blank(&t))
			continue;
		if (first)
			TRY(read_heading(&t, &heading));
		if (!first || !heading)
			TRY(read_row(&t));
		first = false;
	}
	*ret = t.found.v;
	*ret_n = t.found.n;
	*ret_notices = t.notices.v;
	*ret_n_notices = t.notices.n;
	return OK;
}

/* ---- out ---------------------------------------------------------------------------------------------------- */
static void put_index(struct json *j, int index)
{
	if (index == AIR_NONE)
		json_null(j);
	else
		json_int(j, index);
}

void air_json_put(struct buf *b, const struct air_rules *rules, const struct air_observation *o)
{
	struct air_index x;
	struct json j;
	air_index_of(rules, o->standard, o->span, o->v, &x);
	const struct air_level *level = air_level_of(rules, x.aqi);
	json_begin(&j, b);
	json_open(&j, '{');
	if (o->station.n)
		json_key(&j, "station"), json_str(&j, o->station);
	json_key(&j, "time"), json_str(&j, o->time);
	json_key(&j, "span"), json_z(&j, o->span == AIR_DAY ? "day" : "hour");
	json_key(&j, "aqi"), put_index(&j, x.aqi);
	json_key(&j, "level"), put_index(&j, level ? level->level : AIR_NONE);
	json_key(&j, "primary"), json_open(&j, '[');
	for (int i = 0; i < AIR_ITEMS; i++)
		if (x.primary[i])
			json_str(&j, air_item_name((enum air_item)i));
	json_close(&j);
	json_key(&j, "iaqi"), json_open(&j, '{');
	for (int i = 0; i < AIR_ITEMS; i++)
		if (o->named[i])
			json_key_str(&j, air_item_name((enum air_item)i)), put_index(&j, x.iaqi[i]);
	json_close(&j);
	json_key(&j, "standard"), json_str(&j, o->standard->name);
	json_close(&j);
	buf_byte(b, '\n');
}
