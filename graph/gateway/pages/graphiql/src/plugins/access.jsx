// What the open query may see: each field open or closed, why, by which rule,
// and what opens it. The gateway explains it without asking for it.

import { useEffect, useState } from 'react';
import { Badge, Empty, Icon, Panel, useOpenQuery } from '../parts.jsx';
import { ask, explain } from '../ask.js';
import { about, session, useSession } from '../session.js';
import { levelWords, plural, registerWords, remedyWords, words } from '../words.js';

export const access = { title: 'Access', icon: () => <Icon of="lock" />, content: Access };

function Access() {
  const s = useSession();
  const { query, variables, operationName } = useOpenQuery();
  const [{ rows, trouble }, tell] = useState({ rows: null, trouble: '' });
  useEffect(() => {
    let late = false;
    if (!query.trim()) return tell({ rows: [], trouble: '' });
    Promise.resolve()
      .then(() => explain(query, variables.trim() ? JSON.parse(variables) : {}, operationName))
      .then((rows) => late || tell({ rows, trouble: '' }))
      .catch((error) => late || tell({ rows: [], trouble: error.message }));
    return () => {
      late = true;
    };
  }, [query, variables, operationName, s.viewer, s.subject, s.token]);
  const subject = about(s);
  return (
    <Panel title="Access" about={<>Access for each field of the open query{subject && <>, about <strong>{subject.name?.full}</strong></>}{subject?.relation && <>, as seen by <strong>{s.viewer.person.name?.full}</strong></>}. No health register is called.</>}>
      {trouble && <p className="hg-trouble" role="status">{trouble}</p>}
      {rows && !trouble && <Rows rows={rows} />}
    </Panel>
  );
}

function Rows({ rows }) {
  if (rows.length === 0) return <Empty>No field in the query is guarded.</Empty>;
  const groups = grouped(rows);
  const fields = groups.flatMap((g) => g.fields);
  const closed = fields.filter((f) => !f.open).length;
  const calls = rows.reduce((sum, r) => sum + r.calls, 0);
  return (
    <>
      <p className="hg-sum" role="status">
        <Badge tone="good">{plural(fields.length - closed, 'field')} open</Badge>
        {closed > 0 && <Badge tone="bad">{closed} closed</Badge>}
        <Badge>{plural(calls, 'call')} to registers</Badge>
      </p>
      {groups.map(({ place, fields }, i) =>
        groups.length === 1 ? (
          <Fields key={place} fields={fields} place={place} />
        ) : (
          <details key={place} className="hg-group" open={i === 0}>
            <summary>
              <span>{nameAt(place)} <code>{place}</code></span>
              {fields.some((f) => !f.open) ? <Badge tone="bad">{fields.filter((f) => !f.open).length} closed</Badge> : <Badge tone="good">all open</Badge>}
            </summary>
            <Fields fields={fields} place={place} />
          </details>
        ),
      )}
    </>
  );
}

function Fields({ fields, place }) {
  return (
    <ul className="hg-fields" aria-label={place}>
      {fields.map((f) => (
        <li key={f.name} className={f.open ? 'hg-isopen' : 'hg-isclosed'}>
          <h3>
            <Icon of={f.open ? 'open' : 'lock'} />
            <code>{f.name}</code>
            <Badge tone={f.open ? 'good' : 'bad'}>{f.open ? 'open' : 'closed'}</Badge>
          </h3>
          {f.open ? (
            <small>
              {f.service ? words(f.service) : 'Open data'}
              {f.calls > 0 && ` · ${plural(f.calls, 'call')} to ${f.registers.map((r) => registerWords(r)).join(', ')}`}
            </small>
          ) : (
            <Why row={f} />
          )}
        </li>
      ))}
    </ul>
  );
}

function Why({ row }) {
  return (
    <>
      <p>{row.message}</p>
      <dl>
        <dt>Reason</dt>
        <dd><code>{row.reason}</code></dd>
        {row.rule > 0 && (
          <>
            <dt>Rule {row.rule}</dt>
            <dd>{row.wants}</dd>
          </>
        )}
        <dt>Opens with</dt>
        <dd>{row.remedy ? <Remedy remedy={row.remedy} /> : 'nothing you can do'}</dd>
      </dl>
    </>
  );
}

// Remedy tells what opens it; of a consent, also what else it would open.
function Remedy({ remedy }) {
  const [preview, tell] = useState(null);
  const look = async () => {
    const { data } = await ask({ query: 'query($level: ConsentLevel!) { previewConsent(level: $level) { service open } }', variables: { level: remedy.level } });
    tell(data?.previewConsent?.filter((p) => p.open).map((p) => words(p.service)) ?? []);
  };
  return (
    <>
      <strong>{remedyWords(remedy)}</strong>
      {remedy.level && !preview && (
        <button type="button" className="hg-link" onClick={look}>What else would that open?</button>
      )}
      {preview && <span className="hg-preview" role="status">With {levelWords(remedy.level)} {plural(preview.length, 'service')} would be open: {preview.join(', ')}.</span>}
    </>
  );
}

// grouped are the rows by person, and fields within fields put to the one they
// stand in, which is decided alike.
function grouped(rows) {
  const groups = new Map();
  for (const row of rows) {
    const at = row.path.findLastIndex((step) => typeof step === 'number');
    const roots = new Set(['viewer', 'person', 'represents']);
    const cut = at >= 0 ? at + 1 + (roots.has(row.path[at + 1]) ? 1 : 0) : row.path.findLastIndex((step, i) => i < 2 && i < row.path.length - 1 && roots.has(step)) + 1;
    const place = written(row.path.slice(0, cut)) || 'query';
    const [name] = row.path.slice(cut);
    if (!groups.has(place)) groups.set(place, { place, fields: [] });
    const { fields } = groups.get(place);
    const field = fields.find((f) => f.name === name);
    if (!field) {
      fields.push({ ...row, name, registers: row.register ? [row.register] : [] });
      continue;
    }
    field.calls += row.calls;
    if (row.register && !field.registers.includes(row.register)) field.registers.push(row.register);
    if (!row.open && field.open) Object.assign(field, { open: false, reason: row.reason, message: row.message, rule: row.rule, remedy: row.remedy });
  }
  return [...groups.values()];
}

// nameAt is who stands at a place, where the page knows.
function nameAt(place) {
  const [, list, index] = /^(viewer\.represents|people)\[(\d+)\]/.exec(place) ?? [];
  return list && session().viewer?.represents?.filter((r) => list !== 'people' || r.person)[index]?.person?.name?.full;
}

function written(path) {
  return path.map((step, i) => (typeof step === 'number' ? `[${step}]` : (i ? '.' : '') + step)).join('');
}
