// What the graph's own words are to a citizen, in English.
const levels = { NONE: 'No consent', BASIS: 'Basis', BASIS_PLUS: 'Basis plus', FULL: 'Full access' };

const services = {
  PROFILE: 'Profile', GP_INFORMATION: 'GP information', CHANGE_GP: 'Changing GP', EXEMPTION_CARD: 'Exemption card and co-payments',
  HEALTH_REGISTERS: 'Health registers', PRIVACY: 'Privacy and log', RESEARCH: 'Research', HOSPITAL_JOURNAL: 'Hospital records', MEDICATION: 'Medicines',
  SUMMARY_CARE_RECORD: 'Summary care record', VACCINATION: 'Vaccines', TEST_RESULT: 'Test results', APPOINTMENT: 'Appointments', REFERRAL: 'Referrals',
  HEALTH_CONTACT: 'Healthcare contacts', MESSAGE: 'Messages', GP_DIALOGUE: 'Dialogue with the GP', DOCUMENT_ARCHIVE: 'Personal health archive',
  PATIENT_TRAVEL: 'Patient travel', DONOR_CARD: 'Donor card', TOOLS: 'Tools and courses',
};

export const codes = {
  levels,
  services,
  levelHolds: {
    NONE: 'Only privacy and the log.',
    BASIS: 'Profile, GP, exemption card and health registers.',
    BASIS_PLUS: 'The same, and hospital records.',
    FULL: 'All services, including medicines and the summary care record.',
  },
  relations: {
    SELF: 'yourself', PARENT: 'you are a parent', POWER_OF_ATTORNEY: 'you have power of attorney', ASSIGNED: 'you have an assigned power of attorney', GUARDIAN: 'you are the guardian',
  },
  holders: { SELF: 'The person', PARENT: 'Parent', POWER_OF_ATTORNEY: 'By power of attorney', ASSIGNED: 'By an assigned power of attorney', GUARDIAN: 'Guardian' },
  registers: {
    FASTLEGEREGISTER: 'the GP register', FLO: 'the GP scheme', DIALOG: 'the digital dialogue service', RESEPTFORMIDLER: 'the prescription register',
    KJERNEJOURNAL: 'the summary care record', PASIENTJOURNAL: 'the hospital records', FRIKORT: 'the exemption card register', SYSVAK: 'the immunisation register',
    PROVESVAR: 'the test results register', HENVISNINGER: 'the referral register', HELSEKONTAKTER: 'the health contact register', TIMEAVTALER: 'the appointments register',
    OPPGAVER: 'the task register', BEHANDLINGSSTED: 'the national treatment guide', KVALITETSINDIKATORER: 'the quality indicators', INNHOLD: 'the articles', HELSEARKIV: 'the health archive',
    PASIENTREISER: 'patient travel', VERKTOY: 'the tools', VARSLING: 'the notification service', PERSONVERN: 'the privacy register', FOLKEREGISTER: 'the population register',
    USAGE_LOG: 'the usage log', DECISION: 'the registers that decide what you have access to', GATEWAY: 'the service',
  },
  allRegions: 'any of the health regions',
  regions: { NORD: 'Helse Nord', MIDT: 'Helse Midt-Norge', VEST: 'Helse Vest', SOR_OST: 'Helse Sør-Øst' },
  roles: { REGULAR: 'GP', SHARED: 'Shares the list', SUBSTITUTE: 'Substitute' },
  digital: { BOOK: 'booking', RENEW: 'prescription renewal', E_CONSULTATION: 'e-consultation', CONTACT: 'messages to the practice' },
  appointmentKinds: {
    OUTPATIENT: 'Outpatient appointment', ADMISSION: 'Admission', DAY_TREATMENT: 'Day treatment', IMAGING: 'Imaging', CONSULTATION: 'Consultation', HOME_VISIT: 'Home visit',
    VIDEO: 'Video appointment', PHONE: 'Phone appointment', GROUP: 'Group appointment', VACCINATION: 'Vaccination', LAB: 'Sample taking', OTHER: 'Appointment',
  },
  referralStatuses: { RECEIVED: 'Received', ASSESSED: 'Assessed', SCHEDULED: 'Called in', FORWARDED: 'Forwarded', REJECTED: 'Rejected', COMPLETED: 'Completed' },
  messageStates: { SENT: 'Sent', DELIVERED: 'Delivered', READ: 'Read', ANSWERED: 'Answered', REJECTED: 'Rejected', EXPIRED: 'Expired' },
  taskKinds: { FORM: 'Form', LETTER: 'Letter', LINK: 'Link', TO_DO: 'Task' },
  taskStatuses: { READY: 'Not done', IN_PROGRESS: 'Begun', COMPLETED: 'Done', CANCELLED: 'Withdrawn', EXPIRED: 'Expired' },
  contactKinds: {
    GENERAL_PRACTITIONER: 'GP', PATHWAY_COORDINATOR: 'Pathway coordinator', CARE_TEAM: 'Care team', HOME_CARE: 'Home care', NEXT_OF_KIN: 'Next of kin', OWN_CONTACT: 'Own contact',
  },
  criticality: { high: 'Severe reaction', low: 'Mild reaction', 'unable-to-assess': 'Severity not assessed' },
  verification: { unconfirmed: 'Unconfirmed', presumed: 'Presumed', confirmed: 'Confirmed', refuted: 'Refuted' },
  purposes: {
    PATIENT_CARE: 'Patient care', STATISTICS: 'Statistics', PREVENTION: 'Prevention', PREPAREDNESS: 'Preparedness', ANALYSIS: 'Analysis', RESEARCH: 'Research',
  },
  advice: {
    consent: ({ level }) => `Consent to the level “${level}”. You can withdraw it at any time.`,
    consentOwn: ({ level }) => `You need to consent to the level “${level}” yourself.`,
    consentChild: ({ level, name }) => `Consent to the level “${level}” for ${name}.`,
    consentBoth: ({ level, name }) => `Consent to the level “${level}” both for yourself and for ${name}.`,
    removeBlock: ({ service }) => `Remove the block on “${service}”.`,
    withdrawReservation: () => 'Withdraw your opt-out from the summary care record.',
    widerPower: ({ name, service }) => `${name} can extend the power of attorney to cover “${service}” too.`,
    newPower: ({ name }) => `${name} can give you a new power of attorney.`,
    powerFromChild: ({ name }) => `From the age of 16, ${name} decides and can give you a power of attorney.`,
    assigned: ({ service }) => `Submit a new form for the assigned power of attorney that includes “${service}”.`,
    guardianship: ({ service }) => `Ask the County Governor to extend the guardianship to “${service}”.`,
    logInHigh: () => 'Log out and log in again at a high security level, for example with BankID.',
    sendForm: () => 'Submit the paper form to get access again. For security reasons, this cannot be done online.',
    opensItself: ({ date }) => `You get access on ${date}.`,
    askParent: () => 'Talk to one of your parents. They can change this for you until you turn 16.',
  },
  places: {
    privacy: 'Go to privacy settings on Helsenorge', power: 'Read about powers of attorney on Helsenorge', guardianship: 'Go to the County Governor',
  },
  faults: {
    NO_ANSWER: 'The service did not respond.',
    RATE_LIMITED: 'There have been too many requests in a short time. Wait a little, and try again.',
  },
  abouts: {
    line: 'Mother of Dan and Dina, with a power of attorney from Berit. Has consented to full access', berit: '83. Has given Line a power of attorney for medicines and appointments',
    dan: '9-year-old', dina: '13-year-old. Her parents have limited access', unni: 'Turns 16 today. She now has full access, and her parents none',
    bodil: 'Has consented to Basis', birger: 'Has consented to Basis plus. Has powers of attorney from several people, but limited access', nils: 'Has not consented',
    arne: 'Has blocked everything, but represents Anna', randi: 'Has opted out of the summary care record', ines: 'Has set her access to inactive. Birger represents her',
    viktor: 'Has Gunnar as guardian', astrid: 'Unable to consent. Asle has an assigned power of attorney', yngve: '14-year-old with youth access', david: 'Deceased',
    kari: 'Has a confidential address', daniel: 'Had a power of attorney from Line, now expired', gunnar: 'Guardian of Viktor and 50 others', ada: 'A researcher, here as a citizen',
    lars: 'Father of Dan and Dina', ulf: 'Father of Unni, who turns 16 today', ylva: 'Mother of Yngve', anna: 'Has given Arne a power of attorney', asle: 'Has an assigned power of attorney for Astrid',
  },
};
