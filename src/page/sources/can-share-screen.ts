/** Whether this browser can share a screen with a page at all. */
export function canShareScreen(): boolean {
  return (
    typeof (navigator.mediaDevices as MediaDevices | undefined)?.getDisplayMedia === "function"
  );
}
