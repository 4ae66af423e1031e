import { createContext, useContext, useEffect, useRef, useState } from 'react';
import { Icon } from './Icon.jsx';
import { codeOf, silent } from './problems.js';
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
        {part.state === 'ready' && (part.partial || part.faults.length > 0) && <span className="badge missing">{words.state.partial}</span>}
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

// Closed says why, and what would open it, in the words of the law and then in
// plain ones.
export function Closed({ part: { closed, decided } }) {
  const { words, date } = useSpeech();
  const { name, relation, self } = usePerson();
  const code = codeOf(closed);
  const remedy = closed.extensions?.remedy;
  const changes = decided?.open === false && decided.changesOn;
  let opening = remedy ? words.remedies[remedy.action]?.({ ...remedy, self }) : words.opening[code]?.({ name, relation });
  if (changes && !remedy) opening = words.opensItself(date(changes));
  return (
    <div className="closed-box" data-code={code}>
      <Icon name="closed" />
      <dl>
        <div><dt>{words.why}</dt><dd>{closed.message}</dd></div>
        <div><dt>{words.opens}</dt><dd>{opening ?? words.noOpening}</dd></div>
      </dl>
    </div>
  );
}

// Missing says which register is silent and since when: what it has may well
// exist, and is not known. within says that the rest of the part is here.
function Missing({ part, title, heading, within }) {
  const { words, moment } = useSpeech();
  const { registers, say } = usePerson();
  const fault = part.faults[0].extensions ?? {};
  const { register, region } = silent(part.faults[0], part);
  const who = region ? words.regions[region] : words.registers[register];
  const known = registers.find((r) => r.name === register && (r.region ?? undefined) === region);
  const since = known && (known.status === 'DOWN' || known.status === 'DEGRADED') && known.since;

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
        {within ? <p><strong>{words.missingHere(who)}</strong></p> : <p><strong>{words.missingTitle(who)}</strong></p>}
        <p>
          {register === 'GATEWAY' ? words.faults[fault.code] ?? words.faults.NO_ANSWER : part.faults[0].message} {!within && words.missingLead}
        </p>
        {(since || known?.lastSuccessAt || fault.retryAfter) && (
          <p className="faint">
            {[since && words.since(moment(since)), known?.lastSuccessAt && words.lastAnswer(moment(known.lastSuccessAt)), fault.retryAfter && words.askLater(fault.retryAfter)].filter(Boolean).join(' ')}
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
