// SPDX-License-Identifier: Apache-2.0
// The ladder of enterprises: a firm nears scale, is entered into a library, reaches it, is proposed by its data and
// promoted by a person; bands and newly counted firms against targets, with the firms behind each figure.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Person, run, serve } from './lib.mjs';

let server, stat, gu;
const as = async (name) => { const p = new Person(server); await p.enter(name); return p; };
before(async () => {
  server = await serve();
  stat = await as('蓝行之');
  gu = await as('顾一舟');
});
after(async () => {
  const holds = () => { const check = run(['check', '--db', server.db]); assert.equal(check.status, 0, check.out + check.said); };
  if (!process.env.LUOSHI_DB) holds(); // a file is read beside the server, and goes with it
  assert.equal(await server.stop(), 0, server.said());
  if (process.env.LUOSHI_DB) holds();
});

const CODE = '91370000MA3TRIP11X', BIG = '91370000MA3TRIP12X';
const plain = (html) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ').trim();
const rows = (p) => [...p.html.matchAll(/<tr[^>]*><th scope="row"[\s\S]*?<\/tr>/g)].map((m) => ({ html: m[0], text: plain(m[0]) }));
const rowWith = (p, ...words) => rows(p).find((r) => words.every((w) => r.text.includes(w)));
const target = (p, label) => rows(p).find((r) => r.text.startsWith(label))?.text ?? assert.fail(`no target ${label}`);
const proposed = (p) => plain(p.html.split('数据提示晋级</h2>')[1] ?? assert.fail('no proposals'));

async function firm(fields) {
  await stat.get('/matters/new?kind=firm');
  await stat.send((f) => f.action === '/matters', { lead: '青萝街道', ...fields });
  assert.match(stat.path, /^\/matters\/\d+/, stat.html.slice(0, 400));
  return stat.path.match(/\d+/)[0];
}

async function turnover(name, values) {
  for (const [month, value] of Object.entries(values)) {
    await stat.get(`/indicators/enter?i=firm_turnover&p=${month}`);
    const [, field] = stat.html.match(new RegExp(`<label for="(v_\\d+_0)">[^<]*${name}`)) ?? assert.fail(stat.html.slice(0, 300));
    await stat.send((f) => f.action === '/indicators/enter' && f.method === 'post', { [field]: value, source: '企业月报' });
    assert.equal(stat.status, 200, stat.html.slice(0, 300));
  }
}

let id;
test('a firm that is near is entered into the library, from its line', async () => {
  id = await firm({ code: CODE, name: '榴籽精密部件有限公司', scale: 'below', industry: '34 通用设备制造业', opened: '2019-03-01', landed: '2020-05-06', started: '2021-09-10' });
  await turnover('榴籽精密部件', { '2026-10': '1650' });
  await stat.get('/indicators/scale');
  const row = rowWith(stat, '榴籽精密部件') ?? assert.fail('not listed');
  assert.match(row.text, /临规/);
  const link = row.html.match(/href="(\/matters\/new\?[^"]+)"/)[1].replaceAll('&amp;', '&');
  await stat.get(link);
  const form = stat.forms().find((f) => f.action === '/matters');
  const shown = Object.fromEntries(form.fields);
  assert.deepEqual([shown.title, shown.code, shown.library, shown.lead], ['榴籽精密部件有限公司', CODE, 'reserve', '']);
  await stat.send((f) => f.action === '/matters', { ground: '滚动营业收入1650万元，为起点的82.5%' });
  assert.match(stat.path, /^\/matters\/\d+/, stat.html.slice(0, 400));
  assert.match(plain(stat.html), /在库培育 区发改局牵头/); // the unit was left empty
  assert.match(plain(stat.html), /2027年\d+月\d+日到期/);
  await stat.get('/indicators/scale');
  assert.match(rowWith(stat, '榴籽精密部件', '临规').text, /小升规后备/);
  assert.match(target(stat, '培育库：小升规后备'), /现有家数 1/);
  assert.match(proposed(stat), /没有符合下一级条件的企业/);
});

test('a second one for the same library is refused, and one about a firm that is not there', async () => {
  await stat.get('/matters/new?kind=cultivation');
  await stat.send((f) => f.action === '/matters', { title: '榴籽精密部件有限公司', code: CODE, library: 'reserve', ground: 'x' });
  assert.equal(stat.status, 422);
  assert.match(stat.html, /同一对象的“入库培育”已有在办（培〔2026〕001）/);
  const other = await as('傅识言'); // another office, that may not see the firm
  await other.get('/matters/new?kind=cultivation');
  await other.send((f) => f.action === '/matters', { title: '榴籽精密部件有限公司', code: CODE, library: 'giant', ground: 'x' });
  assert.equal(other.status, 422);
  assert.match(other.html, /您能看到的企业里没有代码91370000MA3TRIP11X/);
  await other.get('/indicators/scale');
  assert.equal(other.status, 200);
  assert.ok(!other.html.includes('榴籽精密部件'), 'nor its line');
});

test('reached: the data proposes, a person who did not enter it decides', async () => {
  await turnover('榴籽精密部件', { '2026-09': '400' });
  await stat.get('/indicators/scale');
  const row = rows(stat).find((r) => r.text.includes('条件已满足')) ?? assert.fail(proposed(stat));
  assert.match(row.text, /榴籽精密部件有限公司 .*小升规后备.*2050\.00/);
  assert.match(target(stat, '培育库：小升规后备'), /1家建议晋级/);
  const [, matter] = row.html.match(/href="\/matters\/(\d+)\?do=promote#do-promote"/);
  await stat.get(`/matters/${matter}`);
  assert.ok(!stat.forms().some((f) => f.action.endsWith('/act/promote')), 'not who entered it');
  await gu.get(`/matters/${matter}?do=promote`);
  const act = (f) => f.action === `/matters/${matter}/act/promote`;
  const file = () => new File(['入规批复\n'], '批复.txt', { type: 'text/plain' });
  await gu.send(act, { library: 'giant', finding: '已升规', files: file() });
  assert.equal(gu.status, 422);
  assert.match(gu.html, /一次晋一级/);
  await gu.send(act, { library: 'specialised', finding: '已升规', files: file() });
  assert.equal(gu.status, 200, gu.html.slice(0, 400));
  assert.match(plain(gu.html), /2028年\d+月\d+日到期/);
  await stat.get('/indicators/scale?l=specialised');
  assert.match(target(stat, '培育库：小升规后备'), /现有家数 0/);
  assert.match(target(stat, '培育库：专精特新'), /现有家数 1/);
  assert.match(rowWith(stat, '榴籽精密部件', '培〔2026〕001').text, /专精特新.*2028/);
  assert.match(proposed(stat), /没有符合下一级条件的企业/); // research is not known yet
});

test('turnover and research propose the step after', async () => {
  await turnover('榴籽精密部件', { '2026-08': '3000' });
  for (const [indicator, value] of [['firm_research', '150'], ['firm_revenue', '5000']]) {
    await stat.get(`/indicators/enter?i=${indicator}&p=2025`);
    const found = stat.html.match(/<label for="(v_\d+_0)">[^<]*榴籽精密部件/);
    assert.ok(found, `${indicator}: ${stat.status}`);
    await stat.send((f) => f.action === '/indicators/enter' && f.method === 'post', { [found[1]]: value, source: '年报' });
    assert.equal(stat.status, 200, stat.html.slice(0, 300));
  }
  await stat.get('/indicators/scale');
  assert.match(proposed(stat), /榴籽精密部件有限公司 .*5050\.00.*3\.00%.*条件已满足/);
});

test('bands and newly counted firms against targets, followed to the firms', async () => {
  await firm({ code: BIG, name: '榴海新材料有限公司', scale: 'above', industry: '26 化学原料和化学制品制造业', above_since: '2026-03-01' });
  await turnover('榴海新材料', { '2026-10': '120000' });
  await stat.get('/indicators/scale');
  assert.match(target(stat, '2026年新升规'), /现有家数 1 目标 9 还差 8/);
  for (const [band, wanted] of [['10', 5], ['5', 7], ['1', 22]])
    assert.match(target(stat, `营业收入过${band}亿元`), new RegExp(`现有家数 1 目标 ${wanted} 还差 ${wanted - 1}`));
  assert.match(plain(stat.html), /按累计计数/);
  for (const query of ['b=1', 'b=10', 'b=new']) {
    await stat.get(`/indicators/scale?${query}`);
    const chosen = stat.html.split('id="chosen"')[1] ?? assert.fail(query);
    assert.match(plain(chosen.split('</table>')[0]), /榴海新材料有限公司.*120000\.00/, query);
    assert.ok(!chosen.split('</table>')[0].includes('榴籽精密部件'), query);
  }
  await gu.get('/settings/ladder.bands_cumulative');
  await gu.send((f) => f.action === '/settings/ladder.bands_cumulative', { value: 'no', reason: '按分段考核' }, 'set');
  await stat.get('/indicators/scale');
  assert.match(target(stat, '营业收入过10亿元'), /现有家数 1 /);
  assert.match(target(stat, '营业收入过5亿元'), /现有家数 0 目标 7 还差 7/);
  assert.match(plain(stat.html), /按分段计数/);
  await gu.get('/settings/ladder.bands');
  await gu.send((f) => f.action === '/settings/ladder.bands', { value: '十亿五家', reason: '写错' }, 'set');
  await stat.get('/indicators/scale');
  assert.match(plain(stat.html), /营收梯队的设置读不出来，请写成“10:5 5:7 1:22”这样/);
  await gu.get('/settings/ladder.bands');
  await gu.send((f) => f.action === '/settings/ladder.bands', { value: '10:5 5:7 1:22', reason: '更正' }, 'set');
});

test('the sheet of the firm has the days of its life and the matters about it', async () => {
  await stat.get(`/matters/${id}`);
  const life = plain(stat.html.split('id="life"')[1]?.split('</section>')[0] ?? assert.fail('no life'));
  assert.match(life, /2019-03-01 开办日期 .*2020-05-06 落地日期 .*2021-09-10 投产日期 .*入库培育 培〔2026〕001 在库培育/);
  assert.match(life, /还没有日期：开工建设日期、升规入库日期、上市（挂牌）日期、注销日期/);
  assert.ok(!/<dt>开办日期/.test(stat.html), 'once on the page');
  const act = (f) => f.action === `/matters/${id}/act/correct`;
  await stat.send(act, { above_since: '2026-11-20' });
  assert.equal(stat.status, 422);
  assert.match(stat.html, /填了升规日期，规模要选规上/);
  const other = await as('傅识言');
  await other.get(`/matters/${id}`);
  assert.equal(other.status, 404);
});

test('workbooks out: the firms, and the targets', async () => {
  await stat.get('/export/scale?f=csv');
  assert.equal(stat.status, 200);
  const line = (word) => stat.html.split('\n').find((l) => l.includes(word)) ?? assert.fail(stat.html.slice(0, 500));
  assert.match(line('榴籽精密部件'), /91370000MA3TRIP11X,青萝街道,工业,5050\.00,3,2000,252\.5,已达标未入库,规下,,,专精特新,2028-11-2\d,小巨人/);
  assert.match(line('榴海新材料'), /,120000\.00,1,2000,6000\.0,,规上,是,10,,,/);
  await stat.get('/export/ladder?f=csv');
  assert.match(line('2026年新升规'), /,1,9,8,,,/);
  assert.match(line('营业收入过1亿元'), /,0,22,22,/);
  assert.match(line('培育库：专精特新'), /,1,,,1,0,0/);
  await stat.get('/export/scale?f=xlsx');
  assert.equal(stat.headers.get('content-type'), 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
});

test('it leaves for a reason, and its place is free', async () => {
  await stat.get('/indicators/scale?l=specialised');
  const [, matter] = rowWith(stat, '培〔2026〕001').html.match(/href="\/matters\/(\d+)"/);
  await stat.get(`/matters/${matter}`);
  await stat.send((f) => f.action === `/matters/${matter}/act/leave`, { why: 'moved', reason: '迁往外市' });
  assert.equal(stat.status, 200, stat.html.slice(0, 300));
  await stat.get('/indicators/scale');
  assert.match(target(stat, '培育库：专精特新'), /现有家数 0/);
  await stat.get('/matters/new?kind=cultivation');
  await stat.send((f) => f.action === '/matters', { title: '榴籽精密部件有限公司', code: CODE, library: 'specialised', ground: '迁回' });
  assert.match(stat.path, /^\/matters\/\d+/);
});
