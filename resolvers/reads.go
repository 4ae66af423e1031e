package resolvers

import (
	"context"
	"time"

	"helsegraf/graph"
	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/behandlingssted"
	"helsegraf/sources/dialog"
	"helsegraf/sources/fastlegeregister"
	"helsegraf/sources/fhir"
	"helsegraf/sources/flo"
	"helsegraf/sources/fnr"
	"helsegraf/sources/folkeregister"
	"helsegraf/sources/frikort"
	"helsegraf/sources/helsearkiv"
	"helsegraf/sources/helsekontakter"
	"helsegraf/sources/henvisninger"
	"helsegraf/sources/innhold"
	"helsegraf/sources/kjernejournal"
	"helsegraf/sources/kvalitetsindikatorer"
	"helsegraf/sources/nhn"
	"helsegraf/sources/oppgaver"
	"helsegraf/sources/pasientjournal"
	"helsegraf/sources/pasientreiser"
	"helsegraf/sources/personvern"
	"helsegraf/sources/provesvar"
	"helsegraf/sources/reseptformidler"
	"helsegraf/sources/sysvak"
	"helsegraf/sources/timeavtaler"
	"helsegraf/sources/usagelog"
	"helsegraf/sources/varsling"
	"helsegraf/sources/verktoy"
)

// Registers are the clients of the registers. A nil one is not configured, and
// its fields are not offered. Personvern, Folkeregister and UsageLog are
// required.
type Registers struct {
	Fastlegeregister     *fastlegeregister.Client
	Flo                  *flo.Client
	Dialog               *dialog.Client
	Reseptformidler      *reseptformidler.Client
	Kjernejournal        *kjernejournal.Client
	Pasientjournal       *pasientjournal.Client
	Frikort              *frikort.Client
	Pasientreiser        *pasientreiser.Client
	Verktoy              *verktoy.Client
	Varsling             *varsling.Client
	Sysvak               *sysvak.Client
	Provesvar            *provesvar.Client
	Henvisninger         *henvisninger.Client
	Timeavtaler          *timeavtaler.Client
	Helsekontakter       *helsekontakter.Client
	Helsearkiv           *helsearkiv.Client
	Oppgaver             *oppgaver.Client
	Personvern           *personvern.Client
	Folkeregister        *folkeregister.Client
	UsageLog             *usagelog.Client
	Behandlingssted      *behandlingssted.Client
	Kvalitetsindikatorer *kvalitetsindikatorer.Client
	Innhold              *innhold.Client
}

// reads are the register operations that schema fields need.
type reads struct {
	table

	treatments, providers    open
	indicators, measurements open
	articles                 open

	search, offers      open
	contact             read[policy.Grant, folkeregister.Contact]
	generalPractitioner read[policy.Grant, *fastlegeregister.PersonGeneralPractitioner]
	history             read[policy.Grant, []fastlegeregister.GeneralPractitionerPeriod]
	gpChange            read[policy.Grant, flo.GeneralPractitionerChange]
	digitalServices     read[policy.Grant, []dialog.DigitalService]
	closedUntil         read[policy.Grant, *fhir.Date]
	prescriptions       read[prescriptionsKey, reseptformidler.List]
	prescriptionAccess  read[policy.Grant, []nhn.RecordAccess]
	summaryCareRecord   read[policy.Grant, kjernejournal.SummaryCareRecord]
	allergies           read[policy.Grant, []kjernejournal.Allergy]
	conditions          read[policy.Grant, []kjernejournal.CriticalCondition]
	documents           read[regionWindow, pasientjournal.RegionDocuments]
	journalAccess       read[regionWindow, pasientjournal.RegionAccess]
	cardStatus          read[yearKey, frikort.ExemptionCard]
	coPayments          read[yearKey, frikort.ExemptionCard]
	travelClaims        read[policy.Grant, []pasientreiser.TravelClaim]
	orderedTrips        read[policy.Grant, []pasientreiser.OrderedTrip]
	tools               read[policy.Grant, []verktoy.Tool]
	notices             read[policy.Grant, varsling.NotificationSettings]
	activity            read[activityKey, nhn.Rows[varsling.ActivityEvent]]
	vaccinations        read[policy.Grant, sysvak.Vaccinations]
	recommendations     read[policy.Grant, []sysvak.VaccineRecommendation]
	results             read[resultsKey, nhn.Rows[provesvar.TestResult]]
	reports             read[policy.Grant, provesvar.Reports]
	findings            read[policy.Grant, provesvar.Findings]
	referrals           read[policy.Grant, []henvisninger.Referral]
	appointments        read[policy.Grant, []timeavtaler.Appointment]
	healthContacts      read[policy.Grant, helsekontakter.Contacts]
	ownContacts         read[policy.Grant, []kjernejournal.OwnEntry]
	ownIllnesses        read[policy.Grant, []kjernejournal.OwnEntry]
	ownNeeds            read[policy.Grant, []kjernejournal.OwnEntry]
	visits              read[policy.Grant, []kjernejournal.Visit]
	recordAccess        read[policy.Grant, []nhn.RecordAccess]
	donorCard           read[policy.Grant, *kjernejournal.DonorCard]
	bookingGP           read[policy.Grant, *fastlegeregister.PersonGeneralPractitioner]
	slots               read[slotsKey, []timeavtaler.Slot]
	archive             read[window, nhn.Rows[helsearkiv.ArchivedDocument]]
	tasks               read[policy.Grant, []oppgaver.HealthTask]
	forms               read[policy.Grant, map[string]oppgaver.HealthForm]
	formAnswers         read[policy.Grant, map[string]oppgaver.Answer]
	threads             read[threadsKey, nhn.Rows[string]]
	conversations       read[threadsKey, nhn.Rows[dialog.Conversation]]
	conversation        read[conversationKey, map[string]dialog.Conversation]
	unreadMessages      read[inboxKey, int]
	healthRegisters     read[policy.Grant, []personvern.HealthRegister]
	research            read[policy.Grant, []personvern.ResearchParticipation]
	powersGiven         read[policy.Grant, []personvern.Power]
	powersReceived      read[policy.Grant, []personvern.Power]
	usageLog            read[usageKey, nhn.Rows[usagelog.UsageLogEntry]]
	lastLogin           read[policy.Grant, *time.Time]
}

// newReads ties each operation to the fields that need it. A test keeps this in
// line with every @register in the schema.
func newReads(r *Resolver) *reads {
	t := &reads{}
	from := func(about sources.About, there bool) register {
		return register{graph.Register(about.Enum), there, &t.table}
	}

	gps := from(fastlegeregister.About(), r.Fastlegeregister != nil)
	opens(gps, &t.search, "Query.generalPractitioners")
	t.search.wrong, t.search.calls = wrongSearchIn, searchCalls
	serve(gps, &t.generalPractitioner, byGrant, many(subjectOf(policy.GPInformation), r.currentGP), "Person.generalPractitioner")
	serve(gps, &t.history, byGrant, each(r.Fastlegeregister.History), "PersonGeneralPractitioner.history")

	serve(from(flo.About(), r.Flo != nil), &t.gpChange, byGrant, each(r.Flo.Status), "Person.generalPractitionerChange")
	serve(from(dialog.About(), r.Dialog.HasMessages()), &t.digitalServices, byGrant, each(ofGP(t, r.Dialog.Services)), "PersonGeneralPractitioner.digitalServices")
	answersAlso(&t.digitalServices, byPractice, renewableField)
	answersAlso(&t.generalPractitioner, byPractice, renewableField)
	opens(from(dialog.About(), r.Dialog.HasMessages()), &t.offers, "GeneralPractitioner.digitalServices")
	serve(from(dialog.About(), r.Dialog.HasAbsence()), &t.closedUntil, byGrant, each(ofGP(t, r.Dialog.ClosedUntil)), "PersonGeneralPractitioner.digitalServicesClosedUntil")

	pharmacy := from(reseptformidler.About(), r.Reseptformidler != nil)
	serve(pharmacy, &t.prescriptionAccess, byGrant, each(r.Reseptformidler.AccessLog), "Person.prescriptionAccessLog")
	serve(pharmacy, &t.prescriptions, byView,
		each(func(ctx context.Context, k prescriptionsKey) (reseptformidler.List, error) {
			return r.Reseptformidler.Prescriptions(ctx, k.grant, k.view)
		}), "Person.prescriptions", prescriptionExtract)

	record := from(kjernejournal.About(), r.Kjernejournal != nil)
	serve(record, &t.summaryCareRecord, byGrant, each(r.Kjernejournal.Record), "Person.summaryCareRecord", criticalExtract)
	serve(record, &t.allergies, byGrant, each(ofRecord(t, r.Kjernejournal.Allergies)), "CriticalInformation.allergies")
	serve(record, &t.conditions, byGrant, each(ofRecord(t, r.Kjernejournal.Conditions)), "CriticalInformation.conditions")
	serve(record, &t.visits, byGrant, each(r.Kjernejournal.Visits), "SummaryCareRecord.visits")
	serve(record, &t.ownContacts, byGrant, each(r.Kjernejournal.OwnContacts), contactsField, "SummaryCareRecord.ownEntries")
	serve(record, &t.ownIllnesses, byGrant, each(r.Kjernejournal.OwnIllnesses), "SummaryCareRecord.ownEntries")
	serve(record, &t.ownNeeds, byGrant, each(r.Kjernejournal.OwnNeeds), "SummaryCareRecord.ownEntries")
	serve(record, &t.recordAccess, byGrant, each(r.Kjernejournal.AccessLog), "SummaryCareRecord.accessLog")
	serve(record, &t.donorCard, byGrant, each(r.Kjernejournal.DonorCard), "Person.donorCard")

	hospitals := from(pasientjournal.About(), len(r.regions) > 0)
	serve(hospitals, &t.documents, byRegions[pasientjournal.RegionDocuments](shownDocuments), each(func(ctx context.Context, k regionWindow) (pasientjournal.RegionDocuments, error) {
		return r.Pasientjournal.Documents(ctx, k.grant, k.region, k.window)
	}), "HospitalJournal.documents", "HospitalJournal.regions")
	answersAlso(&t.documents, byRegions[pasientjournal.RegionDocuments](allDocuments), "HospitalJournal.accessLog")
	serve(hospitals, &t.journalAccess, byRegions[pasientjournal.RegionAccess]((*request).windowOf), each(func(ctx context.Context, k regionWindow) (pasientjournal.RegionAccess, error) {
		return r.Pasientjournal.AccessLog(ctx, k.grant, k.region, k.window, func(ctx context.Context) (pasientjournal.RegionDocuments, error) {
			return t.documents.load(ctx, regionWindow{grant: k.grant, region: k.region})
		})
	}), "HospitalJournal.accessLog")

	helfo := from(frikort.About(), r.Frikort != nil)
	serve(helfo, &t.cardStatus, byYear, each(func(ctx context.Context, k yearKey) (frikort.ExemptionCard, error) {
		return r.Frikort.Status(ctx, k.grant, k.year)
	}), "ExemptionCard.status", "ExemptionCard.validUntil")
	serve(helfo, &t.coPayments, byYear, each(func(ctx context.Context, k yearKey) (frikort.ExemptionCard, error) {
		return r.Frikort.CoPayments(ctx, k.grant, k.year)
	}), "ExemptionCard.validFrom", "ExemptionCard.paid", "ExemptionCard.remaining", "ExemptionCard.coPayments")

	travel := from(pasientreiser.About(), r.Pasientreiser != nil)
	serve(travel, &t.travelClaims, byGrant, each(r.Pasientreiser.Claims), "PatientTravel.claims")
	serve(travel, &t.orderedTrips, byGrant, each(r.Pasientreiser.Trips), "PatientTravel.trips")
	serve(from(verktoy.About(), r.Verktoy != nil), &t.tools, byGrant, each(r.Verktoy.Tools), "Person.tools")
	notices := from(varsling.About(), r.Varsling != nil)
	serve(notices, &t.notices, byGrant, each(r.Varsling.Settings), "Person.notificationSettings")
	serve(notices, &t.activity, byActivity, each(func(ctx context.Context, k activityKey) (nhn.Rows[varsling.ActivityEvent], error) {
		return r.Varsling.Events(ctx, k.grant, k.open, k.window.window)
	}), activityField)

	vaccines := from(sysvak.About(), r.Sysvak != nil)
	serve(vaccines, &t.vaccinations, byGrant, each(r.Sysvak.Vaccinations), "Person.vaccinations", "Person.vaccinationsNotGiven", vaccinationExtract)
	serve(vaccines, &t.recommendations, byGrant, each(r.Sysvak.Recommendations), "Person.vaccineRecommendations")

	tests := from(provesvar.About(), r.Provesvar != nil)
	serve(tests, &t.results, byResults, each(func(ctx context.Context, k resultsKey) (nhn.Rows[provesvar.TestResult], error) {
		return r.Provesvar.Page(ctx, k.grant, k.filter, k.window.window)
	}), "Person.testResults")
	serve(tests, &t.reports, byRecord[provesvar.Reports](policy.TestResult, "TestResult"), each(r.Provesvar.Reports), "Person.testResult")
	serve(tests, &t.findings, byGrant, each(t.findingsOf(r.Provesvar)), "TestResult.observations")

	referrals := from(henvisninger.About(), r.Henvisninger != nil)
	serve(referrals, &t.referrals, byGrant, each(r.Henvisninger.Referrals), "Person.referrals")
	answersAlso(&t.referrals, byRecord[[]henvisninger.Referral](policy.Referral, "Referral"), "Person.referral")
	diary := from(timeavtaler.About(), r.Timeavtaler != nil)
	serve(diary, &t.appointments, byGrant, each(r.Timeavtaler.Appointments), "Person.appointments")
	answersAlso(&t.appointments, byRecord[[]timeavtaler.Appointment](policy.Appointment, "Appointment"), "Person.appointment")
	answersAlso(&t.appointments, ofRecords[[]timeavtaler.Appointment](policy.Appointment, "Referral"), "Referral.appointments")
	serve(gps, &t.bookingGP, byGrant, many(subjectOf(policy.GPDialogue), r.Fastlegeregister.Current), "Person.gpBooking")
	serve(diary, &t.slots, byDays, each(t.slotsOf(r.Timeavtaler.Slots)), "GPBooking.slots")
	t.slots.wrong = wrongDaysIn

	serve(from(helsekontakter.About(), r.Helsekontakter != nil), &t.healthContacts, byGrant, each(r.Helsekontakter.Contacts), contactsField)
	answersAlso(&t.generalPractitioner, byGrant, contactsField)
	answersAlso(&t.history, byGrant, contactsField)
	answersAlso(&t.healthContacts, byGrant, canMessageField, canBookField)
	answersAlso(&t.digitalServices, byPractice, canMessageField, canBookField)

	serve(from(helsearkiv.About(), r.Helsearkiv != nil), &t.archive, byWindow, each(func(ctx context.Context, k window) (nhn.Rows[helsearkiv.ArchivedDocument], error) {
		return r.Helsearkiv.Documents(ctx, k.grant, k.window)
	}), archiveField)
	errands := from(oppgaver.About(), r.Oppgaver != nil)
	serve(errands, &t.tasks, byGrant, each(r.Oppgaver.Tasks), "Person.tasks")
	answersAlso(&t.tasks, byRecord[[]oppgaver.HealthTask](policy.Message, "HealthTask"), "Person.task")
	serve(errands, &t.forms, byGrant, many(subjectOf(policy.Message), t.formsOf(r.Oppgaver)), "HealthTask.form")
	serve(errands, &t.formAnswers, byGrant, each(t.answersOf(r.Oppgaver)), "HealthTask.form")
	inbox := from(dialog.About(), r.Dialog.HasInbox())
	serve(inbox, &t.threads, byThreads, each(func(ctx context.Context, k threadsKey) (nhn.Rows[string], error) {
		return r.Dialog.Threads(ctx, k.grant, k.gp, k.window)
	}), conversationsField)
	serve(inbox, &t.conversations, byThreads, each(func(ctx context.Context, k threadsKey) (nhn.Rows[dialog.Conversation], error) {
		threads, err := t.threads.load(ctx, k)
		if err != nil {
			return nhn.Rows[dialog.Conversation]{}, err
		}
		return r.Dialog.Page(ctx, k.grant, k.gp, k.window, threads)
	}), conversationsField)
	serve(inbox, &t.conversation, byConversation, each(func(ctx context.Context, k conversationKey) (map[string]dialog.Conversation, error) {
		return r.Dialog.Conversations(ctx, k.grant, k.gp, []string{k.key})
	}), "Person.conversation")
	serve(inbox, &t.unreadMessages, byInbox, each(func(ctx context.Context, k inboxKey) (int, error) {
		return r.Dialog.Unread(ctx, k.grant, k.gp)
	}), "Person.unreadMessages")

	waits := from(behandlingssted.About(), r.Behandlingssted != nil)
	opens(waits, &t.treatments, "Query.treatments")
	opens(waits, &t.providers, "Treatment.providers")
	quality := from(kvalitetsindikatorer.About(), r.Kvalitetsindikatorer != nil)
	opens(quality, &t.indicators, "Query.qualityIndicators")
	opens(quality, &t.measurements, "QualityIndicator.measurements")
	t.providers.each, t.measurements.each = true, true
	opens(from(innhold.About(), r.Innhold != nil), &t.articles, "Query.articles")
	t.articles.wrong, t.articles.calls = wrongArticlesIn, articleCalls

	settings := from(personvern.About(), true)
	serve(settings, &t.powersGiven, byGrant, each(r.Personvern.PowersGiven), "Privacy.powersGiven", "GivePowerPayload.power", "ChangePowerPayload.power")
	serve(settings, &t.healthRegisters, byGrant, each(r.Personvern.HealthRegisters), "HealthRegisters.registers")
	serve(settings, &t.research, byGrant, each(r.Personvern.Research), "Person.research")
	serve(settings, &t.powersReceived, byGrant, each(r.powersReceived), "Privacy.powersReceived")
	t.powersReceived.names = true

	serve(from(folkeregister.About(), r.Folkeregister.HasContacts()), &t.contact, byGrant, many(subjectOf(policy.Profile), r.Folkeregister.Contacts), "Person.contact", "NotificationSettings.contact")
	log := from(usagelog.About(), true)
	serve(log, &t.usageLog, byUsage, each(t.usageOf(r.UsageLog)), usageLogField)
	answersAlso(&t.powersGiven, byPower, usageLogField)
	serve(log, &t.lastLogin, byGrant, each(func(ctx context.Context, g policy.Grant) (*time.Time, error) {
		q := requestOf(ctx)
		q.usage.settle(ctx) // so that this login is always in the log that is read
		login, ok := r.logins.of(q.actor)
		if !ok {
			return r.UsageLog.LastLogin(ctx, g, "")
		}
		return r.UsageLog.LastLogin(ctx, g, login.String())
	}), "Viewer.lastLoginAt")
	return t
}

func subjectOf(service policy.Service) func(policy.Grant) fnr.Number {
	return func(g policy.Grant) fnr.Number {
		n, _ := g.Subject(service)
		return n
	}
}
