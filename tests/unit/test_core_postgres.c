/* SPDX-License-Identifier: Apache-2.0 */
/* The same trips on the PostgreSQL that LUOSHI_TEST_PG names. */
#define KIT_POSTGRES
int act_main(void), part_main(void), calendar_main(void), document_main(void), list_main(void), people_main(void), sign_in_main(void), mine_main(void), setting_main(void), search_main(void), statements_main(void), suggest_main(void);
#define main calendar_main
#include "test_core_calendar.c"
#undef main
#define main act_main
#include "test_core_act.c"
#undef main
#define main part_main
#include "test_core_part.c"
#undef main
#define main document_main
#include "test_core_document.c"
#undef main
#define main list_main
#include "test_core_list.c"
#undef main
#define main people_main
#include "test_core_people.c"
#undef main
#define main sign_in_main
#include "test_core_sign_in.c"
#undef main
#define main mine_main
#include "test_core_mine.c"
#undef main
#undef QUERY
#define count setting_count
#define main setting_main
#include "test_core_setting.c"
#undef main
#undef count
#define found search_found
#define document search_document
#define run search_run
#define shown search_shown
#define main search_main
#include "test_core_search.c"
#undef main
#define set suggest_set
#define main suggest_main
#include "test_core_suggest.c"
#undef main
#undef set
#define main statements_main
#include "test_core_statements.c"
#undef main

int main(void)
{
	if (!getenv("LUOSHI_TEST_PG")) {
		printf("1..0 # SKIP LUOSHI_TEST_PG names no PostgreSQL (tests/pg.sh start DIR prints one)\n");
		return 0;
	}
	return act_main() + part_main() + calendar_main() + document_main() + list_main() + people_main() + sign_in_main() + mine_main() + setting_main() + search_main() + statements_main() + suggest_main();
}
