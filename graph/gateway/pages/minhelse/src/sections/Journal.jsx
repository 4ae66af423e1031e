import { FileRow, useOpener } from '../FileRow.jsx';
import { Empty, More, Section } from '../Section.jsx';
import { Register, useSpeech } from '../words/Speech.jsx';

export const journalSummary = (list, { words }) =>
  list?.nodes.length ? words.journal.summary(list.totalCount ?? list.nodes.length) : words.state.empty;

// Journal is what the hospitals have written, region by region: one of them may
// be silent while the others answer.
export function Journal({ id, part }) {
  const { words } = useSpeech();
  const opener = useOpener();
  const journal = part.data?.hospitalJournal;
  const list = part.value;
  const silent = journal?.regions?.some(({ status }) => status !== 'OK');
  return (
    <Section id={id} part={part}>
      {list?.nodes.length === 0 && !silent ? (
        <Empty>{words.journal.none}</Empty>
      ) : (
        journal?.regions?.map(({ region, status }) => (
          <Region key={region} region={region} status={status} more={list?.pageInfo?.hasNextPage}
            documents={list?.nodes.filter((document) => document.region === region) ?? []} opener={opener} />
        ))
      )}
      <More part={part} list={list} onMore={part.moreAfter} />
      {journal?.notice && <p className="faint">{journal.notice}</p>}
    </Section>
  );
}

function Region({ region, status, documents, more, opener }) {
  const { words } = useSpeech();
  const answered = status === 'OK' || status === 'PARTIAL';
  return (
    <div className="region" data-region={region} data-status={status}>
      <h3>
        {words.regions[region]}
        {!answered && <span className="badge missing">{words.state.missing}</span>}
      </h3>
      {!answered && <p className="silent">{words.journal.silent}</p>}
      {answered && documents.length === 0 && <p className="faint">{more ? words.journal.noneShown : words.journal.noneHere}</p>}
      <ul className="rows">
        {documents.map((document) => <Document key={document.id} document={document} opener={opener} />)}
      </ul>
    </div>
  );
}

function Document({ document: d, opener }) {
  const { moment } = useSpeech();
  return (
    <FileRow title={d.title ?? d.type?.display} address={d.contentUrl} opener={opener}>
      {d.createdAt && moment(d.createdAt)}{d.author?.name && <> · <Register>{d.author.name}</Register></>}
    </FileRow>
  );
}
