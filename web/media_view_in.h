/* SPDX-License-Identifier: Apache-2.0 */
/* What the pages of media servers show; filled by web/media.c, included by view_in.h. */
#ifndef LUOSHI_WEB_MEDIA_VIEW_IN_H
#define LUOSHI_WEB_MEDIA_VIEW_IN_H

#include "monitor/media.h"

struct media_typed { /* what came back with the form */
	str error, name, kind, user;
	bool on;
};
struct media_page {
	const struct media *rows; /* all servers */
	size_t n;
	struct media_typed typed;
};
struct media_one {
	const struct media *m;
	struct media_typed typed;
	str wrong, silent; /* of what was asked for last; why the server does not say what it has */
	struct media_streams streams;
	size_t shown, free; /* how many of them stand on the page; how many of all are no cameras */
	str stream, address, user; /* typed, to be taken over */
};
void put_media_live(struct buf *, const struct ui *, bool live); /* ● comes, ○ does not come */

#endif
