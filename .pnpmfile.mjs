/** Dependencies that stay away, by package. Sizes are of the installed files. */
const unused = {
  /** Served as its one browser script, which contains them: 140 MB. */
  "@scalar/api-reference": () => true,
  /**
   * The store of Paraglide's message compiler runs as WebAssembly too, in the same time, and the compiler has no plugins that are
   * WebAssembly components: 360 MB for the native program, 95 MB for the components.
   */
  "@lix-js/sdk": (name) =>
    name.startsWith("@lix-js/sdk-") || name === "@bytecodealliance/jco-transpile" || name === "binaryen",
};

const without = (dependencies, isUnused) =>
  Object.fromEntries(Object.entries(dependencies ?? {}).filter(([name]) => !isUnused(name)));

export const hooks = {
  readPackage(manifest) {
    const isUnused = unused[manifest.name];
    if (!isUnused) return manifest;
    return {
      ...manifest,
      dependencies: without(manifest.dependencies, isUnused),
      optionalDependencies: without(manifest.optionalDependencies, isUnused),
    };
  },
};
