// SPDX-License-Identifier: Apache-2.0
// A new user of the environment office: a station that nobody knows is enrolled from its own telegram, seen as it sends,
// asked for its time; a simulator plays the rest of the district.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before, test } from 'node:test';
import { Person, serve } from './lib.mjs';

const SIMULATOR = new URL('../../tools/stations.py', import.meta.url).pathname;
const MN = '010000A8900016F000169D02';
let server, port, mei, simulator;

const until = async (what, look, seconds = 15 * (process.env.LUOSHI_SLOW ? 10 : 1)) => {
  for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
    if (await look()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail(`${what} did not come: ${mei.html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ').slice(0, 1500)}`);
};

before(async () => {
  server = await serve({ env: { LUOSHI_HJ212: '127.0.0.1:0' } });
  await until('the gateway', () => /hj212\t\d+/.test(server.out()));
  port = Number(server.out().match(/hj212\t(\d+)/)[1]);
  mei = new Person(server);
  await mei.enter('梅霁月');
  simulator = spawn('python3', [SIMULATOR, '--port', String(port), '--live', '0.5', '--only', MN], { stdio: ['pipe', 'ignore', 'inherit'] });
});
after(async () => {
  simulator?.stdin.end('quit\n');
  if (simulator) await new Promise((resolve) => (simulator.exitCode === null ? simulator.on('exit', resolve) : resolve()));
  assert.equal(await server?.stop(), 0);
});

test('who sends without being enrolled stands apart, and is enrolled with its own password and limits', async () => {
  await until('the stranger', async () => (await mei.get('/monitor')).html.includes(`<code>${MN}</code>`));
  assert.match(mei.html, /未登记/);
  assert.match(mei.html, /PW=\*{6};/);
  assert.doesNotMatch(mei.html, /PW=123456/);
  await mei.get(`/monitor/enrol?mn=${MN}`);
  const form = (f) => f.action === '/monitor/enrol';
  await mei.send(form, { name: '', class: 'water_1' });
  assert.equal(mei.status, 422);
  assert.match(mei.html, /id="wrong"/);
  await mei.send(form, { name: '青岚食品废水排口', class: 'water_1', own: 'w01018 day x 40' });
  assert.equal(mei.status, 422);
  await mei.send(form, { name: '青岚食品废水排口', own: 'w01018 any - 60 mg/L 2026-01-01 - 排污许可证', firm: '榴园青岚食品有限公司' });
  assert.equal(mei.status, 200, mei.html);
  assert.match(mei.html, /站点已登记/);
});

test('it is seen as it sends: values with unit and limit, then above the limit, then a fault', async () => {
  const list = () => mei.get('/monitor');
  await until('its values', async () => /化学需氧量.*mg\/L/s.test((await list()).html) && mei.html.includes('正常'));
  assert.match(mei.html, /榴园青岚食品有限公司/);
  assert.match(mei.html, /≤ 60/);
  assert.doesNotMatch(mei.html, new RegExp(`<code>${MN}</code>`), 'no stranger any more');
  simulator.stdin.write(`over ${MN} w01018 5\n`);
  await until('the excess', async () => /<tr><td class="nb"><span class="light red">.*青岚食品/s.test((await list()).html));
  await mei.get('/monitor?s=normal');
  assert.doesNotMatch(mei.html, /青岚食品废水排口<\/a>/);
  simulator.stdin.write(`normal ${MN}\nfault ${MN} D\n`);
  await until('the fault', async () => /<tr><td class="nb"><span class="light yellow">/.test((await list()).html));
  simulator.stdin.write(`normal ${MN}\n`);
});

test('hours of days before are asked for again, drawn, and given as a file', async () => {
  await mei.get('/monitor');
  const page = mei.html.match(/href="(\/monitor\/\d+)">青岚食品废水排口</)[1], day = (n) => new Date(Date.now() + 8 * 3600e3 - n * 86400e3).toISOString().slice(0, 10);
  await mei.get(page);
  await mei.send((f) => f.action.endsWith('/command'), { command: 'hours', from: day(2), to: day(1) });
  assert.equal(mei.status, 200);
  await until('the hours', async () => (await mei.get(`${page}/file?t=week&c=w01018&f=csv`)).html.split('\n').length > 40);
  assert.match(mei.headers.get('content-disposition'), /\.csv/);
  await mei.get(`${page}?t=week`);
  assert.match(mei.html, /class="chart curve trend"/);
  assert.match(mei.html, /class="chart strip"/);
});

test('it is asked for its time and answers; what it refuses is said', async () => {
  await mei.get('/monitor');
  const page = mei.html.match(/href="(\/monitor\/\d+)">青岚食品废水排口</)[1];
  await mei.get(page);
  const form = (f) => f.action.endsWith('/command');
  await mei.send(form, { command: 'read-clock' });
  assert.equal(mei.status, 200);
  await until('the answer', async () => /已执行/.test((await mei.get(page)).html) && /SystemTime=20\d{12}/.test(mei.html));
  simulator.stdin.write(`refuse ${MN}\n`);
  await mei.send(form, { command: 'sample' });
  await until('the refusal', async () => /被拒绝/.test((await mei.get(page)).html));
  await mei.send(form, { command: 'nothing' });
  assert.equal(mei.status, 422);
});

test('a liaison sees no stations, a leader looks and changes nothing', async () => {
  const liu = new Person(server);
  await liu.enter('柳青禾');
  assert.doesNotMatch(liu.html, /href="\/monitor"/);
  await mei.get('/monitor');
  assert.match(mei.html, /榴园青岚食品/);
  for (const path of ['/monitor', mei.html.match(/href="(\/monitor\/\d+)"/)[1]]) {
    assert.equal((await liu.get(path)).status, 403);
    assert.doesNotMatch(liu.html, /榴园青岚食品/, 'nor whose outlet it is');
  }
  const lin = new Person(server);
  await lin.enter('林疏桐');
  await lin.get('/monitor');
  assert.equal(lin.status, 200);
  assert.doesNotMatch(lin.html, /href="\/monitor\/enrol/);
  await lin.get(lin.html.match(/href="(\/monitor\/\d+)">青岚食品废水排口</)[1]);
  assert.doesNotMatch(lin.html, /\/command"/);
  assert.equal((await lin.get('/monitor/enrol')).status, 403);
});

test('the stream says that telegrams came', async () => {
  const stop = new AbortController(), late = setTimeout(() => stop.abort(), 20000 * (process.env.LUOSHI_SLOW ? 10 : 1));
  const r = await fetch(`${server.url}/events?frames=1`, { headers: { cookie: [...mei.cookies].map(([k, v]) => `${k}=${v}`).join('; ') }, signal: stop.signal });
  let got = '';
  for await (const piece of r.body) {
    got += Buffer.from(piece).toString();
    if (got.includes('event: frames')) break;
  }
  clearTimeout(late);
  stop.abort();
  assert.match(got, /event: frames/);
});
