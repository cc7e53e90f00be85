/* SPDX-License-Identifier: Apache-2.0 */
/* The decoder process. This program is also its own decoder: called with the word
 * `decoder` it goes the way `luoshi decoder` goes. */
#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#include "base/limits.h"
#include "base/words.h"
#include "file/child_in.h"
#include "file/program.h"
#include "file/sandbox_in.h"
#include "file_fixture.h"

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

#define SKIP(why) \
	do { \
		print_message("skipped: " why "\n"); \
		skip(); \
	} while (0)

static err decode(struct fixtures *f, const struct decoder_options *o, str bytes, struct file_text *ret)
{
	return file_decode(&f->arena, decoder_new(&f->arena, o), bytes, S("讲话.docx"), ret);
}

static void the_process_reads_as_the_reader_does(void **state)
{
	static const char *const names[] = {"plain.docx", "numbered.docx", "table.docx", "gbk.html",
					    "big5.html",  "utf16.html",    "long.docx",  "words.txt"};
	struct fixtures *f = *state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct file_text here, there;
		str bytes = fixture(f, names[i]);
		assert_int_equal(file_text_read(&f->arena, bytes, S("x"), &here), OK);
		if (decode(f, NULL, bytes, &there) != OK)
			test_fails("%s: %s", names[i], fail_key());
		same_str(there.text, here.text);
		same_str(there.title, here.title);
		assert_int_equal(there.sort, here.sort);
		assert_int_equal(there.raw_is_text, here.raw_is_text);
	}
}

static void a_refusal_keeps_its_sentence_and_gets_the_name(void **state)
{
	struct fixtures *f = *state;
	struct file_text t;
	struct buf b;
	refused(decode(f, NULL, fixture(f, "climb.docx"), &t), ERR_INPUT, "{0} holds names that point outside");
	buf_init(&b, &f->arena);
	fail_text(&b, LANG_ZH);
	same_str(buf_str(&b), S("讲话.docx 内含指向外部的文件名，不是 Word 或 WPS 生成的；请不要打开"));
	refused(decode(f, NULL, fixture(f, "bomb.docx"), &t), ERR_LIMIT, "{0} unpacks to far more");
}

/* ---- what comes of a decoder that fails ---- */
static const char *script(struct fixtures *f, const char *name, const char *text)
{
	char *path = arena_alloc(&f->arena, 256);
	snprintf(path, 256, "%s/%s", f->folder, name);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0755);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
	return path;
}

static void failures_of_the_process_are_told_apart(void **state)
{
	struct fixtures *f = *state;
	const struct {
		const char *name, *text;
		err code;
		const char *sentence;
	} row[] = {
		{"crash", "#!/bin/sh\nkill -SEGV $$\n", ERR_INPUT, "{0} is damaged or too large for its reader"},
		{"walled", "#!/bin/sh\nkill -SYS $$\n", ERR_INPUT, "{0} made its reader try what a document may not"},
		{"spent", "#!/bin/sh\nkill -XCPU $$\n", ERR_INPUT, "{0} takes too long to read"},
		{"hangs", "#!/bin/sh\nsleep 60\n", ERR_INPUT, "{0} takes too long to read"},
		{"mute", "#!/bin/sh\nexec >&-\nsleep 60\n", ERR_INPUT, "{0} takes too long to read"},
		{"floods", "#!/bin/sh\nexec yes\n", ERR_LIMIT, "{0} holds more text than one document may"},
		{"silent", "#!/bin/sh\nexit 0\n", ERR_IO, "the reader of documents gave no usable answer"},
		{"lies", "#!/bin/sh\nprintf 'LSD1....................................'\n", ERR_IO, "the reader of documents gave no"},
		{"unwalled", "#!/bin/sh\nexit 126\n", ERR_IO, "documents are not opened here"},
	};
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		struct decoder_options o = {.program = script(f, row[i].name, row[i].text), .wall_seconds = 1};
		struct file_text t;
		struct timespec from, to;
		clock_gettime(CLOCK_MONOTONIC, &from);
		refused(decode(f, &o, fixture(f, "plain.docx"), &t), row[i].code, row[i].sentence);
		clock_gettime(CLOCK_MONOTONIC, &to);
		assert_true(to.tv_sec - from.tv_sec < 20);
	}
	struct decoder_options none = {.program = "/nowhere/luoshi"};
	struct file_text t;
	refused(decode(f, &none, fixture(f, "plain.docx"), &t), ERR_IO, "the program that opens documents cannot be started");
}

/* Only sentences of the catalogue are said, whatever the process answers. */
static void a_reader_taken_over_cannot_speak(void **state)
{
	struct fixtures *f = *state;
	struct decoder_options o = {.program = script(f, "speaks",
		"#!/bin/sh\nprintf 'LSD1\\001\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000"
		"\\004\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000evil'\n")};
	struct file_text t;
	refused(decode(f, &o, fixture(f, "plain.docx"), &t), ERR_IO, "the reader of documents gave no usable answer");
}

static void memory_is_capped(void **state)
{
	struct fixtures *f = *state;
	struct decoder_options small = {.memory = 48u << 20}, usual = {0};
	struct file_text t;
	struct buf b;
	if (SANITIZED)
		SKIP("the sanitizer reserves more addresses than any cap allows");
	buf_init(&b, &f->arena);
	buf_z(&b, "<p>");
	while (b.n < (16u << 20))
		buf_z(&b, "<div><b></b></div>");
	buf_z(&b, "text");
	refused(decode(f, &small, buf_str(&b), &t), ERR_INPUT, "{0} is damaged or too large for its reader");
	assert_int_equal(decode(f, &usual, buf_str(&b), &t), OK);
	same_str(t.text, S("text"));
}

/* ---- the walls themselves ---- */
static void try_read(void)
{
	char c;
	(void)!read(-1, &c, 1);
}

static void try_open(void)
{
	(void)!open("/dev/null", O_RDONLY);
}

static void try_socket(void)
{
	(void)socket(AF_INET, SOCK_STREAM, 0);
}

static void try_fork(void)
{
	(void)fork();
}

static void try_exec(void)
{
	char *const argv[] = {(char *)"true", NULL};
	execve("/bin/true", argv, argv + 1);
}

static void try_code(void)
{
	(void)!mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static void try_write_elsewhere(void)
{
	(void)!write(7, "x", 1);
}

static void try_kill_parent(void)
{
	kill(getppid(), 0);
}

static void try_spin(void)
{
	for (volatile unsigned long i = 0;; i++)
		;
}

/* How a process ends that puts up the narrow walls and then does this. */
static int behind_walls(void (*act)(void), unsigned cpu)
{
	int status;
	pid_t pid = fork();
	if (pid == 0) {
		struct sandbox_limits l = {LIMIT_DECODER_MEMORY, cpu};
		if (!sandbox_limit(&l) || !sandbox_reader())
			_exit(9);
		act();
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFSIGNALED(status) ? WTERMSIG(status) : -WEXITSTATUS(status);
}

static void the_filter_forbids_what_a_reader_does_not_need(void **state)
{
	unused_arg(state);
	const struct {
		const char *what;
		void (*act)(void);
	} row[] = {
		{"open", try_open},   {"socket", try_socket}, {"fork", try_fork},   {"execve", try_exec},
		{"code", try_code},   {"write", try_write_elsewhere}, {"kill", try_kill_parent},
	};
	assert_int_equal(behind_walls(try_read, 5), 0);
	for (size_t i = 0; i < COUNT_OF(row); i++)
		if (behind_walls(row[i].act, 5) != SIGSYS)
			test_fails("%s is allowed", row[i].what);
}

static void cpu_time_is_capped(void **state)
{
	unused_arg(state);
	assert_int_equal(behind_walls(try_spin, 1), SIGXCPU);
}

static int landlock_here(void)
{
	return (int)syscall(444, NULL, 0, 1) > 0;
}

/* What a program behind the wide walls is let do; a bit for each. */
enum { CONNECTS = 1, FORKS = 2, WRITES = 4, READS = 8, SIGNALS = 16, LOADS = 32 };
static int let_do(const char *document)
{
	int can = 0;
	can |= socket(AF_INET, SOCK_STREAM, 0) >= 0 ? CONNECTS : 0;
	pid_t pid = fork();
	if (pid == 0)
		_exit(0);
	can |= pid > 0 ? FORKS : 0;
	can |= open("/tmp/luoshi-file-new", O_WRONLY | O_CREAT, 0600) >= 0 ? WRITES : 0;
	can |= open(document, O_RDONLY) >= 0 ? READS : 0;
	can |= kill(getppid(), 0) == 0 ? SIGNALS : 0;
	can |= open("/usr", O_RDONLY | O_DIRECTORY) >= 0 ? LOADS : 0;
	return can;
}

static void programs_have_no_network_and_touch_nothing(void **state)
{
	struct fixtures *f = *state;
	char document[128];
	int status;
	snprintf(document, sizeof document, "%s/plain.docx", f->folder);
	chmod(f->folder, 0755);
	pid_t pid = fork();
	if (pid == 0) {
		struct sandbox_limits l = {LIMIT_DECODER_MEMORY, 5};
		_exit(sandbox_limit(&l) && sandbox_program("/usr/bin/true") ? let_do(document) : 99);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), landlock_here() ? LOADS : LOADS | READS);
}

static void programs_read_no_documents_of_others(void **state)
{
	struct fixtures *f = *state;
	if (!landlock_here())
		SKIP("this kernel has no Landlock");
	struct decoder_options o = {.catdoc = "/bin/cat"};
	struct file_text t;
	/* cat takes "-w" for a fault and ends; with a script in its place the shell's own read is refused */
	refused(decode(f, &o, fixture(f, "old.doc"), &t), ERR_INPUT, "{0} cannot be read as an old Word file");
	char text[256];
	snprintf(text, sizeof text, "#!/bin/sh\nread v <%s/words.txt && echo \"stolen $v\" || echo safe\n", f->folder);
	chmod(f->folder, 0755);
	o.catdoc = script(f, "thief", text);
	assert_int_equal(decode(f, &o, fixture(f, "old.doc"), &t), OK);
	same_str(t.text, S("safe"));
}

/* ---- what they are given ---- */
static size_t step; /* no write takes more than this; 0: as the kernel will */
ssize_t __real_write(int fd, const void *p, size_t n);
ssize_t __wrap_write(int fd, const void *p, size_t n);
ssize_t __wrap_write(int fd, const void *p, size_t n)
{
	return __real_write(fd, p, step && n > step ? step : n);
}

static void a_document_arrives_whole_in_however_many_writes(void **state)
{
	struct fixtures *f = *state;
	static char *const words[] = {NULL};
	const struct program_call c = {.path = "/bin/cat", .words = words, .input = fixture(f, "words.txt"), .memory = LIMIT_DECODER_MEMORY, .cpu_seconds = 5};
	struct program_end end;
	struct file_text t;
	step = 7;
	err ran = program_run(&f->arena, &c, 1 << 20, 20, &end), read = decode(f, NULL, c.input, &t);
	step = 0;
	assert_int_equal(ran, OK);
	assert_int_equal(end.status, 0);
	same_str(end.out, c.input);
	assert_int_equal(read, OK);
}

static void what_a_program_is_given_is_sealed(void **state)
{
	char back[8];
	(void)state;
	int fd = child_input(S("eight by"));
	assert_int_equal(read(fd, back, sizeof back), 8);
	assert_memory_equal(back, "eight by", 8);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	assert_int_equal(write(fd, "x", 1), -1);
	fd_drop(&fd);
	assert_int_equal(fd, -1);
}

/* ---- pdf and doc ---- */
static void pdf_goes_through_pdftotext(void **state)
{
	struct fixtures *f = *state;
	struct file_text t;
	struct decoder_options none = {.pdftotext = "/nowhere/pdftotext"};
	refused(decode(f, &none, fixture(f, "page.pdf"), &t), ERR_IO, "PDF files are read by pdftotext, which is not installed");
	if (access("/usr/bin/pdftotext", X_OK) != 0)
		SKIP("poppler-utils is not installed");
	assert_int_equal(decode(f, NULL, fixture(f, "page.pdf"), &t), OK);
	same_str(t.text, S("关于推进重点项目建设的通知\n一、年底前完成一般公共预算收入增长百分之九点七，力争走在前列。"
			   "同时加快推进各类重点项目建设工作，确保年底全部开工。\n（一）新建学校。\n"
			   "二、加强调度，对进度滞后的单位及时提醒，每月通报一次工作进展。\n2024年8月3日"));
	assert_int_equal(t.sort, FILE_PDF);
	refused(decode(f, NULL, fixture(f, "scan.pdf"), &t), ERR_INPUT, "{0} is a scan without text");
	refused(decode(f, NULL, fixture(f, "locked.pdf"), &t), ERR_INPUT, "{0} is locked with a password");
	refused(decode(f, NULL, fixture(f, "damaged.pdf"), &t), ERR_INPUT, "{0} is a damaged PDF");
}

static void doc_goes_through_catdoc(void **state)
{
	struct fixtures *f = *state;
	struct file_text t;
	struct decoder_options none = {.catdoc = "/nowhere/catdoc"};
	refused(decode(f, NULL, fixture(f, "locked.doc"), &t), ERR_INPUT, "{0} is locked with a password");
	refused(decode(f, &none, fixture(f, "old.doc"), &t), ERR_IO, "old Word files (.doc, .wps) are read by catdoc");
	if (access("/usr/bin/catdoc", X_OK) != 0)
		SKIP("catdoc is not installed");
	assert_int_equal(decode(f, NULL, fixture(f, "old.doc"), &t), OK);
	assert_true(str_starts(t.text, S("关于推进重点项目建设的通知\n各镇街：\n年底前完成十个项目，确保一般公共预算收入增长。\n"
					 "序号\t任务\n1\t新建学校\n落款")));
	assert_int_equal(t.sort, FILE_DOC);
}

/* ---- many at once ---- */
struct one {
	const struct decoder *decoder;
	str bytes;
	err e;
};

static void *decode_one(void *arg)
{
	struct one *o = arg;
	struct arena a;
	struct file_text t;
	arena_init(&a);
	o->e = file_decode(&a, o->decoder, o->bytes, S("x"), &t);
	arena_done(&a);
	return NULL;
}

static void a_burst_waits_its_turn(void **state)
{
	struct fixtures *f = *state;
	char text[512];
	struct one v[8];
	pthread_t thread[8];
	/* each run counts who else is inside */
	snprintf(text, sizeof text, "#!/bin/sh\nmkdir %s/in.$$\nls -d %s/in.* | wc -l >>%s/most\nsleep 0.05\nrmdir %s/in.$$\n", f->folder,
		 f->folder, f->folder, f->folder);
	struct decoder_options o = {.program = script(f, "counts", text), .at_once = 2};
	const struct decoder *d = decoder_new(&f->arena, &o);
	/* a shell without an environment finds its programs in the default path */
	for (size_t i = 0; i < COUNT_OF(v); i++) {
		v[i] = (struct one){d, fixture(f, "plain.docx"), OK};
		pthread_create(&thread[i], NULL, decode_one, &v[i]);
	}
	for (size_t i = 0; i < COUNT_OF(v); i++) {
		pthread_join(thread[i], NULL);
		assert_int_equal(v[i].e, ERR_IO); /* the script answers nothing */
	}
	str most = fixture(f, "most");
	size_t ones = 0, twos = 0;
	for (size_t i = 0; i < most.n; i++) {
		ones += most.p[i] == '1';
		twos += most.p[i] == '2';
		assert_true(most.p[i] == '1' || most.p[i] == '2' || most.p[i] == '\n');
	}
	assert_int_equal(ones + twos, COUNT_OF(v));
}

static void too_long_a_queue_is_said(void **state)
{
	struct fixtures *f = *state;
	struct decoder_options o = {.program = script(f, "slow", "#!/bin/sh\nsleep 60\n"), .at_once = 1, .wall_seconds = 1};
	struct one v[4];
	pthread_t thread[4];
	size_t busy = 0;
	const struct decoder *d = decoder_new(&f->arena, &o);
	for (size_t i = 0; i < COUNT_OF(v); i++) {
		v[i] = (struct one){d, fixture(f, "plain.docx"), OK};
		pthread_create(&thread[i], NULL, decode_one, &v[i]);
	}
	for (size_t i = 0; i < COUNT_OF(v); i++) {
		pthread_join(thread[i], NULL);
		busy += v[i].e == ERR_BUSY;
	}
	assert_true(busy >= 1);
}

int main(int argc, char **argv)
{
	if (argc > 1 && !strcmp(argv[1], "decoder"))
		return file_decoder_main(argc - 2, argv + 2);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_process_reads_as_the_reader_does),
		cmocka_unit_test(a_refusal_keeps_its_sentence_and_gets_the_name),
		cmocka_unit_test(failures_of_the_process_are_told_apart),
		cmocka_unit_test(a_reader_taken_over_cannot_speak),
		cmocka_unit_test(memory_is_capped),
		cmocka_unit_test(the_filter_forbids_what_a_reader_does_not_need),
		cmocka_unit_test(cpu_time_is_capped),
		cmocka_unit_test(programs_have_no_network_and_touch_nothing),
		cmocka_unit_test(programs_read_no_documents_of_others),
		cmocka_unit_test(a_document_arrives_whole_in_however_many_writes),
		cmocka_unit_test(what_a_program_is_given_is_sealed),
		cmocka_unit_test(pdf_goes_through_pdftotext),
		cmocka_unit_test(doc_goes_through_catdoc),
		cmocka_unit_test(a_burst_waits_its_turn),
		cmocka_unit_test(too_long_a_queue_is_said),
	};
	return cmocka_run_group_tests(tests, fixtures_make, fixtures_free);
}
