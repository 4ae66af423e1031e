// Production's log-in on GraphiQL, by the stand-in issuer: what does not belong
// is refused, what does lets one ask, and nothing of it is left anywhere.
// HELSEGRAF_ISSUER is the issuer; HELSEGRAF_BOUND tells that tokens are bound to
// a key of the browser's; what must show nowhere is written to HELSEGRAF_SECRETS.

import { writeFileSync } from 'node:fs';
import { base, same, visit } from './lib/visit.mjs';

const issuer = process.env.HELSEGRAF_ISSUER;
const bound = process.env.HELSEGRAF_BOUND === 'true';
const host = new URL(issuer).host;
const secrets = new Set();
const options = {
  also: [issuer],
  // Of a proof without the nonce that is wanted: the browser tells of each.
  expected: bound ? [/status of 40[01]/] : [],
};

// opening clicks the button to log in, and gives the window it opens.
async function opening(page) {
  const [popup] = await Promise.all([page.waitForEvent('popup'), page.getByRole('button', { name: `Log in with ${host}` }).click()]);
  await popup.waitForURL(new RegExp(`^${issuer}/|^${base}/`)).catch(() => {}); // it may be closed by then
  return popup;
}

// answer has the log-in window be sent back with an answer of our making.
async function answer(page, popup, given) {
  const state = new URL(popup.url()).searchParams.get('state');
  await popup.goto(`${base}/?${new URLSearchParams({ state, ...given })}`).catch(() => {}); // it may be closed by then
  return popup;
}

// over is a log-in window that has done its part: it has closed, or says that it
// may be.
const over = async (popup) => {
  await Promise.race([popup.waitForEvent('close'), popup.getByText(/You can close this window\.|Close this window/).waitFor()]).catch(() => {});
  await popup.close();
};

// watched notes what leaves the page or is told to people: addresses, console,
// tokens; change has tokens come with something else.
async function watched(at) {
  const seen = { urls: [], told: [], exchanges: 0, change: () => ({}) };
  at.on('request', (r) => seen.urls.push(r.url()));
  at.on('page', (p) => p.on('framenavigated', (f) => seen.urls.push(f.url())));
  at.on('console', (m) => seen.told.push(m.text()));
  await at.route(`${issuer}/connect/token`, async (route) => {
    seen.exchanges++;
    for (const name of ['code', 'code_verifier']) secrets.add(new URLSearchParams(route.request().postData()).get(name));
    const response = await route.fetch();
    if (!response.ok()) return route.fulfill({ response });
    const given = await response.json();
    for (const token of [given.access_token, given.id_token]) secrets.add(token).add(token.split('.')[2]);
    secrets.add(JSON.parse(Buffer.from(given.id_token.split('.')[1], 'base64url')).pid);
    return route.fulfill({ response, json: { ...given, ...seen.change(given) } });
  });
  return seen;
}

// kept is everything a page has left with the browser.
const kept = (page) => page.evaluate(async () => JSON.stringify([
  { ...localStorage }, { ...sessionStorage }, document.cookie, window.name, history.state, location.href,
  await indexedDB.databases(), await caches.keys(), document.documentElement.outerHTML,
]));

const nothing = (where, what) => {
  for (const secret of secrets) if (what.includes(secret)) throw new Error(`${secret.slice(0, 12)}… stands in ${where}`);
};

await visit('/', options, async ({ page, at, accessible, screenshot }) => {
  const seen = await watched(at);
  const trouble = page.locator('[role=alert].hg-trouble');
  const refused = async (popup, sentence) => {
    await trouble.getByText(sentence).waitFor();
    await over(popup);
    same([await page.locator('.hg-who').textContent(), seen.exchanges], ['?Not logged in', 0], `after “${sentence}”`);
  };

  // There are ways to the other pages.
  await page.getByRole('button', { name: `Log in with ${host}` }).waitFor();
  const ways = await page.locator('.hg-top nav a').evaluateAll((all) => all.map((a) => [a.textContent, a.href]));
  same(ways, [['Status', `${base}/status`], ['Docs', `${base}/docs`]], 'the ways from here');
  for (const [, url] of ways) same((await page.request.get(url)).status(), 200, url);
  await accessible();

  // The issuer is asked as it must be.
  let popup = await opening(page);
  await popup.getByRole('heading', { name: 'Who are you?' }).waitFor();
  await accessible({}, popup);
  await screenshot('login-issuer', {}, popup);
  const asked = new URL(popup.url()).searchParams;
  same([...asked.keys()].filter((k) => k !== 'dpop_jkt'), ['response_type', 'client_id', 'redirect_uri', 'scope', 'state', 'nonce', 'code_challenge', 'code_challenge_method', 'acr_values', 'resource'], 'what is asked for');
  same(['response_type', 'client_id', 'redirect_uri', 'scope', 'code_challenge_method', 'acr_values', 'resource'].map((k) => asked.get(k)),
    ['code', 'graphiql', `${base}/`, 'openid helsegraf:read', 'S256', 'idporten-loa-high', base], 'how it is asked');
  same([asked.has('dpop_jkt'), ...['state', 'nonce', 'code_challenge'].map((k) => asked.get(k).length)], [bound, 43, 43, 43], 'what nobody can guess');
  await page.getByText('Continue in the login window.').waitFor();
  await accessible();

  // A state that nobody here made, and none at all.
  for (const state of ['forged', undefined]) {
    await popup.goto(`${base}/?${new URLSearchParams({ code: 'forged', iss: issuer, ...(state && { state }) })}`);
    await popup.getByText('This response does not belong to a login started here, and was not used.').waitFor();
    same(popup.url(), `${base}/`, 'the address of what was refused');
  }
  await accessible({}, popup);
  await screenshot('login-forged', {}, popup);
  await page.getByText('Continue in the login window.').waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await refused(popup, 'You did not log in.');

  // An answer of another issuer, and one that does not say whose it is.
  for (const iss of [{ iss: 'https://other.example' }, { iss: `${issuer}/` }, {}]) {
    popup = await answer(page, await opening(page), { code: 'mixed-up', ...iss });
    await refused(popup, `The answer was not from ${host}, and was not used.`);
  }
  await accessible();
  await screenshot('login-refused');

  // Cancelled at the issuer's; and errors, of which only codes are repeated.
  popup = await opening(page);
  await popup.getByRole('button', { name: 'Cancel' }).click();
  await refused(popup, `You did not log in: it was cancelled, or ${host} did not let you (access_denied).`);
  popup = await answer(page, await opening(page), { error: 'temporarily_unavailable', error_description: 'Call 22 22 55 55', iss: issuer });
  await refused(popup, `${host} did not log you in (temporarily_unavailable).`);
  popup = await answer(page, await opening(page), { error: 'Call 22 22 55 55', iss: issuer });
  await refused(popup, `${host} did not log you in.`);
  same((await page.locator('body').textContent()).includes('22 22'), false, "somebody else's words");

  // Tokens of another log-in.
  seen.change = ({ id_token }) => {
    const [header, claims, signature] = id_token.split('.');
    const other = { ...JSON.parse(Buffer.from(claims, 'base64url')), nonce: 'another' };
    return { id_token: [header, Buffer.from(JSON.stringify(other)).toString('base64url'), signature].join('.') };
  };
  popup = await opening(page);
  await popup.getByRole('button', { name: /^Line Testesen/ }).click();
  await trouble.getByText('The ID token does not belong to this login, and the response was not used.').waitFor();
  await over(popup);
  same(await page.locator('.hg-who').textContent(), '?Not logged in', 'after an ID token of another log-in');
  seen.change = () => ({});

  // And one that belongs: she was logged in at the issuer already.
  const asks = [];
  page.on('request', (r) => r.url() === `${base}/graphql` && asks.push(r.headers()));
  popup = await opening(page);
  await page.getByText('Logged in as Line Testesen in GraphiQL.').waitFor();
  await over(popup);
  await page.getByText('21 of 21 services open').waitFor();
  const [response] = await Promise.all([
    page.waitForResponse((r) => r.url() === `${base}/graphql` && r.ok() && (r.request().postData() ?? '').includes('query MyHealth')),
    page.getByRole('button', { name: /^Execute query/ }).click(),
  ]);
  const { data, errors } = await response.json();
  same([data.person.name.full, errors], ['Line Testesen', undefined], 'what she is answered');
  await page.locator('.graphiql-response').getByText('Line Testesen').first().waitFor();
  same([...new Set(asks.map((h) => [h.authorization?.split(' ')[0], 'dpop' in h].join()))], [bound ? 'DPoP,true' : 'Bearer,false'], 'how the gateway is asked');
  await accessible();
  await screenshot('login-done');

  // Nothing is left in the browser, nor was in any address.
  nothing('the browser', await kept(page));

  // Logged out, here and at the issuer's, and nothing of her is on the page.
  await Promise.all([page.waitForRequest((r) => r.url().startsWith(`${issuer}/connect/endsession?`)), page.getByRole('button', { name: 'Log out' }).click()]);
  await page.waitForURL(`${base}/`);
  await page.getByRole('button', { name: `Log in with ${host}` }).waitFor();
  same(/Line|Testesen/.test(await page.locator('body').textContent()), false, 'what is left of her');
  nothing('the page after log-out', await kept(page));

  // Whoever is next is asked who they are, and sees their own.
  popup = await opening(page);
  await popup.getByRole('button', { name: /^Bodil Eksempelvik/ }).click();
  await page.getByText('Logged in as Bodil Eksempelvik in GraphiQL.').waitFor();
  await over(popup);

  nothing('the console', seen.told.join('\n'));
  for (const url of seen.urls) {
    // A code is in the address it is sent to, once, and of no use without its verifier.
    const said = new URL(url);
    if (said.origin === base && said.pathname === '/') said.searchParams.delete('code');
    nothing(`an address of ${said.origin}`, decodeURIComponent(said.href));
    if (/eyJ|\b\d{11}\b/.test(said.href)) throw new Error(`a token or a number stands in ${said.href}`);
  }
});

// A token ends while the page is open: one is told, and goes on after another
// log-in, for which the issuer asks nothing.
await visit('/', options, async ({ page, at, accessible }) => {
  const seen = await watched(at);
  seen.change = () => ({ expires_in: 3 });
  let popup = await opening(page);
  await popup.getByRole('button', { name: /^Line Testesen/ }).click();
  await page.getByText('Logged in as Line Testesen').waitFor();
  await over(popup);
  await page.getByText('Your session has expired. Log in again to continue.').waitFor();
  same(await page.locator('.hg-who').textContent(), '?Not logged in', 'who asks after the end');
  await accessible();
  popup = await opening(page);
  await page.getByText('Logged in as Line Testesen').waitFor();
  await over(popup);
  await page.getByText('Your session has expired.').waitFor();
  // Left by logging out, the page is not to be come back to as it was.
  const [again] = await Promise.all([
    page.waitForEvent('load'),
    page.evaluate(() => void dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))),
  ]);
  await again.getByRole('button', { name: `Log in with ${host}` }).waitFor();
});

writeFileSync(process.env.HELSEGRAF_SECRETS, JSON.stringify([...secrets]));
console.log(`${secrets.size} secrets, nowhere to be found`);
