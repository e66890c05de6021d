import type { SettingsChange } from '../../contract/settings.ts';
import { client } from '../client/connection.ts';
import { attempt, studio } from './studio-state.ts';

/** Applies at once; what cannot be kept is said and stays as it was. */
export async function changeSettings(change: SettingsChange): Promise<void> {
  const settings = await attempt(client.settings.set(change));
  if (settings !== undefined) studio.setState({ settings });
}
