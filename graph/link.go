package graph

// ServiceLink is a service that is elsewhere.
type ServiceLink struct {
	Kind  ServiceLinkKind
	Title string
	URL   string // https: or tel:
}

// ServiceLinkKind is which service it is.
type ServiceLinkKind string

// The services.
const (
	LinkHealthInsuranceCard ServiceLinkKind = "EUROPEAN_HEALTH_INSURANCE_CARD"
	LinkAdverseReaction     ServiceLinkKind = "ADVERSE_REACTION"
	LinkRefund              ServiceLinkKind = "REFUND"
	LinkDispensedMedicines  ServiceLinkKind = "DISPENSED_MEDICINES"
	LinkForm                ServiceLinkKind = "FORM"
	LinkTelephone           ServiceLinkKind = "TELEPHONE"
)
