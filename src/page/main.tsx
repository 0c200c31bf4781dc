import { lazy, StrictMode, Suspense } from "react";
import { createRoot } from "react-dom/client";
import { readFlags } from "./flags.ts";
import { createApp } from "./state/app.ts";
import { missingHere } from "./support.ts";
import { Boundary } from "./ui/boundary.tsx";
import { Root } from "./ui/root.tsx";
import { TooOld } from "./ui/too-old.tsx";
import "./ui/styles/tokens.css";
import "./ui/styles/layout.css";
import "./ui/styles/layout-laptop.css";
import "./ui/styles/places.css";
import "./ui/styles/controls.css";
import "./ui/styles/words.css";
import "./ui/styles/instruments.css";
import "./ui/styles/over-picture.css";
import "./ui/styles/sheets.css";
import "./ui/styles/fields.css";
import "./ui/styles/task-options.css";

const CheckPage = lazy(async () => ({
  default: (await import("./ui/check-page.tsx")).CheckPage,
}));

const missing = missingHere();
const flags = readFlags(location.search);
const root = createRoot(document.getElementById("root") ?? document.body);

root.render(
  <StrictMode>
    <Boundary>
      {missing.length > 0 ? (
        <TooOld missing={missing} />
      ) : flags.check ? (
        <Suspense fallback={null}>
          <CheckPage app={createApp(flags)} />
        </Suspense>
      ) : (
        <Root app={createApp(flags)} />
      )}
    </Boundary>
  </StrictMode>,
);
