/* SPDX-License-Identifier: Apache-2.0 */
/* Which reader for which sort of workbook, and what is said where there is none. */
#include "base/words.h"
#include "file/biff_in.h"
#include "file/sheet_in.h"
#include "file/xlsx_mark_in.h"

static const struct reader {
	err (*read)(struct arena *, str, str, struct workbook *);
	const char *refusal; /* where read is NULL; NULL: no workbook */
} readers[FILE_SORTS] = {
	[FILE_XLSX] = {xlsx_read, NULL},
	[FILE_XLS] = {biff_read, NULL},
	[FILE_ODS] = {ods_read, NULL},
	[FILE_HTML] = {sheet_html_read, NULL},
	[FILE_SHEET_XML] = {sheet_xml_read, NULL},
	[FILE_TEXT] = {workbook_text, NULL},
	[FILE_EMPTY] = {NULL, W("{0} is an empty file; choose another one")},
	[FILE_LOCKED] = {NULL, W("{0} is locked with a password; open it, take the password off, save it and send it again")},
	[FILE_ZIP] = {NULL, W("{0} is a packed folder; unpack it and send the documents inside one by one")},
	[FILE_ARCHIVE] = {NULL, W("{0} is a packed folder; unpack it and send the documents inside one by one")},
	[FILE_MHTML] = {NULL, W("{0} is a web page saved as one file; open it in Excel or WPS and save it as .xlsx")},
	[FILE_OLE] = {NULL, W("{0} is damaged or of an old kind that is not read; open it in Excel or WPS and save it as .xlsx")},
};

err workbook_check(str bytes, str name, enum file_sort *ret_sort)
{
	if (bytes.n > LIMIT_FILE)
		return fail(ERR_LIMIT, "{0} is larger than 20 MB; split it, or take the pictures out", name);
	enum file_sort sort = file_sniff(bytes);
	if (!readers[sort].read)
		return fail(ERR_INPUT,
			    readers[sort].refusal ? readers[sort].refusal
						  : W("{0} is not a workbook; open it in Excel or WPS, save it as .xlsx and send that"),
			    name);
	*ret_sort = sort;
	return OK;
}

err workbook_read(struct arena *a, str bytes, str name, struct workbook *ret)
{
	enum file_sort sort;
	TRY(workbook_check(bytes, name, &sort));
	TRY(readers[sort].read(a, bytes, name, ret));
	for (size_t i = 0; i < ret->n_sheets; i++)
		sheet_index(&ret->sheets[i]);
	return OK;
}

err workbook_mark(struct arena *a, str bytes, str name, const struct marking *m, str *ret_bytes, enum file_sort *ret_sort)
{
	enum file_sort sort;
	struct workbook w;
	str marked = STR_NONE;
	TRY(workbook_check(bytes, name, &sort));
	if (sort == FILE_XLS)
		TRY(biff_mark(a, bytes, name, m, &marked));
	if (!marked.p) { /* also an .xls that cannot be edited without risk */
		if (sort != FILE_XLSX) {
			TRY(readers[sort].read(a, bytes, name, &w));
			TRY(xlsx_write(a, &w, name, &bytes));
		}
		TRY(xlsx_mark(a, bytes, name, m, &marked));
		sort = FILE_XLSX;
	}
	*ret_bytes = marked;
	*ret_sort = sort;
	return OK;
}
