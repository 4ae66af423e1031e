package transport_test

import (
	"strings"
	"testing"

	"helsegraf/graph"
)

func TestParts(t *testing.T) {
	one := []episode{
		{found: []graph.Deferral{later("me late name")}, data: `{"me":{"id":"id","name":null}}`},
		{path: "me", label: "late", data: `{"name":"name"}`},
	}
	for name, c := range map[string]struct {
		episodes   []episode
		old, newer []string
	}{
		"a fragment": {one, []string{
			`{"data":{"me":{"id":"id"}},"hasNext":true}`,
			`{"incremental":[{"data":{"name":"name"},"path":["me"],"label":"late"}],"hasNext":false}`,
		}, []string{
			`{"data":{"me":{"id":"id"}},"pending":[{"id":"0","path":["me"],"label":"late"}],"hasNext":true}`,
			`{"incremental":[{"id":"0","data":{"name":"name"}}],"completed":[{"id":"0"}],"hasNext":false}`,
		}},
		"null is a value of a field that needs no work": {[]episode{
			{found: []graph.Deferral{later("me l name friend")}, data: `{"me":{"name":null,"friend":null}}`},
			{path: "me", label: "l", data: `{"name":"name"}`},
		}, []string{
			`{"data":{"me":{}},"hasNext":true}`,
			`{"incremental":[{"data":{"friend":null,"name":"name"},"path":["me"],"label":"l"}],"hasNext":false}`,
		}, nil},
		"elements of a list": {[]episode{
			{found: []graph.Deferral{later("many/0 l name"), later("many/2 l name")}, data: `{"many":[{"name":null},null,{"name":null}]}`},
			{path: "many/2", label: "l", data: `{"name":"two"}`},
			{path: "many/0", label: "l", data: `{"name":"zero"}`},
		}, []string{
			`{"data":{"many":[{},null,{}]},"hasNext":true}`,
			`{"incremental":[{"data":{"name":"two"},"path":["many",2],"label":"l"}],"hasNext":true}`,
			`{"incremental":[{"data":{"name":"zero"},"path":["many",0],"label":"l"}],"hasNext":false}`,
		}, []string{
			`{"data":{"many":[{},null,{}]},"pending":[{"id":"0","path":["many",0],"label":"l"},{"id":"1","path":["many",2],"label":"l"}],"hasNext":true}`,
			`{"incremental":[{"id":"1","data":{"name":"two"}}],"completed":[{"id":"1"}],"hasNext":true}`,
			`{"incremental":[{"id":"0","data":{"name":"zero"}}],"completed":[{"id":"0"}],"hasNext":false}`,
		}},
		"what is inside comes before": {[]episode{
			{found: []graph.Deferral{later("me outer friend")}, data: `{"me":{"friend":null}}`},
			{found: []graph.Deferral{later("me/friend inner name")}, path: "me/friend", label: "inner", data: `{"name":"name"}`},
			{path: "me", label: "outer", data: `{"friend":{"id":"id","name":null}}`},
		}, []string{
			`{"data":{"me":{}},"hasNext":true}`,
			`{"incremental":[{"data":{"friend":{"id":"id"}},"path":["me"],"label":"outer"},{"data":{"name":"name"},"path":["me","friend"],"label":"inner"}],"hasNext":false}`,
		}, []string{
			`{"data":{"me":{}},"pending":[{"id":"0","path":["me"],"label":"outer"}],"hasNext":true}`,
			`{"pending":[{"id":"1","path":["me","friend"],"label":"inner"}],"incremental":[{"id":"0","data":{"friend":{"id":"id"}}},{"id":"1","data":{"name":"name"}}],"completed":[{"id":"0"},{"id":"1"}],"hasNext":false}`,
		}},
		"the object became null": {[]episode{
			{found: []graph.Deferral{later("me l name")}, data: `{"me":null}`, err: "no"},
			{path: "me", label: "l", data: `{"name":"name"}`},
		}, []string{
			`{"data":{"me":null},"errors":[{"message":"no"}],"hasNext":true}`,
			`{"hasNext":false}`,
		}, []string{
			`{"data":{"me":null},"errors":[{"message":"no"}],"hasNext":true}`,
			`{"hasNext":false}`,
		}},
		"the fragment became null": {[]episode{
			{found: []graph.Deferral{later("me l name")}, data: `{"me":{"id":"<&>\u2028","name":null}}`},
			{path: "me", label: "l", data: `null`, err: "no"},
		}, []string{
			`{"data":{"me":{"id":"\u003c\u0026\u003e\u2028"}},"hasNext":true}`,
			`{"incremental":[{"data":null,"path":["me"],"label":"l","errors":[{"message":"no"}]}],"hasNext":false}`,
		}, []string{
			`{"data":{"me":{"id":"\u003c\u0026\u003e\u2028"}},"pending":[{"id":"0","path":["me"],"label":"l"}],"hasNext":true}`,
			`{"completed":[{"id":"0","errors":[{"message":"no"}]}],"hasNext":false}`,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			f, _ := startSerial(t, c.episodes)
			expect := func(want []string, headers string) {
				t.Helper()
				r := f.Ask(t, deferring, headers)
				got := partsOf(t, r)
				if want != nil && strings.Join(got, "\n") != strings.Join(want, "\n") {
					t.Errorf("%s\ngot  %s\nwant %s", headers, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
				}
				for name, want := range map[string]string{"Cache-Control": "no-store", "Content-Encoding": "", "X-Accel-Buffering": "no"} {
					if got := r.Header.Get(name); got != want {
						t.Errorf("%s: %q", name, got)
					}
				}
			}
			expect(c.old, acceptOld)
			expect(c.newer, acceptNewer)
			expect(c.old, acceptSSE)
			expect(c.newer, acceptSSE+";incrementalSpec=v0.2")
		})
	}
}
