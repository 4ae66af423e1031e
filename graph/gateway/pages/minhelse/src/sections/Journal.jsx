import { useContext, useEffect, useRef, useState } from 'react';
import { Icon } from '../Icon.jsx';
import { makeOpener } from '../documents.js';
import { Empty, More, Section } from '../Section.jsx';
import { SessionContext } from '../session.js';
import { Register, useSpeech } from '../words/Speech.jsx';

export const journalSummary = (list, { words }) =>
  list?.nodes.length ? words.journal.summary(list.totalCount ?? list.nodes.length) : words.state.empty;

// Journal is what the hospitals have written, region by region: one of them may
// be silent while the others answer.
export function Journal({ id, part }) {
  const { words } = useSpeech();
  const session = useContext(SessionContext);
  const [opener] = useState(() => makeOpener(session));
  useEffect(() => () => opener.closeAll(), [opener]);
  const journal = part.data?.hospitalJournal;
  const list = part.value;
  const silent = journal?.regions?.some(({ status }) => status !== 'OK');
  return (
    <Section id={id} part={part}>
      {list?.nodes.length === 0 && !silent ? (
        <Empty>{words.journal.none}</Empty>
      ) : (
        journal?.regions?.map(({ region, status }) => (
          <Region key={region} region={region} status={status} more={list?.pageInfo?.hasNextPage}
            documents={list?.nodes.filter((document) => document.region === region) ?? []} opener={opener} />
        ))
      )}
      <More part={part} list={list} onMore={part.moreAfter} />
      {journal?.notice && <p className="faint">{journal.notice}</p>}
    </Section>
  );
}

function Region({ region, status, documents, more, opener }) {
  const { words } = useSpeech();
  const answered = status === 'OK' || status === 'PARTIAL';
  return (
    <div className="region" data-region={region} data-status={status}>
      <h3>
        {words.regions[region]}
        {!answered && <span className="badge missing">{words.state.missing}</span>}
      </h3>
      {!answered && <p className="silent">{words.journal.silent}</p>}
      {answered && documents.length === 0 && <p className="faint">{more ? words.journal.noneShown : words.journal.noneHere}</p>}
      <ul className="rows">
        {documents.map((document) => <Document key={document.id} document={document} opener={opener} />)}
      </ul>
    </div>
  );
}

function Document({ document: d, opener }) {
  const { words, moment } = useSpeech();
  const [state, setState] = useState('');
  const [link, setLink] = useState(null);
  const title = d.title ?? d.type?.display;
  const ready = useRef(null);
  useEffect(() => {
    if (link) ready.current.focus();
  }, [link]);

  async function open() {
    if (state === 'busy') return;
    setState('busy');
    try {
      const address = await opener.open(d);
      setLink(address);
      setState('');
    } catch {
      setState('failed');
    }
  }
  return (
    <li>
      <span>
        <strong><Register>{title}</Register></strong>
        <span className="faint line">
          {d.createdAt && moment(d.createdAt)}{d.author?.name && <> · <Register>{d.author.name}</Register></>}
        </span>
        <span role="status">
          {state === 'failed' && <span className="note missing">{words.journal.failed}</span>}
        </span>
      </span>
      {link ? (
        <a ref={ready} className="button" href={link} target="_blank">{words.journal.ready}</a>
      ) : (
        d.contentUrl && (
          <button type="button" aria-disabled={state === 'busy'} aria-label={words.journal.openName(title)} onClick={open}>
            <Icon name="open" />{state === 'busy' ? words.journal.opening : words.journal.open}
          </button>
        )
      )}
    </li>
  );
}
