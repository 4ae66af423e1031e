import { Empty, Section } from '../Section.jsx';
import { Dotted, Register, useSpeech } from '../words/Speech.jsx';

export const contactsSummary = (all, { words }) => (all?.nodes?.length ? words.contacts.summary(all.nodes.length) : words.state.empty);

// Contacts are those one has in health care, and those one has entered.
export function Contacts({ id, part }) {
  const { words } = useSpeech();
  const all = part.value;
  return (
    <Section id={id} part={part}>
      {all?.complete && all.nodes?.length === 0 && <Empty>{words.contacts.none}</Empty>}
      <ul className="rows">
        {all?.nodes?.map((one) => <Contact key={one.id} contact={one} />)}
      </ul>
    </Section>
  );
}

function Contact({ contact: c }) {
  const { words, date } = useSpeech();
  const w = words.contacts;
  return (
    <li>
      <span>
        <strong><Register>{c.name?.full ?? c.team ?? words.contactKinds[c.kind]}</Register></strong>
        <span className="tag">{words.contactKinds[c.kind]}</span>
        <span className="faint line">
          <Dotted>
            {c.role && <Register>{c.role}</Register>}
            {c.name && c.team && <Register>{c.team}</Register>}
            {c.organization?.name && <Register>{c.organization.name}</Register>}
            {c.phone}
            {c.canMessage && w.canMessage}
            {c.canBook && w.canBook}
          </Dotted>
        </span>
      </span>
      {c.until && <span className="faint">{w.until(date(c.until))}</span>}
    </li>
  );
}
