// Package innhold reads what the health authorities write for everybody (innhold A–Å)
// from Helsedirektoratet's API for content. It is open data under NLOD: no call
// concerns a person. The source and the licence are to be named where it is shown.
//
// GET /innhold/innhold?infoTyper= returns all content of a type, whole, and
// ?kodeverk=&kode= what has been written of a code of ICPC-2, ICD-10 or ATC. Nothing
// else that people type goes anywhere: words, letters and languages are found here.
// Something that does not look like a code of its system is not sent either.
//
// An item is {id, tittel, intro, tekst, forstPublisert, sistFagligOppdatert, status,
// tekniskeData{infoType}, url}. Content that is not in force (Gjeldende) is left out.
// That items may say their language (sprak) and who has contributed (bidragsyter) is
// ASSUMED: neither is documented.
//
// Texts are HTML by people elsewhere. They are cleaned by bluemonday of all that runs,
// loads, styles or submits, and Markdown is made of what is left.
//
// Calls carry a subscription key, which is free, in Ocp-Apim-Subscription-Key.
//
// What is read is kept for hours, and for up to a day while the service is down; it
// then says when it was read. Articles of Helsenorge have no known API.
package innhold
