// SPDX-License-Identifier: Apache-2.0
// One Chromium for a test file; contexts are kept for each person, language and screen.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export const HERE = dirname(fileURLToPath(import.meta.url));
export const SHOTS = join(HERE, 'shots');
export const PATIENCE = 15000 * (process.env.LUOSHI_SLOW ? 10 : 1);
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const DESK = { width: 1440, height: 1000 };
export const PHONE = { width: 390, height: 844 };
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--disable-extensions', '--font-render-hinting=none', '--lang=zh-CN'];

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
}

/** A context with its own cookies; everything that goes wrong in its pages is gathered in `faults`. */
export async function newContext(browser, url, { screen = DESK, lang = 'zh', dark = false, scripts = true } = {}) {
  const context = await browser.newContext({
    viewport: screen, baseURL: url, javaScriptEnabled: scripts, locale: lang === 'en' ? 'en-GB' : 'zh-CN',
    colorScheme: dark ? 'dark' : 'light', isMobile: screen === PHONE, hasTouch: screen === PHONE,
    deviceScaleFactor: 1, timezoneId: 'Asia/Shanghai',
  });
  context.setDefaultTimeout(PATIENCE);
  context.faults = [];
  context.on('request', (r) => {
    if (!r.url().startsWith(url) && !/^(data|blob|about):/.test(r.url())) context.faults.push(`asks another host: ${r.url()}`);
  });
  context.on('console', (m) => {
    const expected = /status of (40[139]|404|422)/.test(m.text());
    if (['error', 'warning'].includes(m.type()) && !expected) context.faults.push(`console: ${m.text()} ${m.location().url}`);
  });
  context.on('weberror', (e) => context.faults.push(`script: ${e.error()}`));
  return context;
}

/** Signs in as the demo person of that name through the sign-in page. */
export async function enter(page, name, lang = 'zh') {
  await page.goto('/sign-in');
  const now = await page.locator('html').getAttribute('lang');
  if (!now.startsWith(lang)) await page.locator(`button[name=lang][value=${lang}]`).click();
  await page.locator('.people li', { hasText: name }).locator('button').click();
  await page.waitForURL((u) => u.pathname !== '/sign-in');
}

/** Findings of axe for WCAG 2.1 A and AA, one line each. */
export async function findings(page) {
  await page.evaluate(AXE);
  const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];
  const r = await page.evaluate((values) => window.axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] }), rules);
  return r.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(' ')} ${n.failureSummary.split('\n').slice(1).join(' ')}`));
}

/** Widest overflow of the page in pixels and what makes it. */
export function overflow(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth, over = document.documentElement.scrollWidth - width;
    if (over <= 0) return null;
    const who = [...document.body.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > width + 1)
      .map((e) => `${e.tagName.toLowerCase()}.${e.className}`).slice(0, 5);
    return `${over} px by ${who.join(', ')}`;
  });
}

export const idOf = (page) => new URL(page.url()).pathname.match(/\/(\d+)/)?.[1];
