// SPDX-License-Identifier: Apache-2.0
// Indicators as people meet them: the wall and its sentence, values by form, sheet, program and command,
// revision and confirmation, what was known before, the public page.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Person, run, serve } from './lib.mjs';

const postgres = process.env.LUOSHI_DB ? 'on PostgreSQL commands wait for the server to end' : false;
let server;
before(async () => { server = await serve(); });
after(async () => { assert.equal(await server.stop(), 0, server.said()); });

const as = async (name) => { const p = new Person(server); await p.enter(name); return p; };
/** A program: a token of its own instead of cookies. */
async function program(name) {
  const p = new Person(server);
  await p.get('/sign-in');
  const user = p.forms().flatMap((f) => f.buttons).find((b) => b.text.includes(name)).value;
  const r = await fetch(new URL('/api/v1/session', server.url), { method: 'POST', headers: { 'content-type': 'application/json' }, body: `{"demo": ${user}}` });
  const { token } = await r.json();
  return async (method, path, body) => {
    const answer = await fetch(new URL(path, server.url), { method, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: body && JSON.stringify(body) });
    return { status: answer.status, ...(await answer.json()) };
  };
}
const enter = (f) => f.action === '/indicators/enter' && f.method === 'post';
const sheet = (f) => f.action === '/indicators/sheet';

test('the sentence counts the rows below it', async () => {
  const p = await as('顾一舟');
  await p.get('/indicators');
  assert.equal(p.status, 200);
  const [, all, above] = p.html.match(/全市公布的 (\d+) 项指标中，(\d+) 项好于全市平均/);
  assert.equal(all, '15');
  const call = await program('顾一舟');
  const month = p.html.match(/name="p" type="month" value="([\d-]+)"/)[1];
  const wall = await call('GET', `/api/v1/indicators?period=${month}`);
  assert.equal(wall.indicators.length, 17); // two more have nothing of the city beside them
  const better = wall.indicators.filter((l) => Number(l.gap) > 0);
  assert.equal(better.length, Number(above));
  assert.equal(wall.above, better.length);
  for (const l of wall.indicators.filter((x) => x.growth !== null && x.city !== null && x.unit !== '%' && x.indicator !== 'pm25'))
    assert.ok(Math.abs(Number(l.growth) - Number(l.city) - Number(l.gap)) < 0.11, l.indicator);
  const line = wall.indicators.find((l) => l.indicator === 'industry_output');
  assert.ok(Math.abs(100 * line.now.value / line.target - line.done) < 0.051);
});

test('a number, missing and not applicable are three things', async () => {
  const p = await as('蓝行之');
  await p.get('/indicators/enter?i=tech_investment&p=2026-10');
  assert.equal(p.status, 200);
  await p.send(enter, { v_0_0: '0', v_0_4: '/', v_0_3: '', source: '统计月报' });
  assert.equal(p.status, 200, p.html.slice(0, 200));
  const call = await program('蓝行之');
  const { values } = await call('GET', '/api/v1/values?indicator=tech_investment&from=2026-10&to=2026-10');
  const of = (sort) => values.find((v) => v.sort === sort);
  assert.deepEqual([of('actual').state, of('actual').value, of('actual').version], ['number', '0', 2]);
  assert.equal(of('rank').state, 'not_applicable');
  assert.equal(of('city').state, 'missing');
  await p.get('/indicators/enter?i=tech_investment&p=2026-10');
  await p.send(enter, { v_0_0: '四十' });
  assert.equal(p.status, 422);
  assert.match(p.html, /“四十”不是数字/);
});

test('others enter nothing and are told who does', async () => {
  const p = await as('童晚晴');
  await p.get('/indicators/enter?i=retail&p=2026-10');
  assert.equal(p.status, 403);
  assert.match(p.html, /区商务局/);
  const call = await program('童晚晴');
  assert.equal((await call('POST', '/api/v1/values', { indicator: 'retail', period: '2026-10', value: '1' })).status, 403);
});

test('a sheet is looked at, mended and taken in whole', async () => {
  const p = await as('蓝行之');
  await p.get('/indicators/enter');
  await p.send(sheet, { table: '单位\t周期\t固定资产投资完成额（亿元）\t备注\n青萝街道\t2026年1—11月\t18.2\t\n不存在的镇\t2026-11\t1\t\n清渠街道\t2026-11\t十\t\n' }, 'look');
  assert.equal(p.status, 422);
  assert.match(p.html, /有 2 处读不懂/);
  assert.match(p.html, /不存在的镇/);
  assert.match(p.html, /没有用到的列：[^]*备注/);
  await p.send(sheet, { table: '单位\t周期\t固定资产投资完成额（亿元）\n青萝街道\t2026年1—11月\t18.2\n清渠街道\t2026-11\t/\n榴花镇\t2026-11\t\n石桥镇\t2026-11\t—\n' }, 'look');
  assert.equal(p.status, 200);
  assert.match(p.html, /读到 3 行 3 个数值，其中新增或变化 2 个/);
  await p.send(sheet, {}, 'take');
  assert.equal(p.status, 200);
  assert.match(p.html, /已录入 2 个数值/);
  const call = await program('蓝行之');
  const { values } = await call('GET', '/api/v1/values?indicator=town_investment&from=2026-11&to=2026-11');
  assert.deepEqual(values.map((v) => v.state).sort(), ['not_applicable', 'number']);
  assert.equal(values.find((v) => v.state === 'number').value, '18.2');
});

test('another person confirms; then a change needs a reason; what was known before stays', async () => {
  const stat = await program('蓝行之'), industry = await as('傅识言');
  await industry.get('/indicators/industry_output?p=2026-09');
  await industry.send((f) => f.action === '/indicators/confirm');
  assert.equal(industry.status, 200);
  assert.match(industry.html, /数值已确认/);
  const refused = await stat('POST', '/api/v1/values', { indicator: 'industry_output', period: '2026-09', value: '555.5', source: '核定' });
  assert.equal(refused.status, 422);
  assert.match(refused.detail ?? refused.title, /修订请写明原因|say why/);
  const done = await stat('POST', '/api/v1/values', { indicator: 'industry_output', period: '2026年1—9月', value: '555.5', source: '核定', reason: '口径调整' });
  assert.equal(done.changed, 1);
  await industry.get('/indicators/industry_output?p=2026-09');
  assert.match(industry.html, /口径调整/);
  assert.match(industry.html, /555\.50/);
  const story = await stat('GET', '/api/v1/values?versions=1&indicator=industry_output&from=2026-09');
  assert.equal(story.values.length, 2);
  const before = await stat('GET', '/api/v1/values?indicator=industry_output&from=2026-09&to=2026-09&sort=actual&known=2026-11-01');
  assert.notEqual(before.values[0].value, '555.5');
  assert.equal(before.values[0].version, 1);
});

test('the wall goes out as a workbook, and to anybody as far as it is public', async () => {
  const p = await as('蓝行之');
  await p.get('/export/indicators?f=csv&p=2026-09');
  assert.equal(p.status, 200);
  assert.equal(p.html.split('\n').filter((l) => /^\d+,/.test(l)).length, 17);
  assert.match(p.html, /地区生产总值,亿元,2026年前三季度/);
  await p.get('/export/indicators?f=xlsx');
  assert.match(p.html, /^PK/);
  const anybody = new Person(server);
  await anybody.get('/open/indicators');
  assert.equal(anybody.status, 200);
  assert.match(anybody.html, /地区生产总值/);
  assert.doesNotMatch(anybody.html, /工业技改投资|位次/);
  await anybody.get('/indicators');
  assert.match(anybody.path, /sign-in/);
});

test('a sheet by command, checked first', { skip: postgres }, async () => {
  const db = join(server.home.path, 'other.db'), file = join(server.home.path, 'values.csv');
  assert.equal(run(['demo', '--db', db]).status, 0);
  writeFileSync(file, '指标,周期,数值,目标,上年同期,位次\n社零总额,2026-11,162.4,,154.2,4\n工业用电量,2026-11,105600,,,/\n');
  const looked = run(['import', 'values', file, '--db', db]);
  assert.equal(looked.status, 0, looked.said);
  assert.match(looked.out, /读到 5 个数值，其中新增或变化 5 个；尚未录入/);
  assert.match(run(['import', 'values', file, '--commit', '--db', db]).out, /5 个，已录入/);
  assert.match(run(['import', 'values', file, '--commit', '--db', db]).out, /变化 0 个/);
  writeFileSync(file, '指标,周期,数值\n社零总额,2026-13,1\n没有的指标,2026-11,2\n');
  const wrong = run(['import', 'values', file, '--commit', '--db', db]);
  assert.equal(wrong.status, 1);
  assert.match(wrong.out, /第 2 行第 3 列\t“2026-13”不是统计周期/);
  assert.match(wrong.out, /第 3 行第 3 列\t没有“没有的指标”这项指标/);
  const check = run(['check', '--db', db]);
  assert.equal(check.status, 0, check.out);
});

test('what the record knows is filled in, looked at and saved with where it is from', async () => {
  const p = await as('蓝行之');
  await p.get('/indicators/enter?i=alarms_opened&p=2026-10');
  assert.match(p.html, /href="\/indicators\/enter\?i=alarms_opened&amp;p=2026-10&amp;take=1"/);
  await p.get('/indicators/enter?i=alarms_opened&p=2026-10&take=1');
  assert.match(p.html, /已按系统记录填入，请核对后保存/);
  await p.send(enter, {});
  const call = await program('蓝行之');
  const { values } = await call('GET', '/api/v1/values?indicator=alarms_opened&from=2026-10&to=2026-10');
  assert.equal(values.length, 1);
  assert.equal(values[0].value, '0');
  assert.equal(values[0].source, '本系统统计：期内开启的事项');
  await p.get('/indicators/enter?i=good_air&p=2026-10&take=1');
  assert.match(p.html, /监测站点没有这一时期的数据/);
  await p.get('/indicators/enter?i=retail&p=2026-10&take=1'); // nothing of the record is about it
  assert.doesNotMatch(p.html, /已按系统记录填入/);
});
