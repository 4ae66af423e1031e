import { useEffect, useMemo, useState } from 'react';
import { codeOf } from './problems.js';
import { useHealth } from './parts.js';
import { Overview } from './Overview.jsx';
import { PersonContext, Trouble } from './Section.jsx';
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
    return gone ? <p className="page note">{words.notFound}</p> : <Trouble onAgain={onAgain} />;
  }
  return (
    <PersonContext value={context}>
      <div className="page">
        <div className="unseen" role="status">{said}</div>
        <Overview sections={sections} parts={parts} settled={settled} askedAt={askedAt} onAgain={onAgain} />
        <div className="sections">
          {sections.map(({ id, part, View }) => <View key={id} id={id} part={part} parts={parts} />)}
        </div>
      </div>
    </PersonContext>
  );
}
