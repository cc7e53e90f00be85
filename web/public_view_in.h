/* SPDX-License-Identifier: Apache-2.0 */
/* What the pages for citizens show. Nothing personal is in them but what the same person has just
 * typed; included by view_in.h. */
#ifndef LUOSHI_WEB_PUBLIC_VIEW_IN_H
#define LUOSHI_WEB_PUBLIC_VIEW_IN_H

#include "core/published.h"
#include "core/request.h"
#include "web/map_in.h"

struct public_fault { /* one thing that is wrong, and the field it is about */
	str field, said;
};
struct published_item {
	const struct published_row *row;
	str title, answer, category, stars; /* stars: 4.5 */
};
struct public_home_view {
	bool asks, opens;
	const struct published_item *items; /* the newest published ones */
	size_t n;
};
struct place_group { /* a town with its villages */
	str label;
	const struct option *v;
	size_t n;
};
struct ask_map {
	bool there, open;        /* the district has a map; it is shown */
	struct map_frame frame;
	bool chosen;             /* a point is chosen; x, y on the drawing, -1: not in this frame */
	int x, y;
	str said;                /* where the point is, in words */
};
struct ask_view {
	const struct option *classes;
	size_t n_classes;
	const struct place_group *places;
	size_t n_places;
	str title, words, place, expected, phone, name, reported; /* as typed */
	bool confidential, has_expected, has_reported, has_secrecy;
	str key, x, y;
	struct ask_map map;
	const struct public_fault *faults;
	size_t n_faults;
	int photos, photo_mb, words_most;
	bool lost_photos;        /* some were chosen and have to be chosen again */
	str notice, notice_version;
	const struct option *units; /* that may be complained of */
	size_t n_units;
};
struct ask_sent_view {
	struct request_taken taken;
	bool by_phone;           /* the code is the end of the phone number that was given */
	struct request_public now;
	int photos;
};
struct follow_form_view {
	str number, said;
	int status;
};
struct follow_act {
	const struct action *action;
	str key;
	bool rates, words;       /* asks for a verdict; for words */
	bool words_must;
	str field;               /* the field of those words */
};
struct follow_view {
	struct request_public r;
	const struct value **told; /* fields worth a paragraph: the answer first */
	size_t n_told;
	const struct follow_act *acts;
	size_t n_acts;
	const struct public_fault *faults;
	size_t n_faults;
	str at;                  /* the action that the faults are about */
	str words;               /* as typed */
	str solved, satisfaction;
	int photos, photo_mb;
};
struct published_view {
	const struct published_item *items, *topics;
	size_t n, n_topics;
	const struct option *categories, *areas;
	size_t n_categories, n_areas;
	str next;                /* an address; empty: no more */
	bool filtered, first;
};

#endif
