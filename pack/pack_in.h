/* SPDX-License-Identifier: Apache-2.0 */
/* pack_in: what the files of this room tell each other. */
#ifndef LUOSHI_PACK_IN_H
#define LUOSHI_PACK_IN_H

#include "pack/lua_in.h"

#define PACK_FILE "pack.lua"

/* ---- guard.c: the pool ------------------------------------------------------------- */
struct pack_lua *pool_new(struct arena *, const struct pack *, str path, str source);
err pool_make(struct pack_lua *, struct lua_box **ret) must_check; /* read, not yet frozen */
err pool_take(struct pack_lua *, struct lua_box **ret) must_check;
void pool_give(struct pack_lua *, struct lua_box *); /* NULL: what was taken is gone */
void pool_drop(struct lua_box *);
err box_guard(struct lua_box *, int guard, const struct guard_input *, enum lang) must_check;

/* ---- load_keys.c: reading declared tables -------------------------------------------- */
struct place { /* of the table that is being read */
	const char *ctor;
	int line;
	str name;
	const char *key;
};
struct load {
	lua_State *L;
	struct arena *a;
	struct pack *pack;
	struct kind *kind; /* that is being read */
	str path, source;
	const struct pack_file *files; /* of the pack */
	size_t n_files;
	struct place at;
	struct method_build *method; /* that is being read; load_method.c */
};

/* One key of a declaration: what is expected there, and who reads it. */
struct key;
typedef err key_reader(struct load *, const struct key *, void *out);
struct key {
	const char *name;
	key_reader *read; /* the value is on top of the stack and stays there */
	size_t at;        /* offset of what is written */
	bool required;
	bool first;       /* stands without a name, as the first thing in the table */
	const void *arg;  /* for the reader */
};
struct keys {
	const char *ctor;
	const struct key *v;
	size_t n;
};
#define KEYS(variable, ctor, list) static const struct keys variable = {ctor, list, COUNT_OF(list)}

/* Reads the table on top into *out; every key must be known. */
err keys_read(struct load *, const struct keys *, void *out) must_check;

/* Lists of declarations; the count stands right behind the pointer to the array. */
struct list_of {
	const struct keys *keys;
	size_t size, max;
	const void *fresh;  /* what an element is before it is read */
	bool named;         /* begins with a `str name` that is unique in the list */
};
key_reader read_list;

err list_names(struct load *, const struct list_of *, void *array) must_check; /* allots it, with the names */

key_reader read_name, read_line, read_words, read_bool, read_letter;
key_reader read_int, read_count, read_few; /* int64_t; int64_t from 0; int 0 to 99 */
struct names { /* an enumeration as written in packs; ends with NULL */
	const char *const *v;
};
key_reader read_enum;

/* {0} of every sentence: "packs/x/pack.lua:12: field lead, key type" */
str where(struct load *);
/* The nearest of n names; STR_NONE when none is near. */
str nearest(str word, const str *names, size_t n);
str listed(struct arena *, const str *names, size_t n); /* "a, b, c" */
err no_such(struct load *, str word, const str *names, size_t n) must_check;
/* Reads a list of texts, or one text, on top of the stack. */
err read_texts(struct load *, str **ret, size_t *ret_n) must_check;

/* ---- load.c --- */
/* Pushes a plain list of those in `made` that `ctor` made. */
void made_push(lua_State *, int made, const char *ctor);

/* ---- load_light.c ------------------------------------------------------------------------- */
extern const struct list_of lights_list, schemes_list;
key_reader read_judging;
key_reader read_rhythm, read_camera;
void schemes_join(struct load *, struct kind *); /* the rules of all schemes into kind.lights */
void schemes_lend(struct kind *);                /* to the sorts of its parts that say none */
key_reader read_field_ref, read_setting_name;    /* of load_refer.c */

/* ---- load_kind.c: references to what the kind declares ---------------------------------- */
enum refers { TO_ROLE, TO_FIELD, TO_STATE, TO_ACTION, TO_CLOCK, TO_SETTING, TO_SORT, TO_WHOLE_STATE };
key_reader read_ref, read_set; /* arg: the enum refers; int index; uint64_t set */
err name_find(struct load *, enum refers, str word, int *ret) must_check;
extern const struct list_of actions_list; /* of load_action.c */

/* ---- load_request.c: what requests need; docs/decisions/requests.md ------------------------ */
key_reader read_choices, read_matter_field, read_each;
extern const struct list_of choices_list; /* of load_kind.c */
/* `if FIELD=a,b` or `unless …` behind a clock operation */
err clock_only_read(struct load *, str text, struct clock_op *) must_check;
err request_check(struct load *, const struct kind *) must_check; /* of a kind or a sort; the table is on top */
err each_resolve(struct load *, struct kind *) must_check;        /* after its parts were read */
bool asks_nothing(const struct action *);                         /* the system can take it */
/* Goes to item i of a list of the kind whose table is on top; to the kind itself. */
void at_item(struct load *, const char *list, size_t i, const char *key);
void at_kind(struct load *, const struct kind *, const char *key);
bool number_fits(str number);

/* ---- load_measure.c -------------------------------------------------------------------------- */
struct indicator;
extern const struct list_of indicators_list;
err indicator_check(struct load *, struct indicator *) must_check; /* the table is on top */
err subject_check(struct load *, struct kind *) must_check;        /* finds the code of a kind; the table is on top */

/* ---- load_evaluation.c --- */
key_reader read_evaluation, read_objection, read_evaluated;

/* ---- load_about.c --- */
key_reader read_alone, read_about, read_life, read_cultivation;

/* ---- load_alarm.c --- */
struct alarms;
extern const struct list_of alarms_list;
err alarms_check(struct load *, const struct alarms *) must_check; /* the table is on top */

/* ---- load_course.c --- */
key_reader read_curve, read_overview; /* const struct curve *, const struct overview * */

/* ---- load_kind.c, load_ladder.c, load_check.c ------------------------------------------------------- */
extern const struct keys pack_keys, setting_keys;
extern const struct list_of kinds_list, settings_list;
err kind_read(struct load *, struct kind *) must_check; /* the table is on top */
extern const struct list_of ladders_list;               /* load_ladder.c */
err ladder_check(struct load *, const struct ladder *) must_check; /* the table is on top */
extern const struct list_of data_classes_list;          /* load_privacy.c */
err setting_check(struct load *, const struct setting *) must_check; /* the table is on top */
err schemes_check(struct load *, const struct kind *) must_check; /* before they are joined */
err kind_check(struct load *, struct kind *) must_check;

/* ---- load_method.c, load_method_check.c --------------------------------------------------- */
struct method;
err methods_read(struct load *) must_check; /* the list of method tables is on top */
err method_check(struct load *, const struct method *) must_check;
key_reader read_real;                       /* double, finite */
/* load_index.c */
key_reader read_index, read_norm_of; /* const struct method_index *, const struct method_norm * */
err index_check(struct load *, const struct method *) must_check; /* of any method */
extern const char *const index_scale_words[], *const index_impute_words[], *const index_curve_words[];
/* the words of its enumerations, each ending with NULL; method_text.c writes what load_method.c reads */
extern const char *const method_op_words[], *const method_base_words[], *const method_missing_words[], *const method_negative_words[],
	*const method_better_words[], *const method_scope_words[], *const method_aggregate_words[], *const method_rounding_words[],
	*const method_effect_words[], *const method_shares_words[], *const method_rank_on_words[];

/* ---- lines.c -------------------------------------------------------------------------- */
/* The line of `key = ` in the table that `ctor {` opens at or after `line`; `line` itself
 * when it is not found. */
int line_of_key(str source, int line, const char *ctor, const char *key);

#endif
