import { useEffect, useRef, useState } from 'react';
import { logIn, personas } from './session.js';
import { useSpeech } from './words/Speech.jsx';

// Login lets one be anybody of the demonstration.
export function Login({ onLogin, ended }) {
  const { words, language } = useSpeech();
  const [people, setPeople] = useState(null);
  const [fault, setFault] = useState(null);
  const [busy, setBusy] = useState(null);
  const title = useRef(null);

  useEffect(() => {
    const stop = new AbortController();
    personas(stop.signal).then(setPeople, (error) => {
      if (error.name !== 'AbortError') setFault('noDemo');
    });
    return () => stop.abort();
  }, []);
  useEffect(() => {
    if (ended) title.current.focus();
  }, [ended]);

  async function choose(persona) {
    setBusy(persona);
    setFault(null);
    try {
      onLogin(await logIn(persona));
    } catch {
      setFault('loginFailed');
      setBusy(null);
    }
  }

  return (
    <main id="content" className="login" tabIndex={-1}>
      <div className="login-lead">
        <h1 ref={title} tabIndex={-1}>{words.loginTitle}</h1>
        <p className="lead">{words.loginLead}</p>
      </div>
      <section aria-labelledby="who" aria-busy={!people && !fault}>
        <h2 id="who">{words.loginChoose}</h2>
        <p>{words.loginHint}</p>
        <div aria-live="polite">
          {ended && <p className="note">{words.ended}</p>}
          {fault && <p className="note missing">{words[fault]}</p>}
          {busy && <p className="unseen">{words.loginBusy(busy.name)}</p>}
        </div>
        <ul className="people">
          {people?.map((persona) => (
            <li key={persona.key}>
              <button type="button" className="person-card" disabled={busy !== null} onClick={() => choose(persona)} data-persona={persona.key}>
                <Initials name={persona.name} />
                <span>
                  <strong lang="nb">{persona.name}</strong>
                  <span className="about">{words.abouts[persona.key] ?? (language === 'en' ? persona.about : '')}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      </section>
    </main>
  );
}

export function Initials({ name }) {
  const parts = name.split(' ');
  return <span className="initials" aria-hidden="true">{parts[0][0] + (parts.at(-1)?.[0] ?? '')}</span>;
}
