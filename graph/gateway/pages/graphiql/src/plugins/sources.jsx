// How the last answer came about: one bar for each register that was asked.

import { Badge, Empty, Icon, Panel, usePolled } from '../parts.jsx';
import { answerOf } from '../ask.js';
import { useSession } from '../session.js';
import { ms, plural, registerWords, words } from '../words.js';
import { breakerOf, readRegisters } from './registers.jsx';

export const sources = { title: 'Sources', icon: () => <Icon of="waterfall" />, content: Sources };

const tones = { OK: 'good', PARTIAL: 'warn', DENIED_NOT_CALLED: 'calm', OVER_BUDGET: 'warn' };

export function toneOf(status) {
  return tones[status] ?? 'bad';
}

const statuses = { OK: 'OK', DENIED_NOT_CALLED: 'Not called', CIRCUIT_OPEN: 'Circuit open' };

function breakersWords(registers) {
  const tripped = registers.filter((r) => r.operations.some((o) => o.breaker !== 'CLOSED'));
  if (tripped.length === 0) return 'All circuit breakers are closed.';
  return `Circuit breaker open: ${tripped.map((r) => registerWords(r.name, r.region)).join(', ')}. No calls are made for a while.`;
}

function Sources() {
  const { last } = useSession();
  const [registers] = usePolled(readRegisters, 3000);
  const { sources } = answerOf(last);
  if (!last) return <Panel title="Sources"><Empty>Run a query to see which registers were called.</Empty></Panel>;
  if (sources.length === 0) return <Panel title="Sources"><Empty>No registers were called for the last response.</Empty></Panel>;
  const asked = sources.filter((s) => s.calls > 0);
  return (
    <Panel title="Sources" about={<>The last response took <strong>{ms(last.ms)}</strong>: {plural(asked.reduce((n, s) => n + s.calls, 0), 'call')} to {plural(asked.length, 'endpoint')}, in parallel. The privacy registers are called first.</>}>
      <Waterfall sources={sources} />
      {registers && <p className="hg-about">{breakersWords(registers)}</p>}
      <table className="hg-table">
        <caption className="hg-hidden">Registers called for the last response</caption>
        <thead>
          <tr><th scope="col">Register</th><th scope="col">Status</th><th scope="col">Calls</th><th scope="col">Time</th></tr>
        </thead>
        <tbody>
          {sources.map((s) => (
            <tr key={s.register + s.region}>
              <th scope="row">{registerWords(s.register, s.region)}</th>
              <td><Badge tone={toneOf(s.status)}>{statuses[s.status] ?? words(s.status)}</Badge><Breaker state={breakerOf(registers, s)} />{s.retryAfter > 0 && <small> retry in {s.retryAfter} s</small>}</td>
              <td>{s.calls}{s.retries > 0 && <small> ({s.retries} retried)</small>}</td>
              <td>{s.calls > 0 ? ms(s.durationMs) : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

// Breaker is the state of a register's breaker now, when it lets not all through.
function Breaker({ state }) {
  if (!state || state === 'CLOSED') return null;
  return <> <Badge tone="bad">breaker {state.replace('_', ' ').toLowerCase()}</Badge></>;
}

// Waterfall is the same drawn over time, for eyes; the table is for everybody.
function Waterfall({ sources }) {
  const bars = sources.filter((s) => s.calls > 0).toSorted((a, b) => (a.startMs ?? 0) - (b.startMs ?? 0));
  if (bars.length === 0) return null;
  const end = Math.max(...bars.map((s) => (s.startMs ?? 0) + s.durationMs), 1);
  const [left, width, row] = [128, 220, 24];
  const x = (t) => left + (t / end) * width;
  const ticks = [0, 0.5, 1];
  return (
    <svg className="hg-waterfall" viewBox={`0 0 ${left + width + 56} ${bars.length * row + 22}`} role="img" aria-label="When each register was called, and for how long">
      {ticks.map((t) => (
        <g key={t}>
          <line x1={x(t * end)} x2={x(t * end)} y1="0" y2={bars.length * row + 4} />
          <text className="hg-tick" x={x(t * end)} y={bars.length * row + 18} textAnchor={t === 0 ? 'start' : 'middle'}>{t === 0 ? '0' : ms(t * end)}</text>
        </g>
      ))}
      {bars.map((s, i) => (
        <g key={s.register + s.region} className={`hg-bar hg-${toneOf(s.status)}`}>
          <text x={left - 8} y={i * row + 16} textAnchor="end">{registerWords(s.register, s.region)}</text>
          <rect x={x(s.startMs ?? 0)} y={i * row + 4} width={Math.max(3, x((s.startMs ?? 0) + s.durationMs) - x(s.startMs ?? 0))} height={row - 8} rx="3" />
          <text x={x((s.startMs ?? 0) + s.durationMs) + 6} y={i * row + 16}>{ms(s.durationMs)}</text>
        </g>
      ))}
    </svg>
  );
}
