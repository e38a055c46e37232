import { condition, defineSignal, defineUpdate, setHandler } from "@temporalio/workflow";

/** Updates of a run's workflow. They take effect after the current activities, within 60 s; both return whether the run is paused. */
export const pauseUpdate = defineUpdate<boolean>("pause");
export const resumeUpdate = defineUpdate<boolean>("resume");
/** Signal to the run's children: whether the run is paused. */
export const pausedSignal = defineSignal<[boolean]>("paused");

export interface Pause {
  readonly paused: boolean;
  whileNotPaused(): Promise<void>;
  /** Calls the listener on each change. @returns a function that unsubscribes it. */
  follow(listener: (paused: boolean) => unknown): () => void;
}

interface PauseSwitch extends Pause {
  set(paused: boolean): boolean;
}

function createPause(initially: boolean): PauseSwitch {
  const listeners = new Set<(paused: boolean) => unknown>();
  let now = initially;
  return {
    get paused() {
      return now;
    },
    async whileNotPaused() {
      await condition(() => !now);
    },
    follow(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set(paused) {
      now = paused;
      for (const listener of listeners) listener(paused);
      return paused;
    },
  };
}

/** Handles the pause and resume updates. Call it before the first await: a pause can arrive with the first workflow task. */
export function acceptPause(initially = false): Pause {
  const pause = createPause(initially);
  setHandler(pauseUpdate, () => pause.set(true));
  setHandler(resumeUpdate, () => pause.set(false));
  return pause;
}

/** Handles the parent's pause signal. */
export function followParentPause(initially: boolean): Pause {
  const pause = createPause(initially);
  setHandler(pausedSignal, (paused) => void pause.set(paused));
  return pause;
}
