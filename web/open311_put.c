/* SPDX-License-Identifier: Apache-2.0 */
/* One description, two formats. JSON leaves out the wrapper and the element of XML ("Spark"
 * convention): a list is an array, a row an object. */
#include "base/json.h"
#include "web/open311_calc_in.h"

struct putting {
	struct buf *b;
	struct json j;
	const struct zone *zone;
};

/* XML 1.0 2.2: characters that no document may hold are left out. */
static bool may_stand(uint32_t cp)
{
	return cp == '\t' || cp == '\n' || cp == '\r' || (cp >= 0x20 && cp != 0xfffe && cp != 0xffff);
}

static void xml_text(struct buf *b, str s)
{
	for (size_t pos = 0; pos < s.n;) {
		uint32_t cp = utf8_next(s, &pos);
		if (cp == '&')
			buf_z(b, "&amp;");
		else if (cp == '<')
			buf_z(b, "&lt;");
		else if (cp == '>')
			buf_z(b, "&gt;");
		else if (cp == '\r')
			buf_z(b, "&#13;");
		else if (may_stand(cp))
			buf_cp(b, cp);
	}
}

static void xml_tag(struct buf *b, const char *name, bool end)
{
	buf_z(b, end ? "</" : "<");
	buf_z(b, name);
	buf_byte(b, '>');
}

static const void *cell(const void *row, const struct column *c)
{
	return (const char *)row + c->at;
}

static bool empty(const void *row, const struct column *c)
{
	const void *p = cell(row, c);
	switch (c->sort) {
	case COLUMN_TEXT:
	case COLUMN_DEC:
		return !((const str *)p)->n;
	case COLUMN_TIME:
		return *(const ms_t *)p == MS_NONE;
	case COLUMN_LIST:
		return !((const struct some *)p)->n;
	default:
		return false;
	}
}

static void time_put(struct putting *p, struct buf *b, ms_t at)
{
	ms_put_rfc3339(b, p->zone, at - (at % 1000 + 1000) % 1000); /* W3C: not every client reads fractions */
}

static void json_time(struct putting *p, ms_t at)
{
	struct arena a; /* the body of an answer may stand outside of any */
	struct buf b;
	arena_init(&a);
	buf_init(&b, &a);
	time_put(p, &b, at);
	json_str(&p->j, buf_str(&b));
	arena_done(&a);
}

/* ---- XML ------------------------------------------------------------------------------------ */
static void xml_rows(struct putting *, const struct shape *, const struct some *);
static void xml_cell(struct putting *p, const void *row, const struct column *c)
{
	const void *v = cell(row, c);
	if (empty(row, c)) {
		buf_fmt(p->b, c->spare ? "" : "<%s/>", c->name);
		return;
	}
	xml_tag(p->b, c->name, false);
	switch (c->sort) {
	case COLUMN_TEXT:
	case COLUMN_DEC:
		xml_text(p->b, *(const str *)v);
		break;
	case COLUMN_FLAG:
		buf_z(p->b, *(const bool *)v ? "true" : "false");
		break;
	case COLUMN_WHOLE:
		buf_int(p->b, *(const int64_t *)v);
		break;
	case COLUMN_TIME:
		time_put(p, p->b, *(const ms_t *)v);
		break;
	case COLUMN_LIST:
		xml_rows(p, c->list, v);
		break;
	}
	xml_tag(p->b, c->name, true);
}

static void xml_row(struct putting *p, const struct shape *s, const void *row)
{
	xml_tag(p->b, s->one, false);
	if (!s->columns)
		xml_text(p->b, *(const str *)row);
	for (size_t i = 0; i < s->n; i++)
		xml_cell(p, row, &s->columns[i]);
	xml_tag(p->b, s->one, true);
}

static void xml_rows(struct putting *p, const struct shape *s, const struct some *rows)
{
	for (size_t i = 0; i < rows->n; i++)
		xml_row(p, s, (const char *)rows->v + i * s->size);
}

/* ---- JSON ------------------------------------------------------------------------------------ */
static void json_rows(struct putting *, const struct shape *, const struct some *);
static void json_cell(struct putting *p, const void *row, const struct column *c)
{
	const void *v = cell(row, c);
	json_key(&p->j, c->name);
	if (empty(row, c) && c->sort != COLUMN_LIST) {
		json_null(&p->j);
		return;
	}
	switch (c->sort) {
	case COLUMN_TEXT:
		json_str(&p->j, *(const str *)v);
		break;
	case COLUMN_DEC:
		json_number(&p->j, *(const str *)v);
		break;
	case COLUMN_FLAG:
		json_bool(&p->j, *(const bool *)v);
		break;
	case COLUMN_WHOLE:
		json_int(&p->j, *(const int64_t *)v);
		break;
	case COLUMN_TIME:
		json_time(p, *(const ms_t *)v);
		break;
	case COLUMN_LIST:
		json_rows(p, c->list, v);
		break;
	}
}

static void json_row(struct putting *p, const struct shape *s, const void *row)
{
	if (!s->columns) {
		json_str(&p->j, *(const str *)row);
		return;
	}
	json_open(&p->j, '{');
	for (size_t i = 0; i < s->n; i++)
		json_cell(p, row, &s->columns[i]);
	json_close(&p->j);
}

static void json_rows(struct putting *p, const struct shape *s, const struct some *rows)
{
	json_open(&p->j, '[');
	for (size_t i = 0; i < rows->n; i++)
		json_row(p, s, (const char *)rows->v + i * s->size);
	json_close(&p->j);
}

void open311_put(struct buf *b, enum open311_format format, const struct zone *zone, const struct shape *s, const void *v, size_t n, bool many)
{
	struct putting p = {.b = b, .zone = zone};
	const struct some rows = {v, n};
	if (format == OPEN311_JSON) {
		json_begin(&p.j, b);
		if (many)
			json_rows(&p, s, &rows);
		else
			json_row(&p, s, v);
		return;
	}
	buf_z(b, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
	if (many)
		xml_tag(b, s->many, false);
	xml_rows(&p, s, &rows);
	if (many)
		xml_tag(b, s->many, true);
	buf_byte(b, '\n');
}
