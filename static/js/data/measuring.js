// Days and degrees as plain numbers, for what is done to every event at every step. Pure.

const DAY_MS = 86_400_000;
/** Where Web Mercator ends: its square is as high as it is wide. */
const MOST_LATITUDE = 85.051128779807;

/** Days since 1 January 1970 of an ISO date. */
export function dayNumber(iso) {
  return Date.parse(`${iso}T00:00:00Z`) / DAY_MS;
}

export function isoDay(day) {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** 0 at 180° W, 1 at 180° E. */
export function longitudeToX(degrees) {
  return degrees / 360 + 0.5;
}

/** 0 in the north, 1 in the south of the Web Mercator square. */
export function latitudeToY(degrees) {
  const radians = (Math.max(-MOST_LATITUDE, Math.min(MOST_LATITUDE, degrees)) * Math.PI) / 180;
  return 0.5 - Math.log(Math.tan(Math.PI / 4 + radians / 2)) / (2 * Math.PI);
}
