import { Empty, More, Section } from '../Section.jsx';
import { Dotted, Register, useSpeech } from '../words/Speech.jsx';

export const appointmentsSummary = (list, { words }) => (list?.nodes.length ? words.appointments.summary(list.totalCount ?? list.nodes.length) : words.state.empty);

// Appointments are those to come, by when they are.
export function Appointments({ id, part }) {
  const { words } = useSpeech();
  const list = part.value;
  return (
    <Section id={id} part={part}>
      {list?.nodes.length === 0 && <Empty>{words.appointments.none}</Empty>}
      <ul className="cards">
        {list?.nodes.map((one) => <Appointment key={one.id} appointment={one} />)}
      </ul>
      {list?.notice && <p className="note">{list.notice}</p>}
      <More part={part} list={list} onMore={part.moreAfter} />
    </Section>
  );
}

function Appointment({ appointment: a }) {
  const { words, moment, clock } = useSpeech();
  const when = a.start ? moment(a.start) : a.window && words.appointments.between(moment(a.window.start), clock(new Date(a.window.end)));
  return (
    <li>
      <h3>{when ?? words.appointments.unknown}{a.status === 'CANCELLED' && <span className="tag">{words.appointments.cancelled}</span>}</h3>
      <p>
        <Dotted>
          {words.appointmentKinds[a.kind]}
          {a.department?.name && <Register>{a.department.name}</Register>}
          {a.place?.name && <Register>{a.place.name}</Register>}
          {a.practitioner?.name && <Register>{a.practitioner.name.full}</Register>}
        </Dotted>
      </p>
      {a.instructions && <p className="faint"><Register>{a.instructions}</Register></p>}
    </li>
  );
}
