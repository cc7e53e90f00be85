/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LUOSHI_TEST_FAKE_CORE_H
#define LUOSHI_TEST_FAKE_CORE_H

#include "core/core.h"
#include "core/search.h"
#include "relay/relay.h"
#include "sign/sign.h"

#define FAKE_NOW 1791771600000ll   /* 2026-10-12 10:20 in Shanghai */
#define FAKE_START 1790127000000ll /* 2026-09-23 09:30 */
#define FAKE_DUE 1791993600000ll   /* 2026-10-15 00:00: the end of the 14th */
extern char fake_did[256]; /* the newest thing core was asked to do */
extern err fake_refuse;    /* what the next asking is answered with */
extern int fake_rows;      /* matters in the ledger */
extern const struct pack *const fake_packs[];
extern const struct time_source fake_time;
/* Keeps what was asked; answers as fake_refuse says. */
err fake_do(const char *fmt, ...) printf_like(1, 2);
struct core *fake_core(void);
err fake_session(struct arena *, size_t person, struct session *ret); /* 0: the office, 1: a liaison, 2: a leader */
#define L(zh_, en_) {S(zh_), S(en_)}
struct relay *fake_relay(void);
struct sign *fake_sign(void);
const struct calendar *fake_calendar(struct arena *);
err fake_ingest(struct ctx *, str file_name, str bytes, str title, day_t date, int64_t *ret);

#endif
