import {
  MeshBasicMaterial,
  MeshStandardMaterial,
  type MeshStandardMaterialParameters,
} from 'three';
import type { MeshMode } from '../state/studio-state.ts';
import { tokenColour } from '../styles/token-colour.ts';

const GHOST_OPACITY = 0.62;

/** Fills the depth buffer only: behind it a see-through body does not show its own far side. */
export const DEPTH_MATERIAL = new MeshBasicMaterial({ colorWrite: false });

/** Materials live as long as the page: programs are compiled once. */
const made = new Map<string, MeshStandardMaterial>();

export function bodyMaterial(mode: MeshMode, isSelected: boolean): MeshStandardMaterial {
  const key = `${mode} ${isSelected}`;
  const material = made.get(key) ?? newMaterial(mode, isSelected);
  made.set(key, material);
  return material;
}

function newMaterial(mode: MeshMode, isSelected: boolean): MeshStandardMaterial {
  const look: MeshStandardMaterialParameters = {
    color: tokenColour(isSelected ? '--scene-body' : '--scene-body-other'),
    roughness: 0.75,
    metalness: 0,
  };
  if (mode === 'wire') return new MeshStandardMaterial({ ...look, wireframe: true });
  if (mode === 'solid') return new MeshStandardMaterial(look);
  const opacity = isSelected ? GHOST_OPACITY : GHOST_OPACITY / 2;
  return new MeshStandardMaterial({ ...look, transparent: true, opacity });
}
