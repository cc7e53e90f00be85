// SPDX-License-Identifier: Apache-2.0
// A year of requests in the demo district, small: the record holds, every state of an order occurs,
// the pages that count them answer, and the same number makes the same year.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Person, folder, run, serve } from './lib.mjs';

const postgres = process.env.LUOSHI_DB ? 'one engine is enough for a story that writes only through acts' : false;
const REQUESTS = 300;
const STATES = ['registered', 'need_info', 'dispatched', 'handling', 'returned', 'meeting', 'answered', 'callback', 'redo', 'supervised', 'unresolved', 'suspended',
  'closed', 'declined', 'emergency', 'rerouted', 'merged'];
const home = folder();
const db = join(home.path, 'year.db');
let server, orders, checked, clocks;

before(async () => {
  if (postgres) return;
  const made = run(['demo', '--db', db, '--requests', String(REQUESTS)]);
  assert.equal(made.status, 0, made.said);
  checked = run(['check', '--db', db]);
  clocks = run(['clocks', '--db', db]).out;
  const out = run(['export', 'order', '--json', '--db', db]);
  assert.equal(out.status, 0, out.said);
  orders = out.out.trim().split('\n').map((l) => JSON.parse(l));
  server = await serve({ demo: false, db });
});
after(async () => {
  if (server) assert.equal(await server.stop(), 0, server.said());
  home.remove();
});

test('the record holds, and the same number makes the same year', { skip: postgres }, () => {
  const again = join(home.path, 'again.db');
  const made = run(['demo', '--db', again, '--requests', String(REQUESTS)]);
  assert.equal(made.status, 0, made.said);
  assert.equal(checked.status, 0, checked.said + checked.out);
  assert.equal(run(['check', '--db', again]).out, checked.out);
  const digits = (s) => s.replace(/"\d{15,}"/g, '"id"'); // ids name the moment when they were made
  assert.ok(clocks.length > 10000);
  assert.equal(digits(run(['clocks', '--db', again]).out), digits(clocks));
});

test('every state of an order occurs, and each month has some', { skip: postgres }, () => {
  const states = new Set(orders.map((o) => o.state));
  assert.deepEqual(STATES.filter((s) => !states.has(s)), []);
  const months = new Set(orders.map((o) => o.opened.slice(0, 7)));
  assert.equal(months.size, 13, [...months].join(' '));
  const year = orders.filter((o) => o.fields.x?.value);
  assert.ok(year.length > REQUESTS / 3, `${year.length} orders have a point`);
});

test('rates, board, ledger and the public list answer', { skip: postgres }, async () => {
  const chief = new Person(server);
  await chief.enter('温星阑');
  for (const path of ['/requests/rates?m=2026-10', '/matters?kind=order', '/']) {
    await chief.get(path);
    assert.equal(chief.status, 200, path);
  }
  await chief.get('/requests/rates?m=2026-10');
  assert.match(chief.html, /区住建局/);
  const visitor = new Person(server);
  await visitor.ask('/open');
  assert.equal(visitor.status, 200);
});
