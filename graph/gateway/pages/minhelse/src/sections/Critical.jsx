import { Empty, Section } from '../Section.jsx';
import { Register, useSpeech } from '../words/Speech.jsx';

const entries = (record) => [...(record?.criticalInformation?.allergies ?? []), ...(record?.criticalInformation?.conditions ?? [])];

export const criticalSummary = (record, { words }) => (entries(record).length ? words.critical.summary(entries(record).length) : words.state.empty);

// Critical is what whoever treats the person must know at once.
export function Critical({ id, part }) {
  const { words } = useSpeech();
  return (
    <Section id={id} part={part}>
      <Information record={part.value} w={words.critical} whole={part.faults.length === 0} />
    </Section>
  );
}

function Information({ record, w, whole }) {
  if (record?.status === 'NONE') return <Empty>{w.noRecord}</Empty>;
  const { allergies, conditions } = record?.criticalInformation ?? {};
  if (whole && entries(record).length === 0) return <Empty>{w.none}</Empty>;
  return (
    <>
      <Group title={w.allergies} list={allergies} none={w.noAllergies}>{(one) => <Allergy key={one.id} one={one} />}</Group>
      <Group title={w.conditions} list={conditions} none={w.noConditions}>{(one) => <Condition key={one.id} one={one} />}</Group>
    </>
  );
}

// Group shows a list, says that it is empty, or says nothing of what could not
// be read: the section tells that.
function Group({ title, list, none, children }) {
  if (!list) return null;
  return (
    <>
      <h3>{title}</h3>
      {list.length === 0 ? <Empty>{none}</Empty> : <ul className="alerts">{list.map(children)}</ul>}
    </>
  );
}

function Allergy({ one }) {
  const { words } = useSpeech();
  return (
    <li data-weight={one.criticality}>
      <p>
        <strong><Register>{one.substance?.display ?? one.text ?? words.critical.unnamed}</Register></strong>
        {one.criticality && <span className={one.criticality === 'high' ? 'tag tag-grave' : 'tag'}>{words.criticality[one.criticality]}</span>}
        {one.verificationStatus && <span className="tag">{words.verification[one.verificationStatus]}</span>}
      </p>
      <Recorded one={one} />
    </li>
  );
}

function Condition({ one }) {
  const { words } = useSpeech();
  return (
    <li>
      <p><strong><Register>{one.code?.display ?? one.text ?? words.critical.unnamed}</Register></strong></p>
      <Recorded one={one} />
    </li>
  );
}

function Recorded({ one }) {
  const { words, date } = useSpeech();
  return one.recordedOn && <p className="faint">{words.critical.recorded(date(one.recordedOn), one.recorder?.name?.full)}</p>;
}
