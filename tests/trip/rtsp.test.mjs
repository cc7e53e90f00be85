// SPDX-License-Identifier: Apache-2.0
// Real RTSP: enrolment, a picture, how a camera is, the moving picture, with digest and basic authentication. The other end is
// GstRtspServer (rtsp_camera.py), whose packages a machine may not have.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Person, run, serve } from './lib.mjs';
import { pictures } from './stream.mjs';

const PYTHON = '/usr/bin/python3'; // Debian's, which has the bindings
const PACKAGES = 'python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-ugly';

/** {ports, close} or {missing}. */
async function cameras() {
  const child = spawn(PYTHON, [fileURLToPath(new URL('./rtsp_camera.py', import.meta.url))], { stdio: ['pipe', 'pipe', 'ignore'] });
  const line = await new Promise((done) => {
    child.on('error', () => done('missing python3'));
    child.on('exit', () => done('missing what it needs'));
    let said = '';
    child.stdout.on('data', (d) => { said += d; if (said.includes('\n')) done(said.trim()); });
  });
  if (!line.startsWith('ports ')) {
    child.stdin.end();
    return { missing: line };
  }
  const ports = Object.fromEntries(line.slice(6).split(' ').map((w) => w.split('=')));
  return { ports, close: () => new Promise((done) => { child.once('exit', done); child.stdin.end(); }) };
}

const there = pictures ? { missing: pictures } : await cameras();
const skip = there.missing ? `${there.missing}: a real RTSP stream wants ffmpeg ${PACKAGES}` : false;
const postgres = process.env.LUOSHI_DB ? 'on PostgreSQL commands wait for the server to end' : skip;

let server, mei;
before(async () => {
  if (skip) return;
  server = await serve();
  mei = new Person(server);
  await mei.enter('梅霁月');
});
after(async () => {
  await there.close?.();
  if (server) assert.equal(await server.stop(), 0);
});

const address = (name) => `rtsp://127.0.0.1:${there.ports[name]}/ch1`;
const enrol = (fields) => mei.get('/cameras').then(() => mei.send((f) => f.action === '/cameras', fields));
const look = async () => {
  const path = mei.path.split('?')[0];
  await mei.send((f) => f.action.endsWith('/look'));
  const said = { type: mei.headers.get('content-type'), html: mei.html };
  await mei.get(path);
  return said;
};

test('a picture comes by RTSP, from a guarded camera only with its password', { skip }, async () => {
  await enrol({ name: '开放', address: address('open') });
  assert.equal((await look()).type, 'image/jpeg');
  for (const how of ['digest', 'basic']) {
    await enrol({ name: how, address: address(how), user: 'admin', password: 'wrong' });
    assert.match((await look()).html, /没有取到图：账号密码不对/, how);
    await mei.send((f) => /^\/cameras\/\d+$/.test(f.action), { password: 'p@ss 1', on: '1' });
    assert.equal((await look()).type, 'image/jpeg', how);
  }
  await enrol({ name: '没有这路', address: `rtsp://127.0.0.1:${there.ports.open}/ch2` });
  assert.match((await look()).html, /没有取到图：无图像/);
  assert.doesNotMatch(server.said(), /p@ss|p%40ss/);
});

test('the moving picture comes in pieces that can be played', { skip }, async () => {
  await mei.get('/cameras');
  const path = mei.html.match(/href="(\/cameras\/\d+)">digest/)[1];
  await mei.get(path);
  await mei.send((f) => f.action.endsWith('/view'));
  const seen = new Set();
  for (let i = 0; i < 40 && seen.size < 3; i++) {
    await mei.get(`${path}/live.m3u8`);
    assert.equal(mei.status, 200, mei.html.slice(0, 300));
    for (const [piece] of mei.html.matchAll(/^live\/\d+\.ts$/gm)) seen.add(piece);
    await new Promise((r) => setTimeout(r, 300));
  }
  assert.ok(seen.size >= 3, [...seen].join());
  const cookie = [...mei.cookies].map(([k, v]) => `${k}=${v}`).join('; ');
  const r = await fetch(new URL(`${path}/${[...seen].at(-1)}`, server.url), { headers: { cookie } });
  const bytes = Buffer.from(await r.arrayBuffer());
  assert.ok(bytes.length > 188 * 3 && bytes.length % 188 === 0 && bytes[0] === 0x47);
});

test('how they are is seen', { skip: postgres }, async () => {
  await enrol({ name: '黑', address: address('black') });
  await enrol({ name: '静止', address: address('still') });
  let health;
  for (let i = 0; i < 3; i++) {
    const probed = run(['camera', 'probe', '--db', server.db]);
    assert.equal(probed.status, 0, probed.said);
    health = Object.fromEntries(probed.out.trim().split('\n').map((l) => JSON.parse(l)).map((c) => [c.name, c.health]));
  }
  assert.deepEqual(health, { 开放: 'alive', digest: 'alive', basic: 'alive', 没有这路: 'no-picture', 黑: 'black', 静止: 'frozen' });
  const check = run(['check', '--db', server.db]);
  assert.equal(check.status, 0, check.out + check.said);
});
