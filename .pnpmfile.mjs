/** Scalar is served as its one browser script, which contains what the package depends on: 140 MB stay away. */
export const hooks = {
  readPackage(manifest) {
    return manifest.name === "@scalar/api-reference" ? { ...manifest, dependencies: {} } : manifest;
  },
};
