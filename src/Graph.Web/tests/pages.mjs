// The pages in a real browser: node pages.mjs <scenario> <address of a running server>. Ends with 0, or says what was wrong.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { inflateRawSync } from 'node:zlib';
import { chromium } from 'playwright-core';

const system = 'ai-system:credit-scoring';
const framework = 'eu-ai-act';

const scenarios = {
  async 'start-table'(page, address) {
    const expected = await coverage(address);
    await open(page, `${address}/`);
    await page.locator('table').waitFor();
    assert.equal(await page.locator('tbody tr[data-system]').count(), expected.bySystem.length);
    const row = expected.bySystem.find((r) => r.system.key === system);
    const cell = page.locator(`tr[data-system="${system}"] td[data-framework="${framework}"]`);
    assert.equal(await cell.locator('.met').innerText(), `${row.met} / ${row.owed}`);
    assert.equal(await cell.locator('.ratio').innerText(), `${Math.floor(row.ratio * 100)} %`);
    assert.match(await page.locator('main').innerText(), new RegExp(`Revision\\s+${expected.revision}\\s`));
    assert.match(await page.locator('footer').innerText(), /Supporting evidence, not certification/);
    assert.equal(await page.locator('.questions li a').count(), 8);
  },

  async 'start-day'(page, address) {
    await open(page, `${address}/?on=2027-12-02`);
    const met = page.locator(`tr[data-system="${system}"] td[data-framework="${framework}"] .met`);
    const later = await met.innerText();
    await page.getByRole('link', { name: 'Today', exact: true }).click();
    await page.waitForURL(`${address}/`);
    await page.locator('table').waitFor();
    assert.notEqual(await met.innerText(), later);
    await page.getByLabel('Judged on').fill('2027-12-02');
    await page.getByRole('button', { name: 'Judge' }).click();
    await page.waitForURL(`${address}/?on=2027-12-02`);
    await page.locator('caption', { hasText: '2 December 2027' }).waitFor();
    assert.equal(await met.innerText(), later);
  },

  async 'cell-opens-its-gaps'(page, address) {
    await open(page, `${address}/`);
    await page.locator(`tr[data-system="${system}"] td[data-framework="${framework}"] a`).click();
    await editor(page);
    assert.equal(await activeTab(page), 'Gaps');
    const answer = await run(page);
    assert.match(answer, /"gaps"/);
    assert.match(answer, /eu-ai-act:/);
    assert.doesNotMatch(answer, /"errors"/);
  },

  async 'eight-tabs-answer'(page, address) {
    await open(page, `${address}/graphql`);
    await editor(page);
    const tabs = page.getByRole('tab');
    assert.equal(await tabs.count(), 8);
    for (let i = 0; i < 8; i++) {
      await tabs.nth(i).click();
      const answer = await run(page);
      assert.match(answer, /"data"/, `tab ${i + 1}`);
      assert.doesNotMatch(answer, /"errors"/, `tab ${i + 1}`);
    }
  },

  async 'link-opens-a-tab'(page, address) {
    await open(page, `${address}/graphql?tab=3`);
    await editor(page);
    assert.equal(await activeTab(page), 'Expiring');
    await open(page, `${address}/graphql?tab=7`);
    await editor(page);
    assert.equal(await activeTab(page), 'NoEvidence');
    assert.equal(await page.getByRole('tab').count(), 8);
  },

  async 'schema-explorer'(page, address) {
    await open(page, `${address}/graphql`);
    await editor(page);
    await page.getByLabel('Show Documentation Explorer').click();
    await page.getByRole('link', { name: 'Query', exact: true }).or(page.locator('.graphiql-doc-explorer a', { hasText: /^Query$/ })).first().click();
    await page.locator('.graphiql-doc-explorer', { hasText: 'The graph at a moment' }).waitFor();
  },

  async 'colours'(page, address) {
    await page.emulateMedia({ colorScheme: 'dark' });
    await open(page, `${address}/`);
    await page.locator('table').waitFor();
    assert.ok(await lightness(page) < 60, 'dark follows the system');
    assert.deepEqual(await faint(page), []);
    await page.getByRole('button', { name: 'Light', exact: true }).click();
    assert.ok(await lightness(page) > 200, 'light was chosen');
    assert.deepEqual(await faint(page), []);
    await open(page, `${address}/graphql`);
    await editor(page);
    assert.ok(await page.evaluate(() => document.body.classList.contains('graphiql-light')), 'GraphiQL keeps the choice');
    await page.getByLabel('Open settings dialog').click();
    await page.getByRole('button', { name: 'Dark', exact: true }).click();
    await open(page, `${address}/`);
    assert.ok(await lightness(page) < 60, 'the start page keeps the choice of GraphiQL');
  },

  async 'narrow'(page, address) {
    await page.setViewportSize({ width: 390, height: 844 });
    await open(page, `${address}/`);
    await page.locator('table').waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390, 'only the table scrolls sideways');
  },

  async 'printed-documents'(page, address) {
    for (const name of ['statement-of-applicability', `annex-iv/${system}`, 'review:2026']) {
      await open(page, `${address}/exports/documents/${name}.html`);
      await page.locator('h1').waitFor();
      assert.match(await page.locator('.note').first().innerText(), /Supporting evidence, not certification/);
      assert.equal(await page.locator('script, link, img, iframe').count(), 0, name);
      await page.emulateMedia({ media: 'print' });
      await page.setViewportSize({ width: 680, height: 960 });    // What A4 leaves between its margins.
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 680, `${name} fits on its pages`);
      assert.match(await page.evaluate(() => [...document.styleSheets[0].cssRules].map((r) => r.cssText).join()), /@page.*@bottom-left.*not certification\. Revision \d+, judged on/s);
      assert.ok((await page.pdf({ preferCSSPageSize: true })).length > 10_000, name);
    }
  },

  async 'printed-offline'(page, address, faults) {
    const month = (await ask(address, '{ view { on } }')).view.on.slice(0, 7);
    const folder = await mkdtemp(path.join(tmpdir(), 'printed-'));
    try {
      const files = [];
      for (const name of ['documents/statement-of-applicability', `documents/annex-iv/${system}`, 'documents/annex-iv/ai-system:clinic-scheduling', 'documents/review:2026', 'documents/assessment:aiia-credit', `monthly-report/${month}`]) {
        files.push(await save(folder, `${name.replace(/\W+/g, '-')}.html`, await bytes(`${address}/exports/${name}.html`)));
      }
      for (const of of ['organisation', system]) {
        for (const [name, content] of unpacked(await bytes(`${address}/exports/evidence-pack/${of}.zip`))) {
          files.push(await save(folder, `pack-${of.replace(/\W+/g, '-')}/${name}`, content));
        }
      }
      page.on('request', (request) => request.url().startsWith(pathToFileURL(folder).href) || faults.push(`from elsewhere: ${request.url()}`));
      await page.context().setOffline(true);
      const pages = files.filter((file) => file.endsWith('.html'));
      assert.equal(pages.length, 11);
      const found = [];
      for (const file of pages) {
        await page.emulateMedia({ media: null });
        await open(page, pathToFileURL(file).href);
        assert.equal(await page.locator('script, link, iframe').count(), 0, file);
        assert.deepEqual(await page.evaluate(() => [...document.images].filter((i) => !i.naturalWidth).map((i) => i.src)), [], file);
        assert.match(await page.evaluate(() => [...document.styleSheets[0].cssRules].map((r) => r.cssText).join()), /@page.*size: a4.*@bottom-left.*not certification\. Revision \d+, judged on/is, file);
        for (const [media, width] of [['print', 680], ['screen', 1000], ['screen', 420]]) {
          await page.emulateMedia({ media });
          await page.setViewportSize({ width, height: 960 });
          found.push(...(await illegible(page)).map((what) => `${path.relative(folder, file)}, ${media} of ${width}: ${what}`));
        }
      }
      assert.deepEqual(found, []);
    } finally {
      await rm(folder, { recursive: true });
    }
  },

  async 'empty-store'(page, address) {
    await open(page, `${address}/`);
    await page.getByRole('heading', { name: 'The store is empty' }).waitFor();
  },

  async 'server-does-not-answer'(page, address, faults) {
    await page.route('**/graphql', (route) => route.abort());
    await open(page, `${address}/`);
    await page.getByRole('alert').filter({ hasText: 'The server does not answer' }).waitFor();
    await page.unroute('**/graphql');
    await page.getByRole('button', { name: 'Ask again' }).click();
    await page.locator('table').waitFor();
    faults.splice(0);    // The browser reports the request that this scenario stopped.
  },

  async 'sign-in'(page, address, faults) {
    await open(page, `${address}/graphql`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.getByLabel('Token').fill('graph_0000000000000000_wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.getByRole('alert').filter({ hasText: 'The token was refused' }).waitFor();
    await page.getByLabel('Token').fill(process.env.GRAPH_TOKEN);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await editor(page);
    const answer = await run(page);
    assert.match(answer, /"data"/);
    assert.doesNotMatch(answer, /"errors"/);
    await open(page, `${address}/`);
    await page.locator('table').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Sign out' }).count(), 0);
    assert.ok(faults.every((fault) => fault.includes('401')), faults.join('\n'));
    faults.splice(0);    // The browser reports each refusal.
  },

  async 'small-page'(page, address) {
    for (const path of ['/', '/graphql']) {
      await open(page, address + path);
      await page.getByRole('button', { name: 'Send' }).click();
      await page.locator('#answer', { hasText: '"coverage"' }).waitFor();
      assert.doesNotMatch(await page.locator('#answer').innerText(), /"errors"/);
      assert.match(await page.locator('body').innerText(), /Install Node\.js/);
    }
  },

  async 'small-page-token'(page, address, faults) {
    await open(page, `${address}/`);
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('#answer', { hasText: 'UNAUTHENTICATED' }).waitFor();
    await page.getByLabel('Token').fill(process.env.GRAPH_TOKEN);
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('#answer', { hasText: '"coverage"' }).waitFor();
    faults.splice(0);    // The browser reports the refusal.
  },
};

const [, , name, address] = process.argv;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH || '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage'],    // The tests also run as root, in containers.
});
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: 'light' });
  page.setDefaultTimeout(90_000);    // The other tests run beside this one and take every core.
  const faults = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && faults.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => faults.push(`script: ${error.message}`));
  page.on('request', (request) => /^(data|blob|file):/.test(request.url()) || request.url().startsWith(`${address}/`) || faults.push(`another host: ${request.url()}`));
  await scenarios[name](page, address, faults);
  assert.deepEqual(faults, []);
} catch (error) {
  console.error(error.stack ?? error);
  process.exitCode = 1;
} finally {
  await browser.close();
}

/** Opens a page. Who needs more of it than its scripts waits for what it needs: a quiet network is no sign under load. */
async function open(page, url) {
  await page.goto(url, { waitUntil: 'load' });
}

async function editor(page) {
  await page.locator('.graphiql-query-editor .view-line').first().waitFor();
}

function activeTab(page) {
  return page.locator('[role=tab][aria-selected=true]').innerText();
}

/** Sends what is in the editor; gives the whole answer as it came over the wire, once the page shows it. */
async function run(page) {
  const [response] = await Promise.all([
    page.waitForResponse((r) => r.request().method() === 'POST' && !(r.request().postData() ?? '').includes('IntrospectionQuery')),
    page.locator('.graphiql-execute-button').click(),
  ]);
  await page.locator('.graphiql-response .view-line', { hasText: '"data"' }).first().waitFor();
  return response.text();
}

async function coverage(address) {
  return (await ask(address, `{ view { coverage(of: "${framework}") { revision bySystem { system { key } met owed ratio } } } }`)).view.coverage;
}

async function ask(address, query) {
  const response = await fetch(`${address}/graphql`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ query }) });
  return (await response.json()).data;
}

async function bytes(url) {
  const response = await fetch(url);
  assert.equal(response.status, 200, url);
  return Buffer.from(await response.arrayBuffer());
}

async function save(folder, name, content) {
  const file = path.join(folder, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, content);
  return file;
}

/** The files of a zip, by its directory: Node.js reads what is packed, and no archive. */
function* unpacked(zip) {
  const end = zip.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  for (let at = zip.readUInt32LE(end + 16), left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const nameLength = zip.readUInt16LE(at + 28);
    const local = zip.readUInt32LE(at + 42);
    const begin = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const content = zip.subarray(begin, begin + zip.readUInt32LE(at + 20));
    yield [zip.toString('utf8', at + 46, at + 46 + nameLength), zip.readUInt16LE(at + 10) === 0 ? content : inflateRawSync(content)];
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
}

/**
 * What cannot be read as it was meant: a page that is wider than its paper or screen; a number, a day, a word or a state that is broken over lines or leaves its cell;
 * cells that lie over one another. Keys, hashes and addresses break where they are marked, which ends a text of the page.
 */
function illegible(page) {
  return page.evaluate(() => {
    const found = [];
    if (document.documentElement.scrollWidth > innerWidth) {
      found.push(`it is ${document.documentElement.scrollWidth} wide`);
    }
    const range = document.createRange();
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const cell = text.parentElement.closest('td, th')?.getBoundingClientRect();
      for (const { 0: word, index } of text.data.matchAll(/\d{4}-\d\d-\d\d|\d+[.,]\d+|[\p{L}\p{N}_]+/gu)) {
        range.setStart(text, index);
        range.setEnd(text, index + word.length);
        const rects = [...range.getClientRects()];
        if (new Set(rects.map((r) => Math.round(r.top))).size > 1 && (cell || word.length <= 32)) {
          found.push(`${word} is broken`);
        }
        if (cell && rects.some((r) => r.left < cell.left - 1 || r.right > cell.right + 1)) {
          found.push(`${word} leaves its cell`);
        }
      }
    }
    for (const cell of document.querySelectorAll('td, th')) {
      if (cell.nextElementSibling && cell.getBoundingClientRect().right > cell.nextElementSibling.getBoundingClientRect().left + 1) {
        found.push(`${cell.textContent} lies over what stands beside it`);
      }
    }
    return [...new Set(found)];
  });
}

/** How light the page is, from 0 to 255. */
function lightness(page) {
  return page.evaluate(() => Math.max(...getComputedStyle(document.body).backgroundColor.match(/\d+/g).slice(0, 3).map(Number)));
}

/** Texts whose contrast is below 4.5, which is level AA of WCAG. */
function faint(page) {
  return page.evaluate(() => {
    const parts = (colour) => colour.match(/[\d.]+/g).map(Number);
    const light = (colour) => parts(colour).slice(0, 3)
      .map((c) => c / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
      .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const behind = (element) => {
      for (let e = element; e; e = e.parentElement) {
        const colour = getComputedStyle(e).backgroundColor;
        if (parts(colour)[3] !== 0) {
          return colour;
        }
      }
      return 'rgb(255, 255, 255)';
    };
    return [...document.querySelectorAll('body *')]
      .filter((e) => [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.textContent.trim()) && e.checkVisibility() && e.tagName !== 'SCRIPT')
      .map((e) => [light(getComputedStyle(e).color), light(behind(e)), e])
      .map(([one, other, e]) => [(Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05), e.textContent.trim().slice(0, 30)])
      .filter(([contrast]) => contrast < 4.5)
      .map(([contrast, text]) => `${text}: ${contrast.toFixed(2)}`);
  });
}
