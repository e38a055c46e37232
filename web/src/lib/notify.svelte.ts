/** Whether the page has shown a toast yet: their component is loaded with the first one. */
const toasts = $state({ areNeeded: false });

export const areToastsNeeded = (): boolean => toasts.areNeeded;

/** Shows a short message about what the user has just done. `error`: until the user closes it. */
export async function notify(kind: "success" | "info" | "error", text: string): Promise<void> {
  toasts.areNeeded = true;
  const { toast } = await import("svelte-sonner");
  toast[kind](text, kind === "error" ? { duration: Number.POSITIVE_INFINITY } : {});
}
