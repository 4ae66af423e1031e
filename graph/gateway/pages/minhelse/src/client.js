import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client';
import { GraphQL17Alpha9Handler } from '@apollo/client/incremental';
import { SetContextLink } from '@apollo/client/link/context';

// A list grows by its pages: the page after a cursor goes behind what is there,
// and a page without one begins the list anew.
const pages = (...keyArgs) => ({
  keyArgs,
  merge(before, page, { args }) {
    if (!args?.after || !before) return page;
    if (!page) return before;
    return { ...page, nodes: [...before.nodes, ...page.nodes] };
  },
});

// Objects with an id are kept by it: it is opaque and the same for this client
// every time. What has none lies in its person, and is completed in place.
const typePolicies = {
  Person: {
    fields: {
      prescriptions: pages('view'),
      appointments: pages('view'),
      referrals: pages(),
      conversations: pages(),
      tasks: pages('view'),
      usageLog: pages(),
      hospitalJournal: { merge: true },
    },
  },
  HospitalJournal: { fields: { documents: pages(), accessLog: pages() } },
  ExemptionCard: { fields: { coPayments: pages() } },
  PersonGeneralPractitioner: { fields: { history: pages() } },
  ClientApplication: { keyFields: false },
};

// makeClient is a client for one session, with a cache of its own. It asks for
// parts in the newer form (incrementalSpec=v0.2), and for sentences in the
// language of the page.
export function makeClient(session, language) {
  const headers = new SetContextLink(async () => ({
    headers: { authorization: await session.authorization(), 'accept-language': language() },
  }));
  return new ApolloClient({
    link: ApolloLink.from([headers, new HttpLink({ uri: '/graphql', credentials: 'omit' })]),
    cache: new InMemoryCache({ typePolicies }),
    incrementalHandler: new GraphQL17Alpha9Handler(),
    defaultOptions: {
      watchQuery: { errorPolicy: 'all' },
      query: { errorPolicy: 'all', fetchPolicy: 'network-only' },
    },
    devtools: { enabled: false },
  });
}
