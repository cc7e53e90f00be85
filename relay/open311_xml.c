/* SPDX-License-Identifier: Apache-2.0 */
/* An answer of an Open311 server, over expat. Its elements are looked for by name wherever they
 * stand, so that wrappers that servers invent do no harm. No document type. */
#include "relay/open311_in.h"

#include <expat.h>
#include <string.h>

#define DEPTH_MOST 32
#define ITEMS_MOST 2000

struct answering {
	struct arena *arena;
	XML_Parser parser;
	items311 items;
	int depth, item_depth; /* item_depth 0: not in one */
	struct buf text;
	bool bad, rooted;
};

static void stop(struct answering *a)
{
	a->bad = true;
	XML_StopParser(a->parser, XML_FALSE);
}

static const char *local(const char *name)
{
	const char *colon = strrchr(name, ':');
	return colon ? colon + 1 : name;
}

static bool is_item(const char *name)
{
	static const char *const names[] = {"request", "request_update", "error", "service"};
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (!strcmp(name, names[i]))
			return true;
	return false;
}

static void XMLCALL opened(void *arg, const XML_Char *name, const XML_Char **attr)
{
	struct answering *a = arg;
	unused_arg(attr);
	name = local(name);
	if (++a->depth > DEPTH_MOST || a->items.n >= ITEMS_MOST) {
		stop(a);
		return;
	}
	a->rooted |= a->depth == 1;
	if (!a->item_depth && is_item(name)) {
		a->item_depth = a->depth;
		*list_push(a->arena, &a->items) = (struct item311){.error = !strcmp(name, "error")};
	}
	buf_clear(&a->text);
}

static void XMLCALL closed(void *arg, const XML_Char *name)
{
	struct answering *a = arg;
	struct item311 *item = a->item_depth ? &a->items.v[a->items.n - 1] : NULL;
	if (item && a->depth == a->item_depth + 1)
		pair_put(a->arena, &item->values, str_dup(a->arena, str_of(local(name))), str_dup(a->arena, str_trim(buf_str(&a->text))));
	if (item && a->depth == a->item_depth) {
		if (!item->values.n) /* <error>words</error> */
			pair_put(a->arena, &item->values, S("description"), str_dup(a->arena, str_trim(buf_str(&a->text))));
		a->item_depth = 0;
	}
	a->depth--;
	buf_clear(&a->text);
}

static void XMLCALL said(void *arg, const XML_Char *s, int n)
{
	struct answering *a = arg;
	buf_add(&a->text, (str){s, (size_t)n});
}

static void XMLCALL doctype(void *arg, const XML_Char *name, const XML_Char *sys, const XML_Char *pub, int internal)
{
	unused_arg(name), unused_arg(sys), unused_arg(pub), unused_arg(internal);
	stop(arg);
}

bool answer_read(struct arena *arena, str xml, items311 *ret)
{
	struct answering a = {.arena = arena, .parser = XML_ParserCreate(NULL)};
	ours(a.parser);
	buf_init(&a.text, arena);
	XML_SetUserData(a.parser, &a);
	XML_SetElementHandler(a.parser, opened, closed);
	XML_SetCharacterDataHandler(a.parser, said);
	XML_SetStartDoctypeDeclHandler(a.parser, doctype);
	xml.n = xml.n > INT32_MAX ? 0 : xml.n;
	bool good = XML_Parse(a.parser, xml.p ? xml.p : "", (int)xml.n, 1) == XML_STATUS_OK && !a.bad && a.rooted;
	XML_ParserFree(a.parser);
	if (good)
		*ret = a.items;
	return good;
}

str item_get(const struct item311 *i, const char *name)
{
	for (size_t k = 0; k < i->values.n; k++)
		if (str_eq(i->values.v[k].name, str_of(name)))
			return i->values.v[k].value;
	return S("");
}
