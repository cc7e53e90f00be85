/* SPDX-License-Identifier: Apache-2.0 */
/* The documents of tests/fixtures/make_file.py and the workbooks of make_sheet.py, made anew
 * for each test program. */
#ifndef LUOSHI_TEST_FILE_FIXTURE_H
#define LUOSHI_TEST_FILE_FIXTURE_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "file/file.h"

struct fixtures {
	struct arena arena;
	char folder[64];
};

static inline void shell(const char *command, const char *arg)
{
	char line[256];
	snprintf(line, sizeof line, "%s %s", command, arg);
	assert_int_equal(system(line), 0);
}

static inline int fixtures_from(void **state, const char *command)
{
	struct fixtures *f = calloc(1, sizeof *f);
	arena_init(&f->arena);
	snprintf(f->folder, sizeof f->folder, "/tmp/luoshi-file-XXXXXX");
	assert_non_null(mkdtemp(f->folder));
	shell(command, f->folder);
	*state = f;
	return 0;
}

static inline int fixtures_make(void **state)
{
	return fixtures_from(state, "python3 tests/fixtures/make_file.py");
}

static inline int sheets_make(void **state)
{
	return fixtures_from(state, "python3 tests/fixtures/make_sheet.py");
}

static inline int fixtures_free(void **state)
{
	struct fixtures *f = *state;
	shell("rm -r", f->folder);
	arena_done(&f->arena);
	free(f);
	return 0;
}

static inline str fixture(struct fixtures *f, const char *name)
{
	char path[256], piece[4096];
	struct buf b;
	size_t n;
	snprintf(path, sizeof path, "%s/%s", f->folder, name);
	FILE *in = fopen(path, "rb");
	if (!in)
		test_fails("no fixture %s", path);
	buf_init(&b, &f->arena);
	while ((n = fread(piece, 1, sizeof piece, in)))
		buf_add(&b, (str){piece, n});
	fclose(in);
	return buf_str(&b);
}

/* The text of a document that can be read. */
static inline str read_text(struct fixtures *f, const char *name)
{
	struct file_text t;
	if (file_text_read(&f->arena, fixture(f, name), str_of(name), &t) != OK)
		test_fails("%s: %s", name, fail_key());
	return t.text;
}

/* The English sentence with which a document is refused begins so. */
#define refused(got, code, sentence) refused_((got), (code), (sentence), __FILE__, __LINE__)
static inline void refused_(err got, err code, const char *sentence, const char *file, int line)
{
	str key = str_of(fail_key());
	if (got != code || !str_starts(key, str_of(sentence))) {
		print_error("got %d \"" STR_FMT "\", want %d \"%s\"\n", got, STR_ARG(key), code, sentence);
		_fail(file, line);
	}
}

#endif
