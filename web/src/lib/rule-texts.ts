import { m } from "./paraglide/messages.js";

/** What a version must fulfil, as the pipeline names its rules. */
const ruleTexts: Record<string, () => string> = {
  payload_not_readable: m.rule_payload_not_readable,
  id_not_a_uuid: m.rule_id_not_a_uuid,
  id_workspace_not_a_uuid: m.rule_id_workspace_not_a_uuid,
  workspace_name_blank: m.rule_workspace_name_blank,
  workspace_name_too_long: m.rule_workspace_name_too_long,
  total_contacts_not_an_integer: m.rule_total_contacts_not_an_integer,
  total_contacts_negative: m.rule_total_contacts_negative,
  contact_type_unknown: m.rule_contact_type_unknown,
  status_unknown: m.rule_status_unknown,
  created_at_unreadable: m.rule_created_at_unreadable,
  updated_at_unreadable: m.rule_updated_at_unreadable,
  created_at_implausible: m.rule_created_at_implausible,
  updated_at_implausible: m.rule_updated_at_implausible,
  created_in_the_future: m.rule_created_in_the_future,
  updated_in_the_future: m.rule_updated_in_the_future,
  updated_before_created: m.rule_updated_before_created,
};

/** Why a version was rejected. A rule of a newer pipeline has its own name. */
export const ruleText = (rule: string): string => ruleTexts[rule]?.() ?? m.rule_other({ rule });
