-- SPDX-License-Identifier: Apache-2.0
-- 台州市黄岩区 2021 年度规上工业企业亩均效益综合评价；规上、规下在同一地块的企业分开评价，也合并评价。
-- The cap of 1.5 times the weight is widespread, but no document with it was seen: a default of ours [M].
local place = "https://chacewang.com/newsdetail/news169062.html"
local function per(name, weight, base)
	return item { name, weight = weight, score = score { "ratio", base = base, cap = 1.5, floor = 0 }, missing = "mean", not_applicable = "mean", source = place }
end
method {
	"huangyan_above", version = "2021", source = place,
	items = {
		per("mu_tax", 30, 26.01), per("mu_va", 20, 132.27), per("energy_va", 20, 2.54), per("emission_va", 10, 4861.08), per("labour", 10, 17.45),
		per("rd", 10, 0.0305),
	},
}
