// SPDX-License-Identifier: Apache-2.0
// What one person sees and clicks, on a desk or a phone; at each stop the page is looked over.
import assert from 'node:assert/strict';
import { enter, findings, newContext, overflow, PHONE } from './lib.mjs';

const seen = new Set(); // axe looks at each kind of page once on each screen; pages.test.mjs at all of them

export class Visitor {
  static async come(browser, url, name, options) {
    const v = new Visitor();
    v.phone = options.screen === PHONE;
    v.lang = options.lang ?? 'zh';
    v.scripts = options.scripts !== false;
    v.context = await newContext(browser, url, options);
    v.page = await v.context.newPage();
    await enter(v.page, name, v.lang);
    await v.look();
    return v;
  }

  /** At each stop: nothing wider than the screen, nothing that axe finds, no complaint. */
  async look() {
    await this.page.waitForLoadState();
    if (this.scripts) {
      const kind = `${this.phone} ${this.page.url().replace(/\d{6,}|\?.*/g, '')}`;
      if (!seen.has(kind)) assert.deepEqual(await findings(this.page), [], this.page.url());
      seen.add(kind);
      assert.equal(await overflow(this.page), null, this.page.url());
    }
    assert.deepEqual(this.context.faults, []);
  }

  words(where = 'main') { return this.page.locator(where).innerText(); }

  async menu(name) {
    if (this.phone) await this.page.locator('a.menu').click();
    await this.page.locator('#nav a', { hasText: name }).first().click();
    await this.look();
  }

  async follow(name, within = 'main') {
    await this.page.locator(`${within} a`, { hasText: name }).first().click();
    await this.look();
  }

  async find(title) {
    await this.menu(this.lang === 'zh' ? '台账' : 'Ledger');
    await this.follow(title);
  }

  /** Opens the action of that name, fills what is asked under its label, presses its button. */
  async act(name, fields = {}, files) {
    const box = this.page.locator('aside .act > details').filter({ has: this.page.locator('summary', { hasText: new RegExp(`^${name}$`) }) });
    if (!await box.evaluate((d) => d.open)) await box.locator('summary').click();
    for (const [label, value] of Object.entries(fields)) await box.getByLabel(label).first().fill(value);
    if (files) await box.locator('input[type=file]').setInputFiles(files);
    await box.locator('button', { hasText: name }).click();
    await this.look();
    assert.equal(await this.page.locator('.said.bad').count(), 0, `${name}: ${await this.page.locator('.said.bad').allInnerTexts()}`);
  }

  bye() { return this.context.close(); }
}
