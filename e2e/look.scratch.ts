import { launchBrowser } from "./browser/launch-browser.ts";
const browser = await launchBrowser();
const shots: [string, string][] = [
  ["tudo", "/?periodo=tudo"],
  ["lista", "/enriquecimentos?periodo=tudo&ordem=asc"],
  ["lista-desc", "/enriquecimentos?periodo=tudo"],
  ["run48", `/execucoes`],
];
for (const scheme of ["light", "dark"] as const) {
  const context = await browser.newContext({ colorScheme: scheme, viewport: { width: 1280, height: 900 }, locale: "pt-BR" });
  const page = await context.newPage();
  page.on("console", (message) => message.type() === "error" && console.log(scheme, message.text()));
  page.on("pageerror", (error) => console.log(scheme, String(error)));
  for (const [name, path] of shots) {
    const response = await page.goto(`http://127.0.0.1:28501${path}`);
    await page.waitForLoadState("networkidle").catch(() => undefined);
    console.log(scheme, name, response?.status());
    if (name === "run48") {
      await page.screenshot({ path: `/tmp/look/${scheme}-runs.png` });
      for (const n of [48, 28, 49]) {
        await page.goto(`http://127.0.0.1:28501/execucoes`);
        await page.getByRole("link", { name: `nº ${n}`, exact: true }).last().click();
        await page.waitForURL(/execucoes\/[0-9a-f]/);
        const details = page.locator("details summary");
        for (let at = 0; at < (await details.count()); at++) await details.nth(at).click();
        await page.screenshot({ path: `/tmp/look/${scheme}-run${n}.png`, fullPage: n === 48 });
      }
    } else await page.screenshot({ path: `/tmp/look/${scheme}-${name}.png`, fullPage: name === "tudo" });
  }
  await context.close();
}
await browser.close();
