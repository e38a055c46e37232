import { describe, expect, it } from "vitest";
import { ApiFailure, answerOf, createApi } from "./api.ts";

const answering = (respond: (request: Request) => Response | Promise<Response>) =>
  createApi({ url: "http://api.test", fetch: async (input, init) => respond(new Request(input, init)) });

const status = (respond: (request: Request) => Response | Promise<Response>) =>
  answerOf(answering(respond).pipeline.status.$get({ query: {} }));

describe("an answer of the API", () => {
  it("is its body", async () => {
    const asked: string[] = [];
    const body = await status(({ method, url }) => {
      asked.push(`${method} ${url}`);
      return Response.json({ data: { state: "healthy" } });
    });
    expect(body).toEqual({ data: { state: "healthy" } });
    expect(asked).toEqual(["GET http://api.test/pipeline/status"]);
  });

  it("is asked for with the headers given", async () => {
    const sent: (string | null)[] = [];
    const api = createApi({
      url: "http://api.test",
      headers: { Authorization: "Bearer em_1_x" },
      fetch: async (input, init) => {
        sent.push(new Request(input, init).headers.get("Authorization"));
        return Response.json({});
      },
    });
    await answerOf(api.pipeline.status.$get({ query: {} }));
    expect(sent).toEqual(["Bearer em_1_x"]);
  });

  it("sends a list as a repeated parameter and leaves out what is undefined", async () => {
    const asked: string[] = [];
    const api = answering(({ url }) => {
      asked.push(new URL(url).search);
      return Response.json({});
    });
    await answerOf(
      api.analytics.overview.$get({ query: { tipo_contato: ["PESSOA", "EMPRESA"], data_fim: undefined } }),
    );
    expect(asked).toEqual(["?tipo_contato=PESSOA&tipo_contato=EMPRESA"]);
  });

  it("that is a problem fails with its status and its words", async () => {
    const problem = { detail: "1 parameter is bad.", errors: [{ parameter: "por", detail: "Unknown." }] };
    const failure = status(() => Response.json(problem, { status: 422 }));
    await expect(failure).rejects.toThrow(ApiFailure);
    await expect(failure).rejects.toMatchObject({
      status: 422,
      message: "1 parameter is bad. por: Unknown.",
    });
  });

  it("that is no problem body fails with the status alone", async () => {
    const failure = status(() => new Response("<html>", { status: 502, statusText: "Bad Gateway" }));
    await expect(failure).rejects.toMatchObject({ status: 502, message: "502 Bad Gateway" });
  });

  it("that never comes fails without a status, and keeps the cause", async () => {
    const cause = new TypeError("fetch failed");
    const failure = status(() => Promise.reject(cause));
    await expect(failure).rejects.toMatchObject({ name: "ApiFailure", status: undefined, cause });
  });

  it("that breaks off fails in the same way", async () => {
    const failure = status(
      () => new Response('{"data":{"sta', { headers: { "Content-Type": "application/json" } }),
    );
    await expect(failure).rejects.toMatchObject({ name: "ApiFailure", status: undefined });
  });

  it("is not waited for without end", async () => {
    const signals: unknown[] = [];
    const api = createApi({
      url: "http://api.test",
      fetch: async (_input, init) => {
        signals.push(init?.signal);
        return Response.json({});
      },
    });
    await answerOf(api.pipeline.status.$get({ query: {} }));
    expect(signals).toEqual([expect.any(AbortSignal)]);
  });
});
