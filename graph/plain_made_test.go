package graph_test

import (
	"context"
	"hash/fnv"
	"math/rand/v2"
	"reflect"
	"time"

	"helsegraf/graph"
	"helsegraf/graph/policy"
	"helsegraf/sources/fastlegeregister"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
	"helsegraf/sources/folkeregister"
	"helsegraf/sources/frikort"
	"helsegraf/sources/kjernejournal"
	"helsegraf/sources/pasientjournal"
	"helsegraf/sources/personvern"
	"helsegraf/sources/reseptformidler"
)

// maker makes values, always the same of one seed and place.
type maker struct {
	seed uint64
	size *graph.Size // of the answer
}

func (m maker) rand(at string) *rand.Rand {
	h := fnv.New64a()
	_, _ = h.Write([]byte(at))
	return rand.New(rand.NewPCG(m.seed, h.Sum64()))
}

// give makes a value of any type: pointers and lists may be nil, and now and
// then there is an error instead.
func give[T any](m maker, at string) (T, error) {
	var v T
	r := m.rand(at)
	if m.seed > 0 && r.IntN(10) == 0 {
		return v, errMade
	}
	m.fill(r, reflect.ValueOf(&v).Elem(), true)
	return v, nil
}

var words = []string{"", "Åse", "say \"ah\"", "back\\slash", "two\nlines", "\t\x01", "<b>&amp;</b>", "\u2028", "😀", "2026-11-23", "12.50"}

func (m maker) fill(r *rand.Rand, v reflect.Value, root bool) {
	switch v.Type() {
	case reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(time.UnixMilli(r.Int64N(1 << 41))))
		return
	case reflect.TypeFor[policy.Service](), reflect.TypeFor[policy.Level](), reflect.TypeFor[policy.Mode](), reflect.TypeFor[policy.Relation]():
		v.SetUint(1)
		return
	case reflect.TypeFor[*graph.Person]():
		v.Set(reflect.ValueOf(graph.PersonOf(fnr.Number{})))
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if root && m.seed == 0 || r.IntN(4) > 0 {
			v.Set(reflect.New(v.Type().Elem()))
			m.fill(r, v.Elem(), false)
		}
	case reflect.Slice:
		if r.IntN(5) > 0 || m.seed == 0 {
			v.Set(reflect.MakeSlice(v.Type(), r.IntN(4), 4))
			for i := range v.Len() {
				m.fill(r, v.Index(i), false)
			}
		}
	case reflect.Struct:
		for _, f := range reflect.VisibleFields(v.Type()) {
			if f.IsExported() && len(f.Index) == 1 {
				m.fill(r, v.FieldByIndex(f.Index), false)
			}
		}
	case reflect.String:
		v.SetString(words[r.IntN(len(words))])
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.Int:
		v.SetInt(r.Int64N(2000) - 1000)
	case reflect.Float64:
		v.SetFloat(r.Float64())
	default: // the graph has no others
	}
}

// made are resolvers that give made values.
type made struct {
	graph.ResolverRoot
	maker
}

func (m made) Query() graph.QueryResolver                     { return madeQuery{maker: m.maker} }
func (m made) Viewer() graph.ViewerResolver                   { return madeViewer{m.maker} }
func (m made) Person() graph.PersonResolver                   { return madePerson{m.maker} }
func (m made) Privacy() graph.PrivacyResolver                 { return madePrivacy{m.maker} }
func (m made) HospitalJournal() graph.HospitalJournalResolver { return madeJournal{m.maker} }
func (m made) ExemptionCard() graph.ExemptionCardResolver     { return madeCard{m.maker} }
func (m made) Prescription() graph.PrescriptionResolver       { return madePrescription{m.maker} }
func (m made) JournalDocument() graph.JournalDocumentResolver { return madeDocument{m.maker} }
func (m made) Allergy() graph.AllergyResolver                 { return id[kjernejournal.Allergy]{m.maker} }
func (m made) CoPayment() graph.CoPaymentResolver             { return id[frikort.CoPayment]{m.maker} }
func (m made) PowerGiven() graph.PowerGivenResolver           { return id[graph.PowerGiven]{m.maker} }
func (m made) PowerReceived() graph.PowerReceivedResolver     { return id[graph.PowerReceived]{m.maker} }
func (m made) Reservation() graph.ReservationResolver         { return madeReservation{m.maker} }
func (m made) CriticalInformation() graph.CriticalInformationResolver {
	return madeCritical{m.maker}
}
func (m made) CriticalCondition() graph.CriticalConditionResolver {
	return id[kjernejournal.CriticalCondition]{m.maker}
}
func (m made) PersonGeneralPractitioner() graph.PersonGeneralPractitionerResolver {
	return madeHistory{m.maker}
}

// id gives ids by the key of what they are of.
type id[T any] struct{ maker }

func (m id[T]) ID(_ context.Context, obj *T) (string, error) {
	return give[string](m.maker, "id"+reflect.ValueOf(obj).Elem().FieldByName("Key").String())
}

type madeQuery struct {
	graph.QueryResolver
	maker
}

func (m madeQuery) Viewer(context.Context) (*graph.Viewer, error) { return &graph.Viewer{}, nil }
func (m madeQuery) Person(context.Context, string) (*graph.Person, error) {
	return graph.PersonOf(fnr.Number{}), nil
}
func (m madeQuery) GeneralPractitioners(context.Context, string, *bool, *string, *int, *string) (*graph.GeneralPractitionerConnection, error) {
	return give[*graph.GeneralPractitionerConnection](m.maker, "generalPractitioners")
}
func (m madeQuery) PreviewConsent(context.Context, policy.Level, *string) ([]graph.Preview, error) {
	return give[[]graph.Preview](m.maker, "previewConsent")
}
func (m madeQuery) Registers(context.Context) ([]graph.RegisterStatus, error) {
	return give[[]graph.RegisterStatus](m.maker, "registers")
}

type madeViewer struct{ maker }

func (m madeViewer) Person(context.Context, *graph.Viewer) (*graph.Person, error) {
	return graph.PersonOf(fnr.Number{}), nil
}
func (m madeViewer) Client(context.Context, *graph.Viewer) (*graph.ClientApplication, error) {
	return give[*graph.ClientApplication](m.maker, "client")
}
func (m madeViewer) Represents(context.Context, *graph.Viewer) ([]graph.Representation, error) {
	return []graph.Representation{{Relation: policy.Self, Person: graph.PersonOf(fnr.Number{})}}, nil
}

type madePerson struct{ maker }

func (m madePerson) ID(context.Context, *graph.Person) (string, error) {
	return give[string](m.maker, "id")
}
func (m madePerson) Name(context.Context, *graph.Person) (*fhir.HumanName, error) {
	return give[*fhir.HumanName](m.maker, "name")
}
func (m madePerson) Age(context.Context, *graph.Person) (*int, error) {
	return give[*int](m.maker, "age")
}
func (m madePerson) Relation(context.Context, *graph.Person) (*policy.Relation, error) {
	return give[*policy.Relation](m.maker, "relation")
}
func (m madePerson) ConsentLevel(context.Context, *graph.Person) (*policy.Level, error) {
	return give[*policy.Level](m.maker, "consentLevel")
}
func (m madePerson) Access(context.Context, *graph.Person, policy.Mode) ([]graph.ServiceAccess, error) {
	return give[[]graph.ServiceAccess](m.maker, "access")
}
func (m madePerson) Contact(context.Context, *graph.Person) (*folkeregister.Contact, error) {
	return give[*folkeregister.Contact](m.maker, "contact")
}
func (m madePerson) Address(context.Context, *graph.Person) (*fhir.Address, error) {
	return give[*fhir.Address](m.maker, "address")
}
func (m madePerson) Privacy(context.Context, *graph.Person) (*graph.Privacy, error) {
	return give[*graph.Privacy](m.maker, "privacy")
}
func (m madePerson) UsageLog(context.Context, *graph.Person, *int, *string) (*graph.UsageLogConnection, error) {
	return give[*graph.UsageLogConnection](m.maker, "usageLog")
}
func (m madePerson) GeneralPractitioner(context.Context, *graph.Person) (*fastlegeregister.PersonGeneralPractitioner, error) {
	return give[*fastlegeregister.PersonGeneralPractitioner](m.maker, "generalPractitioner")
}
func (m madePerson) Prescriptions(context.Context, *graph.Person, *int, *string, *reseptformidler.View) (*graph.PrescriptionConnection, error) {
	return give[*graph.PrescriptionConnection](m.maker, "prescriptions")
}
func (m madePerson) SummaryCareRecord(context.Context, *graph.Person) (*kjernejournal.SummaryCareRecord, error) {
	return give[*kjernejournal.SummaryCareRecord](m.maker, "summaryCareRecord")
}
func (m madePerson) HospitalJournal(context.Context, *graph.Person) (*graph.HospitalJournal, error) {
	return &graph.HospitalJournal{}, nil
}
func (m madePerson) ExemptionCard(context.Context, *graph.Person, *int) (*graph.ExemptionCard, error) {
	return &graph.ExemptionCard{Year: 2026}, nil
}

type madePrivacy struct{ maker }

func (m madePrivacy) PowersGiven(context.Context, *graph.Privacy) ([]graph.PowerGiven, error) {
	return give[[]graph.PowerGiven](m.maker, "powersGiven")
}
func (m madePrivacy) PowersReceived(context.Context, *graph.Privacy) ([]graph.PowerReceived, error) {
	return give[[]graph.PowerReceived](m.maker, "powersReceived")
}

type madeJournal struct{ maker }

func (m madeJournal) Documents(context.Context, *graph.HospitalJournal, *int, *string) (*graph.JournalDocumentConnection, error) {
	return give[*graph.JournalDocumentConnection](m.maker, "documents")
}
func (m madeJournal) Regions(context.Context, *graph.HospitalJournal) ([]graph.RegionStatus, error) {
	return give[[]graph.RegionStatus](m.maker, "regions")
}
func (m madeJournal) AccessLog(context.Context, *graph.HospitalJournal, *int, *string) (*graph.JournalAccessConnection, error) {
	return give[*graph.JournalAccessConnection](m.maker, "accessLog")
}
func (m madeJournal) Notice(context.Context, *graph.HospitalJournal) (*string, error) {
	return give[*string](m.maker, "notice")
}

type madeCard struct{ maker }

func (m madeCard) Status(context.Context, *graph.ExemptionCard) (*frikort.ExemptionCardStatus, error) {
	return give[*frikort.ExemptionCardStatus](m.maker, "status")
}
func (m madeCard) ValidFrom(context.Context, *graph.ExemptionCard) (*fhir.Date, error) {
	return give[*fhir.Date](m.maker, "validFrom")
}
func (m madeCard) ValidUntil(context.Context, *graph.ExemptionCard) (*fhir.Date, error) {
	return give[*fhir.Date](m.maker, "validUntil")
}
func (m madeCard) Paid(context.Context, *graph.ExemptionCard) (*fhir.Money, error) {
	return give[*fhir.Money](m.maker, "paid")
}
func (m madeCard) Remaining(context.Context, *graph.ExemptionCard) (*fhir.Money, error) {
	return give[*fhir.Money](m.maker, "remaining")
}
func (m madeCard) CoPayments(context.Context, *graph.ExemptionCard, *int, *string) (*graph.CoPaymentConnection, error) {
	return give[*graph.CoPaymentConnection](m.maker, "coPayments")
}

type madePrescription struct{ maker }

func (m madePrescription) ID(ctx context.Context, p *reseptformidler.Prescription) (string, error) {
	return id[reseptformidler.Prescription](m).ID(ctx, p)
}
func (m madePrescription) Source(context.Context, *reseptformidler.Prescription) (*graph.Register, error) {
	return give[*graph.Register](m.maker, "source")
}

type madeDocument struct{ maker }

func (m madeDocument) ID(ctx context.Context, d *pasientjournal.JournalDocument) (string, error) {
	return id[pasientjournal.JournalDocument](m).ID(ctx, d)
}
func (m madeDocument) ContentURL(context.Context, *pasientjournal.JournalDocument) (*string, error) {
	return give[*string](m.maker, "contentUrl")
}

type madeCritical struct{ maker }

func (m madeCritical) Allergies(context.Context, *kjernejournal.CriticalInformation) ([]kjernejournal.Allergy, error) {
	return give[[]kjernejournal.Allergy](m.maker, "allergies")
}
func (m madeCritical) Conditions(context.Context, *kjernejournal.CriticalInformation) ([]kjernejournal.CriticalCondition, error) {
	return give[[]kjernejournal.CriticalCondition](m.maker, "conditions")
}

type madeReservation struct{ maker }

func (m madeReservation) Register(context.Context, *personvern.Reservation) (graph.Register, error) {
	return give[graph.Register](m.maker, "register")
}

type madeHistory struct{ maker }

func (m madeHistory) History(context.Context, *fastlegeregister.PersonGeneralPractitioner, *int, *string) (*graph.GeneralPractitionerHistoryConnection, error) {
	return give[*graph.GeneralPractitionerHistoryConnection](m.maker, "history")
}
