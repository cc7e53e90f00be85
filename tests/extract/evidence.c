/* SPDX-License-Identifier: Apache-2.0 */
/* evidence [DATE] FILE…: of each sentence that is weighed its place, the mode of its section, the
 * kind given, what was told and the cue words in it, for tools/kinds.py. */
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "text/extract_in.h"

static const char *const names[] = {
#define EVIDENCE(name, why) #name,
#include "text/evidence.tbl.h"
#undef EVIDENCE
};

void __real_kind_weigh(const struct doc *, struct piece *, const struct told *);
void __wrap_kind_weigh(const struct doc *, struct piece *, const struct told *);

void __wrap_kind_weigh(const struct doc *d, struct piece *p, const struct told *e)
{
	__real_kind_weigh(d, p, e);
	printf("%zu\t%zu\t%zu\t%d\t%d\t", p->from, p->body, p->to, mode_now(d), p->kind);
	for (size_t i = 0; i < EVIDENCES; i++)
		if (told(e, i))
			printf("%s ", names[i]);
	putchar('\t');
	for (size_t i = p->body; i < p->to; i++)
		if (d->hit[i]) {
			str w = doc_str(d, i, i + word_at(d, i)->n);
			printf("%.*s ", (int)w.n, w.p);
		}
	putchar('\n');
}

int main(int argc, char **argv)
{
	static char p[LIMIT_TEXT];
	struct arena a;
	day_t date = DAY_NONE;
	int i = 1;
	arena_init(&a);
	if (argc > 1 && day_parse(str_of(argv[1]), &date))
		i++;
	for (; i < argc; i++) {
		FILE *f = fopen(argv[i], "rb");
		struct extracted e;
		if (!f)
			return 1;
		str text = {p, fread(p, 1, sizeof p, f)};
		fclose(f);
		arena_reset(&a);
		printf("@%s\n", argv[i]);
		text_extract(&a, text, date, NULL, &e);
	}
	arena_done(&a);
	return 0;
}
