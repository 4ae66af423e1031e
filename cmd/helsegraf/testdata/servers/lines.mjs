// A program beside a test: each line it reads is a command in JSON, and each line it writes the answer.
import { createInterface } from 'node:readline'
import { createServer } from 'node:http'

// What libraries have to say of themselves is no answer.
console.info = console.warn = console.error

export async function serve(commands) {
  for await (const line of createInterface({ input: process.stdin })) {
    const { do: name, ...options } = JSON.parse(line)
    let answer
    try {
      answer = { ok: await commands[name](options) }
    } catch (e) {
      answer = { failed: String(e?.stack ?? e) + (e?.cause ? ' ' + JSON.stringify(e.cause) : '') }
    }
    console.log(JSON.stringify(answer))
  }
  process.exit(0)
}

// listen serves on loopback, and tells where. The handler may be made when the address is known.
export async function listen(handler) {
  const server = createServer((req, res) => handler(req, res))
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  return `http://127.0.0.1:${server.address().port}`
}
