# SPDX-License-Identifier: Apache-2.0
"""Every function that core declares for outsiders and that answers a reader stands in the table
of secrecy_readings.h, or here with the reason why it tells nothing of a matter that is kept
from him. A new function fails this test until somebody has thought about it."""
import pathlib
import re
import sys

WRITES = "writes, or answers only about what its own caller has just written"
HOUSE = "about units, people, accounts, settings, calendars or the program, not about matters"
SYSTEM = "only for the system itself, never for somebody who is signed in"
DOCUMENT = "about a document and its proposals; a matter's id in it is 0 for whom the matter is kept from (document_read)"
RECORD = "a record of what people did, with counts and rules, for audit and supervision; names no matter"
OWN = "of the person himself or of his own key, code or token"

EXCEPTIONS = {
    WRITES: """act act_all matter_deny matter_erase proposal_accept proposal_save proposal_dismiss proposal_merge proposal_join proposal_split
        proposal_add proposal_undo document_add document_choose request_take request_take_public request_move request_attach request_split request_erase
        values_put values_would values_confirm reveal_judge export_note_put privacy_correct request_month_keep calls_put fact_of_person fact_of_district facts_seal station_event camera_event
        staff_take unit_change unit_withdraw unit_add user_add core_mark_demo setting_set calendar_import open311_add open311_sent
        absence_add absence_withdraw user_prefer act_field_at_fault""",
    HOUSE: """core_open ctx_open ctx_act_for core_is_demo demo_people unit_list unit_find person_list absence_list absence_for_me absence_of
        absence_people absence_colleagues setting_list setting_read pack_setting_word pack_setting_int calendar_list clocks_pending
        field_read personal_fields data_class_named privacy_notice privacy_notice_read privacy_notices export_mark public_units
        public_int public_text public_notice_now requests_here request_month_may_keep open311_setting open311_number open311_region core_store core_region
        core_packs core_zone core_time core_setting ctx_conn actor_of_person unit_name unit_story unit_coming_list ctx_calendar
        values_may_put core_seq letter_text password_rules sign_in_key""",
    SYSTEM: """clock_rows clock_due clocks_again core_check search_due search_lag search_feed_start similar_due suggest_train suggest_due
        suggest_night_start units_due accounts_due privacy_due told_after told_people told_watchers told_unit facts_open facts_said stations_told cameras_told""",
    DOCUMENT: "document_read document_original said_read",
    RECORD: "export_list destroyed_list record_list",
    OWN: """session_begin session_begin_demo session_find session_end session_list session_end_one session_pending sign_in sign_in_step
        sign_in_password sign_in_second link_find link_use first_links password_change account_mine second_secret second_enrol
        second_remove second_codes calendar_key_new calendar_key_revoke calendar_key_there calendar_key_find view_list view_save
        view_remove request_follow request_follow_act open311_key_find open311_bound open311_by_token""",
    "for the three administrators, who see no matters": """account_list account_read account_add account_active account_move account_reset
        account_grant account_second_remove lockout_list lockout_clear unit_active open311_key_add open311_key_list open311_key_withdraw
        unit_preview unit_matters_named staff_tasks""",
    "counts of matters that period_read gives this reader, and of values that values_read gives him": "bunch_read fast_read scale_read",
    "a number of matters of a kind that a pack declares an indicator of, for whoever stands for that number; names none": "matters_counted",
    "rows that matter_list gives this reader, beside the firms that scale_read gave him": "cultivated_read",
    "figures of the whole district, the same for everybody; the rows behind them pass rates_seen": "requests_period_whole request_month_find request_month_list calls_read",
    "values of the district that a pack makes public, the same for everybody": "wall_public",
    "numbers are gapless by law, so the next one is known to whoever may open a matter of the kind": "matter_number_next",
}


def declared(header):
    text = re.sub(r"/\*.*?\*/", "", header.read_text(encoding="utf-8"), flags=re.S)
    text = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    for match in re.finditer(r"^[\w ]+?[\s*]+(?:const \*)?(\w+)\(([^;{]*)\)[^;{]*;", text, flags=re.M | re.S):
        if re.search(r"struct (ctx|core) \*", match.group(2)):
            yield match.group(1)


def main():
    core, test = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    there = {name for h in sorted(core.glob("*.h")) if h.name == "sign_in.h" or not re.search(r"_in\.h$|\.tbl\.h$", h.name) for name in declared(h)}
    table = set(re.findall(r'^\t\{"(\w+)", ask_', test.read_text(encoding="utf-8"), flags=re.M))
    excepted = {name for names in EXCEPTIONS.values() for name in names.split()}
    wrong = [f"{n}: in no row of the table and not excepted with a reason" for n in sorted(there - table - excepted - FREE)]
    wrong += [f"{n}: both in the table and excepted" for n in sorted(table & excepted)]
    wrong += [f"{n}: no header of core declares it" for n in sorted((table | excepted) - there)]
    print("\n".join(wrong) or f"{len(table)} in the table, {len(excepted)} excepted")
    return 1 if wrong or len(table) < 40 else 0


FREE = {"core_close", "ctx_close", "ctx_refresh"}  # they answer nothing

if __name__ == "__main__":
    sys.exit(main())
