// What the graph's own words are to a citizen, in bokmål.
const levels = { NONE: 'Intet samtykke', BASIS: 'Basis', BASIS_PLUS: 'Basis pluss', FULL: 'Fullt' };

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
    NONE: 'Bare personvern og logg er åpent.',
    BASIS: 'Profil, fastlege, frikort og helseregistre.',
    BASIS_PLUS: 'Det samme, og pasientjournal.',
    FULL: 'Alt, også legemidler og kjernejournal.',
  },
  relations: {
    SELF: 'deg selv', PARENT: 'du er forelder', POWER_OF_ATTORNEY: 'du har fullmakt', ASSIGNED: 'du har tildelt fullmakt', GUARDIAN: 'du er verge',
  },
  holders: { SELF: 'Selv', PARENT: 'Forelder', POWER_OF_ATTORNEY: 'Med fullmakt', ASSIGNED: 'Med tildelt fullmakt', GUARDIAN: 'Verge' },
  registers: {
    FASTLEGEREGISTER: 'Fastlegeregisteret', RESEPTFORMIDLER: 'Reseptformidleren', KJERNEJOURNAL: 'Kjernejournal', PASIENTJOURNAL: 'sykehusjournalene',
    FRIKORT: 'Frikortregisteret', PERSONVERN: 'Personvern', FOLKEREGISTER: 'Folkeregisteret', USAGE_LOG: 'bruksloggen', DECISION: 'registrene som avgjør tilgangen', GATEWAY: 'tjenesten',
  },
  regions: { NORD: 'Helse Nord', MIDT: 'Helse Midt-Norge', VEST: 'Helse Vest', SOR_OST: 'Helse Sør-Øst' },
  roles: { REGULAR: 'Fastlege', SHARED: 'Delelege', SUBSTITUTE: 'Vikar' },
  criticality: { high: 'Alvorlig reaksjon', low: 'Mild reaksjon', 'unable-to-assess': 'Alvor ikke vurdert' },
  verification: { unconfirmed: 'Ikke bekreftet', presumed: 'Antatt', confirmed: 'Bekreftet', refuted: 'Avkreftet' },
  purposes: {
    PATIENT_CARE: 'Pasientbehandling', STATISTICS: 'Statistikk', PREVENTION: 'Forebygging', PREPAREDNESS: 'Beredskap', ANALYSIS: 'Analyse', RESEARCH: 'Forskning',
  },
  remedies: {
    GIVE_CONSENT: ({ level, self }) =>
      self ? `Gi samtykke på nivået «${levels[level]}». Du kan når som helst trekke det tilbake.` : `Gi samtykke på nivået «${levels[level]}» for barnet.`,
    REMOVE_BLOCK: ({ service }) => `Opphev sperren${service ? ` av ${services[service].toLowerCase()}` : ''}.`,
    WITHDRAW_RESERVATION: () => 'Trekk tilbake reservasjonen mot kjernejournal.',
    RENEW_PROXY: () => 'Fullmakten må fornyes, eller utvides så den omfatter tjenesten.',
    LOG_IN_HIGH: () => 'Logg inn med sikkerhetsnivå høyt, for eksempel BankID.',
    SEND_FORM: () => 'Send papirskjemaet. Det er den eneste veien tilbake, og det er for din egen trygghet.',
  },
  opening: {
    CHILD_AGE_LIMIT: () => 'Ingenting du kan gjøre her. Fra 16 år ser barnet sine egne opplysninger.',
    PROXY_SCOPE_MISSING: ({ name, relation }) =>
      relation === 'POWER_OF_ATTORNEY' ? `${name} kan utvide fullmakten til å gjelde denne tjenesten.` : 'Tjenesten er ikke en del av det du kan se for andre.',
    PROXY_EXPIRED: ({ name }) => `${name} kan gi en ny fullmakt.`,
    NOT_AVAILABLE_ON_BEHALF: ({ name }) => `${name} kan selv logge inn og se hva som gjelder. Grunnen fortelles ikke til andre.`,
    ACTOR_NOT_ELIGIBLE: () => 'Den åpnes når vilkårene for den er oppfylt.',
    CLIENT_SCOPE_MISSING: () => 'Bruk en løsning som har tilgang til tjenesten.',
    SUBJECT_DECEASED: () => 'Ta kontakt med stedet der personen fikk behandling.',
  },
  noOpening: 'Ingenting du kan gjøre her.',
  faults: {
    NO_ANSWER: 'Tjenesten svarte ikke.',
    RATE_LIMITED: 'Det er spurt mange ganger på kort tid. Vent litt, og prøv igjen.',
  },
  abouts: {
    line: 'Mor til Dan og Dina, har fullmakt fra Berit. Fullt samtykke', berit: '83 år, har gitt Line fullmakt til legemidler og timeavtaler',
    dan: 'Barn på 9 år', dina: 'Barn på 13 år. Foreldrene ser lite', unni: 'Fylte 16 i dag: nå ser hun alt selv, og foreldrene ingenting',
    bodil: 'Har gitt samtykke på nivået Basis', birger: 'Har Basis pluss, og fullmakt fra mange som er stengt', nils: 'Har ikke gitt samtykke',
    arne: 'Har sperret alt, men handler for Anna', randi: 'Har reservert seg mot kjernejournal', ines: 'Inaktiv. Birger handler for henne',
    viktor: 'Har Gunnar som verge', astrid: 'Kan ikke samtykke selv. Asle har tildelt fullmakt', yngve: '14 år med ungdomstilgang', david: 'Død',
    kari: 'Har fortrolig adresse', daniel: 'Hadde fullmakt fra Line. Den er utløpt', gunnar: 'Verge for Viktor og 50 andre', ada: 'Forsker, her som innbygger',
    lars: 'Far til Dan og Dina', ulf: 'Far til Unni, som fylte 16 i dag', ylva: 'Mor til Yngve', anna: 'Har gitt Arne fullmakt', asle: 'Har tildelt fullmakt for Astrid',
  },
};
