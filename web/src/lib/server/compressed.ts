import { Hono } from "hono";
import { compress } from "hono/compress";

type Answer = () => Response | Promise<Response>;

const app = new Hono<{ Bindings: { answer: Answer } }>().use(compress()).all("*", (c) => c.env.answer());

/** What `answer` gives, compressed as far as `request` accepts it and its type gains by it; event streams are left alone. */
export const compressed = (request: Request, answer: Answer): Promise<Response> =>
  Promise.resolve(app.fetch(request, { answer }));
