/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "base/limits.h"
#include "base/words.h"
#include "file_fixture.h"

static void bytes_tell_the_sort(void **state)
{
	static const struct {
		const char *name;
		enum file_sort sort;
	} row[] = {
		{"plain.docx", FILE_DOCX},     {"moved.docx", FILE_DOCX},   {"nomain.docx", FILE_DOCX},
		{"book.xlsx", FILE_XLSX},      {"nested.xlsx", FILE_XLSX},  {"show.pptx", FILE_PPTX},
		{"layout.ofd", FILE_OFD},      {"open.odt", FILE_ODF},      {"open.ods", FILE_ODS},       {"book2003.xml", FILE_SHEET_XML},      {"folder.zip", FILE_ZIP},
		{"old.doc", FILE_DOC},         {"locked.doc", FILE_DOC},    {"damaged.doc", FILE_OLE},
		{"book.xls", FILE_XLS},        {"show.ppt", FILE_PPT},      {"locked.docx", FILE_LOCKED},
		{"works.wps", FILE_OLE},       {"page.pdf", FILE_PDF},      {"late.pdf", FILE_PDF},
		{"pdfnote.txt", FILE_TEXT},    {"words.txt", FILE_TEXT},    {"gbk.txt", FILE_TEXT},
		{"empty.txt", FILE_EMPTY},     {"spaces.txt", FILE_EMPTY},  {"utf8.html", FILE_HTML},
		{"utf16.html", FILE_HTML},     {"short.html", FILE_HTML},   {"table.html", FILE_HTML},
		{"chrome.html", FILE_HTML},    {"text.rtf", FILE_RTF},      {"page.mht", FILE_MHTML},
		{"word2003.xml", FILE_WORD_XML}, {"photo.png", FILE_IMAGE}, {"photo.jpg", FILE_IMAGE},
		{"photo.bmp", FILE_IMAGE},     {"photo.webp", FILE_IMAGE},  {"sound.wav", FILE_MEDIA},
		{"film.mp4", FILE_MEDIA},      {"packed.rar", FILE_ARCHIVE}, {"noise.bin", FILE_UNKNOWN},
	};
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		enum file_sort got = file_sniff(fixture(*state, row[i].name));
		if (got != row[i].sort)
			test_fails("%s: got %s, want %s", row[i].name, file_sort_name(got), file_sort_name(row[i].sort));
	}
	for (int i = 0; i < FILE_SORTS; i++)
		assert_true(strlen(file_sort_name((enum file_sort)i)) > 1);
}

/* What is cut anywhere is still told apart, and never read beyond its end. */
static void cut_files_are_sorted_too(void **state)
{
	static const char *const names[] = {"plain.docx", "old.doc", "page.pdf", "photo.bmp", "utf16.html"};
	struct fixtures *f = *state;
	for (size_t k = 0; k < COUNT_OF(names); k++) {
		str s = fixture(f, names[k]);
		for (size_t n = 1; n < s.n; n += 7) {
			char *exact = malloc(n);
			memcpy(exact, s.p, n);
			enum file_sort sort = file_sniff((str){exact, n});
			free(exact);
			assert_true(sort < FILE_SORTS);
			if (k == 0 && n > 800)
				assert_int_equal(sort, FILE_DOCX);
		}
	}
}

static void every_refusal_says_what_to_do(void **state)
{
	static const struct {
		const char *name, *sentence;
	} row[] = {
		{"empty.txt", "{0} is an empty file; choose"}, {"spaces.txt", "{0} is an empty file"},
		{"book.xlsx", "{0} is a workbook; bring it in through import"}, {"book.xls", "{0} is a workbook"},
		{"show.pptx", "{0} is a slide show"}, {"show.ppt", "{0} is a slide show"},
		{"layout.ofd", "{0} is an OFD layout file"}, {"open.odt", "{0} is an OpenDocument file"},
		{"text.rtf", "{0} is an RTF file"}, {"page.mht", "{0} is a web page saved as one file"},
		{"word2003.xml", "{0} is in the XML of Word 2003"}, {"locked.docx", "{0} is locked with a password"},
		{"works.wps", "{0} is damaged or of an old kind"}, {"damaged.doc", "{0} is damaged or of an old kind"},
		{"folder.zip", "{0} is a packed folder"}, {"packed.rar", "{0} is a packed folder"},
		{"photo.png", "{0} is a picture; run character recognition"}, {"sound.wav", "{0} is a recording"},
		{"noise.bin", "{0} is not a kind of file that Luoshi reads"}, {"page.pdf", "{0} is opened by a program of its own"},
	};
	struct fixtures *f = *state;
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		struct file_text t;
		struct buf b;
		refused(file_text_read(&f->arena, fixture(f, row[i].name), str_of(row[i].name), &t), ERR_INPUT,
			row[i].sentence);
		buf_init(&b, &f->arena);
		fail_text(&b, LANG_ZH);
		assert_true(str_starts(buf_str(&b), str_of(row[i].name)));
		assert_true(str_find(buf_str(&b), S("{"), 0) < 0);
	}
}

static void large_files_are_not_looked_at(void **state)
{
	struct fixtures *f = *state;
	struct file_text t;
	char *p = arena_alloc(&f->arena, LIMIT_FILE + 1);
	memset(p, 'a', LIMIT_FILE + 1);
	refused(file_text_read(&f->arena, (str){p, LIMIT_FILE + 1}, S("x"), &t), ERR_LIMIT, "{0} is larger than 20 MB");
	assert_int_equal(file_text_read(&f->arena, (str){p, LIMIT_FILE}, S("x"), &t), OK);
	assert_true(t.raw_is_text);
}

static void text_stays_as_it_is(void **state)
{
	struct fixtures *f = *state;
	struct file_text t;
	str bytes = fixture(f, "gbk.txt");
	assert_int_equal(file_text_read(&f->arena, bytes, S("gbk.txt"), &t), OK);
	assert_true(t.raw_is_text && t.sort == FILE_TEXT);
	same_str(t.text, bytes);
	same_str(t.title, S(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_tell_the_sort),
		cmocka_unit_test(cut_files_are_sorted_too),
		cmocka_unit_test(every_refusal_says_what_to_do),
		cmocka_unit_test(large_files_are_not_looked_at),
		cmocka_unit_test(text_stays_as_it_is),
	};
	return cmocka_run_group_tests(tests, fixtures_make, fixtures_free);
}
