import { demo, same, visit } from './lib/visit.mjs';

// The page is looked at while somebody asks: first all is well, then one
// register fails until its breaker opens, then it is well again.
const kjernejournal = demo.registers.kjernejournal;
const fault = (method, body) => fetch(kjernejournal + '/_control/fault', { method, body: body && JSON.stringify(body) });

async function ask(times) {
  const token = await (await fetch(demo.gateway + '/demo/token?persona=line', { method: 'POST' })).json();
  const query = `{ viewer { person { generalPractitioner { since } prescriptions { totalCount } summaryCareRecord { status criticalInformation { allergies { criticality } } }
    hospitalJournal { documents { totalCount } } exemptionCard { status paid { amount } } usageLog { totalCount } contact { email } } } }`;
  const question = () => fetch(demo.graphql, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token.access_token}` },
    body: JSON.stringify({ query }),
  });
  for (let i = 0; i < times; i++) {
    const answer = await question();
    if (!answer.ok) throw new Error(String(answer.status));
    await answer.text();
  }
}

await ask(6);
await visit('/status', {}, async ({ page, accessible, screenshot }) => {
  const tile = page.locator('#kjernejournal');
  const says = page.locator('#says');
  await page.locator('#fresh', { hasText: 'Live' }).waitFor();
  await says.getByText('registers are up').waitFor();
  await tile.getByText('Up', { exact: true }).waitFor();
  await accessible();
  await screenshot('status-well', { fullPage: true });
  const before = await page.locator('.tiles').boundingBox();

  await fault('POST', { status: 503 });
  const stop = new AbortController();
  const asking = (async () => { while (!stop.signal.aborted) await ask(1); })();
  await says.getByText('Kjernejournal is down').waitFor();
  await tile.getByText('Breaker open').waitFor();
  await page.locator('[role=status]', { hasText: 'Kjernejournal: Down.' }).waitFor({ state: 'attached' });
  // What has not failed is as it was, and nothing has moved.
  same(await page.locator('#frikort [data-is=stateSays]').textContent(), 'Up', 'frikort');
  const after = await page.locator('.tiles').boundingBox();
  same([after.y, after.height], [before.y, before.height], 'where the tiles are');
  await accessible();
  await screenshot('status');

  await fault('DELETE');
  await tile.getByText('Breaker closed').waitFor();
  stop.abort();
  await asking;

  await page.getByRole('button', { name: 'Pause' }).click();
  await page.locator('#fresh', { hasText: 'Paused' }).waitFor();
});

await fault('POST', { status: 503 });
await ask(25);
await visit('/status', { width: 390, height: 844, colorScheme: 'dark' }, async ({ page, accessible, screenshot }) => {
  await page.locator('#fresh', { hasText: 'Live' }).waitFor();
  await accessible();
  same(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, 'nothing is cut off to the right');
  await screenshot('status-390');
});
await fault('DELETE');
