// What the panels are made of.

import { useEffect, useRef, useState } from 'react';
import { useGraphiQL } from '@graphiql/react';

// Icons are drawn on a grid of 24, by lines of the text's colour.
const paths = {
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-8 9c0-4 3.6-6.5 8-6.5s8 2.5 8 6.5',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  open: 'm5 12.5 4.5 4.5L19 7',
  waterfall: 'M4 5h8M8 10h10M6 15h5M12 20h8',
  pulse: 'M3 12h4l3-8 4 16 3-8h4',
  plug: 'M13 3 5 13.5h6L10 21l8-10.5h-6z',
};

export function Icon({ of, className }) {
  return (
    <svg className={className} viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      <path d={paths[of]} />
    </svg>
  );
}

export function Panel({ title, about, children, tools }) {
  return (
    <section className="hg" aria-labelledby="hg-title">
      <header>
        <h2 id="hg-title">{title}</h2>
        {tools}
      </header>
      {about && <p className="hg-about">{about}</p>}
      {children}
    </section>
  );
}

// Badge is a state in a word: tone is good, bad, warn or calm.
export function Badge({ tone = 'calm', children }) {
  return <span className={`hg-badge hg-${tone}`}>{children}</span>;
}

export function Empty({ children }) {
  return <p className="hg-empty">{children}</p>;
}

// useOpenQuery is the query in the editor, after it has been left alone for a
// moment: {query, variables, operationName}.
export function useOpenQuery() {
  const queryEditor = useGraphiQL((s) => s.queryEditor);
  const variableEditor = useGraphiQL((s) => s.variableEditor);
  const tab = useGraphiQL((s) => s.activeTabIndex);
  const read = () => ({ query: queryEditor?.getValue() ?? '', variables: variableEditor?.getValue() ?? '' });
  const [open, set] = useState(read);
  const operationName = useGraphiQL((s) => s.operationName);
  useEffect(() => {
    let timer;
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(() => set(read()), 300);
    };
    later();
    const watched = [queryEditor, variableEditor].map((editor) => editor?.onDidChangeModelContent(later));
    return () => {
      clearTimeout(timer);
      for (const w of watched) w?.dispose();
    };
  }, [queryEditor, variableEditor, tab]);
  return { ...open, operationName };
}

// usePolled is what read gives, anew each interval for as long as it is seen.
export function usePolled(read, interval) {
  const [value, set] = useState(null);
  const again = useRef(() => {});
  useEffect(() => {
    let gone = false;
    let timer;
    const round = async () => {
      clearTimeout(timer);
      const read_ = await read().catch(() => null);
      if (gone) return;
      set(read_);
      timer = setTimeout(round, interval);
    };
    again.current = round;
    round();
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, []);
  return [value, () => again.current()];
}
