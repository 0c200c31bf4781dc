// Apart from the page's first scripts: only devices to which a model was brought need it.
export { parseBroughtCard } from "#shared";
