import { describe, expect, it } from "vitest";
import { ApiFailure, createApi, readJson } from "./api.ts";

const createTestApi = (respond: (request: Request) => Response | Promise<Response>) =>
  createApi({ url: "http://api.test", fetch: async (input, init) => respond(new Request(input, init)) });

const requestStatus = (respond: (request: Request) => Response | Promise<Response>) =>
  readJson(createTestApi(respond).pipeline.status.$get({ query: {} }));

describe("readJson", () => {
  it("returns the body of the response", async () => {
    const requests: string[] = [];
    const body = await requestStatus(({ method, url }) => {
      requests.push(`${method} ${url}`);
      return Response.json({ data: { state: "healthy" } });
    });
    expect(body).toEqual({ data: { state: "healthy" } });
    expect(requests).toEqual(["GET http://api.test/pipeline/status"]);
  });

  it("sends the given headers", async () => {
    const sent: (string | null)[] = [];
    const api = createApi({
      url: "http://api.test",
      headers: { Authorization: "Bearer em_1_x" },
      fetch: async (input, init) => {
        sent.push(new Request(input, init).headers.get("Authorization"));
        return Response.json({});
      },
    });
    await readJson(api.pipeline.status.$get({ query: {} }));
    expect(sent).toEqual(["Bearer em_1_x"]);
  });

  it("sends a list as a repeated parameter and omits undefined parameters", async () => {
    const requests: string[] = [];
    const api = createTestApi(({ url }) => {
      requests.push(new URL(url).search);
      return Response.json({});
    });
    await readJson(
      api.analytics.overview.$get({ query: { tipo_contato: ["PESSOA", "EMPRESA"], data_fim: undefined } }),
    );
    expect(requests).toEqual(["?tipo_contato=PESSOA&tipo_contato=EMPRESA"]);
  });

  it("fails with the status, message and request id of a problem body", async () => {
    const problem = {
      detail: "1 parameter is bad.",
      errors: [{ parameter: "por", detail: "Unknown." }],
      request_id: "0b0f9d0e",
    };
    const failure = requestStatus(() => Response.json(problem, { status: 422 }));
    await expect(failure).rejects.toThrow(ApiFailure);
    await expect(failure).rejects.toMatchObject({
      status: 422,
      part: "none",
      requestId: "0b0f9d0e",
      message: "1 parameter is bad. por: Unknown.",
    });
  });

  it.each([
    [503, "warehouse"],
    [502, "api"],
    [500, "api"],
    [401, "api"],
    [404, "none"],
  ])("tells from a problem with status %i that this part is down: %s", async (status, part) => {
    const failure = requestStatus(() => Response.json({ detail: "A problem." }, { status }));
    await expect(failure).rejects.toMatchObject({ status, part });
  });

  it("fails with the status when the response is not the API's", async () => {
    const failure = requestStatus(() => new Response("<html>", { status: 502, statusText: "Bad Gateway" }));
    await expect(failure).rejects.toMatchObject({
      status: 502,
      part: "dashboard",
      message: "502 Bad Gateway",
    });
  });

  it("fails without a status and with the cause when there is no response", async () => {
    const cause = new TypeError("fetch failed");
    const failure = requestStatus(() => Promise.reject(cause));
    await expect(failure).rejects.toMatchObject({
      name: "ApiFailure",
      status: undefined,
      part: "dashboard",
      cause,
    });
  });

  it("fails without a status when the response is cut off", async () => {
    const failure = requestStatus(
      () => new Response('{"data":{"sta', { headers: { "Content-Type": "application/json" } }),
    );
    await expect(failure).rejects.toMatchObject({ name: "ApiFailure", status: undefined });
  });

  it("has a timeout", async () => {
    const signals: unknown[] = [];
    const api = createApi({
      url: "http://api.test",
      fetch: async (_input, init) => {
        signals.push(init?.signal);
        return Response.json({});
      },
    });
    await readJson(api.pipeline.status.$get({ query: {} }));
    expect(signals).toEqual([expect.any(AbortSignal)]);
  });
});
