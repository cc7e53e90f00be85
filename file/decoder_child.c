/* SPDX-License-Identifier: Apache-2.0 */
/* The process that opens a document: `luoshi decoder read` is our own reader behind the
 * narrow filter, `luoshi decoder run PROGRAM WORD…` becomes another program behind the
 * wide one. */
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

/* The document, looked at in place: reading it needs no call that the filter forbids. */
static bool map_input(str *ret)
{
	struct stat st;
	if (fstat(STDIN_FILENO, &st) != 0 || st.st_size < 0 || st.st_size > LIMIT_FILE)
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

static int read_document(const struct sandbox_limits *limits)
{
	struct arena a;
	struct file_text t;
	str bytes;
	if (!map_input(&bytes))
		return EXIT_NOT_STARTED;
	charset_warm();
	/* libzip turns the dates of entries into local time; with a zone that is named here the
	 * C library does not look for /etc/localtime, which it may not open behind the walls */
	setenv("TZ", "UTC0", 1);
	tzset();
	if (!sandbox_limit(limits) || !sandbox_reader())
		return EXIT_NO_WALLS;
	arena_init(&a);
	err e = file_text_read(&a, bytes, S(DECODER_NAME), &t);
	bool sent = e == OK ? reply_text(&t) : reply_failure(e);
	/* no tidying: the less runs behind the walls the better */
	_exit(sent ? 0 : 1);
}

static int run_program(const struct sandbox_limits *limits, char **argv)
{
	static char *const nothing[] = {NULL};
	if (!sandbox_limit(limits) || !sandbox_program(argv[0]))
		return EXIT_NO_WALLS;
	execve(argv[0], argv, nothing);
	return EXIT_NOT_STARTED;
}

/* argv: memory in bytes, cpu seconds, "read" | "run" PROGRAM WORD… */
int file_decoder_main(int argc, char **argv)
{
	int64_t memory, cpu;
	if (argc < 3 || !str_int(str_of(argv[0]), &memory) || !str_int(str_of(argv[1]), &cpu) || memory <= 0 ||
	    cpu <= 0 || cpu > 3600)
		return 2;
	struct sandbox_limits limits = {(size_t)memory, (unsigned)cpu};
	if (!strcmp(argv[2], "read"))
		return read_document(&limits);
	return !strcmp(argv[2], "run") && argc > 3 ? run_program(&limits, argv + 3) : 2;
}
