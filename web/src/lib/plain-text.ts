/** "Comércio" is found by "comercio", as the API searches. */
export const withoutCaseAndAccents = (text: string): string =>
  text
    .normalize("NFD")
    .replaceAll(/\p{Mn}/gu, "")
    .toLowerCase();
