// Asks a server, by the audits of GraphQL over HTTP, whether it does as it must,
// should and may. Prints one line for each: level, status, id, name, reason.
import { serverAudits } from 'graphql-http';

const { GRAPHQL_URL: url, GRAPHQL_TOKEN: token } = process.env;
const fetchFn = (to, init = {}) =>
  fetch(to, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } });

for (const audit of serverAudits({ url, fetchFn })) {
  const { status, id, name, reason = '' } = await audit.fn();
  console.log([name.split(' ')[0], status, id, name, reason].join('\t'));
}
