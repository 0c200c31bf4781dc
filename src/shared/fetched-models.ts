/** The cache in which models lie that were fetched by address, until the page of the models takes them. */
export const fetchedCache = "localens-fetched-models";

/** The header of such an answer that tells the file's name, percent-encoded. */
export const fetchedNameHeader = "x-localens-name";

/** The header of such an answer that tells where it came from, percent-encoded. */
export const fetchedAddressHeader = "x-localens-address";
