import type { ClientResponse } from "hono/client";

type Body<Answer> =
  Extract<Answer, { status: 200 }> extends ClientResponse<infer Json, 200, "json"> ? Json : never;

/** The body of a successful response; throws the body of any other. */
export async function bodyOf<Answer extends ClientResponse<unknown>>(answer: Answer): Promise<Body<Answer>> {
  if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Body<Answer>;
}
