/* SPDX-License-Identifier: Apache-2.0 */
/* clock (时限): a budget of time that runs, pauses, warns and expires. Pure: the same
 * clock, ledger and calendar give the same dates whenever they are asked; nothing is
 * stored here, no clock is read. Counting is 民法典 200-204:
 *
 * - The day of the starting event does not count. Clocks of hours and minutes run
 *   from the moment.
 * - What comes in after close or on a rest day starts a working-time clock at the next
 *   opening, and that day is then the day of the start.
 * - A month ends on the same day number or on the month's last day.
 * - A last day that is a rest day moves to the next working day where the clock says so.
 * - The last day ends at the close of business if the desk has hours, else at 24:00.
 * - 某日前 (CU_UNTIL) includes that day; such a date does not move by a pause.
 * - A pause takes out the day on which it begins and gives back the day on which it
 *   ends; one that begins before the first counted day makes its end the new start.
 *   Hours and minutes are taken out exactly. An open pause leaves no due date.
 *
 *     clock_run_make -> clock_at, clock_when_left, clock_when_spent, clock_next, clock_why */
#ifndef LUOSHI_CLOCK_H
#define LUOSHI_CLOCK_H

#include "base/day.h"
#include "core/plan.h"
#include "pack/pack.h"

/* Where a clock runs. Borrowed, must outlive what is made from it. */
struct clock_place {
	const struct calendar *calendar;
	const struct zone *zone;
	const struct hours *hours; /* by `from`; none: a day ends at 24:00 */
	size_t n_hours;
	str missing; /* the calendar that should be used and is not loaded: all it makes is provisional; empty: none */
};

enum clock_entry_kind { CLOCK_PAUSED, CLOCK_EXTENDED, CLOCK_RECALCULATED };
/* A line of the ledger; only appended to. */
struct clock_entry {
	enum clock_entry_kind what;
	ms_t from, to; /* a pause, `to` MS_NONE while it is open; else `from` is when it was entered */
	int64_t by;    /* an extension, in the clock's unit (CU_UNTIL: days); may be negative */
	str note;      /* why: the reason given, in the words of whoever gave it */
	int64_t asked_by, granted_by; /* an extension: persons; 0: nobody */
};
struct clock {
	enum clock_unit unit;
	int64_t budget; /* in its unit, settings applied */
	day_t until;    /* CU_UNTIL */
	bool roll;      /* 民法典 203: a last day that is a rest day moves on */
	ms_t start;
	ms_t stopped;   /* MS_NONE while it runs */
	const struct clock_entry *ledger;
	size_t n_ledger;
};

/* A clock made ready to be asked. Lives in the arena given. */
struct clock_day_span {
	day_t from, to; /* [from, to) does not count */
};
struct clock_ms_span {
	ms_t from, to;
};
struct clock_run {
	const struct clock_place *place;
	const struct clock *clock;
	ms_t begin;                 /* the start, or the opening after it */
	day_t first;                /* the day of the start; the day after is the first that counts */
	int64_t total;              /* whole budget: days, or ms for hours and minutes */
	ms_t open_since;            /* paused since; MS_NONE when not */
	day_t raw_day;              /* the last day before it moved to a working day */
	day_t due_day;              /* DAY_NONE while an open pause holds it */
	ms_t due;                   /* MS_NONE likewise */
	bool provisional;           /* a year on the way has no notice */
	struct clock_ms_span *pauses; /* closed ones, by time, apart */
	size_t n_pauses;
	struct clock_day_span *days;  /* the same for clocks of days */
	size_t n_days;
};
void clock_run_make(struct arena *, const struct clock_place *, const struct clock *, struct clock_run *ret);

/* How it stands at an instant. Clocks of months and CU_UNTIL count down in days. */
struct clock_state {
	int64_t total, spent, left; /* whole units; one that has begun to run out still is left; left < 0: over */
	int share;                  /* spent, per 10 000 of the total */
	bool paused, overdue;       /* overdue: due < now, or < when it stopped */
};
void clock_at(const struct clock_run *, ms_t now, struct clock_state *ret);
/* The instant from which at most n units are left; MS_NONE without a due date. Days begin at 00:00. */
ms_t clock_when_left(const struct clock_run *, int64_t n);
/* The instant from which at least that share, per cent 0..100, is spent; MS_NONE without a due date. */
ms_t clock_when_spent(const struct clock_run *, int64_t percent);
/* The first instant after now at which a rule of time begins to hold or the clock is due; MS_NONE: none. */
ms_t clock_next(const struct clock_run *, const struct light_rule *, size_t n, ms_t now);

/* ---- why ------------------------------------------------------------------------ */
enum clock_reason_kind {
	REASON_START,      /* n units from the day after `from` */
	REASON_OPENING,    /* came in on `from`, starts on `to` */
	REASON_UNTIL,      /* up to and with `from` */
	REASON_HOLIDAY,    /* `from`..`to` does not count; note: the feast */
	REASON_MAKEUP,     /* `from` counts although a weekend; note: the feast */
	REASON_WEEKENDS,   /* n plain weekend days do not count */
	REASON_PAUSE,      /* paused `from`..`to`: n units; note: the reason given */
	REASON_PAUSED,     /* paused since `from`, no date */
	REASON_EXTENDED,   /* by n units on `from`; note: the reason given */
	REASON_RECALCULATED, /* on `from`; note */
	REASON_MONTH_END,  /* the month has no day of that number: its last is `from` */
	REASON_ROLL,       /* `from` is a rest day: moves to `to` */
	REASON_END,        /* `from` is the n-th; n2: minute of the day at which it ends */
	REASON_PROVISIONAL, /* no notice for the year of `from` */
	REASON_MISSING,     /* the calendar `note` is not loaded */
};
struct clock_reason {
	enum clock_reason_kind kind;
	enum clock_unit unit;
	day_t from, to; /* both included */
	int64_t n, n2;
	bool with_year; /* the way crosses a new year */
	str note;
	int64_t asked_by, granted_by; /* of an extension */
	str asker, granter;           /* their names, filled in by whoever knows them; empty: not said */
};
/* In the order of time. At most 200; a longer way keeps its beginning and its end. */
size_t clock_why(struct arena *, const struct clock_run *, struct clock_reason **ret);
/* One sentence without a line end. */
void clock_reason_put(struct buf *, enum lang, const struct clock_reason *);

/* ---- lights (红黄绿灯) ------------------------------------------------------------- */
/* What a light looks at beside the clock. */
struct light_facts {
	int progress;         /* per cent; -1: none reported */
	ms_t report_from;     /* the last report, else since when reports are owed; MS_NONE: none is owed */
	day_t planned_start;  /* DAY_NONE: none, or it has begun */
	int64_t rank, rank_before, ranked; /* place, the place before, how many are ranked; 0: not known */
	day_t awaited_from;   /* DAY_NONE: nothing is waited for, or it has come */
	int clock;            /* which of the kind's clocks it is; -1: not known, so no rule for one clock holds */
	struct plan plan;     /* the schedule, where there is one other than the time of the clock */
};
#define NO_FACTS ((struct light_facts){.progress = -1, .report_from = MS_NONE, .planned_start = DAY_NONE, .awaited_from = DAY_NONE, .clock = -1})
struct light_state {
	enum light light;
	int rule;       /* the rule that decided; -1: none, so green */
	int64_t value[LIGHT_CONDITIONS];  /* what was held against each condition; without a rule: units left */
	int64_t months[LIGHT_CONDITIONS]; /* in how many calendar months running it has held; 0: not asked */
	int schedule;   /* per cent */
	struct light_facts facts;
	ms_t until;     /* when light or rule would change if nothing happens; MS_NONE: they stay */
};
/* The first rule all of whose conditions hold decides; none: green. Rules with their
 * settings applied. The schedule (序时) is what the plan says, else the share of the clock that is spent. A
 * stopped clock is LIGHT_DONE. Months running are counted from the instant at which the
 * condition began to hold, by the facts as they stand. */
void light_at(const struct clock_run *, const struct light_rule *, size_t n, const struct light_facts *, ms_t now,
	      struct light_state *ret);
/* One sentence: why this light. `unit` is the clock's. */
void light_put(struct buf *, enum lang, enum clock_unit, const struct light_rule *, const struct light_state *);
/* Whether a judged confidence (研判) disagrees with a light; `from` is what the setting
 * for that colour says: never, amber_green, … */
bool light_differs(enum light, enum judged, str from);

#endif
