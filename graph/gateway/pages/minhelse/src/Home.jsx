import { useApolloClient, useQuery } from '@apollo/client/react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Health } from './Health.jsx';
import { PersonPicker } from './PersonPicker.jsx';
import { codeOf, errorsOf } from './problems.js';
import { HOUSEHOLD } from './queries.js';
import { Trouble } from './Section.jsx';
import { useSpeech } from './words/Speech.jsx';

// Home is what a logged-in citizen sees: one person at a time, themselves first.
export function Home({ onEnd }) {
  const { words, language } = useSpeech();
  const client = useApolloClient();
  const [chosen, setChosen] = useState(null);
  const [picking, setPicking] = useState(false);
  const [said, setSaid] = useState('');
  const [round, setRound] = useState(0);
  const name = useRef(null);

  // Who one is and may act for is not kept in the cache, which is emptied
  // whenever another person is chosen.
  const { data, error, loading, refetch } = useQuery(HOUSEHOLD, { fetchPolicy: 'no-cache', notifyOnNetworkStatusChange: true });
  const errors = errorsOf(error);
  const ended = errors.some((e) => codeOf(e) === 'UNAUTHENTICATED');
  useEffect(() => {
    if (ended) onEnd();
  }, [ended, onEnd]);

  const self = data?.viewer && { relation: 'SELF', person: data.viewer.person };
  const shown = chosen ?? self;
  const arrived = Boolean(self);
  useEffect(() => {
    if (arrived) name.current?.focus();
  }, [arrived]);

  function choose(next) {
    setPicking(false);
    if (next.person.id === shown.person.id) return;
    setChosen(next);
    setSaid(words.nowShowing(next.person.name?.full ?? words.nameless, words.relations[next.relation]));
  }
  const closePicker = useCallback(() => setPicking(false), []);

  // Whenever it is about somebody else, in another language or asked anew, what
  // was there is taken off the screen and out of the cache before anything is
  // asked.
  const id = shown?.person.id;
  const view = id && `${id} ${language} ${round}`;
  const [emptied, setEmptied] = useState(null);
  useEffect(() => {
    if (!view) return undefined;
    let current = true;
    client.clearStore().then(() => current && setEmptied(view));
    return () => {
      current = false;
    };
  }, [client, view]);

  // After a change of person, or when all is asked anew, the reader stands at the name.
  const first = useRef(true);
  useEffect(() => {
    if (first.current) first.current = !id;
    else name.current?.focus();
  }, [id, round]);

  // again asks everything anew; who one is and may act for when that is not known.
  function again() {
    if (!data.viewer.represents || !data.viewer.person.name) refetch();
    setRound(round + 1);
  }

  return (
    <>
      <div className="unseen" role="status">{said}</div>
      {self ? (
        <main id="content" tabIndex={-1}>
          <PersonBand shown={shown} name={name} onChange={() => setPicking(true)} />
          <PersonPicker open={picking} self={self} others={data.viewer.represents} shown={shown} onChoose={choose} onClose={closePicker} />
          {emptied === view && <Health key={view} person={shown.person} relation={shown.relation} onEnd={onEnd} onAgain={again} />}
        </main>
      ) : (
        <main id="content" className="wait" tabIndex={-1} aria-busy={loading}>
          {loading ? <p role="status">{words.fetching} …</p> : <Trouble errors={errors} onAgain={() => refetch()} />}
        </main>
      )}
    </>
  );
}

function PersonBand({ shown, name, onChange }) {
  const { words } = useSpeech();
  const { person, relation } = shown;
  return (
    <div className={relation === 'SELF' ? 'band' : 'band band-other'} data-relation={relation}>
      <div className="band-inner">
        <div>
          <p className="band-lead">{words.showing}</p>
          <h1 ref={name} tabIndex={-1} lang={person.name ? 'nb' : undefined}>{person.name?.full ?? words.nameless}</h1>
          <p className="band-facts">
            {person.age != null && <span>{words.age(person.age)}</span>}
            <span className={relation === 'SELF' ? 'tag' : 'tag tag-other'}>{words.relations[relation]}</span>
          </p>
        </div>
        <button type="button" className="strong" aria-haspopup="dialog" onClick={onChange}>{words.changePerson}</button>
      </div>
    </div>
  );
}
