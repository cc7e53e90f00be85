-- SPDX-License-Identifier: Apache-2.0
-- 重点项目观摩：每张票把各单位排序，得分 = Σ 名次票数 ×（100 − 3 ×（名次 − 1））÷ 票数，公布两位小数，同分并列。
local place = "济宁市 2015 年一季度项目观摩：第一名 100 分，每降一名减 3 分"
method {
	"observation", version = "2015", source = place,
	items = { item { "ballots", weight = 100, score = score { "points" }, source = place,
		input = input { "ballots", of = { "v1", "v2", "v3", "v4" }, first = 100, step = 3 } } },
}
