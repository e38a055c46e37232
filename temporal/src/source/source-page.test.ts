import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rawRecord } from "../../testing/raw-record.ts";
import { readPage } from "./source-page.ts";

const FIRST = { page: 1, limit: 100, updatedSince: null };
const SECOND = { ...FIRST, page: 2 };
const read = (body: string | Buffer, contentType: string | null = null, query = FIRST) =>
  readPage(Buffer.from(body), contentType, query);
const recordsOf = (body: string | Buffer, contentType: string | null = null) => {
  const page = read(body, contentType);
  return "records" in page ? page.records : page.message;
};

describe("readPage", () => {
  test("keeps each record's characters, and every escape", () => {
    const records = [
      '{"n":9007199254740993}',
      '{"a":1e400,"a":1.10}',
      '{"s":"\\u0000\\ud83d"}',
      '"X\\\\ud83d\\ude00"',
    ];
    expect(recordsOf(`{"data":[${records.join(",")}]}`)).toEqual(records.map(rawRecord));
  });

  test("a record that nests deeper than PostgreSQL reads does not keep its neighbours out", () => {
    const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
    expect(recordsOf(`{"data":[1,${nested(20_000)},${nested(501)},${nested(500)}]}`)).toMatchObject([
      rawRecord("1"),
      { text: nested(20_000), unstorable: "nested-too-deep" },
      { unstorable: "nested-too-deep" },
      { unstorable: null },
    ]);
  });

  test.each([
    ["application/json; charset=ISO-8859-1", "latin1"],
    ['application/json;charset="windows-1252"', "latin1"],
    ["application/json; charset=UTF-16", "utf16le"],
    ["application/json; charset=utf-8", "utf8"],
    ["application/json; charset=us-ascii", "utf8"],
    ["application/json", "utf8"],
    [null, "utf8"],
  ] as const)("is decoded by %s", (contentType, encoding) => {
    const text = '{"name":"Fundição São João"}';
    expect(recordsOf(Buffer.from(`{"data":[${text}]}`, encoding), contentType)).toEqual([rawRecord(text)]);
  });

  test("a byte order mark is left out, also where a record cannot be decoded", () => {
    const mark = Buffer.from([0xef, 0xbb, 0xbf]);
    expect(recordsOf(Buffer.concat([mark, Buffer.from('{"data":["ç"]}')]))).toEqual([rawRecord('"ç"')]);
    const broken = Buffer.concat([mark, Buffer.from('{"data":["ç","\xff"]}', "latin1")]);
    expect(recordsOf(broken)).toEqual([
      { text: '"ç"', value: "ç", updatedAt: null, unstorable: "undecodable" },
      { text: '"ÿ"', value: "ÿ", updatedAt: null, unstorable: "undecodable" },
    ]);
  });

  test("only the record whose bytes are not valid in the charset is undecodable", () => {
    const good = '{"name":"São João 😀"}';
    const body = Buffer.concat([
      Buffer.from(`{"meta":{"total_items":2},"data":[${good},`),
      Buffer.from('{"name":"São"}', "latin1"),
      Buffer.from(` , ${good}]}`),
    ]);
    expect(recordsOf(body)).toEqual([
      rawRecord(good),
      { text: '{"name":"São"}', value: { name: "São" }, updatedAt: null, unstorable: "undecodable" },
      rawRecord(good),
    ]);
  });

  test("what is neither of its charset nor JSON is unreadable", () => {
    for (const [body, contentType] of [
      [Buffer.from([0xff, 0xfe, 0x7b, 0x00]), null],
      [Buffer.from('{"data":["a\x95"]}', "latin1"), "application/json; charset=Shift_JIS"],
    ] as const)
      expect(read(body, contentType)).toMatchObject({
        kind: "unreadable",
        message: expect.stringMatching(/neither valid/),
      });
  });

  test.each([
    [
      '{"meta":{"current_page":1,"items_per_page":50,"total_items":0}',
      { currentPage: 1, itemsPerPage: 50, totalItems: 0 },
    ],
    [
      '{"meta":{"current_page":"1","items_per_page":-1,"total_items":1.5}',
      { currentPage: null, itemsPerPage: null, totalItems: null },
    ],
    ['{"meta":{"total_items":7}', { currentPage: null, itemsPerPage: null, totalItems: 7 }],
    ['{"meta":null', { currentPage: null, itemsPerPage: null, totalItems: null }],
    ['{"other":1', { currentPage: null, itemsPerPage: null, totalItems: null }],
  ])("meta of %s", (body, meta) => {
    expect(read(`${body},"data":[1]}`)).toEqual({ meta, records: [rawRecord("1")], beyondEnd: false });
  });

  test("fewer records than announced are no failure", () => {
    expect(recordsOf('{"meta":{"total_items":1000},"data":[1]}')).toHaveLength(1);
  });

  test("a repeated earlier page means the end of the list", () => {
    const body = '{"meta":{"current_page":1,"total_items":1},"data":[1]}';
    expect(read(body, null, SECOND)).toMatchObject({ records: [], beyondEnd: true });
    expect(read(body, null, FIRST)).toMatchObject({ records: [rawRecord("1")], beyondEnd: false });
  });

  test("null is an empty list only where the source counts none", () => {
    expect(read('{"meta":{"total_items":0},"data":null}')).toMatchObject({ records: [], beyondEnd: false });
    expect(read('{"meta":{"total_items":100},"data":null}', null, SECOND)).toMatchObject({ records: [] });
    expect(read('{"meta":{"total_items":101},"data":null}', null, SECOND)).toMatchObject({
      kind: "contract-broken",
    });
    expect(read('{"data":null}')).toMatchObject({ kind: "contract-broken" });
  });

  test("any JSON among the records comes back as it was sent, whatever bytes its neighbours hold", () => {
    const record = fc.json({ stringUnit: "binary", maxDepth: 2 });
    const broken = fc
      .uint8Array({ minLength: 1, maxLength: 8 })
      .map((bytes) => Buffer.from(bytes.map((byte) => byte | 0x80)));
    fc.assert(
      fc.property(fc.array(fc.oneof(record, broken), { maxLength: 10 }), (elements) => {
        const pieces = elements.map((element) =>
          typeof element === "string"
            ? Buffer.from(element)
            : Buffer.concat([Buffer.from('"'), element, Buffer.from('"')]),
        );
        const body = Buffer.concat([
          Buffer.from('{"data":['),
          ...pieces.flatMap((piece, index) => (index === 0 ? [piece] : [Buffer.from(", "), piece])),
          Buffer.from("]}"),
        ]);
        const records = recordsOf(body);
        expect(records).toHaveLength(pieces.length);
        if (typeof records === "string") return;
        records.forEach(({ text, value, unstorable }, index) => {
          const encoding = unstorable === "undecodable" ? "latin1" : "utf8";
          expect(Buffer.from(text, encoding)).toEqual(pieces[index]);
          expect(value).toEqual(JSON.parse(text));
          if (typeof elements[index] === "string") expect(unstorable).toBeNull();
        });
      }),
    );
  });
});
