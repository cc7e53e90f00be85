/* SPDX-License-Identifier: Apache-2.0 */
/* Stations on the map of the district: a mark each, with the colour and shape of its state; what stands too close to be told
 * apart is one mark with its number and the worst of its states. */
#include "web/monitor_in.h"

#include <stdlib.h>

#define NEAR 190 /* of MAP_SIDE; a mark is some 200 wide */
#define NAMES_SHOWN 5

struct placed {
	int x, y, state;
	const struct outlet_spot *first;
	struct buf label;
};

static struct placed *near_of(struct placed *v, size_t n, int x, int y)
{
	for (size_t i = 0; i < n; i++)
		if (abs(v[i].x - x) < NEAR && abs(v[i].y - y) < NEAR)
			return &v[i];
	return NULL;
}

static void label_add(struct visit *v, struct placed *p, int64_t count, const struct outlet_spot *s)
{
	if (count > NAMES_SHOWN)
		return;
	buf_z(&p->label, count > 1 ? "; " : "");
	if (count == NAMES_SHOWN) {
		buf_z(&p->label, "…");
		return;
	}
	buf_add(&p->label, s->name);
	buf_z(&p->label, ": ");
	buf_add(&p->label, outlet_state_word(v->lang, s->state));
}

static str href_of(struct visit *v, const struct map *m, struct map_frame f, str zoom, const struct placed *p, int64_t count)
{
	const struct map_place at = {p->first->site.x, p->first->site.y};
	if (count == 1)
		return p->first->href;
	if (!zoom.n || f.zoom + 1 >= MAP_ZOOMS)
		return S("#list");
	struct map_frame to = map_frame_at(m, f.zoom + 1, &at);
	struct buf b;
	buf_init(&b, v->arena);
	buf_add(&b, zoom);
	buf_fmt(&b, "z=%d&c=%d&r=%d#map", to.zoom, to.column, to.row);
	return buf_str(&b);
}

void outlet_points(struct visit *v, const struct map *m, struct map_frame f, str zoom, const struct outlet_spot *s, size_t n, const struct map_point **ret, size_t *ret_n)
{
	struct map_window w = map_window_of(m, f);
	struct placed *placed = arena_new_n(v->arena, n, struct placed);
	struct map_point *out = arena_new_n(v->arena, n, struct map_point);
	size_t n_out = 0;
	for (size_t i = 0; i < n; i++) {
		const struct map_place at = {s[i].site.x, s[i].site.y};
		int x, y;
		if (!s[i].site.placed)
			continue;
		map_project(m, &w, at, &x, &y);
		if (x < 0 || y < 0 || x > MAP_SIDE || y > MAP_SIDE)
			continue;
		struct placed *p = near_of(placed, n_out, x, y);
		if (!p) {
			p = &placed[n_out];
			*p = (struct placed){.x = x, .y = y, .state = s[i].state, .first = &s[i]};
			buf_init(&p->label, v->arena);
			out[n_out++] = (struct map_point){.at = at, .light = outlet_state_light(s[i].state)};
		}
		out[p - placed].count++;
		label_add(v, p, out[p - placed].count, &s[i]);
	}
	for (size_t i = 0; i < n_out; i++) {
		out[i].label = buf_str(&placed[i].label);
		out[i].href = href_of(v, m, f, zoom, &placed[i], out[i].count);
	}
	*ret = out;
	*ret_n = n_out;
}
