package dev.icp.formats;

/** Text from outside, made fit to stand in a message of one line. */
final class OneLine {
  private static final int LONGEST = 1000;

  private OneLine() {}

  /** Returns the text with control characters as spaces, and shortened when very long. */
  static String of(String text) {
    String shown = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    return shown.replaceAll("[\\p{Cntrl}\\p{Cs}]+", " ").strip();
  }
}
