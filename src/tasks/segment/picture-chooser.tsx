import { type ReactNode, useId, useState } from "react";
import { segmentText } from "./text.ts";

const text = segmentText.en;
/** The longer side that is kept: no more is seen behind a person, and it is stored with the options. */
const longest = 1_920;

interface PictureChooserProps {
  readonly picture: ArrayBuffer | null;
  onChange(picture: ArrayBuffer): void;
}

/** Lets a person choose their own background, and says so when a file is no picture. */
export function PictureChooser({ picture, onChange }: PictureChooserProps): ReactNode {
  const id = useId();
  const [unreadable, setUnreadable] = useState<string>();
  const choose = async (file: File): Promise<void> => {
    try {
      const bytes = await reducedPicture(file);
      setUnreadable(undefined);
      onChange(bytes);
    } catch {
      setUnreadable(file.name);
    }
  };
  return (
    <>
      <div className="control">
        <label htmlFor={id}>{text.picture}</label>
        <input
          id={id}
          type="file"
          accept="image/*"
          aria-describedby={`${id}-hint`}
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file) void choose(file);
          }}
        />
      </div>
      <p className="option-hint" id={`${id}-hint`}>
        {picture ? text.pictureChosen : text.pictureHint}
      </p>
      {unreadable !== undefined && (
        <p className="option-hint" role="alert">
          {text.pictureUnreadable(unreadable)}
        </p>
      )}
    </>
  );
}

/** The picture of a file, upright and no larger than needed, written anew: nothing else of the file stays. */
async function reducedPicture(file: Blob): Promise<ArrayBuffer> {
  const image = await createImageBitmap(file, { imageOrientation: "from-image" });
  try {
    const scale = Math.min(1, longest / Math.max(image.width, image.height));
    const width = Math.max(1, Math.round(image.width * scale));
    const height = Math.max(1, Math.round(image.height * scale));
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext("2d");
    if (!context) throw new Error("no 2D context for a picture");
    // JPEG knows no transparency, and black would stand for it.
    context.fillStyle = "#ffffff";
    context.fillRect(0, 0, width, height);
    context.imageSmoothingQuality = "high";
    context.drawImage(image, 0, 0, width, height);
    const written = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.88 });
    return await written.arrayBuffer();
  } finally {
    image.close();
  }
}
