import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { TinyRecord } from "./tiny-record.ts";

export interface TinyRequest {
  /** 1 for the first request since `serve` was called. */
  number: number;
  /** `performance.now()` on receipt. */
  at: number;
  url: URL;
  page: number;
  limit: number;
  updatedSince: string | null;
  authorization: string | undefined;
}

export interface TinyAnswer {
  status: number;
  headers?: Record<string, string>;
  /** Null: the request is never answered. */
  body: string | Buffer | null;
  /** The connection is closed after the body, before its announced length. */
  cut?: boolean;
}

/** Answers a request, or passes it on to `list`. */
export type Middleware = (
  request: TinyRequest,
  list: (request: TinyRequest) => TinyAnswer | Promise<TinyAnswer>,
) => TinyAnswer | Promise<TinyAnswer>;

/** How the source lists its records; by default as in the contract. */
export interface Listing {
  updatedSince?: "inclusive" | "exclusive" | "ignored";
  /** "as asked": the answer has the requested page number. */
  beyondEnd?: "empty" | "not found" | "last page" | "last page as asked" | "first page";
  /** The maximum page size, whatever the limit of the request. */
  largestPage?: number;
  /** Whether `items_per_page` is the actual page size or the requested limit. */
  tellsPageSize?: boolean;
  /** Computes `total_items` from the number of listed records. */
  total?: (records: number) => unknown;
  order?: (records: TinyRecord[]) => TinyRecord[];
}

export interface TinyService {
  records: readonly TinyRecord[];
  listing?: Listing;
  /** The first one receives the request first. */
  middleware?: readonly Middleware[];
}

export interface AnsweredRequest extends TinyRequest {
  status: number;
  /** `performance.now()` on receipt. */
  answeredAt: number;
}

export interface TinySource extends AsyncDisposable {
  url: string;
  /** Replaces what is served and clears the log of requests. */
  serve(service: TinyService): void;
  readonly requests: readonly AnsweredRequest[];
}

/** After this many requests the key is refused, so that a reader in a loop ends. */
export const MAX_REQUESTS = 500;
export const TINY_API_KEY = "tiny-source-api-key";

/** Starts a source on a free port that serves what a test needs, valid or not. */
export async function startTinySource(): Promise<TinySource> {
  let service: TinyService = { records: [] };
  let requests: AnsweredRequest[] = [];
  let received = 0;

  async function answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const served = service;
    const log = requests;
    const request = readRequest(message, ++received);
    const answerOf = received > MAX_REQUESTS ? refuseKey : chain(served);
    const { status, headers, body, cut = false } = await answerOf(request);
    log.push({ ...request, status, answeredAt: performance.now() });
    if (body === null) return;
    response.writeHead(status, { "content-type": "application/json", ...headers });
    if (cut) response.write(body, () => response.destroy());
    else response.end(body);
  }

  const server = createServer((message, response) => {
    answer(message, response).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve(next) {
      service = next;
      requests = [];
      received = 0;
    },
    get requests() {
      return requests;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function readRequest({ url: path = "/", headers }: IncomingMessage, number: number): TinyRequest {
  const url = new URL(path, "http://source");
  return {
    number,
    at: performance.now(),
    url,
    page: Number(url.searchParams.get("page") ?? 1),
    limit: Number(url.searchParams.get("limit") ?? 50),
    updatedSince: url.searchParams.get("updated_since"),
    authorization: headers.authorization,
  };
}

const refuseKey = (): TinyAnswer => ({ status: 401, body: '{"detail":"Too many requests in this test."}' });

function chain({ records, listing = {}, middleware = [] }: TinyService) {
  return middleware.reduceRight<(request: TinyRequest) => TinyAnswer | Promise<TinyAnswer>>(
    (list, answer) => (request) => answer(request, list),
    (request) => listPage(records, listing, request),
  );
}

function listPage(records: readonly TinyRecord[], listing: Listing, request: TinyRequest): TinyAnswer {
  const found = select(records, listing, request);
  const size = Math.min(request.limit, listing.largestPage ?? request.limit);
  const lastPage = Math.max(1, Math.ceil(found.length / size));
  if (request.page > lastPage && listing.beyondEnd === "not found")
    return { status: 404, body: '{"detail":"Page not found."}' };
  const page = request.page > lastPage ? pageBeyond(listing, lastPage, request.page) : request.page;
  const total = listing.total ? listing.total(found.length) : found.length;
  const meta = {
    current_page: listing.beyondEnd === "last page as asked" ? request.page : page,
    items_per_page: listing.tellsPageSize ? size : request.limit,
    total_items: total,
    total_pages: lastPage,
  };
  return { status: 200, body: pageBody(meta, found.slice((page - 1) * size, page * size)) };
}

function pageBeyond({ beyondEnd }: Listing, lastPage: number, page: number): number {
  if (beyondEnd === "last page" || beyondEnd === "last page as asked") return lastPage;
  return beyondEnd === "first page" ? 1 : page;
}

function select(
  records: readonly TinyRecord[],
  { updatedSince = "inclusive", order }: Listing,
  request: TinyRequest,
): TinyRecord[] {
  const since =
    updatedSince === "ignored" || request.updatedSince === null ? null : Date.parse(request.updatedSince);
  const found =
    since === null
      ? records.toSorted((a, b) => a.created - b.created)
      : records
          .filter(({ updated }) => (updatedSince === "exclusive" ? updated > since : updated >= since))
          .toSorted((a, b) => a.updated - b.updated);
  return order ? order(found) : found;
}

export function pageBody(meta: unknown, records: readonly TinyRecord[]): Buffer {
  const parts: (string | Buffer)[] = [`{"meta":${JSON.stringify(meta)},"data":[`];
  for (const [index, { json }] of records.entries()) parts.push(index === 0 ? "" : ",", json);
  return Buffer.concat([...parts, "]}"].map((part) => Buffer.from(part as string)));
}
