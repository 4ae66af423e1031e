// Make a register slow, down or wrong, and see what becomes of the answer. Of
// the demonstration only.

import { useState } from 'react';
import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { Badge, Icon, Panel, usePolled } from '../parts.jsx';
import { answerOf } from '../ask.js';
import { useSession } from '../session.js';
import { plural, words } from '../words.js';
import { breakerOf, readRegisters } from './registers.jsx';

export const faults = { title: 'Faults', icon: () => <Icon of="plug" />, content: Faults };

// The ways to fail, as the stand-ins take them.
const ways = {
  '': ['works', null],
  slow: ['is slow: 1 s', { latencyMs: 1000 }],
  late: ['times out: 5 s', { latencyMs: 5000 }],
  down: ['is down: 503', { status: 503 }],
  busy: ['throttles: 429, 30 s', { status: 429, retryAfter: 30 }],
  garbled: ['sends garbled responses', { body: 'garble' }],
  truncated: ['cuts off responses', { body: 'truncate' }],
  stranger: ['responds about another person', { body: 'wrong-subject' }],
};

// What it means that a register fails which every answer rests on.
const without = { decides: 'required for access decisions', logs: 'required for logging' };

const readFaults = async () => (await fetch('demo/faults')).json();

async function set(register, way) {
  const fault = ways[way][1];
  await fetch(`demo/faults?register=${register}`, fault
    ? { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(fault) }
    : { method: 'DELETE' });
}

// wayOf is which of the ways a stand-in fails in; others were ordered elsewhere.
function wayOf(fault) {
  if (!fault) return '';
  const found = Object.entries(ways).find(([, [, way]]) => way && Object.entries(way).every(([k, v]) => fault[k] === v));
  return found?.[0] ?? 'other';
}

function Faults() {
  const { last } = useSession();
  const { run } = useGraphiQLActions();
  const [shown, look] = usePolled(readFaults, 4000);
  const [live] = usePolled(readRegisters, 1500);
  const faulty = shown?.some(({ fault }) => fault);
  const order = async (register, way) => {
    await set(register, way);
    look();
    if (last) run();
  };
  const mend = async () => {
    await Promise.all(shown.map(({ register }) => set(register, '')));
    look();
    if (last) run();
  };
  return (
    <Panel title="Faults" about="Make a register fail and run the query: only its own fields are affected." tools={<button type="button" className="hg-button" disabled={!faulty} onClick={mend}>Clear all</button>}>
      <ul className="hg-faults">
        {shown?.map(({ register, code, name, role, fault }) => {
          const way = wayOf(fault);
          const breaker = breakerOf(live, { register: code });
          return (
            <li key={register} className={way ? 'hg-faulty' : ''}>
              <label htmlFor={`hg-${register}`}>
                {name}
                {without[role] && <small> {without[role]}</small>}
              </label>
              <select id={`hg-${register}`} value={way} onChange={(e) => order(register, e.target.value)}>
                {Object.entries(ways).map(([key, [text]]) => <option key={key} value={key}>{text}</option>)}
                {way === 'other' && <option value="other" disabled>fails in another way</option>}
              </select>
              {breaker && breaker !== 'CLOSED' && <Badge tone="bad">breaker {words(breaker).toLowerCase()}</Badge>}
            </li>
          );
        })}
      </ul>
      <Storm />
      <Outcome last={last} />
    </Panel>
  );
}

// Storm asks the open query often enough for a breaker to see that a register
// fails: half of twenty questions within ten seconds.
function Storm() {
  const [left, count] = useState(0);
  const fetcher = useGraphiQL((s) => s.fetcher);
  const queryEditor = useGraphiQL((s) => s.queryEditor);
  const variableEditor = useGraphiQL((s) => s.variableEditor);
  const { run } = useGraphiQLActions();
  const storm = async () => {
    const params = { query: queryEditor.getValue(), variables: JSON.parse(variableEditor.getValue() || '{}') };
    const times = 24;
    count(times);
    const one = async () => {
      for await (const part of fetcher(params)) void part;
      count((n) => n - 1);
    };
    await Promise.allSettled(Array.from({ length: times }, one));
    count(0);
    run();
  };
  return (
    <p className="hg-row">
      <span>A circuit breaker opens when half of twenty requests fail within ten seconds. No calls are then made to the register for a while.</span>
      <button type="button" className="hg-button" disabled={left > 0} onClick={storm}>{left > 0 ? `${left} left` : 'Send 24 requests'}</button>
    </p>
  );
}

// Outcome is what became of the last answer.
function Outcome({ last }) {
  if (!last) return null;
  const { errors, sources } = answerOf(last);
  const failed = errors.filter((e) => e.extensions?.register);
  return (
    <div className="hg-outcome" role="status">
      <h3>Last response</h3>
      <p>
        {failed.length === 0 ? 'No register failed.' : `${plural(failed.length, 'field')} could not be fetched; ${plural(sources.filter((s) => s.status === 'OK').length, 'endpoint')} responded normally.`}
      </p>
      <ul>
        {failed.slice(0, 4).map((e) => (
          <li key={e.path?.join('.')}>
            <code>{e.path?.at(-1)}</code> <Badge tone="bad">{e.extensions.code}</Badge>
            <small>{e.message}</small>
          </li>
        ))}
      </ul>
    </div>
  );
}
