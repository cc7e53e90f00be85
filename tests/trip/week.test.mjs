// SPDX-License-Identifier: Apache-2.0
// The weekly run as people click it: all reports of a unit on one page, the account of the
// office, a reminder, a letter with its answer, an exemption; and that closing needs evidence
// and another person on every path. What is due depends on the day, what can be done does not.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Person, serve } from './lib.mjs';

let server;
before(async () => { server = await serve(); });
after(async () => { assert.equal(await server.stop(), 0, server.said()); });

const as = async (name) => { const p = new Person(server); await p.enter(name); return p; };
const weekForm = (f) => f.action === '/week';
/** {id, name(field)} of each row, by the words of its title. */
function rows(person) {
  return [...person.html.matchAll(/<section class="item" id="m(\d+)"[^>]*>([\s\S]*?)<\/section>/g)].map(([, id, body]) => ({
    id, body, title: body.match(/<h3><a[^>]*>([^<]*)/)[1],
    name: (field) => body.match(new RegExp(`name="(m${id}v\\d+-${field})"`))[1],
  }));
}
const rowOf = (person, words) => rows(person).find((r) => r.title.includes(words));

async function matterOf(person, words) {
  await person.get(`/matters?q=${encodeURIComponent(words)}`);
  return person.html.match(/href="\/matters\/(\d+)"/)?.[1];
}

test('one page, every report; what is right is saved although another is wrong', async () => {
  const fu = await as('傅识言');
  await fu.get('/week');
  assert.equal(fu.status, 200);
  assert.equal(rows(fu).length, 3);
  const [a, b, c] = ['主营业务收入', '技改项目', '走访一遍'].map((w) => rowOf(fu, w));
  assert.match(b.body, /实施技改项目36个/, 'the last report is filled in');
  await fu.send(weekForm, {
    [a.name('share')]: '90', [a.name('progress')]: '过亿元企业47家。',
    [b.name('share')]: '140', [b.name('progress')]: '实施38个。',
  }, 'all');
  assert.equal(fu.status, 422);
  assert.match(fu.html, /已保存 1 项，1 项没有保存/);
  const wrong = rowOf(fu, '技改项目');
  assert.match(wrong.body, /140/);
  assert.match(wrong.body, /实施38个。/, 'what was typed is kept');
  assert.match(wrong.body, /role="alert"/);
  assert.match(wrong.body, /aria-invalid="true"/);
  assert.doesNotMatch(rowOf(fu, '主营业务收入').body, /role="alert"/);
  await fu.send(weekForm, { [wrong.name('share')]: '94' }, 'all');
  assert.equal(fu.status, 200);
  await fu.get(`/matters/${a.id}`);
  assert.match(fu.html, /过亿元企业47家/);
  await fu.get(`/matters/${b.id}`);
  assert.match(fu.html, /实施38个/);
  await fu.get(`/matters/${c.id}`);
  assert.equal(fu.html.match(/报进展<\/b>/g).length, 5, 'what was not changed was left alone');
});

test('one row is saved, the others come back as typed', async () => {
  const fu = await as('傅识言');
  await fu.get('/week');
  const [a, b] = ['主营业务收入', '技改项目'].map((w) => rowOf(fu, w));
  await fu.send(weekForm, { [a.name('share')]: '92', [b.name('progress')]: '正在写的一半' }, a.id);
  assert.equal(fu.status, 200);
  assert.match(fu.html, /另有 1 项改过/);
  assert.match(rowOf(fu, '技改项目').body, /正在写的一半/);
  assert.match(rowOf(fu, '技改项目').body, /<ins class="new">/, 'and it is marked as changed');
});

test('nothing new is said with its reason, never by silence', async () => {
  const fu = await as('傅识言');
  await fu.get('/week');
  const a = rowOf(fu, '走访一遍');
  await fu.send(weekForm, {}, 'all');
  assert.match(fu.html, /没有改动，所以没有保存/);
  await fu.send(weekForm, {}, a.id);
  assert.equal(fu.status, 422);
  assert.match(rowOf(fu, '走访一遍').body, /无进展原因/);
  await fu.send(weekForm, { [rowOf(fu, '走访一遍').name('idle')]: '企业年底盘点，约不到人。' }, a.id);
  assert.equal(fu.status, 200);
  await fu.get(`/matters/${a.id}`);
  assert.match(fu.html, /企业年底盘点/);
});

test('evidence goes with its row', async () => {
  const pan = await as('潘谷桐');
  await pan.get('/week');
  const a = rowOf(pan, '标准厂房一期');
  await pan.send(weekForm, {
    [a.name('share')]: '86', [a.name('progress')]: '室外管网完成。', [a.name('files')]: new File(['管网验收\n'], '验收.txt', { type: 'text/plain' }),
  }, a.id);
  assert.equal(pan.status, 200, pan.html);
  await pan.get(`/matters/${a.id}`);
  assert.match(pan.html, /验收\.txt/);
});

test('a row that somebody else moved says so and keeps what was typed', async () => {
  const [pan, gu] = [await as('潘谷桐'), await as('顾一舟')];
  await pan.get('/week');
  const a = rowOf(pan, '标准厂房一期');
  await gu.get(`/matters/${a.id}`);
  await gu.send((f) => f.action === `/matters/${a.id}/act/remind`, { note: '请抓紧' });
  await pan.send(weekForm, { [a.name('share')]: '87' }, a.id);
  assert.equal(pan.status, 409);
  assert.match(rowOf(pan, '标准厂房一期').body, /顾一舟/);
  assert.match(rowOf(pan, '标准厂房一期').body, /value="87"/);
  await pan.send(weekForm, {}, a.id);
  assert.equal(pan.status, 200);
});

test('the account of the office adds up, now and in the past', async () => {
  const gu = await as('顾一舟');
  for (const path of ['/week', '/week?w=2026-W47', '/week?w=2026-W45']) {
    await gu.get(path);
    assert.equal(gu.status, 200);
    const table = gu.html.match(/id="units"[\s\S]*?<\/table>/)?.[0] ?? '';
    for (const [, cells] of table.matchAll(/<tr><th scope="row"([\s\S]*?)<\/tr>/g)) {
      const [owed, onTime, late, missing, open] = [...cells.matchAll(/<\/span>(\d+)<\/td>/g)].map((m) => +m[1]);
      assert.equal(owed, onTime + late + missing + open, cells);
    }
  }
  await gu.get('/week?w=2026-W47');
  assert.match(gu.html, /id="missing"[\s\S]*榴园经开区/);
  assert.match(gu.html, /id="late"[^]*?<small>3<\/small>/);
  assert.match(gu.html, /id="claims"[^]*?北延段/);
  for (const wrong of ['x', '2026-W60', '2099-W01']) {
    await gu.get(`/week?w=${wrong}`);
    assert.equal(gu.status, 404);
  }
});

test('a unit sees its own weeks only', async () => {
  const tong = await as('童晚晴');
  await tong.get('/week?w=2026-W47');
  assert.match(tong.html, /公办园学位/);
  assert.doesNotMatch(tong.html, /榴园经开区|标准厂房|北延段/);
  await tong.ask('/api/v1/week?w=2026-W47');
  const body = JSON.parse(tong.html);
  assert.deepEqual(body.units.map((u) => u.name), ['区教体局']);
});

test('a reminder is recorded on each matter', async () => {
  const gu = await as('顾一舟');
  const id = await matterOf(gu, '公办园学位');
  const key = Math.random().toString(16);
  await gu.get('/week');
  const secret = gu.html.match(/name="_s" value="([^"]+)"/)[1];
  await gu.ask('/week/remind', { method: 'POST', body: new URLSearchParams({ _s: secret, key, m: id, text: '区教体局：请今天补报。' }) });
  assert.match(gu.html, /已在 1 个事项上记下催办/);
  await gu.get(`/matters/${id}`);
  assert.match(gu.html, /催办<\/b>[\s\S]*?区教体局：请今天补报/);
  const tong = await as('童晚晴');
  await tong.ask('/week/remind', { method: 'POST', body: new URLSearchParams({ _s: tong.html.match(/name="_s" value="([^"]+)"/)[1], m: id, text: 'x' }) });
  assert.equal(tong.status, 403);
});

test('a letter is issued, signed for, answered and settled; others learn nothing', async () => {
  const [gu, yan, fu, tong] = [await as('顾一舟'), await as('颜知秋'), await as('傅识言'), await as('童晚晴')];
  const id = await matterOf(gu, '走访一遍');
  await gu.get(`/week/letter?scope=matter&m=${id}`);
  assert.equal(gu.status, 200);
  await gu.send((f) => f.action === '/week/letter', { rung: 'letter', title: '' });
  assert.equal(gu.status, 422);
  await gu.send((f) => f.action === '/week/letter', { title: '关于企业走访的督办函', why: '连续滞后', text: '区工信局：请查明原因。' });
  assert.equal(gu.status, 200, gu.html);
  const notice = gu.path.match(/\/matters\/(\d+)/)[1];
  assert.match(gu.html, /督办〔2026〕1号|督办〔\d{4}〕1号/);
  assert.match(gu.html, /走访一遍/, 'the letter names its cause');
  await gu.get(`/matters/${id}`);
  assert.match(gu.html, /id="ladder"[\s\S]*?督办函/);
  await fu.get('/');
  assert.match(fu.html, /关于企业走访的督办函/, 'it waits on the first page of the unit');
  await fu.get(`/matters/${notice}`);
  await fu.send((f) => f.action === `/matters/${notice}/act/sign`);
  await fu.send((f) => f.action === `/matters/${notice}/act/answer`, { answer: '人手已增加，12月10日前走访完毕。' });
  assert.equal(fu.status, 200);
  await yan.get(`/matters/${notice}`);
  await yan.send((f) => f.action === `/matters/${notice}/act/close`);
  assert.match(yan.html, /已办结/);
  for (const path of [`/matters/${notice}`, `/week/letter?scope=matter&m=${id}`]) {
    await tong.get(path);
    assert.equal(tong.status, 404, path);
  }
  await fu.get(`/week/letter?scope=matter&m=${id}`);
  assert.equal(fu.status, 403);
});

test('one click issues a letter whose text is ready; twice is once', async () => {
  const gu = await as('顾一舟');
  const id = await matterOf(gu, '公办园学位');
  const secret = gu.html.match(/name="_s" value="([^"]+)"/)[1];
  const send = () => gu.ask('/week/letter', { method: 'POST', body: new URLSearchParams({ _s: secret, key: 'once-0001', m: id, rung: 'prompt', scope: 'matter', why: '装修偏慢' }) });
  await send();
  assert.equal(gu.status, 200, gu.html);
  const first = gu.path;
  assert.match(gu.html, /区教体局：/);
  assert.match(gu.html, /督〔2026〕\d+　新增公办园学位1080个/);
  await send();
  assert.equal(gu.path, first);
});

test('the head applies for an exemption, another unit finds on it', async () => {
  const [duan, gu, liu] = [await as('段书扬'), await as('顾一舟'), await as('柳青禾')];
  const id = await matterOf(duan, '燃气管网');
  await liu.get(`/week/exempt?m=${id}`);
  assert.equal(liu.status, 403, 'a liaison does not apply');
  await duan.get(`/week/exempt?m=${id}`);
  const six = Object.fromEntries(['not_forbidden', 'by_decision', 'by_procedure', 'no_gain', 'no_grave_harm', 'made_good'].map((n) => [n, '1']));
  await duan.send((f) => f.action === '/week/exempt', { facts: '改线试点' , from_day: '2026-10-26', to_day: '2026-11-22' });
  assert.equal(duan.status, 422);
  assert.match(duan.html, /容错须具备6项条件/);
  await duan.send((f) => f.action === '/week/exempt', six);
  assert.equal(duan.status, 200, duan.html);
  const exemption = duan.path.match(/\/matters\/(\d+)/)[1];
  await gu.get(`/matters/${exemption}`);
  await gu.send((f) => f.action === `/matters/${exemption}/act/grant`, { finding: '六项条件属实。' });
  assert.equal(gu.status, 200);
  await gu.get('/week?w=2026-W47');
  assert.match(gu.html, /id="exempt"[\s\S]*?燃气管网/);
  await gu.get(`/matters/${exemption}`);
  await gu.send((f) => f.action === `/matters/${exemption}/act/revoke`, { reason: '材料不实' });
  await gu.get('/week?w=2026-W47');
  assert.doesNotMatch(gu.html, /id="exempt"/);
});

test('closing needs evidence and another person, by page, in bulk and by program', async () => {
  const [fu, gu, yan] = [await as('傅识言'), await as('顾一舟'), await as('颜知秋')];
  const id = await matterOf(fu, '新增规模以上工业企业15家');
  const secret = (p) => p.html.match(/name="_s" value="([^"]+)"/)[1];
  const page = async (p, action, fields = {}) => { await p.get(`/matters/${id}`); await p.send((f) => f.action === `/matters/${id}/act/${action}`, fields); };
  const api = async (p, action, body) => {
    await p.get('/me');
    await p.ask(`/api/v1/matters/${id}/actions/${action}`, {
      method: 'POST', headers: { 'content-type': 'application/json', 'x-form-secret': secret(p) }, body: JSON.stringify(body),
    });
  };
  const bulk = async (p, action) => {
    await p.get('/me');
    await p.ask('/matters/bulk', { method: 'POST', body: new URLSearchParams({ _s: secret(p), go: '1', do: `commitment.${action}`, m: id }) });
  };
  await page(fu, 'sign');
  await page(fu, 'report', { share: '100', progress: '新增16家。' });
  assert.equal(fu.status, 200);
  await api(fu, 'apply_close', { result: '全部完成' });
  assert.equal(fu.status, 422);
  assert.match(fu.html, /佐证/);
  await bulk(fu, 'apply_close');
  assert.equal(fu.status, 404, 'applying is not for bulk');
  await bulk(gu, 'close');
  assert.match(gu.html, /不能“销号”/, 'closing in bulk passes no step over');
  await page(fu, 'apply_close', { result: '全部完成', files: new File(['名单\n'], '名单.txt', { type: 'text/plain' }) });
  assert.equal(fu.status, 200);
  await api(fu, 'verify', { check: '看过' });
  assert.equal(fu.status, 403, 'not by whoever applied');
  await page(yan, 'verify', { check: '名单属实' });
  await bulk(gu, 'close');
  assert.match(gu.html, /已办理 1 件|已.*1/);
  await gu.get(`/matters/${id}`);
  assert.match(gu.html, /已销号/);
});

test('the bars of projects carry their milestones, in words too', async () => {
  const gu = await as('顾一舟');
  await gu.get('/matters?view=gantt&kind=project');
  assert.equal(gu.status, 200);
  const row = gu.html.split('<tr>').find((r) => r.includes('榴乡路地下综合管廊'));
  assert.match(row, /里程碑 1\/3，下一个：主体结构，/);
  assert.ok(row.match(/<path class="todo"/g).length >= 1);
  await gu.get('/matters?view=gantt&kind=commitment');
  assert.doesNotMatch(gu.html, /里程碑 \d/);
});

test('programs read a kind of matters, one state, and a project planned against actual', async () => {
  const gu = await as('顾一舟');
  const json = async (path) => { await gu.get(path); return JSON.parse(gu.html); };
  const projects = (await json('/api/v1/matters?kind=project&limit=200')).matters;
  assert.ok(projects.length >= 10 && projects.every((m) => m.kind === 'project'));
  const built = (await json('/api/v1/matters?kind=project&state=building')).matters;
  assert.ok(built.length > 0 && built.length < projects.length && built.every((m) => m.state === 'building'));
  const pipes = projects.find((m) => m.title === '榴乡路地下综合管廊');
  const course = await json(`/api/v1/matters/${pipes.id}/course`);
  assert.equal(course.planned[0].share, '0.00');
  assert.equal(course.planned.at(-1).share, '100.00');
  assert.equal(course.reported.at(-1).share, '41.00');
  assert.deepEqual(course.milestones.map((m) => [m.title, m.done]), [['管线迁改', true], ['主体结构', false], ['机电安装', false]]);
  for (const wrong of ['kind=nothing', 'state=building', 'kind=project&state=nothing']) {
    await gu.get(`/api/v1/matters?${wrong}`);
    assert.equal(gu.status, 400, wrong);
  }
  const other = await as('秦越川'); // of a unit that has no part in it
  await other.get(`/api/v1/matters/${pipes.id}/course`);
  assert.equal(other.status, 404);
});
