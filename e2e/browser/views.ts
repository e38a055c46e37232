import { DESKTOP, LANGUAGES, NOTEBOOK, PHONE, THEMES, type View } from "./open-page.ts";

/** A folder; screenshots are written to it. */
export const { SCREENSHOTS } = process.env;

/** Two of width, language and theme that break something together are together in one of these. */
const pairs: Required<View>[] = [
  { width: PHONE, language: "pt-BR", theme: "light" },
  { width: PHONE, language: "en", theme: "dark" },
  { width: NOTEBOOK, language: "pt-BR", theme: "dark" },
  { width: NOTEBOOK, language: "en", theme: "light" },
];

const all = [PHONE, NOTEBOOK, DESKTOP].flatMap((width) =>
  LANGUAGES.flatMap((language) => THEMES.map((theme) => ({ width, language, theme }))),
);

/** What a page is looked at in: all views for screenshots. */
export const views: readonly Required<View>[] = SCREENSHOTS ? all : pairs;
