/* SPDX-License-Identifier: Apache-2.0 */
#include "base/nest.h"

#include "base/limits.h"

bool json_fits(str s)
{
	size_t depth = 0;
	bool quoted = false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (quoted && c == '\\')
			i++;
		else if (c == '"')
			quoted = !quoted;
		else if (!quoted && (c == '[' || c == '{') && ++depth > LIMIT_JSON_DEPTH)
			return false;
		else if (!quoted && (c == ']' || c == '}') && depth)
			depth--;
	}
	return true;
}
