// SPDX-License-Identifier: Apache-2.0
// What is said against what was measured: values come in, a document says other numbers, and the page
// lists both sides with where each comes from. A ten-day report below the target makes a letter.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Person, serve } from './lib.mjs';

let server;
before(async () => { server = await serve(); });
after(async () => { assert.equal(await server.stop(), 0, server.said()); });
const as = async (name) => { const p = new Person(server); await p.enter(name); return p; };
const enter = (f) => f.action === '/indicators/enter' && f.method === 'post';
const rowsOf = (html) => [...html.matchAll(/<tr><th scope="row"[\s\S]*?<\/tr>/g)].map((m) => m[0].replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' '));

test('a document says another number, and the page lists both sides', async () => {
  const stat = await as('蓝行之'), office = await as('顾一舟');
  await stat.get('/indicators/enter?i=revenue&p=2026-10');
  await stat.send(enter, { v_0_0: '10.04', v_0_2: '9.25', v_0_4: '3', source: '财政月报第10期' });
  assert.equal(stat.status, 200, stat.html.slice(0, 300));
  await office.get('/documents');
  await office.send((f) => f.action === '/documents', { title: '2026年1—10月经济运行情况',
    text: '1—10月，全区一般公共预算收入完成10.4亿元，同比增长8.5%，居全市第3位。\n1—10月，工业技改投资项目12个。\n2026年1—12月，社会消费品零售总额完成180亿元。\n今年以来，税收占比达到80%。\n', date: '2026-11-18' });
  assert.equal(office.status, 200, office.html.slice(0, 300));
  const id = office.path.match(/^\/documents\/(\d+)/)[1];
  assert.match(office.html, new RegExp(`/indicators/said\\?d=${id}`));
  await office.get(`/indicators/said?d=${id}`);
  assert.equal(office.status, 200);
  const rows = rowsOf(office.html);
  const wrong = rows.find((r) => r.includes('10.4亿元'));
  assert.match(wrong, /一般公共预算收入 .*2026年1—10月.*10\.04.*对不上.*财政月报第10期/);
  assert.ok(rows.some((r) => r.includes('8.5%') && r.includes('一致')), rows.join('\n')); // (10.04 − 9.25) / 9.25 = 8.54 %
  assert.ok(rows.some((r) => r.includes('第3位') && r.includes('一致')), rows.join('\n'));
  assert.ok(rows.some((r) => r.includes('80%') && r.includes('未写明时期')), rows.join('\n'));
  assert.ok(!rows.some((r) => r.includes('12个')));
  await stat.get('/indicators');
  assert.match(stat.html, /href="\/indicators\/said"/);
  await stat.get(`/indicators/said?d=${id}`);
  assert.equal(stat.status, 404); // whoever may not read the document
  await office.get('/export/said?f=csv');
  assert.equal(office.status, 200);
  assert.match(office.html, /一般公共预算收入,.*10\.4亿元,10\.04,对不上/);
});

test('a ten-day report below the target makes a letter that is sent, answered and settled', async () => {
  const stat = await as('蓝行之');
  for (const [ten, value] of [['1', '0.31'], ['2', '0.29']]) {
    await stat.get(`/indicators/enter?i=tech_fast&p=2026-11-${ten}`);
    await stat.send(enter, { v_0_0: value, source: `技改旬报 11 月第 ${ten} 期` });
    assert.equal(stat.status, 200, stat.html.slice(0, 300));
  }
  await stat.get('/indicators/fast?p=2026-11');
  assert.equal(stat.status, 200);
  const row = rowsOf(stat.html).find((r) => r.includes('工业技改投资旬报'));
  assert.match(row, /0\.31 .*0\.29 .*按上年同期 .*缺口大/);
  await stat.get(stat.html.match(/\/indicators\/fast\/letter\?i=tech[^"]+/)[0].replace('&amp;', '&'));
  assert.equal(stat.status, 200);
  assert.match(stat.html, /关于2026年11月工业技改投资缺口的提示函/);
  assert.match(stat.html, /累计0\.60亿元/);
  await stat.send((f) => f.action === '/matters');
  assert.equal(stat.status, 200, stat.html.slice(0, 300));
  assert.match(stat.html, /提示〔2026〕1号/);
  assert.match(stat.html, /剩 3 个工作日/);
  const letter = stat.path.match(/^\/matters\/(\d+)/)[1];
  const office = await as('傅识言');
  await office.get(`/matters/${letter}`);
  await office.send((f) => f.action.endsWith('/act/sign'));
  await office.send((f) => f.action.endsWith('/act/answer'), { answer: '一个项目延后，下旬入库 0.5 亿元' });
  assert.equal(office.status, 200, office.html.slice(0, 300));
  await stat.get(`/matters/${letter}`);
  assert.match(stat.html, /下旬入库/);
  await stat.send((f) => f.action.endsWith('/act/close'));
  assert.equal(stat.status, 200);
  assert.match(stat.html, /已办结/);
  // an office that is not addressed sees nothing of it and writes none
  const other = await as('童晚晴');
  await other.get(`/matters/${letter}`);
  assert.equal(other.status, 404);
  await other.get('/indicators/fast/letter?i=tech_fast&p=2026-11');
  assert.equal(other.status, 403);
});

test('values right past their target are counted beside those right before it', async () => {
  const stat = await as('蓝行之');
  await stat.get('/indicators/enter?i=town_investment&p=2026-10');
  const fields = [...stat.html.matchAll(/name="(v_\d+_0)"/g)].map((m) => m[1]);
  assert.ok(fields.length >= 3, stat.html.slice(0, 300));
  const all = (value) => Object.fromEntries(fields.map((f) => [f, value]));
  await stat.send(enter, { ...all('10.2'), [fields[0]]: '9.9', source: '月报', reason: '试' });
  assert.equal(stat.status, 200, stat.html.slice(0, 300));
  await stat.get('/indicators/enter?i=town_investment&p=2026-10&sort=target');
  const targets = [...stat.html.matchAll(/name="(v_\d+_1)"/g)].map((m) => m[1]);
  await stat.send(enter, { ...Object.fromEntries(targets.map((f) => [f, '10'])), source: '目标' });
  assert.equal(stat.status, 200, stat.html.slice(0, 300));
  await stat.get('/indicators/bunching');
  const row = rowsOf(stat.html).find((r) => r.includes('镇街固定资产投资') && r.includes('目标值'));
  assert.match(row, new RegExp(`最后几天 ${fields.length - 1} 另一边 1 `));
});

test('firms past the threshold of their industry that are not entered are listed', async () => {
  const stat = await as('蓝行之');
  await stat.get('/matters/new?kind=firm');
  await stat.send((f) => f.action === '/matters', { code: '91370000MA3TRIP01X', name: '榴花精密部件有限公司', lead: '青萝街道', scale: 'below', industry: '34 通用设备制造业' });
  assert.equal(stat.status, 200, stat.html.slice(0, 300));
  assert.match(stat.path, /^\/matters\/\d+/);
  const firm = stat.path.match(/\d+/)[0];
  const list = () => rowsOf(stat.html).find((r) => r.includes('榴花精密部件'));
  for (const [month, value, want] of [['2026-09', '1650', /1650\.00 报了 1 个月 .*82\.5% .*临规/], ['2026-10', '350', /2000\.00 报了 2 个月 .*2000 .*100\.0% .*已达标未入库/]]) {
    await stat.get(`/indicators/enter?i=firm_turnover&p=${month}`);
    const [, field] = stat.html.match(/<label for="(v_\d+_0)">[^<]*榴花精密部件/) ?? assert.fail(stat.html.slice(0, 300));
    await stat.send(enter, { [field]: value, source: '企业月报' });
    assert.equal(stat.status, 200, stat.html.slice(0, 300));
    await stat.get('/indicators/scale');
    assert.match(list() ?? '', want, firm);
  }
  assert.match(stat.html, /已达标未入库 1 家/);
});
