/* SPDX-License-Identifier: Apache-2.0 */
/* bytes, side, hash of the square */
	{1, 21, 0x5a335552ec9dc0edull},
	{14, 21, 0x745f50652ee5d2cdull},
	{20, 25, 0xe6c88a622305cc09ull},
	{40, 29, 0x101ddf87b5648df7ull},
	{60, 33, 0x9a26a50bb43a3cd0ull},
	{80, 37, 0xde5da77c2c8325c5ull},
	{100, 41, 0x73f4b232c49d9e1ull},
	{120, 45, 0x85b3a9c22885592dull},
	{150, 49, 0x4be2d9d8b63e0d7dull},
	{180, 53, 0xc86ef59819122a07ull},
	{213, 57, 0x723bb4c7f1c185c3ull},
