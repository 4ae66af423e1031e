// What the graph's own words are to a citizen, in English.
const levels = { NONE: 'No consent', BASIS: 'Basis', BASIS_PLUS: 'Basis plus', FULL: 'Full' };

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
    NONE: 'Only privacy and the log are open.',
    BASIS: 'Profile, GP, exemption card and health registers.',
    BASIS_PLUS: 'The same, and the hospital journal.',
    FULL: 'Everything, medicines and summary care record too.',
  },
  relations: {
    SELF: 'yourself', PARENT: 'you are a parent', POWER_OF_ATTORNEY: 'you have power of attorney', ASSIGNED: 'you have an assigned power', GUARDIAN: 'you are the guardian',
  },
  holders: { SELF: 'Self', PARENT: 'Parent', POWER_OF_ATTORNEY: 'By power of attorney', ASSIGNED: 'By an assigned power', GUARDIAN: 'Guardian' },
  registers: {
    FASTLEGEREGISTER: 'the GP register', RESEPTFORMIDLER: 'the prescription register', KJERNEJOURNAL: 'the summary care record', PASIENTJOURNAL: 'the hospital journals',
    FRIKORT: 'the exemption card register', PERSONVERN: 'the privacy register', FOLKEREGISTER: 'the population register', USAGE_LOG: 'the log of use', DECISION: 'the registers that decide access', GATEWAY: 'the service',
  },
  regions: { NORD: 'Helse Nord', MIDT: 'Helse Midt-Norge', VEST: 'Helse Vest', SOR_OST: 'Helse Sør-Øst' },
  roles: { REGULAR: 'GP', SHARED: 'Shares the list', SUBSTITUTE: 'Substitute' },
  criticality: { high: 'Severe reaction', low: 'Mild reaction', 'unable-to-assess': 'Severity not assessed' },
  verification: { unconfirmed: 'Unconfirmed', presumed: 'Presumed', confirmed: 'Confirmed', refuted: 'Refuted' },
  purposes: {
    PATIENT_CARE: 'Patient care', STATISTICS: 'Statistics', PREVENTION: 'Prevention', PREPAREDNESS: 'Preparedness', ANALYSIS: 'Analysis', RESEARCH: 'Research',
  },
  remedies: {
    GIVE_CONSENT: ({ level, self }) =>
      self ? `Give consent at the level “${levels[level]}”. You may withdraw it at any time.` : `Give consent at the level “${levels[level]}” for the child.`,
    REMOVE_BLOCK: ({ service }) => `Remove the block${service ? ` of ${services[service].toLowerCase()}` : ''}.`,
    WITHDRAW_RESERVATION: () => 'Withdraw the reservation against the summary care record.',
    RENEW_PROXY: () => 'The power must be renewed, or widened to cover the service.',
    LOG_IN_HIGH: () => 'Log in with assurance level high, as with BankID.',
    SEND_FORM: () => 'Send the paper form. It is the only way back, and it is there for your own safety.',
  },
  opening: {
    CHILD_AGE_LIMIT: () => 'Nothing you can do here. From the age of 16 the child sees their own information.',
    PROXY_SCOPE_MISSING: ({ name, relation }) =>
      relation === 'POWER_OF_ATTORNEY' ? `${name} can widen the power to cover this service.` : 'The service is not part of what you may see for others.',
    PROXY_EXPIRED: ({ name }) => `${name} can give a new power.`,
    NOT_AVAILABLE_ON_BEHALF: ({ name }) => `${name} can log in and see how it stands. The reason is not told to others.`,
    ACTOR_NOT_ELIGIBLE: () => 'It opens when its conditions are met.',
    CLIENT_SCOPE_MISSING: () => 'Use an application that has access to the service.',
    SUBJECT_DECEASED: () => 'Contact the place where the person was treated.',
  },
  noOpening: 'Nothing you can do here.',
  faults: {
    NO_ANSWER: 'The service did not answer.',
    RATE_LIMITED: 'Much was asked in a short time. Wait a little, and try again.',
  },
  abouts: {
    line: 'Mother of Dan and Dina, acts for Berit. Full consent', berit: '83, gave Line power over medicines and appointments',
    dan: 'A child of 9', dina: 'A child of 13. Her parents see little', unni: '16 today: now she sees everything, and her parents nothing',
    bodil: 'Has given consent at the level Basis', birger: 'Has Basis plus, and powers from many whose data are closed', nils: 'Has given no consent',
    arne: 'Has blocked everything, yet acts for Anna', randi: 'Has reserved against the summary care record', ines: 'Inactive. Birger acts for her',
    viktor: 'Has Gunnar as guardian', astrid: 'Cannot consent. Asle was assigned a power', yngve: '14, with the access of the young', david: 'Dead',
    kari: 'Lives at a confidential address', daniel: 'Had a power from Line. It has ended', gunnar: 'Guardian of Viktor and 50 others', ada: 'A researcher, here as a citizen',
    lars: 'Father of Dan and Dina', ulf: 'Father of Unni, who is 16 today', ylva: 'Mother of Yngve', anna: 'Gave Arne a power', asle: 'Was assigned a power for Astrid',
  },
};
