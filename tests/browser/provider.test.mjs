// SPDX-License-Identifier: Apache-2.0
// The link to the identity provider in a real browser: the provider stands on another site
// (localhost, not 127.0.0.1), so the cookie must come along when the browser is sent back, and
// the policy of content must let it go. The sign-in page with the link: axe, width, pictures.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { serve } from '../trip/lib.mjs';
import { provide } from '../trip/provider.mjs';
import { DESK, findings, launch, newContext, overflow, PHONE, SHOTS } from './lib.mjs';

let id, server, browser;
const freePort = () => new Promise((resolve) => {
  const s = createServer();
  s.listen(0, '127.0.0.1', () => { const { port } = s.address(); s.close(() => resolve(port)); });
});
before(async () => {
  const listen = `127.0.0.1:${await freePort()}`;
  id = await provide({ host: 'localhost', secret: '' });
  [server, browser] = await Promise.all([serve({ listen, env: { LUOSHI_OIDC_ISSUER: id.issuer, LUOSHI_OIDC_CLIENT: id.client, LUOSHI_PUBLIC_URL: `http://${listen}` } }), launch()]);
  if (process.env.LUOSHI_SHOTS) mkdirSync(SHOTS, { recursive: true });
});
after(async () => {
  await browser?.close();
  await id?.down();
  assert.equal(await server?.stop(), 0);
});

for (const lang of ['zh', 'en'])
  for (const [name, screen] of [['desk', DESK], ['phone', PHONE]])
    test(`the sign-in page with the link: ${lang}, ${name}`, async () => {
      const context = await newContext(browser, server.url, { lang, screen });
      await context.addCookies([{ name: 'lang', value: lang, url: server.url }]);
      const page = await context.newPage();
      const look = async (what) => {
        if (process.env.LUOSHI_SHOTS) await page.screenshot({ path: join(SHOTS, `provider-${what}-${lang}-${name}.png`), fullPage: true });
        assert.deepEqual(await findings(page), []);
        assert.equal(await overflow(page), null);
      };
      await page.goto('/sign-in');
      await look('link');
      await page.goto('/sign-in/provider/back?error=access_denied');
      assert.match(await page.locator('[role=alert]').innerText(), lang === 'zh' ? /统一身份认证没有完成/ : /did not succeed/);
      await look('failed');
      assert.deepEqual(context.faults, []);
      await context.close();
    });

test('there and back, with and without scripts, by the keyboard', async () => {
  for (const scripts of [true, false]) {
    const context = await newContext(browser, server.url, { scripts });
    const page = await context.newPage();
    await page.goto('/sign-in?next=%2Fmatters');
    await page.locator('a[href^="/sign-in/provider"]').focus();
    await Promise.all([page.waitForURL(`${server.url}/matters`), page.keyboard.press('Enter')]);
    assert.match(await page.content(), /柳青禾/);
    assert.deepEqual(context.faults.filter((fault) => !fault.includes(id.issuer)), []); // only the way there
    const kept = (await context.cookies()).map((c) => c.name);
    assert.ok(kept.includes('luoshi') && !kept.includes('provider'), kept.join());
    await context.close();
  }
});
