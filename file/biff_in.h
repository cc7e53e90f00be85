/* SPDX-License-Identifier: Apache-2.0 */
/* biff_in: workbooks inside OLE2 (.xls, .et): BIFF8 and BIFF5 ([MS-XLS]). */
#ifndef LUOSHI_FILE_BIFF_IN_H
#define LUOSHI_FILE_BIFF_IN_H

#include "file/sheet.h"

err biff_read(struct arena *, str bytes, str name, struct workbook *ret) must_check;
/* As workbook_mark; the workbook stays what it is. */
err biff_mark(struct arena *, str bytes, str name, const struct marking *, str *ret_bytes) must_check;

#endif
