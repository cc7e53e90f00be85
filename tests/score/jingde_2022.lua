-- SPDX-License-Identifier: Apache-2.0
-- 旌德县 2022：单项得分 = 权重 × [20 + 80 ×（值 − 最小）÷（最大 − 最小）] ÷ 100，另加分；规上七项，规下（≥5 亩）三项。
-- 各项权重未见公布，这里的权重是自定的 [D]。
local function w(zh, en) return { zh = zh, en = en } end
local place = "旌德县 2022 年工业企业亩均效益评价；权重 [D]"
local function on(name, zh, en, weight)
	return item { name, label = w(zh, en), weight = weight, score = score { "minmax", low = 20, high = 100 }, missing = "zero", source = place }
end
method {
	"jingde", version = "2022", label = w("亩均效益评价（旌德 2022）", "Yield, Jingde 2022"), source = place,
	classes = { class { "above", label = w("规上", "Large") }, class { "below", label = w("规下", "Small") } },
	items = {
		on("mu_tax", "亩均税收", "Tax per mu", { above = 30, below = 60 }),
		on("mu_sales", "亩均营收", "Sales per mu", { above = 20, below = 30 }),
		on("mu_invest", "亩均技改投资", "Investment per mu", { above = 10 }),
		on("labour", "劳动生产率", "Labour productivity", { above = 10 }),
		on("emission_sales", "单位排放营收", "Sales per emission", { above = 10 }),
		on("rd", "研发占比", "R&D share", { above = 10 }),
		on("energy_sales", "单位能耗营收", "Sales per energy", { above = 10, below = 10 }),
	},
	bonuses = { bonus { "patents", label = w("发明专利", "Patents"), each = 0.5, count_most = 4 } },
}
