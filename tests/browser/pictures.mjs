// SPDX-License-Identifier: Apache-2.0
// Makes the pictures of README and docs from the demo district: node tests/browser/pictures.mjs
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { quantised } from './png.mjs';
import { serve } from '../trip/lib.mjs';
import { DESK, enter, HERE, launch, newContext, PHONE } from './lib.mjs';

const OUT = join(HERE, '../../docs/pictures');
const CLERK = '顾一舟', LIAISON = '柳青禾', LEADER = '林疏桐';

/** The address behind the link with those words on a list. */
const linkTo = (list, words) => async (page) => {
  await page.goto(list);
  return page.locator('main a', { hasText: words }).first().getAttribute('href');
};
const pictures = [
  ['sign-in', null, 'zh', DESK, async () => '/sign-in'],
  ['home', LIAISON, 'zh', DESK, async () => '/'],
  ['home-phone', LIAISON, 'zh', PHONE, async () => '/'],
  ['leader-phone', LEADER, 'zh', PHONE, async () => '/'],
  ['ledger', CLERK, 'zh', DESK, async () => '/matters'],
  ['document', CLERK, 'zh', DESK, linkTo('/documents', '调度会议')],
  ['document-en', CLERK, 'en', DESK, linkTo('/documents', '调度会议')],
  ['matter', CLERK, 'zh', DESK, linkTo('/matters', '榴园大道')],
];

mkdirSync(OUT, { recursive: true });
const server = await serve();
const browser = await launch();
try {
  for (const [name, who, lang, screen, find] of pictures) {
    const context = await newContext(browser, server.url, { lang, screen });
    await context.addCookies([{ name: 'lang', value: lang, url: server.url }]);
    const page = await context.newPage();
    if (who) await enter(page, who, lang);
    await page.goto(await find(page));
    await page.mouse.move(0, 0);
    const file = join(OUT, `${name}.png`);
    const bytes = quantised(await page.screenshot());
    writeFileSync(file, bytes);
    console.log(`${name}.png ${Math.ceil(bytes.length / 1024)} KB`);
    await context.close();
  }
} finally {
  await browser.close();
  await server.stop();
}
