-- SPDX-License-Identifier: Apache-2.0
-- 功效系数法：单项 = 权重 × 本档系数 + 功效系数 × 权重 ×（上档系数 − 本档系数），功效系数 =（实际 − 本档标准）÷（上档标准 − 本档标准）；
-- 达到最高档得满，低于最低档得零；单项保留两位，总分一位。
local place = "国资委企业综合绩效评价 [M]；例题实际 90%、上档 100%、本档 80%，功效系数 0.5 [U]"
local function on(name, weight, ...)
	return item { name, weight = weight, decimals = 2, score = score { "efficacy", tiers = { ... } }, source = place }
end
method {
	"efficacy", version = "1", total = 50, decimals = 1, source = place,
	items = {
		on("e1", 20, tier { 1.0, gives = 100 }, tier { 0.8, gives = 80 }),
		on("e2", 10, tier { 10, gives = 80 }, tier { 6, gives = 60 }),
		on("e3", 10, tier { 10, gives = 100 }, tier { 6, gives = 80 }),
		on("e4", 10, tier { 6, gives = 40 }, tier { 2, gives = 20 }),
	},
}
