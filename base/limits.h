/* SPDX-License-Identifier: Apache-2.0 */
/* limits: what a stranger may make us allocate or do. Held before anything is
 * allocated; each with the reason for its size. */
#ifndef LUOSHI_LIMITS_H
#define LUOSHI_LIMITS_H

#define LIMIT_FILE (20u << 20)        /* an uploaded file, bytes (ASVS 5.2.1) */
#define LIMIT_ARCHIVE_ENTRIES 2000    /* zip entries (ASVS 5.2.3) */
#define LIMIT_UNPACKED (300u << 20)   /* all entries together, bytes */
#define LIMIT_RATIO 200               /* unpacked : packed */
#define LIMIT_TEXT (4u << 20)         /* text of one document, bytes UTF-8 */
#define LIMIT_XML_DEPTH 256           /* nesting of elements */
#define LIMIT_JSON_DEPTH 64           /* nesting of JSON from outside: its reader calls itself, and stacks are small */
#define LIMIT_DECODER_SECONDS 20      /* cpu of the decoder for one file */
#define LIMIT_DECODER_MEMORY (512ul << 20)
#define LIMIT_SHEETS 256              /* of one workbook: one per unit of a county, three times over */
#define LIMIT_SHEET_ROWS 200000       /* with a value; twenty times the largest ledger seen */
#define LIMIT_SHEET_COLUMNS 1000
#define LIMIT_SHEET_CELLS 2000000     /* with a value, all sheets: 96 MB in the decoder and in the server */
#define LIMIT_SHEET_MERGES 100000     /* all sheets */
#define LIMIT_SHEET_TEXT (48u << 20)  /* of all cells as they are read, bytes UTF-8 */
#define LIMIT_SHEET_MARKS 200000      /* mistakes in one workbook that is sent back */
#define LIMIT_SHEET_MARKS_TEXT (16u << 20) /* their sentences, bytes */
#define LIMIT_SHEET_MARKED (40u << 20) /* the workbook that is sent back, bytes */
#define LIMIT_HTTP_HEAD (32u << 10)   /* request line and headers, bytes */
#define LIMIT_HTTP_BODY (21u << 20)   /* a file and its form */
#define LIMIT_HTTP_FIELDS 512         /* fields of one form */
#define LIMIT_FIELD_TEXT (64u << 10)  /* one text field of a matter, bytes */
#define LIMIT_LUA_MEMORY (8u << 20)   /* one Lua state */
#define LIMIT_LUA_STEPS 200000        /* instructions of one guard */
#define LIMIT_RESIDUAL_ROWS 5000      /* rows a list may look at for one page */
#define LIMIT_PAGE 200                /* rows of one page */

#endif
