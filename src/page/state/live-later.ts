import { AppError } from "#shared";
import { asAppError } from "./as-app-error.ts";
import type { Live } from "./live.ts";

/**
 * Live pictures whose code comes with the first press, not with the page. What is asked until it is here is
 * done in order once it is; `onMissing` is told where it does not come and something was to be opened.
 */
export function liveLater(
  bring: () => Promise<Live>,
  onMissing: (error: AppError) => void,
): Live & { prepare(): void } {
  let here: Live | undefined;
  let coming: Promise<Live> | undefined;

  /** @throws AppError `offline` */
  const come = (): Promise<Live> => {
    coming ??= bring().then(
      (live) => {
        here = live;
        return live;
      },
      (cause) => {
        coming = undefined;
        const details = { url: "the code of the sources", receivedBytes: 0, totalBytes: 0 };
        throw new AppError("offline", details, { cause });
      },
    );
    return coming;
  };
  const open = async (work: (live: Live) => Promise<void>): Promise<void> => {
    let live = here;
    try {
      live ??= await come();
    } catch (error) {
      onMissing(asAppError(error));
      return;
    }
    await work(live);
  };
  /** Changes what is open: before anything was opened there is nothing to change. */
  const change = (work: (live: Live) => unknown): void => {
    if (here) work(here);
    else coming?.then(work, () => {});
  };

  return {
    // Nobody waits for it yet: whoever does is told.
    prepare: () => void come().catch(() => {}),
    openCamera: (options) => open((live) => live.openCamera(options)),
    changeCamera: (wish) => open((live) => live.changeCamera(wish)),
    openSample: () => open((live) => live.openSample()),
    isSampleOpen: () => here?.isSampleOpen() ?? false,
    openScreen: () => open((live) => live.openScreen()),
    openVideo: (file) => open((live) => live.openVideo(file)),
    setTorch: (on) => open((live) => live.setTorch(on)),
    setZoom: (zoom) => open((live) => live.setZoom(zoom)),
    seekVideo: (seconds) => change((live) => live.seekVideo(seconds)),
    sendAgain: () => change((live) => live.sendAgain()),
    renewFrames: () => change((live) => live.renewFrames()),
    setFrozen: (frozen) => change((live) => live.setFrozen(frozen)),
    close: () => change((live) => live.close()),
  };
}
