/** How the pipeline's command line is called where this process runs. The container image sets PIPELINE_COMMAND. */
export const pipelineCommand = (): string => process.env.PIPELINE_COMMAND || "pnpm run pipeline";
