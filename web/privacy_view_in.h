/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LUOSHI_PRIVACY_VIEW_IN_H
#define LUOSHI_PRIVACY_VIEW_IN_H

#include "core/privacy.h"
#include "core/request.h"

enum privacy_tab { PRIVACY_FIELDS, PRIVACY_NOTICES, PRIVACY_DESTROYED, PRIVACY_REVEALS, PRIVACY_EXPORTS, PRIVACY_TABS };
struct privacy_tabs { /* those that the reader may open */
	const struct tab *v;
	size_t n;
};
struct field_line { /* one personal field, for reading */
	str kind, label, purpose, class, keep, source, plain, masked, reveal;
	bool sensitive, declared;
};
struct privacy_fields_view {
	struct privacy_tabs tabs;
	const struct field_line *rows;
	size_t n;
};
struct notice_view {
	struct privacy_tabs tabs;
	const struct notice_text *rows;
	size_t n;
	struct notice_text one; /* version empty: the list */
	str text;
};
struct destroyed_view {
	struct privacy_tabs tabs;
	const struct destroyed_row *rows;
	size_t n;
	int64_t next;
};
struct reveals_view {
	struct privacy_tabs tabs;
	const struct reveal_row *rows;
	size_t n;
	int64_t next;
	bool drawn, judges;
	str error;
};
struct exports_view {
	struct privacy_tabs tabs;
	const struct export_row *rows;
	size_t n;
	int64_t next;
};
struct reveal_view { /* one value, once */
	int64_t matter, part;
	str number, field, label, value, reason, error;
	bool shown;
};
struct wish_request { /* one that was made with the number of the wish */
	struct request_row row;
	const struct matter_view *matter;
	const struct part_view *part;
};
struct wish_view {
	const struct matter_view *m;
	const struct wish_request *requests;
	size_t n;
	str phone, error, mark;
	bool verified; /* called back: what was wished can be done */
};

#endif
