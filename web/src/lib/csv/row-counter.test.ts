import fc from "fast-check";
import { expect, it } from "vitest";
import { createRowCounter } from "./row-counter.ts";

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

it("counts the rows of any file, however it is divided", () => {
  const names = fc.array(fc.oneof(fc.string(), fc.constantFrom('a "b"', "a\r\nb", "ção;", '"')));
  fc.assert(
    fc.property(names, fc.integer({ min: 1, max: 7 }), (cells, size) => {
      const file = new TextEncoder().encode(["name", ...cells].map((cell) => `${quoted(cell)}\r\n`).join(""));
      const counter = createRowCounter();
      for (let from = 0; from < file.length; from += size) counter.add(file.subarray(from, from + size));
      expect(counter.rows).toBe(cells.length);
    }),
  );
});

it("has no row before the header has arrived", () => {
  const counter = createRowCounter();
  counter.add(new TextEncoder().encode("id,na"));
  expect(counter.rows).toBe(0);
});
