/* SPDX-License-Identifier: Apache-2.0 */
/* One rule, one row: a short text and what must come out of it. The whole is measured by
 * tests/extract/score.py on whole documents. */
#include "check.h"

#include "text/text.h"

static struct arena arena;

static int set_up(void **state)
{
	unused_arg(state);
	arena_init(&arena);
	return 0;
}

static int tear_down(void **state)
{
	unused_arg(state);
	arena_done(&arena);
	return 0;
}

static struct extracted read(const char *text, day_t date)
{
	struct extracted e;
	text_extract(&arena, str_of(text), date, NULL, &e);
	return e;
}

/* All quantities as "value|unit|op|status; ". */
static str quantities(const struct extracted *e, bool all)
{
	struct buf b;
	buf_init(&b, &arena);
	for (size_t i = 0; i < e->n_sentences; i++)
		for (size_t k = 0; k < e->sentences[i].n_quantities; k++) {
			const struct quantity *q = &e->sentences[i].quantities[k];
			if (!all && q->status != QUANTITY_TARGET)
				continue;
			if (b.n)
				buf_byte(&b, ' ');
			buf_fmt(&b, STR_FMT "|" STR_FMT "|%s", STR_ARG(q->value.p ? q->value : S("null")),
				STR_ARG(q->unit), quantity_op_name(q->op));
			if (all)
				buf_fmt(&b, "|%s", quantity_status_name(q->status));
		}
	return buf_str(&b).p ? buf_str(&b) : S("");
}

static void numbers_become_targets(void **state)
{
	unused_arg(state);
	const char *const row[][2] = {
		{"力争财政收入增长8%以上。", "8|%|ge"},
		{"力争PM2.5浓度控制在35微克/立方米以内。", "35|微克/立方米|le"},
		{"物价涨幅要控制在5.5%左右。", "5.5|%|approx"},
		{"确保全年经济增长5%-5.5%。", "5|%|range"},
		{"力争总产值突破1.1万亿元。", "1.1|万亿元|gt"},
		{"力争主营业务收入过10亿元企业达到5家。", "5|家|ge"},
		{"城、乡居民收入要分别增长8%、9%以上。", "8|%|ge 9|%|ge"},
		{"力争产业规模翻一番。", "一|番|eq"},
		{"力争人均预期寿命达到77.5岁左右，受教育年限提高到10.8年。", "77.5|岁|approx 10.8|年|eq"},
		{"要对已完成事项开展2轮“回头看”。", "2|轮|eq"},
		{"一、任务\n（一）完善机制，面积控制在1500亩以内，严禁占用农田。\n牵头单位：区教育局\n", "1500|亩|le"},
		{"要为65岁以上老年人体检。", ""},
		{"要走访企业1200家次。", "1200|家次|eq"},
		{"力争营商环境评价进入全省前10名以内。", "前10名|位次|eq"},
		{"力争经济总量继续保持全市第一。", "第一|位次|eq"},
		{"将新增就业12,000人以上。", "12000|人|ge"},
		{"将新增就业１２００人。", "1200|人|eq"},
		{"我们将引进企业不少于30家。", "30|家|ge"},
		{"我们将新建三所学校。", "三|所|eq"},
		{"我们将新增学位×个，新建学校XX所。", "null|个|eq null|所|eq"},
		{"我们将种植果树300多亩。", "300|亩|gt"},
		{"各乡镇每月至少检查2次。", "2|次|ge"},
		{"将办理时限压缩至3个工作日以内。", "3|个工作日|le"},
		{"将失业率控制在百分之五以内。", "五|%|le"},
		{"我们将对82个老旧小区进行改造。", "82|个|eq"},
		{"将新增光伏装机180MW。", "180|MW|eq"},
		{"制氢产能要达到5万吨/年。", "5|万吨/年|ge"},
		{"将对首次升规的企业一次性奖励20万元。", "20|万元|eq"},
		{"务工规模不低于上年，风险消除率要不低于60%。", "60|%|ge"},
		{"断面优良比例要保持100%，建成试点1~2个。", "100|%|eq 1|个|range"},
		{"将淘汰10蒸吨/小时以下锅炉21台。", "21|台|eq"},
		{"将社会消费品零售总额增长６．５％作为目标，力争投资增长５％。", "6.5|%|eq 5|%|eq"},
		{"我们将引进1个投资超10亿元的链主项目。", "1|个|eq"},
		{"储备数量要不低于省定标准的1.2倍。要建成污水厂，新增日处理能力2万吨。", "1.2|倍|ge 2|万吨|eq"},
		{"我们将盘活闲置低效用地600亩。", "600|亩|eq"},
		{"力争污染天数不能超过27天，浓度分别不高于53和32微克/立方米。", "27|天|le 53|微克/立方米|le 32|微克/立方米|le"},
		{"将建成2个千亩、3个百亩示范片。", "2|个|eq 3|个|eq"},
		{"力争无违建街镇达到全市街镇总数的 80%。", "80|%|ge"},
		{"将推动第17、18件事项落实。", ""},
		{"我们将支持恒铜集团建设年产20万吨铜箔项目，年产鱼3万吨。", "3|万吨|eq"},
		{"将新建充电桩600根，出动车辆213台次。", "600|根|eq 213|台次|eq"},
		{"力争平均受教育年限达到12年，臭氧浓度控制在90微克每立方米以下。", "12|年|ge 90|微克每立方米|le"},
		{"将整治村庄125个（包括省级63个、市级62个）。", "125|个|eq"},
		{"将实施东环路工程，投资概算1.5亿元，全长约4.3公里，需省级财政资金8345万元。", ""},
		{"要下放6亩以下（不含6亩）的土地手续，减免职工30人（含）以下的企业保障金。", ""},
		{"将不再新建每小时35蒸吨以下燃煤锅炉。", ""},
		{"要加大项目前期工作力度，安排前期费4000万元。", "4000|万元|eq"},
		{"力争实现4000家以上重点行业改造。", "4000|家|ge"},
		{"民生实事进展登记表\n任务 | 完成时间 | 牵头单位\n新建墓地15处 | 10月底 | 民政局\n", "15|处|eq"},
		{"我们将建成龙东小学、经开区四方小学，改造五团镇道路。", ""},
		{"工作要点\n指标名称\t2025年\t2030年\t属性\n失业率（%）\t5.1\t<5.5\t预期性\n人均产值（万元/人）\t14.6\t19.5\t预期性\n",
		 "5.5|%|lt 19.5|万元/人|eq"},
	};
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		struct extracted e = read(row[i][0], DAY_NONE);
		print_message("# %s\n", row[i][0]);
		same_str(quantities(&e, false), str_of(row[i][1]));
	}
}

static void names_and_ground_are_no_targets(void **state)
{
	unused_arg(state);
	const char *const row[] = {
		"我们将推进“五个一”工程和“6+3”产业体系。", "我们将深化360°考核，建设5G网络，对接G20标准。",
		"我们将推进服务向3.0版本转变。", "我们将落实青政办〔2021〕4号文件。", "我们将用好8300安置小区。",
		"我们将对去年招引的254个项目实行清单式管理。", "我们将抓好12项攻坚任务。", "我们将加快总投资20亿元的产业园建设。",
		"我们将创建5A级景区。", "我们将推进第二批试点，争当第一责任人。", "将5个村纳入试点。",
		"我们将坚持签约一批、开工一批。", "我们将做好三项工作。", "我们将深化2024年改革。",
		"我们将加快110千伏变电站和产业园二期建设。", "我们将建设30万吨级航道。", "我们将实行24小时值守。",
		"我们将约谈排名末位的单位。", "我们将扶持投入强度达到5%以上的企业。", "低于60分的，将取消资格。",
		"我们将扩大500米覆盖范围。",
	};
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		struct extracted e = read(row[i], DAY_NONE);
		print_message("# %s\n", row[i]);
		if (i != 10) /* 将 as 把: five villages are what is taken in, a target or ground; but never an actual */
			same_str(quantities(&e, false), S(""));
	}
}

static void status_follows_its_clause(void **state)
{
	unused_arg(state);
	const char *const row[][2] = {
		{"预计地区生产总值超过2100亿元，增长6%。", "2100|亿元|gt|actual 6|%|eq|actual"},
		{"今年以来，项目顺利达产，完成投资10亿元，年内将生产50万箱。", "10|亿元|eq|actual 50|万箱|eq|target"},
		{"上半年，供水率要达到95%、但目前仅为70.7%。", "95|%|ge|target 70.7|%|eq|actual"},
		{"今年以来，15项主要经济指标有11项居全市前列。", "15|项|eq|scope 11|项|eq|actual 前列|位次|eq|actual"},
		{"民生实事进展情况\n计划加装40部，目前已开工31部。\n", "40|部|eq|target 31|部|eq|actual"},
		{"去年，宏泰、绿洲等9个项目竣工投产。", "9|个|eq|actual"},
		{"截至6月底，已完成投资3.2亿元。", "3.2|亿元|eq|actual"},
		{"进展情况报告\n一、重点工作推进情况\n建成农田22.5万亩。\n", "22.5|万亩|eq|actual"},
		{"督查情况通报\n一、存在问题\n岔溪镇5个项目完成投资1860万元。\n", "5|个|eq|actual 1860|万元|eq|actual"},
		{"工作总结\n人口自然增长率为-1.24‰。\n", "-1.24|‰|eq|actual"},
		{"去年工作总结\n去年引进项目28个。今年，预计引进项目30个以上，确保见效。\n", "28|个|eq|actual 30|个|ge|target"},
		{"民生实事进展情况\n年度任务2000个，目前建成310个。\n", "2000|个|eq|target 310|个|eq|actual"},
		{"民生实事进展情况\n计划实施45公里，受雨季影响路基工程仅完成6公里。\n", "45|公里|eq|target 6|公里|eq|actual"},
		{"目前已完成38公里，剩余14公里由区住建局牵头，3月底前全部完成。", "38|公里|eq|actual 14|公里|eq|target"},
		{"一、2024年工作回顾\n争取上级转移支付31.8亿元。\n", "31.8|亿元|eq|actual"},
		{"2023年工作总结\n收入同比分别-6.2%、-19.3%。\n", "-6.2|%|eq|actual -19.3|%|eq|actual"},
		{"一、存在的问题\n主要是设施覆盖率只有63%。\n", "63|%|eq|actual"},
	};
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		struct extracted e = read(row[i][0], DAY_NONE);
		print_message("# %s\n", row[i][0]);
		same_str(quantities(&e, true), str_of(row[i][1]));
	}
}

static str deadlines(const struct extracted *e)
{
	struct buf b;
	buf_init(&b, &arena);
	for (size_t i = 0; i < e->n_sentences; i++)
		for (size_t k = 0; k < e->sentences[i].n_deadlines; k++) {
			const struct deadline *l = &e->sentences[i].deadlines[k];
			buf_fmt(&b, "%s" STR_FMT "=", b.n ? " " : "", STR_ARG(l->text));
			if (l->date != DAY_NONE)
				day_put(&b, l->date);
			buf_fmt(&b, ",%s", precision_name(l->precision));
			if (l->working_days)
				buf_fmt(&b, ",%d", l->working_days);
		}
	return b.n ? buf_str(&b) : S("");
}

static void deadlines_are_resolved(void **state)
{
	unused_arg(state);
	const char *const row[][2] = {
		{"确保6月底前完成。", "6月底前=2024-06-30,month"},
		{"力争2024年通车。", ""},
		{"确保2025年1月15日前完成。", "2025年1月15日前=2025-01-15,day"},
		{"确保二〇二四年六月三十日前完成。", "二〇二四年六月三十日前=2024-06-30,day"},
		{"确保十月底前完成。", "十月底前=2024-10-31,month"},
		{"确保三季度末完成。", "三季度末=2024-09-30,quarter"},
		{"确保年底前完成。", "年底前=2024-12-31,year"},
		{"力争GDP年底继续保持第一。", "年底=2024-12-31,year"},
		{"确保明年3月底前完成。", "明年3月底前=2025-03-31,month"},
		{"到2025年，建成学校3所。", "到2025年=2025-12-31,year"},
		{"确保6月31日前完成。", "6月31日前=,day"},
		{"确保6月中旬前完成。", "6月中旬前=2024-06-20,month"},
		{"确保2024/11/30前完成。", "2024/11/30前=2024-11-30,day"},
		{"确保汛期前完成。", "汛期前=,day"},
		{"确保2025年秋季学期开学前完成。", "2025年秋季学期开学前=,day"},
		{"确保春节前完成。", "春节前=2025-01-28,day"},
		{"确保国庆前完成。", "国庆前=2024-09-30,day"},
		{"各单位要在会后十个工作日内报送方案。", "会后十个工作日内=,relative,10"},
		{"接到投诉后30日内要办结。", "接到投诉后30日内=,relative"},
		{"各单位要于每季度最后一个月的30日前报送。", "每季度最后一个月的30日前=,recurring"},
		{"各单位要在每月25日前报送。", "每月25日前=,recurring"},
		{"9月-12月，要开展整治。", "9月-12月=2024-12-31,month"},
		{"“十四五”末要建成。", "“十四五”末=2025-12-31,year"},
		{"力争6月建成。", "6月=2024-06-30,month"},
		{"请于7月10日17时前报送。", "7月10日17时前=2024-07-10,day"},
		{"要在每月10日、25日前报送进展。", "每月10日、25日前=,recurring"},
		{"要在每日16时前报送数据。", "每日16时前=,recurring"},
		{"要在本周五下班前报送名单。", "本周五下班前=,day"},
		{"要开展专项行动，时间为即日起至12月底。", "即日起至12月底=2024-12-31,month"},
		{"24小时内响应率要达到100%。", ""},
		{"进口时间要控制在28小时以内。", ""},
		{"原计划3月底前开工，要加快办理手续。", ""},
		{"坚持每周调度，全年新增就业3万人。", ""},
		{"截至6月底，已完成投资3亿元。", ""},
		{"2024年要实施项目30个。", ""},
		{"各单位要分别于6月15日、12月15日前报送进展。", "6月15日=2024-06-15,day 12月15日前=2024-12-15,day"},
		{"4月20日前完成自查，5月10日前整改到位。", "4月20日前=2024-04-20,day 5月10日前=2024-05-10,day"},
		{"要在每周五下午下班前报送进展。", "每周五下午下班前=,recurring"},
		{"区住建局要牵头，节前打通道路，压缩环节前要报告。", "节前=,day"},
		{"各镇人员7点前要进入岗位。", "7点前=,day"},
		{"城东水厂要年内建成通水，年内组织业务培训不少于6期。", "年内=2024-12-31,year"},
		{"确保12 月底前完成。", "12 月底前=2024-12-31,month"},
	};
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		struct extracted e = read(row[i][0], day_of(2024, 3, 1));
		print_message("# %s\n", row[i][0]);
		same_str(deadlines(&e), str_of(row[i][1]));
	}
	struct extracted e = read("确保6月底前完成。", DAY_NONE);
	same_str(deadlines(&e), S("6月底前=,month"));
	e = read("确保3月底前完成。", day_of(2024, 11, 20)); /* long past: next year may be meant; ask */
	same_str(deadlines(&e), S("3月底前=,month"));
}

static str units(const struct extracted *e)
{
	struct buf b;
	buf_init(&b, &arena);
	for (size_t i = 0; i < e->n_sentences; i++)
		for (size_t k = 0; k < e->sentences[i].n_units; k++)
			buf_fmt(&b, "%s" STR_FMT ":%s", b.n ? " " : "", STR_ARG(e->sentences[i].units[k].name),
				unit_role_name(e->sentences[i].units[k].role));
	return b.n ? buf_str(&b) : S("");
}

static void units_have_roles(void **state)
{
	unused_arg(state);
	const char *const row[][2] = {
		{"各单位也要成立领导小组。", "各单位:lead"},
		{"1.新建学校3所。\n责任主体：区发改局；区工信局等\n2.新建公园1个。\n责任主体：区住建局\n", "区发改局:lead 区工信局:lead 区住建局:lead"},
		{"新建学校3所。牵头领导：王某 责任单位：区公安局 项目责任人：陈某 配合单位：区城管局、区财政局\n", "区公安局:lead 区城管局:assist 区财政局:assist"},
		{"1.新建学校3所。责任单位:区住建局 配合单位:区城管局、区财政局 实际完成情况:主体已经封顶,区教育局已经验收。\n",
		 "区住建局:lead 区城管局:assist 区财政局:assist"},
		{"1.新建学校3所。责任单位:区住建局 配合单位:区城管局、区财政局 2.新建公园1个。\n", "区住建局:lead 区城管局:assist 区财政局:assist"},
		{"四、职责分工\n区城管局：负责停车设施监督管理工作。\n区公安局：负责整治占道停车，6月底前完成20处。\n", "区城管局:lead 区公安局:lead"},
		{"各项重点，由所涉及的区住建局、区民政局牵头完成报告。", "区住建局:lead 区民政局:lead"},
		{"防汛物资各村居必须送到仓库。", "各村居:lead"},
		{"汛期各单位要保证有人值班。", "各单位:lead"},
		{"市政府各部门要抓好落实。", "市政府各部门:lead"},
		{"各相关职能部门和单位要抓好落实。", "各相关职能部门和单位:lead"},
		{"区自然资源局作为牵头单位，要抓好落实。", "区自然资源局:lead"},
		{"新建学校3所。（牵头单位：区教育局；责任单位：区财政局、各镇（街道））",
		 "区教育局:lead 区财政局:assist 各镇（街道）:assist"},
		{"新建学校3所。（责任单位：区教育局，责任领导：张三）", "区教育局:lead"},
		{"新建学校3所。（区教育局牵头，区财政局按职责分工负责）", "区教育局:lead 区财政局:assist"},
		{"新建学校3所。（区教育局、区财政局）", "区教育局:lead 区财政局:lead"},
		{"经发局要牵头抓总，其他部门全力配合。", "经发局:lead 其他部门:assist"},
		{"投资服务局和园区要把更多精力放在招商上。", "投资服务局:lead 园区:lead"},
		{"由区住建局负责改造老旧小区。", "区住建局:lead"},
		{"请区投促局抓紧修改方案。", "区投促局:lead"},
		{"一、任务\n（一）区住建局牵头，区教体局配合，改造小区。\n", "区住建局:lead 区教体局:assist"},
		{"区工信局会同区审计局开展清理。", "区工信局:lead 区审计局:assist"},
		{"区工信局牵头，区文化和旅游局、区自然资源和规划局配合。", "区工信局:lead 区文化和旅游局:assist 区自然资源和规划局:assist"},
		{"我们将会同区财政局研究办法。", "区财政局:assist"},
		{"工作要点\n由区公安局依法查处。\n", "区公安局:lead"},
		{"由区政府分管领导约谈，请区水利局局长介绍。", ""},
		{"鼓励物业、餐饮等企业参与服务。", ""},
		{"住建、民政等部门配合做好检查。", "住建:assist 民政:assist"},
		{"我们要解放思想，全区上下要真抓实干。", ""},
		{"建立责任制，对历史负责，主要负责同志带头。", ""},
		{"德城区将围绕目标推进工作。", ""},
		{"序号\t任务\t牵头单位\t配合单位\t完成时限\n1\t新建学校3所\t区教育局\t区财政局\t6月底前\n",
		 "区教育局:lead 区财政局:assist"},
		{"| 任务 | 责任单位 |\n|---|---|\n| 新建学校3所 | 区教育局 |\n", "区教育局:lead"},
		{"发改局管统筹，财政局管资金。", "发改局:lead 财政局:lead"},
		{"水利局来牵头，应急局配合。", "水利局:lead 应急局:assist"},
		{"市委督查室将开展督查，市政府将听取汇报。", "市委督查室:lead"},
		{"从下周开始，市委督查室一周一通报。", "市委督查室:lead"},
		{"会议同意该办法，由县投资促进中心修改完善。", "县投资促进中心:lead"},
		{"加强城市管理，县城管网要改造。", ""},
		{"1.新建学校3所。\n牵头单位：区教育局\n责任单位：区财政局\n", "区教育局:lead 区财政局:assist"},
		{"做好治疗和监测。[牵头单位：区卫健局；责任单位：各街办（新区）]\n", "区卫健局:lead 各街办（新区）:assist"},
		{"各牵头单位要会同区统计局，认真研究所负责的工作。", "各牵头单位:lead 区统计局:assist"},
		{"区城管局要制定办法，区发改局、区国资中心予以配合。", "区发改局:assist 区国资中心:assist 区城管局:lead"},
		{"即：一是区直各责任单位须分别于6月15日、12月15日前报送进展。", "区直各责任单位:lead"},
		{"去年工作总结\n去年，有关单位密切配合，建成泊位300个。\n", ""},
		{"我局将建立台账。联合区卫健局推动签约。", "区卫健局:assist"},
		{"请各镇、各部门（单位）认真排查。", "各镇:lead 各部门（单位）:lead"},
		{"1.产值增长10%。（牵头单位：市发改局；责任单位：各乡、镇人民政府，各镇、各街道）\n",
		 "市发改局:lead 各乡、镇人民政府:assist 各镇:assist 各街道:assist"},
		{"以县（市、区）农业局牵头推进，各乡镇（街道）应编制方案。", "县（市、区）农业局:lead 各乡镇（街道）:lead"},
		{"工作要点\n要求规划建设部门及乡镇继续加强督察力度。\n", "规划建设部门:lead 乡镇:lead"},
		{"但由于元坝镇入场桥要建设，管网将迁改。", ""},
		{"新建学校3所。（区教育局、区财政局，区税务局按职责分工负责）", "区教育局:lead 区财政局:lead 区税务局:lead"},
		{"新建学校3所。（区教育局牵头，区财政局，区税务局按职责分工负责）", "区教育局:lead 区财政局:assist 区税务局:assist"},
		{"今年要新建学校3所，牵头部门为区教育局，配合单位为区财政局。", "区教育局:lead 区财政局:assist"},
		{"责任单位是区水利局、区住建局，要抓紧开工。", "区水利局:lead 区住建局:lead"},
		{"建设平台。（区政务和数据局牵头）", "区政务和数据局:lead"},
		{"优化准入。（区工信局牵头，区商务局参与，各镇（街道）负责落实）", "区工信局:lead 区商务局:assist 各镇（街道）:assist"},
		{"区工信局牵头制定方案，区住建局负责施工。", "区工信局:lead 区住建局:lead"},
		{"按照能简则简的原则，根据省局公布的目录，实行一照一码。（区市场监管局牵头负责）", "区市场监管局:lead"},
		{"工作要点\n由区督查组汇总后向区政府汇报。\n", "区督查组:lead"},
		{"明确县水利局为牵头单位，县住建局、县财政局为责任单位，县审计局为配合单位。",
		 "县水利局:lead 县住建局:assist 县财政局:assist 县审计局:assist"},
		{"县教体局为第一责任单位，要加快推进。", "县教体局:lead"},
		{"开展治理（区城管局、区住建局分别牵头）。", "区城管局:lead 区住建局:lead"},
		{"由区工信局会同区财政局等部门负责。", "区工信局:lead 区财政局:assist"},
		{"完成停车场建设。\n责任部门（单位）：区城投公司、区住建局\n", "区城投公司:lead 区住建局:lead"},
		{"一、重点任务\n1.优化审批（区行政审批局）\n", "区行政审批局:lead"},
		{"要做好研究所负责的工作，由区派出所负责巡查。", "区派出所:lead"},
		{"会议要求由区教育局抓紧打报告。", "区教育局:lead"},
		{"1.清淤。（牵头单位：区水利局）\n要建成车站。\n责任单位：区城投公司\n", "区水利局:lead 区城投公司:lead"},
		{"（责任单位：区公安局、区税务局等；各镇政府）要建好查询渠道。", "区公安局:lead 区税务局:lead 各镇政府:lead"},
		{"由区政府办转办的建议，要抓紧办理。", ""},
		{"要建成服务综合体（社区服务中心）。", ""},
		{"如发现不属于本单位承办的，要说明原因。", ""},
		{"任务\t完成时限\t责任股室\n改建厕所6座\t5月底\t旅游股\n", "旅游股:lead"},
		{"任务： | 拆除违建 |\n牵头单位： | 区城管局 |\n", "区城管局:lead"},
		{"区财政局、住建局等部门及相关街道要按照规定使用基金。", "区财政局:lead 住建局:lead 相关街道:lead"},
	};
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		struct extracted e = read(row[i][0], DAY_NONE);
		print_message("# %s\n", row[i][0]);
		same_str(units(&e), str_of(row[i][1]));
	}
}

static str measures(const struct extracted *e)
{
	struct buf b;
	buf_init(&b, &arena);
	for (size_t i = 0; i < e->n_measures; i++)
		buf_fmt(&b, "%s%d " STR_FMT " " STR_FMT, b.n ? "; " : "", e->measures[i].level, STR_ARG(e->measures[i].number),
			STR_ARG(e->measures[i].title));
	return b.n ? buf_str(&b) : S("");
}

static void outline_has_levels(void **state)
{
	unused_arg(state);
	const char *const row[][2] = {
		{"一、总体要求\n（一）指导思想。坚持实干。\n（二）目标。\n二、任务\n", "1 一 总体要求; 2 （一） 指导思想; 2 （二） 目标; 1 二 任务"},
		{"要做到一是抓早；二是抓小；三是抓实。", "1 一是 抓早; 1 二是 抓小; 1 三是 抓实"},
		{"1.4月底前完成任务。\n2.5月底前完成检查。\n", "1 1 4月底前完成任务; 1 2 5月底前完成检查"},
		{"1.5亿元投资到位。\n", ""},
		{"第一，抓项目。第二，抓招商。\n", "1 第一 抓项目; 1 第二 抓招商"},
		{"第一时间赶到现场。\n", ""},
		{"一要抓项目，二要抓招商。", "1 一要 抓项目，二要抓招商; 1 二要 抓招商"},
		{"①抓项目。\n②抓招商。\n", "1 ① 抓项目; 1 ② 抓招商"},
		{"1.新建学校3所（责任单位：区教育局）\n", "1 1 新建学校3所"},
		{"1.每个乡镇（街道）至少建1所学校\n", "1 1 每个乡镇（街道）至少建1所学校"},
		{"第一条 总体目标\n建学校。\n第二条 任务\n", "1 第一条 总体目标; 1 第二条 任务"},
		{"——产业转型提速增效。新建园区3个。\n", "1 —— 产业转型提速增效"},
		{"会议强调，一要认清形势。要聚焦指标。二要突出重点。要抓项目。\n", "1 一要 认清形势; 1 二要 突出重点"},
		{"一、任务\n建学校。\n附件：1.名单\n2.模板\n", "1 一 任务"},
	};
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		struct extracted e = read(row[i][0], DAY_NONE);
		print_message("# %s\n", row[i][0]);
		same_str(measures(&e), str_of(row[i][1]));
	}
}

static void sentences_end_where_they_should(void **state)
{
	unused_arg(state);
	const struct {
		const char *text;
		size_t n;
	} row[] = {
		{"改造小区（含管网。）三个。新建学校！", 2}, {"推进改革；加快发展。", 1}, {"推进改革\n加快发展", 2},
		{"新建学校3所。（责任单位：区教育局）改造小区。", 2}, {"做好监测。[责任单位：区卫健局、各街办（新区）]\n", 1},
		{"推进改革。（记者 李某）", 2}, {"“要推进改革。”他说。", 2},
		{"未合的（括号。后面。", 2}, {"", 0}, {"\n \n", 0},
	};
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		print_message("# %s\n", row[i].text);
		assert_int_equal(read(row[i].text, DAY_NONE).n_sentences, row[i].n);
	}
}

static void sections_decide_bare_verbs(void **state)
{
	unused_arg(state);
	struct extracted e = read("一、2023年工作回顾\n扎实推进131项改革。\n二、2024年工作安排\n扎实推进131项改革。\n", DAY_NONE);
	assert_int_equal(e.sentences[1].kind, KIND_ACHIEVEMENT);
	assert_int_equal(e.sentences[3].kind, KIND_COMMITMENT);
	e = read("问：今年取得了哪些成绩？\n答：推进改革，建设园区。\n下一步，推进改革，建设园区。\n推进改革。\n", DAY_NONE);
	assert_int_equal(e.sentences[0].kind, KIND_OTHER);
	assert_int_equal(e.sentences[1].kind, KIND_ACHIEVEMENT);
	assert_int_equal(e.sentences[2].kind, KIND_COMMITMENT);
	assert_int_equal(e.sentences[3].kind, KIND_COMMITMENT);
	e = read("需要说明的是，主要问题不少。全会指出，要推进改革。各单位要推进改革。", DAY_NONE);
	assert_int_not_equal(e.sentences[1].kind, KIND_COMMITMENT);
	assert_int_equal(e.sentences[2].kind, KIND_COMMITMENT);
	assert_int_not_equal(e.sentences[0].kind, KIND_COMMITMENT);
}

static void title_and_date_are_found(void **state)
{
	unused_arg(state);
	const struct {
		const char *text, *title;
		int year, month, day;
	} row[] = {
		{"青石区2024年工作要点\n（2024年1月8日）\n推进改革。\n", "青石区2024年工作要点", 2024, 1, 8},
		{"关于做好防汛的通知\n推进改革。\n青石区人民政府\n2025年3月20日\n", "关于做好防汛的通知", 2025, 3, 20},
		{"青政发〔2024〕3号\n关于做好防汛的通知\n推进改革。\n", "关于做好防汛的通知", 0, 0, 0},
		{"走进青石\n来源：青石日报 2021-12-25\n推进改革。\n", "走进青石", 2021, 12, 25},
		{"这是一句话，不是标题。\n", "", 0, 0, 0},
		{"关于报告\n二〇二四年六月三十日\n推进改革。\n", "关于报告", 2024, 6, 30},
	};
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		struct extracted e = read(row[i].text, DAY_NONE);
		print_message("# %s\n", row[i].title);
		same_str(e.title.p ? e.title : S(""), str_of(row[i].title));
		assert_int_equal(e.date, row[i].year ? day_of(row[i].year, row[i].month, row[i].day) : DAY_NONE);
	}
}

static void cues_are_checked(void **state)
{
	unused_arg(state);
	const char *const bad[] = {"nonsense\tx\n", "will 将\n", "evidence\twill C 1 2 3 4\n", "evidence\tnone C 1 2 3 4 5\n",
				   "evidence\twill X 1 2 3 4 5\n", "evidence\twill C 1 2 3 4 5 6\n", "word\t会议 1 2 3\n", "word\t会议 1 2 3 501\n",
				   "festival_day\t春节\n", "festival_fixed\t国庆=13-01\n",
				   "will\t一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十\n", "will\t\xff\n"};
	const struct cues *cues;
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_int_equal(cues_compile(&arena, str_of(bad[i]), S("test"), &cues), ERR_INPUT);
	assert_int_equal(cues_compile(&arena, S("# nothing\nmeasure\t个\nmeasure\t百个\n"), S("test"), &cues), OK);
	struct extracted e;
	text_extract(&arena, S("将建5个。"), DAY_NONE, cues, &e);
	assert_int_equal(e.sentences[0].n_quantities, 1);
	assert_int_equal(cues_compile(&arena, S("block\t古怪\nword\t古怪 0 0 500 -500\n"), S("test"), &cues), OK);
	text_extract(&arena, S("今天天气古怪。"), DAY_NONE, cues, &e);
	assert_int_equal(e.sentences[0].kind, KIND_PRINCIPLE);
}

int main(void)
{
#define rule(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		rule(numbers_become_targets), rule(names_and_ground_are_no_targets), rule(status_follows_its_clause),
		rule(deadlines_are_resolved), rule(units_have_roles), rule(outline_has_levels),
		rule(sentences_end_where_they_should), rule(sections_decide_bare_verbs),
		rule(title_and_date_are_found),
		rule(cues_are_checked),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
