import { CombinedGraphQLErrors } from '@apollo/client';

// What an error means to a citizen. A rule that said no is closed: it is known
// why, and often what opens it. Anything else is missing: there may be
// something there, and it is not known.
const closing = new Set([
  'ASSURANCE_TOO_LOW', 'CLIENT_SCOPE_MISSING', 'ACTOR_NOT_ELIGIBLE', 'CHILD_AGE_LIMIT', 'PROXY_SCOPE_MISSING',
  'PROXY_EXPIRED', 'SUBJECT_DECEASED', 'ACCESS_BLOCKED', 'INACTIVE', 'RESERVED', 'CONSENT_MISSING',
  'CONSENT_TOO_LOW', 'NOT_AVAILABLE_ON_BEHALF', 'IDENTIFYING_FIELD',
]);

// errorsOf are the graph's errors of a result, or one of ours when the gateway
// itself did not answer.
export function errorsOf(error) {
  if (!error) return [];
  if (CombinedGraphQLErrors.is(error)) return error.errors;
  return [{ extensions: { code: error.statusCode === 401 ? 'UNAUTHENTICATED' : 'NO_ANSWER' } }];
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
