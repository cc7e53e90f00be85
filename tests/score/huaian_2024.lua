-- SPDX-License-Identifier: Apache-2.0
-- 淮安 2024 的形式：亩均税收 45、亩均销售 35、绿色发展 20（单位能耗税收），基准约为上年全县平均的 2 倍，
-- 另加减分；A 前 20%，B 20%（不含）至 60%（含），C 60%（不含）至 95%（含），D 后 5%，T 不参评。
local function w(zh, en) return { zh = zh, en = en } end
local place = "淮安市 2024 年工业企业亩均效益综合评价"
local function per(name, zh, en, weight, over, under, last_over, last_under)
	return item { name, label = w(zh, en), weight = weight, input = input { "ratio", of = { over, under } }, missing = "zero",
		score = score { "ratio", base = base { "pooled", of = input { "ratio", of = { last_over, last_under } }, times = 2 } }, source = place }
end
method {
	"huaian", version = "2024", label = w("亩均效益评价（淮安 2024 形式）", "Yield, in the form of Huai'an 2024"), source = place,
	items = {
		per("mu_tax", "亩均税收", "Tax per mu", 45, "tax", "land", "last_tax", "last_land"),
		per("mu_sales", "亩均销售", "Sales per mu", 35, "sales", "land", "last_sales", "last_land"),
		per("green", "单位能耗税收", "Tax per energy", 20, "tax", "energy", "last_tax", "last_energy"),
	},
	bonuses = {
		bonus { "rd_centre", label = w("研发平台", "R&D centre"), each = 2, most = 4 },
		bonus { "saving", label = w("节能", "Energy saving"), tiers = { tier { 10, gives = 3 }, tier { 5, gives = 1 } } },
	},
	penalties = { penalty { "accident", label = w("安全事故", "Accidents"), each = 5 } },
	bonus_most = 5,
	bands = {
		band { "a", label = w("A 类", "A"), to = 20 },
		band { "b", label = w("B 类", "B"), to = 60 },
		band { "c", label = w("C 类", "C"), to = 95 },
		band { "d", label = w("D 类", "D") },
		band { "t", label = w("T 类", "T"), outside = true },
	},
	vetoes = {
		veto { "utility", label = w("公用事业、投产不满两年", "Utility, or in production for less than two years"), effect = "out", band = "t" },
		veto { "pollution", label = w("重大环保处罚", "Heavy environmental penalty"), effect = "band", band = "d" },
	},
}
