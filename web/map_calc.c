/* SPDX-License-Identifier: Apache-2.0 */
/* The text of a map, and where a place stands on a drawing of it. */
#include "web/map_in.h"

#include "base/num.h"

#define MILLION 1000000
#define STEPS 4 /* a frame moves by quarters of its width */

static const char *const whats[MAP_WHATS] = {"town", "water", "river", "rail", "road", "highway", "village"};

/* ---- numbers ---- */
bool map_place_read(str x, str y, struct map_place *ret)
{
	struct map_place p;
	if (!degree_parse(str_trim(x), 180, &p.x) || !degree_parse(str_trim(y), 90, &p.y))
		return false;
	*ret = p;
	return true;
}

/* ---- the text ---- */
static bool read_points(struct arena *a, str s, struct map_shape *shape, size_t *total)
{
	LIST(struct map_place) l = {0};
	str one, x, y;
	while (s.n) {
		if (!str_split(s, ' ', &one, &s)) {
			one = s;
			s = STR_NONE;
		}
		if (!one.n)
			continue;
		struct map_place p;
		if (!str_split(one, ',', &x, &y) || !map_place_read(x, y, &p) || ++*total > MAP_POINTS_MOST)
			return false;
		*list_push(a, &l) = p;
	}
	shape->v = l.v;
	shape->n = l.n;
	size_t least = shape->what == MAP_VILLAGE ? 1 : shape->what == MAP_TOWN || shape->what == MAP_WATER ? 3 : 2;
	return l.n >= least;
}

static bool read_line(struct arena *a, str line, struct map_shape *ret, size_t *total)
{
	struct map_shape s = {.what = MAP_WHATS};
	str what, points, rest;
	if (!str_split(line, '\t', &what, &rest) || !str_split(rest, '\t', &s.name, &rest) || !str_split(rest, '\t', &s.unit, &points))
		return false;
	for (int i = 0; i < MAP_WHATS; i++)
		if (str_eq(what, str_of(whats[i])))
			s.what = (enum map_what)i;
	*ret = s;
	return s.what != MAP_WHATS && utf8_valid(line) == line.n && read_points(a, points, ret, total);
}

static void stretch(struct map *m, const struct map_shape *s)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct map_place *p = &s->v[i];
		m->least.x = p->x < m->least.x ? p->x : m->least.x;
		m->least.y = p->y < m->least.y ? p->y : m->least.y;
		m->most.x = p->x > m->most.x ? p->x : m->most.x;
		m->most.y = p->y > m->most.y ? p->y : m->most.y;
	}
}

/* Bhaskara's rule, within two thousandths: cos d = 4 (8100 - d²) / (32400 + d²). */
static int64_t cosine(int64_t latitude)
{
	int64_t d = latitude / 1000; /* thousandths of a degree */
	int64_t square = d * d / 1000;
	int64_t v = 4 * (8100 * 1000ll - square) * 1000 / ((32400 * 1000ll + square) / 1000);
	return v < MILLION / 50 ? MILLION / 50 : v;
}

bool map_parse(struct arena *a, str tsv, struct map *ret, int *ret_line)
{
	LIST(struct map_shape) by[MAP_WHATS] = {0}, all = {0};
	struct map m = {.least = {INT64_MAX, INT64_MAX}, .most = {INT64_MIN, INT64_MIN}};
	struct map_shape s;
	size_t total = 0;
	str line;
	for (int number = 1; tsv.n; number++) {
		if (!str_split(tsv, '\n', &line, &tsv)) {
			line = tsv;
			tsv = STR_NONE;
		}
		if (str_ends(line, S("\r")))
			line.n--;
		if (!line.n || line.p[0] == '#')
			continue;
		if (!read_line(a, line, &s, &total)) {
			*ret_line = number;
			return false;
		}
		*list_push(a, &by[s.what]) = s;
	}
	for (int what = 0; what < MAP_WHATS; what++)
		for (size_t i = 0; i < by[what].n; i++) {
			*list_push(a, &all) = by[what].v[i];
			if (what == MAP_TOWN || what == MAP_VILLAGE) /* a road may lead far away */
				stretch(&m, &by[what].v[i]);
		}
	m.shapes = all.v;
	m.n = by[MAP_TOWN].n + by[MAP_VILLAGE].n ? all.n : 0;
	m.narrow = m.n ? cosine((m.least.y + m.most.y) / 2) : MILLION;
	*ret = m;
	return true;
}

/* ---- frames ---- */
static int64_t whole_side(const struct map *m)
{
	int64_t wide = (m->most.x - m->least.x) * m->narrow / MILLION, high = m->most.y - m->least.y;
	int64_t side = wide > high ? wide : high;
	return (side < 1000 ? 1000 : side) * 106 / 100;
}

static struct map_place middle(const struct map *m)
{
	return (struct map_place){(m->least.x + m->most.x) / 2, (m->least.y + m->most.y) / 2};
}

struct map_window map_window_of(const struct map *m, struct map_frame f)
{
	int64_t whole = whole_side(m), side = whole >> f.zoom;
	struct map_place c = middle(m);
	/* column 0 begins at the left edge of the whole */
	return (struct map_window){.left = -whole / 2 + f.column * (side / STEPS), .top = c.y + whole / 2 - f.row * (side / STEPS), .side = side};
}

struct map_frame map_frame_checked(struct map_frame f)
{
	f.zoom = f.zoom < 0 ? 0 : f.zoom >= MAP_ZOOMS ? MAP_ZOOMS - 1 : f.zoom;
	int most = ((1 << f.zoom) - 1) * STEPS;
	f.column = f.column < 0 ? 0 : f.column > most ? most : f.column;
	f.row = f.row < 0 ? 0 : f.row > most ? most : f.row;
	return f;
}

struct map_frame map_frame_at(const struct map *m, int zoom, const struct map_place *at)
{
	struct map_frame f = map_frame_checked((struct map_frame){.zoom = zoom});
	struct map_place c = middle(m), p = at ? *at : c;
	int64_t whole = whole_side(m), step = (whole >> f.zoom) / STEPS;
	int64_t x = (p.x - c.x) * m->narrow / MILLION + whole / 2, y = c.y + whole / 2 - p.y;
	int64_t column = (x + step / 2) / step - STEPS / 2, row = (y + step / 2) / step - STEPS / 2;
	f.column = (int)(column < -9999 ? -9999 : column > 9999 ? 9999 : column);
	f.row = (int)(row < -9999 ? -9999 : row > 9999 ? 9999 : row);
	return map_frame_checked(f);
}

static int on_drawing(int64_t v)
{
	return (int)(v < -9 * MAP_SIDE ? -9 * MAP_SIDE : v > 9 * MAP_SIDE ? 9 * MAP_SIDE : v);
}

void map_project(const struct map *m, const struct map_window *w, struct map_place p, int *ret_x, int *ret_y)
{
	int64_t x = (p.x - middle(m).x) * m->narrow / MILLION - w->left, y = w->top - p.y;
	*ret_x = on_drawing(x * MAP_SIDE / w->side);
	*ret_y = on_drawing(y * MAP_SIDE / w->side);
}

struct map_place map_unproject(const struct map *m, const struct map_window *w, int x, int y)
{
	int64_t across = (int64_t)x * w->side / MAP_SIDE + w->left;
	return (struct map_place){middle(m).x + across * MILLION / m->narrow, w->top - (int64_t)y * w->side / MAP_SIDE};
}

/* ---- in which town: a ray to the east crosses the border an odd number of times ---- */
static bool inside(const struct map_shape *s, struct map_place p)
{
	bool in = false;
	for (size_t i = 0, j = s->n - 1; i < s->n; j = i++) {
		const struct map_place *a = &s->v[i], *b = &s->v[j];
		if ((a->y > p.y) != (b->y > p.y) && p.x < a->x + (b->x - a->x) * (p.y - a->y) / (b->y - a->y))
			in = !in;
	}
	return in;
}

const struct map_shape *map_town_at(const struct map *m, struct map_place p)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->shapes[i].what == MAP_TOWN && inside(&m->shapes[i], p))
			return &m->shapes[i];
	return NULL;
}
