/* SPDX-License-Identifier: Apache-2.0 */
/* The battery of both engines, on the PostgreSQL that LUOSHI_TEST_PG names. */
#define KIT_POSTGRES
#include "test_store_engine.c"
