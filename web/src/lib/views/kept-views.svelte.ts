import { parseSavedViews, type SavedView } from "./saved-views.ts";

export const VIEWS_KEY = "visoes";

/** The saved views of this browser, as reactive state. */
export class KeptViews {
  list = $state.raw<readonly SavedView[]>(readViews());

  /**
   * Changes the views, as they are now: another tab may have changed them.
   * @returns false if the browser keeps nothing: its storage is full or blocked
   */
  change(edit: (views: readonly SavedView[]) => SavedView[]): boolean {
    const changed = edit(readViews());
    try {
      localStorage.setItem(VIEWS_KEY, JSON.stringify(changed));
    } catch {
      return false;
    }
    this.list = changed;
    return true;
  }
}

/** None if the browser blocks its storage. */
function readViews(): SavedView[] {
  try {
    return parseSavedViews(localStorage.getItem(VIEWS_KEY));
  } catch {
    return [];
  }
}
