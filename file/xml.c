/* SPDX-License-Identifier: Apache-2.0 */
#include "file/xml_in.h"

#include <expat.h>
#include <limits.h>
#include <string.h>

#include "base/limits.h"

#define ATTRIBUTES 64 /* of one element; more are not looked at */
#define NS_MARK '\n'  /* cannot stand in a URI */

struct xml_in {
	XML_Parser parser;
	const struct xml_events *events;
	void *arg;
	str name;
	unsigned depth;
	bool stopped, doctype, too_deep;
	err code; /* of xml_stop */
};

str xml_attr(const struct xml_tag *t, const char *name)
{
	for (size_t i = 0; i < t->n_attr; i++)
		if (str_eq(t->attr[i].name, str_of(name)))
			return t->attr[i].value;
	return STR_NONE;
}

void xml_stop(struct xml_in *x, err code)
{
	if (x->stopped)
		return;
	x->stopped = true;
	x->code = code;
	XML_StopParser(x->parser, XML_FALSE);
}

static void split(const char *full, str *ret_ns, str *ret_name)
{
	const char *mark = strchr(full, NS_MARK);
	*ret_ns = mark ? (str){full, (size_t)(mark - full)} : S("");
	*ret_name = str_of(mark ? mark + 1 : full);
}

static void on_open(void *arg, const char *name, const char **attr)
{
	struct xml_in *x = arg;
	struct xml_attr v[ATTRIBUTES];
	struct xml_tag t = {.attr = v};
	str ns;
	if (x->stopped)
		return;
	if (++x->depth > LIMIT_XML_DEPTH) {
		x->too_deep = true;
		xml_stop(x, ERR_LIMIT);
		return;
	}
	split(name, &t.ns, &t.name);
	for (; attr[0] && t.n_attr < ATTRIBUTES; attr += 2) {
		split(attr[0], &ns, &v[t.n_attr].name);
		v[t.n_attr++].value = str_of(attr[1]);
	}
	t.depth = x->depth;
	if (x->events->open)
		x->events->open(x->arg, &t);
}

static void on_close(void *arg, const char *name)
{
	struct xml_in *x = arg;
	struct xml_tag t = {.depth = x->depth};
	if (x->stopped)
		return;
	split(name, &t.ns, &t.name);
	if (x->events->close)
		x->events->close(x->arg, &t);
	x->depth--;
}

static void on_text(void *arg, const char *p, int n)
{
	struct xml_in *x = arg;
	if (!x->stopped && x->events->text)
		x->events->text(x->arg, (str){p, (size_t)n});
}

static void on_doctype(void *arg, const char *name, const char *sys, const char *pub, int internal)
{
	struct xml_in *x = arg;
	unused_arg(name), unused_arg(sys), unused_arg(pub), unused_arg(internal);
	x->doctype = true;
	xml_stop(x, ERR_INPUT);
}

static err damaged(str name)
{
	return fail(ERR_INPUT, "{0} is damaged inside; open it in Word or WPS, save it again and send that file", name);
}

/* What the end of the parse means. */
static err verdict(struct xml_in *x, bool parsed)
{
	if (x->doctype)
		return fail(ERR_INPUT, "{0} holds a document type, which no Word or WPS writes; it was not opened", x->name);
	if (x->too_deep)
		return fail(ERR_LIMIT, "{0} nests deeper than any real document; it was not opened", x->name);
	if (x->stopped)
		return x->code;
	return parsed ? OK : damaged(x->name);
}

/* Not inlined: what is held lives in the frame of the reader until let_go. */
__attribute__((noinline)) static err begin(struct xml_in *x, str name, const struct xml_events *events, void *arg, struct xml_in **hold)
{
	*x = (struct xml_in){.events = events, .arg = arg, .name = name};
	x->parser = XML_ParserCreateNS(NULL, NS_MARK);
	if (!x->parser)
		return fail(ERR_IO, "there is no memory left to read {0}", name);
	XML_SetUserData(x->parser, x);
	XML_SetElementHandler(x->parser, on_open, on_close);
	XML_SetCharacterDataHandler(x->parser, on_text);
	XML_SetStartDoctypeDeclHandler(x->parser, on_doctype);
	if (hold)
		*hold = x;
	return OK;
}

/* What was held is gone with the caller's frame. */
static void let_go(struct xml_in *x, struct xml_in **hold)
{
	XML_ParserFree(x->parser);
	if (hold)
		*hold = NULL;
}

static err end(struct xml_in *x, bool parsed, struct xml_in **hold)
{
	err e = verdict(x, parsed);
	let_go(x, hold);
	return e;
}

err xml_read(str bytes, str name, const struct xml_events *events, void *arg, struct xml_in **hold)
{
	struct xml_in x;
	if (bytes.n > INT_MAX)
		return fail(ERR_LIMIT, "{0} unpacks to far more than a document needs; it was not opened", name);
	TRY(begin(&x, name, events, arg, hold));
	return end(&x, XML_Parse(x.parser, bytes.p, (int)bytes.n, 1) == XML_STATUS_OK, hold);
}

/* A marker: the stop is told apart from a failure of the zip below. */
#define SEEN_ENOUGH ERR_USAGE

static err take(void *arg, str piece)
{
	struct xml_in *x = arg;
	return XML_Parse(x->parser, piece.p, (int)piece.n, 0) == XML_STATUS_OK ? OK : SEEN_ENOUGH;
}

err xml_read_part(struct zip_in *z, str part, const struct xml_events *events, void *arg, struct xml_in **hold)
{
	struct xml_in x;
	TRY(begin(&x, zip_in_name(z), events, arg, hold));
	err e = zip_in_stream(z, part, take, &x);
	if (e != OK && e != SEEN_ENOUGH) {
		let_go(&x, hold);
		return e;
	}
	return end(&x, e == OK && XML_Parse(x.parser, "", 0, 1) == XML_STATUS_OK, hold);
}
