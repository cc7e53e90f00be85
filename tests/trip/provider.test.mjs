// SPDX-License-Identifier: Apache-2.0
// Signing in at an identity provider, on the real server, against a provider of our own that can
// be told to lie. Whatever goes wrong there, the person reads one sentence and the log the cause.
import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { folder, Person, run, serve } from './lib.mjs';
import { confused, makeKey, makeToken, provide, unsigned } from './provider.mjs';

const HOME = 'https://luoshi.example.cn';
const SENTENCE = /统一身份认证没有完成，请重新登录；如果一直这样，请告诉系统管理员/;
let id, server, home, logged = 0;

test.before(async () => {
  id = await provide();
  home = folder();
  const secret = join(home.path, 'oidc.secret');
  writeFileSync(secret, `${id.secret}\n`);
  chmodSync(secret, 0o600);
  server = await serve({ demo: true, env: { LUOSHI_OIDC_ISSUER: id.issuer, LUOSHI_OIDC_CLIENT: id.client, LUOSHI_OIDC_SECRET_FILE: secret, LUOSHI_PUBLIC_URL: HOME } });
});
test.after(async () => {
  await id.down();
  home.remove();
  assert.equal(await server.stop(), 0);
});
test.beforeEach(() => id.honest());

/** One step without following: where it leads. */
async function hop(p, path) {
  const headers = p.cookies.size ? { cookie: [...p.cookies].map(([k, v]) => `${k}=${v}`).join('; ') } : {};
  const r = await fetch(new URL(path, p.base), { headers, redirect: 'manual' });
  await r.arrayBuffer();
  for (const line of (r.headers.getSetCookie?.() ?? [r.headers.get('set-cookie') ?? ''])) {
    const m = line.match(/^([\w-]+)=([^;]+)/);
    if (m) p.cookies.set(m[1], m[2]);
  }
  return { status: r.status, to: r.headers.get('location'), cookie: r.headers.get('set-cookie') ?? '' };
}

/** As far as the way back from the provider: {p, back, cookie}. */
async function go(next = '') {
  const p = new Person(server);
  const begun = await hop(p, `/sign-in/provider${next && `?next=${encodeURIComponent(next)}`}`);
  assert.equal(begun.status, 303);
  assert.ok(begun.to.startsWith(`${id.issuer}/authorize?`), begun.to);
  const there = await fetch(begun.to, { redirect: 'manual' });
  assert.equal(there.status, 302);
  const to = new URL(there.headers.get('location'));
  assert.equal(to.origin + to.pathname, `${HOME}/sign-in/provider/back`);
  return { p, back: to.pathname + to.search, cookie: begun.cookie };
}

async function signIn(next) {
  const { p, back } = await go(next);
  await p.ask(back);
  return p;
}

/** Refused with the one sentence; the newest cause in the log is that. */
async function refused(p, cause) {
  assert.equal(p.status, 422, p.html);
  assert.match(p.html, SENTENCE);
  assert.equal(p.cookies.has('luoshi'), false);
  // the log comes by a pipe of its own, perhaps after the answer
  const causes = () => server.said().split('\n').filter((line) => line.includes('cause='));
  for (let i = 0; i < 100 && causes().length === logged; i++) await new Promise((resolve) => { setTimeout(resolve, 20); });
  logged = causes().length;
  assert.match(causes().at(-1) ?? '', cause);
}

test('the sign-in page has the link, and it leads in', async () => {
  const page = new Person(server);
  await page.get('/sign-in?next=%2Fmatters');
  assert.match(page.html, /<a class="btn" href="\/sign-in\/provider\?next=%2Fmatters">统一身份认证登录<\/a>/);
  const { p, back, cookie } = await go('/matters?light=red');
  assert.match(cookie, /^provider=[\w-]{100,}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600/);
  await p.ask(back);
  assert.equal(p.status, 200, p.html);
  assert.equal(p.path, '/matters?light=red');
  assert.match(p.html, /柳青禾/);
  assert.equal(p.cookies.has('provider'), false);
});

test('ES256, audiences in a list', async () => {
  Object.assign(id, { signer: id.keys[1], claims: { aud: [id.client] } });
  assert.equal((await signIn()).path, '/');
});

const lies = [
  ['nonce', () => { id.claims = { nonce: 'another' }; }, /cause=nonce/],
  ['audience', () => { id.claims = { aud: 'another' }; }, /cause=audience/],
  ['party', () => { id.claims = { aud: [id.client, 'another'] }; }, /cause=authorized_party/],
  ['issuer', () => { id.claims = { iss: `${id.issuer}/` }; }, /cause=issuer/],
  ['expired', () => { id.claims = { exp: Math.floor(Date.now() / 1000) - 301 }; }, /cause=expired/],
  ['issued tomorrow', () => { id.claims = { iat: Math.floor(Date.now() / 1000) + 86400, exp: Math.floor(Date.now() / 1000) + 90000 }; }, /cause=issued_at/],
  ['issued long ago', () => { id.claims = { iat: Math.floor(Date.now() / 1000) - 3600 }; }, /cause=issued_at/],
  ['another key of the same name', () => { id.signer = makeKey('RS256', 'rsa-1'); }, /cause=signature/],
  ['another key of the same name (EC)', () => { id.signer = makeKey('ES256', 'ec-1'); }, /cause=signature/],
  ['a key of another name', () => { id.signer = makeKey('RS256', 'nowhere'); }, /cause=key_unknown/],
  ['alg none', () => { id.make = unsigned; }, /cause=token_algorithm/],
  ['alg HS256 with the public key', () => { id.make = confused; }, /cause=token_algorithm/],
  ['no name', () => { id.claims = { preferred_username: undefined }; }, /cause=claim/],
  ['no token', () => { id.make = () => undefined; }, /cause=token_absent/],
  ['nonsense for a token', () => { id.make = () => 'a.b.c'; }, /cause=token_shape/],
  ['a huge answer', () => { id.mode = 'huge'; }, /cause=token /],
];
for (const [name, lie, cause] of lies)
  test(`a lie: ${name}`, async () => {
    lie();
    await refused(await signIn(), cause);
  });

test('a state that is another, or comes a second time; a code used twice', async () => {
  const { p, back } = await go();
  const cookie = p.cookies.get('provider');
  const bent = new Person(server);
  bent.cookies.set('provider', cookie);
  await bent.ask(back.replace(/state=[^&]*/, `state=${'A'.repeat(43)}`));
  await refused(bent, /cause=state$/);
  const bare = new Person(server); // somebody else's browser: no cookie
  await bare.ask(back);
  await refused(bare, /cause=cookie/);
  const asked = id.asked.length;
  await p.ask(back);
  assert.equal(p.path, '/');
  assert.equal(id.asked.length, asked + 1);
  const again = new Person(server);
  again.cookies.set('provider', cookie);
  await again.ask(back);
  await refused(again, /cause=state_used/);
  assert.equal(id.asked.length, asked + 1); // nobody was asked
  const other = await go();
  const code = new URLSearchParams(back.split('?')[1]).get('code');
  await other.p.ask(other.back.replace(/code=[^&]*/, `code=${code}`));
  await refused(other.p, /cause=token status_400 invalid_grant/);
});

test('two who come back with the same at once: one gets in', async () => {
  const { p, back } = await go();
  const pair = [new Person(server), new Person(server)];
  for (const one of pair) one.cookies.set('provider', p.cookies.get('provider'));
  await Promise.all(pair.map((one) => one.ask(back)));
  assert.deepEqual(pair.map((one) => one.status).sort(), [200, 422]);
});

test('refused there, or sent back by another provider', async () => {
  for (const [tail, cause] of [['error=access_denied', /cause=refused_there/], ['code=x&iss=https%3A%2F%2Fevil.example', /cause=issuer_parameter/], ['x=1', /cause=code_absent/]]) {
    const { p, back } = await go();
    await p.ask(`/sign-in/provider/back?${tail}&state=${new URLSearchParams(back.split('?')[1]).get('state')}`);
    await refused(p, cause);
  }
});

test('somebody unknown here gets a sentence of his own, and no account', async () => {
  const before = run(['export', 'people', '--csv', '--db', server.db]).out;
  id.login = 'stranger';
  const p = await signIn();
  assert.equal(p.status, 422);
  assert.match(p.html, /stranger”在这里没有账号/);
  assert.equal(p.cookies.has('luoshi'), false);
  assert.equal(run(['export', 'people', '--csv', '--db', server.db]).out, before);
});

test('keys that were changed are fetched once more; a withdrawn one opens nothing', async () => {
  const old = id.keys[0], fetched = () => id.asked.filter((path) => path === '/keys').length;
  const at = fetched();
  id.keys[0] = makeKey('RS256', 'rsa-2');
  id.honest();
  assert.equal((await signIn()).path, '/');
  assert.equal(fetched(), at + 1);
  assert.equal((await signIn()).path, '/');
  assert.equal(fetched(), at + 1); // kept
  id.signer = old;
  await refused(await signIn(), /cause=key_unknown/);
  assert.equal(fetched(), at + 2);
});

test('a provider that is down, and up again', async () => {
  const { p, back } = await go();
  await id.down();
  await p.ask(back);
  await refused(p, /cause=token "/);
  await id.up();
  assert.equal((await signIn()).path, '/');
});

test('a provider that never answers is waited for some seconds', async () => {
  const { p, back } = await go();
  id.mode = 'slow';
  const began = Date.now();
  await p.ask(back);
  await refused(p, /cause=token "Timeout/);
  assert.ok(Date.now() - began < 12000);
});

test('a second factor is asked for here, unless the house takes the word of the provider', async () => {
  const p = await signIn();
  const security = new Person(server);
  await security.enter('卫守一');
  const rule = async (name, value) => {
    await security.get(`/settings/kernel.${name}`);
    await security.send((f) => f.action.includes(`kernel.${name}`) && f.fields.some(([n]) => n === 'value'), { value, reason: '试行' }, 'set');
    assert.equal(security.status, 200, security.html);
  };
  assert.equal(p.path, '/');
  await rule('second_liaison', '1');
  id.claims = { amr: ['pwd', 'mfa'] };
  assert.equal((await signIn()).path.startsWith('/sign-in/step'), true); // the default: asked all the same
  await rule('sign_in_provider_mfa', '1');
  assert.equal((await signIn()).path, '/');
  id.claims = { amr: ['pwd'] };
  assert.equal((await signIn()).path.startsWith('/sign-in/step'), true);
  id.claims = { amr: ['mfa'] };
  id.login = 'sysadmin'; // an administrator shows it here, whatever is said elsewhere
  const admin = await signIn();
  assert.equal(admin.path.startsWith('/sign-in/step'), true);
});

test('a provider that takes the secret in the body', async () => {
  const other = await provide({ secret: 'hush' });
  const secret = join(home.path, 'other.secret');
  writeFileSync(secret, 'hush', { mode: 0o600 });
  other.about = { token_endpoint_auth_methods_supported: ['client_secret_post'] };
  const real = server, before = id;
  server = await serve({ demo: true, env: { LUOSHI_OIDC_ISSUER: other.issuer, LUOSHI_OIDC_CLIENT: 'luoshi', LUOSHI_OIDC_SECRET_FILE: secret, LUOSHI_PUBLIC_URL: HOME } });
  id = other;
  try {
    assert.equal((await signIn()).path, '/');
  } finally {
    assert.equal(await server.stop(), 0);
    await other.down();
    [server, id] = [real, before];
  }
});

test('a discovery document of another issuer is believed by nobody', async () => {
  const other = await provide();
  other.about = { issuer: id.issuer };
  const lone = await serve({ demo: false, env: { LUOSHI_OIDC_ISSUER: other.issuer, LUOSHI_OIDC_CLIENT: 'luoshi', LUOSHI_PUBLIC_URL: HOME } });
  try {
    const p = new Person(lone);
    await p.ask('/sign-in/provider');
    assert.equal(p.status, 422);
    assert.match(p.html, SENTENCE);
    assert.match(lone.said(), /cause=discovery_issuer/);
  } finally {
    assert.equal(await lone.stop(), 0);
    await other.down();
  }
});

test('behind TLS the cookie is for this host alone', async () => {
  const near = await serve({ demo: false, env: { LUOSHI_OIDC_ISSUER: id.issuer, LUOSHI_OIDC_CLIENT: id.client, LUOSHI_PUBLIC_URL: HOME, LUOSHI_TRUSTED_PROXY: '127.0.0.1' } });
  try {
    const r = await fetch(`${near.url}/sign-in/provider`, { redirect: 'manual', headers: { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.7' } });
    assert.match(r.headers.get('set-cookie'), /^__Host-provider=[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600; Secure$/);
  } finally {
    await near.stop();
  }
});

test('without a provider there is no link and no page', async () => {
  const lone = await serve({ demo: false });
  try {
    const p = new Person(lone);
    await p.get('/sign-in');
    assert.doesNotMatch(p.html, /sign-in\/provider/);
    for (const path of ['/sign-in/provider', '/sign-in/provider/back?state=x&code=y']) {
      await p.ask(path);
      assert.equal(p.status, 404);
    }
  } finally {
    await lone.stop();
  }
});

test('the log holds no code, token, state or name', () => {
  assert.doesNotMatch(server.said(), /eyJ|code=|state=[^_\s]|liuqinghe|stranger/);
});

test('check finds nothing', { skip: process.env.LUOSHI_DB ? 'on PostgreSQL commands wait for the server to end' : false }, () => {
  const r = run(['check', '--db', server.db]);
  assert.equal(r.status, 0, r.out + r.said);
});
