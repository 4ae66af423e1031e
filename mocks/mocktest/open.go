package mocktest

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"helsegraf/mocks/nhn"
	"helsegraf/mocks/standin"
)

// OpenCase is a request to a register of open data, and its outcome. Without a method
// it is GET, with the key if the register takes one.
type OpenCase struct {
	Name, Method, Path string
	Change             func(http.Header)
	Status             int
	Says               string
}

// RefusesOpen sends the cases. Refused requests are not counted.
func RefusesOpen(t *testing.T, register *standin.StandIn, key bool, cases []OpenCase) {
	t.Helper()
	for _, tc := range cases {
		t.Run(tc.Name, func(t *testing.T) {
			method := tc.Method
			if method == "" {
				method = http.MethodGet
			}
			r := httptest.NewRequestWithContext(t.Context(), method, "http://register.test"+tc.Path, nil)
			if key {
				r.Header.Set(nhn.KeyHeader, nhn.SubscriptionKey)
			}
			if tc.Change != nil {
				tc.Change(r.Header)
			}
			register.Forget()
			got := Ask(register, r)
			if got.Code != tc.Status || !strings.Contains(got.Body.String(), tc.Says) {
				t.Errorf("%d %s", got.Code, got.Body)
			}
			if counted := register.Operations() == 1; counted != (got.Code == http.StatusOK) {
				t.Error("what is refused should not be counted, and the rest should")
			}
		})
	}
}
