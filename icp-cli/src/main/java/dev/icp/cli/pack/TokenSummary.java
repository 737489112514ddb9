package dev.icp.cli.pack;

import dev.icp.Begin;
import dev.icp.PackingReport;
import dev.icp.PackingReport.SpecialTokenCount;
import dev.icp.cli.shared.Texts;
import dev.icp.options.WrittenSpecialTokens;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says at the end of a run which tokens stand between and around the documents. */
final class TokenSummary {
  private static final int TOKENS_SHOWN = 5;

  private final PrintStream out;
  private final PackingReport report;

  TokenSummary(PrintStream out, PackingReport report) {
    this.out = out;
    this.report = report;
  }

  void print(WrittenSpecialTokens policy) {
    PackingReport.Settings settings = report.settings();
    StringBuilder line = new StringBuilder();
    line.append(
        settings.separator() < 0
            ? "No token after documents"
            : "After each document: " + token(settings.separator(), settings.separatorText()));
    if (settings.beginToken() >= 0) {
      line.append(
              settings.begin().equals(Begin.CONTEXT.toString())
                  ? "; at the beginning of each context: "
                  : "; before each document: ")
          .append(token(settings.beginToken(), settings.beginText()));
    }
    if (report.contexts().padding() > 0) {
      line.append("; ")
          .append(Texts.count(report.contexts().padding(), "token"))
          .append(" of padding: ")
          .append(token(settings.paddingToken(), settings.paddingText()));
    }
    out.println(line.append('.'));
    printSpecialTokens(policy);
  }

  private static String token(int id, String text) {
    return text.isEmpty() ? "token " + id : text + " (" + id + ")";
  }

  private void printSpecialTokens(WrittenSpecialTokens policy) {
    List<SpecialTokenCount> special = report.input().specialTokens();
    if (special.isEmpty()) {
      return;
    }
    String which =
        special.stream()
            .limit(TOKENS_SHOWN)
            .map(one -> one.token() + " " + Texts.number(one.count()))
            .collect(Collectors.joining(", "));
    out.printf(
        Locale.ROOT,
        "Special tokens written in the texts, which %s: %s%s.%n",
        policy == WrittenSpecialTokens.TOKEN ? "became those tokens" : "are text like any other",
        which,
        special.size() > TOKENS_SHOWN ? ", …" : "");
  }
}
