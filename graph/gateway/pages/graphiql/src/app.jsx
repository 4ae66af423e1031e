import '@graphiql/react/setup-workers/vite';
import { GraphiQL, GraphiQLInterface, HISTORY_PLUGIN } from 'graphiql';
import { GraphiQLProvider, useGraphiQLActions } from '@graphiql/react';
import { HistoryStore } from '@graphiql/plugin-history';
import { DOC_EXPLORER_PLUGIN, DocExplorerStore } from '@graphiql/plugin-doc-explorer';
import { useMemo } from 'react';
import 'graphiql/style.css';
import './style.css';
import { answerOf, newFetcher } from './ask.js';
import { Fit } from './fit.jsx';
import { Mend } from './mend.jsx';
import { Badge, Icon } from './parts.jsx';
import { access } from './plugins/access.jsx';
import { faults } from './plugins/faults.jsx';
import { entrance, hue, personas } from './plugins/personas.jsx';
import { registers } from './plugins/registers.jsx';
import { sources } from './plugins/sources.jsx';
import { about, useSession } from './session.js';
import { storageFor } from './storage.js';
import { opened } from './tabs.js';
import { ms, plural, relationWords } from './words.js';

export { start } from './session.js';

export function App() {
  const { settings, persona, client, token } = useSession();
  const { demo } = settings;
  // Whoever asks sees their client's part of the schema.
  const fetcher = useMemo(newFetcher, demo ? [client] : [token]);
  const plugins = useMemo(() => [DOC_EXPLORER_PLUGIN, demo ? personas : entrance, access, sources, registers, ...(demo ? [faults, HISTORY_PLUGIN] : [])], [demo]);
  const tabs = useMemo(() => opened(), []);
  const storage = useMemo(() => storageFor(demo, tabs), [demo]);
  const known = demo ? Boolean(persona) : Boolean(token);
  return (
    <GraphiQLProvider
      fetcher={fetcher}
      schema={known ? undefined : null}
      plugins={plugins}
      referencePlugin={DOC_EXPLORER_PLUGIN}
      visiblePlugin={demo ? personas : entrance}
      defaultTabs={tabs}
      defaultEditorToolsVisibility="variables"
      storage={storage}
      shouldPersistHeaders={false}
    >
      <HistoryStore maxHistoryLength={demo ? 20 : 0}>
        <DocExplorerStore>
          <Top />
          <Mend />
          <Fit />
          <main className="hg-main-area">
            <GraphiQLInterface isHeadersEditorEnabled={false} showPersistHeadersSettings={false} defaultEditorToolsVisibility="variables">
              <GraphiQL.Logo><span /></GraphiQL.Logo>
              <GraphiQL.Footer><Outcome /></GraphiQL.Footer>
            </GraphiQLInterface>
          </main>
        </DocExplorerStore>
      </HistoryStore>
    </GraphiQLProvider>
  );
}

// Top is the bar over it all: where this is, and who asks for whom.
function Top() {
  const s = useSession();
  const { setVisiblePlugin } = useGraphiQLActions();
  const subject = about(s);
  const me = s.viewer?.person;
  return (
    <header className="hg-top">
      <h1>
        <svg viewBox="0 0 32 32" aria-hidden="true"><path d="M9 22 16 8l7 14" /><circle cx="16" cy="8" r="5" /><circle cx="8" cy="23" r="5" /><circle cx="24" cy="23" r="5" /></svg>
        Helsegraf
      </h1>
      {s.settings.demo && <span className="hg-mode">Demo: fictitious people, nothing is stored</span>}
      <nav aria-label="More">
        {s.settings.demo && <a href="app/">Min helse</a>}
        {s.settings.status && <a href="status">Status</a>}
        {s.settings.docs && <a href="docs">Docs</a>}
      </nav>
      <button type="button" className="hg-who" onClick={() => setVisiblePlugin(s.settings.demo ? personas : entrance)}>
        <span className="hg-face" aria-hidden="true" style={{ '--hue': hue(s.persona ?? '') }}>{me?.name?.full?.charAt(0) ?? '?'}</span>
        {me ? <>{me.name?.full}{subject?.relation && <> <em>for</em> {subject.name?.full} <small>({relationWords(subject.relation)})</small></>}</> : 'Not logged in'}
      </button>
    </header>
  );
}

// Outcome is a line under the answer that tells what came of it, and where to
// see more.
function Outcome() {
  const { last } = useSession();
  const { setVisiblePlugin } = useGraphiQLActions();
  if (!last) return <p className="hg-outcome-line">Run the query with Ctrl+Enter.</p>;
  const { errors, sources: asked } = answerOf(last);
  const closed = errors.filter((e) => e.extensions?.service);
  const failed = errors.filter((e) => e.extensions?.register);
  const others = errors.length - closed.length - failed.length;
  return (
    <div className="hg-outcome-line" role="status">
      <Badge tone={last.status === 200 && errors.length === 0 ? 'good' : closed.length || failed.length ? 'warn' : 'bad'}>{last.status}</Badge>
      <span>{last.streaming ? 'receiving more' : ms(last.ms)}</span>
      {closed.length > 0 && <button type="button" className="hg-link" onClick={() => setVisiblePlugin(access)}><Icon of="lock" /> {plural(closed.length, 'field')} closed: why?</button>}
      {failed.length > 0 && <button type="button" className="hg-link" onClick={() => setVisiblePlugin(sources)}><Icon of="plug" /> {plural(failed.length, 'field')} could not be fetched</button>}
      {others > 0 && <span>{plural(others, 'other error')}</span>}
      {asked.length > 0 && <button type="button" className="hg-link" onClick={() => setVisiblePlugin(sources)}><Icon of="waterfall" /> {plural(asked.reduce((n, e) => n + e.calls, 0), 'call')}</button>}
    </div>
  );
}
