// The part of the gateway's schema that is measured.
export const typeDefs = /* GraphQL */ `
  type Query { viewer: Viewer }
  type Viewer { person: Person! represents: [Representation!] }
  type Representation { person: Person }
  type Person {
    name: Name
    generalPractitioner: GeneralPractitioner
    prescriptions(first: Int): Prescriptions
    summaryCareRecord: SummaryCareRecord
    hospitalJournal: HospitalJournal
    exemptionCard: ExemptionCard
  }
  type Name { full: String! }
  type Practitioner { name: Name hprNumber: String }
  type GeneralPractitioner { practitioner: Practitioner office: Office since: String patientList: PatientList }
  type Office { name: String phone: String address: Address }
  type Address { lines: [String!] postalCode: String city: String }
  type PatientList { capacity: Int waiting: Int }
  type Coding { code: String! display: String }
  type Prescriptions { totalCount: Int nodes: [Prescription!]! }
  type Prescription {
    status: Coding medication: Medication dosage: String issuedOn: String validUntil: String refills: Int
    prescriber: Practitioner dispenses: [Dispense!]
  }
  type Medication { name: String atc: Coding prescriptionGroup: String }
  type Dispense { dispensedOn: String quantity: Quantity pharmacy: Pharmacy }
  type Quantity { value: String unit: String }
  type Pharmacy { name: String }
  type SummaryCareRecord { status: String criticalInformation: CriticalInformation }
  type CriticalInformation { allergies: [Allergy!] conditions: [Condition!] }
  type Allergy { substance: Coding text: String criticality: String verificationStatus: String recordedOn: String }
  type Condition { code: Coding text: String recordedOn: String }
  type HospitalJournal { documents(first: Int): Documents }
  type Documents { totalCount: Int complete: Boolean! nodes: [Document!]! }
  type Document { title: String type: Coding createdAt: String region: String! author: Author contentType: String }
  type Author { name: String }
  type ExemptionCard { year: Int! paid: Money remaining: Money coPayments(first: Int): CoPayments }
  type Money { amount: String! currency: String! }
  type CoPayments { totalCount: Int nodes: [CoPayment!]! }
  type CoPayment { paidOn: String provider: String serviceType: Coding amount: Money countsTowardsCeiling: Boolean }
`;
