/* SPDX-License-Identifier: Apache-2.0 */
/* privacy (个人信息保护): the notice by version, the list of personal fields, revealing a masked
 * value, the record of exports, destruction when the term of a class is over
 * (docs/decisions/privacy.md). What is destroyed is decided by declarations: a field names its
 * class, packs/privacy says how long each is kept. */
#ifndef LUOSHI_CORE_PRIVACY_H
#define LUOSHI_CORE_PRIVACY_H

#include "core/core.h"

/* ---- the notice (告知) ------------------------------------------------------------------ */
/* The text that holds today and its version, which intake keeps with the request. A text that was
 * never shown before is put on record first. Both empty when packs/privacy is not there. */
err privacy_notice(struct ctx *, enum lang, str *ret_text, str *ret_version) must_check;
struct notice_text {
	str version, zh, en;
	ms_t at; /* on record since */
	bool now;
};
/* Any version that ever was on record; ERR_NOTFOUND. Anybody may read it. */
err privacy_notice_read(struct ctx *, str version, struct notice_text *ret) must_check;
/* Newest first, at most 200; without the texts. */
err privacy_notices(struct ctx *, struct notice_text **ret, size_t *ret_n) must_check;

/* ---- the personal fields of all packs ------------------------------------------------------ */
struct personal_field {
	const struct kind *kind;  /* of a part its sort */
	const struct field *field;
	const struct data_class *class; /* NULL: nobody declares it */
	int64_t months;           /* in force today; 0: kept without end */
	str source;               /* of the setting */
	role_set plain, masked, reveal; /* bits of kind->roles; the reader's other roles see nothing */
};
err personal_fields(struct ctx *, struct personal_field **ret, size_t *ret_n) must_check;
/* The class of that name in any pack; NULL: none. */
const struct data_class *data_class_named(const struct core *, str name, const struct pack **ret_pack);
/* Who may have a masked value of the field shown: as declared, else whoever takes actions on it. */
role_set field_reveal(const struct kind *, const struct field *);

/* ---- revealing a masked value (显示原值) ------------------------------------------------------ */
/* The whole value, once, with a reason: one event of the person and one row in the record of the
 * matter. part 0: a field of the matter itself. ERR_DENIED when the field is not masked for the
 * reader or his role may not; ERR_NOTFOUND as for any matter. */
err privacy_reveal(struct ctx *, int64_t matter, int64_t part, str field, str reason, str *ret_value) must_check;
struct reveal_row {
	int64_t id, matter, part;
	ms_t at;
	str by, by_unit, behalf, label, number, reason; /* number: of the matter; empty when the reader may not see it */
	bool drawn;      /* for review */
	str verdict;     /* "", fine, wrong */
	str judge, note;
	ms_t judged;     /* MS_NONE */
};
/* Of one matter the reader may see, newest first, at most 50. */
err reveals_of(struct ctx *, int64_t matter, struct reveal_row **ret, size_t *ret_n) must_check;
struct reveal_query {
	bool drawn;      /* only those drawn and not judged yet */
	int64_t before;  /* id; 0: newest */
	int limit;
};
/* For the audit administrator and supervision. The audit administrator sees no number. */
err reveal_list(struct ctx *, const struct reveal_query *, struct reveal_row **ret, size_t *ret_n, int64_t *ret_next) must_check;
/* The review of one that was drawn, by somebody else than who revealed it. */
err reveal_judge(struct ctx *, int64_t id, bool fine, str note) must_check;
/* Whether this reader may have the field shown. */
bool may_reveal(struct ctx *, int64_t matter, int64_t part, str field);

/* ---- exports ------------------------------------------------------------------------------------ */
struct export_note {
	str list;     /* matters, bulletin, marked, wish, api … */
	str kind, form, filter, purpose;
	int64_t rows;
	bool personal; /* values of personal fields could be in it */
};
/* One event of who really took it, and a row. */
err export_note_put(struct ctx *, const struct export_note *) must_check;
struct export_row {
	int64_t id, rows;
	ms_t at;
	str by, by_unit, behalf, list, kind, form, filter, purpose;
	bool personal;
};
/* For the audit administrator and supervision, newest first; before 0: newest. */
err export_list(struct ctx *, int64_t before, int limit, struct export_row **ret, size_t *ret_n, int64_t *ret_next) must_check;
/* "顾一舟（区政府督查室）2026-11-22 17:40 导出，用途：……": the line that stands in every file. */
str export_mark(struct ctx *, str purpose);

/* ---- a person's wish (查阅、复制、更正、删除: 个人信息保护法 44-50) --------------------------------- */
/* Puts another value in the place of a personal one, with a reason: an event of its matter. For the
 * request centre and supervision. part 0: of the matter itself. */
err privacy_correct(struct ctx *, int64_t matter, int64_t part, str field, str value, str reason) must_check;

/* ---- destruction (销毁) ---------------------------------------------------------------------- */
struct destroyed_sum {
	int64_t matters, values, files;
};
/* Once a day: takes out what its class is no longer kept for, in matters that are closed and were
 * not touched since for so many months. What broke off is taken up the next time. */
err privacy_due(struct core *, struct destroyed_sum *ret) must_check;
#define DESTROYED_ALL "all"
struct destroyed_row { /* holds nothing personal */
	int64_t id, matter, part, values, files;
	ms_t at;
	str class, label, rule, by; /* rule: keep_contact_months=12, erase; class DESTROYED_ALL: whatever there was */
};
/* For the audit administrator, supervision and the request centre, newest first; before 0: newest. */
err destroyed_list(struct ctx *, int64_t before, int limit, struct destroyed_row **ret, size_t *ret_n, int64_t *ret_next) must_check;

#endif
