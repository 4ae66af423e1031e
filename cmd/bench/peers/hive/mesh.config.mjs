// The registers as Mesh is told of them, and the schema over them. The addresses
// are told when the gateway starts.
import { readFileSync } from "node:fs";
import { defineConfig } from "@graphql-mesh/compose-cli";
import { loadOpenAPISubgraph } from "@omnigraph/openapi";
import { buildSchema } from "graphql";
import { regions } from "../shared/questions.mjs";
import { typeDefs } from "../shared/schema.mjs";

// Every operation only reads, but for the usage log's, which is asked the same
// way.
const queries = ["personsByNumber", "settings", "powers", "batch", "prescriptions", "status", "documents", "coPayments"];

const rest = (name, described = name, operationHeaders = {}) => ({
  sourceHandler: loadOpenAPISubgraph(name, {
    source: `registers/${described}.yaml`,
    endpoint: "http://register.invalid",
    operationHeaders,
    selectQueryOrMutationField: queries.map((fieldName) => ({ fieldName, type: "query" })),
  }),
});

// Norsk helsenett's services want to know who asks.
const national = (name, described) => rest(name, described, { "nhn-source-system": "Hive 1" });

const soap = (name) => ({
  sourceHandler: () => ({ name, schema$: buildSchema(readFileSync(`registers/${name}.graphql`, "utf8")) }),
});

export const composeConfig = defineConfig({
  subgraphs: [
    rest("folkeregister"), rest("personvern"), rest("frikort"), national("usagelog"), national("reseptformidler"), national("kjernejournal"),
    ...regions.map((region) => national("pasientjournal_" + region, "pasientjournal")),
    soap("fastlegeregister"),
  ],
  additionalTypeDefs: typeDefs,
});
