import { useEffect, useMemo, useState } from 'react';
import { Boundary, Broken } from './Boundary.jsx';
import { about, allAlike, codeOf, isOffered, standing } from './problems.js';
import { useHealth } from './parts.js';
import { Overview } from './Overview.jsx';
import { PersonContext, State, Trouble } from './Section.jsx';
import { Access, accessSummary } from './sections/Access.jsx';
import { Appointments, appointmentsSummary } from './sections/Appointments.jsx';
import { Card, cardSummary } from './sections/Card.jsx';
import { Contacts, contactsSummary } from './sections/Contacts.jsx';
import { Critical, criticalSummary } from './sections/Critical.jsx';
import { Gp, gpSummary } from './sections/Gp.jsx';
import { Inbox, inboxSummary } from './sections/Inbox.jsx';
import { Journal, journalSummary } from './sections/Journal.jsx';
import { Looks, looksPart, looksSummary } from './sections/Looks.jsx';
import { Medicines, medicinesSummary } from './sections/Medicines.jsx';
import { Referrals, referralsSummary } from './sections/Referrals.jsx';
import { Sharing, sharingSummary } from './sections/Sharing.jsx';
import { Tasks, tasksSummary } from './sections/Tasks.jsx';
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

  const whole = standing({ value: access ?? undefined, errors: about(health.errors, 'access'), pending: !access && health.loading });
  const again = async () => onAgain();
  const sections = [
    { id: 'gp', part: parts.gp, View: Gp, summary: gpSummary },
    { id: 'inbox', part: parts.inbox, View: Inbox, summary: inboxSummary },
    { id: 'tasks', part: parts.tasks, View: Tasks, summary: tasksSummary },
    { id: 'medicines', part: parts.medicines, View: Medicines, summary: medicinesSummary },
    { id: 'appointments', part: parts.appointments, View: Appointments, summary: appointmentsSummary },
    { id: 'referrals', part: parts.referrals, View: Referrals, summary: referralsSummary },
    { id: 'contacts', part: parts.contacts, View: Contacts, summary: contactsSummary },
    { id: 'critical', part: parts.critical, View: Critical, summary: criticalSummary },
    { id: 'journal', part: parts.journal, View: Journal, summary: journalSummary },
    { id: 'card', part: parts.card, View: Card, summary: cardSummary },
    { id: 'looks', part: looksPart(parts), View: Looks, summary: looksSummary },
    { id: 'sharing', part: parts.sharing, View: Sharing, summary: sharingSummary },
    { id: 'access', part: { ...whole, value: access, register: 'PERSONVERN', retry: again }, View: Access, summary: accessSummary },
  ].filter(({ part }) => isOffered(part));
  const alike = allAlike(sections.filter(({ id }) => id !== 'access').map(({ part }) => part));
  const inAlike = (part) => alike !== null && part.state === alike.state;
  const states = sections.map(({ part }) => part.state);
  const count = (state) => states.filter((s) => s === state).length;
  const settled = !states.includes('loading');
  useEffect(() => {
    if (settled) say(words.done(count('ready'), count('closed'), count('missing')));
    // Said once, when the last part has come.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [settled]);

  const context = useMemo(
    () => ({ id: person.id, name: person.name?.full ?? words.nameless, age: person.age ?? 18, relation, self: relation === 'SELF', registers: health.registers, say }),
    [person, relation, words, health.registers],
  );
  if (!health.loading && !health.person && !access) {
    const gone = health.errors.some((e) => codeOf(e) === 'NOT_FOUND');
    return gone ? <p className="page note">{words.notFound}</p> : <Trouble errors={health.errors} onAgain={onAgain} />;
  }
  return (
    <PersonContext value={context}>
      <div className="page">
        <div className="unseen" role="status">{said}</div>
        <Boundary fallback={(retry) => <Broken title={words.contents} onAgain={retry} />}>
          <Overview sections={sections.filter(({ part }) => !inAlike(part))} parts={parts} settled={settled} askedAt={askedAt} onAgain={onAgain} />
        </Boundary>
        <div className="sections">
          {alike && (
            <section id="alike" className="section" data-state={alike.state} aria-labelledby="alike-title">
              <div className="section-head"><h2 id="alike-title">{words.alike[alike.state]}</h2></div>
              <State part={{ ...alike, retry: again }} title={words.alike[alike.state]} />
            </section>
          )}
          {sections.map(({ id, part, View }) => !inAlike(part) && (
            <Boundary key={id} fallback={(retry) => <BrokenSection id={id} onAgain={retry} />}>
              <View id={id} part={part} parts={parts} />
            </Boundary>
          ))}
        </div>
      </div>
    </PersonContext>
  );
}

function BrokenSection({ id, onAgain }) {
  const { words } = useSpeech();
  return (
    <section id={id} className="section" data-state="broken" aria-labelledby={`${id}-title`} tabIndex={-1}>
      <div className="section-head"><h2 id={`${id}-title`}>{words[id].title}</h2></div>
      <Broken title={words[id].title} onAgain={onAgain} />
    </section>
  );
}
