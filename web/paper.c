/* SPDX-License-Identifier: Apache-2.0 */
#include "web/view_in.h"

#include "web/html_in.h"

/* Runs follow each other without white space, which a browser would show between Han. */
void put_paper_runs(struct buf *b, const struct paper_run *runs, size_t n)
{
	for (const struct paper_run *r = runs; r < runs + n; r++) {
		if (r->strong)
			buf_z(b, "<strong>");
		if (r->link.n) {
			buf_z(b, "<a href=\"");
			html_href(b, r->link);
			buf_z(b, "\">");
		}
		html_text(b, r->text);
		if (r->link.n)
			buf_z(b, "</a>");
		if (r->strong)
			buf_z(b, "</strong>");
	}
}
