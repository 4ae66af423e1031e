package resolvers

import (
	"context"
	"strings"

	"helsegraf/graph"
	"helsegraf/graph/plan"
	"helsegraf/graph/policy"
	"helsegraf/sources/fnr"
	"helsegraf/sources/kjernejournal"
	"helsegraf/sources/personvern"
	"helsegraf/sources/reseptformidler"
)

// The fields of the plain extract in HEALTH_REGISTERS. Each has its own decision, by
// HEALTH_REGISTERS and by the service it is an extract of.
const (
	prescriptionExtract = "HealthRegisterExtract.prescriptions"
	criticalExtract     = "HealthRegisterExtract.criticalInformation"
	vaccinationExtract  = "HealthRegisterExtract.vaccinations"
)

// extractOf is the service whose extract a need of HEALTH_REGISTERS reads; 0 for what
// is not in the extract.
func extractOf(need plan.Need) policy.Service {
	if need.Service != policy.HealthRegisters.String() {
		return 0
	}
	switch need.Field {
	case prescriptionExtract:
		return policy.Medication
	case criticalExtract:
		return policy.SummaryCareRecord
	case vaccinationExtract:
		return policy.Vaccination
	}
	if strings.HasPrefix(need.Field, "CriticalInformation.") {
		return policy.SummaryCareRecord
	}
	return 0
}

type (
	healthRegistersResolver       struct{ *Resolver }
	healthRegisterExtractResolver struct{ *Resolver }
)

// HealthRegisters resolves HealthRegisters.
func (r *Resolver) HealthRegisters() graph.HealthRegistersResolver { return healthRegistersResolver{r} }

// HealthRegisterExtract resolves HealthRegisterExtract.
func (r *Resolver) HealthRegisterExtract() graph.HealthRegisterExtractResolver {
	return healthRegisterExtractResolver{r}
}

// HealthRegisters is a handle: the list and the parts of the extract are read one by
// one.
func (r personResolver) HealthRegisters(ctx context.Context, p *graph.Person) (*graph.HealthRegisters, error) {
	g, err := grant(ctx, p, policy.HealthRegisters)
	if err != nil {
		return nil, err
	}
	return &graph.HealthRegisters{Grant: g, Extract: graph.HealthRegisterExtract{Subject: p.Subject()}}, nil
}

// Registers is a page of the registers that may hold something about the person.
func (r healthRegistersResolver) Registers(ctx context.Context, h *graph.HealthRegisters, first *int, after *string) (*graph.HealthRegisterConnection, error) {
	all, err := r.reads.healthRegisters.load(ctx, h.Grant)
	if err != nil {
		return nil, err
	}
	return page(ctx, r.cursors(ctx, "HealthRegisters.registers"), all, first, after, placeOfHealthRegister)
}

// Prescriptions is a page of the extract of prescriptions.
func (r healthRegisterExtractResolver) Prescriptions(ctx context.Context, e *graph.HealthRegisterExtract, first *int, after *string) (*graph.PrescriptionExtractConnection, error) {
	g, err := extract(ctx, e.Subject, policy.Medication)
	if err != nil {
		return nil, err
	}
	list, err := r.reads.prescriptions.load(ctx, prescriptionsKey{g, reseptformidler.Current})
	if err != nil {
		return nil, err
	}
	c, err := page(ctx, r.cursors(ctx, prescriptionExtract), list.Prescriptions, first, after, placeOfPrescription)
	if err != nil {
		return nil, err
	}
	if c.Complete = list.Complete; !list.Complete {
		c.TotalCount = nil
	}
	return c, nil
}

// CriticalInformation is the extract of the summary care record; nil when there is
// none.
func (r healthRegisterExtractResolver) CriticalInformation(ctx context.Context, e *graph.HealthRegisterExtract) (*kjernejournal.CriticalInformation, error) {
	g, err := extract(ctx, e.Subject, policy.SummaryCareRecord)
	if err != nil {
		return nil, err
	}
	record, err := r.reads.summaryCareRecord.load(ctx, g)
	if err != nil {
		return nil, err
	}
	if record.CriticalInformation == nil && !g.TellsSettings() {
		// A missing record may be the subject's own choice.
		return nil, closed(policy.NotAvailableOnBehalf, policy.HealthRegisters, policy.Remedy{})
	}
	return record.CriticalInformation, nil
}

// Vaccinations is a page of the extract of vaccinations.
func (r healthRegisterExtractResolver) Vaccinations(ctx context.Context, e *graph.HealthRegisterExtract, first *int, after *string) (*graph.VaccinationConnection, error) {
	g, err := extract(ctx, e.Subject, policy.Vaccination)
	if err != nil {
		return nil, err
	}
	all, err := r.reads.vaccinations.load(ctx, g)
	if err != nil {
		return nil, err
	}
	return page(ctx, r.cursors(ctx, vaccinationExtract), all.Given, first, after, placeOfVaccination)
}

// extract is the Grant for the plain extract of a service. The usage log has the entry
// already: the extract is a use of HEALTH_REGISTERS.
func extract(ctx context.Context, subject fnr.Number, of policy.Service) (policy.Grant, error) {
	q := requestOf(ctx)
	d := q.decisionFor(decisionKey{subject: subject, service: policy.HealthRegisters, extract: of, absent: q.absent(ctx)})
	g, ok := d.Grant()
	if has, opens := g.Extract(of); !ok || !opens || has != subject {
		return policy.Grant{}, denied(d, policy.HealthRegisters)
	}
	return g, nil
}

// Research is a page of the research projects the person takes part in.
func (r personResolver) Research(ctx context.Context, p *graph.Person, first *int, after *string) (*graph.ResearchParticipationConnection, error) {
	g, err := grant(ctx, p, policy.Research)
	if err != nil {
		return nil, err
	}
	all, err := r.reads.research.load(ctx, g)
	if err != nil {
		return nil, err
	}
	return page(ctx, r.cursors(ctx, "Person.research"), all, first, after, placeOfResearch)
}

func placeOfHealthRegister(p place, h *personvern.HealthRegister) place {
	p = p.text(h.Code)
	if h.Inclusion != nil {
		p = p.text(string(*h.Inclusion))
	}
	return p
}

func placeOfResearch(p place, r *personvern.ResearchParticipation) place {
	return p.latestDay(dayOf(r.Since)).text(r.ID.Key)
}
