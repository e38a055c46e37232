type LayoutDialog = "palette" | "views";

/** The dialog of the layout that is open. Every page can open one. */
const dialog = $state<{ opened: LayoutDialog | undefined }>({ opened: undefined });

export const openedDialog = (): LayoutDialog | undefined => dialog.opened;

export function openDialog(name: LayoutDialog): void {
  dialog.opened = name;
}

export function closeDialog(): void {
  dialog.opened = undefined;
}
