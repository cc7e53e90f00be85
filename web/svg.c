/* SPDX-License-Identifier: Apache-2.0 */
/* What drawings share: places in per cent of the width, and the mark of a milestone (里程碑). */
#include "web/html_in.h"

void svg_percent(struct buf *b, int thousandths)
{
	buf_fmt(b, "%d.%d%%", thousandths / 10, thousandths % 10);
}

void svg_stone(struct buf *b, int x, int y, bool done)
{
	buf_z(b, "<svg class=\"stone\" x=\"");
	svg_percent(b, x);
	buf_fmt(b, "\" y=\"%d\"><path class=\"%s\" d=\"M0 -6l6 6l-6 6l-6 -6z\"/></svg>", y, done ? "done" : "todo");
}
