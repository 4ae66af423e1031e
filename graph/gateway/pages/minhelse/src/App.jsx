import { ApolloProvider } from '@apollo/client/react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Boundary, Broken } from './Boundary.jsx';
import { makeClient } from './client.js';
import { Header } from './Header.jsx';
import { Home } from './Home.jsx';
import { Login } from './Login.jsx';
import { SessionContext } from './session.js';
import { useSpeech } from './words/Speech.jsx';

// App is the login, or what the one who logged in sees. Each session has a
// client of its own, so that nothing outlives it.
export function App() {
  const { words, language } = useSpeech();
  const spoken = useRef(language);
  useEffect(() => {
    spoken.current = language;
  }, [language]);
  const [session, setSession] = useState(null);
  const [ended, setEnded] = useState(false);
  const client = useMemo(() => session && makeClient(session, () => spoken.current), [session]);
  useEffect(() => () => client?.stop(), [client]);

  const begin = useCallback((next) => {
    setEnded(false);
    setSession(next);
  }, []);
  const leave = useCallback(() => setSession(null), []);
  const end = useCallback(() => {
    setEnded(true);
    setSession(null);
  }, []);

  return (
    <>
      <a className="skip" href="#content">{words.skip}</a>
      <Header onLogOut={session && leave} />
      {client ? (
        <SessionContext value={session}>
          <ApolloProvider client={client}>
            <Boundary key={session.persona.key} fallback={(again) => <main id="content" className="wait" tabIndex={-1}><Broken onAgain={again} /></main>}>
              <Home onEnd={end} />
            </Boundary>
          </ApolloProvider>
        </SessionContext>
      ) : (
        <Login onLogin={begin} ended={ended} />
      )}
      <footer className="foot"><p>{words.demo}</p></footer>
    </>
  );
}
