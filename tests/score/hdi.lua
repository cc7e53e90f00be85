-- SPDX-License-Identifier: Apache-2.0
-- The Human Development Index: a geometric mean of health, education and income between fixed goalposts, income by its logarithm.
method { "hdi", version = "2021-22", label = { zh = "人类发展指数", en = "Human Development Index" }, of = "country", total = 3, decimals = 3, aggregate = "geometric",
	source = "UNDP, Human Development Report 2021/22, Technical notes, 1",
	index = index { norm = norm { "minmax" } },
	dimensions = { dimension { "education", weight = 1, total = 2, items = {
		item { "expected_years", weight = 1, norm = norm { "goalposts", low = 0, high = 18, to = 1 } },
		item { "mean_years", weight = 1, norm = norm { "goalposts", low = 0, high = 15, to = 1 } } } } },
	items = { item { "life", weight = 1, norm = norm { "goalposts", low = 20, high = 85, to = 1 } },
		item { "income", weight = 1, norm = norm { "goalposts", low = 100, high = 75000, log = true, to = 1 } } } }
