/** The name of the paraglide strategy for a user who has not chosen a language: `Accept-Language`. */
export const NEGOTIATED = "custom-acceptLanguage";
