package resolvers

import (
	"context"

	"helsegraf/graph"
)

// formAddress is where the paper forms are that lift what is not lifted here.
const formAddress = "https://www.helsenorge.no/personverninnstillinger/"

// Links are services that are elsewhere. No register is called.
func (queryResolver) Links(context.Context) ([]graph.ServiceLink, error) {
	return []graph.ServiceLink{
		{Kind: graph.LinkHealthInsuranceCard, Title: "Europeisk helsetrygdkort", URL: "https://www.helsenorge.no/turist-i-utlandet/europeisk-helsetrygdkort/"},
		{Kind: graph.LinkAdverseReaction, Title: "Meld bivirkninger av legemidler", URL: "https://www.melde.no/"},
		{Kind: graph.LinkRefund, Title: "Refusjon fra Helfo", URL: "https://www.helfo.no/"},
		{Kind: graph.LinkDispensedMedicines, Title: "Mine resepter", URL: "https://www.mineresepter.no/"},
		{Kind: graph.LinkForm, Title: "Skjema for å sperre eller gjenåpne tilgang til Helsenorge", URL: formAddress},
		{Kind: graph.LinkForm, Title: "Skjema for fullmakt", URL: "https://www.helsenorge.no/fullmakt/"},
		{Kind: graph.LinkTelephone, Title: "Veiledning Helsenorge, 23 32 70 00", URL: "tel:+4723327000"},
	}, nil
}
