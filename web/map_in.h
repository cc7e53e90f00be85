/* SPDX-License-Identifier: Apache-2.0 */
/* map: the district as lines and areas, drawn by the server; nothing is fetched from elsewhere.
 * Coordinates are WGS84 in millionths of a degree. A map is a text, one thing a line:
 *
 *     what \t name \t unit \t lon,lat lon,lat …     what: town (an area; unit: its name among the units),
 *                                                   water (an area), road highway rail river, village (a point; unit: of its town)
 *
 * On a drawing a frame is MAP_SIDE wide and high. The projection is the plain one: a degree of
 * longitude is as long as it is in the middle of the map; over a county that is wrong by less than
 * a line is thick. */
#ifndef LUOSHI_WEB_MAP_IN_H
#define LUOSHI_WEB_MAP_IN_H

#include "base/arena.h"
#include "pack/pack.h"
#include "web/html_in.h"

#define MAP_SIDE 4000
#define MAP_ZOOMS 5          /* 0: the whole district; each half as wide */
#define MAP_POINTS_MOST 60000
enum map_what { MAP_TOWN, MAP_WATER, MAP_RIVER, MAP_RAIL, MAP_ROAD, MAP_HIGHWAY, MAP_VILLAGE, MAP_WHATS };
struct map_place {
	int64_t x, y; /* millionths of a degree, east and north */
};
struct map_shape {
	enum map_what what;
	str name, unit;
	const struct map_place *v;
	size_t n;
};
struct map {
	const struct map_shape *shapes; /* in the order in which they are drawn */
	size_t n;
	struct map_place least, most;   /* its corners */
	int64_t narrow;                 /* cosine of the middle latitude, millionths */
};
/* false: *ret_line is the first line that cannot be read. Texts look into tsv. An empty text is a map with n 0. */
bool map_parse(struct arena *, str tsv, struct map *ret, int *ret_line) must_check;

/* A part of the map, as an address says it: zoom, column and row in steps of a quarter of its width. */
struct map_frame {
	int zoom, column, row;
};
struct map_window {
	int64_t left, top, side; /* in millionths of a degree of latitude, from the middle meridian and upwards */
};
struct map_frame map_frame_at(const struct map *, int zoom, const struct map_place *centre); /* NULL: the middle of the map */
struct map_frame map_frame_checked(struct map_frame); /* as a stranger wrote it */
struct map_window map_window_of(const struct map *, struct map_frame);
void map_project(const struct map *, const struct map_window *, struct map_place, int *ret_x, int *ret_y);
struct map_place map_unproject(const struct map *, const struct map_window *, int x, int y);
bool map_place_read(str x, str y, struct map_place *ret);
/* In which town it lies; NULL: outside all. */
const struct map_shape *map_town_at(const struct map *, struct map_place);

/* ---- drawing ---- */
struct map_point { /* a matter, or many of one place */
	struct map_place at;
	const char *light; /* "red", …: colour and shape; NULL: plain */
	int64_t count;     /* more than one: written into it */
	str label, href;   /* href: a path of ours; empty: it leads nowhere */
};
/* Inside of <svg viewBox="0 0 MAP_SIDE MAP_SIDE">. */
void map_draw(struct buf *, enum lang, const struct map *, struct map_frame);
/* The whole element, with points that can be reached by keyboard. title: for who does not see it. */
void map_put(struct buf *, const struct map *, enum lang, struct map_frame, const struct map_point *, size_t n, str title);

#endif
