import { createContext, useContext, useEffect, useRef, useState } from 'react';
import { Icon } from './Icon.jsx';
import { addressOf, adviceOn } from './advice.js';
import { codeOf, fails, silent } from './problems.js';
import { useSpeech } from './words/Speech.jsx';

export const PersonContext = createContext(null);
export const usePerson = () => useContext(PersonContext);

// Section is one part of the page in whichever state it is: on its way, closed
// by a rule, missing because a register is silent, or here. children is drawn
// when it is here.
export function Section({ id, part, children }) {
  const { words } = useSpeech();
  const heading = useRef(null);
  return (
    <section id={id} className="section" data-state={part.state} aria-labelledby={`${id}-title`} aria-busy={part.state === 'loading'} tabIndex={-1}>
      <div className="section-head">
        <Icon name={id} />
        <h2 id={`${id}-title`} ref={heading} tabIndex={-1}>{words[id].title}</h2>
        {part.state !== 'ready' && <span className={`badge ${part.state}`}>{words.state[part.state]}</span>}
        {part.state === 'ready' && (part.partial || part.closed || part.faults.length > 0) && <span className="badge missing">{words.state.partial}</span>}
      </div>
      <State part={part} title={words[id].title} heading={heading}>{children}</State>
    </section>
  );
}

// State is the body of a section, or of a part of one.
export function State({ part, title, heading, children }) {
  switch (part.state) {
    case 'loading':
      return <Skeleton />;
    case 'closed':
      return <Closed part={part} />;
    case 'missing':
      return <Missing part={part} title={title} heading={heading} />;
    default:
      return (
        <>
          {part.faults.length > 0 && <Missing part={part} title={title} heading={heading} within />}
          {part.closed && <Closed part={part} />}
          {children}
        </>
      );
  }
}

function Skeleton() {
  const { words } = useSpeech();
  return (
    <div className="skeleton">
      <span className="unseen">{words.fetching}</span>
      <span /><span /><span />
    </div>
  );
}

// Closed says why, in the words of the law, and what can be done about it where
// something can.
export function Closed({ part: { closed, decided } }) {
  const { words } = useSpeech();
  const person = usePerson();
  const { remedy, service } = closed.extensions ?? {};
  const what = { code: codeOf(closed), remedy, service, changesOn: decided?.open === false ? decided.changesOn : null };
  const advice = adviceOn(what, person);
  return (
    <div className="closed-box" data-code={what.code}>
      <Icon name="closed" />
      <dl>
        <div><dt>{words.why}</dt><dd>{closed.message}</dd></div>
        {advice && <div><dt>{advice.what === 'opensItself' ? words.opensWhen : words.opens}</dt><dd><Advice advice={advice} about={what} /></dd></div>}
      </dl>
    </div>
  );
}

function Advice({ advice: { what, place }, about: { remedy, service, changesOn } }) {
  const { words, language, date } = useSpeech();
  const { name } = usePerson();
  const of = remedy?.service ?? service;
  return (
    <>
      {words.advice[what]({ name, level: words.levels[remedy?.level], service: words.services[of], date: changesOn && date(changesOn) })}
      {place && <> <a href={addressOf(place, language)} target="_blank" rel="noreferrer" data-place={place}>{words.places[place]}</a></>}
    </>
  );
}

// Missing says who is silent and since when: what they have may well exist, and
// is not known. within says that the rest of the part is here.
function Missing({ part, title, heading, within }) {
  const { words, moment, listed } = useSpeech();
  const { registers, say } = usePerson();
  const fault = part.faults[0].extensions ?? {};
  const quiet = silent(part, registers);
  const regions = quiet.filter(({ region }) => region);
  const who = regions.length === Object.keys(words.regions).length
    ? words.allRegions
    : listed(quiet.map(({ register, region }) => (region ? words.regions[region] : words.registers[register])));
  const known = registers.filter((r) => quiet.some(({ register, region }) => r.name === register && (r.region ?? undefined) === region));
  const since = known.filter(fails).map((r) => r.since).filter(Boolean).sort()[0];
  const last = known.map((r) => r.lastSuccessAt).filter(Boolean).sort().at(-1);

  async function again() {
    if (part.busy) return;
    if (await part.retry()) {
      say(words.hereAgain(title));
      heading?.current?.focus();
    } else say(words.stillMissing(who));
  }
  return (
    <div className="missing-box" data-code={fault.code}>
      <Icon name="missing" />
      <div>
        <p><strong>{within ? words.missingHere(who) : words.missingTitle(who)}</strong></p>
        <p>
          {quiet[0].register === 'GATEWAY' ? words.faults[fault.code] ?? words.faults.NO_ANSWER : part.faults[0].message} {!within && words.missingLead}
        </p>
        {(since || last || fault.retryAfter) && (
          <p className="faint">
            {[since && words.since(moment(since)), last && words.lastAnswer(moment(last)), fault.retryAfter && words.askLater(fault.retryAfter)].filter(Boolean).join(' ')}
          </p>
        )}
        <button type="button" className="strong" aria-disabled={part.busy} onClick={again}>{part.busy ? words.trying : words.tryAgain}</button>
      </div>
    </div>
  );
}

// Empty is a register's own word that there is nothing.
export function Empty({ children }) {
  return <p className="empty"><Icon name="empty" /><span>{children}</span></p>;
}

// Opens is something that is closed until somebody opens it; children makes what
// is in it, when it is open.
export function Opens({ title, children }) {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{title}</summary>
      {open && children()}
    </details>
  );
}

// More reads on in a list. When nothing is left to read, the keyboard stands at
// how much there was.
export function More({ part, list, onMore }) {
  const { words } = useSpeech();
  const [asked, setAsked] = useState(false);
  const told = useRef(null);
  const next = list?.pageInfo?.hasNextPage;
  const ended = asked && !next;
  useEffect(() => {
    if (ended) told.current?.focus();
  }, [ended]);
  if (!next && !asked) return null;

  function more() {
    if (part.busy) return;
    setAsked(true);
    onMore(list.pageInfo.endCursor);
  }
  return (
    <p className="more">
      {next && <button type="button" aria-disabled={part.busy} onClick={more}>{part.busy ? words.trying : words.more}</button>}
      <span ref={told} tabIndex={-1} className="faint" role="status">{words.shown(list.nodes.length, list.totalCount)}</span>
    </p>
  );
}

// Trouble is when nothing at all came.
export function Trouble({ errors, onAgain }) {
  const { words } = useSpeech();
  return (
    <div className="page trouble" role="alert">
      <div className="missing-box">
        <Icon name="missing" />
        <div>
          <h2>{words.nothing}</h2>
          <p>{words.faults[codeOf(errors[0])] ?? words.faults.NO_ANSWER} {words.nothingLead}</p>
          <button type="button" className="strong" onClick={onAgain}>{words.tryAgain}</button>
        </div>
      </div>
    </div>
  );
}
