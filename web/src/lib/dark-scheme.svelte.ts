import { createSubscriber } from "svelte/reactivity";

/** What calls it in the browser runs again when the system changes between light and dark. */
export const trackDarkScheme = createSubscriber((update) => {
  const query = matchMedia("(prefers-color-scheme: dark)");
  query.addEventListener("change", update);
  return () => query.removeEventListener("change", update);
});
