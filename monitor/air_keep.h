/* SPDX-License-Identifier: Apache-2.0 */
/* air_keep: hours of air stations, kept by station and day, with what the day makes of them. Values come by
 * file (luoshi air import); each import of a station is one event of the record with the digest of the file.
 * An hour is named by its beginning (HJ 212: DataTime). Reading is open to whoever is signed in: the air is
 * no secret. */
#ifndef LUOSHI_AIR_KEEP_H
#define LUOSHI_AIR_KEEP_H

#include "core/core.h"
#include "monitor/air.h"

struct air_station {
	int64_t id;
	str code, name;
};
struct air_hours {
	bool given[AIR_ITEMS][24];
	struct dec v[AIR_ITEMS][24]; /* O3_8h never is: it is made of O3 */
};
/* By code. */
err air_stations_read(struct ctx *, struct air_station **ret, size_t *ret_n) must_check;
/* Days that have an hour, both ends included, by day; aqi and values as they follow from the hours. */
err air_days_read(struct ctx *, int64_t station, day_t from, day_t to, struct air_day **ret, size_t *ret_n) must_check;
/* Days of the district: of each item the mean of its stations (at most AIR_STATIONS_MOST) that have a valid one. *ret_stations: how many there are. */
#define AIR_STATIONS_MOST 200
err air_days_of_district(struct ctx *, day_t from, day_t to, struct air_day **ret, size_t *ret_n, size_t *ret_stations) must_check;
/* What an indicator takes from the air (pack/method.h: air): the mean of an item, or "good": per cent of the days with an index that are good or excellent. */
struct air_taken {
	struct air_value v; /* not valid: nothing to be said */
	size_t days, stations; /* that it was made of */
};
err air_taken(struct ctx *, str what, day_t from, day_t to, struct air_taken *ret) must_check;
/* Nothing is given on a day that has no row. */
err air_hours_read(struct ctx *, int64_t station, day_t, struct air_hours *ret) must_check;
/* The method of that day; one that is not verified with the district's settings (packs/air). */
void air_method_here(struct ctx *, day_t, struct air_method *ret);
str air_setting_name(struct arena *, const char *what, enum air_item); /* weight_pm25, divisor_o3 */
/* Observations of hours with their stations; new values replace old ones, an empty value takes nothing away.
 * By the system or the system administrator. ERR_INPUT names the line. *ret_days: days that changed. */
err air_hours_put(struct ctx *, const struct air_observation *, size_t n, str digest, size_t *ret_days) must_check;
/* What the days of n stations (n > 0, one day) make together. Pure. */
void air_day_of_stations(const struct air_rules *, const struct air_day *, size_t n, struct air_day *ret);
/* What a day makes of its hours. Pure. */
void air_day_of(const struct air_rules *, day_t, const struct air_hours *, struct air_day *ret);

#endif
