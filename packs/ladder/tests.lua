-- SPDX-License-Identifier: Apache-2.0
-- luoshi pack test ladder

local function w(zh, en) return { zh = zh, en = en } end
local code = "91370499MA3TEST001"
local one = { title = "某某精密机械有限公司", code = code, library = "reserve", ground = "10月滚动营业收入1650万元" }
local function at(library) return { title = one.title, code = code, library = library } end

case { "a township enters a firm", action = "enter", role = "liaison", today = 100, given = one, to = "in" }
case { "so does a data office", action = "enter", role = "statistics", today = 100, given = one, to = "in" }
case { "not the leaders", action = "enter", role = "leader", today = 100, given = one, refuse = "role" }
case { "a code has 18 characters", action = "enter", role = "liaison", today = 100, given = { title = "x", code = "9137", library = "reserve", ground = "x" },
	refuse = w("统一社会信用代码是18位，请核对", "A unified social credit code has 18 characters; check it") }
case { "it says why it is entered", action = "enter", role = "liaison", today = 100, given = { title = "x", code = code, library = "reserve" }, refuse = "missing" }
case { "progress", action = "tell", state = "in", role = "officer", field = at "reserve", given = { progress = "帮助建账" } }
case { "progress has words", action = "tell", state = "in", role = "lead", field = at "reserve", refuse = "missing" }
case { "another officer", action = "hand", state = "in", role = "lead_head", field = at "reserve", given = { lead = "7", officer = "12" } }
case { "not by a liaison", action = "hand", state = "in", role = "lead", field = at "reserve", given = { lead = "7" }, refuse = "role" }
case { "the term is extended", action = "extend", state = "in", role = "lead_head", reason = true, field = at "reserve", given = { more_months = 6 } }
case { "with a reason", action = "extend", state = "in", role = "lead_head", field = at "reserve", given = { more_months = 6 }, refuse = "reason" }
case { "by months", action = "extend", state = "in", role = "lead_head", reason = true, field = at "reserve", given = { more_months = 0 }, refuse = w("至少延长1个月", "At least one month") }
case { "not by who looks after it", action = "extend", state = "in", role = "officer", reason = true, field = at "reserve", given = { more_months = 6 }, refuse = "role" }
case { "one step up", action = "promote", state = "in", role = "lead_head", evidence = 1, field = at "reserve", given = { library = "specialised", finding = "已升规" } }
case { "not two", action = "promote", state = "in", role = "lead_head", evidence = 1, field = at "reserve", given = { library = "giant", finding = "x" },
	refuse = w("一次晋一级：下一级才可以选", "One step at a time: only the next library") }
case { "nor down", action = "promote", state = "in", role = "supervision", evidence = 1, field = at "giant", given = { library = "specialised", finding = "x" },
	refuse = w("一次晋一级：下一级才可以选", "One step at a time: only the next library") }
case { "nor past the highest", action = "promote", state = "in", role = "supervision", evidence = 1, field = at "champion", given = { library = "champion", finding = "x" },
	refuse = w("已经在最高的库，请用“达标出库”", "It stands in the highest library; choose “Reached”") }
case { "with the document", action = "promote", state = "in", role = "lead_head", evidence = 0, field = at "reserve", given = { library = "specialised", finding = "x" }, refuse = "evidence" }
case { "with a finding", action = "promote", state = "in", role = "lead_head", evidence = 1, field = at "reserve", given = { library = "specialised" }, refuse = "missing" }
case { "by a person who did not enter it", action = "promote", state = "in", role = "supervision", same_person = true, evidence = 1, field = at "reserve",
	given = { library = "specialised", finding = "x" }, refuse = "same_person" }
case { "a liaison does not decide", action = "promote", state = "in", role = "lead", evidence = 1, field = at "reserve", given = { library = "specialised", finding = "x" }, refuse = "role" }
case { "reached", action = "achieve", state = "in", role = "supervision", evidence = 1, field = at "champion", given = { finding = "列入第9批名单" }, to = "achieved" }
case { "reached, with the document", action = "achieve", state = "in", role = "supervision", evidence = 0, field = at "champion", given = { finding = "x" }, refuse = "evidence" }
case { "it leaves", action = "leave", state = "in", role = "statistics", reason = true, field = at "reserve", given = { why = "unmet" }, to = "left" }
case { "for a reason", action = "leave", state = "in", role = "statistics", field = at "reserve", given = { why = "unmet" }, refuse = "reason" }
case { "that is one of the list", action = "leave", state = "in", role = "statistics", reason = true, field = at "reserve", refuse = "missing" }
case { "taken back in", action = "back", state = "left", role = "supervision", reason = true, field = at "reserve", to = "in" }
case { "not by the office itself", action = "back", state = "left", role = "lead_head", reason = true, field = at "reserve", refuse = "role" }
