-- SPDX-License-Identifier: Apache-2.0
-- 温州市中心镇考核（2012，1000 分）中两项：县（市、区）排名 600 分，第一名 600，最后一名 500，其间均分，乘难度系数；固定资产
-- 投资率 180 分 = 投资 ÷［常住人口 ×（市生产总值 ÷ 市人口）］× 100%，县级以上政府投资按 30% 计。投资率与最高者之比 [D]。
local place = "温州市中心镇建设考核办法（2012）"
method {
	"wenzhou_town", version = "2012", total = 780, decimals = 3, source = place,
	items = {
		item { "county_rank", weight = 600, input = "county_score", score = score { "rank_linear", high = 100, low = 250 / 3 }, difficulty = "difficulty", source = place },
		item { "invest_rate", weight = 180, score = score { "best" }, source = place,
			input = input { "per_head", of = { input { "sum", of = { "investment", "government_investment" }, times = { 1, 0.3 } }, "population", "city_gdp_per_head" }, factor = 100 } },
	},
}
