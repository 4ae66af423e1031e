import { Icon } from './Icon.jsx';
import { Summary } from './Summary.jsx';
import { useSpeech } from './words/Speech.jsx';

// Overview is the table of contents, and says of each part how it stands.
export function Overview({ sections, parts, settled, askedAt, onAgain }) {
  const speech = useSpeech();
  const { words, clock } = speech;
  return (
    <nav className="overview" aria-labelledby="contents">
      <h2 id="contents" className={sections.length ? undefined : 'unseen'}>{words.contents}</h2>
      <ul>
        {sections.map(({ id, part, summary }) => (
          <li key={id}>
            <a href={`#${id}`} data-state={part.state}>
              <Icon name={id} />
              <span>
                <span className="overview-title">{words[id].title}</span>
                <span className="overview-state">
                  {part.state === 'ready' ? summary(part.value, speech, parts) : <>{words.state[part.state]}{part.state === 'loading' && ' …'}</>}
                  {part.state === 'ready' && (part.partial || part.closed || part.faults.length > 0) && ` · ${words.state.partial.toLowerCase()}`}
                </span>
              </span>
            </a>
          </li>
        ))}
      </ul>
      <p className="asked">
        {settled ? words.fetchedAt(clock(askedAt)) : `${words.fetching} …`}
        <button type="button" className="plain" onClick={onAgain} disabled={!settled}>{words.fetchAgain}</button>
      </p>
      <Summary />
    </nav>
  );
}
