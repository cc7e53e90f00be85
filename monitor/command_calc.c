/* SPDX-License-Identifier: Apache-2.0 */
/* Tables of what people may ask of a station, and the words for what a station does wrong. Pure. */
#include "monitor/monitor.h"

const struct hj_command hj_commands[] = {
	{1011, "read-clock", {S("读取现场机时间"), S("read its clock")}, false},
	{1012, "set-clock", {S("设置现场机时间"), S("set its clock")}, true},
	{1014, "send-key", {S("下发密钥"), S("send it its key")}, false},
	{1061, "read-interval", {S("读取实时数据上报间隔"), S("read the interval of live data")}, false},
	{1062, "set-interval", {S("设置实时数据上报间隔"), S("set the interval of live data")}, false},
	{2011, "live", {S("取污染物实时数据"), S("send live data")}, false},
	{2012, "live-stop", {S("停止察看实时数据"), S("stop live data")}, false},
	{2031, "days", {S("取污染物日历史数据"), S("send data of days again")}, false},
	{2051, "minutes", {S("取污染物分钟历史数据"), S("send data of minutes again")}, false},
	{2061, "hours", {S("取污染物小时历史数据"), S("send data of hours again")}, false},
	{3011, "calibrate", {S("零点校准、量程校准"), S("calibrate")}, false},
	{3012, "sample", {S("即时采样"), S("take a sample now")}, false},
	{3015, "retain", {S("超标留样"), S("keep a sample of what is above the limit")}, false},
	{3019, "identity", {S("读取设备唯一标识"), S("read the numbers of its devices")}, false},
	{3020, "device", {S("读取现场机信息"), S("read what it says of itself")}, false},
};
const size_t hj_commands_n = COUNT_OF(hj_commands);

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
