/** Hands a file to the browser, which saves it. @param url an object URL */
export function saveFile(url: string, fileName: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
}
