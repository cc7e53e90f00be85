/* SPDX-License-Identifier: Apache-2.0 */
/* Which reader for which sort, and what is said where there is none. */
#include "file/read_in.h"

#include "base/limits.h"
#include "base/words.h"
#include "file/charset_in.h"
#include "file/docx_in.h"
#include "file/html_in.h"

static err text_raw(struct arena *a, str bytes, str name, struct file_text *ret)
{
	unused_arg(a), unused_arg(name);
	*ret = (struct file_text){.text = bytes, .title = S(""), .sort = FILE_TEXT, .raw_is_text = true};
	return OK;
}

static err html_read(struct arena *a, str bytes, str name, struct file_text *ret)
{
	str page;
	/* twice the file: two bytes of GBK are three of UTF-8 */
	TRY(charset_page(a, bytes, name, 2 * (size_t)LIMIT_FILE, &page));
	return html_page_read(a, page, name, ret);
}

static const struct reader {
	err (*read)(struct arena *, str, str, struct file_text *);
	const char *refusal; /* where read is NULL */
} readers[FILE_SORTS] = {
	[FILE_TEXT] = {text_raw, NULL},
	[FILE_HTML] = {html_read, NULL},
	[FILE_DOCX] = {docx_read, NULL},
	[FILE_DOC] = {NULL, W("{0} is opened by a program of its own, not here")},
	[FILE_PDF] = {NULL, W("{0} is opened by a program of its own, not here")},
	[FILE_UNKNOWN] = {NULL, W("{0} is not a kind of file that Luoshi reads; save it as .docx, .pdf or .txt")},
	[FILE_EMPTY] = {NULL, W("{0} is an empty file; choose another one")},
	[FILE_XLSX] = {NULL, W("{0} is a workbook; bring it in through import, or save the text as .docx")},
	[FILE_XLS] = {NULL, W("{0} is a workbook; bring it in through import, or save the text as .docx")},
	[FILE_ODS] = {NULL, W("{0} is a workbook; bring it in through import, or save the text as .docx")},
	[FILE_SHEET_XML] = {NULL, W("{0} is a workbook; bring it in through import, or save the text as .docx")},
	[FILE_PPTX] = {NULL, W("{0} is a slide show; save its text as .docx or print it to PDF")},
	[FILE_PPT] = {NULL, W("{0} is a slide show; save its text as .docx or print it to PDF")},
	[FILE_ODF] = {NULL, W("{0} is an OpenDocument file; save it as .docx and send it again")},
	[FILE_OFD] = {NULL, W("{0} is an OFD layout file; open it in an OFD reader and save it as PDF or text")},
	[FILE_RTF] = {NULL, W("{0} is an RTF file; open it in Word or WPS and save it as .docx")},
	[FILE_MHTML] = {NULL, W("{0} is a web page saved as one file; save it as .docx or as plain HTML")},
	[FILE_WORD_XML] = {NULL, W("{0} is in the XML of Word 2003; open it in Word or WPS and save it as .docx")},
	[FILE_LOCKED] = {NULL, W("{0} is locked with a password; open it, take the password off, save it and send it again")},
	[FILE_OLE] = {NULL, W("{0} is damaged or of an old kind that is not read; open it in Word or WPS and save it as .docx")},
	[FILE_ZIP] = {NULL, W("{0} is a packed folder; unpack it and send the documents inside one by one")},
	[FILE_ARCHIVE] = {NULL, W("{0} is a packed folder; unpack it and send the documents inside one by one")},
	[FILE_IMAGE] = {NULL, W("{0} is a picture; run character recognition (OCR) over it and send the text")},
	[FILE_MEDIA] = {NULL, W("{0} is a recording; have it written down and send the text")},
};

err file_check(str bytes, str name, enum file_sort *ret_sort)
{
	if (bytes.n > LIMIT_FILE)
		return fail(ERR_LIMIT, "{0} is larger than 20 MB; split it, or take the pictures out", name);
	enum file_sort sort = file_sniff(bytes);
	if (!readers[sort].read && sort != FILE_PDF && sort != FILE_DOC)
		return fail(ERR_INPUT, readers[sort].refusal, name);
	*ret_sort = sort;
	return OK;
}

err file_text_read(struct arena *a, str bytes, str name, struct file_text *ret)
{
	enum file_sort sort;
	TRY(file_check(bytes, name, &sort));
	if (!readers[sort].read)
		return fail(ERR_INPUT, readers[sort].refusal, name);
	return readers[sort].read(a, bytes, name, ret);
}
