/* SPDX-License-Identifier: Apache-2.0 */
/* Values of indicators from inside: their rows, their encoding in an event, who may see a subject. */
#ifndef LUOSHI_MEASURE_IN_H
#define LUOSHI_MEASURE_IN_H

#include "core/measure.h"
#include "core/read_in.h"

#define MEASURED_COLUMNS \
	"indicator, subject, period, sort, version, state, number, scale, source, at, person, unit, confirmed_by, confirmed, reason"
void measured_from_row(struct arena *, struct rows *, struct measured *ret);
void measured_vals(int64_t region, const struct measured *, struct val ret[16]);
/* The newest version; *ret_found false: nobody entered it. */
err measured_now(struct ctx *, const struct measured *key, struct measured *ret, bool *ret_found) must_check;
err measured_version(struct ctx *, const struct measured *key, int64_t version, struct measured *ret, bool *ret_found) must_check;
int measured_order(const void *, const void *); /* by indicator, subject, period, sort */

/* Which subjects the reader may see: asked once for each. */
struct sight {
	struct ctx *x;
	int64_t scope[3], *denied;
	size_t n_scopes, n_denied;
	const struct indicator *of; /* newest answer */
	int64_t subject;
	bool seen, ready;
};
err sight_of(struct sight *, const struct indicator *, int64_t subject, bool *ret) must_check;
bool measures_business(const struct ctx *); /* whether the reader sees business data at all */

/* EFFECT_VALUES: what ("put", "confirm") and rows in canonical bytes; docs/event-format.md. */
str values_pack(struct arena *, const struct measured *, size_t n);
bool values_unpack(struct arena *, str bytes, struct measured **ret, size_t *ret_n);

#endif
