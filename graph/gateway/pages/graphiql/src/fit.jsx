// The tabs as the asking application can use them: what its scopes do not open
// is left out of them, so that trying them refuses nothing in anybody's log.

import { useEffect } from 'react';
import { pick, useGraphiQL } from '@graphiql/react';
import { parse, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { tabs } from './tabs.js';

const nothing = '# The scopes of this application open nothing of this query. These are they:\nquery Scopes {\n  viewer {\n    client { name scopes }\n  }\n}';

// originals are the queries as they were written, by each text that was made of
// them. What somebody has changed is theirs.
const originals = new Map(tabs.map(({ query }) => [query, query]));

export function Fit() {
  const { schema, activeTabIndex, queryEditor } = useGraphiQL(pick('schema', 'activeTabIndex', 'queryEditor'));
  useEffect(() => {
    if (!schema || !queryEditor) return;
    function fit() {
      const shown = queryEditor.getValue();
      const original = originals.get(shown);
      if (!original) return;
      const text = fitting(original, schema);
      originals.set(text, original);
      if (text !== shown) queryEditor.setValue(text);
    }
    fit();
    // A tab that is opened again before GraphiQL has stored its query shows the old one.
    const watching = queryEditor.onDidChangeModelContent(() => setTimeout(fit));
    return () => watching.dispose();
  }, [schema, activeTabIndex, queryEditor]);
  return null;
}

// fitting is a query without the fields that a schema does not have, and without
// what is empty then.
export function fitting(query, schema) {
  const types = new TypeInfo(schema);
  const gone = [];
  visit(parse(query), visitWithTypeInfo(types, {
    Field: { enter: (field) => (types.getFieldDef() ? undefined : drop(field)), leave: emptied },
    InlineFragment: { leave: emptied },
    OperationDefinition: { leave: emptied },
  }));
  function drop(node) {
    gone.push(node);
    return false; // what is in it goes with it
  }
  function emptied(node) {
    if (node.selectionSet?.selections.every((one) => gone.includes(one))) gone.push(node);
  }
  if (gone.some(({ kind }) => kind === 'OperationDefinition')) return nothing;
  const holds = (outer, inner) => outer !== inner && outer.loc.start <= inner.loc.start && inner.loc.end <= outer.loc.end;
  const places = gone.filter((node) => !gone.some((other) => holds(other, node))).map(({ loc }) => loc);
  // From the last, so that the places of those before still hold.
  const text = places.sort((a, b) => b.start - a.start).reduce((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), query);
  return text.replace(/^[ \t]+\n/gm, '').replace(/[ \t]+$/gm, '').replace(/\n{2,}/g, '\n');
}
