package ips

func bokmal() words {
	return words{
		tag: "nb", title: "Pasientoppsummering", unknown: "Ukjent", point: ",", dates: true,
		withheld:    "Opplysningene er ikke tatt med, fordi det ikke er gitt tilgang til dem.",
		unavailable: "Opplysningene kunne ikke hentes. Det kan finnes opplysninger som ikke vises her.",
		noRecord:    "Det finnes ingen kjernejournal å hente opplysninger fra.",
		none:        "Ingen opplysninger er registrert. Det er ingen bekreftelse på at det ikke finnes noen.",
		incomplete:  "Listen er ikke fullstendig. Noen opplysninger kunne ikke hentes.",
		locked:      "Det finnes låste resepter. De vises ikke her.",
		latestOf:    "Bare de %d siste prøvesvarene er tatt med.",
		recalled:    "tilbakekalt", subpotent: "svekket dose", corrected: "Rettet",
		name: "Navn", moment: "02.01.2006 15:04", born: "Født", address: "Adresse", made: "Laget", by: "Laget av Helsegraf av opplysninger fra Reseptformidleren, kjernejournal, SYSVAK og Pasientens prøvesvar. Ingen helsepersonell har gått gjennom oppsummeringen.",
		noIdentity:   "Fødselsdato og adresse er ikke tatt med.",
		allergies:    sectionWords{title: "Allergier og overfølsomhet", head: []string{"Hva", "Alvorlighet", "Status", "Fra", "Registrert"}},
		medicines:    sectionWords{title: "Legemidler", note: "Resepter som kan hentes på apotek. Annen bruk av legemidler er ikke tatt med.", head: []string{"Legemiddel", "Virkestoff", "Dosering", "Utstedt", "Gyldig til"}},
		problems:     sectionWords{title: "Kritiske tilstander", note: "Kritiske tilstander i kjernejournal. Andre diagnoser er ikke tatt med.", head: []string{"Tilstand", "Status", "Fra", "Registrert"}},
		vaccinations: sectionWords{title: "Vaksiner", head: []string{"Dato", "Vaksine", "Beskytter mot", "Dose", "Batchnummer"}},
		results:      sectionWords{title: "Prøvesvar", head: []string{"Tatt", "Prøve", "Svar", "Referanseområde", "Merknad"}},
		codes: map[string]string{
			"low": "Lav", "high": "Høy", "unable-to-assess": "Kan ikke vurderes",
			"active": "Aktiv", "recurrence": "Tilbakevendt", "relapse": "Tilbakefall", "inactive": "Ikke aktiv", "remission": "I bedring", "resolved": "Over",
			"unconfirmed": "ubekreftet", "presumed": "antatt", "confirmed": "bekreftet", "refuted": "avkreftet", "provisional": "foreløpig", "differential": "mulig",
			"REGISTERED": "Ikke besvart ennå", "PARTIAL": "Delvis besvart", "PRELIMINARY": "Foreløpig", "FINAL": "", "AMENDED": "Endret",
			"HIGH": "Høy", "LOW": "Lav", "OUTSIDE": "Utenfor referanseområdet",
		},
	}
}

func nynorsk() words {
	return words{
		tag: "nn", title: "Pasientoppsummering", unknown: "Ukjend", point: ",", dates: true,
		withheld:    "Opplysningane er ikkje tekne med, fordi det ikkje er gitt tilgang til dei.",
		unavailable: "Opplysningane kunne ikkje hentast. Det kan finnast opplysningar som ikkje blir viste her.",
		noRecord:    "Det finst ingen kjernejournal å hente opplysningar frå.",
		none:        "Ingen opplysningar er registrerte. Det er inga stadfesting på at det ikkje finst nokon.",
		incomplete:  "Lista er ikkje fullstendig. Nokre opplysningar kunne ikkje hentast.",
		locked:      "Det finst låste reseptar. Dei blir ikkje viste her.",
		latestOf:    "Berre dei %d siste prøvesvara er tekne med.",
		recalled:    "tilbakekalla", subpotent: "svekt dose", corrected: "Retta",
		name: "Namn", moment: "02.01.2006 15:04", born: "Fødd", address: "Adresse", made: "Laga", by: "Laga av Helsegraf av opplysningar frå Reseptformidlaren, kjernejournal, SYSVAK og Pasientens prøvesvar. Ikkje noko helsepersonell har gått gjennom oppsummeringa.",
		noIdentity:   "Fødselsdato og adresse er ikkje tekne med.",
		allergies:    sectionWords{title: "Allergiar og overfølsemd", head: []string{"Kva", "Alvor", "Status", "Frå", "Registrert"}},
		medicines:    sectionWords{title: "Legemiddel", note: "Reseptar som kan hentast på apotek. Anna bruk av legemiddel er ikkje teken med.", head: []string{"Legemiddel", "Verkestoff", "Dosering", "Skriven ut", "Gyldig til"}},
		problems:     sectionWords{title: "Kritiske tilstandar", note: "Kritiske tilstandar i kjernejournal. Andre diagnosar er ikkje tekne med.", head: []string{"Tilstand", "Status", "Frå", "Registrert"}},
		vaccinations: sectionWords{title: "Vaksinar", head: []string{"Dato", "Vaksine", "Vernar mot", "Dose", "Batchnummer"}},
		results:      sectionWords{title: "Prøvesvar", head: []string{"Teken", "Prøve", "Svar", "Referanseområde", "Merknad"}},
		codes: map[string]string{
			"low": "Låg", "high": "Høg", "unable-to-assess": "Kan ikkje vurderast",
			"active": "Aktiv", "recurrence": "Kome tilbake", "relapse": "Tilbakefall", "inactive": "Ikkje aktiv", "remission": "I betring", "resolved": "Over",
			"unconfirmed": "ikkje stadfesta", "presumed": "anteken", "confirmed": "stadfesta", "refuted": "avkrefta", "provisional": "førebels", "differential": "mogleg",
			"REGISTERED": "Ikkje svara på enno", "PARTIAL": "Delvis svara på", "PRELIMINARY": "Førebels", "FINAL": "", "AMENDED": "Endra",
			"HIGH": "Høg", "LOW": "Låg", "OUTSIDE": "Utanfor referanseområdet",
		},
	}
}

func english() words {
	return words{
		tag: "en", title: "Patient summary", unknown: "Unknown", point: ".",
		withheld:    "The information is not included, because access to it has not been given.",
		unavailable: "The information could not be retrieved. There may be information that is not shown here.",
		noRecord:    "There is no summary care record to retrieve information from.",
		none:        "No information is registered. This does not confirm that there is none.",
		incomplete:  "The list is incomplete. Some information could not be retrieved.",
		locked:      "There are locked prescriptions. They are not shown here.",
		latestOf:    "Only the latest %d test results are included.",
		recalled:    "recalled", subpotent: "subpotent dose", corrected: "Corrected",
		name: "Name", moment: "2006-01-02 15:04", born: "Born", address: "Address", made: "Made", by: "Made by Helsegraf from information in Reseptformidleren (prescriptions), kjernejournal (summary care record), SYSVAK (immunizations) and Pasientens prøvesvar (test results). No health personnel have reviewed the summary. Information from registers is in Norwegian.",
		noIdentity:   "Date of birth and address are not included.",
		allergies:    sectionWords{title: "Allergies and intolerances", head: []string{"What", "Criticality", "Status", "Since", "Recorded"}},
		medicines:    sectionWords{title: "Medication summary", note: "Prescriptions that can be dispensed. Other use of medicines is not included.", head: []string{"Medicine", "Substance", "Dosage", "Issued", "Valid until"}},
		problems:     sectionWords{title: "Problems", note: "Critical conditions in the summary care record. Other diagnoses are not included.", head: []string{"Condition", "Status", "Since", "Recorded"}},
		vaccinations: sectionWords{title: "Immunizations", head: []string{"Date", "Vaccine", "Protects against", "Dose", "Batch"}},
		results:      sectionWords{title: "Test results", head: []string{"Taken", "Test", "Result", "Reference range", "Note"}},
		codes: map[string]string{
			"low": "Low", "high": "High", "unable-to-assess": "Unable to assess",
			"active": "Active", "recurrence": "Recurrence", "relapse": "Relapse", "inactive": "Inactive", "remission": "Remission", "resolved": "Resolved",
			"REGISTERED": "Not answered yet", "PARTIAL": "Answered in part", "PRELIMINARY": "Preliminary", "FINAL": "", "AMENDED": "Amended",
			"HIGH": "High", "LOW": "Low", "OUTSIDE": "Outside the reference range",
		},
	}
}
