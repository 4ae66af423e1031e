// Hive Gateway over sources that Mesh composed.
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { createGatewayRuntime } from "@graphql-hive/gateway-runtime";
import { useJIT } from "@graphql-mesh/plugin-jit";
import { regions } from "../shared/questions.mjs";
import { useRegisters } from "./calls.mjs";
import { resolvers } from "./resolvers.mjs";

const config = JSON.parse(readFileSync(process.argv[2], "utf8"));
const at = (key) => ({ location: config.urls[key] });

const gateway = createGatewayRuntime({
  supergraph: readFileSync(new URL("supergraph.graphql", import.meta.url), "utf8"),
  transportEntries: {
    folkeregister: at("folkeregister.persontjenesten"), personvern: at("personvern.settings"), usagelog: at("usagelog"),
    reseptformidler: at("reseptformidler"), kjernejournal: at("kjernejournal"), frikort: at("frikort"),
    ...Object.fromEntries(regions.map((region) => ["pasientjournal_" + region, at("pasientjournal." + region)])),
  },
  additionalResolvers: resolvers,
  // To put questions to one source into one document saves a call where the
  // source speaks GraphQL, and only time is lost where none does.
  __experimental__batchExecution: false,
  plugins: () => [useJIT(), useRegisters(config)],
  logging: false,
  graphiql: false,
  landingPage: false,
});

const server = createServer(gateway);
server.keepAliveTimeout = 120_000;
server.listen(0, "127.0.0.1", () => {
  process.stderr.write(JSON.stringify({ msg: "listening", address: "127.0.0.1:" + server.address().port }) + "\n");
});
process.on("SIGTERM", () => process.exit(0));
