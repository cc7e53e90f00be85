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
/** A ledger with two rows to mend, pasted as a clerk would. */
const pasted = async (page) => {
  await page.goto('/import');
  await page.locator('#text').fill(['榴园区2026年民生实事任务台账,,,,,', '填报单位：区政府督查室,,,单位：万元 填报日期：2026年9月20日,,', '序号,任务名称,目标要求,牵头单位,总投资,完成时限', '一、民生项目,,,,,',
    '1,口袋公园建设,新建9处,区住建局,300,2026年12月底前', '2,农贸市场提升,改造6处,不知道局,180,11月31日', '3,社区食堂,新开12家,区民政局,96,12月中旬', '4,停车场建设,新增车位600个,区交通局,420,尽快', '合计,,,,1000,', ''].join('\n'));
  await page.locator('aside button.go').click();
  await page.waitForURL('**/import/*');
  return page.url();
};
const pictures = [
  ['sign-in', null, 'zh', DESK, async () => '/sign-in'],
  ['home', LIAISON, 'zh', DESK, async () => '/'],
  ['home-phone', LIAISON, 'zh', PHONE, async () => '/'],
  ['leader-phone', LEADER, 'zh', PHONE, async () => '/'],
  ['ledger', CLERK, 'zh', DESK, async () => '/matters'],
  ['document', CLERK, 'zh', DESK, linkTo('/documents', '调度会议')],
  ['document-en', CLERK, 'en', DESK, linkTo('/documents', '调度会议')],
  ['import', CLERK, 'zh', DESK, pasted],
  ['bulletin', CLERK, 'zh', DESK, linkTo('/bulletins', '11月9日至15日')],
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
