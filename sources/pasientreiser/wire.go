package pasientreiser

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"helsegraf/graph/policy"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
	"helsegraf/sources/nhn"
)

type claimsWire struct {
	nhn.Person
	Claims []claimWire `json:"soknader"`
}

type claimWire struct {
	ID        string        `json:"id"`
	Status    string        `json:"status"`
	Created   string        `json:"opprettet"`
	Submitted string        `json:"innsendt"`
	Journeys  []journeyWire `json:"reiser"`
	Missing   []string      `json:"mangler"`
	Decision  struct {
		On          string        `json:"dato"`
		Amount      *fhir.Decimal `json:"belop"`
		CoPayment   *fhir.Decimal `json:"egenandel"`
		Reason      string        `json:"begrunnelse"`
		AppealUntil string        `json:"klagefrist"`
	} `json:"vedtak"`
	Labels []string `json:"skjerming"`
}

type journeyWire struct {
	On        string        `json:"behandlingsdato"`
	At        string        `json:"behandlingssted"`
	From      string        `json:"fra"`
	Km        *fhir.Decimal `json:"km"`
	RoundTrip *bool         `json:"turRetur"`
	Companion *bool         `json:"ledsager"`
	Expenses  []struct {
		Kind       string        `json:"type"`
		Amount     *fhir.Decimal `json:"belop"`
		Documented *bool         `json:"dokumentert"`
	} `json:"tillegg"`
}

type tripsWire struct {
	nhn.Person
	Trips []tripWire `json:"reiser"`
}

type tripWire struct {
	ID       string   `json:"id"`
	Status   string   `json:"status"`
	PickUpAt string   `json:"hentes"`
	From     string   `json:"fra"`
	To       string   `json:"til"`
	Labels   []string `json:"skjerming"`
}

// The register's codes. One that is not here is unknown, and nil in the model.
var (
	claimStatuses = map[string]TravelClaimStatus{
		"KLADD": Draft, "SENDT": Submitted, "UNDER_BEHANDLING": InProgress, "MANGLER_DOKUMENTASJON": DocumentsMissing,
		"INNVILGET": Granted, "DELVIS": PartlyGranted, "AVSLAG": Declined, "UTBETALT": Paid,
	}
	expenseKinds = map[string]TravelExpenseKind{
		"PARKERING": Parking, "BOMPENGER": Toll, "FERGE": Ferry, "OVERNATTING": Lodging, "KOST": Meals, "ANNET": Other,
	}
	tripStatuses = map[string]OrderedTripStatus{
		"INNSENDT": TripSubmitted, "VURDERES": TripInProgress, "GODKJENT": TripApproved, "UNDERKJENT": TripDeclined,
	}
)

// model is Garbled without a list, which is unknown and not empty.
func (w claimsWire) model(g policy.Grant, subject fnr.Number) ([]TravelClaim, error) {
	shown, err := nhn.Records(w.Claims, g, func(c claimWire) (string, []string) { return c.ID, c.Labels })
	if err != nil {
		return nil, err
	}
	out := make([]TravelClaim, 0, len(shown))
	for _, c := range shown {
		out = append(out, TravelClaim{
			ID: fhir.RecordID{Subject: subject, Key: c.ID}, Status: code(claimStatuses, c.Status), CreatedAt: fhir.ParseInstant(c.Created), SubmittedAt: fhir.ParseInstant(c.Submitted),
			Journeys: journeys(c.Journeys), DocumentsMissing: c.Missing, DecidedOn: fhir.ParseDate(c.Decision.On), Amount: kroner(c.Decision.Amount),
			CoPayment: kroner(c.Decision.CoPayment), DecisionReason: fhir.String(c.Decision.Reason), AppealUntil: fhir.ParseDate(c.Decision.AppealUntil),
		})
	}
	slices.SortFunc(out, func(a, b TravelClaim) int {
		return cmp.Or(fhir.Known(b.CreatedAt).Compare(fhir.Known(a.CreatedAt)), strings.Compare(a.ID.Key, b.ID.Key))
	})
	return out, nil
}

// journeys is nil when there is no list.
func journeys(all []journeyWire) []TravelJourney {
	if all == nil {
		return nil
	}
	out := make([]TravelJourney, 0, len(all))
	for _, w := range all {
		j := TravelJourney{TreatedOn: fhir.ParseDate(w.On), TreatedAt: fhir.String(w.At), From: fhir.String(w.From), Kilometres: w.Km, RoundTrip: w.RoundTrip, Companion: w.Companion}
		if w.Expenses != nil {
			j.Expenses = make([]TravelExpense, 0, len(w.Expenses))
		}
		for _, e := range w.Expenses {
			j.Expenses = append(j.Expenses, TravelExpense{Kind: code(expenseKinds, e.Kind), Amount: kroner(e.Amount), Documented: e.Documented})
		}
		out = append(out, j)
	}
	return out
}

// model is Garbled without a list, as that of claims.
func (w tripsWire) model(g policy.Grant, subject fnr.Number) ([]OrderedTrip, error) {
	shown, err := nhn.Records(w.Trips, g, func(t tripWire) (string, []string) { return t.ID, t.Labels })
	if err != nil {
		return nil, err
	}
	out := make([]OrderedTrip, 0, len(shown))
	for _, t := range shown {
		out = append(out, OrderedTrip{
			ID: fhir.RecordID{Subject: subject, Key: t.ID}, Status: code(tripStatuses, t.Status), PickUpAt: fhir.ParseInstant(t.PickUpAt),
			From: fhir.String(t.From), To: fhir.String(t.To),
		})
	}
	slices.SortFunc(out, func(a, b OrderedTrip) int {
		return cmp.Or(pickUp(a).Compare(pickUp(b)), strings.Compare(a.ID.Key, b.ID.Key))
	})
	return out, nil
}

// code is nil for a code that is not in the list.
func code[T any](list map[string]T, of string) *T {
	if v, ok := list[of]; ok {
		return &v
	}
	return nil
}

func kroner(amount *fhir.Decimal) *fhir.Money {
	if amount == nil {
		return nil
	}
	return fhir.Kroner(*amount)
}

// pickUp is when somebody is fetched, for ordering: an unknown time comes last.
func pickUp(t OrderedTrip) time.Time {
	if t.PickUpAt == nil {
		return time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)
	}
	return *t.PickUpAt
}
