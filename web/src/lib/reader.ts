import { createContext } from "svelte";
import type { Format } from "./format.ts";

/** How the reader of this page writes numbers and times: set by the layout, followed as it changes. */
export const [getFormat, setFormat] = createContext<() => Format>();
