-- SPDX-License-Identifier: Apache-2.0
-- Open311 (GeoReport v2): requests from other programs, and to other districts' servers.
-- [D] our inference, otherwise the place itself. What its words mean here: words.tsv.

pack { "open311", version = "1", label = { zh = "Open311 接口", en = "Open311" } }

local function w(zh, en) return { zh = zh, en = en } end

-- ---- the server: other programs send us requests
setting { "anonymous", type = "int", low = 0, high = 1, default = 0,
	label = w("没有接口密钥的程序也可以提交诉求：1可以 0不可以", "Programs without a key may send requests: 1 yes, 0 no"),
	source = "GeoReport v2：密钥由各地自定；[D] 默认要密钥，能追到是谁" }
setting { "posts_an_hour", type = "int", low = 1, high = 100000, default = 600,
	label = w("每个接口密钥一小时最多提交几件", "Requests that each key may send in an hour"),
	source = "[D] 全市日均五千件，一个渠道一小时六百件已属异常" }
setting { "jurisdiction", type = "line", default = "-",
	label = w("本辖区在接口里的编号（- 为行政区划代码）", "jurisdiction_id (-: the code of the district)"),
	source = "GeoReport v2：只有一个端点服务多个辖区时才必须；[D] 默认用行政区划代码" }
setting { "contact", type = "line", default = "-",
	label = w("发现文档里的联系方式（- 为不写）", "How to reach us, in the discovery document (-: not said)"),
	source = "Open311 发现文档：联系方式" }
setting { "key_service", type = "line", default = "-",
	label = w("发现文档里写明怎样申请接口密钥（- 为不写）", "How to get a key, in the discovery document (-: not said)"),
	source = "Open311 发现文档：密钥申请" }
setting { "notice", type = "line", default = "已收到，编号 {0}",
	label = w("提交成功后回给对方的一句话（{0} 是编号，- 为不说）", "What is said to whoever sent a request (service_notice; {0} is its number, - is nothing)"),
	source = "GeoReport v2：提交后的说明" }
setting { "answer", type = "choice", default = "id",
	choices = { choice { "id", label = w("诉求编号", "the number of the request") }, choice { "token", label = w("凭证，凭它再来取编号", "a token, by which the number is asked for") } },
	label = w("提交后立即回给对方什么", "What a program gets when it has sent a request"),
	source = "GeoReport v2：即时回编号，成批回凭证；[D] 编号随时就有" }
setting { "days", type = "int", low = 1, high = 366, default = 90,
	label = w("一次最多查几天的诉求", "Days of requests that one question covers"),
	source = "GeoReport v2：查询诉求，90 天" }
setting { "rows", type = "int", low = 10, high = 1000, default = 1000,
	label = w("一次最多返回几件", "Requests that one answer holds"),
	source = "GeoReport v2：查询诉求，1000 件" }

-- ---- the client: we send requests to another server (its address and our key there: open311_url, open311_key_file)
setting { "forward_knows_numbers", type = "int", low = 0, high = 1, default = 0,
	label = w("对方认得我方编号，重复提交不会重复立件：1是 0不知道", "The other server tells our numbers apart, so that sending twice is once there: 1 yes, 0 not known"),
	source = "[D] GeoReport v2 没有规定；对方也是本系统时填1" }
setting { "forward_jurisdiction", type = "line", default = "-",
	label = w("对方的辖区编号（- 为不写）", "Its jurisdiction_id (-: none is sent)"),
	source = "GeoReport v2：辖区编号" }
setting { "forward_services", type = "text", default = "forward.txt",
	label = w("我方类别对应对方哪个服务，一行一条：类别=对方服务代码，*=其余", "Which service our categories are there, a line each: category=service_code; * is all others"),
	source = "[D] 由两地商定" }
setting { "forward_contact", type = "int", low = 0, high = 1, default = 0,
	label = w("工单允许时，姓名电话可以转给对方：1可以 0一律不转", "Name and phone may be forwarded when the order says so: 1 yes, 0 never"),
	source = "《个人信息保护法》第二十三条：向他人提供个人信息应当取得单独同意" }
setting { "forward_poll_minutes", type = "int", low = 1, high = 1440, default = 15,
	label = w("隔几分钟向对方查一次进展", "Minutes between two questions how far it is there"),
	source = "[D]" }
setting { "forward_tries", type = "int", low = 1, high = 50, default = 12,
	label = w("转出最多试几次", "How often a forwarding is tried"),
	source = "[D] 间隔逐次加倍，十二次约一天半" }
setting { "forward_retry_seconds", type = "int", low = 1, high = 3600, default = 60,
	label = w("第一次重试前等几秒，以后逐次加倍", "Seconds before the first repeat; doubled each time"),
	source = "[D]" }
