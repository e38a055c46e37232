import { proxyActivities } from "@temporalio/workflow";
import type { Activities } from "../activities/create-activities.ts";
import { alertDelivery, alertEvaluation, sourceActivity, warehouseActivity } from "../retry-policies.ts";

type Source = Pick<
  Activities,
  "planSlices" | "readSlice" | "finishFullRead" | "advanceProof" | "readWindow" | "closeRun"
>;
type Evaluation = Pick<Activities, "evaluateAlerts" | "testAlerts">;
type Delivery = Pick<Activities, "sendAlert" | "recordAlertDelivery" | "giveUpAlert">;
type Warehouse = Omit<Activities, keyof Source | keyof Evaluation | keyof Delivery>;

/** Activity proxies with the time-outs and retries of their kind. */
export const sourceActivities = proxyActivities<Source>(sourceActivity);
export const warehouseActivities = proxyActivities<Warehouse>(warehouseActivity);
export const evaluationActivities = proxyActivities<Evaluation>(alertEvaluation);
export const deliveryActivities = proxyActivities<Delivery>(alertDelivery);
