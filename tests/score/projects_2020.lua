-- SPDX-License-Identifier: Apache-2.0
-- 重点项目考核：年度计划投资完成 40 分，完成计划得 25 分，每少 1 个百分点减 0.1，100% 至 130% 每多 1 个百分点加 0.2，再多加 0.1，
-- 增减不超过 10 分；开工 25 分按比例；延安 2017：年度计划 10 亿以上 20 分、5 至 10 亿 10 分、1 至 5 亿 6 分、1 亿以下 3 分；
-- 集中开工等活动每次 30 分中计 5 分，每季最多 4 次 [D]。
local place = "市级重点项目考评（2020）；延安 2017"
method {
	"projects", version = "2020", total = 85, source = place,
	items = {
		item { "invested", weight = 40, input = input { "ratio", of = { "done", "plan" }, factor = 100 }, source = place,
			score = score { "excess", base = 100, start = 62.5, below = 0.1, above = 0.2, knee = 130, beyond = 0.1, most = 10 } },
		item { "begun", weight = 25, score = score { "pro_rata", base = base { "target", of = "to_begin" } }, missing = "renormalise", source = place },
		item { "size", weight = 20, input = "plan", source = place,
			score = score { "tiers", tiers = { tier { 10, gives = 100 }, tier { 5, gives = 50 }, tier { 1, gives = 30 }, tier { 0, gives = 15 } } } },
	},
	bonuses = { bonus { "events", input = { "q1", "q2", "q3", "q4" }, each = 5, count_most = 4, most = 30 } },
}
