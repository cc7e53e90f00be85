// SPDX-License-Identifier: Apache-2.0
// A small OpenID provider on loopback, keys made at start, that can be told to lie: for tests
// alone. It holds the other side to its word: PKCE, redirect address, client and secret, one use of a code.
import { createHash, createHmac, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { createServer } from 'node:http';

const b64 = (v) => Buffer.from(typeof v === 'string' || Buffer.isBuffer(v) ? v : JSON.stringify(v)).toString('base64url');

/** {kid, alg, private, public (JWK)} */
export function makeKey(alg, kid) {
  const pair = alg === 'RS256' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { kid, alg, private: pair.privateKey, public: { ...pair.publicKey.export({ format: 'jwk' }), kid, alg, use: 'sig' }, pem: pair.publicKey.export({ type: 'spki', format: 'pem' }) };
}

/** A token with that head and those claims, signed by the key as its own algorithm says. */
export function makeToken(key, claims, head = {}) {
  const signed = `${b64({ alg: key.alg, typ: 'JWT', kid: key.kid, ...head })}.${b64(claims)}`;
  const sum = key.alg === 'RS256' ? sign('sha256', Buffer.from(signed), key.private)
    : sign('sha256', Buffer.from(signed), { key: key.private, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${b64(sum)}`;
}

/** What no provider would send: without a signature, or with the public key as a secret. */
export function unsigned(key, claims) { return `${b64({ alg: 'none', kid: key.kid })}.${b64(claims)}.`; }
export function confused(key, claims) {
  const signed = `${b64({ alg: 'HS256', kid: key.kid })}.${b64(claims)}`;
  return `${signed}.${createHmac('sha256', key.pem).update(signed).digest('base64url')}`;
}

export async function provide({ client = 'luoshi', secret = 'a secret: 50%', host = '127.0.0.1' } = {}) {
  const keys = [makeKey('RS256', 'rsa-1'), makeKey('ES256', 'ec-1')];
  const p = { keys, signer: keys[0], login: 'liuqinghe', claims: {}, make: null, about: {}, mode: '', asked: [], codes: new Map() };
  const json = (res, status, body) => { res.writeHead(status, { 'content-type': 'application/json' }); res.end(typeof body === 'string' ? body : JSON.stringify(body)); };

  const paths = {
    '/.well-known/openid-configuration': (req, res) => json(res, 200, { issuer: p.issuer, authorization_endpoint: `${p.issuer}/authorize`, token_endpoint: `${p.issuer}/token`, jwks_uri: `${p.issuer}/keys`, ...p.about }),
    '/keys': (req, res) => json(res, 200, { keys: p.keys.map((k) => k.public) }),
    '/authorize': (req, res, q) => {
      const fit = q.get('response_type') === 'code' && q.get('client_id') === client && q.get('code_challenge_method') === 'S256' && q.get('scope').split(' ').includes('openid');
      if (!fit) return json(res, 400, { error: 'invalid_request' });
      const code = randomBytes(24).toString('base64url');
      p.codes.set(code, { nonce: q.get('nonce'), challenge: q.get('code_challenge'), redirect: q.get('redirect_uri') });
      res.writeHead(302, { location: `${q.get('redirect_uri')}?${new URLSearchParams({ code, state: q.get('state') })}` });
      res.end();
    },
    '/token': (req, res, q, body) => {
      const form = new URLSearchParams(body);
      const shown = Buffer.from((req.headers.authorization ?? '').replace('Basic ', ''), 'base64').toString().split(':').map(decodeURIComponent);
      const [user, password] = p.about.token_endpoint_auth_methods_supported || !secret ? [form.get('client_id'), form.get('client_secret') ?? ''] : shown;
      const kept = p.codes.get(form.get('code'));
      p.codes.delete(form.get('code'));
      if (user !== client || password !== secret) return json(res, 401, { error: 'invalid_client' });
      const proof = createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url');
      if (!kept || kept.challenge !== proof || kept.redirect !== form.get('redirect_uri') || form.get('grant_type') !== 'authorization_code')
        return json(res, 400, { error: 'invalid_grant' });
      const now = Math.floor(Date.now() / 1000);
      const claims = { iss: p.issuer, sub: `id of ${p.login}`, aud: client, exp: now + 300, iat: now, nonce: kept.nonce, preferred_username: p.login, ...p.claims };
      return json(res, 200, { access_token: 'x', token_type: 'Bearer', id_token: (p.make ?? makeToken)(p.signer, claims) });
    },
  };
  const server = createServer((req, res) => {
    const url = new URL(req.url, 'http://localhost');
    let body = '';
    req.on('data', (d) => { body += d; });
    req.on('end', () => {
      p.asked.push(url.pathname);
      if (p.mode === 'slow' && url.pathname !== '/authorize') return undefined; // never answers
      if (p.mode === 'huge' && url.pathname === '/token') return json(res, 200, `{"id_token":"${'x'.repeat(5 << 20)}"}`);
      return (paths[url.pathname] ?? ((_, r) => json(r, 404, {})))(req, res, url.searchParams, body);
    });
  });
  const listen = (port) => new Promise((resolve) => { server.listen(port, '127.0.0.1', resolve); });
  await listen(0);
  const { port } = server.address();
  p.issuer = `http://${host}:${port}`;
  p.down = () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections?.(); });
  p.up = () => listen(port);
  /** Back to what an honest provider does. */
  p.honest = () => Object.assign(p, { signer: p.keys[0], login: 'liuqinghe', claims: {}, make: null, about: {}, mode: '' });
  p.client = client;
  p.secret = secret;
  return p;
}
