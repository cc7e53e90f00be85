-- SPDX-License-Identifier: Apache-2.0
-- 台州市黄岩区 2021 年度规下工业企业亩均效益综合评价：亩均税收、单位用电税收由实缴税收、用地、用电量算出。
local place = "https://chacewang.com/newsdetail/news169062.html"
method {
	"huangyan_below", version = "2021", source = place,
	columns = { column { "tax" }, column { "land" }, column { "power" } },
	items = {
		item { "mu_tax", weight = 50, input = input { "ratio", of = { "tax", "land" } }, score = score { "ratio", base = 16.601058 }, missing = "zero", source = place },
		item { "power_tax", weight = 50, input = input { "ratio", of = { "tax", "power" } }, score = score { "ratio", base = 0.236565 }, missing = "zero", source = place },
	},
	ties = { "tax" },
}
