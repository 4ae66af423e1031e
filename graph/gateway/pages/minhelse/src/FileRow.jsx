import { useContext, useEffect, useRef, useState } from 'react';
import { makeOpener } from './documents.js';
import { Icon } from './Icon.jsx';
import { SessionContext } from './session.js';
import { Register, useSpeech } from './words/Speech.jsx';

// useOpener opens files, and closes them with the part they are in.
export function useOpener() {
  const session = useContext(SessionContext);
  const [opener] = useState(() => makeOpener(session));
  useEffect(() => () => opener.closeAll(), [opener]);
  return opener;
}

// FileRow is a file in a list, with what opens it when it has an address.
// children is what there is to say about it.
export function FileRow({ title, address, opener, children }) {
  const { words } = useSpeech();
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
      setLink(await opener.open({ contentUrl: address, title }));
      setState('');
    } catch {
      setState('failed');
    }
  }
  return (
    <li>
      <span>
        <strong><Register>{title}</Register></strong>
        <span className="faint line">{children}</span>
        <span role="status">
          {state === 'failed' && <span className="note missing">{words.journal.failed}</span>}
        </span>
      </span>
      {link ? (
        <a ref={ready} className="button" href={link} target="_blank">{words.journal.ready}</a>
      ) : (
        address && (
          <button type="button" aria-disabled={state === 'busy'} aria-label={words.journal.openName(title)} onClick={open}>
            <Icon name="open" />{state === 'busy' ? words.journal.opening : words.journal.open}
          </button>
        )
      )}
    </li>
  );
}
