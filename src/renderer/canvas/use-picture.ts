import { useEffect, useState } from 'react';
import { messageOf, say } from '../state/studio-state.ts';

export interface Picture {
  readonly imageId: number;
  readonly bitmap: ImageBitmap;
}

const SIDE_PX = 2560;

/** The decoded picture; undefined while it is on its way. A picture that cannot be read says why. */
export function usePicture(imageId: number | undefined): Picture | undefined {
  const [picture, setPicture] = useState<Picture>();
  useEffect(() => {
    if (imageId === undefined) return;
    const leaving = new AbortController();
    fetchBitmap(imageId, leaving.signal).then(
      (bitmap) => setPicture({ imageId, bitmap }),
      (error: unknown) => {
        if (!leaving.signal.aborted) say('error', messageOf(error));
      },
    );
    return () => leaving.abort();
  }, [imageId]);
  return picture?.imageId === imageId ? picture : undefined;
}

export async function fetchBitmap(imageId: number, signal: AbortSignal): Promise<ImageBitmap> {
  const response = await fetch(`/images/${imageId}?side=${SIDE_PX}`, { signal });
  if (!response.ok) throw new Error(await response.text());
  return createImageBitmap(await response.blob());
}
