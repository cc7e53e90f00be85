/* SPDX-License-Identifier: Apache-2.0 */
/* What the pages of the weekly run show; filled by week*.c, read by ui/week.t.html. */
#ifndef LUOSHI_WEB_WEEK_VIEW_IN_H
#define LUOSHI_WEB_WEEK_VIEW_IN_H

struct week_field {
	const struct form_row *row;
	str name, was; /* of the input; what stood there after the last report */
	bool changed;
};
struct week_row { /* one matter on the page of a unit */
	const struct week_item *item;
	str prefix, key, error;
	const struct week_field *fields;
	size_t n_fields;
	bool owed, done, lost_files, touched; /* touched: holds something that is not saved */
};
struct week_group { /* who has not reported, by unit */
	int64_t unit;
	str name, text, key;
	const struct week_item **items;
	size_t n;
	ms_t reminded;
};
struct week_list {
	str heading, help, id;
	const struct week_item **items;
	size_t n;
};
struct week_due {
	const struct letter_due *due;
	str rung, title, text, key, href;
};
struct week_view {
	const struct week_run *run;
	str name, before, after; /* weeks; after: empty in the present one */
	str export_query;        /* w=2026-W47 */
	day_t sunday;
	const struct week_row *rows;
	size_t n_rows, n_owed;
	const struct week_group *missing;
	size_t n_missing;
	const struct week_list *lists;
	size_t n_lists;
	const struct week_due *dues;
	size_t n_dues;
	const struct matter_row *look_backs;
	size_t n_look_backs;
	int owed, on_time, late, missed, open, rate; /* rate: on time, per cent of what was decided; -1: none */
	bool office, past_due; /* past_due: the cut-off is over */
	const str *failures;
	size_t n_failures;
};
struct week_cell {
	day_t day; /* of the cut-off */
	enum light light;
	enum week_said said;
	bool exempt, there;
};
struct week_ladder { /* on the page of a matter */
	const struct matter_week *m;
	const struct week_cell *cells;
	size_t n_cells;
	str due, letter_href, exempt_href;
	const str *rungs; /* of the letters */
};
struct letter_view {
	const struct kind *kind;
	str heading, action, week;
	struct action_form form;
	const struct matter_row *causes;
	size_t n_causes;
};

#endif
