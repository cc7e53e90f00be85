-- SPDX-License-Identifier: Apache-2.0
-- 台州市黄岩区 2022 年度规下工业企业亩均效益综合评价。
local place = "https://www.chacewang.com/newsdetail/news430850.html"
method {
	"huangyan_below", version = "2022", source = place,
	items = {
		item { "mu_tax", weight = 50, score = score { "ratio", base = 11.5932 }, source = place },
		item { "power_tax", weight = 50, score = score { "ratio", base = 0.2352 }, source = place },
	},
}
