// How the page asks the gateway: with the session's token, and with the people
// of the session put into variables that name them.

import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { parse } from 'graphql';
import { change, credentials, session } from './session.js';

const whole = 'application/graphql-response+json, application/json;q=0.9';
const parts = `multipart/mixed;deferSpec=20220824, ${whole}`;

// ask asks one question of the page's own.
export async function ask(body) {
  const response = await send('graphql', { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }, whole);
  return response.json();
}

async function send(url, options, accept) {
  const headers = new Headers(options.headers);
  headers.set('Accept', accept);
  const { token, wallet } = await credentials();
  if (!token || headers.has('Authorization')) return fetch(url, { ...options, headers });
  headers.set('Authorization', `${wallet ? 'DPoP' : 'Bearer'} ${token}`);
  return (wallet?.fetch ?? fetch)(url, { ...options, headers }, token);
}

// people are the words that stand for people in variables.
const people = {
  '@me': ({ viewer }) => viewer?.person?.id,
  '@subject': ({ subject }) => subject,
  '@represented': ({ viewer }) => viewer?.represents?.map((r) => r.person?.id).filter(Boolean) ?? [],
};

// filled is a value with the people of the session in place of their words; a
// word that stands for nobody throws.
export function filled(value) {
  if (Array.isArray(value)) return value.map(filled);
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, filled(v)]));
  if (!Object.hasOwn(people, value)) return value;
  const is = people[value](session());
  if (is === undefined || is === null) throw new Error(`${value} is nobody: ${session().settings.demo ? 'choose who you are under Personas' : 'log in'}.`);
  return is;
}

// current leaves out the name of an operation that the document does not have:
// GraphiQL learns which there are a moment after the text has changed, and whoever
// is quick would be refused.
function current({ operationName, ...params }) {
  try {
    const has = parse(params.query).definitions.some((d) => d.name?.value === operationName);
    return has ? { operationName, ...params } : params;
  } catch {
    return params;
  }
}

// newFetcher is GraphiQL's way to ask. A new one has it read the schema anew,
// of which each client sees its own.
export function newFetcher() {
  let status = 0;
  const fetcher = createGraphiQLFetcher({
    url: 'graphql',
    fetch: async (url, options) => {
      const response = await send(url, options, parts);
      status = response.status;
      return response;
    },
  });
  return async function* (params, options) {
    if (params.operationName === 'IntrospectionQuery') {
      yield* each(await fetcher(params, options));
      return;
    }
    const start = performance.now();
    const note = (results, streaming) => change({ last: { results, streaming, status, ms: Math.round(performance.now() - start) } });
    const results = [];
    try {
      const variables = filled(params.variables);
      for await (const part of each(await fetcher({ ...current(params), variables }, options))) {
        results.push(...[part].flat());
        note(results, results.at(-1)?.hasNext === true);
        yield part;
      }
    } catch (error) {
      note([{ errors: [{ message: error.message }] }], false);
      throw error;
    }
  };
}

// each gives the parts of an answer, which may be one.
async function* each(answer) {
  if (answer?.[Symbol.asyncIterator]) yield* answer;
  else yield answer;
}

// answerOf is what the parts of the last answer come to, but for their data.
export function answerOf(last) {
  const all = (last?.results ?? []).flatMap((r) => [r, ...(r.incremental ?? [])]);
  return {
    errors: all.flatMap((r) => r.errors ?? []),
    sources: all.findLast((r) => r.extensions?.sources)?.extensions.sources ?? [],
  };
}

// explain asks what would become of a query. It is not executed.
export async function explain(query, variables, operationName) {
  const { errors, extensions } = await ask({ ...current({ query, operationName }), variables: filled(variables), extensions: { explain: true } });
  if (!extensions?.explain) throw new Error(errors?.[0]?.message ?? 'The gateway returned no explanation.');
  return extensions.explain;
}
