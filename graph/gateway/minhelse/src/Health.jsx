import { useEffect, useMemo, useState } from 'react';
import { codeOf } from './problems.js';
import { useHealth } from './parts.js';
import { Overview } from './Overview.jsx';
import { Closed, PersonContext, Trouble } from './Section.jsx';
import { Access, accessSummary } from './sections/Access.jsx';
import { Card, cardSummary } from './sections/Card.jsx';
import { Critical, criticalSummary } from './sections/Critical.jsx';
import { Gp, gpSummary } from './sections/Gp.jsx';
import { Journal, journalSummary } from './sections/Journal.jsx';
import { Looks, looksPart, looksSummary } from './sections/Looks.jsx';
import { Medicines, medicinesSummary } from './sections/Medicines.jsx';
import { Sharing, sharingSummary } from './sections/Sharing.jsx';
import { useSpeech } from './words/Speech.jsx';

// Health is everything about one person: an overview, and a section for each
// part. Leaving it leaves nothing of the person behind.
export function Health({ person, relation, onEnd, onAgain }) {
  const speech = useSpeech();
  const { words } = speech;
  const health = useHealth(person.id);
  const { parts, access } = health;
  const ended = health.errors.some((e) => codeOf(e) === 'UNAUTHENTICATED');
  useEffect(() => {
    if (ended) onEnd();
  }, [ended, onEnd]);
  const [askedAt] = useState(() => new Date());
  const [said, say] = useState('');

  const whole = { state: access ? 'ready' : health.loading ? 'loading' : 'missing', faults: [], value: access, register: 'PERSONVERN' };
  const sections = [
    { id: 'gp', part: parts.gp, View: Gp, summary: gpSummary },
    { id: 'medicines', part: parts.medicines, View: Medicines, summary: medicinesSummary },
    { id: 'critical', part: parts.critical, View: Critical, summary: criticalSummary },
    { id: 'journal', part: parts.journal, View: Journal, summary: journalSummary },
    { id: 'card', part: parts.card, View: Card, summary: cardSummary },
    { id: 'looks', part: looksPart(parts), View: Looks, summary: looksSummary },
    { id: 'sharing', part: parts.sharing, View: Sharing, summary: sharingSummary },
    { id: 'access', part: { ...whole, retry: onAgain }, View: Access, summary: accessSummary },
  ];
  const shut = allClosed(sections);
  const states = sections.map(({ part }) => part.state);
  const count = (state) => states.filter((s) => s === state).length;
  const settled = !states.includes('loading');
  useEffect(() => {
    if (settled) say(words.done(count('ready'), count('closed'), count('missing')));
    // Said once, when the last part has come.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [settled]);

  const context = useMemo(
    () => ({ id: person.id, name: person.name?.full, relation, self: relation === 'SELF', registers: health.registers, say }),
    [person, relation, health.registers],
  );
  if (!health.loading && !health.person && !access) {
    const gone = health.errors.some((e) => codeOf(e) === 'NOT_FOUND');
    return gone ? <p className="page note">{words.notFound}</p> : <Trouble errors={health.errors} onAgain={onAgain} />;
  }
  return (
    <PersonContext value={context}>
      <div className="page">
        <div className="unseen" role="status">{said}</div>
        <Overview sections={shut ? sections.filter(({ part }) => part.state !== 'closed') : sections} parts={parts} settled={settled} askedAt={askedAt} onAgain={onAgain} />
        <div className="sections">
          {shut && (
            <section className="section" data-state="closed" aria-labelledby="shut">
              <div className="section-head"><h2 id="shut">{words.shut}</h2></div>
              <Closed part={shut} />
            </section>
          )}
          {sections.map(({ id, part, View }) => (shut && part.state === 'closed' ? null : <View key={id} id={id} part={part} parts={parts} />))}
        </div>
      </div>
    </PersonContext>
  );
}

// allClosed is a part that stands for all of them, when everything about the
// person is closed for one reason: it is told once, and not seven times.
function allClosed(sections) {
  const closed = sections.slice(0, -1).map(({ part }) => part);
  const [first] = closed;
  const same = closed.every((part) => part.state === 'closed' && codeOf(part.closed) === codeOf(first.closed));
  return same && first.closed.extensions?.remedy?.action !== 'GIVE_CONSENT' ? first : null;
}
