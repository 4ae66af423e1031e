package resolvers

import (
	"context"
	"fmt"
	"mime"
	"net/http"
	"slices"

	"github.com/google/uuid"

	"helsegraf/graph"
	"helsegraf/graph/ips"
	"helsegraf/graph/plan"
	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
	"helsegraf/sources/provesvar"
	"helsegraf/sources/reseptformidler"
	"helsegraf/sources/sysvak"
)

const (
	summaryField  = "Person.patientSummary"
	summaryFormat = "?_format="
)

// summaryFiles are the ends of the names of files.
var summaryFiles = map[graph.SummaryFormat]string{graph.SummaryFHIR: "json", graph.SummaryHTML: "html", graph.SummaryPDF: "pdf"}

// The needs of a patient summary: each of its parts is decided as the field that
// has the same data.
var (
	needProfile      = plan.Need{Field: "Person.address", Service: "PROFILE"}
	needMedicines    = plan.Need{Field: "Person.prescriptions", Service: "MEDICATION", Register: "RESEPTFORMIDLER"}
	needRecord       = plan.Need{Field: "Person.summaryCareRecord", Service: "SUMMARY_CARE_RECORD", Register: "KJERNEJOURNAL"}
	needAllergies    = plan.Need{Field: "CriticalInformation.allergies", Service: "SUMMARY_CARE_RECORD", Register: "KJERNEJOURNAL"}
	needProblems     = plan.Need{Field: "CriticalInformation.conditions", Service: "SUMMARY_CARE_RECORD", Register: "KJERNEJOURNAL"}
	needVaccinations = plan.Need{Field: "Person.vaccinations", Service: "VACCINATION", Register: "SYSVAK"}
	needReports      = plan.Need{Field: "Person.testResults", Service: "TEST_RESULT", Register: "PROVESVAR", Args: map[string]any{"first": int64(ips.MaxReports)}}
	needFindings     = plan.Need{Field: "TestResult.observations", Service: "TEST_RESULT", Register: "PROVESVAR"}
)

func summaryNeeds() []plan.Need {
	return []plan.Need{needProfile, needMedicines, needRecord, needAllergies, needProblems, needVaccinations, needReports, needFindings}
}

// PatientSummary are the links to a summary, which is made when it is fetched.
func (r personResolver) PatientSummary(ctx context.Context, p *graph.Person) (*graph.PatientSummary, error) {
	q := requestOf(ctx)
	if _, code := q.reach(p.Subject()); code != policy.Open {
		return nil, refused(code)
	}
	if q.absent(ctx) {
		return nil, refused(policy.NotOffered)
	}
	url := r.publicURL + "/summaries/" + q.sealed(link{Subject: p.Subject().Digits(), Summary: true})
	return &graph.PatientSummary{URL: url, PageURL: url + summaryFormat + "html", PDFURL: url + summaryFormat + "pdf", ValidUntil: q.now.Add(r.linkLife)}, nil
}

// ServeSummary makes the summary behind a link and sends it to the actor of ctx.
// The link grants nothing: each part is decided, and logged, before its register
// is called. Only the person as a whole can be refused; a part that is closed or
// could not be read is a section that says so. Nothing of it is kept.
func (r *Resolver) ServeSummary(ctx context.Context, sealed string, format graph.SummaryFormat, w http.ResponseWriter) error {
	actor := graph.ActorFrom(ctx)
	if actor.Number().IsZero() {
		return refused(policy.Unauthenticated)
	}
	subject, to, ok := r.ids.openLink(actor, sealed, r.now())
	if !ok || !to.Summary {
		return refused(policy.NotFound)
	}
	q := &request{r: r, actor: actor, now: r.now().In(r.norway), plan: &plan.Plan{Branches: []plan.Branch{{
		Entry: plan.Named,
		IDs:   []string{r.ids.person(actor.Client(), subject)},
		Needs: summaryNeeds(),
		Knows: true,
	}}}}
	ctx = sources.WithReport(graph.WithRecordIDs(ctx, q), &q.report)
	q.read(ctx)
	q.start(ctx)
	defer q.usage.settle(ctx) // refusals are logged too
	if _, code := q.reach(subject); code != policy.Open {
		return refused(code)
	}
	d := ips.New(q.summary(ctx, subject))
	as, disposition, write := ips.FHIR, "attachment", d.WriteFHIR
	switch format {
	case graph.SummaryHTML:
		as, disposition, write = ips.HTML, "inline", d.WriteHTML
		w.Header().Set("Content-Security-Policy", ips.Policy)
	case graph.SummaryPDF:
		as, disposition, write = ips.PDF, "inline", d.WritePDF
	case graph.SummaryFHIR:
	}
	w.Header().Set("Content-Type", as)
	w.Header().Set("Content-Disposition", mime.FormatMediaType(disposition, map[string]string{"filename": "pasientoppsummering." + summaryFiles[format]}))
	return write(w)
}

// summary reads all parts. Their registers have been called already, and answer
// at the same time.
func (q *request) summary(ctx context.Context, subject fnr.Number) ips.Summary {
	t := q.r.reads
	s := ips.Summary{ID: uuid.New(), At: q.now, Language: graph.LanguageFrom(ctx)}
	s.Patient = q.patient(ctx, subject)
	s.Medicines = partFor(ctx, q, subject, needMedicines, func(g policy.Grant) (ips.Part[reseptformidler.Prescription], error) {
		list, err := t.prescriptions.load(ctx, prescriptionsKey{g, reseptformidler.Current})
		return ips.Part[reseptformidler.Prescription]{State: ips.Read, Items: list.Prescriptions, Incomplete: !list.Complete, Locked: list.HasLocked}, err
	})
	s.Allergies = partFor(ctx, q, subject, needAllergies, ofOpenRecord(ctx, t, t.allergies.load))
	s.Problems = partFor(ctx, q, subject, needProblems, ofOpenRecord(ctx, t, t.conditions.load))
	s.Vaccinations = partFor(ctx, q, subject, needVaccinations, func(g policy.Grant) (ips.Part[sysvak.Vaccination], error) {
		all, err := t.vaccinations.load(ctx, g)
		return ips.Part[sysvak.Vaccination]{State: ips.Read, Items: all.Given}, err
	})
	s.Results = partFor(ctx, q, subject, needReports, func(g policy.Grant) (ips.Part[ips.Report], error) {
		reports, err := t.results.load(ctx, resultsKey{window{g, q.windowOf(needReports)}, provesvar.Filter{}})
		if err != nil {
			return ips.Part[ips.Report]{}, err
		}
		// A report without its findings would look like one that found nothing.
		findings, err := t.findings.load(ctx, g)
		if err != nil {
			return ips.Part[ips.Report]{}, err
		}
		part := ips.Part[ips.Report]{State: ips.Read, Incomplete: !reports.Complete, More: !reports.Whole}
		for i := range reports.Rows {
			one := &reports.Rows[i].Value
			part.Items = append(part.Items, ips.Report{TestResult: *one, Findings: findings.Of(one)})
		}
		return part, nil
	})
	return s
}

// patient is whom the summary is about. Name is open to whoever knows of the
// person; birth date and address belong to PROFILE.
func (q *request) patient(ctx context.Context, subject fnr.Number) ips.Patient {
	citizen := q.people.citizens[subject]
	if citizen.Err != nil {
		return ips.Patient{Masked: true}
	}
	c := citizen.Value
	open := partFor(ctx, q, subject, needProfile, func(policy.Grant) (ips.Part[fhir.PartialDate], error) {
		part := ips.Part[fhir.PartialDate]{State: ips.Read}
		if c.BirthDate != nil {
			part.Items = append(part.Items, fhir.PartialDate(*c.BirthDate))
		} else if c.BirthYear != nil {
			part.Items = append(part.Items, fhir.PartialDate(fmt.Sprintf("%04d", *c.BirthYear)))
		}
		return part, nil
	})
	if open.State != ips.Read {
		return ips.Patient{Name: c.Name, Masked: true}
	}
	p := ips.Patient{Name: c.Name, Address: c.Address}
	if len(open.Items) > 0 {
		p.Born = &open.Items[0]
	}
	return p
}

// partFor is one part of a summary: read if its decision allows and the usage log
// has the entry. All that is closed looks alike.
func partFor[T any](ctx context.Context, q *request, subject fnr.Number, need plan.Need, read func(policy.Grant) (ips.Part[T], error)) ips.Part[T] {
	key, ok := q.about(subject, need)
	if !ok {
		return ips.Part[T]{}
	}
	d := q.decisionFor(key)
	g, ok := d.Grant()
	switch {
	case d.Code() == policy.NotOffered, d.Code() == policy.ConsentSourceUnavailable:
		return ips.Part[T]{State: ips.Unavailable}
	case !ok || !g.Opens(subject, key.service):
		return ips.Part[T]{}
	case q.usage.acknowledged(ctx, q, subject, key.service, d) != nil:
		return ips.Part[T]{State: ips.Unavailable}
	}
	part, err := read(g)
	switch {
	case sources.KindOf(err) == sources.Denied:
		return ips.Part[T]{} // perhaps by the subject's own settings
	case err != nil:
		return ips.Part[T]{State: ips.Unavailable}
	}
	return part
}

// ofOpenRecord reads a list in the summary care record. That there is no record
// may be the subject's own choice.
func ofOpenRecord[T any](ctx context.Context, t *reads, load func(context.Context, policy.Grant) ([]T, error)) func(policy.Grant) (ips.Part[T], error) {
	return func(g policy.Grant) (ips.Part[T], error) {
		record, err := t.summaryCareRecord.load(ctx, g)
		switch {
		case err != nil:
			return ips.Part[T]{}, err
		case record.CriticalInformation != nil:
			all, err := load(ctx, g)
			return ips.Part[T]{State: ips.Read, Items: all}, err
		case g.TellsSettings():
			return ips.Part[T]{State: ips.NoRecord}, nil
		}
		return ips.Part[T]{}, nil
	}
}

// withoutSummary makes the summary absent where no register of a part of it is
// configured.
func (r *Resolver) withoutSummary() {
	if !slices.ContainsFunc(summaryNeeds(), func(n plan.Need) bool { return n.Register != "" && !r.absent[n.Field] }) {
		r.absent[summaryField] = true
	}
}

// laterNeeds are the parts of the fields of a branch that are decided when they
// are read.
func (*request) laterNeeds(branch *plan.Branch) (needs []plan.Need) {
	for _, later := range branch.Later {
		if later.Field != summaryField {
			continue
		}
		for _, need := range summaryNeeds() {
			if slices.ContainsFunc(needs, func(n plan.Need) bool {
				return n.Path == later.Path && n.Service == need.Service
			}) {
				continue
			}
			need.Path = later.Path
			needs = append(needs, need)
		}
	}
	return needs
}

// explainsLater reports whether parts of a branch's fields are to be explained,
// which would be decided later.
func (q *request) explainsLater(branch *plan.Branch) bool {
	return q.explains && len(branch.Later) > 0
}
