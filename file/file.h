/* SPDX-License-Identifier: Apache-2.0 */
/* file: what strangers send, opened safely. A sort is told from the bytes, never
 * from the name; the name only stands in messages.
 *
 *     decoder_new (once) -> file_decode (any thread, any number) -> text_decode(d)
 *
 * Who opens what, and behind which walls:
 * | sort         | opened by                       | walls                                          |
 * | text         | nobody: raw_is_text, the caller hands the bytes to text_decode                |
 * | html, docx   | our reader, process `decoder`   | seccomp (read, write, memory, exit; nothing    |
 * |              |                                 | else), rlimits, no privileges, no descriptors  |
 * | workbooks    | our readers (sheet.h), as html  |                                                |
 * | pdf          | pdftotext (poppler-utils)       | rlimits, no privileges, no network, Landlock   |
 * | doc, wps     | catdoc                          | (reads programs and libraries, writes nothing),|
 * |              |                                 | seccomp without sockets, children, signals     |
 * | all others   | nobody: one sentence that says what to do                                    |
 * Programs of other people open files and so cannot live under the narrow filter of
 * our own reader; they get the wide one. All of them get an empty environment, the
 * working directory /, the document as a sealed memory file on standard input, one
 * pipe out, a wall-clock limit kept by the parent and a cap on the output. A namespace
 * without network and Landlock need a kernel that allows them; where it does not, the
 * filter alone stands between the program and the network.
 *
 * Documents to be stored are text: tables one row per line, cells separated by \t,
 * paragraphs and rows by \n, no empty lines. Everything lives in the arena given. */
#ifndef LUOSHI_FILE_H
#define LUOSHI_FILE_H

#include "base/err.h"

enum file_sort {
	FILE_UNKNOWN,
	FILE_EMPTY,
	FILE_TEXT,
	FILE_HTML,
	FILE_DOCX,
	FILE_DOC,      /* .doc and .wps: OLE2 with a WordDocument */
	FILE_PDF,
	FILE_XLSX,
	FILE_XLS,
	FILE_PPTX,
	FILE_PPT,
	FILE_ODF,      /* OpenDocument, another than a workbook */
	FILE_OFD,      /* GB/T 33190 */
	FILE_RTF,
	FILE_MHTML,    /* 单个文件网页 */
	FILE_WORD_XML, /* Word 2003 XML */
	FILE_ODS,      /* OpenDocument, a workbook */
	FILE_SHEET_XML, /* SpreadsheetML: Excel 2003 XML */
	FILE_LOCKED,   /* OLE2 around an encrypted .docx, .xlsx or .pptx */
	FILE_OLE,      /* OLE2 of another kind */
	FILE_ZIP,      /* a zip of another kind */
	FILE_ARCHIVE,  /* rar, 7z, gzip … */
	FILE_IMAGE,
	FILE_MEDIA,    /* sound and pictures that move */
	FILE_SORTS
};
enum file_sort file_sniff(str bytes);
/* "docx", "pdf": also the usual extension. */
const char *file_sort_name(enum file_sort);

struct file_text {
	str text;         /* UTF-8; when raw_is_text the bytes of the file themselves */
	str title;        /* from the metadata; may be empty */
	enum file_sort sort;
	bool raw_is_text; /* a text file: decoding and repair work on the bytes */
};

/* In this process. Only for the decoder process and for tests: a fault in a reader is
 * a fault of whoever calls this. Reads text, html and docx.
 * ERR_INPUT: damaged, locked, empty, or a sort that is not read (each with what to do).
 * ERR_LIMIT: larger, deeper or more than base/limits.h allows. */
err file_text_read(struct arena *, str bytes, str name, struct file_text *ret) must_check;

/* How documents are opened. Zero and NULL stand for the values behind. */
struct decoder_options {
	const char *program;   /* runs file_decoder_main when called `program decoder`; /proc/self/exe */
	const char *pdftotext; /* /usr/bin/pdftotext */
	const char *catdoc;    /* /usr/bin/catdoc */
	unsigned at_once;      /* processes of one decoder at a time; 2: bounds the memory a burst can take */
	unsigned wall_seconds; /* LIMIT_DECODER_SECONDS + 10 */
	unsigned cpu_seconds;  /* LIMIT_DECODER_SECONDS */
	size_t memory;         /* address space of one process, bytes; LIMIT_DECODER_MEMORY */
};
/* Holds only the queue; ends with the arena, which must outlive every file_decode. */
struct decoder;
const struct decoder *decoder_new(struct arena *, const struct decoder_options *);

/* In a process of its own, any thread. Waits for its turn at most wall_seconds.
 * ERR_INPUT and ERR_LIMIT as above, and when the document kills or hangs its reader.
 * ERR_BUSY: too many documents before this one. ERR_IO: a program is not installed or
 * cannot be started. */
err file_decode(struct arena *, const struct decoder *, str bytes, str name, struct file_text *ret) must_check;

/* The other end: `luoshi decoder` and nobody else calls this, before any thread is
 * started. words are those after `decoder`. Returns the exit status. */
int file_decoder_main(int argc, char **argv);

#endif
