-- SPDX-License-Identifier: Apache-2.0
-- 杭州市楼宇经济考核办法（2008）：最大 100，最小 50，其间（值 − 最小）× 50 ÷（最大 − 最小）+ 50；第一步写了权重，
-- 第四步却写算术平均，两种读法都列出。这里按平均。
local place = "杭州市楼宇经济考核办法（2008）第四步"
local function on(name, weight)
	return item { name, weight = weight, score = score { "minmax", low = 50, high = 100 }, source = place }
end
method { "buildings_mean", version = "2008", decimals = 4, source = place,
	items = { on("buildings", 25), on("tax", 25), on("tax_growth", 25), on("added", 25) } }
