import { createContext } from "svelte";
import type { Format } from "./format.ts";

/** The number and time formats of the page: set by the layout, reactive. */
export const [getFormat, setFormat] = createContext<() => Format>();
