// Where somebody does what the page cannot do for them.
const places = {
  privacy: { no: 'https://www.helsenorge.no/personverninnstillinger/', en: 'https://www.helsenorge.no/en/privacy-settings/' },
  power: { no: 'https://www.helsenorge.no/fullmakt/', en: 'https://www.helsenorge.no/en/power-of-attorney/' },
  guardianship: { no: 'https://www.statsforvalteren.no/', en: 'https://www.statsforvalteren.no/en/' },
};

export const addressOf = (place, language) => places[place][language === 'en' ? 'en' : 'no'];

// How each remedy is told, and where it is done. One that this page learns to
// do itself has a button here, and no place.
const remedies = {
  GIVE_CONSENT: ({ remedy, self, age }) => {
    if (self) return { what: 'consent', place: 'privacy' };
    // What a representative is told of is their own, but for a child's parent:
    // of them and the child, both must have given the lowest level.
    if (age >= 16) return { what: 'consentOwn', place: 'privacy' };
    return { what: remedy.level === 'BASIS' ? 'consentBoth' : 'consentChild', place: 'privacy' };
  },
  REMOVE_BLOCK: () => ({ what: 'removeBlock', place: 'privacy' }),
  WITHDRAW_RESERVATION: () => ({ what: 'withdrawReservation', place: 'privacy' }),
  RENEW_PROXY: ({ code, relation }) => {
    if (relation === 'GUARDIAN') return { what: 'guardianship', place: 'guardianship' };
    if (relation === 'ASSIGNED') return { what: 'assigned', place: 'power' };
    return { what: code === 'PROXY_EXPIRED' ? 'newPower' : 'widerPower', place: 'power' };
  },
  LOG_IN_HIGH: () => ({ what: 'logInHigh' }),
  SEND_FORM: () => ({ what: 'sendForm', place: 'privacy' }),
};

const settings = new Set(['ACCESS_BLOCKED', 'RESERVED', 'CONSENT_MISSING', 'CONSENT_TOO_LOW']);

// adviceOn is what can be done about something closed, or when it opens by
// itself: {what, place}, or null where nothing helps. closed is {code, remedy,
// changesOn}, person {self, relation, age}.
export function adviceOn({ code, remedy, changesOn }, { self, relation, age }) {
  if (remedy) return remedies[remedy.action]?.({ code, remedy, self, relation, age }) ?? null;
  if (changesOn) return { what: 'opensItself' };
  if (self && age < 16 && settings.has(code)) return { what: 'askParent' };
  if (code === 'CHILD_AGE_LIMIT' && age >= 16) return { what: 'powerFromChild', place: 'power' };
  return null;
}
