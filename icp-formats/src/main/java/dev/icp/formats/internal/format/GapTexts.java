package dev.icp.formats.internal.format;

import dev.icp.PackingReport;
import java.util.Optional;

/**
 * What stands between documents in contexts of text.
 *
 * @param separatorToken the token in whose place {@code separator} stands
 * @param separator where a document ends
 * @param begin where one begins, or the context does
 */
public record GapTexts(int separatorToken, String separator, String begin) {
  /** A blank line: for tokenizers that do not write their separator. */
  private static final String UNWRITTEN = "\n\n";

  /**
   * What the tokenizer writes for its tokens.
   *
   * @param asked in place of the separator
   */
  public static GapTexts of(PackingReport.Settings settings, Optional<String> asked) {
    String written = settings.separatorText();
    String separator = asked.orElse(written.isEmpty() ? UNWRITTEN : written);
    boolean same = settings.beginToken() == settings.separator();
    return new GapTexts(settings.separator(), separator, same ? separator : settings.beginText());
  }

  /** Returns what stands for a token between documents. */
  public String of(int token) {
    return token == separatorToken ? separator : begin;
  }
}
