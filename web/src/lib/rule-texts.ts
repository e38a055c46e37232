import { m } from "./paraglide/messages.js";

export interface RuleTexts {
  /** What is wrong. */
  name: string;
  /** What the rule asks for. */
  meaning: string;
}

/** A rule of the pipeline in words; undefined if it is unknown here. */
export const ruleTexts = (rule: string): RuleTexts | undefined => texts[rule]?.();

/** What is wrong, by the name of the rule if it is unknown here. */
export const ruleName = (rule: string): string => ruleTexts(rule)?.name ?? m.rule_other({ rule });

const texts: Record<string, () => RuleTexts> = {
  payload_not_readable: () => ({
    name: m.rule_payload_not_readable(),
    meaning: m.rule_meaning_payload_not_readable(),
  }),
  id_not_a_uuid: () => ({ name: m.rule_id_not_a_uuid(), meaning: m.rule_meaning_id_not_a_uuid() }),
  id_workspace_not_a_uuid: () => ({
    name: m.rule_id_workspace_not_a_uuid(),
    meaning: m.rule_meaning_id_workspace_not_a_uuid(),
  }),
  workspace_name_blank: () => ({
    name: m.rule_workspace_name_blank(),
    meaning: m.rule_meaning_workspace_name_blank(),
  }),
  workspace_name_too_long: () => ({
    name: m.rule_workspace_name_too_long(),
    meaning: m.rule_meaning_workspace_name_too_long(),
  }),
  total_contacts_not_an_integer: () => ({
    name: m.rule_total_contacts_not_an_integer(),
    meaning: m.rule_meaning_total_contacts_not_an_integer(),
  }),
  total_contacts_negative: () => ({
    name: m.rule_total_contacts_negative(),
    meaning: m.rule_meaning_total_contacts_negative(),
  }),
  contact_type_unknown: () => ({
    name: m.rule_contact_type_unknown(),
    meaning: m.rule_meaning_contact_type_unknown(),
  }),
  status_unknown: () => ({ name: m.rule_status_unknown(), meaning: m.rule_meaning_status_unknown() }),
  created_at_unreadable: () => ({
    name: m.rule_created_at_unreadable(),
    meaning: m.rule_meaning_unreadable(),
  }),
  updated_at_unreadable: () => ({
    name: m.rule_updated_at_unreadable(),
    meaning: m.rule_meaning_unreadable(),
  }),
  created_at_implausible: () => ({
    name: m.rule_created_at_implausible(),
    meaning: m.rule_meaning_implausible(),
  }),
  updated_at_implausible: () => ({
    name: m.rule_updated_at_implausible(),
    meaning: m.rule_meaning_implausible(),
  }),
  created_in_the_future: () => ({
    name: m.rule_created_in_the_future(),
    meaning: m.rule_meaning_in_the_future(),
  }),
  updated_in_the_future: () => ({
    name: m.rule_updated_in_the_future(),
    meaning: m.rule_meaning_in_the_future(),
  }),
  updated_before_created: () => ({
    name: m.rule_updated_before_created(),
    meaning: m.rule_meaning_updated_before_created(),
  }),
};
