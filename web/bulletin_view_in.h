/* SPDX-License-Identifier: Apache-2.0 */
/* What the pages of bulletins, ledgers and templates show; filled by web/bulletin*.c. */
#ifndef LUOSHI_WEB_BULLETIN_VIEW_IN_H
#define LUOSHI_WEB_BULLETIN_VIEW_IN_H

#include "report/bulletin.h"

struct bulletin_line { /* in the list */
	const struct matter_row *row;
	str period, href;
};
struct bulletins_view {
	const struct bulletin_line *lines;
	size_t n;
	str next, key, error;
	bool drafts;       /* the reader may draft */
	const struct option *periods;
	size_t n_periods;
	str from, to, current; /* current: the period of one click */
};
struct bulletin_segment { /* of its text: a line, or a whole block {#…} … {/…} */
	str name, text;
	int rows;
	bool wrong;
};
struct bulletin_page {
	const struct matter_view *m;
	const struct bulletin *b;  /* NULL: there is nothing to show */
	const struct paper_page *sheet;
	str issue_action, issue_label, issue_missing; /* empty: it is not offered */
	bool may_edit, may_discard, may_recall, may_correct, draft, recalled, discarded;
	str reason;        /* of its recall */
	str key, error, error_of; /* error_of: edit, recall … */
	const struct bulletin_segment *segments;
	size_t n_segments;
	bool own;          /* its text is its own, not the template */
	const struct matter_row *corrects, *corrected; /* the other bulletin; NULL */
	const char *const *checks;
	size_t n_checks;
	str period, docx_href;
};
struct bulletin_figure_page {
	const struct matter_view *m;
	const struct bulletin *b;
	const struct bulletin_figure *f;
	const struct bulletin_row **rows; /* those shown on this page */
	const int *times;  /* of each of them; NULL: once */
	size_t n, from, hidden; /* from: how many came before; hidden: which the reader may not see */
	bool more;
};
struct ledger_choice {
	str label, href;
	bool current;
};
struct ledgers_view {
	const struct paper_page *paper; /* NULL: nothing stands there */
	bool leaders;
	const struct ledger_choice *of;
	size_t n_of;
	str from, to, docx_href, nothing;
	int64_t only;
};
struct letter_paper_view {
	const struct matter_view *m;
	const struct paper_page *paper; /* NULL: its template is wrong */
	str docx_href, error;
};
struct template_view {
	const struct setting_view *s;
	const struct setting_event *events;
	size_t n_events;
	int64_t version;
	str text, from, reason, error, error_field;
	bool tried, changed; /* tried: the paper below was made of what was typed; changed: it is not the built-in one */
	const struct paper_page *paper;
	const str *names;  /* that may be written */
	size_t n_names;
	const struct bulletin_doubt *doubts;
	size_t n_doubts;
};

#endif
