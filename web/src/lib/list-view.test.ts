import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { columns, defaultListView, densities, listViewText, parseListView } from "./list-view.ts";

describe("the view of the list in a cookie", () => {
  it("is parsed as it was written, also without any column", () => {
    const view = fc.record({ columns: fc.subarray([...columns]), density: fc.constantFrom(...densities) });
    fc.assert(
      fc.property(view, (chosen) => {
        expect(parseListView(listViewText(chosen))).toEqual(chosen);
      }),
    );
  });

  it("has its default without a cookie, and leaves out what is unknown", () => {
    expect(parseListView(undefined)).toEqual(defaultListView);
    expect(parseListView("enorme.cor.total_contatos")).toEqual({
      columns: ["total_contatos"],
      density: "confortavel",
    });
  });
});
