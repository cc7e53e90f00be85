/* SPDX-License-Identifier: Apache-2.0 */
/* event (流水): the record of one change, its canonical bytes and its hash, and the
 * effects in it. docs/event-format.md is the specification, tests/vectors/event.tsv the
 * proof. Pure. */
#ifndef LUOSHI_EVENT_IN_H
#define LUOSHI_EVENT_IN_H

#include "base/day.h"
#include "base/limits.h"
#include "base/hash.h"
#include "core/cbor_in.h"

enum entity { /* stored: never renumber */
	ENTITY_MATTER = 1, ENTITY_REQUEST, ENTITY_DOCUMENT, ENTITY_SUBJECT, ENTITY_UNIT, ENTITY_USER,
	ENTITY_PACK, ENTITY_SETTING, ENTITY_CALENDAR, ENTITY_METHOD, ENTITY_STATION, ENTITY_REGION
};

struct event {
	int64_t region, seq, id;
	enum entity entity;
	int64_t entity_id, version;
	ms_t at;
	int64_t actor, unit; /* 0: the system itself */
	str action;
	str effects;         /* canonical: an array of effects */
	str args;            /* canonical: what was typed where it differs from the result */
	str reason;
	enum hash_alg alg;
	struct digest prev, hash;
};
void event_record(struct buf *, const struct event *);            /* the canonical bytes */
void event_hash(struct buf *scratch, struct event *);             /* sets hash from the rest */

/* Effects: results, never inputs. Numbers are stored: never renumber. */
enum effect_op {
	EFFECT_OPEN = 1,      /* kind, pack version, owner unit */
	EFFECT_NUMBER = 2,    /* official number */
	EFFECT_SET = 3,       /* field, values; none: cleared */
	EFFECT_SEALED = 4,    /* field, salted commitment; the value stands in `sealed` */
	EFFECT_STATE = 5,     /* state */
	EFFECT_CLOCK = 6,     /* clock, its whole new encoding */
	EFFECT_LIGHT = 7,     /* light, rule (-1: none), when it would next change */
	EFFECT_FILE = 8,      /* position, blob, size, digest, type, commitment of the name */
	EFFECT_LINK = 9,      /* sort, the other matter */
	EFFECT_DENY = 10,     /* unit or person that may not see */
	EFFECT_REPORTED = 11, /* progress was reported by this event */
	EFFECT_ERASED = 12,   /* the key of its personal values is gone */
	EFFECT_CALENDAR = 13, /* name (empty: the district's), label, the lines that changed */
	EFFECT_PART = 16,     /* sort, id: the event is taken on this part; the first one opens it */
	EFFECT_IN_PART = 17,  /* id of the part, canonical: what happens in it, one effect of a matter */
	EFFECT_DOCUMENT = 20, /* title, date, digest of the original, commitment of its name */
	EFFECT_TEXT = 21,     /* version of the text, its digest */
	EFFECT_PROPOSAL = 22, /* id, its whole new encoding */
	EFFECT_SETTING = 24,  /* name, value, the day from which it holds */
	EFFECT_UNIT = 30,     /* parent, order, name, short name, aliases */
	EFFECT_USER = 31,     /* unit, duties, demo, post, commitment of name and login */
	EFFECT_PREFER = 32,   /* language, large print */
	EFFECT_VALUE = 33,    /* name, value: a setting, a mark of the region */
	EFFECT_ABSENCE = 34,  /* id, colleague, first and last day, "away" or empty: as it stands afterwards */
	EFFECT_BEHALF = 35,   /* the person for whom the actor of this event acted */
	EFFECT_SIGN = 44,     /* in, failed, locked, ended, link, unlocked; by what; commitment of the place, or empty */
	EFFECT_PASSWORD = 45, /* a new one; until when it is temporary, 0: it is the person's own */
	EFFECT_SECOND = 46,   /* enrolled, codes, removed; digest of the sealed secret, or empty */
	EFFECT_ACCOUNT = 47,  /* active, unit, duties, post: as they stand afterwards */
	EFFECT_LINK_MADE = 48, /* digest of a one-time link; duty (first start), until */
	EFFECT_UNIT_ACTIVE = 49, /* whether the unit is in use */
	EFFECT_UNIT_CHANGE = 50, /* parent, order, who takes over (0: nobody), name, short name: as they stand afterwards; names added */
	EFFECT_ASKER = 52,    /* done by whoever asked, without an account; the request, 0: the one that is opened */
	EFFECT_MOVED = 53,    /* of a part: it has gone over to this matter */
	EFFECT_CAME = 54,     /* of a part: from this matter, its number, state, whole encoding */
	EFFECT_UNIT_COMING = 51, /* id, the change that is to come, or empty: it was carried out or withdrawn */
	EFFECT_VALUES = 55,   /* put or confirm; values of indicators, packed */
	EFFECT_DESTROYED = 56, /* class, rule, part (0: of the matter itself), values, files, fields: their values are gone, the others stand under a new key */
	EFFECT_STATION = 59,  /* MN, name; subject, check variant, state; digest of its sealed password and key: as they stand afterwards */
	EFFECT_WATCH = 60,    /* of a station: what it is watched by, whole: class of outlet, its own limits */
	EFFECT_SITE = 64,     /* of a station: whether its place is said, east, north (millionths of a degree, WGS84), whether it is public: as they stand afterwards */
	EFFECT_CAMERA = 63,   /* name, place, what of its address is shown; subject, state; digest of its sealed address and password; stations: as they stand afterwards */
	EFFECT_NOTICE = 57,   /* version of the privacy notice, SHA-256 of its texts */
};
struct effect {
	enum effect_op op;
	str text[4];       /* texts in order */
	int64_t number[4]; /* numbers in order */
	str bytes[2];      /* byte strings in order */
	str *list;         /* the list of texts */
	size_t n_list;
};
/* The shape of each effect: letters in order of its parts: t text, i number, b bytes,
 * l list of texts. NULL: no such effect. */
const char *effect_shape(enum effect_op);
void effect_put(struct buf *, const struct effect *);
/* The effect that an EFFECT_IN_PART carries; false when it is none. */
bool effect_inside(struct arena *, const struct effect *, struct effect *ret);
/* All effects of an event; false when they are not canonical. */
bool effects_read(struct arena *, str effects, struct effect **ret, size_t *ret_n);

/* ---- RFC 6962 tree over the hashes of events -------------------------------------- */
#define MERKLE_HEIGHT 48
struct merkle { /* the roots of the full subtrees so far, largest first */
	int64_t size;
	struct digest root[MERKLE_HEIGHT];
};
void merkle_add(struct merkle *, const struct digest *leaf);
void merkle_root(const struct merkle *, struct digest *ret); /* empty tree: hash of nothing */
str merkle_bytes(struct arena *, const struct merkle *);
bool merkle_load(str bytes, int64_t size, struct merkle *ret);

#endif
