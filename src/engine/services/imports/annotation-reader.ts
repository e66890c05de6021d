import type { ImportFormat } from '../../../contract/import.ts';
import type { AnnotatedFile } from '../../../core/formats/annotations/annotation.ts';
import type { Mask } from '../../../core/masks/mask.ts';

export interface ReadAnnotations extends AnnotatedFile {
  /** Of the file or folder, without the path to it. */
  readonly name: string;
  /** Silhouettes by themselves, named after their pictures without the ending. */
  readonly masks: readonly { readonly imageName: string; readonly mask: Mask }[];
  /** Files of a folder that could not be used; the others go on. */
  readonly problems: readonly { readonly name: string; readonly message: string }[];
}

export interface AnnotationReader {
  /**
   * @param path of a file, or of a folder where a format has a file a picture
   * @throws StudioError `format/…`, `folder/unreadable`
   */
  read(path: string, format: ImportFormat, signal: AbortSignal): Promise<ReadAnnotations>;
}
