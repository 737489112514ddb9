package dev.icp.formats.internal.files;

import dev.icp.internal.base.Shown;

/** Text from outside, made fit to stand in a message of one line. */
public final class OneLine {
  private static final int LONGEST = 1000;

  private OneLine() {}

  /** Returns the text as {@link Shown#oneLine} has it, and shortened when very long. */
  public static String of(String text) {
    String shown = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    return Shown.oneLine(shown);
  }
}
