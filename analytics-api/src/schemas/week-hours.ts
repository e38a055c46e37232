export const DAYS = 7;
export const HOURS = 24;

/**
 * The hours of the week on `weekday`, 1 for Monday, at `hour` of the day, as buckets of `bucketOf`: 1 for Monday's first. Of all
 * weekdays or hours where one is undefined; undefined if both are.
 */
export function weekHoursOf(weekday: number | undefined, hour: number | undefined): number[] | undefined {
  if (weekday === undefined && hour === undefined) return undefined;
  const buckets = Array.from({ length: DAYS * HOURS }, (_, index) => index + 1);
  return buckets.filter((bucket) => {
    const { dia_semana, hora } = placeOf(bucket);
    return dia_semana === (weekday ?? dia_semana) && hora === (hour ?? hora);
  });
}

/** The place of a bucket in the week. */
export const placeOf = (bucket: number) => ({
  dia_semana: Math.floor((bucket - 1) / HOURS) + 1,
  hora: (bucket - 1) % HOURS,
});
