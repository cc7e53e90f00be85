/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of bulletins share. */
#ifndef LUOSHI_BULLETIN_IN_H
#define LUOSHI_BULLETIN_IN_H

#include "report/bulletin.h"

str day_words(struct arena *, enum lang, day_t); /* 2026年11月16日 */
#define BULLETIN_KEPT 1 /* version of what is kept */

struct making {
	struct arena *a;
	const struct bulletin_wish *w;
	const struct zone *zone; /* NULL: only names are asked for */
	const struct period *period;
	struct bulletin_row *rows; /* the period's, then its letters: as figures name them */
	size_t n_rows;
	struct figures figures;
	LIST(struct bulletin_doubt) doubts;
};
void making_rows(struct making *);
void doubt_add(struct making *, str what, bool stops, int paragraph);
str figure_path(struct making *, const struct figure_set *, enum figure_name);
bool figure_leads(const struct figure_set *, const struct figure *);
str figure_link(struct making *, const struct figure_set *, enum figure_name);
str set_name(const struct making *, const struct figure_set *);
/* Everything that templates of bulletins may name. */
void bulletin_values(struct making *, struct fill_record *ret);
/* The table of all matters: 序号 任务 责任单位 完成时限 目前进展 亮灯. */
const struct paper_table *annex_table(struct making *, const size_t *rows, size_t n);

/* ---- values -------------------------------------------------------------------------------- */
typedef LIST(struct fill_value) value_list;
str *names_of(struct arena *, const struct fill_record *, enum lang, size_t *ret_n);
/* Under its name in English and in Chinese, both of which templates may write. */
void value_text(struct arena *, value_list *, const char *key, str text, str link);

#endif
