// What the graph's own words are to a citizen, in nynorsk.
const levels = { NONE: 'Ikkje samtykt', BASIS: 'Basis', BASIS_PLUS: 'Basis pluss', FULL: 'Full tilgang' };

const services = {
  PROFILE: 'Profil', GP_INFORMATION: 'Fastlegeinformasjon', CHANGE_GP: 'Byte av fastlege', EXEMPTION_CARD: 'Frikort og eigendelar',
  HEALTH_REGISTERS: 'Helseregister', PRIVACY: 'Personvern og logg', RESEARCH: 'Forsking', HOSPITAL_JOURNAL: 'Pasientjournal', MEDICATION: 'Legemiddel',
  SUMMARY_CARE_RECORD: 'Kjernejournal', VACCINATION: 'Vaksinar', TEST_RESULT: 'Prøvesvar', APPOINTMENT: 'Timeavtalar', REFERRAL: 'Tilvisingar',
  HEALTH_CONTACT: 'Helsekontaktar', MESSAGE: 'Meldingar', GP_DIALOGUE: 'Dialog med fastlegen', DOCUMENT_ARCHIVE: 'Personleg helsearkiv',
  PATIENT_TRAVEL: 'Pasientreiser', DONOR_CARD: 'Donorkort', TOOLS: 'Verktøy og kurs',
};

export const codes = {
  levels,
  services,
  levelHolds: {
    NONE: 'Berre personvern og logg.',
    BASIS: 'Profil, fastlege, frikort og helseregister.',
    BASIS_PLUS: 'Det same, og i tillegg pasientjournal.',
    FULL: 'Alle tenester, også legemiddel og kjernejournal.',
  },
  relations: {
    SELF: 'deg sjølv', PARENT: 'du er forelder', POWER_OF_ATTORNEY: 'du har fullmakt', ASSIGNED: 'du er tildelt fullmakt', GUARDIAN: 'du er verje',
  },
  holders: { SELF: 'Personen sjølv', PARENT: 'Forelder', POWER_OF_ATTORNEY: 'Med fullmakt', ASSIGNED: 'Med tildelt fullmakt', GUARDIAN: 'Verje' },
  registers: {
    FASTLEGEREGISTER: 'Fastlegeregisteret', FLO: 'Fastlegeordninga', DIALOG: 'tenesta for digital dialog', RESEPTFORMIDLER: 'Reseptformidlaren',
    KJERNEJOURNAL: 'kjernejournal', PASIENTJOURNAL: 'sjukehusjournalane', FRIKORT: 'Frikortregisteret', SYSVAK: 'SYSVAK',
    PROVESVAR: 'Pasientens prøvesvar', HENVISNINGER: 'tilvisingsregisteret', HELSEKONTAKTER: 'helsekontaktane', TIMEAVTALER: 'timeavtalane',
    OPPGAVER: 'oppgåvene', BEHANDLINGSSTED: 'Vel behandlingsstad', KVALITETSINDIKATORER: 'kvalitetsindikatorane', INNHOLD: 'innhaldet frå Helsedirektoratet', HELSEARKIV: 'helsearkivet',
    PASIENTREISER: 'pasientreisene', VERKTOY: 'verktøya', VARSLING: 'varslingstenesta', PERSONVERN: 'personverntenesta', FOLKEREGISTER: 'Folkeregisteret',
    USAGE_LOG: 'loggen over bruk', DECISION: 'registera som viser kva du har tilgang til', GATEWAY: 'tenesta',
  },
  allRegions: 'nokon av helseregionane',
  regions: { NORD: 'Helse Nord', MIDT: 'Helse Midt-Noreg', VEST: 'Helse Vest', SOR_OST: 'Helse Sør-Aust' },
  roles: { REGULAR: 'Fastlege', SHARED: 'Delelege', SUBSTITUTE: 'Vikar' },
  digital: { BOOK: 'timebestilling', RENEW: 'reseptfornying', E_CONSULTATION: 'e-konsultasjon', CONTACT: 'kontakt med legekontoret' },
  appointmentKinds: {
    OUTPATIENT: 'Poliklinisk time', ADMISSION: 'Innlegging', DAY_TREATMENT: 'Dagbehandling', IMAGING: 'Biletdiagnostikk', CONSULTATION: 'Konsultasjon', HOME_VISIT: 'Heimebesøk',
    VIDEO: 'Videotime', PHONE: 'Telefontime', GROUP: 'Gruppetime', VACCINATION: 'Vaksinasjon', LAB: 'Prøvetaking', OTHER: 'Time',
  },
  referralStatuses: { RECEIVED: 'Motteken', ASSESSED: 'Vurdert', SCHEDULED: 'Innkalla', FORWARDED: 'Vidaresend', REJECTED: 'Avvist', COMPLETED: 'Avslutta' },
  messageStates: { SENT: 'Sendt', DELIVERED: 'Levert', READ: 'Lesen', ANSWERED: 'Svart på', REJECTED: 'Avvist', EXPIRED: 'Utløpt' },
  taskKinds: { FORM: 'Skjema', LETTER: 'Brev', LINK: 'Lenkje', TO_DO: 'Oppgåve' },
  taskStatuses: { READY: 'Ikkje utført', IN_PROGRESS: 'Påbyrja', COMPLETED: 'Utført', CANCELLED: 'Kansellert', EXPIRED: 'Utløpt' },
  contactKinds: {
    GENERAL_PRACTITIONER: 'Fastlege', PATHWAY_COORDINATOR: 'Forløpskoordinator', CARE_TEAM: 'Behandlingsteam', HOME_CARE: 'Heimetenester', NEXT_OF_KIN: 'Pårørande', OWN_CONTACT: 'Eigen kontakt',
  },
  criticality: { high: 'Alvorleg reaksjon', low: 'Mild reaksjon', 'unable-to-assess': 'Alvor ikkje vurdert' },
  verification: { unconfirmed: 'Ikkje stadfesta', presumed: 'Sannsynleg', confirmed: 'Stadfesta', refuted: 'Avkrefta' },
  purposes: {
    PATIENT_CARE: 'Pasientbehandling', STATISTICS: 'Statistikk', PREVENTION: 'Førebygging', PREPAREDNESS: 'Beredskap', ANALYSIS: 'Analyse', RESEARCH: 'Forsking',
  },
  advice: {
    consent: ({ level }) => `Samtykk til nivået «${level}». Du kan trekkje samtykket tilbake når du vil.`,
    consentOwn: ({ level }) => `Du må sjølv samtykkje til nivået «${level}».`,
    consentChild: ({ level, name }) => `Samtykk til nivået «${level}» for ${name}.`,
    consentBoth: ({ level, name }) => `Samtykk til nivået «${level}» både for deg sjølv og for ${name}.`,
    removeBlock: ({ service }) => `Fjern sperra for «${service}».`,
    withdrawReservation: () => 'Opphev reservasjonen mot kjernejournal.',
    widerPower: ({ name, service }) => `${name} kan utvide fullmakta slik at ho også gjeld «${service}».`,
    newPower: ({ name }) => `${name} kan gi deg ei ny fullmakt.`,
    powerFromChild: ({ name }) => `${name} bestemmer sjølv frå fylte 16 år, og kan gi deg fullmakt.`,
    assigned: ({ service }) => `Send inn nytt skjema om tildelt fullmakt der «${service}» er med.`,
    guardianship: ({ service }) => `Be statsforvaltaren om at verjemålet også skal gjelde «${service}».`,
    logInHigh: () => 'Logg ut, og logg inn igjen med høgt tryggleiksnivå, til dømes med BankID.',
    sendForm: () => 'Send inn skjemaet på papir for å få tilgang igjen. Av tryggleiksgrunnar kan det ikkje gjerast digitalt.',
    opensItself: ({ date }) => `Du får tilgang ${date}.`,
    askParent: () => 'Snakk med ein av foreldra dine. Dei kan endre dette for deg til du fyller 16 år.',
  },
  places: {
    privacy: 'Gå til personverninnstillingar på Helsenorge', power: 'Les om fullmakter på Helsenorge', guardianship: 'Gå til Statsforvaltaren',
  },
  faults: {
    NO_ANSWER: 'Tenesta svara ikkje.',
    RATE_LIMITED: 'Det har kome for mange førespurnader på kort tid. Vent litt, og prøv igjen.',
  },
  abouts: {
    line: 'Mor til Dan og Dina, og har fullmakt frå Berit. Har samtykt til full tilgang', berit: '83 år. Har gitt Line fullmakt til legemiddel og timeavtalar',
    dan: 'Barn på 9 år', dina: 'Barn på 13 år. Foreldra har avgrensa tilgang', unni: 'Fyller 16 år i dag. No har ho full tilgang sjølv, og foreldra har ikkje lenger tilgang',
    bodil: 'Har samtykt til Basis', birger: 'Har samtykt til Basis pluss. Har fullmakt frå fleire, men avgrensa tilgang', nils: 'Har ikkje samtykt',
    arne: 'Har sperra alle tenester, men representerer Anna', randi: 'Har reservert seg mot kjernejournal', ines: 'Har sett tilgangen som inaktiv. Birger representerer henne',
    viktor: 'Har Gunnar som verje', astrid: 'Kan ikkje samtykkje sjølv. Asle er tildelt fullmakt', yngve: '14 år med ungdomstilgang', david: 'Død',
    kari: 'Har fortruleg adresse', daniel: 'Hadde fullmakt frå Line, men ho har gått ut', gunnar: 'Verje for Viktor og 50 andre', ada: 'Forskar. Er her som innbyggjar',
    lars: 'Far til Dan og Dina', ulf: 'Far til Unni, som fyller 16 år i dag', ylva: 'Mor til Yngve', anna: 'Har gitt Arne fullmakt', asle: 'Er tildelt fullmakt for Astrid',
  },
};
