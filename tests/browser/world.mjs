// SPDX-License-Identifier: Apache-2.0
// What the demo district lacks for a walk through every page: a document with open proposals,
// a damaged one, and one matter in each state. Made over HTTP, by the people whose work it is.
import { spawnSync } from 'node:child_process';
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Person, run } from '../trip/lib.mjs';
import { HERE } from './lib.mjs';

export const text = (name) => readFileSync(join(HERE, 'data', name), 'utf8');

export async function ingest(person, words) {
  await person.get('/documents');
  await person.send((f) => f.action === '/documents', { title: '', text: words });
  assert.equal(person.status, 200, person.html.slice(0, 800));
  return person.path.match(/^\/documents\/(\d+)/)[1];
}

export async function decide(person, document, words, button, changes = {}) {
  await person.get(`/documents/${document}`);
  const rows = [...person.html.matchAll(/<li id="p(\d+)"[^>]*>([\s\S]*?)<\/li>/g)];
  const row = rows.find(([, , body]) => body.includes(words));
  assert.ok(row, `no proposal with ${words}`);
  const to = row[2].match(/href="(\?p=\d+)/);
  if (!row[2].includes('name="title"')) await person.get(`/documents/${document}${to[1]}`);
  await person.send((f) => f.body.includes('name="title"') && f.body.includes(words), changes, button);
  assert.equal(person.status, 200, person.html.slice(0, 800));
}

export async function matterOf(person, words) {
  await person.get(`/matters?q=${encodeURIComponent(words)}`);
  return person.html.match(/href="\/matters\/(\d+)"/)?.[1];
}

export async function take(person, matter, action, changes = {}) {
  await person.get(`/matters/${matter}`);
  await person.send((f) => f.action === `/matters/${matter}/act/${action}`, changes);
  assert.equal(person.status, 200, `${action}: ${person.html.slice(0, 800)}`);
}

const paper = () => new File(['检修记录\n'], '检修记录.txt', { type: 'text/plain' });

/** Two rounds of ballots: one is closed with a group that stays hidden, one of each sort waits for answers. */
async function ballots(server, gu) {
  const form = (f) => f.action === '/ballots' && f.method === 'post';
  const some = { least: '3', trim: '0', people0: '石闻远\n林疏桐\n何远亭', people1: '柳青禾\n宋一苇', people2: '秦越川', people3: '童晚晴' };
  const opened = async (pack, fields) => {
    await gu.get(`/ballots/new?pack=${pack}`);
    await gu.send(form, fields);
    return gu.path.match(/\/ballots\/(\d+)/)[1];
  };
  const closed = await opened('appraisal', { ...some, title: '2025年度班子测评', subjects: '区住建局班子\n区水务局班子' });
  for (const name of ['石闻远', '林疏桐', '何远亭', '宋一苇']) {
    const p = new Person(server);
    await p.enter(name);
    await p.get(`/ballots/${closed}/answer`);
    const answers = Object.fromEntries([0, 1].flatMap((s) => [0, 1, 2, 3, 4].map((i) => [`a${s}_${i}`, String((s + i + name.length) % 3)])));
    await p.send((f) => f.action === `/ballots/${closed}/answer`, answers);
  }
  await gu.get(`/ballots/${closed}`);
  await gu.send((f) => f.action === `/ballots/${closed}/close`);
  const grade = await opened('appraisal', { ...some, title: '2026年度班子测评', subjects: '区住建局班子\n区水务局班子', note: '约一分钟。' });
  const tour = await opened('observation', { title: '三季度项目观摩', subjects: '青萝街道\n清渠街道\n石桥镇', people0: '柳青禾\n石闻远\n林疏桐' });
  return { closed, grade, tour };
}

/** {open, damaged, states: {proposed: id, …}} */
export async function furnish(server) {
  const [gu, yan, liu] = [new Person(server), new Person(server), new Person(server)];
  await gu.enter('顾一舟');
  await yan.enter('颜知秋');
  await liu.enter('柳青禾');
  const open = await ingest(gu, text('speech.txt'));
  const damaged = await ingest(gu, text('damaged.txt'));
  const steps = [
    ['proposed'], ['assigned'], ['signed', 'sign'], ['underway', 'report'], ['reported', 'apply_close'], ['verified', 'verify'],
    ['closed', 'close'], ['dismissed', 'dismiss'],
  ];
  const states = {};
  for (const [i, [state]] of steps.entries()) {
    const n = 31 + i, title = `第${n}片换热站检修`;
    const words = `关于第${n}片供暖的通知\n（2026年11月19日）\n区住建局牵头，青萝街道配合，12月10日前完成第${n}片${n}处换热站检修，室温达标率不低于99%。\n`;
    const document = await ingest(gu, words);
    await decide(gu, document, `${n}处换热站检修`, state === 'proposed' || state === 'dismissed' ? 'accept' : 'assign', { title });
    const id = states[state] = await matterOf(gu, title);
    assert.ok(id, title);
    if (state === 'dismissed') await take(gu, id, 'dismiss', { reason: '与另一件重复。' });
    if (i < 2 || state === 'dismissed') continue;
    await take(liu, id, 'sign');
    if (i > 2) await take(liu, id, 'report', { share: i > 3 ? '100' : '60', progress: '各处换热站陆续完成。' });
    if (i > 3) await take(liu, id, 'apply_close', { result: '全部检修完毕。', files: paper() });
    if (i > 4) await take(yan, id, 'verify', { check: '到现场看过，记录齐全。' });
    if (i > 5) await take(gu, id, 'close');
  }
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date());
  await delegate(liu, '段书扬', today, today);
  await gu.get(`/matters/${states.underway}`);
  await gu.send((f) => f.action.endsWith('/watch'));
  air(server);
  await stations(server);
  return { open, damaged, states, ballots: await ballots(server, gu), ladder: await ladder(server) };
}

/** Three months of two air stations, over the change of the standard; some hours are missing. */
function air(server) {
  const rows = ['station,name,time,span,item,value'];
  for (const [s, name] of [['S1', '榴花站'], ['S2', '峄河站']])
    for (let d = 0; d < 90; d++)
      for (let h = d % 9 === 4 ? 9 : 0; h < 24; h++) {
        const time = `${new Date(Date.UTC(2026, 0, 10 + d)).toISOString().slice(0, 10)} ${String(h).padStart(2, '0')}:00`;
        const at = (k) => 20 + ((d * 7 + h * 3 + k * 11 + (s === 'S2' ? 30 : 0)) % 160);
        for (const [k, item] of ['SO2', 'NO2', 'CO', 'O3', 'PM10', 'PM2.5'].entries())
          rows.push(`${s},${name},${time},hour,${item},${item === 'CO' ? (at(k) / 40).toFixed(1) : at(k)}`);
      }
  const file = join(server.home.path, 'air.csv');
  writeFileSync(file, `${rows.join('\n')}\n`);
  const done = run(['air', 'import', file, '--db', server.db]);
  assert.equal(done.status, 0, done.said);
}

/** Three stations of the simulator: one above its limit, one faulty, one that nobody enrolled; a command that is refused. */
async function stations(server) {
  const gateway = server.out().match(/hj212\t(\d+)/);
  if (!gateway) return;
  const mei = new Person(server), [over, faulty] = ['010000A8900016F000169D02', '010000A8900016F000169D03'];
  await mei.enter('梅霁月');
  for (const [mn, name, pw, kind] of [[over, '青岚食品废水排口', '123456', 'water_1'], [faulty, '云岚建材窑尾烟气', '654321', '']]) {
    await mei.get('/monitor/enrol');
    await mei.send((f) => f.action === '/monitor/enrol', { mn, name, password: pw, class: kind });
    assert.equal(mei.status, 200, mei.html.slice(0, 800));
  }
  await mei.send((f) => f.action.endsWith('/command'), { command: 'read-clock' });
  const simulator = fileURLToPath(new URL('../../tools/stations.py', import.meta.url));
  const played = spawnSync('python3', [simulator, '--port', gateway[1], '--live', '1', '--history', '60', '--seconds', '3', '--only', `${over},${faulty}`],
    { input: `over ${over} w01018 5\nfault ${faulty} D\nrefuse ${faulty}\nstranger\n`, encoding: 'utf8' });
  assert.equal(played.status, 0, played.stderr);
}

/** Turnover of two firms of the demo district, one of them in a library and by its data past it. */
async function ladder(server) {
  const stat = new Person(server);
  await stat.enter('蓝行之');
  await stat.get('/indicators/enter?i=firm_turnover&p=2026-10');
  const field = (name) => stat.html.match(new RegExp(`<label for="(v_\\d+_0)">[^<]*${name}`))[1];
  await stat.send((f) => f.action === '/indicators/enter' && f.method === 'post', { [field('榴园石岚食品')]: '15200', [field('榴园榴岚机械')]: '1700', source: '企业月报' });
  assert.equal(stat.status, 200, stat.html.slice(0, 800));
  const code = '91370499MA3Y00003X';
  await stat.get('/matters/new?kind=cultivation');
  await stat.send((f) => f.action === '/matters', { title: '榴园石岚食品有限公司', code, library: 'specialised', ground: '研发占比3.4%' });
  const cultivation = stat.path.match(/^\/matters\/(\d+)/)?.[1] ?? assert.fail(stat.html.slice(0, 800));
  await stat.get('/indicators/scale?b=1');
  const firm = stat.html.match(/href="\/matters\/(\d+)" lang="zh-CN">榴园石岚食品/)[1];
  return { cultivation, firm };
}

/** On leave from day to day, with somebody who acts meanwhile. */
export async function delegate(person, colleague, first, last) {
  await person.get('/me');
  const form = person.forms().find((f) => f.action === '/absences');
  const option = [...form.body.matchAll(/<option value="(\d+)"[^>]*>([^<]*)/g)].find(([, , words]) => words.includes(colleague));
  await person.send((f) => f.action === '/absences', { colleague: option[1], first, last, away: '1', reason: '外出学习' });
  assert.equal(person.status, 200, person.html.slice(0, 800));
}
