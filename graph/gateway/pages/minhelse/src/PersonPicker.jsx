import { useEffect, useRef, useState } from 'react';
import { Initials } from './Login.jsx';
import { useSpeech } from './words/Speech.jsx';

const many = 8;

// PersonPicker (personvelger) is a dialog with oneself and those one may act
// for. The browser keeps the keyboard inside it, closes it by Escape, and gives
// the focus back.
//
// The event close comes some time after the dialog has closed, when it may have
// been opened again: so Escape is acted on by the event cancel, which comes before.
export function PersonPicker({ open, self, others, shown, onChoose, onClose }) {
  const { words } = useSpeech();
  const dialog = useRef(null);
  const [filter, setFilter] = useState('');
  useEffect(() => {
    if (open === dialog.current.open) return;
    if (open) {
      setFilter('');
      dialog.current.showModal();
    } else dialog.current.close();
  }, [open]);

  const people = [self, ...(others ?? []).filter(({ person }) => person)];
  const nameOf = (person) => person.name?.full ?? words.nameless;
  const found = people.filter(({ person }) => nameOf(person).toLowerCase().includes(filter.trim().toLowerCase()));
  return (
    <dialog ref={dialog} className="picker" aria-labelledby="picker-title" onCancel={onClose} onClose={() => dialog.current.open || onClose()}>
      {open && (
        <>
          <div className="picker-head">
            <h2 id="picker-title">{words.pickerTitle}</h2>
            <button type="button" className="quiet" onClick={onClose}>{words.close}</button>
          </div>
          <p>{words.pickerLead}</p>
          {others === null && <p className="note missing">{words.pickerMissing}</p>}
          {people.length > many && (
            <div className="filter">
              <label htmlFor="picker-filter">{words.pickerFilter}</label>
              <input id="picker-filter" type="search" autoComplete="off" value={filter} onChange={(event) => setFilter(event.target.value)} />
              <p role="status">{words.pickerCount(found.length)}</p>
            </div>
          )}
          <ul className="picker-list">
            {found.map((one) => (
              <li key={`${one.person.id} ${one.relation}`}>
                <button type="button" className="person-card" aria-current={one.person.id === shown.person.id ? 'true' : undefined} onClick={() => onChoose(one)}>
                  <Initials name={nameOf(one.person)} />
                  <span>
                    <strong lang="nb">{nameOf(one.person)}</strong>
                    <About one={one} />
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </dialog>
  );
}

function About({ one: { person, relation, services, allServices, validUntil } }) {
  const { words, date } = useSpeech();
  const scope = allServices ? words.allServices : services?.map((service) => words.services[service].toLowerCase()).join(', ');
  return (
    <span className="about">
      {[person.age != null && words.age(person.age), words.relations[relation], scope, validUntil && words.until(date(validUntil))].filter(Boolean).join(' · ')}
    </span>
  );
}
