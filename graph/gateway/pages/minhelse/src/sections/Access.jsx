import { Icon } from '../Icon.jsx';
import { Section, usePerson } from '../Section.jsx';
import { useSpeech } from '../words/Speech.jsx';

const offered = (access) => access?.filter(({ reason }) => reason !== 'NOT_OFFERED') ?? [];

export const accessSummary = (access, { words }) => words.access.summary(offered(access).filter(({ open }) => open).length, offered(access).length);

// Access is every service that is offered here as it stands between the viewer
// and the person, with the day on which it changes by itself.
export function Access({ id, part }) {
  const { words } = useSpeech();
  const { self, name } = usePerson();
  const w = words.access;
  const open = offered(part.value).filter((one) => one.open);
  const closed = offered(part.value).filter((one) => !one.open);
  return (
    <Section id={id} part={part}>
      <p className="faint">{self ? w.leadSelf : w.lead(name)}</p>
      {open.length > 0 && <Group title={w.open} list={open} icon="empty" />}
      {closed.length > 0 && <Group title={w.closed} list={closed} icon="closed" />}
    </Section>
  );
}

function Group({ title, list, icon }) {
  const { words, date } = useSpeech();
  const [first] = list;
  const alike = list.every(({ message }) => message === first.message); // a reason all share is told once
  return (
    <>
      <h3>{title}<span className="faint"> · {list.length}</span></h3>
      {alike && first.message && <p className="faint">{first.message}</p>}
      <ul className="services">
        {list.map(({ service, open, message, changesOn }) => (
          <li key={service} data-open={open}>
            <Icon name={icon} />
            <span>
              {words.services[service]}
              {open && changesOn && <span className="faint"> {words.access.until(date(changesOn))}</span>}
              {!alike && <span className="faint line">{message}</span>}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
