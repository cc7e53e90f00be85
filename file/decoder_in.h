/* SPDX-License-Identifier: Apache-2.0 */
/* decoder_in: what passes between the server and the process that reads a document.
 * In: the bytes of the file, on a sealed memory file, which ends what may be sent.
 * Out: one reply: this head in the byte order of the machine, then its strings. The
 * file's name, which may be personal, does not pass: DECODER_NAME stands for it in
 * sentences and is replaced by the receiver. */
#ifndef LUOSHI_FILE_DECODER_IN_H
#define LUOSHI_FILE_DECODER_IN_H

#include "base/base.h"
#include "base/limits.h"

#define DECODER_MAGIC 0x3144534cu /* "LSD1" */
#define DECODER_NAME "\x01"
#define DECODER_STRINGS 5 /* text, title; or sentence, its four arguments */
#define DECODER_REPLY_MOST (LIMIT_TEXT + LIMIT_FIELD_TEXT + 4096)

struct decoder_head {
	uint32_t magic;
	uint32_t code; /* err */
	uint32_t sort;
	uint32_t line; /* of the failure, for the log */
	uint32_t n[DECODER_STRINGS];
};

#endif
