// Min helse while something is wrong (E1): each register down in turn, the
// gateway out of reach, and a part of the page that cannot be drawn. The page is
// there, tells what is missing, and has the rest.
import { same, visit } from './lib/visit.mjs';

const { registers } = JSON.parse(process.env.HELSEGRAF_DEMO);
const nb = { locale: 'nb-NO' };
const all = ['gp', 'inbox', 'tasks', 'medicines', 'appointments', 'referrals', 'contacts', 'critical', 'journal', 'card', 'looks', 'sharing', 'access'];

// What is missing without a register, or in part (within), and by what name it is
// told of.
const faults = [
  { register: 'fastlegeregister', told: 'Fastlegeregisteret', missing: ['gp'] },
  { register: 'dialog', told: 'tjenesten for digital dialog', missing: ['inbox'] },
  { register: 'oppgaver', told: 'oppgavene', missing: ['tasks'] },
  { register: 'reseptformidler', told: 'Reseptformidleren', missing: ['medicines'] },
  { register: 'timeavtaler', told: 'timeavtalene', missing: ['appointments'] },
  { register: 'henvisninger', told: 'henvisningsregisteret', missing: ['referrals'] },
  { register: 'helsekontakter', told: 'helsekontaktene', missing: [], within: 'contacts' },
  { register: 'kjernejournal', told: 'kjernejournal', missing: ['critical'] },
  { register: 'pasientjournal', told: 'noen av helseregionene', missing: ['journal'] },
  { register: 'frikort', told: 'Frikortregisteret', missing: [], within: 'card' },
  { register: 'usagelog', told: 'loggen over bruk', missing: ['alike'] },
  { register: 'personvern', told: 'personverntjenesten', missing: ['alike'] },
  { register: 'folkeregister', told: 'Folkeregisteret', missing: ['alike'] },
  { register: 'folkeregister', operation: 'KRR', missing: [] }, // KRR, of which the page shows nothing
];

async function fault({ register, operation = '*' }, on) {
  for (const region of register === 'pasientjournal' ? ['NORD/', 'MIDT/', 'VEST/', 'SOR_OST/'] : ['']) {
    const at = `${registers[register]}/${region}_control/fault`;
    const response = await fetch(at, on ? { method: 'POST', body: JSON.stringify({ operation, status: 503 }) } : { method: 'DELETE' });
    if (!response.ok) throw new Error(`a fault in ${register}: ${response.status}`);
  }
}

const settled = (page) => page.waitForFunction(() => document.querySelector('.section') && !document.querySelector('.section[aria-busy="true"]'));
const ids = (page, state) => page.locator(`.section[data-state="${state}"]`).evaluateAll((found) => found.map(({ id }) => id));
const logIn = async (page) => {
  await page.locator('[data-persona="line"]').click();
  await settled(page);
};

await visit('/app/', nb, async ({ page, accessible, screenshot }) => {
  for (const f of faults) {
    const what = `without ${f.operation ?? f.register}`;
    await fault(f, true);
    try {
      await logIn(page);
      same(await ids(page, 'missing'), f.missing, `what is missing ${what}`);
      same(await page.locator('[data-broken]').count(), 0, `parts that could not be drawn ${what}`);
      if (f.told) await page.locator(`#${f.within ?? f.missing[0]} .missing-box`).getByText(new RegExp(`i (får ikke|ikke får) svar fra ${f.told}`)).waitFor();
      if (f.missing[0] !== 'alike') same(await ids(page, 'ready'), all.filter((id) => !f.missing.includes(id)), `what is there ${what}`);
      await accessible();
      if (f.missing[0] === 'alike' || f.register === 'pasientjournal') await screenshot(`app-without-${f.register}`, { fullPage: true });
      await page.getByRole('button', { name: 'Bytt person' }).click();
      const picker = page.getByRole('dialog');
      await picker.getByText(f.register === 'personvern' || f.register === 'folkeregister' && !f.operation ? 'Vi får ikke hentet hvem du kan representere akkurat nå.' : 'Dan Testesen').waitFor();
      await page.keyboard.press('Escape');
    } finally {
      await fault(f, false);
    }
    if (f.told) {
      // What comes from several registers tells of each.
      const again = page.locator('.missing-box').getByRole('button', { name: 'Prøv igjen' });
      for (let left = await again.count(); left > 0; left = await again.count()) {
        await again.first().click();
        await page.waitForFunction((n) => document.querySelectorAll('.missing-box').length < n, left);
      }
      await page.waitForFunction((n) => document.querySelectorAll('.section[data-state="ready"]').length === n && !document.querySelector('.missing-box'), all.length);
      same(await ids(page, 'ready'), all, `what is there after ${what}`);
      same(await page.locator('h1').textContent(), 'Line Testesen', `whose it is after ${what}`);
    }
    await page.getByRole('button', { name: 'Logg ut' }).click();
  }
});

// An answer that the page was not made for, and none at all.
await visit('/app/', { ...nb, expected: [/TypeError/, /The above error occurred/, /net::ERR_FAILED/] }, async ({ page, accessible, screenshot }) => {
  let change = (body) => body.replace(/("office":\{[^}]*"phone":)"\d+"/, (_, before) => `${before}5`);
  await page.route('**/graphql', async (route) => {
    if (!change) return route.abort();
    const response = await route.fetch();
    return route.fulfill({ response, body: change(await response.text()) });
  });
  await logIn(page);
  same(await ids(page, 'broken'), ['gp'], 'what cannot be drawn');
  same(await ids(page, 'ready'), all.slice(1), 'what can');
  await page.locator('#gp').getByText('Vi får ikke vist «Fastlege»').waitFor();
  await accessible();
  await screenshot('app-broken');
  await page.getByRole('button', { name: 'Logg ut' }).click();

  change = (body) => body.replace(/"represents":\[/, '"represents":5,"others":[');
  await page.locator('[data-persona="line"]').click();
  await page.getByRole('alert').getByText('Noe gikk galt på denne siden').waitFor();
  await accessible();
  change = (body) => body;
  await page.getByRole('button', { name: 'Prøv igjen' }).click();
  await settled(page);
  same(await ids(page, 'ready'), all, 'what is there when the page is drawn again');
  await page.getByRole('button', { name: 'Logg ut' }).click();

  change = null;
  await page.locator('[data-persona="line"]').click();
  await page.getByRole('alert').getByText('Vi får ikke svar fra tjenesten').waitFor();
  await accessible();
});
