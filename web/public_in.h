/* SPDX-License-Identifier: Apache-2.0 */
/* public: the pages for citizens, without an account (docs/decisions/public.md). They never hold a
 * ctx: what they read and write goes through core/request.h and core/published.h, which know what
 * anybody may see. */
#ifndef LUOSHI_WEB_PUBLIC_IN_H
#define LUOSHI_WEB_PUBLIC_IN_H

#include "web/web_in.h"

/* The frame of public pages: their script, large type. */
void public_frame(struct visit *, const char *section);
bool public_asks(struct visit *);   /* somebody may ask: a pack has an action for it and the house allows it */
bool public_monitor_there(struct visit *); /* some station or the air is open to anybody: web/monitor_public.c */
bool public_there(struct visit *);  /* there is anything for citizens at all */

/* ---- what a request is asked with ---- */
struct asking { /* how one asks about things of this kind */
	const struct kind *kind, *sort;
	const struct action *opens, *asks; /* of the kind, of the sort */
	const char *by; /* field of the kind that says what is asked: class, sort; NULL: nothing does */
};
/* The kinds that take requests of anybody; in the order of the packs. */
size_t askings_of(struct visit *, struct asking *ret, size_t most);
bool form_has(const struct kind *, const struct action *, const char *field);
bool form_must(const struct kind *, const struct action *, const char *field);

/* ---- photographs (docs/decisions/pictures.md) ---- */
/* Every picture among the files of that field, without what the camera wrote; other files are
 * refused. *ret_fault: the sentence; ERR_INPUT and ERR_LIMIT are in it and OK is returned. */
err request_pictures(struct visit *, const char *field, int most, struct upload **ret, size_t *ret_n, str *ret_fault) must_check;

/* ---- who follows a request: a sealed cookie that ends by itself ---- */
void follow_keep(struct visit *, str number, str code);
bool follow_kept(struct visit *, str *ret_number, str *ret_code);
void follow_forget(struct visit *);

/* ---- the map ---- */
bool public_map(struct visit *, struct map *ret); /* false: the district has none */
/* Rows of the list as a page shows them. */
const struct published_item *published_items(struct visit *, const struct published_row *, size_t n);
/* What is shown where one asks, and its version; empty: there is none. */
err public_notice(struct visit *, str *ret_text, str *ret_version) must_check;
str public_phone(struct arena *, str typed, str *ret_tail); /* digits alone; empty: it is no number */

#endif
