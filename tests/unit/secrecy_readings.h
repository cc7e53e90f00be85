/* SPDX-License-Identifier: Apache-2.0 */
/* Every reading function of core. A new one gets a row; secrecy_covers.py finds those that have none. */
#ifndef LUOSHI_SECRECY_READINGS_H
#define LUOSHI_SECRECY_READINGS_H

#include "secrecy_ask_matter.h"
#include "secrecy_ask_request.h"

static const struct reading {
	const char *name; /* of the function */
	void (*ask)(struct look *);
	bool tells;       /* the request centre is told of the order by it */
} readings[] = {
	{"matter_read", ask_read, true},
	{"values_read", ask_measured, false},
	{"value_story", ask_measured_story, false},
	{"subjects_read", ask_subjects, false},
	{"subject_find", ask_subject_find, false},
	{"subject_read", ask_subject, true},
	{"wall_read", ask_wall, false},
	{"matter_brief", ask_brief, true},
	{"matter_values", ask_values, true},
	{"matter_by_number", ask_number, true},
	{"matters_by_title", ask_title, true},
	{"matter_untouched", ask_untouched, true},
	{"evidence_read", ask_evidence, true},
	{"matter_planned", ask_planned, true},
	{"matter_course", ask_course, true},
	{"matter_list", ask_list, true},
	{"matter_counts", ask_counts, true},
	{"matter_counts_named", ask_named, false},
	{"matter_state_counts", ask_states, true},
	{"act_may", ask_may, true},
	{"act_would", ask_would, true},
	{"watch_set", ask_would, true},
	{"differ_count", ask_differ, false},
	{"todo_list", ask_todo, true},
	{"todo_page", ask_todo_page, true},
	{"mine_list", ask_mine, true},
	{"mine_count", ask_mine_count, true},
	{"part_list", ask_parts, true},
	{"search_read", ask_search, true},
	{"search_names", ask_names, false},
	{"similar_find", ask_similar, true},
	{"similar_clusters", ask_clusters, true},
	{"suggest_for", ask_suggest, true},
	{"suggest_list", ask_suggested, false},
	{"request_find", ask_request, true},
	{"request_find_outside", ask_outside, true},
	{"requests_of_caller", ask_caller, true},
	{"request_list", ask_requests, true},
	{"requests_period_read", ask_rates, true},
	{"rates_seen", ask_rates_seen, true},
	{"period_read", ask_period, false},
	{"week_run_read", ask_week, false},
	{"week_of_matter", ask_week_of, true},
	{"look_back_list", ask_look_back, false},
	{"document_list", ask_documents, false},
	{"reveals_of", ask_reveals, true},
	{"privacy_reveal", ask_reveal, true},
	{"may_reveal", ask_reveal, true},
	{"reveal_list", ask_reveal_list, false},
	{"told_brief", ask_brief_told, true},
	{"setting_preview", ask_setting, false},
	{"published_list", ask_published, false},
	{"request_published", ask_published_one, false},
	{"open311_list", ask_311, false},
	{"open311_find", ask_311_one, false},
	{"open311_steps", ask_311_steps, false},
};
#define READINGS COUNT_OF(readings)

#endif
