// Where GraphiQL keeps what is written. In a demonstration, where nobody is
// real, that stays until the browser's tab is closed; in production it is
// forgotten with the page, since a query may name people.

export function storageFor(demo, tabs) {
  const storage = demo ? sessionStorage : inMemory();
  if (storage.getItem('graphiql:tabState')) return storage;
  for (const [key, value] of Object.entries({
    variables: tabs[0].variables, // GraphiQL takes only the query of the first tab
    docExplorerFlex: '0.44', // how wide the panels are, to the rest,
    editorFlex: '1.05', // the query to the answer,
    secondaryEditorFlex: '5', // and how high the query to its variables
  })) {
    storage.setItem(`graphiql:${key}`, value);
  }
  return storage;
}

function inMemory() {
  const kept = new Map();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
    clear: () => kept.clear(),
    get length() {
      return kept.size;
    },
  };
}
