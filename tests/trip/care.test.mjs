// SPDX-License-Identifier: Apache-2.0
// Care of the record from the command line: backup while it is used, restore into a new
// file, check, a second process, a tampered row.
import assert from 'node:assert/strict';
import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { folder, run, serve } from './lib.mjs';

const postgres = process.env.LUOSHI_DB ? 'PostgreSQL keeps its own copies (pg_dump)' : false;

test('a backup made under a running server restores and holds', { skip: postgres }, async () => {
  const server = await serve();
  const copy = join(server.home.path, 'copy.db');
  const again = join(server.home.path, 'again.db');
  const made = run(['backup', '--db', server.db, copy]);
  assert.equal(made.status, 0, made.said);
  assert.ok(existsSync(copy));
  const without = run(['restore', copy, '--db', again]);
  assert.equal(without.status, 1, 'without its key a copy is refused');
  copyFileSync(`${server.db}.key`, `${again}.key`);
  const restored = run(['restore', copy, '--db', again]);
  assert.equal(restored.status, 0, restored.said);
  assert.match(restored.out, /台账与流水一致/);
  assert.equal(run(['restore', copy, '--db', again]).status, 1, 'never over an existing file');
  assert.equal(await server.stop(), 0);
});

test('a second server of the same database is refused with one sentence', { skip: postgres }, async () => {
  const server = await serve();
  const second = run(['serve', '--db', server.db, '--listen', '127.0.0.1:0']);
  assert.equal(second.status, 1);
  assert.equal(second.said.trim().split('\n').length, 1, second.said);
  assert.equal(await server.stop(), 0);
});

test('the demo is the same every time, and never written over something', { skip: postgres }, () => {
  const home = folder();
  const [one, two] = ['one.db', 'two.db'].map((n) => join(home.path, n));
  for (const db of [one, two]) assert.equal(run(['demo', '--db', db]).status, 0);
  assert.equal(run(['check', '--db', one]).out, run(['check', '--db', two]).out);
  assert.equal(run(['demo', '--db', one]).status, 1);
  home.remove();
});

test('help, version, wrong words', () => {
  assert.equal(run(['version']).status, 0);
  assert.match(run(['help']).out, /luoshi serve/);
  assert.match(run(['ingest', '--help']).out, /luoshi ingest/);
  assert.equal(run(['nonsense']).status, 2);
  assert.equal(run(['serve', '--nonsense']).status, 2);
});

test('a configuration file is checked by line', () => {
  const home = folder();
  const file = join(home.path, 'luoshi.conf');
  writeFileSync(file, '# here\nlisten = 127.0.0.1:9\nlog_level = warn\n');
  assert.match(run(['config', 'check', file]).out, /listen = 127\.0\.0\.1:9/);
  writeFileSync(file, 'listen = 127.0.0.1:9\nlistne = x\n');
  const wrong = run(['config', 'check', file]);
  assert.equal(wrong.status, 2);
  assert.match(wrong.said, /:2/);
  home.remove();
});
