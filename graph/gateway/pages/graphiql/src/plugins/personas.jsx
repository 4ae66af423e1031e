// Who asks, and for whom.

import { useState } from 'react';
import { useGraphiQLActions } from '@graphiql/react';
import { Badge, Empty, Icon, Panel } from '../parts.jsx';
import { about, actFor, choose, enter, logIn, logOut, useSession } from '../session.js';
import { plural, relationWords, words } from '../words.js';

export const personas = { title: 'Personas', icon: () => <Icon of="person" />, content: Personas };
export const entrance = { ...personas, title: 'Log in' }; // what it is in production

const clients = { web: 'Web: everything', app: 'App: everything', graphiql: 'GraphiQL: everything', analyst: 'Analyst: read only, with consent', partner: 'Partner portal: few scopes' };

function Personas() {
  const { settings } = useSession();
  return (
    <Panel title={settings.demo ? 'Personas' : 'Log in'} about={settings.demo ? 'Choose a persona to see how access differs. All are fictitious.' : undefined}>
      {settings.demo ? null : <LogIn />}
      <Viewer />
      {settings.demo && <People />}
    </Panel>
  );
}

// Viewer is who asks, and the choice of whom to act for.
function Viewer() {
  const s = useSession();
  const { run } = useGraphiQLActions();
  const subject = about(s);
  if (!subject) return s.trouble && (s.persona || s.token) ? <p className="hg-trouble" role="status">{s.trouble}</p> : null;
  const others = (s.viewer.represents ?? []).filter((r) => r.person);
  const act = (id) => {
    actFor(id);
    if (s.last) run();
  };
  return (
    <div className="hg-viewer">
      <label htmlFor="hg-subject">On behalf of</label>
      <select id="hg-subject" value={s.subject} onChange={(e) => act(e.target.value)}>
        <option value={s.viewer.person.id}>{s.viewer.person.name?.full}, myself</option>
        {others.map(({ person, relation }) => (
          <option key={person.id} value={person.id}>
            {person.name?.full}, {person.age}, {relationWords(relation)}
          </option>
        ))}
      </select>
      {s.settings.demo && (
        <>
          <label htmlFor="hg-client">Application</label>
          <select id="hg-client" value={s.client} onChange={(e) => choose(s.persona, e.target.value)}>
            {Object.entries(clients).map(([id, name]) => (
              <option key={id} value={id}>{name}</option>
            ))}
          </select>
        </>
      )}
      <Services subject={subject} />
    </div>
  );
}

// Services are what is open of somebody to the viewer.
function Services({ subject }) {
  const access = (subject.access ?? []).filter((a) => a.reason !== 'NOT_OFFERED');
  const closed = access.filter((a) => !a.open);
  const reasons = Map.groupBy(closed, (a) => a.message ?? a.reason);
  return (
    <details className="hg-services">
      <summary>
        <span>
          <strong>{access.length - closed.length}</strong> of {plural(access.length, 'service')} open
          {subject.relation ? ` on behalf of ${subject.name?.full}` : ''}
        </span>
        <span className="hg-meter" aria-hidden="true">
          <i style={{ width: `${(100 * (access.length - closed.length)) / (access.length || 1)}%` }} />
        </span>
      </summary>
      <ul className="hg-chips">
        {access.filter((a) => a.open).map((a) => <li key={a.service}><Badge tone="good">{words(a.service)}</Badge></li>)}
      </ul>
      {[...reasons].map(([reason, services]) => (
        <div key={reason}>
          <p>{reason}</p>
          <ul className="hg-chips">
            {services.map((a) => <li key={a.service}><Badge>{words(a.service)}</Badge></li>)}
          </ul>
        </div>
      ))}
    </details>
  );
}

// People are the personas, by what each shows.
function People() {
  const s = useSession();
  const { run } = useGraphiQLActions();
  const [sought, seek] = useState('');
  const shown = s.personas.filter((p) => `${p.key} ${p.name} ${p.about}`.toLowerCase().includes(sought.toLowerCase()));
  const be = async (key) => {
    const again = s.last !== null;
    await choose(key);
    if (again) run();
  };
  return (
    <>
      <input className="hg-search" type="search" aria-label="Find a persona" placeholder="Search: child, guardian, consent …" value={sought} onChange={(e) => seek(e.target.value)} />
      <fieldset className="hg-people">
        <legend>Persona</legend>
        {shown.map((p) => (
          <label key={p.key} className={p.key === s.persona ? 'hg-chosen' : ''}>
            <input type="radio" name="persona" value={p.key} checked={p.key === s.persona} onChange={() => be(p.key)} />
            <span className="hg-face" aria-hidden="true" style={{ '--hue': hue(p.key) }}>{p.name.charAt(0)}</span>
            <span>
              <strong>{p.name}</strong> <code>{p.key}</code>
              <small>{p.about}</small>
            </span>
          </label>
        ))}
        {shown.length === 0 && <Empty>No personas found.</Empty>}
      </fieldset>
    </>
  );
}

// LogIn is for production: by the issuer, or with a token that one has.
function LogIn() {
  const s = useSession();
  const [trouble, tell] = useState('');
  const [pasted, paste] = useState('');
  const [waiting, wait] = useState(null); // the attempt's AbortController
  const attempt = async (does) => {
    tell('');
    await does().catch((error) => tell(error.message));
    wait(null);
  };
  const begin = () => {
    const abort = new AbortController();
    wait(abort);
    attempt(() => logIn(abort.signal));
  };
  if (s.token) {
    return (
      <p className="hg-row">
        <span>Logged in{s.viewer ? ` as ${s.viewer.person.name?.full ?? 'unknown'} in ${s.viewer.client.name}` : ''}.</span>
        <button type="button" className="hg-button" onClick={logOut}>Log out</button>
      </p>
    );
  }
  const host = s.settings.login && new URL(s.settings.login.issuer).host;
  return (
    <>
      {s.ended && (
        <p className="hg-row" role="status">
          <span>Your session has expired. Log in again to continue.</span>
          <button type="button" className="hg-button" onClick={logOut}>Clear the page</button>
        </p>
      )}
      {waiting ? (
        <p className="hg-row" role="status">
          <span>Continue in the login window.</span>
          <button type="button" className="hg-button" onClick={() => waiting.abort()}>Cancel</button>
        </p>
      ) : (
        host && <button type="button" className="hg-button hg-main" onClick={begin}>Log in with {host}</button>
      )}
      <p role="alert" className="hg-trouble">{trouble}</p>
      <form className="hg-paste" onSubmit={(e) => { e.preventDefault(); attempt(() => enter({ token: pasted.trim() })); paste(''); }}>
        <label htmlFor="hg-token">{host ? 'Or use an access token' : 'Access token'}</label>
        <input id="hg-token" type="password" autoComplete="off" spellCheck="false" value={pasted} onChange={(e) => paste(e.target.value)} />
        <button type="submit" className="hg-button" disabled={!pasted.trim()}>Use token</button>
      </form>
      <p className="hg-about">Kept in memory only, until you leave the page.</p>
    </>
  );
}

// hue gives each name a colour of its own.
export function hue(key) {
  return [...key].reduce((h, c) => (h * 31 + c.charCodeAt(0)) % 360, 7);
}
