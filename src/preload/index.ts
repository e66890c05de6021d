/** The window's only door to the shell: a path for a folder that was dropped, nothing else. */
import { contextBridge, ipcRenderer, webUtils } from 'electron';

contextBridge.exposeInMainWorld('spinShell', {
  /** Grants a dropped folder; the answer is its grant. */
  grantDropped: (file: File) => ipcRenderer.invoke('grant-dropped', webUtils.getPathForFile(file)),
});
