-- SPDX-License-Identifier: Apache-2.0
-- 基础 80%：达到计划增速得该项分值的 80%，每高（低）1 个百分点加（减）0.5 分，最高不超过分值的 1.2 倍 [D]、最低为零。
local place = "目标责任制考核：完成计划得 80%，±1 个百分点 ±0.5 分，封顶为标准分的倍数"
method {
	"base80", version = "1", total = 30, source = place,
	items = {
		item { "gdp", weight = 10, score = score { "slope", base = base { "target", of = "gdp_plan" }, start = 80, slope = 0.5, cap = 1.2, floor = 0 }, source = place },
		item { "invest", weight = 20, score = score { "slope", base = 10, start = 80, slope = 0.5, cap = 1.2, floor = 0 }, source = place },
	},
}
