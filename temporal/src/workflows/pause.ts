import { condition, defineSignal, defineUpdate, setHandler } from "@temporalio/workflow";

/** Of a run's workflow. They take hold after the activities at work, 60 s at the latest; both answer whether it is paused. */
export const pauseUpdate = defineUpdate<boolean>("pause");
export const resumeUpdate = defineUpdate<boolean>("resume");
/** Of its children: whether the run is paused now. */
export const pausedSignal = defineSignal<[boolean]>("paused");

export interface Pause {
  readonly paused: boolean;
  whileNotPaused(): Promise<void>;
  /** Tells the listener of each change. @returns what ends it. */
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

/** Lets operators pause the run. Call it before anything is waited for: a pause can come with the first task. */
export function acceptPause(initially = false): Pause {
  const pause = createPause(initially);
  setHandler(pauseUpdate, () => pause.set(true));
  setHandler(resumeUpdate, () => pause.set(false));
  return pause;
}

/** Lets the parent pause this child with it. */
export function followParentPause(initially: boolean): Pause {
  const pause = createPause(initially);
  setHandler(pausedSignal, (paused) => void pause.set(paused));
  return pause;
}
