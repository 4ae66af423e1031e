import { Empty, More, Section, usePerson } from '../Section.jsx';
import { Dotted, Register, useSpeech } from '../words/Speech.jsx';

export function cardSummary(card, { words, money }) {
  if (card?.status === 'ACTIVE') return words.card.summaryCard;
  if (!card?.paid) return words.state.empty;
  return words.card.paid(money(card.paid));
}

// Card is the exemption card, or the road to it.
export function Card({ id, part }) {
  const { words, date } = useSpeech();
  const { self } = usePerson();
  const card = part.value;
  return (
    <Section id={id} part={part}>
      {card?.status === 'ACTIVE' && card.validUntil && <p className="lead"><strong>{self ? words.card.has(date(card.validUntil)) : words.card.theyHave(date(card.validUntil))}</strong></p>}
      {card?.paid && card.ceiling && <Meter card={card} />}
      {card?.coPayments && <CoPayments list={card.coPayments} part={part} />}
    </Section>
  );
}

// Meter is how far it is to the ceiling. The drawing is for the eye; the role
// and its text are for the rest.
function Meter({ card }) {
  const { words, money } = useSpeech();
  const w = words.card;
  const paid = Number(card.paid.amount);
  const ceiling = Number(card.ceiling.amount);
  const share = Math.min(1, paid / ceiling) * 100;
  const left = card.remaining && Number(card.remaining.amount) > 0 ? w.left(money(card.remaining)) : w.reached;
  const text = w.progress(money(card.paid), money(card.ceiling));
  return (
    <div className="meter">
      <div className="meter-words"><strong>{text}</strong><span>{left}</span></div>
      <div role="meter" aria-label={w.meter} aria-valuemin={0} aria-valuemax={ceiling} aria-valuenow={Math.min(paid, ceiling)} aria-valuetext={`${text}. ${left}.`}>
        <svg width="100%" height="14" aria-hidden="true" focusable="false">
          <rect width="100%" height="14" rx="7" className="meter-all" />
          <rect width={`${share}%`} height="14" rx="7" className="meter-paid" />
        </svg>
      </div>
    </div>
  );
}

function CoPayments({ list, part }) {
  const { words, date, money } = useSpeech();
  const w = words.card;
  if (list.nodes.length === 0) return <Empty>{w.none}</Empty>;
  return (
    <>
      <h3>{w.list}</h3>
      <ul className="rows">
        {list.nodes.map((one) => (
          <li key={one.id}>
            <span>
              <Register>{one.provider ?? one.serviceType?.display}</Register>
              <span className="faint line">
                <Dotted>
                  {one.paidOn && date(one.paidOn)}
                  {one.provider && one.serviceType?.display && <Register>{one.serviceType.display}</Register>}
                  {one.countsTowardsCeiling === false && w.outside}
                </Dotted>
              </span>
            </span>
            {one.amount && <span className="sum">{money(one.amount)}</span>}
          </li>
        ))}
      </ul>
      <More part={part} list={list} onMore={part.moreAfter} />
    </>
  );
}
