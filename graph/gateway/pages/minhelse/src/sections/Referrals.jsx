import { Empty, More, Section } from '../Section.jsx';
import { Register, useSpeech } from '../words/Speech.jsx';

export const referralsSummary = (list, { words }) => (list?.nodes.length ? words.referrals.summary(list.totalCount ?? list.nodes.length) : words.state.empty);

// Referrals are those to specialist care, and how far each has come.
export function Referrals({ id, part }) {
  const { words, date } = useSpeech();
  const w = words.referrals;
  const list = part.value;
  return (
    <Section id={id} part={part}>
      {list?.nodes.length === 0 && <Empty>{w.none}</Empty>}
      <ul className="cards">
        {list?.nodes.map((one) => (
          <li key={one.id}>
            <h3><Register>{one.indication ?? one.treatment?.display ?? w.unnamed}</Register>{one.status && <span className="tag">{words.referralStatuses[one.status]}</span>}</h3>
            {one.referredTo?.name && <p><Register>{one.referredTo.name}</Register></p>}
            <p className="faint">{[one.receivedOn && w.received(date(one.receivedOn)), one.treatmentDeadline && w.deadline(date(one.treatmentDeadline))].filter(Boolean).join(' · ')}</p>
          </li>
        ))}
      </ul>
      <More part={part} list={list} onMore={part.moreAfter} />
    </Section>
  );
}
