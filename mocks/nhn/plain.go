package nhn

import (
	"net/http"

	"helsegraf/mocks/standin"
)

// RefusePlain sends an error in the form of the services that are not FHIR.
func RefusePlain(w http.ResponseWriter, status int, code, message string) {
	w.Header().Set("Content-Type", MediaJSON)
	w.WriteHeader(status)
	_, _ = w.Write(PlainError(status, code, message))
}

// PlainError is the body of such an error.
func PlainError(status int, code, message string) []byte {
	category := "ClientError"
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden:
		category = "Security"
	case http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity:
		category = "Business"
	}
	return standin.JSON(map[string]string{"code": code, "message": message, "errorCategory": category})
}
