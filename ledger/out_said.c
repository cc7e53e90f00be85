/* SPDX-License-Identifier: Apache-2.0 */
/* What documents say of indicators, and what was measured, as a table. */
#include "ledger/out_in.h"

#include "core/said.h"
#include "core/told.h"

#define DOCUMENTS_AT_ONCE 50
#define DOCUMENTS_MOST 1000

static const char *const aspect_words[SAID_ASPECTS] = {W("SAID|value"), W("SAID|growth"), W("SAID|points over the year before"), W("SAID|gap to the city"),
	W("SAID|rank in the city"), W("SAID|share of the target of the year"), W("SAID|indicators better than the city")};
static const char *const verdict_words[SAID_VERDICTS] = {W("SAID|differs"), W("SAID|no value"), W("SAID|period not said"), W("SAID|agrees")};

static str months(struct arena *a, const struct said_period *p)
{
	struct buf b;
	buf_init(&b, a);
	if (p->from)
		buf_fmt(&b, p->from == p->to ? "%d-%02d" : "%d-%02d—%02d", p->year, p->from, p->to);
	return buf_str(&b);
}

static err put_line(struct listing_out *l, const struct said_line *s, int64_t n)
{
	struct arena *a = l->x->arena;
	struct buf b;
	buf_init(&b, a);
	if (s->has_measured)
		dec_put(&b, s->measured);
	const struct out_cell cells[] = {
		{.text = int_text(a, n)}, {.text = s->said.of ? words2_in(&s->said.of->label, l->lang) : list_word(l, aspect_words[SAID_ABOVE])},
		{.text = s->said.subject ? unit_name(l->x, s->said.subject) : S("")},
		{.text = list_word(l, s->said.target ? W("SAID|target") : aspect_words[s->said.aspect])}, {.text = months(a, &s->said.period)}, {.text = s->said.text},
		{.text = buf_str(&b)}, {.text = list_word(l, verdict_words[s->verdict])}, {.text = s->number}, {.text = s->title}, {.text = s->sentence},
		{.text = int_text(a, (int64_t)s->said.at.from)}, {.text = s->version ? int_text(a, s->version) : S("")}, {.text = s->source}};
	return out_row(l->out, cells);
}

err out_said(struct listing_out *l)
{
	out_columns c = {0};
	struct said_list list = {.next = S("")};
	int64_t n = 0;
	column_add(l, &c, W("No."), "row", OUT_NUMBER, 6);
	column_add(l, &c, W("Indicator"), "indicator", OUT_TEXT, 28);
	column_add(l, &c, W("SAID|Subject"), "subject", OUT_TEXT, 14);
	column_add(l, &c, W("SAID|What"), "what", OUT_TEXT, 14);
	column_add(l, &c, W("Period"), "period", OUT_TEXT, 14);
	column_add(l, &c, W("SAID|Said"), "said", OUT_TEXT, 18);
	column_add(l, &c, W("SAID|Measured"), "measured", OUT_NUMBER, 14);
	column_add(l, &c, W("SAID|Result"), "result", OUT_TEXT, 12);
	column_add(l, &c, W("SAID|Document number"), "number", OUT_TEXT, 14);
	column_add(l, &c, W("Document"), "document", OUT_TEXT, 30);
	column_add(l, &c, W("SAID|Sentence"), "sentence", OUT_TEXT, 50);
	column_add(l, &c, W("SAID|Character"), "at", OUT_NUMBER, 10);
	column_add(l, &c, W("SAID|Version of the value"), "version", OUT_NUMBER, 10);
	column_add(l, &c, W("SAID|Source of the value"), "source", OUT_TEXT, 24);
	TRY(listing_begin(l, &c));
	for (size_t done = 0; done < DOCUMENTS_MOST; done += DOCUMENTS_AT_ONCE) {
		TRY(said_read(l->x, l->ask->document, list.next, DOCUMENTS_AT_ONCE, &list));
		for (size_t i = 0; i < list.n; i++)
			TRY(put_line(l, &list.lines[i], ++n));
		if (!list.next.n)
			break;
	}
	return OK;
}
