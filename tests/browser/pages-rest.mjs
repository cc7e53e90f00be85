// SPDX-License-Identifier: Apache-2.0
// The second half of the walk through all pages, in a process and with a server of its own (LUOSHI_HALVES=1).
globalThis.restOfWalk = true;
await import('./pages.test.mjs');
