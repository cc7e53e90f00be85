/* SPDX-License-Identifier: Apache-2.0 */
/* What sort each letter is, asked at every step of every rule. */
#include "text/extract_in.h"

#define STOP (LETTER_STOP | LETTER_BREAK)

const uint16_t letter_sorts[65536] = {
	['\n'] = STOP | LETTER_PARTS,
	[0x3002] = STOP | LETTER_END, /* 。 */
	[0xff01] = STOP | LETTER_END, ['!'] = STOP | LETTER_END,
	[0xff1f] = STOP | LETTER_END, ['?'] = STOP | LETTER_END,
	[0xff1b] = STOP | LETTER_PARTS, [';'] = STOP | LETTER_PARTS,
	[0xff0c] = LETTER_BREAK | LETTER_PARTS, [','] = LETTER_BREAK | LETTER_PARTS,
	[0xff1a] = LETTER_BREAK | LETTER_COLON, [':'] = LETTER_BREAK | LETTER_COLON,
	[' '] = LETTER_SPACE | LETTER_PARTS, [0x3000] = LETTER_SPACE | LETTER_PARTS,
	['\t'] = LETTER_SPACE, [0xa0] = LETTER_SPACE,
	[0x3001] = LETTER_PARTS, ['/'] = LETTER_PARTS, [0xff0f] = LETTER_PARTS, /* 、 */
	[0x201d] = LETTER_CLOSE, [0x2019] = LETTER_CLOSE, [0x300d] = LETTER_CLOSE, [0x300f] = LETTER_CLOSE,
	[0xff09] = LETTER_CLOSE, [')'] = LETTER_CLOSE,
	[0xff08] = LETTER_OPENS, ['('] = LETTER_OPENS,
	[0x5c06] = LETTER_WILL, [0x7531] = LETTER_BY, [0x8bf7] = LETTER_PLEASE, [0x4f1a] = LETTER_WITH,
	[0x8981] = LETTER_SPEAKS, [0x5e94] = LETTER_SPEAKS, [0x52a1] = LETTER_SPEAKS, [0x5fc5] = LETTER_SPEAKS,
	[0x6bcf] = LETTER_SPEAKS, [0x4e00] = LETTER_SPEAKS,
	[0x5bf9] = LETTER_ABOUT, [0x4f46] = LETTER_BUT, [0x5230] = LETTER_TO,
};
