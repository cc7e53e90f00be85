/* SPDX-License-Identifier: Apache-2.0 */
#include "file/ods_in.h"

#include "file/xlsx_in.h"

#define STYLES_MOST 65536

struct named {
	str name;
	str data, parent;  /* of a style of cells: names of a data style and of a style */
	str format;        /* of a data style */
	bool hidden;       /* of a style of tables */
};
struct ods_styles {
	struct book *book;
	LIST(struct named) styles, formats;
	unsigned in_style, in_format, in_text; /* depth; 0: not */
	struct buf format, text;
};

struct ods_styles *ods_styles_new(struct book *b)
{
	struct ods_styles *s = arena_new(b->arena, struct ods_styles);
	s->book = b;
	buf_init(&s->format, b->arena);
	buf_init(&s->text, b->arena);
	s->format.limit = s->text.limit = 1024;
	return s;
}

/* ---- a data style, part by part ---- */
static const struct {
	str element, short_form, long_form;
} parts[] = {
	{S("year"), S("yy"), S("yyyy")}, {S("day"), S("d"), S("dd")},          {S("hours"), S("h"), S("hh")},
	{S("minutes"), S("m"), S("mm")}, {S("day-of-week"), S("ddd"), S("dddd")}, {S("am-pm"), S("AM/PM"), S("AM/PM")},
	{S("era"), S("g"), S("gg")},     {S("text-content"), S("@"), S("@")},  {S("quarter"), S("q"), S("q")},
};

static void put_times(struct buf *b, const char *z, uint32_t n)
{
	for (n = n < 20 ? n : 20; n; n--)
		buf_z(b, z);
}

static void put_number(struct ods_styles *s, const struct xml_tag *t)
{
	uint32_t whole = xlsx_number(xml_attr(t, "min-integer-digits"), 20, 1);
	uint32_t places = xlsx_number(xml_attr(t, "decimal-places"), 20, 0);
	bool grouped = str_eq(xml_attr(t, "grouping"), S("true"));
	/* a General of LibreOffice says neither */
	if (!xml_attr(t, "decimal-places").p && !grouped && whole <= 1) {
		buf_z(&s->format, "General");
		return;
	}
	buf_z(&s->format, grouped ? "#,##" : "");
	buf_z(&s->format, !whole && !grouped ? "#" : "");
	put_times(&s->format, "0", whole);
	buf_z(&s->format, places ? "." : "");
	put_times(&s->format, "0", places);
}

static void open_part(struct ods_styles *s, const struct xml_tag *t)
{
	bool is_long = str_eq(xml_attr(t, "style"), S("long"));
	struct buf *f = &s->format;
	if (str_eq(t->name, S("number")) || str_eq(t->name, S("scientific-number")))
		put_number(s, t);
	else if (str_eq(t->name, S("month")))
		buf_z(f, str_eq(xml_attr(t, "textual"), S("true")) ? (is_long ? "mmmm" : "mmm") : is_long ? "mm" : "m");
	else if (str_eq(t->name, S("seconds"))) {
		uint32_t places = xlsx_number(xml_attr(t, "decimal-places"), 9, 0);
		buf_z(f, is_long ? "ss" : "s");
		buf_z(f, places ? "." : "");
		put_times(f, "0", places);
	} else if (str_eq(t->name, S("text")) || str_eq(t->name, S("currency-symbol")))
		s->in_text = t->depth;
	if (str_eq(t->name, S("scientific-number")))
		buf_z(f, "E+00");
	for (size_t i = 0; i < COUNT_OF(parts); i++)
		if (str_eq(t->name, parts[i].element))
			buf_add(f, is_long ? parts[i].long_form : parts[i].short_form);
}

/* Words are quoted, marks of dates and percents stand bare. */
static void put_words(struct ods_styles *s)
{
	str words = buf_str(&s->text);
	bool bare = true;
	for (size_t i = 0; i < words.n; i++)
		bare &= words.p[i] == '-' || words.p[i] == '/' || words.p[i] == ':' || words.p[i] == ' ' || words.p[i] == '.' ||
			words.p[i] == '%' || words.p[i] == ',';
	buf_z(&s->format, bare ? "" : "\"");
	buf_add(&s->format, words);
	buf_z(&s->format, bare ? "" : "\"");
	buf_clear(&s->text);
	s->in_text = 0;
}

static bool is_data_style(const struct xml_tag *t)
{
	static const str names[] = {S("number-style"), S("date-style"),    S("time-style"), S("percentage-style"),
				    S("text-style"),   S("currency-style"), S("boolean-style")};
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (str_eq(t->name, names[i]))
			return true;
	return false;
}

/* ---- styles ---- */
static void open_style(struct ods_styles *s, const struct xml_tag *t)
{
	if (s->styles.n >= STYLES_MOST)
		return;
	s->in_style = t->depth;
	*list_push(s->book->arena, &s->styles) = (struct named){.name = book_keep(s->book, xml_attr(t, "name")),
								.data = book_keep(s->book, xml_attr(t, "data-style-name")),
								.parent = book_keep(s->book, xml_attr(t, "parent-style-name"))};
}

static void open_format(struct ods_styles *s, const struct xml_tag *t)
{
	if (s->formats.n >= STYLES_MOST)
		return;
	s->in_format = t->depth;
	*list_push(s->book->arena, &s->formats) = (struct named){.name = book_keep(s->book, xml_attr(t, "name"))};
	buf_clear(&s->format);
	/* hours past 24 are those of an elapsed time */
	if (str_eq(xml_attr(t, "truncate-on-overflow"), S("false")))
		buf_z(&s->format, "[h]");
}

void ods_style_open(struct ods_styles *s, const struct xml_tag *t)
{
	if (s->in_format)
		open_part(s, t);
	else if (is_data_style(t))
		open_format(s, t);
	else if (str_eq(t->name, S("style")))
		open_style(s, t);
	else if (s->in_style && str_eq(t->name, S("table-properties")) && str_eq(xml_attr(t, "display"), S("false")))
		s->styles.v[s->styles.n - 1].hidden = true;
}

void ods_style_close(struct ods_styles *s, const struct xml_tag *t)
{
	if (s->in_text == t->depth)
		put_words(s);
	if (s->in_format == t->depth) {
		s->in_format = 0;
		str format = buf_str(&s->format);
		s->formats.v[s->formats.n - 1].format = str_eq(format, S("General")) ? S("") : book_clean(s->book, format);
	}
	if (s->in_style == t->depth)
		s->in_style = 0;
}

void ods_style_text(struct ods_styles *s, str piece)
{
	if (s->in_text)
		buf_add(&s->text, piece);
}

static const struct named *find(const struct named *v, size_t n, str name)
{
	for (size_t i = 0; name.n && i < n; i++)
		if (str_eq(v[i].name, name))
			return &v[i];
	return NULL;
}

str ods_style_format(struct ods_styles *s, str name)
{
	for (int depth = 0; depth < 8; depth++) {
		const struct named *style = find(s->styles.v, s->styles.n, name);
		if (!style)
			return S("");
		const struct named *format = find(s->formats.v, s->formats.n, style->data);
		if (format)
			return format->format;
		name = style->parent;
	}
	return S("");
}

bool ods_style_hidden(struct ods_styles *s, str name)
{
	const struct named *style = find(s->styles.v, s->styles.n, name);
	return style && style->hidden;
}
