// SPDX-License-Identifier: Apache-2.0
// Signing in on the real server, as browsers without scripts do it: the first start, one-time
// links, codes, passwords, sessions, what each administrator may and may not.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { code, LUOSHI, Person, run, serve } from './lib.mjs';

const PASSWORD = 'Tu3sday-lantern';
const secretOf = (person) => person.html.match(/<code>([A-Z2-7]{32})<\/code>/)[1];
const links = (server) => server.out().split('\n').filter((l) => l.includes('/link/')).map((l) => l.split('\t')[1]);
const step = (f) => f.action === '/sign-in/step';

/** Uses a link of the first start; the person ends up signed in, with a secret for codes. */
async function comeIn(server, link, login, name) {
  const p = new Person(server);
  await p.get(new URL(link).pathname);
  assert.equal(p.status, 200);
  await p.send((f) => f.action.startsWith('/link/'), { login, name, password: PASSWORD, again: PASSWORD });
  p.secret = secretOf(p);
  await p.send(step, { code: code(p.secret) });
  assert.equal(p.status, 200, p.html);
  p.recovery = [...p.html.matchAll(/<code>([A-Z2-7]{5}-[A-Z2-7]{5})<\/code>/g)].map((m) => m[1]);
  assert.equal(p.recovery.length, 10);
  await p.get('/');
  return p;
}

let server, system, security, audit;
test.before(async () => {
  server = await serve({ demo: false });
  const [a, b, c] = links(server);
  system = await comeIn(server, a, 'weixu', '程维序');
  security = await comeIn(server, b, 'weishou', '卫守一');
  audit = await comeIn(server, c, 'mingjian', '明鉴之');
});
test.after(() => server.stop());

test('the first start: three links, once each, three people', async () => {
  assert.equal(links(server).length, 3);
  assert.equal(system.path, '/people');
  assert.equal(security.path, '/access');
  assert.equal(audit.path, '/record');
  const again = new Person(server);
  await again.get(new URL(links(server)[0]).pathname);
  assert.equal(again.status, 404);
});

test('a person is added, given a duty by another, and comes in by the link', async () => {
  await system.get('/people');
  await system.send((f) => f.action === '/people' && f.method === 'post', { login: 'liuqinghe', name: '柳青禾', post: '办公室主任', unit: system.html.match(/<select id="nunit"[\s\S]*?value="(\d+)"/)[1] });
  assert.equal(system.status, 200);
  const link = system.html.match(/\/link\/([0-9a-f]{64})/)[0];
  await security.get('/access?q=柳');
  await security.get(security.html.match(/\/access\/\d+/)[0]);
  await security.send((f) => f.action.endsWith('/grant'), { duty_liaison: '1', reason: '任联络员' });
  assert.match(security.html, /联络员/);
  const p = new Person(server);
  await p.get(link);
  await p.send((f) => f.action === link, { password: 'short', again: 'short' });
  assert.equal(p.status, 422);
  await p.send((f) => f.action === link, { password: PASSWORD, again: 'Other-1-thing' });
  assert.equal(p.status, 422);
  await p.send((f) => f.action === link, { password: PASSWORD, again: PASSWORD });
  assert.equal(p.status, 200);
  assert.equal(p.path, '/');
  await p.get('/me/sign-in');
  await p.send((f) => f.action === '/me/password', { current: PASSWORD, password: 'Wedn3sday-lamp', again: 'Wedn3sday-lamp' });
  assert.match(p.html, /密码已更换/);
  await system.get('/people?q=柳');
  await system.get(system.html.match(/\/people\/\d+/)[0]);
  await system.send((f) => f.action.endsWith('/disable'), { reason: '调离' });
  assert.equal(system.status, 200);
  await p.get('/me');
  assert.equal(p.path.startsWith('/sign-in'), true); // at once
});

test('a code is asked for and good once; a recovery code too', async () => {
  const p = new Person(server);
  const enter = async () => {
    await p.get('/sign-in');
    await p.send((f) => f.action === '/sign-in', { login: 'weixu', password: PASSWORD });
    assert.equal(p.path, '/sign-in/step');
  };
  await enter();
  await p.get('/me');
  assert.equal(p.path.startsWith('/sign-in'), true); // a session that owes a step opens nothing
  await p.get('/sign-in/step');
  await p.send(step, { code: '000000' });
  assert.equal(p.status, 422);
  const one = code(system.secret, 1);
  await p.send(step, { code: one });
  assert.equal(p.path, '/people');
  await p.send((f) => f.action === '/sign-out');
  await enter();
  await p.send(step, { code: one });
  assert.equal(p.status, 422);
  await p.send(step, { code: system.recovery[0] });
  assert.equal(p.path, '/people');
  await p.get('/me/sign-in');
  assert.match(p.html, /备用码还剩 9 个/);
  await p.send((f) => f.action.startsWith('/me/sessions/') && f.action !== '/me/sessions/0/end');
  await system.get('/people');
  assert.equal(system.path.startsWith('/sign-in'), true); // the other one was ended
  system = p;
});

test('one sentence for every failure, and a lock', async () => {
  const p = new Person(server);
  const said = new Set();
  for (const [login, password] of [['nobody', 'x'], ['weishou', 'x'], ['weishou', ''], ['weishou', 'y'], ['weishou', 'z'], ['weishou', 'w'], ['weishou', PASSWORD]]) {
    await p.get('/sign-in');
    await p.send((f) => f.action === '/sign-in', { login, password });
    assert.equal(p.status, 422);
    said.add(p.html.match(/id="wrong">([^<]*)</)[1]);
  }
  assert.equal(said.size, 1);
  await security.get('/access');
  assert.match(security.html, /正被锁定/);
});

test('the record shows it to the auditor alone, and as a table', async () => {
  await audit.get('/record?sort=sign_in');
  assert.match(audit.html, /登录失败/);
  assert.match(audit.html, /已锁定/);
  assert.match(audit.html, /127\.0\.0\.1/);
  await audit.get('/record.csv');
  assert.equal(audit.status, 200);
  assert.match(audit.html, /序号,时间/);
  for (const p of [system, security]) {
    await p.get('/record');
    assert.equal(p.status, 403);
  }
});

test('role by route: what each of the three is refused', async () => {
  const table = readFileSync(new URL('../../web/routes.tbl.h', import.meta.url), 'utf8');
  const routes = [...table.matchAll(/^ROUTE\(HTTP_GET, "([^"]+)", \w+, SIGNED, (.*?), NO_FORM/gm)];
  const business = /^\/(documents|matters|evidence|overview|views|week|api\/v1\/(documents|matters|week|parts))/;
  const own = { people: system, units: system, access: security, record: audit, 'record.csv': audit };
  let looked = 0;
  for (const [, pattern] of routes) {
    if (pattern === '/events') continue;
    const path = pattern.replaceAll('{id}', '1').replaceAll('{word}', 'x');
    for (const p of [system, security, audit]) {
      const r = await new Person(server).ask.call(p, path);
      looked++;
      if (business.test(pattern)) assert.equal(r.status, 403, `${path} is open to an administrator`);
      const place = pattern.split('/')[1];
      if (own[place] && own[place] !== p) assert.equal(r.status, 403, `${path} is open to another administrator`);
    }
  }
  assert.ok(looked > 60);
});

test('the proxy is believed only when it is the proxy', async () => {
  const near = await serve({ demo: true, env: { LUOSHI_TRUSTED_PROXY: '127.0.0.1', LUOSHI_PROXY_USER_HEADER: 'X-Remote-User' } });
  const far = await serve({ demo: true, env: { LUOSHI_TRUSTED_PROXY: '127.0.0.9', LUOSHI_PROXY_USER_HEADER: 'X-Remote-User' } });
  try {
    const headers = { 'x-remote-user': 'liuqinghe' };
    const p = new Person(near);
    await p.ask('/sign-in', { headers });
    assert.match(p.html, /以 liuqinghe 继续/);
    await p.ask('/sign-in/proxy', { method: 'POST', headers });
    assert.match(p.html, /柳青禾/);
    const stranger = new Person(near);
    await stranger.ask('/sign-in/proxy', { method: 'POST', headers: { 'x-remote-user': 'stranger' } });
    assert.equal(stranger.status, 422);
    assert.match(stranger.html, /stranger”在这里没有账号/);
    const other = new Person(far);
    await other.ask('/sign-in', { headers });
    assert.doesNotMatch(other.html, /liuqinghe/);
    await other.ask('/sign-in/proxy', { method: 'POST', headers });
    assert.equal(other.status, 404);
  } finally {
    await near.stop();
    await far.stop();
  }
});

test('check finds nothing', { skip: process.env.LUOSHI_DB ? 'on PostgreSQL commands wait for the server to end' : false }, () => {
  const r = run(['check', '--db', server.db]);
  assert.equal(r.status, 0, r.out + r.said);
  assert.ok(LUOSHI);
});
