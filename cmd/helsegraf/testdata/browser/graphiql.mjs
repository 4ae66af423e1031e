import { visit } from './lib/visit.mjs';

await visit('/', {}, async ({ page, accessible, screenshot }) => {
  await page.getByRole('button', { name: 'Run' }).click();
  await page.locator('#answer', { hasText: 'Line Testesen' }).waitFor();
  await accessible();
  await screenshot('graphiql');
});
