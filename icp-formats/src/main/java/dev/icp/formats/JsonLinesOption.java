package dev.icp.formats;

/** What {@link ContextWriters#jsonLines} may do otherwise. */
public enum JsonLinesOption {
  /** Leaves the tokens out: only which document stands where. */
  NO_TOKENS,
  /** Replaces a file that is there already, which otherwise is refused. */
  REPLACE
}
