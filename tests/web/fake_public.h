/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LUOSHI_TEST_FAKE_PUBLIC_H
#define LUOSHI_TEST_FAKE_PUBLIC_H

#include <stdio.h>

#include "fake_core.h"

extern struct pack fake_public_pack;
extern char fake_asked[2048]; /* field=value; of what was asked last */
extern char fake_key[80];
extern int fake_files;
extern err fake_public_refuse;

#endif
