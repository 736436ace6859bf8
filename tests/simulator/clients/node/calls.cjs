// Calls Fintoc's own client for Node, unmodified but for its base address (the argument). A line of
// JSON on stdin is a call, {"key", "call", "given"}; what came of it is a line on stdout; a refusal
// is {"error": <the name of its class>, "message"}.
const readline = require("node:readline");

const constants = require("fintoc/build/main/lib/constants");

constants.API_BASE_URL = process.argv[2]; // read when a client is made

const { Fintoc, WebhookSignature } = require("fintoc");

let fintoc;

async function idsOf(list) {
  const ids = [];
  for await (const item of list) ids.push(item.id);
  return ids;
}

async function verifies({ payload, header, secret }) {
  WebhookSignature.verifyHeader(payload, header, secret);
  return true;
}

const calls = {
  createIntent: (body) => fintoc.paymentIntents.create(body),
  getIntent: ({ id }) => fintoc.paymentIntents.get(id),
  listIntents: async () => idsOf(await fintoc.paymentIntents.list()),
  createSession: (body) => fintoc.checkoutSessions.create(body),
  getSession: ({ id }) => fintoc.checkoutSessions.get(id),
  expireSession: ({ id }) => fintoc.checkoutSessions.expire(id),
  createSessionV2: (body) => fintoc.v2.checkoutSessions.create(body),
  expireSessionV2: ({ id }) => fintoc.v2.checkoutSessions.expire(id),
  listSessionsV2: async () => idsOf(await fintoc.v2.checkoutSessions.list()),
  createRefund: (body) => fintoc.refunds.create(body),
  getRefund: ({ id }) => fintoc.refunds.get(id),
  cancelRefund: ({ id }) => fintoc.refunds.cancel(id),
  listRefunds: async () => idsOf(await fintoc.refunds.list()),
  createEndpoint: (body) => fintoc.webhookEndpoints.create(body),
  getEndpoint: ({ id }) => fintoc.webhookEndpoints.get(id),
  listEndpoints: async () => idsOf(await fintoc.webhookEndpoints.list()),
  updateEndpoint: ({ id, ...body }) => fintoc.webhookEndpoints.update(id, body),
  deleteEndpoint: ({ id }) => fintoc.webhookEndpoints.delete(id),
  verify: verifies,
  sign: async ({ payload, timestamp, secret }) =>
    WebhookSignature.computeSignature(payload, timestamp, secret),
};

function shown(value) {
  return typeof value?.serialize === "function" ? value.serialize() : value;
}

async function answer(line) {
  const { key, call, given } = JSON.parse(line);
  fintoc = new Fintoc(key);
  try {
    return { value: shown(await calls[call](given)) ?? null };
  } catch (error) {
    return { error: error.constructor.name, message: error.message };
  }
}

readline.createInterface({ input: process.stdin }).on("line", async (line) => {
  console.log(JSON.stringify(await answer(line)));
});
