/* SPDX-License-Identifier: Apache-2.0 */
/* The server's side of opening a document: the queue, the call, and what the answer, or
 * the lack of one, means. Nothing that comes back is believed before it is checked. */
#include "file/file.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/steady.h"
#include "base/words.h"
#include "file/decoder_in.h"
#include "file/ole_in.h"
#include "file/pdf_lines_in.h"
#include "file/process_in.h"
#include "file/read_in.h"

struct gate {
	pthread_mutex_t lock;
	pthread_cond_t freed;
	unsigned inside;
};
struct decoder {
	struct decoder_options o;
	struct gate *gate;
	char memory[24], cpu[24];
};

/* ---- the queue ---- */
static void gate_free(void *arg)
{
	struct gate *g = arg;
	ours(g->inside == 0);
	pthread_cond_destroy(&g->freed);
	pthread_mutex_destroy(&g->lock);
}

static struct gate *gate_new(struct arena *a)
{
	struct gate *g = arena_new(a, struct gate);
	steady_cond(&g->freed);
	pthread_mutex_init(&g->lock, NULL);
	arena_defer(a, gate_free, g);
	return g;
}

static err enter(const struct decoder *d, str name)
{
	struct timespec until = steady_in((int64_t)d->o.wall_seconds * 1000);
	int r = 0;
	pthread_mutex_lock(&d->gate->lock);
	while (d->gate->inside >= d->o.at_once && r != ETIMEDOUT)
		r = pthread_cond_timedwait(&d->gate->freed, &d->gate->lock, &until);
	bool mine = d->gate->inside < d->o.at_once;
	d->gate->inside += mine;
	pthread_mutex_unlock(&d->gate->lock);
	return mine ? OK : fail(ERR_BUSY, "many documents are being opened before {0}; try again in a minute", name);
}

static void leave(const struct decoder *d)
{
	pthread_mutex_lock(&d->gate->lock);
	d->gate->inside--;
	pthread_cond_signal(&d->gate->freed);
	pthread_mutex_unlock(&d->gate->lock);
}

const struct decoder *decoder_new(struct arena *a, const struct decoder_options *options)
{
	struct decoder *d = arena_new(a, struct decoder);
	if (options)
		d->o = *options;
	d->o.program = d->o.program ? d->o.program : "/proc/self/exe";
	d->o.pdftotext = d->o.pdftotext ? d->o.pdftotext : "/usr/bin/pdftotext";
	d->o.catdoc = d->o.catdoc ? d->o.catdoc : "/usr/bin/catdoc";
	d->o.at_once = d->o.at_once ? d->o.at_once : 2;
	d->o.cpu_seconds = d->o.cpu_seconds ? d->o.cpu_seconds : LIMIT_DECODER_SECONDS;
	d->o.wall_seconds = d->o.wall_seconds ? d->o.wall_seconds : LIMIT_DECODER_SECONDS + 10;
	d->o.memory = d->o.memory ? d->o.memory : LIMIT_DECODER_MEMORY;
	snprintf(d->memory, sizeof d->memory, "%zu", d->o.memory);
	snprintf(d->cpu, sizeof d->cpu, "%u", d->o.cpu_seconds);
	d->gate = gate_new(a);
	return d;
}

/* ---- a call ---- */
static err too_much(str name)
{
	return fail(ERR_LIMIT, "{0} holds more text than one document may; split it", name);
}

static err killed(int signal, str name, bool book, bool picture)
{
	char number[16];
	if (picture)
		return fail(ERR_INPUT, "{0} is damaged or was cut off on its way; choose it again, or send a screenshot of it", name);
	if ((signal == SIGXCPU || signal == SIGKILL) && book)
		return fail(ERR_INPUT, "{0} takes too long to read; take out what is not needed, or split it", name);
	if (signal == SIGXCPU || signal == SIGKILL)
		return fail(ERR_INPUT, "{0} takes too long to read; open it in Word or WPS, save the text as .txt and send that", name);
	if (signal == SIGSYS)
		return fail(ERR_INPUT, "{0} made its reader try what a document may not; do not open it, ask its sender", name);
	snprintf(number, sizeof number, "%d", signal);
	if (book)
		return fail(ERR_INPUT, "{0} is damaged or too large for its reader, which gave up (signal {1}); save it again as .xlsx",
			    name, str_of(number));
	return fail(ERR_INPUT, "{0} is damaged or too large for its reader, which gave up (signal {1}); save it again as .docx",
		    name, str_of(number));
}

err decoder_call(struct arena *a, const struct decoder *d, const struct decoder_call *c, struct process_end *ret)
{
	char *argv[16] = {(char *)d->o.program, (char *)"decoder", (char *)d->memory, (char *)d->cpu};
	for (size_t i = 4; c->words[i - 4] && i + 1 < COUNT_OF(argv); i++)
		argv[i] = c->words[i - 4];
	struct process p = {.program = d->o.program, .argv = argv, .input = c->input, .most = c->most,
			    .wall_seconds = d->o.wall_seconds};
	TRY(enter(d, c->name));
	err e = process_run(a, &p, ret);
	leave(d);
	TRY(e);
	if (ret->much)
		return too_much(c->name);
	if (ret->late)
		return killed(SIGXCPU, c->name, c->book, c->picture);
	if (WIFSIGNALED(ret->status))
		return killed(WTERMSIG(ret->status), c->name, c->book, c->picture);
	if (WEXITSTATUS(ret->status) == 126)
		return fail(ERR_IO, "documents are not opened here, because this system cannot wall off their reader (seccomp)");
	return OK;
}

static err call(struct arena *a, const struct decoder *d, char *const *words, str bytes, str name, struct process_end *ret)
{
	return decoder_call(a, d, &(struct decoder_call){.words = words, .input = bytes, .name = name, .most = DECODER_REPLY_MOST}, ret);
}

/* ---- our own reader ---- */

/* The catalogue's own copy of a sentence that came as bytes; only what the catalogue
 * knows is said, so a reader that was taken over cannot put words into our mouth. */
struct known {
	struct known *next;
	char key[];
};
static const char *known_sentence(str key)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	static struct known *all; /* at most the catalogue, kept for good */
	static struct arena arena;
	str zh = word_str(LANG_ZH, key);
	if (!key.n || (zh.p >= key.p && zh.p <= key.p + key.n))
		return NULL;
	pthread_mutex_lock(&lock);
	struct known *k = all;
	while (k && !str_eq(str_of(k->key), key))
		k = k->next;
	if (!k) {
		k = arena_alloc(&arena, sizeof *k + key.n + 1);
		memcpy(k->key, key.p, key.n);
		k->next = all;
		all = k;
	}
	pthread_mutex_unlock(&lock);
	return k->key;
}

static void copy_argument(char *to, size_t size, str s, str name)
{
	if (str_eq(s, S(DECODER_NAME)))
		s = name;
	size_t n = s.n < size ? s.n : size - 1;
	while (n && n < s.n && ((uint8_t)s.p[n] & 0xc0) == 0x80)
		n--;
	if (n)
		memcpy(to, s.p, n);
	to[n] = 0;
}

err decoder_no_answer(str name)
{
	return fail(ERR_IO, "the reader of documents gave no usable answer about {0}; try again, then tell the administrator", name);
}

static err failed_there(const struct decoder_head *head, const str v[DECODER_STRINGS], str name)
{
	struct fail_note note = {.sentence = known_sentence(v[0]), .file = "decoder", .line = (int)(head->line & 0xffff)};
	if (!note.sentence || head->code > ERR_IO)
		return decoder_no_answer(name);
	note.n = DECODER_STRINGS - 1;
	for (size_t i = 0; i < note.n; i++)
		copy_argument(note.args[i], sizeof note.args[i], v[i + 1], name);
	fail_restore(&note);
	return (err)head->code;
}

/* bytes: what is not a failure holds bytes where the text would be. */
static bool split_reply(str s, bool bytes, struct decoder_head *head, str v[DECODER_STRINGS])
{
	size_t at = sizeof *head;
	if (s.n < at)
		return false;
	memcpy(head, s.p, at);
	for (size_t i = 0; i < DECODER_STRINGS; i++) {
		if (head->n[i] > s.n - at)
			return false;
		v[i] = str_cut(s, at, at + head->n[i]);
		at += head->n[i];
		if (!(bytes && i == 0 && head->code == OK) && utf8_valid(v[i]) != v[i].n)
			return false;
	}
	return at == s.n && head->magic == DECODER_MAGIC && head->sort < FILE_SORTS;
}

static err decode_here(struct arena *a, const struct decoder *d, str bytes, str name, struct file_text *ret)
{
	static char *const words[] = {(char *)"read", NULL};
	struct decoder_head head;
	struct process_end end;
	str v[DECODER_STRINGS];
	TRY(call(a, d, words, bytes, name, &end));
	if (!split_reply(end.out, false, &head, v))
		return decoder_no_answer(name);
	if (head.code != OK)
		return failed_there(&head, v, name);
	if (v[0].n > LIMIT_TEXT)
		return too_much(name);
	*ret = (struct file_text){.text = v[0], .title = v[1], .sort = (enum file_sort)head.sort};
	return OK;
}

err decoder_reply_bytes(const struct process_end *end, str name, str *ret, enum file_sort *ret_sort)
{
	struct decoder_head head;
	str v[DECODER_STRINGS];
	if (!split_reply(end->out, true, &head, v))
		return decoder_no_answer(name);
	if (head.code != OK)
		return failed_there(&head, v, name);
	*ret = v[0];
	*ret_sort = (enum file_sort)head.sort;
	return OK;
}

/* ---- programs of other people ---- */

/* Valid UTF-8 without control characters but tab, newline and form feed. */
static str cleaned(struct arena *a, str s)
{
	struct buf b;
	buf_init(&b, a);
	while (s.n) {
		str good = str_cut(s, 0, utf8_valid(s));
		for (size_t i = 0; i < good.n; i++)
			if ((uint8_t)good.p[i] >= 0x20 || good.p[i] == '\n' || good.p[i] == '\t' || good.p[i] == '\f')
				buf_byte(&b, good.p[i]);
		s = str_cut(s, good.n, s.n);
		if (s.n)
			buf_z(&b, "\xef\xbf\xbd");
		s = str_cut(s, 1, s.n);
	}
	return buf_str(&b);
}

static err call_program(struct arena *a, const struct decoder *d, char *const *words, str bytes, str name,
			struct process_end *ret)
{
	TRY(call(a, d, words, bytes, name, ret));
	if (WEXITSTATUS(ret->status) == 127)
		return fail(ERR_IO, "the program {0} cannot be started; the administrator should install it again", str_of(words[1]));
	if (ret->out.n > LIMIT_TEXT)
		return too_much(name);
	ret->out = cleaned(a, ret->out);
	return OK;
}

static err pdf_without_text(const struct process_end *end, str bytes, str name)
{
	if (end->status != 0 && str_find(bytes, S("/Encrypt"), 0) >= 0)
		return fail(ERR_INPUT, "{0} is locked with a password; open it, take the password off, save it and send it again", name);
	if (end->status != 0)
		return fail(ERR_INPUT, "{0} is a damaged PDF; print it to PDF once more, or ask for it again", name);
	return fail(ERR_INPUT, "{0} is a scan without text; run character recognition (OCR) over it and send the result", name);
}

static err pdf_read(struct arena *a, const struct decoder *d, str bytes, str name, struct file_text *ret)
{
	char *const words[] = {(char *)"run",   (char *)d->o.pdftotext, (char *)"-q", (char *)"-enc",
			       (char *)"UTF-8", (char *)"-",            (char *)"-",  NULL};
	struct process_end end;
	if (access(d->o.pdftotext, X_OK) != 0)
		return fail(ERR_IO, "PDF files are read by pdftotext, which is not installed: install poppler-utils, or save {0} as .docx", name);
	TRY(call_program(a, d, words, bytes, name, &end));
	str text = pdf_lines(a, end.out);
	if (!text.n)
		return pdf_without_text(&end, bytes, name);
	*ret = (struct file_text){.text = text, .title = S(""), .sort = FILE_PDF};
	return OK;
}

/* fEncrypted, bit 8 of the flags of the FIB ([MS-DOC] 2.5.2) */
static bool doc_locked(str bytes)
{
	struct ole o;
	struct ole_entry e;
	uint8_t fib[32];
	return ole_open(bytes, &o) && ole_find(&o, "WordDocument", &e) && ole_head(&o, &e, fib, sizeof fib) == sizeof fib &&
	       (fib[11] & 1);
}

/* Lines without blanks at their ends and without empty ones; a leading tab is an empty cell. */
static str tidy_lines(struct arena *a, str s)
{
	struct buf b;
	str line, rest;
	buf_init(&b, a);
	for (bool more = true; more; s = rest) {
		more = str_split(s, '\n', &line, &rest);
		if (!more)
			line = s;
		if (!str_trim(line).n)
			continue;
		if (b.n)
			buf_byte(&b, '\n');
		bool row = str_find(line, S("\t"), 0) >= 0;
		while (row && (str_ends(line, S("\t")) || str_ends(line, S(" "))))
			line.n--;
		buf_add(&b, row ? line : str_trim(line));
	}
	return buf_str(&b);
}

static err doc_read(struct arena *a, const struct decoder *d, str bytes, str name, struct file_text *ret)
{
	char *const words[] = {(char *)"run", (char *)d->o.catdoc, (char *)"-w", (char *)"-d", (char *)"utf-8", (char *)"-", NULL};
	struct process_end end;
	if (doc_locked(bytes))
		return fail(ERR_INPUT, "{0} is locked with a password; open it, take the password off, save it and send it again", name);
	if (access(d->o.catdoc, X_OK) != 0)
		return fail(ERR_IO, "old Word files (.doc, .wps) are read by catdoc, which is not installed: install catdoc, or save {0} as .docx", name);
	TRY(call_program(a, d, words, bytes, name, &end));
	str text = tidy_lines(a, end.out);
	if (end.status != 0 || !text.n)
		return fail(ERR_INPUT, "{0} cannot be read as an old Word file; open it in Word or WPS and save it as .docx", name);
	*ret = (struct file_text){.text = text, .title = S(""), .sort = FILE_DOC};
	return OK;
}

err file_decode(struct arena *a, const struct decoder *d, str bytes, str name, struct file_text *ret)
{
	enum file_sort sort;
	TRY(file_check(bytes, name, &sort));
	if (sort == FILE_TEXT)
		return file_text_read(a, bytes, name, ret);
	if (sort == FILE_PDF)
		return pdf_read(a, d, bytes, name, ret);
	return sort == FILE_DOC ? doc_read(a, d, bytes, name, ret) : decode_here(a, d, bytes, name, ret);
}
