import { isOffered } from '../problems.js';
import { Empty, More, Section, State } from '../Section.jsx';
import { Register, useSpeech } from '../words/Speech.jsx';

// looksPart is how the section stands: by what is open of its two logs.
export function looksPart({ use, looks }) {
  const both = [use, looks].filter(isOffered);
  if (both.length === 0) return use;
  if (both.some(({ state }) => state === 'ready')) {
    return { ...use, state: 'ready', closed: null, faults: [], partial: both.some(({ state, faults }) => state === 'missing' || faults.length > 0) };
  }
  return both.find(({ state }) => state === 'loading') ?? both.find(({ state }) => state === 'missing') ?? both[0];
}

export const looksSummary = (_, { words }, { looks }) => (looks.value?.nodes.length ? words.looks.summary(looks.value.totalCount ?? looks.value.nodes.length) : words.looks.use);

// Looks are two logs: who used services online, and which health personnel
// looked into the hospitals' journal. Either may be closed alone.
export function Looks({ id, part, parts }) {
  const { words } = useSpeech();
  const w = words.looks;
  return (
    <Section id={id} part={part}>
      <h3>{w.use}</h3>
      <p className="faint">{w.useLead}</p>
      <State part={parts.use} title={w.use}><Use part={parts.use} /></State>
      {isOffered(parts.looks) && (
        <>
          <h3>{w.staff}</h3>
          <p className="faint">{w.staffLead}</p>
          <State part={parts.looks} title={w.staff}><Staff part={parts.looks} /></State>
        </>
      )}
    </Section>
  );
}

// sittings puts together what one actor did in one application within a minute:
// a page like this one uses seven services at once.
function sittings(nodes) {
  const out = new Map();
  for (const { at, kind, actor, client, outcome, service } of nodes) {
    const key = [at.slice(0, 16), actor?.name?.full, client?.name, outcome, kind].join('|');
    if (!out.has(key)) out.set(key, { at, kind, actor, client, outcome, services: new Set() });
    if (service) out.get(key).services.add(service);
  }
  return [...out.values()];
}

function Use({ part }) {
  const { words, moment } = useSpeech();
  const w = words.looks;
  const list = part.value;
  if (!list?.nodes.length) return <Empty>{w.noUse}</Empty>;
  return (
    <>
      <ul className="rows log">
        {sittings(list.nodes).map((entry, i) => (
          <li key={i}>
            <span>
              <strong lang="nb">{entry.actor?.name?.full ?? w.unnamed}</strong>
              {entry.actor?.relation && <span className="tag">{words.holders[entry.actor.relation]}</span>}
              {entry.outcome === 'REFUSED' && <span className="tag tag-refused">{w.refused}</span>}
              <span className="faint line">
                {entry.kind === 'LOGIN' ? w.login : [...entry.services].map((service) => words.services[service]).join(', ')}
              </span>
            </span>
            <span className="faint when">{moment(entry.at)}{entry.client?.name && <span className="line">{w.via(entry.client.name)}</span>}</span>
          </li>
        ))}
      </ul>
      <More part={part} list={list} onMore={part.moreAfter} />
    </>
  );
}

function Staff({ part }) {
  const { words, moment } = useSpeech();
  const w = words.looks;
  const list = part.value;
  if (!list?.nodes.length) return list?.complete ? <Empty>{w.noStaff}</Empty> : <p className="silent">{w.partial}</p>;
  return (
    <>
      {!list.complete && part.faults.length === 0 && <p className="silent">{w.partial}</p>}
      <ul className="rows log">
        {list.nodes.map((look, i) => (
          <li key={i}>
            <span>
              <strong lang="nb">{look.who?.name?.full ?? w.unnamed}</strong>
              {look.who?.role?.display && <span className="tag"><Register>{look.who.role.display}</Register></span>}
              <span className="faint line"><Register>{[look.who?.unit, look.purpose?.display].filter(Boolean).join(' · ')}</Register></span>
            </span>
            <span className="faint when">{look.at && moment(look.at)}<span className="line">{words.regions[look.region]}</span></span>
          </li>
        ))}
      </ul>
      <More part={part} list={list} onMore={part.moreAfter} />
    </>
  );
}
