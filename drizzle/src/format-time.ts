/** Times are shown in the zone where the visibility team works. */
const FORMAT = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "America/Sao_Paulo",
  dateStyle: "short",
  timeStyle: "long",
});

/** Such as "2026-11-23 14:00:00 UTC-3". */
export const formatTime = (instant: Date): string => FORMAT.format(instant).replace("GMT\u2212", "UTC-");
