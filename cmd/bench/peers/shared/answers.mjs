// What the registers answer, in the words of the schema.

export const some = (text) => (text === undefined || text === null || text === "" ? null : text);
export const day = (text) => (text && text.length >= 10 ? text.slice(0, 10) : null);
const number = (text) => (/^-?\d+$/.test(text ?? "") ? Number(text) : null);
const fullName = (...parts) => parts.filter(Boolean).join(" ");
export const newest = (day, id) => (a, b) => compare(day(b) ?? "", day(a) ?? "") || compare(id(a), id(b));
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
export const resources = (bundle) => (bundle.entry ?? []).map((e) => e.resource);

// coded is the coding in the first of the systems, which go by several names.
export function coded(concept, ...systems) {
  for (const system of systems) {
    const c = concept?.coding?.find((c) => c.system?.includes(system));
    if (c) return { code: c.code, display: some(c.display) };
  }
  return null;
}

// find is the extension at the end of a road.
export function find(all, ...road) {
  let end;
  for (const step of road) {
    end = all?.find((e) => e.url?.endsWith(step));
    if (!end) return {};
    all = end.extension;
  }
  return end;
}

const logicalID = (reference) => reference?.reference?.slice(reference.reference.lastIndexOf("/") + 1);

// names are people's names, in the order of the numbers.
export function names(found, numbers) {
  const by = new Map(found.flatMap((p) => p.norwegianIdentificationNumber.map((n) => [n.identificationNumber, p])));
  return numbers.map((n) => {
    const name = by.get(n)?.name?.[0];
    return name ? { full: fullName(name.givenName, name.middleName, name.familyName) } : null;
  });
}

// givers are the numbers of those somebody acts for, by name.
export function givers(said) {
  const name = (g) => Buffer.from(fullName(g.fornavn, g.mellomnavn, g.etternavn));
  return said.fullmaktsgivere
    .sort((a, b) => Buffer.compare(name(a), name(b)) || compare(a.fullmaktReferanseId, b.fullmaktReferanseId))
    .map((g) => g.fullmaktsgiverFnr);
}

// practitioners are people's GPs, in the order of the numbers.
export function practitioners(records, numbers, now) {
  const by = new Map(records.map((r) => [r.PatientNIN, r]));
  return numbers.map((n) => (by.has(n) ? practitioner(by.get(n), now) : null));
}

function practitioner(r, now) {
  const cycles = r.DoctorCycles?.GPOnContractAssociation ?? [];
  let doctor = null, relationship = null;
  for (const kind of ["LPDL", "LPVI", "LPFL"]) {
    const valid = cycles.filter((c) => c.Relationship?.CodeValue === kind && c.Valid.From <= now && (!c.Valid.To || c.Valid.To > now));
    if (valid.length === 1) [relationship, doctor] = [kind, { name: { full: fullName(valid[0].GP.FirstName, valid[0].GP.MiddleName, valid[0].GP.LastName) }, hprNumber: some(valid[0].HprNumber) }];
  }
  const list = r.GPContract, office = list.GPOffice;
  const places = office.PhysicalAddresses?.PhysicalAddress ?? [];
  const place = places.find((a) => a.Type?.CodeValue === "RES") ?? places[0];
  const line = place?.StreetAddress || place?.Postbox;
  return {
    practitioner: doctor,
    relationship,
    office: {
      name: some(office.DisplayName || office.Name),
      phone: some(office.ElectronicAddresses?.ElectronicAddress?.find((e) => e.Type?.CodeValue === "E_TLF")?.Address),
      address: place ? { lines: line ? [line] : null, postalCode: number(place.PostalCode) ? place.PostalCode.padStart(4, "0") : null, city: some(place.City) } : null,
    },
    since: day(r.Period?.From),
    patientList: { capacity: number(list.MaxPatients), waiting: number(list.PatientsOnWaitingList) },
  };
}

export function prescriptions(bundle) {
  const all = resources(bundle);
  const medicines = new Map(all.filter((r) => r.resourceType === "Medication").map((r) => [r.id, r]));
  const dispensed = new Map();
  for (const d of all.filter((r) => r.resourceType === "MedicationDispense" && !find(r.extension, "sfm-dispenseinfo", "cancellation").valueBoolean)) {
    for (const of of d.authorizingPrescription ?? []) dispensed.set(logicalID(of), [...(dispensed.get(logicalID(of)) ?? []), d]);
  }
  const nodes = all.filter((r) => r.resourceType === "MedicationStatement")
    .map((r) => prescription(r, medicines.get(logicalID(r.medicationReference)), dispensed.get(r.id) ?? []))
    .filter((p) => p.key && ["E", "U"].includes(p.status?.code))
    .sort(newest((p) => p.issuedOn, (p) => p.key));
  return { totalCount: nodes.length, nodes };
}

function prescription(r, medicine, dispensed) {
  const about = find(r.extension, "sfm-reseptamendment").extension;
  const prescribed = r.extension?.find((e) => coded(find(e.extension, "type").valueCodeableConcept, "sfm-performer-roles")?.code === "1");
  const [name, hpr] = (find(prescribed?.extension, "provider").valueReference?.display ?? "").split(", HPR:");
  const reit = find(about, "reit").valueString;
  return {
    key: r.identifier?.find((i) => i.type?.text === "ReseptId")?.value,
    status: coded(find(about, "rfstatus", "status").valueCodeableConcept, "7408"),
    medication: {
      name: coded(medicine?.code, "FEST", "festLegemiddel")?.display ?? some(r.medicationReference?.display),
      atc: coded(medicine?.code, "whocc.no/atc", "7180"),
      prescriptionGroup: coded(find(medicine?.extension, "no-basis-prescriptiongroup", "prescriptiongroup").valueCodeableConcept, "7421")?.code ?? null,
    },
    dosage: some((r.dosage ?? []).map((d) => d.text).join("\n")) ?? some(find(about, "dssn").valueString),
    issuedOn: day(find(about, "reseptdate").valueDate),
    validUntil: day(find(about, "expirationdate").valueDate),
    refills: /^\d+$/.test(reit ?? "") ? Number(reit) : null,
    prescriber: name ? { name: { full: name }, hprNumber: some(hpr?.trim()) } : null,
    dispenses: dispensed
      .sort(newest((d) => d.whenHandedOver, (d) => d.id))
      .map((d) => ({
        dispensedOn: day(d.whenHandedOver),
        quantity: d.quantity?.value === undefined ? null : { value: String(d.quantity.value), unit: some(d.quantity.unit) },
        pharmacy: d.performer?.[0]?.actor?.display?.includes(", HER:") ? { name: d.performer[0].actor.display.split(", HER:")[0] } : null,
      })),
  };
}

export function record(number, said) {
  if (said.privacySetting.hasReservationKjernejournal || said.privacySetting.isBlocked) return { status: "NONE", criticalInformation: null };
  return { status: "ACTIVE", criticalInformation: { number, empty: said.hasCriticalInformation === false } };
}

export function critical(bundle) {
  return resources(bundle)
    .filter((r) => r.verificationStatus?.coding?.[0]?.code !== "entered-in-error")
    .sort((a, b) => compare(b.recordedDate ?? "", a.recordedDate ?? "") || compare(a.id, b.id))
    .map((r) => {
      const code = coded(r.code, "whocc.no/atc", "7180", "snomed.info/sct", "7110", "");
      return { substance: code, code, text: code ? null : some(r.code?.text), criticality: some(r.criticality), verificationStatus: some(r.verificationStatus?.coding?.[0]?.code), recordedOn: day(r.recordedDate) };
    });
}

// documents are all regions' in one list.
export function documents(parts) {
  const nodes = parts.flat().sort((a, b) => compare(b.createdAt ?? "", a.createdAt ?? "") || compare(a.region, b.region) || compare(a.key, b.key));
  return { totalCount: nodes.length, complete: true, nodes };
}

export function documentsOf(region, bundle) {
  return resources(bundle)
    .filter((r) => r.content?.length && (r.securityLabel ?? []).every((l) => ["N", "NORS", "NORN_FORANS"].includes(coded(l, "9603")?.code ?? "N")))
    .map((r) => {
      const a = r.content[0].attachment;
      return {
        key: r.masterIdentifier?.value, title: some(a.title), type: coded(r.type, "9602"), region, contentType: some(a.contentType),
        createdAt: new Date(a.creation ?? r.date).toISOString(), author: r.author?.[0] ? { name: r.author[0].display } : null,
      };
    });
}

// asWritten has the amounts in a text of JSON as strings: 160.00 is not 160.
export const asWritten = (text) => text.replace(/:(-?\d+\.\d+)/g, ':"$1"');

// card is of an answer with its amounts as they were written.
export function card(year, said) {
  const kroner = (v) => (v === undefined || v === null ? null : { amount: String(v), currency: "NOK" });
  const nodes = said.egenandeler
    .sort((a, b) => compare(b.dato, a.dato) || compare(a.id, b.id))
    .map((e) => ({ paidOn: e.betalt ? day(e.tellerFra) : null, provider: some(e.behandlerNavn), serviceType: { code: e.behandlertype }, amount: kroner(e.belop), countsTowardsCeiling: e.betalt ?? null }));
  return { year, paid: kroner(said.sumGodkjent), remaining: kroner(said.gjenstaar), coPayments: { totalCount: nodes.length, nodes } };
}
