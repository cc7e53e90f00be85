/* SPDX-License-Identifier: Apache-2.0 */
/* device: what the district sets up and another room keeps as rows (stations, cameras), as events of the
 * record. Each change is one event with the whole of what the device is afterwards. Used by the file of
 * each sort, which says what its effects are. */
#ifndef LUOSHI_DEVICE_IN_H
#define LUOSHI_DEVICE_IN_H

#include "core/core_in.h"
#include "core/told.h"

struct device_change {
	enum entity entity;
	int64_t id, version; /* one more than before */
	str action;
	const char *stale;   /* the sentence when somebody changed it meanwhile */
	const struct effect *effects;
	size_t n_effects;
};
/* One event by the ctx's actor, with the caller's rows in the same transaction; ERR_CONFLICT with `stale`. */
err device_write(struct ctx *, const struct device_change *, const struct fact_row *, size_t n) must_check;
/* Every effect of every event of such an entity, by id, then in order. */
typedef void device_hear(void *arg, int64_t id, int64_t version, const struct effect *);
err device_log_read(struct ctx *, enum entity, device_hear *, void *arg) must_check;

#endif
