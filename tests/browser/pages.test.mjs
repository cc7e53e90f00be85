// SPDX-License-Identifier: Apache-2.0
// Every page a person can reach, in both languages, on a desk and on a phone: no finding of axe
// (WCAG 2.1 A and AA), nothing wider than the screen, no word of the other language, no
// complaint of the browser, nothing fetched from elsewhere.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { Person, run, serve } from '../trip/lib.mjs';
import { DESK, enter, findings, launch, newContext, overflow, PHONE, SHOTS } from './lib.mjs';
import { furnish, take } from './world.mjs';

let server, browser, world, password, link;
const pages = new Map();
const CLERK = '顾一舟', LIAISON = '柳青禾', LEADER = '林疏桐', HEAD = '段书扬', ADMIN = '程维序', SECURITY = '卫守一', AUDIT = '明鉴之', CALLS = '舒临月', NATURE = '梅霁月', OFFICE = '蓝行之', DATA = '闻鹤青', TOWN = '潘谷桐', STRANGER = null;

before(async () => {
  if (process.env.LUOSHI_SHOTS) mkdirSync(SHOTS, { recursive: true });
  [server, browser] = await Promise.all([serve({ env: { LUOSHI_HJ212: '127.0.0.1:0' } }), launch()]);
  world = await furnish(server);
});
after(async () => {
  await browser?.close();
  assert.equal(await server?.stop(), 0);
});

async function pageOf(who, lang, screen, options = {}) {
  const name = JSON.stringify([who, lang, screen.width, options]);
  if (pages.has(name)) return pages.get(name);
  const context = await newContext(browser, server.url, { lang, screen, ...options });
  await context.addCookies([{ name: 'lang', value: lang, url: server.url }, ...(options.large ? [{ name: 'large', value: '1', url: server.url }] : [])]);
  const page = await context.newPage();
  if (who) await enter(page, who, lang);
  pages.set(name, page);
  return page;
}

/** Words of the other language that stand outside elements marked with it. */
function foreign(page, lang) {
  return page.evaluate((lang) => {
    const strange = lang === 'en' ? /[\u3400-\u9fff]+/g : /[A-Za-z][A-Za-z'’-]+/g;
    const names = /^(Luoshi|SQ|RFC|MB|KB|Word|WPS|PDF|Excel|CSV|OpenDocument|ASVS|OWASP|TOTP|Ctrl|Alt|APP|Open|GeoReport|zjj|III|II|IV|AQI|PM|CO|SO|NO|HJ|GB|mg|MN|PW|SM|Modbus|pH|L|s|HLS|rtsp|ch)$/, files = /\S+\.[a-z]{2,4}\b/g;
    const found = [];
    const look = (text, element, where) => {
      const marked = element.closest('[lang]');
      if (marked && !marked.lang.startsWith(lang)) return;
      for (const [word] of text.replace(files, '').matchAll(strange))
        if (!names.test(word)) found.push(`${word} in ${where} “${text.trim().slice(0, 40)}” of ${element.tagName.toLowerCase()}.${element.className}`);
    };
    look(document.title.replace(/^.* · /, ''), document.documentElement, 'title');
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const e = walk.currentNode.parentElement;
      if (!e.closest('script,style,textarea,code')) look(walk.currentNode.data, e, 'text');
    }
    for (const e of document.querySelectorAll('[placeholder],[aria-label],[title],[alt]'))
      for (const name of ['placeholder', 'aria-label', 'title', 'alt'])
        if (e.hasAttribute(name)) look(e.getAttribute(name), e, name);
    return found;
  }, lang);
}

const to = (path) => async (page) => { await page.goto(typeof path === 'function' ? path() : path); };

/** Sends a form as a page of ours would, without what the browser checks before. */
const post = (path, fields, from = '/me') => async (page) => {
  await page.goto(from);
  await Promise.all([page.waitForNavigation(), page.evaluate(([path, fields]) => {
    const form = document.createElement('form');
    form.method = 'post';
    form.action = path;
    const secret = document.querySelector('input[name=_s]').value;
    for (const [name, value] of [['_s', secret], ...Object.entries(fields)]) {
      const input = document.createElement('input');
      Object.assign(input, { type: 'hidden', name, value });
      form.append(input);
    }
    document.body.append(form);
    form.submit();
  }, [path(), fields])]);
};

/** A first password is right, and a new one is owed: signed in anew for every picture. */
async function owe(page) {
  await page.goto('/sign-in');
  await page.fill('#login', 'weixu');
  await page.fill('#password', password);
  await page.press('#password', 'Enter');
  await page.waitForURL('**/sign-in/step');
}

/** What becomes of a unit, looked at and not done. */
async function unitForm(page, sort, heir) {
  await page.goto('/units');
  await page.locator('main table a', { hasText: '住房和城乡建设局' }).first().click();
  await page.waitForURL('**/units/*');
  await page.selectOption('#csort', sort);
  if (heir) await page.selectOption('#cheir', { label: heir });
  await page.fill('#csource', '文件三号');
  await page.fill('#creason', '机构改革');
  await page.locator('#change button').first().click();
  await page.waitForURL('**/change/look');
}

async function staffBook(page, text) {
  await page.goto('/people/import');
  await page.setInputFiles('#file', { name: '名册.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await page.locator('form.narrow button').click();
  await page.waitForURL('**/import/look');
}

/** A citizen who has just asked; the page shows the number. */
async function asked(page) {
  await page.goto('/ask');
  await page.check('input[value="order/help"]');
  await page.fill('#title', '三号楼门口路灯不亮');
  await page.fill('#words', '天黑以后看不见路');
  await page.fill('#phone', '13800005678');
  await page.click('#send');
  await page.waitForSelector('[data-sent]');
}

async function toMove(page) {
  await page.goto('/matters?kind=order&s=registered');
  await page.locator('main table a[href^="/matters/"]').first().click();
  await page.locator('a[href$="/move"]').first().click();
  await page.waitForURL('**/move');
}
/** The page of a station by a part of its name. */
const stationOf = (name, rest) => async (page) => {
  await page.goto('/monitor');
  await page.goto(await page.locator('main table th a', { hasText: name }).first().getAttribute('href') + rest);
};
/** A page of the newest result, or of the draft. */
const runOf = (rest, draft) => async (page) => {
  await page.goto('/runs');
  const href = await page.locator(draft ? 'main a[href^="/runs/0"]' : 'main td.ti a[href^="/runs/"]').first().getAttribute('href');
  await page.goto(href + rest);
};

const walk = [
  ['public', STRANGER, 200, to('/public')],
  ['ask', STRANGER, 200, to('/ask')],
  ['ask-wrong', STRANGER, 422, async (page) => { await page.goto('/ask'); await page.click('#send'); await page.waitForSelector('#faults'); }],
  ['ask-sent', STRANGER, 200, asked],
  ['follow-form', STRANGER, 200, to('/follow?other=1')],
  ['follow', STRANGER, 200, async (page) => { await asked(page); await page.goto('/follow'); }],
  ['open', STRANGER, 200, to('/open')],
  ['sign-in', STRANGER, 200, to('/sign-in')],
  ['sign-in-wrong', STRANGER, 422, async (page) => {
    await page.goto('/sign-in');
    await page.fill('#login', 'nobody');
    await page.fill('#password', 'wrong');
    await page.press('#password', 'Enter');
    await page.waitForSelector('#wrong');
  }],
  ['home', CLERK, 200, to('/')],
  ['home-liaison', LIAISON, 200, to('/')],
  ['home-leader', LEADER, 200, to('/')],
  ['home-head', HEAD, 200, to('/')],
  ['home-done', CLERK, 200, to('/?tab=done')],
  ['home-closed', CLERK, 200, to('/?tab=closed')],
  ['home-watching', CLERK, 200, to('/?tab=watching')],
  ['home-watching-none', LIAISON, 200, to('/?tab=watching')],
  ['acting', HEAD, 200, async (page) => {
    await page.goto('/');
    if (!await page.locator('.acting').count()) {
      await page.locator('.sec form[action="/for"] button').first().click();
      await page.locator('.acting').waitFor();
    }
  }],
  ['acting-me', HEAD, 200, to('/me')],
  ['search', CLERK, 200, async (page) => {
    await page.goto('/');
    await page.locator('#find').fill('检修');
    await page.locator('#find').press('Enter');
    await page.waitForURL('**/search?*');
    for (let i = 0; i < 40 && !await page.locator('.found .hit').count(); i++) { // the index follows the log
      await page.waitForTimeout(250);
      await page.reload();
    }
    await page.locator('.found .hit').first().waitFor();
  }],
  ['search-documents', CLERK, 200, to('/search?tab=documents&q=' + encodeURIComponent('检修'))],
  ['search-names', CLERK, 200, to('/search?tab=names&q=zjj')],
  ['search-none', LIAISON, 200, to('/search?q=' + encodeURIComponent('没有这样的词'))],
  ['search-empty', LEADER, 200, to('/search')],
  ['imports', CLERK, 200, to('/import')],
  ['import', CLERK, 200, async (page) => {
    await page.goto('/import');
    await page.locator('#text').fill('2026年重点任务,,,\n任务名称,牵头单位,完成时限,总投资（万元）\n一、民生,,,\n雨水花园,各镇街,6月31日,12\n护栏更换,区交通局,12月底前,30\n合计,,,50\n');
    await page.locator('aside button.go').click();
    await page.waitForURL('**/import/*');
    await page.locator('details.sec').evaluate((d) => { d.open = true; });
  }],
  ['documents', CLERK, 200, to('/documents')],
  ['documents-liaison', LIAISON, 200, to('/documents')],
  ['document', CLERK, 200, to(() => `/documents/${world.open}`)],
  ['document-damaged', CLERK, 200, to(() => `/documents/${world.damaged}`)],
  ['document-liaison', LIAISON, 200, async (page) => {
    await page.goto('/documents');
    await page.locator('main table a').first().click();
    await page.waitForURL('**/documents/*');
  }],
  ['document-hidden', LIAISON, 404, to(() => `/documents/${world.open}`)],
  ['document-empty', CLERK, 422, post(() => '/documents', { title: '', text: '' })],
  ['ledger', CLERK, 200, to('/matters')],
  ['ledger-projects', CLERK, 200, to('/matters?kind=project')],
  ['projects', CLERK, 200, to('/overview')],
  ['projects-leader', LEADER, 200, to('/overview')],
  ['project', CLERK, 200, async (page) => {
    await page.goto('/matters?q=' + encodeURIComponent('实验学校迁建'));
    await page.goto(await page.locator('table.ledger .ti a').first().getAttribute('href'));
    await page.locator('#course summary').first().click();
  }],
  ['project-new', CLERK, 200, to('/matters/new?kind=project')],
  ['ledger-why', CLERK, 200, to('/matters?why=1')],
  ['home-why', LIAISON, 200, to('/?why=1')],
  ['ledger-filtered', CLERK, 200, to('/matters?l=red')],
  ['ledger-nothing', CLERK, 200, to('/matters?q=' + encodeURIComponent('没有这样的事'))],
  ['board', CLERK, 200, to('/matters?view=board')],
  ['board-liaison', LIAISON, 200, to('/matters?view=board&l=open')],
  ['board-nothing', CLERK, 200, to('/matters?view=board&q=' + encodeURIComponent('没有这样的事'))],
  ['gantt', CLERK, 200, to('/matters?view=gantt')],
  ['gantt-projects', CLERK, 200, to('/matters?view=gantt&kind=project')],
  ['gantt-leader', LEADER, 200, to('/matters?view=gantt&l=open')],
  ['calendar', CLERK, 200, to('/matters?view=calendar')],
  ['calendar-december', LIAISON, 200, to('/matters?view=calendar&month=2026-12')],
  ['calendar-unpublished', CLERK, 200, to('/matters?view=calendar&month=2029-01')],
  ['ledger-day', CLERK, 200, to('/matters?d=2026-12-10')],
  ['ledger-liaison', LIAISON, 200, to('/matters')],
  ['ledger-leader', LEADER, 200, to('/matters')],
  ['ledger-of-document', CLERK, 200, to(() => `/matters?document=${world.open}`)],
  ...['proposed', 'assigned', 'signed', 'underway', 'reported', 'verified', 'closed', 'dismissed'].map((state) =>
    [`matter-${state}`, CLERK, 200, to(() => `/matters/${world.states[state]}`)]),
  ['matter-to-sign', LIAISON, 200, to(() => `/matters/${world.states.assigned}?do=sign#do`)],
  ['matter-to-report', LIAISON, 200, to(() => `/matters/${world.states.underway}?do=report#do`)],
  ['matter-leader', LEADER, 200, to(() => `/matters/${world.states.underway}`)],
  ['matter-to-judge', LEADER, 200, to(() => `/matters/${world.states.underway}?do=judge#do`)],
  ['ledger-disagreeing', CLERK, 200, to('/matters?j=differs')],
  ['settings', CLERK, 200, to('/settings')],
  ['settings-admin', ADMIN, 200, to('/settings')],
  ['settings-liaison', LIAISON, 403, to('/settings')],
  ['setting', CLERK, 200, to('/settings/commitments.light_scheme')],
  ['setting-not-mine', ADMIN, 200, to('/settings/commitments.near_days')],
  ['setting-tried', CLERK, 200, async (page) => {
    await page.goto('/settings/commitments.near_days');
    await page.fill('#value', '20');
    await Promise.all([page.waitForNavigation(), page.click('button[value=try]')]);
  }],
  ['setting-wrong', CLERK, 422, post(() => '/settings/commitments.near_days', { do: 'set', value: '99', reason: '试' })],
  ['bulk', CLERK, 200, post(() => '/matters/bulk', {}, '/matters')],
  ['views', CLERK, 200, async (page) => {
    await page.goto('/me');
    if (!await page.locator('form[action*="/remove"]').count()) {
      await page.goto('/matters?l=red&d=over');
      await page.fill('#vn', '红灯');
      await page.locator('form[action="/views"] button').click();
    }
    await page.goto('/me');
  }],
  ['calendar', CLERK, 200, to('/calendar')],
  ['calendar-next', LIAISON, 200, to('/calendar?y=2027')],
  ['week', CLERK, 200, to('/week')],
  ['week-liaison', LIAISON, 200, to('/week')],
  ['week-leader', LEADER, 200, to('/week')],
  ['week-past', CLERK, 200, to('/week?w=2026-W46')],
  ['week-past-liaison', LIAISON, 200, to('/week?w=2026-W47')],
  ['week-none', CLERK, 404, to('/week?w=2099-W01')],
  ['air', CLERK, 200, to('/air?y=2026')],
  ['air-station', LIAISON, 200, async (page) => { await page.goto('/air?y=2026'); await page.locator('main table a').first().click(); await page.waitForURL('**/air/*'); }],
  ['air-day', LEADER, 200, async (page) => { await page.goto('/air?y=2026'); await page.locator('main table a').first().click(); await page.waitForURL('**/air/*'); await page.goto(`${page.url()}&d=2026-02-03`); await page.locator('main summary').click(); }],
  ['air-before', CLERK, 200, to('/air?y=2024')],
  ['air-none', CLERK, 404, to('/air?y=1999')],
  ['monitor', NATURE, 200, to('/monitor')],
  ['monitor-leader', LEADER, 200, to('/monitor?s=above')],
  ['monitor-none', NATURE, 200, to('/monitor?k=noise')],
  ['monitor-liaison', LIAISON, 403, to('/monitor')],
  ['outlet', NATURE, 200, stationOf('青岚', '?t=week')],
  ['outlet-faulty', LEADER, 200, stationOf('云岚', '')],
  ['outlet-edit', NATURE, 200, async (page) => { await stationOf('青岚', '')(page); await page.locator('a[href$="/edit"]').click(); await page.locator('main summary').click(); }],
  ['outlet-wrong', NATURE, 422, async (page) => { await stationOf('青岚', '')(page); await page.fill('#from', '2026-10-02'); await page.fill('#to', '2026-10-01'); await page.locator('form[action$="/command"] button').click(); await page.waitForSelector('#wrong'); }],
  ['enrol', NATURE, 200, async (page) => { await page.goto('/monitor'); await page.locator('#strangers a.btn').first().click(); await page.locator('main summary').click(); }],
  ['enrol-wrong', NATURE, 422, post(() => '/monitor/enrol', { mn: '1', name: '' }, '/monitor/enrol')],
  ['cameras', NATURE, 200, to('/cameras')],
  ['cameras-wrong', NATURE, 422, post(() => '/cameras', { name: '东门', address: 'rtsp://admin:x@10.1.2.3/1' })],
  ['camera', NATURE, 200, async (page) => {
    await page.goto('/cameras');
    if (!await page.locator('main table a').count()) {
      for (const [field, value] of [['name', '化工园区东门'], ['place', '经十路'], ['address', 'rtsp://127.0.0.1:9/ch1'], ['stations', '010000A8900016F000169DC0']])
        await page.fill(`#${field}`, value);
      await page.locator('#enrol button').click();
      await page.waitForURL('**/cameras/*');
      await page.goto('/cameras');
    }
    await page.locator('main table a').first().click();
    await page.waitForURL('**/cameras/*');
  }],
  ['cameras-listed', ADMIN, 200, to('/cameras')],
  ['cameras-audit', AUDIT, 200, to('/cameras')],
  ['cameras-may-not', CLERK, 403, to('/cameras')],
  ['rates', CLERK, 200, to('/requests/rates')],
  ['rates-liaison', LIAISON, 200, to('/requests/rates?by=category')],
  ['rates-before', LEADER, 200, async (page) => { await page.goto('/requests/rates'); await page.locator('.head a.btn').first().click(); }],
  ['rates-rows', CLERK, 200, async (page) => { await page.goto('/requests/rates'); const a = page.locator('td a[href^="/requests/rates/rows"]'); if (await a.count()) await a.first().click(); }],
  ['rates-paper', CLERK, 200, to('/requests/rates/paper')],
  ['rates-exclude', LIAISON, 200, to('/requests/rates/exclude')],
  ['runs', DATA, 200, to('/runs')],
  ['runs-draft', DATA, 200, runOf('', true)],
  ['run', LEADER, 200, runOf('')],
  ['run-town', TOWN, 200, runOf('')],
  ['run-sheet', DATA, 200, async (page) => { await runOf('')(page); await page.locator('table.league tbody tr:nth-child(30) th a').click(); }],
  ['run-sheet-draft', DATA, 200, async (page) => { await runOf('', true)(page); await page.locator('table.league tbody tr:nth-child(50) th a').click(); await page.locator('details summary').click(); }],
  ['run-method', DATA, 200, async (page) => { await runOf('/method')(page); for (const d of await page.locator('main details summary').all()) await d.click(); }],
  ['run-groups', DATA, 200, runOf('/groups?by=industry')],
  ['run-compare', DATA, 200, runOf('/compare?other=huaian_2024')],
  ['run-charges', DATA, 200, runOf('/charges')],
  ['run-values', TOWN, 200, async (page) => { await page.goto('/runs'); await page.locator('main a[href^="/runs/values"]').first().click(); }],
  ['ballots', CLERK, 200, to('/ballots')],
  ['ballots-liaison', LIAISON, 200, to('/ballots')],
  ['ballot-new', CLERK, 200, to('/ballots/new?pack=appraisal')],
  ['ballot-new-rank', CLERK, 200, to('/ballots/new?pack=observation')],
  ['ballot-new-wrong', CLERK, 422, async (page) => { await page.goto('/ballots/new?pack=observation'); await page.fill('#title', '观摩'); await page.fill('#subjects', '甲镇'); await page.locator('main form button.go').click(); await page.waitForSelector('#wrong'); }],
  ['ballot-open', CLERK, 200, to(() => `/ballots/${world.ballots.grade}`)],
  ['ballot-answer', LIAISON, 200, to(() => `/ballots/${world.ballots.grade}/answer`)],
  ['ballot-answer-wrong', LIAISON, 422, async (page) => { await page.goto(`/ballots/${world.ballots.grade}/answer`); await page.locator('main form button.go').click(); await page.waitForSelector('#wrong'); }],
  ['ballot-rank', LIAISON, 200, to(() => `/ballots/${world.ballots.tour}/answer`)],
  ['ballot-result', CLERK, 200, to(() => `/ballots/${world.ballots.closed}`)],
  ['ballot-closed', LIAISON, 200, to(() => `/ballots/${world.ballots.closed}`)],
  ['ballot-none', LEADER, 404, to('/ballots/1')],
  ['open-runs', STRANGER, 200, to('/open/runs')],
  ['open-run', STRANGER, 200, async (page) => { await page.goto('/open/runs'); await page.locator('main a[href^="/open/runs/"]').first().click(); }],
  ['indicators', CLERK, 200, to('/indicators')],
  ['indicators-office', OFFICE, 200, async (page) => { await page.goto('/indicators?p=2026-09'); await page.locator('details summary').click(); }],
  ['indicators-said', CLERK, 200, async (page) => { await page.goto('/indicators/said'); await page.locator('details summary').click(); }],
  ['indicators-scale', CLERK, 200, to('/indicators/scale')],
  ['indicators-bunching', CLERK, 200, to('/indicators/bunching')],
  ['indicators-fast', CLERK, 200, to('/indicators/fast')],
  ['indicators-fast-letter', CLERK, 200, async (page) => { await page.goto('/indicators/fast'); await page.locator('main a[href^="/indicators/fast/letter"]').first().click(); }],
  ['indicator', CLERK, 200, to('/indicators/gdp')],
  ['indicator-revised', OFFICE, 200, to('/indicators/retail?p=2025-12')],
  ['indicator-units', LEADER, 200, to('/indicators/town_investment')],
  ['indicator-none', CLERK, 404, to('/indicators/2026')],
  ['indicator-enter', OFFICE, 200, to('/indicators/enter?i=retail&p=2026-10')],
  ['indicator-enter-units', OFFICE, 200, to('/indicators/enter?i=town_investment&p=2026-10')],
  ['indicator-enter-wrong', OFFICE, 422, async (page) => {
    await page.goto('/indicators/enter?i=retail&p=2026-10');
    await page.fill('#v_0_0', '1.2.3');
    await page.locator('form[action="/indicators/enter"][method=post] button').click();
    await page.waitForSelector('#wrong');
  }],
  ['indicator-sheet', OFFICE, 200, async (page) => {
    await page.goto('/indicators/enter');
    await page.fill('#table', '指标,周期,数值\n社零,2026-11,163.2\n');
    await page.locator('button[value=look]').click();
    await page.waitForSelector('[role=status]');
  }],
  ['indicator-not-his', LIAISON, 403, to('/indicators/enter?i=retail&p=2026-10')],
  ['indicators-public', STRANGER, 200, to('/open/indicators')],
  ['bulletins', CLERK, 200, to('/bulletins')],
  ['bulletins-liaison', LIAISON, 200, to('/bulletins')],
  ['bulletin-draft', CLERK, 200, async (page) => { await page.goto('/bulletins'); await page.locator('tr', { hasText: '拟稿' }).or(page.locator('tr', { hasText: 'Draft' })).first().locator('a').click(); }],
  ['bulletin-issued', LIAISON, 200, async (page) => { await page.goto('/bulletins'); await page.locator('td a').first().click(); }],
  ['ledgers', LEADER, 200, to('/ledgers?by=leader')],
  ['template', CLERK, 200, to('/templates/supervision.bulletin_text_zh')],
  ['letter', CLERK, 200, to(() => `/week/letter?scope=matter&m=${world.states.underway}`)],
  ['exempt', HEAD, 200, async (page) => {
    await page.goto('/');
    if (await page.locator('.acting button').count()) await Promise.all([page.waitForNavigation(), page.locator('.acting button').click()]); // he himself, no longer for a colleague
    await page.goto(`/week/exempt?m=${world.states.underway}`);
  }],
  ['me', LEADER, 200, to('/me')],
  ['me-absent', LIAISON, 200, to('/me')],
  ['me-absence-wrong', LIAISON, 422, async (page) => {
    await page.goto('/me');
    await page.locator('#absence details summary').click();
    await page.fill('#afirst', '2020-01-01');
    await page.fill('#alast', '2020-01-02');
    await page.fill('#areason', '外出学习');
    await page.locator('form[action="/absences"] button').click();
    await page.waitForSelector('#wrong');
  }],
  ['me-calendar', CLERK, 200, async (page) => {
    await page.goto('/me');
    await page.locator('form[action="/calendar-key"] button').first().click();
    await page.waitForSelector('#feed');
  }],
  ['notices', LIAISON, 200, to('/notices')],
  ['notices-leader', LEADER, 200, to('/notices')],
  ['telling', LIAISON, 200, to('/me/notices')],
  ['telling-wrong', LIAISON, 422, post(() => '/me/notices', { task: '7' })],
  ['robots', CLERK, 200, to('/robots')],
  ['robots-wrong', CLERK, 422, post(() => '/robots', { name: '群', unit: '1', form: 'wecom', url: 'x' })],
  ['robots-liaison', LIAISON, 403, to('/robots')],
  ['not-found', CLERK, 404, to('/matters/1')],
  ['not-found-stranger', STRANGER, 404, to('/nothing/here')],
  ['not-allowed', LIAISON, 403, post(() => '/documents', { title: '标题', text: '一段话。' })],
  ['too-late', CLERK, 409, post(() => `/matters/${world.states.underway}/act/remind`, { version: '1' })],
  ['calendar-load', ADMIN, 200, to('/calendar')],
  ['sign-in-password', CLERK, 200, to('/me/sign-in')],
  ['sign-in-password-wrong', CLERK, 422, post(() => '/me/password', { current: 'x', password: 'y', again: 'y' })],
  ['second', CLERK, 200, async (page) => {
    await page.goto('/me/sign-in');
    await page.locator('#second summary').click();
  }],
  ['people', ADMIN, 200, to('/people')],
  ['people-wrong', ADMIN, 422, post(() => '/people', { login: '', name: '' })],
  ['person', ADMIN, 200, async (page) => {
    await page.goto('/people?q=liuqinghe');
    await page.locator('main table a').first().click();
    await page.waitForURL('**/people/*');
  }],
  ['person-link', ADMIN, 200, async (page) => {
    await page.goto('/people?q=baijianzhi');
    await page.locator('main table a').first().click();
    await page.fill('#why-reset', '忘记密码');
    await page.locator('#reset button').click();
    await page.waitForSelector('#link');
    link = new URL(await page.inputValue('#link')).pathname;
  }],
  ['link', STRANGER, 200, async (page) => { await page.goto(link, { waitUntil: 'load' }); }],
  ['link-gone', STRANGER, 404, to(`/link/${'0'.repeat(64)}`)],
  ['units', ADMIN, 200, to('/units')],
  ['unit', ADMIN, 200, async (page) => {
    await page.goto('/units');
    await page.locator('main table a').nth(3).click();
    await page.waitForURL('**/units/*');
  }],
  ['unit-wrong', ADMIN, 422, async (page) => {
    await unitForm(page, 'close', '');
  }],
  ['unit-looked', ADMIN, 200, async (page) => {
    await unitForm(page, 'merge', '区交通局');
    await page.waitForSelector('#seen');
  }],
  ['staff', ADMIN, 200, to('/people/import')],
  ['staff-looked', ADMIN, 200, async (page) => {
    await staffBook(page, '姓名,单位,职务,登录名\n新来人,区住建局,科员,xinlairen\n柳青禾,区住建局,副科长,liuqinghe\n');
    await page.waitForSelector('#gone');
  }],
  ['staff-wrong', ADMIN, 200, async (page) => {
    await staffBook(page, '姓名,单位,登录名\n张三,没有的局,zhangsan\n李四,区住建局,\n');
  }],
  ['keys', ADMIN, 200, to('/keys')],
  ['keys-wrong', ADMIN, 422, post(() => '/keys', { name: 'a:b' })],
  ['key-made', ADMIN, 200, async (page) => {
    await page.goto('/keys');
    await page.fill('#name', `采集平台${Date.now() % 1000000}`);
    await page.click('#make button');
    await page.waitForSelector('#secret');
  }],
  ['access', SECURITY, 200, to('/access')],
  ['grant', SECURITY, 200, async (page) => {
    await page.goto('/access?q=liuqinghe');
    await page.locator('main table a').first().click();
    await page.waitForURL('**/access/*');
  }],
  ['policy', SECURITY, 200, to('/settings')],
  ['desk', CALLS, 200, to('/desk?phone=13800000000')],
  ['desk-wrong', CALLS, 422, post(() => '/desk', { go: 'dispatch', lead: '没有这个局', words: '路灯不亮' }, '/desk')],
  ['desk-board', CALLS, 200, to('/desk/board')],
  ['desk-board-leader', LEADER, 200, to('/desk/board')],
  ['calls', CALLS, 200, to('/requests/rates/calls')],
  ['calls-wrong', CALLS, 422, async (page) => {
    await page.goto('/requests/rates/calls');
    await page.fill('#rows', '3 4');
    await page.click('main form .go');
    await page.waitForSelector('#wrong');
  }],
  ['request-move', CALLS, 200, toMove],
  ['request-move-wrong', CALLS, 422, async (page) => {
    await toMove(page);
    await page.fill('#number', '2020-999999');
    await page.click('#attach button');
    await page.waitForSelector('#wrong');
  }],
  ['privacy-fields', CLERK, 200, to('/privacy/fields')],
  ['privacy-fields-audit', AUDIT, 200, to('/privacy/fields')],
  ['privacy-notices', CLERK, 200, to('/privacy/notices')],
  ['privacy-notice', STRANGER, 200, to('/privacy/notice')],
  ['privacy-destroyed', CLERK, 200, to('/privacy/destroyed')],
  ['privacy-reveals', AUDIT, 200, to('/privacy/reveals')],
  ['privacy-exports', AUDIT, 200, to('/privacy/exports')],
  ['deny', CLERK, 200, async (page) => {
    await page.goto('/matters');
    await page.locator('main table a[href^="/matters/"]').first().click();
    await page.locator('a[href$="/deny"]').click();
    await page.waitForURL('**/deny');
  }],
  ['record', AUDIT, 200, to('/record')],
  ['record-empty', AUDIT, 200, to('/record?from=2001-01-01&to=2001-01-02')],
  ['administrators-see-no-matter', AUDIT, 403, to('/matters')],
  ['step-password', STRANGER, 200, async (page) => {
    password ??= run(['user', 'add', 'weixu', '程维新', '区政府督查室', 'security', '--db', server.db]).out.trim().split('\t')[1];
    await owe(page);
  }],
  ['wrong-field', LIAISON, 422, post(() => `/matters/${world.states.underway}/act/report`, { share: '140', progress: '' })],
];

async function look(page, name, lang, screen, faults) {
  const where = `${name} ${lang} ${screen.width}`;
  const note = (list) => faults.push(...list.map((f) => `${where}: ${f}`));
  const real = await page.locator('html').getAttribute('lang');
  if (real !== (lang === 'en' ? 'en' : 'zh-CN')) note([`html lang is ${real}`]);
  note(await findings(page));
  const wide = await overflow(page);
  if (wide) note([`scrolls sideways: ${wide}`]);
  note(await foreign(page, lang));
  note(page.context().faults.splice(0));
  if (process.env.LUOSHI_SHOTS) await page.screenshot({ path: join(SHOTS, `${name}-${lang}-${screen.width}.png`), fullPage: screen === PHONE });
}

// By itself this file walks all pages; with LUOSHI_HALVES the others are walked by pages-rest.mjs at the same time.
const CUT = 'runs', rest = globalThis.restOfWalk, halves = rest || process.env.LUOSHI_HALVES;
const cut = walk.findIndex(([name]) => name === CUT);
assert.ok(cut > 0, `no page ${CUT} to cut the walk at`);

for (const [name, who, status, go] of !halves ? walk : rest ? walk.slice(cut) : walk.slice(0, cut))
  test(`page: ${name}`, async () => {
    const faults = [];
    for (const lang of ['zh', 'en'])
      for (const screen of [DESK, PHONE]) {
        const page = await pageOf(who, lang, screen);
        let last;
        const keep = (r) => { if (r.request().isNavigationRequest() && r.status() !== 303) last = r.status(); };
        page.on('response', keep);
        if (name === 'bulk') {
          await page.goto('/matters');
          for (const box of await page.locator('.ledger tbody input[type=checkbox]').all().then((a) => a.slice(0, 3))) await box.check();
          await page.locator('.bulk button[value$=".hand_on"]').click();
          await page.waitForURL('**/matters/bulk');
        } else await go(page);
        page.off('response', keep);
        if (last !== status) faults.push(`${name} ${lang} ${screen.width}: status ${last}, not ${status}`);
        await look(page, name, lang, screen, faults);
      }
    assert.deepEqual(faults, []);
  });

for (const [mode, options] of rest ? [] : [['dark', { dark: true }], ['large', { large: true }]])
  test(`${mode}: document, ledger, matter`, async () => {
    const faults = [];
    for (const screen of [DESK, PHONE]) {
      const page = await pageOf(CLERK, 'zh', screen, options);
      for (const [name, path] of [['document', `/documents/${world.damaged}`], ['ledger', '/matters'], ['matter', `/matters/${world.states.underway}`]]) {
        await page.goto(path);
        await look(page, `${name}-${mode}`, 'zh', screen, faults);
      }
      if (mode === 'large') assert.equal(await page.evaluate(() => document.documentElement.classList.contains('large')), true);
    }
    assert.deepEqual(faults, []);
  });

if (!rest) test('a page and what it needs weigh less than 60 KB', async (t) => {
  for (const [who, path] of [[STRANGER, '/sign-in'], [CLERK, '/'], [CLERK, '/matters'], [CLERK, `/documents/${world.open}`]]) {
    const page = await pageOf(who, 'zh', DESK, { fresh: path });
    await page.goto(path);
    const needs = await page.evaluate(() => [location.pathname + location.search,
      ...[...document.querySelectorAll('link[href],script[src],img[src]')].map((e) => e.getAttribute('href') ?? e.getAttribute('src'))]);
    const bodies = await Promise.all(needs.map(async (n) => gzipSync(await (await page.context().request.get(n)).body()).length));
    const sum = bodies.reduce((a, b) => a + b, 0);
    t.diagnostic(`${path.replace(/\d{6,}/, '…')}: ${(sum / 1024).toFixed(1)} KB in ${bodies.length} answers`);
    assert.ok(sum < 60 * 1024, `${path}: ${sum} bytes`);
  }
});
