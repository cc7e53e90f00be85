/* SPDX-License-Identifier: Apache-2.0 */
#include "file/biff_in.h"

err biff_read(struct arena *a, str bytes, str name, struct workbook *ret)
{
	unused_arg(a), unused_arg(bytes), unused_arg(ret);
	return fail(ERR_INPUT, "{0} is not a workbook; open it in Excel or WPS, save it as .xlsx and send that", name);
}

err biff_mark(struct arena *a, str bytes, str name, const struct marking *m, str *ret_bytes)
{
	unused_arg(a), unused_arg(bytes), unused_arg(m), unused_arg(ret_bytes);
	return fail(ERR_INPUT, "{0} is not a workbook; open it in Excel or WPS, save it as .xlsx and send that", name);
}
