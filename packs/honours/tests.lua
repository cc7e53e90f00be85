-- SPDX-License-Identifier: Apache-2.0
-- luoshi pack test honours

local function w(zh, en) return { zh = zh, en = en } end
local one = { title = "亩产效益改革试点", code = "试改发〔2026〕3号-2", sort = "pilot", level = "province", issuer = "省改革办", given_on = 100 }
case { "claimed with the document", action = "claim", role = "liaison", today = 120, evidence = 1, given = one, to = "claimed" }
case { "not without", action = "claim", role = "liaison", today = 120, evidence = 0, given = one, refuse = "evidence" }
case { "not before it was issued", action = "claim", role = "liaison", today = 99, evidence = 1, given = one, refuse = w("印发日期还没有到，请核对", "That day has not come yet; check it") }
case { "others join", action = "join", state = "claimed", role = "own", given = { assist = { "7" } } }
case { "only its own unit adds them", action = "join", state = "claimed", role = "liaison", given = { assist = { "7" } }, refuse = "role" }
case { "it counts", action = "count", state = "claimed", role = "supervision", given = { level = "city", finding = "见原件" }, to = "counted" }
case { "not by whoever claimed it", action = "count", state = "claimed", role = "supervision", same_person = true, given = { level = "city", finding = "x" }, refuse = "same_person" }
case { "it does not", action = "refuse", state = "counted", role = "organisation", given = { finding = "学会颁发" }, to = "not_counted" }
case { "what came of it", action = "tell", state = "counted", role = "own", given = { made_of_it = "推广到三个镇" } }
case { "in words", action = "tell", state = "counted", role = "own", refuse = "missing" }
case { "it is over", action = "finish", state = "counted", role = "organisation", reason = true, to = "ended" }
case { "for a reason", action = "finish", state = "counted", role = "organisation", refuse = "reason" }
