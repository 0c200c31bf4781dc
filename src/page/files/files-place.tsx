import { type ReactNode, Suspense, useCallback, useRef, useState } from "react";
import { failureOf, phaseOf } from "../state/app-state.ts";
import { filesText } from "../text/files-text.ts";
import { text } from "../text/text.ts";
import { useApp, useAppState } from "../ui/app-context.ts";
import { Failure } from "../ui/failure.tsx";
import { Icon } from "../ui/icon.tsx";
import { Loading } from "../ui/loading.tsx";
import { TaskRow } from "../ui/task-row.tsx";
import { EmptyFiles } from "./empty-files.tsx";
import { ExportBar } from "./export-bar.tsx";
import { classOf, type Filter, filters } from "./filter.ts";
import { Gallery } from "./gallery.tsx";
import { useTaskViews } from "./item-words.ts";
import { QueueBar } from "./queue-bar.tsx";
import { ReceivedLost } from "./received-lost.tsx";
import { Viewer } from "./viewer.tsx";
import "./files.css";
import "./gallery.css";
import "./viewer.css";

/** Pictures and videos from this device: a queue that looks at each, and a gallery of what was found. */
export function FilesPlace(): ReactNode {
  const { app, pickPictures } = useApp();
  const items = useAppState((state) => state.queue.items);
  const failure = useAppState(failureOf);
  const isLoading = useAppState((state) => phaseOf(state) === "loading");
  const dragging = useAppState((state) => state.dragging);
  const folder = useRef<HTMLInputElement>(null);
  const [filter, setFilter] = useState<Filter>("all");
  const [openId, setOpenId] = useState<number | null>(null);
  const views = useTaskViews(items);
  const classes = items.map((item) => classOf(item, views));
  const shown = filter === "all" ? items : items.filter((_, index) => classes[index] === filter);
  const open = items.find(({ id }) => id === openId);
  const onOpen = useCallback((id: number | null) => setOpenId(id), []);
  const pickFolder = (): void => folder.current?.click();
  return (
    <div className="files">
      <div className="files-head">
        <h2 className="visually-hidden">{filesText.title}</h2>
        <TaskRow />
        <button
          type="button"
          className="round"
          data-testid="open-options"
          aria-label={text.options}
          aria-haspopup="dialog"
          onClick={() => app.openSheet("options")}
        >
          <Icon name="tune" />
        </button>
      </div>
      <input
        ref={(element) => {
          folder.current = element;
          // React knows no such attribute.
          element?.setAttribute("webkitdirectory", "");
        }}
        className="visually-hidden"
        type="file"
        tabIndex={-1}
        aria-hidden="true"
        data-testid="folder-input"
        onChange={({ target }) => {
          app.chooseFiles([], target.files ?? []);
          target.value = "";
        }}
      />
      <ReceivedLost />
      {items.length === 0 ? (
        <EmptyFiles pickFolder={pickFolder} />
      ) : (
        <>
          <div className="files-bar">
            <QueueBar />
            <div className="row">
              <button type="button" className="button" onClick={pickPictures}>
                {filesText.chooseMore}
              </button>
              <button type="button" className="button" onClick={pickFolder}>
                {filesText.addFolder}
              </button>
            </div>
          </div>
          <Suspense fallback={null}>
            <ExportBar />
          </Suspense>
          {failure && <Failure error={failure} />}
          {!failure && isLoading && <Loading />}
          <FilterRow classes={classes} filter={filter} onFilter={setFilter} />
          {shown.length === 0 ? (
            <p className="quiet">{filesText.filterEmpty}</p>
          ) : (
            <Gallery items={shown} views={views} onOpen={onOpen} />
          )}
        </>
      )}
      {open && (
        <Viewer
          items={shown.includes(open) ? shown : items}
          item={open}
          views={views}
          onOpen={onOpen}
        />
      )}
      {dragging && <p className="drop">{text.dropHere}</p>}
    </div>
  );
}

/** Which files are shown, and how many there are of each. */
function FilterRow({
  classes,
  filter,
  onFilter,
}: {
  classes: readonly Filter[];
  filter: Filter;
  onFilter: (filter: Filter) => void;
}): ReactNode {
  return (
    <fieldset className="segments files-filter">
      <legend className="visually-hidden">{filesText.filter}</legend>
      {filters.map((each) => (
        <label key={each}>
          <input
            className="laid-over"
            type="radio"
            name="files-filter"
            data-testid={`filter-${each}`}
            checked={filter === each}
            onChange={() => onFilter(each)}
          />
          <span className="numbers">
            {filesText.filterName[each]}{" "}
            {each === "all" ? classes.length : classes.filter((one) => one === each).length}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
