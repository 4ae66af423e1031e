import { CombinedGraphQLErrors } from '@apollo/client';

// What an error means to a citizen. A rule that said no is closed: it is known
// why, and often what opens it. Anything else is missing: there may be
// something there, and it is not known.
const closing = new Set([
  'ASSURANCE_TOO_LOW', 'CLIENT_SCOPE_MISSING', 'ACTOR_NOT_ELIGIBLE', 'CHILD_AGE_LIMIT', 'AGE_UNKNOWN', 'PROXY_SCOPE_MISSING',
  'PROXY_EXPIRED', 'SUBJECT_DECEASED', 'ACCESS_BLOCKED', 'INACTIVE', 'RESERVED', 'CONSENT_MISSING',
  'CONSENT_TOO_LOW', 'NOT_AVAILABLE_ON_BEHALF', 'IDENTIFYING_FIELD', 'NOT_OFFERED', 'PURPOSE_CLOSED',
]);

const statuses = { 401: 'UNAUTHENTICATED', 429: 'RATE_LIMITED' };

// errorsOf are the graph's errors of a result, or one of ours when the gateway
// itself did not answer.
export function errorsOf(error) {
  if (!error) return [];
  if (CombinedGraphQLErrors.is(error)) return error.errors;
  return [{ extensions: { code: statuses[error.statusCode] ?? 'NO_ANSWER' } }];
}

export const codeOf = (error) => error?.extensions?.code ?? 'NO_ANSWER';

// isOffered tells whether a part is there at all: a service that this gateway
// has no register for is left out, for nobody can do anything about it.
export const isOffered = ({ state, closed }) => state !== 'closed' || codeOf(closed) !== 'NOT_OFFERED';

// about are the errors at a place below the person, or on the road to it.
export function about(errors, place) {
  const steps = place.split('.');
  return errors.filter(({ path }) => {
    const below = (path ?? []).slice(1);
    return steps.every((step, i) => i >= below.length || below[i] === step);
  });
}

// standing is how one part of the page is: 'loading', 'closed', 'missing' or
// 'ready'. When it is ready, faults are what is missing within it, and closed is
// what a rule has closed within it.
export function standing({ value, errors, pending }) {
  if (pending) return { state: 'loading', faults: [] };
  const closed = errors.find((error) => closing.has(codeOf(error)));
  if (closed && value == null) return { state: 'closed', closed, faults: [] };
  if (value === undefined || (value === null && errors.length)) {
    return { state: 'missing', faults: errors.length ? errors : [{ extensions: { code: 'NO_ANSWER' } }] };
  }
  return { state: 'ready', closed, faults: errors.filter((error) => !closing.has(codeOf(error))) };
}

// Who decides what is open.
const deciding = new Set(['PERSONVERN', 'FOLKEREGISTER']);

// silent are those who did not answer, as {register, region}: regions, a
// register, those who decide, or the service itself. registers is how each is
// right now, and regions how those of the hospitals answered.
export function silent({ faults, register, regions }, registers = []) {
  const quiet = regions?.filter(({ status }) => status !== 'OK') ?? [];
  if (quiet.length > 0 && faults.some((fault) => fault.extensions?.region)) return quiet.map(({ region }) => ({ register: 'PASIENTJOURNAL', region }));
  const found = new Map();
  for (const fault of faults) {
    for (const one of silentIn(fault, register, registers)) found.set(`${one.register} ${one.region ?? ''}`, one);
  }
  return [...found.values()];
}

function silentIn({ extensions }, register, registers) {
  const { code, register: named, region } = extensions ?? {};
  if (named) return [{ register: named, region }];
  if (code === 'USAGE_LOG_UNAVAILABLE') return [{ register: 'USAGE_LOG' }];
  if (code === 'CONSENT_SOURCE_UNAVAILABLE') {
    const down = registers.filter((r) => deciding.has(r.name) && fails(r));
    return down.length > 0 ? down.map(({ name }) => ({ register: name })) : [{ register: 'DECISION' }];
  }
  if (code?.startsWith('SOURCE_') || code === 'SUBJECT_MISMATCH') return [{ register }];
  return [{ register: 'GATEWAY' }];
}

// fails tells whether a register gives no answers: it has been as it is since
// it last gave one.
export const fails = ({ status, since, lastSuccessAt }) =>
  status === 'DOWN' || (status === 'DEGRADED' && since != null && (lastSuccessAt == null || since > lastSuccessAt));

// allAlike is a part that stands for all of them, when everything about the
// person is closed for one reason, or missing since nothing can be decided or
// logged: it is told once, and not seven times.
export function allAlike(parts) {
  const [first] = parts;
  if (parts.length === 0 || parts.some(({ state }) => state !== first.state)) return null;
  if (first.state === 'closed') {
    const alike = parts.every(({ closed }) => codeOf(closed) === codeOf(first.closed));
    return alike && first.closed.extensions?.remedy?.action !== 'GIVE_CONSENT' ? first : null;
  }
  if (first.state !== 'missing') return null;
  const code = codeOf(first.faults[0]);
  const alike = parts.every(({ faults }) => codeOf(faults[0]) === code);
  return alike && (code === 'CONSENT_SOURCE_UNAVAILABLE' || code === 'USAGE_LOG_UNAVAILABLE') ? first : null;
}
