// SPDX-License-Identifier: Apache-2.0
// 导出: what a list shows is what its file holds, for the same person and the same filters.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { LUOSHI, Person, run, serve } from './lib.mjs';

const postgres = process.env.LUOSHI_DB ? 'on PostgreSQL commands wait for the server to end' : false;
let server, clerk, liaison;
before(async () => {
  server = await serve();
  clerk = new Person(server);
  await clerk.enter('顾一舟');
  liaison = new Person(server);
  await liaison.enter('柳青禾');
});
after(async () => assert.equal(await server.stop(), 0));

/** Lines of a .csv without cells that break over lines are enough here: the number of each row. */
const numbers = (csv) => [...csv.matchAll(/^\d+,([^,]*(?:〔\d{4}〕|\d{9})[^,]*),/gm)].map((m) => m[1]).sort();

async function shown(person, query) {
  const found = [];
  for (let path = `/matters?${query}`; path;) {
    await person.get(path);
    assert.equal(person.status, 200);
    found.push(...[...person.html.matchAll(/<td class="id nb">([^<]+)</g)].map((m) => m[1]));
    const next = person.html.match(/<a href="(\/matters\?[^"]*\bc=[^"]*)">更早/);
    path = next && next[1].replaceAll('&amp;', '&');
  }
  return found.sort();
}

async function exported(person, query) {
  await person.get(`/export/matters?${query}&f=csv`);
  assert.equal(person.status, 200, person.html.slice(0, 300));
  return numbers(person.html);
}

for (const query of ['', 'l=red', 'l=done', 'o=due', 'kind=project', 'd=over', 'q=清渠河', 'r=unreported'])
  test(`the ledger with “${query}”`, async () => {
    for (const person of [clerk, liaison]) {
      const rows = await shown(person, query);
      assert.deepEqual(await exported(person, query), rows);
      if (person === clerk) assert.ok(rows.length > 0);
    }
  });

test('a liaison takes out less than the office', async () => {
  assert.ok((await exported(liaison, '')).length < (await exported(clerk, '')).length);
});

test('every list, in three forms, under its Chinese name', async () => {
  for (const list of ['matters', 'todo', 'done', 'closed', 'watched', 'week', 'week-units', 'documents', 'parts', 'units', 'people'])
    for (const [form, ending, type] of [['xlsx', 'xlsx', 'application/vnd.openxmlformats'], ['csv', 'csv', 'text/csv'], ['json', 'jsonl', 'application/x-ndjson']]) {
      await clerk.get(`/export/${list}?f=${form}`);
      assert.equal(clerk.status, 200, list);
      const named = decodeURIComponent(clerk.headers.get('content-disposition').match(/filename\*=UTF-8''(\S+)$/)[1]);
      assert.match(named, new RegExp(`^[\\u4e00-\\u9fff（）]+-\\d{4}-\\d\\d-\\d\\d\\.${ending}$`));
      assert.ok(clerk.headers.get('content-type').startsWith(type));
      assert.equal(clerk.headers.get('cache-control'), 'private, no-store');
      if (form === 'json') for (const line of clerk.html.split('\n').filter(Boolean)) assert.equal(typeof JSON.parse(line), 'object');
    }
  await liaison.get('/export/people');
  assert.equal(liaison.status, 403);
  await new Person(server).get('/export/matters').then((p) => assert.ok(p.html.includes('sign-in') || p.status === 401));
});

test('a row of JSON Lines is the row of the API', async () => {
  await clerk.get('/export/matters?f=json');
  const rows = clerk.html.split('\n').filter(Boolean).map((line) => JSON.parse(line));
  assert.match(rows.pop().mark, /^顾一舟（区政府督查室）.* 导出/); /* the last line says whose file it is */
  await clerk.get('/api/v1/matters?limit=200');
  assert.deepEqual(rows, JSON.parse(clerk.html).matters);
});

test('the page of a list leads to its file', async () => {
  for (const path of ['/', '/matters?l=red', '/documents', '/week', '/overview', '/settings']) {
    await clerk.get(path);
    const links = [...clerk.html.matchAll(/href="(\/export\/[^"]+)"/g)].map((m) => m[1].replaceAll('&amp;', '&'));
    assert.ok(links.length > 0, path);
    for (const link of links) {
      await clerk.get(link);
      assert.equal(clerk.status, 200, link);
    }
  }
});

test('what was exported is in the record, and the record holds', { skip: postgres }, async () => {
  const me = new Person(server);
  await me.enter('林疏桐');
  await me.get('/export/matters?f=csv&q=%E4%BF%AE');
  assert.equal(me.status, 200);
  const checked = run(['check', '--db', server.db]);
  assert.equal(checked.status, 0, checked.out + checked.said);
});

test('luoshi export, beside a server and without one', { skip: postgres }, () => {
  const through = run(['export', 'project', '--json', '--db', server.db]);
  assert.equal(through.status, 0, through.said);
  const rows = through.out.split('\n').filter(Boolean).map((line) => JSON.parse(line));
  assert.ok(rows.length > 3 && rows.every((row) => row.kind === 'project' && row.fields.title.text));
  assert.equal(run(['export', 'nothing', '--db', server.db]).status, 2);
  assert.equal(run(['export', 'project', '--csv', '--json', '--db', server.db]).status, 2);
});

test('the table of units goes into another record', { skip: postgres }, () => {
  const file = join(server.home.path, 'units.csv'), other = join(server.home.path, 'other.db');
  const out = run(['export', 'units', '--csv', '--db', server.db]);
  assert.equal(out.status, 0, out.said);
  writeFileSync(file, out.out);
  const added = run(['import', 'units', file, '--commit', '--db', other]);
  assert.equal(added.status, 0, added.said);
  const names = (csv) => csv.split('\r\n').map((line) => line.split(',').slice(0, 5).join());
  assert.deepEqual(names(run(['export', 'units', '--csv', '--db', other]).out), names(out.out));
});

test('the workbook is whole', { skip: postgres }, (t) => {
  const file = join(server.home.path, 'all.xlsx');
  const made = spawnSync('sh', ['-c', `"$0" export matters --db "$1" > "$2"`, LUOSHI, server.db, file], { encoding: 'utf8' });
  assert.equal(made.status, 0, made.stderr);
  assert.equal(readFileSync(file).subarray(0, 4).toString('latin1'), 'PK\x03\x04');
  const zip = spawnSync('unzip', ['-t', file], { encoding: 'utf8' });
  if (zip.error) return t.skip('unzip is not installed');
  assert.equal(zip.status, 0, zip.stdout);
});
