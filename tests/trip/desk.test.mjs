// SPDX-License-Identifier: Apache-2.0
// The call taker's desk as a browser without scripts uses it: ten calls one after the other.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { Person, serve } from './lib.mjs';

let server, desk, checker, unit;
const DESK = (f) => f.action === '/desk';
before(async () => {
  server = await serve();
  [desk, checker, unit] = await Promise.all(['舒临月', '何知予', '柳青禾'].map(async (name) => {
    const p = new Person(server);
    await p.enter(name);
    return p;
  }));
  await desk.get('/desk');
});
after(async () => { assert.equal(await server.stop(), 0, server.said()); });

const said = (p) => p.html.match(/<section class="said done"[\s\S]*?<\/section>/)?.[0] ?? '';
const side = (p) => p.html.match(/<aside id="side"[\s\S]*?<\/aside>/)[0];
const faults = (p) => p.html.match(/id="faults"[\s\S]*?<\/div>/)?.[0] ?? '';
const number = (p) => said(p).match(/SQ\d{11}/)?.[0];
/** Fills the form on the page and presses a button; what was typed before stays unless it changes. */
async function press(changes, go, p = desk) {
  await p.send(DESK, { ...changes, ...(typeof go === 'string' ? { go } : go) }, 'nothing else is pressed');
  return p;
}
/** Until the index has seen what was taken. */
async function lookUntil(changes, fits) {
  for (let i = 0; i < 60; i++) {
    await press(changes, 'look');
    if (fits(side(desk))) return;
    await new Promise((r) => setTimeout(r, 250));
  }
  assert.fail(`never seen: ${side(desk)}`);
}
let lamp;
beforeEach(() => desk.get('/desk'));

test('call 1: a new trouble, taken and dispatched in one go; the number and the code stand there', async () => {
  await press({ phone: '13900010001', words: '文昌路学校门口的路灯三天不亮了，孩子放学黑灯瞎火的。', place: '文昌路学校门口', class: 'complaint',
    category: '城市管理·道路设施·路灯', lead: '区住建局' }, 'dispatch');
  assert.equal(desk.status, 200, desk.html);
  assert.match(said(desk), /已登记并派单/);
  assert.match(said(desk), /文昌路学校门口：路灯/, 'a title of place and category');
  assert.match(said(desk), /区住建局/);
  assert.match(said(desk), /查询码[^<]*<span[^>]*>0001|查询码 0001/);
  lamp = said(desk).match(/\/matters\/(\d+)/)[1];
  const form = desk.forms().find(DESK);
  assert.equal(form.fields.find(([n]) => n === 'phone')[1], '', 'an empty form for the next call');
  assert.match(desk.html, /id="phone"[^>]*autofocus/);
});

test('call 2: another caller tells the same; it is attached and its progress is there to read out', async () => {
  await unit.get(`/matters/${lamp}`);
  await unit.send((f) => f.action === `/matters/${lamp}/act/sign`);
  assert.equal(unit.status, 200);
  await lookUntil({ phone: '13900010002', words: '学校门口那个路灯坏了好几天，晚上看不见路，文昌路上的。', place: '文昌路' }, (s) => s.includes(`value="${lamp}"`));
  assert.match(side(desk), /是不是同一件事/);
  await press({}, { attach: lamp });
  assert.equal(desk.status, 200);
  assert.match(said(desk), /已并入原有工单/);
  assert.match(said(desk), /这件事已有人反映，[\s\S]*区住建局[\s\S]*正在办理/);
  assert.match(said(desk), /签收/);
  assert.match(said(desk), new RegExp(`/matters/${lamp}"`));
});

test('call 3: who calls again is known by the phone, on Enter and from ?phone=', async () => {
  await desk.get('/desk?phone=139-0001-0001');
  assert.match(side(desk), /以前的诉求1件/);
  assert.match(side(desk), /文昌路学校门口/);
  assert.equal(desk.forms().find(DESK).buttons[0].value, 'look', 'Enter looks and writes nothing');
});

test('call 4: a question is answered with an entry of the knowledge base, cited', async () => {
  const write = async () => {
    await desk.get('/matters/new?kind=article');
    await desk.send((f) => f.action === '/matters', { title: '残疾人公交卡怎么办', answer: '持残疾人证，带身份证和一寸照片，到镇街便民服务中心当场办。', words: '残疾 乘车卡',
      category: 'service.hall.guide', ground: '残疾人保障法', lead: desk.html.match(/<option value="(\d+)">区民政局/)?.[1] ?? '1', valid_until: '2099-12-31' });
    return desk.path.match(/\/matters\/(\d+)/)[1];
  };
  const article = await write();
  const today = new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10);
  await checker.get(`/matters/${article}`);
  await checker.send((f) => f.action === `/matters/${article}/act/approve`, { verified: today });
  assert.equal(checker.status, 200);
  await desk.get('/desk');
  await press({ phone: '13900010004', words: '我妈腿脚不便，想问问残疾人公交卡怎么办，带什么。' }, 'look');
  assert.match(side(desk), /残疾人公交卡怎么办/);
  await press({}, { cite: article });
  const fields = Object.fromEntries(desk.forms().find(DESK).fields);
  assert.match(fields.public_answer, /持残疾人证/);
  assert.match(fields.cites, /^知/);
  assert.equal(fields.class, 'consult');
  await press({}, 'answer');
  assert.match(said(desk), /已登记并答复/, faults(desk));
  assert.match(said(desk), /待回访/);
});

test('call 5: without an entry nothing answers a question, and nothing typed is lost', async () => {
  const typed = { phone: '13900010005', words: '公园几点关门？\n想带孩子去。', place: '榴花公园', class: 'consult', title: '问公园关门时间', public_answer: '晚上九点半关门。', name: '王女士' };
  await press(typed, 'answer');
  assert.equal(desk.status, 422);
  assert.match(faults(desk), /知识条目/);
  const fields = Object.fromEntries(desk.forms().find(DESK).fields);
  for (const [name, value] of Object.entries(typed)) assert.equal(fields[name], value, name);
  await press({ no_article: '1' }, 'answer');
  assert.match(said(desk), /已登记并答复/, faults(desk));
});

test('call 6: a unit by its initials; what fits nothing is said beside the field', async () => {
  const typed = { phone: '13900010006', words: '小区门口垃圾两天没人清了。', place: '幸福家园东门', class: 'complaint', category: '没有这一类', lead: '没有这个局' };
  await press(typed, 'dispatch');
  assert.equal(desk.status, 422);
  assert.match(faults(desk), /没有“没有这个局”这个单位/);
  assert.match(faults(desk), /“没有这一类”不是分类/);
  assert.equal(Object.fromEntries(desk.forms().find(DESK).fields).lead, '没有这个局');
  await press({ category: '', title: '幸福家园东门垃圾未清', lead: 'zjj' }, 'look');
  const fields = Object.fromEntries(desk.forms().find(DESK).fields);
  assert.equal(fields.lead, '区住建局');
  await press({}, 'dispatch');
  assert.match(said(desk), /已登记并派单/, faults(desk));
});

test('call 7: only taken, by somebody who gives no number: a code is made', async () => {
  await press({ words: '河边有人倒建筑垃圾，不愿留电话。', class: 'report', title: '河边倾倒建筑垃圾' }, 'register');
  assert.match(said(desk), /已登记，待派单/, faults(desk));
  assert.match(said(desk), /查询码/);
});

test('call 8: life at risk is handed over at once, never dispatched', async () => {
  const typed = { phone: '13900010008', words: '楼下有煤气味，很浓。', place: '幸福家园3号楼', class: 'help', title: '幸福家园3号楼煤气味', urgency: 'emergency', lead: '区住建局' };
  await press(typed, 'dispatch');
  assert.equal(desk.status, 422);
  assert.match(faults(desk), /突发情况不派单/);
  await press({ emergency: 'fire' }, 'hand_over');
  assert.match(said(desk), /已转紧急/, faults(desk));
});

test('call 9: the unit complained of does not get it, and never learns of it', async () => {
  const typed = { phone: '13900010009', words: '区住建局窗口态度不好，推来推去。', class: 'complaint', title: '反映窗口服务态度', reported_unit: '区住建局', lead: '区住建局', secret: '1' };
  await press(typed, 'dispatch');
  assert.equal(desk.status, 422);
  assert.match(faults(desk), /这是被反映的单位/);
  await press({ lead: '' }, 'register');
  assert.match(said(desk), /已登记/, faults(desk));
  const id = said(desk).match(/\/matters\/(\d+)/)[1];
  await unit.get(`/matters/${id}`);
  assert.equal(unit.status, 404);
});

test('call 10: sent twice, it is one request; from a page of before it is not lost either', async () => {
  await desk.get('/desk');
  const key = Object.fromEntries(desk.forms().find(DESK).fields).key;
  const typed = { phone: '13900010010', words: '公交站牌倒了。', class: 'help', title: '公交站牌倒了', key };
  await press(typed, 'register');
  const first = number(desk);
  await press(typed, 'register');
  assert.equal(number(desk), first);
  await press({ ...typed, words: '另一件事：井盖松了。', title: '井盖松动' }, 'register');
  if (desk.status === 409) await press({}, 'register');
  assert.notEqual(number(desk), first);
});

test('units have no desk; the board counts for each what he may see', async () => {
  assert.equal((await unit.get('/desk')).status, 403);
  await desk.get('/desk/board');
  assert.equal(desk.status, 200);
  assert.match(desk.html, /待派单/);
  const queue = (p, name) => Number(p.html.match(new RegExp(`>${name}</a></dt><dd>(\\d+)`))[1]);
  assert.ok(queue(desk, '待派单') >= 3);
  await unit.get('/desk/board');
  assert.equal(unit.status, 200);
  assert.ok(queue(unit, '待派单') <= queue(desk, '待派单') - 1, 'what reports it is not in its figures');
});

test('a hot place becomes a topic by the hand of somebody', async () => {
  for (let i = 0; i < 6; i++) {
    await desk.get('/desk');
    await press({ phone: `1390002000${i}`, words: `柳泉花园又停水了，第${i + 1}天，洗澡做饭都不行。`, place: '柳泉花园', area: '青萝街道', class: 'complaint', category: '停水' }, 'register');
    if (desk.status !== 200) assert.fail(faults(desk));
  }
  for (let i = 0; i < 60 && !desk.html.includes('/desk/topic'); i++) {
    await desk.get('/desk/board');
    await new Promise((r) => setTimeout(r, 250));
  }
  await desk.send((f) => f.action === '/desk/topic');
  assert.match(desk.path, /^\/matters\/\d+/, desk.html.match(/class="said bad"[\s\S]{0,200}/)?.[0]);
  assert.match(desk.html, /集中反映/);
});
