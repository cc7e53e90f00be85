-- SPDX-License-Identifier: Apache-2.0
-- 某市优质企业认定：能耗下降率 12 分、工资增长 5 分，最好的得满分，其余按与最好的比；化学需氧量、二氧化硫各 4 分，
-- 得分 =（2 − 值 ÷ 均值）× 2，值达到均值两倍及以上得零分；能耗数据缺漏扣 3 分，瞒报查实扣 3 分。
local place = "优质企业认定办法（未具名城市）"
method {
	"quality", version = "2020", total = 25, source = place, decimals = 3,
	items = {
		item { "energy_fall", weight = 12, score = score { "best" }, missing = "zero", negative = "zero", source = place },
		item { "cod", weight = 4, score = score { "inverse" }, source = place },
		item { "so2", weight = 4, score = score { "inverse" }, source = place },
		item { "wage_growth", weight = 5, score = score { "best" }, negative = "zero", source = place },
	},
	penalties = { penalty { "no_energy_data", each = 3 }, penalty { "under_reported", each = 3 } },
}
