// GraphiQL as somebody meets it: each panel, and what it must show.

import { post, runnable, same, visit } from './lib/visit.mjs';

await visit('/', {}, async ({ page, accessible, screenshot }) => {
  const run = await runnable(page);
  const outcome = page.locator('.hg-outcome-line');
  const panel = (name) => page.getByRole('button', { name: `Show ${name}` }).click();
  const be = (name) => page.locator('.hg-people').getByText(name, { exact: true }).click();
  const tab = (name) => page.getByRole('button', { name, exact: true }).click();
  const asked = () => page.waitForResponse((r) => r.url().endsWith('/graphql') && (r.request().postData() ?? '').includes('query MyHealth') && !(r.request().postData() ?? '').includes('"explain":true'));
  const answers = async (does) => {
    const [response] = await Promise.all([asked(), does()]);
    return response.json();
  };

  // Line, logged in from the start, asks the main query: everything is open.
  const line = await answers(() => run.click());
  same([line.data.person.name.full, line.errors], ['Line Testesen', undefined], 'what line is answered');
  await outcome.getByText(/\d+ calls/).waitFor();
  await page.getByText('21 of 21 services open').waitFor();
  await accessible();
  await screenshot('graphiql-personas');

  // Bodil, who has consented to little, sees three fields closed, and why.
  const bodil = await answers(() => be('Bodil Eksempelvik'));
  const closed = ['prescriptions', 'summaryCareRecord', 'hospitalJournal'];
  same(bodil.errors.map((e) => [e.path.at(-1), e.extensions.code, e.extensions.remedy.action, e.extensions.remedy.level]),
    [['hospitalJournal', 'CONSENT_TOO_LOW', 'GIVE_CONSENT', 'BASIS_PLUS'], ['prescriptions', 'CONSENT_TOO_LOW', 'GIVE_CONSENT', 'FULL'], ['summaryCareRecord', 'CONSENT_TOO_LOW', 'GIVE_CONSENT', 'FULL']], 'what is closed to bodil');
  same(closed.map((f) => bodil.data.person[f]), [null, null, null], 'the closed fields of bodil');
  await outcome.getByRole('button', { name: '3 fields closed: why?' }).click();
  await page.getByText('2 fields open').waitFor();
  same(await page.locator('.hg-isclosed h3 code').allTextContents(), closed, 'the fields that the panel shows closed');
  same(await page.locator('.hg-isclosed > p').allTextContents(), closed.map(() => 'The consent level is too low for this service.'), 'the reasons');
  same(await page.locator('.hg-isclosed dd').allTextContents().then((all) => all.map((t) => t.replace('What else would that open?', ''))),
    ['full consent', 'full consent', 'level Basis plus'].flatMap((level) => ['CONSENT_TOO_LOW', "the subject's consent opens the service", `Give ${level}`]), 'rules and remedies');
  await page.getByRole('button', { name: 'What else would that open?' }).first().click();
  await page.getByText('With full consent 21 services would be open').waitFor();
  await accessible();
  await screenshot('graphiql-access');

  // Line on behalf of dan, her child of 9, has fewer services.
  await panel('Personas');
  await answers(() => be('Line Testesen'));
  const dan = await answers(() => page.getByLabel('On behalf of').selectOption({ label: 'Dan Testesen, 9, as parent' }));
  same([dan.data.person.name.full, dan.errors.map((e) => [e.path.at(-1), e.extensions.code])], ['Dan Testesen', [['exemptionCard', 'CHILD_AGE_LIMIT']]], 'what line is answered of dan');
  await page.getByText('14 of 21 services open on behalf of Dan Testesen').click();
  await page.getByText("This service cannot be used on behalf of children.").first().waitFor();
  same(await page.locator('.hg-services .hg-calm').allTextContents(),
    ['Exemption card', 'Health registers', 'Research', 'GP dialogue', 'Document archive', 'Donor card', 'Tools'], 'the services closed to a parent');
  await accessible();
  await screenshot('graphiql-on-behalf');
  await page.getByLabel('On behalf of').selectOption({ index: 0 });

  // Kjernejournal is switched off: its field is null, and the rest stands.
  await panel('Faults');
  const partial = await answers(() => page.getByLabel('Kjernejournal').selectOption({ label: 'is down: 503' }));
  same(partial.errors.map((e) => [e.path.at(-1), e.extensions.code, e.extensions.register]), [['summaryCareRecord', 'SOURCE_UNAVAILABLE', 'KJERNEJOURNAL']], 'what is missing without kjernejournal');
  same([partial.data.person.summaryCareRecord, partial.data.person.prescriptions.totalCount, partial.data.person.hospitalJournal.regions.map((r) => r.status)],
    [null, line.data.person.prescriptions.totalCount, ['OK', 'OK', 'OK', 'OK']], 'what stands without kjernejournal');
  await page.locator('.hg-outcome').getByText('1 field could not be fetched').waitFor();
  await accessible();
  await screenshot('graphiql-faults');

  // Asked often enough, its breaker opens, and it is left alone.
  await page.getByRole('button', { name: 'Send 24 requests' }).click();
  await page.locator('.hg-faults').getByText('breaker open').waitFor();
  await page.locator('.hg-outcome').getByText('SOURCE_CIRCUIT_OPEN').waitFor();
  await panel('Sources');
  await page.getByText('Circuit breaker open: Kjernejournal').waitFor();
  await page.getByRole('img', { name: 'When each register was called' }).waitFor();
  await accessible();
  await screenshot('graphiql-sources');
  await panel('Registers');
  await page.getByText(/breaker (half )?open/).waitFor();
  await accessible();
  await screenshot('graphiql-registers');
  await panel('Faults');
  await page.getByRole('button', { name: 'Clear all' }).click();
  await page.waitForFunction(() => document.querySelector('#hg-kjernejournal').value === '');
  same((await (await post('/demo/faults', undefined, 'GET')).json()).map(({ fault }) => fault).filter(Boolean), [], 'the faults after mending');

  // Each tab runs. Of gunnar's fifty wards some have consented to nothing.
  await panel('Personas');
  await answers(() => be('Gunnar Fiksjonsen'));
  await run.waitFor();
  for (const [name, shows] of Object.entries({
    Family: 'GUARDIAN', WhyDenied: 'previewConsent', BatchOf50: 'Vernheim50', Deferred: 'hospitalJournal', FindGP: 'patientList', Entities: '_entities', UsageLog: 'usageLog',
  })) {
    await tab(name);
    const [response] = await Promise.all([
      page.waitForResponse((r) => r.url().endsWith('/graphql') && (r.request().postData() ?? '').includes(`query ${name}`)), run.click(),
    ]);
    await outcome.getByText('200').waitFor();
    await outcome.getByText('receiving more').waitFor({ state: 'hidden' });
    // What came in parts is not to be had from the browser but as it is shown.
    const body = name === 'Deferred' ? await page.locator('.graphiql-response .view-lines').textContent() : await response.text();
    const wrong = /"code":"(?!NOT_AVAILABLE_ON_BEHALF)\w+/.exec(body)?.[0] ?? '';
    same([response.status(), body.includes(shows), wrong], [200, true, ''], `what ${name} is answered`);
  }

  // The schema can be read.
  await panel('Documentation Explorer');
  await page.getByText('All Schema Types').waitFor();
  await accessible();
  await screenshot('graphiql-schema');
});

// B16: by an application with few scopes, no tab asks for what they do not open,
// whatever else it asks.
await visit('/', {}, async ({ page }) => {
  const run = await runnable(page);
  const query = page.locator('.graphiql-query-editor .view-lines');
  await query.getByText('prescriptions').waitFor();
  await page.getByLabel('Application', { exact: true }).selectOption('partner');
  await query.getByText('prescriptions').waitFor({ state: 'detached' });
  for (const name of ['MyHealth', 'Family', 'WhyDenied', 'BatchOf50', 'Deferred', 'FindGP', 'Entities', 'UsageLog']) {
    await page.getByRole('button', { name, exact: true }).click();
    const asked = name === 'UsageLog' ? 'Scopes' : name;
    await query.getByText(`query ${asked}`).waitFor();
    await query.getByText(/hospitalJournal|prescriptions|consentLevel|usageLog/).first().waitFor({ state: 'detached' });
    const [response] = await Promise.all([
      page.waitForResponse((r) => r.url().endsWith('/graphql') && (r.request().postData() ?? '').includes(`query ${asked}`)), run.click(),
    ]);
    const { errors = [] } = name === 'Deferred' ? {} : await response.json();
    same(errors.map((e) => e.extensions?.code).filter((code) => code !== 'PROXY_SCOPE_MISSING'), [], `what a partner is refused by ${name}`);
    await page.locator('.hg-outcome-line').getByText('200').waitFor();
  }
});

await visit('/', { colorScheme: 'dark' }, async ({ page, accessible, screenshot }) => {
  await (await runnable(page)).click();
  await page.locator('.hg-outcome-line').getByText(/\d+ calls/).waitFor();
  await accessible();
  await screenshot('graphiql-dark');
});
