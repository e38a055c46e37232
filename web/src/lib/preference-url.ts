/** Where the server stores a preference in a cookie and returns to `here`. */
export function preferenceUrl(
  name: "idioma" | "tema",
  value: string,
  { pathname, search }: Pick<URL, "pathname" | "search">,
): string {
  return `/preferencias?${new URLSearchParams({ [name]: value, volta: pathname + search })}`;
}

export const languageNames = { "pt-BR": "Português", en: "English" } as const;
