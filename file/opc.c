/* SPDX-License-Identifier: Apache-2.0 */
#include "file/opc_in.h"

#include "base/limits.h"

static void relation_open(void *arg, const struct xml_tag *t)
{
	struct relations *r = arg;
	if (!str_eq(t->name, S("Relationship")) || str_eq(xml_attr(t, "TargetMode"), S("External")) ||
	    r->v.n >= LIMIT_ARCHIVE_ENTRIES)
		return;
	*list_push(r->arena, &r->v) = (struct relation){str_dup(r->arena, xml_attr(t, "Id")), str_dup(r->arena, xml_attr(t, "Type")),
							str_dup(r->arena, xml_attr(t, "Target"))};
}

/* "word/document.xml" -> "word/" */
static str folder(str part)
{
	while (part.n && part.p[part.n - 1] != '/')
		part.n--;
	return part;
}

static str joined(struct arena *a, str x, str y, str z)
{
	struct buf b;
	buf_init(&b, a);
	buf_add(&b, x);
	buf_add(&b, y);
	buf_add(&b, z);
	return buf_str(&b);
}

str opc_relations_part(struct arena *a, str of)
{
	str base = folder(of), file = str_cut(of, base.n, of.n);
	return joined(a, base, S("_rels/"), joined(a, file, S(".rels"), S("")));
}

err opc_relations_read(struct arena *a, struct zip_in *z, str of, struct relations *ret)
{
	static const struct xml_events events = {relation_open, NULL, NULL};
	str part = opc_relations_part(a, of);
	*ret = (struct relations){.arena = a};
	return zip_in_has(z, part) ? xml_read_part(z, part, &events, ret, NULL) : OK;
}

str opc_part(struct arena *a, str of, const struct relation *r)
{
	bool absolute = str_starts(r->target, S("/"));
	return absolute ? str_cut(r->target, 1, r->target.n) : joined(a, folder(of), r->target, S(""));
}

str opc_related(struct arena *a, struct zip_in *z, const struct relations *r, str of, str type, str otherwise)
{
	for (size_t i = 0; i < r->v.n; i++) {
		if (!str_ends(r->v.v[i].type, type))
			continue;
		str part = opc_part(a, of, &r->v.v[i]);
		if (zip_in_has(z, part))
			return part;
	}
	return otherwise;
}
