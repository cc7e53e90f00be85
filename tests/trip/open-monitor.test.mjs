// SPDX-License-Identifier: Apache-2.0
// Stations on the map and 环境监测公开: the environment office says where a station stands and whether anybody may read it;
// a citizen reads what is public and finds nothing of the rest, wherever he looks.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Person, run, serve } from './lib.mjs';

const CLOSED = { mn: '010000A8900016F000169D12', name: '明溪建材窑尾烟气', firm: '明溪建材', place: /650500|34\.7105|117\.6505/ };
const OPEN = { mn: '010000A8900016F000169D11', name: '明岚食品废水排口' };
// the command speaks to the server through its socket, which a database of PostgreSQL has not
const postgres = process.env.LUOSHI_DB ? 'on PostgreSQL commands wait for the server to end' : false;
let server, mei, anybody;

before(async () => {
  server = await serve();
  mei = new Person(server);
  await mei.enter('梅霁月');
  anybody = new Person(server);
});
after(async () => {
  if (!postgres) must(['check']);
  assert.equal(await server?.stop(), 0, server?.said());
  if (postgres) must(['check']);
});

const open = async (path = '/open/monitor') => { await anybody.ask(path); return anybody.html; };
const must = (args) => { const r = run([...args, '--db', server.db]); assert.equal(r.status, 0, r.said); return r.out; };
const list = () => must(['station', 'list']).trim().split('\n').map((l) => JSON.parse(l));
const nothing = (text, where) => {
  for (const word of [CLOSED.mn, CLOSED.name, CLOSED.firm]) assert.ok(!text.includes(word), `${word} in ${where}`);
  assert.doesNotMatch(text, CLOSED.place, where);
};
const edit = async (name, changes) => {
  await mei.get('/monitor');
  const href = mei.html.match(new RegExp(`href="(/monitor/\\d+)">${name}<`))[1];
  await mei.get(`${href}/edit`);
  if (changes) await mei.send((f) => f.action === `${href}/edit`, changes);
  return href;
};

test('a citizen finds the page from the first one and reads hours and days against their limits', async () => {
  await open('/public');
  assert.equal(anybody.html.match(/href="\/open\/monitor"/g).length, 2, 'in the page and in its foot');
  const html = await open();
  assert.equal(anybody.status, 200);
  assert.match(html, /榴园污水处理厂总排口/);
  assert.match(html, /小时 20\d\d-\d\d-\d\d \d\d:00/);
  assert.match(html, /日均 20\d\d-\d\d-\d\d/);
  assert.match(html, /<b>[\d.]+<\/b> <small>mg\/L<\/small> <small class="nb">限值 ≤ 50/, 'a day of the sewage plant against its limit');
  assert.match(html, new RegExp(`${OPEN.name}</a></h3><p class="s"><span class="light red"><i aria-hidden="true">■</i>`));
  assert.match(html, /未经审核/);
  assert.match(html, /<svg class="map"[\s\S]*<title>明岚食品废水排口: /);
  assert.match(html, /榴花空气站/);
  assert.match(html, /PM<sub>2\.5<\/sub>/);
});

test('one of them: the course of a day with its numbers and where its limits come from', async () => {
  const html = await open((await open()).match(new RegExp(`href="(/open/monitor/\\d+)">${OPEN.name}<`))[1]);
  assert.match(html, /class="chart curve trend"/);
  assert.ok(html.match(/<tr><th scope="row" class="nb">\d\d-\d\d \d\d:00</g).length === 24, '24 hours');
  assert.match(html, /排污许可证副本/);
  assert.doesNotMatch(html, /010000A89|PW=|123456/);
});

test('of a station that is not public nothing is told: no name, no number, no firm, no place, no password', async () => {
  await mei.get('/monitor');
  assert.ok(mei.html.includes(CLOSED.name));
  const id = mei.html.match(new RegExp(`/monitor/(\\d+)">${CLOSED.name}<`))[1];
  await open(`/open/monitor/${id}`);
  const hidden = [anybody.status, anybody.html.replaceAll(id, '')];
  await open('/open/monitor/4611686018427387904');
  assert.deepEqual(hidden, [anybody.status, anybody.html.replaceAll('4611686018427387904', '')], 'like one that is not there');
  assert.equal(anybody.status, 404);
  for (const path of ['/open/monitor', '/open/monitor?lang=en', '/public', '/open', '/ask/map.svg', '/open311/v2/services.json', '/api/openapi.json', '/open/monitor?q=' + encodeURIComponent('明溪')]) {
    const html = await open(path);
    nothing(html, path);
    assert.ok(!html.includes(id), path);
    assert.doesNotMatch(html, /010000A8900016F|123456|654321/, path);
  }
  const all = await open();
  for (const [, href] of all.matchAll(/href="(\/open\/monitor\/\d+)"/g)) nothing(await open(href), href);
  for (const path of ['/monitor', `/monitor/${id}`, '/export/stations?f=csv', `/monitor/${id}/file?t=week&c=w01018&f=csv`]) {
    await open(path);
    nothing(anybody.html, path);
  }
});

test('what the office says holds at once, also against what was drawn before', async () => {
  await open();
  const href = await edit(OPEN.name, { open: [] });
  assert.equal(mei.status, 200);
  assert.match(mei.html, /不公开/);
  assert.ok(!(await open()).includes(OPEN.name));
  await open(`/open${href}`);
  assert.equal(anybody.status, 404);
  await edit(OPEN.name, { open: '1' });
  assert.ok((await open()).includes(OPEN.name));
  await edit(OPEN.name, { on: [] });
  assert.ok(!(await open()).includes(OPEN.name), 'out of use');
  await edit(OPEN.name, { on: '1' });
});

test('an air station that sends by itself goes by its word, one by file by the setting', async () => {
  await edit('榴花空气站', { open: [] });
  const html = await open();
  assert.ok(!html.includes('榴花空气站'), 'its hours have come into the table of the air, and stay hidden');
  await edit('榴花空气站', { open: '1' });
  assert.ok((await open()).includes('榴花空气站'));
});

test('a place that is none is one sentence, and nothing is half done', async () => {
  const values = async () => { await edit(OPEN.name); return ['name', 'longitude', 'latitude'].map((n) => mei.html.match(new RegExp(`name="${n}" value="([^"]*)"`))[1]); };
  const before = await values();
  for (const [longitude, latitude] of [['34.7', '117.6'], ['117.6', ''], ['东经117', '34'], ['117,6', '34.7']]) {
    await edit(OPEN.name, { name: '另一个名字', longitude, latitude });
    assert.equal(mei.status, 422);
    assert.match(mei.html, /id="wrong">[^<]*不是站点的位置[^<]*经度在前/);
    assert.ok(mei.html.includes(`value="${longitude}"`), 'what was typed is still there');
  }
  assert.deepEqual(await values(), before);
  assert.deepEqual(before.slice(1), ['117.596000', '34.748000']);
  if (postgres) return;
  const cli = run(['station', 'set', OPEN.mn, '--place', '34.7,117.6', '--db', server.db]);
  assert.notEqual(cli.status, 0);
  assert.match(cli.said, /不是站点的位置/);
  assert.notEqual(run(['station', 'set', OPEN.mn, '--public', 'maybe', '--db', server.db]).status, 0);
});

test('on the command line: place and word, one at a time, from a file', { skip: postgres }, async () => {
  must(['station', 'add', 'CLI1', '手工站', '--place', '117.5,34.75']);
  must(['station', 'set', 'CLI1', '--public', 'yes']);
  const one = () => list().find((s) => s.mn === 'CLI1');
  assert.deepEqual([one().place, one().public], ['117.500000,34.750000', true]);
  must(['station', 'off', 'CLI1']);
  must(['station', 'set', 'CLI1', '--place', '-']);
  assert.deepEqual([one().place, one().public, one().on], ['', true, false]);
  const made = run(['station', 'import', '-', '--db', server.db], { input: 'CLI2\t导入站\t\twater_1\t117.51,34.76\tyes\nCLI3\t只有名字\n' });
  assert.equal(made.status, 0, made.said);
  const two = list().find((s) => s.mn === 'CLI2'), three = list().find((s) => s.mn === 'CLI3');
  assert.deepEqual([two.place, two.public, three.place, three.public], ['117.510000,34.760000', true, '', false]);
  assert.match(await open(), /导入站/);
});

test('the map of the office has every station that has a place, and leads to it', async () => {
  await mei.get('/monitor/enrol');
  await mei.send((f) => f.action === '/monitor/enrol', { mn: 'NOWHERE1', name: '没有位置的站' });
  assert.match(mei.html, /不公开/, 'what is not said is not public');
  await mei.get('/monitor');
  const svg = mei.html.match(/<svg class="map"[\s\S]*?<\/svg>/)[0];
  for (const name of [CLOSED.name, OPEN.name]) assert.match(svg, new RegExp(`<a href="/monitor/\\d+">(?:(?!</a>)[\\s\\S])*<title>${name}: `));
  assert.match(mei.html, /还没有填写位置/, 'who has no place is counted');
  await mei.get('/monitor?k=air&z=1&c=0&r=0');
  assert.match(mei.html, /href="\/monitor\?k=air&amp;#map"/);
  assert.doesNotMatch(mei.html.match(/<svg class="map"[\s\S]*?<\/svg>/)?.[0] ?? '', new RegExp(CLOSED.name));
});

test('an hour above its limit has opened a matter', async () => {
  await mei.get('/matters?kind=alarm');
  const matters = [...mei.html.matchAll(/href="(\/matters\/\d+)"[^>]*>([^<]*明岚食品废水排口[^<]*)</g)];
  assert.equal(new Set(matters.map((m) => m[1])).size, 1, 'one matter, whatever else is said of the same outlet');
  await mei.get(matters[0][1]);
  assert.equal(mei.status, 200);
  assert.match(mei.html, /化学需氧量/);
  if (postgres) return;
  const alarms = must(['station', 'alarms', OPEN.mn]).trim().split('\n').map((l) => JSON.parse(l));
  assert.ok(alarms.some((a) => a.rule === 'hour_limit' && a.ended === null));
});
