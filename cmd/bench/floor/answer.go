package main

// The answer, with the gateway's schema's names.

type person struct {
	Name          *name          `json:"name"`
	Practitioner  *practitioner  `json:"generalPractitioner"`
	Prescriptions *prescriptions `json:"prescriptions"`
	Record        record         `json:"summaryCareRecord"`
	Journal       struct {
		Documents *documents `json:"documents"`
	} `json:"hospitalJournal"`
	Card *card `json:"exemptionCard"`
}

type name struct {
	Full string `json:"full"`
}

type doctor struct {
	Name      *name   `json:"name"`
	HPRNumber *string `json:"hprNumber"`
}

type practitioner struct {
	Doctor *doctor `json:"practitioner"`
	Office struct {
		Name    *string  `json:"name"`
		Phone   *string  `json:"phone"`
		Address *address `json:"address"`
	} `json:"office"`
	Since *string `json:"since"`
	List  struct {
		Capacity *int `json:"capacity"`
		Waiting  *int `json:"waiting"`
	} `json:"patientList"`

	relationship string // of the doctor to the list
}

type address struct {
	Lines      []string `json:"lines"`
	PostalCode *string  `json:"postalCode"`
	City       *string  `json:"city"`
}

type coding struct {
	Code    string  `json:"code"`
	Display *string `json:"display"`
}

type code struct {
	Code string `json:"code"`
}

type prescriptions struct {
	Total int            `json:"totalCount"`
	Nodes []prescription `json:"nodes"`
}

type prescription struct {
	Status     *coding     `json:"status"`
	Medication *medication `json:"medication"`
	Dosage     *string     `json:"dosage"`
	IssuedOn   *string     `json:"issuedOn"`
	ValidUntil *string     `json:"validUntil"`
	Refills    *int        `json:"refills"`
	Prescriber *doctor     `json:"prescriber"`
	Dispenses  []dispense  `json:"dispenses"`

	key string
}

type medication struct {
	Name  *string `json:"name"`
	ATC   *coding `json:"atc"`
	Group *string `json:"prescriptionGroup"`
}

type dispense struct {
	DispensedOn *string   `json:"dispensedOn"`
	Quantity    *quantity `json:"quantity"`
	Pharmacy    *pharmacy `json:"pharmacy"`
}

type quantity struct {
	Value string  `json:"value"`
	Unit  *string `json:"unit"`
}

type pharmacy struct {
	Name string `json:"name"`
}

type record struct {
	Status   string `json:"status"`
	Critical *struct {
		Allergies  []allergy   `json:"allergies"`
		Conditions []condition `json:"conditions"`
	} `json:"criticalInformation"`
}

type allergy struct {
	Substance    *coding `json:"substance"`
	Text         *string `json:"text"`
	Criticality  *string `json:"criticality"`
	Verification *string `json:"verificationStatus"`
	RecordedOn   *string `json:"recordedOn"`
}

type condition struct {
	Code       *coding `json:"code"`
	Text       *string `json:"text"`
	RecordedOn *string `json:"recordedOn"`
}

type documents struct {
	Total    int        `json:"totalCount"`
	Complete bool       `json:"complete"`
	Nodes    []document `json:"nodes"`
}

type document struct {
	Title   *string `json:"title"`
	Type    *code   `json:"type"`
	Created *string `json:"createdAt"`
	Region  string  `json:"region"`
	Author  *author `json:"author"`
	Media   *string `json:"contentType"`

	key string
}

type author struct {
	Name string `json:"name"`
}

type card struct {
	Year       int        `json:"year"`
	Paid       *money     `json:"paid"`
	Remaining  *money     `json:"remaining"`
	CoPayments coPayments `json:"coPayments"`
}

type money struct {
	Amount   string `json:"amount"`
	Currency string `json:"currency"`
}

type coPayments struct {
	Total int         `json:"totalCount"`
	Nodes []coPayment `json:"nodes"`
}

type coPayment struct {
	PaidOn   *string `json:"paidOn"`
	Provider *string `json:"provider"`
	Type     *code   `json:"serviceType"`
	Amount   *money  `json:"amount"`
	Counts   *bool   `json:"countsTowardsCeiling"`
}

// some is nil for "".
func some(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// day is the date part of a time or date.
func day(s string) *string {
	const length = len("2006-01-02")
	if len(s) < length {
		return nil
	}
	s = s[:length]
	return &s
}
