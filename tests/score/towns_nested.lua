-- SPDX-License-Identifier: Apache-2.0
-- 镇街分类考核的形式：共同指标 40 分、分类指标 60 分按类别取权重，维度之下还有维度；一票否决计零或降档；差别难度系数；
-- 几何平均的维度；同分看财政收入。南京 66 个镇街、云南 129 个县的做法，数字是自定的 [D]。
local place = "镇街分类考核；数字 [D]"
method {
	"towns", version = "1", source = place,
	classes = { class { "urban" }, class { "rural" } },
	difficulty = "difficulty",
	dimensions = {
		dimension { "common", weight = 40, total = 40, items = {
			item { "revenue", weight = 25, score = score { "minmax", scope = "all" }, missing = "fail" },
			item { "safety", weight = 15, score = score { "count", each = 3 }, missing = "zero" },
		} },
		dimension { "special", weight = 60, aggregate = "sum",
			dimensions = { dimension { "green", weight = { rural = 50, urban = 20 }, aggregate = "geometric", items = {
				item { "air", weight = 50, score = score { "ratio", base = base { "mean" } } },
				item { "water", weight = 50, score = score { "ratio", base = base { "quantile", quantile = 0.5 } } },
			} } },
			items = {
				item { "services", weight = { urban = 80 }, score = score { "rank_step", step = 10 }, missing = "renormalise" },
				item { "farms", weight = { rural = 50 }, better = "down", score = score { "minmax", low = 60 }, missing = "renormalise" },
			} },
	},
	bands = { band { "good", at_least = 60 }, band { "fair" } },
	vetoes = { veto { "petition", effect = "zero", at_least = 3 }, veto { "fraud", effect = "band", band = "fair" } },
	ties = { "revenue", tie { "area", better = "down" } },
}
