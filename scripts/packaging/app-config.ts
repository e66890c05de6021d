/**
 * The desktop application. Its archive (`app.asar`) holds the shell alone; beside it lie the engine,
 * which is the npm package with its dependencies, and the Node that runs it: Electron's own may not,
 * its fuses forbid that.
 */
import type { Configuration } from 'electron-builder';

export interface AppParts {
  /** The engine with its dependencies, see `stage.ts`. */
  readonly engine: string;
  /** The Node program that is carried along, for the platform that is built for. */
  readonly node: string;
  /** An unpacked Electron; fetched when left out. */
  readonly electron?: string | undefined;
  readonly output: string;
}

/** What Electron's program may be made to do by others: nothing (`architecture.md` §6). */
const FUSES = {
  runAsNode: false,
  enableCookieEncryption: false,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
} as const;

export function appConfig({ engine, node, electron, output }: AppParts): Configuration {
  return {
    appId: 'studio.spin.app',
    productName: 'SPIN Studio',
    copyright: 'MIT',
    directories: { output, buildResources: 'scripts/packaging/resources' },
    ...(electron !== undefined && { electronDist: electron }),
    files: ['out/main/**', 'out/preload/**', 'package.json', '!node_modules/**'],
    extraResources: [
      { from: engine, to: 'engine', filter: ['**/*', '!node_modules'] },
      // A folder of that name is left out of whatever holds it.
      {
        from: `${engine}/node_modules`,
        to: 'engine/node_modules',
        filter: ['**/*', '!**/*.map', '!**/*.d.ts'],
      },
      { from: node, to: node.endsWith('.exe') ? 'node.exe' : 'node' },
    ],
    asar: true,
    npmRebuild: false,
    publish: null,
    electronFuses: FUSES,
    linux: { target: ['AppImage', 'deb'], category: 'Science', executableName: 'spin-studio' },
    deb: { maintainer: 'The SPIN Studio developers' },
    mac: { target: ['dmg', 'zip'], category: 'public.app-category.graphics-design' },
    win: { target: ['nsis', 'zip'] },
    nsis: {
      oneClick: false,
      allowToChangeInstallationDirectory: true,
      deleteAppDataOnUninstall: false,
    },
  };
}
