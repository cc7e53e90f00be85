-- SPDX-License-Identifier: Apache-2.0
-- 台州市黄岩区 2022 年度规上工业企业亩均效益综合评价。
-- https://www.chacewang.com/newsdetail/news430850.html
local function w(zh, en) return { zh = zh, en = en } end
local place = "https://www.chacewang.com/newsdetail/news430850.html"
local function per(name, zh, en, weight, base)
	return item { name, label = w(zh, en), weight = weight, score = score { "ratio", base = base }, missing = "mean", not_applicable = "mean", source = place }
end

method {
	"huangyan_above", version = "2022", label = w("黄岩区规上工业企业亩均效益评价", "Huangyan, yield of large firms"), source = place,
	items = {
		per("mu_tax", "亩均税收", "Tax per mu", 30, 24.097),
		per("mu_va", "亩均增加值", "Value added per mu", 20, 136.16),
		per("energy_va", "单位能耗增加值", "Value added per energy", 20, 2.694),
		per("emission_va", "单位排放增加值", "Value added per emission", 10, 4929.81),
		per("labour", "全员劳动生产率", "Labour productivity", 10, 18.14),
		per("rd", "研发经费占主营业务收入比重", "R&D share", 10, 0.0302),
	},
	bands = {
		band { "a", label = w("A 类", "A"), to = 20 },
		band { "b", label = w("B 类", "B"), to = 60 },
		band { "c", label = w("C 类", "C"), to = 95 },
		band { "d", label = w("D 类", "D") },
	},
	ties = { "mu_tax" },
}
