// SPDX-License-Identifier: Apache-2.0
// A ballot without names as new users do it: three groups, several people answer, it is closed, one group stays
// hidden, and what is shown is made again by recompute_ballot.py. Then an assessment of four townships: computed,
// told, an appeal upheld, ranked again, final.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { after, before, test } from 'node:test';
import { Person, run, serve } from './lib.mjs';

const postgres = process.env.LUOSHI_DB ? 'on PostgreSQL commands wait for the server to end' : false;
const AGAIN = fileURLToPath(new URL('recompute_ballot.py', import.meta.url));
const text = (p) => p.html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ').slice(0, 3000);
const squash = (p) => p.html.replace(/<[^>]*>/g, '').replace(/\s+/g, '');

let server;
let gu; // 督查室
before(async () => {
  server = await serve();
  gu = await as('顾一舟');
});
after(async () => { assert.equal(await server.stop(), 0, server.said()); });

async function as(name) {
  const p = new Person(server);
  await p.enter(name);
  return p;
}

let round;
const opening = {
  title: '镇街班子民主测评', subjects: '青萝街道\n清渠街道', items: '能 40\n绩 60', least: '3', trim: '0',
  group0: '上级', weight0: '45', people0: '石闻远\n林疏桐\n何远亭',
  group1: '同级', weight1: '35', people1: '蒋南浦\n白简之 清渠街道\n潘谷桐\n童晚晴',
  group2: '服务对象', weight2: '20', people2: '秦越川\n傅识言\n宋一苇', group3: '', weight3: '', people3: '', group4: '', weight4: '', people4: '',
};
const form = (f) => f.action === '/ballots' && f.method === 'post';

test('a round is opened, and says what is wrong with it', async () => {
  await gu.get('/ballots/new?pack=appraisal');
  assert.match(gu.html, /较好 85/);
  assert.match(gu.html, /\[M\]/, 'where the defaults come from');
  await gu.send(form, { ...opening, people1: '蒋南浦\n没有这个人' });
  assert.equal(gu.status, 422);
  assert.match(gu.html, /“没有这个人”不是这里能参加评议的人或单位/);
  await gu.send(form, { ...opening, trim: '1' });
  assert.match(gu.html, /去掉两端以后，至少要剩三份/);
  await gu.send(form, { ...opening, least: '2' });
  assert.match(gu.html, /最少显示份数应在3到500之间/);
  await gu.send(form, opening);
  assert.match(gu.html, /评议已开启/, text(gu));
  round = gu.path.match(/\/ballots\/(\d+)/)[1];
  const liu = await as('柳青禾');
  await liu.get('/ballots/new?pack=appraisal');
  assert.equal(liu.status, 403);
  await liu.get(`/ballots/${round}`);
  assert.equal(liu.status, 404, 'who is not invited learns of nothing');
});

// 能 and 绩 of 青萝街道, then of 清渠街道: 0 好 … 3 较差
const answers = {
  石闻远: [0, 0, 1, 1], 林疏桐: [0, 1, 1, 2], 何远亭: [1, 1, 2, 2],
  蒋南浦: [0, 0, 0, 1], 白简之: [1, 0, 1, 1], 潘谷桐: [1, 2, 3, 1], 童晚晴: [3, 1, 2, 2],
  秦越川: [0, 0, 3, 3], 傅识言: [0, 0, 3, 3],
};
const fields = ([a, b, c, d]) => ({ a0_0: String(a), a0_1: String(b), a1_0: String(c), a1_1: String(d) });
const ballot = (f) => f.action === `/ballots/${round}/answer`;

test('those invited find it on their first page and answer once', async () => {
  const shi = await as('石闻远');
  await shi.get('/');
  assert.match(shi.html, /有 1 次评议等您投票/);
  await shi.get(`/ballots/${round}/answer`);
  const { a1_1, ...half } = fields(answers.石闻远);
  await shi.send(ballot, half);
  assert.equal(shi.status, 422);
  assert.match(shi.html, /请把清渠街道的每一项都评上/);
  assert.match(shi.html, /name="a0_0" value="0" checked/, 'what was chosen is still chosen');
  await shi.send(ballot, fields(answers.石闻远));
  assert.match(shi.html, /您的票已经计入/, text(shi));
  await shi.get(`/ballots/${round}`);
  assert.doesNotMatch(shi.html, /已投<|应投/, 'whoever answers sees no figures of the others');
  const people = await Promise.all(Object.keys(answers).filter((n) => n !== '石闻远').map(as));
  for (const [i, name] of Object.keys(answers).filter((n) => n !== '石闻远').entries()) {
    await people[i].get(`/ballots/${round}/answer`);
    await people[i].send(ballot, fields(answers[name]));
    assert.match(people[i].html, /您的票已经计入/, name + text(people[i]));
  }
  await shi.get('/');
  assert.doesNotMatch(shi.html, /次评议等您投票/);
});

test('whoever leads it sees how many, never who or what, and nothing before it is closed', async () => {
  await gu.get(`/ballots/${round}`);
  assert.match(squash(gu), /上级4533.*同级3544.*服务对象2032/);
  assert.match(gu.html, /10 人中已有 9 人投票/);
  for (const name of Object.keys(answers)) assert.ok(!gu.html.includes(name), name);
  await gu.get(`/ballots/${round}/file?t=counts&f=csv`);
  assert.equal(gu.status, 409);
});

test('closed, one group is hidden and the rest is what its counts make', async () => {
  await gu.get(`/ballots/${round}`);
  await gu.send((f) => f.action === `/ballots/${round}/close`);
  assert.match(gu.html, /已结束/);
  assert.match(gu.html, /有 2 个结果不显示，因为不足 3 份。它们也不计入总分/);
  assert.match(squash(gu), /服务对象2032不显示：不足3份/);
  const page = squash(gu);
  await gu.get(`/ballots/${round}/file?t=counts&f=csv`);
  assert.equal(gu.status, 200);
  assert.ok(!gu.html.includes('服务对象'), 'nothing of the hidden group goes out');
  const again = spawnSync('/usr/bin/python3', [AGAIN], { input: gu.html, encoding: 'utf8' });
  assert.equal(again.status, 0, again.stderr);
  const want = JSON.parse(again.stdout);
  assert.deepEqual(Object.keys(want), ['青萝街道', '清渠街道']);
  // by hand: 上级 能 285/3, 绩 270/3 -> 92; 同级 能 320/4, 绩 355/4 -> 85.25; (45*92+35*85.25)/80 = 89.046875
  assert.equal(want.青萝街道, '89.05');
  for (const [name, total] of Object.entries(want)) assert.match(page, new RegExp(`${name}[\\d.]+份数不足${total}未计1组`), name);
  await gu.get(`/ballots/${round}/file?t=result&f=json`);
  assert.equal(gu.status, 200);
  const xu = await as('宋一苇'); // invited, and came too late
  await xu.get(`/ballots/${round}/answer`);
  assert.doesNotMatch(xu.html, /交票/);
  await xu.get(`/ballots/${round}/file?t=result&f=csv`);
  assert.equal(xu.status, 403);
});

/* ---- an assessment of townships ---- */
const towns = [
  ['T01', '青萝街道', '青萝街道', 'street', 18600, 6.2, 6, 7.5, 7, 9000, 2000, 42000, 9.1, 1.02, 92, 88, 80, ''],
  ['T02', '清渠街道', '清渠街道', 'street', 14250, 6.1, 6, 7.4, 7, 8200, 1000, 38000, 9.1, 1, 100, 100, 82, ''],
  ['T03', '榴园经开区', '榴园经开区', 'street', 39200, 7.4, 6, 9.2, 7, 21000, 5000, 26000, 9.1, 0.98, 99, 90, 78, ''],
  ['T04', '榴园新镇', '榴园经开区', 'farm', 7450, 4.2, 4, 3.9, 4, 4100, 2400, 31000, 9.1, 1.05, 88, 95, 90, 101],
];
const heads = ['单位代码', '单位名称', '财政收入', '收入增速', '收入增速目标', '工业增速', '工业增速目标', '社会投资', '政府投资', '人口', '人均GDP', '系数', '项目完成率', '满意率',
  '优良率', '农业任务完成率'];
let wen; // 数据部门
let jiang; // 青萝街道
let assessment;

test('townships are entered, and their values from one sheet', async () => {
  [wen, jiang] = await Promise.all(['闻鹤青', '蒋南浦'].map(as));
  for (const [code, name, lead, cls] of towns) {
    await gu.get('/matters/new?kind=assessed');
    const unit = gu.html.match(new RegExp(`<option value="(\\d+)"[^>]*>${lead}`))[1];
    await gu.send((f) => f.action === '/matters' && f.method === 'post', { code, name, lead: unit, sort: 'town', class: cls });
    assert.match(gu.path, /\/matters\/\d+/, text(gu));
  }
  const sheet = [heads, ...towns.map((t) => [t[0], t[1], ...t.slice(4)])].map((r) => r.join(',')).join('\n');
  await wen.get('/indicators/enter');
  await wen.send((f) => f.action === '/indicators/sheet', { p: '2025', file: new File([`\ufeff${sheet}\n`], '考核数据.csv'), source: '部门报送' });
  assert.equal(wen.status, 200, text(wen));
  await wen.send((f) => f.action === '/indicators/sheet' && f.body.includes('value="take"'), {}, 'take');
  assert.equal(wen.status, 200, text(wen));
});

const act = (person, action, given = {}) => person.get(`/matters/${assessment}`)
  .then(() => person.send((f) => f.action === `/matters/${assessment}/act/${action}`, given));
const issue = (purpose) => gu.get(`/runs/0?e=${assessment}`)
  .then(() => gu.send((f) => f.action === '/runs' && f.body.includes(`value="${purpose}"`)));
const places = () => Object.fromEntries([...gu.html.slice(gu.html.indexOf('<table class="league">')).matchAll(/<td class="r nb"><b>(\d+)<\/b>[\s\S]*?\/subjects\/(\w+)[\s\S]*?<td class="r nb">([\d.]*)<\/td>/g)]
  .map(([, rank, code, total]) => [code, { rank: Number(rank), total: Number(total) }]));
async function confirm(person) {
  await person.get(`/runs/values?e=${assessment}`);
  const code = [...person.html.matchAll(/name="code" value="(\w+)"/g)].map(([, c]) => c);
  if (code.length) await person.send((f) => f.action === '/runs/confirm', { code });
  return code.length;
}

let first;
test('the units confirm, the result is computed and told to them', async () => {
  await gu.get('/matters/new?kind=assessment');
  const lead = gu.html.match(/<option value="(\d+)"[^>]*>区政府督查室/)[1];
  const given = { title: '2025年度镇街综合考核', period: '2025', sort: 'town', method: 'appraisal_towns', lead, due: '2027-03-31' };
  await gu.send((f) => f.action === '/matters' && f.method === 'post', { ...given, method: 'appraisal_offices' });
  assert.equal(gu.status, 422);
  await gu.send((f) => f.action === '/matters' && f.method === 'post', given);
  assessment = gu.path.match(/\/matters\/(\d+)/)[1];
  for (const p of [jiang, await as('白简之'), await as('潘谷桐')]) assert.ok(await confirm(p) > 0, 'each its own');
  await act(gu, 'lock');
  await issue('notice');
  assert.match(gu.html, /结果已冻结保存/, text(gu));
  first = places();
  assert.equal(Object.keys(first).length, 4);
  assert.match(gu.html, /蓝牌/);
  const visitor = new Person(server);
  await visitor.get('/open/runs');
  assert.ok(!visitor.html.includes('镇街综合考核'), 'inside only, as the setting says');
});

test('an appeal is upheld by another, the value corrected, ranks made again', async () => {
  const raise = (f) => f.action === `/matters/${assessment}/parts/appeal/act/raise`;
  await jiang.get(`/matters/${assessment}`);
  await jiang.send(raise, { firm: 'T01', item: 'ap_requests', claimed: '98', why: '三月的回访漏计' });
  assert.equal(jiang.status, 200, text(jiang));
  await issue('notice');
  assert.match(gu.html, /还有1件申诉没有答复/);
  await gu.get(`/matters/${assessment}`);
  await gu.send((f) => /parts\/\d+\/act\/uphold/.test(f.action), { corrected: '98', finding: '经核回访记录，属实' });
  assert.equal(gu.status, 200, text(gu));
  await gu.get('/settings/appraisal.plate_rise');
  await gu.send((f) => f.action === '/settings/appraisal.plate_rise', { value: '1', reason: '演示' }, 'set');
  await wen.get(`/runs/values?e=${assessment}`);
  await wen.send((f) => f.action === '/runs/correct');
  assert.match(wen.html, /数值已更正/);
  assert.equal(await confirm(jiang), 1);
  await issue('notice');
  assert.match(gu.html, /结果已冻结保存/, text(gu));
  const now = places();
  // 诉求满意率: 30 % of 35 points; ten points more are 10 % of that
  assert.ok(Math.abs(now.T01.total - first.T01.total - 1.05) < 0.011, `${first.T01.total} ${now.T01.total}`);
  assert.equal(now.T02.total, first.T02.total);
  assert.deepEqual([first.T02.rank, first.T01.rank, now.T01.rank, now.T02.rank], [2, 3, 2, 3], 'they change places');
  assert.match(gu.html, /▲ 升 ?1 ?位?\s*<small>进位蓝牌/);
  assert.match(gu.html, /▼ 降 ?1 ?位?\s*<\/td>/, 'one place down lights nothing yet');
});

test('final, once the time for appeals is over', async () => {
  await issue('final');
  assert.match(gu.html, /反馈期还没有满/);
  await gu.get('/settings/appraisal.notice_days');
  await gu.send((f) => f.action === '/settings/appraisal.notice_days', { value: '0', reason: '演示' }, 'set');
  await issue('final');
  assert.match(gu.html, /结果已冻结保存/, text(gu));
  await gu.get(`/matters/${assessment}`);
  assert.match(gu.html, /已确定/);
});

test('the record holds', { skip: postgres }, () => {
  const check = run(['check', '--db', server.db]);
  assert.equal(check.status, 0, check.out + check.said);
});
