// How codes of the graph read to people.

// words makes PASIENTJOURNAL_X read Pasientjournal x.
export function words(code) {
  const text = String(code ?? '').replaceAll('_', ' ').toLowerCase();
  return (text.charAt(0).toUpperCase() + text.slice(1)).replace(/\bgp\b/i, 'GP');
}

const levels = { NONE: 'no consent', BASIS: 'level Basis', BASIS_PLUS: 'level Basis plus', FULL: 'full consent' };

export function levelWords(level) {
  return levels[level] ?? words(level);
}

// remedyWords tells what opens something.
export function remedyWords({ action, level, service }) {
  switch (action) {
    case 'GIVE_CONSENT':
      return `Give ${levelWords(level)}`;
    case 'REMOVE_BLOCK':
      return `Remove the block${service ? ` on ${words(service).toLowerCase()}` : ''}`;
    case 'WITHDRAW_RESERVATION':
      return 'Withdraw the opt-out from the summary care record';
    case 'RENEW_PROXY':
      return `Get a new or renewed power of attorney${service ? ` covering ${words(service).toLowerCase()}` : ''}`;
    case 'LOG_IN_HIGH':
      return 'Log in at assurance level high';
    case 'SEND_FORM':
      return 'Send the paper form, the only way to lift it';
  }
  return words(action);
}

const relations = {
  SELF: 'yourself',
  PARENT: 'as parent',
  POWER_OF_ATTORNEY: 'by a power of attorney',
  ASSIGNED: 'by an assigned power of attorney',
  GUARDIAN: 'as guardian',
};

export function relationWords(relation) {
  return relations[relation] ?? words(relation);
}

const registers = {
  FASTLEGEREGISTER: 'Fastlegeregisteret',
  RESEPTFORMIDLER: 'Reseptformidleren',
  KJERNEJOURNAL: 'Kjernejournal',
  PASIENTJOURNAL: 'Pasientjournal',
  FRIKORT: 'Frikort',
  PERSONVERN: 'Personvern',
  FOLKEREGISTER: 'Folkeregisteret',
  USAGE_LOG: 'Usage log',
};
const regions = { NORD: 'Nord', MIDT: 'Midt', VEST: 'Vest', SOR_OST: 'Sør-Øst' };

export function registerWords(register, region) {
  const name = registers[register] ?? words(register);
  return region ? `${name} ${regions[region] ?? words(region)}` : name;
}

// plural is a count of things: 1 call, 2 calls.
export function plural(n, thing) {
  return `${n} ${thing}${n === 1 ? '' : 's'}`;
}

export function ms(value) {
  if (value === null || value === undefined) return '–';
  return value >= 1000 ? `${(value / 1000).toFixed(1)} s` : `${value >= 10 ? Math.round(value) : value.toFixed(1)} ms`;
}
