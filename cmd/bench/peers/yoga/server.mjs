// GraphQL Yoga and dataloader, as most teams would write the same.
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import DataLoader from "dataloader";
import { createYoga } from "graphql-yoga";
import { Registers } from "./registers.mjs";
import { services } from "./everyday.mjs";
import { schema } from "./schema.mjs";
import { citizen, most } from "../shared/questions.mjs";

const registers = new Registers(JSON.parse(readFileSync(process.argv[2], "utf8")));
const batch = { maxBatchSize: most };

const yoga = createYoga({
  schema,
  logging: false,
  graphiql: false,
  landingPage: false,
  context: ({ request, params }) => ({
    more: params.query?.includes("appointments") ? services : [],
    number: citizen(request.headers.get("authorization")),
    registers,
    persons: new DataLoader((numbers) => registers.persons(numbers), batch),
    practitioners: new DataLoader((numbers) => registers.practitioners(numbers), batch),
  }),
});

const server = createServer(yoga);
server.keepAliveTimeout = 120_000;
server.listen(0, "127.0.0.1", () => {
  process.stderr.write(JSON.stringify({ msg: "listening", address: "127.0.0.1:" + server.address().port }) + "\n");
});
process.on("SIGTERM", () => process.exit(0));
