// A visit to a page of the gateway in a real Chromium. At its end it has failed
// if the page asked anybody else for anything, was stopped by its own
// Content-Security-Policy, or wrote an error to the console.
//
// The gateway runs already, at HELSEGRAF_URL; screenshots go to the folder
// HELSEGRAF_SCREENSHOTS.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
export const base = process.env.HELSEGRAF_URL;
// demo is what the demonstration told of itself: addresses, registers, personas.
export const demo = JSON.parse(process.env.HELSEGRAF_DEMO ?? '{}');
const patience = 20_000;

// What is asked by these leaves no browser; the last two are its own viewer of
// PDFs.
const inside = new Set(['data:', 'chrome:', 'chrome-extension:']);

// visit opens a path and takes the steps. Options: width, height, locale,
// colorScheme, reducedMotion, also: origins that are asked beside the gateway's,
// and expected: patterns of console errors that belong to what is shown, such as
// a register that is switched off.
export async function visit(path, options, steps) {
  const { width = 1280, height = 800, also = [], expected = [], ...context } = options;
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--disable-extensions',
      '--disable-background-networking', '--disable-component-update', '--disable-sync', '--force-color-profile=srgb',
      // Whatever asks for another host does not find it.
      '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
    ],
  });
  const seen = { requests: 0, outside: [], violations: [], errors: [] };
  try {
    const at = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce', ...context });
    at.setDefaultTimeout(patience);
    at.on('request', (request) => {
      seen.requests++;
      const url = new URL(request.url());
      if (![new URL(base).origin, ...also].includes(url.origin) && !inside.has(url.protocol)) seen.outside.push(request.url());
    });
    at.on('console', (message) => {
      const text = message.text();
      if (/Content.Security.Policy/i.test(text)) seen.violations.push(text);
      else if (message.type() === 'error' && !expected.some((pattern) => pattern.test(text))) seen.errors.push(text);
    });
    at.on('weberror', ({ error }) => void seen.errors.push(String(error())));
    // Not every violation reaches the console.
    await at.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (e) => {
        console.error(`Content-Security-Policy: ${e.effectiveDirective} stopped ${e.blockedURI} in ${e.sourceFile}`);
      });
    });
    const page = await at.newPage();
    await page.goto(base + path, { waitUntil: 'load' });
    await steps({ page, at, accessible: (o, of = page) => accessible(of, o), screenshot: (name, o, of = page) => screenshot(of, name, o) });
  } finally {
    await browser.close();
  }
  console.log(`${path}: ${seen.requests} requests, ${seen.outside.length} of them to other origins, ${seen.violations.length} violations of policy, ${seen.errors.length} errors`);
  same([...seen.outside, ...seen.violations, ...seen.errors], [], `what went wrong at ${path}`);
}

// accessible fails when axe-core finds a serious or critical fault on the page
// as it is now. Exclude holds selectors of what is not ours to mend; the reason
// stands where it is named.
async function accessible(page, { exclude = [] } = {}) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(
    (exclude) => window.axe.run({ exclude }, { resultTypes: ['violations'] }),
    exclude.map((selector) => [selector]),
  );
  const told = violations.map(({ id, impact, help, nodes }) =>
    `${impact}: ${id}: ${help}\n${nodes.map((n) => `    ${n.target.join(' ')}  ${n.failureSummary.replaceAll(/\s+/g, ' ')}`).join('\n')}`);
  const grave = told.filter((line) => /^(serious|critical)/.test(line));
  for (const line of told) console.log(`axe-core, ${line}`);
  console.log(`axe-core: ${grave.length} serious or critical faults, ${told.length - grave.length} others`);
  same(grave, [], 'accessibility');
}

async function screenshot(page, name, options) {
  const folder = process.env.HELSEGRAF_SCREENSHOTS;
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`), ...options });
}

// same fails when got is not want, and says what of.
export function same(got, want, what) {
  const [a, b] = [JSON.stringify(got, null, 1), JSON.stringify(want, null, 1)];
  if (a !== b) throw new Error(`${what}:\n got ${a}\nwant ${b}`);
}

// runnable waits until GraphiQL shows its query and has a place for the answer:
// its button is there before, and does nothing.
export async function runnable(page) {
  await page.locator('.graphiql-query-editor .view-line').filter({ hasText: 'query' }).first().waitFor();
  await page.locator('.graphiql-response .view-lines').waitFor({ state: 'attached' });
  return page.getByRole('button', { name: /^Execute query/ });
}

// post asks the gateway something from outside of any page, such as for a fault.
export async function post(path, body, method = 'POST') {
  const response = await fetch(base + path, { method, headers: { 'Content-Type': 'application/json' }, body: body && JSON.stringify(body) });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
  return response;
}
