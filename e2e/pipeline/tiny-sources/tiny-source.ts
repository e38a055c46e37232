import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { TinyRecord } from "./tiny-record.ts";

export interface TinyRequest {
  /** 1 for the first since the source was told what to serve. */
  number: number;
  /** By `performance.now()`. */
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
  /** The connection is cut after the body, before its announced end. */
  cut?: boolean;
}

/** What comes between a request and the list that answers it. */
export type Answering = (
  request: TinyRequest,
  list: (request: TinyRequest) => TinyAnswer | Promise<TinyAnswer>,
) => TinyAnswer | Promise<TinyAnswer>;

/** How the list is made; by default as the contract has it. */
export interface Listing {
  updatedSince?: "inclusive" | "exclusive" | "ignored";
  /** "as asked": the page sent in its place goes by the number that was asked for. */
  beyondEnd?: "empty" | "not found" | "last page" | "last page as asked" | "first page";
  /** No page holds more, whatever is asked for. */
  largestPage?: number;
  /** Whether `items_per_page` tells what the page holds, or what was asked for. */
  tellsPageSize?: boolean;
  /** The `total_items` told, of how many there are. */
  total?: (records: number) => unknown;
  order?: (records: TinyRecord[]) => TinyRecord[];
}

export interface TinyService {
  records: readonly TinyRecord[];
  listing?: Listing;
  /** The first one sees the request first. */
  answering?: readonly Answering[];
}

export interface AnsweredRequest extends TinyRequest {
  status: number;
  /** By `performance.now()`. */
  answeredAt: number;
}

export interface TinySource extends AsyncDisposable {
  url: string;
  /** Replaces what was served, and forgets the requests. */
  serve(service: TinyService): void;
  readonly requests: readonly AnsweredRequest[];
}

/** A reader that asks more often than this is in a loop: from then on its key is refused, so that it ends. */
export const MAX_REQUESTS = 500;
export const TINY_API_KEY = "tiny-source-api-key";

/** A source on a free port that serves whatever a test needs, broken or not. */
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

const refuseKey = (): TinyAnswer => ({ status: 401, body: '{"detail":"Asked without end."}' });

function chain({ records, listing = {}, answering = [] }: TinyService) {
  return answering.reduceRight<(request: TinyRequest) => TinyAnswer | Promise<TinyAnswer>>(
    (list, answer) => (request) => answer(request, list),
    (request) => listPage(records, listing, request),
  );
}

function listPage(records: readonly TinyRecord[], listing: Listing, request: TinyRequest): TinyAnswer {
  const found = select(records, listing, request);
  const size = Math.min(request.limit, listing.largestPage ?? request.limit);
  const lastPage = Math.max(1, Math.ceil(found.length / size));
  if (request.page > lastPage && listing.beyondEnd === "not found")
    return { status: 404, body: '{"detail":"There is no such page."}' };
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
