package dev.icp.formats.internal.files;

/** Text from outside, made fit to stand in a message of one line. */
public final class OneLine {
  private static final int LONGEST = 1000;

  private OneLine() {}

  /** Returns the text with control characters as spaces, and shortened when very long. */
  public static String of(String text) {
    String shown = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    return shown.replaceAll("[\\p{Cntrl}\\p{Cs}]+", " ").strip();
  }
}
