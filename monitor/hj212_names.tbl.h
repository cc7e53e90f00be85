/* SPDX-License-Identifier: Apache-2.0 */
/* The words of HJ 212: commands CN(code, first year, last year or 0), systems ST(code, Chinese, English), classes of
 * data CLASS(name, last year or 0), parameters PARAMETER(name). Sources: HJ/T 212-2005 table 8 and appendix,
 * HJ 212-2017 6.6, HJ 212-2025 6.6. Includers define what they need and undefine it. */
#ifdef CN
CN(1000, 2005, 0) CN(1001, 2005, 0) CN(1002, 2025, 0) CN(1011, 2005, 0) CN(1012, 2005, 0) CN(1013, 2017, 0) CN(1014, 2025, 0)
CN(1021, 2005, 2005) CN(1022, 2005, 2005) CN(1031, 2005, 2005) CN(1032, 2005, 2005) CN(1041, 2005, 2005) CN(1042, 2005, 2005)
CN(1061, 2005, 0) CN(1062, 2005, 0) CN(1063, 2017, 0) CN(1064, 2017, 0) CN(1072, 2005, 0)
CN(2011, 2005, 0) CN(2012, 2005, 0) CN(2013, 2025, 0) CN(2021, 2005, 0) CN(2022, 2005, 0) CN(2031, 2005, 0) CN(2041, 2005, 0)
CN(2051, 2005, 0) CN(2052, 2025, 0) CN(2061, 2005, 0) CN(2062, 2025, 0) CN(2071, 2005, 2005) CN(2072, 2005, 2005) CN(2081, 2017, 0)
CN(2111, 2025, 0)
CN(3011, 2005, 0) CN(3012, 2005, 0) CN(3013, 2005, 0) CN(3014, 2005, 2017) CN(3015, 2017, 0) CN(3016, 2017, 2017) CN(3017, 2017, 2017)
CN(3018, 2017, 0) CN(3019, 2017, 0) CN(3020, 2017, 0) CN(3021, 2017, 0) CN(3022, 2025, 0) CN(3024, 2025, 0)
CN(9011, 2005, 0) CN(9012, 2005, 0) CN(9013, 2005, 0) CN(9014, 2005, 0) CN(9015, 2025, 0)
#endif
#ifdef ST
ST(21, "地表水质量监测", "surface water") ST(22, "空气质量监测", "ambient air") ST(23, "声环境质量监测", "noise in the environment")
ST(24, "地下水质量监测", "ground water") ST(25, "土壤质量监测", "soil") ST(26, "海水质量监测", "sea water")
ST(27, "挥发性有机物监测", "volatile organic compounds") ST(31, "大气环境污染源", "source of air pollution")
ST(32, "地表水体环境污染源", "source of water pollution") ST(33, "地下水体环境污染源", "source of ground water pollution")
ST(34, "海洋环境污染源", "source of sea pollution") ST(35, "土壤环境污染源", "source of soil pollution")
ST(36, "声环境污染源", "source of noise") ST(37, "振动环境污染源", "source of vibration")
ST(38, "放射性环境污染源", "source of radiation") ST(39, "工地扬尘污染源", "dust of building sites")
ST(41, "电磁环境污染源", "source of electromagnetic fields") ST(44, "用电监控", "use of electricity")
ST(45, "关键生产工况", "key conditions of production") ST(51, "烟气排放过程监控", "process of flue gas")
ST(52, "污水排放过程监控", "process of waste water") ST(91, "系统交互", "exchange between systems")
#endif
#ifdef CLASS
CLASS("Rtd", 0) CLASS("Min", 0) CLASS("Avg", 0) CLASS("Max", 0) CLASS("Cou", 0) CLASS("Flag", 0) CLASS("EFlag", 0)
CLASS("ZsRtd", 0) CLASS("ZsMin", 0) CLASS("ZsAvg", 0) CLASS("ZsMax", 0) CLASS("SampleTime", 0) CLASS("Info", 0) CLASS("SN", 0)
CLASS("RS", 0) CLASS("RT", 0) CLASS("RunTime", 0) CLASS("Data", 0) CLASS("DayData", 0) CLASS("NightData", 0)
CLASS("ValidNum", 0) CLASS("TotalNum", 0)
CLASS("Ala", 2005) CLASS("UpValue", 2005) CLASS("LowValue", 2005)
#endif
#ifdef PARAMETER
PARAMETER("DataTime") PARAMETER("QnRtn") PARAMETER("ExeRtn") PARAMETER("RtdInterval") PARAMETER("MinInterval") PARAMETER("SystemTime")
PARAMETER("BeginTime") PARAMETER("EndTime") PARAMETER("OverTime") PARAMETER("ReCount") PARAMETER("WarnTime") PARAMETER("AlarmTime")
PARAMETER("AlarmType") PARAMETER("ReportTime") PARAMETER("RestartTime") PARAMETER("PolId") PARAMETER("InfoId") PARAMETER("NewPW")
PARAMETER("NewSK") PARAMETER("SKCreateTime") PARAMETER("VaseNo") PARAMETER("CstartTime") PARAMETER("Ctime") PARAMETER("Stime")
PARAMETER("AlarmTarget") PARAMETER("PNO") PARAMETER("PNUM") PARAMETER("RestartCount") PARAMETER("Reason") PARAMETER("HeartBeatTime")
PARAMETER("OverTimeCount") PARAMETER("Range") PARAMETER("SampleTime") PARAMETER("MN") PARAMETER("ST")
#endif
