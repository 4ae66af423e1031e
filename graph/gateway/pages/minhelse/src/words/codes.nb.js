// What the graph's own words are to a citizen, in bokmål.
const levels = { NONE: 'Ikke samtykket', BASIS: 'Basis', BASIS_PLUS: 'Basis pluss', FULL: 'Full tilgang' };

const services = {
  PROFILE: 'Profil', GP_INFORMATION: 'Fastlegeinformasjon', CHANGE_GP: 'Bytte av fastlege', EXEMPTION_CARD: 'Frikort og egenandeler',
  HEALTH_REGISTERS: 'Helseregistre', PRIVACY: 'Personvern og logg', RESEARCH: 'Forskning', HOSPITAL_JOURNAL: 'Pasientjournal', MEDICATION: 'Legemidler',
  SUMMARY_CARE_RECORD: 'Kjernejournal', VACCINATION: 'Vaksiner', TEST_RESULT: 'Prøvesvar', APPOINTMENT: 'Timeavtaler', REFERRAL: 'Henvisninger',
  HEALTH_CONTACT: 'Helsekontakter', MESSAGE: 'Meldinger', GP_DIALOGUE: 'Dialog med fastlegen', DOCUMENT_ARCHIVE: 'Personlig helsearkiv',
  PATIENT_TRAVEL: 'Pasientreiser', DONOR_CARD: 'Donorkort', TOOLS: 'Verktøy og kurs',
};

export const codes = {
  levels,
  services,
  levelHolds: {
    NONE: 'Bare personvern og logg.',
    BASIS: 'Profil, fastlege, frikort og helseregistre.',
    BASIS_PLUS: 'Det samme, og i tillegg pasientjournal.',
    FULL: 'Alle tjenester, også legemidler og kjernejournal.',
  },
  relations: {
    SELF: 'deg selv', PARENT: 'du er forelder', POWER_OF_ATTORNEY: 'du har fullmakt', ASSIGNED: 'du er tildelt fullmakt', GUARDIAN: 'du er verge',
  },
  holders: { SELF: 'Personen selv', PARENT: 'Forelder', POWER_OF_ATTORNEY: 'Med fullmakt', ASSIGNED: 'Med tildelt fullmakt', GUARDIAN: 'Verge' },
  registers: {
    FASTLEGEREGISTER: 'Fastlegeregisteret', FLO: 'Fastlegeordningen', DIALOG: 'tjenesten for digital dialog', RESEPTFORMIDLER: 'Reseptformidleren',
    KJERNEJOURNAL: 'kjernejournal', PASIENTJOURNAL: 'sykehusjournalene', FRIKORT: 'Frikortregisteret', SYSVAK: 'SYSVAK',
    PROVESVAR: 'Pasientens prøvesvar', HENVISNINGER: 'henvisningsregisteret', HELSEKONTAKTER: 'helsekontaktene', TIMEAVTALER: 'timeavtalene',
    OPPGAVER: 'oppgavene', BEHANDLINGSSTED: 'Velg behandlingssted', KVALITETSINDIKATORER: 'kvalitetsindikatorene', INNHOLD: 'innholdet fra Helsedirektoratet', HELSEARKIV: 'helsearkivet',
    PASIENTREISER: 'pasientreisene', VERKTOY: 'verktøyene', VARSLING: 'varslingstjenesten', PERSONVERN: 'personverntjenesten', FOLKEREGISTER: 'Folkeregisteret',
    USAGE_LOG: 'loggen over bruk', DECISION: 'registrene som viser hva du har tilgang til', GATEWAY: 'tjenesten',
  },
  allRegions: 'noen av helseregionene',
  regions: { NORD: 'Helse Nord', MIDT: 'Helse Midt-Norge', VEST: 'Helse Vest', SOR_OST: 'Helse Sør-Øst' },
  roles: { REGULAR: 'Fastlege', SHARED: 'Delelege', SUBSTITUTE: 'Vikar' },
  digital: { BOOK: 'timebestilling', RENEW: 'reseptfornyelse', E_CONSULTATION: 'e-konsultasjon', CONTACT: 'kontakt med legekontoret' },
  appointmentKinds: {
    OUTPATIENT: 'Poliklinisk time', ADMISSION: 'Innleggelse', DAY_TREATMENT: 'Dagbehandling', IMAGING: 'Bildediagnostikk', CONSULTATION: 'Konsultasjon', HOME_VISIT: 'Hjemmebesøk',
    VIDEO: 'Videotime', PHONE: 'Telefontime', GROUP: 'Gruppetime', VACCINATION: 'Vaksinasjon', LAB: 'Prøvetaking', OTHER: 'Time',
  },
  referralStatuses: { RECEIVED: 'Mottatt', ASSESSED: 'Vurdert', SCHEDULED: 'Innkalt', FORWARDED: 'Videresendt', REJECTED: 'Avvist', COMPLETED: 'Avsluttet' },
  messageStates: { SENT: 'Sendt', DELIVERED: 'Levert', READ: 'Lest', ANSWERED: 'Besvart', REJECTED: 'Avvist', EXPIRED: 'Utløpt' },
  taskKinds: { FORM: 'Skjema', LETTER: 'Brev', LINK: 'Lenke', TO_DO: 'Oppgave' },
  taskStatuses: { READY: 'Ikke utført', IN_PROGRESS: 'Påbegynt', COMPLETED: 'Utført', CANCELLED: 'Kansellert', EXPIRED: 'Utløpt' },
  contactKinds: {
    GENERAL_PRACTITIONER: 'Fastlege', PATHWAY_COORDINATOR: 'Forløpskoordinator', CARE_TEAM: 'Behandlingsteam', HOME_CARE: 'Hjemmetjenester', NEXT_OF_KIN: 'Pårørende', OWN_CONTACT: 'Egen kontakt',
  },
  criticality: { high: 'Alvorlig reaksjon', low: 'Mild reaksjon', 'unable-to-assess': 'Alvorlighet ikke vurdert' },
  verification: { unconfirmed: 'Ikke bekreftet', presumed: 'Antatt', confirmed: 'Bekreftet', refuted: 'Avkreftet' },
  purposes: {
    PATIENT_CARE: 'Pasientbehandling', STATISTICS: 'Statistikk', PREVENTION: 'Forebygging', PREPAREDNESS: 'Beredskap', ANALYSIS: 'Analyse', RESEARCH: 'Forskning',
  },
  advice: {
    consent: ({ level }) => `Samtykk til nivået «${level}». Du kan trekke samtykket tilbake når du vil.`,
    consentOwn: ({ level }) => `Du må selv samtykke til nivået «${level}».`,
    consentChild: ({ level, name }) => `Samtykk til nivået «${level}» for ${name}.`,
    consentBoth: ({ level, name }) => `Samtykk til nivået «${level}» både for deg selv og for ${name}.`,
    removeBlock: ({ service }) => `Fjern sperren for «${service}».`,
    withdrawReservation: () => 'Opphev reservasjonen mot kjernejournal.',
    widerPower: ({ name, service }) => `${name} kan utvide fullmakten slik at den også gjelder «${service}».`,
    newPower: ({ name }) => `${name} kan gi deg en ny fullmakt.`,
    powerFromChild: ({ name }) => `${name} bestemmer selv fra fylte 16 år, og kan gi deg fullmakt.`,
    assigned: ({ service }) => `Send inn nytt skjema om tildelt fullmakt der «${service}» er med.`,
    guardianship: ({ service }) => `Be statsforvalteren om at vergemålet også skal gjelde «${service}».`,
    logInHigh: () => 'Logg ut, og logg inn igjen med høyt sikkerhetsnivå, for eksempel med BankID.',
    sendForm: () => 'Send inn skjemaet på papir for å få tilgang igjen. Av sikkerhetsgrunner kan det ikke gjøres digitalt.',
    opensItself: ({ date }) => `Du får tilgang ${date}.`,
    askParent: () => 'Snakk med en av foreldrene dine. De kan endre dette for deg til du fyller 16 år.',
  },
  places: {
    privacy: 'Gå til personverninnstillinger på Helsenorge', power: 'Les om fullmakter på Helsenorge', guardianship: 'Gå til Statsforvalteren',
  },
  faults: {
    NO_ANSWER: 'Tjenesten svarte ikke.',
    RATE_LIMITED: 'Det har kommet for mange forespørsler på kort tid. Vent litt, og prøv igjen.',
  },
  abouts: {
    line: 'Mor til Dan og Dina, og har fullmakt fra Berit. Har samtykket til full tilgang', berit: '83 år. Har gitt Line fullmakt til legemidler og timeavtaler',
    dan: 'Barn på 9 år', dina: 'Barn på 13 år. Foreldrene har begrenset tilgang', unni: 'Fyller 16 år i dag. Nå har hun full tilgang selv, og foreldrene har ikke lenger tilgang',
    bodil: 'Har samtykket til Basis', birger: 'Har samtykket til Basis pluss. Har fullmakt fra flere, men begrenset tilgang', nils: 'Har ikke samtykket',
    arne: 'Har sperret alle tjenester, men representerer Anna', randi: 'Har reservert seg mot kjernejournal', ines: 'Har satt tilgangen som inaktiv. Birger representerer henne',
    viktor: 'Har Gunnar som verge', astrid: 'Kan ikke samtykke selv. Asle er tildelt fullmakt', yngve: '14 år med ungdomstilgang', david: 'Død',
    kari: 'Har fortrolig adresse', daniel: 'Hadde fullmakt fra Line, men den er utløpt', gunnar: 'Verge for Viktor og 50 andre', ada: 'Forsker. Er her som innbygger',
    lars: 'Far til Dan og Dina', ulf: 'Far til Unni, som fyller 16 år i dag', ylva: 'Mor til Yngve', anna: 'Har gitt Arne fullmakt', asle: 'Er tildelt fullmakt for Astrid',
  },
};
