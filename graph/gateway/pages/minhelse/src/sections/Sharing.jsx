import { Empty, Section } from '../Section.jsx';
import { useSpeech } from '../words/Speech.jsx';

const ladder = ['NONE', 'BASIS', 'BASIS_PLUS', 'FULL'];

export const sharingSummary = (privacy, { words }) => (privacy?.consent ? `${words.sharing.level}: ${words.levels[privacy.consent.level].toLowerCase()}` : '');

// Sharing is what the person has decided: consent, purposes, powers and blocks.
export function Sharing({ id, part }) {
  const { words, date } = useSpeech();
  const w = words.sharing;
  const privacy = part.value;
  return (
    <Section id={id} part={part}>
      {privacy?.inactiveSince && <p className="note">{w.inactive(date(privacy.inactiveSince))}</p>}
      {privacy?.consent && <Consent consent={privacy.consent} />}
      {privacy?.reservation && (
        <>
          <h3>{w.reservation}</h3>
          <p>{w.reserved(date(privacy.reservation.since))} {privacy.reservation.restorableUntil && w.restorable(date(privacy.reservation.restorableUntil))}</p>
        </>
      )}
      {privacy?.sharing && (
        <>
          <h3>{w.purposes}</h3>
          <ul className="purposes">
            {privacy.sharing.map(({ purpose, allowed }) => (
              <li key={purpose} data-allowed={allowed}><span>{words.purposes[purpose]}</span><strong>{allowed ? w.yes : w.no}</strong></li>
            ))}
          </ul>
        </>
      )}
      {privacy?.powersGiven && <Powers list={privacy.powersGiven} />}
      {privacy?.blocks && <Blocks list={privacy.blocks} />}
    </Section>
  );
}

// Consent shows the level among the levels, with what each opens.
function Consent({ consent }) {
  const { words, date } = useSpeech();
  return (
    <>
      <h3>{words.sharing.level}</h3>
      <ol className="ladder">
        {ladder.map((level) => (
          <li key={level} aria-current={level === consent.level ? 'true' : undefined} data-reached={ladder.indexOf(level) <= ladder.indexOf(consent.level)}>
            <strong>{words.levels[level]}</strong>
            <span>{words.levelHolds[level]}</span>
            {level === consent.level && consent.givenOn && <span className="faint">{words.sharing.given(date(consent.givenOn))}</span>}
          </li>
        ))}
      </ol>
    </>
  );
}

function Powers({ list }) {
  const { words, date } = useSpeech();
  const w = words.sharing;
  const today = new Date().toISOString().slice(0, 10);
  return (
    <>
      <h3>{w.powers}</h3>
      {list.length === 0 ? <Empty>{w.noPowers}</Empty> : (
        <ul className="rows">
          {list.map((power) => (
            <li key={power.id}>
              <span>
                <strong lang="nb">{power.holder?.name?.full}</strong>
                {power.holder?.relation && <span className="tag">{words.holders[power.holder.relation]}</span>}
                <span className="faint line">{power.allServices ? w.whole : power.services?.map((service) => words.services[service]).join(', ') ?? w.areas[power.mode]}</span>
              </span>
              <span className="faint when">
                {!power.validUntil ? w.forever : power.validUntil < today ? w.ended(date(power.validUntil)) : words.until(date(power.validUntil))}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Blocks({ list }) {
  const { words, date } = useSpeech();
  const w = words.sharing;
  return (
    <>
      <h3>{w.blocks}</h3>
      {list.length === 0 ? <Empty>{w.noBlocks}</Empty> : (
        <ul className="rows">
          {list.map((block, i) => (
            <li key={i}><span>{block.service ? words.services[block.service] : w.blockAll}</span><span className="faint">{block.since && w.since(date(block.since))}</span></li>
          ))}
        </ul>
      )}
    </>
  );
}
