/* SPDX-License-Identifier: Apache-2.0 */
/* fail_nth: the n-th write or sync of this process fails, or is its last. Linked into a
 * test program it stands before the C library's; as a shared object (gcc -shared -fPIC)
 * with LD_PRELOAD it obeys FAIL_NTH="pwrite:7:die" | "sync:3:ENOSPC" | "sync:3:EIO". */
#ifndef LUOSHI_TEST_FAIL_NTH_H
#define LUOSHI_TEST_FAIL_NTH_H

enum fail_call { FAIL_PWRITE, FAIL_SYNC, FAIL_CALLS };
#define FAIL_DIES (-1)
/* n counts from now; 0: never again. `how` is an errno or FAIL_DIES (exit 137). */
void fail_nth_set(enum fail_call, long n, int how);
/* Has it happened since it was set? */
int fail_nth_happened(void);

#endif
