import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: ["./schema/bronze.ts", "./schema/gold.ts", "./schema/rollup.ts", "./schema/ops.ts"],
  schemaFilter: ["bronze", "gold", "ops"],
  out: "./migrations",
});
