-- SPDX-License-Identifier: Apache-2.0
-- 目标完成计分 + 争先进位计分：生产总值 4 分看是否达到 8%，6 分按名次，第一名满分，每降一名减 5%；12 项月度、4 项季度指标同此。
local place = "某市月度经济运行考评办法：达标计分 4 分，排名计分 6 分"
method {
	"rank_steps", version = "1", total = 10, source = place,
	items = {
		item { "reached", weight = 4, input = "gdp_growth", score = score { "target", base = 8 }, source = place },
		item { "ranked", weight = 6, input = "gdp_growth", score = score { "rank_step", step = 5 }, source = place },
	},
}
