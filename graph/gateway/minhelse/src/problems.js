import { CombinedGraphQLErrors } from '@apollo/client';

// What an error means to a citizen. A rule that said no is closed: it is known
// why, and often what opens it. Anything else is missing: there may be
// something there, and it is not known.
const closing = new Set([
  'ASSURANCE_TOO_LOW', 'CLIENT_SCOPE_MISSING', 'ACTOR_NOT_ELIGIBLE', 'CHILD_AGE_LIMIT', 'PROXY_SCOPE_MISSING',
  'PROXY_EXPIRED', 'SUBJECT_DECEASED', 'ACCESS_BLOCKED', 'INACTIVE', 'RESERVED', 'CONSENT_MISSING',
  'CONSENT_TOO_LOW', 'NOT_AVAILABLE_ON_BEHALF', 'IDENTIFYING_FIELD',
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

// about are the errors at a place below the person, or on the road to it.
export function about(errors, place) {
  const steps = place.split('.');
  return errors.filter(({ path }) => {
    const below = (path ?? []).slice(1);
    return steps.every((step, i) => i >= below.length || below[i] === step);
  });
}

// standing is how one part of the page is: 'loading', 'closed', 'missing' or
// 'ready'. When it is ready, faults are what is missing within it.
export function standing({ value, errors, pending }) {
  if (pending) return { state: 'loading', faults: [] };
  const closed = errors.find((error) => closing.has(codeOf(error)));
  if (closed && value == null) return { state: 'closed', closed, faults: [] };
  if (value === undefined || (value === null && errors.length)) {
    return { state: 'missing', faults: errors.length ? errors : [{ extensions: { code: 'NO_ANSWER' } }] };
  }
  return { state: 'ready', faults: errors };
}

// silent is who did not answer: a region, a register, those who decide, or the
// service itself. What it says of itself is for people only when it is one of
// the codes the graph has a sentence for.
export function silent(error, { register }) {
  const { code, register: named, region } = error.extensions ?? {};
  if (named) return { register: named, region };
  if (code === 'USAGE_LOG_UNAVAILABLE') return { register: 'USAGE_LOG' };
  if (code === 'CONSENT_SOURCE_UNAVAILABLE') return { register: 'DECISION' };
  if (code?.startsWith('SOURCE_') || code === 'SUBJECT_MISMATCH') return { register };
  return { register: 'GATEWAY' };
}
