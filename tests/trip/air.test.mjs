// SPDX-License-Identifier: Apache-2.0
// From a table of hours to the page of a station, by the command while the server runs.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Person, run, serve } from './lib.mjs';

// the command speaks to the server through its socket, which a database of PostgreSQL has not
const postgres = process.env.LUOSHI_DB ? 'on PostgreSQL commands wait for the server to end' : false;
let server;
before(async () => { server = await serve(); });
after(async () => { assert.equal(await server.stop(), 0); });

const ITEMS = { SO2: '9', NO2: '30', CO: '0.8', O3: '70', PM10: '60', 'PM2.5': '61' };
function hours(day, changes = {}) {
  const rows = ['station,name,time,span,item,value'];
  for (let h = 0; h < 24; h++)
    for (const [item, value] of Object.entries({ ...ITEMS, ...changes }))
      rows.push(`S1,榴花站,${day} ${String(h).padStart(2, '0')}:00,hour,${item},${value}`);
  const file = join(server.home.path, 'hours.csv');
  writeFileSync(file, `${rows.join('\n')}\n`);
  return file;
}

test('a station appears with its first hours, and a day stands under the standard of its date', { skip: postgres }, async () => {
  const gu = new Person(server);
  await gu.enter('顾一舟');
  await gu.get('/air?y=2026');
  assert.doesNotMatch(gu.html, /榴花站/);
  for (const day of ['2026-02-28', '2026-03-01']) {
    const done = run(['air', 'import', hours(day), '--db', server.db]);
    assert.equal(done.status, 0, done.said);
    assert.match(done.out, /1\n$/);
  }
  await gu.get('/air?y=2026');
  assert.match(gu.html, /href="\/air"/);
  const station = gu.html.match(/href="(\/air\/\d+)\?y=2026">榴花站/)[1];
  await gu.get(`${station}?y=2026&d=2026-02-28`);
  assert.match(gu.html, /HJ 633-2012/);
  assert.match(gu.html, /<b>83<\/b> 良/); // 61 of 75: 50 + 26 / 40 * 50 = 82.5
  await gu.get(`${station}?y=2026&d=2026-03-01`);
  assert.match(gu.html, /HJ 633-2026/);
  assert.match(gu.html, /<b>101<\/b> 轻度污染/);
  assert.match(gu.html, /超标/);
});

test('what is imported again changes nothing, a correction changes its day, and the record holds', { skip: postgres }, async () => {
  const again = run(['air', 'import', hours('2026-03-01'), '--db', server.db]);
  assert.match(again.out, /0\n$/);
  const corrected = run(['air', 'import', hours('2026-03-01', { 'PM2.5': '60' }), '--db', server.db]);
  assert.match(corrected.out, /1\n$/);
  const check = run(['check', '--db', server.db]);
  assert.equal(check.status, 0, check.out + check.said);
});

test('indicators take the mean of the stations and the share of good days', { skip: postgres }, async () => {
  const file = join(server.home.path, 'two.csv');
  const rows = ['station,name,time,span,item,value'];
  for (const [station, pm] of [['S1', '60'], ['S2', '30']])
    for (let h = 0; h < 24; h++)
      for (const [item, value] of Object.entries({ ...ITEMS, 'PM2.5': pm }))
        rows.push(`${station},${station}站,2026-03-02 ${String(h).padStart(2, '0')}:00,hour,${item},${value}`);
  writeFileSync(file, `${rows.join('\n')}\n`);
  assert.equal(run(['air', 'import', file, '--db', server.db]).status, 0);
  const lan = new Person(server);
  await lan.enter('蓝行之');
  // the first day 60 of one station, the second the mean of 60 and 30: (60 + 45) / 2
  await lan.get('/indicators/enter?i=pm25&p=2026-03&take=1');
  assert.match(lan.html, /id="v_0_0" name="v_0_0" value="52\.5"/);
  assert.match(lan.html, /name="source" value="区内空气站3个，有效2天"/); // the third is that of the demo district, with nothing in that month
  await lan.get('/indicators/enter?i=good_air&p=2026-03&take=1');
  assert.match(lan.html, /id="v_0_0" name="v_0_0" value="100\.0"/); // 60 is an index of 100, and good
});

test('a wrong table is refused with its line, in both languages, and nothing is taken in', () => {
  const file = join(server.home.path, 'wrong.csv');
  writeFileSync(file, 'station,time,span,item,value\nS9,2026-03-01 01:00,hour,SO2,1\nS9,2026-03-01 02:00,hour,SO2,wet\n');
  const zh = run(['air', 'import', file, '--db', server.db]);
  assert.equal(zh.status, 1);
  assert.match(zh.said, /第 3 行：wet 不是浓度/);
  const en = run(['aqi', file], { env: { LUOSHI_LANG: 'en' } });
  assert.equal(en.status, 1);
  assert.match(en.said, /line 3: wet is not a concentration/);
  assert.equal(run(['aqi', '--standard', '2011', file]).status, 2);
});
