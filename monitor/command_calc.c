/* SPDX-License-Identifier: Apache-2.0 */
/* Tables of what people may ask of a station, and the words for what a station does wrong. Pure. */
#include "monitor/monitor.h"

const struct hj_command hj_commands[] = {
	{1000, "set-timeout", {S("设置超时时间与重发次数"), S("set how long it waits and how often it sends again")}, CARRIES_CP},
	{1011, "read-clock", {S("读取现场机时间"), S("read its clock")}, CARRIES_CP},
	{1012, "set-clock", {S("设置现场机时间"), S("set its clock")}, CARRIES_CLOCK},
	{1014, "send-key", {S("更换密钥"), S("give it a new key")}, CARRIES_KEY},
	{1061, "read-interval", {S("读取实时数据上报间隔"), S("read the interval of live data")}, CARRIES_CP},
	{1062, "set-interval", {S("设置实时数据上报间隔"), S("set the interval of live data")}, CARRIES_CP},
	{1063, "read-minutes", {S("读取分钟数据上报间隔"), S("read the interval of minutes")}, CARRIES_CP},
	{1064, "set-minutes", {S("设置分钟数据上报间隔"), S("set the interval of minutes")}, CARRIES_CP},
	{1072, "send-password", {S("更换访问密码"), S("give it a new password")}, CARRIES_PASSWORD},
	{2011, "live", {S("取污染物实时数据"), S("send live data")}, CARRIES_CP},
	{2012, "live-stop", {S("停止察看实时数据"), S("stop live data")}, CARRIES_CP},
	{2021, "state", {S("取设备运行状态数据"), S("send the state of its devices")}, CARRIES_CP},
	{2022, "state-stop", {S("停止察看设备运行状态"), S("stop the state of its devices")}, CARRIES_CP},
	{2031, "days", {S("取污染物日历史数据"), S("send data of days again")}, CARRIES_CP},
	{2041, "running", {S("取设备运行时间日历史数据"), S("send how long its devices ran")}, CARRIES_CP},
	{2051, "minutes", {S("取污染物分钟历史数据"), S("send data of minutes again")}, CARRIES_CP},
	{2061, "hours", {S("取污染物小时历史数据"), S("send data of hours again")}, CARRIES_CP},
	{3011, "calibrate", {S("零点校准、量程校准"), S("calibrate")}, CARRIES_CP},
	{3012, "sample", {S("即时采样"), S("take a sample now")}, CARRIES_CP},
	{3013, "clean", {S("启动清洗、反吹"), S("clean or blow back")}, CARRIES_CP},
	{3014, "compare", {S("比对采样（2017 版及以前）"), S("take a sample to compare (to 2017)")}, CARRIES_CP},
	{3015, "retain", {S("超标留样"), S("keep a sample of what is above the limit")}, CARRIES_CP},
	{3016, "set-sampling", {S("设置采样时间周期（2017 版）"), S("set when samples are taken (2017)")}, CARRIES_CP},
	{3017, "read-sampling", {S("提取采样时间周期（2017 版）"), S("read when samples are taken (2017)")}, CARRIES_CP},
	{3018, "read-analysis", {S("提取出样时间"), S("read how long an analysis takes")}, CARRIES_CP},
	{3019, "identity", {S("读取设备唯一标识"), S("read the numbers of its devices")}, CARRIES_CP},
	{3020, "device", {S("读取现场机信息"), S("read what it says of itself")}, CARRIES_CP},
	{3021, "set-device", {S("设置现场机参数"), S("set a parameter of it")}, CARRIES_CP},
	{3022, "retain-now", {S("即时留样（2025 版）"), S("keep a sample now (2025)")}, CARRIES_CP},
	{3024, "check-standard", {S("启动标样核查（2025 版）"), S("measure a standard sample (2025)")}, CARRIES_CP},
};
const size_t hj_commands_n = COUNT_OF(hj_commands);

const struct hj_command *hj_command_of(int cn)
{
	for (size_t i = 0; i < hj_commands_n; i++)
		if (hj_commands[i].cn == cn)
			return &hj_commands[i];
	return NULL;
}

const struct hj_command *hj_command_named(str name)
{
	for (size_t i = 0; i < hj_commands_n; i++)
		if (str_eq(name, str_of(hj_commands[i].name)))
			return &hj_commands[i];
	return NULL;
}

struct words2 station_odd_words(int odd)
{
	static const struct words2 more[] = {
		{S("密码与登记的不符"), S("the password is not the one it was enrolled with")},
		{S("校验方式与登记的不符"), S("the check is taken in another way than enrolled")},
	};
	if (odd >= WRONG_PASSWORD && odd < WRONGS)
		return more[odd - WRONG_PASSWORD];
	if (odd < 0 || odd >= HJ_ODDS)
		return (struct words2){S(""), S("")};
	return (struct words2){str_of(hj_odds[odd].zh), str_of(hj_odds[odd].en)};
}
