import { proxyActivities } from "@temporalio/workflow";
import type { Activities } from "../activities/create-activities.ts";
import { sourceActivity, warehouseActivity } from "../retry-policies.ts";

type Source = Pick<
  Activities,
  "planSlices" | "readSlice" | "finishFullRead" | "advanceProof" | "readWindow" | "closeRun"
>;
type Warehouse = Omit<Activities, keyof Source>;

/** Activity proxies with the time-outs and retries of their kind. */
export const sourceActivities = proxyActivities<Source>(sourceActivity);
export const warehouseActivities = proxyActivities<Warehouse>(warehouseActivity);
