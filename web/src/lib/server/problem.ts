const titles = { 401: "Unauthorized", 403: "Forbidden", 421: "Misdirected Request" };

/** An RFC 9457 response, for clients that do not show pages. */
export const problemResponse = (status: keyof typeof titles, detail: string): Response =>
  Response.json(
    { type: "about:blank", title: titles[status], status, detail },
    { status, headers: { "Content-Type": "application/problem+json", "Cache-Control": "no-store" } },
  );
