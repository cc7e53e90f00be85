/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LUOSHI_WEB_QR_IN_H
#define LUOSHI_WEB_QR_IN_H

#include "web/html_in.h"

#define QR_VERSIONS 10
#define QR_SIDE (17 + 4 * QR_VERSIONS)
#define QR_WORDS 346
struct qr {
	int side;
	bool dark[QR_SIDE][QR_SIDE]; /* [y][x] */
};
bool qr_make(str, struct qr *ret); /* false: more than 213 bytes */
void put_qr(struct buf *, enum lang, str);

#endif
