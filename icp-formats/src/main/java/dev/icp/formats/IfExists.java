package dev.icp.formats;

/** What becomes of a file that stands where one is to be written. */
public enum IfExists {
  /** It stays, and the writer is not opened: the default. */
  REFUSE,
  /** It is replaced, whatever it is, once the new one is complete. */
  REPLACE
}
