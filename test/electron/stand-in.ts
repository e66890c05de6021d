/**
 * Stands in for the `electron` module, whose binary is not needed to run the built main: it records
 * what main does, plays a page once a window has loaded its address, and prints what it saw.
 */
import { EventEmitter } from 'node:events';

type Handler = (event: unknown, ...args: unknown[]) => unknown;

const handlers = new Map<string, Handler>();
let mayAsk:
  | ((contents: unknown, permission: string, answer: (is: boolean) => void) => void)
  | undefined;

class WebContents extends EventEmitter {
  openHandler: ((details: { url: string }) => { action: string }) | undefined;
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler;
  }
}

class App extends EventEmitter {
  readonly isPackaged = false;
  whenReady(): Promise<void> {
    return Promise.resolve();
  }
  quit(): void {
    this.emit('quit');
  }
}

export const app = new App();
export const dialog = {
  showOpenDialog: () => Promise.resolve({ filePaths: [process.env.STAND_IN_FOLDER] }),
};
export const ipcMain = {
  handle: (channel: string, handler: Handler) => handlers.set(channel, handler),
};
export const session = {
  defaultSession: {
    setPermissionRequestHandler: (handler: typeof mayAsk) => {
      mayAsk = handler;
    },
  },
};
export const shell = { openExternal: () => Promise.resolve() };

export class BrowserWindow {
  readonly options: unknown;
  constructor(options: unknown) {
    this.options = options;
  }
  async loadURL(address: string): Promise<void> {
    const seen = { options: this.options, address, ...(await play(address)) };
    console.log(JSON.stringify(seen));
    app.emit('window-all-closed');
    setTimeout(() => process.exit(0), 200);
  }
}

/** What a page, a foreign page and a dropped folder meet. */
async function play(address: string) {
  const contents = new WebContents();
  app.emit('web-contents-created', {}, contents);
  const isPrevented = (event: string, ...args: unknown[]) => {
    let prevented = false;
    contents.emit(event, { preventDefault: () => (prevented = true) }, ...args);
    return prevented;
  };
  const first = await fetch(address, { redirect: 'manual' });
  const cookie = first.headers.get('set-cookie')?.split(';')[0] ?? '';
  const page = await fetch(new URL('/', address), { headers: { cookie } });
  const drop = async (url: string) => {
    try {
      return await handlers.get('grant-dropped')?.(
        { senderFrame: { url } },
        process.env.STAND_IN_FOLDER,
      );
    } catch (error) {
      return String(error);
    }
  };
  let permission = true;
  mayAsk?.(contents, 'camera', (is) => {
    permission = is;
  });
  return {
    page: await page.text(),
    ownNavigationPrevented: isPrevented('will-navigate', address),
    foreignNavigationPrevented: isPrevented('will-navigate', 'https://evil.example/'),
    webviewPrevented: isPrevented('will-attach-webview'),
    reportWindow: contents.openHandler?.({ url: new URL('/exports/a.html', address).href }).action,
    secondWindow: contents.openHandler?.({ url: address }).action,
    newWindow: contents.openHandler?.({ url: 'https://example.org/' }).action,
    permission,
    grant: await drop(address),
    foreignGrant: await drop('https://evil.example/'),
  };
}
