/* SPDX-License-Identifier: Apache-2.0 */
#include "web/assets_in.h"
#include "web/web_in.h"

const char *asset_address(const char *name)
{
	for (size_t i = 0; i < assets_n; i++)
		if (str_eq(str_of(assets[i].name), str_of(name)))
			return assets[i].address;
	ours(!"an asset of that name");
	return "";
}

bool asset_serve(struct visit *v)
{
	for (size_t i = 0; i < assets_n; i++) {
		str address = str_of(assets[i].address), tag = str_cut(address, 8, 24);
		if (!str_eq(v->rq->path, address))
			continue;
		http_header(v->rq, v->rs, "Cache-Control", S("public, max-age=31536000, immutable"));
		http_header(v->rq, v->rs, "ETag", path_with(v, "\"" STR_FMT "\"", STR_ARG(tag)));
		str seen = http_get_nocase(&v->rq->headers, S("If-None-Match"));
		if (str_find(seen, tag, 0) >= 0) {
			v->rs->status = 304;
			return true;
		}
		http_header(v->rq, v->rs, "Content-Type", str_of(assets[i].type));
		http_header(v->rq, v->rs, "X-Content-Type-Options", S("nosniff"));
		v->rs->fixed = assets[i].bytes;
		return true;
	}
	return false;
}
