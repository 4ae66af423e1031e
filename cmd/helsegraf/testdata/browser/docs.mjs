import { demo, runnable, same, visit } from './lib/visit.mjs';

await visit('/docs', {}, async ({ page, accessible, screenshot }) => {
  await accessible();
  await screenshot('docs');

  // What is searched for is found without asking anybody.
  const asked = [];
  page.on('request', (r) => asked.push(r.url()));
  await page.keyboard.press('/');
  await page.keyboard.type('presc');
  const found = page.locator('#found a');
  await found.first().waitFor();
  same(await found.allTextContents().then((all) => all.includes('Person.prescriptions')), true, 'the field is found');
  await screenshot('docs-search');
  await found.getByText('Person.prescriptions', { exact: true }).click();
  same(new URL(page.url()).hash, '#Person.prescriptions', 'where that leads');
  const law = page.locator('[id="Person.prescriptions"] .law');
  await law.getByText('Requires consent level FULL').waitFor();
  await law.getByText('as a parent while the child is under 12').waitFor();
  same(asked, [], 'what was asked while searching');
  await accessible();
  await screenshot('docs-field');

  // Each place has an address of its own.
  const anchors = await page.locator('.anchor').evaluateAll((all) => all.map((a) => a.hash.slice(1)).filter((id) => !document.getElementById(id)));
  same(anchors, [], 'links that lead nowhere');

  // An example opens in GraphiQL and runs there.
  const viewer = page.locator('[id="Query.viewer"]');
  await viewer.getByText('Example', { exact: true }).click();
  await viewer.getByRole('link', { name: /Open in GraphiQL/ }).click();
  const run = await runnable(page);
  const [answer] = await Promise.all([
    page.waitForResponse((r) => r.url().endsWith('/graphql') && (r.request().postData() ?? '').includes('query Viewer ') && !(r.request().postData() ?? '').includes('"explain":true')),
    run.click(),
  ]);
  const { data, errors } = await answer.json();
  same([data.viewer.person.name.full, errors], ['Line Testesen', undefined], 'what the example is answered');
  await screenshot('docs-example');
});

for (const [path, name] of [['/docs/partners', 'docs-partners'], ['/docs/analysts', 'docs-analysts'], ['/docs?client=partner', 'docs-as-partner']]) {
  await visit(path, {}, async ({ accessible, screenshot }) => {
    await accessible();
    await screenshot(name);
  });
}

await visit('/docs#Person.prescriptions', { width: 390, height: 844, colorScheme: 'dark' }, async ({ page, accessible, screenshot }) => {
  await page.locator('[id="Person.prescriptions"] .law').waitFor();
  same(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, 'nothing is cut off to the right');
  await accessible();
  await screenshot('docs-390');
});

// All examples are answered, but where an id is wanted that only GraphiQL puts in.
const token = await (await fetch(demo.gateway + '/demo/token?persona=line', { method: 'POST' })).json();
await visit('/docs', {}, async ({ page }) => {
  const links = await page.locator('.root .go').evaluateAll((all) => all.map((a) => a.hash.slice(1)));
  for (const link of links) {
    const given = new URLSearchParams(link);
    if (given.get('variables')?.includes('@')) continue;
    const answer = await fetch(demo.graphql, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token.access_token}` },
      body: JSON.stringify({ query: given.get('query'), variables: JSON.parse(given.get('variables') ?? '{}') }),
    });
    same((await answer.json()).errors, undefined, given.get('query'));
  }
});
