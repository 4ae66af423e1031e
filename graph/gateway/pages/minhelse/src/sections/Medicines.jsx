import { Empty, More, Section } from '../Section.jsx';
import { Register, useSpeech } from '../words/Speech.jsx';

export const medicinesSummary = (list, { words }) => (list?.nodes.length ? words.medicines.summary(list.totalCount ?? list.nodes.length) : words.state.empty);

// Medicines are the prescriptions that can be collected.
export function Medicines({ id, part }) {
  const { words } = useSpeech();
  const list = part.value;
  return (
    <Section id={id} part={part}>
      {list?.nodes.length === 0 && <Empty>{words.medicines.none}</Empty>}
      <ul className="cards">
        {list?.nodes.map((prescription) => <Prescription key={prescription.id} prescription={prescription} />)}
      </ul>
      {list?.hasLocked && <p className="note">{words.medicines.locked}</p>}
      <More part={part} list={list} onMore={part.moreAfter} />
    </Section>
  );
}

function Prescription({ prescription: p }) {
  const { words, date } = useSpeech();
  const w = words.medicines;
  return (
    <li>
      <h3><Register>{p.medication?.name}</Register></h3>
      <p><Register>{p.dosage}</Register></p>
      <p className="faint">
        {[p.validUntil && w.valid(date(p.validUntil)), p.remaining != null && w.left(p.remaining)].filter(Boolean).join(' · ')}
      </p>
      <details>
        <summary>{w.details}<span className="unseen">: <Register>{p.medication?.name}</Register></span></summary>
        <dl className="facts">
          {p.medication?.atc?.display && <div><dt>{w.substance}</dt><dd><Register>{p.medication.atc.display}</Register></dd></div>}
          {p.prescriber?.name && <div><dt>{w.prescriber}</dt><dd><Register>{p.prescriber.name.full}</Register></dd></div>}
          {p.issuedOn && <div><dt>{w.issued}</dt><dd>{date(p.issuedOn)}</dd></div>}
          {p.reimbursement?.display && <div><dt>{w.scheme}</dt><dd><Register>{p.reimbursement.display}</Register></dd></div>}
          <div>
            <dt>{w.dispensed}</dt>
            <dd><Dispenses list={p.dispenses} /></dd>
          </div>
        </dl>
      </details>
    </li>
  );
}

// Dispenses tells none from not known.
function Dispenses({ list }) {
  const { words, date } = useSpeech();
  if (!list) return words.medicines.unread;
  if (list.length === 0) return words.medicines.never;
  return list.map((dispense, i) => (
    <span key={i} className="line">
      {dispense.dispensedOn && date(dispense.dispensedOn)}{dispense.pharmacy?.name && <>, <Register>{dispense.pharmacy.name}</Register></>}
    </span>
  ));
}
