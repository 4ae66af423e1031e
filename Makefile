# make help tells what there is.
.DEFAULT_GOAL := help
.PHONY: help generate test audit federation inspector clients servers profiles growth browser pages faults soak soak-writes rolling bench bench-peers publish-schema release check run

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

generate: ## write the executor anew from schema.graphqls
	go generate ./...

test: ## all tests, in random order, with the race detector
	go test -race -shuffle=on ./...
	go test -C cmd/bench -race -shuffle=on ./...
	go test -C cmd/faults -race -shuffle=on ./...

audit: ## the audits of GraphQL over HTTP (npm graphql-http) against the gateway
	go test -count=1 -tags npm -run '^TestAudit$$' ./cmd/helsegraf

federation: ## the schema composed with another graph's, and queries across the two (npm)
	go test -count=1 -tags npm -run '^TestFederation$$' ./cmd/helsegraf

inspector: ## what npm @graphql-inspector/core says of pairs of schemas is what graph/contract is held to
	go test -count=1 -tags npm -run '^TestInspector$$' ./cmd/helsegraf

browser: ## the pages in Debian's chromium (npm playwright-core, axe-core); pictures in ./screenshots
	go test -count=1 -tags browser -run '^TestBrowser$$' -v ./cmd/helsegraf

clients: ## Apollo Client, urql, graphql-request and Relay against the gateway: queries by text and by id, and changes (npm)
	go test -count=1 -tags npm -run '^TestClients$$' ./cmd/helsegraf

growth: ## add a register to a copy, and find it everywhere in what is built of that
	go test -count=1 -tags growth -run '^TestOneMoreRegister$$' ./cmd/helsegraf

profiles: ## the stand-ins' resources, our calendar files and patient summaries as FHIR validators and calendar parsers read them (npm)
	go test -count=1 -tags npm -run '^(TestProfiles|TestCalendars|TestSummaryProfiles)$$' ./cmd/helsegraf

servers: ## our clients against servers that others wrote: issuers, FHIR, SOAP, REST (npm)
	go test -count=1 -tags servers -run '^TestServers' ./cmd/helsegraf

pages: ## build the pages anew from their sources (npm), into their dist
	go test -count=1 -tags npm -run '^TestPages$$' ./cmd/helsegraf -update

faults: ## every register fails in every way, with reads and with writes: twenty minutes or so, and a report in ./report
	go run -C cmd/faults . -report $(CURDIR)/report

answers: ## a hundred thousand answers in FHIR, written in other ways and made wrong
	go test -count=1 -timeout 2h ./sources/nhn -run '^TestMutated' -rapid.checks=100000

soak: ## a million requests while registers mix people up
	go run -C cmd/faults . soak

soak-writes: ## a hundred thousand changes by two gateways that restart, while registers fail
	go run -C cmd/faults . soak -writes 100000 -workers 32

rolling: ## a hundred restarts of two replicas behind Debian's nginx, of which no request is lost
	go run -C cmd/faults . rolling

bench: ## the gateway against a hand-written fan-out: some minutes, and a report in ./report
	go run -C cmd/bench . -report $(CURDIR)/report

bench-peers: ## the same with GraphQL Yoga and Hive Gateway beside them (npm)
	npm ci --no-audit --no-fund --prefix cmd/bench/peers/yoga
	npm ci --no-audit --no-fund --prefix cmd/bench/peers/hive
	npm run --prefix cmd/bench/peers/hive compose
	npm prune --omit=dev --no-audit --no-fund --prefix cmd/bench/peers/hive
	go run -C cmd/bench . -report $(CURDIR)/report -peers peers

publish-schema: ## keep the schema as that of a version: make publish-schema VERSION=0.1.0
	@echo '$(VERSION)' | grep -qxE '[0-9]+\.[0-9]+\.[0-9]+' || { echo 'make $@ VERSION=0.1.0' >&2; exit 1; }
	@! grep -q '^## $(VERSION),' CHANGELOG.md || { echo '$(VERSION) is out already' >&2; exit 1; }
	go run ./cmd/helsegraf schema print > graph/contract/published/$(VERSION).graphqls

release: publish-schema ## begin a version in the changelog, to be committed and tagged: make release VERSION=0.1.0
	sed -i "s/^## Unreleased$$/## Unreleased\n\n## $(VERSION), $$(date +%F)/" CHANGELOG.md
	@echo 'git add CHANGELOG.md graph/contract/published && git commit -m $(VERSION) && git tag v$(VERSION)'

check: ## everything that must hold before a change goes in
	.ci/run

run: ## the demonstration: gateway, stand-in registers and token issuer on loopback
	go run ./cmd/helsegraf demo
