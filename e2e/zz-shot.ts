import { launchBrowser } from "./browser/launch-browser.ts";
const base = process.env.BASE ?? "http://127.0.0.1:28501";
const browser = await launchBrowser();
const dump = process.argv[2] ?? "all";
for (const [w, scheme] of [[1440, "light"], [390, "dark"]] as const) {
  const page = await browser.newPage({ viewport: { width: w, height: 900 }, locale: "pt-BR", colorScheme: scheme });
  const logs: string[] = [];
  page.on("console", (m) => m.type() !== "log" && logs.push(`${m.type()}: ${m.text()}`));
  page.on("pageerror", (e) => logs.push(`pageerror: ${e.message}`));
  const paths = dump === "all" ? ["/", "/enriquecimentos", "/execucoes"] : [dump];
  for (const path of paths) {
    let js = 0;
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("Network.enable");
    const scripts = new Set<string>();
    cdp.on("Network.responseReceived", (e) => { if (e.type === "Script" || e.response.url.includes("/immutable/") && e.response.url.endsWith(".js")) scripts.add(e.requestId); });
    cdp.on("Network.loadingFinished", (e) => { if (scripts.has(e.requestId)) js += e.encodedDataLength; });
    await page.goto(base + path);
    await page.waitForTimeout(2500);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    console.log(w, path, "js KB", (js / 1024).toFixed(1), "overflow", over, "live", await page.getByTestId("live").textContent());
    await page.screenshot({ path: `/tmp/shot-${w}-${path.replaceAll(/\W/g, "_")}.png`, fullPage: true });
  }
  console.log(logs.join("\n"));
  await page.close();
}
await browser.close();
