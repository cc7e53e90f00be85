-- SPDX-License-Identifier: Apache-2.0
-- 山东 2022：D 类企业第一年、连续两年、连续三年及以上，电价加价不同；等次按连续年数分。
local function w(zh, en) return { zh = zh, en = en } end
local place = "山东省 2022：D 类第一年加 0.05，连续两年 0.10，三年及以上 0.15 元每千瓦时"
method {
	"years_in_d", version = "2022", label = w("连续 D 类", "Years in class D"), source = place,
	items = { item { "score", label = w("得分", "Score"), weight = 100, score = score { "points" }, source = place } },
	bands = {
		band { "a", label = w("A 类", "A"), at_least = 80 },
		band { "b", label = w("B 类", "B"), at_least = 60 },
		band { "c", label = w("C 类", "C"), above = 30 },
		band { "d", label = w("D 类", "D") },
		band { "d2", label = w("D 类，连续两年", "D, second year"), of = "d", years = "years_d", years_least = 1 },
		band { "d3", label = w("D 类，连续三年及以上", "D, third year or more"), of = "d", years = "years_d", years_least = 2 },
	},
}
