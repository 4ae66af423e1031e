// Min helse, as somebody uses it who never saw GraphQL.
import { same, visit } from './lib/visit.mjs';

const { registers } = JSON.parse(process.env.HELSEGRAF_DEMO);

const nb = { locale: 'nb-NO' };
const phone = { width: 390, height: 844 };

const ids = (page, state) => page.locator(`.section[data-state="${state}"]`).evaluateAll((all) => all.map(({ id }) => id));
const focused = (page) => page.evaluate(() => document.activeElement.textContent);

// fault has a register fail, or ends that.
async function fault(register, f) {
  const [name, region] = register.split('/');
  const at = [registers[name], region, '_control/fault'].filter(Boolean).join('/');
  const response = await fetch(at, f ? { method: 'POST', body: JSON.stringify({ operation: '*', ...f }) } : { method: 'DELETE' });
  if (!response.ok) throw new Error(`a fault in ${register}: ${response.status}`);
}

async function logIn(page, persona) {
  await page.locator(`[data-persona="${persona}"]`).click();
  await settled(page);
}

// settled is when every part has come to something.
const settled = (page) => page.waitForFunction(() => document.querySelector('.section') && !document.querySelector('.section[aria-busy="true"]'));

// tabTo presses Tab until the focus is on what has that text.
async function tabTo(page, text) {
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('Tab');
    if ((await focused(page)).includes(text)) return;
  }
  throw new Error(`the keyboard does not reach ${text}`);
}

async function choose(page, name) {
  await page.locator('.band button').click();
  await page.getByRole('dialog').getByRole('button', { name }).click();
  await settled(page);
}

// What is closed says why and what opens it, before and beside what is open.
await visit('/app/', nb, async ({ page, accessible, screenshot }) => {
  await page.locator('[data-persona="bodil"]').waitFor();
  await accessible();
  await screenshot('app-login');
  await logIn(page, 'bodil');
  same(await ids(page, 'closed'), ['inbox', 'tasks', 'medicines', 'appointments', 'referrals', 'contacts', 'critical', 'journal'], "what is closed to bodil");
  same(await ids(page, 'missing'), [], 'what is missing for bodil');
  for (const [id, level] of [['medicines', 'Full tilgang'], ['critical', 'Full tilgang'], ['journal', 'Basis pluss']]) {
    const told = await page.locator(`#${id} dd`).allTextContents();
    same(told[0], 'Samtykket omfatter ikke denne tjenesten.', `why ${id} is closed`);
    if (!told[1].includes(`«${level}»`)) throw new Error(`what opens ${id}: ${told[1]}`);
    // E3: there the consent can be given, and nowhere on this page.
    same(await page.locator(`#${id} dd a`).getAttribute('href'), 'https://www.helsenorge.no/personverninnstillinger/', `where ${id} is opened`);
  }
  await accessible();
  await screenshot('app-bodil', { fullPage: true });
  await page.locator('#medicines').scrollIntoViewIfNeeded();
  await screenshot('app-bodil-closed');

  await page.getByLabel('Språk').selectOption('en');
  await settled(page);
  same(await page.locator('html').getAttribute('lang'), 'en', 'language');
  same((await page.locator('#medicines dd').allTextContents())[0], 'The consent level is too low for this service.', 'why, in English');
  await accessible();
});

// By the keyboard alone: log in, choose a child, and see what a parent sees.
await visit('/app/', nb, async ({ page, accessible, screenshot }) => {
  await page.locator('[data-persona="line"]').waitFor();
  await tabTo(page, 'Line Testesen');
  await page.keyboard.press('Enter');
  await settled(page);
  same(await focused(page), 'Line Testesen', 'where the keyboard is after logging in');
  same(await ids(page, 'ready'), ['gp', 'inbox', 'tasks', 'medicines', 'appointments', 'referrals', 'contacts', 'critical', 'journal', 'card', 'looks', 'sharing', 'access'], 'what line sees of herself');
  const medicine = await page.locator('#medicines h3').first().textContent();
  for (const id of ['inbox', 'tasks', 'appointments', 'referrals', 'contacts']) {
    if (await page.locator(`#${id} li`).count() < 2) throw new Error(`line has few ${id}`);
  }
  await screenshot('app-line');
  await screenshot('app-line-whole', { fullPage: true });

  await tabTo(page, 'Bytt person');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await accessible();
  await screenshot('app-picker');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  same(await focused(page), 'Bytt person', 'where the keyboard is after Escape');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Dan Testesen' }).waitFor();
  await tabTo(page, 'Dan Testesen');
  await page.keyboard.press('Enter');
  await settled(page);
  same(await focused(page), 'Dan Testesen', 'where the keyboard is after the change');
  same(await ids(page, 'closed'), ['card'], 'what is closed to a parent of a child of nine');
  same(await page.locator('#access h3').allTextContents(), ['Tilgang · 14', 'Ikke tilgang · 7'], 'services of a child of nine');
  if ((await page.locator('body').textContent()).includes(medicine)) throw new Error("line's medicine is still on the screen");
  // E4: no age would open it, and no advice would.
  same(await page.locator('#card dd').allTextContents(), ['Tjenesten kan ikke brukes på vegne av barn.'], "why a child's exemption card is closed");
  await accessible();
  await screenshot('app-dan', { fullPage: true });

  // E4: nothing opens anything for the dead, nor does the page say so; in nynorsk
  // as in bokmål. A child is told when.
  await page.getByRole('button', { name: 'Logg ut' }).click();
  await logIn(page, 'david');
  same(await page.locator('#alike dd').allTextContents(), ['Du kan ikke bruke denne tjenesten.'], 'what david is told');
  await page.getByLabel('Språk').selectOption('nn');
  await page.locator('#alike dd').getByText('Du kan ikkje bruke denne tenesta.').waitFor();
  same([await page.locator('html').getAttribute('lang'), await page.title()], ['nn', 'Mi helse'], 'the page in nynorsk');
  await accessible();
  await page.getByRole('button', { name: 'Logg ut' }).click();
  await logIn(page, 'dan');
  same(await page.locator('#alike dd').allTextContents(), ['Du kan ikkje bruke denne tenesta.', 'Du får tilgang 20. juli 2033.'], 'what a child is told');
});

// A register that is silent: what is missing, since when, and again.
await visit('/app/', nb, async ({ page, accessible, screenshot }) => {
  await page.locator('[data-persona="line"]').waitFor();
  await fault('kjernejournal', { status: 503 });
  try {
    await logIn(page, 'line');
    same(await ids(page, 'missing'), ['critical'], 'what is missing without kjernejournal');
    const critical = page.locator('#critical');
    await critical.getByText('Vi får ikke svar fra kjernejournal').waitFor();
    await critical.getByText('Det kan finnes opplysninger her, men det vet vi ikke før vi får svar.').waitFor();
    await critical.getByText(/Feilen oppsto/).waitFor();
    await accessible();
    await critical.scrollIntoViewIfNeeded();
    await screenshot('app-missing');
    await critical.getByRole('button', { name: 'Prøv igjen' }).click();
    await page.getByRole('status').getByText('Vi får fortsatt ikke svar fra kjernejournal.').waitFor({ state: 'attached' });
    same(await ids(page, 'missing'), ['critical'], 'what is missing while it is down');
  } finally {
    await fault('kjernejournal');
  }
  await page.locator('#critical').getByRole('button', { name: 'Prøv igjen' }).click();
  await page.locator('#critical[data-state="ready"]').waitFor();
  same(await ids(page, 'missing'), [], 'what is missing when it is up again');
  same(await focused(page), 'Kritisk informasjon', 'where the keyboard is when it came');
});

// One hospital region that is silent, and a register that has nothing to tell:
// the one may have something, the other has not.
await visit('/app/', nb, async ({ page, accessible, screenshot }) => {
  await page.locator('[data-persona="viktor"]').waitFor();
  await fault('pasientjournal/VEST', { status: 503 });
  await logIn(page, 'viktor');
  same(await ids(page, 'missing'), [], 'what is missing without Helse Vest');
  const journal = page.locator('#journal');
  await journal.getByText('Noe mangler fordi vi ikke får svar fra Helse Vest.').waitFor();
  same(await journal.locator('[data-region="VEST"] p').textContent(), 'Vi får ikke svar herfra. Det kan finnes dokumenter.', 'a silent region');
  await journal.locator('[data-status="OK"]').getByText('Ingen dokumenter her.').first().waitFor();
  await page.locator('#critical').getByText('Ingen kritisk informasjon er registrert i kjernejournal.').waitFor();
  await accessible();
  await journal.scrollIntoViewIfNeeded();
  await screenshot('app-region');
  await fault('pasientjournal/VEST');
  await journal.getByRole('button', { name: 'Prøv igjen' }).click();
  await journal.locator('[data-region="VEST"][data-status="OK"]').waitFor();
});

// What is on its way looks so, and the rest is there before it.
await visit('/app/', nb, async ({ page, accessible, screenshot }) => {
  await page.locator('[data-persona="line"]').waitFor();
  await fault('kjernejournal', { latencyMs: 1500 });
  await page.locator('[data-persona="line"]').click();
  await page.locator('#gp[aria-busy="false"]').waitFor();
  same(await page.locator('#critical').getAttribute('aria-busy'), 'true', 'what a slow register has');
  await screenshot('app-loading');
  await accessible();
  await settled(page);
  await fault('kjernejournal');
});

// A document opens in a tab of its own, which is closed with its person.
await visit('/app/', nb, async ({ page }) => {
  await page.locator('[data-persona="line"]').waitFor();
  await logIn(page, 'line');
  const opens = page.waitForEvent('popup');
  await page.locator('#journal').getByRole('button', { name: /^Åpne/ }).first().click();
  const tab = await opens;
  if (!tab.url().startsWith('blob:')) throw new Error(`a document at ${tab.url()}`);
  const summary = page.waitForEvent('popup');
  await page.getByRole('button', { name: 'Pasientoppsummering' }).click();
  same((await summary).url().startsWith('blob:'), true, 'the patient summary is in a tab of its own');
  same(await page.locator('.patient-summary .missing').count(), 0, 'the patient summary is made');
  const closes = tab.isClosed() ? null : tab.waitForEvent('close');
  await choose(page, 'Berit Prøvdal');
  await closes;
  same(await ids(page, 'ready'), ['medicines', 'appointments', 'access'], 'what berit gave line');
  // E2: berit can widen the power to cover her GP, and none covers her settings.
  same(await page.locator('#gp dd').allTextContents(),
    ['Fullmakten omfatter ikke denne tjenesten.', 'Berit Prøvdal kan utvide fullmakten slik at den også gjelder «Fastlegeinformasjon». Les om fullmakter på Helsenorge'], 'why the GP is closed, and what opens it');
  for (const id of ['looks', 'sharing']) same(await page.locator(`#${id} dd`).allTextContents(), ['Tjenesten kan ikke brukes med fullmakt.'], `why ${id} is closed, and that nothing opens it`);
});

// A conversation is opened and read, with what came with it; and so is a form.
await visit('/app/', nb, async ({ page, accessible, screenshot }) => {
  await page.locator('[data-persona="line"]').waitFor();
  await logIn(page, 'line');
  const inbox = page.locator('#inbox');
  same(await page.locator('a[href="#inbox"] .overview-state').textContent(), '2 uleste', 'how many messages are unread');
  same(await inbox.locator('.messages').count(), 0, 'messages before one is opened');
  await inbox.locator('summary', { hasText: 'Spørsmål om innkalling' }).click();
  await inbox.getByText('Ja, en lett frokost går fint.').waitFor();
  await inbox.getByText('Mottatt · Eksempel sykehus, ortopedisk poliklinikk').first().waitFor();
  const opens = page.waitForEvent('popup');
  await inbox.getByRole('button', { name: 'Åpne Slik finner du fram' }).click();
  same((await opens).url().startsWith('blob:'), true, 'an attachment is in a tab of its own');
  await inbox.locator('summary', { hasText: 'Bestille attest' }).click();
  await inbox.getByText('skrevet av Daniel Oppdiktbakk').waitFor();
  for (const at of await inbox.locator('summary', { hasText: 'Henvendelse' }).all()) await at.click();
  await inbox.getByText('Meldingen ble avvist: E-kontakt er ikke for spørsmål om helse.').waitFor();
  const letter = page.waitForEvent('popup');
  await page.locator('#tasks').getByRole('button', { name: 'Åpne Informasjon om operasjonen din' }).click();
  same((await letter).url().startsWith('blob:'), true, 'a letter is in a tab of its own');
  await page.locator('#tasks summary', { hasText: 'Skjema før operasjon' }).click();
  await page.locator('#tasks [data-question="1.1"]').getByText('168 cm').waitFor();
  await page.locator('#tasks [data-question="4"]').getByText('Ikke besvart').waitFor();
  await accessible();
  await inbox.scrollIntoViewIfNeeded();
  await screenshot('app-inbox', { fullPage: true });

  // What is opened while its register is silent says so, and is read again.
  await fault('dialog', { status: 503 });
  try {
    await inbox.locator('summary', { hasText: 'Migrene' }).click();
    await inbox.getByText('Vi får ikke svar fra tjenesten for digital dialog').waitFor();
    await accessible();
  } finally {
    await fault('dialog');
  }
  await inbox.getByRole('button', { name: 'Prøv igjen' }).click();
  await inbox.getByText('Behold dosen foreløpig').waitFor();
});

// On a phone, in the dark, in English; and among fifty wards.
await visit('/app/', { ...phone, locale: 'en-GB', colorScheme: 'dark' }, async ({ page, accessible, screenshot }) => {
  await page.locator('[data-persona="gunnar"]').waitFor();
  await accessible();
  await screenshot('app-phone-login');
  await logIn(page, 'gunnar');
  await page.getByRole('button', { name: 'Change person' }).click();
  await page.getByLabel('Search by name').fill('viktor');
  await accessible();
  await screenshot('app-phone-picker');
  await page.getByRole('dialog').getByRole('button', { name: 'Viktor Kunsthaug' }).click();
  await settled(page);
  same(await ids(page, 'closed'), ['sharing'], 'what is closed to a guardian');
  await accessible();
  await screenshot('app-phone-viktor', { fullPage: true });
});

for (const colorScheme of ['light', 'dark']) {
  for (const size of [{}, phone]) {
    await visit('/app/', { ...nb, ...size, colorScheme }, async ({ page, accessible, screenshot }) => {
      await page.locator('[data-persona="bodil"]').waitFor();
      await logIn(page, 'bodil');
      await accessible();
      await screenshot(`app-${size.width ? 'phone' : 'wide'}-${colorScheme}`);
      await page.getByLabel('Språk').selectOption('en');
      await settled(page);
      await accessible();
    });
  }
}
