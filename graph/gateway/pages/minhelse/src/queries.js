import { gql } from '@apollo/client';

// Who is logged in, and whom they may act for.
export const HOUSEHOLD = gql`
  query Household {
    viewer {
      person { id name { full } age relation }
      represents {
        relation
        validUntil
        services
        allServices
        person { id name { full } age }
      }
    }
  }
`;

// How the registers are; asked when one did not answer.
export const REGISTERS = gql`
  query Registers {
    registers { name region status since lastSuccessAt }
  }
`;

// Where a person's patient summary is made, as PDF.
export const SUMMARY = gql`
  query Summary($id: ID!) {
    person(id: $id) { id patientSummary { pdfUrl } }
  }
`;

export const GP = gql`
  fragment Gp on Person {
    generalPractitioner {
      practitioner { name { full } hprNumber }
      office { name phone address { lines postalCode city } }
      role
      since
      patientList { capacity waiting acceptsPatients }
      digitalServices
      digitalServicesClosedUntil
      history(first: 5, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes { practitioner { name { full } } validFrom validUntil }
      }
    }
  }
`;

export const MEDICINES = gql`
  fragment Medicines on Person {
    prescriptions(first: 10, after: $after, view: CURRENT) {
      totalCount
      hasLocked
      pageInfo { hasNextPage endCursor }
      nodes {
        id
        status { code display }
        medication { name atc { code display } }
        dosage
        use { display }
        issuedOn
        validUntil
        remaining
        reimbursement { display }
        prescriber { name { full } }
        dispenses { dispensedOn pharmacy { name } }
      }
    }
  }
`;

export const APPOINTMENTS = gql`
  fragment Appointments on Person {
    appointments(first: 10, after: $after) {
      totalCount
      notice
      pageInfo { hasNextPage endCursor }
      nodes { id status kind start window { start end } place { name } department { name } practitioner { name { full } } instructions phone }
    }
  }
`;

export const REFERRALS = gql`
  fragment Referrals on Person {
    referrals(first: 10, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes { id status indication treatment { display } receivedOn treatmentDeadline referredTo { name } }
    }
  }
`;

export const CONTACTS = gql`
  fragment Contacts on Person {
    healthContacts {
      complete
      nodes { id kind name { full } role team organization { name } phone since until canMessage canBook }
    }
  }
`;

export const INBOX = gql`
  fragment Inbox on Person {
    unreadMessages
    conversations(first: 10, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes { id topic counterpart { name } unreadMessages latestAt }
    }
  }
`;

export const TASKS = gql`
  fragment Tasks on Person {
    tasks(first: 10, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes { id kind title description status deadline sender { name } url letterUrl }
    }
  }
`;

// What is read when a conversation, or the form of a task, is opened.
export const MESSAGES = gql`
  query Messages($person: ID!, $id: ID!, $after: String) {
    person(id: $person) {
      id
      conversation(id: $id) {
        id
        messages(first: 20, after: $after) {
          totalCount
          pageInfo { hasNextPage endCursor }
          nodes { id sentAt direction sender { name } onBehalfBy { name { full } relation } text state rejection attachments { title contentUrl } }
        }
      }
    }
  }
`;

export const FORM = gql`
  query Form($person: ID!, $id: ID!) {
    person(id: $person) {
      id
      task(id: $id) {
        id
        form {
          savedAt
          items { linkId parent kind text hidden unit { code display } options { code display } }
          answers { linkId values }
        }
      }
    }
  }
`;

export const CRITICAL = gql`
  fragment Critical on Person {
    summaryCareRecord {
      status
      criticalInformation {
        allergies { id substance { display } text criticality verificationStatus recordedOn recorder { name { full } } }
        conditions { id kind code { display } text recordedOn recorder { name { full } } }
      }
    }
  }
`;

export const JOURNAL = gql`
  fragment Journal on Person {
    hospitalJournal {
      notice
      regions { region status }
      documents(first: 10, after: $after) {
        totalCount
        complete
        pageInfo { hasNextPage endCursor }
        nodes { id title type { display } createdAt region author { name } contentType contentUrl }
      }
    }
  }
`;

export const CARD = gql`
  fragment Card on Person {
    exemptionCard {
      year
      status
      validFrom
      validUntil
      ceiling { amount }
      paid { amount }
      remaining { amount }
      coPayments(first: 5, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes { id paidOn provider serviceType { display } amount { amount } countsTowardsCeiling }
      }
    }
  }
`;

export const USE = gql`
  fragment Use on Person {
    usageLog(first: 20, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes { at kind actor { name { full } relation } service client { name } outcome }
    }
  }
`;

export const LOOKS = gql`
  fragment Looks on Person {
    hospitalJournal {
      regions { region status }
      accessLog(first: 5, after: $after) {
        totalCount
        complete
        pageInfo { hasNextPage endCursor }
        nodes { at who { name { full } role { display } unit } purpose { display } region }
      }
    }
  }
`;

export const SHARING = gql`
  fragment Sharing on Person {
    consentLevel
    privacy {
      consent { level givenOn }
      blocks { service since }
      inactiveSince
      reservation { register since restorableUntil }
      sharing { purpose allowed }
      powersGiven { id holder { name { full } relation } services mode allServices validFrom validUntil }
    }
  }
`;

export const ACCESS = gql`
  fragment Access on Person {
    access { service open reason message remedy { action level service } changesOn }
  }
`;

// The whole page is one question. What needs no register comes at once, and
// each register's part as soon as it has answered.
export const MY_HEALTH = gql`
  query MyHealth($id: ID!, $after: String) {
    person(id: $id) {
      id
      name { full }
      age
      relation
      ...Access
      ...Gp @defer(label: "gp")
      ...Inbox @defer(label: "inbox")
      ...Tasks @defer(label: "tasks")
      ...Medicines @defer(label: "medicines")
      ...Appointments @defer(label: "appointments")
      ...Referrals @defer(label: "referrals")
      ...Contacts @defer(label: "contacts")
      ...Critical @defer(label: "critical")
      ...Journal @defer(label: "journal")
      ...Card @defer(label: "card")
      ...Use @defer(label: "use")
      ...Looks @defer(label: "looks")
      ...Sharing @defer(label: "sharing")
    }
  }
  ${ACCESS} ${GP} ${INBOX} ${TASKS} ${MEDICINES} ${APPOINTMENTS} ${REFERRALS} ${CONTACTS} ${CRITICAL} ${JOURNAL} ${CARD} ${USE} ${LOOKS} ${SHARING}
`;

// One part alone, to try again or to read on in its list if it has one.
export function part(name, fragment) {
  const paged = fragment.loc.source.body.includes('$after');
  return gql`
    query ${name}Part($id: ID!${paged ? ', $after: String' : ''}) {
      person(id: $id) { id ...${name} }
    }
    ${fragment}
  `;
}
