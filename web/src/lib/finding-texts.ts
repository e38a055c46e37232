import { m } from "./paraglide/messages.js";
import type { Finding, FindingCode } from "./pipeline.ts";

export interface FindingTexts {
  detail: string;
  remedy: string;
}

/** Translations of the pipeline's English texts. `count`: the formatted number of records. */
type Texts = (count: string) => FindingTexts;

/** The detail and remedy of a finding. The same code can have another meaning as a notice or as a gap. */
export function findingTexts(
  { code, severity }: Pick<Finding, "code" | "severity">,
  count: string,
): FindingTexts {
  const override = severity === "warning" ? undefined : textsBySeverity[`${code}/${severity}`];
  return (override ?? texts[code])(count);
}

const texts: Record<FindingCode, Texts> = {
  rejected_records: (count) => ({
    detail: m.finding_detail_rejected_records({ count }),
    remedy: m.finding_remedy_rejected_records(),
  }),
  duplicate_records: (count) => ({
    detail: m.finding_detail_duplicate_records({ count }),
    remedy: m.finding_remedy_duplicate_records(),
  }),
  deleted_records: (count) => ({
    detail: m.finding_detail_deleted_records({ count }),
    remedy: m.finding_remedy_deleted_records(),
  }),
  rolled_back_records: (count) => ({
    detail: m.finding_detail_rolled_back_records({ count }),
    remedy: m.finding_remedy_rolled_back_records(),
  }),
  count_differs: (count) => ({
    detail: m.finding_detail_count_differs({ count }),
    remedy: m.finding_remedy_count_differs(),
  }),
  total_capped: (count) => ({
    detail: m.finding_detail_total_capped({ count }),
    remedy: m.finding_remedy_total_capped(),
  }),
  not_counted: () => ({ detail: m.finding_detail_not_counted(), remedy: m.finding_remedy_not_counted() }),
  source_unavailable: () => ({
    detail: m.finding_detail_source_unavailable(),
    remedy: m.finding_remedy_source_unavailable(),
  }),
  clock_differs: () => ({
    detail: m.finding_detail_clock_differs(),
    remedy: m.finding_remedy_clock_differs(),
  }),
  page_size_reduced: () => ({
    detail: m.finding_detail_page_size_reduced(),
    remedy: m.finding_remedy_page_size_reduced(),
  }),
  updated_since_ignored: () => ({
    detail: m.finding_detail_updated_since_ignored(),
    remedy: m.finding_remedy_updated_since_ignored(),
  }),
  updated_since_exclusive: () => ({
    detail: m.finding_detail_updated_since_exclusive(),
    remedy: m.finding_remedy_updated_since_exclusive(),
  }),
  unreadable_times: () => ({
    detail: m.finding_detail_unreadable_times(),
    remedy: m.finding_remedy_unreadable_times(),
  }),
  lost_records: (count) => ({
    detail: m.finding_detail_lost_records({ count }),
    remedy: m.finding_remedy_lost_records(),
  }),
  stale_records: (count) => ({
    detail: m.finding_detail_stale_records({ count }),
    remedy: m.finding_remedy_stale_records(),
  }),
  changed_records: (count) => ({
    detail: m.finding_detail_changed_records({ count }),
    remedy: m.finding_remedy_changed_records(),
  }),
  being_checked: (count) => ({
    detail: m.finding_detail_being_checked({ count }),
    remedy: m.finding_remedy_being_checked(),
  }),
  gold_repaired: (count) => ({
    detail: m.finding_detail_gold_repaired({ count }),
    remedy: m.finding_remedy_gold_repaired(),
  }),
  bronze_damaged: (count) => ({
    detail: m.finding_detail_bronze_damaged({ count }),
    remedy: m.finding_remedy_bronze_damaged(),
  }),
};

const textsBySeverity: Partial<Record<`${FindingCode}/${Finding["severity"]}`, Texts>> = {
  "count_differs/gap": (count) => ({
    detail: m.finding_detail_count_differs_gap({ count }),
    remedy: m.finding_remedy_count_differs_gap(),
  }),
  "not_counted/gap": () => ({
    detail: m.finding_detail_not_counted_gap(),
    remedy: m.finding_remedy_not_counted_gap(),
  }),
  "being_checked/notice": () => ({
    detail: m.finding_detail_being_checked_notice(),
    remedy: m.finding_remedy_being_checked_notice(),
  }),
};
