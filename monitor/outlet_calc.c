/* SPDX-License-Identifier: Apache-2.0 */
/* What a station measures, what its flags say, in which state it is, where it stands. Pure. */
#include "monitor/outlet.h"

#include "base/num.h"

enum outlet_kind outlet_kind_of(int st)
{
	static const struct {
		int st;
		enum outlet_kind kind;
	} kinds[] = {
		{21, OUTLET_WATER}, {24, OUTLET_WATER}, {26, OUTLET_WATER}, {32, OUTLET_WATER}, {33, OUTLET_WATER}, {52, OUTLET_WATER},
		{22, OUTLET_AIR}, {39, OUTLET_AIR}, {27, OUTLET_GAS}, {31, OUTLET_GAS}, {51, OUTLET_GAS}, {23, OUTLET_NOISE}, {36, OUTLET_NOISE},
	};
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (kinds[i].st == st)
			return kinds[i].kind;
	return OUTLET_OTHER;
}

enum outlet_flag outlet_flag_of(str s)
{
	static const char letters[] = "NFMSDCTB"; /* in the order of enum outlet_flag */
	if (!s.n)
		return FLAG_NORMAL;
	for (int i = 0; s.n == 1 && letters[i]; i++)
		if (letters[i] == s.p[0])
			return (enum outlet_flag)i;
	return FLAG_OTHER;
}

enum outlet_state outlet_state_of(bool on, const struct outlet_news *news, bool above, ms_t now, ms_t missing)
{
	static const enum outlet_state of_flag[FLAGS] = {
		[FLAG_NORMAL] = OUTLET_NORMAL, [FLAG_STOPPED] = OUTLET_STOPPED, [FLAG_UPKEEP] = OUTLET_UPKEEP, [FLAG_MANUAL] = OUTLET_UPKEEP,
		[FLAG_FAULT] = OUTLET_FAULT, [FLAG_CALIBRATION] = OUTLET_UPKEEP, [FLAG_RANGE] = OUTLET_FAULT, [FLAG_LINE] = OUTLET_FAULT,
		[FLAG_OTHER] = OUTLET_UPKEEP,
	};
	enum outlet_state s = OUTLET_NORMAL;
	if (!on)
		return OUTLET_OFF;
	if (news->time == MS_NONE || now - news->got > missing)
		return OUTLET_MISSING;
	if (above)
		return OUTLET_ABOVE;
	for (size_t i = 0; i < news->n; i++) {
		enum outlet_state one = of_flag[outlet_flag_of(news->v[i].flag)];
		s = one < s ? one : s;
	}
	return s;
}

err station_place_read(str longitude, str latitude, struct station_site *ret)
{
	str x = str_trim(longitude), y = str_trim(latitude);
	int64_t east = 0, north = 0;
	if ((x.n || y.n) && (!degree_parse(x, 180, &east) || !degree_parse(y, 90, &north)))
		return fail(ERR_INPUT, "“{0}, {1}” is no place of a station; write degrees of WGS84 with the longitude first, like 117.575 and 34.72, or leave both empty", x, y);
	ret->placed = x.n > 0;
	ret->x = east, ret->y = north;
	return OK;
}
