// How the registers are right now, as the gateway sees them.

import { Badge, Empty, Icon, Panel, usePolled } from '../parts.jsx';
import { ask } from '../ask.js';
import { ms, registerWords, words } from '../words.js';

export const registers = { title: 'Registers', icon: () => <Icon of="pulse" />, content: Registers };

const tones = { UP: 'good', OK: 'good', UNKNOWN: 'calm', IDLE: 'calm', DEGRADED: 'warn', DOWN: 'bad' };

export async function readRegisters() {
  const { data } = await ask({ query: '{ registers { name region status since lastSuccessAt errorRate latencyMs { p50 p95 } operations { name breaker } } }' });
  return data?.registers ?? [];
}

// breakerOf is the worst state of the breakers of a register.
export function breakerOf(registers, { register, region }) {
  const operations = registers?.filter((r) => r.name === register && (!region || r.region === region)).flatMap((r) => r.operations) ?? [];
  return ['OPEN', 'HALF_OPEN', 'CLOSED'].find((state) => operations.some((o) => o.breaker === state));
}

function Registers() {
  const [all] = usePolled(readRegisters, 2000);
  return (
    <Panel title="Registers" about="Current status of the registers, as seen by the gateway.">
      {all?.length === 0 && <Empty>No registers.</Empty>}
      <ul className="hg-tiles">
        {all?.map((r) => <Tile key={r.name + r.region + r.operations.map((o) => o.name)} register={r} />)}
      </ul>
    </Panel>
  );
}

function Tile({ register: r }) {
  const tripped = r.operations.filter((o) => o.breaker !== 'CLOSED');
  return (
    <li className={`hg-tile hg-${tones[r.status] ?? 'calm'}`}>
      <h3>{registerWords(r.name, r.region)}</h3>
      <Badge tone={tones[r.status]}>{words(r.status)}</Badge>
      <dl>
        <dt>p50</dt>
        <dd>{ms(r.latencyMs?.p50)}</dd>
        <dt>p95</dt>
        <dd>{ms(r.latencyMs?.p95)}</dd>
        <dt>errors</dt>
        <dd>{r.errorRate === null ? '–' : `${Math.round(r.errorRate * 100)} %`}</dd>
        {r.since && <><dt>since</dt><dd>{time(r.since)}</dd></>}
      </dl>
      {tripped.map((o) => <p key={o.name}><Badge tone="bad">breaker {words(o.breaker).toLowerCase()}</Badge> <code>{o.name}</code></p>)}
    </li>
  );
}

function time(instant) {
  return new Date(instant).toLocaleTimeString('nb-NO');
}
