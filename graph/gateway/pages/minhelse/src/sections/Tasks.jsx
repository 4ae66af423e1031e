import { FileRow, useOpener } from '../FileRow.jsx';
import { useOpened } from '../parts.js';
import { FORM } from '../queries.js';
import { Empty, More, Opens, Section, State, usePerson } from '../Section.jsx';
import { Dotted, Register, useSpeech } from '../words/Speech.jsx';

export const tasksSummary = (list, { words }) => (list?.nodes.length ? words.tasks.summary(list.totalCount ?? list.nodes.length) : words.state.empty);

// Tasks are what waits, the nearest deadline first.
export function Tasks({ id, part }) {
  const { words } = useSpeech();
  const opener = useOpener();
  const list = part.value;
  return (
    <Section id={id} part={part}>
      {list?.nodes.length === 0 && <Empty>{words.tasks.none}</Empty>}
      <ul className="threads">
        {list?.nodes.map((one) => <Task key={one.id} task={one} opener={opener} />)}
      </ul>
      <More part={part} list={list} onMore={part.moreAfter} />
    </Section>
  );
}

function Task({ task: t, opener }) {
  const { words, moment } = useSpeech();
  const w = words.tasks;
  const title = t.title ?? words.taskKinds[t.kind] ?? w.unnamed;
  return (
    <li>
      <h3><Register>{title}</Register>{t.status && <span className="tag">{words.taskStatuses[t.status]}</span>}</h3>
      <p className="faint">
        <Dotted>
          {t.kind && words.taskKinds[t.kind]}
          {t.sender?.name && <Register>{t.sender.name}</Register>}
          {t.deadline && w.deadline(moment(t.deadline))}
        </Dotted>
      </p>
      {t.description && <p><Register>{t.description}</Register></p>}
      {t.url && <p><a href={t.url} target="_blank" rel="noreferrer">{w.link}<span className="unseen">: <Register>{title}</Register></span></a></p>}
      {t.letterUrl && <ul className="rows"><FileRow title={title} address={t.letterUrl} opener={opener}>PDF</FileRow></ul>}
      {t.kind === 'FORM' && <Opens title={<>{w.form}<span className="unseen">: <Register>{title}</Register></span></>}>{() => <Form id={t.id} title={title} />}</Opens>}
    </li>
  );
}

// Form is what a form asks, with the answers so far. It is not filled in here.
function Form({ id, title }) {
  const { words, moment } = useSpeech();
  const w = words.tasks;
  const person = usePerson();
  const part = useOpened(FORM, 'task.form', { person: person.id, id, register: 'OPPGAVER' });
  const form = part.value;
  return (
    <State part={part} title={title}>
      {form?.savedAt && <p className="faint">{w.saved(moment(form.savedAt))}</p>}
      {form && !form.answers && <p className="note">{w.hidden}</p>}
      <dl className="facts">
        {questions(form?.items ?? []).map((item) => (
          <div key={item.linkId} data-question={item.linkId}>
            <dt><Register>{item.text}</Register></dt>
            {form.answers && <dd><Answers item={item} values={form.answers.filter(({ linkId }) => linkId === item.linkId).flatMap(({ values }) => values)} /></dd>}
          </div>
        ))}
      </dl>
    </State>
  );
}

// questions are the items that are asked, without those that are hidden or lie
// in something hidden. An item stands after the one it is in.
function questions(items) {
  const hidden = new Set();
  for (const { linkId, parent, hidden: own } of items) {
    if (own || hidden.has(parent)) hidden.add(linkId);
  }
  return items.filter(({ linkId, kind }) => kind !== 'GROUP' && kind !== 'DISPLAY' && !hidden.has(linkId));
}

function Answers({ item, values }) {
  const { words, date, listed } = useSpeech();
  if (values.length === 0) return <span className="faint">{words.tasks.unanswered}</span>;
  return (
    <Register>
      {listed(values.map((value) => {
        if (item.kind === 'BOOLEAN') return value === 'true' ? words.tasks.yes : words.tasks.no;
        if (item.kind === 'DATE' && value.length === 10) return date(value);
        const unit = item.unit?.display ?? item.unit?.code;
        return item.options?.find(({ code }) => code === value)?.display ?? (unit ? `${value} ${unit}` : value);
      }))}
    </Register>
  );
}
