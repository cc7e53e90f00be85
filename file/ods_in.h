/* SPDX-License-Identifier: Apache-2.0 */
/* ods_in: the styles of an OpenDocument workbook as number formats (ODF 1.3 part 3, 16.29). */
#ifndef LUOSHI_FILE_ODS_IN_H
#define LUOSHI_FILE_ODS_IN_H

#include "file/sheet_in.h"
#include "file/xml_in.h"

struct ods_styles;
struct ods_styles *ods_styles_new(struct book *);
/* For content.xml and styles.xml; what is no style is not looked at. */
void ods_style_open(struct ods_styles *, const struct xml_tag *);
void ods_style_close(struct ods_styles *, const struct xml_tag *);
void ods_style_text(struct ods_styles *, str piece);
str ods_style_format(struct ods_styles *, str cell_style); /* empty: none */
bool ods_style_hidden(struct ods_styles *, str table_style);

#endif
