/**
 * The Electron shell: a window on the web host, which runs in a Node process of its own. Thin on
 * purpose: whatever the page can do is tested in a browser; here are the window, the folder dialog
 * and dropped folders.
 */
import { join } from 'node:path';
import { app, BrowserWindow, dialog, ipcMain, session, shell } from 'electron';
import { engineProgram, startEngine } from './engine-process.ts';

const program = engineProgram(app.isPackaged ? process.resourcesPath : undefined);
const engine = startEngine(program, process.argv.slice(app.isPackaged ? 1 : 2), async () => {
  const { filePaths } = await dialog.showOpenDialog({ properties: ['openDirectory'] });
  return filePaths[0];
});

function openWindow(address: string): void {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 900,
    minHeight: 600,
    backgroundColor: '#1f2124',
    autoHideMenuBar: true,
    webPreferences: {
      preload: join(import.meta.dirname, '../preload/index.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
    },
  });
  void window.loadURL(address);
}

/** No page but the studio's own, no second window but a report's, no permission. */
app.on('web-contents-created', (_, contents) => {
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('will-navigate', (event, url) => {
    if (!engine.isOwn(url)) event.preventDefault();
  });
  contents.setWindowOpenHandler(({ url }) => {
    if (engine.isOwn(url) && new URL(url).pathname.startsWith('/exports/')) {
      return { action: 'allow', overrideBrowserWindowOptions: { autoHideMenuBar: true } };
    }
    if (/^https:\/\//.test(url)) void shell.openExternal(url);
    return { action: 'deny' };
  });
});

ipcMain.handle('grant-dropped', (event, path: unknown) => {
  if (!engine.isOwn(event.senderFrame?.url ?? '')) throw new Error('Another page has asked.');
  return engine.grant(String(path));
});

app.on('window-all-closed', () => app.quit());
app.on('quit', () => engine.stop());
await app.whenReady();
session.defaultSession.setPermissionRequestHandler((_, __, answer) => answer(false));
openWindow(await engine.address);
