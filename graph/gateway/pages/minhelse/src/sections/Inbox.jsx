import { FileRow, useOpener } from '../FileRow.jsx';
import { useOpened } from '../parts.js';
import { MESSAGES } from '../queries.js';
import { Empty, More, Opens, Section, State, usePerson } from '../Section.jsx';
import { Dotted, Register, useSpeech } from '../words/Speech.jsx';

export const inboxSummary = (list, { words }, { inbox }) =>
  inbox.data?.unreadMessages ? words.inbox.unread(inbox.data.unreadMessages) : list?.nodes.length ? words.inbox.summary(list.totalCount ?? list.nodes.length) : words.state.empty;

// Inbox is the conversations, those with the latest message first.
export function Inbox({ id, part }) {
  const { words } = useSpeech();
  const opener = useOpener();
  const list = part.value;
  return (
    <Section id={id} part={part}>
      {list?.nodes.length === 0 && !part.closed && <Empty>{words.inbox.none}</Empty>}
      <ul className="threads">
        {list?.nodes.map((one) => <Conversation key={one.id} conversation={one} opener={opener} />)}
      </ul>
      <More part={part} list={list} onMore={part.moreAfter} />
    </Section>
  );
}

function Conversation({ conversation: c, opener }) {
  const { words, moment } = useSpeech();
  const w = words.inbox;
  const title = c.topic ?? w.unnamed;
  return (
    <li>
      <Opens
        title={
          <>
            <Register>{title}</Register>
            {c.unreadMessages > 0 && <span className="tag">{w.unread(c.unreadMessages)}</span>}
            <span className="faint line"><Dotted>{c.counterpart?.name && <Register>{c.counterpart.name}</Register>}{c.latestAt && moment(c.latestAt)}</Dotted></span>
          </>
        }
      >
        {() => <Messages id={c.id} title={title} opener={opener} />}
      </Opens>
    </li>
  );
}

function Messages({ id, title, opener }) {
  const person = usePerson();
  const part = useOpened(MESSAGES, 'conversation.messages', { person: person.id, id, register: 'DIALOG' });
  return (
    <State part={part} title={title}>
      <ul className="messages">
        {part.value?.nodes.map((one) => <Message key={one.id} message={one} opener={opener} />)}
      </ul>
      <More part={part} list={part.value} onMore={part.moreAfter} />
    </State>
  );
}

function Message({ message: m, opener }) {
  const { words, moment } = useSpeech();
  const w = words.inbox;
  return (
    <li data-direction={m.direction}>
      <p className="faint">
        <Dotted>
          {m.direction && w.directions[m.direction]}
          {m.sender?.name && <Register>{m.sender.name.full ?? m.sender.name}</Register>}
          {m.onBehalfBy?.name && <>{w.writtenBy} <Register>{m.onBehalfBy.name.full}</Register></>}
          {m.sentAt && moment(m.sentAt)}
          {m.state && words.messageStates[m.state]}
        </Dotted>
      </p>
      {m.text && <p className="said"><Register>{m.text}</Register></p>}
      {m.rejection && <p className="note missing">{w.rejected} <Register>{m.rejection}</Register></p>}
      {m.attachments?.length > 0 && (
        <ul className="rows" aria-label={w.attachments}>
          {m.attachments.map((file, i) => <FileRow key={i} title={file.title ?? w.attachment} address={file.contentUrl} opener={opener} />)}
        </ul>
      )}
    </li>
  );
}
