/* SPDX-License-Identifier: Apache-2.0 */
/* The process that opens a document: `luoshi decoder read` is our own reader behind the
 * narrow filter, `sheet` and `mark` are those of workbooks, `picture` that of photographs, `luoshi decoder run PROGRAM WORD…` becomes another program behind the
 * wide one, `luoshi decoder reach` the same for one that calls out (program.h). */
#include "file/file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "file/charset_in.h"
#include "file/decoder_in.h"
#include "file/picture.h"
#include "file/sandbox_in.h"

enum { EXIT_NOT_STARTED = 127, EXIT_NO_WALLS = 126 };

static bool write_all(str s)
{
	while (s.n) {
		ssize_t n = write(STDOUT_FILENO, s.p, s.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		s = str_cut(s, (size_t)n, s.n);
	}
	return true;
}

static bool reply(struct decoder_head *head, const str v[DECODER_STRINGS])
{
	head->magic = DECODER_MAGIC;
	for (size_t i = 0; i < DECODER_STRINGS; i++)
		head->n[i] = (uint32_t)v[i].n;
	bool sent = write_all((str){(const char *)head, sizeof *head});
	for (size_t i = 0; sent && i < DECODER_STRINGS; i++)
		sent = write_all(v[i]);
	return sent;
}

static bool reply_failure(err code)
{
	struct fail_note note;
	fail_save(&note);
	str v[DECODER_STRINGS] = {str_of(note.sentence)};
	for (size_t i = 0; i < note.n && i + 1 < DECODER_STRINGS; i++)
		v[i + 1] = str_of(note.args[i]);
	return reply(&(struct decoder_head){.code = code, .line = (uint32_t)note.line}, v);
}

static bool reply_text(const struct file_text *t)
{
	const str v[DECODER_STRINGS] = {t->text, t->title};
	return reply(&(struct decoder_head){.sort = t->sort}, v);
}

static bool reply_bytes(str bytes, enum file_sort sort)
{
	const str v[DECODER_STRINGS] = {bytes};
	return reply(&(struct decoder_head){.sort = sort}, v);
}

/* The document, looked at in place: reading it needs no call that the filter forbids. */
static bool map_input(size_t most, str *ret)
{
	struct stat st;
	if (fstat(STDIN_FILENO, &st) != 0 || st.st_size < 0 || (size_t)st.st_size > most)
		return false;
	if (st.st_size == 0) {
		*ret = S("");
		return true;
	}
	void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, STDIN_FILENO, 0);
	if (p == MAP_FAILED)
		return false;
	*ret = (str){p, (size_t)st.st_size};
	return true;
}

/* ---- what is done with it, each returns whether the reply went out ---- */
static bool do_text(struct arena *a, str bytes)
{
	struct file_text t;
	err e = file_text_read(a, bytes, S(DECODER_NAME), &t);
	return e == OK ? reply_text(&t) : reply_failure(e);
}

static bool count(void *arg, str s)
{
	*(size_t *)arg += s.n;
	return true;
}

static bool send(void *arg, str s)
{
	unused_arg(arg);
	return write_all(s);
}

/* Told how long it is before it is written: the reply is never held as a whole. */
static bool reply_book(struct arena *a, const struct workbook *w)
{
	size_t n = 0;
	wire_book_write(a, w, count, &n);
	if (n > WIRE_BOOK_MOST)
		return reply_failure(fail(ERR_LIMIT, "{0} holds more text than one document may; split it", S(DECODER_NAME)));
	struct decoder_head head = {.magic = DECODER_MAGIC, .sort = w->sort, .n = {(uint32_t)n}};
	return write_all((str){(const char *)&head, sizeof head}) && wire_book_write(a, w, send, NULL);
}

static bool do_sheet(struct arena *a, str bytes)
{
	struct workbook w;
	err e = workbook_read(a, bytes, S(DECODER_NAME), &w);
	return e == OK ? reply_book(a, &w) : reply_failure(e);
}

static bool do_mark(struct arena *a, str input)
{
	struct marking m;
	enum file_sort sort;
	str bytes, marked;
	if (!wire_marking_read(a, input, &bytes, &m))
		return false;
	err e = workbook_mark(a, bytes, S(DECODER_NAME), &m, &marked, &sort);
	return e == OK ? reply_bytes(marked, sort) : reply_failure(e);
}

static bool do_picture(struct arena *a, str bytes)
{
	struct picture p;
	err e = picture_clean(a, bytes, S(DECODER_NAME), &p);
	return e == OK ? reply_bytes(p.bytes, FILE_IMAGE) : reply_failure(e);
}

static const struct verb {
	const char *name;
	bool (*run)(struct arena *, str);
	size_t most; /* bytes of its input */
} verbs[] = {
	{"read", do_text, LIMIT_FILE},
	{"sheet", do_sheet, LIMIT_FILE},
	{"mark", do_mark, LIMIT_FILE + WIRE_MARKS_MOST},
	{"picture", do_picture, LIMIT_FILE},
};

static int by_byte(const void *x, const void *y)
{
	return *(const char *)x - *(const char *)y;
}

/* The first long sorting asks how much memory the machine has, which may not be asked behind
 * the walls; the C library keeps the answer. */
static void warm_sort(void)
{
	char some[4096] = {0};
	qsort(some, sizeof some / 2, 2, by_byte);
}

static int run_verb(const struct sandbox_limits *limits, const struct verb *verb)
{
	struct arena a;
	str bytes;
	if (!map_input(verb->most, &bytes))
		return EXIT_NOT_STARTED;
	charset_warm();
	warm_sort();
	/* libzip turns the dates of entries into local time; with a zone that is named here the
	 * C library does not look for /etc/localtime, which it may not open behind the walls */
	setenv("TZ", "UTC0", 1);
	tzset();
	if (!sandbox_limit(limits) || !sandbox_reader())
		return EXIT_NO_WALLS;
	arena_init(&a);
	/* no tidying: the less runs behind the walls the better */
	_exit(verb->run(&a, bytes) ? 0 : 1);
}

static int run_program(const struct sandbox_limits *limits, char **argv)
{
	static char *const nothing[] = {NULL};
	if (!sandbox_limit(limits) || !sandbox_program(argv[0]))
		return EXIT_NO_WALLS;
	execve(argv[0], argv, nothing);
	return EXIT_NOT_STARTED;
}

static int run_reaching(const struct sandbox_limits *limits, char **argv)
{
	static char *const nothing[] = {NULL};
	if (!sandbox_limit(limits) || !sandbox_reaching(argv[1], !strcmp(argv[0], "files")))
		return EXIT_NO_WALLS;
	execve(argv[1], argv + 1, nothing);
	return EXIT_NOT_STARTED;
}

/* argv: memory in bytes, cpu seconds, a verb | "run" PROGRAM WORD… | "reach" files|nothing PROGRAM WORD… */
int file_decoder_main(int argc, char **argv)
{
	int64_t memory, cpu;
	if (argc < 3 || !str_int(str_of(argv[0]), &memory) || !str_int(str_of(argv[1]), &cpu) || memory <= 0 ||
	    cpu <= 0 || cpu > 3600)
		return 2;
	struct sandbox_limits limits = {(size_t)memory, (unsigned)cpu};
	for (size_t i = 0; i < COUNT_OF(verbs); i++)
		if (!strcmp(argv[2], verbs[i].name))
			return run_verb(&limits, &verbs[i]);
	if (!strcmp(argv[2], "reach") && argc > 4)
		return run_reaching(&limits, argv + 3);
	return !strcmp(argv[2], "run") && argc > 3 ? run_program(&limits, argv + 3) : 2;
}
