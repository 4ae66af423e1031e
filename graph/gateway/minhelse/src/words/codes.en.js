// What the graph's own words are to a citizen, in English.
const levels = { NONE: 'No consent', BASIS: 'Basis', BASIS_PLUS: 'Basis plus', FULL: 'Full access' };

const services = {
  PROFILE: 'Profile', GP_INFORMATION: 'GP information', CHANGE_GP: 'Changing GP', EXEMPTION_CARD: 'Exemption card and co-payments',
  HEALTH_REGISTERS: 'Health registers', PRIVACY: 'Privacy and log', RESEARCH: 'Research', HOSPITAL_JOURNAL: 'Hospital journal', MEDICATION: 'Medicines',
  SUMMARY_CARE_RECORD: 'Summary care record', VACCINATION: 'Vaccines', TEST_RESULT: 'Test results', APPOINTMENT: 'Appointments', REFERRAL: 'Referrals',
  HEALTH_CONTACT: 'Health contacts', MESSAGE: 'Messages', GP_DIALOGUE: 'Dialogue with the GP', DOCUMENT_ARCHIVE: 'Personal health archive',
  PATIENT_TRAVEL: 'Patient travel', DONOR_CARD: 'Donor card', TOOLS: 'Tools and courses',
};

export const codes = {
  levels,
  services,
  levelHolds: {
    NONE: 'Only privacy and the log.',
    BASIS: 'Profile, GP, exemption card and health registers.',
    BASIS_PLUS: 'The same, and the hospital journal.',
    FULL: 'All services, medicines and summary care record too.',
  },
  relations: {
    SELF: 'yourself', PARENT: 'you are a parent', POWER_OF_ATTORNEY: 'you have power of attorney', ASSIGNED: 'you have an assigned power', GUARDIAN: 'you are the guardian',
  },
  holders: { SELF: 'The person', PARENT: 'Parent', POWER_OF_ATTORNEY: 'By power of attorney', ASSIGNED: 'By an assigned power', GUARDIAN: 'Guardian' },
  registers: {
    FASTLEGEREGISTER: 'the GP register', RESEPTFORMIDLER: 'the prescription register', KJERNEJOURNAL: 'the summary care record', PASIENTJOURNAL: 'the hospital journals',
    FRIKORT: 'the exemption card register', PERSONVERN: 'the privacy register', FOLKEREGISTER: 'the population register', USAGE_LOG: 'the log of use', DECISION: 'the registers that tell what you have access to', GATEWAY: 'the service',
  },
  allRegions: 'any of the health regions',
  regions: { NORD: 'Helse Nord', MIDT: 'Helse Midt-Norge', VEST: 'Helse Vest', SOR_OST: 'Helse Sør-Øst' },
  roles: { REGULAR: 'GP', SHARED: 'Shares the list', SUBSTITUTE: 'Substitute' },
  criticality: { high: 'Severe reaction', low: 'Mild reaction', 'unable-to-assess': 'Severity not assessed' },
  verification: { unconfirmed: 'Unconfirmed', presumed: 'Presumed', confirmed: 'Confirmed', refuted: 'Refuted' },
  purposes: {
    PATIENT_CARE: 'Patient care', STATISTICS: 'Statistics', PREVENTION: 'Prevention', PREPAREDNESS: 'Preparedness', ANALYSIS: 'Analysis', RESEARCH: 'Research',
  },
  advice: {
    consent: ({ level }) => `Consent to the level “${level}”. You may withdraw it at any time.`,
    consentOwn: ({ level }) => `You must yourself consent to the level “${level}”.`,
    consentChild: ({ level, name }) => `Consent to the level “${level}” for ${name}.`,
    consentBoth: ({ level, name }) => `Consent to the level “${level}” both for yourself and for ${name}.`,
    removeBlock: ({ service }) => `Remove the block of “${service}”.`,
    withdrawReservation: () => 'Withdraw the reservation against the summary care record.',
    widerPower: ({ name, service }) => `${name} can widen the power so that it covers “${service}” too.`,
    newPower: ({ name }) => `${name} can give you a new power of attorney.`,
    powerFromChild: ({ name }) => `${name} decides alone from the age of 16, and can give you a power of attorney.`,
    assigned: ({ service }) => `Send a new form for the assigned power with “${service}” in it.`,
    guardianship: ({ service }) => `Ask the County Governor to have the guardianship cover “${service}” too.`,
    logInHigh: () => 'Log out, and log in again with assurance level high, as with BankID.',
    sendForm: () => 'Send the paper form to open the access again. For safety, it is the only way.',
    opensItself: ({ date }) => `You get access on ${date}.`,
    askParent: () => 'Talk to one of your parents. They can change this for you until you turn 16.',
  },
  places: {
    privacy: 'Go to privacy settings at Helsenorge', power: 'Read about powers of attorney at Helsenorge', guardianship: 'Go to the County Governor',
  },
  faults: {
    NO_ANSWER: 'The service did not answer.',
    RATE_LIMITED: 'Much was asked in a short time. Wait a little, and try again.',
  },
  abouts: {
    line: 'Mother of Dan and Dina, with a power of attorney from Berit. Has consented to full access', berit: '83, gave Line power over medicines and appointments',
    dan: 'A child of 9', dina: 'A child of 13. Her parents see little', unni: '16 today: now she sees everything, and her parents nothing',
    bodil: 'Has consented to Basis', birger: 'Has consented to Basis plus. Holds powers from several, but little is open', nils: 'Has not consented',
    arne: 'Has blocked everything, but represents Anna', randi: 'Has reserved against the summary care record', ines: 'Has made herself inactive. Birger represents her',
    viktor: 'Has Gunnar as guardian', astrid: 'Cannot consent. Asle was assigned a power', yngve: '14, with the access of the young', david: 'Deceased',
    kari: 'Lives at a confidential address', daniel: 'Had a power from Line. It has ended', gunnar: 'Guardian of Viktor and 50 others', ada: 'A researcher, here as a citizen',
    lars: 'Father of Dan and Dina', ulf: 'Father of Unni, who is 16 today', ylva: 'Mother of Yngve', anna: 'Gave Arne a power', asle: 'Was assigned a power for Astrid',
  },
};
