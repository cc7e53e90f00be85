/* SPDX-License-Identifier: Apache-2.0 */
/* opc_in: how the parts of an Office zip relate to each other (ECMA-376 part 2, 6.5). */
#ifndef LUOSHI_FILE_OPC_IN_H
#define LUOSHI_FILE_OPC_IN_H

#include "file/xml_in.h"

struct relation {
	str id, type, target;
};
struct relations {
	struct arena *arena;
	LIST(struct relation) v;
};
/* Those of the part `of`, the package's own where it is empty; none is no error. */
err opc_relations_read(struct arena *, struct zip_in *, str of, struct relations *ret) must_check;
/* The part that `of` relates to by a type that ends so; `otherwise` when there is none. */
str opc_related(struct arena *, struct zip_in *, const struct relations *, str of, str type, str otherwise);
/* The part behind one relation of `of`. */
str opc_part(struct arena *, str of, const struct relation *);
/* "xl/workbook.xml" -> "xl/_rels/workbook.xml.rels" */
str opc_relations_part(struct arena *, str of);

#endif
