import { useContext, useEffect, useRef, useState } from 'react';
import { useApolloClient } from '@apollo/client/react';
import { useOpener } from './FileRow.jsx';
import { Icon } from './Icon.jsx';
import { PersonContext } from './Section.jsx';
import { SUMMARY } from './queries.js';
import { useSpeech } from './words/Speech.jsx';

// Summary opens the person's patient summary, to read and print. It is made when
// it is opened, and is closed with its person.
export function Summary() {
  const { words } = useSpeech();
  const { id } = useContext(PersonContext);
  const client = useApolloClient();
  const opener = useOpener();
  const [state, setState] = useState('');
  const [link, setLink] = useState(null);
  const ready = useRef(null);
  useEffect(() => {
    if (link) ready.current.focus();
  }, [link]);

  async function open() {
    if (state === 'busy') return;
    setState('busy');
    try {
      const { data } = await client.query({ query: SUMMARY, variables: { id }, fetchPolicy: 'no-cache' });
      setLink(await opener.open({ contentUrl: data.person.patientSummary.pdfUrl, title: words.patientSummary.title }));
      setState('');
    } catch {
      setState('failed');
    }
  }
  return (
    <div className="patient-summary">
      {link ? (
        <a ref={ready} className="button" href={link} target="_blank">{words.patientSummary.ready}</a>
      ) : (
        <button type="button" aria-disabled={state === 'busy'} onClick={open}>
          <Icon name="open" />{state === 'busy' ? words.patientSummary.opening : words.patientSummary.title}
        </button>
      )}
      <span className="faint">{words.patientSummary.about}</span>
      <span role="status">{state === 'failed' && <span className="note missing">{words.patientSummary.failed}</span>}</span>
    </div>
  );
}
