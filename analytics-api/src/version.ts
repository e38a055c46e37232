/** Of the API: raised when the shape or the meaning of an answer changes, so that no client keeps an older one. */
export const API_VERSION = "1.0.0";
