// SPDX-License-Identifier: Apache-2.0
// A notice comes: the administrator loads it in the page, or somebody at the command line
// while the server runs; both are events, and the record still holds.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Person, run, serve } from './lib.mjs';

const notice = (year, title) => [`${year}\tyear\t\t${title}`, `${year}-01-01\trest\t元旦\t${title}`, `${year}-01-02\trest\t元旦\t${title}`,
  `${year}-01-03\t上班\t元旦\t${title}`].join('\n') + '\n';

const postgres = process.env.LUOSHI_DB ? 'on PostgreSQL commands wait for the server to end' : false;

test('a notice is loaded at the command line and in the page', { skip: postgres }, async () => {
  const server = await serve();
  const db = server.db ? ['--db', server.db] : [];
  const file = join(server.home.path, '2031.tsv');
  writeFileSync(file, notice(2031, '2031年部分节假日安排'));
  const first = run(['calendar', 'import', file, ...db]);
  assert.equal(first.status, 0, first.said);
  assert.match(first.out, /新增或变动 4 行/);
  const twice = run(['calendar', 'import', file, ...db]);
  assert.match(twice.out, /新增或变动 0 行/);
  writeFileSync(file, '2031-02-30\trest\tx\ty\n');
  const wrong = run(['calendar', 'import', file, ...db]);
  assert.equal(wrong.status, 1);
  assert.match(wrong.said, /2031-02-30/);
  assert.match(run(['calendar', 'export', ...db]).out, /^2031-01-03\twork\t元旦\t2031年部分节假日安排$/m);

  const password = run(['user', 'add', 'weixu', '程维序', '区政府督查室', 'system', ...db]).out.trim().split('\t')[1];
  const admin = new Person(server);
  await admin.get('/sign-in');
  await admin.send((f) => f.action === '/sign-in', { login: 'weixu', password });
  await admin.settle('Tu3sday-lantern');
  await admin.get('/calendar?y=2031');
  assert.match(admin.html, /2031年部分节假日安排/);
  await admin.get('/calendar?y=2032');
  assert.match(admin.html, /待通知/);
  await admin.send((f) => f.action === '/calendar', { text: notice(2032, '2032年部分节假日安排') });
  assert.equal(admin.status, 200);
  assert.match(admin.html, /日历更新 4 行/);
  await admin.send((f) => f.action === '/calendar', { text: '没有制表符' });
  assert.equal(admin.status, 422);
  assert.match(admin.html, /没有制表符/);
  const checked = run(['check', ...db]);
  assert.equal(checked.status, 0, checked.out + checked.said);
  assert.equal(await server.stop(), 0);
});

// ---- every date of the demo by another program: days counted one by one ------------------
const DAY = 86400000, EAST = 8 * 3600000;
const dayOf = (ms) => Math.floor((ms + EAST) / DAY);

function readCalendar(tsv) {
  const notes = new Map();
  for (const line of tsv.split('\n')) {
    const [day, kind] = line.split('\t');
    if (kind === 'work' || kind === 'rest') notes.set(Date.parse(`${day}T00:00:00Z`) / DAY, kind === 'work');
  }
  return (day) => notes.get(day) ?? ((day + 3) % 7 + 7) % 7 < 5;
}

function dueOf(clock, works) {
  const pauses = clock.ledger.filter((e) => e.what === 'paused' && (e.to_ms === null || e.to_ms > clock.start_ms))
    .map((e) => [dayOf(Math.max(e.from_ms, clock.start_ms)), e.to_ms === null ? Infinity : dayOf(e.to_ms)]);
  const more = clock.ledger.filter((e) => e.what === 'extended').reduce((n, e) => n + e.by, 0);
  const stands = (day) => pauses.some(([from, to]) => from <= day && day < to);
  let day = dayOf(clock.start_ms);
  if (clock.unit === 'until') day = Date.parse(`${clock.until}T00:00:00Z`) / DAY + more;
  else {
    while (clock.unit === 'working_day' && !works(day)) day++;
    while (stands(day) && pauses.every(([, to]) => to !== Infinity)) day++;
    for (let left = clock.budget + more; left > 0;) {
      if (stands(++day) && pauses.some(([from, to]) => to === Infinity && from <= day)) return null;
      if (!stands(day) && (clock.unit === 'day' || works(day))) left--;
    }
  }
  while (clock.roll && !works(day)) day++;
  return (day + 1) * DAY - EAST;
}

test('another program computes every date again and finds the same', { skip: postgres }, async () => {
  const server = await serve();
  const db = ['--db', server.db];
  const works = readCalendar(run(['calendar', 'export', ...db]).out);
  const clocks = run(['clocks', ...db]).out.trim().split('\n').map((line) => JSON.parse(line));
  assert.ok(clocks.length > 20, `only ${clocks.length} clocks`);
  const differing = clocks.filter((c) => ['until', 'day', 'working_day'].includes(c.unit) && dueOf(c, works) !== c.due_ms);
  assert.deepEqual(differing, []);
  assert.equal(await server.stop(), 0);
});
