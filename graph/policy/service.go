package policy

import (
	"fmt"
	"io"
	"strconv"
)

// Service is what consent and proxy scope are counted in (tjeneste).
type Service uint8

// The services, in the order of the rules' table. The zero Service is none.
const (
	Profile Service = iota + 1
	GPInformation
	ChangeGP
	ExemptionCard
	HealthRegisters
	Privacy
	Research
	HospitalJournal
	Medication
	SummaryCareRecord
	Vaccination
	TestResult
	Appointment
	Referral
	HealthContact
	Message
	GPDialogue
	DocumentArchive
	PatientTravel
	DonorCard
	Tools
)

// never is the child age of services that no parent may use.
const never = 0

// serviceRow is one row of the table of services.
type serviceRow struct {
	name       string
	level      Level // lowest consent level of the subject that opens it
	childUnder int   // children below this age may be represented by a parent
	proxy      bool  // may be named in a power of attorney
	subjectMin int   // the age from which others may use it for somebody, by whichever relation
}

// services is the table of services in the rules. The directives in the schema
// repeat it for readers; a test keeps the two equal.
var services = [...]serviceRow{
	Profile:           {"PROFILE", Basis, 16, true, 0},
	GPInformation:     {"GP_INFORMATION", Basis, 16, true, 0},
	ChangeGP:          {"CHANGE_GP", Basis, 16, true, 0},
	ExemptionCard:     {"EXEMPTION_CARD", Basis, never, true, 0},
	HealthRegisters:   {"HEALTH_REGISTERS", Basis, never, true, 0},
	Privacy:           {"PRIVACY", None, 16, false, 0},
	Research:          {"RESEARCH", Basis, never, false, 0},
	HospitalJournal:   {"HOSPITAL_JOURNAL", BasisPlus, 12, true, 0},
	Medication:        {"MEDICATION", Full, 12, true, 0},
	SummaryCareRecord: {"SUMMARY_CARE_RECORD", Full, 12, true, 0},
	Vaccination:       {"VACCINATION", Full, 16, true, 0},
	TestResult:        {"TEST_RESULT", Full, 12, true, 0},
	Appointment:       {"APPOINTMENT", Full, 12, true, 0},
	Referral:          {"REFERRAL", Full, 12, true, 0},
	HealthContact:     {"HEALTH_CONTACT", Full, 12, true, 0},
	Message:           {"MESSAGE", Full, 12, true, 0},
	GPDialogue:        {"GP_DIALOGUE", Full, never, true, 16},
	DocumentArchive:   {"DOCUMENT_ARCHIVE", Full, never, false, 0},
	PatientTravel:     {"PATIENT_TRAVEL", Full, 16, true, 0},
	DonorCard:         {"DONOR_CARD", Full, never, false, 0},
	Tools:             {"TOOLS", Full, never, false, 0},
}

// Services are all services, in the order of the table.
func Services() []Service {
	all := make([]Service, 0, len(services)-1)
	for s := Profile; int(s) < len(services); s++ {
		all = append(all, s)
	}
	return all
}

// row is the row of s; the zero row for an invalid service.
func (s Service) row() serviceRow {
	if int(s) < len(services) {
		return services[s]
	}
	return serviceRow{}
}

// Level is the lowest consent level of the subject that opens s.
func (s Service) Level() Level { return s.row().level }

// ChildUnder is the age below which a parent may use s for a child; 0 is never.
func (s Service) ChildUnder() int { return s.row().childUnder }

// ByProxy reports whether s may be named in a power of attorney.
func (s Service) ByProxy() bool { return s.row().proxy }

// SubjectMin is the age from which others may use s for somebody, whatever
// their relation; 0 is any.
func (s Service) SubjectMin() int { return s.row().subjectMin }

// String is the name in the schema; "" for an invalid service.
func (s Service) String() string { return s.row().name }

// ParseService is the service of a name in the schema.
func ParseService(name string) (Service, error) { return parse[Service](name, len(services)) }

// MarshalGQL writes the name in the schema.
func (s Service) MarshalGQL(w io.Writer) { quote(w, s) }

// UnmarshalGQL reads the name in the schema.
func (s *Service) UnmarshalGQL(v any) error { return unmarshal(v, s, len(services)) }

// ServiceSet is a set of services.
type ServiceSet uint32

// SetOf is the set of the services given.
func SetOf(all ...Service) ServiceSet {
	var set ServiceSet
	for _, s := range all {
		set |= 1 << s
	}
	return set
}

// Has reports whether s is in the set.
func (set ServiceSet) Has(s Service) bool { return set&(1<<s) != 0 }

// List is the set in the order of the table.
func (set ServiceSet) List() []Service {
	var list []Service
	for _, s := range Services() {
		if set.Has(s) {
			list = append(list, s)
		}
	}
	return list
}

// ByMode is a set of services for each mode.
type ByMode [Write + 1]ServiceSet

// InBoth is the same set in both modes.
func InBoth(set ServiceSet) ByMode { return ByMode{Read: set, Write: set} }

// In is the set of a mode; empty for an invalid mode.
func (b ByMode) In(m Mode) ServiceSet {
	if int(m) < len(b) {
		return b[m]
	}
	return 0
}

// parse finds the enum value below n that prints as name.
func parse[E interface {
	~uint8
	fmt.Stringer
}](name string, n int) (E, error) {
	for v := range n {
		if e := E(v); name != "" && e.String() == name {
			return e, nil
		}
	}
	return 0, errUnknownName
}

func unmarshal[E interface {
	~uint8
	fmt.Stringer
}](v any, to *E, n int) error {
	name, _ := v.(string)
	e, err := parse[E](name, n)
	if err != nil {
		return err
	}
	*to = e
	return nil
}

func quote(w io.Writer, s fmt.Stringer) { _, _ = io.WriteString(w, strconv.Quote(s.String())) }
