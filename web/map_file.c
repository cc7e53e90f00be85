/* SPDX-License-Identifier: Apache-2.0 */
/* A map from a file that an administrator gives: our own text, or GeoJSON (RFC 7946) as a survey
 * or a program for maps writes it. What is finer than the drawing is thinned out. */
#include <math.h>
#include <string.h>

/* jansson and base/json.h both call something json_null; jansson's is not used here */
#define json_null jansson_null
#include <jansson.h>
#undef json_null

#include "base/limits.h"
#include "base/nest.h"
#include "web/map_in.h"
#include "web/web.h"

#define TEXT_MOST (LIMIT_FIELD_TEXT - 1024) /* it becomes a setting */
#define FINEST 50 /* millionths of a degree: five metres */

struct writing {
	struct arena *arena;
	struct buf out;
	int64_t coarse; /* points nearer than this to the one before are left out */
	size_t n[MAP_WHATS], features;
};
static const char *const whats[MAP_WHATS] = {"town", "water", "river", "rail", "road", "highway", "village"};

static int what_named(const char *name)
{
	for (int i = 0; name && i < MAP_WHATS; i++)
		if (!strcmp(whats[i], name))
			return i;
	return -1;
}

static str property(const json_t *f, const char *name)
{
	const char *s = json_string_value(json_object_get(json_object_get(f, "properties"), name));
	return s ? str_of(s) : S("");
}

/* A name stands in one column of one line. */
static void put_word(struct buf *b, str s)
{
	for (size_t i = 0; i < s.n; i++)
		buf_byte(b, (uint8_t)s.p[i] < ' ' ? ' ' : s.p[i]);
}

static bool position(const json_t *p, struct map_place *ret)
{
	const json_t *x = json_array_get(p, 0), *y = json_array_get(p, 1);
	if (!json_is_number(x) || !json_is_number(y) || fabs(json_number_value(x)) > 180 || fabs(json_number_value(y)) > 90)
		return false;
	*ret = (struct map_place){llround(json_number_value(x) * 1e6), llround(json_number_value(y) * 1e6)};
	return true;
}

static int64_t apart(struct map_place a, struct map_place b)
{
	int64_t x = a.x > b.x ? a.x - b.x : b.x - a.x, y = a.y > b.y ? a.y - b.y : b.y - a.y;
	return x > y ? x : y;
}

/* "117.5750,34.7200": four digits after the point are ten metres. */
static void put_place(struct buf *b, struct map_place p)
{
	buf_fmt(b, "%s%lld.%04lld,%s%lld.%04lld", p.x < 0 ? "-" : "", (long long)(llabs(p.x) / 1000000), (long long)(llabs(p.x) % 1000000 / 100),
		p.y < 0 ? "-" : "", (long long)(llabs(p.y) / 1000000), (long long)(llabs(p.y) % 1000000 / 100));
}

static bool put_line(struct writing *w, int what, str name, str unit, const json_t *line, bool one)
{
	struct map_place p, last = {0};
	size_t n = one ? 1 : json_array_size(line), put = 0;
	put_word(&w->out, str_of(whats[what]));
	buf_byte(&w->out, '\t');
	put_word(&w->out, name);
	buf_byte(&w->out, '\t');
	put_word(&w->out, unit);
	buf_byte(&w->out, '\t');
	for (size_t i = 0; i < n; i++) {
		if (!position(one ? line : json_array_get(line, i), &p))
			return false;
		if (put && i + 1 < n && apart(p, last) < w->coarse)
			continue;
		if (put++)
			buf_byte(&w->out, ' ');
		put_place(&w->out, p);
		last = p;
	}
	buf_byte(&w->out, '\n');
	w->n[what]++;
	return put > 0;
}

/* Outer rings only: a hole in a town is not drawn. */
static bool put_geometry(struct writing *w, int what, str name, str unit, const json_t *g)
{
	const char *type = json_string_value(json_object_get(g, "type"));
	const json_t *at = json_object_get(g, "coordinates");
	bool good = type != NULL;
	if (!good)
		return false;
	if (!strcmp(type, "Point"))
		return put_line(w, what, name, unit, at, true);
	if (!strcmp(type, "LineString"))
		return put_line(w, what, name, unit, at, false);
	if (!strcmp(type, "Polygon"))
		return put_line(w, what, name, unit, json_array_get(at, 0), false);
	bool areas = !strcmp(type, "MultiPolygon");
	if (!areas && strcmp(type, "MultiLineString") != 0)
		return false;
	for (size_t i = 0; good && i < json_array_size(at); i++)
		good = put_line(w, what, i ? S("") : name, unit, areas ? json_array_get(json_array_get(at, i), 0) : json_array_get(at, i), false);
	return good;
}

static err put_features(struct writing *w, const json_t *features)
{
	for (size_t i = 0; i < json_array_size(features); i++) {
		const json_t *f = json_array_get(features, i);
		str kind = property(f, "what"), name = property(f, "name"), unit = property(f, "unit");
		struct buf number;
		int what = what_named(kind.p);
		buf_init(&number, w->arena);
		buf_int(&number, (int64_t)i + 1);
		if (what < 0)
			return fail(ERR_INPUT, "feature {0} of the map has no “what” that is town, water, river, rail, road, highway or village", buf_str(&number));
		if (what == MAP_TOWN && !unit.n)
			unit = name;
		if (!put_geometry(w, what, name, unit, json_object_get(f, "geometry")))
			return fail(ERR_INPUT, "feature {0} of the map has no coordinates in degrees (WGS84)", buf_str(&number));
	}
	return OK;
}

static err convert(struct arena *a, const json_t *root, str *ret)
{
	const json_t *features = json_object_get(root, "features");
	if (!json_is_array(features))
		return fail(ERR_INPUT, "a map is a GeoJSON FeatureCollection, or a text as docs/operate.md describes it");
	for (int64_t coarse = FINEST; coarse < 20000; coarse *= 2) {
		struct writing w = {.arena = a, .coarse = coarse};
		buf_init(&w.out, a);
		TRY(put_features(&w, features));
		*ret = buf_str(&w.out);
		if (ret->n <= TEXT_MOST)
			return OK;
	}
	return fail(ERR_LIMIT, "the map is too large: leave out small roads and villages");
}

static err from_json(struct arena *a, str bytes, str *ret)
{
	json_error_t e = {.line = 1};
	json_t *root = json_fits(bytes) ? json_loadb(bytes.p, bytes.n, JSON_REJECT_DUPLICATES, &e) : NULL;
	if (!root) {
		struct buf line;
		buf_init(&line, a);
		buf_int(&line, e.line);
		return fail(ERR_INPUT, "the map cannot be read: line {0} is no JSON", buf_str(&line));
	}
	err r = convert(a, root, ret);
	json_decref(root);
	return r;
}

err map_from_file(struct arena *a, str bytes, str *ret_text, struct map_counts *ret)
{
	struct map m;
	struct map_counts n = {0};
	int line = 0;
	str text = bytes, trimmed = str_trim(bytes);
	if (trimmed.n && trimmed.p[0] == '{')
		TRY(from_json(a, bytes, &text));
	if (text.n > TEXT_MOST)
		return fail(ERR_LIMIT, "the map is too large: leave out small roads and villages");
	if (!map_parse(a, text, &m, &line)) {
		struct buf b;
		buf_init(&b, a);
		buf_int(&b, line);
		return fail(ERR_INPUT, "line {0} of the map cannot be read: what, name, unit and points are separated by tabs, a point is 117.575,34.720", buf_str(&b));
	}
	if (!m.n)
		return fail(ERR_INPUT, "the map has no town and no village");
	for (size_t i = 0; i < m.n; i++) {
		n.towns += m.shapes[i].what == MAP_TOWN;
		n.villages += m.shapes[i].what == MAP_VILLAGE;
		n.others += m.shapes[i].what != MAP_TOWN && m.shapes[i].what != MAP_VILLAGE;
	}
	*ret_text = text;
	*ret = n;
	return OK;
}
