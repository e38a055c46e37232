import { Hono } from "hono";
import { compress } from "hono/compress";

type Respond = () => Response | Promise<Response>;

const app = new Hono<{ Bindings: { respond: Respond } }>().use(compress()).all("*", (c) => c.env.respond());

/** Compresses the response of `respond` if `request` accepts it and its type is compressible. Event streams are not compressed. */
export const compressResponse = (request: Request, respond: Respond): Promise<Response> =>
  Promise.resolve(app.fetch(request, { respond }));
