// SPDX-License-Identifier: Apache-2.0
// What is said against what was measured: values come in, a document says other numbers, and the page
// lists both sides with where each comes from.
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
