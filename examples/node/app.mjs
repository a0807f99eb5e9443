// A small web service on Cowrite: people invite each other to tracks, share them out, and send secret links to people without an account.
//
//     npm install
//     STUDIO=studio.db npm start
//
// Who calls is for the host to know. Here the header `x-account` stands for whatever signs people in: a session, a token.
// A changing request with the header `idempotency-key` may be sent again: it is done once, and answered as the first time.

import { pathToFileURL } from "node:url";
import { CowriteError, Invitee, Scope, Workspace } from "cowrite";
import fastify from "fastify";

/** What a caller gives: everything else is refused before the library is asked. */
const body = (properties, required = Object.keys(properties)) => ({ schema: { body: { type: "object", properties, required, additionalProperties: false } } });
const text = { type: "string" };
/** Text, as a number of JSON's is not exact. */
const percent = { anyOf: [{ type: "string" }, { type: "null" }] };

/** Answers a refusal: its code for programs, its words for people, and the status of the library's own table. */
function refused(error, request, reply) {
  if (error instanceof CowriteError) {
    const { code, message, details } = error;
    return reply.code(error.status).send({ code, message, details });
  }
  // What no handler has seen: a body that is no JSON, too large, of another kind, or that has what nobody asked for.
  if (error.statusCode < 500) return reply.code(error.statusCode).send({ code: "invalid_input", message: error.message, details: {} });
  request.log.error(error);
  return reply.code(500).send({ code: "unknown", message: "something went wrong", details: {} });
}

export function createApp(workspace, options = {}) {
  // Left to itself, it would make text of numbers and of null, and leave out in silence what it does not know.
  const ajv = { customOptions: { coerceTypes: false, removeAdditional: false } };
  const app = fastify({ ajv, ...options });
  app.setErrorHandler(refused);
  app.decorateRequest("me", null);

  const account = (request) => {
    const name = request.headers["x-account"];
    if (typeof name !== "string") throw Object.assign(new Error("the header x-account is missing"), { statusCode: 400 });
    return name;
  };

  /** Makes the caller known, once; what waited for their address is theirs from then on. */
  app.put("/account", body({ name: text, email: text }), async (request) => {
    const { name, email } = request.body;
    return workspace.register(account(request), { name, email });
  });

  app.register(async (signedIn) => {
    signedIn.addHook("preHandler", async (request) => {
      const person = await workspace.personByExternalId(account(request));
      const me = workspace.actingAs(person);
      const key = request.headers["idempotency-key"];
      request.me = typeof key === "string" ? me.withKey(key) : me;
    });

    signedIn.post("/tracks", body({ title: text }), async ({ me, body: { title } }, reply) => reply.code(201).send(await me.createTrack(title)));

    const page = { schema: { querystring: { type: "object", properties: { after: text }, additionalProperties: false } } };
    signedIn.get("/tracks", page, async ({ me, query: { after } }) => me.library({ after, limit: 50 }));

    signedIn.get("/tracks/:track", async ({ me, params: { track } }) => me.track(track));

    signedIn.get("/tracks/:track/people", async ({ me, params: { track } }) => me.collaborators(Scope.track(track)));

    signedIn.post("/tracks/:track/invitations", body({ email: text, access: text, role: text }, ["email", "access"]), async (request, reply) => {
      const { email, ...terms } = request.body;
      const invitation = await request.me.invite(Scope.track(request.params.track), { to: Invitee.email(email), ...terms });
      return reply.code(201).send(invitation);
    });

    signedIn.get("/invitations", async ({ me }) => me.invitations());

    signedIn.post("/invitations/:invitation/accept", async ({ me, params: { invitation } }) => me.acceptInvitation(invitation));

    const row = { type: "object", properties: { person: text, master: percent, publishing: percent, writer: percent }, required: ["person"], additionalProperties: false };
    signedIn.put("/tracks/:track/shares", body({ rows: { type: "array", items: row }, basedOn: { type: "integer" } }, ["rows"]), async (request) => {
      return request.me.setShares(request.params.track, request.body);
    });

    const link = body({ downloads: { type: "array", items: text }, password: text, label: text }, []);
    signedIn.post("/tracks/:track/links", link, async ({ me, params: { track }, body: settings }, reply) => {
      const made = await me.createShareLink(track, { stream: true, ...settings });
      // The only answer that tells the secret: the workspace keeps a hash, and what is sent again under a key is answered without it.
      return reply.code(201).send({ link: made.link, path: made.secret && `/l/${made.secret.reveal()}` });
    });

    signedIn.delete("/links/:link", async ({ me, params: { link: id } }) => me.revokeLink(id));
  });

  /** What a visitor sees, who has nothing but the link. */
  app.get("/l/:secret", async ({ params: { secret }, headers, ip }) => {
    const given = { password: headers["x-link-password"], userAgent: headers["user-agent"], visitor: ip };
    return workspace.visitor().open(secret, given);
  });

  app.addHook("onClose", () => workspace.close());
  return app;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const app = createApp(await Workspace.open(process.env.STUDIO ?? "studio.db"), { logger: true });
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => app.close());
  await app.listen({ port: Number(process.env.PORT ?? 3000) });
}
