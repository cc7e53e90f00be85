/* SPDX-License-Identifier: Apache-2.0 */
/* alarms (报警): what a pack declares about values of stations that call for somebody. One pack declares
 * them; each alarm opens a matter of its kind, or joins one that stands open. docs/decisions/alarms.md. */
#ifndef LUOSHI_PACK_ALARM_H
#define LUOSHI_PACK_ALARM_H

#include "pack/pack.h"

enum alarm_what {
	ALARM_LIMIT,    /* above, or below, the limit in force on that day */
	ALARM_ZERO,     /* nothing where something is always measured */
	ALARM_CONSTANT, /* the same value again and again */
	ALARM_SILENT,   /* the station says nothing; of a station, not of a factor */
	ALARM_ABSENT,   /* the station speaks, but not of this factor */
	ALARM_RANGE,    /* outside of what the device can measure */
	ALARM_FLAG,     /* flagged as one of rule.flags */
	ALARM_WHATS
};
enum alarm_on { ALARM_LIVE, ALARM_MINUTE, ALARM_HOUR, ALARM_DAY, ALARM_ONS }; /* of which data */
struct alarm_rule {
	str name;
	struct words2 label; /* 小时均值超标 */
	enum alarm_what what;
	enum alarm_on on;
	str use;   /* setting, 0: the rule is off; may be empty */
	str hold;  /* setting: minutes for which it must be so; empty: at once */
	str clear; /* setting: minutes for which it must be well before it has passed; empty: at once */
	str band;  /* setting: per cent of the limit below which a value is well; empty: 0 */
	str flags; /* letters */
	str source;
};
struct alarms {
	str kind;                        /* of the matters; in this pack */
	str open, join, recover;         /* its actions, by the system */
	str title, list, factor, count, officer, routed, from; /* its fields; officer: a person; routed: text; from: the first's time, text */
	str person;                      /* the field of a subject in which its officer stands */
	str rest_from, rest_until;       /* dates of a subject, both included: on these days nothing of it is an alarm; may be empty */
	str keep;                        /* setting: days for which telegrams are kept, 0: for good */
	str gap;                         /* setting: minutes without live data after which a run begins anew */
	str storm_stations, storm_factors, storm_minutes; /* settings: so many of the district, of one firm, within so long */
	const struct alarm_rule *rules;
	size_t n_rules;
};
const char *alarm_what_name(enum alarm_what);
/* Of the first of these packs that declares any; NULL: none does. *ret_pack: it. */
const struct alarms *alarms_of(const struct pack *const *, const struct pack **ret_pack);

#endif
