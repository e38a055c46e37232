/** The characters that Unicode calls white space: `[[:space:]]` and `trim` know fewer, the first by the locale. */
const WHITE_SPACE =
  "\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000\\u2001\\u2002\\u2003\\u2004\\u2005\\u2006\\u2007\\u2008\\u2009\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";

/** SQL: the text of a JSON string without white space around it; null when the JSON is something else. */
export const trimmedText = (json: string): string => `case when ${json}::text like '"%' then btrim(
  case when ${json}::text like '%\\\\%' then ${json} #>> '{}' else substr(${json}::text, 2, length(${json}::text) - 2) end,
  E'${WHITE_SPACE}') end`;
