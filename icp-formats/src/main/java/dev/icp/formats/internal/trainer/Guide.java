package dev.icp.formats.internal.trainer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is to be said to a trainer, as Markdown. */
public final class Guide {
  /** How a line begins that is worth to be seen before the training. */
  public static final String MIND = "- **Mind:** ";

  private final Trainer trainer;
  private final Training training;
  private final List<String> settings = new ArrayList<>();
  private final List<String> off = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private Guide(Trainer trainer, Training training) {
    this.trainer = trainer;
    this.training = training;
  }

  /** Returns the guide of a trainer to an output. */
  public static String of(Trainer trainer, Training training) {
    Guide guide = new Guide(trainer, training);
    trainer.guide(training, guide);
    return guide.markdown();
  }

  /**
   * Adds what to paste.
   *
   * @param language what it is written in
   */
  void settings(String language, String format, Object... values) {
    String text = Training.text(format, values);
    settings.add("```" + language + "\n" + (text.endsWith("\n") ? text : text + "\n") + "```\n");
  }

  /** Adds what has to be off. */
  void off(String what, String why) {
    off.add("- `" + what + "`: " + why + "\n");
  }

  /** Adds what else is worth to be known. */
  void note(String format, Object... values) {
    notes.add("- " + Training.text(format, values) + "\n");
  }

  private String markdown() {
    StringBuilder text = new StringBuilder();
    text.append("# Training with ").append(trainer.title()).append("\n\n");
    text.append(
        String.format(
            Locale.ROOT,
            "%,d contexts of %,d tokens%s, in `%s`. With these settings each sample is exactly one"
                + " context, which the model reads from its first token to its last. `%s` stands"
                + " for the folder that this file is in.\n\n",
            training.contexts(),
            training.contextLength(),
            training.labels() == 0
                ? ""
                : String.format(
                    Locale.ROOT,
                    ", of which the model sees %,d: the last one is only foretold",
                    training.modelLength()),
            training.folder(),
            Training.OUT));
    text.append("## Settings\n\n").append(String.join("\n", settings));
    if (!off.isEmpty()) {
      text.append("\n## Leave off\n\n").append(String.join("", off));
    }
    text.append("\n## Good to know\n\n").append(String.join("", notes));
    text.append(paddingNote()).append(separatorNote());
    if (training.isText()) {
      text.append("- Found out with ").append(trainer.checkedText()).append(".\n");
    } else {
      text.append("- Found out with ").append(trainer.checked()).append(".\n");
    }
    return text.toString();
  }

  /** Where the loss goes by tokens, the end of a document can lose it too. */
  private String separatorNote() {
    if (trainer.padding() != Padding.PAD_TOKEN || training.separator() < 0) {
      return "";
    }
    if (training.padding() == 0 || training.paddingToken() != training.separator()) {
      return String.format(
          Locale.ROOT,
          "- No end of a document would be learned if the padding token of the trainer's tokenizer"
              + " were the separator (token %d), as it is in many: give it another.\n",
          training.separator());
    }
    return String.format(
        Locale.ROOT,
        "%sthe padding is the separator (token %d). Take the loss off it, and no end of a document"
            + " is learned; do not, and the padding is. Pack with another padding token.\n",
        MIND,
        training.separator());
  }

  private String paddingNote() {
    if (training.isText()) {
      return "- Padding is not in the text.\n";
    }
    String what =
        String.format(
            Locale.ROOT,
            "- %,d tokens are padding (token %d)",
            training.padding(),
            training.paddingToken());
    if (training.padding() == 0) {
      return "- No token is padding.\n";
    }
    return switch (trainer.padding()) {
      case MASKED -> what + "; the mask in the files takes the loss off them.\n";
      case PAD_TOKEN ->
          what
              + "; they carry no loss if that is the padding token of the trainer's tokenizer, and"
              + " none of its other special tokens.\n";
      case LEARNED -> what + ", and the model learns them.\n";
    };
  }
}
