import { expect, it } from "vitest";
import { numberVersions } from "./number-versions.ts";

const first = { version_id: 80, previous_version_id: null };
const second = { version_id: 5_232, previous_version_id: 80 };
const third = { version_id: 6_001, previous_version_id: 5_232 };

it("numbers the versions of a job from 1 on, whatever their ids", () => {
  expect(numberVersions([third, second, first])).toEqual([
    { ...third, number: 3, previous: second },
    { ...second, number: 2, previous: first },
    { ...first, number: 1, previous: undefined },
  ]);
});

it("gives no number if the first version is not listed", () => {
  expect(numberVersions([third, second]).map(({ number }) => number)).toEqual([undefined, undefined]);
  expect(numberVersions([])).toEqual([]);
});
