// The queries GraphiQL opens with, each ready to run.

import myHealth from './tabs/1-my-health.graphql?raw';
import family from './tabs/2-family.graphql?raw';
import whyDenied from './tabs/3-why-denied.graphql?raw';
import batch from './tabs/4-batch.graphql?raw';
import defer from './tabs/5-defer.graphql?raw';
import gpSearch from './tabs/6-gp-search.graphql?raw';
import entities from './tabs/7-entities.graphql?raw';
import usageLog from './tabs/8-usage-log.graphql?raw';

// @subject, @me and @represented are put in when the query is run: see ask.js.
export const tabs = [
  [myHealth, { id: '@subject' }],
  [family, {}],
  [whyDenied, { id: '@subject' }],
  [batch, { ids: '@represented' }],
  [defer, { id: '@subject' }],
  [gpSearch, { municipality: '0301' }],
  [entities, { representations: [{ __typename: 'Person', id: '@subject' }] }],
  [usageLog, { id: '@me' }],
].map(([query, variables]) => ({ query: query.trimEnd(), variables: Object.keys(variables).length ? JSON.stringify(variables, null, 2) : '', headers: null }));

// opened are the tabs with a query of an address first: #query=…&variables=…
// after the number sign, which no server is told of.
export function opened(hash = location.hash) {
  const given = new URLSearchParams(hash.slice(1));
  const query = given.get('query');
  return query ? [{ query, variables: given.get('variables') ?? '', headers: null }, ...tabs] : tabs;
}
