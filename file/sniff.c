/* SPDX-License-Identifier: Apache-2.0 */
/* What a file is, by its bytes: signatures, then the names inside a box, then text. */
#include "file/file.h"

#include <string.h>

#include "base/limits.h"
#include "file/ole_in.h"

#define LOOK 4096 /* bytes in which text shows what it is */

static const char *const names[FILE_SORTS] = {
	[FILE_UNKNOWN] = "unknown", [FILE_EMPTY] = "empty",       [FILE_TEXT] = "txt",      [FILE_HTML] = "html",
	[FILE_DOCX] = "docx",       [FILE_DOC] = "doc",           [FILE_PDF] = "pdf",       [FILE_XLSX] = "xlsx",
	[FILE_XLS] = "xls",         [FILE_PPTX] = "pptx",         [FILE_PPT] = "ppt",       [FILE_ODF] = "odf",
	[FILE_OFD] = "ofd",         [FILE_RTF] = "rtf",           [FILE_MHTML] = "mht",     [FILE_WORD_XML] = "xml",
	[FILE_LOCKED] = "locked",   [FILE_OLE] = "ole",           [FILE_ZIP] = "zip",       [FILE_ARCHIVE] = "archive",
	[FILE_IMAGE] = "image",     [FILE_MEDIA] = "media",       [FILE_ODS] = "ods",       [FILE_SHEET_XML] = "xml",
};

const char *file_sort_name(enum file_sort sort)
{
	return (unsigned)sort < FILE_SORTS ? names[sort] : names[FILE_UNKNOWN];
}

struct signature {
	str bytes;
	size_t at;
	enum file_sort sort;
};
static const struct signature signatures[] = {
	{S("{\\rtf"), 0, FILE_RTF},
	{S("\x89PNG\r\n\x1a\n"), 0, FILE_IMAGE},
	{S("\xff\xd8\xff"), 0, FILE_IMAGE},
	{S("GIF87a"), 0, FILE_IMAGE},
	{S("GIF89a"), 0, FILE_IMAGE},
	{S("II*\0"), 0, FILE_IMAGE},
	{S("MM\0*"), 0, FILE_IMAGE},
	{S("WEBP"), 8, FILE_IMAGE},
	{S("ftypheic"), 4, FILE_IMAGE},
	{S("ftypheix"), 4, FILE_IMAGE},
	{S("ftypmif1"), 4, FILE_IMAGE},
	{S("ftypavif"), 4, FILE_IMAGE},
	{S("ftyp"), 4, FILE_MEDIA},
	{S("RIFF"), 0, FILE_MEDIA},
	{S("ID3"), 0, FILE_MEDIA},
	{S("#!AMR"), 0, FILE_MEDIA},
	{S("OggS\0"), 0, FILE_MEDIA},
	{S("\x1a\x45\xdf\xa3"), 0, FILE_MEDIA},
	{S("Rar!\x1a\x07"), 0, FILE_ARCHIVE},
	{S("7z\xbc\xaf\x27\x1c"), 0, FILE_ARCHIVE},
	{S("\x1f\x8b\x08"), 0, FILE_ARCHIVE},
	{S("BZh"), 0, FILE_ARCHIVE},
	{S("\xfd" "7zXZ\0"), 0, FILE_ARCHIVE},
	{S("ustar"), 257, FILE_ARCHIVE},
};

/* A BMP's two letters could begin a text; its header's size field cannot. */
static bool is_bmp(str s)
{
	return s.n > 18 && str_starts(s, S("BM")) && s.p[14] >= 12 && s.p[15] == 0 && s.p[16] == 0 && s.p[17] == 0;
}

/* Readers accept a PDF that begins within the first 1024 bytes; a text about PDF has no
 * such end. */
static bool is_pdf(str s)
{
	if (str_starts(str_trim(str_cut(s, 0, LOOK)), S("%PDF-")))
		return true;
	size_t tail = s.n > 2048 ? s.n - 2048 : 0;
	return str_find(str_cut(s, 0, 1024), S("%PDF-"), 0) >= 0 && str_find(s, S("startxref"), tail) >= 0;
}

/* ---- zip: the sort is the first telling name of the directory ---- */
struct inside {
	str prefix;
	enum file_sort sort;
};
static const struct inside zip_parts[] = {
	{S("word/"), FILE_DOCX}, {S("xl/"), FILE_XLSX},          {S("ppt/"), FILE_PPTX},
	{S("OFD.xml"), FILE_OFD}, {S("META-INF/manifest.xml"), FILE_ODF},
};

static enum file_sort zip_part_sort(str name)
{
	for (size_t i = 0; i < COUNT_OF(zip_parts); i++)
		if (str_starts(name, zip_parts[i].prefix))
			return zip_parts[i].sort;
	return FILE_ZIP;
}

static uint32_t u16(str s, size_t at)
{
	return s.n >= at + 2 ? (uint8_t)s.p[at] | (uint32_t)(uint8_t)s.p[at + 1] << 8 : 0;
}

static uint32_t u32(str s, size_t at)
{
	return u16(s, at) | u16(s, at + 2) << 16;
}

/* Walks headers of one signature. In the directory at the end they follow each other;
 * in a damaged file without one the local headers are searched for. */
static enum file_sort walk(str s, size_t at, str mark, size_t name_len_at, size_t fixed, bool search)
{
	for (int n = 0; n < LIMIT_ARCHIVE_ENTRIES; n++) {
		ptrdiff_t found = search ? str_find(s, mark, at) : (ptrdiff_t)at;
		if (found < 0 || !str_starts(str_cut(s, (size_t)found, s.n), mark))
			return FILE_ZIP;
		at = (size_t)found;
		size_t len = u16(s, at + name_len_at);
		enum file_sort sort = zip_part_sort(str_cut(s, at + fixed, at + fixed + len));
		if (sort != FILE_ZIP)
			return sort;
		at += fixed + len + (search ? 0 : u16(s, at + 30) + u16(s, at + 32));
	}
	return FILE_ZIP;
}

static enum file_sort zip_sort(str s)
{
	size_t from = s.n > 65557 ? s.n - 65557 : 0; /* the comment behind the end record is at most 64 KB */
	ptrdiff_t end = -1;
	for (ptrdiff_t at = (ptrdiff_t)from - 1; (at = str_find(s, S("PK\5\6"), (size_t)(at + 1))) >= 0;)
		end = at;
	enum file_sort sort = FILE_ZIP;
	if (end >= 0)
		sort = walk(s, u32(s, (size_t)end + 16), S("PK\1\2"), 28, 46, false);
	if (sort == FILE_ZIP)
		sort = walk(s, 0, S("PK\3\4"), 26, 30, true);
	/* the first part of an OpenDocument file is its sort, stored plainly (part 2, 3.3) */
	if (sort == FILE_ODF && str_starts(str_cut(s, 30, s.n), S("mimetypeapplication/vnd.oasis.opendocument.spreadsheet")))
		return FILE_ODS;
	/* the beginning of an Office document, cut before it says which: the reader says damaged */
	bool cut = end < 0 && str_starts(str_cut(s, 30, s.n), S("[Content_Types].xml"));
	return sort == FILE_ZIP && cut ? FILE_DOCX : sort;
}

/* ---- OLE2 ---- */
struct stream {
	const char *name;
	enum file_sort sort;
};
static const struct stream ole_streams[] = {
	{"EncryptedPackage", FILE_LOCKED}, {"EncryptionInfo", FILE_LOCKED}, {"WordDocument", FILE_DOC},
	{"Workbook", FILE_XLS},            {"Book", FILE_XLS},              {"PowerPoint Document", FILE_PPT},
};

static enum file_sort ole_sort(str s)
{
	struct ole o;
	struct ole_entry e;
	if (!ole_open(s, &o))
		return FILE_OLE;
	for (size_t i = 0; i < COUNT_OF(ole_streams); i++)
		if (ole_find(&o, ole_streams[i].name, &e))
			return ole_streams[i].sort;
	return FILE_OLE;
}

/* ---- text ---- */
static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool has(str s, str word)
{
	for (size_t at = 0; at + word.n <= s.n; at++) {
		size_t i = 0;
		while (i < word.n && lower(s.p[at + i]) == word.p[i])
			i++;
		if (i == word.n)
			return true;
	}
	return false;
}

/* Tags that no plain text begins with. */
static enum file_sort tagged_sort(str head)
{
	static const str tags[] = {S("<!doctype html"), S("<html"), S("<head"), S("<body"), S("<table"), S("<meta "),
				   S("<div"), S("<p>"), S("<p "), S("<title"), S("<nav"),
				   S("<article"), S("<section"), S("<span"), S("<font"), S("<center"), S("<script"),
				   S("<style"), S("<ul"), S("<ol"), S("<h1"), S("<h2"), S("<br")};
	if (has(head, S("progid=\"word.document\"")))
		return FILE_WORD_XML;
	if (has(head, S("progid=\"excel.sheet\"")) || has(head, S("\"urn:schemas-microsoft-com:office:spreadsheet\"")))
		return has(head, S("<html")) ? FILE_HTML : FILE_SHEET_XML;
	for (size_t i = 0; i < COUNT_OF(tags); i++)
		if (has(head, tags[i]))
			return FILE_HTML;
	return FILE_TEXT;
}

/* Latin letters of UTF-16 read as bytes: every second one is 0. */
static str narrow(str s, char to[LOOK / 2], bool big)
{
	size_t n = 0;
	for (size_t i = 2; i + 1 < s.n && n < LOOK / 2; i += 2)
		to[n++] = s.p[i + !big] ? '?' : s.p[i + big];
	return (str){to, n};
}

/* A page that a browser saved: headers as in mail. */
static bool is_mhtml(str head)
{
	return has(head, S("mime-version:")) && has(head, S("multipart/related"));
}

static enum file_sort text_sort(str s)
{
	char latin[LOOK / 2];
	str head = str_cut(s, 0, LOOK);
	bool little = str_starts(s, S("\xff\xfe")), big = str_starts(s, S("\xfe\xff"));
	if (little || big)
		head = narrow(head, latin, big);
	else if (str_find(head, S("\0"), 0) >= 0)
		return FILE_UNKNOWN;
	if (str_starts(head, S("\xef\xbb\xbf")))
		head = str_cut(head, 3, head.n);
	head = str_trim(head);
	if (is_mhtml(str_cut(head, 0, 1024)))
		return FILE_MHTML;
	return head.n && head.p[0] == '<' ? tagged_sort(head) : FILE_TEXT;
}

enum file_sort file_sniff(str s)
{
	if (!str_trim(str_cut(s, 0, LOOK)).n && !str_trim(s).n)
		return FILE_EMPTY;
	for (size_t i = 0; i < COUNT_OF(signatures); i++)
		if (str_starts(str_cut(s, signatures[i].at, s.n), signatures[i].bytes))
			return signatures[i].sort;
	if (is_bmp(s))
		return FILE_IMAGE;
	if (is_pdf(s))
		return FILE_PDF;
	if (str_starts(s, S("PK\3\4")) || str_starts(s, S("PK\5\6")))
		return zip_sort(s);
	if (str_starts(s, S("\xd0\xcf\x11\xe0")))
		return ole_sort(s);
	return text_sort(s);
}
