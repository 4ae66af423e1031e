import { Empty, More, Section } from '../Section.jsx';
import { Register, useSpeech } from '../words/Speech.jsx';

export const gpSummary = (gp, { words }) => gp?.practitioner?.name?.full ?? (gp ? words.gp.list : words.state.empty);

// Gp is the person's GP, and those before.
export function Gp({ id, part }) {
  const { words } = useSpeech();
  const gp = part.value;
  return (
    <Section id={id} part={part}>
      {gp ? <Doctor gp={gp} part={part} /> : <Empty>{words.gp.none}</Empty>}
    </Section>
  );
}

function Doctor({ gp, part }) {
  const { words, date, listed } = useSpeech();
  const w = words.gp;
  const earlier = gp.history?.nodes.filter((period) => period.validUntil) ?? [];
  return (
    <>
      <p className="lead"><strong><Register>{gp.practitioner?.name?.full ?? w.list}</Register></strong>{gp.role && <span className="tag">{words.roles[gp.role]}</span>}</p>
      <dl className="facts">
        {gp.office && (
          <div>
            <dt>{w.office}</dt>
            <dd>
              <Register>{gp.office.name}</Register>
              {gp.office.address && <span className="faint line"><Register>{[...(gp.office.address.lines ?? []), [gp.office.address.postalCode, gp.office.address.city].filter(Boolean).join(' ')].join(', ')}</Register></span>}
            </dd>
          </div>
        )}
        {gp.office?.phone && <div><dt>{w.phone}</dt><dd><a href={`tel:+47${gp.office.phone}`}>{gp.office.phone.replace(/(\d\d)(?=\d)/g, '$1 ')}</a></dd></div>}
        {gp.since && <div><dt>{w.since}</dt><dd>{date(gp.since)}</dd></div>}
        {gp.patientList && <div><dt>{w.places}</dt><dd>{gp.patientList.acceptsPatients ? w.yes : gp.patientList.waiting ? w.waiting(gp.patientList.waiting) : w.no}</dd></div>}
        {gp.digitalServices && (
          <div>
            <dt>{w.digital}</dt>
            <dd>
              {gp.digitalServices.length > 0 ? listed(gp.digitalServices.map((service) => words.digital[service])) : w.noDigital}
              {gp.digitalServicesClosedUntil && <span className="faint line">{w.closedUntil(date(gp.digitalServicesClosedUntil))}</span>}
            </dd>
          </div>
        )}
      </dl>
      {earlier.length > 0 && (
        <details>
          <summary>{w.history}</summary>
          <ul className="rows">
            {earlier.map((period, i) => (
              <li key={i}>
                <span><Register>{period.practitioner?.name?.full ?? w.list}</Register></span>
                <span className="faint">{w.from(date(period.validFrom), date(period.validUntil))}</span>
              </li>
            ))}
          </ul>
          <More part={part} list={gp.history} onMore={part.moreAfter} />
        </details>
      )}
    </>
  );
}
